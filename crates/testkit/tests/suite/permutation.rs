//! The order in which conditions, operands, parts and declarations stand changes no answer.

use crate::answers::ask;
use crate::facts::{Facts, Hidden};
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

#[test]
fn the_order_of_criteria_changes_nothing() {
    for seed in seeds(150) {
        let made = make(seed ^ 0xb0b);
        let mut random = Random::new(seed);
        let (first, second) = (made.text(), made.permuted(&mut random));
        let (here, there) = (compile(&first), compile(&second));
        for n in 0..4 {
            // The same facts twice: ids of facts and subjects come from the vocabulary, which is the same.
            let state = random.clone();
            let facts = Facts::make(&mut random, here.program(), &made);
            let same = Facts::make(&mut state.clone(), there.program(), &made);
            let hidden = if n == 0 { Hidden::default() } else { facts.hide(&mut random) };
            for subject in facts.asked() {
                let before = ask(here.program(), &facts.without(here.program(), &hidden), subject).all;
                let after = ask(there.program(), &same.without(there.program(), &hidden), subject).all;
                let different: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
                assert!(
                    different.is_empty() && before.len() == after.len(),
                    "seed {seed}\n{different:?}\n{first}\n{second}\n{}",
                    facts.show(here.program(), &hidden)
                );
            }
        }
    }
}
