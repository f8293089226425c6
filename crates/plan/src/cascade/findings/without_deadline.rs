//! Targets without a day by which they have to be met.

use wuwei_source::Lang;

use super::lacking;
use crate::cascade::align::Alignment;
use crate::cascade::finding::Finding;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let lacks = |id| all.program.target(id).deadline.is_none();
    lacking(all, "target-without-deadline", lacks, |doc, n, of, names, lang| match lang {
        Lang::Zh => format!("{doc}的 {of} 个目标中有 {n} 个没有期限：{names}"),
        Lang::En => format!("{n} of the {of} targets of {doc} have no deadline: {names}"),
    })
}
