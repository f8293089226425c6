//! Targets of whose indicator nothing is known in their region.

use wuwei_source::Lang;

use super::lacking;
use crate::cascade::align::Alignment;
use crate::cascade::finding::Finding;
use crate::cascade::goal::region_of;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    // Of single bodies and subjects no figures are published.
    let lacks = |id| {
        let indicator = all.program.target(id).indicator;
        region_of(all.program, id).is_some_and(|region| all.known.series(indicator, region).latest().is_none())
    };
    lacking(all, "target-without-observation", lacks, |doc, n, of, names, lang| match lang {
        Lang::Zh => format!("{doc}的 {of} 个目标中有 {n} 个没有任何公布值，无法看进度：{names}"),
        Lang::En => {
            format!(
                "for {n} of the {of} targets of {doc} no value was ever published, so progress can't be told: {names}"
            )
        }
    })
}
