//! An action that no document below takes up.

use wuwei_source::Lang;

use super::{answered_for, has_links};
use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::graph::Tie;
use crate::cascade::phrase::{both, listed};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for doc in all.cascade.documents() {
        let below: Vec<_> =
            all.cascade.below(*doc).iter().filter(|(_, tie)| *tie != Tie::Region).map(|(doc, _)| *doc).collect();
        // A document below that says of none of its actions what it serves can't be held to miss one.
        if !below.iter().any(|doc| has_links(all, *doc)) {
            continue;
        }
        for action in answered_for(all, *doc) {
            let taken_up = |lower: &wuwei_ir::DocId| {
                all.cascade.actions(*lower).iter().any(|other| all.program.action(*other).serves.contains(&action))
            };
            if below.iter().any(taken_up) {
                continue;
            }
            let targets = &all.program.action(action).targets;
            let message = both(|lang| {
                let name = all.say().action(action, lang);
                let upper = all.plan(*doc, lang);
                let lower: Vec<String> = below.iter().map(|doc| all.plan(*doc, lang)).collect();
                let (lower, n) = (listed(&lower, lang), targets.len());
                match (lang, n) {
                    (Lang::Zh, 0) => format!("{upper}的行动{name}在{lower}中没有对应行动"),
                    (Lang::Zh, _) => {
                        format!("{upper}的行动{name}有 {n} 个目标，在{lower}中没有对应行动")
                    }
                    (Lang::En, 0) => format!("{name} of {upper} is taken up by no action of {lower}"),
                    (Lang::En, _) => {
                        let targets = if n == 1 { "its target".to_string() } else { format!("its {n} targets") };
                        format!("{name} of {upper} with {targets} is taken up by no action of {lower}")
                    }
                }
            });
            let severity = if targets.is_empty() { FindingSeverity::Info } else { FindingSeverity::Warning };
            let mut finding = Finding::new("action-not-taken-up", severity, message);
            finding = finding.parent(all.program, Subject::Action(action));
            for (n, lower) in below.iter().enumerate() {
                let subject = Subject::Document(*lower);
                finding = if n == 0 { finding.child(all.program, subject) } else { finding.seen(all.program, subject) };
            }
            found.push(finding);
        }
    }
    found
}
