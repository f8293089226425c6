//! `wuwei explain`

use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wuwei_engine::Evaluator;
use wuwei_ir::GroupId;
use wuwei_project::{Explanation, explain, explanation_json};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::show::not_explained;
use crate::failure::Failure;
use crate::session::{About, Facts, day, sound_library};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    about: About,
    /// The rule; in full where names repeat: document.name
    name: String,
}

impl Explain {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.about.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let facts = Facts::open(program, &self.about.facts)?;
        let found = facts.subject(program, &self.about.id, self.about.kind.as_deref())?;
        let matching = |n: &usize| {
            let group = &program.groups[*n];
            group.entity == found.row.entity && program.is_called(GroupId::from_index(*n), &self.name)
        };
        let Some(group) = (0..program.groups.len()).find(matching).map(GroupId::from_index) else {
            return Err(not_explained(program, &self.name, found.row.entity));
        };
        let evaluator = Evaluator::new(program, facts.population(), as_of);
        let trace = evaluator.trace(group, found.row);
        let colour = terminal::colour(global.color) && !self.about.json;
        let explanation = Explanation { library: &library, population: Some(facts.population()), lang, as_of, colour };
        if self.about.json {
            let mut json = json!({
                "entity": found.key.as_str(),
                "as_of": as_of.to_string(),
                "proof": explanation_json(&explanation, &trace),
            });
            if let Some(notice) = facts.notice(lang) {
                json["notice"] = json!(notice);
            }
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else {
            if let Some(notice) = facts.notice(lang) {
                outln!("⚠ {notice}");
            }
            outln!("{} {}  {as_of}", found.called.map_or("", |name| name.as_str()), found.key);
            out!("{}", explain(&explanation, &trace));
        }
        Ok(ExitCode::SUCCESS)
    }
}
