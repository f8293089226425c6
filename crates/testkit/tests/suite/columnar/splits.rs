//! Who is asked together with whom makes no difference.

use arrow_array::{Array, new_null_array};
use arrow_select::concat::concat;
use wuwei_columnar::{Counts, Frame, GroupBy, NO, NOT_APPLICABLE, Others, Question, RowAnswers, Run, Sum, YES};
use wuwei_engine::{Population as _, Range, Row};
use wuwei_facts::{Population, Table};
use wuwei_ir::{Date, EntityId, FactId, Literal, Number, Program, Type};

use super::compare::{difference, question};
use super::tables::{copy, part, population};
use crate::generate::vocabulary::AS_OF;
use crate::generate::{Made, compile, make};
use crate::random::{Random, seeds};

/// Rows of a slice of the machine, at whose borders runs are split.
const SLICE: usize = 1024;

/// The same subjects again and again, until there are so many.
fn repeated(table: &Table, rows: usize) -> Table {
    let mut out = copy(table);
    let (times, rest) = (rows / table.rows, rows % table.rows);
    for array in &mut out.arrays {
        let last = array.slice(0, rest);
        let mut all: Vec<&dyn Array> = vec![array.as_ref(); times];
        all.push(last.as_ref());
        *array = concat(&all).unwrap();
    }
    out.rows = rows;
    out
}

/// Slices that hold nothing but one subject: what no row of a slice needs is then passed over.
fn alike(table: &Table, slices: usize) -> Table {
    let mut out = copy(table);
    for array in &mut out.arrays {
        let one = |slice: usize| array.slice(slice % table.rows, 1);
        let all: Vec<_> = (0..slices).flat_map(|slice| std::iter::repeat_n(one(slice), SLICE)).collect();
        *array = concat(&all.iter().map(|array| array.as_ref()).collect::<Vec<_>>()).unwrap();
    }
    out.rows = slices * SLICE;
    out
}

/// With subjects behind them of whom nothing is known.
fn with_unknown(table: &Table, more: usize) -> Table {
    let mut out = copy(table);
    for array in &mut out.arrays {
        *array = concat(&[array.as_ref(), new_null_array(array.data_type(), more).as_ref()]).unwrap();
    }
    out.rows += more;
    out
}

/// Where two runs disagree about the same subjects.
struct Same<'t> {
    program: &'t Program,
    question: &'t Question,
    whole: Vec<RowAnswers>,
    said: &'t dyn Fn() -> String,
}

impl Same<'_> {
    fn check(&self, what: &str, run: &Run<'_, '_, '_>, rows: std::ops::Range<usize>, at: usize) {
        let mut next = rows.start;
        run.each_row(rows.clone(), &mut |row, found| {
            assert_eq!(row, next, "rows come in order");
            next += 1;
            if let Some(difference) = difference(self.program, self.question, &self.whole[row + at], found) {
                panic!("{what}, row {row} of {rows:?}: {difference}\n{}", (self.said)());
            }
        });
        assert_eq!(next, rows.end, "every row is answered");
    }
}

fn whole(run: &Run<'_, '_, '_>, rows: usize) -> Vec<RowAnswers> {
    let mut out = Vec::new();
    run.each_row(0..rows, &mut |_, answers| out.push(answers.clone()));
    out
}

/// Every way of asking about the subjects of a table.
fn check(
    program: &Program,
    as_of: Date,
    tables: &[Table],
    table: &Table,
    random: &mut Random,
    said: &dyn Fn() -> String,
) {
    let question = question(program, table.entity, as_of);
    let others = Others::new(program, as_of, tables);
    let frame = |table: Table| Frame::new(program, as_of, table, Some(&others)).unwrap();
    let all = frame(copy(table));
    let groups = groupings(program, table.entity);
    let run = Run::new(&all, &question, &groups);
    let same = Same { program, question: &question, whole: whole(&run, table.rows), said };
    // Runs over parts of the rows.
    let mut from = 0;
    while from < table.rows {
        let to = (from + SLICE * (1 + random.below(2))).min(table.rows);
        same.check("a part of a run", &run, from..to, 0);
        from = to;
    }
    // Frames of parts of the rows: bits then begin in the middle of a byte.
    let from = random.below(table.rows);
    let to = from + 1 + random.below(table.rows - from);
    let piece = frame(part(table, from..to));
    same.check(&format!("a frame of {from}..{to}"), &Run::new(&piece, &question, &[]), 0..to - from, from);
    // Beside others of whom nothing is known, and beside others whose numbers are larger.
    let beside = frame(with_unknown(table, 70));
    same.check("beside unknown ones", &Run::new(&beside, &question, &[]), 0..table.rows, 0);
    for name in Run::levels() {
        let run = Run::new(&all, &question, &groups).with_level(name).unwrap();
        same.check(name, &run, 0..table.rows, 0);
    }
    same.check("everything computed", &Run::new(&all, &question, &groups).without_gates(), 0..table.rows, 0);
    let alike = frame(alike(table, 3));
    for reasons in [true, false] {
        let question = Question { reasons, ..question.clone() };
        let passed_over = Run::new(&alike, &question, &[]).answers(1);
        let computed = Run::new(&alike, &question, &[]).without_gates().answers(1);
        assert!(passed_over == computed, "slices alike differ where nothing is passed over\n{}", said());
    }
    totals(program, &run, table, &groups, &same);
}

/// Groups by an enumeration and by the region, as far as a kind has them.
fn groupings(program: &Program, entity: EntityId) -> Vec<GroupBy> {
    let definition = program.entity(entity);
    let by = |wanted: fn(Type) -> bool| {
        let facts = definition.facts.iter().copied().map(|fact| (fact, program.fact(fact)));
        let mut fitting = facts.filter(|(_, fact)| wanted(fact.ty) && !fact.yearly);
        fitting.next().map(|(id, _)| GroupBy::each(program, id))
    };
    let by = [by(|ty| matches!(ty, Type::Enum(_))), by(|ty| ty == Type::Region)];
    by.into_iter().flatten().collect()
}

/// The group of a subject.
fn group(population: &Population<'_>, by: &[GroupBy], subject: Row) -> usize {
    let own = |by: &GroupBy| {
        let at = match population.fact(subject, by.fact, None) {
            Some(Literal::Choice(at)) => Some(usize::from(at)),
            Some(Literal::Region(region)) => Some(region.0 as usize),
            _ => None,
        };
        at.and_then(|at| by.table.get(at)).or(by.table.last()).copied().unwrap_or(0) as usize
    };
    by.iter().fold(0, |group, by| group * by.groups() + own(by))
}

/// Counts and sums of the answers subject by subject.
#[derive(Clone, Debug, PartialEq)]
struct Expected {
    subjects: u64,
    statuses: Vec<Counts>,
    benefits: Vec<(Counts, [Number; 2], [u64; 2])>,
    total: ([Number; 2], [u64; 2]),
}

fn count(counts: &mut Counts, code: i8) {
    match code {
        NO => counts.no += 1,
        YES => counts.yes += 1,
        NOT_APPLICABLE => counts.not_applicable += 1,
        _ => counts.unknown += 1,
    }
}

fn add(sums: &mut [Number; 2], open: &mut [u64; 2], range: Range) {
    for (side, end) in [range.low, range.high].into_iter().enumerate() {
        match end {
            Some(end) => sums[side] = sums[side].add(end).unwrap(),
            None => open[side] += 1,
        }
    }
}

fn shown(sum: &Sum) -> ([Number; 2], [u64; 2]) {
    let number = |side: usize| Number::ratio(sum.above[side], sum.below[side]).unwrap();
    ([number(0), number(1)], sum.open)
}

fn totals(program: &Program, run: &Run<'_, '_, '_>, table: &Table, groups: &[GroupBy], same: &Same<'_>) {
    let found = run.totals(1);
    for threads in [2, 5] {
        assert_eq!(found, run.totals(threads), "{threads} threads\n{}", (same.said)());
    }
    let population = Population::new(program, &[copy(table)]);
    let blank = Expected {
        subjects: 0,
        statuses: vec![Counts::default(); same.question.statuses.len()],
        benefits: vec![(Counts::default(), [Number::ZERO; 2], [0; 2]); same.question.benefits.len()],
        total: ([Number::ZERO; 2], [0; 2]),
    };
    let mut expected = vec![blank; groups.iter().map(GroupBy::groups).product()];
    for (index, answers) in same.whole.iter().enumerate() {
        let subject = Row { entity: table.entity, index: index as u32 };
        let group = &mut expected[group(&population, groups, subject)];
        group.subjects += 1;
        for (counts, code) in group.statuses.iter_mut().zip(&answers.statuses) {
            count(counts, *code);
        }
        for ((counts, sums, open), (code, money)) in group.benefits.iter_mut().zip(&answers.benefits) {
            count(counts, *code);
            add(sums, open, *money);
        }
        if let Some(total) = answers.total {
            add(&mut group.total.0, &mut group.total.1, total);
        }
    }
    let found: Vec<Expected> = found
        .iter()
        .map(|group| Expected {
            subjects: group.subjects,
            statuses: group.statuses.clone(),
            benefits: group
                .benefits
                .iter()
                .map(|(counts, sum)| {
                    let (sums, open) = shown(sum);
                    (*counts, sums, open)
                })
                .collect(),
            total: shown(&group.total),
        })
        .collect();
    assert_eq!(expected, found, "groups\n{}", (same.said)());
}

fn large(random: &mut Random, program: &Program, made: &Made) -> Vec<Table> {
    let tables = population(random, program, made).into_iter().filter(|table| table.rows > 0);
    let rows = *random.pick(&[SLICE - 1, SLICE, SLICE + 1, 3 * SLICE - 7]);
    tables.map(|table| if random.one_in(3) { repeated(&table, rows) } else { table }).collect()
}

#[test]
fn who_is_asked_together_makes_no_difference() {
    let as_of = Date::parse(AS_OF).unwrap();
    for seed in seeds(8) {
        let made = make(seed);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed ^ 0x5711);
        let tables = large(&mut random, program, &made);
        for table in &tables {
            let said = || format!("seed {seed}, {}\n{}", program.entity(table.entity).head.name, made.text());
            check(program, as_of, &tables, table, &mut random, &said);
        }
    }
}

/// A fact by which nobody can be grouped, for whom everybody is one group.
#[test]
fn without_groups_there_is_one() {
    let made = make(3);
    let library = compile(&made.text());
    let program = library.program();
    let as_of = Date::parse(AS_OF).unwrap();
    let tables = population(&mut Random::new(1), program, &made);
    for table in &tables {
        let frame = Frame::new(program, as_of, copy(table), None).unwrap();
        let question = question(program, table.entity, as_of);
        let found = Run::new(&frame, &question, &[]).totals(1);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subjects, table.rows as u64);
        let by: Option<FactId> = program.entity(table.entity).home;
        let by: Vec<GroupBy> = by.map(|fact| GroupBy::each(program, fact)).into_iter().collect();
        let parts = Run::new(&frame, &question, &by).totals(1);
        assert_eq!(parts.iter().map(|part| part.subjects).sum::<u64>(), found[0].subjects);
        for n in 0..question.statuses.len() {
            let yes = |all: &[wuwei_columnar::GroupTotals]| all.iter().map(|part| part.statuses[n].yes).sum::<u64>();
            assert_eq!(yes(&parts), yes(&found));
        }
    }
}
