//! The answers about one subject as JSON; see `docs/json.md`.

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Value as Json, json};
use wuwei_engine::{Gaps, Lane, Range};
use wuwei_ir::{Base, Number, Program, Type};
use wuwei_source::{Lang, Name};

use super::{Asked, AskedBenefit, AskedScore, AskedStatus};
use crate::values::yuan;

/// Answers in their stable JSON form: written as they are, without a tree in between, because servers write many.
pub struct AskedJson<'a> {
    asked: &'a Asked,
    program: &'a Program,
    notice: Option<&'a str>,
}

impl Asked {
    /// The stable JSON form. `notice` says that facts are synthetic.
    pub fn json<'a>(&'a self, program: &'a Program, notice: Option<&'a str>) -> AskedJson<'a> {
        AskedJson { asked: self, program, notice }
    }
}

impl AskedJson<'_> {
    fn status<'s>(&self, status: &'s AskedStatus) -> Status<'s> {
        let gaps = &status.answer.gaps;
        Status {
            answer: status.answer.verdict.word(),
            missing: missing(gaps),
            basis: status.answer.basis.word(),
            not_computable: gaps.not_computable.iter().map(|why| why.get(Lang::Zh)).collect(),
        }
    }

    fn score(&self, score: &AskedScore) -> Scored {
        let shown = |number: Option<Number>| number.map_or(Json::Null, decimal);
        Scored { low: shown(score.range.low), high: shown(score.range.high), out_of: score.out_of.map(decimal) }
    }

    fn value(&self, value: &AskedScore) -> Scored {
        let ty = self.program.group(value.group).ty;
        let shown = |number: Option<Number>| match number {
            Some(number) if ty == Type::MONEY => Json::String(yuan(number)),
            Some(number) => decimal(in_yuan(ty, number)),
            None => Json::Null,
        };
        Scored { low: shown(value.range.low), high: shown(value.range.high), out_of: None }
    }

    fn benefit<'s>(&'s self, benefit: &'s AskedBenefit) -> Benefit<'s> {
        let answer = &benefit.answer;
        let money = Money::of(answer.money);
        Benefit {
            eligible: answer.eligible.word(),
            low: money.low,
            high: money.high,
            lane: answer.lane.map(Lane::term),
            basis: answer.basis.word(),
            excluded_by: benefit.excluded_by.map(|winner| self.asked.names[winner.index()].as_str()),
            missing: missing(&answer.gaps),
        }
    }
}

impl Serialize for AskedJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let asked = self.asked;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("entity", &asked.key.map(Name::as_str))?;
        out.serialize_entry("kind", self.program.entity(asked.subject.entity).head.name.as_str())?;
        out.serialize_entry("name", &asked.called.map(Name::as_str))?;
        out.serialize_entry("as_of", &asked.as_of.to_string())?;
        out.serialize_entry("statuses", &by_name(&asked.statuses, |it| (it.name, self.status(it))))?;
        out.serialize_entry("scores", &by_name(&asked.scores, |it| (it.name, self.score(it))))?;
        out.serialize_entry("values", &by_name(&asked.values, |it| (it.name, self.value(it))))?;
        out.serialize_entry("benefits", &by_name(&asked.benefits, |it| (it.name, self.benefit(it))))?;
        out.serialize_entry("total", &Money::of(asked.total))?;
        out.serialize_entry("currency", "CNY")?;
        if let Some(notice) = self.notice {
            out.serialize_entry("notice", notice)?;
        }
        out.end()
    }
}

/// Answers under the names of their rules.
struct ByName<'a, T, F>(&'a [T], F);

fn by_name<'a, T, V: Serialize, F: Fn(&'a T) -> (Name, V)>(all: &'a [T], entry: F) -> ByName<'a, T, F> {
    ByName(all, entry)
}

impl<'a, T, V: Serialize, F: Fn(&'a T) -> (Name, V)> Serialize for ByName<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.0.iter().map(&self.1);
        serializer.collect_map(entries.map(|(name, entry)| (name.as_str(), entry)))
    }
}

#[derive(Serialize)]
struct Status<'a> {
    answer: &'static str,
    missing: Vec<&'a str>,
    basis: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_computable: Vec<&'static str>,
}

#[derive(Serialize)]
struct Scored {
    low: Json,
    high: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of: Option<Json>,
}

#[derive(Serialize)]
struct Benefit<'a> {
    eligible: &'static str,
    low: Option<String>,
    high: Option<String>,
    lane: Option<&'static str>,
    basis: &'static str,
    excluded_by: Option<&'static str>,
    missing: Vec<&'a str>,
}

/// A range of money in yuan.
#[derive(Serialize)]
struct Money {
    low: Option<String>,
    high: Option<String>,
}

impl Money {
    fn of(range: Range) -> Money {
        Money { low: range.low.map(yuan), high: range.high.map(yuan) }
    }
}

fn missing(gaps: &Gaps) -> Vec<&str> {
    gaps.facts.iter().map(|gap| gap.name.as_str()).collect()
}

/// A number as JSON carries it: whole numbers whole, others with up to six places.
pub fn decimal(number: Number) -> Json {
    match number.to_i64() {
        Some(whole) => json!(whole),
        None => number.to_decimal(6).parse::<f64>().map_or(Json::Null, |number| json!(number)),
    }
}

/// A number in the units of JSON, which counts money in yuan and not in fen, for each person as well.
pub(crate) fn in_yuan(ty: Type, number: Number) -> Number {
    let power = ty.dim().map_or(0, |dim| dim.power(Base::Money));
    let hundred = Number::int(100).pow(power.unsigned_abs().into());
    let scaled = hundred.and_then(|hundred| if power < 0 { number.mul(hundred) } else { number.div(hundred) });
    scaled.unwrap_or(number)
}
