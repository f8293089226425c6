//! A published rate of growth that the published values don't bear out.

use wuwei_ir::{IndicatorId, IndicatorKind, Number, RegionId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::known::Published;
use crate::cascade::phrase::{both, percent};
use crate::observation::Status;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (of, rate, indicator, region) in rates(all) {
        let values = all.known.yearly(indicator, region);
        let firm = |year: i32| {
            values
                .iter()
                .find(|value| value.year == year && !value.in_conflict && !value.derived)
                .map(|value| value.value)
        };
        let Some(year) = rate.year() else { continue };
        let (Some(now), Some(before)) = (firm(year), firm(year - 1)) else { continue };
        let Some(computed) = now.div(before).and_then(|ratio| ratio.sub(Number::ONE)) else { continue };
        if is_within_rounding(computed, rate.value) {
            continue;
        }
        let message = both(|lang| {
            let say = all.say();
            let (name, place) = (say.indicator(indicator, lang), say.region(region, lang));
            let (published, computed) = (percent(rate.value), percent(computed));
            let (from, to) = (say.amount(indicator, before, lang), say.amount(indicator, now, lang));
            let last = year - 1;
            match lang {
                Lang::Zh => format!(
                    "{place}{name}{year}年公布的增速是 {published}，由{last}年 {from}和{year}年 {to}算得 {computed}"
                ),
                Lang::En => format!(
                    "{place}, {name}: growth published for {year} is {published}, but {from} in {last} and {to} in {year} give {computed}"
                ),
            }
        });
        let mut finding = Finding::new("growth-disagrees", FindingSeverity::Warning, message);
        finding.parent = Some(Subject::Figures(of, region));
        finding.child = Some(Subject::Figures(indicator, region));
        let figures = all.known.published(indicator, region);
        let mine = figures.iter().filter(|figure| figure.year() == Some(year) || figure.year() == Some(year - 1));
        let finding = finding.at(all.known.sight_of(&rate));
        found.push(mine.fold(finding, |finding, figure| finding.at(all.known.sight_of(figure))));
    }
    found
}

/// A published rate: its own indicator, the figure, the indicator whose growth it is, the region.
pub(super) type Rate<'a> = (IndicatorId, Published<'a>, IndicatorId, RegionId);

/// Rates of growth that somebody published, each with its indicator and with the indicator whose growth it is: the one
/// with the same name but for the measure.
pub(super) fn rates<'a>(all: &Alignment<'a>) -> Vec<Rate<'a>> {
    let mut out = Vec::new();
    for (of, region) in all.observed() {
        if all.program.indicator(of).kind != IndicatorKind::Growth {
            continue;
        }
        let name = all.name(of);
        for indicator in all.known.indicators_of(region) {
            let one = all.program.indicator(indicator);
            let counted = matches!(one.kind, IndicatorKind::Stock | IndicatorKind::Flow);
            if !counted || all.name(indicator) != name {
                continue;
            }
            let published = all.known.published(of, region);
            let rates = published.into_iter().filter(|rate| rate.status != Status::Derived && rate.year().is_some());
            out.extend(rates.map(|rate| (of, rate, indicator, region)));
        }
    }
    out
}

/// Whether a figure has grown over the year before by a published rate.
pub(super) fn agrees(
    all: &Alignment<'_>,
    indicator: IndicatorId,
    region: RegionId,
    figure: &Published<'_>,
    rate: &Published<'_>,
) -> bool {
    let before = figure.year().and_then(|year| {
        let values = all.known.yearly(indicator, region);
        values.into_iter().find(|value| value.year == year - 1 && !value.in_conflict)
    });
    let computed = before.and_then(|before| figure.value.div(before.value)?.sub(Number::ONE));
    computed.is_some_and(|computed| is_within_rounding(computed, rate.value))
}

/// Whether two rates are the same within half of the last place in which the second was published: 14% stands for all
/// from 13.5% to 14.5%, 14.4% for all from 14.35% to 14.45%.
fn is_within_rounding(computed: Number, published: Number) -> bool {
    let hundredfold = |number: Number| number.mul(Number::int(100));
    let (Some(computed), Some(published)) = (hundredfold(computed), hundredfold(published)) else { return true };
    let is_whole = |places: &u32| {
        let scale = Number::int(10).pow(*places);
        scale.and_then(|scale| published.mul(scale)).is_some_and(Number::is_integer)
    };
    let places = (0..=4).find(is_whole).unwrap_or(4);
    let half = Number::int(10).pow(places).and_then(|scale| Number::ratio(1, 2)?.div(scale));
    let difference = computed.sub(published).map(|one| if one.signum() < 0 { one.neg().unwrap_or(one) } else { one });
    match (difference, half) {
        (Some(difference), Some(half)) => difference <= half,
        _ => true,
    }
}
