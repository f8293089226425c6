//! `wuwei verify`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};
use wuwei_engine::Value;
use wuwei_ir::{Program, Type};
use wuwei_project::{explain_words, fill, show_value, words};
use wuwei_reason::proof::{Answered, Edition, Signed, Verification, VerifyingKey, verify};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::key::{not_a_key, read_text};
use crate::failure::{FOUND, Failure};
use crate::session::{read, sound_library};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The proof
    #[arg(id = "proof", value_name = "FILE")]
    file: PathBuf,
    /// The public key that must have signed it
    #[arg(long, id = "public_key", value_name = "PUB")]
    key: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// So many answers are shown one by one.
const SHOWN: usize = 12;

impl Verify {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let key = match &self.key {
            Some(path) => Some(VerifyingKey::from_pem(&read_text(path)?).map_err(|_| not_a_key(path))?),
            None => None,
        };
        let (_, bytes) = read(&self.file)?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let edition = Edition::of(program, &library.sources);
        let checked = verify(program, &library.sources, &edition, &bytes, key.as_ref());
        if self.json {
            let json = as_json(program, &checked, lang);
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else {
            out!("{}", as_text(program, &checked, key.is_some(), lang));
        }
        Ok(if checked.holds() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
    }
}

fn verdict(answer: &Answered, lang: Lang) -> Option<&'static str> {
    let words = words(lang);
    Some(match answer.mark.as_str() {
        "yes" => words.yes,
        "no" => words.no,
        "unknown" => words.unknown,
        "not_applicable" => words.not_applicable,
        "not_computable" => words.not_computable,
        _ => return None,
    })
}

fn shown(program: &Program, answer: &Answered, lang: Lang) -> String {
    let value = match &answer.value {
        Some((ty, value)) if *ty != Type::Truth && !matches!(value, Value::Absent) => {
            Some(show_value(program, *ty, None, value, lang))
        }
        _ => None,
    };
    match (verdict(answer, lang), value) {
        (Some(verdict), Some(value)) if !["no", "not_applicable"].contains(&answer.mark.as_str()) => {
            format!("{verdict} · {value}")
        }
        (Some(verdict), _) => verdict.to_string(),
        (None, Some(value)) => value,
        (None, None) => words(lang).not_known.to_string(),
    }
}

fn as_text(program: &Program, checked: &Verification, asked_for_key: bool, lang: Lang) -> String {
    let words = explain_words(lang);
    let about = &checked.about;
    let mut out = String::new();
    if let Some(day) = about.as_of {
        let key = about.key.as_deref().unwrap_or("");
        let entity = program.entity_named(&about.kind).map(|entity| program.entity(entity).head.shown(lang));
        let kind = entity.unwrap_or(&about.kind);
        out += &fill(words.proof_of, &[("kind", &kind), ("key", &key), ("day", &day)]);
        out.push('\n');
        for answer in about.answers.iter().take(SHOWN) {
            let text = shown(program, answer, lang);
            let head = answer.group.map(|group| &program.item(program.group(group).versions[0]).head);
            let rule = match head.and_then(|head| head.label) {
                Some(label) if lang == Lang::En => label.as_str(),
                _ => &answer.rule,
            };
            out += &format!("  {}\n", fill(words.rule_is, &[("rule", &rule), ("answer", &text)]));
        }
        if about.answers.len() > SHOWN {
            out += &format!("  {}\n", fill(words.more_rules, &[("n", &(about.answers.len() - SHOWN))]));
        }
    }
    if let Some(notice) = &about.notice {
        out += &format!("⚠ {}\n", notice.get(lang));
    }
    if checked.holds() {
        out += &fill(words.made_with, &[("n", &about.documents)]);
        out.push('\n');
        out += &fill(words.facts_of, &[("n", &about.facts)]);
        if about.missing > 0 {
            out += &fill(words.facts_missing, &[("n", &about.missing)]);
        }
        if !about.files.is_empty() {
            let (open, close, comma) = if lang == Lang::Zh { ("（", "）", "、") } else { (" (", ")", ", ") };
            let files: Vec<String> =
                about.files.iter().map(|(file, day)| format!("{file}{open}{day}{close}")).collect();
            out += &fill(words.files, &[("files", &files.join(comma))]);
        }
        out += if lang == Lang::Zh { "。\n" } else { ".\n" };
        out += &fill(words.steps_followed, &[("n", &about.steps)]);
        out.push('\n');
    }
    match &checked.signed {
        Signed::Not if checked.holds() => out += &format!("{}\n", words.unsigned),
        Signed::By(key) if !asked_for_key => out += &format!("{}\n", fill(words.unknown_key, &[("key", key)])),
        Signed::By(key) if checked.holds() => out += &format!("{}\n", fill(words.signed_by, &[("key", key)])),
        _ => {}
    }
    if checked.holds() {
        return out + words.holds + "\n";
    }
    out += &format!("{}\n", words.holds_not);
    for finding in &checked.findings {
        out += &format!("  {}\n", finding.text().get(lang));
    }
    out
}

fn as_json(program: &Program, checked: &Verification, lang: Lang) -> Json {
    let about = &checked.about;
    let answers: Vec<Json> = about
        .answers
        .iter()
        .map(|answer| json!({ "rule": answer.rule, "mark": answer.mark, "value": shown(program, answer, lang) }))
        .collect();
    let findings: Vec<Json> = checked
        .findings
        .iter()
        .map(|finding| json!({ "kind": finding.word(), "text": finding.text().get(lang) }))
        .collect();
    let files: Vec<Json> =
        about.files.iter().map(|(file, day)| json!({ "file": file, "learnt": day.to_string() })).collect();
    let mut out = json!({
        "holds": checked.holds(),
        "findings": findings,
        "kind": about.kind,
        "entity": about.key,
        "as_of": about.as_of.map(|day| day.to_string()),
        "answers": answers,
        "documents": about.documents,
        "facts": about.facts,
        "missing": about.missing,
        "tables": files,
        "steps": about.steps,
        "signed": match &checked.signed {
            Signed::Not => "no",
            Signed::By(_) => "yes",
            Signed::Wrongly => "wrongly",
        },
        "signed_by": match &checked.signed {
            Signed::By(key) => Some(key),
            _ => None,
        },
        "compiler": about.compiler,
    });
    if let Some(notice) = &about.notice {
        out["notice"] = json!(notice.get(lang));
    }
    out
}
