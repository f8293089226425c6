//! A chart for every target of which something was observed, each with its numbers as a table.

use std::collections::BTreeMap;

use wuwei_ir::Date;

use super::Section;
use super::markup::{cell, escape, figure, mark, nothing, table_head};
use crate::chart;
use crate::model::{Curve, Report};
use crate::words::{day, pick};

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let drawn: Vec<_> = report.targets.iter().filter_map(|row| Some((row, row.curve.as_ref()?))).collect();
    let without = report.targets.len() - drawn.len();
    let title = pick(lang, "走势与预测", "Courses and forecasts");
    let mut body = String::new();
    let said = match (drawn.len(), without) {
        (0, _) => pick(
            lang,
            "没有查到任何目标的观测值，没有可画的走势。".to_string(),
            "Of no target was anything observed, so there is nothing to draw.".to_string(),
        ),
        (_, 0) => String::new(),
        (some, others) => pick(
            lang,
            format!("有观测值可画的目标{some}项；其余{others}项没有可画的观测值，不作图。"),
            format!("{some} targets have values to draw; of the other {others} none is known."),
        ),
    };
    if !said.is_empty() {
        body += &format!("<p class=\"aside\">{said}</p>\n");
    }
    if drawn.is_empty() {
        return Some(Section { id: "charts", title, body });
    }
    body += &chart::target_legend(lang);
    body += "<div class=\"charts\">\n";
    for (row, curve) in drawn {
        let method = row
            .forecast
            .as_ref()
            .ok()
            .map(|told| format!("{}{}", pick(lang, "预测方法：", "Forecast: "), escape(&told.method)));
        body += &format!(
            "<figure id=\"c{0}\"><figcaption><span class=\"index\">{0}</span><span>{1}</span>{2}</figcaption>\n{3}\n{4}{5}</figure>\n",
            row.number,
            escape(&row.name),
            mark(&row.lamp),
            chart::target_chart(row, curve, lang),
            method.map(|method| format!("<p class=\"aside\">{method}</p>\n")).unwrap_or_default(),
            twin(report, curve),
        );
    }
    body += "</div>\n";
    Some(Section { id: "charts", title, body })
}

/// The numbers of a chart as a table: a row for each day on which something is drawn.
fn twin(report: &Report, curve: &Curve) -> String {
    let lang = report.lang;
    let heads = [
        pick(lang, "时间", "When"),
        pick(lang, "观测值", "Observed"),
        pick(lang, "路径", "Path"),
        pick(lang, "预测区间", "Forecast"),
    ];
    let mut rows: BTreeMap<Date, [String; 4]> = BTreeMap::new();
    let named = |on: Date, period: &str| match on.ymd() {
        _ if !period.is_empty() => escape(period),
        (year, 12, 31) => year.to_string(),
        _ => day(lang, on),
    };
    for dot in &curve.seen {
        let row = rows.entry(dot.day).or_default();
        row[0] = named(dot.day, &dot.period);
        let mut marks = String::new();
        if dot.is_derived {
            marks += &format!(" <em class=\"tag\">{}</em>", pick(lang, "推算", "worked out"));
        }
        if dot.in_conflict {
            marks += &format!(" <em class=\"tag\">{}</em>", pick(lang, "另有不同数", "contradicted"));
        }
        row[1] = figure(&dot.figure) + &marks;
    }
    for dot in &curve.path {
        let row = rows.entry(dot.day).or_default();
        if row[0].is_empty() {
            row[0] = named(dot.day, "");
        }
        row[2] = figure(&dot.figure);
    }
    for slice in &curve.fan {
        let row = rows.entry(slice.day).or_default();
        if row[0].is_empty() {
            row[0] = named(slice.day, "");
        }
        row[3] = format!("{}–{}", figure(&slice.figures.0), figure(&slice.figures.1));
    }
    let shown: String = rows
        .values()
        .map(|row| {
            let cells: String = (1..4)
                .map(|n| cell("num", heads[n], &if row[n].is_empty() { nothing(lang) } else { row[n].clone() }))
                .collect();
            format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", row[0])
        })
        .collect();
    let goal = curve
        .goal
        .as_ref()
        .map(|goal| format!("<p class=\"aside\">{} {}</p>", pick(lang, "目标", "Target"), figure(&goal.figure)));
    format!(
        "<details class=\"twin\"><summary>{}</summary>{}<table class=\"small\">{}<tbody>\n{shown}</tbody></table></details>\n",
        pick(lang, "图中数据", "The numbers"),
        goal.unwrap_or_default(),
        table_head(&heads)
    )
}
