//! The cascade as a picture: targets under targets, joined by bands as thick as the part that is promised.
//!
//! It is drawn twice: level beside level for a wide page, and one below the other for a phone.

use wuwei_source::Lang;

use super::svg::{Svg, at, cut};
use crate::model::{Node, Tree};
use crate::words::pick;

const WIDTH: f64 = 1120.0;
const ROW: f64 = 52.0;
const BOX: f64 = 42.0;
const HEAD: f64 = 34.0;

/// A band for the whole is this thick.
const WHOLE: f64 = 22.0;

fn said(tree: &Tree, lang: Lang) -> String {
    let shares = tree.edges.iter().filter(|edge| edge.share.is_some()).count();
    pick(
        lang,
        format!(
            "上下级目标对照图：{}。共{}对目标，其中{}对可以算出下级承诺占上级目标的份额，数字见下表。",
            tree.columns.join("、"),
            tree.edges.len(),
            shares
        ),
        format!(
            "Targets under targets: {}. {} pairs, of which {} have a share of the target above; the numbers are in the table.",
            tree.columns.join(", "),
            tree.edges.len(),
            shares
        ),
    )
}

/// Level beside level.
pub(crate) fn tree_wide(tree: &Tree, lang: Lang) -> String {
    let columns = tree.columns.len().max(1) as f64;
    // Between the columns there has to be room for the shares.
    let gap = if columns > 2.0 { 130.0 } else { 240.0 };
    let wide = (WIDTH - gap * (columns - 1.0)) / columns;
    let height = HEAD + tree.rows as f64 * ROW;
    let mut svg = Svg::new("tree wide", WIDTH, height, &said(tree, lang));
    let x = |node: &Node| node.column as f64 * (wide + gap);
    let y = |node: &Node| HEAD + node.row * ROW + ROW / 2.0;
    for (n, column) in tree.columns.iter().enumerate() {
        svg.text("column", (n as f64 * (wide + gap), 16.0), &cut(column, 15.0, wide));
    }
    for edge in &tree.edges {
        let (parent, child) = (&tree.nodes[edge.parent], &tree.nodes[edge.child]);
        let (from, to) = ((x(parent) + wide, y(parent)), (x(child), y(child)));
        let middle = (from.0 + to.0) / 2.0;
        let path = format!(
            "M{},{}C{},{} {},{} {},{}",
            at(from.0),
            at(from.1),
            at(middle),
            at(from.1),
            at(middle),
            at(to.1),
            at(to.0),
            at(to.1)
        );
        let class = if edge.share.is_some() { "band" } else { "thread" };
        svg.curve(class, &path, if edge.share.is_some() { (edge.part * WHOLE).clamp(1.5, WHOLE) } else { 1.2 });
    }
    let mut labelled = vec![false; tree.nodes.len()];
    for edge in &tree.edges {
        let (parent, child) = (&tree.nodes[edge.parent], &tree.nodes[edge.child]);
        let text = edge.share.as_ref().map_or(edge.relation.as_str(), |share| share.text.as_str());
        let class = if edge.share.is_some() { "share" } else { "relation" };
        // A child of several parents has room for one label; the others stand at their parents.
        if std::mem::replace(&mut labelled[edge.child], true) {
            svg.text(class, (x(parent) + wide + 12.0, y(parent) - 8.0), text);
        } else {
            svg.text(&format!("{class} end"), (x(child) - 12.0, y(child) - 8.0), text);
        }
    }
    for node in &tree.nodes {
        boxed(&mut svg, node, (x(node), y(node) - BOX / 2.0), wide);
    }
    svg.finish()
}

fn boxed(svg: &mut Svg, node: &Node, (x, y): (f64, f64), wide: f64) {
    svg.rect(if node.is_own { "box own" } else { "box" }, (x, y), wide, BOX);
    svg.text("name", (x + 12.0, y + 18.0), &cut(&node.name, 14.0, wide - 20.0));
    svg.text("asked", (x + 12.0, y + 35.0), &cut(&node.asked.text, 13.0, wide * 0.62));
    let place = cut(&node.region, 12.0, wide * 0.36);
    svg.text("place end", (x + wide - 10.0, y + 35.0), &place);
}

/// One below the other, children further in than their parents.
pub(crate) fn tree_tall(tree: &Tree, lang: Lang) -> String {
    const WIDE: f64 = 344.0;
    const STEP: f64 = 26.0;
    const LINE: f64 = 62.0;
    let mut order: Vec<(usize, Option<usize>)> = Vec::new();
    let has_parent = |n: usize| tree.edges.iter().any(|edge| edge.child == n);
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); tree.nodes.len()];
    let mut first: Vec<Option<usize>> = vec![None; tree.nodes.len()];
    for (n, edge) in tree.edges.iter().enumerate() {
        if first[edge.child].is_none() {
            first[edge.child] = Some(n);
            children[edge.parent].push(edge.child);
        }
    }
    let mut open: Vec<usize> = (0..tree.nodes.len()).rev().filter(|n| !has_parent(*n)).collect();
    while let Some(node) = open.pop() {
        order.push((node, first[node]));
        open.extend(children[node].iter().rev());
    }
    let mut svg = Svg::new("tree tall", WIDE, order.len() as f64 * LINE, &said(tree, lang));
    let top: Vec<(usize, f64)> = order.iter().enumerate().map(|(n, (node, _))| (*node, n as f64 * LINE)).collect();
    let y = |node: usize| top.iter().find(|(other, _)| *other == node).map_or(0.0, |(_, y)| *y);
    let shift = tree.nodes.iter().map(|node| node.column).min().unwrap_or(0);
    let x = |node: usize| (tree.nodes[node].column - shift) as f64 * STEP;
    for (node, edge) in &order {
        let Some(edge) = edge.map(|n| &tree.edges[n]) else { continue };
        let (from, to) = ((x(edge.parent) + 10.0, y(edge.parent) + 54.0), (x(*node), y(*node) + 30.0));
        svg.curve("elbow", &format!("M{},{}V{}H{}", at(from.0), at(from.1), at(to.1), at(to.0)), 1.5);
    }
    for (node, edge) in &order {
        let (left, top, one) = (x(*node), y(*node) + 4.0, &tree.nodes[*node]);
        let wide = WIDE - left - 1.0;
        svg.rect(if one.is_own { "box own" } else { "box" }, (left, top), wide, 50.0);
        svg.text("name", (left + 10.0, top + 20.0), &cut(&one.name, 14.5, wide - 18.0));
        svg.text("asked", (left + 10.0, top + 40.0), &cut(&one.asked.text, 14.0, wide * 0.45));
        let edge = edge.map(|n| &tree.edges[n]);
        let share = edge.and_then(|edge| edge.share.as_ref()).map(|share| share.text.as_str());
        let place = cut(&one.region, 13.0, wide * 0.3);
        let text = match share {
            Some(share) => pick(lang, format!("{place} 占 {share}"), format!("{place} {share}")),
            None => place,
        };
        svg.text("place end", (left + wide - 9.0, top + 40.0), &text);
    }
    svg.finish()
}
