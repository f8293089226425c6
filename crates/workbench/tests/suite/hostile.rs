//! What strangers try over a real socket: slow, silent, large and malformed requests.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::http::{Method, StatusCode, header};
use tokio::sync::oneshot;
use wuwei_workbench::{Limits, serve_within};

use crate::server::{RUNTIME, TOKEN, ask, bench_at, escaped, request, send, shared};

/// A server on a port of its own, with short patience.
struct Running {
    address: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    done: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    fn start(name: &str, limits: Limits) -> Running {
        let listener = RUNTIME.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let bench = bench_at(name, address);
        let (end, ended) = oneshot::channel();
        let done = std::thread::spawn(move || {
            let end = async { ended.await.unwrap_or(()) };
            RUNTIME.block_on(serve_within(bench, listener, limits, end)).unwrap();
        });
        Running { address, end: Some(end), done: Some(done) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes as they are, and reads what comes until the connection closes.
    fn say(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that refuses may close before everything is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn is_healthy(&self) -> bool {
        let host = self.address;
        self.say(format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
            .starts_with("HTTP/1.1 200")
    }

    fn stop(mut self) {
        self.end.take().unwrap().send(()).unwrap();
        self.done.take().unwrap().join().unwrap();
    }
}

const QUICK: Limits = Limits { connections: 64, head: Duration::from_millis(300), end: Duration::from_millis(300) };
const USUAL: Limits = Limits { connections: 64, head: Duration::from_secs(60), end: Duration::from_millis(300) };

#[test]
fn a_thousand_idle_connections_leave_room_for_others() {
    let server = Running::start("idle", USUAL);
    let mut idle = Vec::new();
    for _ in 0..1000 {
        idle.push(server.connect());
    }
    for _ in 0..5 {
        assert!(server.is_healthy());
    }
    // The ones that came last are still there and can be used.
    let mut last = idle.pop().unwrap();
    let host = server.address;
    write!(last, "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    last.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.stop();
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let server = Running::start("slow-head", QUICK);
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    // The server closes: what is read ends, long before anybody's patience does.
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).unwrap();
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"));
    let mut silent = server.connect();
    assert_eq!(silent.read_to_end(&mut Vec::new()).unwrap(), 0);
    assert!(server.is_healthy());
    server.stop();
}

#[test]
fn a_body_of_300_megabytes_is_refused_at_once() {
    let server = Running::start("large", USUAL);
    let host = server.address;
    let many = 300u64 << 20;
    for path in ["/api/v1/ask", "/operator"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {many}\r\nConnection: close\r\n\r\n"
        );
        let answer = server.say(head.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
    }
    // The same without saying so beforehand.
    let head = format!(
        "POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    let mut stream = server.connect();
    stream.write_all(head.as_bytes()).unwrap();
    let piece = format!("{:x}\r\n{}\r\n", 1 << 16, " ".repeat(1 << 16));
    let mut sent = 0u64;
    while sent < many && stream.write_all(piece.as_bytes()).is_ok() {
        sent += 1 << 16;
    }
    assert!(sent < 16 << 20, "{sent} bytes were taken");
    assert!(server.is_healthy());
    server.stop();
}

#[test]
fn malformed_requests_are_refused_and_the_next_is_answered() {
    let server = Running::start("malformed", QUICK);
    let host = server.address;
    for bytes in [
        b"\x00\x01\x02\x03\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nBad Header\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "y".repeat(1 << 20)).into_bytes(),
        format!("POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n").into_bytes(),
        format!(
            "POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        )
        .into_bytes(),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00".to_vec(),
    ] {
        let answer = server.say(&bytes);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert!(server.is_healthy());
    server.stop();
}

#[test]
fn a_server_that_ends_waits_for_nobody_for_ever() {
    let server = Running::start("end", USUAL);
    let host = server.address;
    let mut waiting = server.connect();
    // A body that never comes.
    write!(
        waiting,
        "POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n"
    )
    .unwrap();
    let _idle = server.connect();
    assert!(server.is_healthy());
    server.stop();
    assert!(TcpStream::connect(host).is_err());
}

#[test]
fn paths_lead_nowhere_else() {
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/api/v1/documents/..%2f..%2fetc%2fpasswd",
        "/api/v1/rules/%00",
        "/list/..%2ftargets.csv",
        "/trace/%ff%fe",
        "//etc/passwd",
        "/guide/..%2f..%2fCargo.toml",
    ] {
        let answer = ask(path, &[]);
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert!(!answer.body.contains("[package]") && !answer.body.contains("root:"), "{path}");
    }
}

#[test]
fn text_that_is_no_text_is_refused() {
    let json = [(header::CONTENT_TYPE, "application/json")];
    let mut asked = request(Method::POST, "/api/v1/ask", &json, "");
    *asked.body_mut() = axum::body::Body::from(b"{\"entity_kind\":\"\xff\xfe\"}".to_vec());
    assert_eq!(send(&shared(), asked).status, StatusCode::BAD_REQUEST);
    let deep = "[".repeat(100_000);
    assert_eq!(send(&shared(), request(Method::POST, "/api/v1/ask", &json, &deep)).status, StatusCode::BAD_REQUEST);
    let answer = ask(&format!("/api/v1/documents?page={}", escaped("９")), &[]);
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[test]
fn html_in_names_stays_text() {
    let evil = "<img src=x onerror=alert(1)>";
    for path in ["/documents/", "/api/v1/documents/", "/trace/", "/api/v1/rules/", "/policies/", "/subjects/x/"] {
        let answer = ask(&format!("{path}{}", escaped(evil)), &[]);
        let is_page = answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html");
        assert!(!is_page || !answer.body.contains("<img src=x"), "{path}");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
    }
}

#[test]
fn the_token_is_for_the_operator_and_stands_nowhere() {
    let bearer = format!("Bearer {TOKEN}");
    for (name, value) in [("authorization", bearer.as_str()), ("authorization", "Bearer guess")] {
        let answer = ask("/metrics", &[(header::HeaderName::from_static(name), value)]);
        assert!(!answer.body.contains(TOKEN));
    }
}
