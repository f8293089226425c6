//! What doesn't fit between the documents: the sentence, how much it matters, and both places.

use wuwei_plan::cascade::FindingSeverity;
use wuwei_source::Lang;

use super::Section;
use super::markup::{escape, sentence};
use crate::model::{FindingRow, Report, Shape};
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let title = pick(lang, "对照发现的问题", "What doesn't fit");
    let mut body = String::new();
    for severity in [FindingSeverity::Error, FindingSeverity::Warning, FindingSeverity::Info] {
        let found: Vec<&FindingRow> = report.findings.iter().filter(|row| row.severity == severity).collect();
        if found.is_empty() {
            continue;
        }
        let word = word(report, severity);
        let items: String = found.iter().map(|row| item(row, lang)).collect();
        let list = format!("<ol class=\"findings\">{items}</ol>\n");
        let head = format!(
            "<svg aria-hidden=\"true\"><use href=\"#v-{}\"/></svg>{word}<small>{}</small>",
            shape(severity).word(),
            pick(lang, format!("{}条", found.len()), found.len().to_string())
        );
        body += &match severity {
            // What is only good to know would bury the rest.
            FindingSeverity::Info => {
                format!(
                    "<details class=\"s-{0}\"><summary><h3>{head}</h3></summary>{list}</details>\n",
                    severity.word()
                )
            }
            _ => format!("<div class=\"s-{}\"><h3>{head}</h3>\n{list}</div>\n", severity.word()),
        };
    }
    if body.is_empty() {
        body = pick(lang, "<p>没有发现问题。</p>\n", "<p>Nothing was found.</p>\n").to_string();
    }
    if report.findings_elsewhere > 0 {
        let n = report.findings_elsewhere;
        body += &format!(
            "<p class=\"aside\">{}</p>\n",
            pick(
                lang,
                format!("另有{n}条只涉及上下级文件，可用 <code>wuwei align</code> 查看。"),
                format!("{n} more concern only the other documents; <code>wuwei align</code> lists them.")
            )
        );
    }
    Some(Section { id: "findings", title, body })
}

/// What a severity is called.
pub(crate) fn word(report: &Report, severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::Error => pick(report.lang, "互相矛盾", "Can't all hold"),
        FindingSeverity::Warning => pick(report.lang, "需要核对", "To be looked at"),
        FindingSeverity::Info => pick(report.lang, "供参考", "Good to know"),
    }
}

fn shape(severity: FindingSeverity) -> Shape {
    match severity {
        FindingSeverity::Error => Shape::Square,
        FindingSeverity::Warning => Shape::Triangle,
        FindingSeverity::Info => Shape::Ring,
    }
}

/// More places than these would bury the sentence.
const PLACES: usize = 4;

fn item(row: &FindingRow, lang: Lang) -> String {
    let shown = if row.places.len() > PLACES + 1 { PLACES } else { row.places.len() };
    let mut places: String = row.places[..shown].iter().map(|place| format!("<li>{}</li>", escape(place))).collect();
    let others = row.places.len() - shown;
    if others > 0 {
        places += &pick(
            lang,
            format!("<li>另有{others}处，<code>wuwei align</code> 全部列出</li>"),
            format!("<li>{others} more; <code>wuwei align</code> lists them</li>"),
        );
    }
    let places = if places.is_empty() { String::new() } else { format!("<ul class=\"places\">{places}</ul>") };
    format!("<li><p>{} <code>{}</code></p>{places}</li>\n", sentence(&row.message), row.id)
}
