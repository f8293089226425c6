//! Facts made at random as tables: with blanks, and with what no loader lets through.

use wuwei_facts::{Column, ColumnData, Table};
use wuwei_ir::{Date, EntityId, FactId, Literal, Number, Program, SubjectFact, Type};
use wuwei_source::Name;

use crate::facts::Facts;
use crate::generate::Made;
use crate::generate::vocabulary::{Kind, YEAR};
use crate::random::Random;

/// A whole population: subjects of every kind, and payments to some of them.
pub(crate) fn population(random: &mut Random, program: &Program, made: &Made) -> Vec<Table> {
    let most = *random.pick(&[5, 12, 60]);
    let counts = [(); 4].map(|()| random.between(1, most));
    let mut facts = Facts::make_many(random, program, made, counts);
    let payees: Vec<String> = (0..counts[0] + 1).map(|n| format!("码{}{n}", Kind::Firm.name())).collect();
    let payees: Vec<&str> = payees.iter().map(String::as_str).collect();
    if random.one_in(2) {
        for n in 0..random.below(counts[0] as usize * 2) {
            facts.add_payment(random, program, made, n, &payees);
        }
    }
    let kinds = (0..program.entities.len()).map(EntityId::from_index);
    let mut tables: Vec<Table> = Vec::new();
    for kind in kinds {
        // A kind without a table is one of which nobody is known.
        if !random.one_in(12) {
            tables.push(table(random, program, &facts, kind));
        }
    }
    tables
}

/// How a column differs from complete facts.
struct Spoiled {
    /// Percent of values that aren't known.
    blanks: usize,
    /// Percent of values that no loader lets through.
    wrong: usize,
}

fn table(random: &mut Random, program: &Program, facts: &Facts, kind: EntityId) -> Table {
    let subjects: Vec<(Name, &[SubjectFact])> = facts.of(kind).collect();
    let mut table = Table { entity: kind, columns: Vec::new(), arrays: Vec::new(), foreign: Vec::new(), rows: 0 };
    table.rows = subjects.len();
    let usual = *random.pick(&[0, 5, 30, 60]);
    let definition = program.entity(kind);
    for fact in &definition.facts {
        let years = match program.fact(*fact).yearly {
            true => (YEAR - 8..=YEAR).map(|year| Some(year as i32)).collect(),
            false => vec![None],
        };
        for year in years {
            // Keys are mostly there: without them nobody is anybody's.
            let is_key = definition.key == Some(*fact);
            let blanks = match random.below(12) {
                0 if !is_key => continue,
                1 if !is_key => 100,
                2..=5 => 0,
                _ if is_key => 4,
                _ => usual,
            };
            let spoiled = Spoiled { blanks, wrong: if random.one_in(8) { 10 } else { 0 } };
            let column = Column { fact: *fact, year };
            table.columns.push(column);
            table.arrays.push(values(random, program, &subjects, column, &spoiled));
        }
    }
    table
}

fn values(
    random: &mut Random,
    program: &Program,
    subjects: &[(Name, &[SubjectFact])],
    column: Column,
    spoiled: &Spoiled,
) -> arrow_array::ArrayRef {
    let ty = program.fact(column.fact).ty;
    let mut data = ColumnData::new(ty);
    for (_, own) in subjects {
        let known = own.iter().find(|known| known.fact == column.fact && known.year == column.year);
        let value = match random.below(100) {
            n if n < spoiled.blanks => None,
            n if n < spoiled.blanks + spoiled.wrong => wrong(random, program, column.fact),
            _ => known.map(|known| by_key(known.value)),
        };
        data.push(program, ty, value);
    }
    data.finish()
}

/// In tables subjects are called by their keys.
fn by_key(value: Literal) -> Literal {
    match value {
        Literal::Subject(name) => Literal::Subject(Name::new(&format!("码{name}"))),
        other => other,
    }
}

/// A value that its column can hold, although the fact's declaration rules it out.
fn wrong(random: &mut Random, program: &Program, fact: FactId) -> Option<Literal> {
    let text = |text: &str| Some(Literal::Text(Name::new(text)));
    match program.fact(fact).ty {
        Type::Truth => None,
        Type::Quantity(_) | Type::Ratio => {
            let far = [-1, 1, 1_000_000_007, -50_000_000_000, 1 << 40, -(1 << 44), 1 << 52, -(1 << 52)];
            Some(Literal::Number(Number::int(*random.pick(&far))))
        }
        Type::Date => match random.below(4) {
            0 => Some(Literal::Date(Date::MIN)),
            1 => Some(Literal::Date(Date::MAX)),
            2 => Some(Literal::None),
            _ => Some(Literal::Date(Date::from_days(random.between(-100_000, 100_000)).unwrap())),
        },
        Type::Year => match random.below(4) {
            0 => Some(Literal::None),
            1 => Some(Literal::Year(-5)),
            2 => Some(Literal::Year(i32::MAX)),
            _ => Some(Literal::Year(random.between(1, 9999) as i32)),
        },
        Type::Entity(_) => match random.below(3) {
            0 => Some(Literal::None),
            _ => text("码无人"),
        },
        Type::Enum(_) | Type::Region => match random.below(3) {
            0 => Some(Literal::None),
            1 => text("朝阳区"),
            _ => text("没有的"),
        },
        Type::Text | Type::Code(_) | Type::Any => text("码企业0"),
    }
}

/// The rows of a table from one to another, without copying.
pub(crate) fn part(table: &Table, rows: std::ops::Range<usize>) -> Table {
    let arrays = table.arrays.iter().map(|array| array.slice(rows.start, rows.len())).collect();
    Table { entity: table.entity, columns: table.columns.clone(), arrays, foreign: Vec::new(), rows: rows.len() }
}

/// The same table.
pub(crate) fn copy(table: &Table) -> Table {
    part(table, 0..table.rows)
}
