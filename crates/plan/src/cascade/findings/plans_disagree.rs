//! Two plans of one region that promise different values of one thing by the same day.

use wuwei_ir::{CompareOp, TargetId, TargetValue};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::both;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let documents = all.cascade.documents();
    for (n, doc) in documents.iter().enumerate() {
        let region = all.program.document(*doc).region;
        // The documents come in the order of their regions, so those of one region stand near each other; the later
        // edition of a plan may differ from the earlier, which is told as such.
        let same_region = documents[n..].iter().filter(|other| all.program.document(**other).region == region);
        for other in same_region.filter(|other| !are_editions(all, *doc, **other)) {
            for one in all.cascade.targets(*doc).iter().copied() {
                for another in all.cascade.targets(*other).iter().copied() {
                    if (doc != other || one < another) && disagree(all, one, another) {
                        found.push(finding(all, one, another));
                    }
                }
            }
        }
    }
    found
}

fn are_editions(all: &Alignment<'_>, one: wuwei_ir::DocId, other: wuwei_ir::DocId) -> bool {
    let pairs = all.editions.iter().map(|edition| (edition.earlier, edition.later));
    pairs.into_iter().any(|pair| pair == (one, other) || pair == (other, one))
}

fn disagree(all: &Alignment<'_>, one: TargetId, other: TargetId) -> bool {
    let (one, other) = (all.program.target(one), all.program.target(other));
    let (TargetValue::Number { base, .. }, TargetValue::Number { base: another, .. }) = (one.value, other.value) else {
        return false;
    };
    let day = |target: &wuwei_ir::Target| target.deadline.map(|deadline| deadline.day());
    // From at least this to at most that is one target in two sentences.
    let is_ceiling = |op: CompareOp| matches!(op, CompareOp::Less | CompareOp::AtMost);
    one.indicator == other.indicator
        && is_ceiling(one.op) == is_ceiling(other.op)
        && one.whose == other.whose
        && one.form == other.form
        && day(one) == day(other)
        && base != another
}

fn finding(all: &Alignment<'_>, one: TargetId, other: TargetId) -> Finding {
    let message = both(|lang| {
        let (first, second) = (all.say().target(one, lang), all.say().target(other, lang));
        match lang {
            Lang::Zh => format!("同一区域对同一指标有两个目标值：{first}；{second}"),
            Lang::En => format!("one region with two targets for one thing: {first}; {second}"),
        }
    });
    Finding::new("plans-disagree", FindingSeverity::Warning, message)
        .parent(all.program, Subject::Target(one))
        .child(all.program, Subject::Target(other))
}
