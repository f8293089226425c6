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

/// The cells of a row for tables: verdicts as words, ends of ranges as decimals, money in yuan.
impl SurveyRow {
    /// Header and cells.
    pub fn cells(&self, program: &Program, kind: &Kind) -> Vec<(String, String)> {
        let mut cells = vec![
            ("kind".to_string(), program.entity(self.entity).head.name.to_string()),
            ("entity".to_string(), self.key.map_or_else(String::new, |key| key.to_string())),
            (
                "district".to_string(),
                self.district.map_or_else(String::new, |district| program.region(district).head.name.to_string()),
            ),
        ];
        for ((_, name), verdict) in kind.statuses.iter().zip(&self.statuses) {
            cells.push((name.to_string(), verdict.word().to_string()));
        }
        let points = |number: Option<Number>| number.map_or_else(String::new, |number| decimal(number).to_string());
        for ((_, name), range) in kind.scores.iter().zip(&self.scores) {
            cells.push((format!("{name}.low"), points(range.and_then(|range| range.low))));
            cells.push((format!("{name}.high"), points(range.and_then(|range| range.high))));
        }
        let money = |number: Option<Number>| number.map_or_else(String::new, yuan);
        for ((_, name), answer) in kind.benefits.iter().zip(&self.benefits) {
            cells.push((format!("{name}.eligible"), answer.eligible.word().to_string()));
            cells.push((format!("{name}.low"), money(answer.money.low)));
            cells.push((format!("{name}.high"), money(answer.money.high)));
            cells.push((format!("{name}.excluded"), if answer.excluded { "yes" } else { "no" }.to_string()));
        }
        cells.push(("total.low".to_string(), money(self.total.low)));
        cells.push(("total.high".to_string(), money(self.total.high)));
        cells
    }
}
