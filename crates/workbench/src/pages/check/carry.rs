//! What the forms of the check carry from page to page.

use maud::{Markup, html};

use super::sheet::Sheet;
use crate::forms;
use crate::pages::Moment;

/// The form behind the buttons that lead elsewhere; those of the page's head and of tables are its own, wherever they stand.
pub(super) const MOVES: &str = "moves";

/// The fields that nobody sees. `page` is where the form stands, `fact` what is being asked for there.
pub(super) fn hidden(moment: &Moment<'_>, sheet: &Sheet, page: &str, fact: &str) -> Markup {
    let program = moment.snapshot.library().program();
    html! {
        (forms::key(moment.asking))
        input type="hidden" name="kind" value=(program.entity(sheet.kind).head.name);
        input type="hidden" name="about" value=(sheet.about_name(program));
        input type="hidden" name="answers" value=(sheet.lines(program));
        input type="hidden" name="page" value=(page);
        input type="hidden" name="fact" value=(fact);
    }
}

/// The form of the buttons that lead elsewhere.
pub(super) fn moves(moment: &Moment<'_>, sheet: &Sheet, page: &str, fact: &str) -> Markup {
    html! {
        form #(MOVES) method="post" action="/check" { (hidden(moment, sheet, page, fact)) }
    }
}

/// A button that leads elsewhere and reads like a link.
pub(super) fn go(step: &str, name: &str) -> Markup {
    html! { button.check-go form=(MOVES) name="step" value=(step) { (name) } }
}
