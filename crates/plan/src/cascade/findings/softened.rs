//! A target that the next edition of a plan makes softer or harder, or carries on.

use std::cmp::Ordering;

use wuwei_ir::{Form, IndicatorKind, Number, TargetId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::is_each_year;
use crate::cascade::phrase::{both, percent};
use crate::cascade::rate::yearly_rate;
use crate::cascade::wording::strength;

/// What an edition does to a target.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Softened,
    Hardened,
    /// More, but later: the next step of the same way.
    CarriedOn,
}

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let targets = all.editions.iter().flat_map(|edition| edition.targets.iter());
    targets.filter_map(|(old, new)| Some(finding(all, *old, *new, change(all, *old, *new)?))).collect()
}

/// How a target changed; `None` where nothing did, or nothing can be compared.
fn change(all: &Alignment<'_>, old: TargetId, new: TargetId) -> Option<Change> {
    let (before, after) = (all.program.target(old), all.program.target(new));
    let indicator = all.program.indicator(after.indicator);
    let (mut worth, mut now) = (number(all, old)?, number(all, new)?);
    // A total over a plan's years is as hard as what it asks for in one year; rates and yearly values know no deadline.
    let per_year = matches!(indicator.kind, IndicatorKind::Cumulative(_)) && after.form == Form::Value;
    let timeless = after.form == Form::Growth || is_each_year(all.program, old) || is_each_year(all.program, new);
    if per_year {
        worth = worth.div(years(all, old)?)?;
        now = now.div(years(all, new)?)?;
    }
    let mut value = now.cmp(&worth);
    if indicator.lower_is_better {
        value = value.reverse();
    }
    let later = if per_year || timeless { Ordering::Equal } else { after.deadline?.day().cmp(&before.deadline?.day()) };
    let words = strength(after).cmp(&strength(before));
    Some(match (later, value, words) {
        (Ordering::Equal, Ordering::Less, _) | (Ordering::Equal, Ordering::Equal, Ordering::Less) => Change::Softened,
        (Ordering::Equal, Ordering::Greater, _) | (Ordering::Equal, Ordering::Equal, Ordering::Greater) => {
            Change::Hardened
        }
        (Ordering::Equal, Ordering::Equal, Ordering::Equal) => return None,
        (Ordering::Greater, Ordering::Less | Ordering::Equal, _) => Change::Softened,
        (Ordering::Less, Ordering::Greater | Ordering::Equal, _) => Change::Hardened,
        (Ordering::Greater, Ordering::Greater, _) | (Ordering::Less, Ordering::Less, _) => Change::CarriedOn,
    })
}

/// The number of a target as its text gives it.
fn number(all: &Alignment<'_>, id: TargetId) -> Option<Number> {
    match all.program.target(id).value {
        wuwei_ir::TargetValue::Number { base, .. } => Some(base),
        wuwei_ir::TargetValue::Indicator(..) => None,
    }
}

/// How many years a plan has for a target.
fn years(all: &Alignment<'_>, id: TargetId) -> Option<Number> {
    let target = all.program.target(id);
    let (first, _) = all.program.document(target.doc).period?;
    Some(Number::int(i64::from(target.deadline?.year() - first + 1))).filter(|years| years.signum() > 0)
}

fn finding(all: &Alignment<'_>, old: TargetId, new: TargetId, change: Change) -> Finding {
    let (id, severity) = match change {
        Change::Softened => ("target-softened", FindingSeverity::Warning),
        Change::Hardened => ("target-hardened", FindingSeverity::Info),
        Change::CarriedOn => ("target-carried-on", FindingSeverity::Info),
    };
    let message = both(|lang| {
        let (before, after) = (all.say().target(old, lang), all.say().target(new, lang));
        let pace = match change {
            Change::CarriedOn => pace(all, old, new, lang),
            _ => per_year(all, old, new, lang),
        };
        match (lang, change) {
            (Lang::Zh, Change::Softened) => format!("后一版计划放松了目标：原为{before}，现为{after}{pace}"),
            (Lang::Zh, Change::Hardened) => format!("后一版计划收紧了目标：原为{before}，现为{after}{pace}"),
            (Lang::Zh, Change::CarriedOn) => format!("后一版计划接着往前：原为{before}，现为{after}{pace}"),
            (Lang::En, Change::Softened) => format!("the later plan asks for less: first {before}, now {after}{pace}"),
            (Lang::En, Change::Hardened) => format!("the later plan asks for more: first {before}, now {after}{pace}"),
            (Lang::En, Change::CarriedOn) => format!("the later plan goes on: first {before}, then {after}{pace}"),
        }
    });
    let finding = Finding::new(id, severity, message);
    finding.parent(all.program, Subject::Target(old)).child(all.program, Subject::Target(new))
}

/// The growth from the old target to the new one.
fn pace(all: &Alignment<'_>, old: TargetId, new: TargetId, lang: Lang) -> String {
    let year = |id: TargetId| all.program.target(id).deadline.map(|deadline| deadline.year());
    let rate = (|| yearly_rate(number(all, old)?, number(all, new)?, year(new)? - year(old)?))();
    match (rate.map(percent), lang) {
        (None, _) => String::new(),
        (Some(rate), Lang::Zh) => format!("，两者之间年均 {rate}"),
        (Some(rate), Lang::En) => format!(", {rate} a year between them"),
    }
}

/// What totals come to in a year.
fn per_year(all: &Alignment<'_>, old: TargetId, new: TargetId, lang: Lang) -> String {
    let indicator = all.program.target(new).indicator;
    if !matches!(all.program.indicator(indicator).kind, IndicatorKind::Cumulative(_)) {
        return String::new();
    }
    let yearly = |id: TargetId| number(all, id)?.div(years(all, id)?);
    let (Some(before), Some(after)) = (yearly(old), yearly(new)) else { return String::new() };
    let amount = |value| all.say().amount(indicator, value, lang);
    match lang {
        Lang::Zh => format!("，每年由 {}变为 {}", amount(before), amount(after)),
        Lang::En => format!(", from {} to {} a year", amount(before), amount(after)),
    }
}
