//! What a number of a report can be.

use wuwei_ir::Date;
use wuwei_source::Text;

use crate::Period;
use crate::progress::Verdict;

/// What a number says of a target, or of all targets of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// The target's number.
    Goal,
    /// The value to be reached, where the target names a rate or an increase.
    Level,
    /// The value at or before the plan's beginning.
    Base,
    /// The latest value.
    Latest,
    /// What is held against the target: the value, the sum since the beginning, or the mean rate.
    Held,
    /// The target less what is held against it.
    Gap,
    /// The yearly pace that is needed.
    RequiredPace,
    /// The yearly pace up to now.
    AchievedPace,
    /// The share of the way that is done.
    Progress,
    /// The share that should be done.
    Expected,
    /// The value that should be reached.
    ExpectedValue,
    /// The lower end of the range at the deadline.
    ForecastLow,
    /// Its upper end.
    ForecastHigh,
    /// The probability of meeting the target.
    Probability,
    /// The verdict.
    Verdict,
    /// The value of a period.
    Observed(Period),
    /// The value of the path on a day.
    PathAt(Date),
    /// The lower end of the forecast's range on a day.
    FanLow(Date),
    /// Its upper end on a day.
    FanHigh(Date),
    /// How many targets a document has.
    Targets,
    /// How many of them have a verdict.
    Tally(Verdict),
}

impl Quantity {
    /// Those that every target may have, whatever was observed of it.
    pub const OF_TARGETS: [Quantity; 15] = [
        Quantity::Goal,
        Quantity::Level,
        Quantity::Base,
        Quantity::Latest,
        Quantity::Held,
        Quantity::Gap,
        Quantity::RequiredPace,
        Quantity::AchievedPace,
        Quantity::Progress,
        Quantity::Expected,
        Quantity::ExpectedValue,
        Quantity::ForecastLow,
        Quantity::ForecastHigh,
        Quantity::Probability,
        Quantity::Verdict,
    ];

    /// The word for it in JSON and in keys.
    pub fn word(self) -> &'static str {
        match self {
            Quantity::Goal => "goal",
            Quantity::Level => "level",
            Quantity::Base => "base",
            Quantity::Latest => "latest",
            Quantity::Held => "held",
            Quantity::Gap => "gap",
            Quantity::RequiredPace => "required-pace",
            Quantity::AchievedPace => "achieved-pace",
            Quantity::Progress => "progress",
            Quantity::Expected => "expected",
            Quantity::ExpectedValue => "expected-value",
            Quantity::ForecastLow => "forecast-low",
            Quantity::ForecastHigh => "forecast-high",
            Quantity::Probability => "probability",
            Quantity::Verdict => "verdict",
            Quantity::Observed(_) => "observed",
            Quantity::PathAt(_) => "path",
            Quantity::FanLow(_) => "fan-low",
            Quantity::FanHigh(_) => "fan-high",
            Quantity::Targets => "targets",
            Quantity::Tally(_) => "tally",
        }
    }

    /// What tells it from others of its word: a period, a day, a verdict.
    pub(super) fn of(self) -> String {
        match self {
            Quantity::Observed(period) => period.to_string(),
            Quantity::PathAt(day) | Quantity::FanLow(day) | Quantity::FanHigh(day) => day.to_string(),
            Quantity::Tally(verdict) => verdict.word().to_string(),
            _ => String::new(),
        }
    }

    /// What people call it.
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Quantity::Goal => ("目标值", "target"),
            Quantity::Level => ("应达到的数", "value to be reached"),
            Quantity::Base => ("基数", "base"),
            Quantity::Latest => ("最新值", "latest value"),
            Quantity::Held => ("与目标相比的数", "value held against the target"),
            Quantity::Gap => ("差距", "gap"),
            Quantity::RequiredPace => ("此后每年需", "pace needed a year"),
            Quantity::AchievedPace => ("此前每年", "pace so far a year"),
            Quantity::Progress => ("已完成的比例", "share of the way done"),
            Quantity::Expected => ("应完成的比例", "share that should be done"),
            Quantity::ExpectedValue => ("按路径应达到的数", "value that the path has"),
            Quantity::ForecastLow => ("到期预测下限", "forecast at the deadline, low"),
            Quantity::ForecastHigh => ("到期预测上限", "forecast at the deadline, high"),
            Quantity::Probability => ("达到目标的可能", "chance of meeting the target"),
            Quantity::Verdict => ("判定", "verdict"),
            Quantity::Observed(_) => ("观测值", "observed value"),
            Quantity::PathAt(_) => ("路径上的数", "value of the path"),
            Quantity::FanLow(_) => ("预测下限", "forecast, low"),
            Quantity::FanHigh(_) => ("预测上限", "forecast, high"),
            Quantity::Targets => ("目标个数", "number of targets"),
            Quantity::Tally(verdict) => {
                let name = verdict.name();
                return Text::new(format!("“{}”的目标个数", name.zh), format!("targets that are {}", name.en));
            }
        };
        match self.of().as_str() {
            "" => Text::new(zh, en),
            of => Text::new(format!("{zh}（{of}）"), format!("{en} ({of})")),
        }
    }
}
