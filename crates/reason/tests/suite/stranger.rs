//! An interview with somebody whom no population holds: nothing of anybody comes back, and what isn't a value narrows too.

use wuwei_engine::{Absence, Population, Related, Row, Truth, Value};
use wuwei_ir::{Date, EntityId, FactId, Literal, Number, Program, RelationId, Type};
use wuwei_project::Library;
use wuwei_reason::Stranger;
use wuwei_reason::questions::{Asked, Interview, Talk, Telling};
use wuwei_source::Name;

/// A hundred enterprises that are all alike but one, which has another number of employees and another certificate.
struct Peers<'a> {
    program: &'a Program,
    odd: bool,
}

impl Population for Peers<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        if self.program.entity(entity).head.name == "企业" { 100 } else { 0 }
    }

    fn fact(&self, row: Row, fact: FactId, _: Option<i32>) -> Option<Literal> {
        let is_odd = self.odd && row.index == 0;
        match self.program.fact(fact).name.as_str() {
            "职工总数" => Some(Literal::Number(Number::int(if is_odd { 777 } else { 10 }))),
            "上市" => Some(Literal::Truth(is_odd)),
            _ => None,
        }
    }

    fn find(&self, _: EntityId, _: Name) -> Option<u32> {
        None
    }

    fn related(&self, _: Row, _: RelationId) -> Related {
        Related::default()
    }
}

fn library() -> Library {
    library_with(
        "status 甲 of 企业 { 上市   职工总数 in last year >= 300 人 }\n\
         status 乙 of 企业 { 所在孵化器 = none   上市 }\n",
    )
}

fn library_with(rules: &str) -> Library {
    let nation =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/prelude/nation.md")).unwrap();
    let head = "document example.case {\n  title \"例\" \"Case\"\n  region 中国\n  in force from 2025-01-01\n  basis official\n}\n";
    let text = format!("# 例\n\n```wuwei\n{head}{rules}```\n");
    let library = Library::from_texts([("nation.md".to_string(), nation), ("case.md".to_string(), text)]);
    let faults: Vec<String> = library.findings().map(|found| format!("{found:?}")).collect();
    assert!(library.is_sound(), "{faults:#?}");
    library
}

fn begun<'a>(program: &'a Program, stranger: &'a Stranger, peers: &'a dyn Population) -> Interview<'a> {
    let day = Date::parse("2025-06-30").unwrap();
    Interview::with_a_stranger(
        program,
        stranger,
        peers,
        Talk { day, about: None, asks: Box::new(|_| true), told: Vec::new() },
    )
}

fn enterprise(program: &Program) -> Stranger {
    let kind = program.entities.iter().position(|entity| entity.head.name == "企业").unwrap();
    Stranger::new(EntityId::from_index(kind))
}

fn asked(program: &Program, stranger: &Stranger, name: &str, year: Option<i32>) -> Asked {
    let fact = program.fact_named(stranger.row().entity, name).unwrap();
    Asked { subject: stranger.row(), fact, year }
}

#[test]
fn no_peer_can_be_felt_for() {
    let library = library();
    let program = library.program();
    let stranger = enterprise(program);
    let (plain, odd) = (Peers { program, odd: false }, Peers { program, odd: true });
    let told = asked(program, &stranger, "职工总数", Some(2024));
    let listed = asked(program, &stranger, "上市", None);
    let begin = |peers| {
        let mut interview = begun(program, &stranger, peers);
        assert!(interview.answers().all(|answer| !answer.settled));
        // What only one peer is like makes that peer count no more than others.
        interview.tell(told, Literal::Number(Number::int(777)));
        interview
    };
    let chance = |mut interview: Interview<'_>| {
        let questions = interview.questions();
        questions.into_iter().find(|question| question.asked == listed).unwrap().likelihood
    };
    let (before, after) = (chance(begin(&plain)), chance(begin(&odd)));
    assert!((before - after).abs() < 0.02, "{before} {after}");
    let standings = |interview: Interview<'_>| -> Vec<String> {
        interview.answers().map(|answer| format!("{:?}", answer.standing)).collect()
    };
    assert_eq!(standings(begin(&plain)), standings(begin(&odd)));
}

#[test]
fn that_there_is_one_narrows() {
    let library = library();
    let program = library.program();
    let stranger = enterprise(program);
    let peers = Peers { program, odd: false };
    let mut interview = begun(program, &stranger, &peers);
    let incubator = asked(program, &stranger, "所在孵化器", None);
    interview.narrow(incubator, Value::Atom(None, Absence::Never));
    let settled: Vec<Truth> =
        interview.answers().filter(|answer| answer.settled).map(|answer| answer.standing.due).collect();
    assert_eq!(settled, [Truth::No]);
    assert!(interview.questions().iter().all(|question| question.asked != incubator));
}

#[test]
fn one_rule_alone_and_only_what_may_be_asked() {
    let library = library();
    let program = library.program();
    let stranger = enterprise(program);
    let peers = Peers { program, odd: false };
    let listed = asked(program, &stranger, "上市", None);
    let about = program.group_names().iter().position(|name| *name == "甲").map(wuwei_ir::GroupId::from_index);
    let day = Date::parse("2025-06-30").unwrap();
    let talk = Talk { day, about, asks: Box::new(move |asked| *asked == listed), told: Vec::new() };
    let mut interview = Interview::with_a_stranger(program, &stranger, &peers, talk);
    assert_eq!(interview.answers().count(), 1);
    let questions: Vec<Asked> = interview.questions().iter().map(|question| question.asked).collect();
    assert_eq!(questions, [listed]);
    interview.tell(listed, Literal::Truth(true));
    assert!(interview.is_over());
    assert!(!interview.answers().next().unwrap().out_of_reach.is_empty());
}

/// Something that could be said of a fact; not always what fits it best.
fn said(program: &Program, fact: FactId, turn: usize) -> Telling {
    let ty = program.fact(fact).ty;
    match (turn % 3, ty) {
        (1, _) => Telling::Unknown,
        (_, Type::Truth) => Telling::Value(Literal::Truth(turn.is_multiple_of(2))),
        (_, Type::Quantity(_) | Type::Ratio) => Telling::Value(Literal::Number(Number::int(1 + turn as i64 * 7))),
        (_, Type::Enum(_)) => Telling::Value(Literal::Choice(0)),
        (_, Type::Entity(_)) => Telling::Within(Value::Atom(None, Absence::Never)),
        _ => Telling::Unknown,
    }
}

#[test]
fn told_at_once_is_told_one_after_the_other() {
    let library = Library::open(&wuwei_project::Memory::new(Date::parse("2026-03-01").unwrap(), []), None).unwrap();
    let program = library.program();
    let stranger = enterprise(program);
    let peers = Peers { program, odd: false };
    let mut slowly = begun(program, &stranger, &peers);
    let mut told: Vec<(Asked, Telling)> = Vec::new();
    for turn in 0..40 {
        let next = slowly.next_question();
        let first = slowly.questions().into_iter().next();
        assert_eq!(format!("{next:?}"), format!("{first:?}"));
        let Some(asked) = next.map(|question| question.asked) else { break };
        assert_eq!(format!("{:?}", slowly.question_of(asked)), format!("{first:?}"));
        let telling = said(program, asked.fact, turn);
        match telling.clone() {
            Telling::Value(value) => slowly.tell(asked, value),
            Telling::Within(value) => slowly.narrow(asked, value),
            Telling::Unknown => slowly.refuse(asked),
        }
        told.push((asked, telling));
        if turn % 8 != 7 {
            continue;
        }
        let day = Date::parse("2025-06-30").unwrap();
        let talk = Talk { day, about: None, asks: Box::new(|_| true), told: told.clone() };
        let mut at_once = Interview::with_a_stranger(program, &stranger, &peers, talk);
        let answers = |interview: &Interview<'_>| format!("{:#?}", interview.answers().collect::<Vec<_>>());
        assert_eq!(answers(&at_once), answers(&slowly));
        assert_eq!(at_once.told(), slowly.told());
        let next = |interview: &mut Interview<'_>| format!("{:?}", interview.questions());
        assert_eq!(next(&mut at_once), next(&mut slowly));
    }
    assert!(told.len() > 20, "{}", told.len());
}

#[test]
fn a_list_without_entries_is_no_gap() {
    let rule = "extend 企业 {\n  has 旧奖 : list of 科技奖励 by 获奖单位\n}\n\
                status 丙 of 企业 { exists 获奖 }\nstatus 丁 of 企业 { exists 旧奖 }\n";
    let library = library_with(rule);
    let program = library.program();
    let relation = |name: &str| {
        let at = program.relations.iter().position(|relation| relation.name == name);
        RelationId::from_index(at.unwrap())
    };
    let (awards, old) = (relation("获奖"), relation("旧奖"));
    let peers = Peers { program, odd: false };
    let nobody = Related { complete: true, ..Related::default() };
    let stranger = enterprise(program).without(&[awards]);
    assert_eq!(stranger.related(stranger.row(), awards), nobody);
    assert_eq!(stranger.related(stranger.row(), old), Related::default());
    // Of anybody else nothing is known.
    let other = Row::unknown(stranger.row().entity);
    assert_eq!(stranger.related(other, awards), Related::default());
    let interview = begun(program, &stranger, &peers);
    let answers: Vec<(Truth, Vec<Option<RelationId>>)> = interview
        .answers()
        .filter(|answer| ["丙", "丁"].contains(&program.group(answer.group).name.as_str()))
        .map(|answer| (answer.standing.due, answer.out_of_reach.iter().map(|gap| gap.relation).collect()))
        .collect();
    assert_eq!(answers, [(Truth::No, Vec::new()), (Truth::Unknown, vec![Some(old)])]);
}
