//! Tables: the names of their columns, and the frame of those that may be wider than the page.

use maud::{Markup, html};

/// A column: its name, and whether it holds numbers. One without a name holds what needs none, such as a link.
pub(crate) type Column<'t> = (&'t str, bool);

/// Columns of numbers behind one of names.
pub(crate) fn numbers<'t, const N: usize>(head: [&'t str; N]) -> Vec<Column<'t>> {
    head.into_iter().enumerate().map(|(n, name)| (name, n > 0)).collect()
}

/// The names of the columns.
pub(crate) fn head(columns: &[Column<'_>]) -> Markup {
    html! {
        thead {
            tr {
                @for (name, is_number) in columns {
                    @if name.is_empty() { td {} } @else { th scope="col" class=[is_number.then_some("num")] { (name) } }
                }
            }
        }
    }
}

/// The frame of a table that may be wider than the page: it is scrolled in it, by keyboard too.
pub(crate) fn wide(label: &str, table: Markup) -> Markup {
    html! { div.wide tabindex="0" role="region" aria-label=(label) { (table) } }
}
