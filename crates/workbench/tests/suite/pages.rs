//! The pages, in both languages.

use axum::http::{StatusCode, header};

use crate::server::{PLAN, ask, links, page};

#[test]
fn every_page_that_is_linked_is_there_in_both_languages() {
    let mut known: Vec<String> = vec!["/".to_string()];
    let mut at = 0;
    // Numbers, clauses, subjects, changes and views have a page each; of these a few will do.
    let many = ["/trace/", "/policies", "/subjects", "/try?", "/list?", "/check", "/language/", "/type/"];
    while let Some(path) = known.get(at).cloned() {
        at += 1;
        let zh = ask(&path, &[(header::COOKIE, "lang=zh")]);
        let moved = path.starts_with("/language/") || path.starts_with("/type/");
        let wanted = if moved { StatusCode::SEE_OTHER } else { StatusCode::OK };
        assert_eq!(zh.status, wanted, "{path}");
        let is_file = ["/assets/", "/list/", "/data/templates/"].iter().any(|folder| path.starts_with(folder));
        if moved || is_file {
            continue;
        }
        let en = page(&path, "en");
        assert!(zh.body.contains("<html lang=\"zh-CN\"") && en.contains("<html lang=\"en\""), "{path}");
        for link in links(&zh.body) {
            let bare = link.split('#').next().unwrap_or_default().to_string();
            let of_many = many.iter().find(|prefix| bare.starts_with(*prefix));
            let alike = |prefix: &&str| known.iter().filter(|path| path.starts_with(prefix)).count();
            if !known.contains(&bare) && of_many.is_none_or(|prefix| alike(prefix) < 12) {
                known.push(bare);
            }
        }
    }
    assert!(at > 60, "only {at} pages");
}

#[test]
fn a_page_says_what_the_plan_says() {
    let en = page("/", "en");
    for text in ["Changchun City", "Needs attention", "Results converted locally", "off track"] {
        assert!(en.to_lowercase().contains(&text.to_lowercase()), "{text}");
    }
    let zh = page(&format!("/documents/{PLAN}"), "zh");
    for text in ["主要目标", "规则原文", "科技成果本地转化数", "target-1"] {
        assert!(zh.contains(text), "{text}");
    }
    let off = page("/list?verdict=off-track", "en");
    assert!(off.contains("Results converted locally") && !off.contains("Technology SMEs</a>"));
    assert!(page("/cascade", "en").contains("Can't all hold"));
}

#[test]
fn the_list_is_exported_as_it_is_filtered() {
    let csv = ask("/list/targets.csv?verdict=off-track", &[(header::COOKIE, "lang=en")]);
    assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let mut rows = csv.body.lines().skip(1).peekable();
    assert!(rows.peek().is_some() && rows.all(|row| row.contains("off track")), "{}", csv.body);
    assert!(csv.body.contains("Results converted locally") || csv.body.contains("科技成果本地转化数"), "{}", csv.body);
    assert_eq!(ask("/list/targets.exe", &[]).status, StatusCode::NOT_FOUND);
}

#[test]
fn nothing_in_a_page_needs_what_its_policy_forbids() {
    for path in ["/", "/documents", &format!("/documents/{PLAN}"), "/list", "/cascade", "/try", "/guide"] {
        let answer = ask(path, &[]);
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        for forbidden in [" style=\"", "<style", " onclick=", "javascript:", "http://", "https://"] {
            assert!(!answer.body.contains(forbidden), "{path} holds {forbidden}");
        }
        for script in answer.body.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/") && script.contains("></script>"), "{path}");
        }
    }
}

#[test]
fn strangers_get_nothing() {
    let other = ask("/", &[(header::HOST, "example.org")]);
    assert_eq!(other.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(!other.body.contains("长春"));
    for path in
        ["/documents/..%2f..%2fetc%2fpasswd", "/assets/..%2fserver.rs", "/trace/t-0000", "/nothing", "/documents/%00"]
    {
        let answer = ask(path, &[]);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let named = ask("/documents/%3Cscript%3Ealert(1)%3C%2Fscript%3E", &[]);
    assert!(!named.body.contains("<script>alert") && named.body.contains("&lt;script&gt;"));
    let back = ask("/language/en?to=//example.org", &[]);
    assert_eq!(back.headers[header::LOCATION], "/");
    // What can't be understood leaves nothing out, and is repeated nowhere.
    let odd = ask("/list?verdict=%FF%FE&unit=%3Cb%3E&document=..", &[]);
    assert!(odd.status == StatusCode::OK && !odd.body.contains("<b>\u{fffd}") && !odd.body.contains("%3Cb%3E<"));
}

#[test]
fn counts_and_names_are_said_in_the_language_of_the_page() {
    // One table is one table, and what has an English name goes by it.
    let data = page("/data", "en");
    assert!(data.contains(" from 1 table.") && !data.contains("1 tables"), "{data}");
    assert!(data.contains(">Enterprise</a>") && data.contains("<small lang=\"zh-CN\">企业</small>"), "{data}");
    let data = page("/data", "zh");
    assert!(data.contains(" 张表。") && !data.contains("Enterprise"), "{data}");
    // A sentence that stands alone begins with a capital.
    let missing = ask("/nothing-here", &[(header::COOKIE, "lang=en")]);
    assert!(missing.body.contains("<h1>There is no such page</h1>"), "{}", missing.body);
}

#[test]
fn columns_that_say_nothing_are_left_out() {
    let list = page("/list?document=jilin.plan-2025", "zh");
    assert!(list.contains("目标</a>") && !list.contains("data-label=\"责任单位\""));
    assert!(page("/list", "zh").contains("class=\"jumps\""), "a long list says where each document begins");
    let cascade = page("/cascade", "en");
    let heads = cascade.split("id=\"beside\"").nth(1).unwrap().split("</thead>").next().unwrap();
    assert!(heads.contains("Jilin Province") && !heads.contains("eight industry parks"), "{heads}");
}
