//! A rank that falls back: another edition of the list, or a limit such as "top 50" read as a place.

use wuwei_ir::{IndicatorKind, Number};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::{both, period};
use crate::series::Point;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (indicator, region) in all.observed() {
        if all.program.indicator(indicator).kind != IndicatorKind::Rank {
            continue;
        }
        let series = all.known.series(indicator, region);
        let points: Vec<&Point> = series.annual().filter(|point| !point.in_conflict).collect();
        for (n, pair) in points.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            if after.value <= before.value {
                continue;
            }
            let next = points.get(n + 2);
            // Lists are cut at round numbers, places rarely fall on them.
            let is_round = after.value.div(Number::int(10)).is_some_and(Number::is_integer);
            let message = both(|lang| {
                let say = all.say();
                let (name, place) = (say.indicator(indicator, lang), say.region(region, lang));
                let all_points = [Some(before), Some(after), next].into_iter().flatten();
                let steps: Vec<String> = all_points
                    .map(|point| {
                        let value = point.value.to_decimal(0);
                        let period = period(point.period, lang);
                        if lang == Lang::Zh { format!("{period}第{value}位") } else { format!("{value} in {period}") }
                    })
                    .collect();
                match (lang, is_round) {
                    (Lang::Zh, true) => {
                        format!("{place}{name}退后：{}；整十的名次可能只是“前若干名”的上限", steps.join("，"))
                    }
                    (Lang::Zh, false) => format!("{place}{name}退后：{}；不同年份的榜单不能直接相比", steps.join("，")),
                    (Lang::En, true) => format!(
                        "{place}, {name} falls back: {}; a round place may be no more than the limit of a “top” list",
                        steps.join(", ")
                    ),
                    (Lang::En, false) => format!(
                        "{place}, {name} falls back: {}; lists of different years don't compare directly",
                        steps.join(", ")
                    ),
                }
            });
            let mut finding = Finding::new("rank-falls-back", FindingSeverity::Info, message);
            finding.child = Some(Subject::Figures(indicator, region));
            let shown = [Some(before), Some(after), next].into_iter().flatten();
            let sights = shown.filter_map(|point| all.known.sight(point));
            found.push(sights.fold(finding, Finding::at));
        }
    }
    found
}
