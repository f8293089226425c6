//! The yearly growth that each level's target asks for, and whether all of them can hold.

use wuwei_ir::{Number, TargetId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::region_of;
use crate::cascade::known::Yearly;
use crate::cascade::phrase::{both, percent};
use crate::cascade::rate::yearly_rate;
use crate::cascade::whole::Whole;

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
    all.wholes.iter().filter_map(|whole| finding(all, whole)).collect()
}

fn finding(all: &Alignment<'_>, whole: &Whole) -> Option<Finding> {
    let children: Vec<(TargetId, Number, i32)> =
        whole.parts.iter().filter_map(|part| Some((part.single()?, part.value, part.by))).collect();
    let common = common_year(all, whole, &children);
    let parent = pace(all, whole.target, whole.goal.value, whole.goal.by, common);
    let mut below: Vec<Pace> =
        children.iter().filter_map(|(child, value, by)| pace(all, *child, *value, *by, common)).collect();
    if parent.is_none() && below.is_empty() {
        return None;
    }
    let rest = common.and(parent.as_ref()).and_then(|parent| rest(parent, &below));
    let (id, severity) = match &rest {
        // The rest would have to be less than nothing: not all of them can hold.
        Some(rest) if rest.goal.signum() < 0 && !whole.is_derived() => ("growth-cannot-hold", FindingSeverity::Error),
        Some(rest) if rest.goal < rest.start => ("growth-cannot-hold", FindingSeverity::Warning),
        _ => ("implied-growth", FindingSeverity::Info),
    };
    below.sort_by(|one, other| other.rate.cmp(&one.rate).then(one.target.cmp(&other.target)));
    let message =
        both(|lang| message(all, whole, parent.as_ref(), &below, children.len() - below.len(), rest.as_ref(), lang));
    let finding = Finding::new(id, severity, message).share(rest.map(|rest| rest.share));
    let mut finding = finding.parent(all.program, Subject::Target(whole.target));
    for (n, (child, ..)) in children.iter().enumerate() {
        let subject = Subject::Target(*child);
        finding = if n == 0 { finding.child(all.program, subject) } else { finding.seen(all.program, subject) };
    }
    Some(finding)
}

/// Each level's growth, of the children the fastest few.
fn message(
    all: &Alignment<'_>,
    whole: &Whole,
    parent: Option<&Pace>,
    below: &[Pace],
    unknown: usize,
    rest: Option<&Rest>,
    lang: Lang,
) -> String {
    const SHOWN: usize = 3;
    let mut parts = vec![match (parent, lang) {
        (Some(pace), _) => describe(all, pace, lang),
        (None, Lang::Zh) => format!("{}没有可用的公布值", all.say().whose(whole.target, lang)),
        (None, Lang::En) => format!("{}: no published value to start from", all.say().whose(whole.target, lang)),
    }];
    parts.extend(below.iter().take(SHOWN).map(|pace| describe(all, pace, lang)));
    match (below.len().saturating_sub(SHOWN), lang) {
        (0, _) => {}
        (more, Lang::Zh) => parts.push(format!("另外 {more} 个区域较慢")),
        (more, Lang::En) => parts.push(format!("{more} more regions slower")),
    }
    match (unknown, lang) {
        (0, _) => {}
        (_, Lang::Zh) => parts.push(format!("{unknown} 个有目标的区域没有可用的公布值")),
        (1, Lang::En) => parts.push("1 region with a target has no published value to start from".to_string()),
        (_, Lang::En) => parts.push(format!("{unknown} regions with a target have no published value to start from")),
    }
    let indicator = all.program.target(whole.target).indicator;
    if let Some(rest) = rest {
        let amount = |value| all.say().amount(indicator, value, lang);
        let (from, to) = (amount(rest.start), amount(rest.goal));
        let (before, after) = (percent(rest.share_before), percent(rest.share));
        parts.push(match lang {
            Lang::Zh => format!("其余区域由 {from}变为 {to}，上述区域所占份额由 {before} 变为 {after}"),
            Lang::En => format!("the rest goes from {from} to {to}, and the share of these from {before} to {after}"),
        });
    }
    let name = all.say().indicator(indicator, lang);
    let parts = parts.join(if lang == Lang::Zh { "；" } else { "; " });
    let (impossible, shrinks) = rest.map_or((false, false), |rest| (rest.goal.signum() < 0, rest.goal < rest.start));
    // The upper level may always do more than it promises.
    match (lang, impossible, shrinks) {
        (Lang::Zh, true, _) => format!("上级只做到目标时，各级不能同时做到；{name}要求的增长：{parts}"),
        (Lang::Zh, _, true) => format!("上级只做到目标时，其余区域必须减少；{name}要求的增长：{parts}"),
        (Lang::Zh, ..) => format!("{name}要求的增长：{parts}"),
        (Lang::En, true, _) => {
            format!(
                "if the upper level does what it promises and no more, not all can hold; growth asked for in {name}: {parts}"
            )
        }
        (Lang::En, _, true) => {
            format!(
                "if the upper level does what it promises and no more, the rest has to shrink; growth asked for in {name}: {parts}"
            )
        }
        (Lang::En, ..) => format!("growth asked for in {name}: {parts}"),
    }
}

/// The years of which one undisputed figure is known for a target's region, before the target is due.
fn years(all: &Alignment<'_>, id: TargetId, by: i32) -> Vec<Yearly> {
    let Some(region) = region_of(all.program, id) else { return Vec::new() };
    let known = all.known.yearly(all.program.target(id).indicator, region);
    known.into_iter().filter(|value| value.year < by && !value.in_conflict).collect()
}

/// The latest year known for the parent and for at least one child: only there can their levels be compared.
fn common_year(all: &Alignment<'_>, whole: &Whole, children: &[(TargetId, Number, i32)]) -> Option<i32> {
    let below: Vec<i32> =
        children.iter().flat_map(|(child, _, by)| years(all, *child, *by)).map(|value| value.year).collect();
    let above = years(all, whole.target, whole.goal.by);
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

fn describe(all: &Alignment<'_>, pace: &Pace, lang: Lang) -> String {
    let whose = all.say().whose(pace.target, lang);
    let indicator = all.program.target(pace.target).indicator;
    let amount = |value| all.say().amount(indicator, value, lang);
    let (from, to, rate) = (amount(pace.start.value), amount(pace.goal), percent(pace.rate));
    let (first, last) = (pace.start.year, pace.by);
    match (lang, pace.start.derived) {
        (Lang::Zh, false) => format!("{whose}由{first}年 {from}到{last}年 {to}，年均 {rate}"),
        (Lang::Zh, true) => format!("{whose}由{first}年推算的 {from}到{last}年 {to}，年均 {rate}"),
        (Lang::En, false) => format!("{whose} from {from} in {first} to {to} in {last}, {rate} a year"),
        (Lang::En, true) => {
            format!("{whose} from {from} in {first}, a derived value, to {to} in {last}, {rate} a year")
        }
    }
}
