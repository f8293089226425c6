//! Lights: a shape, a colour and a word, so that nobody needs to tell colours apart.

use maud::{Markup, PreEscaped};
use wuwei_report::{Lamp, chart};

/// A verdict as people see it.
pub(crate) fn lamp(lamp: &Lamp) -> Markup {
    PreEscaped(chart::mark(lamp))
}
