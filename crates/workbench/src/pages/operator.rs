//! The operator shows the token once and gets a session; the session ends when it is told to, after a working day, or with
//! the server.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::html;
use serde::Deserialize;

use crate::access::{Access, SESSION, SESSION_SECONDS, hex};
use crate::asking::{Asking, cookie};
use crate::fault::Fault;
use crate::forms::{self, Posted};
use crate::pages::answer;
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new().route("/operator", get(show).post(sign_in)).route("/operator/end", post(sign_out))
}

#[derive(Deserialize)]
struct Given {
    token: String,
}

async fn show(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    page(bench, asking, false).await
}

async fn page(bench: State<Arc<Workbench>>, asking: Asking, is_wrong: bool) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        if matches!(moment.bench.setting.access, Access::ReadOnly) {
            return Err(Fault::operator_only(moment.bench));
        }
        let title = asking.say("操作登录", "Operator");
        let body = html! {
            h1 { (title) }
            @if asking.is_operator {
                p { (asking.say("已登录，可以上传和接受数据。", "You are signed in and can upload and accept data.")) }
                form method="post" action="/operator/end" {
                    (forms::key(asking))
                    button { (asking.say("退出", "Sign out")) }
                }
            } @else {
                p.lead {
                    (asking.say(
                        "查看不需要登录。上传、接受数据等改动需要操作口令，它在服务启动时显示。",
                        "Reading needs no token. Uploading and accepting data does; the token was shown when the server started.",
                    ))
                }
                @if is_wrong {
                    p.error role="alert" { (asking.say("口令不对。", "That isn't the token.")) }
                }
                form.filters method="post" action="/operator" {
                    (forms::key(asking))
                    label { (asking.say("操作口令", "Operator's token"))
                        input #token type="password" name="token" autocomplete="current-password" required;
                    }
                    button { (asking.say("登录", "Sign in")) }
                }
            }
        };
        Ok(Page::new(Section::Data, title, body))
    })
    .await
}

async fn sign_in(bench: State<Arc<Workbench>>, Posted { asking, form }: Posted<Given>) -> Response {
    let is_right = match &bench.setting.access {
        Access::Operator(token) => token.is(&form.token),
        Access::ReadOnly => false,
    };
    if !is_right {
        let mut response = page(bench, asking, true).await;
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    let id = hex(&(bench.setting.random)());
    bench.sessions.open(&id, (bench.setting.now)());
    let cookie = format!("{SESSION}={id}; Path=/; Max-Age={SESSION_SECONDS}; HttpOnly; SameSite=Strict");
    (StatusCode::SEE_OTHER, [(header::LOCATION, "/data".to_string()), (header::SET_COOKIE, cookie)]).into_response()
}

async fn sign_out(State(bench): State<Arc<Workbench>>, headers: HeaderMap, Posted { .. }: Posted<Nothing>) -> Response {
    if let Some(id) = cookie(&headers, SESSION) {
        bench.sessions.end(id);
    }
    let gone = format!("{SESSION}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    (StatusCode::SEE_OTHER, [(header::LOCATION, "/operator".to_string()), (header::SET_COOKIE, gone)]).into_response()
}

/// A form that says nothing but that it was sent.
#[derive(Deserialize)]
struct Nothing {}
