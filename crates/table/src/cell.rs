//! One cell.

use std::borrow::Cow;

use wuwei_ir::{Date, Number};

/// A cell as a file holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: not known.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A number as the spreadsheet keeps it.
    Float(f64),
    /// An exact number.
    Exact(Number),
    /// A day.
    Day(Date),
    /// Yes or no.
    Truth(bool),
    /// A formula that came to an error: `#DIV/0!`.
    Fault(Cow<'a, str>),
}

impl Cell<'_> {
    /// As people see it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => "".into(),
            Cell::Text(text) | Cell::Fault(text) => (&**text).into(),
            Cell::Float(number) => number.to_string().into(),
            Cell::Exact(number) => number.to_decimal(9).into(),
            Cell::Day(day) => day.to_string().into(),
            Cell::Truth(true) => "是".into(),
            Cell::Truth(false) => "否".into(),
        }
    }

    /// Whether nothing is written: empty, or only spaces.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// The ASCII form of a full-width sign.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '−' => '-',
        _ => c,
    }
}
