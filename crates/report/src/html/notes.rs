//! The footnotes: for every number what it is and the key by which it is worked out again.

use super::Section;
use super::markup::escape;
use crate::model::{Note, Report};
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    if report.notes.is_empty() {
        return None;
    }
    let mut body = format!(
        "<p class=\"aside\">{}</p>\n<div class=\"notes\">\n",
        pick(
            lang,
            "正文每个数右上角的序号对应这里的编号。运行 <code>wuwei trace 编号</code> 可以重新推算这个数，列出算式、所依据的观测值和文件原句所在。",
            "The number above each figure leads to its key here. <code>wuwei trace KEY</code> works it out again, with the formula, the observations under it and the place of the plan's sentence."
        )
    );
    // Numbers are given out as they come, so those of a subject mostly stand together.
    let mut groups: Vec<(&str, Vec<(usize, &Note)>)> = Vec::new();
    let mut places: rustc_hash::FxHashMap<&str, usize> = rustc_hash::FxHashMap::default();
    for (n, note) in report.notes.iter().enumerate() {
        let at = *places.entry(&note.subject).or_insert_with(|| {
            groups.push((&note.subject, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push((n + 1, note));
    }
    for (subject, notes) in groups {
        body += &format!("<section class=\"subject\"><h3>{}</h3><ul>", escape(subject));
        for (number, note) in notes {
            // A sentence stands in the text above; its number doesn't need it a second time.
            let text = if note.text.chars().count() > 24 { "" } else { &note.text };
            body += &format!(
                "<li id=\"n{number}\"><b>{number}</b><span>{} {}</span><code>{}</code></li>",
                escape(&note.what),
                escape(text),
                note.key
            );
        }
        body += "</ul></section>\n";
    }
    body += "</div>\n";
    Some(Section { id: "notes", title: pick(lang, "数字溯源", "Where the numbers come from"), body })
}
