//! What is wrong with a table: where exactly, with which value, why, and what to do.

use wuwei_source::{Lang, Text};

/// One fault.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The row as the spreadsheet counts it, from 1.
    pub row: Option<u32>,
    /// The header of the column.
    pub column: Option<String>,
    /// The value as written.
    pub value: Option<String>,
    /// Why it is a fault.
    pub why: Text,
    /// What to do.
    pub hint: Text,
}

impl Problem {
    /// `企业.xlsx 工作表“企业” 第 5 行 “职工总数@2024”：“abc” ……`
    pub fn show(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let mut out = self.file.clone();
        if let Some(sheet) = &self.sheet {
            out += &if zh { format!(" 工作表“{sheet}”") } else { format!(" sheet “{sheet}”") };
        }
        if let Some(row) = self.row {
            out += &if zh { format!(" 第 {row} 行") } else { format!(" row {row}") };
        }
        if let Some(column) = &self.column {
            out += &if zh { format!(" “{column}”列") } else { format!(" column “{column}”") };
        }
        if let Some(value) = &self.value {
            let short: String = value.chars().take(40).collect();
            let cut = if value.chars().count() > 40 { "…" } else { "" };
            out += &if zh { format!("：“{short}{cut}”") } else { format!(": “{short}{cut}”") };
        }
        let (why, hint) = (self.why.get(lang), self.hint.get(lang));
        let join = if zh { "：" } else { ": " };
        out += join;
        out += why;
        if !hint.is_empty() {
            out += if zh { "。" } else { ". " };
            out += hint;
        }
        out
    }
}
