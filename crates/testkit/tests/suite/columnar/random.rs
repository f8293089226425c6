//! Documents and tables made at random.

use wuwei_ir::Date;

use super::compare::{Share, first_difference, shrunk};
use super::tables::population;
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// Says which case it was when something panics.
struct Case(u64);

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("seed {}", self.0);
        }
    }
}

#[test]
fn columns_answer_as_the_reference_does() {
    let as_of = Date::parse(AS_OF).unwrap();
    let mut share = Share::default();
    let seeds = seeds(80);
    for seed in &seeds {
        let _case = Case(*seed);
        let made = make(*seed);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed ^ 0xc01);
        for round in 0..3 {
            let tables = population(&mut random, program, &made);
            let alone = round == 2;
            for table in &tables {
                let kind = table.entity;
                if let Some((row, said)) = first_difference(program, as_of, &tables, kind, alone, &mut share) {
                    let small = shrunk(program, as_of, &tables, kind, alone);
                    let name = program.entity(kind).head.name;
                    let alone = if alone { ", without the others" } else { "" };
                    panic!(
                        "seed {seed}, round {round}{alone}, {name} {row}\n{said}\n\nshrunk to {small}\n{}",
                        made.text()
                    );
                }
            }
        }
    }
    // Of few documents the share is a matter of chance.
    assert!(seeds.len() < 60 || share.percent() > 78.0, "{:.2} % of {} answers in columns", share.percent(), share.all);
}
