//! Published values of indicators, from the tables beside the documents.

use wuwei_ir::{Date, Program};
use wuwei_plan::{Accept, ImportOptions, Importer, Observations};
use wuwei_source::{Diagnostic, FileId, Place, Source, SourceMap, Span};

use crate::diagnostics::wrong_observation;

/// Reads tables and says which rows are no observations. A table whose first column isn't the indicator is somebody else's
/// and is passed over.
pub(crate) fn read(program: &Program, sources: &SourceMap, tables: &[FileId]) -> (Observations, Vec<Diagnostic>) {
    let mut observations = Observations::default();
    let mut found = Vec::new();
    let mut importer = Importer::new(program);
    for id in tables.iter().copied() {
        let source = sources.get(id);
        if !Importer::is_table(source.text()) {
            continue;
        }
        // What is merely doubtful is shown by those who look at the figures; a document's figures are all kept.
        let options = ImportOptions { file: source.path(), today: Date::MAX, learnt: None, accept: Accept::Readable };
        let imported = importer.import(&mut observations, source.text().as_bytes(), &options);
        if imported.faults.is_empty() {
            continue;
        }
        let breaks = source.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines: Vec<usize> = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        found.extend(imported.faults.into_iter().map(|fault| {
            let problem = fault.problem;
            let help = Some(problem.hint).filter(|hint| !hint.is_empty());
            let start = problem.row.and_then(|row| lines.get(row as usize - 1)).copied().unwrap_or(0);
            wrong_observation(row_place(id, source, start), problem.why, help)
        }));
    }
    (observations, found)
}

/// The place of a row that begins at a byte, without the end of its line.
fn row_place(file: FileId, source: &Source, start: usize) -> Place {
    let line = source.text()[start..].split(['\r', '\n']).next().unwrap_or("");
    let mark = line.len() - line.trim_start_matches('\u{feff}').len();
    Place { file, span: Span::new((start + mark) as u32, (start + line.len()) as u32) }
}
