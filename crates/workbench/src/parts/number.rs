//! Numbers with the way to their proof.

use maud::{Markup, html};
use wuwei_report::{Figure, Report};

/// A number; where it has a key, it leads to how it came about.
pub(crate) fn figure(report: &Report, figure: &Figure) -> Markup {
    let note = figure.notes.first().and_then(|note| report.notes.get(note - 1));
    html! {
        @match note {
            Some(note) => a.n href=(format!("/trace/{}", note.key)) { (figure.text) },
            None => span.n { (figure.text) },
        }
    }
}
