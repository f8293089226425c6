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

/// A text with its characters as [`narrow`] writes them; most have no wide ones.
pub fn narrowed(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| narrow(c) != c) {
        true => Cow::Owned(text.chars().map(narrow).collect()),
        false => Cow::Borrowed(text),
    }
}

/// The day that people mean by `2024-01-31`, `2024/1/31`, `2024.1.31`, `2024年1月31日`, `20240131`
pub fn parse_day(text: &str) -> Option<Date> {
    if let Some(day) = Date::parse(text) {
        return Some(day);
    }
    let text: String = text.trim().chars().map(narrow).collect();
    let text = text.split(' ').next().unwrap_or("");
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::from_ymd(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let text = text.trim_end_matches('日').replace(['年', '月', '/', '.'], "-");
    Date::parse(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_type_them() {
        let expected = Date::from_ymd(2024, 1, 31);
        for text in ["2024-01-31", "2024/1/31", "2024.1.31", "2024年1月31日", "20240131", "２０２４-１-３１"]
        {
            assert_eq!(parse_day(text), expected, "{text}");
        }
        assert_eq!(parse_day("2024-02-30"), None);
    }
}
