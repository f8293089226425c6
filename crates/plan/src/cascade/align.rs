//! Whether plans of several levels fit together.

use wuwei_ir::{Date, DocId, IndicatorId, Number, Program, RegionId, TargetId};

use super::edition::{Edition, editions};
use super::finding::Finding;
use super::findings;
use super::goal::{Goal, goal};
use super::graph::Cascade;
use super::known::Known;
use super::phrase::Phrase;
use super::under::{Under, unders};
use crate::observation::Observations;

/// From when on something is worth a finding. Everything else follows from the documents and figures themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The share of the whole that one region's published figure may have. Nine tenths: beyond that all its siblings
    /// together would hold less than a tenth, and then two ways of counting are a likelier reason than a concentration.
    pub observed_share: Number,
    /// How many actions one body can lead; `None` for the fence that the distribution of its level sets,
    /// see [`super::overload_fence`].
    pub load: Option<usize>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { observed_share: Number::ratio(9, 10).unwrap_or(Number::ONE), load: None }
    }
}

/// What the findings are made from.
pub(super) struct Alignment<'a> {
    pub(super) program: &'a Program,
    pub(super) cascade: Cascade<'a>,
    pub(super) known: Known<'a>,
    pub(super) limits: Limits,
    /// Targets with what the regions below promise of them.
    pub(super) unders: Vec<Under>,
    /// Documents with the plans of the same region before them.
    pub(super) editions: Vec<Edition>,
}

impl Alignment<'_> {
    pub(super) fn say(&self) -> Phrase<'_> {
        Phrase(self.program)
    }

    pub(super) fn goal(&self, target: TargetId) -> Option<Goal> {
        goal(self.program, &self.known, target)
    }

    /// All targets of the documents.
    pub(super) fn targets(&self) -> impl Iterator<Item = TargetId> {
        self.cascade.documents().iter().flat_map(|doc| self.cascade.targets(*doc))
    }

    /// The regions of the documents, the outermost first.
    pub(super) fn regions(&self) -> Vec<RegionId> {
        let mut regions = Vec::new();
        for doc in self.cascade.documents() {
            let region = self.program.document(*doc).region;
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        regions
    }

    /// The indicators that were observed in a region, with it.
    pub(super) fn observed(&self) -> Vec<(IndicatorId, RegionId)> {
        let of = |region: RegionId| self.known.indicators_of(region).into_iter().map(move |one| (one, region));
        self.regions().into_iter().flat_map(of).collect()
    }
}

/// Compares documents of several levels, as things were known on a day: their targets, actions and owners with each other,
/// with earlier plans of the same regions, and with what was published. What can't be worked out for want of a text or a
/// figure gives no finding of that kind, and a finding that says what is missing.
///
/// The most serious findings come first, then by kind in a fixed order, then in the documents' order.
pub fn align(
    program: &Program,
    observations: &Observations,
    documents: &[DocId],
    as_of: Date,
    limits: &Limits,
) -> Vec<Finding> {
    let cascade = Cascade::new(program, documents);
    let known = Known::new(observations, as_of);
    let unders = unders(&cascade, &known);
    let editions = editions(&cascade, as_of);
    let all = Alignment { program, cascade, known, limits: *limits, unders, editions };
    let mut found: Vec<Finding> = findings::ALL.iter().flat_map(|find| find(&all)).collect();
    found.sort_by_key(|finding| finding.severity);
    found
}
