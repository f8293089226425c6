//! Knowing more never widens an answer and never takes one back.

use wuwei_engine::Row;
use wuwei_ir::Program;

use crate::answers::{Answers, ask, violations};
use crate::facts::{Facts, Hidden};
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// The hidden state with one more thing known: a fact, a subject, or the end of a list. Subjects of a list come before its
/// end, as they do in life: a list that has ended gets no more members.
fn with_one_more(random: &mut Random, facts: &Facts, hidden: &Hidden) -> Hidden {
    let mut next = hidden.clone();
    let ended: Vec<usize> = (0..next.open.len()).filter(|n| facts.all_shown(&next, next.open[*n])).collect();
    let shown: Vec<usize> = (0..next.facts.len()).filter(|n| !next.subjects.contains(&next.facts[*n].0)).collect();
    match random.below(4) {
        0 if !next.subjects.is_empty() => {
            next.subjects.swap_remove(random.below(next.subjects.len()));
        }
        1 if !ended.is_empty() => {
            next.open.swap_remove(*random.pick(&ended));
        }
        _ if !shown.is_empty() => {
            next.facts.swap_remove(*random.pick(&shown));
        }
        _ if !next.subjects.is_empty() => {
            next.subjects.swap_remove(0);
        }
        _ => {
            next.open.pop();
        }
    }
    next
}

fn fill_in(seed: u64, text: &str, program: &Program, facts: &Facts, random: &mut Random, subject: Row) {
    let mut hidden = facts.hide(random);
    let mut answers: Answers = ask(program, &facts.without(program, &hidden), subject);
    // A dozen steps at most: facts that no rule reads make no difference.
    for _ in 0..12 {
        if hidden == Hidden::default() {
            return;
        }
        let next = with_one_more(random, facts, &hidden);
        let better = ask(program, &facts.without(program, &next), subject);
        let found = violations(&answers, &better);
        assert!(
            found.is_empty(),
            "seed {seed}\n{}\n{text}\nbefore:\n{}\nafter:\n{}",
            found.join("\n"),
            facts.show(program, &hidden),
            facts.show(program, &next)
        );
        (hidden, answers) = (next, better);
    }
}

#[test]
fn one_more_fact_never_widens_an_answer() {
    for seed in seeds(150) {
        let made = make(seed ^ 0xa11);
        let text = made.text();
        let library = compile(&text);
        let mut random = Random::new(seed);
        for _ in 0..3 {
            let facts = Facts::make(&mut random, library.program(), &made);
            for subject in facts.asked() {
                fill_in(seed, &text, library.program(), &facts, &mut random, subject);
            }
        }
    }
}
