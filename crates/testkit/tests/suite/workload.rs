//! The workload of the benchmark: its document gives, enterprise by enterprise, the answers written down for it.

use std::collections::HashMap;

use wuwei_engine::{Evaluator, Memory, Range, Row, Truth, Verdict};
use wuwei_ir::{Date, EntityId, GroupId, Literal, Number, Program, SubjectFact, Type};
use wuwei_project::{Library, run_tests};
use wuwei_source::Name;
use wuwei_testkit::root;
use wuwei_w1::names::{BENEFITS, FACTS, SCORES, STATUSES};

fn document() -> Library {
    let text = std::fs::read_to_string(root().join("bench/w1.md")).unwrap();
    let library = Library::from_texts([("w1.md".to_string(), text)]);
    assert!(library.diagnostics.is_empty(), "{:?}", library.diagnostics);
    library
}

/// A file of the benchmark: the names of its columns, and its rows.
fn table(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(root().join("bench/expected").join(name)).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_string).collect());
    (lines.next().unwrap(), lines.collect())
}

/// A cell as the fact's value; an empty one is not known.
fn literal(program: &Program, ty: Type, cell: &str) -> Option<Literal> {
    if cell.is_empty() {
        return None;
    }
    Some(match ty {
        Type::Text => Literal::Text(Name::new(cell)),
        Type::Date => {
            let parts: Vec<u32> = cell.split('-').map(|part| part.parse().unwrap()).collect();
            Literal::Date(Date::from_ymd(parts[0] as i32, parts[1], parts[2]).unwrap())
        }
        Type::Truth => Literal::Truth(cell == "1"),
        Type::Enum(_) => Literal::Choice(cell.parse().unwrap()),
        Type::Region => Literal::Region(program.region_named(cell).unwrap()),
        // Money is in 分 on both sides.
        _ => Literal::Number(Number::int(cell.parse().unwrap())),
    })
}

fn population<'a>(program: &'a Program, entity: EntityId, rows: &[Vec<String>]) -> Memory<'a> {
    let facts = FACTS.map(|(_, name)| program.fact_named(entity, name).unwrap());
    let mut memory = Memory::new(program);
    for row in rows {
        let known = facts.iter().zip(row).filter_map(|(fact, cell)| {
            let value = literal(program, program.fact(*fact).ty, cell)?;
            Some(SubjectFact { fact: *fact, year: None, value })
        });
        memory.add(entity, Name::new(&row[0]), &known.collect::<Vec<_>>());
    }
    memory
}

fn end(end: Option<Number>) -> String {
    end.map_or_else(|| "open".to_string(), |end| end.to_decimal(9))
}

fn put(out: &mut HashMap<String, String>, name: &str, range: Range) {
    out.insert(format!("{name}_lo"), end(range.low));
    out.insert(format!("{name}_hi"), end(range.high));
}

/// All answers for one enterprise, by output column.
fn answers(evaluator: &Evaluator<'_>, subject: Row) -> HashMap<String, String> {
    let groups = &evaluator.program().groups;
    let group = |name: &str| {
        let at = groups.iter().position(|group| group.name.as_str() == name).unwrap();
        GroupId::from_index(at)
    };
    let mut out = HashMap::new();
    for (column, name) in STATUSES {
        let truth = evaluator.value(group(name), None, subject, None).truth();
        let code = match truth {
            Truth::No => 0,
            Truth::Yes => 1,
            Truth::Unknown => 2,
        };
        let verdict = evaluator.status(group(name), subject).verdict;
        assert!([Verdict::No, Verdict::Yes, Verdict::Unknown][code] == verdict, "{verdict:?}");
        out.insert(column.to_string(), code.to_string());
    }
    for (column, name) in SCORES {
        put(&mut out, column, evaluator.points(group(name), subject).unwrap());
    }
    let benefits = BENEFITS.map(|(_, name)| (group(name), evaluator.benefit(group(name), subject).money));
    for ((column, _), (_, money)) in BENEFITS.iter().zip(&benefits) {
        put(&mut out, column, *money);
    }
    put(&mut out, "total", evaluator.stack(subject, &benefits).total);
    out
}

#[test]
fn the_document_of_the_workload_holds_its_own_tests() {
    let run = run_tests(&document());
    assert!(run.failures.is_empty(), "{:?}", run.failures);
    assert!(run.passed > 60);
}

#[test]
fn a_thousand_enterprises_get_the_answers_written_down() {
    let library = document();
    let program = library.program();
    let entity = program.entity_named("企业").unwrap();
    let (columns, rows) = table("input_1000.csv");
    assert_eq!(columns, FACTS.map(|(column, _)| column));
    let (wanted_columns, wanted) = table("expected_1000.csv");
    assert_eq!((wanted_columns.len(), wanted.len(), rows.len()), (36, 1000, 1000));
    let memory = population(program, entity, &rows);
    let evaluator = Evaluator::new(program, &memory, Date::from_ymd(2024, 12, 31).unwrap());
    let mut wrong = Vec::new();
    for (n, (row, wanted)) in rows.iter().zip(&wanted).enumerate() {
        let mut found = answers(&evaluator, Row { entity, index: n as u32 });
        found.insert("id".to_string(), row[0].clone());
        evaluator.forget();
        for (column, wanted) in wanted_columns.iter().zip(wanted) {
            let found = &found[column];
            if found != wanted {
                wrong.push(format!("{}: {column} should be {wanted} and is {found}", row[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of 36000:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}
