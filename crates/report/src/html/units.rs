//! Responsible bodies: what each answers for, with the lights of its targets.

use super::Section;
use super::markup::{cell, escape, mark, nothing, table_head};
use crate::model::{Report, UnitRow};
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let title = pick(lang, "责任单位", "Responsible bodies");
    if report.units.is_empty() {
        let body = pick(
            lang,
            "<p>本文件没有写明责任单位，无法按单位列出。</p>\n",
            "<p>The document names no responsible bodies.</p>\n",
        );
        return Some(Section { id: "units", title, body: body.to_string() });
    }
    let states_leads = report.units.iter().any(|unit| !unit.leads.is_empty());
    let mut heads = vec![pick(lang, "单位", "Body")];
    if states_leads {
        heads.push(pick(lang, "牵头行动", "Leads"));
    }
    heads.push(if states_leads {
        pick(lang, "配合行动", "Supports")
    } else {
        pick(lang, "参与行动", "Actions")
    });
    heads.push(pick(lang, "目标及判定", "Targets with verdicts"));
    let mut rows = String::new();
    for unit in &report.units {
        let list = |numbers: &[String]| match numbers {
            [] => nothing(lang),
            numbers => numbers.iter().map(|number| escape(number)).collect::<Vec<_>>().join(pick(lang, "、", ", ")),
        };
        let mut cells = String::new();
        if states_leads {
            cells += &cell("", heads[1], &list(&unit.leads));
        }
        cells += &cell("", heads[heads.len() - 2], &list(&unit.supports));
        cells += &cell("lamps", heads[heads.len() - 1], &targets(report, unit));
        rows += &format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escape(&unit.name));
    }
    let said = pick(
        lang,
        "数字是行动的编号；目标按判定归类，写的是清单中的序号。",
        "Numbers are those of actions; targets stand under their verdicts by their numbers in the list.",
    );
    let unsaid = if states_leads {
        ""
    } else {
        pick(lang, "文件没有区分牵头与配合。", " The document doesn't say who leads.")
    };
    let body = format!(
        "<p class=\"aside\">{said}{unsaid}</p>\n<table class=\"cards units\">{}<tbody>\n{rows}</tbody></table>\n",
        table_head(&heads)
    );
    Some(Section { id: "units", title, body })
}

/// The targets of a body under the lights that they show.
fn targets(report: &Report, unit: &UnitRow) -> String {
    if unit.targets.is_empty() {
        return nothing(report.lang);
    }
    let mut out = String::new();
    // They come by urgency, so that equal lights stand together.
    for same in unit.targets.chunk_by(|a, b| report.targets[*a].lamp == report.targets[*b].lamp) {
        let numbers: Vec<String> = same
            .iter()
            .map(|n| {
                let row = &report.targets[*n];
                format!("<a href=\"#t{0}\" title=\"{1}\">{0}</a>", row.number, escape(&row.name))
            })
            .collect();
        out += &format!("<span class=\"bunch\">{} {}</span>", mark(&report.targets[same[0]].lamp), numbers.join(" "));
    }
    out
}
