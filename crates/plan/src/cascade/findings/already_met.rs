//! A target that the published value meets before it is due.

use wuwei_ir::{CompareOp, Form, IndicatorKind, TargetId, TargetValue};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::{is_each_year, region_of};
use crate::cascade::phrase::{both, period};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    all.targets().filter_map(|target| finding(all, target)).collect()
}

fn finding(all: &Alignment<'_>, id: TargetId) -> Option<Finding> {
    let target = all.program.target(id);
    let kind = all.program.indicator(target.indicator).kind;
    // A total needs its beginning, and a yearly commitment is met once a year.
    let comparable = target.form == Form::Value
        && !matches!(kind, IndicatorKind::Cumulative(_) | IndicatorKind::Unstated(_))
        && !is_each_year(all.program, id);
    let TargetValue::Number { base, .. } = target.value else { return None };
    if !comparable || target.deadline?.day() <= all.known.on {
        return None;
    }
    let series = all.known.series(target.indicator, region_of(all.program, id)?);
    let latest = series.latest().filter(|point| !point.in_conflict)?;
    let met = match target.op {
        CompareOp::Equal | CompareOp::About => latest.value >= base,
        op => op.holds(latest.value.cmp(&base)),
    };
    if !met {
        return None;
    }
    // One that was met when it was set asks for nothing.
    let severity = if latest.period.last_day() < all.program.document(target.doc).from {
        FindingSeverity::Warning
    } else {
        FindingSeverity::Info
    };
    let message = both(|lang| {
        let (promise, value) = (all.say().target(id, lang), all.say().amount(target.indicator, latest.value, lang));
        let period = period(latest.period, lang);
        match lang {
            Lang::Zh => format!("目标提前达到：{promise}；{period}公布值已是 {value}"),
            Lang::En => format!("met ahead of time: {promise}; the published value of {period} is already {value}"),
        }
    });
    let finding = Finding::new("target-already-met", severity, message).child(all.program, Subject::Target(id));
    Some(match all.known.sight(latest) {
        Some(sight) => finding.at(sight),
        None => finding,
    })
}
