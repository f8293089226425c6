//! The list as a table for spreadsheet programs: one row a target, numbers as numbers.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::Value as Json;
use wuwei_ir::Date;
use wuwei_plan::progress::TargetProgress;
use wuwei_source::Lang;

use super::json::{KEYED, plan_json};
use crate::library::Library;

/// Titles of the columns in both languages, and how wide they are in a workbook.
const COLUMNS: [(&str, &str, f64); 28] = [
    ("文件", "document", 24.0),
    ("区域", "region", 10.0),
    ("序号", "no.", 6.0),
    ("行动", "action", 28.0),
    ("指标", "indicator", 26.0),
    ("算子", "operator", 6.0),
    ("目标值", "target", 10.0),
    ("单位", "unit", 8.0),
    ("期限", "by", 10.0),
    ("判定", "verdict", 10.0),
    ("亮灯", "light", 10.0),
    ("最新值", "latest", 10.0),
    ("最新值单位", "unit of latest", 10.0),
    ("时期", "period", 10.0),
    ("来源", "source", 24.0),
    ("差距", "gap", 10.0),
    ("此后每年需", "pace needed", 12.0),
    ("此前每年", "pace so far", 12.0),
    ("预测下限", "forecast low", 10.0),
    ("预测上限", "forecast high", 10.0),
    ("达到的可能", "probability", 10.0),
    ("原因", "cause", 60.0),
    ("目标高低", "ambition", 12.0),
    ("牵头单位", "lead", 20.0),
    ("配合单位", "supporting", 30.0),
    ("条款", "article", 30.0),
    ("位置", "place", 30.0),
    ("编号", "keys", 40.0),
];

enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

fn cell(value: &Json) -> Cell {
    match value {
        Json::String(text) if !text.is_empty() => Cell::Text(text.clone()),
        Json::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::Number),
        Json::Object(of) => {
            let part = |name: &str| of.get(name).and_then(Json::as_str).unwrap_or("");
            Cell::Text(format!("{} {}", part("region"), part("indicator")).trim().to_string())
        }
        _ => Cell::Empty,
    }
}

/// The cells of a row, in the order of the columns.
fn cells(library: &Library, found: &TargetProgress, lang: Lang) -> Vec<Cell> {
    let row = plan_json(library, found, lang);
    let light = match (lang, &row["light"]["english"]) {
        (Lang::En, Json::String(english)) => Cell::Text(english.clone()),
        _ => cell(&row["light"]["name"]),
    };
    let is_led = row["owners"].as_array().is_some_and(|all| all.iter().any(|owner| owner["lead"] == true));
    let owners = |lead: bool| {
        let all = row["owners"].as_array().into_iter().flatten().filter(|owner| (owner["lead"] == true) == lead);
        let name = |owner: &Json| match (lang, &owner["english"]) {
            (Lang::En, Json::String(english)) => english.clone(),
            _ => owner["party"].as_str().unwrap_or("").to_string(),
        };
        let names: Vec<String> = all.map(name).collect();
        cell(&Json::String(names.join(if lang == Lang::Zh { "、" } else { "; " })))
    };
    let keys: Vec<String> =
        KEYED.iter().filter_map(|(field, _)| row["keys"][field].as_str().map(|key| format!("{field} {key}"))).collect();
    // Bodies of which the text names none as leading are responsible together.
    let (lead, support) = if is_led { (owners(true), owners(false)) } else { (Cell::Empty, owners(false)) };
    let verdict = found.judgement.verdict.name().get(lang).to_string();
    let forecast = &row["forecast"];
    let ambition = match (lang, row["ambition"].as_str()) {
        (Lang::Zh, Some("unambitious")) => Cell::Text("偏低".to_string()),
        (Lang::Zh, Some("heroic")) => Cell::Text("偏高".to_string()),
        (_, word) => word.map_or(Cell::Empty, |word| Cell::Text(word.to_string())),
    };
    vec![
        cell(&row["document"]),
        cell(&row["region"]),
        cell(&row["action_number"]),
        cell(&row["action"]),
        cell(&row["indicator"]),
        cell(&row["operator"]),
        cell(&row["value"]),
        cell(&row["unit"]),
        cell(&row["by"]),
        Cell::Text(verdict),
        light,
        cell(&row["latest"]["value"]),
        cell(&row["latest"]["unit"]),
        cell(&row["latest"]["period"]),
        cell(&row["latest"]["source"]),
        cell(&row["gap"]),
        cell(&row["required_pace"]),
        cell(&row["achieved_pace"]),
        cell(&forecast["low"]),
        cell(&forecast["high"]),
        cell(&forecast["probability"]),
        cell(&row["cause"]),
        ambition,
        lead,
        support,
        cell(&row["article"]),
        cell(&row["place"]),
        Cell::Text(keys.join(" ")),
    ]
}

fn title(column: &(&'static str, &'static str, f64), lang: Lang) -> &'static str {
    if lang == Lang::Zh { column.0 } else { column.1 }
}

/// The list as comma-separated text, with the mark by which spreadsheet programs take it for UTF-8.
pub fn plan_csv(library: &Library, found: &[TargetProgress], lang: Lang) -> Result<Vec<u8>, String> {
    let failed = |error: csv::Error| error.to_string();
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS.iter().map(|column| title(column, lang))).map_err(failed)?;
    for found in found {
        let cells = cells(library, found, lang).into_iter().map(|cell| match cell {
            // A spreadsheet program would take `=` and `>=` for formulas.
            Cell::Text(text) => wuwei_table::defused(&text).into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        });
        writer.write_record(cells).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// The list as a workbook of one sheet.
pub fn plan_xlsx(library: &Library, found: &[TargetProgress], as_of: Date, lang: Lang) -> Result<Vec<u8>, String> {
    workbook(library, found, as_of, lang).map_err(|error| error.to_string())
}

fn workbook(library: &Library, found: &[TargetProgress], as_of: Date, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same workbook comes out byte for byte: it carries the day that was asked about and no clock.
    let (year, month, day) = as_of.ymd();
    if let Ok(created) = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    let heading = Format::new().set_bold().set_background_color("DCE6F1");
    let wrapped = Format::new().set_text_wrap();
    let sheet = book.add_worksheet();
    sheet.set_name(format!("{} {as_of}", if lang == Lang::Zh { "清单" } else { "List" }))?;
    for (at, column) in COLUMNS.iter().enumerate() {
        sheet.set_column_width(at as u16, column.2)?;
        sheet.write_string_with_format(0, at as u16, title(column, lang), &heading)?;
    }
    sheet.set_freeze_panes(1, 5)?;
    for (n, found) in found.iter().enumerate() {
        for (at, cell) in cells(library, found, lang).into_iter().enumerate() {
            let (row, column) = (n as u32 + 1, at as u16);
            match cell {
                Cell::Text(text) => drop(sheet.write_string_with_format(row, column, text, &wrapped)?),
                Cell::Number(number) => drop(sheet.write_number(row, column, number)?),
                Cell::Empty => {}
            }
        }
    }
    sheet.autofilter(0, 0, found.len() as u32, COLUMNS.len() as u16 - 1)?;
    book.save_to_buffer()
}
