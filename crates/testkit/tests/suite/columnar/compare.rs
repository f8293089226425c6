//! The same questions asked of both evaluators, and where they differ.

use wuwei_columnar::{Frame, NO, NOT_APPLICABLE, Others, Question, RowAnswers, Run, UNKNOWN, YES};
use wuwei_engine::{Evaluator, Population as _, Related, Row, Truth, Verdict};
use wuwei_facts::{Population, Table};
use wuwei_ir::{Date, EntityId, FactId, GroupId, ItemKind, Literal, Program, RelationId};
use wuwei_source::Name;

use super::tables::{copy, part};

/// Everything that can be asked about a kind of subject: statuses with their reasons, scores and values, benefits and what
/// they come to together.
pub(crate) fn question(program: &Program, entity: EntityId, as_of: Date) -> Question {
    let mut question = Question { reasons: true, ..Question::everything(program, entity, as_of) };
    for (n, _) in program.groups.iter().enumerate().filter(|(_, group)| group.entity == entity) {
        let id = GroupId::from_index(n);
        let item = program.version(id, as_of).map(|item| program.item(item));
        if item.is_some_and(|item| matches!(item.kind, ItemKind::Value { .. })) {
            question.scores.push(id);
        }
    }
    question
}

fn code(verdict: Verdict) -> i8 {
    match verdict {
        Verdict::Yes => YES,
        Verdict::No => NO,
        Verdict::Unknown | Verdict::NotComputable => UNKNOWN,
        Verdict::NotApplicable => NOT_APPLICABLE,
    }
}

/// What the reference answers about a subject.
pub(crate) fn expected(evaluator: &Evaluator<'_>, question: &Question, subject: Row) -> RowAnswers {
    let program = evaluator.program();
    evaluator.forget();
    let reasons = |group: &GroupId| {
        let item = program.version(*group, evaluator.as_of()).map(|item| program.item(item));
        let mut bits = [0u64; 2];
        for (n, truth) in item.map_or(Vec::new(), |item| evaluator.conditions(item, subject)).into_iter().enumerate() {
            // Conditions beyond the sixty-third share its bit.
            match truth {
                Truth::Yes => {}
                Truth::No => bits[0] |= 1 << n.min(62),
                Truth::Unknown => bits[1] |= 1 << n.min(62),
            }
        }
        bits
    };
    let benefit = |group: &GroupId| {
        let answer = evaluator.benefit(*group, subject);
        (code(answer.eligible), answer.money)
    };
    let paid: Vec<_> = question.total.iter().map(|group| (*group, benefit(group).1)).collect();
    RowAnswers {
        statuses: question.statuses.iter().map(|group| code(evaluator.status(*group, subject).verdict)).collect(),
        reasons: question.statuses.iter().map(reasons).collect(),
        scores: question.scores.iter().map(|group| evaluator.points(*group, subject)).collect(),
        benefits: question.benefits.iter().map(benefit).collect(),
        total: (!paid.is_empty()).then(|| evaluator.stack(subject, &paid).total),
    }
}

/// Where answers differ, rule by rule.
pub(crate) fn difference(
    program: &Program,
    question: &Question,
    expected: &RowAnswers,
    found: &RowAnswers,
) -> Option<String> {
    let mut out = Vec::new();
    let mut compare = |what: &str, group: Option<&GroupId>, expected: String, found: String| {
        if expected != found {
            let name = group.map_or("all benefits", |group| program.group(*group).name.as_str());
            out.push(format!("{name}, {what}\n  the reference says {expected}\n  the columns say    {found}"));
        }
    };
    for (n, group) in question.statuses.iter().enumerate() {
        compare("status", Some(group), expected.statuses[n].to_string(), found.statuses[n].to_string());
        compare("reasons", Some(group), format!("{:x?}", expected.reasons[n]), format!("{:x?}", found.reasons[n]));
    }
    for (n, group) in question.scores.iter().enumerate() {
        compare("score", Some(group), format!("{:?}", expected.scores[n]), format!("{:?}", found.scores[n]));
    }
    for (n, group) in question.benefits.iter().enumerate() {
        compare("benefit", Some(group), format!("{:?}", expected.benefits[n]), format!("{:?}", found.benefits[n]));
    }
    compare("total", None, format!("{:?}", expected.total), format!("{:?}", found.total));
    (!out.is_empty()).then(|| out.join("\n"))
}

/// How many answers were computed in columns, and how many of all.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    pub(crate) columns: usize,
    pub(crate) all: usize,
}

impl Share {
    pub(crate) fn add(&mut self, run: &Run<'_, '_, '_>, question: &Question) {
        let all = question.statuses.len() + question.scores.len() + question.benefits.len();
        let total = usize::from(!question.total.is_empty());
        self.all += all + total;
        self.columns += all - run.by_rows().len();
        self.columns += usize::from(total == 1 && run.total_by_rows().is_none());
    }

    pub(crate) fn percent(self) -> f64 {
        100.0 * self.columns as f64 / self.all.max(1) as f64
    }
}

/// Subjects of one kind, each of whom knows nobody.
struct Alone<'a>(&'a Population<'a>, EntityId);

impl wuwei_engine::Population for Alone<'_> {
    fn len(&self, _: EntityId) -> u32 {
        0
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        (row.entity == self.1).then(|| self.0.fact(row, fact, year))?
    }

    fn find(&self, _: EntityId, _: Name) -> Option<u32> {
        None
    }

    fn related(&self, _: Row, _: RelationId) -> Related {
        Related::default()
    }
}

/// Asks everything about everybody in a table, with or without the subjects of the other tables; the first difference, with
/// the row that it is in.
pub(crate) fn first_difference(
    program: &Program,
    as_of: Date,
    tables: &[Table],
    asked: EntityId,
    alone: bool,
    share: &mut Share,
) -> Option<(usize, String)> {
    let table = tables.iter().find(|table| table.entity == asked)?;
    let question = question(program, asked, as_of);
    let others = Others::new(program, as_of, tables);
    let frame = Frame::new(program, as_of, copy(table), (!alone).then_some(&others)).unwrap();
    let run = Run::new(&frame, &question, &[]);
    share.add(&run, &question);
    let population = Population::new(program, tables);
    let only = Alone(&population, asked);
    let evaluator = Evaluator::new(program, if alone { &only } else { &population }, as_of);
    let mut out = None;
    let mut seen = 0;
    run.each_row(0..table.rows, &mut |row, found| {
        assert_eq!(row, seen, "rows come in order");
        seen += 1;
        if out.is_none() {
            let expected = expected(&evaluator, &question, Row { entity: asked, index: row as u32 });
            out = difference(program, &question, &expected, found).map(|difference| (row, difference));
        }
    });
    assert_eq!(seen, table.rows, "every row is answered");
    out
}

/// The smallest tables that still show a difference: one subject, and only the columns that matter.
pub(crate) fn shrunk(program: &Program, as_of: Date, tables: &[Table], asked: EntityId, alone: bool) -> String {
    let fails = |tables: &[Table]| first_difference(program, as_of, tables, asked, alone, &mut Share::default());
    let mut tables: Vec<Table> = tables.iter().map(copy).collect();
    let without = |tables: &[Table], at: usize, other: Option<Table>| -> Vec<Table> {
        let mut out: Vec<Table> = tables.iter().map(copy).collect();
        match other {
            Some(table) => out[at] = table,
            None => drop(out.remove(at)),
        }
        out
    };
    let mut at = 0;
    while at < tables.len() {
        let less = without(&tables, at, None);
        match fails(&less) {
            Some(_) => tables = less,
            None => at += 1,
        }
    }
    for at in 0..tables.len() {
        // Halves of the rows first, then the columns one by one.
        let mut size = tables[at].rows.div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from + size <= tables[at].rows && size < tables[at].rows {
                let less = without(&tables, at, Some(part(&tables[at], from..from + size)));
                match fails(&less) {
                    Some(_) => tables = less,
                    None => from += size,
                }
            }
            size /= 2;
        }
        let mut column = 0;
        while column < tables[at].columns.len() {
            let mut less = copy(&tables[at]);
            less.columns.remove(column);
            less.arrays.remove(column);
            let less = without(&tables, at, Some(less));
            match fails(&less) {
                Some(_) => tables = less,
                None => column += 1,
            }
        }
    }
    let said = fails(&tables).map_or_else(String::new, |(row, said)| format!("row {row}: {said}"));
    format!("{said}\n{}", tables.iter().map(|table| show(program, table)).collect::<String>())
}

/// A table for a person.
fn show(program: &Program, table: &Table) -> String {
    let population = Population::new(program, &[copy(table)]);
    let mut out = format!("{}, {} rows\n", program.entity(table.entity).head.name, table.rows);
    for (column, array) in table.columns.iter().zip(&table.arrays) {
        out.push_str(&format!("  {} ({}):", program.fact(column.fact).column(column.year), array.data_type()));
        for index in 0..table.rows as u32 {
            let subject = Row { entity: table.entity, index };
            match population.fact(subject, column.fact, column.year) {
                Some(literal) => out.push_str(&format!(" {literal:?}")),
                None => out.push_str(" ?"),
            }
        }
        out.push('\n');
    }
    out
}
