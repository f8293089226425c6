//! A target as the list shows it.

use wuwei_engine::Truth;
use wuwei_ir::{Date, Deadline, Form, IndicatorKind, Number, Target, TargetValue, Whose};
use wuwei_plan::Status;
use wuwei_plan::progress::{Ambition, Measure, TargetProgress, Unforeseen};
use wuwei_plan::trace::{Quantity, key};
use wuwei_source::Lang;

use super::curve::Curve;
use super::lamp::Lamp;
use super::notes::{Figure, Notes};
use super::scale::{End, Scale, percent};
use super::{Material, Owned};
use crate::words::{self, pick};

/// A target with where it stands.
#[derive(Clone, Debug)]
pub struct TargetRow {
    /// Its number in the report, from 1.
    pub number: usize,
    /// What is measured.
    pub name: String,
    /// Whose value it is, where it isn't that of the document's region.
    pub whose: Option<String>,
    /// The comparison and the number that the plan names.
    pub asked: Figure,
    /// What the plan says about the indicator: growth, an increase, a total.
    pub form: Option<String>,
    /// The value to be reached, where the plan names a rate or an increase.
    pub level: Option<Figure>,
    /// By when.
    pub by: String,
    /// The latest value.
    pub latest: Option<Latest>,
    /// How far that is from the target.
    pub gap: Option<Figure>,
    /// The yearly pace that is needed.
    pub required: Option<Figure>,
    /// The yearly pace so far.
    pub achieved: Option<Figure>,
    /// Where it is likely to stand at the deadline, or why that isn't said.
    pub forecast: Result<ForecastCell, String>,
    /// The light.
    pub lamp: Lamp,
    /// Why it shows that, in one sentence.
    pub cause: Figure,
    /// What strikes about what is asked: a word and a sentence.
    pub ambition: Option<(String, Figure)>,
    /// Who is responsible.
    pub owners: Vec<Owned>,
    /// The curves of its chart; none where there is nothing to draw.
    pub curve: Option<Curve>,
    /// What rows are put in order by.
    pub order: Order,
}

/// What rows can be put in order by, beside their words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Order {
    /// The last day.
    pub by: Option<Date>,
    /// How much of the way from the beginning is behind it.
    pub progress: Option<f64>,
    /// The probability of meeting the target.
    pub chance: Option<f64>,
}

/// The latest value.
#[derive(Clone, Debug)]
pub struct Latest {
    /// The value.
    pub value: Figure,
    /// The period it is about.
    pub period: String,
    /// What has to be known about it: worked out, preliminary, contradicted.
    pub marks: Vec<String>,
}

/// A forecast at the deadline.
#[derive(Clone, Debug)]
pub struct ForecastCell {
    /// One time in ten it is below.
    pub low: Figure,
    /// One time in ten it is above.
    pub high: Figure,
    /// Probability of meeting the target.
    pub probability: Option<Figure>,
    /// The method that was chosen, or that none was.
    pub method: String,
}

/// Makes the rows of a document's targets.
pub(super) struct TargetTeller<'a, 'n> {
    pub(super) material: &'a Material<'a>,
    pub(super) notes: &'n mut Notes,
}

impl TargetTeller<'_, '_> {
    pub(super) fn row(&mut self, number: usize, found: &TargetProgress) -> TargetRow {
        let (program, lang) = (self.material.program, self.material.lang);
        let target = program.target(found.target);
        let indicator = program.indicator(target.indicator);
        let scale = Scale::new(indicator, Some(target), found.measure, lang);
        let name = indicator.head.shown(lang).to_string();
        let mut figure = |quantity: Quantity, text: String| {
            let key = key(program, self.material.observations, found, quantity);
            self.notes.figure(key, text, &name, || quantity.name().get(lang).to_string())
        };
        let asked = figure(Quantity::Goal, asked(self.material, target, found, &scale));
        let level = found.level.filter(|level| Some(*level) != found.goal);
        let level = level.map(|level| figure(Quantity::Level, scale.roughly(level)));
        let latest = found.latest.map(|latest| Latest {
            value: figure(Quantity::Latest, scale.value(latest.value)),
            period: latest.period.shown(),
            marks: marks(self.material, found, lang),
        });
        let gap = scale.gap(found.gap, found.met, found.falling).filter(|_| found.held.is_some());
        let gap = gap.map(|text| figure(Quantity::Gap, text));
        let required = found.required_pace.filter(|_| found.met != Truth::Yes);
        let required = required.map(|pace| figure(Quantity::RequiredPace, scale.pace(pace.per_year, found.measure)));
        let achieved =
            found.achieved_pace.map(|pace| figure(Quantity::AchievedPace, scale.pace(pace.per_year, found.measure)));
        let forecast = match &found.forecast {
            Err(why) => Err(unforeseen(*why, lang).to_string()),
            Ok(told) => Ok(ForecastCell {
                low: figure(Quantity::ForecastLow, scale.forecast(told.low, End::Low)),
                high: figure(Quantity::ForecastHigh, scale.forecast(told.high, End::High)),
                probability: told.probability.map(|share| figure(Quantity::Probability, probability(share, lang))),
                method: match (told.trials.first(), told.scenarios.len()) {
                    (Some(trial), _) => trial.method.name().get(lang).to_string(),
                    (None, n) => {
                        pick(lang, format!("{n}种情形并列，不作取舍"), format!("{n} scenarios, none preferred"))
                    }
                },
            }),
        };
        let cause = figure(Quantity::Verdict, found.cause(program).get(lang).to_string());
        let ambition = found.ambition.as_ref().zip(found.ambition_said(program)).map(|(ambition, said)| {
            let word = match ambition {
                Ambition::AlreadyReached(_) => pick(lang, "期初已达到", "reached before the plan"),
                Ambition::BelowTrend { .. } => pick(lang, "低于原有趋势", "below the earlier trend"),
                Ambition::Heroic { .. } => pick(lang, "步伐前所未有", "pace never seen"),
            };
            let mut sentence = figure(Quantity::Goal, said.get(lang).to_string());
            // Which values it rests on the base and the paces say.
            for quantity in [Quantity::Base, Quantity::RequiredPace, Quantity::AchievedPace] {
                sentence.notes.extend(figure(quantity, String::new()).notes);
            }
            (word.to_string(), sentence)
        });
        let curve = Curve::new(self.material, found, scale, &mut figure);
        let own = program.document(target.doc).region;
        TargetRow {
            number,
            whose: match target.whose {
                Whose::Region(region) if region == own => None,
                Whose::Region(region) => Some(program.region(region).head.shown(lang).to_string()),
                Whose::Party(party) => Some(program.party(party).head.shown(lang).to_string()),
                Whose::Subject(subject) => Some(program.subject(subject).head.shown(lang).to_string()),
            },
            asked,
            form: form(target, indicator.kind, found.measure, lang),
            level,
            by: deadline(target.deadline, lang),
            latest,
            gap,
            required,
            achieved,
            forecast,
            lamp: Lamp::shown(program, &found.judgement, lang),
            order: Order {
                by: found.end,
                progress: found.progress.low.map(Number::to_f64),
                chance: found.forecast.as_ref().ok().and_then(|told| told.probability),
            },
            cause,
            ambition,
            owners: self.material.owners(program.owners(target)),
            curve,
            name,
        }
    }
}

/// The comparison and the number of a target; where it names another indicator, that one with its value.
pub(super) fn asked(material: &Material<'_>, target: &Target, found: &TargetProgress, scale: &Scale) -> String {
    let lang = material.lang;
    let sign = match target.op.sign() {
        "<=" => "≤\u{a0}",
        ">=" => "≥\u{a0}",
        "!=" => "≠\u{a0}",
        "~" => pick(lang, "约 ", "about "),
        "=" => "",
        "<" => "<\u{a0}",
        _ => ">\u{a0}",
    };
    let number = match (target.value, found.goal) {
        (TargetValue::Number { base, .. }, _) if target.form == Form::Growth => percent(base),
        (TargetValue::Number { base, .. }, _) => scale.measured(base),
        (TargetValue::Indicator(..), Some(goal)) => scale.measured(goal),
        (TargetValue::Indicator(..), None) => String::new(),
    };
    let named = match target.value {
        TargetValue::Number { .. } => None,
        TargetValue::Indicator(other, region) => {
            let other = material.program.indicator(other).head.shown(lang);
            let region = region.map(|region| material.program.region(region).head.shown(lang));
            Some(match region {
                Some(region) => pick(lang, format!("{region}{other}"), format!("{other} of {region}")),
                None => other.to_string(),
            })
        }
    };
    match named {
        None => format!("{sign}{number}"),
        Some(named) if number.is_empty() => format!("{sign}{named}"),
        Some(named) => pick(lang, format!("{sign}{named}（{number}）"), format!("{sign}{named} ({number})")),
    }
}

/// What the plan says about the indicator, where it isn't simply its value.
fn form(target: &Target, kind: IndicatorKind, measure: Measure, lang: Lang) -> Option<String> {
    let said = match (target.form, kind, measure) {
        (_, _, Measure::EachYear) => pick(lang, "每年", "each year"),
        (Form::Growth, ..) => pick(lang, "年均增长", "yearly growth"),
        (Form::Increase, ..) => pick(lang, "增加", "increase"),
        (_, IndicatorKind::Cumulative(_), _) => pick(lang, "期内累计", "total over the plan"),
        (_, IndicatorKind::Flow, _) => pick(lang, "当年", "in the year"),
        _ => return None,
    };
    Some(said.to_string())
}

/// By when a target is due.
pub(super) fn deadline(deadline: Option<Deadline>, lang: Lang) -> String {
    match deadline {
        None => pick(lang, "未写期限", "no deadline").to_string(),
        Some(Deadline::Year(year) | Deadline::PlanEnd(year)) => {
            pick(lang, format!("{year}年底"), format!("end of {year}"))
        }
        Some(Deadline::EachYear(first, last)) => pick(lang, format!("{first}—{last}年"), format!("{first}–{last}")),
        Some(Deadline::Day(day) | Deadline::Within(_, day)) => words::day(lang, day),
    }
}

/// What has to be known about the latest value.
fn marks(material: &Material<'_>, found: &TargetProgress, lang: Lang) -> Vec<String> {
    let Some(latest) = found.latest else { return Vec::new() };
    let mut marks = Vec::new();
    let status = material.observations.all().get(latest.observation).map(|row| row.status);
    if let Some(status) = status.filter(|status| matches!(status, Status::Derived | Status::Preliminary)) {
        marks.push(status.shown(lang).to_string());
    }
    if latest.in_conflict {
        marks.push(pick(lang, "另有不同数", "contradicted").to_string());
    }
    if found.held.is_none() {
        marks.push(pick(lang, "口径不同，不作比较", "of another kind, not compared").to_string());
    }
    marks
}

fn unforeseen(why: Unforeseen, lang: Lang) -> &'static str {
    match why {
        Unforeseen::NotAsked => pick(lang, "未作预测", "not asked for"),
        Unforeseen::Due => pick(lang, "期限已到", "deadline has come"),
        Unforeseen::TooShort => pick(lang, "数据不足两年", "fewer than two years"),
        Unforeseen::Kind => pick(lang, "此类不作预测", "not of a kind that is forecast"),
        Unforeseen::Unknown => pick(lang, "起点不明", "no point to start from"),
    }
}

/// A probability, in whole percent: more digits would be made up.
pub(crate) fn probability(share: f64, lang: Lang) -> String {
    let percent = (share * 100.0).round();
    match percent {
        p if p >= 99.0 => pick(lang, "99% 以上", "99% or more").to_string(),
        p if p <= 1.0 => pick(lang, "1% 以下", "1% or less").to_string(),
        p => format!("{p:.0}%"),
    }
}
