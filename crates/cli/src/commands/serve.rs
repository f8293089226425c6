//! `wuwei serve`: the workbench in the browser.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use wuwei_facts::Folder;
use wuwei_project::World;
use wuwei_source::Lang;
use wuwei_store::{Store, Timestamp};
use wuwei_workbench::{Access, Setting, Snapshot, Workbench};

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{documents, sound_library};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Document whose targets stand on the first page, or a region with one plan
    #[arg(id = "served_plan", value_name = "DOC")]
    plan: String,
    /// Folder of facts
    #[arg(long, value_name = "DIR")]
    facts: Option<PathBuf>,
    /// Where facts and observations are kept: a file, or a `postgres://` address
    #[arg(long, value_name = "ADDRESS", default_value = "wuwei.db")]
    store: String,
    /// Port on this machine
    #[arg(long, default_value_t = 5616)]
    port: u16,
}

impl Serve {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let library = Arc::new(sound_library(global, lang)?);
        let plan = match documents(&library, &self.plan)?[..] {
            [plan] => plan,
            _ => {
                return Err(Failure::request(
                    format!("{} 有不止一份计划，写明文件编号", self.plan),
                    format!("{} has more than one plan; name the document", self.plan),
                ));
            }
        };
        let region = library.program().document(plan).region;
        let (tables, notice) = match &self.facts {
            None => (Vec::new(), [None, None]),
            Some(path) => {
                let folder = Folder::open(path)?;
                let manifest = folder.manifest();
                let told = |text: &str| manifest.synthetic.then(|| text.to_string());
                let notice = [told(&manifest.notice_zh), told(&manifest.notice_en)];
                (folder.tables(library.program())?, notice)
            }
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let access = Access::ReadOnly;
        let log = |line: &str| eprintln!("{line}");
        let setting = Setting { region, plan, address, access, today: || Disk.today(), now, random, log };
        let unable = |error: std::io::Error| {
            Failure::request(
                format!("不能在 {address} 上提供服务：{error}"),
                format!("can't serve on {address}: {error}"),
            )
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(unable)?;
        runtime.block_on(async {
            let store = Store::open(&self.store).await.map_err(|error| Failure::Request(error.text()))?;
            let bench = Arc::new(Workbench::new(setting, store, Snapshot::of(library, tables, notice)));
            let listener = tokio::net::TcpListener::bind(address).await.map_err(unable)?;
            outln!("http://{address}");
            let end = async {
                // Whoever can't wait for the signal serves until he is killed.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            wuwei_workbench::serve(bench, listener, end).await.map_err(unable)
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn now() -> Timestamp {
    Timestamp::from_system(std::time::SystemTime::now()).unwrap_or(Timestamp::EPOCH)
}

/// Bytes from the system. Without them nobody could be told from anybody else, so nothing is served then.
#[expect(clippy::expect_used, reason = "a system without randomness can't serve anybody safely")]
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
