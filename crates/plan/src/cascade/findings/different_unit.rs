//! One indicator in two units: two words for the same measure are good to know, two measures can't be compared at all.

use wuwei_ir::{TargetId, TargetValue, Unit};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::graph::Relation;
use crate::cascade::phrase::both;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let same = |relation| matches!(relation, Relation::Same | Relation::Twin);
    let levels = all.cascade.pairs().iter().filter(|pair| same(pair.relation)).map(|pair| (pair.parent, pair.child));
    let editions = all.editions.iter().flat_map(|edition| edition.targets.iter().copied());
    let words = levels.chain(editions).filter_map(|(parent, child)| {
        let (above, below) = (unit(all, parent)?, unit(all, child)?);
        // 万户 and 户 are one measure; 家 and 户 are two words for it.
        (above.word != below.word).then(|| finding(all, parent, child, above, below, FindingSeverity::Info))
    });
    let mut found: Vec<Finding> = words.collect();
    for lower in all.cascade.documents() {
        for (upper, _) in all.cascade.above(*lower) {
            for parent in all.cascade.targets(*upper).iter().copied() {
                for child in all.cascade.targets(*lower).iter().copied() {
                    let indicator = |id: TargetId| all.program.indicator(all.program.target(id).indicator);
                    let (above, below) = (indicator(parent), indicator(child));
                    if above.head.name == below.head.name && above.unit.dim() != below.unit.dim() {
                        found.push(finding(all, parent, child, above.unit, below.unit, FindingSeverity::Error));
                    }
                }
            }
        }
    }
    found
}

fn unit(all: &Alignment<'_>, id: TargetId) -> Option<Unit> {
    match all.program.target(id).value {
        TargetValue::Number { unit, .. } => Some(unit).filter(|unit| unit.base.is_some()),
        TargetValue::Indicator(..) => None,
    }
}

fn finding(
    all: &Alignment<'_>,
    parent: TargetId,
    child: TargetId,
    above: Unit,
    below: Unit,
    severity: FindingSeverity,
) -> Finding {
    let message = both(|lang| {
        let (one, other) = (above.text(), below.text());
        let (upper, lower) = (all.say().target(parent, lang), all.say().target(child, lang));
        match (lang, severity) {
            (Lang::Zh, FindingSeverity::Error) => {
                format!("同名指标的单位不是一类（{one}、{other}），不能比较：{upper}；{lower}")
            }
            (Lang::Zh, _) => format!("同一指标用了两个量词（{one}、{other}），数值可比：{upper}；{lower}"),
            (Lang::En, FindingSeverity::Error) => {
                format!("indicators of one name in units that don't compare ({one}, {other}): {upper}; {lower}")
            }
            (Lang::En, _) => {
                format!(
                    "one indicator with two words of measure ({one}, {other}), which count the same: {upper}; {lower}"
                )
            }
        }
    });
    Finding::new("same-indicator-different-unit", severity, message)
        .parent(all.program, Subject::Target(parent))
        .child(all.program, Subject::Target(child))
}
