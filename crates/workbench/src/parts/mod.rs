//! What pages are put together from.

pub(crate) mod code;
pub(crate) mod finding;
pub(crate) mod lamp;
pub(crate) mod layout;
pub(crate) mod markdown;
pub(crate) mod nav;
pub(crate) mod needle;
pub(crate) mod number;
pub(crate) mod table;
pub(crate) mod verdict;
