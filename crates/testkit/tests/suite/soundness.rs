//! For every completion of the facts that are missing, the exact answer lies in the answer given.

use crate::answers::{Answers, ask, concerns, indicator_violations, indicators, inexact, violations};
use crate::facts::{Facts, Hidden};
use crate::generate::{Made, compile, make};
use crate::random::{Random, seeds};
use wuwei_engine::Row;
use wuwei_ir::Program;

/// Shows facts again as long as the fault stays, so that what is reported is small.
fn shrink(mut hidden: Hidden, fails: &dyn Fn(&Hidden) -> bool) -> Hidden {
    loop {
        let mut smaller: Vec<Hidden> = Vec::new();
        for n in 0..hidden.facts.len() {
            let mut next = hidden.clone();
            next.facts.remove(n);
            smaller.push(next);
        }
        for n in 0..hidden.subjects.len() {
            let mut next = hidden.clone();
            next.subjects.remove(n);
            smaller.push(next);
        }
        for n in 0..hidden.open.len() {
            let mut next = hidden.clone();
            next.open.remove(n);
            smaller.push(next);
        }
        match smaller.into_iter().find(|next| fails(next)) {
            Some(next) => hidden = next,
            None => return hidden,
        }
    }
}

fn check(seed: u64, made: &Made, program: &Program, facts: &Facts, random: &mut Random, subject: Row) -> usize {
    let complete = facts.without(program, &Hidden::default());
    let exact: Answers = ask(program, &complete, subject);
    let open = inexact(program, &exact);
    assert!(
        open.is_empty(),
        "seed {seed}\n{}\n{}\n{}",
        open.join("\n"),
        made.text(),
        facts.show(program, &Hidden::default())
    );
    for _ in 0..3 {
        let hidden = facts.hide(random);
        let found = |hidden: &Hidden| {
            let answers = ask(program, &facts.without(program, hidden), subject);
            let mut found = violations(&answers, &exact);
            found.extend(answers.without_reason.iter().map(|name| format!("{name} is unknown for no reason")));
            found
        };
        if !found(&hidden).is_empty() {
            let hidden = shrink(hidden, &|hidden| !found(hidden).is_empty());
            let said = found(&hidden).join("\n");
            panic!("seed {seed}\n{said}\n{}\n{}", made.text(), facts.show(program, &hidden));
        }
    }
    usize::from(concerns(program, &complete, subject))
}

/// Indicators, from everybody who is there.
fn check_indicators(seed: u64, made: &Made, program: &Program, facts: &Facts, random: &mut Random) {
    let exact = indicators(program, &facts.without(program, &Hidden::default()));
    let hidden = Hidden { subjects: Vec::new(), ..facts.hide(random) };
    let found = |hidden: &Hidden| indicator_violations(&indicators(program, &facts.without(program, hidden)), &exact);
    if !found(&hidden).is_empty() {
        let hidden = shrink(hidden, &|hidden| !found(hidden).is_empty());
        panic!("seed {seed}\n{}\n{}\n{}", found(&hidden).join("\n"), made.text(), facts.show(program, &hidden));
    }
}

#[test]
fn the_exact_answer_lies_in_the_answer_with_blanks() {
    let mut concerned = 0;
    let seeds = seeds(300);
    for seed in &seeds {
        let made = make(*seed);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed ^ 0x5eed);
        for _ in 0..4 {
            let facts = Facts::make(&mut random, program, &made);
            check_indicators(*seed, &made, program, &facts, &mut random);
            for subject in facts.asked() {
                concerned += check(*seed, &made, program, &facts, &mut random, subject);
            }
        }
    }
    assert!(concerned >= seeds.len(), "only {concerned} of {} documents concern anybody", seeds.len());
}
