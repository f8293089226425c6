//! The same promise counted by two parents that know nothing of each other, both of which the child says it carries out.

use wuwei_ir::TargetId;
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::goal::is_share_of_more;
use crate::cascade::graph::{Relation, Tie, parts};
use crate::cascade::phrase::both;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    // The pairs come in the order of the children.
    for pairs in all.cascade.pairs().chunk_by(|one, other| one.child == other.child) {
        let child = pairs[0].child;
        let parents: Vec<TargetId> = pairs
            .iter()
            .filter(|pair| pair.relation != Relation::Yearly && pair.tie != Some(Tie::Region))
            .filter(|pair| is_share_of_more(all.program, pair.parent))
            .map(|pair| pair.parent)
            .collect();
        for (n, one) in parents.iter().enumerate() {
            for other in &parents[n + 1..] {
                if are_apart(all, *one, *other) {
                    found.push(finding(all, child, *one, *other));
                }
            }
        }
    }
    found
}

/// Whether two targets above count the same thing each for itself: in documents of which neither carries out the other, or
/// in one document as two sums of which neither holds the other.
fn are_apart(all: &Alignment<'_>, one: TargetId, other: TargetId) -> bool {
    let (one, other) = (all.program.target(one), all.program.target(other));
    if one.doc != other.doc {
        return !all.cascade.is_above(one.doc, other.doc) && !all.cascade.is_above(other.doc, one.doc);
    }
    let (a, b) = (one.indicator, other.indicator);
    a != b && !parts(all.program, a).contains(&b) && !parts(all.program, b).contains(&a)
}

fn finding(all: &Alignment<'_>, child: TargetId, one: TargetId, other: TargetId) -> Finding {
    let message = both(|lang| {
        let say = all.say();
        let (child, one, other) = (say.target(child, lang), say.target(one, lang), say.target(other, lang));
        match lang {
            Lang::Zh => format!("同一承诺被两个上级目标各计一次：{child}；上级为{one}，和{other}"),
            Lang::En => {
                format!("one promise is counted by two targets above: {child}; counted in {one} and in {other}")
            }
        }
    });
    Finding::new("promise-counted-twice", FindingSeverity::Warning, message)
        .parent(all.program, Subject::Target(one))
        .child(all.program, Subject::Target(child))
        .seen(all.program, Subject::Target(other))
}
