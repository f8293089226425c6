//! Evaluation alone: everything about one enterprise, the library compiled and the facts in memory.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use wuwei_engine::{Evaluator, Row};
use wuwei_facts::Population;
use wuwei_facts::synth::{Wanted, city};
use wuwei_ir::Date;
use wuwei_project::{Library, Memory, ask};

const ENTERPRISES: u32 = 5000;

fn main() {
    let as_of = Date::from_ymd(2025, 12, 31).expect("a day");
    let library = Library::open(&Memory::new(as_of, []), None).expect("the library in the program");
    let program = library.program();
    let region = program.regions.iter().position(|region| region.code.as_str() == "220100").expect("长春市");
    let region = wuwei_ir::RegionId::from_index(region);
    let tables = city(program, Wanted { region, enterprises: ENTERPRISES, seed: 5616 });
    let population = Population::new(program, &tables);
    let entity = program.entity_named("企业").expect("企业");
    let mut times: Vec<f64> = (0..ENTERPRISES)
        .map(|index| {
            let row = Row { entity, index };
            let key = population.key(row).expect("a key");
            let evaluator = Evaluator::new(program, &population, as_of);
            let start = Instant::now();
            let asked = ask(&evaluator, row, Some(key), None);
            let time = start.elapsed().as_secs_f64() * 1e6;
            assert!(!asked.statuses.is_empty());
            time
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("evaluation alone, one enterprise against everything ({} rules):", program.groups.len());
    println!("  middle {:.0} µs, nine tenths below {:.0} µs, slowest {:.0} µs", at(0.5), at(0.9), at(1.0));
}
