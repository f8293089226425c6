//! The list (清单): every target with where it stands, by action.

use super::Section;
use super::markup::{cell, escape, figure, mark, nothing, owners, sentence, table_head};
use crate::model::{Group, Report, TargetRow};
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let heads = [
        pick(lang, "目标", "Target"),
        pick(lang, "目标值", "Asked for"),
        pick(lang, "最新值", "Latest"),
        pick(lang, "差距", "Gap"),
        pick(lang, "每年步伐", "Pace a year"),
        pick(lang, "到期预测", "Forecast"),
        pick(lang, "判定", "Verdict"),
    ];
    let mut body = format!(
        "<p class=\"aside\">{}</p>\n<table class=\"cards list\">\n{}",
        pick(
            lang,
            "预测为八成把握的区间。没有观测值的目标如实空着，不作估计。",
            "Forecasts are ranges that hold four times in five. What was never observed stays empty."
        ),
        table_head(&heads)
    );
    let mut programme: Option<&str> = None;
    for group in &report.groups {
        let own = group.programme.as_deref();
        let with_programme = own.filter(|own| programme != Some(*own));
        programme = own.or(programme);
        body += &format!("<tbody>\n{}", heading(report, group, with_programme, heads.len()));
        for at in &group.targets {
            body += &rows(report, &report.targets[*at], &heads);
        }
        body += "</tbody>\n";
    }
    body += "</table>\n";
    if !report.bare_actions.is_empty() {
        let names: Vec<String> = report.bare_actions.iter().map(|group| escape(&name(report, group))).collect();
        body += &format!(
            "<p class=\"aside\">{}</p>\n",
            pick(
                lang,
                format!("另有{}项行动没有可以衡量的目标：{}。", names.len(), names.join("、")),
                format!("{} actions have no target that can be measured: {}.", names.len(), names.join("; "))
            )
        );
    }
    Some(Section { id: "list", title: pick(lang, "目标清单", "The list"), body })
}

/// An action by its printed number and its name.
fn name(report: &Report, group: &Group) -> String {
    match group.number.as_str() {
        "" => group.name.clone(),
        number => format!("{number}{}{}", pick(report.lang, "．", ". "), group.name),
    }
}

fn heading(report: &Report, group: &Group, programme: Option<&str>, columns: usize) -> String {
    let mut out = String::new();
    if let Some(programme) = programme {
        out += &format!(
            "<tr class=\"programme\"><th colspan=\"{columns}\" scope=\"rowgroup\">{}</th></tr>\n",
            escape(programme)
        );
    }
    let who = owners(&group.owners, report.lang);
    let who = if who.is_empty() { String::new() } else { format!("<small>{who}</small>") };
    out + &format!(
        "<tr class=\"action\"><th colspan=\"{columns}\" scope=\"rowgroup\">{}{who}</th></tr>\n",
        escape(&name(report, group))
    )
}

fn rows(report: &Report, row: &TargetRow, heads: &[&str; 7]) -> String {
    let lang = report.lang;
    let whose = row.whose.as_ref().map(|whose| format!("<small>{}</small>", escape(whose))).unwrap_or_default();
    let target = format!(
        "<th scope=\"row\" id=\"t{0}\"><div class=\"named\"><span class=\"index\">{0}</span><span>{1}{whose}</span></div></th>",
        row.number,
        escape(&row.name)
    );
    let form = row.form.as_ref().map(|form| format!("{} ", escape(form))).unwrap_or_default();
    let level = row
        .level
        .as_ref()
        .map(|level| format!("<small>{}{}</small>", pick(lang, "即达到 ", "that is "), figure(level)));
    let asked = format!(
        "<span class=\"form\">{form}</span>{}{}<small>{}</small>",
        figure(&row.asked),
        level.unwrap_or_default(),
        escape(&row.by)
    );
    let latest = match &row.latest {
        None => nothing(lang),
        Some(latest) => {
            let marks: String =
                latest.marks.iter().map(|mark| format!("<em class=\"tag\">{}</em>", escape(mark))).collect();
            format!("{}<small>{} {marks}</small>", figure(&latest.value), escape(&latest.period))
        }
    };
    let gap = row.gap.as_ref().map_or_else(|| nothing(lang), figure);
    let pace = |name: &str, pace: &Option<crate::model::Figure>| {
        pace.as_ref().map(|pace| format!("<span class=\"pair\"><i>{name}</i>{}</span>", figure(pace)))
    };
    let paces: String =
        [pace(pick(lang, "需", "needed"), &row.required), pace(pick(lang, "实", "so far"), &row.achieved)]
            .into_iter()
            .flatten()
            .collect();
    let paces = if paces.is_empty() { nothing(lang) } else { paces };
    let forecast = match &row.forecast {
        Err(why) => format!("<small class=\"no-forecast\">{}</small>", escape(why)),
        Ok(told) => {
            let chance = told
                .probability
                .as_ref()
                .map(|share| format!("<small>{} {}</small>", pick(lang, "达到的可能", "chance"), figure(share)));
            format!(
                "{}<span class=\"to-high\">–{}</span>{}",
                figure(&told.low),
                figure(&told.high),
                chance.unwrap_or_default()
            )
        }
    };
    let said = match &row.ambition {
        Some((word, said)) => {
            format!("{} <em class=\"tag\">{}</em> {}", sentence(&row.cause), escape(word), sentence(said))
        }
        None => sentence(&row.cause),
    };
    format!(
        "<tr class=\"target\">{target}{}{}{}{}{}{}</tr>\n<tr class=\"said\"><td colspan=\"7\">{said}</td></tr>\n",
        cell("num", heads[1], &asked),
        cell("num", heads[2], &latest),
        cell("num", heads[3], &gap),
        cell("num", heads[4], &paces),
        cell("num", heads[5], &forecast),
        cell("verdict", heads[6], &mark(&row.lamp)),
    )
}
