//! The server under load: it is started as people start it, over a synthetic city, and asked over sockets from this process.
//! `cargo bench -p wuwei --bench load -- 5000` names how many enterprises there are.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark that can't go on has failed")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

const PLAN: &str = "changchun.action-plan-2025";
const REGION: &str = "220100";
const PORT: u16 = 5699;
/// Connections that ask at the same time.
const CLIENTS: usize = 16;
/// So long everybody asks.
const ASKING: Duration = Duration::from_secs(10);
/// So many questions of the check are answered.
const QUESTIONS: usize = 60;
/// So often each page is read.
const READINGS: usize = 40;

fn main() {
    let enterprises = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(5000);
    let folder = std::env::temp_dir().join(format!("wuwei-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let city = folder.join("city");
    let made = Command::new(env!("CARGO_BIN_EXE_wuwei"))
        .args(["synth", "--region", REGION, "--enterprises", &enterprises.to_string(), "--out"])
        .arg(&city)
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    println!("{enterprises} enterprises");
    let server = Server::start(&folder, &city);
    println!("start to the first page      {:>9.2} s", server.started.as_secs_f64());
    println!("memory after the first page  {:>9.0} MB", server.memory("VmRSS"));
    pages();
    check();
    asking();
    println!("memory at the end            {:>9.0} MB", server.memory("VmRSS"));
    println!("most memory                  {:>9.0} MB", server.memory("VmHWM"));
    drop(server);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A running server; it is killed where it is dropped.
struct Server {
    child: Child,
    started: Duration,
}

impl Server {
    fn start(folder: &Path, city: &Path) -> Server {
        let store: PathBuf = folder.join("wuwei.db");
        let start = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_wuwei"))
            .args(["serve", PLAN, "--port", &PORT.to_string(), "--facts"])
            .arg(city)
            .arg("--store")
            .arg(store)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Server { child, started: Duration::ZERO };
        loop {
            assert!(server.child.try_wait().unwrap().is_none(), "the server ended by itself");
            if TcpStream::connect(("127.0.0.1", PORT)).is_ok() && Client::open().get("/", false).status == 200 {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        server.started = start.elapsed();
        server
    }

    /// A figure of the process, in megabytes.
    fn memory(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or("0 kB");
        line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection that stays open.
struct Client {
    stream: BufReader<TcpStream>,
}

struct Answer {
    status: u16,
    bytes: usize,
    body: Vec<u8>,
    /// The cookie that was set.
    cookie: String,
}

impl Client {
    fn open() -> Client {
        let stream = TcpStream::connect(("127.0.0.1", PORT)).unwrap();
        stream.set_nodelay(true).unwrap();
        Client { stream: BufReader::new(stream) }
    }

    fn get(&mut self, path: &str, packed: bool) -> Answer {
        let accept = if packed { "Accept-Encoding: br, gzip\r\n" } else { "" };
        self.send(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n{accept}\r\n").as_bytes())
    }

    fn send(&mut self, request: &[u8]) -> Answer {
        self.stream.get_mut().write_all(request).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let (mut length, mut in_pieces, mut cookie) = (0, false, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let head = line.trim().to_ascii_lowercase();
            if head.starts_with("set-cookie:") {
                let value = line.trim().split_at("set-cookie:".len()).1;
                cookie = value.split(';').next().unwrap_or_default().trim().to_string();
            }
            if head.is_empty() {
                break;
            }
            if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            in_pieces |= head == "transfer-encoding: chunked";
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        while in_pieces {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let size = usize::from_str_radix(line.trim(), 16).unwrap();
            let mut piece = vec![0; size + 2];
            self.stream.read_exact(&mut piece).unwrap();
            body.extend_from_slice(&piece[..size]);
            in_pieces = size > 0;
        }
        Answer { status, bytes: body.len(), body, cookie }
    }

    fn post(&mut self, path: &str, body: &str) -> Answer {
        self.send(post(path, body).as_bytes())
    }

    fn form(&mut self, path: &str, cookie: &str, fields: &[(String, String)]) -> Answer {
        let written = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", written(value))).collect();
        let (body, kind) = (pairs.join("&"), "application/x-www-form-urlencoded");
        let head = format!("Host: 127.0.0.1:{PORT}\r\nCookie: {cookie}\r\nContent-Type: {kind}");
        self.send(format!("POST {path} HTTP/1.1\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }
}

fn post(path: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// Milliseconds at a share of all of them.
fn at(all: &mut [f64], share: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    all[((all.len() - 1) as f64 * share).round() as usize]
}

/// Each page, one reader at a time.
fn pages() {
    let mut client = Client::open();
    let body = json!({ "filters": { "kind": "企业" }, "pagination": { "pageSize": 1 } }).to_string();
    let found: Json = serde_json::from_slice(&client.post("/api/v1/entities/search", &body).body).unwrap();
    let key = found["items"][0]["key"].as_str().unwrap_or_default().to_string();
    let kind = "%E4%BC%81%E4%B8%9A";
    let paths = [
        "/".to_string(),
        "/list".to_string(),
        "/cascade".to_string(),
        "/documents".to_string(),
        format!("/documents/{PLAN}"),
        "/policies".to_string(),
        format!("/subjects/{kind}/{key}"),
        format!("/subjects/{kind}/{key}/questions"),
        format!("/subjects/{kind}/{key}/statement"),
        "/check".to_string(),
        "/data".to_string(),
        "/guide".to_string(),
        "/api/v1/documents".to_string(),
        format!("/api/v1/entities/{kind}/{key}"),
        "/api/v1/plan".to_string(),
    ];
    println!("{:<52} {:>7} {:>8} {:>8} {:>9} {:>9}", "page", "status", "p50 ms", "p95 ms", "KB", "packed KB");
    for path in paths {
        let first = client.get(&path, false);
        let packed = client.get(&path, true);
        let mut times: Vec<f64> = (0..READINGS)
            .map(|_| {
                let start = Instant::now();
                client.get(&path, false);
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        let (middle, most) = (at(&mut times, 0.5), at(&mut times, 0.95));
        let (whole, packed) = (first.bytes as f64 / 1024.0, packed.bytes as f64 / 1024.0);
        println!("{path:<52} {:>7} {middle:>8.1} {most:>8.1} {whole:>9.1} {packed:>9.1}", first.status);
    }
}

/// An enterprise that asks without an account, question by question: every third is answered with a number or the first choice.
fn check() {
    let mut client = Client::open();
    let first = client.get("/check", false);
    let seat = first.cookie.clone();
    let key = hidden(&String::from_utf8_lossy(&first.body), "form_key").unwrap();
    let mut fields = vec![("form_key".to_string(), key), ("kind".to_string(), "企业".to_string())];
    let mut times = Vec::new();
    for question in 0..QUESTIONS {
        let start = Instant::now();
        let page = client.form("/check", &seat, &fields);
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let Some((_, form)) = text.split_once("id=\"check\"") else { break };
        let form = form.split("</form>").next().unwrap_or_default();
        let names = ["form_key", "kind", "about", "answers", "page", "fact"];
        fields = names.iter().filter_map(|name| Some((name.to_string(), hidden(form, name)?))).collect();
        let choice = form.split("name=\"value\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let is_answered = page.status == 200 && question % 3 == 0;
        let (step, value) = if is_answered { ("answer", choice.unwrap_or("100万元")) } else { ("unknown", "") };
        fields.push(("value".to_string(), value.to_string()));
        fields.push(("step".to_string(), step.to_string()));
    }
    let many = times.len();
    println!(
        "the check, {many} questions one after the other: p50 {:.1} ms, p95 {:.1} ms",
        at(&mut times, 0.5),
        at(&mut times, 0.95)
    );
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

/// Stateless questions of many at once. What is told is what is known of a subject of the city.
fn asking() {
    let body = question();
    let request = post("/api/v1/ask", &body);
    println!("a question of {} bytes", body.len());
    let end = Instant::now() + ASKING;
    let start = Instant::now();
    let times: Vec<f64> = std::thread::scope(|scope| {
        let one = || {
            let mut client = Client::open();
            let mut times = Vec::new();
            while Instant::now() < end {
                let start = Instant::now();
                assert_eq!(client.send(request.as_bytes()).status, 200);
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
            times
        };
        let all: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(one)).collect();
        all.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    let mut times = times;
    println!("stateless ask, {CLIENTS} connections: {:>9.0} requests/s", times.len() as f64 / seconds);
    println!("  p50 {:.2} ms, p99 {:.2} ms", at(&mut times, 0.5), at(&mut times, 0.99));
}

/// A question about a subject as the city knows it.
fn question() -> String {
    let mut client = Client::open();
    let body = json!({ "filters": { "kind": "企业" }, "pagination": { "pageSize": 1 } }).to_string();
    let found: Json = serde_json::from_slice(&client.post("/api/v1/entities/search", &body).body).unwrap();
    let key = found["items"][0]["key"].as_str().unwrap();
    let path = format!("/api/v1/entities/%E4%BC%81%E4%B8%9A/{key}");
    let known: Json = serde_json::from_slice(&client.get(&path, false).body).unwrap();
    let told = known["facts"].as_array().unwrap().iter().filter_map(|fact| {
        let value = match &fact["value"] {
            Json::Object(place) if place.contains_key("code") => place["code"].clone(),
            Json::Null => json!("无"),
            value => value.clone(),
        };
        let name = fact["name"].as_str()?;
        let name = match fact["unit"].as_str() {
            Some(unit) => format!("{name}({unit})"),
            None => name.to_string(),
        };
        Some((name, value))
    });
    let facts: serde_json::Map<String, Json> = told.collect();
    let body = json!({ "entity_kind": "企业", "as_of": "2025-12-31", "facts": facts }).to_string();
    let answer = client.post("/api/v1/ask", &body);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    body
}
