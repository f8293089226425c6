//! A clause changed in the browser.

use axum::http::{Method, StatusCode, header};

use crate::server::{Answer, Browser, ask, escaped, page, serve};

const DOCUMENT: &str = "changchun.policy-22";
const RULE: &str = "专精特新认定奖励";

fn editor(rule: &str) -> String {
    format!("/try?document={DOCUMENT}&rule={}", escaped(rule))
}

/// The text of the field.
fn text(page: &str) -> String {
    let field = page.split("<textarea").nth(1).unwrap().split_once('>').unwrap().1;
    let field = field.split("</textarea>").next().unwrap().trim_start_matches('\n');
    field.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn send(browser: &mut Browser<'_>, path: &str, text: &str, wanted: &str) -> Answer {
    browser.post(path, &[("document", DOCUMENT), ("rule", RULE), ("text", text), ("do", wanted), ("day", "2025-12-31")])
}

#[test]
fn a_clause_is_chosen_and_shown_with_its_tests() {
    let zh = page("/try", "zh");
    assert!(zh.contains("先选一条") && zh.contains(&format!("rule={}", escaped(RULE))), "{zh}");
    let en = page(&editor(RULE), "en");
    let shown = text(&en);
    assert!(shown.starts_with("benefit 专精特新认定奖励") && shown.contains("test \"三级专精特新\""), "{shown}");
    assert!(en.contains("<label for=\"text\"") && en.contains("name=\"form_key\""));
    let whole = text(&page(&format!("/try?document={DOCUMENT}"), "zh"));
    assert!(whole.starts_with("# 关于科技创新") && whole.contains(&shown));
    for path in ["/try?document=nothing", &editor("没有这条"), "/try?document=%3Cb%3E&rule=%00"] {
        assert_eq!(ask(path, &[]).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_change_is_checked_tested_and_compared() {
    let server = serve("try");
    for (lang, said) in [
        ("zh", ["写法没有问题", "处不再成立", "与现行规定比较", "合成数据"]),
        ("en", ["It compiles", "no longer hold", "Beside what is in force", "Synthetic data"]),
    ] {
        let mut browser = Browser::new(&server, lang);
        let before = text(&browser.get(&editor(RULE)).body);
        let after = before.replacen("国家级 : 50 万元", "国家级 : 90 万元", 1);
        let answer = send(&mut browser, "/try", &after, "compare");
        assert_eq!(answer.status, StatusCode::OK);
        for text in said {
            assert!(answer.body.contains(text), "{text}: {}", answer.body);
        }
        assert_eq!(text(&answer.body), after, "the text comes back as it was sent");
        // While somebody types only the document's own examples run, and nobody is counted.
        let checked = send(&mut browser, "/try", &after, "check");
        assert!(checked.body.contains(said[0]) && !checked.body.contains(said[2]));
        // Nothing was stored.
        assert_eq!(text(&browser.get(&editor(RULE)).body), before);
    }
}

/// The value of a field that nobody sees.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
    field.split('>').next().unwrap().split("value=\"").nth(1).unwrap_or_default().split('"').next().unwrap().to_string()
}

#[test]
fn what_was_typed_outlasts_a_switch_of_language() {
    let server = serve("try-switch");
    let mut browser = Browser::new(&server, "zh");
    let before = browser.get(&editor(RULE)).body;
    assert!(before.contains("form=\"editor\" name=\"switch\" value=\"en\""));
    let after = text(&before).replacen("国家级 : 50 万元", "国家级 : 90 万元", 1);
    let mut switch = |shown: &str, to: &str| {
        let fields =
            [("document", DOCUMENT), ("rule", RULE), ("text", after.as_str()), ("day", "2025-12-31"), ("shown", shown)];
        let answer = browser.post("/try", &[&fields[..], &[("switch", to)]].concat());
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(text(&answer.body), after, "{to}");
        answer.body
    };
    // Before anything was found of it, after it was checked, and after it was compared.
    let typed = switch("", "en");
    assert!(typed.contains("<html lang=\"en\"") && !typed.contains("It compiles"));
    let large = switch("", "large");
    assert!(large.contains("class=\"large\"") && large.contains("<html lang=\"en\""));
    let mut other = Browser::new(&server, "zh");
    other.get(&editor(RULE));
    for (wanted, said, unsaid) in
        [("check", "It compiles", "Beside what is in force"), ("compare", "Beside what is in force", "写法没有问题")]
    {
        let shown = hidden(&send(&mut other, "/try", &after, wanted).body, "shown");
        assert!(shown.starts_with(wanted), "{shown}");
        let page = switch(&shown, "en");
        assert!(page.contains(said) && !page.contains(unsaid), "{wanted}");
        assert!(page.contains("class=\"large\""));
    }
}

#[test]
fn a_check_that_comes_late_leaves_the_comparison() {
    let server = serve("try-late");
    let mut browser = Browser::new(&server, "en");
    let before = text(&browser.get(&editor(RULE)).body);
    let after = before.replacen("国家级 : 50 万元", "国家级 : 90 万元", 1);
    let shown = hidden(&send(&mut browser, "/try", &after, "compare").body, "shown");
    let mut check = |text: &str, shown: &str| {
        let key = browser.key().to_string();
        let fields = [("document", DOCUMENT), ("rule", RULE), ("text", text), ("day", "2025-12-31"), ("do", "check")];
        let fields = fields.into_iter().chain([("shown", shown), ("form_key", key.as_str())]);
        let body: Vec<String> = fields.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let head = [
            (header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
            (header::HeaderName::from_static("hx-request"), "true"),
        ];
        browser.send(Method::POST, "/try", &head, &body.join("&"))
    };
    let late = check(&after, &shown);
    assert_eq!((late.status, late.body.as_str()), (StatusCode::NO_CONTENT, ""));
    // Another text, or one that was only checked, is looked at.
    assert_eq!(check(&before, &shown).status, StatusCode::OK);
    assert_eq!(check(&after, &shown.replace("compare", "check")).status, StatusCode::OK);
    assert_eq!(check(&after, "").status, StatusCode::OK);
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let server = serve("try-mistakes");
    let mut browser = Browser::new(&server, "en");
    let before = text(&browser.get(&editor(RULE)).body);
    let answer =
        send(&mut browser, "/try", &before.replacen("pays by 专精特新级别", "pays by 专精特新级", 1), "compare");
    assert!(
        answer.body.contains("nothing is called") && answer.body.contains("<mark>专精特新级</mark>"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("did you mean") && answer.body.contains("Mend the errors first"));
    assert!(answer.body.contains("/guide/diagnostics#unknown-name"));
    // Browsers send two signs for the end of a line.
    let same = send(&mut browser, "/try", &before.replace('\n', "\r\n"), "compare");
    assert!(same.body.contains("Nothing is changed yet"), "{}", same.body);
}

#[test]
fn the_change_is_downloaded_as_a_draft() {
    let server = serve("try-draft");
    let mut browser = Browser::new(&server, "zh");
    let before = text(&browser.get(&editor(RULE)).body);
    let draft = send(&mut browser, "/try/draft.md", &before.replacen("50 万元", "90 万元", 1), "");
    assert_eq!(draft.status, StatusCode::OK, "{}", draft.body);
    assert_eq!(draft.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"changchun.policy-22-draft.md\"");
    for text in
        ["document changchun.policy-22-draft", "reforms changchun.policy-22", "in force from 2025-12-31", "90 万元"]
    {
        assert!(draft.body.contains(text), "{text}");
    }
    assert_eq!(draft.body.matches("benefit ").count(), 1);
    let nothing = send(&mut browser, "/try/draft.md", &before, "");
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unsound = send(&mut browser, "/try/draft.md", &before.replacen("pays by", "pays buy", 1), "");
    assert_eq!(unsound.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn whatever_is_sent_something_sensible_comes_back() {
    let server = serve("try-hostile");
    let mut browser = Browser::new(&server, "en");
    browser.get(&editor(RULE));
    let deep = format!("status 甲 of 企业 {{ {}1 = 1{} }}", "(".repeat(20_000), ")".repeat(20_000));
    let html = "</textarea><script>alert(1)</script>";
    for text in ["", html, "```\n```wuwei\ndocument x {", "\u{0}\u{feff}\u{202e}", &deep, &"\"".repeat(1000)] {
        let answer = send(&mut browser, "/try", text, "compare");
        assert_eq!(answer.status, StatusCode::OK, "{}", &answer.body[..answer.body.len().min(300)]);
        assert!(!answer.body.contains("<script>alert"));
    }
    let long = "甲".repeat(100_000);
    let answer = send(&mut browser, "/try", &long, "check");
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let other = browser.post("/try", &[("document", "nothing"), ("text", "x")]);
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    browser.forget_key();
    assert_eq!(send(&mut browser, "/try", "x", "check").status, StatusCode::FORBIDDEN);
    let bare = browser.send(Method::POST, "/try", &[(header::CONTENT_TYPE, "text/plain")], "x");
    assert!(bare.status.is_client_error());
}
