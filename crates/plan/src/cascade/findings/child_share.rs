//! A single child's part of its parent's promise: a share to know, a fault only where it is more than the whole.

use wuwei_ir::Number;
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::{both, percent};
use crate::cascade::whole::{Part, Whole};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for whole in &all.wholes {
        for part in &whole.parts {
            let Some(share) = part.value.div(whole.goal.value) else { continue };
            found.push(finding(all, whole, part, share));
        }
    }
    found
}

fn finding(all: &Alignment<'_>, whole: &Whole, part: &Part, share: Number) -> Finding {
    let past = share > Number::ONE;
    // What rests on a published figure and a rate may be mended by a better figure; two written numbers can't.
    let derived = whole.goal.from.is_some() || part.is_derived;
    let (id, severity) = match (past, derived) {
        (false, _) => ("child-share", FindingSeverity::Info),
        (true, false) => ("child-exceeds-parent", FindingSeverity::Error),
        (true, true) => ("child-exceeds-parent", FindingSeverity::Warning),
    };
    let message = both(|lang| {
        let child = promise(all, part, lang);
        let parent = all.say().whole(whole.target, &whole.goal, lang);
        let share = percent(share);
        match (lang, part.is_complete) {
            (Lang::Zh, true) => format!("{child}，占{parent}的 {share}"),
            (Lang::Zh, false) => format!("{child}，只是合计中的一部分，占{parent}的 {share}"),
            (Lang::En, true) => format!("{child} is {share} of {parent}"),
            (Lang::En, false) => format!("{child}, only a part of the sum, is {share} of {parent}"),
        }
    });
    let mut finding = Finding::new(id, severity, message).share(Some(share));
    finding = finding.parent(all.program, Subject::Target(whole.target));
    for (n, target) in part.targets.iter().enumerate() {
        let subject = Subject::Target(*target);
        finding = if n == 0 { finding.child(all.program, subject) } else { finding.seen(all.program, subject) };
    }
    finding
}

/// The targets of a region: 长春市到2027年“概念验证中心数” ≥ 5 个，“中试基地数” ≥ 35 个，合计 40 个.
fn promise(all: &Alignment<'_>, part: &Part, lang: Lang) -> String {
    let say = all.say();
    let [first, others @ ..] = part.targets.as_slice() else { return String::new() };
    let mut text = say.target(*first, lang);
    for other in others {
        let (indicator, promised) =
            (say.indicator(all.program.target(*other).indicator, lang), say.promised(*other, lang));
        text += if lang == Lang::Zh { "，" } else { ", " };
        text += &format!("{indicator} {promised}");
    }
    if part.is_derived || !others.is_empty() {
        let indicator = all.program.target(*first).indicator;
        let value = say.amount(indicator, part.value, lang);
        text += &match (lang, others.is_empty()) {
            (Lang::Zh, false) => format!("，合计 {value}"),
            (Lang::Zh, true) => format!("，即约 {value}"),
            (Lang::En, false) => format!(", together {value},"),
            (Lang::En, true) => format!(", that is about {value},"),
        };
    }
    text
}
