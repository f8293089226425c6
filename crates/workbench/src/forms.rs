//! Forms: what a browser sends, believed only where one of our own pages sent it.

use std::sync::Arc;

use axum::extract::{Form, FromRequest, FromRequestParts as _, Request};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wuwei_source::Text;

use crate::asking::{Asking, SEAT, cookie};
use crate::fault::Fault;
use crate::workbench::Workbench;

/// The name of the field with the key.
pub(crate) const KEY: &str = "form_key";

/// The field that each form with `method="post"` holds.
pub(crate) fn key(asking: &Asking) -> Markup {
    html! { input type="hidden" name=(KEY) value=(asking.form_key); }
}

/// A form that one of our pages sent, with who sent it.
pub(crate) struct Posted<T> {
    pub(crate) asking: Asking,
    pub(crate) form: T,
}

#[derive(Deserialize)]
struct Keyed<T> {
    #[serde(default)]
    form_key: String,
    #[serde(flatten)]
    form: T,
}

impl<T: DeserializeOwned + Send> FromRequest<Arc<Workbench>> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, bench: &Arc<Workbench>) -> Result<Posted<T>, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(asking) = Asking::from_request_parts(&mut parts, bench).await;
        let seat = cookie(&parts.headers, SEAT).unwrap_or_default().to_string();
        let request = Request::from_parts(parts, body);
        let Form(keyed) = match Form::<Keyed<T>>::from_request(request, bench).await {
            Ok(form) => form,
            Err(rejected) => return Err(unreadable(rejected.status()).respond(&asking)),
        };
        if !bench.sessions.is_key(&seat, &keyed.form_key) {
            return Err(foreign().respond(&asking));
        }
        Ok(Posted { asking, form: keyed.form })
    }
}

/// The form wasn't sent by a page of ours, or by one that is too old.
pub(crate) fn foreign() -> Fault {
    Fault {
        status: StatusCode::FORBIDDEN,
        what: Text::new(
            "这份表单不是从本站页面提交的，或页面太旧",
            "this form wasn't sent by a page of this site, or the page is too old",
        ),
        hint: Text::new("回到原来的页面，刷新后再提交一次", "go back, load the page again, and send it once more"),
    }
}

/// The form can't be read.
pub(crate) fn unreadable(status: StatusCode) -> Fault {
    Fault {
        status,
        what: Text::new("表单读不出来", "the form can't be read"),
        hint: Text::new("回到原来的页面，重新填写后提交", "go back, fill it in again, and send it once more"),
    }
}
