//! A target on a terminal: its row, and below it why it is so, how fast it goes, and where to.

use wuwei_engine::Truth;
use wuwei_ir::Deadline;
use wuwei_plan::cascade::promised;
use wuwei_plan::progress::{Figures, Measure, TargetProgress};
use wuwei_plan::trace::{Quantity, key};
use wuwei_project::fill;

use super::view::Shown;
use crate::table::Table;

/// How far causes are set in below their row.
pub(super) const INDENT: usize = 6;

impl Shown<'_> {
    /// A target; `about` says what isn't said by the heading above it.
    pub(super) fn row(&self, found: &TargetProgress, about: Option<String>, table: &mut Table) {
        let (program, lang) = (self.view.program(), self.view.paint.lang);
        let target = program.target(found.target);
        let figures = Figures::of(program, found);
        let (code, shape, word) = self.view.light(found);
        let own_year = target.deadline.map(Deadline::year).filter(|year| Some(*year) != self.due);
        let year = own_year.map(|year| format!(" · {year}")).unwrap_or_default();
        let latest = found.latest.map(|seen| {
            let conflict = if seen.in_conflict { " *" } else { "" };
            format!("{} ({}){conflict}", figures.value(seen.value).get(lang), seen.period.shown())
        });
        let told = found.forecast.as_ref().ok();
        let chance = told.and_then(|told| told.probability).map(|share| format!("{:.0}%", share * 100.0));
        let nothing = || "–".to_string();
        // The unit stands beside it already.
        let unit =
            latest.as_deref().and_then(|latest| latest.split(" (").next()?.rsplit_once(' ')).map(|(_, unit)| unit);
        let gap = self.gap(found, &figures);
        let gap = gap.map(|gap| match gap.rsplit_once(' ') {
            Some((number, own)) if Some(own) == unit => number.to_string(),
            _ => gap,
        });
        table.cells(vec![
            self.view.paint.tint(code, &format!("{shape} {word}")),
            program.indicator(target.indicator).head.shown(lang).to_string(),
            format!("{}{year}", promised(program, found.target, lang)),
            latest.unwrap_or_else(nothing),
            gap.unwrap_or_else(nothing),
            chance.unwrap_or_else(nothing),
        ]);
        let mut why: Vec<String> = about
            .filter(|about| !about.is_empty())
            .map(|about| about + self.view.either("：", ":"))
            .into_iter()
            .collect();
        why.push(found.short_cause(program).get(lang).to_string());
        why.extend(self.paces(found, &figures));
        why.extend(told.zip(found.end).map(|(told, end)| {
            let (low, high) = figures.ends(told.low, told.high);
            let range = span(figures.end(low).get(lang), figures.end(high).get(lang));
            fill(self.view.said().forecast, &[("range", &range), ("day", &end)])
        }));
        why.extend(found.ambition_said(program).map(|said| said.get(lang).to_string()));
        why.extend(found.difference_said(program).map(|said| said.get(lang).to_string()));
        self.lines(&why.join(self.view.either("", " ")), INDENT, table);
        if self.view.keys {
            let keyed = Quantity::OF_TARGETS.into_iter().filter_map(|quantity| {
                let key = key(program, &self.view.library.observations, found, quantity)?;
                Some(format!("{} {key}", quantity.name().get(lang)))
            });
            self.lines(&keyed.collect::<Vec<String>>().join(self.view.either("，", ", ")), INDENT, table);
        }
    }

    /// What is missing; nothing where the target is met.
    fn gap(&self, found: &TargetProgress, figures: &Figures<'_>) -> Option<String> {
        let gap = found.gap.exact().filter(|_| found.met != Truth::Yes)?;
        let size = if gap.signum() < 0 { gap.neg()? } else { gap };
        Some(figures.difference(size).get(self.view.paint.lang).to_string())
    }

    fn paces(&self, found: &TargetProgress, figures: &Figures<'_>) -> Option<String> {
        // Nobody knows from where to go on when nothing was observed.
        if matches!(found.measure, Measure::EachYear | Measure::Done) || found.latest.is_none() {
            return None;
        }
        let (said, lang) = (self.view.said(), self.view.paint.lang);
        let shown = |pace: wuwei_plan::progress::Pace| figures.pace(pace.per_year).get(lang).to_string();
        let needed = found.required_pace.filter(|_| found.met != Truth::Yes).map(shown);
        let achieved = found.achieved_pace.map(shown);
        Some(match (needed, achieved) {
            (Some(needed), Some(achieved)) => fill(said.both_paces, &[("needed", &needed), ("achieved", &achieved)]),
            (Some(needed), None) => fill(said.pace_needed, &[("needed", &needed)]),
            (None, Some(achieved)) => fill(said.pace_so_far, &[("achieved", &achieved)]),
            (None, None) => return None,
        })
    }
}

/// A range with its unit said once: 4,110–7,400 项.
fn span(low: &str, high: &str) -> String {
    match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        (Some((number, unit)), Some((_, other))) if unit == other => format!("{number}–{high}"),
        _ => format!("{low}–{high}"),
    }
}
