//! The document among those above and below it: targets under targets, with the part of each that is promised.

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_ir::{Deadline, DocId, Form, Number, Program, RegionId, TargetId, TargetValue, Whose};
use wuwei_plan::cascade::{Cascade, Relation, Whole, wholes};
use wuwei_plan::progress::TargetProgress;
use wuwei_plan::trace::{Quantity, key};

use super::notes::{Figure, Notes};
use super::scale::{Scale, percent};
use super::{Material, target};
use crate::words::pick;

/// A document of the family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The document.
    pub(super) doc: DocId,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its region.
    pub region: String,
    /// How many levels of regions lie between it and the outermost document.
    pub level: usize,
    /// Whether the report is about it.
    pub is_own: bool,
}

/// Targets under targets, as they are drawn: parents stand in a column left of their children.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// What stands over each column: the regions' documents.
    pub columns: Vec<String>,
    /// The targets.
    pub nodes: Vec<Node>,
    /// What joins them.
    pub edges: Vec<Edge>,
    /// How many rows the picture has.
    pub rows: usize,
}

/// A target in the picture.
#[derive(Clone, Debug)]
pub struct Node {
    /// The column, from 0.
    pub column: usize,
    /// The row, from 0; a parent stands in the middle of its children.
    pub row: f64,
    /// What is measured.
    pub name: String,
    /// The region whose target it is.
    pub region: String,
    /// The comparison and the number.
    pub asked: Figure,
    /// Whether it is a target of the report's document.
    pub is_own: bool,
}

/// A child under a parent, by their positions among the nodes.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The target above.
    pub parent: usize,
    /// The target below.
    pub child: usize,
    /// The part of the parent that the child promises; none where the two can't be added up.
    pub share: Option<Figure>,
    /// The same as a number.
    pub part: f64,
    /// How the two relate.
    pub relation: String,
}

/// The document with all it carries out and all that carry it out, and the plans for its regions over the same years.
pub(super) fn family(material: &Material<'_>) -> Vec<Family> {
    let program = material.program;
    let own = program.document(material.document);
    let mut docs = vec![material.document];
    let mut seen: FxHashSet<DocId> = docs.iter().copied().collect();
    let mut open = docs.clone();
    while let Some(doc) = open.pop() {
        for upper in &program.document(doc).implements {
            if seen.insert(*upper) {
                docs.push(*upper);
                open.push(*upper);
            }
        }
    }
    let mut has_targets = vec![false; program.documents.len()];
    program.targets.iter().for_each(|target| has_targets[target.doc.index()] = true);
    // Documents in the order in which they were compiled may carry out later ones, so the search goes from the top.
    let mut below: FxHashMap<DocId, Vec<DocId>> = FxHashMap::default();
    for (n, document) in program.documents.iter().enumerate() {
        for upper in &document.implements {
            below.entry(*upper).or_default().push(DocId::from_index(n));
        }
    }
    let mut open = vec![material.document];
    while let Some(doc) = open.pop() {
        for lower in below.get(&doc).into_iter().flatten() {
            if seen.insert(*lower) {
                docs.push(*lower);
                open.push(*lower);
            }
        }
    }
    let overlaps = |other: &wuwei_ir::Document| match (own.period, other.period) {
        (Some((first, last)), Some((from, until))) => from <= last && first <= until,
        _ => false,
    };
    for (n, document) in program.documents.iter().enumerate() {
        let doc = DocId::from_index(n);
        let inside = document.region != own.region && program.is_within(document.region, own.region);
        // A plan that has run out promises nothing any more.
        let runs = document.period.is_some_and(|(_, last)| last >= material.as_of.year());
        if inside && runs && has_targets[n] && overlaps(document) && seen.insert(doc) {
            docs.push(doc);
        }
    }
    docs.retain(|doc| has_targets[doc.index()] && program.document(*doc).from <= material.as_of);
    let depth = |doc: &DocId| program.region_chain(program.document(*doc).region).count();
    docs.sort_by_key(|doc| (depth(doc), *doc));
    let mut levels: Vec<usize> = docs.iter().map(depth).collect();
    levels.dedup();
    let one = |doc: &DocId| {
        let document = program.document(*doc);
        Family {
            doc: *doc,
            id: document.id.to_string(),
            title: document.title.get(material.lang).to_string(),
            region: program.region(document.region).head.shown(material.lang).to_string(),
            level: levels.iter().position(|level| *level == depth(doc)).unwrap_or(0),
            is_own: *doc == material.document,
        }
    };
    docs.iter().map(one).collect()
}

/// The targets of the family that stand above or below one of the document's own.
pub(super) fn tree(material: &Material<'_>, notes: &mut Notes, family: &[Family]) -> Tree {
    let program = material.program;
    let docs: Vec<DocId> = family.iter().map(|one| one.doc).collect();
    let cascade = Cascade::new(program, &docs);
    let is_own = |id: TargetId| program.target(id).doc == material.document;
    let mut pairs: Vec<_> = cascade.pairs().iter().filter(|pair| is_own(pair.parent) || is_own(pair.child)).collect();
    pairs.sort_by_key(|pair| (pair.parent, pair.child));
    let mut ids: Vec<TargetId> = pairs.iter().flat_map(|pair| [pair.parent, pair.child]).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Tree::default();
    }
    let found: FxHashMap<TargetId, TargetProgress> =
        ids.iter().copied().zip(material.progress(&ids, material.as_of)).collect();
    let level: FxHashMap<DocId, usize> = family.iter().map(|one| (one.doc, one.level)).collect();
    let column = |id: &TargetId| level.get(&program.target(*id).doc).copied().unwrap_or(0);
    // Columns in which nothing stands would leave a hole.
    let mut used: Vec<usize> = ids.iter().map(column).collect();
    used.sort_unstable();
    used.dedup();
    let mut children: FxHashMap<TargetId, Vec<TargetId>> = FxHashMap::default();
    let mut has_parent: FxHashSet<TargetId> = FxHashSet::default();
    for pair in &pairs {
        // A child with two parents is drawn under the first, and joined to both.
        if has_parent.insert(pair.child) {
            children.entry(pair.parent).or_default().push(pair.child);
        }
    }
    let mut places: FxHashMap<TargetId, f64> = FxHashMap::default();
    let mut rows = 0;
    for root in ids.iter().filter(|id| !has_parent.contains(id)) {
        place(*root, &children, &mut places, &mut rows);
    }
    let at: FxHashMap<TargetId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    let asked: Vec<Figure> = ids.iter().map(|id| asked(material, notes, &found[id])).collect();
    let nodes = ids.iter().zip(&asked).map(|(id, asked)| {
        let target = program.target(*id);
        Node {
            column: used.iter().position(|one| *one == column(id)).unwrap_or(0),
            row: places.get(id).copied().unwrap_or(0.0),
            name: program.indicator(target.indicator).head.shown(material.lang).to_string(),
            region: region(program, *id)
                .map(|id| program.region(id).head.shown(material.lang))
                .unwrap_or_default()
                .to_string(),
            asked: asked.clone(),
            is_own: is_own(*id),
        }
    });
    let wholes = wholes(&cascade, material.observations, material.as_of);
    let shares = shares(&wholes);
    let edges = pairs.iter().map(|pair| {
        let share = shares.get(&(pair.parent, pair.child)).copied();
        let figure = share.map(|share| Figure {
            text: percent(share),
            notes: [pair.child, pair.parent].iter().flat_map(|id| asked[at[id]].notes.clone()).collect(),
        });
        Edge {
            parent: at[&pair.parent],
            child: at[&pair.child],
            share: figure,
            part: share.map_or(0.0, Number::to_f64),
            relation: relation(material, pair.relation),
        }
    });
    let columns = used.iter().map(|level| {
        let mut regions: Vec<&str> = Vec::new();
        for one in family.iter().filter(|one| one.level == *level) {
            if !regions.contains(&one.region.as_str()) {
                regions.push(&one.region);
            }
        }
        match regions.as_slice() {
            // A column of many regions is headed by what they are.
            [_, _, _, ..] => pick(material.lang, "各区县和开发区", "Districts and zones").to_string(),
            few => few.join(pick(material.lang, "、", ", ")),
        }
    });
    Tree { columns: columns.collect(), nodes: nodes.collect(), edges: edges.collect(), rows }
}

/// Gives each target its row: leaves one below the other, parents in the middle of their children.
fn place(
    id: TargetId,
    children: &FxHashMap<TargetId, Vec<TargetId>>,
    places: &mut FxHashMap<TargetId, f64>,
    rows: &mut usize,
) -> f64 {
    if let Some(row) = places.get(&id) {
        return *row;
    }
    let below: Vec<f64> =
        children.get(&id).into_iter().flatten().map(|child| place(*child, children, places, rows)).collect();
    let row = match (below.first(), below.last()) {
        (Some(first), Some(last)) => (first + last) / 2.0,
        _ => {
            *rows += 1;
            (*rows - 1) as f64
        }
    };
    places.insert(id, row);
    row
}

/// The part of each parent that a child promises by itself.
fn shares(wholes: &[Whole]) -> FxHashMap<(TargetId, TargetId), Number> {
    let mut out = FxHashMap::default();
    for whole in wholes {
        for part in &whole.parts {
            if let ([child], Some(share)) = (part.targets.as_slice(), part.value.div(whole.goal.value)) {
                out.insert((whole.target, *child), share);
            }
        }
    }
    out
}

fn region(program: &Program, id: TargetId) -> Option<RegionId> {
    match program.target(id).whose {
        Whose::Region(region) => Some(region),
        Whose::Party(_) | Whose::Subject(_) => None,
    }
}

/// What a target asks, with its footnote.
pub(super) fn asked(material: &Material<'_>, notes: &mut Notes, found: &TargetProgress) -> Figure {
    let program = material.program;
    let target = program.target(found.target);
    let indicator = program.indicator(target.indicator);
    let scale = Scale::new(indicator, Some(target), found.measure, material.lang);
    let key = key(program, material.observations, found, Quantity::Goal);
    let mut text = target::asked(material, target, found, &scale);
    let grows = match target.form {
        Form::Growth => pick(material.lang, "年均增长 ", "growth of "),
        Form::Increase => pick(material.lang, "增加 ", "increase of "),
        Form::Value => "",
    };
    if matches!(target.value, TargetValue::Number { .. }) {
        text = format!("{grows}{text}");
    }
    // What is promised for each year isn't what is promised for the last.
    if matches!(target.deadline, Some(Deadline::EachYear(..))) {
        text += pick(material.lang, "（每年）", " each year");
    }
    let subject = subject(material, found);
    notes.figure(key, text, &subject, || Quantity::Goal.name().get(material.lang).to_string())
}

/// What a footnote calls a target: of another region with its name.
pub(super) fn subject(material: &Material<'_>, found: &TargetProgress) -> String {
    let program = material.program;
    let target = program.target(found.target);
    let name = program.indicator(target.indicator).head.shown(material.lang);
    let own = program.document(material.document).region;
    match target.whose {
        Whose::Region(region) if region != own => {
            let region = program.region(region).head.shown(material.lang);
            pick(material.lang, format!("{region}：{name}"), format!("{region}: {name}"))
        }
        _ => name.to_string(),
    }
}

fn relation(material: &Material<'_>, relation: Relation) -> String {
    match relation {
        Relation::Same | Relation::Twin => pick(material.lang, "同一指标", "same indicator"),
        Relation::Part => pick(material.lang, "其中一项", "one part of it"),
        Relation::Yearly => pick(material.lang, "年度对累计", "yearly against total"),
    }
    .to_string()
}
