//! A proof is about the answer it proves: the same value at its root, and in it facts of the right subjects and years.

use wuwei_engine::{Evaluator, Mark, Trace, TraceKind};
use wuwei_ir::{Date, GroupId, ItemKind, Program};
use wuwei_reason::why::{Obstacle, obstacles};

use crate::facts::Facts;
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// What is wrong with the facts of a proof; counts them.
fn faults(program: &Program, node: &Trace, facts: &mut usize) -> Vec<String> {
    let mut out = Vec::new();
    if let TraceKind::Fact { subject, fact, year } = &node.kind {
        *facts += 1;
        let table = program.fact(*fact);
        if table.entity != subject.entity {
            out.push(format!("{} is read of a subject of another kind", table.name));
        }
        if table.yearly != year.is_some() {
            out.push(format!("{} is read for {year:?}", table.name));
        }
    }
    out.extend(node.children.iter().flat_map(|child| faults(program, child, facts)));
    out
}

#[test]
fn proofs_are_about_the_answer() {
    let mut facts_read = 0;
    for seed in seeds(60) {
        let made = make(seed ^ 0x9f0f);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed);
        let facts = Facts::make(&mut random, program, &made);
        let hidden = facts.hide(&mut random);
        let population = facts.without(program, &hidden);
        let evaluator = Evaluator::new(program, &population, Date::parse(AS_OF).unwrap());
        for (n, subject) in (0..program.groups.len()).flat_map(|n| facts.asked().map(|subject| (n, subject))) {
            let group = GroupId::from_index(n);
            let of = program.group(group);
            if of.entity != subject.entity || of.yearly {
                continue;
            }
            let proof = evaluator.trace(group, subject);
            assert_eq!(proof.value, evaluator.value(group, None, subject, None), "seed {seed}: {}", of.name);
            let found = faults(program, &proof, &mut facts_read);
            assert!(found.is_empty(), "seed {seed}\n{}: {}\n{}", of.name, found.join("\n"), made.text());
        }
    }
    assert!(facts_read > 1000, "only {facts_read} facts were read");
}

/// Nothing that stands in the way holds, unless it should not; and what is enough is never more than what there is.
fn wrong(obstacle: &Obstacle<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if obstacle.wanted > obstacle.inside.len() {
        out.push(format!("{} of {} wanted", obstacle.wanted, obstacle.inside.len()));
    }
    if let Some(distance) = &obstacle.distance {
        let low = distance.by.low.is_some_and(|low| low.signum() >= 0);
        if !low || distance.by.high.zip(distance.by.low).is_some_and(|(high, low)| high < low) {
            out.push(format!("a distance of {:?}", distance.by));
        }
    }
    out.extend(obstacle.inside.iter().flat_map(wrong));
    out
}

#[test]
fn every_no_says_what_stands_in_its_way() {
    let (mut nos, mut distances) = (0, 0);
    for seed in seeds(60) {
        let made = make(seed ^ 0x770);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed);
        let facts = Facts::make(&mut random, program, &made);
        let hidden = facts.hide(&mut random);
        let population = facts.without(program, &hidden);
        let evaluator = Evaluator::new(program, &population, Date::parse(AS_OF).unwrap());
        for (n, subject) in (0..program.groups.len()).flat_map(|n| facts.asked().map(|subject| (n, subject))) {
            let group = GroupId::from_index(n);
            let of = program.group(group);
            let kind = &program.item(of.versions[0]).kind;
            let is_question = matches!(kind, ItemKind::Status { .. } | ItemKind::Benefit(_));
            if of.entity != subject.entity || of.yearly || !is_question {
                continue;
            }
            let proof = evaluator.trace(group, subject);
            let found = obstacles(&evaluator, &proof);
            if proof.mark != Mark::No {
                assert!(found.is_empty() || proof.mark == Mark::NotApplicable, "seed {seed}: {}", of.name);
                continue;
            }
            nos += 1;
            assert!(!found.is_empty(), "seed {seed}: {} is no and nothing says why\n{}", of.name, made.text());
            let faults: Vec<String> = found.iter().flat_map(wrong).collect();
            assert!(faults.is_empty(), "seed {seed}: {}: {}\n{}", of.name, faults.join("; "), made.text());
            distances += found.iter().filter(|obstacle| obstacle.distance.is_some()).count();
        }
    }
    assert!(nos > 50 && distances > 10, "only {nos} answers of no with {distances} distances");
}
