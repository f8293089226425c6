//! What couldn't be answered, as a page: what happened, why, and what to do.

use axum::http::StatusCode;
use wuwei_source::Text;

/// Why there is no page.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    /// What happened.
    pub(crate) what: Text,
    /// What to do.
    pub(crate) hint: Text,
}

impl Fault {
    /// There is nothing at this address.
    pub(crate) fn not_found(what: Text) -> Fault {
        let hint = Text::new("检查网址，或者从首页找起", "check the address, or begin at the first page");
        Fault { status: StatusCode::NOT_FOUND, what, hint }
    }

    /// The server could not do what was asked.
    pub(crate) fn failed(what: Text) -> Fault {
        let hint =
            Text::new("稍后再试；再不行就告诉管理员", "try again later, and tell the operator if that doesn't help");
        Fault { status: StatusCode::INTERNAL_SERVER_ERROR, what, hint }
    }
}
