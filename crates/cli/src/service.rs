//! The workbench as a program of this machine: its store, its address, the operator's token, its end.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use wuwei_facts::Folder;
use wuwei_ir::{Date, DocId};
use wuwei_project::Library;
use wuwei_source::Lang;
use wuwei_store::{Store, StoreError, Timestamp};
use wuwei_workbench::{Access, Setting, TokenDigest, Workbench, intake, may_listen};

use crate::failure::Failure;
use crate::session::read;
use crate::terminal;

/// A workbench that is going to be served.
pub(crate) struct Service {
    pub(crate) library: Arc<Library>,
    pub(crate) plan: DocId,
    /// Where facts and observations are kept.
    pub(crate) store: String,
    /// Facts to take in, if the store doesn't hold them yet.
    pub(crate) facts: Option<PathBuf>,
    pub(crate) address: SocketAddr,
    /// Other names under which it answers.
    pub(crate) hosts: Vec<String>,
    pub(crate) token: Token,
    pub(crate) today: fn() -> Date,
    /// Whether a browser is opened at the first page.
    pub(crate) is_opened: bool,
    pub(crate) lang: Lang,
}

/// The token of the operator.
pub(crate) enum Token {
    /// Nobody changes anything.
    Nobodys,
    /// Made up for as long as the server runs, and shown on the terminal.
    Shown(String),
    /// Known to the operator already.
    Known(String),
}

/// A token shorter than this can be guessed.
const SHORTEST: usize = 16;

impl Token {
    /// A new one that nobody can foresee.
    pub(crate) fn made() -> Token {
        const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
        let groups: Vec<String> = random()[..20].chunks(5).map(|five| five.iter().map(letter).collect()).collect();
        Token::Shown(groups.join("-"))
    }

    /// The first line of a file.
    pub(crate) fn read(path: &Path) -> Result<Token, Failure> {
        let (name, bytes) = read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        let token = text.lines().next().unwrap_or_default().trim();
        if token.chars().count() < SHORTEST {
            return Err(Failure::request(
                format!("{name} 的第一行是操作口令，至少要 {SHORTEST} 个字符"),
                format!("the first line of {name} is the operator's token and needs at least {SHORTEST} characters"),
            ));
        }
        Ok(Token::Known(token.to_string()))
    }

    fn access(&self) -> Access {
        match self {
            Token::Nobodys => Access::ReadOnly,
            Token::Shown(token) | Token::Known(token) => Access::Operator(TokenDigest::of(token)),
        }
    }
}

impl Service {
    /// Serves until it is interrupted.
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let was_chosen = matches!(self.token, Token::Known(_));
        may_listen(self.address.ip(), &self.token.access(), was_chosen).map_err(Failure::Request)?;
        terminal::end_gently_when_interrupted();
        let unable = unable(self.address);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(&unable)?;
        runtime.block_on(self.serve())?;
        Ok(ExitCode::SUCCESS)
    }

    async fn serve(self) -> Result<(), Failure> {
        // The address is taken first: there is no sense in taking facts in for a server that can't start.
        let listener = tokio::net::TcpListener::bind(self.address).await.map_err(unable(self.address))?;
        let address = listener.local_addr().map_err(unable(self.address))?;
        let store = Store::open(&self.store).await.map_err(|error| stored(&error))?;
        if let Some(folder) = &self.facts {
            self.take_in(&store, folder).await?;
        }
        let region = self.library.program().document(self.plan).region;
        let access = self.token.access();
        let setting = Setting {
            region,
            plan: self.plan,
            address,
            hosts: self.hosts,
            access,
            today: self.today,
            now,
            random,
            log,
        };
        let bench =
            Workbench::open(setting, store.clone(), self.library.clone()).await.map_err(|error| stored(&error))?;
        let url = format!("http://{address}");
        outln!("{url}");
        if let Token::Shown(token) = &self.token {
            let said = match self.lang {
                Lang::Zh => "操作口令（上传数据时用，停止服务后失效）",
                Lang::En => "Operator's token, for uploading data; it ends with the server",
            };
            outln!("{said}: {token}");
        }
        outln!("{}", if self.lang == Lang::Zh { "按 Ctrl-C 停止" } else { "Ctrl-C ends it" });
        if self.is_opened && open::that_detached(&url).is_err() {
            outln!(
                "{}",
                if self.lang == Lang::Zh {
                    "请在浏览器里打开上面的网址"
                } else {
                    "Open this address in a browser"
                }
            );
        }
        wuwei_workbench::serve(Arc::new(bench), listener, interrupted()).await.map_err(unable(address))?;
        store.close().await;
        Ok(())
    }

    async fn take_in(&self, store: &Store, folder: &Path) -> Result<(), Failure> {
        let folder = Folder::open(folder)?;
        let about = intake::About { actor: "wuwei".to_string(), received_at: now(), learnt: Date::MIN };
        let taken = intake::folder(store, &self.library, &folder, &about).await;
        taken.map(|_| ()).map_err(|error| Failure::Request(error.text()))
    }
}

/// Comes true when somebody presses Ctrl-C, or when the system that runs the server wants it to end.
async fn interrupted() {
    // Whoever can't wait for a signal serves until he is killed.
    let pressed = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let told = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let told = std::future::pending::<()>();
    tokio::select! {
        () = pressed => {}
        () = told => {}
    }
}

fn stored(error: &StoreError) -> Failure {
    Failure::Request(error.text())
}

fn unable(address: SocketAddr) -> impl Fn(std::io::Error) -> Failure {
    move |error| {
        Failure::request(format!("不能在 {address} 上提供服务：{error}"), format!("can't serve on {address}: {error}"))
    }
}

/// What the server did, one line each, beside what people are told.
fn log(line: &str) {
    eprintln!("{line}");
}

fn now() -> Timestamp {
    Timestamp::from_system(SystemTime::now()).unwrap_or(Timestamp::EPOCH)
}

/// Bytes from the system. Without them nobody could be told from anybody else, so nothing is served then.
#[expect(clippy::expect_used, reason = "a system without randomness can't serve anybody safely")]
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
