//! Targets of growth or increase of which nobody knows from where they start.

use wuwei_ir::Form;
use wuwei_source::Lang;

use super::lacking;
use crate::cascade::align::Alignment;
use crate::cascade::finding::Finding;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let lacks = |id| {
        let target = all.program.target(id);
        target.form != Form::Value && target.deadline.is_some() && all.goal(id).is_none()
    };
    lacking(all, "target-without-baseline", lacks, |doc, n, of, names, lang| match lang {
        Lang::Zh => format!(
            "{doc}的 {of} 个目标中有 {n} 个只写增速或增量，而计划开始前一年没有公布值或有不一致的公布值，不知道要到多少：{names}"
        ),
        Lang::En => format!(
            "{n} of the {of} targets of {doc} give only a growth or an increase, and for the year before the plan there is no figure or more than one, so what they come to isn't known: {names}"
        ),
    })
}
