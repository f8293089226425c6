//! The list: a row a target, with a key beside each number.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Cell, Looks, table};
use crate::model::{Figure, Report, TargetRow};
use crate::words::{listed, pick};

pub(super) fn write(report: &Report, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let lang = report.lang;
    let key = pick(lang, "编号", "Key");
    let heads = [
        (pick(lang, "序号", "No."), 6.0),
        (pick(lang, "目标", "Target"), 26.0),
        (pick(lang, "行动", "Action"), 26.0),
        (pick(lang, "口径", "Form"), 12.0),
        (pick(lang, "目标值", "Asked for"), 18.0),
        (key, 17.0),
        (pick(lang, "期限", "Deadline"), 14.0),
        (pick(lang, "最新值", "Latest"), 16.0),
        (pick(lang, "时期", "Period"), 10.0),
        (pick(lang, "性质", "Standing"), 14.0),
        (key, 17.0),
        (pick(lang, "差距", "Gap"), 16.0),
        (key, 17.0),
        (pick(lang, "此后每年需", "Pace needed"), 14.0),
        (key, 17.0),
        (pick(lang, "此前每年", "Pace so far"), 14.0),
        (key, 17.0),
        (pick(lang, "预测下限", "Forecast, low"), 14.0),
        (key, 17.0),
        (pick(lang, "预测上限", "Forecast, high"), 14.0),
        (key, 17.0),
        (pick(lang, "达到的可能", "Chance"), 10.0),
        (key, 17.0),
        (pick(lang, "判定", "Verdict"), 12.0),
        (pick(lang, "原因", "Why"), 60.0),
        (key, 17.0),
        (pick(lang, "提示", "Remark"), 40.0),
        (pick(lang, "牵头单位", "Lead"), 20.0),
        (pick(lang, "责任单位", "Responsible"), 30.0),
    ];
    let mut actions = vec![String::new(); report.targets.len()];
    for group in &report.groups {
        let name = match group.number.as_str() {
            "" => group.name.clone(),
            number => format!("{number}. {}", group.name),
        };
        group.targets.iter().for_each(|at| actions[*at].clone_from(&name));
    }
    let rows = report.targets.iter().zip(&actions).map(|(row, action)| cells(report, row, action));
    table(sheet, looks, &heads, rows)
}

fn cells(report: &Report, row: &TargetRow, action: &str) -> Vec<Cell> {
    let lang = report.lang;
    let mut out = vec![
        Cell::Number(row.number as f64),
        Cell::text(&row.name),
        Cell::text(action),
        Cell::text(row.form.clone().unwrap_or_default()),
    ];
    let with_key = |out: &mut Vec<Cell>, figure: Option<&Figure>| {
        out.push(figure.map_or(Cell::Nothing, |figure| Cell::text(&figure.text)));
        out.push(key(report, figure));
    };
    with_key(&mut out, Some(&row.asked));
    out.push(Cell::text(&row.by));
    let latest = row.latest.as_ref();
    out.push(latest.map_or(Cell::Nothing, |latest| Cell::text(&latest.value.text)));
    out.push(latest.map_or(Cell::Nothing, |latest| Cell::text(&latest.period)));
    out.push(latest.map_or(Cell::Nothing, |latest| Cell::text(listed(lang, &latest.marks))));
    out.push(key(report, latest.map(|latest| &latest.value)));
    with_key(&mut out, row.gap.as_ref());
    with_key(&mut out, row.required.as_ref());
    with_key(&mut out, row.achieved.as_ref());
    let told = row.forecast.as_ref().ok();
    with_key(&mut out, told.map(|told| &told.low));
    with_key(&mut out, told.map(|told| &told.high));
    with_key(&mut out, told.and_then(|told| told.probability.as_ref()));
    out.push(Cell::text(format!("{} {}", row.lamp.shape.sign(), row.lamp.word)));
    with_key(&mut out, Some(&row.cause));
    out.push(row.ambition.as_ref().map_or(Cell::Nothing, |(_, said)| Cell::text(&said.text)));
    let names = |leads: bool| {
        let names: Vec<String> =
            row.owners.iter().filter(|owner| owner.leads == leads).map(|owner| owner.name.clone()).collect();
        Cell::text(listed(lang, &names))
    };
    out.push(names(true));
    out.push(names(false));
    out
}

fn key(report: &Report, figure: Option<&Figure>) -> Cell {
    let note = figure.and_then(|figure| figure.notes.first()).and_then(|note| report.notes.get(note - 1));
    note.map_or(Cell::Nothing, |note| Cell::text(note.key.to_string()))
}
