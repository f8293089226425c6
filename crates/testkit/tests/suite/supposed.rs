//! What is supposed of facts answers as if it were so, and what a rule reads is known before it is asked.

use std::cell::RefCell;

use crate::answers::{Answers, ask, violations};
use crate::facts::{Facts, Hidden};
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};
use wuwei_engine::{Absence, Evaluator, Payments, Population, Range, Related, Row, Value};
use wuwei_ir::{Date, EntityId, FactId, GroupId, Literal, Number, Program, RelationId, SubjectFact};
use wuwei_reason::{Known, Supposed, Whose, reads};
use wuwei_source::Name;

/// A case with what may be supposed otherwise: not who somebody is, and not what was paid.
struct Case {
    seed: u64,
    facts: Facts,
    hidden: Hidden,
}

/// Calls `check` with documents and facts made at random, of which some facts are hidden.
fn each(check: impl Fn(&Program, &Case, Row, &[(Row, SubjectFact)])) {
    for seed in seeds(150) {
        let made = make(seed);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed ^ 0xface);
        for _ in 0..3 {
            let facts = Facts::make(&mut random, program, &made);
            let mut hidden = Hidden { subjects: Vec::new(), open: Vec::new(), ..facts.hide(&mut random) };
            let stays = |(row, fact): &(Row, SubjectFact)| {
                let entity = program.entity(row.entity);
                entity.key == Some(fact.fact) || entity.ledger.is_some()
            };
            let mut kept = facts.hidden_facts(&hidden).into_iter().map(|fact| !stays(&fact));
            hidden.facts.retain(|_| kept.next().unwrap());
            let open = facts.hidden_facts(&hidden);
            let case = Case { seed, facts, hidden };
            for subject in case.facts.asked() {
                check(program, &case, subject, &open);
            }
        }
    }
}

fn same(what: &str, seed: u64, found: &Answers, expected: &Answers) {
    for ((name, found), (_, expected)) in found.all.iter().zip(&expected.all) {
        assert_eq!(found, expected, "seed {seed}: {name}, {what}");
    }
}

#[test]
fn what_is_supposed_answers_as_if_it_were_so() {
    each(|program, case, subject, open| {
        let complete = case.facts.without(program, &Hidden::default());
        let less = case.facts.without(program, &case.hidden);
        let mut told = Supposed::new(program, &less);
        let mut untold = Supposed::new(program, &complete);
        for (row, fact) in open {
            told.suppose(*row, fact.fact, fact.year, Known::Is(fact.value));
            untold.suppose(*row, fact.fact, fact.year, Known::Nothing);
        }
        let (everything, little) = (ask(program, &complete, subject), ask(program, &less, subject));
        same("told", case.seed, &ask(program, &told, subject), &everything);
        same("untold", case.seed, &ask(program, &untold, subject), &little);
        for (row, fact) in open {
            told.as_it_is(*row, fact.fact, fact.year);
        }
        same("as it is", case.seed, &ask(program, &told, subject), &little);
    });
}

/// An interval or a set that holds a value and others beside it.
fn around(value: Literal) -> Option<Value> {
    let interval = |number: Number| {
        let less = number.sub(Number::int(3))?;
        Some(Value::Number(
            Range::between(less.max(Number::ZERO).min(number), number.add(Number::ONE)?),
            Absence::Never,
        ))
    };
    match value {
        Literal::Number(number) => interval(number),
        Literal::Choice(at) => Some(Value::Choice(1 << at | 1, Absence::Never)),
        _ => None,
    }
}

#[test]
fn an_interval_holds_the_answers_of_all_its_values() {
    each(|program, case, subject, open| {
        let complete = case.facts.without(program, &Hidden::default());
        let mut supposed = Supposed::new(program, &complete);
        for (row, fact) in open {
            if let Some(value) = around(fact.value) {
                supposed.suppose(*row, fact.fact, fact.year, Known::Within(value));
            }
        }
        let found = violations(&ask(program, &supposed, subject), &ask(program, &complete, subject));
        assert!(found.is_empty(), "seed {}\n{}", case.seed, found.join("\n"));
    });
}

/// A population that remembers what was asked of it.
struct Recorded<'a> {
    base: &'a dyn Population,
    asked: RefCell<Vec<(Row, FactId, Option<i32>)>>,
}

impl Population for Recorded<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.base.len(entity)
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        self.asked.borrow_mut().push((row, fact, year));
        self.base.fact(row, fact, year)
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        self.base.find(entity, key)
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        self.base.related(row, relation)
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        self.base.payments(payee, benefit)
    }
}

#[test]
fn a_rule_asks_for_no_fact_that_it_is_not_known_to_read() {
    let day = Date::parse(AS_OF).unwrap();
    each(|program, case, subject, _| {
        let complete = case.facts.without(program, &Hidden::default());
        for (n, group) in program.groups.iter().enumerate().filter(|(_, group)| group.entity == subject.entity) {
            let recorded = Recorded { base: &complete, asked: RefCell::default() };
            let group_id = GroupId::from_index(n);
            Evaluator::new(program, &recorded, day).value(group_id, None, subject, None);
            let known = reads(program, group_id, day);
            let key = program.entity(subject.entity).key;
            for (row, fact, year) in recorded.asked.into_inner() {
                // Whom payments are recorded for and what the records say is no fact that a rule names.
                if program.entity(row.entity).ledger.is_some() || Some(fact) == key {
                    continue;
                }
                // A subject's references may lead back to itself; what is read there counts as another's.
                let may_be = |whose: Whose| whose == Whose::Other || row == subject;
                let is_known = known.iter().any(|read| may_be(read.whose) && (read.fact, read.year) == (fact, year));
                let shown = program.fact(fact).column(year);
                assert!(is_known, "seed {}: {} reads {shown}", case.seed, group.name);
            }
        }
    });
}
