//! Targets for which no body answers.

use wuwei_source::Lang;

use super::lacking;
use crate::cascade::align::Alignment;
use crate::cascade::finding::Finding;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let lacks = |id| all.program.owners(all.program.target(id)).named().is_empty();
    lacking(all, "target-without-owner", lacks, |doc, n, of, names, lang| match lang {
        Lang::Zh => format!("{doc}的 {of} 个目标中有 {n} 个没有责任单位：{names}"),
        Lang::En => format!("{n} of the {of} targets of {doc} name no responsible body: {names}"),
    })
}
