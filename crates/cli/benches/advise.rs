//! What it would take, for everybody of a synthetic city and every standing and score that isn't theirs yet.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use wuwei_engine::Row;
use wuwei_facts::Population;
use wuwei_facts::synth::{Wanted, city};
use wuwei_ir::{Date, GroupId, ItemKind, RegionId};
use wuwei_project::{Library, Memory};
use wuwei_reason::{Extent, Goal, advise};

const ENTERPRISES: u32 = 5000;

/// Conditions that a search may ask before it gives what it has, as the command sets it for one subject.
const MOST: u64 = 12_000;

fn main() {
    let every: u32 = std::env::var("EVERY").ok().and_then(|text| text.parse().ok()).unwrap_or(50);
    let as_of = Date::from_ymd(2025, 6, 30).expect("a day");
    let library = Library::open(&Memory::new(as_of, []), None).expect("the library in the program");
    let program = library.program();
    let region = program.regions.iter().position(|region| region.code.as_str() == "220100").expect("长春市");
    let region = RegionId::from_index(region);
    let tables = city(program, Wanted { region, enterprises: ENTERPRISES, seed: 5616 });
    let population = Population::new(program, &tables);
    let entity = program.entity_named("企业").expect("企业");
    let names = program.group_names();
    let mut all: Vec<f64> = Vec::new();
    println!("what it would take, every {every}th of {ENTERPRISES} enterprises, three ways each:");
    for n in (0..program.groups.len()).filter(|n| program.groups[*n].entity == entity) {
        let id = GroupId::from_index(n);
        let Some(item) = program.version(id, as_of) else { continue };
        let at_least = match &program.item(item).kind {
            ItemKind::Value { .. } => continue,
            ItemKind::Score(score) => score.out_of.mul(wuwei_ir::Number::ratio(7, 10).expect("a ratio")),
            _ => None,
        };
        let Ok(goal) = Goal::new(program, id, at_least) else { continue };
        let (mut times, mut found, mut already, mut cut) = (Vec::new(), 0, 0, 0);
        for index in (0..ENTERPRISES).step_by(every as usize) {
            let row = Row { entity, index };
            let start = Instant::now();
            let limits = Extent { alternatives: 3, most: MOST, stop: &|| false };
            let advice = advise(program, &population, row, goal, as_of, limits);
            let time = start.elapsed().as_secs_f64() * 1e3;
            if advice.already() {
                already += 1;
                continue;
            }
            times.push(time);
            found += usize::from(!advice.proposals.is_empty());
            cut += usize::from(!advice.complete);
        }
        let asked = times.len();
        all.extend(times.iter().copied());
        let line = shares(&mut times);
        println!("  {line}  already {already:>3}, a way for {found:>3} of {asked:>3}, cut {cut:>3}  {}", names[n]);
    }
    println!("  {}  all", shares(&mut all));
}

fn shares(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(0.0);
    format!("p50 {:>7.2} ms, p95 {:>7.2} ms, max {:>7.2} ms", at(0.5), at(0.95), at(1.0))
}
