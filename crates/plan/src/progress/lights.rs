//! Lights: the verdict's rules, as documents declare them.
//!
//! The conditions are evaluated by the engine over the quantities of [`wuwei_ir::PROGRESS`], in three values: where it
//! isn't known whether a condition holds, this light and those below stay possible, and none is shown.

use rustc_hash::FxHashMap;
use wuwei_engine::{Absence, Evaluator, Memory, Range, Truth, Value};
use wuwei_ir::{Date, Lights, Number, Program, RegionId};
use wuwei_source::Name;

use super::case::Case;
use super::kind::Reading;

/// The lights of a program, found by region.
pub(crate) struct Declared {
    by_region: FxHashMap<RegionId, Vec<usize>>,
    /// Those that a user asked for by name.
    named: Vec<usize>,
    all: Vec<usize>,
}

impl Declared {
    pub(crate) fn new(program: &Program, name: Option<Name>) -> Declared {
        let all: Vec<usize> = (0..program.lights.len()).collect();
        let mut by_region: FxHashMap<RegionId, Vec<usize>> = FxHashMap::default();
        for at in &all {
            by_region.entry(program.document(program.lights[*at].head.doc).region).or_default().push(*at);
        }
        let named = name.map(|name| all.iter().copied().filter(|at| program.lights[*at].head.name == name).collect());
        Declared { by_region, named: named.unwrap_or_default(), all }
    }

    /// The lights for a region on a day: those asked for by name; or the first that the region declares, or the region
    /// around it; or else the first of the program, since some lights are better than none. Lights that aren't in force on
    /// the day stand behind those that are.
    pub(crate) fn of(&self, program: &Program, region: RegionId, day: Date) -> Option<usize> {
        let in_force = |at: &usize| program.lights[*at].head.in_force(day);
        let best = |list: &[usize]| list.iter().copied().find(in_force);
        if let Some(first) = self.named.first() {
            return best(&self.named).or(Some(*first));
        }
        let around = || program.region_chain(region).filter_map(|region| self.by_region.get(&region));
        around()
            .find_map(|list| best(list))
            .or_else(|| around().find_map(|list| list.first().copied()))
            .or_else(|| best(&self.all))
            .or(self.all.first().copied())
    }
}

/// Evaluates lights; one a thread.
pub(crate) struct Judge<'a> {
    evaluator: Evaluator<'a>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(program: &'a Program, nobody: &'a Memory<'a>, day: Date) -> Judge<'a> {
        Judge { evaluator: Evaluator::new(program, nobody, day) }
    }

    /// The lights that are possible, one bit each by their positions; there is one bit where it is known which is shown.
    pub(crate) fn possible(&self, lights: &Lights, quantities: &[Value]) -> u64 {
        let mut possible = 0;
        for (at, light) in lights.lights.iter().enumerate().take(64) {
            let holds = match light.when {
                Some(when) => self.evaluator.of_progress(&lights.body, when, quantities).truth(),
                None => Truth::Yes,
            };
            if holds != Truth::No {
                possible |= 1 << at;
            }
            if holds == Truth::Yes {
                break;
            }
        }
        possible
    }
}

/// What lights may ask of a target, in the order of [`wuwei_ir::PROGRESS`].
pub(crate) fn quantities(case: &Case<'_>, reading: &Reading, age: Option<i64>) -> [Value; 7] {
    let number = |range: Range| Value::Number(range, Absence::Never);
    let expected = reading.expected.map_or(Range::ALL, Range::exactly);
    // A quotient by nought is absent, as everywhere: where nothing is expected there is no pace to compare.
    let pace = match reading.expected {
        Some(nought) if nought == Number::ZERO => Value::Absent,
        Some(expected) if expected.signum() > 0 => number(reading.progress.map(|progress| progress.div(expected))),
        _ => number(Range::ALL),
    };
    [
        Value::Truth(Truth::of(reading.observed)),
        Value::Truth(reading.met),
        Value::Truth(Truth::of(case.is_due())),
        number(reading.progress),
        number(expected),
        pace,
        age.map_or(Value::Absent, |days| Value::number(Number::int(days))),
    ]
}
