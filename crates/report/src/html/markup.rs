//! Pieces of the page that every section uses.

use crate::model::{Figure, Owned};
use crate::words::pick;
use wuwei_source::Lang;

pub(super) use crate::chart::{escape, mark};

/// A number with its footnotes.
pub(super) fn figure(figure: &Figure) -> String {
    // A number stays in one piece; a name that stands for one may break.
    let class = if figure.text.chars().count() > LONG { "n long" } else { "n" };
    format!("<span class=\"{class}\">{}{}</span>", escape(&figure.text), references(&figure.notes))
}

/// No number has more signs.
const LONG: usize = 16;

/// A sentence with the footnotes of its numbers behind it.
pub(super) fn sentence(figure: &Figure) -> String {
    format!("{}{}", escape(&figure.text), references(&figure.notes))
}

/// References to footnotes.
pub(super) fn references(notes: &[usize]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let one = |note: &usize| format!("<a href=\"#n{note}\">{note}</a>");
    format!("<sup>[{}]</sup>", notes.iter().map(one).collect::<Vec<_>>().join(","))
}

/// What stands where nothing is known: a dash, with the word for whoever hears it.
pub(super) fn nothing(lang: Lang) -> String {
    format!(
        "<span class=\"nil\"><span aria-hidden=\"true\">—</span><i class=\"hear\">{}</i></span>",
        pick(lang, "无", "none")
    )
}

/// A cell of a table with the heading that it has on a phone, where cells that say nothing are left out.
pub(super) fn cell(class: &str, heading: &str, body: &str) -> String {
    let says_nothing = body.starts_with("<span class=\"nil\"") || body.starts_with("<small class=\"no-forecast\"");
    let classes: Vec<&str> =
        [class, if says_nothing { "void" } else { "" }].into_iter().filter(|one| !one.is_empty()).collect();
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
    format!("<td{class} data-h=\"{heading}\"><div>{body}</div></td>")
}

/// The head of a table.
pub(super) fn table_head(headings: &[&str]) -> String {
    let one = |heading: &&str| format!("<th scope=\"col\">{heading}</th>");
    format!("<thead><tr>{}</tr></thead>\n", headings.iter().map(one).collect::<String>())
}

/// Responsible bodies: those that lead first, where the text says who does.
pub(super) fn owners(owners: &[Owned], lang: Lang) -> String {
    let names = |leads: bool| {
        let names: Vec<String> =
            owners.iter().filter(|owner| owner.leads == leads).map(|owner| escape(&owner.name)).collect();
        names.join(pick(lang, "、", ", "))
    };
    let (leading, others) = (names(true), names(false));
    match (leading.is_empty(), others.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("{}{others}", pick(lang, "责任单位：", "Responsible: ")),
        (false, true) => format!("{}{leading}", pick(lang, "牵头：", "Lead: ")),
        (false, false) => {
            format!("{}{leading}{}{others}", pick(lang, "牵头：", "Lead: "), pick(lang, "；配合：", "; supporting: "))
        }
    }
}
