//! The best lawful set of benefits: lawful, and never less than what the day's own stacking guarantees.

use wuwei_engine::{Evaluator, Range, Row};
use wuwei_ir::{Date, Frequency, ItemKind, Number, Program, StackingRule};
use wuwei_reason::bundle::{Bundle, Future, SEARCHED, bundle};

use crate::answers::ask;
use crate::facts::Facts;
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// What is unlawful about a set.
fn faults(program: &Program, set: &Bundle) -> Vec<String> {
    let mut out = Vec::new();
    let taken = |year: Option<i32>| {
        let of_year =
            move |at: &&wuwei_reason::bundle::Taken| year.is_none_or(|year| set.claims[at.claim].year == year);
        set.taken.iter().filter(of_year)
    };
    for rule in &program.stackings {
        for year in set.years.iter().copied().map(Some) {
            let own: Vec<_> = taken(year).filter(|at| rule.members.contains(&set.claims[at.claim].group)).collect();
            match rule.rule {
                StackingRule::Limit { amount, .. } => {
                    let high = own.iter().try_fold(Number::ZERO, |sum, at| sum.add(at.paid.high?));
                    if high.is_none_or(|high| high > amount) {
                        out.push(format!("{} is passed in {year:?}", rule.head.name));
                    }
                }
                _ if own.len() > 1 => out.push(format!("{} of {} in {year:?}", own.len(), rule.head.name)),
                _ => {}
            }
        }
    }
    for at in taken(None) {
        let claim = &set.claims[at.claim];
        let ItemKind::Benefit(benefit) = &program.item(claim.item).kind else { unreachable!() };
        let again = taken(None).filter(|other| set.claims[other.claim].group == claim.group).count();
        let often = matches!(benefit.frequency, Some(Frequency::Yearly | Frequency::Monthly(_)));
        if again > 1 && !often {
            out.push(format!("{} is taken {again} times", program.group(claim.group).name));
        }
        let within = |paid: Option<Number>, alone: Option<Number>| {
            alone.is_none_or(|alone| paid.is_some_and(|paid| paid <= alone))
        };
        if !within(at.paid.high, claim.money.high) {
            out.push(format!("{} pays more than alone", program.group(claim.group).name));
        }
    }
    out
}

#[test]
fn the_best_set_is_lawful_and_no_worse_than_the_day_alone() {
    let day = Date::parse(AS_OF).unwrap();
    let (mut several, mut given_up) = (0, 0);
    for seed in seeds(120) {
        let made = make(seed ^ 0xb0d);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed);
        let facts = Facts::make(&mut random, program, &made);
        let hidden = facts.hide(&mut random);
        let population = facts.without(program, &hidden);
        for subject in facts.asked() {
            let set = bundle(program, &population, subject, day, Future::StandsStill, SEARCHED);
            let found = faults(program, &set);
            assert!(found.is_empty(), "seed {seed}\n{}\n{}\n{set:?}", found.join("\n"), made.text());
            let alone = today(program, &population, subject, day);
            let low = |range: Range| range.low.unwrap_or(Number::ZERO);
            assert!(low(set.total) >= low(alone), "seed {seed}\n{:?} < {alone:?}\n{}\n{set:?}", set.total, made.text());
            several += usize::from(set.taken.len() > 1);
            given_up += set.lost.len();
        }
    }
    assert!(several > 0 && given_up > 0);
}

/// What the day's stacking pays. Its guarantee counts what isn't certain as nothing, as the best set does.
fn today(program: &Program, population: &dyn wuwei_engine::Population, subject: Row, day: Date) -> Range {
    let answers = ask(program, population, subject);
    Evaluator::new(program, population, day).stack(subject, &answers.amounts).total
}
