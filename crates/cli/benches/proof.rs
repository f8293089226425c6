//! The proof of everything about one enterprise: every rule of the library, as the bytes that are written, and its checking.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use wuwei_engine::Row;
use wuwei_facts::Population;
use wuwei_facts::synth::{Wanted, city};
use wuwei_ir::{Date, GroupId, RegionId};
use wuwei_project::{Library, Memory};
use wuwei_reason::proof::{Edition, SecretKey, prove, verify};

const ENTERPRISES: u32 = 1000;

fn main() {
    let as_of = Date::from_ymd(2025, 12, 31).expect("a day");
    let library = Library::open(&Memory::new(as_of, []), None).expect("the library in the program");
    let program = library.program();
    let region = program.regions.iter().position(|region| region.code.as_str() == "220100").expect("长春市");
    let region = RegionId::from_index(region);
    let tables = city(program, Wanted { region, enterprises: ENTERPRISES, seed: 5616 });
    let population = Population::new(program, &tables);
    let entity = program.entity_named("企业").expect("企业");
    let about = |group: &GroupId| {
        let of = program.group(*group);
        of.entity == entity && !of.yearly && program.version(*group, as_of).is_some()
    };
    let rules: Vec<GroupId> = (0..program.groups.len()).map(GroupId::from_index).filter(about).collect();
    let start = Instant::now();
    let edition = Edition::of(program, &library.sources);
    println!("checksums of {} documents: {:.2} ms, once", program.documents.len(), start.elapsed().as_secs_f64() * 1e3);
    let key = SecretKey::from_bytes(&[7; 32]);
    let (mut making, mut signing, mut checking) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bytes, mut steps, mut facts) = (0, 0, 0);
    for index in 0..ENTERPRISES {
        let row = Row { entity, index };
        let start = Instant::now();
        let proven = prove((program, &library.sources, &edition), &population, as_of, row, &rules, None);
        let text = proven.text(None);
        making.push(start.elapsed().as_secs_f64() * 1e3);
        (bytes, steps, facts) = (bytes + text.len(), steps + proven.steps(), facts + proven.facts());
        let start = Instant::now();
        let text = proven.text(Some(&key));
        signing.push(start.elapsed().as_secs_f64() * 1e3);
        let start = Instant::now();
        let checked = verify(program, &library.sources, &edition, text.as_bytes(), Some(&key.verifying()));
        checking.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(checked.holds(), "{:?}", checked.findings);
    }
    let n = ENTERPRISES as usize;
    println!(
        "one enterprise, {} rules: {} steps, {} facts, {} bytes in the mean",
        rules.len(),
        steps / n,
        facts / n,
        bytes / n
    );
    for (what, times) in [("proof", &mut making), ("signature", &mut signing), ("check", &mut checking)] {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("  {what:<10} p50 {:.2} ms  p95 {:.2} ms  max {:.2} ms", at(0.5), at(0.95), at(1.0));
    }
}
