//! Different figures published for one indicator, region and period.

use wuwei_source::Lang;

use super::published_growth::{agrees, rate_published};
use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::known::Published;
use crate::cascade::phrase::{both, percent, period};
use crate::observation::Status;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (indicator, region) in all.observed() {
        let series = all.known.series(indicator, region);
        for point in series.points.iter().filter(|point| point.in_conflict) {
            let published = all.known.published(indicator, region);
            // What somebody derived contradicts nobody: it is checked against the published growth instead.
            let mut rivals: Vec<&Published<'_>> = published
                .iter()
                .filter(|figure| figure.period == point.period && figure.status != Status::Derived)
                .collect();
            rivals.dedup_by_key(|figure| figure.value);
            if rivals.len() < 2 {
                continue;
            }
            let growth = rivals[0].year().and_then(|year| rate_published(all, indicator, region, year));
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
                let hint = growth.as_ref().map_or_else(String::new, |growth| {
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
