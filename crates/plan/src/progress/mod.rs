//! How far targets have come, by the kind of each, on any day.
//!
//! [`progress`] is a pure function of the program, of the values that were known on a day and of that day, so that every
//! past verdict can be shown again. Each target goes the same way:
//!
//! 1. [`kind`] reads the series as its kind demands: what counts as a value, where the way begins, whether the target is met.
//! 2. [`path`] says where a value should stand; [`pace`] how fast it went and would have to go.
//! 3. [`lights`] evaluates the rules that documents declare, and [`verdict`] names the class of the light.
//! 4. [`prediction`] asks the forecast; [`ambition`] holds what is asked against what was seen before.
//!
//! | indicator | held against the target | path |
//! |---|---|---|
//! | stock, share, rank | the value | a line from the base |
//! | flow per year | the year's value, or the sum of its parts where all are known | a line from the base year |
//! | cumulative | the running total, or the sum of the flow's years | a line from nought |
//! | growth of an indicator | the mean rate since the base | constant growth from the base |
//! | a rate of growth | the mean rate of the plan's years | constant growth |
//! | milestone | done or not | nothing before the day |
//! | each year | each year's value by itself | a step a year |
//! | unstated | nothing | none |
//!
//! Nothing is guessed. Without a base the way has no beginning and how far it has come isn't known; after the deadline a
//! target is neither met nor missed until the value at the deadline is known; and lights whose conditions can't be decided
//! leave the verdict open, with what is missing named in the cause.

mod ambition;
mod case;
mod cause;
mod computed;
pub(crate) mod figure;
mod kind;
mod lights;
mod pace;
mod path;
mod prediction;
mod seen;
mod source;
mod target_progress;
#[cfg(test)]
mod tests;
pub(crate) mod time;
mod verdict;

pub use ambition::Ambition;
pub use computed::Counted;
pub use figure::Figures;
pub use kind::{Held, Lack, Measure, YearResult};
pub use pace::Pace;
pub use path::{Leg, Path};
pub use prediction::{Prediction, Unforeseen};
pub use seen::Seen;
pub use source::{Computed, Known, Settings};
pub use target_progress::{Rival, TargetProgress};
pub use verdict::{Judgement, Verdict};

use wuwei_engine::{Memory, Range, Truth};
use wuwei_ir::{Date, Deadline, Form, IndicatorKind, Number, Program, TargetId, TargetValue};
use wuwei_source::parallel;

use case::Case;
use kind::Reading;
use lights::{Declared, Judge, quantities};

use crate::Series;

/// Targets that one evaluator judges; enough that making it costs nothing beside.
const AT_ONCE: usize = 256;

/// All targets of a program, in their order, on a day.
pub fn progress(program: &Program, known: &dyn Known, day: Date, settings: &Settings<'_>) -> Vec<TargetProgress> {
    let all: Vec<TargetId> = (0..program.targets.len()).map(TargetId::from_index).collect();
    progress_of(program, known, day, settings, &all)
}

/// Some targets of a program, in the order given, on a day.
pub fn progress_of(
    program: &Program,
    known: &dyn Known,
    day: Date,
    settings: &Settings<'_>,
    targets: &[TargetId],
) -> Vec<TargetProgress> {
    let declared = Declared::new(program, settings.lights);
    let pieces: Vec<&[TargetId]> = targets.chunks(AT_ONCE).collect();
    let judged = parallel::map(&pieces, |piece| {
        let nobody = Memory::new(program);
        let asker = Asker { program, known, settings, declared: &declared, judge: Judge::new(program, &nobody, day) };
        piece.iter().map(|id| asker.target(*id, day)).collect::<Vec<TargetProgress>>()
    });
    judged.into_iter().flatten().collect()
}

struct Asker<'a> {
    program: &'a Program,
    known: &'a dyn Known,
    settings: &'a Settings<'a>,
    declared: &'a Declared,
    judge: Judge<'a>,
}

impl Asker<'_> {
    fn target(&self, id: TargetId, day: Date) -> TargetProgress {
        let case = Case::new(self.program, id, day, self.settings.paths.get(&id).copied());
        let own = match case.region {
            Some(region) => self.known.series(case.target.indicator, region, day),
            None => Series::default(),
        };
        let rival = self.rival(&case, &own);
        let goal = match (case.target.value, rival) {
            (TargetValue::Number { base, .. }, _) => Some(base),
            (TargetValue::Indicator(..), rival) => rival.and_then(|rival| rival.seen).map(|seen| seen.value),
        };
        let mut reading = self.read(&case, &own, goal);
        if let (Some(rival), None) = (rival, goal) {
            reading.lack = Some(Lack::Rival(rival.indicator));
        }
        if case.end.is_none() {
            reading.lack = reading.lack.or(Some(Lack::Deadline));
        }
        if case.is_due() && reading.observed && reading.met == Truth::Unknown {
            reading.lack = reading.lack.or(Some(Lack::AtTheDeadline));
        }
        let latest = reading.latest().copied().or_else(|| own.latest().map(Seen::of));
        let age = latest.map(|latest| (i64::from(day.days()) - i64::from(latest.day().days())).max(0));
        let judgement = self.judgement(&case, &mut reading, age);
        let required_pace = pace::required(&case, &reading);
        let held = reading.held;
        let leg = reading.leg;
        let at = |on: Date| leg.and_then(|leg| reading.path.at(&leg, on));
        let passed_over =
            own.latest().filter(|last| latest.is_some_and(|latest| latest.day() < last.period.last_day()));
        TargetProgress {
            target: id,
            day,
            region: case.region,
            eve: case.eve,
            end: case.end,
            due: case.is_due(),
            falling: case.falling,
            measure: reading.measure,
            goal,
            rival,
            level: reading.level,
            base: reading.base,
            latest,
            passed_over: passed_over.map(Seen::of),
            age,
            held,
            gap: gap(&reading, goal),
            observed: reading.observed,
            met: reading.met,
            progress: reading.progress,
            expected: reading.expected,
            expected_on: reading.expected_on,
            expected_value: at(reading.expected_on),
            expected_today: at(day),
            path: reading.path,
            points: leg.map(|leg| reading.path.points(&leg)).unwrap_or_default(),
            required_pace,
            achieved_pace: pace::achieved(&case, &reading),
            forecast: match self.settings.forecasts {
                true => prediction::of(&case, &reading),
                false => Err(Unforeseen::NotAsked),
            },
            judgement,
            ambition: ambition::of(&case, &reading, required_pace),
            counted: computed::of(&case, self.settings, latest.as_ref()),
            lack: reading.lack,
            years: reading.years,
            seen: reading.seen,
        }
    }

    fn read(&self, case: &Case<'_>, own: &Series, goal: Option<Number>) -> Reading {
        let each_year = matches!(case.target.deadline, Some(Deadline::EachYear(..)));
        match (case.indicator.kind, case.region) {
            (IndicatorKind::Cumulative(Some(flow)), Some(region)) if case.target.form == Form::Value && !each_year => {
                let flow = self.known.series(flow, region, case.day);
                kind::read_total(case, own, &flow, goal)
            }
            _ => kind::read(case, own, goal),
        }
    }

    /// The other indicator that a target is held against, with its value for the period of the target's own latest value.
    fn rival(&self, case: &Case<'_>, own: &Series) -> Option<Rival> {
        let TargetValue::Indicator(indicator, region) = case.target.value else { return None };
        let region = region.or(case.region).unwrap_or(self.program.document(case.target.doc).region);
        let series = self.known.series(indicator, region, case.day);
        let kind = self.program.indicator(indicator).kind;
        let seen = match kind {
            IndicatorKind::Flow => seen::yearly_sums(&series),
            IndicatorKind::Growth => seen::whole_years(&series),
            _ => seen::levels(&series),
        };
        let same = own.latest().and_then(|latest| seen.iter().find(|one| one.period == latest.period));
        Some(Rival { indicator, region, seen: same.or(seen.last()).copied() })
    }

    fn judgement(&self, case: &Case<'_>, reading: &mut Reading, age: Option<i64>) -> Judgement {
        let region = case.region.unwrap_or(self.program.document(case.target.doc).region);
        let lights = self.declared.of(self.program, region, case.day);
        let possible = match lights {
            Some(at) => self.judge.possible(&self.program.lights[at], &quantities(case, reading, age)),
            None => 0,
        };
        if lights.is_none() {
            reading.lack = Some(Lack::Lights);
        }
        let mut judgement = Judgement::new(self.program, lights, possible);
        if reading.met != Truth::Yes && is_early(case, reading) {
            judgement.verdict = Verdict::NotDue;
        }
        judgement
    }
}

/// Whether nothing can be expected yet: the plan's first year isn't over and nothing was observed in it, or the day of a
/// milestone hasn't come.
fn is_early(case: &Case<'_>, reading: &Reading) -> bool {
    // What the text leaves open stays open in every year, and of somebody whom no table knows nothing will come.
    if case.is_due() || matches!(reading.lack, Some(Lack::Meaning(_) | Lack::OfSomebody)) {
        return false;
    }
    let nothing_asked = reading.path == Path::Milestone && reading.expected == Some(Number::ZERO);
    let first_year = Date::from_days(i64::from(case.eve.days()) + 1).unwrap_or(case.eve).year();
    let in_first_year = time::year_end(first_year).is_none_or(|end| case.day <= end);
    nothing_asked || (in_first_year && !reading.observed && reading.measure != Measure::Done)
}

/// The target less what is held against it.
fn gap(reading: &Reading, goal: Option<Number>) -> Range {
    let wanted = if reading.measure == Measure::Rate { goal } else { reading.level };
    match (wanted, reading.held) {
        (Some(wanted), Some(held)) => held.value.map_down(|value| wanted.sub(value)),
        _ => Range::ALL,
    }
}
