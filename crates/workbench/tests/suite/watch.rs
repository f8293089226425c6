//! What those who run the server read of it: health, counts, and the log.

use std::sync::{Mutex, PoisonError};

use axum::http::{Method, StatusCode, header};

use crate::server::{TOKEN, request, router_logging, send};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn log(line: &str) {
    LINES.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_string());
}

#[test]
fn requests_are_counted_named_and_logged_without_what_they_ask() {
    let server = router_logging("watch", log);
    let id = header::HeaderName::from_static("x-request-id");
    let get = |path: &str, more: &[(header::HeaderName, &str)]| send(&server, request(Method::GET, path, more, ""));
    assert_eq!(get("/healthz", &[]).body, "ok\n");
    assert_eq!(get("/readyz", &[]).status, StatusCode::OK);
    let secret = "91220100SECRET0001";
    let mine =
        get(&format!("/api/v1/entities/x/{secret}?lang=en&as_of=2025-01-01"), &[(id.clone(), "my-request-1234")]);
    assert_eq!(mine.headers["x-request-id"], "my-request-1234");
    let forged = get("/list?unit=secret-unit", &[(id, "two words\",\"x")]);
    assert_ne!(forged.headers["x-request-id"], "two words\",\"x");
    get(&format!("/no/such/{secret}"), &[(header::AUTHORIZATION, &format!("Bearer {TOKEN}"))]);
    let form = [(header::CONTENT_TYPE, "application/x-www-form-urlencoded")];
    send(&server, request(Method::POST, "/operator", &form, &format!("token={TOKEN}")));
    send(&server, request(Method::from_bytes(b"SECRETMETHOD").unwrap(), "/healthz", &[], ""));
    let metrics = get("/metrics", &[]);
    assert!(metrics.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    for part in [
        "wuwei_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"} 1",
        "wuwei_requests_total{route=\"/api/v1/entities/{kind}/{key}\",method=\"GET\",status=\"404\"} 1",
        "wuwei_request_duration_seconds_count{route=\"/list\"} 1",
        "wuwei_uploads_total",
        "wuwei_snapshot_age_seconds",
        "wuwei_subjects{kind=\"企业\"} 200",
    ] {
        assert!(metrics.body.contains(part), "{part}\n{}", metrics.body);
    }
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(lines.len() >= 7);
    for line in &lines {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(json["request"].is_string() && json["route"].is_string() && json["status"].is_number(), "{line}");
    }
    for text in [lines.join("\n"), metrics.body] {
        for secret in [secret, TOKEN, "secret-unit", "SECRETMETHOD", "no/such"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}
