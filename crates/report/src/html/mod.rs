//! The report as one page: no network, no script, nothing beside it. It reads on a phone, prints on A4, and says in
//! words what it says in pictures.

mod cascade;
mod changes;
mod charts;
mod findings;
mod head;
mod list;
mod maps;
mod markup;
mod method;
mod notes;
mod sources;
mod units;

use wuwei_source::Lang;

pub(crate) use findings::word as severity_word;
pub(crate) use head::worth_a_look;
pub(crate) use method::notes as terms;

use crate::chart;
use crate::model::Report;
use crate::words::{ordinal, pick};
use markup::escape;

/// The style sheet, as it stands in the page.
const STYLE: &str =
    concat!(include_str!("../chart/tokens.css"), include_str!("style.css"), include_str!("../chart/chart.css"));

/// A part of the page with a heading of its own.
struct Section {
    id: &'static str,
    title: &'static str,
    body: String,
}

/// The page.
pub fn html(report: &Report) -> String {
    let lang = report.lang;
    let sections: Vec<Section> = [
        changes::section(report),
        list::section(report),
        charts::section(report),
        units::section(report),
        cascade::section(report),
        maps::section(report),
        findings::section(report),
        method::section(report),
        sources::section(report),
        notes::section(report),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut out = String::with_capacity(1 << 18);
    let code = pick(lang, "zh-CN", "en");
    let title = escape(&head::title(report));
    out += &format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"wuwei report\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    );
    out += &format!("<a class=\"skip\" href=\"#main\">{}</a>\n", pick(lang, "跳到正文", "Skip to the text"));
    out += &chart::symbols();
    out += chart::tile_patterns();
    out += "<div class=\"sheet\">\n";
    out += &head::masthead(report);
    out += "<main id=\"main\">\n";
    out += &head::summary(report);
    out += &contents(lang, &sections);
    for (n, section) in sections.iter().enumerate() {
        let number = pick(lang, format!("{}、", ordinal(lang, n + 1)), format!("{} ", n + 1));
        out += &format!(
            "<section id=\"{0}\" aria-labelledby=\"h-{0}\">\n<h2 id=\"h-{0}\"><span class=\"no\">{number}</span>{1}</h2>\n{2}</section>\n",
            section.id, section.title, section.body
        );
    }
    out += "</main>\n";
    out += &head::colophon(report);
    out += "</div>\n</body>\n</html>\n";
    out
}

fn contents(lang: Lang, sections: &[Section]) -> String {
    let items = sections.iter().enumerate().map(|(n, section)| {
        let number = pick(lang, format!("{}、", ordinal(lang, n + 1)), format!("{} ", n + 1));
        format!("<li><a href=\"#{}\">{number}{}</a></li>", section.id, section.title)
    });
    let label = pick(lang, "目录", "Contents");
    format!("<nav class=\"contents\" aria-label=\"{label}\"><ol>{}</ol></nav>\n", items.collect::<String>())
}
