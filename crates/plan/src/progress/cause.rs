//! Sentences: why a verdict is what it is, with the numbers it rests on.

use wuwei_engine::Truth;
use wuwei_ir::{Date, Number, Program};
use wuwei_source::{Lang, Text};

use super::ambition::Ambition;
use super::computed::Counted;
use super::figure::{Figures, comparison, day, percent};
use super::kind::{Lack, Measure};
use super::seen::Seen;
use super::target_progress::TargetProgress;
use super::verdict::Verdict;
use crate::PeriodKind;

fn join(first: Text, second: Text) -> Text {
    Text::new(first.zh + &second.zh, first.en + &second.en)
}

/// Why the verdict is what it is; with the paces or, where these stand beside it, without.
pub(crate) fn of_verdict(program: &Program, found: &TargetProgress, with_paces: bool) -> Text {
    let speaker = Speaker { with_paces, ..Speaker::new(program, found) };
    let body = speaker.verdict();
    Text::new(body.zh + "。", capital(&body.en) + ".")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

struct Speaker<'a> {
    program: &'a Program,
    found: &'a TargetProgress,
    figures: Figures<'a>,
    with_paces: bool,
}

impl<'a> Speaker<'a> {
    fn new(program: &'a Program, found: &'a TargetProgress) -> Speaker<'a> {
        Speaker { program, found, figures: Figures::of(program, found), with_paces: true }
    }

    fn verdict(&self) -> Text {
        let found = self.found;
        if found.measure == Measure::EachYear && found.observed {
            return self.each_year();
        }
        if found.judgement.verdict == Verdict::NotDue {
            return self.not_due();
        }
        if found.met == Truth::Yes {
            return said!("{}，已达到目标（{}）", "{}: the target ({}) is reached", self.now(), self.goal());
        }
        if !found.observed || found.goal.is_none() {
            return self.lacking();
        }
        let Some(end) = found.end else {
            return said!(
                "{}，离目标（{}）{}；目标没有期限",
                "{}; the target ({}) is {}; it has no deadline",
                self.now(),
                self.goal(),
                self.gap()
            );
        };
        match (found.due, found.met) {
            (true, Truth::Unknown) => {
                said!(
                    "期限{}已到，当时的值还没有公布；{}，目标{}",
                    "the deadline, {}, has come and the value of that day isn't known yet; {}, target {}",
                    day(end),
                    self.now(),
                    self.goal()
                )
            }
            (true, _) => {
                said!("期限{}已到，{}，{}", "the deadline, {}, has come; {}, {}", day(end), self.now(), self.gap())
            }
            (false, _) if found.progress.exact().is_none() => {
                let why = self.lack().unwrap_or_else(|| Text::new("进度无法计算", "progress can't be worked out"));
                said!("{}，目标{}，{}；{}", "{}, target {}, {}; {}", self.now(), self.goal(), self.gap(), why)
            }
            (false, _) if self.with_paces => join(self.on_the_way(), self.paces()),
            (false, _) => self.on_the_way(),
        }
    }

    /// The latest value: 2025年末为3,500 户.
    fn now(&self) -> Text {
        let found = self.found;
        let Some(held) = found.held else {
            return match found.latest {
                Some(latest) => {
                    let (when, value) = (self.period(&latest), self.seen(&latest));
                    Text::new(format!("{}为{}", when.zh, value.zh), format!("{} in {}", value.en, when.en))
                }
                None => Text::new("没有观测值", "nothing was observed"),
            };
        };
        let value = self.figures.range(held.value);
        match (found.measure, found.base) {
            (Measure::Total, _) => {
                let when = day(held.day);
                Text::new(format!("到{}累计{}", when.zh, value.zh), format!("{} in all by {}", value.en, when.en))
            }
            (Measure::Rate, Some(base)) => {
                let (from, to) = (self.period(&base), day(held.day));
                Text::new(
                    format!("{}至{}年均增长{}", from.zh, to.zh, value.zh),
                    format!("growth of {} a year from {} to {}", value.en, from.en, to.en),
                )
            }
            (Measure::Rate, None) => {
                Text::new(format!("年均增长{}", value.zh), format!("growth of {} a year", value.en))
            }
            _ => {
                let when = found.latest.map_or_else(|| day(held.day), |latest| self.period(&latest));
                let value = match found.latest {
                    Some(latest) if held.value.exact() == Some(latest.value) => self.seen(&latest),
                    _ => value,
                };
                Text::new(format!("{}为{}", when.zh, value.zh), format!("{} in {}", value.en, when.en))
            }
        }
    }

    /// A value as it was published; that others were published beside it has to be said.
    fn seen(&self, seen: &Seen) -> Text {
        let value = self.figures.value(seen.value);
        if seen.in_conflict {
            said!("{}（另有不同的公布数）", "{} (another figure was published)", value)
        } else {
            value
        }
    }

    fn period(&self, seen: &Seen) -> Text {
        match seen.period.kind() {
            PeriodKind::Year => {
                let year = seen.period.to_string();
                Text::new(format!("{year}年"), year)
            }
            _ => Text::new(seen.period.shown(), seen.period.shown()),
        }
    }

    /// What is wanted: 超过6,000 户.
    fn goal(&self) -> Text {
        let target = self.program.target(self.found.target);
        let Some(goal) = self.found.goal else { return Text::new("未知", "not known") };
        let op = comparison(target.op);
        let value = match target.form {
            wuwei_ir::Form::Growth => percent(goal),
            _ => self.figures.value(goal),
        };
        let value = match target.form {
            wuwei_ir::Form::Growth => said!("年均增长{}{}", "growth of {}{} a year", op, value),
            wuwei_ir::Form::Increase => said!("增加{}{}", "an increase of {}{}", op, value),
            wuwei_ir::Form::Value => join(op, value),
        };
        match self.found.rival {
            Some(rival) => {
                let region = &self.program.region(rival.region).head;
                let when = rival.seen.map(|seen| self.period(&seen)).unwrap_or_default();
                let place = Text::new(region.shown(Lang::Zh), region.shown(Lang::En));
                said!("{}，即{}{}的值", "{}, the value of {} in {}", value, place, when)
            }
            None => value,
        }
    }

    fn gap(&self) -> Text {
        let gap = self.found.gap;
        let sizes = (gap.low.map(magnitude), gap.high.map(magnitude));
        match sizes {
            (Some(nought), Some(high)) if nought == high && nought == Number::ZERO => {
                Text::new("刚好相等，目标要求更多", "which equals the target, and more is asked for")
            }
            (Some(low), Some(high)) if low == high => said!("还差{}", "{} short", self.figures.difference(low)),
            (Some(a), Some(b)) => {
                said!(
                    "还差{}至{}",
                    "{} to {} short",
                    self.figures.difference(a.min(b)),
                    self.figures.difference(a.max(b))
                )
            }
            (None, Some(most)) => said!("最多还差{}", "at most {} short", self.figures.difference(most)),
            _ => Text::new("差多少未知", "how far short isn't known"),
        }
    }

    fn on_the_way(&self) -> Text {
        let found = self.found;
        let (progress, expected) = (found.progress.exact(), found.expected);
        let share = |share: Option<Number>| share.map_or_else(|| Text::new("未知", "unknown"), short_percent);
        if found.measure == Measure::Rate {
            return said!("{}，目标{}", "{}, target {}", self.now(), self.goal());
        }
        let expected_value = found.expected_value.map(|value| self.figures.roughly(value)).unwrap_or_default();
        let from = match (found.measure, found.base) {
            (Measure::Total, _) | (_, None) => Text::new("从零起", "from nought"),
            (_, Some(base)) => {
                let (when, value) = (self.period(&base), self.seen(&base));
                Text::new(format!("从{}的{}起", when.zh, value.zh), format!("from {} in {}", value.en, when.en))
            }
        };
        said!(
            "{}；{}{}，应达{}；已完成{}，应完成{}",
            "{}; {}, {}, it should stand at {}; {} of the way is done, {} was to be",
            self.now(),
            from,
            found.path.name(),
            expected_value,
            share(progress),
            share(expected)
        )
    }

    fn paces(&self) -> Text {
        let found = self.found;
        let (Some(required), Some(achieved)) = (found.required_pace, found.achieved_pace) else {
            return Text::default();
        };
        let (needed, gone) = (self.figures.pace(required.per_year), self.figures.pace(achieved.per_year));
        said!("；此后每年需{}，此前每年{}", "; it takes {} a year from here, so far it was {}", needed, gone)
    }

    fn not_due(&self) -> Text {
        let found = self.found;
        match found.end {
            Some(end) if found.measure == Measure::Done => {
                said!("期限是{}，还没有到", "the deadline is {} and hasn't come yet", day(end))
            }
            _ => {
                let first = Date::from_days(i64::from(found.eve.days()) + 1).unwrap_or(found.eve);
                let first = Text::new(first.to_string(), first.to_string());
                let begin = match found.day <= found.eve {
                    true => said!("计划从{}才开始", "the plan only begins on {}", first),
                    false => {
                        said!(
                            "计划从{}开始，第一年还没有结束",
                            "the plan began on {} and its first year isn't over",
                            first
                        )
                    }
                };
                match found.latest {
                    Some(_) => said!("{}；{}，目标{}", "{}; {}, target {}", begin, self.latest(), self.goal()),
                    None => begin,
                }
            }
        }
    }

    fn latest(&self) -> Text {
        match self.found.latest {
            Some(latest) => {
                let (when, value) = (self.period(&latest), self.seen(&latest));
                Text::new(
                    format!("最新是{}的{}", when.zh, value.zh),
                    format!("the latest value is {} in {}", value.en, when.en),
                )
            }
            None => Text::new("没有观测值", "nothing was observed"),
        }
    }

    fn lacking(&self) -> Text {
        let why = self.lack().unwrap_or_else(|| Text::new("没有观测值", "nothing was observed"));
        match self.found.latest {
            Some(_) => said!("{}；{}", "{}; {}", why, self.latest()),
            None => why,
        }
    }

    fn lack(&self) -> Option<Text> {
        Some(match self.found.lack? {
            Lack::Observation => Text::new("没有观测值", "nothing was observed"),
            Lack::Comparable => Text::new(
                "观测值都不是全年的数，不能比较",
                "no value of a whole year is known, others can't be compared",
            ),
            Lack::SinceBeginning => Text::new("计划开始以来没有观测值", "nothing was observed since the plan began"),
            Lack::Base => Text::new(
                "计划开始前没有观测值，进度无从算起",
                "nothing was observed before the plan began, so progress has no beginning",
            ),
            Lack::Year(year) => Text::new(format!("缺{year}年的值"), format!("the value of {year} is missing")),
            Lack::WhereTheTotalBegins => Text::new(
                "计划开始前已有累计数，没有说明是否计入",
                "the total was above nought before the plan began, and whether that counts isn't said",
            ),
            Lack::AtTheDeadline => Text::new("期限当天的值还没有公布", "the value at the deadline isn't known yet"),
            Lack::Rival(other) => {
                let head = &self.program.indicator(other).head;
                Text::new(
                    format!("对照的“{}”没有观测值", head.shown(Lang::Zh)),
                    format!("nothing was observed of what it is compared with, {}", head.shown(Lang::En)),
                )
            }
            Lack::OfSomebody => Text::new(
                "目标属于单个主体或部门，没有它的观测值",
                "the target is a single subject's or a party's, of which nothing was observed",
            ),
            Lack::Meaning(why) => Text::new(
                format!("原文没有说清是哪一种数：{}", why.get(Lang::Zh).trim_end_matches('。')),
                format!("the text doesn't say which number is meant: {}", why.get(Lang::En).trim_end_matches('.')),
            ),
            Lack::Deadline => Text::new("目标没有期限", "the target has no deadline"),
            Lack::Rate => Text::new("基数不是正数，增长率没有意义", "growth from nought or less has no rate"),
            Lack::Lights => Text::new("没有声明亮灯规则", "no lights are declared"),
        })
    }

    fn each_year(&self) -> Text {
        let years = &self.found.years;
        let year = |year: &super::kind::YearResult| {
            let value = match year.value {
                Some(value) => self.figures.range(wuwei_engine::Range::exactly(value)),
                None => Text::new("未知", "not known"),
            };
            let kept = match year.met {
                Truth::Yes => Text::new("达到", "kept"),
                Truth::No => Text::new("未达到", "missed"),
                Truth::Unknown => Text::new("未定", "open"),
            };
            Text::new(
                format!("{}年{}（{}）", year.year, value.zh, kept.zh),
                format!("{}: {} ({})", year.year, value.en, kept.en),
            )
        };
        let told: Vec<Text> = years.iter().filter(|one| one.ended || one.value.is_some()).map(year).collect();
        let all = |lang, between: &str| told.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(between);
        let list = Text::new(all(Lang::Zh, "，"), all(Lang::En, ", "));
        said!("每年{}：{}", "each year {}: {}", self.goal(), list)
    }
}

/// Whole percents: a sentence is no table.
fn short_percent(share: Number) -> Text {
    let text = format!("{}%", share.mul(Number::int(100)).unwrap_or(share).to_decimal(0));
    Text::new(text.clone(), text)
}

fn magnitude(number: Number) -> Number {
    if number.signum() < 0 { number.neg().unwrap_or(number) } else { number }
}

/// What strikes about what is asked.
pub(crate) fn of_ambition(program: &Program, found: &TargetProgress, ambition: Ambition) -> Text {
    let speaker = Speaker::new(program, found);
    let pace = |number| speaker.figures.pace(number);
    let text = match ambition {
        Ambition::AlreadyReached(seen) => said!(
            "计划开始前已达到：{}为{}，目标{}",
            "reached before the plan began: in {} it was {}, the target is {}",
            speaker.period(&seen),
            speaker.seen(&seen),
            speaker.goal()
        ),
        Ambition::BelowTrend { asked, trend } => said!(
            "要求低于已有趋势：目标每年{}，计划前几年每年{}",
            "less than the trend gives: the target asks for {} a year, the years before brought {}",
            pace(asked),
            pace(trend)
        ),
        Ambition::Heroic { needed, fastest } => said!(
            "要求的步伐从未有过：此后每年需{}，有记录的最快为{}",
            "a pace never seen: it takes {} a year from here, the fastest on record is {}",
            pace(needed),
            pace(fastest)
        ),
    };
    Text::new(text.zh + "。", capital(&text.en) + ".")
}

/// That two sides of an indicator differ.
pub(crate) fn of_difference(program: &Program, found: &TargetProgress, counted: Counted) -> Text {
    let speaker = Speaker::new(program, found);
    let figures = Figures { measure: Measure::Level, ..speaker.figures };
    let share = counted.apart.map(percent).unwrap_or_default();
    let text = said!(
        "上报与计算不一致：{}，由事实算出{}，相差{}",
        "reported and counted differ: {}, the facts give {}, {} apart",
        speaker.latest(),
        figures.range(counted.value),
        share
    );
    Text::new(text.zh + "。", capital(&text.en) + ".")
}
