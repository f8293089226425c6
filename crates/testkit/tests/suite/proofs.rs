//! A proof is about the answer it proves: the same value at its root, and in it facts of the right subjects and years.

use wuwei_engine::{Evaluator, Trace, TraceKind};
use wuwei_ir::{Date, GroupId, Program};

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
