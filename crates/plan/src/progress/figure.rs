//! Numbers of an indicator in words.

use wuwei_engine::Range;
use wuwei_ir::{CompareOp, Date, Dim, Indicator, IndicatorKind, Number, Program, Type, quantity};
use wuwei_source::{Lang, Text};

use super::kind::Measure;
use super::target_progress::TargetProgress;
use super::time;

/// How numbers of an indicator are said, in its own unit.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    pub(crate) indicator: &'a Indicator,
    pub(crate) measure: Measure,
    /// Whether only whole numbers were ever observed.
    pub(crate) whole: bool,
}

impl<'a> Figures<'a> {
    /// Those of the indicator of a target.
    pub fn of(program: &'a Program, found: &TargetProgress) -> Figures<'a> {
        let indicator = program.indicator(program.target(found.target).indicator);
        let whole = found.seen.iter().all(|seen| seen.value.is_integer());
        Figures { indicator, measure: found.measure, whole }
    }

    fn is_share(&self) -> bool {
        let unit = self.indicator.unit;
        unit.dim() == Dim::NONE && unit.word == "%"
            || matches!(self.indicator.kind, IndicatorKind::Share | IndicatorKind::Growth)
    }

    fn in_unit(&self, number: Number, lang: Lang) -> String {
        let unit = self.indicator.unit;
        let ty = if self.is_share() { Type::Ratio } else { Type::Quantity(unit.dim()) };
        quantity(ty, Some(unit), number, lang)
    }

    /// A value of the indicator.
    pub fn value(&self, number: Number) -> Text {
        match self.indicator.kind {
            IndicatorKind::Rank => {
                let place = number.to_decimal(0);
                Text::new(format!("第{place}位"), format!("rank {place}"))
            }
            IndicatorKind::Milestone if number == Number::ZERO => Text::new("未完成", "not done"),
            IndicatorKind::Milestone if number == Number::ONE => Text::new("已完成", "done"),
            _ => Text::new(self.in_unit(number, Lang::Zh), self.in_unit(number, Lang::En)),
        }
    }

    /// A value that was worked out and not observed: of many things nobody wants to read fractions.
    pub fn roughly(&self, number: Number) -> Text {
        let many = number.to_f64().abs() >= 100.0 && self.indicator.unit.dim() != Dim::MONEY && !self.is_share();
        self.value(if many { number.round_half_up().unwrap_or(number) } else { number })
    }

    /// A difference of values.
    pub fn difference(&self, number: Number) -> Text {
        match self.indicator.kind {
            IndicatorKind::Rank => {
                let places = number.to_decimal(1);
                Text::new(format!("{places}位"), format!("{places} places"))
            }
            _ if self.is_share() || self.measure == Measure::Rate => points(number),
            _ => self.roughly(number),
        }
    }

    /// What is held against the target, or the target itself.
    pub fn measured(&self, number: Number) -> Text {
        if self.measure == Measure::Rate { percent(number) } else { self.value(number) }
    }

    /// The same for a range.
    pub fn range(&self, range: Range) -> Text {
        match (range.low.map(|low| self.measured(low)), range.high.map(|high| self.measured(high))) {
            (Some(low), Some(high)) if low == high => low,
            (Some(low), Some(high)) => {
                Text::new(format!("{}至{}", low.zh, high.zh), format!("{} to {}", low.en, high.en))
            }
            (Some(low), None) => Text::new(format!("至少{}", low.zh), format!("at least {}", low.en)),
            (None, Some(high)) => Text::new(format!("至多{}", high.zh), format!("at most {}", high.en)),
            (None, None) => Text::new("未知", "not known"),
        }
    }

    /// The ends of a forecast as they are shown wherever they are, in base units: rounded outwards to three digits, since
    /// no range of a short series is worth more, and to whole numbers of what is counted.
    pub fn ends(&self, low: f64, high: f64) -> (f64, f64) {
        let is_rate = self.measure == Measure::Rate || self.is_share();
        let counts = self.whole && !is_rate;
        // In the unit that people read, so that 4.53 亿元 has three digits as well.
        let scale = if is_rate { 0.01 } else { self.indicator.unit.factor.to_f64() };
        let end = |value: f64, round: fn(f64) -> f64| {
            let value = rounded(value / scale, round) * scale;
            if counts { round(value) } else { value }
        };
        (end(low, libm::floor), end(high, libm::ceil))
    }

    /// An end of a forecast in words.
    pub fn end(&self, end: f64) -> Text {
        time::nearly(end).map(|end| self.measured(end)).unwrap_or_default()
    }

    /// What comes to the target in a year.
    pub fn pace(&self, number: Number) -> Text {
        match self.measure {
            Measure::Rate => percent(number),
            Measure::Total | Measure::EachYear => self.roughly(number),
            Measure::Level | Measure::Done => self.difference(number),
        }
    }
}

/// A double to three significant digits.
fn rounded(number: f64, round: fn(f64) -> f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let power = libm::floor(libm::log10(number.abs())) as i32 - 2;
    // Powers of ten from nought up are exact, so whole numbers stay whole.
    let scale = libm::pow(10.0, f64::from(power.abs()));
    // What a division of binary fractions leaves behind the ninth digit is no digit, and mustn't round a whole number up.
    let settled = |number: f64| libm::round(number * 1e6) / 1e6;
    if power < 0 { round(settled(number * scale)) / scale } else { round(settled(number / scale)) * scale }
}

/// A share.
pub(crate) fn percent(number: Number) -> Text {
    let text = quantity(Type::Ratio, None, number, Lang::Zh);
    Text::new(text.clone(), text)
}

/// A difference of shares.
fn points(number: Number) -> Text {
    let points = number.mul(Number::int(100)).unwrap_or(number).to_decimal(2);
    Text::new(format!("{points}个百分点"), format!("{points} percentage points"))
}

/// A comparison before a number.
pub(crate) fn comparison(op: CompareOp) -> Text {
    match op {
        CompareOp::Less => Text::new("低于", "less than "),
        CompareOp::AtMost => Text::new("不超过", "at most "),
        CompareOp::Greater => Text::new("超过", "more than "),
        CompareOp::AtLeast => Text::new("不低于", "at least "),
        CompareOp::Equal => Text::new("", ""),
        CompareOp::NotEqual => Text::new("不等于", "other than "),
        CompareOp::About => Text::new("约", "about "),
    }
}

/// A day as the end of a year, or as it is.
pub(crate) fn day(day: Date) -> Text {
    match day.ymd() {
        (year, 12, 31) => Text::new(format!("{year}年末"), format!("the end of {year}")),
        _ => Text::new(day.to_string(), day.to_string()),
    }
}
