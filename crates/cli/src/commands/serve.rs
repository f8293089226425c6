//! `wuwei serve`: the workbench in the browser.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use wuwei_facts::Folder;
use wuwei_project::World;
use wuwei_source::Lang;
use wuwei_workbench::{Setting, Snapshot, Workbench};

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
        let setting = Setting { region, plan, address, today: || Disk.today() };
        let bench = Arc::new(Workbench::new(setting, Snapshot::of(library, tables, notice)));
        let unable = |error: std::io::Error| {
            Failure::request(
                format!("不能在 {address} 上提供服务：{error}"),
                format!("can't serve on {address}: {error}"),
            )
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(unable)?;
        runtime.block_on(async {
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
