//! `wuwei show`

use std::process::ExitCode;

use clap::Args;
use wuwei_project::show;
use wuwei_source::{Lang, did_you_mean};

use crate::args::Global;
use crate::failure::Failure;
use crate::session::sound_library;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A rule, indicator or fact; in full where names repeat: document.name
    name: String,
}

impl Show {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let library = sound_library(global, lang)?;
        match show(&library, &self.name, lang) {
            Some(text) => {
                out!("{text}");
                Ok(ExitCode::SUCCESS)
            }
            None => Err(unknown(library.program(), &self.name)),
        }
    }
}

/// A name that means nothing, with names that it may be meant for.
pub(crate) fn unknown(program: &wuwei_ir::Program, name: &str) -> Failure {
    let groups = program.groups.iter().map(|group| group.name);
    let others = program.indicators.iter().map(|item| item.head.name).chain(program.facts.iter().map(|fact| fact.name));
    let near: Vec<&str> = did_you_mean(name, groups.chain(others)).into_iter().map(|name| name.as_str()).collect();
    let hint = |start: &str, join: &str, end: &str| {
        if near.is_empty() { String::new() } else { format!("{start}{}{end}", near.join(join)) }
    };
    Failure::request(
        format!("没有名为 `{name}` 的规则、指标或事实{}", hint("。是不是 ", "、", "？")),
        format!("no rule, indicator or fact is called `{name}`{}", hint(". Did you mean ", " or ", "?")),
    )
}
