//! A workbook: a sheet that says what it is, and the figures.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use wuwei_ir::{Number, Program};
use wuwei_source::Lang;

use super::{ExportOptions, Selection, Unwritable, value};
use crate::observation::import::{Column, META, escaped};
use crate::observation::{Observation, Observations};

/// Rows of a sheet below its header; a workbook has no room for more.
const ROWS: usize = 1_048_575;

/// Observations as a workbook. Text is written as text, whatever it looks like.
pub fn to_xlsx(program: &Program, observations: &Observations, options: &ExportOptions) -> Result<Vec<u8>, Unwritable> {
    let selection = Selection::new(program, observations, options);
    let failed = |error: XlsxError| Unwritable(error.to_string());
    let mut book = build(&selection, options).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

fn build(selection: &Selection<'_>, options: &ExportOptions) -> Result<Workbook, XlsxError> {
    let zh = options.lang == Lang::Zh;
    let mut book = Workbook::new();
    // The same workbook comes out byte for byte: it carries the day it was asked for and no clock.
    let (year, month, day) = options.today.ymd();
    if let Ok(created) = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    let title = Format::new().set_bold().set_background_color("DCE6F1").set_align(FormatAlign::Center);
    meta(book.add_worksheet(), selection, options, &title)?;
    let name = if zh { "观测值" } else { "Observations" };
    let mut parts = selection.rows.chunks(ROWS).enumerate().collect::<Vec<_>>();
    if parts.is_empty() {
        parts.push((0, &[]));
    }
    for (n, rows) in parts {
        let sheet = book.add_worksheet();
        sheet.set_name(if n == 0 { name.to_string() } else { format!("{name} {}", n + 1) })?;
        sheet.set_freeze_panes(1, 2)?;
        let headers = Column::ALL.iter().flat_map(|column| {
            let (english, chinese, _) = column.names();
            let parts = if *column == Column::Region { &selection.parts[..] } else { &[] };
            let own = if zh { chinese } else { english }.to_string();
            std::iter::once(own).chain(parts.iter().map(|part| escaped(part).into_owned()))
        });
        for (at, header) in headers.enumerate() {
            sheet.write_string_with_format(0, at as u16, header, &title)?;
            sheet.set_column_width(at as u16, 14.0)?;
        }
        for (n, row) in rows.iter().enumerate() {
            write(sheet, n as u32 + 1, row, selection, options.lang)?;
        }
    }
    Ok(book)
}

/// What the workbook is: rows of a name and a value.
fn meta(
    sheet: &mut Worksheet,
    selection: &Selection<'_>,
    options: &ExportOptions,
    title: &Format,
) -> Result<(), XlsxError> {
    let zh = options.lang == Lang::Zh;
    sheet.set_name(META)?;
    sheet.set_column_width(0, 18.0)?;
    sheet.set_column_width(1, 90.0)?;
    let known_on = options.known_on.min(options.today).to_string();
    let lines: [(&str, &str, String); 7] = [
        ("内容", "Content", if zh { "指标的观测值" } else { "Observations of indicators" }.to_string()),
        ("格式", "Format", "wuwei-observations 1".to_string()),
        ("截至", "Known on", known_on),
        ("导出日期", "Written on", options.today.to_string()),
        ("行数", "Rows", selection.rows.len().to_string()),
        (
            "时期",
            "Periods",
            if zh {
                "年 2024、半年 2024S1、季 2024Q3、月 202406、日 20240630、计划期 2025/2027"
            } else {
                "a year 2024, a half 2024S1, a quarter 2024Q3, a month 202406, a day 20240630, a plan 2025/2027"
            }
            .to_string(),
        ),
        (
            "修订",
            "Revisions",
            if zh {
                "不改原来的行：另加一行，状态写“修订”，写明得知日期；分组列留空就是总数"
            } else {
                "leave the row as it is and add another, marked as revised, with the day learnt; a breakdown left empty is the total"
            }
            .to_string(),
        ),
    ];
    for (row, (chinese, english, text)) in lines.into_iter().enumerate() {
        sheet.write_string_with_format(row as u32, 0, if zh { chinese } else { english }, title)?;
        sheet.write_string(row as u32, 1, text)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    at: u32,
    row: &Observation,
    selection: &Selection<'_>,
    lang: Lang,
) -> Result<(), XlsxError> {
    let mut column = 0;
    let mut text = |sheet: &mut Worksheet, text: &str| {
        if !text.is_empty() {
            sheet.write_string(at, column, text)?;
        }
        column += 1;
        Ok::<(), XlsxError>(())
    };
    text(sheet, &selection.names.of_indicator(row.indicator, row.region))?;
    text(sheet, &selection.names.of_region(row.region))?;
    for part in &selection.parts {
        text(sheet, row.breakdowns.get(part))?;
    }
    text(sheet, &row.period.to_string())?;
    match row.figure.and_then(|figure| double(figure.written)) {
        Some(double) => {
            text(sheet, "")?;
            let at_value = 3 + selection.parts.len() as u16;
            sheet.write_number(at, at_value, double)?;
        }
        None => text(sheet, &value(row))?,
    }
    text(sheet, &row.figure.map_or_else(String::new, |figure| figure.unit.text()))?;
    text(sheet, row.status.shown(lang))?;
    text(sheet, &row.source)?;
    text(sheet, &row.note)?;
    text(sheet, &row.learnt.to_string())
}

/// A number as a spreadsheet keeps it, if it comes back the same.
fn double(number: Number) -> Option<f64> {
    let double = number.to_f64();
    (Number::parse(&double.to_string()) == Some(number)).then_some(double)
}
