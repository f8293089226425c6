//! CSV in UTF-8 or GB18030, told apart by looking.

use std::path::Path;

use wuwei_source::Text;

use super::Rows;
use crate::cell::Cell;
use crate::folder::{FactsError, io_error};

pub(super) fn read(path: &Path, rows: &mut dyn Rows) -> Result<(), FactsError> {
    let bytes = std::fs::read(path).map_err(io_error(path))?;
    if !rows.sheet(None) {
        return Ok(());
    }
    let Some(text) = decode(&bytes) else {
        rows.fatal(
            None,
            Text::new("编码不是 UTF-8，也不是 GB18030", "the encoding is neither UTF-8 nor GB18030"),
            Text::new("另存为“CSV UTF-8”再试", "save it as “CSV UTF-8” and try again"),
        );
        return Ok(());
    };
    if let Some(line) = open_quote(&text, delimiter(&text)) {
        rows.fatal(
            Some(line),
            Text::new(
                "从这一行起有一个引号没有配对，后面的行都会被它吞掉",
                "a quote that begins here has no partner and would swallow the rows below",
            ),
            Text::new("补上另一半引号，或删去这个引号", "add its partner, or remove it"),
        );
        return Ok(());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut cells = Vec::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                cells.clear();
                cells.extend(record.iter().map(|field| match field.trim() {
                    "" => Cell::Empty,
                    text if text.starts_with('#') && text.ends_with(['!', '?', 'A']) && text.len() < 9 => {
                        Cell::Fault(text.to_string())
                    }
                    text => Cell::Text(text.to_string()),
                }));
                let line = record.position().map_or(line, csv::Position::line);
                rows.row(line as u32, &cells);
            }
            Err(error) => {
                let shown = error.to_string();
                rows.fatal(
                    Some(line as u32),
                    Text::new(format!("这一行读不出来（{shown}）"), format!("this row can't be read ({shown})")),
                    Text::new("检查引号是否成对", "check that quotes come in pairs"),
                );
                return Ok(());
            }
        }
    }
}

/// UTF-8 if it is that, otherwise UTF-16 with its mark, otherwise GB18030 if it is that.
fn decode(bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (!faulty).then_some(text);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.into());
    }
    let (text, faulty) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!faulty).then_some(text)
}

/// The line in which a quote begins that nothing closes.
fn open_quote(text: &str, delimiter: u8) -> Option<u32> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => opened = None,
            (b'"', None) if at_start => opened = Some(line),
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
        line += u32::from(byte == b'\n');
    }
    opened
}

/// The separator that the first line uses most.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |sign: char| first.matches(sign).count();
    [(',', count(',')), ('\t', count('\t')), (';', count(';'))]
        .into_iter()
        .max_by_key(|(sign, n)| (*n, *sign == ','))
        .map_or(b',', |(sign, _)| sign as u8)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings_are_told_apart() {
        let (gb, _, _) = encoding_rs::GB18030.encode("名称,注册地");
        assert_eq!(decode(&gb).unwrap(), "名称,注册地");
        assert_eq!(decode("名称".as_bytes()).unwrap(), "名称");
        assert_eq!(decode("\u{feff}名称".as_bytes()).unwrap(), "名称");
        assert!(decode(&[0xff, 0x80, 0x80]).is_none());
    }
}
