//! Documents of several levels as one graph.

use wuwei_ir::{ActionId, Computation, DocId, IndicatorId, IndicatorKind, Program, RegionId, TargetId, Whose};

/// Why one document stands below another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// It says that it carries the other out.
    Implements,
    /// Its actions serve actions of the other.
    Serves,
    /// It says nothing, but its region lies within the other's. Nobody claimed this tie: targets are compared over it,
    /// actions aren't missed.
    Region,
}

/// How the indicator of a child's target relates to that of its parent's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It is the same.
    Same,
    /// Another region declared one of the same name and dimension.
    Twin,
    /// It is a part of the sum that the parent's is.
    Part,
    /// The parent's adds it up over the years.
    Yearly,
}

/// A child's target under a parent's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The target above.
    pub parent: TargetId,
    /// The target below.
    pub child: TargetId,
    /// How their indicators relate.
    pub relation: Relation,
    /// Why the child's document stands below the parent's; `None` where both targets stand in one document.
    pub tie: Option<Tie>,
}

/// Documents of several levels, the outermost region first, with what ties them.
pub struct Cascade<'a> {
    /// The program that they were compiled to.
    pub program: &'a Program,
    documents: Vec<DocId>,
    above: Vec<Vec<(DocId, Tie)>>,
    pairs: Vec<Pair>,
}

impl<'a> Cascade<'a> {
    /// Joins documents.
    pub fn new(program: &'a Program, documents: &[DocId]) -> Cascade<'a> {
        let mut documents = documents.to_vec();
        documents.sort_by_key(|doc| (depth(program, program.document(*doc).region), *doc));
        documents.dedup();
        let above = documents.iter().map(|doc| parents(program, &documents, *doc)).collect();
        let mut cascade = Cascade { program, documents, above, pairs: Vec::new() };
        cascade.pairs = cascade.documents.iter().flat_map(|doc| cascade.pairs_of(*doc)).collect();
        cascade
    }

    /// The documents, the outermost region first.
    pub fn documents(&self) -> &[DocId] {
        &self.documents
    }

    /// The documents directly above one.
    pub fn above(&self, doc: DocId) -> &[(DocId, Tie)] {
        self.documents.iter().position(|known| *known == doc).map_or(&[], |at| &self.above[at])
    }

    /// The documents directly below one.
    pub fn below(&self, doc: DocId) -> impl Iterator<Item = (DocId, Tie)> {
        let rows = self.documents.iter().zip(&self.above);
        rows.flat_map(move |(lower, above)| {
            above.iter().filter(move |(upper, _)| *upper == doc).map(|(_, tie)| (*lower, *tie))
        })
    }

    /// Whether one document stands anywhere above another.
    pub fn is_above(&self, upper: DocId, lower: DocId) -> bool {
        let mut open: Vec<DocId> = self.above(lower).iter().map(|(doc, _)| *doc).collect();
        let mut seen: Vec<DocId> = Vec::new();
        while let Some(doc) = open.pop() {
            if doc == upper {
                return true;
            }
            if !seen.contains(&doc) {
                seen.push(doc);
                open.extend(self.above(doc).iter().map(|(doc, _)| *doc));
            }
        }
        false
    }

    /// The targets of a document.
    pub fn targets(&self, doc: DocId) -> impl Iterator<Item = TargetId> {
        let all = self.program.targets.iter().enumerate();
        all.filter(move |(_, target)| target.doc == doc).map(|(n, _)| TargetId::from_index(n))
    }

    /// The actions of a document.
    pub fn actions(&self, doc: DocId) -> impl Iterator<Item = ActionId> {
        let all = self.program.actions.iter().enumerate();
        all.filter(move |(_, action)| action.head.doc == doc).map(|(n, _)| ActionId::from_index(n))
    }

    /// Targets under targets, in the order of the children.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The regions directly inside a region, by code.
    pub fn regions_below(&self, region: RegionId) -> Vec<RegionId> {
        let all = (0..self.program.regions.len()).map(RegionId::from_index);
        let mut below: Vec<RegionId> = all.filter(|one| self.program.region(*one).parent == Some(region)).collect();
        below.sort_by_key(|region| self.program.region(*region).code);
        below
    }

    /// The pairs of a document's targets: each target is held against those of the nearest document above in which
    /// there is one to compare, so that a district answers to the province only where the city promises nothing.
    fn pairs_of(&self, doc: DocId) -> Vec<Pair> {
        let mut out = Vec::new();
        for child in self.targets(doc) {
            let mut level: Vec<(DocId, Option<Tie>)> = vec![(doc, None)];
            let mut seen: Vec<DocId> = Vec::new();
            while !level.is_empty() {
                let mut found = false;
                for (upper, tie) in &level {
                    for parent in self.targets(*upper) {
                        if let Some(relation) = self.relation(parent, child) {
                            out.push(Pair { parent, child, relation, tie: *tie });
                            found = true;
                        }
                    }
                }
                if found {
                    break;
                }
                seen.extend(level.iter().map(|(doc, _)| *doc));
                let mut next: Vec<(DocId, Option<Tie>)> = Vec::new();
                for (lower, _) in &level {
                    for (upper, tie) in self.above(*lower) {
                        if !seen.contains(upper) && !next.iter().any(|(doc, _)| doc == upper) {
                            next.push((*upper, Some(*tie)));
                        }
                    }
                }
                level = next;
            }
        }
        out
    }

    fn relation(&self, parent: TargetId, child: TargetId) -> Option<Relation> {
        let (parent, child) = (self.program.target(parent), self.program.target(child));
        let (Whose::Region(outer), Whose::Region(inner)) = (parent.whose, child.whose) else { return None };
        if inner == outer || !self.program.is_within(inner, outer) {
            return None;
        }
        relation(self.program, parent.indicator, child.indicator)
    }
}

/// How one indicator relates to another, if there is arithmetic between them.
pub(super) fn relation(program: &Program, parent: IndicatorId, child: IndicatorId) -> Option<Relation> {
    let (above, below) = (program.indicator(parent), program.indicator(child));
    if parent == child {
        return Some(Relation::Same);
    }
    if above.head.name == below.head.name && above.unit.dim() == below.unit.dim() {
        return Some(Relation::Twin);
    }
    if parts(program, parent).contains(&child) {
        return Some(Relation::Part);
    }
    (above.kind == IndicatorKind::Cumulative(Some(child))).then_some(Relation::Yearly)
}

/// The indicators that a sum adds up, and those that these add up; sums don't contain themselves.
pub(super) fn parts(program: &Program, sum: IndicatorId) -> Vec<IndicatorId> {
    let mut parts = Vec::new();
    let mut open = vec![sum];
    while let Some(next) = open.pop() {
        if let Some(Computation::Adds(all)) = &program.indicator(next).computed {
            for part in all {
                if !parts.contains(part) {
                    parts.push(*part);
                    open.push(*part);
                }
            }
        }
    }
    parts
}

/// How many regions lie around a region.
pub(super) fn depth(program: &Program, region: RegionId) -> usize {
    program.region_chain(region).count()
}

/// What stands above a document: what it says, then what its actions say, then what the map says.
fn parents(program: &Program, set: &[DocId], doc: DocId) -> Vec<(DocId, Tie)> {
    let mut out: Vec<(DocId, Tie)> =
        implemented(program, set, doc).into_iter().map(|up| (up, Tie::Implements)).collect();
    for action in program.actions.iter().filter(|action| action.head.doc == doc) {
        for served in &action.serves {
            let up = program.action(*served).head.doc;
            if up != doc && set.contains(&up) && !out.iter().any(|(known, _)| *known == up) {
                out.push((up, Tie::Serves));
            }
        }
    }
    let says_nothing = program.document(doc).implements.is_empty()
        && !program.actions.iter().any(|action| action.head.doc == doc && !action.serves.is_empty());
    if says_nothing {
        out.extend(around(program, set, doc).into_iter().map(|up| (up, Tie::Region)));
    }
    out
}

/// The documents of the set that a document carries out, also through documents that aren't in it.
fn implemented(program: &Program, set: &[DocId], doc: DocId) -> Vec<DocId> {
    let mut found = Vec::new();
    let mut seen = vec![doc];
    let mut open = vec![doc];
    while let Some(next) = open.pop() {
        for up in &program.document(next).implements {
            if seen.contains(up) {
                continue;
            }
            seen.push(*up);
            if set.contains(up) { found.push(*up) } else { open.push(*up) }
        }
    }
    found
}

/// The documents of the nearest region around, those whose period shares the most years.
fn around(program: &Program, set: &[DocId], doc: DocId) -> Vec<DocId> {
    let own = program.document(doc);
    let shared = |up: &DocId| match (own.period, program.document(*up).period) {
        (Some((first, last)), Some((from, until))) => (last.min(until) - first.max(from) + 1).max(0),
        _ => 0,
    };
    for region in program.region_chain(own.region).skip(1) {
        let here: Vec<DocId> = set.iter().copied().filter(|up| program.document(*up).region == region).collect();
        let most = here.iter().map(shared).max();
        if let Some(most) = most {
            return here.into_iter().filter(|up| shared(up) == most).collect();
        }
    }
    Vec::new()
}
