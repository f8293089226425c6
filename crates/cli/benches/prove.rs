//! Theorems about the shipped library, kind by kind: no data, all rules in force on a day.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use wuwei_ir::Date;
use wuwei_project::{Library, Memory, theorems};
use wuwei_reason::prove::TheoremKind;

const RUNS: usize = 3;

fn main() {
    let as_of = Date::from_ymd(2026, 6, 30).expect("a day");
    let library = Library::open(&Memory::new(as_of, []), None).expect("the library in the program");
    let mut times: Vec<f64> = Vec::new();
    for run in 0..RUNS {
        let start = Instant::now();
        let found = theorems(&library, as_of, &TheoremKind::ALL);
        times.push(start.elapsed().as_secs_f64());
        if run == 0 {
            let looked: usize = found.examined.iter().map(|(_, n)| n).sum();
            println!(
                "{} rules, {looked} places looked at: {} findings, {} left open",
                found.rules,
                found.findings.len(),
                found.open.len()
            );
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("all kinds: p50 {:.2} s, p95 {:.2} s, max {:.2} s", at(0.5), at(0.95), at(1.0));
    for kind in TheoremKind::ALL {
        let start = Instant::now();
        theorems(&library, as_of, &[kind]);
        println!("  {:<14} {:>8.1} ms", kind.word(), start.elapsed().as_secs_f64() * 1e3);
    }
}
