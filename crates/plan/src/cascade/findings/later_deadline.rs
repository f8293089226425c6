//! A child that has longer than its parent.

use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::graph::Relation;
use crate::cascade::phrase::both;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for pair in all.cascade.pairs().iter().filter(|pair| pair.relation != Relation::Yearly) {
        let day = |id| all.program.target(id).deadline.map(|deadline| deadline.day());
        let (Some(parent), Some(child)) = (day(pair.parent), day(pair.child)) else { continue };
        if child <= parent {
            continue;
        }
        let message = both(|lang| {
            let (above, below) = (all.say().target(pair.parent, lang), all.say().target(pair.child, lang));
            match lang {
                Lang::Zh => format!("下级的期限晚于上级：{below}；{above}"),
                Lang::En => format!("the lower level has longer than the upper: {below}; {above}"),
            }
        });
        let finding = Finding::new("child-due-later", FindingSeverity::Warning, message);
        found.push(
            finding.parent(all.program, Subject::Target(pair.parent)).child(all.program, Subject::Target(pair.child)),
        );
    }
    found
}
