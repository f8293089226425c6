//! Tables that line up under Chinese.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How the cells of a column stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows of cells, and whole lines between them.
pub(crate) struct Table {
    align: Vec<Align>,
    rows: Vec<Row>,
    indent: usize,
    /// A column whose cells are cut where the table is wider than so many columns, and how narrow it may become.
    fitted: Option<(usize, usize, usize)>,
}

enum Row {
    Cells(Vec<String>),
    Line(String),
}

impl Table {
    pub(crate) fn new(align: &[Align]) -> Table {
        Table { align: align.to_vec(), rows: Vec::new(), indent: 2, fitted: None }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.cells(cells.iter().map(ToString::to_string).collect());
    }

    /// A row of as many cells as there are columns.
    pub(crate) fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(Row::Cells(cells));
    }

    /// A line as it is, under the last row.
    pub(crate) fn line(&mut self, line: String) {
        self.rows.push(Row::Line(line));
    }

    /// Cuts the cells of a column, which bear no colour, where the table is wider than so many columns.
    pub(crate) fn fit(&mut self, column: usize, width: usize, least: usize) {
        self.fitted = Some((column, width, least));
    }

    /// Whether it has no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table, its columns two spaces apart.
    pub(crate) fn show(&self) -> String {
        let columns = self.align.len();
        let cells = self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Line(_) => None,
        });
        let width =
            |at: usize| cells.clone().filter_map(|row| row.get(at)).map(|cell| visible(cell)).max().unwrap_or(0);
        let mut widths: Vec<usize> = (0..columns).map(width).collect();
        if let Some((column, most, least)) = self.fitted {
            let all = self.indent + widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
            widths[column] = widths[column].saturating_sub(all.saturating_sub(most)).max(least.min(widths[column]));
        }
        let mut out = String::new();
        for row in &self.rows {
            let row = match row {
                Row::Cells(cells) => cells,
                Row::Line(line) => {
                    out += line.trim_end();
                    out.push('\n');
                    continue;
                }
            };
            let mut line = " ".repeat(self.indent);
            for (at, cell) in row.iter().enumerate() {
                let cell = &if visible(cell) > widths[at] { cut(cell, widths[at]) } else { cell.clone() };
                let fill = " ".repeat(widths[at].saturating_sub(visible(cell)));
                match self.align[at] {
                    Align::Left => line += &format!("{cell}{fill}"),
                    Align::Right => line += &format!("{fill}{cell}"),
                }
                line += "  ";
            }
            out += line.trim_end();
            out.push('\n');
        }
        out
    }
}

/// The columns that a text takes on a terminal; colours take none.
pub(crate) fn visible(text: &str) -> usize {
    let mut width = 0;
    let mut rest = text;
    while let Some(start) = rest.find('\x1b') {
        width += rest[..start].width();
        let end = rest[start..].find('m').map_or(rest.len(), |end| start + end + 1);
        rest = &rest[end..];
    }
    width + rest.width()
}

/// A text cut to so many columns.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + c.width().unwrap_or(0) > width.saturating_sub(1) {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// A text broken into lines of so many columns: between words, and between any two Chinese characters, but for signs that
/// can't begin or end a line.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    const NOT_FIRST: &str = "，。；：、！？）》”’%,.;:!?)";
    const NOT_LAST: &str = "（《“‘(";
    let mut lines = vec![String::new()];
    let mut word = String::new();
    let mut place = |word: &mut String| {
        let Some(line) = lines.last_mut().filter(|_| !word.is_empty()) else { return };
        if visible(line) + visible(word.trim_end()) > width && !line.is_empty() {
            *line = line.trim_end().to_string();
            lines.push(word.trim_start().to_string());
        } else {
            line.push_str(word);
        }
        word.clear();
    };
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        word.push(letter);
        let wide = |letter: char| letter.width().unwrap_or(0) > 1;
        let ends = match letters.peek() {
            Some(next) if NOT_FIRST.contains(*next) => false,
            Some(_) if NOT_LAST.contains(letter) => false,
            Some(next) => letter == ' ' || wide(letter) || wide(*next),
            None => true,
        };
        if ends {
            place(&mut word);
        }
    }
    place(&mut word);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_chinese() {
        let mut table = Table::new(&[Align::Left, Align::Right]);
        table.row(["高新技术企业", "\x1b[32m1\x1b[0m"]);
        table.row(["ab", "100"]);
        assert_eq!(table.show(), "  高新技术企业    \x1b[32m1\x1b[0m\n  ab            100\n");
        table.line("  between".to_string());
        assert!(table.show().ends_with("\n  between\n"));
        assert_eq!(cut("高新技术企业", 7), "高新技…");
        assert_eq!(cut("高新技术企业", 6), "高新…");
    }

    #[test]
    fn texts_are_broken_where_they_may_be() {
        assert_eq!(wrapped("2025年为4,000 项；从2024年", 13), ["2025年为4,000", "项；从2024年"]);
        assert_eq!(wrapped("it takes 1,000 a year", 10), ["it takes", "1,000 a", "year"]);
        assert_eq!(wrapped("的年末。", 6), ["的年", "末。"]);
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("averyveryverylongword", 4), ["averyveryverylongword"]);
    }
}
