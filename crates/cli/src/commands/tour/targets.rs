//! The plans' targets beside the latest published values, and the gap.

use wuwei_ir::{Date, Dim, Form, Number, Program, Target, TargetValue, Type, Unit, Whose, quantity};
use wuwei_project::{Library, Published, fill, progress, published, words};
use wuwei_source::Lang;

use super::document;
use crate::commands::ask::Paint;
use crate::table::{Align, Table, cut};

/// A plan without published values still shows what it promises, but not all of it.
const UNSEEN: usize = 6;

pub(super) fn show(paint: &Paint, library: &Library, plans: &[&str], day: Date) -> String {
    let words = words(paint.lang);
    let program = library.program();
    // Figures of the year that ends on the day became known the day after.
    let next = Date::from_days(i64::from(day.days()) + 1).unwrap_or(day);
    let all = progress(program, &library.observations, next);
    let mut out = String::new();
    let mut conflict = false;
    for id in plans {
        let Some(doc) = document(library, id) else { continue };
        let mine = all.iter().filter(|found| program.target(found.target).doc == doc);
        let mine: Vec<(&Target, Published<'_>)> = mine
            .map(|found| (program.target(found.target), published(program, &library.observations, found)))
            .collect();
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Right, Align::Left]);
        let seen = mine.iter().filter(|(_, progress)| progress.comparable && progress.latest.is_some()).count();
        let mut shown = 0;
        for (target, progress) in &mine {
            let is_seen = progress.comparable && progress.latest.is_some();
            let has_room = is_seen || (seen == 0 && shown < UNSEEN);
            let Some(cells) = row(paint, program, target, progress).filter(|_| has_room) else { continue };
            conflict |= is_seen && progress.latest.is_some_and(|latest| latest.in_conflict);
            table.cells(cells);
            shown += 1;
        }
        out += &format!("  {}\n", paint.tint("1", &cut(program.document(doc).title.get(paint.lang), 76)));
        out += &table.show();
        let rest = mine.len() - shown;
        let text = if seen == 0 { words.tour_unseen } else { words.tour_unshown };
        out += &format!("  {}\n\n", paint.tint("2", &fill(text, &[("n", &rest)])));
    }
    out.pop();
    if conflict {
        out += &format!("  {}\n", paint.tint("2", words.in_conflict));
    }
    out
}

fn row(paint: &Paint, program: &Program, target: &Target, progress: &Published<'_>) -> Option<Vec<String>> {
    let words = words(paint.lang);
    let TargetValue::Number { written, unit, .. } = target.value else { return None };
    if !matches!(target.whose, Whose::Region(_)) {
        return None;
    }
    let form = match target.form {
        Form::Value => "",
        Form::Growth => words.kind("growth"),
        Form::Increase => words.kind("increase"),
    };
    // Chinese readers know the number as it is printed; in English the counting in 万 and 亿 is taken apart.
    let amount = |written: Number, unit: Unit| match paint.lang {
        Lang::Zh => format!("{}{}", written.to_decimal(2), unit.text()),
        Lang::En if unit.dim() == Dim::NONE => format!("{}{}", written.to_decimal(2), unit.text()),
        Lang::En => {
            let base = written.mul(unit.factor).unwrap_or(written);
            quantity(Type::Quantity(unit.dim()), Some(unit), base, paint.lang)
        }
    };
    let goal = format!("{form} {} {}", target.op.sign(), amount(written, unit));
    let year = target.deadline.map_or_else(String::new, |deadline| deadline.year().to_string());
    let shown = |number: Number| amount(number.div(unit.factor).unwrap_or(number), unit);
    let value = match (progress.latest.filter(|_| progress.comparable), progress.growth) {
        (None, _) => words.no_value.to_string(),
        (Some(latest), growth) => {
            let value = match growth {
                Some(growth) => shown(growth),
                None => latest.figure.map_or_else(String::new, |figure| amount(figure.written, figure.unit)),
            };
            format!("{value} ({}){}", latest.period.shown(), if latest.in_conflict { " *" } else { "" })
        }
    };
    let status = match (progress.met, progress.gap) {
        (Some(true), _) => paint.tint("32", &format!("● {}", words.met)),
        (_, Some(gap)) => paint.tint("33", &format!("○ {}", fill(words.to_go, &[("gap", &shown(gap))]))),
        _ if progress.growth.is_some() => paint.tint("2", words.one_year),
        _ => String::new(),
    };
    let name = program.indicator(target.indicator).head.shown(paint.lang);
    Some(vec![cut(name, 40), goal.trim().to_string(), year, value, status])
}
