//! What surrounds every page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use wuwei_report::chart;
use wuwei_source::Lang;

use crate::asking::{Asking, SEAT};
use crate::assets::{HTMX, STYLE};
use crate::fault::Fault;
use crate::parts::nav::Section;

/// A page before it is dressed.
pub(crate) struct Page {
    /// Its title, without the name of the program.
    pub(crate) title: String,
    /// The section that it belongs to.
    pub(crate) section: Option<Section>,
    /// What it shows.
    pub(crate) body: Markup,
    /// The form that a switch of language or type sends along, where the page holds what somebody filled in.
    pub(crate) keeps: Option<&'static str>,
}

impl Page {
    pub(crate) fn new(section: Section, title: impl Into<String>, body: Markup) -> Page {
        Page { title: title.into(), section: Some(section), body, keeps: None }
    }

    /// A page whose switches send this form, so that nothing that was filled in is lost.
    pub(crate) fn keeping(mut self, form: &'static str) -> Page {
        self.keeps = Some(form);
        self
    }

    /// The page as an answer. Where only the changed part is wanted, what surrounds it is left out.
    pub(crate) fn respond(&self, asking: &Asking) -> Response {
        let body = if asking.partial { self.body.clone() } else { whole(asking, self) };
        let mut response = Html(body.into_string()).into_response();
        // The same address reads differently in another language, size of type, or as a part.
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-language, hx-request"));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        seat(asking, &mut response);
        response
    }
}

/// Gives a browser without a seat one, so that its forms are believed.
fn seat(asking: &Asking, response: &mut Response) {
    let cookie = asking.new_seat.as_ref().map(|seat| format!("{SEAT}={seat}; Path=/; HttpOnly; SameSite=Lax"));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn whole(asking: &Asking, page: &Page) -> Markup {
    let Page { title, section, body: main, keeps } = page;
    let code = asking.say("zh-CN", "en");
    let (other, other_name) = match asking.lang {
        Lang::Zh => ("en", "English"),
        Lang::En => ("zh", "中文"),
    };
    let to = encoded(&asking.here);
    let (size, size_name) = match asking.large {
        true => ("normal", asking.say("标准字号", "Normal type")),
        false => ("large", asking.say("大字版", "Large type")),
    };
    html! {
        (DOCTYPE)
        html lang=(code) class=[asking.large.then_some("large")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (asking.say("无为", "Wuwei")) }
                link rel="stylesheet" href=(STYLE);
                link rel="icon" href="data:,";
                script src=(HTMX) defer {}
                meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true}"#;
            }
            body {
                (PreEscaped(chart::symbols()))
                a.skip href="#main" { (asking.say("跳到正文", "Skip to content")) }
                header.top {
                    a.seal href="/" aria-label=(asking.say("无为，回到总览", "无为 Wuwei, back to the overview")) { "无为" }
                    nav aria-label=(asking.say("栏目", "Sections")) {
                        ul {
                            @for one in Section::ALL {
                                li {
                                    a href=(one.path()) aria-current=[(*section == Some(one)).then_some("page")] {
                                        (one.name(asking.lang))
                                    }
                                }
                            }
                        }
                    }
                    ul.switches {
                        @match keeps {
                            Some(form) => {
                                // What the key Enter presses in a field of the form is its first button, which is no switch.
                                li hidden { button form=(form) tabindex="-1" { (asking.say("提交", "Send")) } }
                                li { button form=(form) name="switch" value=(other) lang=(other) { (other_name) } }
                                li { button form=(form) name="switch" value=(size) { (size_name) } }
                            }
                            None => {
                                li { a href=(format!("/language/{other}?to={to}")) lang=(other) hreflang=(other) { (other_name) } }
                                li { a href=(format!("/type/{size}?to={to}")) { (size_name) } }
                            }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                footer {
                    p {
                        (asking.say(
                            "结果仅供参考，以主管部门审定为准。每个数都可以点开看依据。",
                            "Advisory: the responsible bodies decide. Every number leads to its grounds.",
                        ))
                    }
                    p { (asking.say("本页不向外发送任何请求。", "This page sends no request to any other host.")) }
                }
            }
        }
    }
}

impl Fault {
    /// The fault as a page.
    pub(crate) fn respond(&self, asking: &Asking) -> Response {
        let main = html! {
            h1 { (asking.alone(self.what.get(asking.lang))) }
            p { (asking.alone(self.hint.get(asking.lang))) (asking.say("。", ".")) }
            p { a href="/" { (asking.say("回到总览", "Back to the overview")) } }
        };
        let title = match self.status {
            StatusCode::NOT_FOUND => asking.say("没有这一页", "Not found"),
            _ => asking.say("没有办成", "Not done"),
        };
        let page = Page { title: title.to_string(), section: None, body: main, keeps: None };
        let mut response = Html(whole(asking, &page).into_string()).into_response();
        *response.status_mut() = self.status;
        response
    }
}

/// A text as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
