//! Earlier plans of the same region.

use rustc_hash::FxHashMap;
use wuwei_ir::{Date, DocId, Program, RegionId, TargetId};

use super::graph::{Cascade, Relation, relation};

/// A document with an earlier one of the same region that plans the same matter.
pub(super) struct Edition {
    pub(super) earlier: DocId,
    pub(super) later: DocId,
    /// Targets about the same thing: the earlier one, the later one.
    pub(super) targets: Vec<(TargetId, TargetId)>,
}

/// The earlier editions of the documents: plans of the same region that began before or are replaced, were known by the
/// day, and share at least one indicator. They needn't be among the documents that are compared: who compares this year's
/// plans wants to know what was promised before. A target is held against the latest edition that speaks of it.
pub(super) fn editions(cascade: &Cascade<'_>, as_of: Date) -> Vec<Edition> {
    let program = cascade.program;
    let mut by_region: FxHashMap<RegionId, Vec<DocId>> = FxHashMap::default();
    for (n, document) in program.documents.iter().enumerate() {
        by_region.entry(document.region).or_default().push(DocId::from_index(n));
    }
    let mut out = Vec::new();
    for later in cascade.documents() {
        let own = program.document(*later);
        let Some((begins, _)) = own.period else { continue };
        let here = by_region.get(&own.region).into_iter().flatten().copied();
        let mut before: Vec<DocId> = here
            .filter(|doc| {
                let other = program.document(*doc);
                let began = other.period.is_some_and(|(first, _)| first < begins);
                (began || own.replaces.contains(doc)) && other.from <= as_of && other.from < own.from
            })
            .collect();
        before.sort_by_key(|doc| (std::cmp::Reverse(program.document(*doc).from), *doc));
        let mut matched: Vec<TargetId> = Vec::new();
        for earlier in before {
            let mut targets = Vec::new();
            for old in cascade.targets(earlier).iter().copied() {
                for new in cascade.targets(*later).iter().copied() {
                    if is_about_the_same(program, old, new) && !matched.contains(&new) {
                        targets.push((old, new));
                    }
                }
            }
            matched.extend(targets.iter().map(|(_, new)| *new));
            if !targets.is_empty() {
                out.push(Edition { earlier, later: *later, targets });
            }
        }
    }
    out
}

fn is_about_the_same(program: &Program, old: TargetId, new: TargetId) -> bool {
    let (old, new) = (program.target(old), program.target(new));
    let same = relation(program, old.indicator, new.indicator);
    old.whose == new.whose && old.form == new.form && matches!(same, Some(Relation::Same | Relation::Twin))
}
