//! A child's yearly target under a parent's total over the years: what the years come to if the child goes straight.

use wuwei_ir::{Form, Number, TargetId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::{is_share_of_more, region_of};
use crate::cascade::graph::Relation;
use crate::cascade::phrase::{both, percent};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let pairs = all.cascade.pairs().iter().filter(|pair| pair.relation == Relation::Yearly);
    pairs.filter_map(|pair| finding(all, pair.parent, pair.child)).collect()
}

fn finding(all: &Alignment<'_>, parent: TargetId, child: TargetId) -> Option<Finding> {
    let program = all.program;
    if program.target(parent).form != Form::Value || !is_share_of_more(program, parent) {
        return None;
    }
    let total = all.goal(parent)?;
    let (first, _) = program.document(program.target(parent).doc).period?;
    let (start, sum) = straight(all, child, first, total.by)?;
    let share = sum.div(total.value)?;
    let severity = if share > Number::ONE { FindingSeverity::Warning } else { FindingSeverity::Info };
    let message = both(|lang| {
        let say = all.say();
        let (below, above) = (say.target(child, lang), say.target(parent, lang));
        let (sum, share, last) = (say.amount(program.target(child).indicator, sum, lang), percent(share), total.by);
        match lang {
            Lang::Zh => format!(
                "上级是累计数，下级是年度数：{below}；从{start}年的公布值直线走到目标，{first}至{last}年合计约 {sum}，为{above}的 {share}"
            ),
            Lang::En => format!(
                "the upper level adds up years, the lower counts each: {below}; straight from the value of {start} to the target, {first} to {last} come to about {sum}, {share} of {above}"
            ),
        }
    });
    let finding = Finding::new("cumulative-against-annual", severity, message).share(Some(share));
    Some(finding.parent(program, Subject::Target(parent)).child(program, Subject::Target(child)))
}

/// The sum over some years of what is published and, behind the last published year, of a straight line to the target;
/// with that year. `None` where a year before it was never published.
fn straight(all: &Alignment<'_>, child: TargetId, first: i32, last: i32) -> Option<(i32, Number)> {
    // How it goes on behind its deadline no target says.
    let goal = all.goal(child).filter(|goal| goal.from.is_none() && goal.by >= last)?;
    let known = all.known.yearly(all.program.target(child).indicator, region_of(all.program, child)?);
    let start = *known.iter().rfind(|value| !value.in_conflict && value.year < goal.by)?;
    let step = goal.value.sub(start.value)?.div(Number::int(i64::from(goal.by - start.year)))?;
    let mut sum = Number::ZERO;
    for year in first..=last {
        let value = if year <= start.year {
            known.iter().find(|value| value.year == year && !value.in_conflict)?.value
        } else {
            start.value.add(step.mul(Number::int(i64::from(year - start.year)))?)?
        };
        sum = sum.add(value)?;
    }
    Some((start.year, sum))
}
