//! Documents and tables made at random.

use wuwei_ir::Date;

use super::compare::{Share, first_difference, shrunk};
use super::tables::population;
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

#[test]
fn columns_answer_as_the_reference_does() {
    let as_of = Date::parse(AS_OF).unwrap();
    let mut share = Share::default();
    let seeds = seeds(100);
    for seed in &seeds {
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
                    if std::env::var("WUWEI_ALL").is_ok() {
                        println!("##### seed {seed}, round {round}{alone}, {name} {row}\n{small}");
                        let rule = small.lines().next().unwrap().split([',', ':']).nth(1).unwrap().trim().to_string();
                        let text = made.text();
                        let blocks = text.split("\n\n");
                        let mut want = vec![rule];
                        let blocks: Vec<&str> = blocks.collect();
                        for block in blocks.iter().rev() {
                            let head = block.split('"').next().unwrap();
                            if want.iter().any(|w| w == "all benefits" && (block.contains("pays") || block.contains("members")) || head.contains(&format!(" {w} "))) {
                                println!("{block}\n");
                                for b in &blocks { let n = b.split_whitespace().nth(1).unwrap_or("").to_string(); if n.len() > 3 && block.contains(&n) { want.push(n); } }
                            }
                        }
                        continue;
                    }
                    panic!(
                        "seed {seed}, round {round}{alone}, {name} {row}\n{said}\n\nshrunk to {small}\n{}",
                        made.text()
                    );
                }
            }
        }
    }
    println!("{:.2} % of {} answers in columns", share.percent(), share.all);
}
