//! `wuwei list`

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value;
use wuwei_project::{Listing, fill, list, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::sound_library;
use crate::table::{Align, Table, cut};

#[derive(Debug, Args)]
pub(crate) struct List {
    /// What to list
    #[arg(value_enum)]
    what: What,
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
        let rows = list(&library, self.what.listing(), lang);
        if self.json {
            outln!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let columns = self.what.columns();
        let mut table = Table::new(&vec![Align::Left; columns.len()]);
        table.cells(columns.iter().map(|name| words(lang).column(name).to_string()).collect());
        for row in &rows {
            table.cells(columns.iter().map(|name| cell(&row[name], lang)).collect());
        }
        out!("{}", table.show());
        outln!("{}", fill(words(lang).rows, &[("n", &rows.len())]));
        if let What::Mechanisms = self.what {
            let open = rows.iter().filter(|row| row["open"] == true).count();
            outln!("{}", fill(words(lang).mechanisms_open, &[("open", &open), ("done", &(rows.len() - open))]));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A property in one cell.
fn cell(value: &Value, lang: Lang) -> String {
    let text = match value {
        Value::Null => "–".to_string(),
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let names = all.iter().map(|item| match item {
                Value::String(text) => text.clone(),
                Value::Object(object) => {
                    let name = object.get("party").or(object.get("name")).and_then(Value::as_str).unwrap_or("");
                    let lead = object.get("lead") == Some(&Value::Bool(true));
                    if lead { format!("{name}*") } else { name.to_string() }
                }
                other => other.to_string(),
            });
            let names: Vec<String> = names.collect();
            let join = if lang == Lang::Zh { "、" } else { ", " };
            // Lists of facts and items would fill the screen: their number says enough, `--json` has them all.
            if names.len() > 6 { names.len().to_string() } else { names.join(join) }
        }
        Value::Object(object) => {
            let part = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("");
            if let Some(value) = object.get("value") {
                let conflict = if object.get("in_conflict") == Some(&Value::Bool(true)) { " *" } else { "" };
                return format!("{value}{} ({}){conflict}", part("unit"), part("period"));
            }
            format!("{} {}", part("region"), part("indicator")).trim().to_string()
        }
        other => other.to_string(),
    };
    cut(&text, 44)
}
