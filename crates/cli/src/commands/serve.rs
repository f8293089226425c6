//! `wuwei serve`: the workbench in the browser.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use wuwei_project::World as _;
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::service::{Service, Token};
use crate::session::{documents, sound_library};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Document whose targets stand on the first page, or a region with one plan
    #[arg(id = "served_plan", value_name = "DOC")]
    plan: String,
    /// Folder of facts to take in, if the store holds none of them yet
    #[arg(long = "facts", id = "facts_taken", value_name = "DIR")]
    facts: Option<PathBuf>,
    /// Where facts and observations are kept: a file, or a `postgres://` address
    #[arg(long, value_name = "ADDRESS", default_value = "wuwei.db")]
    store: String,
    /// Port on this machine
    #[arg(long, default_value_t = 5616)]
    port: u16,
    /// Address to listen on; others than this machine's own need `--read-only` or `--token-file`
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Another name under which it answers, as that of a server in front of it; can be repeated
    #[arg(long = "host", id = "host_name", value_name = "NAME")]
    hosts: Vec<String>,
    /// Let nobody change anything
    #[arg(long, conflicts_with = "token_file")]
    read_only: bool,
    /// File whose first line is the operator's token (default: one is made up and shown)
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
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
        let token = match (&self.token_file, self.read_only) {
            (_, true) => Token::Nobodys,
            (Some(file), false) => Token::read(file)?,
            (None, false) => Token::made(),
        };
        let service = Service {
            library,
            plan,
            store: self.store.clone(),
            facts: self.facts.clone(),
            address: SocketAddr::new(self.bind, self.port),
            hosts: self.hosts.clone(),
            token,
            today: || Disk.today(),
            is_opened: false,
            lang,
        };
        service.run()
    }
}
