//! The document among those above and below: the picture of targets under targets, and its numbers as a table.

use super::Section;
use super::markup::{cell, escape, figure, nothing, table_head};
use crate::chart;
use crate::model::Report;
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let tree = &report.tree;
    if tree.edges.is_empty() {
        return None;
    }
    let family: String = report
        .family
        .iter()
        .map(|one| {
            let class = if one.is_own { " class=\"own\"" } else { "" };
            format!("<li{class}><b>{}</b>{}</li>", escape(&one.region), escape(&one.title))
        })
        .collect();
    let heads = [
        pick(lang, "上级目标", "Target above"),
        pick(lang, "下级目标", "Target below"),
        pick(lang, "关系", "Relation"),
        pick(lang, "占上级", "Share"),
    ];
    let mut rows = String::new();
    for edge in &tree.edges {
        let side = |n: usize| {
            let node = &tree.nodes[n];
            format!("{}<small>{}</small> {}", escape(&node.name), escape(&node.region), figure(&node.asked))
        };
        let share = match &edge.share {
            Some(share) => format!(
                "<span class=\"meter\" aria-hidden=\"true\"><i style=\"width:{:.1}%\"></i></span>{}",
                (edge.part * 100.0).clamp(0.0, 100.0),
                figure(share)
            ),
            None => nothing(lang),
        };
        rows += &format!(
            "<tr>{}{}{}{}</tr>\n",
            cell("", heads[0], &side(edge.parent)),
            cell("", heads[1], &side(edge.child)),
            cell("", heads[2], &escape(&edge.relation)),
            cell("num share", heads[3], &share)
        );
    }
    let body = format!(
        "<ul class=\"family\">{family}</ul>\n<p class=\"aside\">{}</p>\n\
         <figure class=\"full\">{}{}\n<details class=\"twin\"><summary>{}</summary>\
         <table class=\"cards small\">{}<tbody>\n{rows}</tbody></table></details></figure>\n",
        pick(
            lang,
            "左边是上级目标，右边是下级目标；连线粗细与下级承诺占上级目标的份额成正比。份额只说明分量：没有查到的单位不等于没有承诺。",
            "Above on the left, below on the right; a band is as thick as the part that is promised. Of units that aren't there no plan is known, which doesn't mean that they promise nothing."
        ),
        chart::tree_wide(tree, lang),
        chart::tree_tall(tree, lang),
        pick(lang, "图中数据", "The numbers"),
        table_head(&heads)
    );
    Some(Section { id: "cascade", title: pick(lang, "上下级对照", "Levels"), body })
}
