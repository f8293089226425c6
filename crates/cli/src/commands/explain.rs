//! `wuwei explain`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wuwei_engine::{Evaluator, Trace};
use wuwei_facts::replace_file;
use wuwei_ir::{Date, GroupId, Program};
use wuwei_project::{
    Explanation, Library, explain, explain_html, explain_whole, explain_words, explanation_json, fill,
};
use wuwei_reason::proof::{Edition, SecretKey, prove};
use wuwei_source::{Lang, Text};

use crate::args::Global;
use crate::commands::key::{not_a_key, read_text};
use crate::commands::show::not_explained;
use crate::failure::Failure;
use crate::session::{About, Facts, Found, day, sound_library};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    about: About,
    /// The rule; in full where names repeat: document.name. With --proof all rules where none is named
    #[arg(id = "explain_name", value_name = "NAME")]
    name: Option<String>,
    /// Also what decided nothing
    #[arg(long)]
    all: bool,
    /// As a page
    #[arg(long, conflicts_with_all = ["json", "all"])]
    html: bool,
    /// Where the page or the JSON is written (default: standard output)
    #[arg(long = "out", id = "explain_out", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write a proof that `wuwei verify` can check without the facts
    #[arg(long, id = "proof_file", value_name = "FILE")]
    proof: Option<PathBuf>,
    /// Sign the proof with this key
    #[arg(long, id = "sign_key", value_name = "KEYFILE", requires = "proof_file")]
    sign: Option<PathBuf>,
}

/// What is explained.
struct Case<'c> {
    library: &'c Library,
    facts: &'c Facts<'c>,
    found: Found,
    as_of: Date,
    lang: Lang,
}

impl Explain {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.about.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let facts = Facts::open(program, &self.about.facts)?;
        let found = facts.subject(program, &self.about.id, self.about.kind.as_deref())?;
        let rule = self.name.as_deref().map(|name| rule(program, name, found)).transpose()?;
        if rule.is_none() && self.proof.is_none() {
            return Err(Failure::request(
                "要解释哪一条规则？写出名称；`wuwei ask` 列出全部规则。用 --proof 可以一次证明全部规则",
                "which rule is to be explained? Name it; `wuwei ask` lists all. With --proof all rules can be proven at once",
            ));
        }
        let key = self.sign.as_deref().map(secret_key).transpose()?;
        let case = Case { library: &library, facts: &facts, found, as_of, lang };
        if let Some(group) = rule {
            let evaluator = Evaluator::new(program, facts.population(), as_of);
            self.show(&case, &evaluator.trace(group, found.row), global)?;
        }
        if let Some(path) = &self.proof {
            self.write_proof(&case, rule, path, key.as_ref())?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self, case: &Case<'_>, trace: &Trace, global: &Global) -> Result<(), Failure> {
        let Case { library, facts, found, as_of, lang } = *case;
        let is_text = !self.about.json && !self.html;
        let colour = terminal::colour(global.color) && is_text && self.out.is_none();
        let explanation = Explanation { library, population: Some(facts.population()), lang, as_of, colour };
        let notice = facts.notice(lang);
        let called = found.called.map_or("", |name| name.as_str());
        let text = if self.about.json {
            let mut json = json!({
                "entity": found.key.as_str(),
                "as_of": as_of.to_string(),
                "proof": explanation_json(&explanation, trace),
            });
            if let Some(notice) = notice {
                json["notice"] = json!(notice);
            }
            serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"
        } else if self.html {
            explain_html(&explanation, trace, (called, found.key.as_str()), notice)
        } else {
            let notice = notice.map_or_else(String::new, |notice| format!("⚠ {notice}\n"));
            let tree = if self.all { explain_whole(&explanation, trace) } else { explain(&explanation, trace) };
            format!("{notice}{called} {}  {as_of}\n{tree}", found.key)
        };
        match &self.out {
            Some(path) => {
                replace_file(path, text.as_bytes())?;
                outln!("{}", fill(wuwei_project::words(lang).rows_written, &[("file", &path.display())]));
            }
            None => out!("{text}"),
        }
        Ok(())
    }

    fn write_proof(
        &self,
        case: &Case<'_>,
        rule: Option<GroupId>,
        path: &Path,
        key: Option<&SecretKey>,
    ) -> Result<(), Failure> {
        let program = case.library.program();
        let edition = Edition::of(program, &case.library.sources);
        let in_force = |group: &GroupId| {
            let of = program.group(*group);
            of.entity == case.found.row.entity && !of.yearly && program.version(*group, case.as_of).is_some()
        };
        let rules = match rule {
            Some(rule) => vec![rule],
            None => (0..program.groups.len()).map(GroupId::from_index).filter(in_force).collect(),
        };
        let with = (program, &*case.library.sources, &edition);
        let told = |lang| case.facts.notice(lang);
        let notice = told(Lang::Zh).zip(told(Lang::En)).map(|(zh, en)| Text::new(zh, en));
        let proven = prove(with, case.facts.population(), case.as_of, case.found.row, &rules, notice.as_ref());
        replace_file(path, proven.text(key).as_bytes())?;
        let words = explain_words(case.lang);
        let (file, digest) = (path.display(), &proven.digest()[..12]);
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("file", &file), ("steps", &proven.steps()), ("facts", &proven.facts()), ("digest", &digest)];
        let mut text = fill(words.written, &values);
        if let Some(key) = key {
            text += if case.lang == Lang::Zh { "" } else { " " };
            text += &fill(words.signed_by, &[("key", &key.verifying().hex())]);
        }
        // What stands on standard output for a program stays alone there.
        if self.about.json || self.html {
            eprintln!("{text}");
        } else {
            outln!("{text}");
        }
        Ok(())
    }
}

/// The rule about a subject with this name.
fn rule(program: &Program, name: &str, found: Found) -> Result<GroupId, Failure> {
    let matching = |n: &usize| {
        let group = &program.groups[*n];
        group.entity == found.row.entity && program.is_called(GroupId::from_index(*n), name)
    };
    let group = (0..program.groups.len()).find(matching).map(GroupId::from_index);
    group.ok_or_else(|| not_explained(program, name, found.row.entity))
}

fn secret_key(path: &Path) -> Result<SecretKey, Failure> {
    SecretKey::from_pem(&read_text(path)?).map_err(|_| not_a_key(path))
}
