//! Who published the values, and what the document was written from.

use super::Section;
use super::markup::{cell, escape, table_head};
use crate::model::Report;
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let mut body = String::new();
    if !report.document_sources.is_empty() {
        let items: String =
            report.document_sources.iter().map(|source| format!("<li>{}</li>", escape(source))).collect();
        body += &format!("<h3>{}</h3>\n<ul>{items}</ul>\n", pick(lang, "文件文本", "The document"));
    }
    if !report.value_sources.is_empty() {
        let heads = [pick(lang, "来源", "Source"), pick(lang, "指标与时期", "Indicators and periods")];
        let rows: String = report
            .value_sources
            .iter()
            .map(|row| {
                let of: Vec<String> = row
                    .of
                    .iter()
                    .map(|(indicator, periods)| {
                        let periods = periods.join(pick(lang, "、", ", "));
                        pick(
                            lang,
                            format!("{}（{}）", escape(indicator), escape(&periods)),
                            format!("{} ({})", escape(indicator), escape(&periods)),
                        )
                    })
                    .collect();
                format!(
                    "<tr><th scope=\"row\">{}</th>{}</tr>\n",
                    escape(&row.source),
                    cell("", heads[1], &of.join(pick(lang, "；", "; ")))
                )
            })
            .collect();
        body += &format!(
            "<h3>{}</h3>\n<table class=\"small cards\">{}<tbody>\n{rows}</tbody></table>\n",
            pick(lang, "观测值", "Observed values"),
            table_head(&heads)
        );
    }
    let remarks: Vec<String> = report
        .observations
        .iter()
        .filter(|row| !row.note.is_empty())
        .map(|row| format!("<li><b>{} {}</b>{}</li>", escape(&row.indicator), escape(&row.period), escape(&row.note)))
        .collect();
    if !remarks.is_empty() {
        body += &format!(
            "<details class=\"remarks-box\"><summary>{}</summary><ul class=\"remarks\">{}</ul></details>\n",
            pick(lang, "来源对数值的说明", "What the sources say about the values"),
            remarks.concat()
        );
    }
    (!body.is_empty()).then(|| Section { id: "sources", title: pick(lang, "数据来源", "Sources"), body })
}
