//! What the city's enterprises are, and what the policy would pay whom, clause by clause.

use wuwei_engine::Range;
use wuwei_ir::{DocId, Program, Type};
use wuwei_project::{Kind, Survey, fill, ladder_step, show_range, words};

use crate::commands::ask::Paint;
use crate::table::{Align, Table, cut};

/// How many stand on each step of the ladders.
pub(super) fn ladders(paint: &Paint, program: &Program, kind: &Kind) -> String {
    let words = words(paint.lang);
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Right]);
    table.row([words.column("status"), words.yes, words.no, words.unknown]);
    let mut steps: Vec<_> = kind
        .statuses
        .iter()
        .zip(&kind.places[0].statuses)
        .filter(|((group, _), _)| ladder_step(program, *group).0 < usize::MAX)
        .collect();
    steps.sort_by_key(|((group, _), _)| ladder_step(program, *group));
    for ((group, name), counts) in steps {
        let unknown = counts.unknown + counts.not_computable;
        let name = cut(paint.name(program, *group, name.as_str()), 44);
        table.row([&name, &counts.yes.to_string(), &counts.no.to_string(), &unknown.to_string()]);
    }
    table.show()
}

/// The benefits of a document over all kinds of subjects, in the order of its clauses.
pub(super) fn benefits(paint: &Paint, program: &Program, survey: &Survey, document: DocId) -> String {
    let words = words(paint.lang);
    let mut rows = Vec::new();
    for kind in &survey.kinds {
        for ((group, name), totals) in kind.benefits.iter().zip(&kind.places[0].benefits) {
            let Some(item) = program.version(*group, survey.as_of) else { continue };
            let head = &program.item(item).head;
            if head.doc != document {
                continue;
            }
            // `突出平台共建 / D4 专精特新认定` is clause D4.
            let article = program.article(head);
            let clause = article.rsplit(" / ").next().unwrap_or("").split(' ').next().unwrap_or("");
            let maybe = totals.counts.unknown + totals.counts.not_computable;
            let money = show_range(Type::MONEY, None, totals.total, paint.lang);
            rows.push((
                head.place,
                [
                    cut(clause, 14),
                    cut(paint.name(program, *group, name.as_str()), 44),
                    program.entity(kind.entity).head.shown(paint.lang).to_string(),
                    totals.counts.yes.to_string(),
                    maybe.to_string(),
                    money,
                ],
            ));
        }
    }
    rows.sort_by_key(|(place, _)| *place);
    let mut table = Table::new(&[Align::Left, Align::Left, Align::Left, Align::Right, Align::Right, Align::Right]);
    let (whom, amount) = (words.column("entity"), words.column("amount"));
    table.row(["", words.column("benefit"), whom, words.eligible, words.maybe_eligible, amount]);
    for (_, cells) in rows {
        table.cells(cells.to_vec());
    }
    let all = survey.kinds.iter().map(|kind| kind.places[0].total).reduce(Range::plus);
    let mut out = table.show() + &format!("  {}\n", paint.tint("2", words.up_to_means));
    if let Some(all) = all {
        let all = paint.tint("1", &show_range(Type::MONEY, None, all, paint.lang));
        out += &format!("  {}\n", fill(words.tour_in_all, &[("total", &all)]));
    }
    out
}
