//! Numbers of a target as officials write them: in the unit of the plan, 170 万人 and not 1,700,000 人.

use wuwei_engine::{Range, Truth};
use wuwei_ir::{Dim, Form, Indicator, IndicatorKind, Number, Target, TargetValue, Unit};
use wuwei_plan::progress::Measure;
use wuwei_source::Lang;

use crate::words::pick;

/// How numbers of a target are written.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    unit: Unit,
    style: Style,
    /// Whether what is held against the target is a rate.
    is_rate: bool,
    lang: Lang,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Amount,
    Share,
    Rank,
    Milestone,
}

impl Scale {
    pub(super) fn new(indicator: &Indicator, target: Option<&Target>, measure: Measure, lang: Lang) -> Scale {
        let style = match indicator.kind {
            IndicatorKind::Rank => Style::Rank,
            IndicatorKind::Milestone => Style::Milestone,
            IndicatorKind::Share | IndicatorKind::Growth => Style::Share,
            _ if indicator.unit.dim() == Dim::NONE && indicator.unit.word == "%" => Style::Share,
            _ => Style::Amount,
        };
        let own = target.filter(|target| target.form != Form::Growth).and_then(|target| match target.value {
            TargetValue::Number { unit, .. } if unit.dim() == indicator.unit.dim() => Some(unit),
            _ => None,
        });
        let unit = own.unwrap_or(indicator.unit);
        // 千 and 百 save no room and read badly behind digits.
        let plain = matches!(unit.prefix, Some("千" | "百")).then(|| Unit::parse(unit.word)).flatten();
        Scale { unit: plain.unwrap_or(unit), style, is_rate: measure == Measure::Rate, lang }
    }

    /// A value of the indicator.
    pub fn value(&self, number: Number) -> String {
        match self.style {
            Style::Rank => {
                let place = number.to_decimal(0);
                pick(self.lang, format!("第{place}位"), format!("rank {place}"))
            }
            Style::Milestone if number == Number::ZERO => pick(self.lang, "未完成", "not done").to_string(),
            Style::Milestone => pick(self.lang, "已完成", "done").to_string(),
            Style::Share => percent(number),
            Style::Amount => self.amount(number, 4),
        }
    }

    /// A value that was worked out: nobody wants more digits of it than tell something.
    pub fn roughly(&self, number: Number) -> String {
        match self.style {
            Style::Amount => {
                let shown = (number.to_f64() / self.factor()).abs();
                self.amount(number, if shown >= 100.0 { 0 } else { 2 })
            }
            _ => self.value(number),
        }
    }

    /// An end of what is forecast of what is held against the target: three digits are more than it knows, and what is cut
    /// off goes to the outside.
    pub fn forecast(&self, value: f64, end: End) -> String {
        if self.is_rate { share_of(value, end) } else { self.fan(value, end) }
    }

    /// An end of a range of the indicator in a forecast.
    pub fn fan(&self, value: f64, end: End) -> String {
        match self.style {
            Style::Share => share_of(value, end),
            Style::Rank => {
                let place = end.round(value).max(1.0);
                pick(self.lang, format!("第{place}位"), format!("rank {place}"))
            }
            Style::Milestone => String::new(),
            Style::Amount => {
                let shown = value / self.factor();
                // Of people and firms there are whole ones only; of 万人 and 亿元 there are tenths.
                let counts = self.unit.prefix.is_none() && !self.is_money();
                let finest: f64 = if counts { 1.0 } else { 0.1 };
                let step = finest.max(10f64.powf(shown.abs().max(1e-9).log10().floor() - 2.0));
                let rounded = end.round(shown / step) * step;
                if self.lang == Lang::En && self.is_money() {
                    return yuan(rounded);
                }
                let digits = grouped(&trimmed(rounded));
                // The unit stands once, behind the upper end.
                if end == End::Low { digits } else { self.with_unit(&digits) }
            }
        }
    }

    /// What is held against the target, or the target itself.
    pub fn measured(&self, number: Number) -> String {
        if self.is_rate { percent(number) } else { self.value(number) }
    }

    /// The same where it may be a range.
    pub fn range(&self, range: Range) -> String {
        match (range.low, range.high) {
            (Some(low), Some(high)) if low == high => self.measured(low),
            (Some(low), Some(high)) => format!("{}–{}", self.measured(low), self.measured(high)),
            (Some(low), None) => pick(self.lang, "至少", "at least ").to_string() + &self.measured(low),
            (None, Some(high)) => pick(self.lang, "至多", "at most ").to_string() + &self.measured(high),
            (None, None) => pick(self.lang, "未知", "not known").to_string(),
        }
    }

    /// How far a value lies from the target; none where it isn't known exactly.
    pub fn gap(&self, gap: Range, met: Truth, falling: bool) -> Option<String> {
        let gap = gap.exact()?;
        let open = if falling { gap.neg()? } else { gap };
        let size = if gap.signum() < 0 { gap.neg()? } else { gap };
        Some(match (open.signum(), met) {
            (0, _) => pick(self.lang, "恰好相等", "none").to_string(),
            (1, Truth::Yes) => pick(self.lang, "已达到", "met").to_string(),
            (1, _) => pick(self.lang, "差 ", "").to_string() + &self.difference(size) + pick(self.lang, "", " to go"),
            _ => pick(self.lang, "超出 ", "").to_string() + &self.difference(size) + pick(self.lang, "", " beyond"),
        })
    }

    /// A difference of values.
    pub fn difference(&self, number: Number) -> String {
        match self.style {
            Style::Rank => number.to_decimal(1) + pick(self.lang, " 位", " places"),
            _ if self.style == Style::Share || self.is_rate => {
                let points = number.mul(Number::int(100)).unwrap_or(number).to_decimal(2);
                points + pick(self.lang, " 个百分点", " points")
            }
            _ => self.roughly(number),
        }
    }

    /// What comes to the target in a year.
    pub fn pace(&self, number: Number, measure: Measure) -> String {
        match measure {
            Measure::Rate => percent(number),
            Measure::Total | Measure::EachYear => self.roughly(number),
            Measure::Level | Measure::Done => self.difference(number),
        }
    }

    /// A number on an axis, without its unit.
    pub fn tick(&self, value: f64) -> String {
        match self.style {
            Style::Share => trimmed(value * 100.0) + "%",
            Style::Rank | Style::Milestone => trimmed(value),
            Style::Amount if self.lang == Lang::En && self.is_money() => yuan(value / FEN),
            Style::Amount => grouped(&trimmed(value / self.factor())),
        }
    }

    /// The unit under an axis.
    pub fn unit(&self) -> String {
        match self.style {
            Style::Share | Style::Milestone => String::new(),
            Style::Rank => pick(self.lang, "位次", "rank").to_string(),
            Style::Amount if self.lang == Lang::En && self.is_money() => String::new(),
            Style::Amount => pick(self.lang, self.unit.text(), self.unit.english().to_string()),
        }
    }

    /// Whether a lower place on paper is the better one.
    pub fn is_rank(&self) -> bool {
        self.style == Style::Rank
    }

    /// How many base units one of the printed ones is: English has no word for ten thousand of anything.
    pub fn factor(&self) -> f64 {
        match (self.style, self.lang) {
            (Style::Amount, Lang::Zh) => self.unit.factor.to_f64(),
            (Style::Amount, Lang::En) if self.is_money() => FEN,
            _ => 1.0,
        }
    }

    fn is_money(&self) -> bool {
        self.unit.dim() == Dim::MONEY
    }

    fn amount(&self, number: Number, places: u32) -> String {
        match self.lang {
            Lang::Zh => self.with_unit(&grouped(&number.div(self.unit.factor).unwrap_or(number).to_decimal(places))),
            Lang::En if self.is_money() => yuan(number.to_f64() / FEN),
            Lang::En => self.with_unit(&grouped(&number.to_decimal(places.min(2)))),
        }
    }

    fn with_unit(&self, digits: &str) -> String {
        let word = pick(self.lang, self.unit.text(), self.unit.english().to_string());
        format!("{digits} {word}").trim_end().to_string()
    }
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The lower one.
    Low,
    /// The upper one.
    High,
}

impl End {
    /// To the outside of the range; what is whole but for the noise of doubles stays what it is.
    fn round(self, value: f64) -> f64 {
        match self {
            End::Low => (value + 1e-9).floor(),
            End::High => (value - 1e-9).ceil(),
        }
    }
}

/// A share in tenths of a percent.
fn share_of(value: f64, end: End) -> String {
    trimmed(end.round(value * 1000.0) / 10.0) + "%"
}

/// Money is counted in hundredths.
const FEN: f64 = 100.0;

/// Money in English, in the power of ten in which it is short.
fn yuan(value: f64) -> String {
    let (size, word) = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")]
        .into_iter()
        .find(|(size, _)| value.abs() >= *size)
        .unwrap_or((1.0, ""));
    format!("¥{}{word}", grouped(&trimmed(value / size)))
}

/// A share as a percentage.
pub(crate) fn percent(number: Number) -> String {
    number.mul(Number::int(100)).unwrap_or(number).to_decimal(2) + "%"
}

/// A decimal without noughts at its end.
fn trimmed(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

/// Digits in groups of three.
pub(crate) fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out += rest;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!(grouped("1234567.5"), "1,234,567.5");
        assert_eq!(grouped("-1000"), "-1,000");
        assert_eq!(grouped("999"), "999");
        assert_eq!(trimmed(0.5), "0.5");
        assert_eq!(trimmed(-0.00001), "0");
    }
}
