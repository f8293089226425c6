//! What can be wrong with the tables beside the documents: one file per kind, as in the compiler.

mod wrong_observation;

pub(crate) use wrong_observation::wrong_observation;

use wuwei_source::Page;

/// The pages of all kinds of diagnostics, those of the compiler included, by id.
pub fn pages() -> Vec<Page> {
    let mut pages = wuwei_check::diagnostics::pages();
    pages.push(wrong_observation::PAGE);
    pages.sort_by_key(|page| page.id);
    pages
}
