//! `wuwei show`

use std::process::ExitCode;

use clap::Args;
use wuwei_ir::{EntityId, Program};
use wuwei_project::show;
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{near, sound_library};

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
pub(crate) fn unknown(program: &Program, name: &str) -> Failure {
    let groups = program.groups.iter().map(|group| group.name);
    let others = (program.indicators.iter().map(|item| item.head.name))
        .chain(program.facts.iter().map(|fact| fact.name))
        .chain(program.parties.iter().map(|item| item.head.name))
        .chain(program.regions.iter().map(|item| item.head.name))
        .chain(program.documents.iter().map(|document| document.id));
    let hint = near(name, groups.chain(others));
    Failure::request(
        format!("没有名为 `{name}` 的规则、指标、事实或别的条目{}", hint.zh),
        format!("no rule, indicator, fact or other item is called `{name}`{}", hint.en),
    )
}

/// Why a name can't be explained for a subject: it is no rule, one of another kind of subject, or nothing at all.
pub(crate) fn not_explained(program: &Program, name: &str, entity: EntityId) -> Failure {
    let of = |entity: EntityId| program.entity(entity).head.name;
    let wanted = of(entity);
    let other = program.groups.iter().find(|group| group.name == name);
    if let Some(group) = other {
        let kind = of(group.entity);
        return Failure::request(
            format!("`{name}` 是关于{kind}的规则，问的是一个{wanted}"),
            format!("`{name}` is a rule about {kind}, and a {wanted} was asked about"),
        );
    }
    let is_fact = program.facts.iter().any(|fact| fact.name == name);
    if is_fact || program.indicators.iter().any(|indicator| indicator.head.name == name) {
        let (zh, en) = if is_fact { ("事实", "a fact") } else { ("指标", "an indicator") };
        return Failure::request(
            format!("`{name}` 是{zh}，不是规则，没有推理过程。`wuwei show {name}` 看它的含义和用处"),
            format!(
                "`{name}` is {en}, no rule, and has no proof; `wuwei show {name}` says what it means and where it is used"
            ),
        );
    }
    unknown(program, name)
}
