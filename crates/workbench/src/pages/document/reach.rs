//! Whom a clause reaches today, and what it costs.

use std::sync::Arc;

use maud::{Markup, html};
use wuwei_engine::Range;
use wuwei_ir::{DocId, Item, Program, Type};
use wuwei_project::{BenefitTotals, StatusCounts, Survey, show_range};

use crate::asking::Asking;
use crate::pages::Moment;

/// Everybody's answers, where the document has rules and there are people to answer for.
pub(super) struct Reach(Option<Arc<Survey>>);

impl Reach {
    pub(super) fn new(moment: &Moment<'_>, doc: DocId) -> Reach {
        let program = moment.snapshot.library().program();
        if !program.items.iter().any(|item| item.head.doc == doc && item.head.in_force(moment.as_of)) {
            return Reach(None);
        }
        let (home, region) = (moment.bench.setting.region, program.document(doc).region);
        // What holds in the nation is shown for the region whose plan this is.
        let region = if program.is_within(home, region) { home } else { region };
        Reach(moment.snapshot.survey(region, moment.as_of).filter(|survey| !survey.kinds.is_empty()))
    }

    /// Whether anything is shown.
    pub(super) fn is_known(&self) -> bool {
        self.0.is_some()
    }

    /// Counts and sums of one clause.
    pub(super) fn show(&self, program: &Program, item: &Item, asking: &Asking) -> Markup {
        let Some(survey) = &self.0 else { return html! {} };
        let Some(kind) = survey.kinds.iter().find(|kind| kind.entity == item.entity) else { return html! {} };
        let all = &kind.places[0];
        let at =
            |list: &[(wuwei_ir::GroupId, wuwei_source::Name)]| list.iter().position(|(group, _)| *group == item.group);
        let status = at(&kind.statuses).and_then(|at| all.statuses.get(at));
        let benefit = at(&kind.benefits).and_then(|at| all.benefits.get(at));
        let region = program.region(survey.region).head.shown(asking.lang);
        let people = program.entity(kind.entity).head.shown(asking.lang);
        html! {
            @if let Some(counts) = status { p.reach { (counted(*counts, region, people, asking)) } }
            @if let Some(totals) = benefit {
                p.reach { (counted(totals.counts, region, people, asking)) (cost(totals, asking)) }
            }
        }
    }
}

fn counted(counts: StatusCounts, region: &str, people: &str, asking: &Asking) -> Markup {
    let open = counts.unknown + counts.not_computable;
    html! {
        span { (region) " " (people) ": " b { (counts.yes) } (asking.say(" 个符合", " qualify")) }
        @if open > 0 { span { b { (open) } (asking.say(" 个还不知道", " not known")) } }
    }
}

fn cost(totals: &BenefitTotals, asking: &Asking) -> Markup {
    let Range { low, high } = totals.total;
    let shown = show_range(Type::MONEY, None, Range { low, high }, asking.lang);
    html! {
        span { (asking.say("要花 ", "costs ")) b { (shown) } }
        @if totals.unbounded > 0 {
            span { (totals.unbounded) (asking.say(" 个没有上限", " without a known ceiling")) }
        }
    }
}
