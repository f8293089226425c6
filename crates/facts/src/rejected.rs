//! Rows that a load left out, to be mended and loaded again.

use std::path::{Path, PathBuf};

use wuwei_table::defused;

use crate::draft::replace_file;
use crate::folder::FactsError;

/// Rows that were left out, as they were written.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// The kind that they are about, numbered where there are several tables of it.
    pub name: String,
    /// The headers.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Rejected {
    /// The rows as comma-separated text, to be mended and handed in again. What a spreadsheet program would run is text.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        for row in std::iter::once(&self.header).chain(&self.rows) {
            // Writing to memory doesn't fail.
            let _ = writer.write_record(row.iter().map(|cell| defused(cell).into_owned()));
        }
        writer.into_inner().unwrap_or_default()
    }
}

pub(crate) fn write_rejected(into: &Path, rejected: &[Rejected]) -> Result<Vec<PathBuf>, FactsError> {
    let mut files = Vec::new();
    for part in rejected.iter().filter(|part| !part.rows.is_empty()) {
        let folder = into.join("rejected");
        std::fs::create_dir_all(&folder).map_err(crate::folder::io_error(&folder))?;
        let path = free_name(&folder, &part.name);
        replace_file(&path, &part.csv())?;
        files.push(path);
    }
    Ok(files)
}

/// A name that no earlier load has taken: what was left out then still waits to be mended.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|n| format!("{name}-{n}.csv"));
    let names = std::iter::once(format!("{name}.csv")).chain(numbered);
    let mut free = names.map(|name| folder.join(name)).skip_while(|path| path.exists());
    free.next().unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_rejected_rows_are_only_text() {
        let into = std::env::temp_dir().join(format!("wuwei-rejected-{}", std::process::id()));
        let cells = ["=cmd|' /C calc'!A0", "+1", "-1", "-x", "@a", "\tb", "plain"];
        let rejected = Rejected {
            name: "x".to_string(),
            header: cells.map(String::from).into(),
            rows: vec![cells.map(String::from).into()],
        };
        let files = write_rejected(&into, &[rejected]).unwrap();
        let text = std::fs::read_to_string(&files[0]).unwrap();
        let line = "'=cmd|' /C calc'!A0,'+1,-1,'-x,'@a,'\tb,plain\n";
        assert_eq!(text, format!("\u{feff}{line}{line}"));
        std::fs::remove_dir_all(&into).unwrap();
    }
}
