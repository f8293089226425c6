//! Where a fact comes from, in words and as data.

use serde_json::{Value as Json, json};
use wuwei_engine::Origin;
use wuwei_source::Lang;

use crate::words::{explain_words, fill};

/// Where a fact comes from, as people read it: `企业.csv 第 2 行，2026-03-01 得知`.
pub fn show_origin(origin: Option<Origin>, lang: Lang) -> String {
    let words = explain_words(lang);
    match origin {
        None => words.not_recorded.to_string(),
        Some(Origin::Synthetic) => words.synthetic.to_string(),
        Some(Origin::Supposed) => words.supposed.to_string(),
        Some(Origin::Table { file, sheet, row, learnt }) => {
            let text = if sheet.is_some() { words.from_sheet } else { words.from_row };
            let sheet = sheet.map_or("", |sheet| sheet.as_str());
            fill(text, &[("file", &file), ("sheet", &sheet), ("row", &row), ("day", &learnt)])
        }
    }
}

/// The origin of a known fact for programs.
pub(super) fn json(origin: Option<Origin>) -> Json {
    match origin {
        None => json!({ "kind": "not_recorded" }),
        Some(Origin::Synthetic) => json!({ "kind": "synthetic" }),
        Some(Origin::Supposed) => json!({ "kind": "supposed" }),
        Some(Origin::Table { file, sheet, row, learnt }) => json!({
            "kind": "table",
            "file": file.as_str(),
            "sheet": sheet.map(|sheet| sheet.as_str()),
            "row": row,
            "learnt": learnt.to_string(),
        }),
    }
}
