//! CSV in UTF-8 or GB18030, told apart by looking.

use wuwei_source::Text;

use crate::cell::Cell;
use crate::rows::Rows;

/// Reads a file of comma-separated text.
pub fn read(bytes: &[u8], rows: &mut dyn Rows) {
    if !rows.sheet(None) {
        return;
    }
    match text(bytes) {
        Some(text) => read_text(&text, rows),
        None => rows.fatal(
            None,
            Text::new("编码不是 UTF-8，也不是 GB18030", "the encoding is neither UTF-8 nor GB18030"),
            Text::new("另存为“CSV UTF-8”再试", "save it as “CSV UTF-8” and try again"),
        ),
    }
}

/// Reads comma-separated text whose encoding is known.
pub fn read_text(text: &str, rows: &mut dyn Rows) {
    let delimiter = delimiter(text);
    if let Some(line) = open_quote(text, delimiter) {
        rows.fatal(
            Some(line),
            Text::new(
                "从这一行起有一个引号没有配对，后面的行都会被它吞掉",
                "a quote that begins here has no partner and would swallow the rows below",
            ),
            Text::new("补上另一半引号，或删去这个引号", "add its partner, or remove it"),
        );
        return;
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte) as usize);
                let cells: Vec<Cell<'_>> = record.iter().map(cell).collect();
                rows.row(line, &cells);
            }
            Err(error) => {
                let line = lines.of(error.position().map_or(0, csv::Position::byte) as usize);
                let shown = error.to_string();
                rows.fatal(
                    Some(line),
                    Text::new(format!("这一行读不出来（{shown}）"), format!("this row can't be read ({shown})")),
                    Text::new("检查引号是否成对", "check that quotes come in pairs"),
                );
                return;
            }
        }
    }
}

fn cell(field: &str) -> Cell<'_> {
    match field.trim() {
        "" => Cell::Empty,
        text if text.starts_with('#') && text.ends_with(['!', '?', 'A']) && text.len() < 9 => Cell::Fault(text.into()),
        text => Cell::Text(text.into()),
    }
}

/// Lines of a text, counted as its rows are read. The reader passes over empty lines after it has noted where it stood, so
/// its own count names the line above.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line on which the row begins that the reader noted at a byte.
    fn of(&mut self, byte: usize) -> u32 {
        let blank =
            self.text.get(byte..).unwrap_or(&[]).iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = (byte + blank).min(self.text.len());
        let breaks = self.text.get(self.at..begin).unwrap_or(&[]).iter().filter(|byte| **byte == b'\n').count();
        (self.at, self.line) = (begin.max(self.at), self.line + breaks as u32);
        self.line
    }
}

/// The text of a file: UTF-8 if it is that, otherwise UTF-16 with its mark, otherwise GB18030 if it is that.
pub fn text(bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
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
    quotes(text, delimiter).open
}

/// The line of a quoted cell behind whose closing quote something else stands than a separator. Most likely a quote lacks
/// its partner, and what closes the cell is the quote that opens another one further down.
pub fn broken_quote(text: &str, delimiter: u8) -> Option<u32> {
    quotes(text, delimiter).broken
}

/// What is wrong with the quotes of a text, by the lines in which they begin.
#[derive(Default)]
struct Quotes {
    /// One that nothing closes.
    open: Option<u32>,
    /// The first whose cell goes on behind its closing quote.
    broken: Option<u32>,
}

fn quotes(text: &str, delimiter: u8) -> Quotes {
    let mut found = Quotes::default();
    if !text.contains('"') {
        return found;
    }
    let (mut line, mut at_start) = (1, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, found.open) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(first)) => {
                found.open = None;
                let next = bytes.clone().find(|byte| *byte != b' ');
                if next.is_some_and(|next| next != delimiter && next != b'\n' && next != b'\r') {
                    found.broken = found.broken.or(Some(first));
                }
            }
            (b'"', None) if at_start => found.open = Some(line),
            _ => {}
        }
        at_start = found.open.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
        line += u32::from(byte == b'\n');
    }
    found
}

/// The separator that the first line uses most.
pub fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |sign: char| first.matches(sign).count();
    [(',', count(',')), ('\t', count('\t')), (';', count(';'))]
        .into_iter()
        .max_by_key(|(sign, n)| (*n, *sign == ','))
        .map_or(b',', |(sign, _)| sign as u8)
}

#[cfg(test)]
mod tests {
    use super::{broken_quote, text};

    #[test]
    fn encodings_are_told_apart() {
        let (gb, _, _) = encoding_rs::GB18030.encode("名称,注册地");
        assert_eq!(text(&gb).unwrap(), "名称,注册地");
        assert_eq!(text("名称".as_bytes()).unwrap(), "名称");
        assert_eq!(text("\u{feff}名称".as_bytes()).unwrap(), "名称");
        assert!(text(&[0xff, 0x80, 0x80]).is_none());
    }

    #[test]
    fn a_quote_without_its_partner_is_found() {
        assert_eq!(broken_quote("a,\"b \"\"c\"\"\nd\"\n", b','), None);
        assert_eq!(broken_quote("a,b\na,\"b\na,\"c\"\n", b','), Some(2));
        assert_eq!(broken_quote("a,\"b\" ,c", b','), None);
    }
}
