//! `wuwei list`

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value;
use wuwei_ir::Program;
use wuwei_project::{Listing, World, fill, list, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{near, region, sound_library};
use crate::table::{Align, Table, cut};
use crate::world::Disk;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// What to list
    #[arg(value_enum)]
    what: What,
    /// Only what this document declares
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// Only what belongs to this region: code, id or name
    #[arg(long)]
    region: Option<String>,
    /// As JSON, with every property
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    Entities,
    Statuses,
    Scores,
    Values,
    Benefits,
    Indicators,
    Targets,
    Actions,
    Parties,
    Documents,
    Mechanisms,
}

impl What {
    fn listing(self) -> Listing {
        match self {
            What::Entities => Listing::Entities,
            What::Statuses => Listing::Statuses,
            What::Scores => Listing::Scores,
            What::Values => Listing::Values,
            What::Benefits => Listing::Benefits,
            What::Indicators => Listing::Indicators,
            What::Targets => Listing::Targets,
            What::Actions => Listing::Actions,
            What::Parties => Listing::Parties,
            What::Documents => Listing::Documents,
            What::Mechanisms => Listing::Mechanisms,
        }
    }

    /// The properties shown as columns, without `--json`.
    fn columns(self) -> &'static [&'static str] {
        match self {
            What::Entities => &["name", "english", "counted_in", "facts"],
            What::Statuses | What::Values => &["name", "english", "entity", "document", "from", "until", "basis"],
            What::Scores => &["name", "english", "out_of", "entity", "document", "from", "until", "basis"],
            What::Benefits => &["name", "amount", "entity", "document", "from", "until", "basis"],
            What::Indicators => &["name", "english", "unit", "kind", "document"],
            What::Targets => &[
                "document",
                "action_number",
                "indicator",
                "operator",
                "value",
                "unit",
                "by",
                "kind",
                "owners",
                "latest",
                "gap",
            ],
            What::Actions => &["document", "number", "name", "english", "owners", "targets"],
            What::Parties => &["name", "english", "region", "actions"],
            What::Documents => &["id", "title", "region", "from", "until", "rules", "targets", "tests"],
            What::Mechanisms => &["slug", "term", "levels", "items"],
        }
    }
}

impl List {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let library = sound_library(global, lang)?;
        let mut rows = list(&library, self.what.listing(), Disk.today(), lang);
        self.filter(library.program(), &mut rows)?;
        if self.json {
            outln!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let columns = self.what.columns();
        let mut table = Table::new(&vec![Align::Left; columns.len()]);
        table.cells(columns.iter().map(|name| words(lang).column(name).to_string()).collect());
        for row in &rows {
            table.cells(columns.iter().map(|name| cut(&self.cell(row, name, lang), WIDEST)).collect());
        }
        out!("{}", table.show());
        outln!("{}", fill(words(lang).rows, &[("n", &rows.len())]));
        if let What::Mechanisms = self.what {
            let open = rows.iter().filter(|row| row["open"] == true).count();
            outln!("{}", fill(words(lang).mechanisms_open, &[("open", &open), ("done", &(rows.len() - open))]));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Keeps the rows of a document or region.
    fn filter(&self, program: &Program, rows: &mut Vec<Value>) -> Result<(), Failure> {
        let is_document = matches!(self.what, What::Documents);
        if let Some(id) = &self.document {
            if !program.documents.iter().any(|document| document.id == id.as_str()) {
                let hint = near(id, program.documents.iter().map(|document| document.id));
                return Err(Failure::request(
                    format!("没有编号为 `{id}` 的文件{}", hint.zh),
                    format!("no document has the id `{id}`{}", hint.en),
                ));
            }
            rows.retain(|row| row[if is_document { "id" } else { "document" }] == id.as_str());
        }
        if let Some(asked) = &self.region {
            let id = region(program, asked)?;
            let name = program.region(id).head.name;
            // What has no region of its own has its document's.
            let region_of = |row: &Value| -> Option<String> {
                if let Some(region) = row["region"].as_str() {
                    return Some(region.to_string());
                }
                let document = program.documents.iter().find(|document| row["document"] == document.id.as_str())?;
                Some(program.region(document.region).head.name.to_string())
            };
            rows.retain(|row| region_of(row).is_some_and(|region| name == region.as_str()));
        }
        Ok(())
    }

    /// A property as it stands in its column: in English the English name, where there is one.
    fn cell(&self, row: &Value, name: &str, lang: Lang) -> String {
        let words = words(lang);
        match name {
            "gap" if row["met"] == true => return words.met.to_string(),
            // The growth is what the target is about; the value that grew stands in `--json`.
            "latest" if row["growth"].is_number() => {
                let growth = row["growth"].as_f64().unwrap_or_default() * 100.0;
                return format!("{growth:.2}% ({})", row["latest"]["shown_period"].as_str().unwrap_or_default());
            }
            "facts" => return row["facts"].as_array().map_or(0, Vec::len).to_string(),
            _ => {}
        }
        // Where no column has the English names, they take the place of the others.
        if lang == Lang::En && matches!(name, "name" | "term") && !self.what.columns().contains(&"english") {
            let english = row["english"].as_str().or(row["name"].as_str());
            return english.unwrap_or_default().to_string();
        }
        let english = row.get(format!("{name}_english")).filter(|english| lang == Lang::En && english.is_string());
        shown(english.unwrap_or(&row[name]), lang)
    }
}

/// The widest cell; longer ones are cut.
const WIDEST: usize = 44;

/// More names than these would fill the screen; `--json` has them all.
const NAMES: usize = 3;

/// A name from an object of a row, in the language of the output.
fn name_of(object: &serde_json::Map<String, Value>, lang: Lang) -> String {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let english = text("english").filter(|_| lang == Lang::En);
    let name = english.or_else(|| text("party")).or_else(|| text("name")).unwrap_or("");
    let lead = object.get("lead") == Some(&Value::Bool(true));
    if lead { format!("{name}*") } else { name.to_string() }
}

/// A property in words.
fn shown(value: &Value, lang: Lang) -> String {
    match value {
        Value::Null => "–".to_string(),
        Value::String(text) => words(lang).kind(text).to_string(),
        Value::Array(all) => {
            let mut once: Vec<&Value> = Vec::new();
            let same = |a: &Value, b: &Value| a == b || (!a["name"].is_null() && a["name"] == b["name"]);
            // The same action of two documents is one name to read.
            all.iter().for_each(|item| {
                if !once.iter().any(|known| same(known, item)) {
                    once.push(item);
                }
            });
            let names = once.iter().take(NAMES).map(|item| match item {
                Value::Object(object) => name_of(object, lang),
                other => shown(other, lang),
            });
            let shown = names.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " });
            match once.len().saturating_sub(NAMES) {
                0 => shown,
                _ => fill(words(lang).and_others, &[("shown", &shown), ("n", &once.len())]),
            }
        }
        Value::Object(object) => {
            let part = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("");
            match object.get("value") {
                Some(value) => {
                    let conflict = if object.get("in_conflict") == Some(&Value::Bool(true)) { " *" } else { "" };
                    format!("{value}{} ({}){conflict}", part("unit"), part("shown_period"))
                }
                None => format!("{} {}", part("region"), part("indicator")).trim().to_string(),
            }
        }
        other => other.to_string(),
    }
}
