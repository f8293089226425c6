//! The findings, one file each.
//!
//! Every one is a rule over the graph and the figures; none knows a document, a region or an indicator by name.

mod already_met;
mod child_share;
mod children_sum;
mod conflicting_figures;
mod counted_twice;
mod cumulative_path;
mod different_unit;
mod dropped;
mod gap_in_growth;
mod implied_growth;
mod later_deadline;
mod not_taken_up;
mod observed_share;
mod overloaded;
mod plans_disagree;
mod published_growth;
mod rank_turns;
mod repeated_figure;
mod same_words;
mod serves_nothing;
mod softened;
mod without_baseline;
mod without_deadline;
mod without_indicator;
mod without_observation;
mod without_owner;

use wuwei_ir::{ActionId, DocId, Number, TargetId};
use wuwei_source::{Lang, Text};

use super::align::Alignment;
use super::finding::{Finding, FindingSeverity, Subject};
use super::phrase::{both, listed};

/// A rule that looks at everything and says what it finds.
pub(super) type Find = fn(&Alignment<'_>) -> Vec<Finding>;

/// All of them, in the order in which findings of the same severity are shown: promises, then actions, then words, then
/// editions, then figures, then what is missing.
pub(super) const ALL: &[Find] = &[
    children_sum::find,
    child_share::find,
    implied_growth::find,
    cumulative_path::find,
    later_deadline::find,
    counted_twice::find,
    plans_disagree::find,
    not_taken_up::find,
    serves_nothing::find,
    same_words::find,
    different_unit::find,
    softened::find,
    dropped::find,
    already_met::find,
    observed_share::find,
    conflicting_figures::find,
    published_growth::find,
    gap_in_growth::find,
    repeated_figure::find,
    rank_turns::find,
    overloaded::find,
    without_owner::find,
    without_deadline::find,
    without_indicator::find,
    without_baseline::find,
    without_observation::find,
];

/// The actions of a document that the levels answer for one by one. What a plan that groups its actions into programmes
/// leaves outside of them is how it is organised, which nobody below has to take up.
fn answered_for(all: &Alignment<'_>, doc: DocId) -> Vec<ActionId> {
    let program = all.program;
    let is_grouped = program.programmes.iter().any(|programme| programme.head.doc == doc);
    let actions = all.cascade.actions(doc).iter().copied();
    actions.filter(|action| !is_grouped || program.action(*action).programme.is_some()).collect()
}

/// Whether any action of a document says what it serves; where none does, the links haven't been written down.
fn has_links(all: &Alignment<'_>, doc: DocId) -> bool {
    all.cascade.actions(doc).iter().any(|action| !all.program.action(*action).serves.is_empty())
}

/// One finding for all targets of a document that lack the same thing: a plan that names no owner at all is one omission
/// and not forty.
fn lacking(
    all: &Alignment<'_>,
    id: &'static str,
    lacks: impl Fn(TargetId) -> bool,
    say: impl Fn(&str, usize, usize, &str, Lang) -> String,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for doc in all.cascade.documents() {
        let targets = all.cascade.targets(*doc);
        let lacking: Vec<TargetId> = targets.iter().copied().filter(|target| lacks(*target)).collect();
        if lacking.is_empty() {
            continue;
        }
        let message: Text = both(|lang| {
            let names = lacking.iter().map(|id| all.say().indicator(all.program.target(*id).indicator, lang));
            let mut names: Vec<String> = names.collect();
            names.dedup();
            say(&all.plan(*doc, lang), lacking.len(), targets.len(), &listed(&names, lang), lang)
        });
        let share = Number::ratio(lacking.len() as i128, targets.len() as i128);
        let mut finding = Finding::new(id, FindingSeverity::Warning, message).share(share);
        finding.child = Some(Subject::Document(*doc));
        found.push(lacking.iter().fold(finding, |finding, id| finding.seen(all.program, Subject::Target(*id))));
    }
    found
}
