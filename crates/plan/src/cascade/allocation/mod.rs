//! How a target can be split among the regions below: proposals by rules that are said aloud, never a guess.

mod apportion;
mod capacity;
mod equal_growth;
mod stock;
mod trend;

pub use apportion::split;

use serde_json::{Value as Json, json};
use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId, TargetId};
use wuwei_source::{Name, Text};

use super::finding::decimal;
use super::goal::{Goal, goal, is_share_of_more};
use super::known::{Known, Yearly};
use super::phrase::{Phrase, both};
use crate::observation::Observations;
use wuwei_source::Lang;

/// By which rule a target is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// In proportion to the latest values: who has more does more.
    Stock,
    /// Everybody keeps the latest value; what is missing is split in proportion to the latest yearly increases.
    Trend,
    /// In proportion to another indicator, which stands for what a region can bear.
    Capacity(IndicatorId),
    /// Everybody grows by the same yearly rate from the own latest value, also where these are of different years.
    EqualGrowth,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The target to split.
    pub target: TargetId,
    /// The regions to split it among.
    pub children: Vec<RegionId>,
    /// The rule.
    pub rule: Rule,
    /// On what day's knowledge.
    pub as_of: Date,
    /// The smallest amount; `None` for that of the indicator, see [`step_of`].
    pub step: Option<Number>,
}

/// A proposed split. The amounts and the remainder add up to the goal exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    /// The target.
    pub target: TargetId,
    /// The rule.
    pub rule: Rule,
    /// What is split: the target's value in base units, rounded up to a whole step.
    pub goal: Number,
    /// The smallest amount.
    pub step: Number,
    /// What each region gets, by region code.
    pub rows: Vec<Allotment>,
    /// Regions that get nothing proposed, by code.
    pub undecided: Vec<Undecided>,
    /// What is left for those.
    pub remainder: Number,
}

/// What a region gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Allotment {
    /// The region.
    pub region: RegionId,
    /// By what it was weighed.
    pub weight: Number,
    /// What it gets, in base units.
    pub value: Number,
    /// Its part of the goal.
    pub share: Number,
    /// Its latest value and the year of it, if any is known.
    pub latest: Option<(i32, Number)>,
    /// What it has to gain each year from there.
    pub needed_pace: Option<Number>,
    /// The most that it ever gained in a year.
    pub best_pace: Option<Number>,
}

impl Allotment {
    /// Whether it has to gain more in a year than it ever did; `None` where its figures show no pace.
    pub fn is_beyond_any_pace(&self) -> Option<bool> {
        Some(self.needed_pace? > self.best_pace?)
    }

    /// Whether it would get less than it has.
    pub fn is_below_latest(&self) -> bool {
        self.latest.is_some_and(|(_, latest)| self.value < latest)
    }
}

/// A region for which nothing can be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The region.
    pub region: RegionId,
    /// What is missing.
    pub why: Text,
}

impl Rule {
    /// The word for it in commands and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Stock => "stock",
            Rule::Trend => "trend",
            Rule::Capacity(_) => "capacity",
            Rule::EqualGrowth => "equal-growth",
        }
    }
}

impl Allocation {
    /// What the regions get and what is left: the goal, where everything went well.
    pub fn sum(&self) -> Number {
        self.rows.iter().try_fold(self.remainder, |sum, row| sum.add(row.value)).unwrap_or(self.goal)
    }

    /// The table as JSON, values in the unit that people give the indicator in.
    pub fn json(&self, program: &Program, lang: Lang) -> Json {
        let indicator = program.indicator(program.target(self.target).indicator);
        let value = |base: Number| decimal(base.div(indicator.unit.factor).unwrap_or(base));
        let name = |region: RegionId| program.region(region).head.name.as_str();
        let row = |row: &Allotment| {
            json!({
                "region": name(row.region),
                "code": program.region(row.region).code.as_str(),
                "value": value(row.value),
                "share": decimal(row.share),
                "latest": row.latest.map(|(year, latest)| json!({ "year": year, "value": value(latest) })),
                "needed_pace": row.needed_pace.map(value),
                "best_pace": row.best_pace.map(value),
                "beyond_any_pace": row.is_beyond_any_pace(),
                "below_latest": row.is_below_latest(),
            })
        };
        let undecided = |one: &Undecided| json!({ "region": name(one.region), "why": one.why.get(lang) });
        json!({
            "indicator": indicator.head.name.as_str(),
            "rule": self.rule.word(),
            "unit": indicator.unit.text(),
            "goal": value(self.goal),
            "step": value(self.step),
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "undecided": self.undecided.iter().map(undecided).collect::<Vec<_>>(),
            "remainder": value(self.remainder),
        })
    }
}

/// Why a target can't be split at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAllocable {
    /// Values of its kind don't add up over regions, or less of it is better.
    NotAdditive,
    /// What it comes to isn't known.
    NoGoal,
    /// There is nobody to split it among.
    NoRegion,
    /// A region isn't inside the one that the target is about.
    Outside(RegionId),
    /// A region lies inside another one that gets a part as well.
    Nested(RegionId),
    /// The regions have more than the goal already, so there is nothing to gain by trend.
    AlreadyMore,
    /// The numbers are too large to be exact.
    TooLarge,
}

impl NotAllocable {
    /// In words.
    pub fn text(self) -> Text {
        let (zh, en) = match self {
            NotAllocable::NotAdditive => {
                ("这类指标不能按区域相加，不能分解", "values of this kind don't add up over regions")
            }
            NotAllocable::NoGoal => ("目标没有可以分解的数值", "what the target comes to isn't known"),
            NotAllocable::NoRegion => ("没有可以承接的区域", "there is no region to take a part"),
            NotAllocable::Outside(_) => {
                ("有区域不在目标所属区域之内", "a region isn't inside the one that the target is about")
            }
            NotAllocable::Nested(_) => {
                ("有区域在另一个区域之内，会重复计算", "a region lies inside another one and would be counted twice")
            }
            NotAllocable::AlreadyMore => (
                "各区域现有的数已达到目标，没有要分的增量",
                "the regions have reached the goal already; there is nothing to add",
            ),
            NotAllocable::TooLarge => ("数值太大，不能精确计算", "the numbers are too large to be exact"),
        };
        Text::new(zh, en)
    }
}

/// How the regions are weighed by a rule.
pub(super) struct Weighed {
    /// What each child keeps whatever it is weighed, and its weight; none where something is missing.
    children: Vec<Result<Weight, Text>>,
    /// The weight of the region above and what it keeps, to tell what part of the goal the children with weights are
    /// due when others have none. `None` where it isn't known.
    whole: Option<Weight>,
}

/// What a region keeps, and by what its part of the rest is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) keeps: Number,
    pub(super) weight: Number,
}

/// What the rules look at.
pub(super) struct Scene<'a> {
    pub(super) program: &'a Program,
    pub(super) known: Known<'a>,
    pub(super) indicator: IndicatorId,
    pub(super) outer: Option<RegionId>,
    pub(super) children: &'a [RegionId],
    pub(super) goal: Goal,
}

impl Scene<'_> {
    /// The undisputed values of whole years, before the goal is due.
    fn years(&self, indicator: IndicatorId, region: RegionId) -> Vec<Yearly> {
        let mut years = self.known.yearly(indicator, region);
        years.retain(|value| !value.in_conflict && value.year < self.goal.by);
        years
    }

    /// The latest value, or what to say where there is none or a negative one.
    fn latest(&self, indicator: IndicatorId, region: RegionId) -> Result<Yearly, Text> {
        let name = |lang| Phrase(self.program).indicator(indicator, lang);
        match self.years(indicator, region).last() {
            None => Err(both(|lang| match lang {
                Lang::Zh => format!("没有{}的公布值", name(lang)),
                Lang::En => format!("no published value of {}", name(lang)),
            })),
            Some(latest) if latest.value.signum() < 0 => Err(both(|lang| match lang {
                Lang::Zh => format!("{}的公布值为负", name(lang)),
                Lang::En => format!("the published value of {} is negative", name(lang)),
            })),
            Some(latest) => Ok(*latest),
        }
    }
}

/// The smallest amount in which an indicator is split: one of what it counts; for money a hundredth of the unit that it is
/// given in, so that 亿元 are split into 百万元.
pub fn step_of(program: &Program, indicator: IndicatorId) -> Number {
    let unit = program.indicator(indicator).unit;
    if unit.dim() == wuwei_ir::Dim::MONEY {
        return unit.factor.div(Number::int(100)).unwrap_or(Number::ONE);
    }
    Number::ONE
}

/// Splits a target among regions by a rule. A region for which the rule lacks a figure gets no guess: it is listed as
/// undecided, and what is left for all of these is the remainder. What they are due together follows from the same figure
/// of the region above; where that isn't known either, nothing can be proposed for anybody.
pub fn allocate(
    program: &Program,
    observations: &Observations,
    question: &Question,
) -> Result<Allocation, NotAllocable> {
    if !is_share_of_more(program, question.target) {
        return Err(NotAllocable::NotAdditive);
    }
    let known = Known::new(observations, question.as_of);
    let asked = goal(program, &known, question.target).ok_or(NotAllocable::NoGoal)?;
    let mut children = question.children.clone();
    let code = |region: &RegionId| program.region(*region).code;
    children.sort_by_key(|region| (code(region), *region));
    children.dedup();
    if children.is_empty() {
        return Err(NotAllocable::NoRegion);
    }
    let outer = super::goal::region_of(program, question.target);
    let is_outside =
        |region: &&RegionId| outer.is_none_or(|outer| **region == outer || !program.is_within(**region, outer));
    if let Some(region) = children.iter().find(is_outside) {
        return Err(NotAllocable::Outside(*region));
    }
    let is_nested =
        |region: &&RegionId| program.region_chain(**region).skip(1).any(|around| children.contains(&around));
    if let Some(region) = children.iter().find(is_nested) {
        return Err(NotAllocable::Nested(*region));
    }
    let indicator = program.target(question.target).indicator;
    let step = question.step.filter(|step| step.signum() > 0).unwrap_or_else(|| step_of(program, indicator));
    let whole = asked.value.div(step).and_then(Number::ceil).and_then(|steps| steps.mul(step));
    let goal = Goal { value: whole.ok_or(NotAllocable::TooLarge)?, ..asked };
    let scene = Scene { program, known, indicator, outer, children: &children, goal };
    let weighed = match question.rule {
        Rule::Stock => stock::weigh(&scene),
        Rule::Trend => trend::weigh(&scene),
        Rule::Capacity(of) => capacity::weigh(&scene, of),
        Rule::EqualGrowth => equal_growth::weigh(&scene).ok_or(NotAllocable::TooLarge)?,
    };
    share_out(&scene, question, step, weighed)
}

fn share_out(
    scene: &Scene<'_>,
    question: &Question,
    step: Number,
    weighed: Weighed,
) -> Result<Allocation, NotAllocable> {
    use NotAllocable::{AlreadyMore, TooLarge};
    let goal = scene.goal.value;
    let mut rows: Vec<(RegionId, Weight)> = Vec::new();
    let mut undecided: Vec<Undecided> = Vec::new();
    for (region, weight) in scene.children.iter().zip(weighed.children) {
        match weight {
            Ok(weight) => rows.push((*region, weight)),
            Err(why) => undecided.push(Undecided { region: *region, why }),
        }
    }
    let sum = |of: fn(&Weight) -> Number| rows.iter().try_fold(Number::ZERO, |sum, (_, weight)| sum.add(of(weight)));
    let keeps = sum(|weight| weight.keeps).ok_or(TooLarge)?;
    let weights = sum(|weight| weight.weight).ok_or(TooLarge)?;
    // What can be given out beyond what everybody keeps.
    let pool = if undecided.is_empty() {
        let pool = goal.sub(keeps).ok_or(TooLarge)?;
        if pool.signum() < 0 {
            return Err(AlreadyMore);
        }
        Some(pool).filter(|_| weights.signum() > 0)
    } else {
        weighed.whole.and_then(|whole| {
            // More in the parts than in the whole: the figures don't fit, so the rest can't be told.
            let fits = whole.weight >= weights && weights.signum() > 0 && whole.keeps >= keeps;
            let pool = goal.sub(whole.keeps)?.mul(weights)?.div(whole.weight)?;
            let whole_steps = pool.div(step)?.floor().mul(step)?;
            Some(whole_steps).filter(|pool| fits && pool.signum() >= 0)
        })
    };
    let Some(pool) = pool else {
        let why = both(|lang| {
            let text = match lang {
                Lang::Zh => "不知道全部的数，无法说出它的份额",
                Lang::En => "the whole isn't known, so its part can't be told",
            };
            text.to_string()
        });
        undecided.extend(rows.iter().map(|(region, _)| Undecided { region: *region, why: why.clone() }));
        undecided.sort_by_key(|one| (scene.program.region(one.region).code, one.region));
        let (target, rule) = (question.target, question.rule);
        return Ok(Allocation { target, rule, goal, step, rows: Vec::new(), undecided, remainder: goal });
    };
    let keyed: Vec<(Name, Number)> =
        rows.iter().map(|(region, weight)| (scene.program.region(*region).code, weight.weight)).collect();
    let amounts = split(pool, step, &keyed).ok_or(TooLarge)?;
    let mut remainder = goal;
    let mut allotments = Vec::new();
    for ((region, weight), amount) in rows.iter().zip(amounts) {
        let value = weight.keeps.add(amount).ok_or(TooLarge)?;
        remainder = remainder.sub(value).ok_or(TooLarge)?;
        allotments.push(allotment(scene, *region, weight.weight, value));
    }
    let (target, rule) = (question.target, question.rule);
    Ok(Allocation { target, rule, goal, step, rows: allotments, undecided, remainder })
}

fn allotment(scene: &Scene<'_>, region: RegionId, weight: Number, value: Number) -> Allotment {
    let years = scene.years(scene.indicator, region);
    let pace = |from: &Yearly, to: Number, year: i32| to.sub(from.value)?.div(Number::int(i64::from(year - from.year)));
    let latest = years.last();
    let gains = years.windows(2).filter_map(|pair| pace(&pair[0], pair[1].value, pair[1].year));
    Allotment {
        region,
        weight,
        value,
        share: value.div(scene.goal.value).unwrap_or(Number::ZERO),
        latest: latest.map(|latest| (latest.year, latest.value)),
        needed_pace: latest.and_then(|latest| pace(latest, value, scene.goal.by)),
        best_pace: gains.max(),
    }
}
