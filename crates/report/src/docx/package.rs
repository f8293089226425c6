//! The parts of a document and how they are packed.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::style;
use super::xml::escape;
use crate::model::Report;
use crate::words::pick;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KINDS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The package with a body.
pub(super) fn pack(report: &Report, body: &str) -> Result<Vec<u8>, ZipError> {
    let parts: [(&str, String); 10] = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relations()),
        ("word/document.xml", document(body)),
        ("word/_rels/document.xml.rels", relations()),
        ("word/styles.xml", style::styles(report.lang)),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", style::fonts()),
        ("word/footer1.xml", footer(false)),
        ("word/footer2.xml", footer(true)),
        ("docProps/core.xml", properties(report)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time of their own all parts carry that of the format's beginning, so that the same report is the same file.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types() -> String {
    let parts = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ];
    let one = |(part, kind): (&str, &str)| {
        format!("<Override PartName=\"/word/{part}.xml\" ContentType=\"{KINDS}.{kind}+xml\"/>")
    };
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         </Types>",
        parts.into_iter().map(one).collect::<String>()
    )
}

fn package_relations() -> String {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!(
        "{HEAD}<Relationships xmlns=\"{package}\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{package}/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         </Relationships>"
    )
}

fn relations() -> String {
    let all = [
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
        ("footer", "footer1.xml"),
        ("footer", "footer2.xml"),
    ];
    let one = |(n, (kind, target)): (usize, (&str, &str))| {
        format!("<Relationship Id=\"rId{}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>", n + 1)
    };
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        all.into_iter().enumerate().map(one).collect::<String>()
    )
}

/// The body with the page: lengths are twentieths of a point.
fn document(body: &str) -> String {
    // 37 mm above, 28 mm at the binding; what the type area of 156 by 225 mm leaves is 26 mm and 35 mm. The page number
    // stands 7 mm below the type area. The grid has lines only: programs disagree on what a grid of characters is, so the
    // 28 characters of a line come from the spacing of the text's style.
    format!(
        "{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><w:body>{body}\
         <w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1247\" w:gutter=\"0\"/>\
         <w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr></w:body></w:document>"
    )
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{MAIN}\"><w:evenAndOddHeaders/><w:defaultTabStop w:val=\"420\"/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         </w:settings>"
    )
}

/// — 1 — at the outer side, one character from the edge.
fn footer(even: bool) -> String {
    let side = match even {
        true => "<w:ind w:left=\"280\"/><w:jc w:val=\"left\"/>",
        false => "<w:ind w:right=\"280\"/><w:jc w:val=\"right\"/>",
    };
    let run = |inner: &str| format!("<w:r><w:rPr><w:rStyle w:val=\"PageNumber\"/></w:rPr>{inner}</w:r>");
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>{side}</w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        run("<w:t xml:space=\"preserve\">— </w:t>"),
        run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"),
        run("<w:t xml:space=\"preserve\"> —</w:t>"),
    )
}

/// Title and day; a report has no author.
fn properties(report: &Report) -> String {
    let day = report.as_of;
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created></cp:coreProperties>",
        escape(&report.title),
        pick(report.lang, "zh-CN", "en")
    )
}
