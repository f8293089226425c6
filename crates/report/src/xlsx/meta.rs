//! What the workbook is.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Cell, Looks};
use crate::model::Report;
use crate::words::pick;

pub(super) fn write(report: &Report, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let lang = report.lang;
    let mut rows: Vec<(&str, Cell)> = vec![
        (pick(lang, "内容", "Content"), Cell::text(pick(lang, "目标进展通报", "Bulletin on targets"))),
        (pick(lang, "格式", "Format"), Cell::text("wuwei-report 1")),
        (pick(lang, "文件", "Document"), Cell::text(&report.title)),
        (pick(lang, "文件编号", "Document id"), Cell::text(&report.document)),
        (pick(lang, "区域", "Region"), Cell::text(&report.region)),
        (pick(lang, "截至", "As of"), Cell::text(report.as_of.to_string())),
        (pick(lang, "对比", "Compared with"), Cell::text(report.since.to_string())),
    ];
    rows.extend(report.marks.iter().map(|mark| (pick(lang, "注意", "Note"), Cell::text(&mark.text))));
    rows.push((pick(lang, "目标数", "Targets"), Cell::Number(report.tally.total as f64)));
    let counts: Vec<(String, f64)> =
        report.tally.counts.iter().map(|count| (count.lamp.word.clone(), count.count as f64)).collect();
    rows.extend(counts.iter().map(|(word, count)| (word.as_str(), Cell::Number(*count))));
    let how = pick(
        lang,
        "清单中“编号”各列可用 wuwei trace 重新推算。",
        "wuwei trace works out again what the columns of keys name.",
    );
    rows.push((pick(lang, "溯源", "Keys"), Cell::text(how)));
    sheet.set_column_width(0, 18.0)?;
    sheet.set_column_width(1, 90.0)?;
    for (n, (name, value)) in rows.into_iter().enumerate() {
        let n = n as u32;
        sheet.write_string_with_format(n, 0, name, &looks.head)?;
        match value {
            Cell::Text(text) => sheet.write_string_with_format(n, 1, text, &looks.text)?,
            Cell::Number(number) => sheet.write_number_with_format(n, 1, number, &looks.text)?,
            Cell::Nothing => continue,
        };
    }
    Ok(())
}
