//! A server of the shipped library and a small synthetic city on a fixed day, asked without a socket.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use wuwei_facts::Folder;
use wuwei_facts::synth::{Wanted, write_city};
use wuwei_ir::{Date, DocId};
use wuwei_project::{Library, Memory};
use wuwei_store::{Store, Timestamp};
use wuwei_workbench::intake::{self, About};
use wuwei_workbench::{Access, Log, Setting, TokenDigest, Workbench, router};

use crate::postgres;

/// The plan on the first page.
pub(crate) const PLAN: &str = "changchun.action-plan-2025";
/// The token of the operator.
pub(crate) const TOKEN: &str = "let me in, I am a test";
/// Enterprises of the city.
const ENTERPRISES: u32 = 200;

pub(crate) static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap());

static SERVER: LazyLock<Router> = LazyLock::new(|| serve("shared"));

/// A server of its own, for a test that changes something; `name` tells its files from others'.
pub(crate) fn serve(name: &str) -> Router {
    router(bench(name))
}

/// The address of a server that browsers can reach; started when first asked for.
pub(crate) fn live() -> String {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| {
        let listener = RUNTIME.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        RUNTIME.spawn(wuwei_workbench::serve(bench_at("live", address), listener, std::future::pending()));
        format!("http://{address}")
    });
    ADDRESS.clone()
}

/// A server of its own, with somebody who reads its log.
pub(crate) fn router_logging(name: &str, log: Log) -> Router {
    router(Start { log, ..Start::new(name) }.anew())
}

/// The state of a server of its own.
pub(crate) fn bench(name: &str) -> Arc<Workbench> {
    Start::new(name).anew()
}

/// The same with a store that holds nothing.
pub(crate) fn empty(name: &str) -> Arc<Workbench> {
    Start { is_filled: false, ..Start::new(name) }.anew()
}

/// The same as `bench` at an address.
pub(crate) fn bench_at(name: &str, address: SocketAddr) -> Arc<Workbench> {
    Start { address, ..Start::new(name) }.anew()
}

/// A server of the files that one of this name left, or new ones.
pub(crate) fn open(name: &str, access: Access, now: fn() -> Timestamp) -> Router {
    router(Start { access, now, ..Start::new(name) }.open())
}

/// The moment at which servers of tests live, and one eight days later.
pub(crate) const NOW: fn() -> Timestamp = || Timestamp::parse("2026-03-01T08:00:00.000Z").unwrap();
pub(crate) const LATER: fn() -> Timestamp = || Timestamp::parse("2026-03-09T08:00:00.000Z").unwrap();

/// How a server starts.
struct Start<'a> {
    name: &'a str,
    address: SocketAddr,
    access: Access,
    now: fn() -> Timestamp,
    log: Log,
    /// Whether the city is in the store.
    is_filled: bool,
}

impl Start<'_> {
    fn new(name: &str) -> Start<'_> {
        let access = Access::Operator(TokenDigest::of(TOKEN));
        Start { name, address: "127.0.0.1:5616".parse().unwrap(), access, now: NOW, log: |_| {}, is_filled: true }
    }

    /// With files of its own, whatever an earlier run with the same number left.
    fn anew(self) -> Arc<Workbench> {
        let _ = std::fs::remove_dir_all(folder(self.name));
        self.open()
    }

    fn open(self) -> Arc<Workbench> {
        let folder = folder(self.name);
        std::fs::create_dir_all(&folder).unwrap();
        // Connections of a store live as long as the runtime that opened them.
        let store = RUNTIME.block_on(Store::open(&database(self.name))).unwrap();
        let today = || Date::parse("2026-03-01").unwrap_or(Date::MIN);
        let library = Library::open(&Memory::new(today(), []), None).unwrap();
        let program = library.program();
        let plan = program.documents.iter().position(|document| document.id == PLAN).map(DocId::from_index).unwrap();
        let region = program.document(plan).region;
        if !folder.join("city").exists() {
            write_city(program, Wanted { region, enterprises: ENTERPRISES, seed: 5616 }, &folder.join("city")).unwrap();
        }
        let random = || {
            static NEXT: AtomicU64 = AtomicU64::new(1);
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            // Files that another run left behind bear other names.
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            bytes[8..12].copy_from_slice(&std::process::id().to_be_bytes());
            bytes[12..28].copy_from_slice(&since.as_nanos().to_be_bytes());
            bytes
        };
        let Start { address, access, now, log, is_filled, .. } = self;
        let setting = Setting { region, plan, address, hosts: Vec::new(), access, today, now, random, log };
        let library = Arc::new(library);
        let bench = RUNTIME.block_on(async {
            let about = About { actor: "test".to_string(), received_at: now(), learnt: Date::MIN };
            let city = Folder::open(&folder.join("city")).unwrap();
            if is_filled {
                intake::folder(&store, &library, &city, &about).await.unwrap();
            }
            Workbench::open(setting, store, library).await.unwrap()
        });
        Arc::new(bench)
    }
}

/// The databases of servers that keep their facts on PostgreSQL.
static POSTGRES: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

/// Lets a server of this name keep its facts on PostgreSQL; `false` where there is none, which is said.
pub(crate) fn on_postgres(name: &str) -> bool {
    let Some(url) = postgres::database() else { return false };
    POSTGRES.lock().unwrap().insert(name.to_string(), url);
    true
}

/// The address of the store of a server: a file of its own, unless it was let on PostgreSQL.
pub(crate) fn database(name: &str) -> String {
    let url = POSTGRES.lock().unwrap().get(name).cloned();
    url.unwrap_or_else(|| folder(name).join("wuwei.db").to_string_lossy().into_owned())
}

/// Each case as a test on either database; a case is given the name of its server.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $case() { super::$case(concat!("sqlite-", stringify!($case))); })*
        }
        mod postgres {
            $(#[test] fn $case() {
                let name = concat!("postgres-", stringify!($case));
                if $crate::server::on_postgres(name) {
                    super::$case(name);
                }
            })*
        }
    };
}

pub(crate) use on_both;

/// Where a server keeps its files.
pub(crate) fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("wuwei-workbench-{name}-{}", std::process::id()))
}

/// Codes and names of everybody in the city of a server.
pub(crate) fn people(name: &str) -> Vec<String> {
    let library = Library::open(&Memory::new(Date::MIN, []), None).unwrap();
    let program = library.program();
    let tables = Folder::open(&folder(name).join("city")).unwrap().tables(program).unwrap();
    let population = wuwei_facts::Population::new(program, &tables);
    let mut out = Vec::new();
    for (n, entity) in program.entities.iter().enumerate() {
        let kind = wuwei_ir::EntityId::from_index(n);
        for index in 0..wuwei_engine::Population::len(&population, kind) {
            let row = wuwei_engine::Row { entity: kind, index };
            for fact in [entity.key, entity.name].into_iter().flatten() {
                if let Some(wuwei_ir::Literal::Text(text)) =
                    wuwei_engine::Population::fact(&population, row, fact, None)
                {
                    out.push(text.to_string());
                }
            }
        }
    }
    out
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Sends a request to a server.
pub(crate) fn send(server: &Router, request: Request<Body>) -> Answer {
    let server = server.clone();
    RUNTIME.block_on(async move {
        let response = server.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    })
}

/// A request to the address of the server, with these headers.
pub(crate) fn request(method: Method, path: &str, more: &[(header::HeaderName, &str)], body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:5616");
    for (name, value) in more {
        request.headers_mut().unwrap().insert(name, value.parse().unwrap());
    }
    request.body(Body::from(body.to_string())).unwrap()
}

/// Asks the shared server, which no test changes.
pub(crate) fn ask(path: &str, more: &[(header::HeaderName, &str)]) -> Answer {
    let server = SERVER.clone();
    send(&server, request(Method::GET, path, more, ""))
}

/// The shared server, which no test changes.
pub(crate) fn shared() -> Router {
    SERVER.clone()
}

/// A page that must be there.
pub(crate) fn page(path: &str, lang: &str) -> String {
    let answer = ask(path, &[(header::COOKIE, &format!("lang={lang}"))]);
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

/// A browser: it keeps cookies, and sends the key of the form that it read.
pub(crate) struct Browser<'a> {
    server: &'a Router,
    cookies: Vec<(String, String)>,
    key: String,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(server: &'a Router, lang: &str) -> Browser<'a> {
        Browser { server, cookies: vec![("lang".to_string(), lang.to_string())], key: String::new() }
    }

    /// The same, with the operator signed in.
    pub(crate) fn operator(server: &'a Router, lang: &str) -> Browser<'a> {
        let mut browser = Browser::new(server, lang);
        browser.get("/operator");
        let signed = browser.post("/operator", &[("token", TOKEN)]);
        assert_eq!(signed.status, StatusCode::SEE_OTHER);
        browser
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "")
    }

    /// Sends a form of the page that was read last.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = self.key.clone();
        let fields = fields.iter().copied().chain([("form_key", key.as_str())]);
        let body: Vec<String> = fields.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, &[(header::CONTENT_TYPE, kind)], &body.join("&"))
    }

    pub(crate) fn send(
        &mut self,
        method: Method,
        path: &str,
        more: &[(header::HeaderName, &str)],
        body: &str,
    ) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let more: Vec<_> = more.iter().cloned().chain([(header::COOKIE, cookies.as_str())]).collect();
        let answer = send(self.server, request(method, path, &more, body));
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_string(), value.to_string()));
        }
        if let Some(key) = answer.body.split("name=\"form_key\" value=\"").nth(1) {
            self.key = key.split('"').next().unwrap_or_default().to_string();
        }
        answer
    }

    /// Sends a file with the fields of its form before it.
    pub(crate) fn post_file(&mut self, path: &str, what: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in [("form_key", self.key.as_str()), ("what", what)] {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes().chain(bytes.iter().copied()).chain("\r\n--edge--\r\n".bytes()));
        self.post_body(path, "multipart/form-data; boundary=edge", body)
    }

    /// Sends a body as it is.
    pub(crate) fn post_body(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let length = body.len().to_string();
        let more = [
            (header::COOKIE, cookies.join("; ")),
            (header::CONTENT_TYPE, kind.to_string()),
            (header::CONTENT_LENGTH, length),
        ];
        let more: Vec<_> = more.iter().map(|(name, value)| (name.clone(), value.as_str())).collect();
        let mut request = request(Method::POST, path, &more, "");
        *request.body_mut() = Body::from(body);
        send(self.server, request)
    }

    /// The key that forms of this browser carry.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Forgets the key, as a page of somebody else wouldn't know it.
    pub(crate) fn forget_key(&mut self) {
        self.key.clear();
    }
}

/// A value as a form sends it.
pub(crate) fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

/// Addresses within pages that lead to other pages of this server.
pub(crate) fn links(page: &str) -> Vec<String> {
    let each = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    each.filter(|link| link.starts_with('/')).map(|link| link.replace("&amp;", "&")).collect()
}
