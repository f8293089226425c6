//! An action that carries out nothing above although its document does.

use wuwei_source::Lang;

use super::{answered_for, has_links};
use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::graph::Tie;
use crate::cascade::phrase::{both, listed};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for doc in all.cascade.documents() {
        let above: Vec<_> =
            all.cascade.above(*doc).iter().filter(|(_, tie)| *tie != Tie::Region).map(|(doc, _)| *doc).collect();
        if above.is_empty() || !has_links(all, *doc) {
            continue;
        }
        for action in answered_for(all, *doc) {
            if !all.program.action(action).serves.is_empty() {
                continue;
            }
            let message = both(|lang| {
                let name = all.say().action(action, lang);
                let lower = all.plan(*doc, lang);
                let upper: Vec<String> = above.iter().map(|doc| all.plan(*doc, lang)).collect();
                match lang {
                    Lang::Zh => format!("{lower}的行动{name}在{}中没有要落实的行动", listed(&upper, lang)),
                    Lang::En => format!("{name} of {lower} carries out no action of {}", listed(&upper, lang)),
                }
            });
            let finding = Finding::new("action-serves-nothing", FindingSeverity::Info, message);
            let mut finding = finding.child(all.program, Subject::Action(action));
            finding = finding.parent(all.program, Subject::Document(above[0]));
            found.push(
                above[1..].iter().fold(finding, |finding, doc| finding.seen(all.program, Subject::Document(*doc))),
            );
        }
    }
    found
}
