//! How a number comes about: its value, the way to it in words with the numbers put in, and the observations under it.

use wuwei_engine::Range;
use wuwei_ir::{Date, DocId, Form, Number, Printer, Program, TargetValue};
use wuwei_source::{Lang, Text};

use super::{Quantity, number};
use crate::Observations;
use crate::progress::figure::{Figures, comparison, day, percent};
use crate::progress::{Measure, Prediction, Seen, TargetProgress, time};

/// A number and what it comes from.
pub(super) struct Derived {
    pub(super) value: Text,
    pub(super) formula: Text,
    /// The number exactly, in the same signs on every machine.
    pub(super) exact: String,
    pub(super) used: Vec<usize>,
}

/// A number of a target; none where it isn't known.
pub(super) fn derive(
    program: &Program,
    observations: &Observations,
    found: &TargetProgress,
    quantity: Quantity,
) -> Option<Derived> {
    let figures = Figures::of(program, found);
    let deriver = Deriver { program, observations, found, figures };
    let (value, formula, exact) = match quantity {
        Quantity::Goal => deriver.goal()?,
        Quantity::Level => deriver.level()?,
        Quantity::Base => deriver.seen(&found.base?, deriver.base_rule()),
        Quantity::Latest => deriver.seen(&found.latest?, deriver.latest_rule()),
        Quantity::Held => deriver.held()?,
        Quantity::Gap => deriver.gap()?,
        Quantity::RequiredPace => deriver.required()?,
        Quantity::AchievedPace => deriver.achieved()?,
        Quantity::Progress => deriver.progress()?,
        Quantity::Expected => {
            let expected = found.expected?;
            (percent(expected), deriver.path_rule(found.expected_on), number(expected))
        }
        Quantity::ExpectedValue => deriver.on_path(found.expected_value?, found.expected_on),
        Quantity::ForecastLow => deriver.forecast(|(low, _)| low)?,
        Quantity::ForecastHigh => deriver.forecast(|(_, high)| high)?,
        Quantity::Probability => deriver.probability()?,
        Quantity::Verdict => deriver.verdict(),
        Quantity::Observed(period) => {
            let seen = found.seen.iter().find(|seen| seen.period == period)?;
            deriver.seen(seen, said!("公布值", "as it was published"))
        }
        Quantity::PathAt(on) => {
            let value = found.points.iter().find(|(day, _)| *day == on).map(|(_, value)| *value);
            let value = value.or(found.expected_today.filter(|_| on == found.day))?;
            deriver.on_path(value, on)
        }
        Quantity::FanLow(on) => deriver.fan(on, |(low, _)| low)?,
        Quantity::FanHigh(on) => deriver.fan(on, |(_, high)| high)?,
        Quantity::Targets | Quantity::Tally(_) => return None,
    };
    Some(Derived { value, formula, exact, used: deriver.used(quantity) })
}

/// How many targets of a document have a verdict, or how many there are.
pub(super) fn tally(program: &Program, doc: DocId, quantity: Quantity, all: &[TargetProgress]) -> Derived {
    let counted = |found: &&TargetProgress| match quantity {
        Quantity::Tally(verdict) => found.judgement.verdict == verdict,
        _ => true,
    };
    let counted: Vec<&TargetProgress> =
        all.iter().filter(|found| program.target(found.target).doc == doc).filter(counted).collect();
    let names = |lang: Lang| {
        let name = |found: &&TargetProgress| program.indicator(program.target(found.target).indicator).head.shown(lang);
        counted.iter().map(name).collect::<Vec<&str>>().join(if lang == Lang::Zh { "、" } else { "; " })
    };
    let (names, count) = (Text::new(names(Lang::Zh), names(Lang::En)), counted.len().to_string());
    let value = Text::new(format!("{count} 个"), count.clone());
    let formula = match quantity {
        Quantity::Tally(verdict) => {
            said!(
                "逐个目标判定，判为“{}”的有：{}",
                "of the targets judged one by one, those {}: {}",
                verdict.name(),
                names
            )
        }
        _ => said!("文件里的目标：{}", "the targets of the document: {}", names),
    };
    let exact = counted.iter().fold(count, |exact, found| {
        exact + " " + program.indicator(program.target(found.target).indicator).head.name.as_str()
    });
    Derived { value, formula, exact, used: Vec::new() }
}

/// A number, how it comes about, and its exact form.
type Told = (Text, Text, String);

pub(super) struct Deriver<'a> {
    pub(super) program: &'a Program,
    pub(super) observations: &'a Observations,
    pub(super) found: &'a TargetProgress,
    pub(super) figures: Figures<'a>,
}

impl Deriver<'_> {
    fn goal(&self) -> Option<Told> {
        let (target, goal) = (self.program.target(self.found.target), self.found.goal?);
        let value = if target.form == Form::Growth { percent(goal) } else { self.figures.value(goal) };
        let formula = match (target.value, self.found.rival) {
            (TargetValue::Indicator(..), Some(rival)) => {
                let head = &self.program.region(rival.region).head;
                let of = &self.program.indicator(rival.indicator).head;
                let place = Text::new(head.shown(Lang::Zh), head.shown(Lang::En));
                let of = Text::new(of.shown(Lang::Zh), of.shown(Lang::En));
                said!("计划以{}的“{}”为目标，取其值", "the plan names {}: {} as its target; the value of it", place, of)
            }
            _ => {
                let (op, due) = (comparison(target.op), self.found.end.map(day).unwrap_or_default());
                let form = match target.form {
                    Form::Value => Text::default(),
                    Form::Growth => Text::new("年均增长", "yearly growth of "),
                    Form::Increase => Text::new("增加", "an increase of "),
                };
                said!("计划写明：{}{}{}，期限{}", "the plan says: {}{}{}, due {}", form, op, value.clone(), due)
            }
        };
        Some((value, formula, number(goal)))
    }

    fn level(&self) -> Option<Told> {
        let (level, goal) = (self.found.level?, self.found.goal?);
        let value = self.figures.roughly(level);
        let base = self.found.base.map(|base| self.figures.value(base.value)).unwrap_or_default();
        let formula = match self.program.target(self.found.target).form {
            Form::Value => said!("就是目标值", "the target itself"),
            Form::Growth => {
                said!("{} ×（1＋{}）^ 年数", "{} × (1 + {}) to the power of the years", base, percent(goal))
            }
            Form::Increase => said!("{}＋{}", "{} + {}", base, self.figures.value(goal)),
        };
        Some((value, formula, number(level)))
    }

    fn seen(&self, seen: &Seen, rule: Text) -> Told {
        let value = self.figures.value(seen.value);
        let period = Text::new(seen.period.shown(), seen.period.shown());
        let conflict = match seen.in_conflict {
            true => Text::new("；同期另有不同的公布数", "; another figure was published for the same period"),
            false => Text::default(),
        };
        (value, said!("{}：{}{}", "{}: {}{}", rule, period, conflict), number(seen.value))
    }

    fn base_rule(&self) -> Text {
        said!(
            "计划开始前（{}及以前）最近的一个值",
            "the last value at or before {}, when the plan began",
            day(self.found.eve)
        )
    }

    fn latest_rule(&self) -> Text {
        let on = Text::new(self.found.day.to_string(), self.found.day.to_string());
        said!("{}已知的最近一期", "the latest period known on {}", on)
    }

    fn held(&self) -> Option<Told> {
        let held = self.found.held?;
        let formula = match (self.found.measure, self.found.base, self.found.latest) {
            (Measure::Total, ..) => {
                said!("计划开始以来各年相加，到{}", "the years since the plan began, up to {}", day(held.day))
            }
            (Measure::Rate, Some(base), Some(latest)) => said!(
                "（{} ÷ {}）^（1 ÷ {} 年）－ 1",
                "({} / {}) ^ (1 / {} years) - 1",
                self.figures.value(latest.value),
                self.figures.value(base.value),
                self.years(base.day(), latest.day())
            ),
            _ => said!("就是{}的值", "the value at {}", day(held.day)),
        };
        Some((self.figures.range(held.value), formula, exact(held.value)))
    }

    fn gap(&self) -> Option<Told> {
        let held = self.found.held?;
        let wanted = if self.found.measure == Measure::Rate { self.found.goal? } else { self.found.level? };
        let gap = self.found.gap;
        let value = match (gap.low, gap.high) {
            (Some(low), Some(high)) if low == high => self.figures.difference(low),
            (Some(low), Some(high)) => {
                said!("{}至{}", "{} to {}", self.figures.difference(low), self.figures.difference(high))
            }
            (None, Some(high)) => said!("至多{}", "at most {}", self.figures.difference(high)),
            (Some(low), None) => said!("至少{}", "at least {}", self.figures.difference(low)),
            (None, None) => return None,
        };
        let formula = said!("{} － {}", "{} - {}", self.figures.measured(wanted), self.figures.range(held.value));
        Some((value, formula, exact(gap)))
    }

    fn required(&self) -> Option<Told> {
        let (pace, level) = (self.found.required_pace?, self.found.level?);
        let years = self.years(pace.from, pace.to);
        let value = self.figures.pace(pace.per_year);
        let (to, from) =
            (self.figures.roughly(level), self.found.latest.map(|latest| self.figures.value(latest.value)));
        let formula = match (self.found.measure, pace.per_year == Number::ZERO) {
            (Measure::EachYear, _) => said!("每年都要达到的数", "what every year has to reach"),
            (_, true) => said!("已经达到，不再需要", "reached; nothing more is needed"),
            (Measure::Rate, _) => {
                said!("（{} ÷ {}）^（1 ÷ {} 年）－ 1", "({} / {}) ^ (1 / {} years) - 1", to, from?, years)
            }
            (Measure::Total, _) => {
                let total = self.found.held.map(|held| self.figures.range(held.value));
                let total = total.unwrap_or_else(|| self.figures.value(Number::ZERO));
                said!("（{} － {}）÷ {} 年", "({} - {}) / {} years", to, total, years)
            }
            _ => said!("（{} － {}）÷ {} 年", "({} - {}) / {} years", to, from?, years),
        };
        Some((value, formula, number(pace.per_year)))
    }

    fn achieved(&self) -> Option<Told> {
        let pace = self.found.achieved_pace?;
        let years = self.years(pace.from, pace.to);
        let value = self.figures.pace(pace.per_year);
        let to = self.found.latest.map(|latest| self.figures.value(latest.value));
        let from = self.found.seen.iter().find(|seen| seen.day() == pace.from).or(self.found.base.as_ref());
        let from = from.map(|from| self.figures.value(from.value));
        let formula = match self.found.measure {
            Measure::EachYear => said!("已知各年的平均", "the mean of the years known"),
            Measure::Total => {
                let total = self.found.held.map(|held| self.figures.range(held.value));
                said!("{} ÷ {} 年", "{} / {} years", total?, years)
            }
            Measure::Rate => {
                said!("（{} ÷ {}）^（1 ÷ {} 年）－ 1", "({} / {}) ^ (1 / {} years) - 1", to?, from?, years)
            }
            _ => said!("（{} － {}）÷ {} 年", "({} - {}) / {} years", to?, from?, years),
        };
        Some((value, formula, number(pace.per_year)))
    }

    fn progress(&self) -> Option<Told> {
        let progress = self.found.progress.exact()?;
        let held = self.found.held.map(|held| self.figures.range(held.value)).unwrap_or_default();
        let value = |value: Number| self.figures.roughly(value);
        let formula = match (self.found.measure, self.found.base, self.found.level) {
            (Measure::Level, Some(base), Some(level))
                if base.value != level && self.found.expected != Some(Number::ONE) =>
            {
                said!(
                    "（{} － {}）÷（{} － {}）",
                    "({} - {}) / ({} - {})",
                    held,
                    value(base.value),
                    value(level),
                    value(base.value)
                )
            }
            (Measure::Level, _, Some(level)) => {
                said!(
                    "{} 对 {}：基数已达到，看保持了多少",
                    "{} of {}: the base meets it, so what counts is how much is held",
                    held,
                    value(level)
                )
            }
            (Measure::Total, _, Some(level)) => said!("{} ÷ {}", "{} / {}", held, value(level)),
            _ => said!(
                "按这类目标的算法，从{}算起",
                "as targets of this kind are measured, from {}",
                day(self.found.eve)
            ),
        };
        Some((percent(progress), formula, number(progress)))
    }

    fn on_path(&self, value: Number, on: Date) -> Told {
        (self.figures.roughly(value), self.path_rule(on), number(value))
    }

    fn path_rule(&self, on: Date) -> Text {
        let ends = (self.found.points.first(), self.found.points.last());
        let (Some((from, start)), Some((to, end))) = ends else { return self.found.path.name() };
        said!(
            "{}，{}为{}，{}为{}；这里取{}",
            "{}: {} has {}, {} has {}; here {} is taken",
            self.found.path.name(),
            day(*from),
            self.figures.roughly(*start),
            day(*to),
            self.figures.roughly(*end),
            day(on)
        )
    }

    fn forecast(&self, end: impl Fn((f64, f64)) -> f64) -> Option<Told> {
        let told = self.found.forecast.as_ref().ok()?;
        let value = end(self.figures.ends(told.low, told.high));
        Some((self.figures.end(value), self.method(told), format!("{value:.6e}")))
    }

    fn fan(&self, on: Date, end: impl Fn((f64, f64)) -> f64) -> Option<Told> {
        let told = self.found.forecast.as_ref().ok()?;
        let band = told.fan.iter().find(|(day, _)| *day == on).map(|(_, band)| band)?;
        // The fan is drawn in the indicator's values, also where the target is a rate.
        let figures = Figures { measure: Measure::Level, ..self.figures };
        let value = end(figures.ends(band.low, band.high));
        let shown = figures.end(value);
        Some((shown, self.method(told), format!("{value:.6e}")))
    }

    fn probability(&self) -> Option<Told> {
        let told = self.found.forecast.as_ref().ok()?;
        let probability = told.probability?;
        let value = time::nearly(probability).map(percent_whole)?;
        Some((value, self.method(told), format!("{probability:.6e}")))
    }

    /// By which method the range was made, from how many values.
    fn method(&self, told: &Prediction) -> Text {
        let count = Text::new(self.found.seen.len().to_string(), self.found.seen.len().to_string());
        match (told.trials.first(), told.scenarios.len()) {
            (Some(trial), _) => said!(
                "{}外推到{}，方法由{}个观测值回测选出；八成可能落在区间内",
                "{}, up to {}, chosen by a backtest on {} values; four values in five lie in the range",
                trial.method.name(),
                self.found.end.map(day).unwrap_or_default(),
                count
            ),
            (None, _) => {
                let names = |lang: Lang| {
                    let names = told.scenarios.iter().map(|one| one.method.name().get(lang).to_string());
                    names.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
                };
                said!(
                    "{}个观测值太少，不挑方法：{}各外推到{}，等权合成；八成可能落在区间内",
                    "{} values are too few to choose a method: {}, each up to {}, mixed in equal parts; four values in five lie in the range",
                    count,
                    Text::new(names(Lang::Zh), names(Lang::En)),
                    self.found.end.map(day).unwrap_or_default()
                )
            }
        }
    }

    fn verdict(&self) -> Told {
        let (found, judgement) = (self.found, &self.found.judgement);
        let light = judgement.light(self.program);
        let name = judgement.verdict.name();
        let cause = found.cause(self.program);
        let rule = judgement.lights.and_then(|at| self.program.lights.get(at)).zip(light).map(|(lights, light)| {
            let when = |lang: Lang| match light.when {
                Some(when) => Printer::new(self.program, lang).expr(&lights.body, when, None),
                None => Text::new("其余情况", "otherwise").get(lang).to_string(),
            };
            let shown = Text::new(light.name.as_str(), light.label.map_or(light.name.as_str(), |label| label.as_str()));
            let name = Text::new(lights.head.shown(Lang::Zh), lights.head.shown(Lang::En));
            said!(
                "亮灯规则“{}”的“{}”（{}）：",
                "the light “{}” of “{}” ({}): ",
                if_zh(&name, &shown),
                if_zh(&shown, &name),
                Text::new(when(Lang::Zh), when(Lang::En))
            )
        });
        let formula = said!("{}{}", "{}{}", rule.unwrap_or_default(), cause);
        (name, formula, judgement.verdict.word().to_string())
    }

    fn years(&self, from: Date, to: Date) -> Text {
        let years = time::between(from, to).to_decimal(2);
        Text::new(years.clone(), years)
    }
}

/// The first text's Chinese wording with the second's English one: the order of two names differs between the languages.
fn if_zh(zh: &Text, en: &Text) -> Text {
    Text::new(zh.zh.clone(), en.en.clone())
}

fn exact(range: Range) -> String {
    let end = |end: Option<Number>| end.map(number).unwrap_or_default();
    format!("{}..{}", end(range.low), end(range.high))
}

fn percent_whole(share: Number) -> Text {
    let text = format!("{}%", share.mul(Number::int(100)).unwrap_or(share).to_decimal(0));
    Text::new(text.clone(), text)
}
