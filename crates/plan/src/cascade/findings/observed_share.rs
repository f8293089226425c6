//! A region's published figure that is most of the whole, or more than it.

use rustc_hash::FxHashSet;
use wuwei_ir::{IndicatorId, Number, RegionId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::is_additive;
use crate::cascade::known::Yearly;
use crate::cascade::phrase::{both, percent, period};

/// The same thing published of a region and of one around it.
struct Twin {
    indicator: IndicatorId,
    of_whole: IndicatorId,
    inner: RegionId,
    outer: RegionId,
}

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for twin in twins(all) {
        let parts = all.known.yearly(twin.indicator, twin.inner);
        let wholes = all.known.yearly(twin.of_whole, twin.outer);
        let mut compared = false;
        for part in &parts {
            let Some(whole) = wholes.iter().find(|whole| whole.year == part.year) else { continue };
            compared = true;
            found.extend(same_year(all, &twin, part, whole));
        }
        if !compared {
            found.extend(different_years(all, &twin));
        }
    }
    found
}

fn twins(all: &Alignment<'_>) -> Vec<Twin> {
    let regions: FxHashSet<RegionId> = all.regions().into_iter().collect();
    let mut twins = Vec::new();
    for (indicator, inner) in all.observed() {
        let one = all.program.indicator(indicator);
        if !is_additive(one.kind) || one.lower_is_better {
            continue;
        }
        for outer in all.program.region_chain(inner).skip(1).filter(|outer| regions.contains(outer)) {
            for of_whole in all.known.indicators_of(outer) {
                let other = all.program.indicator(of_whole);
                if of_whole == indicator || (other.head.name == one.head.name && other.unit.dim() == one.unit.dim()) {
                    twins.push(Twin { indicator, of_whole, inner, outer });
                }
            }
        }
    }
    twins
}

fn same_year(all: &Alignment<'_>, twin: &Twin, part: &Yearly, whole: &Yearly) -> Option<Finding> {
    if part.in_conflict || whole.in_conflict {
        return None;
    }
    let share = part.value.div(whole.value)?;
    if share < all.limits.observed_share {
        return None;
    }
    let derived = part.derived || whole.derived;
    let (id, severity) = match (share > Number::ONE, derived) {
        (true, false) => ("figure-exceeds-whole", FindingSeverity::Error),
        (true, true) => ("figure-exceeds-whole", FindingSeverity::Warning),
        (false, _) => ("figure-most-of-whole", FindingSeverity::Warning),
    };
    let year = part.year;
    let message = both(|lang| {
        let (name, inner, outer, value, total) = words(all, twin, part.value, whole.value, lang);
        let share = percent(share);
        match lang {
            Lang::Zh => {
                let derived = if derived { "（其中有推算数）" } else { "" };
                format!("{name}{year}年{inner} {value}，占{outer} {total}的 {share}{derived}，两级口径可能不同")
            }
            Lang::En => {
                let derived = if derived { " (one of them derived)" } else { "" };
                format!(
                    "{name} in {year}: {inner} has {value}, {share} of {outer}'s {total}{derived}; the two may be counted differently"
                )
            }
        }
    });
    let finding = Finding::new(id, severity, message).share(Some(share));
    Some(placed(all, twin, finding, |period| {
        period.kind() == crate::period::PeriodKind::Year && period.last_day().year() == year
    }))
}

/// The latest figures of each, where no year is known for both: a hint only, because the difference may be one of time.
fn different_years(all: &Alignment<'_>, twin: &Twin) -> Option<Finding> {
    let (parts, wholes) = (all.known.series(twin.indicator, twin.inner), all.known.series(twin.of_whole, twin.outer));
    let (part, whole) = (parts.latest()?, wholes.latest()?);
    if part.in_conflict || whole.in_conflict {
        return None;
    }
    let share = part.value.div(whole.value)?;
    if share < all.limits.observed_share {
        return None;
    }
    let (of_part, of_whole) = (part.period, whole.period);
    let message = both(|lang| {
        let (name, inner, outer, value, total) = words(all, twin, part.value, whole.value, lang);
        let (share, mine, theirs) = (percent(share), period(of_part, lang), period(of_whole, lang));
        match lang {
            Lang::Zh => format!(
                "{name}没有同一年的两级数：{inner}（{mine}）{value}，{outer}（{theirs}）{total}；若为同年则占 {share}，使用前要核对"
            ),
            Lang::En => format!(
                "{name} is known for no year in both: {inner} ({mine}) {value}, {outer} ({theirs}) {total}; if of one year it would be {share}, check before use"
            ),
        }
    });
    let finding = Finding::new("figure-most-of-whole", FindingSeverity::Info, message).share(Some(share));
    Some(placed(all, twin, finding, |period| period == of_part || period == of_whole))
}

fn words(
    all: &Alignment<'_>,
    twin: &Twin,
    part: Number,
    whole: Number,
    lang: Lang,
) -> (String, &'static str, &'static str, String, String) {
    let say = all.say();
    (
        say.indicator(twin.indicator, lang),
        say.region(twin.inner, lang),
        say.region(twin.outer, lang),
        say.amount(twin.indicator, part, lang),
        say.amount(twin.of_whole, whole, lang),
    )
}

fn placed(
    all: &Alignment<'_>,
    twin: &Twin,
    mut finding: Finding,
    of: impl Fn(crate::period::Period) -> bool,
) -> Finding {
    finding.parent = Some(Subject::Figures(twin.of_whole, twin.outer));
    finding.child = Some(Subject::Figures(twin.indicator, twin.inner));
    for (indicator, region) in [(twin.of_whole, twin.outer), (twin.indicator, twin.inner)] {
        for figure in all.known.published(indicator, region).iter().filter(|figure| of(figure.period)) {
            finding = finding.at(all.known.sight_of(figure));
        }
    }
    finding
}
