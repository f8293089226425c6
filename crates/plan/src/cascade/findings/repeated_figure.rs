//! A figure that was published for two years by two sources: perhaps an old one under a new year.

use wuwei_ir::{IndicatorId, RegionId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::known::Published;
use crate::cascade::phrase::{both, period};
use crate::observation::Status;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (indicator, region) in all.observed() {
        let mut figures = all.known.published(indicator, region);
        figures.retain(|figure| figure.status != Status::Derived && figure.year().is_some());
        for (n, one) in figures.iter().enumerate() {
            for other in &figures[n + 1..] {
                let repeated = one.value == other.value && one.year() != other.year() && one.source != other.source;
                if repeated && is_suspicious(all, indicator, region, one, other) {
                    found.push(finding(all, indicator, region, one, other));
                }
            }
        }
    }
    found
}

/// A count that hardly moves repeats itself honestly. One that is disputed, or that otherwise changed at every step, of
/// which there are at least two, doesn't.
fn is_suspicious(
    all: &Alignment<'_>,
    indicator: IndicatorId,
    region: RegionId,
    one: &Published<'_>,
    other: &Published<'_>,
) -> bool {
    let values = all.known.yearly(indicator, region);
    let of_pair = |year: i32| one.year() == Some(year) || other.year() == Some(year);
    if values.iter().any(|value| value.in_conflict && of_pair(value.year)) {
        return true;
    }
    let steps = values.windows(2).filter(|pair| !(of_pair(pair[0].year) && of_pair(pair[1].year)));
    let mut count = 0;
    for pair in steps {
        if pair[0].value == pair[1].value {
            return false;
        }
        count += 1;
    }
    count >= 2
}

fn finding(
    all: &Alignment<'_>,
    indicator: IndicatorId,
    region: RegionId,
    one: &Published<'_>,
    other: &Published<'_>,
) -> Finding {
    let message = both(|lang| {
        let say = all.say();
        let (name, place, value) =
            (say.indicator(indicator, lang), say.region(region, lang), say.amount(indicator, one.value, lang));
        let (first, second) = (period(one.period, lang), period(other.period, lang));
        let (by, also_by) = (one.source, other.source);
        match lang {
            Lang::Zh => format!(
                "{place}{name}在{first}（{by}）和{second}（{also_by}）是同一个数（{value}），可能有一处把旧数当作了新数"
            ),
            Lang::En => format!(
                "{place}, {name}: the same figure {value} for {first} ({by}) and for {second} ({also_by}); one may be an old figure under a new year"
            ),
        }
    });
    let mut finding = Finding::new("figure-repeated", FindingSeverity::Info, message);
    finding.child = Some(Subject::Figures(indicator, region));
    finding.at(all.known.sight_of(one)).at(all.known.sight_of(other))
}
