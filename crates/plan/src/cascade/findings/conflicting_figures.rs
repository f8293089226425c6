//! Different figures published for one indicator, region and period.

use wuwei_source::Lang;

use super::published_growth::{agrees, rates};
use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::known::Published;
use crate::cascade::phrase::{both, percent, period};
use crate::observation::Status;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let rates = rates(all);
    for (indicator, region) in all.observed() {
        let series = all.known.series(indicator, region);
        for point in series.points.iter().filter(|point| point.in_conflict) {
            let published = all.known.published(indicator, region);
            // What somebody derived contradicts nobody: it is checked against the published growth instead.
            let mut rivals: Vec<&Published<'_>> = published
                .iter()
                .filter(|figure| figure.period == point.period && figure.status != Status::Derived)
                .collect();
            // What was revised since contradicts nobody any more; on the day that is asked about it may still have.
            if rivals.iter().filter(|figure| figure.in_conflict).count() > 1 {
                rivals.retain(|figure| figure.in_conflict);
            }
            rivals.dedup_by_key(|figure| figure.value);
            if rivals.len() < 2 {
                continue;
            }
            let year = rivals[0].year();
            let growth = rates
                .iter()
                .find(|(_, rate, of, at)| (*of, *at) == (indicator, region) && year.is_some() && rate.year() == year)
                .map(|(_, rate, ..)| rate);
            let message = both(|lang| {
                let say = all.say();
                let values: Vec<String> = rivals
                    .iter()
                    .map(|figure| {
                        let value = say.amount(indicator, figure.value, lang);
                        let source = figure.source;
                        if lang == Lang::Zh { format!("{value}（{source}）") } else { format!("{value} ({source})") }
                    })
                    .collect();
                let hint = growth.map_or_else(String::new, |growth| {
                    let fits: Vec<String> = rivals
                        .iter()
                        .filter(|figure| agrees(all, indicator, region, figure, growth))
                        .map(|figure| say.amount(indicator, figure.value, lang))
                        .collect();
                    let rate = percent(growth.value);
                    match (fits.as_slice(), lang) {
                        ([one], Lang::Zh) => format!("；公布的增速 {rate} 只与 {one}相符"),
                        ([one], Lang::En) => format!("; the published growth of {rate} agrees with {one} only"),
                        _ => String::new(),
                    }
                });
                let (name, place, period) =
                    (say.indicator(indicator, lang), say.region(region, lang), period(point.period, lang));
                match lang {
                    Lang::Zh => format!("{place}{name}{period}有不一致的公布值：{}{hint}", values.join("，")),
                    Lang::En => {
                        format!(
                            "{place}, {name} in {period}: figures that contradict each other: {}{hint}",
                            values.join(", ")
                        )
                    }
                }
            });
            let mut finding = Finding::new("figures-in-conflict", FindingSeverity::Warning, message);
            finding.child = Some(Subject::Figures(indicator, region));
            found.push(rivals.iter().fold(finding, |finding, figure| finding.at(all.known.sight_of(figure))));
        }
    }
    found
}
