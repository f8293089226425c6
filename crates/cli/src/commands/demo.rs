//! `wuwei demo`: the workbench over the shipped library and a city that is made up.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use wuwei_facts::synth::{Wanted, write_city};
use wuwei_ir::Date;
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::service::{Service, Token};
use crate::session::{documents, sound_library};

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder for the synthetic city and its store
    #[arg(long = "out", id = "demo_out", value_name = "DIR", default_value = "data/demo")]
    out: PathBuf,
    /// How many enterprises
    #[arg(long, default_value_t = 5000)]
    enterprises: u32,
    /// Port on this machine
    #[arg(long, default_value_t = 5616)]
    port: u16,
    /// Open no browser
    #[arg(long)]
    no_open: bool,
}

/// The plan on the first page.
const PLAN: &str = "changchun.action-plan-2025";
const SEED: u64 = 5616;
/// What is today in the demonstration: the city's figures end with 2025, and by then those of the plan were published too.
const TODAY: (i32, u32, u32) = (2026, 3, 1);

impl Demo {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let library = Arc::new(sound_library(global, lang)?);
        let program = library.program();
        let Some(plan) = documents(&library, PLAN)?.first().copied() else {
            return Err(Failure::request(format!("文件库里没有 {PLAN}"), format!("the library has no {PLAN}")));
        };
        let region = program.document(plan).region;
        let city = self.out.join("city");
        let store = self.out.join("wuwei.db");
        if store.exists() {
            let file = store.display();
            outln!(
                "{}",
                match lang {
                    Lang::Zh => format!("接着用上次的数据；要重新开始，删掉 {file}"),
                    Lang::En => format!("Going on with the data of last time; to begin anew, remove {file}"),
                }
            );
        } else {
            let people = format!("{}", self.enterprises);
            outln!(
                "{}",
                match lang {
                    Lang::Zh => format!("生成一座有 {people} 家企业的合成城市，写在 {} ……", self.out.display()),
                    Lang::En => format!("Making up a city with {people} enterprises, in {} …", self.out.display()),
                }
            );
            write_city(program, Wanted { region, enterprises: self.enterprises, seed: SEED }, &city)?;
        }
        let service = Service {
            plan,
            store: store.to_string_lossy().into_owned(),
            facts: Some(city).filter(|city| city.exists()),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)),
            hosts: Vec::new(),
            token: Token::made(),
            today: || Date::from_ymd(TODAY.0, TODAY.1, TODAY.2).unwrap_or(Date::MIN),
            is_opened: !self.no_open,
            lang,
            library,
        };
        service.run()
    }
}
