//! The yearly growth that each level's target asks for, and whether all of them can hold.

use wuwei_ir::{Number, TargetId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::region_of;
use crate::cascade::known::Yearly;
use crate::cascade::phrase::{both, percent};
use crate::cascade::rate::yearly_rate;
use crate::cascade::under::Under;

/// One level: from where to where, and how fast.
struct Pace {
    target: TargetId,
    start: Yearly,
    goal: Number,
    by: i32,
    rate: Number,
}

/// What the regions without a promise would come to.
struct Rest {
    start: Number,
    goal: Number,
    share: Number,
    share_before: Number,
}

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    all.unders.iter().filter_map(|under| finding(all, under)).collect()
}

fn finding(all: &Alignment<'_>, under: &Under) -> Option<Finding> {
    let children: Vec<(TargetId, Number, i32)> =
        under.shares.iter().filter_map(|share| Some((share.single()?, share.value, share.by))).collect();
    let common = common_year(all, under, &children);
    let parent = pace(all, under.parent, under.goal.value, under.goal.by, common);
    let below: Vec<Pace> =
        children.iter().filter_map(|(child, value, by)| pace(all, *child, *value, *by, common)).collect();
    if parent.is_none() && below.is_empty() {
        return None;
    }
    let rest = common.and(parent.as_ref()).and_then(|parent| rest(parent, &below));
    let (id, severity) = match &rest {
        // The rest would have to be less than nothing: not all of them can hold.
        Some(rest) if rest.goal.signum() < 0 && !under.is_derived() => ("growth-cannot-hold", FindingSeverity::Error),
        Some(rest) if rest.goal < rest.start => ("growth-cannot-hold", FindingSeverity::Warning),
        _ => ("implied-growth", FindingSeverity::Info),
    };
    let message = both(|lang| {
        let mut parts = vec![describe(all, under.parent, parent.as_ref(), lang)];
        for (child, ..) in &children {
            parts.push(describe(all, *child, below.iter().find(|pace| pace.target == *child), lang));
        }
        let indicator = all.program.target(under.parent).indicator;
        if let Some(rest) = &rest {
            let amount = |value| all.say().amount(indicator, value, lang);
            let (from, to) = (amount(rest.start), amount(rest.goal));
            let (before, after) = (percent(rest.share_before), percent(rest.share));
            parts.push(match lang {
                Lang::Zh => format!("其余区域由 {from}变为 {to}，有目标的区域所占份额由 {before} 变为 {after}"),
                Lang::En => format!(
                    "the rest goes from {from} to {to}, and the share of those with a target from {before} to {after}"
                ),
            });
        }
        let name = all.say().indicator(indicator, lang);
        match lang {
            Lang::Zh => format!("{name}要求的增长：{}", parts.join("；")),
            Lang::En => format!("growth asked for in {name}: {}", parts.join("; ")),
        }
    });
    let finding = Finding::new(id, severity, message).share(rest.map(|rest| rest.share));
    let mut finding = finding.parent(all.program, Subject::Target(under.parent));
    for (n, (child, ..)) in children.iter().enumerate() {
        let subject = Subject::Target(*child);
        finding = if n == 0 { finding.child(all.program, subject) } else { finding.seen(all.program, subject) };
    }
    Some(finding)
}

/// The years of which one undisputed figure is known for a target's region, before the target is due.
fn years(all: &Alignment<'_>, id: TargetId, by: i32) -> Vec<Yearly> {
    let Some(region) = region_of(all.program, id) else { return Vec::new() };
    let known = all.known.yearly(all.program.target(id).indicator, region);
    known.into_iter().filter(|value| value.year < by && !value.in_conflict).collect()
}

/// The latest year known for the parent and for at least one child: only there can their levels be compared.
fn common_year(all: &Alignment<'_>, under: &Under, children: &[(TargetId, Number, i32)]) -> Option<i32> {
    let below: Vec<i32> =
        children.iter().flat_map(|(child, _, by)| years(all, *child, *by)).map(|value| value.year).collect();
    let above = years(all, under.parent, under.goal.by);
    above.iter().rev().map(|value| value.year).find(|year| below.contains(year))
}

/// The growth from a year, or from the latest one known.
fn pace(all: &Alignment<'_>, id: TargetId, goal: Number, by: i32, year: Option<i32>) -> Option<Pace> {
    let known = years(all, id, by);
    let start = match year {
        Some(year) => known.iter().find(|value| value.year == year),
        None => known.last(),
    };
    let start = *start?;
    let rate = yearly_rate(start.value, goal, by - start.year)?;
    Some(Pace { target: id, start, goal, by, rate })
}

fn rest(parent: &Pace, below: &[Pace]) -> Option<Rest> {
    // Shares at two different deadlines can't be taken from one whole.
    if below.is_empty() || below.iter().any(|pace| pace.by != parent.by) {
        return None;
    }
    let sum = |of: fn(&Pace) -> Number| below.iter().try_fold(Number::ZERO, |sum, pace| sum.add(of(pace)));
    let (start, goal) = (sum(|pace| pace.start.value)?, sum(|pace| pace.goal)?);
    Some(Rest {
        start: parent.start.value.sub(start)?,
        goal: parent.goal.sub(goal)?,
        share: goal.div(parent.goal)?,
        share_before: start.div(parent.start.value)?,
    })
}

fn describe(all: &Alignment<'_>, id: TargetId, pace: Option<&Pace>, lang: Lang) -> String {
    let whose = all.say().whose(id, lang);
    let Some(pace) = pace else {
        return match lang {
            Lang::Zh => format!("{whose}没有可用的公布值"),
            Lang::En => format!("{whose}: no published value to start from"),
        };
    };
    let indicator = all.program.target(id).indicator;
    let amount = |value| all.say().amount(indicator, value, lang);
    let (from, to, rate) = (amount(pace.start.value), amount(pace.goal), percent(pace.rate));
    let (first, last) = (pace.start.year, pace.by);
    match lang {
        Lang::Zh => {
            let derived = if pace.start.derived { "推算的" } else { "" };
            format!("{whose}由{first}年{derived} {from}到{last}年 {to}，年均 {rate}")
        }
        Lang::En => {
            let derived = if pace.start.derived { " (derived)" } else { "" };
            format!("{whose} from {from} in {first}{derived} to {to} in {last}, {rate} a year")
        }
    }
}
