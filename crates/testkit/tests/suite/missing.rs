//! What an answer waits for is what decides it: every fact named is one that isn't known, and once those named are known,
//! the answer is the exact one.

use wuwei_engine::{Evaluator, Gap, Row};
use wuwei_ir::{Date, GroupId, Program};

use crate::answers::{answer_of, is_open};
use crate::facts::{Facts, Hidden};
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// Fills in what one answer waits for until it waits for nothing; what is wrong on the way.
fn follow_gaps(
    program: &Program,
    facts: &Facts,
    mut hidden: Hidden,
    group: GroupId,
    subject: Row,
) -> Result<(), String> {
    let day = Date::parse(AS_OF).unwrap();
    let complete = facts.without(program, &Hidden::default());
    let exact = answer_of(&Evaluator::new(program, &complete, day), group, subject);
    loop {
        let population = facts.without(program, &hidden);
        let evaluator = Evaluator::new(program, &population, day);
        let answer = answer_of(&evaluator, group, subject);
        if answer == exact {
            return Ok(());
        }
        let gaps: Vec<Gap> = evaluator.gaps(group, None, subject).facts;
        let Some(gap) = gaps.first() else {
            return Err(format!("{answer:?} waits for nothing, and is {exact:?} in the end"));
        };
        let unknown = gaps.iter().find(|gap| !facts.shows(program, &mut hidden.clone(), gap));
        if let Some(gap) = unknown {
            return Err(format!("{answer:?} waits for {}, which is known", gap.name));
        }
        facts.shows(program, &mut hidden, gap);
    }
}

#[test]
fn the_facts_named_as_missing_decide() {
    for seed in seeds(150) {
        let made = make(seed ^ 0x6a9);
        let text = made.text();
        let library = compile(&text);
        let program = library.program();
        let mut random = Random::new(seed);
        for _ in 0..2 {
            let facts = Facts::make(&mut random, program, &made);
            let hidden = Hidden { subjects: Vec::new(), ..facts.hide(&mut random) };
            for (n, subject) in (0..program.groups.len()).flat_map(|n| facts.asked().map(|subject| (n, subject))) {
                let group = GroupId::from_index(n);
                let of = program.group(group);
                if of.entity != subject.entity || of.yearly || is_open(program, group, &mut Vec::new()) {
                    continue;
                }
                if let Err(fault) = follow_gaps(program, &facts, hidden.clone(), group, subject) {
                    panic!("seed {seed}\n{}: {fault}\n{text}\n{}", of.name, facts.show(program, &hidden));
                }
            }
        }
    }
}
