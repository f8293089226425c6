//! Tables that line up under Chinese.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How the cells of a column stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows of cells.
pub(crate) struct Table {
    align: Vec<Align>,
    rows: Vec<Vec<String>>,
    indent: usize,
}

impl Table {
    pub(crate) fn new(align: &[Align]) -> Table {
        Table { align: align.to_vec(), rows: Vec::new(), indent: 2 }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.iter().map(ToString::to_string).collect());
    }

    /// A row of as many cells as there are columns.
    pub(crate) fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Whether it has no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table, its columns two spaces apart.
    pub(crate) fn show(&self) -> String {
        let columns = self.align.len();
        let width =
            |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| visible(cell)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for (at, cell) in row.iter().enumerate() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_chinese() {
        let mut table = Table::new(&[Align::Left, Align::Right]);
        table.row(["高新技术企业", "\x1b[32m1\x1b[0m"]);
        table.row(["ab", "100"]);
        assert_eq!(table.show(), "  高新技术企业    \x1b[32m1\x1b[0m\n  ab            100\n");
        assert_eq!(cut("高新技术企业", 7), "高新技…");
        assert_eq!(cut("高新技术企业", 6), "高新…");
    }
}
