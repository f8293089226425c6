//! The values that were known, row by row.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Cell, Looks, table};
use crate::model::Report;
use crate::words::pick;

pub(super) fn write(report: &Report, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let lang = report.lang;
    let heads = [
        (pick(lang, "指标", "indicator"), 26.0),
        (pick(lang, "区域", "region"), 14.0),
        (pick(lang, "时期", "period"), 10.0),
        (pick(lang, "数值", "value"), 12.0),
        (pick(lang, "单位", "unit"), 8.0),
        (pick(lang, "状态", "status"), 10.0),
        (pick(lang, "另有不同数", "contradicted"), 12.0),
        (pick(lang, "来源", "source"), 44.0),
        (pick(lang, "说明", "note"), 60.0),
        (pick(lang, "获知日期", "learnt"), 12.0),
    ];
    let rows = report.observations.iter().map(|row| {
        let conflict = if row.in_conflict { pick(lang, "是", "yes") } else { "" };
        vec![
            Cell::text(&row.indicator),
            Cell::text(&row.region),
            Cell::text(&row.period),
            Cell::number(row.value),
            Cell::text(&row.unit),
            Cell::text(&row.status),
            Cell::text(conflict),
            Cell::text(&row.source),
            Cell::text(&row.note),
            Cell::text(&row.learnt),
        ]
    });
    table(sheet, looks, &heads, rows)
}
