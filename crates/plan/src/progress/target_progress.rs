//! What is known of a target on a day.

use wuwei_engine::{Range, Truth};
use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId, TargetId};
use wuwei_source::Text;

use super::ambition::Ambition;
use super::cause;
use super::computed::Counted;
use super::kind::{Held, Lack, Measure, YearResult};
use super::pace::Pace;
use super::path::Path;
use super::prediction::{Prediction, Unforeseen};
use super::seen::Seen;
use super::verdict::Judgement;

/// The value of another indicator that a target is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rival {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The region.
    pub region: RegionId,
    /// Its value: that of the same period as the target's own latest value where it is known, otherwise its latest.
    pub seen: Option<Seen>,
}

/// What is known of a target on a day: a function of the program, of the values known on the day, and of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetProgress {
    /// The target.
    pub target: TargetId,
    /// The day.
    pub day: Date,
    /// The region whose values count; none for a party's and a single subject's target.
    pub region: Option<RegionId>,
    /// The day before the plan begins.
    pub eve: Date,
    /// The last day on which it can be met.
    pub end: Option<Date>,
    /// Whether that day has come.
    pub due: bool,
    /// Whether less is better.
    pub falling: bool,
    /// What is held against the target.
    pub measure: Measure,
    /// The target's number in base units, or the value of the other indicator.
    pub goal: Option<Number>,
    /// The other indicator, where the target names one.
    pub rival: Option<Rival>,
    /// The value to be reached, also where the target names a rate or an increase.
    pub level: Option<Number>,
    /// The value at or before the plan's beginning.
    pub base: Option<Seen>,
    /// The latest value of the kind that the target is about; where there is none of that kind, the latest of any.
    pub latest: Option<Seen>,
    /// A later value that is not of that kind, such as a half year's of a yearly flow.
    pub passed_over: Option<Seen>,
    /// Days from the end of the latest value's period to the day.
    pub age: Option<i64>,
    /// All values of the kind that the target is about, oldest first.
    pub seen: Vec<Seen>,
    /// What is held against the target, in its measure.
    pub held: Option<Held>,
    /// The target less what is held against it; in percentage points for rates and shares.
    pub gap: Range,
    /// Whether there is a value since the plan's beginning, or one that meets the target.
    pub observed: bool,
    /// Whether the target is met.
    pub met: Truth,
    /// How much of the way lies behind; one and more is there.
    pub progress: Range,
    /// How much of it should lie behind on `expected_on`.
    pub expected: Option<Number>,
    /// The day that the latest value tells of, or the day of the question.
    pub expected_on: Date,
    /// The value that the path has on `expected_on`.
    pub expected_value: Option<Number>,
    /// The value that the path has on the day of the question.
    pub expected_today: Option<Number>,
    /// The form of the path.
    pub path: Path,
    /// The path for a chart.
    pub points: Vec<(Date, Number)>,
    /// The pace that is needed from the latest value to the deadline.
    pub required_pace: Option<Pace>,
    /// The pace from the base to the latest value.
    pub achieved_pace: Option<Pace>,
    /// The years of a promise for each year.
    pub years: Vec<YearResult>,
    /// Where it is likely to stand at the deadline, or why that isn't said.
    pub forecast: Result<Prediction, Unforeseen>,
    /// The verdict with its light.
    pub judgement: Judgement,
    /// What strikes about what is asked.
    pub ambition: Option<Ambition>,
    /// What the loaded facts give for the indicator.
    pub counted: Option<Counted>,
    /// What is missing.
    pub lack: Option<Lack>,
}

impl TargetProgress {
    /// Why the verdict is what it is, in one sentence with its numbers.
    pub fn cause(&self, program: &Program) -> Text {
        cause::of_verdict(program, self, true)
    }

    /// The same without the paces, for tables that have them in columns.
    pub fn short_cause(&self, program: &Program) -> Text {
        cause::of_verdict(program, self, false)
    }

    /// What strikes about what is asked, in one sentence.
    pub fn ambition_said(&self, program: &Program) -> Option<Text> {
        self.ambition.map(|ambition| cause::of_ambition(program, self, ambition))
    }

    /// That the reported and the counted value differ by more than the tolerance, in one sentence.
    pub fn difference_said(&self, program: &Program) -> Option<Text> {
        let counted = self.counted.filter(|counted| counted.differs)?;
        Some(cause::of_difference(program, self, counted))
    }
}
