//! Actions that promise nothing which can be measured: only measures, no target.

use wuwei_ir::{ActionId, Number};
use wuwei_source::Lang;

use super::answered_for;
use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::{both, listed};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for doc in all.cascade.documents() {
        let actions = answered_for(all, *doc);
        let bare: Vec<ActionId> =
            actions.iter().copied().filter(|action| all.program.action(*action).targets.is_empty()).collect();
        if bare.is_empty() {
            continue;
        }
        let message = both(|lang| {
            let names: Vec<String> = bare.iter().map(|action| all.say().action(*action, lang)).collect();
            let (doc, names) = (all.plan(*doc, lang), listed(&names, lang));
            match lang {
                Lang::Zh => format!("{doc}的 {} 项行动中有 {} 项没有可衡量的指标：{names}", actions.len(), bare.len()),
                Lang::En => {
                    format!(
                        "{} of the {} actions of {doc} have no indicator to measure them by: {names}",
                        bare.len(),
                        actions.len()
                    )
                }
            }
        });
        let share = Number::ratio(bare.len() as i128, actions.len() as i128);
        let mut finding = Finding::new("action-without-indicator", FindingSeverity::Info, message).share(share);
        finding.child = Some(Subject::Document(*doc));
        found.push(bare.iter().fold(finding, |finding, id| finding.seen(all.program, Subject::Action(*id))));
    }
    found
}
