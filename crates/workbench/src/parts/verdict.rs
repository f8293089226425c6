//! Answers of rules: a sign and a word, so that nobody needs to tell colours apart.

use maud::{Markup, html};
use wuwei_engine::{Lane, Verdict};
use wuwei_source::Lang;

/// The word for an answer.
pub(crate) fn word(verdict: Verdict, lang: Lang) -> &'static str {
    let (zh, en) = match verdict {
        Verdict::Yes => ("符合", "Yes"),
        Verdict::No => ("不符合", "No"),
        Verdict::Unknown => ("缺事实", "Facts missing"),
        Verdict::NotApplicable => ("不适用", "Doesn’t apply"),
        Verdict::NotComputable => ("条文未明", "Text unclear"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The sign for an answer.
pub(crate) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "✓",
        Verdict::No => "✗",
        Verdict::Unknown => "?",
        Verdict::NotApplicable => "–",
        Verdict::NotComputable => "∅",
    }
}

/// The name of an answer in the style sheet.
pub(crate) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::No => "no",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "apart",
        Verdict::NotComputable => "open-text",
    }
}

/// An answer.
pub(crate) fn verdict(verdict: Verdict, lang: Lang) -> Markup {
    html! {
        span class=(format!("verdict {}", class(verdict))) {
            i aria-hidden="true" { (sign(verdict)) } (word(verdict, lang))
        }
    }
}

/// How a benefit is obtained: the official term, and what it means.
pub(crate) fn lane(lane: Lane, lang: Lang) -> (&'static str, &'static str) {
    match (lane, lang) {
        (Lane::Automatic, Lang::Zh) => ("免申即享", "条件和金额都已确定，不用交材料"),
        (Lane::Apply, Lang::Zh) => ("即申", "条件已确定，要交材料，或者金额待核"),
        (Lane::Incomplete, Lang::Zh) => ("待补", "补齐事实才能确定"),
        (Lane::Automatic, Lang::En) => {
            ("Without application", "conditions and amount are certain; no papers are needed")
        }
        (Lane::Apply, Lang::En) => {
            ("On application", "conditions are certain; papers are needed or the amount is settled later")
        }
        (Lane::Incomplete, Lang::En) => ("Facts missing", "certain once the missing facts are known"),
    }
}
