//! What to ask next: when nothing is asked any more, nothing can change an answer.

use wuwei_engine::{Evaluator, Population, Row};
use wuwei_ir::{Date, Literal, Program, Type};
use wuwei_reason::questions::{Interview, Standing};
use wuwei_reason::{Known, Supposed};

use crate::facts::{Facts, Hidden};
use crate::generate::vocabulary::AS_OF;
use crate::generate::{Made, compile, make};
use crate::random::{Random, seeds};

/// Every fact that an interview left unasked gets another value, as in other facts made for the same document.
fn otherwise<'a>(
    program: &'a Program,
    truth: &'a dyn Population,
    known: &dyn Population,
    facts: &Facts,
    others: &Facts,
) -> Supposed<'a> {
    let mut supposed = Supposed::new(program, truth);
    for entity in (0..program.entities.len()).map(wuwei_ir::EntityId::from_index) {
        let pool: Vec<_> = others.of(entity).map(|(_, facts)| facts).collect();
        for (index, (_, own)) in facts.of(entity).enumerate() {
            let row = Row { entity, index: index as u32 };
            for fact in own {
                // Who points at whom stays as it is.
                let moves = matches!(program.fact(fact.fact).ty, Type::Text | Type::Code(_) | Type::Entity(_));
                if moves || known.fact(row, fact.fact, fact.year).is_some() || pool.is_empty() {
                    continue;
                }
                let other = pool[index % pool.len()].iter();
                let value = other.filter(|it| (it.fact, it.year) == (fact.fact, fact.year)).map(|it| it.value).next();
                let value: Literal = value.unwrap_or(fact.value);
                supposed.suppose(row, fact.fact, fact.year, Known::Is(value));
            }
        }
    }
    supposed
}

/// How many facts were hidden from the subject, and how many of them were asked.
fn check(
    seed: u64,
    made: &Made,
    program: &Program,
    facts: &Facts,
    random: &mut Random,
    subject: Row,
) -> (usize, usize) {
    let day = Date::parse(AS_OF).unwrap();
    let hidden = Hidden { subjects: Vec::new(), open: Vec::new(), ..facts.hide(random) };
    let truth = facts.without(program, &Hidden::default());
    let shown = facts.without(program, &hidden);
    let mut interview = Interview::new(program, &shown, subject, day);
    while let Some(question) = interview.questions().into_iter().next() {
        let asked = question.asked;
        assert!(interview.known().fact(asked.subject, asked.fact, asked.year).is_none(), "asked what is known");
        assert!((0.0..=1.0001).contains(&question.likelihood), "{question:?}");
        let value = truth.fact(asked.subject, asked.fact, asked.year).unwrap();
        interview.tell(asked, value);
        assert!(interview.told() <= hidden.facts.len(), "asked twice\n{}", made.text());
    }
    assert!(interview.is_over());
    for _ in 0..4 {
        let others = Facts::make_many(random, program, made, [2, 2, 5, 4]);
        let supposed = otherwise(program, &truth, interview.known(), facts, &others);
        let (before, after) = (Evaluator::new(program, &truth, day), Evaluator::new(program, &supposed, day));
        for answer in interview.answers() {
            let then = Standing::of(&before, answer.stake, answer.group, subject);
            let now = Standing::of(&after, answer.stake, answer.group, subject);
            let name = program.group(answer.group).name;
            assert_eq!(then, now, "seed {seed}: {name}\n{}\n{}", made.text(), facts.show(program, &hidden));
            assert!(answer.standing.value.holds(&now.value), "seed {seed}: {name} {answer:?} {now:?}");
        }
    }
    (hidden.facts.len(), interview.told())
}

#[test]
fn after_the_last_question_no_completion_changes_an_answer() {
    let (mut hidden, mut asked) = (0, 0);
    for seed in seeds(60) {
        let made = make(seed ^ 0xa5c);
        let library = compile(&made.text());
        let mut random = Random::new(seed);
        let facts = Facts::make(&mut random, library.program(), &made);
        for subject in facts.asked() {
            let found = check(seed, &made, library.program(), &facts, &mut random, subject);
            (hidden, asked) = (hidden + found.0, asked + found.1);
        }
    }
    assert!(asked > 0 && asked < hidden, "{asked} of {hidden}");
}
