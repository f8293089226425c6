//! A rate of growth and a value that agree only if the year between was something nobody published.

use wuwei_ir::{IndicatorId, Number, RegionId};
use wuwei_source::Lang;

use super::published_growth::rates;
use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::known::{Published, Yearly};
use crate::cascade::phrase::{both, percent};
use crate::cascade::rate::yearly_rate;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    rates(all).iter().filter_map(|(of, rate, indicator, region)| finding(all, *of, rate, *indicator, *region)).collect()
}

fn finding(
    all: &Alignment<'_>,
    of: IndicatorId,
    rate: &Published<'_>,
    indicator: IndicatorId,
    region: RegionId,
) -> Option<Finding> {
    let mut firm = all.known.yearly(indicator, region);
    firm.retain(|value| !value.derived && !value.in_conflict);
    let year = rate.year()?;
    let now = firm.iter().find(|value| value.year == year)?;
    let before = firm.iter().rfind(|value| value.year < year)?;
    // With the year before published there is no gap.
    if before.year == year - 1 {
        return None;
    }
    let between = now.value.div(Number::ONE.add(rate.value)?)?;
    let needed = yearly_rate(before.value, between, year - 1 - before.year)?;
    let fastest = fastest(&firm, before.year, year);
    // The figures fit each other only by a growth that the series shows nowhere else.
    let severity = match fastest {
        Some(fastest) if needed > fastest => FindingSeverity::Warning,
        _ => FindingSeverity::Info,
    };
    let message = both(|lang| {
        let say = all.say();
        let (name, place) = (say.indicator(indicator, lang), say.region(region, lang));
        let amount = |value| say.amount(indicator, value, lang);
        let (first, from, to) = (before.year, amount(before.value), amount(now.value));
        let (middle, last, rate, needed) = (amount(between), year - 1, percent(rate.value), percent(needed));
        let elsewhere = match (fastest.map(percent), lang) {
            (None, _) => String::new(),
            (Some(fastest), Lang::Zh) => format!("（其余年份最快 {fastest}）"),
            (Some(fastest), Lang::En) => format!(" (the fastest otherwise: {fastest})"),
        };
        match lang {
            Lang::Zh => format!(
                "{place}{name}：{first}年 {from}、{year}年 {to}和公布的{year}年增速 {rate}，只有{last}年约为 {middle}才一致，即此前年均增长 {needed}{elsewhere}"
            ),
            Lang::En => format!(
                "{place}, {name}: {from} in {first}, {to} in {year} and the growth of {rate} published for {year} agree only if {last} was about {middle}, after {needed} a year{elsewhere}"
            ),
        }
    });
    let mut finding = Finding::new("figures-agree-only-if", severity, message);
    finding.parent = Some(Subject::Figures(of, region));
    finding.child = Some(Subject::Figures(indicator, region));
    let finding = finding.at(all.known.sight_of(rate));
    let figures = all.known.published(indicator, region);
    let mine = figures.iter().filter(|figure| figure.year() == Some(year) || figure.year() == Some(before.year));
    Some(mine.fold(finding, |finding, figure| finding.at(all.known.sight_of(figure))))
}

/// The fastest yearly growth between neighbouring values, but for the pair that is asked about.
fn fastest(firm: &[Yearly], from: i32, to: i32) -> Option<Number> {
    let pairs = firm.windows(2).filter_map(|pair| match pair {
        [a, b] if (a.year, b.year) != (from, to) => yearly_rate(a.value, b.value, b.year - a.year),
        _ => None,
    });
    pairs.max()
}
