//! A survey for other programs: totals as JSON, rows as cells of a table.

use serde_json::{Value as Json, json};
use wuwei_ir::{GroupId, Number, Program, RegionId};
use wuwei_source::Name;

use super::{Kind, Place, Survey, SurveyRow};
use crate::ask::decimal;
use crate::values::yuan;

impl Survey {
    /// The stable JSON form; see `docs/json.md`.
    pub fn json(&self, program: &Program, notice: Option<&str>) -> Json {
        let region = |id: RegionId| {
            let region = program.region(id);
            json!({ "code": region.code.as_str(), "name": region.head.name.as_str() })
        };
        let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
        let kinds: Vec<Json> = self
            .kinds
            .iter()
            .map(|kind| {
                let part = |place: &Place| {
                    let named = |all: &[(GroupId, Name)], rows: Vec<Json>| -> serde_json::Map<String, Json> {
                        all.iter().zip(rows).map(|((_, name), row)| (name.to_string(), row)).collect()
                    };
                    let mut out = json!({
                        "subjects": place.subjects,
                        "statuses": named(&kind.statuses, place.statuses.iter().map(|counts| counts.json()).collect()),
                        "benefits": named(&kind.benefits, place.benefits.iter().map(|totals| totals.json()).collect()),
                        "total": { "low": money(place.total.low), "high": money(place.total.high) },
                    });
                    if let Some(at) = place.region {
                        out["region"] = region(at);
                    }
                    out
                };
                let mut out = part(&kind.places[0]);
                out["kind"] = json!(program.entity(kind.entity).head.name.as_str());
                out["unplaced"] = json!(kind.unplaced);
                out["districts"] = kind.places[1..].iter().map(part).collect();
                out
            })
            .collect();
        let indicators: Vec<Json> = self
            .indicators
            .iter()
            .map(|computed| {
                let indicator = program.indicator(computed.indicator);
                // In the unit in which people give it.
                let shown = |number: Option<Number>| {
                    number.and_then(|number| number.div(indicator.unit.factor)).map_or(Json::Null, decimal)
                };
                json!({
                    "indicator": indicator.head.name.as_str(),
                    "unit": indicator.unit.text(),
                    "low": shown(computed.value.low),
                    "high": shown(computed.value.high),
                })
            })
            .collect();
        let mut out = json!({
            "region": region(self.region),
            "as_of": self.as_of.to_string(),
            "kinds": kinds,
            "indicators": indicators,
        });
        if let Some(notice) = notice {
            out["notice"] = json!(notice);
        }
        out
    }
}

/// One answer of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum SurveyCell {
    /// A code or a name; empty where there is none.
    Text(String),
    /// A verdict.
    Word(&'static str),
    /// Yes or no.
    Truth(bool),
    /// An end of points; nothing where there are none.
    Points(Side, Option<Number>),
    /// An end of an amount, in 分; nothing where no bound is known.
    Money(Side, Option<Number>),
}

/// Which end of a range: what doesn't fit a column is rounded outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum Side {
    Low,
    High,
}

impl Side {
    /// A number in units of which there are so many to one, as a whole number.
    pub fn whole(self, number: Number, units: i64) -> Option<i128> {
        let scaled = number.mul(Number::int(units))?;
        Some(match self {
            Side::Low => scaled.floor().numerator(),
            Side::High => scaled.ceil()?.numerator(),
        })
    }
}

impl Kind {
    /// What the kind is called, as in tables.
    pub fn name(&self, program: &Program) -> String {
        program.entity(self.entity).head.name.to_string()
    }

    /// The columns of the rows of this kind.
    pub fn columns(&self) -> Vec<String> {
        let mut out = vec!["kind".to_string(), "entity".to_string(), "district".to_string()];
        out.extend(self.statuses.iter().map(|(_, name)| name.to_string()));
        out.extend(self.scores.iter().flat_map(|(_, name)| ["low", "high"].map(|end| format!("{name}.{end}"))));
        let of_benefit = ["eligible", "low", "high", "excluded"];
        out.extend(self.benefits.iter().flat_map(|(_, name)| of_benefit.map(|what| format!("{name}.{what}"))));
        out.extend(["total.low".to_string(), "total.high".to_string()]);
        out
    }
}

impl SurveyRow {
    /// The answers in the order of [`Kind::columns`].
    pub fn cells(&self, program: &Program, kind: &Kind) -> Vec<SurveyCell> {
        let key = self.key.map_or_else(String::new, |key| key.to_string());
        let district =
            self.district.map_or_else(String::new, |district| program.region(district).head.name.to_string());
        let mut cells = vec![SurveyCell::Text(kind.name(program)), SurveyCell::Text(key), SurveyCell::Text(district)];
        cells.extend(self.statuses.iter().map(|verdict| SurveyCell::Word(verdict.word())));
        for range in &self.scores {
            cells.push(SurveyCell::Points(Side::Low, range.and_then(|range| range.low)));
            cells.push(SurveyCell::Points(Side::High, range.and_then(|range| range.high)));
        }
        for answer in &self.benefits {
            cells.push(SurveyCell::Word(answer.eligible.word()));
            cells.push(SurveyCell::Money(Side::Low, answer.money.low));
            cells.push(SurveyCell::Money(Side::High, answer.money.high));
            cells.push(SurveyCell::Truth(answer.excluded));
        }
        cells.extend([SurveyCell::Money(Side::Low, self.total.low), SurveyCell::Money(Side::High, self.total.high)]);
        cells
    }
}

/// Points as tables show them: empty where there are none.
pub fn shown_points(points: Option<Number>) -> String {
    points.map_or_else(String::new, |number| decimal(number).to_string())
}

/// An end of an amount in yuan as tables show it, rounded outwards to whole 分: empty where no bound is known.
pub fn shown_yuan(side: Side, amount: Option<Number>) -> String {
    let whole = |amount: Number| side.whole(amount, 1).and_then(|fen| Number::ratio(fen, 1)).unwrap_or(amount);
    amount.map_or_else(String::new, |amount| yuan(whole(amount)))
}
