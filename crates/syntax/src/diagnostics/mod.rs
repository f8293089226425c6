//! What the reader of code can complain about: one file per kind, with its facts, its words in both languages and its page.

mod duplicate_clause;
mod full_width_punctuation;
mod nesting_too_deep;
mod number_too_large;
mod reserved_word;
mod unbraced_filter;
mod unclosed_block;
mod unclosed_fence;
mod unexpected_character;
mod unexpected_token;
mod unknown_clause;
mod unknown_declaration;
mod unterminated_string;

pub use duplicate_clause::duplicate_clause;
pub(crate) use full_width_punctuation::full_width_punctuation;
pub(crate) use nesting_too_deep::nesting_too_deep;
pub(crate) use number_too_large::number_too_large;
pub(crate) use reserved_word::reserved_word;
pub(crate) use unbraced_filter::unbraced_filter;
pub(crate) use unclosed_block::unclosed_block;
pub(crate) use unclosed_fence::unclosed_fence;
pub(crate) use unexpected_character::unexpected_character;
pub(crate) use unexpected_token::unexpected_token;
pub(crate) use unknown_clause::unknown_clause;
pub(crate) use unknown_declaration::unknown_declaration;
pub(crate) use unterminated_string::unterminated_string;

use wuwei_source::Page;

/// The kind that the formatter mends by itself.
pub(crate) const FULL_WIDTH_PUNCTUATION: &str = full_width_punctuation::PAGE.id;

/// The page beside a diagnostic's file.
macro_rules! page {
    ($id:literal) => {
        wuwei_source::Page { id: $id, text: include_str!(concat!($id, ".md")) }
    };
}
use page;

/// The pages of all kinds in this crate.
pub const PAGES: &[Page] = &[
    duplicate_clause::PAGE,
    full_width_punctuation::PAGE,
    nesting_too_deep::PAGE,
    number_too_large::PAGE,
    reserved_word::PAGE,
    unbraced_filter::PAGE,
    unclosed_block::PAGE,
    unclosed_fence::PAGE,
    unexpected_character::PAGE,
    unexpected_token::PAGE,
    unknown_clause::PAGE,
    unknown_declaration::PAGE,
    unterminated_string::PAGE,
];
