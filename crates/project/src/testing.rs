//! Running the tests in documents.

use wuwei_check::{Answer, Expectation, TestCase};
use wuwei_engine::{Evaluator, Memory, Range, Row, Truth, Value, Verdict};
use wuwei_ir::{ItemKind, Literal, Number, Program, TestRef, Type};
use wuwei_source::{Diagnostic, FileId, Lang, Name, Place, Text};
use wuwei_syntax::Outline;

use crate::explain::{self, Explanation};
use crate::library::Library;
use crate::values::{show_literal, show_range, show_value};

/// The outcome of running tests.
#[derive(Debug, Default)]
pub struct TestRun {
    /// Tests run.
    pub tests: usize,
    /// Single expectations that held.
    pub passed: usize,
    /// Those that did not, each with the proof of the actual answer.
    pub failures: Vec<Diagnostic>,
}

/// Runs the tests of the documents asked for; those of a draft as if it were in force.
pub fn run_tests(library: &Library) -> TestRun {
    let mut run = run_tests_in(library, &|file| library.is_own(file));
    for draft in library.drafts.iter() {
        let TestRun { tests, passed, failures } = run_tests(draft);
        run.tests += tests;
        run.passed += passed;
        run.failures.extend(failures);
    }
    run
}

/// Runs the tests of some files.
pub fn run_tests_in(library: &Library, wanted: &dyn Fn(FileId) -> bool) -> TestRun {
    let mut run = TestRun::default();
    library.program().tests.iter().filter(|test| wanted(test.place.file)).for_each(|test| run.add(library, test));
    run
}

/// Runs one test.
pub fn run_test(library: &Library, test: &TestRef) -> TestRun {
    let mut run = TestRun::default();
    run.add(library, test);
    run
}

impl TestRun {
    fn add(&mut self, library: &Library, test: &TestRef) {
        self.tests += 1;
        for case in library.context.test_cases(&library.sources, test) {
            run_case(library, test.title.as_str(), test.place, &case, self);
        }
    }
}

fn run_case(library: &Library, title: &str, place: Place, case: &TestCase, run: &mut TestRun) {
    let program = library.program();
    for expectation in &case.expectations {
        let memory = population(program, case, expectation.subject);
        let evaluator = Evaluator::new(program, &memory, case.as_of);
        let subject = row(case, expectation.subject);
        let found = answer(&evaluator, expectation, subject);
        if holds(&found, &expectation.answer) {
            run.passed += 1;
            continue;
        }
        let place = Place { span: expectation.span, ..place };
        run.failures.push(failure(library, &evaluator, title, place, expectation, subject, &found));
    }
}

/// The row that a subject of a case gets: subjects of each kind are numbered as they are given.
fn row(case: &TestCase, subject: usize) -> Row {
    let entity = case.subjects[subject].entity;
    let before = case.subjects[..subject].iter().filter(|earlier| earlier.entity == entity).count();
    Row { entity, index: before as u32 }
}

/// The subjects of a case, as the question about one of them sees them.
fn population<'a>(program: &'a Program, case: &TestCase, asked: usize) -> Memory<'a> {
    let mut memory = Memory::new(program);
    for (at, subject) in case.subjects.iter().enumerate() {
        memory.add(subject.entity, subject.name, &subject.facts);
        // Whoever gives some of a kind has given them all; the subject asked about is no list.
        if at != asked {
            memory.complete(subject.entity);
        }
    }
    for entity in &case.none_of {
        memory.complete(*entity);
    }
    add_named(program, case, &mut memory);
    memory
}

/// Adds the subjects that documents name and the case refers to.
fn add_named(program: &Program, case: &TestCase, memory: &mut Memory<'_>) {
    let given = |name: Name| case.subjects.iter().any(|subject| subject.name == name);
    let facts = case.subjects.iter().flat_map(|subject| &subject.facts);
    let mut referred: Vec<Name> = facts
        .filter_map(|fact| match fact.value {
            Literal::Subject(name) if !given(name) => Some(name),
            _ => None,
        })
        .collect();
    referred.sort();
    referred.dedup();
    for subject in program.subjects.iter().filter(|subject| referred.contains(&subject.head.name)) {
        memory.add(subject.entity, subject.head.name, &subject.facts);
    }
}

/// What came out, in a form that expectations can be held against.
enum Found {
    Verdict(Verdict, Option<Value>),
    Value(Value),
}

fn answer(evaluator: &Evaluator<'_>, expectation: &Expectation, subject: Row) -> Found {
    let group = expectation.group;
    let program = evaluator.program();
    let kind = program.version(group, evaluator.as_of()).map(|item| &program.item(item).kind);
    match kind {
        Some(ItemKind::Benefit(_)) => {
            let answer = evaluator.benefit(group, subject);
            let money = Value::Number(answer.money, wuwei_engine::Absence::Never);
            Found::Verdict(answer.eligible, Some(money))
        }
        Some(ItemKind::Status { .. }) | None => Found::Verdict(evaluator.status(group, subject).verdict, None),
        Some(_) => {
            if evaluator.applicability(group, subject).1 == wuwei_engine::Applicability::Not {
                return Found::Verdict(Verdict::NotApplicable, None);
            }
            let value = evaluator.value(group, expectation.part, subject, expectation.year);
            let gaps = evaluator.gaps(group, expectation.part, subject);
            if gaps.facts.is_empty() && !gaps.not_computable.is_empty() {
                return Found::Verdict(Verdict::NotComputable, Some(value));
            }
            Found::Value(value)
        }
    }
}

fn holds(found: &Found, expected: &Answer) -> bool {
    let (verdict, value) = match found {
        Found::Verdict(verdict, value) => (Some(*verdict), value.as_ref()),
        Found::Value(value) => (None, Some(value)),
    };
    match expected {
        Answer::Truth(wanted) => match (verdict, value) {
            (Some(verdict), _) => verdict == if *wanted { Verdict::Yes } else { Verdict::No },
            (None, Some(Value::Truth(truth))) => *truth == Truth::of(*wanted),
            _ => false,
        },
        Answer::Unknown => match (verdict, value) {
            (Some(verdict), _) => verdict == Verdict::Unknown,
            (None, Some(Value::Truth(truth))) => *truth == Truth::Unknown,
            (None, Some(value)) => !value.is_exact(),
            _ => false,
        },
        Answer::NotApplicable => verdict == Some(Verdict::NotApplicable),
        // A benefit whose amount can't be computed is not computable although somebody is eligible for it.
        Answer::NotComputable => {
            verdict == Some(Verdict::NotComputable)
                || (verdict == Some(Verdict::Yes) && value.is_some_and(|value| value.range().high.is_none()))
        }
        Answer::Value(literal) => value.is_some_and(|value| *value == exactly(*literal)),
        Answer::Range(low, high) => value.is_some_and(|value| value.range() == Range::between(*low, *high)),
    }
}

fn exactly(literal: Literal) -> Value {
    use wuwei_engine::Absence::Never;
    match literal {
        Literal::Number(number) => Value::number(number),
        Literal::Date(date) => Value::number(Number::int(i64::from(date.days()))),
        Literal::Year(year) => Value::number(Number::int(i64::from(year))),
        Literal::Truth(truth) => Value::Truth(Truth::of(truth)),
        Literal::Choice(at) => Value::Choice(1 << at, Never),
        Literal::None => Value::Absent,
        other => Value::Atom(Some(other), Never),
    }
}

fn failure(
    library: &Library,
    evaluator: &Evaluator<'_>,
    title: &str,
    place: Place,
    expectation: &Expectation,
    subject: Row,
    found: &Found,
) -> Diagnostic {
    let program = library.program();
    let group = program.group(expectation.group);
    let part = expectation.part.map_or_else(String::new, |part| format!(".{}", part.0));
    let asked = format!("{}{part}", group.name);
    let in_lang = |lang| {
        (show_expected(library, group.ty, &expectation.answer, lang), show_found(library, group.ty, found, lang))
    };
    let (zh, en) = (in_lang(Lang::Zh), in_lang(Lang::En));
    let mut diagnostic =
        wuwei_check::diagnostics::failing_test(place, title, &asked, &Text::new(zh.0, en.0), &Text::new(zh.1, en.1));
    let trace = evaluator.trace(expectation.group, subject);
    let proof = |lang| {
        let explanation = Explanation { library, population: None, lang, as_of: evaluator.as_of(), colour: false };
        explain::lines(&explanation, &trace).join("\n")
    };
    diagnostic = diagnostic.note(Text::new(
        format!("算得的依据：\n{}", proof(Lang::Zh)),
        format!("proof of what was found:\n{}", proof(Lang::En)),
    ));
    let outline = Outline::of(library.sources.get(place.file).text());
    let trail = outline.trail(outline.heading_at(place.span.start));
    diagnostic.trail = trail.iter().map(|heading| heading.text.to_string()).collect();
    diagnostic
}

fn show_expected(library: &Library, ty: Type, answer: &Answer, lang: Lang) -> String {
    let program = library.program();
    match answer {
        Answer::Truth(truth) => show_value(program, Type::Truth, None, &Value::Truth(Truth::of(*truth)), lang),
        Answer::Unknown => show_value(program, Type::Truth, None, &Value::Truth(Truth::Unknown), lang),
        Answer::Value(literal) => show_literal(program, ty, None, *literal, lang),
        Answer::Range(low, high) => show_range(ty, None, Range::between(*low, *high), lang),
        Answer::NotApplicable => crate::words::words(lang).verdict(Verdict::NotApplicable).to_string(),
        Answer::NotComputable => crate::words::words(lang).verdict(Verdict::NotComputable).to_string(),
    }
}

fn show_found(library: &Library, ty: Type, found: &Found, lang: Lang) -> String {
    let words = crate::words::words(lang);
    match found {
        Found::Verdict(verdict, None) => words.verdict(*verdict).to_string(),
        Found::Verdict(verdict, Some(value)) => {
            format!("{} ({})", words.verdict(*verdict), show_value(library.program(), ty, None, value, lang))
        }
        Found::Value(value) => show_value(library.program(), ty, None, value, lang),
    }
}
