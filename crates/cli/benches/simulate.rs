//! A reform over a whole city: rules compiled and compared, facts in memory; then a year's spending drawn.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use wuwei_facts::synth::{Wanted as City, city};
use wuwei_ir::Date;
use wuwei_project::{Library, Memory};
use wuwei_simulate::{Assumptions, Purse, Wanted, World, bill, compare, default_groupings, spend};

const ENTERPRISES: u32 = 100_000;
const TIMES: usize = 11;

const REFORM: &str = "# 修改\n\n```wuwei
document changchun.draft {
  title \"修改稿\" \"A draft\"
  region 长春市
  in force from 2025-07-01
  reforms changchun.policy-22
  payer not stated \"例子。\"
}
benefit 专精特新认定奖励 \"Award\" to 企业 {
  when 专精特新认定年度 = this year
  when 营业收入 in last year < 1 亿元
  pays by 专精特新级别 { 国家级 : 60 万元   省级 : 30 万元   市级 : 5 万元   else : 0 元 }
  once per 专精特新级别
}
benefit 企业研发投入补助 \"Grant for R&D\" to 企业 {
  when 研发费用 in last year > 研发费用 2 years ago
  pays (研发费用 in last year - 研发费用 2 years ago) * 10% capped at 100 万元
}
```\n";

fn shown(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("  {what:<58} p50 {:>7.1} ms   p95 {:>7.1} ms   max {:>7.1} ms", at(0.5), at(0.95), at(1.0));
}

fn main() {
    let as_of = Date::from_ymd(2025, 12, 31).expect("a day");
    let world = Memory::new(as_of, [("reform.md", REFORM)]);
    let start = Instant::now();
    let library = Library::open_with(&world, None, std::path::Path::new("reform.md")).expect("the library");
    let compiled = start.elapsed().as_secs_f64() * 1e3;
    let draft = library.drafts.first().expect("a draft");
    let (before, after) = (library.program(), draft.program());
    let region = before.region_named("220100").expect("长春市");
    let tables = city(before, City { region, enterprises: ENTERPRISES, seed: 5616 });
    let changed = [after.document(draft.draft().expect("a draft")).id];
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("a reform of two clauses over {ENTERPRISES} enterprises, {threads} threads:");
    println!("  library with and without the draft compiled: {compiled:.0} ms");
    let old = World::new(before, tables, as_of, region);
    let new = old.under(after);
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let (old, new) = (old.under(before), new.under(after));
        let start = Instant::now();
        let found = compare(&old, &new, &changed, &|entity| default_groupings(&old, entity), threads).expect("columns");
        times.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(!found.kinds.is_empty());
    }
    shown("compared, by district, field, industry and size, thresholds", times);
    let benefits: Vec<_> = (0..after.groups.len())
        .map(wuwei_ir::GroupId::from_index)
        .filter(|group| {
            changed.contains(
                &after.document(after.item(*after.group(*group).versions.last().expect("a version")).head.doc).id,
            )
        })
        .collect();
    let found = bill(&new, &benefits, None, threads).expect("columns");
    let purse = Purse { amount: Some(1e10), clauses: (0..benefits.len()).collect() };
    let mut times = Vec::new();
    for seed in 0..3 {
        let start = Instant::now();
        let spent = spend(
            std::slice::from_ref(&found),
            &purse,
            &Assumptions::default(),
            &Wanted { draws: 1000, seed, threads },
        );
        times.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(spent.claims.mean > 0.0);
    }
    shown(&format!("a year drawn 1,000 times, {} claims", found.claims.len()), times);
}
