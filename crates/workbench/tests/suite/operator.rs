//! Who may change anything.

use axum::http::{Method, StatusCode, header};

use crate::server::{Browser, TOKEN, ask, serve};

#[test]
fn the_operator_signs_in_and_out() {
    let server = serve("operator");
    let mut browser = Browser::new(&server, "en");
    assert!(browser.get("/operator").body.contains("Operator's token"));
    let wrong = browser.post("/operator", &[("token", "guess")]);
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.body.contains("isn&#39;t the token") || wrong.body.contains("isn't the token"));
    assert!(!browser.get("/operator").body.contains("signed in"));
    let right = browser.post("/operator", &[("token", TOKEN)]);
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    assert_eq!(right.headers[header::LOCATION], "/data");
    let cookie = right.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains(TOKEN));
    assert!(browser.get("/operator").body.contains("signed in"));
    assert_eq!(browser.post("/operator/end", &[]).status, StatusCode::SEE_OTHER);
    assert!(!browser.get("/operator").body.contains("signed in"));
}

#[test]
fn a_form_without_its_key_is_refused() {
    let server = serve("key");
    let mut browser = Browser::new(&server, "zh");
    browser.get("/operator");
    browser.forget_key();
    assert_eq!(browser.post("/operator", &[("token", TOKEN)]).status, StatusCode::FORBIDDEN);
    // The key of one browser is worth nothing in another.
    let mut other = Browser::new(&server, "zh");
    other.get("/operator");
    browser.get("/operator");
    let (mine, theirs) = (browser.key().to_string(), other.key().to_string());
    assert_ne!(mine, theirs);
    browser.forget_key();
    let sent = browser.post("/operator", &[("token", TOKEN), ("form_key", &theirs)]);
    assert_ne!(sent.status, StatusCode::SEE_OTHER);
}

#[test]
fn pages_of_other_sites_send_nothing() {
    let server = serve("elsewhere");
    for (name, value) in [("origin", "https://example.org"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
        let mut browser = Browser::new(&server, "en");
        browser.get("/operator");
        let name = header::HeaderName::from_static(name);
        let answer = browser.send(Method::POST, "/operator", &[(name, value)], "token=x");
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("other sites"));
    }
    assert_eq!(ask("/operator", &[(header::ORIGIN, "https://example.org")]).status, StatusCode::OK);
}
