//! The report as a workbook: what it is, the list, the observations, what doesn't fit, and the keys.
//!
//! Text is written as text, whatever it looks like: a name that begins like a formula stays a name.

mod align;
mod list;
mod meta;
mod observations;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::model::Report;
use crate::words::pick;

/// The workbook, or why it can't be written.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, String> {
    build(report).and_then(|mut book| book.save_to_buffer()).map_err(|error| error.to_string())
}

fn build(report: &Report) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The same report is the same file: it carries its own day and no clock.
    let (year, month, day) = report.as_of.ymd();
    if let Ok(created) = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8) {
        book.set_properties(&DocProperties::new().set_title(&report.title).set_creation_datetime(&created));
    }
    let looks = Looks::new();
    meta::write(report, book.add_worksheet().set_name("Meta")?, &looks)?;
    list::write(report, book.add_worksheet().set_name(pick(report.lang, "清单", "List"))?, &looks)?;
    observations::write(report, book.add_worksheet().set_name(pick(report.lang, "观测", "Observations"))?, &looks)?;
    align::write(report, book.add_worksheet().set_name(pick(report.lang, "对照", "Align"))?, &looks)?;
    Ok(book)
}

/// How cells look.
struct Looks {
    head: Format,
    text: Format,
}

impl Looks {
    fn new() -> Looks {
        let head = Format::new().set_bold().set_background_color("F5F2EA").set_align(FormatAlign::Top).set_text_wrap();
        Looks { head, text: Format::new().set_align(FormatAlign::Top).set_text_wrap() }
    }
}

/// What a cell holds.
enum Cell {
    Text(String),
    Number(f64),
    Nothing,
}

impl Cell {
    fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    fn number(number: Option<f64>) -> Cell {
        number.filter(|number| number.is_finite()).map_or(Cell::Nothing, Cell::Number)
    }
}

/// A sheet with its headings, which stay in sight, and rows that can be filtered.
fn table(
    sheet: &mut Worksheet,
    looks: &Looks,
    heads: &[(&str, f64)],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 2)?;
    for (at, (head, width)) in heads.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, *head, &looks.head)?;
        sheet.set_column_width(at as u16, *width)?;
    }
    let mut last = 0;
    for (n, cells) in rows.enumerate() {
        last = n as u32 + 1;
        for (at, cell) in cells.into_iter().enumerate() {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(last, at as u16, cut(text), &looks.text)?,
                Cell::Number(number) => sheet.write_number_with_format(last, at as u16, number, &looks.text)?,
                Cell::Nothing => continue,
            };
        }
    }
    sheet.autofilter(0, 0, last, heads.len() as u16 - 1)?;
    Ok(())
}

/// A cell has room for so many characters.
const ROOM: usize = 32_000;

fn cut(text: String) -> String {
    if text.len() <= ROOM { text } else { text.chars().take(ROOM / 4).collect() }
}
