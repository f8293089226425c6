//! What to ask next: how many questions settle every answer about an enterprise of the synthetic city, beside the form that asks
//! for everything, and how long it takes to find the next question.
//!
//! Each enterprise is asked from nothing: only its code is known. It answers as the city says; what the city leaves out is answered
//! as the next enterprise that knows it would, so that every question has an answer.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeSet;
use std::time::Instant;

use wuwei_engine::{Payments, Population as _, Related, Row};
use wuwei_facts::Population;
use wuwei_facts::synth::{Wanted, city};
use wuwei_ir::{Date, EntityId, FactId, Literal, Program, RelationId};
use wuwei_project::{Library, Memory};
use wuwei_reason::questions::{Interview, own_reads};
use wuwei_source::Name;

const ENTERPRISES: u32 = 5000;

/// The city with nothing left out.
struct Complete<'a> {
    program: &'a Program,
    city: Population<'a>,
}

impl wuwei_engine::Population for Complete<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.city.len(entity)
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        let own = self.city.fact(row, fact, year);
        if own.is_some() || self.program.entity(row.entity).key == Some(fact) {
            return own;
        }
        let n = self.city.len(row.entity);
        let next = (1..n.min(500)).map(|step| Row { index: (row.index + step) % n, ..row });
        next.into_iter().find_map(|other| self.city.fact(other, fact, year))
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        self.city.find(entity, key)
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        self.city.related(row, relation)
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        self.city.payments(payee, benefit)
    }
}

fn main() {
    let measured: u32 = std::env::var("WUWEI_MEASURED").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let as_of = Date::from_ymd(2025, 12, 31).expect("a day");
    let library = Library::open(&Memory::new(as_of, []), None).expect("the library in the program");
    let program = library.program();
    let region = program.regions.iter().position(|region| region.code.as_str() == "220100").expect("长春市");
    let region = wuwei_ir::RegionId::from_index(region);
    let tables = city(program, Wanted { region, enterprises: ENTERPRISES, seed: 5616 });
    let complete = Complete { program, city: Population::new(program, &tables) };
    let entity = program.entity_named("企业").expect("企业");
    let first = Row { entity, index: 0 };
    let read = own_reads(program, first, as_of);
    let years: BTreeSet<i32> = read.iter().filter_map(|read| read.year).collect();
    let facts = program.entity(entity).facts.iter();
    let form: usize = facts.map(|fact| if program.fact(*fact).yearly { years.len() } else { 1 }).sum();

    let rows: Vec<Row> = (0..measured).map(|n| Row { entity, index: n * (ENTERPRISES / measured) }).collect();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let complete = &complete;
    let chunks: Vec<&[Row]> = rows.chunks(rows.len().div_ceil(threads)).collect();
    let found: Vec<(usize, usize, Vec<f64>)> = std::thread::scope(|scope| {
        let work: Vec<_> = chunks
            .iter()
            .map(|rows| {
                scope.spawn(move || rows.iter().map(|row| ask(program, complete, *row, as_of)).collect::<Vec<_>>())
            })
            .collect();
        work.into_iter().flat_map(|work| work.join().expect("a thread that ends")).collect()
    });
    let mut asked: Vec<usize> = found.iter().map(|(asked, ..)| *asked).collect();
    let settled: usize = found.iter().map(|(_, settled, _)| settled).sum();
    let mut times: Vec<f64> = found.into_iter().flat_map(|(.., times)| times).collect();
    asked.sort_unstable();
    times.sort_by(f64::total_cmp);
    let of = |share: f64| asked[((asked.len() - 1) as f64 * share) as usize];
    let time = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{measured} enterprises asked from nothing until nothing further can change any answer ({settled} answers settled):"
    );
    println!("  the form has {form} columns in {} years, of which rules read {}", years.len(), read.len());
    println!(
        "  questions: p5 {}, p25 {}, p50 {}, p75 {}, p95 {}, most {}",
        of(0.05),
        of(0.25),
        of(0.5),
        of(0.75),
        of(0.95),
        of(1.0)
    );
    let share = |n: usize, of: usize| 100.0 * n as f64 / of as f64;
    println!(
        "  the middle is {:.0} % of the form and {:.0} % of what rules read",
        share(of(0.5), form),
        share(of(0.5), read.len())
    );
    let within = asked.iter().filter(|n| **n * 2 <= form).count();
    println!("  {within} of {measured} are asked at most half of the form");
    println!("  the next question: p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms", time(0.5), time(0.95), time(1.0));
}

/// How many questions one enterprise is asked, how many answers they settle, and how long each takes to find.
fn ask(program: &Program, complete: &Complete<'_>, row: Row, as_of: Date) -> (usize, usize, Vec<f64>) {
    let mut interview = Interview::from_nothing(program, complete, row, as_of);
    let mut times = Vec::new();
    loop {
        let start = Instant::now();
        let question = interview.next_question();
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let Some(question) = question else { break };
        let asked = question.asked;
        match complete.fact(asked.subject, asked.fact, asked.year) {
            Some(value) => interview.tell(asked, value),
            None => interview.refuse(asked),
        }
    }
    let settled = interview.answers().filter(|open| open.settled).count();
    (interview.told(), settled, times)
}
