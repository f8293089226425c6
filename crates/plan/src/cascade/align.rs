//! Whether plans of several levels fit together.

use rustc_hash::FxHashSet;
use wuwei_ir::{Date, DocId, IndicatorId, Number, Program, RegionId, TargetId};
use wuwei_source::Lang;

use super::edition::{Edition, editions};
use super::finding::Finding;
use super::findings;
use super::goal::{Goal, goal};
use super::graph::Cascade;
use super::known::Known;
use super::name::{Taken, take_apart};
use super::phrase::Phrase;
use super::whole::{Whole, wholes};
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
    pub(super) wholes: Vec<Whole>,
    /// Documents with the plans of the same region before them.
    pub(super) editions: Vec<Edition>,
    /// The names of all indicators, taken apart.
    names: Vec<Taken>,
}

impl Alignment<'_> {
    pub(super) fn say(&self) -> Phrase<'_> {
        Phrase(self.program)
    }

    pub(super) fn goal(&self, target: TargetId) -> Option<Goal> {
        goal(self.program, &self.known, target)
    }

    /// The name of an indicator, taken apart.
    pub(super) fn name(&self, indicator: IndicatorId) -> &Taken {
        &self.names[indicator.index()]
    }

    /// A document in few words: by its region, where that has no other among those compared.
    pub(super) fn plan(&self, doc: DocId, lang: Lang) -> String {
        let region = self.program.document(doc).region;
        let others = self.cascade.documents().iter().filter(|other| self.program.document(**other).region == region);
        if others.count() != 1 {
            return self.say().document(doc, lang);
        }
        let region = self.say().region(region, lang);
        if lang == Lang::Zh { format!("{region}计划") } else { format!("the plan of {region}") }
    }

    /// All targets of the documents.
    pub(super) fn targets(&self) -> impl Iterator<Item = TargetId> {
        self.cascade.documents().iter().flat_map(|doc| self.cascade.targets(*doc)).copied()
    }

    /// The regions of the documents, the outermost first.
    pub(super) fn regions(&self) -> Vec<RegionId> {
        // The documents are in the order of their regions' depth.
        let mut seen = FxHashSet::default();
        let regions = self.cascade.documents().iter().map(|doc| self.program.document(*doc).region);
        regions.filter(|region| seen.insert(*region)).collect()
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
    let wholes = wholes(&cascade, observations, as_of);
    let editions = editions(&cascade, as_of);
    let names = program.indicators.iter().map(|indicator| take_apart(indicator.head.name.as_str())).collect();
    let all = Alignment { program, cascade, known, limits: *limits, wholes, editions, names };
    let mut found: Vec<Finding> = findings::ALL.iter().flat_map(|find| find(&all)).collect();
    found.iter_mut().for_each(Finding::name_places_once);
    found.sort_by_key(|finding| finding.severity);
    found
}
