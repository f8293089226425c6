//! The tests in documents: read one at a time, typed like everything else, expanded to single cases.

use wuwei_ir::{Date, DocId, EntityId, FactId, GroupId, ItemKind, Literal, PartName, SubjectFact, TestRef, Type};
use wuwei_source::{Name, Place, SourceMap, Span, parallel};
use wuwei_syntax::ast::{self, ExpectAnswer};

use crate::context::Context;
use crate::diagnostics as diag;
use crate::literal::{given_facts, given_value, given_years, literal};
use crate::lookup::{find_entity, find_fact, find_in_space};
use crate::scope::{Found, Space};

/// A subject of a test.
#[derive(Clone, Debug)]
pub struct TestSubject {
    /// Its kind.
    pub entity: EntityId,
    /// What the test calls it.
    pub name: Name,
    /// Its facts.
    pub facts: Vec<SubjectFact>,
}

/// What an answer must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Yes or no.
    Truth(bool),
    /// Not known.
    Unknown,
    /// Exactly this value.
    Value(Literal),
    /// Exactly this range, in base units.
    Range(wuwei_ir::Number, wuwei_ir::Number),
    /// The question makes no sense.
    NotApplicable,
    /// The text can't be decided.
    NotComputable,
}

/// One answer expected.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The rule.
    pub group: GroupId,
    /// A part of a score.
    pub part: Option<PartName>,
    /// The year, where the rule gives a value for every year.
    pub year: Option<i32>,
    /// Position of the subject asked about.
    pub subject: usize,
    /// What must come out.
    pub answer: Answer,
    /// Where it is written.
    pub span: Span,
}

/// A test with one set of facts; a table of cases gives one per row.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// The subjects; the first is asked about unless something else is said.
    pub subjects: Vec<TestSubject>,
    /// Kinds of which the test says that there is none but those given.
    pub none_of: Vec<EntityId>,
    /// The evaluation date.
    pub as_of: Date,
    /// What must come out.
    pub expectations: Vec<Expectation>,
}

/// Checks the tests of all documents, and reports what is wrong with them.
pub(crate) fn check(cx: &Context, sources: &SourceMap) {
    parallel::each(&cx.program.tests, |test| drop(cx.test_cases(sources, test)));
}

impl Context {
    /// The cases of one test of a document; what is wrong with it was said when the documents were compiled.
    pub fn test_cases(&self, sources: &SourceMap, test: &TestRef) -> Vec<TestCase> {
        let file = test.place.file;
        let (test_read, diagnostics) = wuwei_syntax::parse_test(file, sources.get(file).text(), test.place.span);
        self.report_all(diagnostics);
        test_read.map(|read| lower(self, test.doc, &read)).unwrap_or_default()
    }
}

fn lower(cx: &Context, doc: DocId, test: &ast::Test) -> Vec<TestCase> {
    let file = cx.program.document(doc).file;
    let mut case = TestCase { subjects: Vec::new(), none_of: Vec::new(), as_of: Date::MIN, expectations: Vec::new() };
    for given in &test.given {
        let Some(entity) = find_entity(cx, doc, &given.entity) else {
            continue;
        };
        match &given.facts {
            None => case.none_of.push(entity),
            Some(facts) => {
                let kind = given.entity.segments.last().map_or_else(|| Name::new(""), |segment| segment.name);
                let name = given.name.map_or(kind, |name| name.name);
                if case.subjects.iter().any(|subject| subject.name == name && subject.entity == entity)
                    && given.name.is_some()
                {
                    let place = Place { file, span: given.span };
                    cx.report(diag::duplicate_name(place, place, name.as_str()));
                }
                let facts = given_facts(cx, doc, entity, facts);
                case.subjects.push(TestSubject { entity, name, facts });
            }
        }
    }
    check_references(cx, doc, test, &case);
    match &test.as_of {
        Some(date) => case.as_of = cx.date(file, date).unwrap_or(Date::MIN),
        None => {
            let place = Place { file, span: test.title.span };
            cx.report(diag::test_without_date(place));
        }
    }
    let mut cases = Vec::new();
    for expect in &test.expects {
        let subject = match expect.of {
            None => asked_subject(cx, doc, &case, &expect.item),
            Some(of) => match case.subjects.iter().position(|subject| subject.name == of.name) {
                Some(at) => at,
                None => {
                    let place = Place { file, span: of.span };
                    let known = case.subjects.iter().map(|subject| subject.name).collect();
                    cx.report(diag::unknown_name(place, of.name.as_str(), known, Space::Subject));
                    continue;
                }
            },
        };
        let asked = (&expect.item, expect.year);
        let expectation = expectation(cx, doc, &case, asked, subject, &expect.answer, expect.span);
        case.expectations.extend(expectation);
    }
    for table in &test.tables {
        rows(cx, doc, &case, table, &mut cases);
    }
    if !case.expectations.is_empty() {
        cases.insert(0, case);
    } else if test.expects.is_empty() && test.tables.iter().all(|table| table.rows.is_empty()) {
        let place = Place { file, span: test.title.span };
        cx.report(diag::test_expects_nothing(place));
    }
    cases
}

/// A reference to a subject must name one that is given or declared.
fn check_references(cx: &Context, doc: DocId, test: &ast::Test, case: &TestCase) {
    let file = cx.program.document(doc).file;
    for given in &test.given {
        for fact in given.facts.iter().flatten() {
            let ast::ExprKind::Path(path) = &fact.value.kind else {
                continue;
            };
            let Some(name) = path.segments.last().map(|segment| segment.name) else {
                continue;
            };
            let used = case.subjects.iter().flat_map(|subject| &subject.facts);
            let is_reference = used.into_iter().any(|fact| fact.value == Literal::Subject(name));
            let given = case.subjects.iter().any(|subject| subject.name == name);
            let declared = cx.scopes.find(&cx.program, Space::Subject, doc, name) != Found::Nothing;
            if is_reference && !given && !declared {
                let place = Place { file, span: path.span() };
                let known = case.subjects.iter().map(|subject| subject.name).collect();
                cx.report(diag::unknown_name(place, name.as_str(), known, Space::Subject));
            }
        }
    }
}

/// What one column of a table of cases varies.
struct Column {
    subject: usize,
    fact: FactId,
    years: Vec<Option<i32>>,
}

/// The subject that a rule is about: the first of its kind that is given.
fn asked_subject(cx: &Context, doc: DocId, case: &TestCase, item: &ast::Path) -> usize {
    let named = |path: &ast::Path| crate::lookup::lookup(cx, doc, Space::Rule, path).ok();
    let whole = item
        .segments
        .split_last()
        .filter(|(_, whole)| !whole.is_empty())
        .map(|(_, whole)| ast::Path { segments: whole.to_vec().into() });
    let group = named(item).or_else(|| named(&whole?));
    let entity = group.map(|index| cx.program.groups[index as usize].entity);
    case.subjects.iter().position(|subject| Some(subject.entity) == entity).unwrap_or(0)
}

fn rows(cx: &Context, doc: DocId, base: &TestCase, table: &ast::ExpectTable, cases: &mut Vec<TestCase>) {
    let asked = asked_subject(cx, doc, base, &table.item);
    let Some(first) = base.subjects.get(asked) else {
        let place = Place { file: cx.program.document(doc).file, span: table.item.span() };
        cx.report(diag::test_without_subject(place));
        return;
    };
    let entity = first.entity;
    let region = cx.region_of(doc);
    let columns: Vec<Option<Column>> = table
        .columns
        .iter()
        .map(|(name, years)| {
            // A column may vary a fact of any subject given: of the one asked about, or else of the first that has it.
            let has = |subject: &TestSubject| cx.scopes.fact(&cx.program, subject.entity, region, name.name).is_some();
            let order = std::iter::once(asked).chain(0..base.subjects.len());
            let subject = order.into_iter().find(|at| has(&base.subjects[*at])).unwrap_or(asked);
            let owner = base.subjects.get(subject).map_or(entity, |subject| subject.entity);
            let fact = find_fact(cx, doc, owner, *name)?;
            let years = given_years(cx, doc, fact, *name, *years);
            Some(Column { subject, fact, years })
        })
        .collect();
    for (values, answer, span) in &table.rows {
        let place = Place { file: cx.program.document(doc).file, span: *span };
        if values.len() != columns.len() {
            cx.report(diag::table_row_length(place, values.len(), columns.len()));
            continue;
        }
        let mut case = base.clone();
        case.expectations.clear();
        for (column, value) in columns.iter().zip(values) {
            let Some(Column { subject, fact, years }) = column else {
                continue;
            };
            let facts = &mut case.subjects[*subject].facts;
            facts.retain(|given| given.fact != *fact || !years.contains(&given.year));
            let Some(value) = given_value(cx, doc, *fact, value) else {
                continue;
            };
            facts.extend(years.iter().map(|year| SubjectFact { fact: *fact, year: *year, value }));
        }
        if let Some(expectation) = expectation(cx, doc, &case, (&table.item, table.year), asked, answer, *span) {
            case.expectations.push(expectation);
            cases.push(case);
        }
    }
}

fn expectation(
    cx: &Context,
    doc: DocId,
    case: &TestCase,
    (item, year): (&ast::Path, Option<(i32, Span)>),
    subject: usize,
    answer: &ExpectAnswer,
    span: Span,
) -> Option<Expectation> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span };
    let (group, part) = find_item(cx, doc, item)?;
    let Some(asked) = case.subjects.get(subject) else {
        cx.report(diag::test_without_subject(place));
        return None;
    };
    let owner = cx.program.group(group).entity;
    if owner != asked.entity {
        let (owner, asked) = (cx.program.entity(owner).head.name, cx.program.entity(asked.entity).head.name);
        cx.report(diag::wrong_subject(place, &item.text(), owner.as_str(), asked.as_str(), &[]));
        return None;
    }
    match (cx.program.group(group).yearly, year) {
        (true, None) => {
            let place = Place { file, span: item.span() };
            cx.report(diag::missing_period(place, &item.text()));
            return None;
        }
        (false, Some((_, span))) => {
            let place = Place { file, span };
            cx.report(diag::needless_period(place, &item.text()));
            return None;
        }
        _ => {}
    }
    let ty = cx.program.group(group).ty;
    let answer = match answer {
        ExpectAnswer::NotApplicable => Answer::NotApplicable,
        ExpectAnswer::NotComputable => Answer::NotComputable,
        ExpectAnswer::Value(value) => match value.kind {
            ast::ExprKind::Unknown => Answer::Unknown,
            // A benefit may be asked for its money or for eligibility.
            ast::ExprKind::Truth(truth) => Answer::Truth(truth),
            _ if ty == Type::Truth => {
                let wanted = crate::words::type_words(&cx.program, ty);
                let place = Place { file, span: value.span };
                cx.report(diag::wrong_literal(place, &wanted));
                return None;
            }
            _ => Answer::Value(literal(cx, doc, ty, value)?),
        },
        ExpectAnswer::Range(low, high) => match (literal(cx, doc, ty, low)?, literal(cx, doc, ty, high)?) {
            (Literal::Number(low), Literal::Number(high)) => {
                if low > high {
                    cx.report(diag::reversed_range(place));
                }
                Answer::Range(low, high)
            }
            _ => {
                let wanted = crate::words::type_words(&cx.program, Type::NUMBER);
                cx.report(diag::wrong_literal(place, &wanted));
                return None;
            }
        },
    };
    Some(Expectation { group, part, year: year.map(|(year, _)| year), subject, answer, span })
}

/// A rule, or a part of a score: the last name of a path may be a part.
fn find_item(cx: &Context, doc: DocId, path: &ast::Path) -> Option<(GroupId, Option<PartName>)> {
    if let Some((part, whole)) = path.segments.split_last()
        && !whole.is_empty()
    {
        let whole = ast::Path { segments: whole.to_vec().into() };
        if let Ok(index) = crate::lookup::lookup(cx, doc, Space::Rule, &whole) {
            let group = GroupId(index);
            let version = cx.program.group(group).versions[0];
            if let ItemKind::Score(score) = &cx.program.item(version).kind {
                if score.part(part.name).is_some() {
                    return Some((group, Some(PartName(part.name))));
                }
                let known = score.parts.iter().map(|part| part.name).collect();
                let place = Place { file: cx.program.document(doc).file, span: part.span };
                cx.report(diag::unknown_part(place, part.name.as_str(), &whole.text(), known));
                return None;
            }
        }
    }
    find_in_space(cx, doc, Space::Rule, path).map(|index| (GroupId(index), None))
}
