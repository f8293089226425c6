//! Which row of which sheet says something of a subject, as an upload keeps it beside the values.
//!
//! An upload names the row in a column of its own, `#` and the upload's number, so that rows of several uploads stand side by
//! side and each value finds the row that it comes from. A subject that stands in several sheets of a file has a line for each
//! of them: the first holds for all values that no other line names.

/// A row of a sheet, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOrigin {
    /// The row.
    pub row: u32,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The columns that it gives; those that nothing else gives where there are none.
    pub columns: Vec<String>,
}

/// The column in which an upload keeps rows.
pub fn origin_column(upload: i64) -> String {
    format!("#{upload}")
}

/// The upload whose rows a column keeps; nothing where it is a column of facts.
pub fn is_origin_column(column: &str) -> Option<i64> {
    column.strip_prefix('#')?.parse().ok()
}

impl RowOrigin {
    /// Adds that a row gives a column. The first row is that of all columns which no other names.
    pub fn add(origins: &mut Vec<RowOrigin>, row: u32, sheet: Option<&str>, column: &str) {
        match origins.iter().position(|known| known.row == row && known.sheet.as_deref() == sheet) {
            Some(0) => {}
            Some(at) => origins[at].columns.push(column.to_string()),
            None => {
                let columns = if origins.is_empty() { Vec::new() } else { vec![column.to_string()] };
                origins.push(RowOrigin { row, sheet: sheet.map(str::to_string), columns });
            }
        }
    }

    /// Rows as text.
    pub fn write(origins: &[RowOrigin]) -> String {
        let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let line = |origin: &RowOrigin| {
            let sheet = plain(origin.sheet.as_deref().unwrap_or_default());
            let columns: Vec<String> = origin.columns.iter().map(|column| plain(column)).collect();
            match (sheet.is_empty(), columns.is_empty()) {
                (true, true) => origin.row.to_string(),
                (false, true) => format!("{}\t{sheet}", origin.row),
                _ => format!("{}\t{sheet}\t{}", origin.row, columns.join("\t")),
            }
        };
        origins.iter().map(line).collect::<Vec<String>>().join("\n")
    }

    /// The text as rows; what nobody wrote so says nothing.
    pub fn read(text: &str) -> Vec<RowOrigin> {
        let line = |line: &str| {
            let mut parts = line.split('\t');
            let row = parts.next()?.parse().ok()?;
            let sheet = parts.next().filter(|sheet| !sheet.is_empty()).map(str::to_string);
            Some(RowOrigin { row, sheet, columns: parts.map(str::to_string).collect() })
        };
        text.lines().filter_map(line).collect()
    }

    /// Which of the rows gives a column.
    pub fn of(origins: &[RowOrigin], column: &str) -> Option<usize> {
        let named = origins.iter().position(|origin| origin.columns.iter().any(|named| named == column));
        named.or_else(|| origins.iter().position(|origin| origin.columns.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(row: u32, sheet: Option<&str>, columns: &[&str]) -> RowOrigin {
        RowOrigin { row, sheet: sheet.map(str::to_string), columns: columns.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn rows_are_written_and_read_back() {
        let several = vec![origin(12, Some("企业"), &[]), origin(9, Some("补充"), &["研发费用@2024", "职工总数@2024"])];
        for origins in [vec![origin(3, None, &[])], vec![origin(3, Some("甲"), &[])], several.clone(), vec![]] {
            assert_eq!(RowOrigin::read(&RowOrigin::write(&origins)), origins);
        }
        assert_eq!(RowOrigin::of(&several, "职工总数@2024"), Some(1));
        assert_eq!(RowOrigin::of(&several, "名称"), Some(0));
        assert_eq!(RowOrigin::of(&[], "名称"), None);
        assert!(RowOrigin::read("nonsense\n\tx").is_empty());
        assert_eq!(is_origin_column(&origin_column(7)), Some(7));
        assert_eq!((is_origin_column("名称"), is_origin_column("#x")), (None, None));
    }
}
