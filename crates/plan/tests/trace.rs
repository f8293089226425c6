//! Keys of numbers: every number is found again from its key, also when figures were added since.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use wuwei_ir::{Date, Number, Program};
use wuwei_plan::progress::{Settings, TargetProgress, Verdict, progress};
use wuwei_plan::trace::{Quantity, Trace, TraceKey, key, tally_key, trace};
use wuwei_plan::{Figure, Observation, Observations};
use wuwei_project::{Library, Memory};
use wuwei_source::Lang;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn library() -> Library {
    Library::open(&Memory::new(day("2026-03-01"), std::iter::empty()), None).unwrap()
}

fn found(library: &Library, on: &str) -> Vec<TargetProgress> {
    progress(library.program(), &library.observations, day(on), &Settings::default())
}

/// All numbers of a target that a report may print.
fn quantities(found: &TargetProgress) -> Vec<Quantity> {
    let mut all = Quantity::OF_TARGETS.to_vec();
    all.extend(found.seen.iter().map(|seen| Quantity::Observed(seen.period)));
    all.extend(found.points.iter().map(|(day, _)| Quantity::PathAt(*day)));
    if let Ok(told) = &found.forecast {
        all.extend(told.fan.iter().flat_map(|(day, _)| [Quantity::FanLow(*day), Quantity::FanHigh(*day)]));
    }
    all
}

fn again(program: &Program, observations: &Observations, key: TraceKey) -> Option<Trace> {
    trace(program, observations, TraceKey::parse(&key.to_string()).unwrap(), &Settings::default())
}

#[test]
fn every_number_is_found_again_from_its_key() {
    let library = library();
    let (program, observations) = (library.program(), &library.observations);
    let mut keys = std::collections::HashMap::new();
    for found in found(&library, "2026-03-01") {
        for quantity in quantities(&found) {
            let Some(key) = key(program, observations, &found, quantity) else { continue };
            if let Some(other) = keys.insert(key, (found.target, quantity)) {
                panic!("{key} is both {other:?} and {:?}", (found.target, quantity));
            }
        }
    }
    assert!(keys.len() > 500, "{}", keys.len());
    // One in seven: each is worked out anew.
    for (key, (target, quantity)) in keys.into_iter().enumerate().filter(|(n, _)| n % 7 == 0).map(|(_, one)| one) {
        let again = again(program, observations, key).unwrap_or_else(|| panic!("{key} {quantity:?}"));
        assert_eq!((again.target, again.quantity, again.is_unchanged), (Some(target), quantity, true), "{again:?}");
        assert!(!again.value.is_empty() && !again.formula.is_empty(), "{again:?}");
    }
}

fn number(library: &Library, indicator: &str, quantity: Quantity) -> (TraceKey, Trace) {
    let program = library.program();
    let all = found(library, "2026-03-01");
    let of = |found: &&TargetProgress| {
        let target = program.target(found.target);
        program.document(target.doc).id == "changchun.action-plan-2025"
            && program.indicator(target.indicator).head.name == indicator
    };
    let key = key(program, &library.observations, all.iter().find(of).unwrap(), quantity).unwrap();
    (key, again(program, &library.observations, key).unwrap())
}

#[test]
fn a_number_says_how_it_comes_about() {
    let library = library();
    let (_, gap) = number(&library, "科技成果本地转化数", Quantity::Gap);
    assert_eq!(gap.value.zh, "2,000 项");
    assert_eq!(gap.formula.en, "6,000 items - 4,000 items");
    let sources: Vec<&str> = gap.observations.iter().map(|at| &*library.observations.all()[*at].source).collect();
    assert_eq!(sources, ["人民网2025-11-19报道"]);
    assert!(library.sources.show(gap.place.unwrap()).starts_with("library/changchun/action-plan-2025.md:"));
    let (_, pace) = number(&library, "科技成果本地转化数", Quantity::RequiredPace);
    assert_eq!(pace.formula.get(Lang::Zh), "（6,000 项 － 4,000 项）÷ 2 年");
    let (_, verdict) = number(&library, "科技型中小企业数", Quantity::Verdict);
    assert_eq!(verdict.value.en, "achieved");
    assert!(verdict.formula.zh.contains("红黄绿"), "{}", verdict.formula.zh);
}

/// A figure that becomes known later changes no old number; one that was known and is changed is told.
#[test]
fn old_keys_hold_while_figures_are_added() {
    let mut library = library();
    let (key, before) = number(&library, "科技成果本地转化数", Quantity::Gap);
    let row = library.observations.all()[before.observations[0]].clone();
    let unit = row.figure.unwrap().unit;
    let revised = |learnt: &str| Observation {
        figure: Figure::new(Number::int(4100), unit),
        status: wuwei_plan::Status::Revised,
        learnt: day(learnt),
        ..row.clone()
    };
    library.observations.append([revised("2026-03-02")]);
    let after = again(library.program(), &library.observations, key).unwrap();
    assert!(after.is_unchanged && after.value == before.value, "{after:?}");
    library.observations.append([revised("2026-02-01")]);
    let after = again(library.program(), &library.observations, key).unwrap();
    assert!(!after.is_unchanged, "{after:?}");
    assert_eq!(after.value.zh, "1,900 项");
}

#[test]
fn counts_of_targets_have_keys() {
    let library = library();
    let program = library.program();
    let doc = program.documents.iter().position(|document| document.id == "changchun.action-plan-2025").unwrap();
    let doc = wuwei_ir::DocId::from_index(doc);
    let all: Vec<TargetProgress> = found(&library, "2026-03-01");
    let mine: Vec<TargetProgress> =
        all.iter().filter(|found| program.target(found.target).doc == doc).cloned().collect();
    let key = tally_key(program, doc, Some(Verdict::Achieved), &mine).unwrap();
    let told = again(program, &library.observations, key).unwrap();
    assert!(told.is_unchanged && told.target.is_none());
    assert!(told.formula.zh.contains("科技型中小企业数"), "{}", told.formula.zh);
    let all_of_them = tally_key(program, doc, None, &mine).unwrap();
    assert_eq!(again(program, &library.observations, all_of_them).unwrap().value.en, mine.len().to_string());
}

#[test]
fn a_key_of_nothing_finds_nothing() {
    let library = library();
    assert_eq!(again(library.program(), &library.observations, TraceKey::parse("t-0000-0000-0000").unwrap()), None);
}
