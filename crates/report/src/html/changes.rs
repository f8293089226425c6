//! What became different since the report before.

use super::Section;
use super::markup::{cell, escape, figure, mark, nothing, sentence, table_head};
use crate::model::{Change, Figure, Report};
use crate::words::{day, pick};

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let since = day(lang, report.since);
    let title = pick(lang, "本期变化", "What became different");
    let id = "changes";
    if report.changes.is_empty() {
        let body = pick(
            lang,
            format!("<p>与{since}相比，没有目标的判定或最新值发生变化。</p>\n"),
            format!("<p>Since {since}, no verdict and no latest value became different.</p>\n"),
        );
        return Some(Section { id, title, body });
    }
    let heads = [
        pick(lang, "目标", "Target"),
        pick(lang, "上期最新值", "Latest before"),
        pick(lang, "本期最新值", "Latest now"),
        pick(lang, "判定", "Verdict"),
        pick(lang, "原因", "Why"),
    ];
    let value = |value: &Option<(Figure, String)>| match value {
        Some((shown, period)) => format!("{}<small>{}</small>", figure(shown), escape(period)),
        None => nothing(lang),
    };
    let mut rows = String::new();
    // That a plan's first year is over and nothing was observed is one thing to say, however many targets it is true of.
    let (quiet, told): (Vec<&Change>, Vec<&Change>) = report.changes.iter().partition(|change| change.is_quiet());
    for change in &told {
        let row = &report.targets[change.target];
        let (old, new) = &change.lamps;
        let lamps = if old == new {
            mark(new)
        } else {
            format!("{}<span class=\"turn\" aria-hidden=\"true\">→</span>{}", mark(old), mark(new))
        };
        let name = format!("<a class=\"to\" href=\"#t{}\">{}</a>", row.number, escape(&row.name));
        rows += &format!(
            "<tr><th scope=\"row\">{name}</th>{}{}{}{}</tr>\n",
            cell("num", heads[1], &value(&change.before)),
            cell("num", heads[2], &value(&change.now)),
            cell("turns", heads[3], &lamps),
            cell("why", heads[4], &sentence(&row.cause)),
        );
    }
    let mut body = String::new();
    if !told.is_empty() {
        let count = told.len();
        body += &format!(
            "<p>{}</p>\n<table class=\"cards changes\">\n{}<tbody>\n{rows}</tbody></table>\n",
            pick(
                lang,
                format!("与{since}相比，以下{count}项目标有变化。上期的数按当时已知的重新计算。"),
                format!("{count} targets are not as on {since}. The numbers before are those known on that day.")
            ),
            table_head(&heads)
        );
    }
    for same in in_bunches(&quiet) {
        let (old, new) = &same[0].lamps;
        let links: Vec<String> = same
            .iter()
            .map(|change| {
                let row = &report.targets[change.target];
                format!("<a href=\"#t{}\">{}</a>", row.number, escape(&row.name))
            })
            .collect();
        body += &format!(
            "<p class=\"bunched\">{}<span class=\"turn\" aria-hidden=\"true\">→</span>{} {}</p>\n",
            mark(old),
            mark(new),
            pick(
                lang,
                format!("{}项，最新值没有变化：{}。", links.len(), links.join("、")),
                format!("{} targets, their latest values as before: {}.", links.len(), links.join("; "))
            )
        );
    }
    Some(Section { id, title, body })
}

/// Changes by their lights.
fn in_bunches<'a>(changes: &[&'a Change]) -> Vec<Vec<&'a Change>> {
    let mut out: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        match out.iter_mut().find(|same| same[0].lamps == change.lamps) {
            Some(same) => same.push(change),
            None => out.push(vec![change]),
        }
    }
    out
}
