//! Rows of the list and traced numbers as JSON; see `docs/json.md`.

use serde_json::{Map, Value as Json, json};
use wuwei_ir::{Number, Program, TargetValue, Unit, Whose};
use wuwei_plan::Observations;
use wuwei_plan::progress::{Figures, Prediction, Seen, TargetProgress, Verdict};
use wuwei_plan::trace::{Quantity, Trace, key};
use wuwei_source::Lang;

use crate::ask::decimal;
use crate::library::Library;
use crate::list::{owners, target};

/// The numbers of a row that have keys, by the names of their fields.
pub(super) const KEYED: [(&str, Quantity); 11] = [
    ("value", Quantity::Goal),
    ("latest", Quantity::Latest),
    ("gap", Quantity::Gap),
    ("required_pace", Quantity::RequiredPace),
    ("achieved_pace", Quantity::AchievedPace),
    ("forecast_low", Quantity::ForecastLow),
    ("forecast_high", Quantity::ForecastHigh),
    ("probability", Quantity::Probability),
    ("progress", Quantity::Progress),
    ("expected", Quantity::Expected),
    ("verdict", Quantity::Verdict),
];

/// The row of a target. What isn't known is null.
pub fn plan_json(library: &Library, found: &TargetProgress, lang: Lang) -> Json {
    let (program, observations) = (library.program(), &library.observations);
    let asked = program.target(found.target);
    let document = program.document(asked.doc);
    let indicator = program.indicator(asked.indicator);
    let unit = unit(library, found);
    let number = |number: Option<Number>| number.and_then(|number| number.div(unit.factor)).map_or(Json::Null, decimal);
    let (whose, whose_kind) = target::whose(program, asked);
    let region = match asked.whose {
        Whose::Region(region) => region,
        _ => document.region,
    };
    let light = found.judgement.light(program).filter(|light| Verdict::of(light) == found.judgement.verdict);
    let keys: Map<String, Json> = KEYED
        .iter()
        .map(|(field, quantity)| {
            let key = key(program, observations, found, *quantity);
            (field.to_string(), json!(key.map(|key| key.to_string())))
        })
        .collect();
    let mut row = json!({
        "document": document.id.as_str(),
        "region": program.region(region).head.name.as_str(),
        "action": asked.action.map(|action| program.action(action).head.name.as_str()),
        "indicator": indicator.head.name.as_str(),
        "operator": asked.op.sign(),
    });
    match asked.value {
        TargetValue::Number { written, .. } => row["value"] = decimal(written),
        TargetValue::Indicator(id, of) => {
            row["value"] = json!({
                "indicator": program.indicator(id).head.name.as_str(),
                "region": of.map(|region| program.region(region).head.name.as_str()),
            });
        }
    }
    row["unit"] = json!(unit.text());
    row["by"] = target::by(asked);
    row["latest"] = found.latest.map_or(Json::Null, |seen| seen_json(library, found, &seen));
    row["gap"] = number(found.gap.exact());
    row["required_pace"] = number(found.required_pace.map(|pace| pace.per_year));
    row["achieved_pace"] = number(found.achieved_pace.map(|pace| pace.per_year));
    row["forecast"] =
        found.forecast.as_ref().ok().map_or(Json::Null, |told| forecast(told, &Figures::of(program, found), unit));
    row["verdict"] = json!(found.judgement.verdict.word());
    row["cause"] = json!(found.cause(program).get(lang));
    row["owners"] = owners(program, program.owners(asked).named());
    row["action_number"] = json!(asked.action.map(|action| program.action(action).number.as_str()));
    row["of"] = json!(whose.as_str());
    row["of_kind"] = json!(whose_kind);
    row["kind"] = json!(target::kind(program, asked));
    row["goal"] = number(found.goal);
    row["reached"] = found.held.map_or(
        Json::Null,
        |held| json!({ "low": number(held.value.low), "high": number(held.value.high), "on": held.day.to_string() }),
    );
    row["counted"] = found.counted.map_or(Json::Null, |counted| {
        let shown = |end: Option<Number>| end.and_then(|end| end.div(unit.factor)).map_or(Json::Null, decimal);
        json!({ "low": shown(counted.value.low), "high": shown(counted.value.high), "differs": counted.differs })
    });
    row["base"] = found.base.map_or(Json::Null, |seen| seen_json(library, found, &seen));
    row["progress"] = found.progress.exact().map_or(Json::Null, decimal);
    row["expected"] = found.expected.map_or(Json::Null, decimal);
    row["due"] = json!(found.due);
    row["light"] = light.map_or(Json::Null, |light| {
        json!({
            "name": light.name.as_str(),
            "english": light.label.map(|label| label.as_str()),
            "colour": light.colour.as_str(),
            "shape": light.shape.as_str(),
        })
    });
    row["ambition"] = json!(found.ambition.map(|ambition| ambition.word()));
    row["ambition_cause"] = json!(found.ambition_said(program).map(|said| said.get(lang).to_string()));
    row["no_forecast"] = json!(found.forecast.as_ref().err().map(|why| why.word()));
    row["article"] = json!(target::article(program, asked));
    row["place"] = json!(library.sources.show(asked.place));
    row["keys"] = Json::Object(keys);
    row
}

/// The unit of a row: the target's, or where another indicator is the target the own indicator's.
pub(super) fn unit(library: &Library, found: &TargetProgress) -> Unit {
    let target = library.program().target(found.target);
    match target.value {
        TargetValue::Number { unit, .. } => unit,
        TargetValue::Indicator(..) => library.program().indicator(target.indicator).unit,
    }
}

/// A value in the row's unit where that fits, which it doesn't where the target is a rate; then in the indicator's.
pub(super) fn in_unit(library: &Library, found: &TargetProgress, value: Number) -> (Option<Number>, Unit) {
    let own = library.program().indicator(library.program().target(found.target).indicator).unit;
    let unit = Some(unit(library, found)).filter(|unit| unit.dim() == own.dim()).unwrap_or(own);
    (value.div(unit.factor), unit)
}

fn seen_json(library: &Library, found: &TargetProgress, seen: &Seen) -> Json {
    let row = library.observations.all().get(seen.observation);
    let (value, unit) = in_unit(library, found, seen.value);
    json!({
        "value": value.map_or(Json::Null, decimal),
        "period": seen.period.to_string(),
        "source": row.map(|row| &*row.source),
        "unit": unit.text(),
        "shown_period": seen.period.shown(),
        "status": row.map(|row| row.status.word()),
        "learnt": row.map(|row| row.learnt.to_string()),
        "in_conflict": seen.in_conflict,
        "place": library.observations.place(seen.observation),
    })
}

fn forecast(told: &Prediction, figures: &Figures<'_>, unit: Unit) -> Json {
    let (low, high) = figures.ends(told.low, told.high);
    // Six places, as all numbers of JSON have them; what a division of doubles leaves behind these is no digit.
    let end = |end: f64| double((end / unit.factor.to_f64() * 1e6).round() / 1e6);
    json!({
        "low": end(low),
        "high": end(high),
        "probability": told.probability.map(|share| double((share * 100.0).round() / 100.0)),
    })
}

/// A double without a point where it is whole.
pub(super) fn double(number: f64) -> Json {
    const WHOLE: f64 = 9e15;
    if number.fract() == 0.0 && number.abs() < WHOLE { json!(number as i64) } else { json!(number) }
}

/// A published figure, by its place among all; nothing where there are fewer.
pub fn observation_json(program: &Program, observations: &Observations, at: usize) -> Option<Json> {
    let seen = observations.all().get(at)?;
    Some(json!({
        "indicator": program.indicator(seen.indicator).head.name.as_str(),
        "region": program.region(seen.region).head.name.as_str(),
        "period": seen.period.to_string(),
        "value": seen.figure.map(|figure| decimal(figure.written)),
        "unit": seen.figure.map(|figure| figure.unit.text()),
        "status": seen.status.word(),
        "source": &*seen.source,
        "note": &*seen.note,
        "learnt": seen.learnt.to_string(),
        "place": observations.place(at),
    }))
}

/// A number worked out again.
pub fn trace_json(library: &Library, observations: &Observations, trace: &Trace, lang: Lang) -> Json {
    let program = library.program();
    let asked = trace.target.map(|id| program.target(id));
    let rows: Vec<Json> =
        trace.observations.iter().filter_map(|at| observation_json(program, observations, *at)).collect();
    json!({
        "key": trace.key.to_string(),
        "quantity": trace.quantity.word(),
        "value": trace.value.get(lang),
        "formula": trace.formula.get(lang),
        "as_of": trace.key.day().to_string(),
        "unchanged": trace.is_unchanged,
        "document": program.document(trace.document).id.as_str(),
        "indicator": asked.map(|target| program.indicator(target.indicator).head.name.as_str()),
        "article": trace.article,
        "place": trace.place.map(|place| library.sources.show(place)),
        "observations": rows,
    })
}
