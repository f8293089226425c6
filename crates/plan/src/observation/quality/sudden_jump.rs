//! A figure that is a hundred or ten thousand times what its series leads one to expect: most often somebody wrote 万户
//! for 户, or a percentage without its sign.

use wuwei_ir::{IndicatorId, IndicatorKind, Number, RegionId};
use wuwei_source::Text;

use super::{Check, Class, Doubts, Scope, figure, name};
use crate::observation::{Breakdowns, Observation};
use crate::period::{Period, PeriodKind};

pub(super) const CHECK: Check = Check {
    id: "sudden-jump",
    class: Class::Accuracy,
    heading: ["与同一系列相差约百倍、万倍的数", "Figures a hundred or ten thousand times off their series"],
    mend: [
        "多半是“万”“亿”或“%”写错或漏写，核对数值和单位；确实如此，载入时说明已经核对。",
        "Most often 万, 亿 or % is missing or too much: check value and unit; if it is really so, load the row as checked.",
    ],
    find,
};

/// No honest series changes by more from one period to the next.
const LARGEST: f64 = 40.0;

/// So few are counted in small numbers, where the first successes multiply them.
const FEW: Number = Number::int(5);

/// Mistakes that people make: how large, what it is, and what to look at.
const MISTAKES: [(f64, &str, &str); 3] = [
    (100.0, "多半是百分号或“元”“分”写错", "most likely a percent sign, or 元 and 分"),
    (10_000.0, "多半是“万”写错", "most likely 万"),
    (100_000_000.0, "多半是“亿”写错", "most likely 亿"),
];

/// A figure. Those are compared that are about the same part of the whole, in periods of the same length.
struct Seen<'a> {
    breakdowns: &'a Breakdowns,
    kind: PeriodKind,
    period: Period,
    at: usize,
    value: Number,
}

fn find(scope: &Scope<'_>, doubts: &mut Doubts) {
    let all = scope.observations.all();
    let mut wanted: Vec<(IndicatorId, RegionId)> =
        scope.each().map(|(_, seen)| (seen.indicator, seen.region)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let (mut found, mut list) = (Vec::new(), Vec::new());
    for (indicator, region) in wanted {
        if !matches!(
            scope.program.indicator(indicator).kind,
            IndicatorKind::Stock
                | IndicatorKind::Flow
                | IndicatorKind::Cumulative(_)
                | IndicatorKind::Share
                | IndicatorKind::Unstated(_)
        ) {
            continue;
        }
        list.clear();
        list.extend(scope.observations.of(indicator, region).filter_map(|(at, seen)| {
            let value = seen.value().filter(|value| value.signum() > 0)?;
            Some(Seen { breakdowns: &seen.breakdowns, kind: seen.period.kind(), period: seen.period, at, value })
        }));
        list.sort_unstable_by_key(|seen| (seen.breakdowns, seen.kind, seen.period, seen.at));
        for series in list.chunk_by(|one, other| one.breakdowns == other.breakdowns && one.kind == other.kind) {
            jumps(series, &mut found);
        }
    }
    found.retain(|jump| scope.rows.contains(&jump.at));
    found.sort_by_key(|jump| jump.at);
    for jump in found {
        say(scope, &jump, &all[jump.at], doubts);
    }
}

struct Jump {
    at: usize,
    /// The row that it is held against.
    against: usize,
    ratio: f64,
}

/// Goes both ways from the figure that is most typical of the series, and holds each against the last one that fitted.
fn jumps(list: &[Seen<'_>], found: &mut Vec<Jump>) {
    if list.len() < 2 {
        return;
    }
    // Of two nobody knows which is wrong; the later one is what somebody just sent.
    let anchor = if list.len() == 2 { usize::from(list[0].at > list[1].at) } else { typical(list) };
    let mut go = |way: &mut dyn Iterator<Item = usize>| {
        let mut fitting = anchor;
        for n in way {
            let (value, expected) = (list[n].value, list[fitting].value);
            let ratio = value.to_f64() / expected.to_f64();
            let size = ratio.max(1.0 / ratio);
            let few = value.min(expected) < FEW && value.max(expected) > Number::ONE;
            if size < LARGEST || (few && size < 100.0 * LARGEST) {
                fitting = n;
            } else {
                found.push(Jump { at: list[n].at, against: list[fitting].at, ratio });
            }
        }
    };
    go(&mut (anchor + 1..list.len()));
    go(&mut (0..anchor).rev());
}

/// The figure in the middle of all.
fn typical(list: &[Seen<'_>]) -> usize {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|n| (list[*n].value, *n));
    order[(order.len() - 1) / 2]
}

fn say(scope: &Scope<'_>, jump: &Jump, seen: &Observation, doubts: &mut Doubts) {
    let other = &scope.observations.all()[jump.against];
    let size = jump.ratio.max(1.0 / jump.ratio);
    let mistake = MISTAKES.iter().find(|(factor, ..)| (factor / 2.5..factor * 2.5).contains(&size));
    let times = match mistake {
        Some((factor, ..)) => format!("{factor:.0}"),
        None => format!("{size:.0}"),
    };
    let (period, value) = (other.period, figure(other));
    let why = match jump.ratio > 1.0 {
        true => Text::new(
            format!("约为 {period} 的 {value} 的 {times} 倍"),
            format!("about {times} times the {value} of {period}"),
        ),
        false => Text::new(
            format!("约为 {period} 的 {value} 的 {times} 分之一"),
            format!("about one {times}th of the {value} of {period}"),
        ),
    };
    let (zh, en) = mistake.map_or(("核对数值和单位", "check value and unit"), |(_, zh, en)| (zh, en));
    let hint = Text::new(
        format!("{zh}；这是{}", name(scope.program, seen, wuwei_source::Lang::Zh)),
        format!("{en}; the indicator is {}", name(scope.program, seen, wuwei_source::Lang::En)),
    );
    doubts.add(jump.at, why, hint);
}
