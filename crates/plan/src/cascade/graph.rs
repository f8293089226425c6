//! Documents of several levels as one graph.

use rustc_hash::{FxHashMap, FxHashSet};
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
    /// Another region declared one of the same name, dimension and kind.
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
    above: FxHashMap<DocId, Vec<(DocId, Tie)>>,
    below: FxHashMap<DocId, Vec<(DocId, Tie)>>,
    targets: FxHashMap<DocId, Vec<TargetId>>,
    actions: FxHashMap<DocId, Vec<ActionId>>,
    pairs: Vec<Pair>,
}

impl<'a> Cascade<'a> {
    /// Joins documents.
    pub fn new(program: &'a Program, documents: &[DocId]) -> Cascade<'a> {
        let mut documents = documents.to_vec();
        documents.sort_by_key(|doc| (depth(program, program.document(*doc).region), *doc));
        documents.dedup();
        let mut targets: FxHashMap<DocId, Vec<TargetId>> = FxHashMap::default();
        for (n, target) in program.targets.iter().enumerate() {
            targets.entry(target.doc).or_default().push(TargetId::from_index(n));
        }
        let mut actions: FxHashMap<DocId, Vec<ActionId>> = FxHashMap::default();
        for (n, action) in program.actions.iter().enumerate() {
            actions.entry(action.head.doc).or_default().push(ActionId::from_index(n));
        }
        let (above, below) = (FxHashMap::default(), FxHashMap::default());
        let mut cascade = Cascade { program, documents, above, below, targets, actions, pairs: Vec::new() };
        cascade.tie();
        cascade.pairs = cascade.documents.iter().flat_map(|doc| cascade.pairs_of(*doc)).collect();
        cascade
    }

    /// The documents, the outermost region first.
    pub fn documents(&self) -> &[DocId] {
        &self.documents
    }

    /// The documents directly above one.
    pub fn above(&self, doc: DocId) -> &[(DocId, Tie)] {
        self.above.get(&doc).map_or(&[], Vec::as_slice)
    }

    /// The documents directly below one.
    pub fn below(&self, doc: DocId) -> &[(DocId, Tie)] {
        self.below.get(&doc).map_or(&[], Vec::as_slice)
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
    pub fn targets(&self, doc: DocId) -> &[TargetId] {
        self.targets.get(&doc).map_or(&[], Vec::as_slice)
    }

    /// The actions of a document.
    pub fn actions(&self, doc: DocId) -> &[ActionId] {
        self.actions.get(&doc).map_or(&[], Vec::as_slice)
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
        for child in self.targets(doc).iter().copied() {
            let mut level: Vec<(DocId, Option<Tie>)> = vec![(doc, None)];
            let mut seen: Vec<DocId> = Vec::new();
            while !level.is_empty() {
                let mut found = false;
                for (upper, tie) in &level {
                    for parent in self.targets(*upper).iter().copied() {
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
    let same_kind = std::mem::discriminant(&above.kind) == std::mem::discriminant(&below.kind);
    if above.head.name == below.head.name && above.unit.dim() == below.unit.dim() && same_kind {
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

impl Cascade<'_> {
    /// Finds what stands above each document: what it says, then what its actions say, then what the map says.
    fn tie(&mut self) {
        let set: FxHashSet<DocId> = self.documents.iter().copied().collect();
        let mut by_region: FxHashMap<RegionId, Vec<DocId>> = FxHashMap::default();
        for doc in &self.documents {
            by_region.entry(self.program.document(*doc).region).or_default().push(*doc);
        }
        for doc in self.documents.clone() {
            let above = self.parents(&set, &by_region, doc);
            for (upper, tie) in &above {
                self.below.entry(*upper).or_default().push((doc, *tie));
            }
            self.above.insert(doc, above);
        }
    }

    fn parents(
        &self,
        set: &FxHashSet<DocId>,
        by_region: &FxHashMap<RegionId, Vec<DocId>>,
        doc: DocId,
    ) -> Vec<(DocId, Tie)> {
        let program = self.program;
        let said = implemented(program, set, doc);
        let mut out: Vec<(DocId, Tie)> = said.into_iter().map(|upper| (upper, Tie::Implements)).collect();
        let served = self.actions(doc).iter().flat_map(|action| &program.action(*action).serves);
        let mut says_nothing = program.document(doc).implements.is_empty();
        for upper in served.map(|action| program.action(*action).head.doc) {
            says_nothing = false;
            if upper != doc && set.contains(&upper) && !out.iter().any(|(known, _)| *known == upper) {
                out.push((upper, Tie::Serves));
            }
        }
        if says_nothing {
            out.extend(around(program, by_region, doc).into_iter().map(|upper| (upper, Tie::Region)));
        }
        out
    }
}

/// The documents of the set that a document carries out, also through documents that aren't in it.
fn implemented(program: &Program, set: &FxHashSet<DocId>, doc: DocId) -> Vec<DocId> {
    let mut found = Vec::new();
    let mut seen = vec![doc];
    let mut open = vec![doc];
    while let Some(next) = open.pop() {
        for upper in &program.document(next).implements {
            if seen.contains(upper) {
                continue;
            }
            seen.push(*upper);
            if set.contains(upper) { found.push(*upper) } else { open.push(*upper) }
        }
    }
    found
}

/// The documents of the nearest region around, those whose period shares the most years.
fn around(program: &Program, by_region: &FxHashMap<RegionId, Vec<DocId>>, doc: DocId) -> Vec<DocId> {
    let own = program.document(doc);
    let shared = |upper: &DocId| match (own.period, program.document(*upper).period) {
        (Some((first, last)), Some((from, until))) => (last.min(until) - first.max(from) + 1).max(0),
        _ => 0,
    };
    let Some(here) = program.region_chain(own.region).skip(1).find_map(|region| by_region.get(&region)) else {
        return Vec::new();
    };
    let most = here.iter().map(shared).max();
    here.iter().copied().filter(|upper| Some(shared(upper)) == most).collect()
}
