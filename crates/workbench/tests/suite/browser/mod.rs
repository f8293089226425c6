//! The workbench in a real browser: looked at, used by keyboard, without scripts, and by rules for everybody.

mod driver;
mod everybody;
mod pictures;
mod states;
mod tasks;

use std::sync::LazyLock;

use axum::http::header;

use crate::server::{ask, links};

/// One address of each kind of page that can be reached from the first page. Two addresses are of one kind if they differ only in
/// what is named by them.
fn pages() -> &'static [String] {
    static PAGES: LazyLock<Vec<String>> = LazyLock::new(walk);
    &PAGES
}

fn walk() -> Vec<String> {
    let mut known: Vec<String> = vec!["/".to_string()];
    let mut kinds: Vec<String> = vec![kind("/")];
    let mut at = 0;
    while let Some(path) = known.get(at).cloned() {
        at += 1;
        let answer = ask(&path, &[(header::COOKIE, "lang=zh")]);
        let is_page = answer.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/html; charset=utf-8");
        if !is_page {
            known.remove(at - 1);
            at -= 1;
            continue;
        }
        for link in links(&answer.body) {
            let bare = link.split(['#', '?']).next().unwrap_or_default().to_string();
            if !kinds.contains(&kind(&bare)) && !NOT_PAGES.iter().any(|prefix| bare.starts_with(prefix)) {
                kinds.push(kind(&bare));
                known.push(bare);
            }
        }
    }
    known
}

/// Addresses that answer with something else than a page.
const NOT_PAGES: [&str; 4] = ["/language/", "/type/", "/assets/", "/api/"];

/// What kind of page an address leads to: its first word, and the one that follows what is named there.
fn kind(path: &str) -> String {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let at = match parts[0] {
        "data" => 1,
        "subjects" => 3,
        _ => 2,
    };
    format!("{}/{}/{}", parts[0], parts.len(), parts.get(at).copied().unwrap_or_default())
}
