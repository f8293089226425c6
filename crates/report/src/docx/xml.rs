//! Paragraphs and tables as the format writes them.

use crate::model::{Figure, Lamp};

pub(super) use crate::chart::escape;

/// Pieces of a paragraph.
#[derive(Default)]
pub(super) struct Runs(String);

impl Runs {
    pub(super) fn new() -> Runs {
        Runs::default()
    }

    pub(super) fn text(mut self, text: &str) -> Runs {
        if !text.is_empty() {
            self.0 += &format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text));
        }
        self
    }

    /// A number with its footnotes.
    pub(super) fn figure(self, figure: &Figure) -> Runs {
        self.text(&figure.text).keys(&figure.notes)
    }

    /// References to the table of keys.
    pub(super) fn keys(mut self, notes: &[usize]) -> Runs {
        if !notes.is_empty() {
            let list = notes.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
            self.0 += &format!("<w:r><w:rPr><w:rStyle w:val=\"Key\"/></w:rPr><w:t>[{list}]</w:t></w:r>");
        }
        self
    }

    /// A light: shape, word and colour.
    pub(super) fn lamp(mut self, lamp: &Lamp) -> Runs {
        let (sign, colour) = (lamp.shape.sign(), lamp.colour.hex());
        let word = escape(&lamp.word);
        self.0 += &format!(
            "<w:r><w:rPr><w:color w:val=\"{colour}\"/></w:rPr><w:t xml:space=\"preserve\">{sign} {word}</w:t></w:r>"
        );
        self
    }

    /// A new line within the paragraph.
    pub(super) fn line(mut self) -> Runs {
        self.0 += "<w:r><w:br/></w:r>";
        self
    }
}

/// A paragraph in a style.
pub(super) fn paragraph(style: &str, runs: Runs) -> String {
    let style = if style == "Normal" { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
    format!("<w:p>{style}{}</w:p>", runs.0)
}

/// A paragraph of plain text.
pub(super) fn said(style: &str, text: &str) -> String {
    paragraph(style, Runs::new().text(text))
}

/// A table under way: widths of its columns in twentieths of a point.
pub(super) struct Table {
    widths: Vec<u32>,
    style: &'static str,
    rows: String,
}

impl Table {
    /// A table with its head, which stands on every page that the table reaches.
    pub(super) fn new(widths: &[u32], heads: &[&str], style: &'static str) -> Table {
        let mut table = Table { widths: widths.to_vec(), style, rows: String::new() };
        let cells: String =
            heads.iter().zip(widths).map(|(head, width)| cell(*width, 1, &said("CellHead", head))).collect();
        table.rows += &format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>");
        table
    }

    pub(super) fn row(&mut self, cells: Vec<Runs>) {
        let cells: String = cells
            .into_iter()
            .zip(&self.widths)
            .map(|(runs, width)| cell(*width, 1, &paragraph(self.style, runs)))
            .collect();
        self.rows += &format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>");
    }

    /// A row that is one cell.
    pub(super) fn wide(&mut self, style: &str, runs: Runs) {
        let width = self.widths.iter().sum();
        let cell = cell(width, self.widths.len(), &paragraph(style, runs));
        self.rows += &format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>");
    }

    pub(super) fn finish(self) -> String {
        let side = |name: &str| format!("<w:{name} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
        let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side).concat();
        let grid: String = self.widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{borders}</w:tblBorders>\
             <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"45\" w:type=\"dxa\"/><w:left w:w=\"70\" w:type=\"dxa\"/><w:bottom w:w=\"45\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar>\
             </w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
            self.widths.iter().sum::<u32>(),
            self.rows
        )
    }
}

fn cell(width: u32, columns: usize, paragraph: &str) -> String {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}<w:vAlign w:val=\"center\"/></w:tcPr>{paragraph}</w:tc>"
    )
}
