//! The workbook to fill in: one sheet with titles and drop-down lists, one that defines every fact.

use std::path::Path;

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use wuwei_ir::{Bound, Date, EntityId, Fact, Program, Type, quantity};
use wuwei_source::Lang;

use crate::folder::FactsError;

/// Rows that carry drop-down lists.
const FILLED_ROWS: u32 = 10_000;

/// Writes the workbook for a kind of subject, with these years for yearly facts. Money is asked for in 万元.
pub fn write_template(
    program: &Program,
    entity: EntityId,
    years: &[i32],
    today: Date,
    lang: Lang,
    path: &Path,
) -> Result<(), FactsError> {
    let damaged = |error: XlsxError| FactsError::Damaged { path: path.to_path_buf(), why: error.to_string() };
    let mut book = build(program, entity, years, today, lang).map_err(damaged)?;
    let bytes = book.save_to_buffer().map_err(damaged)?;
    crate::draft::replace_file(path, &bytes)
}

/// The workbook for a kind of subject, as bytes.
pub fn template(
    program: &Program,
    entity: EntityId,
    years: &[i32],
    today: Date,
    lang: Lang,
) -> Result<Vec<u8>, FactsError> {
    let damaged = |error: XlsxError| FactsError::Damaged { path: "template.xlsx".into(), why: error.to_string() };
    build(program, entity, years, today, lang).and_then(|mut book| book.save_to_buffer()).map_err(damaged)
}

/// One column of the sheet.
struct Title<'a> {
    header: String,
    fact: &'a Fact,
}

fn titles<'a>(program: &'a Program, entity: EntityId, years: &[i32]) -> Vec<Title<'a>> {
    let mut titles = Vec::new();
    for id in &program.entity(entity).facts {
        let fact = program.fact(*id);
        let unit = asked_unit(fact);
        let unit = if unit.is_empty() { String::new() } else { format!("({unit})") };
        if fact.yearly {
            titles.extend(years.iter().map(|year| Title { header: format!("{}@{year}{unit}", fact.name), fact }));
        } else {
            titles.push(Title { header: format!("{}{unit}", fact.name), fact });
        }
    }
    titles
}

/// The unit in which a fact is asked for.
pub fn asked_unit(fact: &Fact) -> String {
    if fact.ty == Type::MONEY { "万元".to_string() } else { fact.unit.text() }
}

fn build(program: &Program, entity: EntityId, years: &[i32], today: Date, lang: Lang) -> Result<Workbook, XlsxError> {
    let zh = lang == Lang::Zh;
    let head = &program.entity(entity).head;
    let mut book = Workbook::new();
    // The same workbook comes out byte for byte: it carries the day it was asked for and no clock.
    let (year, month, day) = today.ymd();
    let created = rust_xlsxwriter::ExcelDateTime::from_ymd(year as u16, month as u8, day as u8)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&created));
    let title = Format::new()
        .set_bold()
        .set_background_color("DCE6F1")
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Center);
    let key_title = title.clone().set_background_color("FCE4D6");
    let text = Format::new().set_num_format("@");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let titles = titles(program, entity, years);
    let mut choices: Vec<(String, Vec<String>)> = Vec::new();

    let sheet = book.add_worksheet();
    sheet.set_name(head.name.as_str())?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_row_height(0, 46)?;
    for (at, column) in titles.iter().enumerate() {
        let at = at as u16;
        let is_key = program.entity(entity).key.map(|key| program.fact(key).name) == Some(column.fact.name);
        sheet.write_with_format(0, at, &column.header, if is_key { &key_title } else { &title })?;
        sheet.set_column_width(at, if is_key { 24.0 } else { 16.0 })?;
        match column.fact.ty {
            Type::Text | Type::Code(_) | Type::Region | Type::Entity(_) => {
                sheet.set_column_format(at, &text)?;
            }
            Type::Date => {
                sheet.set_column_format(at, &date)?;
            }
            _ => {}
        }
        if let Some(rule) = validation(program, column.fact, &mut choices, zh) {
            sheet.add_data_validation(1, at, FILLED_ROWS, at, &rule)?;
        }
    }

    let about = book.add_worksheet();
    about.set_name(if zh { "说明" } else { "Definitions" })?;
    let heads = if zh {
        ["事实", "英文名称", "单位", "时期", "范围", "可以填", "含义"]
    } else {
        ["Fact", "English name", "Unit", "Period", "Range", "May hold", "Meaning"]
    };
    for (at, text) in heads.iter().enumerate() {
        about.write_with_format(0, at as u16, *text, &title)?;
    }
    for (at, width) in [22.0, 34.0, 8.0, 10.0, 26.0, 40.0, 90.0].into_iter().enumerate() {
        about.set_column_width(at as u16, width)?;
    }
    for (row, id) in program.entity(entity).facts.iter().enumerate() {
        let row = row as u32 + 1;
        let fact = program.fact(*id);
        let period = match (fact.yearly, zh) {
            (true, true) => "每年",
            (true, false) => "each year",
            (false, true) => "今天",
            (false, false) => "today",
        };
        about.write(row, 0, fact.name.as_str())?;
        about.write(row, 1, fact.label.map_or("", |label| label.as_str()))?;
        about.write(row, 2, asked_unit(fact))?;
        about.write(row, 3, period)?;
        about.write(row, 4, range(fact, lang))?;
        about.write(row, 5, allowed(program, fact, zh))?;
        about.write(row, 6, fact.about.map_or("", |about| about.get(lang)))?;
    }
    about.set_freeze_panes(1, 1)?;

    // Lists too long for a validation rule stand on a sheet of their own.
    let lists = book.add_worksheet();
    lists.set_name(if zh { "选项" } else { "Choices" })?;
    lists.set_hidden(true);
    for (at, (name, values)) in choices.iter().enumerate() {
        lists.write(0, at as u16, name.as_str())?;
        for (row, value) in values.iter().enumerate() {
            lists.write(row as u32 + 1, at as u16, value.as_str())?;
        }
    }
    Ok(book)
}

fn validation(
    program: &Program,
    fact: &Fact,
    choices: &mut Vec<(String, Vec<String>)>,
    zh: bool,
) -> Option<DataValidation> {
    let message = if zh { "不知道就留空" } else { "leave it empty if it isn't known" };
    let rule = match fact.ty {
        Type::Truth => DataValidation::new().allow_list_strings(&["是", "否"]).ok()?,
        Type::Enum(id) => {
            let mut values: Vec<String> = program.enumeration(id).values.iter().map(ToString::to_string).collect();
            if fact.or_none {
                values.push("无".to_string());
            }
            list(fact, values, choices, zh)?
        }
        Type::Region => {
            let values = program.regions.iter().map(|region| region.head.name.to_string()).collect();
            list(fact, values, choices, zh)?
        }
        _ => return None,
    };
    rule.set_input_message(message).ok()
}

fn list(
    fact: &Fact,
    values: Vec<String>,
    choices: &mut Vec<(String, Vec<String>)>,
    zh: bool,
) -> Option<DataValidation> {
    // A list inside the rule may hold 255 characters.
    if values.iter().map(|value| value.chars().count() + 1).sum::<usize>() <= 255 {
        return DataValidation::new().allow_list_strings(&values).ok();
    }
    choices.push((fact.name.to_string(), values.clone()));
    let column = rust_xlsxwriter::utility::column_number_to_name(choices.len() as u16 - 1);
    let sheet = if zh { "选项" } else { "Choices" };
    let formula = format!("={sheet}!${column}$2:${column}${}", values.len() + 1);
    Some(DataValidation::new().allow_list_formula(formula.as_str().into()))
}

fn range(fact: &Fact, lang: Lang) -> String {
    let Some((low, high)) = fact.range else { return String::new() };
    let show = |bound: Bound| match bound {
        Bound::Today if lang == Lang::Zh => "今天".to_string(),
        Bound::Today => "today".to_string(),
        Bound::Number(number) => quantity(fact.ty, Some(fact.unit), number, lang),
    };
    format!("{} — {}", show(low), show(high))
}

/// What a cell may hold, in words.
fn allowed(program: &Program, fact: &Fact, zh: bool) -> String {
    let none = match (fact.or_none, zh) {
        (true, true) => "；没有就填“无”",
        (true, false) => "; 无 if there is none",
        (false, _) => "",
    };
    let what = match fact.ty {
        Type::Truth => "是、否".to_string(),
        Type::Enum(id) => {
            let values: Vec<&str> = program.enumeration(id).values.iter().map(|value| value.as_str()).collect();
            values.join("、")
        }
        Type::Date => if zh { "日期，2024-01-31" } else { "a date, 2024-01-31" }.to_string(),
        Type::Year => if zh { "年份，2024" } else { "a year, 2024" }.to_string(),
        Type::Region => if zh { "区域名称或六位代码" } else { "name or six-digit code of a region" }.to_string(),
        Type::Entity(id) => {
            let other = program.entity(id);
            let key = other.key.map_or("", |key| program.fact(key).name.as_str());
            format!("{}.{key}", other.head.name)
        }
        Type::Quantity(_) | Type::Ratio => if zh { "数字" } else { "a number" }.to_string(),
        Type::Text | Type::Code(_) | Type::Any => if zh { "文字" } else { "text" }.to_string(),
    };
    format!("{what}{none}")
}
