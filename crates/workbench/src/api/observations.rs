//! Published figures: asked for as JSON, as comma-separated text and as SDMX-CSV.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use wuwei_ir::{IndicatorId, RegionId};
use wuwei_plan::{ExportOptions, Observation, Observations, to_csv, to_sdmx};
use wuwei_project::decimal;
use wuwei_source::Text;

use super::call::Call;
use super::endpoint::Endpoint;
use super::paging::{Paging, page_of};
use super::problem::Problem;
use super::reply::{CSV, JSON, Reply, SDMX};
use super::schema::{day, field, map, named, number, object, one_of, or_null, said, string, truth};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/observations", "listObservations", "observations", all)
            .says("Published figures as they were known on a day. Pages are of JSON only; tables hold everything.")
            .query("indicator", "Only of this indicator.", string())
            .query("region", "Only of this region; name or code.", string())
            .query(
                "format",
                "The form of the answer, where Accept doesn't say it.",
                one_of(["json", "csv", "sdmx-csv"]),
            )
            .on_a_day()
            .in_pages()
            .about_facts()
            .may_be_missing()
            .answers(JSON, page_of(named("Observation")))
            .answers(CSV, string())
            .answers(SDMX, string()),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let observation = object([
        field("indicator", string()),
        field("region", string()),
        field("region_code", string()),
        field("period", said(string(), "2024, 2024S1, 2024Q3, 202406, 20240630.")),
        field("breakdowns", map(string())),
        field("value", said(or_null(number()), "As written; null where there is none.")),
        field("unit", or_null(string())),
        field("status", string()),
        field("source", string()),
        field("note", string()),
        field("learnt", day()),
        field("in_conflict", said(truth(), "Whether another figure was published for the same.")),
        field("place", or_null(string())),
    ]);
    vec![("Observation", observation)]
}

/// What is looked for.
struct Wanted {
    indicators: Option<Vec<IndicatorId>>,
    region: Option<RegionId>,
}

impl Wanted {
    fn of(call: &Call<'_>) -> Result<Wanted, Problem> {
        let program = call.snapshot.library().program();
        let text = |name: &str| call.query(name).and_then(Json::as_str);
        let missing = |zh: &'static str, en: &'static str| Problem::not_found(Text::new(zh, en));
        let indicators = text("indicator").map(|name| {
            let all = program.indicators.iter().enumerate();
            all.filter(|(_, it)| it.head.name == name).map(|(n, _)| IndicatorId::from_index(n)).collect::<Vec<_>>()
        });
        if indicators.as_ref().is_some_and(Vec::is_empty) {
            return Err(missing("没有这个指标", "there is no such indicator"));
        }
        let region = match text("region") {
            None => None,
            Some(name) => {
                Some(program.region_named(name).ok_or_else(|| missing("没有这个区域", "there is no such region"))?)
            }
        };
        Ok(Wanted { indicators, region })
    }

    fn is_everything(&self) -> bool {
        self.indicators.is_none() && self.region.is_none()
    }

    fn is(&self, row: &Observation) -> bool {
        self.indicators.as_ref().is_none_or(|wanted| wanted.contains(&row.indicator))
            && self.region.is_none_or(|region| region == row.region)
    }
}

fn all(call: &Call<'_>) -> Result<Reply, Problem> {
    let wanted = Wanted::of(call)?;
    let library = call.snapshot.library();
    let program = library.program();
    let observations = call.snapshot.observations();
    if call.kind() == JSON {
        let all = observations.all().iter().enumerate();
        let found: Vec<(usize, &Observation)> =
            all.filter(|(_, row)| row.learnt <= call.as_of && wanted.is(row)).collect();
        let none = Json::Null;
        let paging = Paging::of(call.query("page").unwrap_or(&none), call.query("pageSize").unwrap_or(&none));
        let total = found.len();
        let json = |(at, row): (usize, &Observation)| {
            let region = program.region(row.region);
            json!({
                "indicator": program.indicator(row.indicator).head.name.as_str(),
                "region": region.head.name.as_str(),
                "region_code": region.code.as_str(),
                "period": row.period.to_string(),
                "breakdowns": row.breakdowns.iter().map(|(name, value)| (name.to_string(), json!(value))).collect::<serde_json::Map<_, _>>(),
                "value": row.figure.map(|figure| decimal(figure.written)),
                "unit": row.figure.map(|figure| figure.unit.text()),
                "status": row.status.word(),
                "source": &*row.source,
                "note": &*row.note,
                "learnt": row.learnt.to_string(),
                "in_conflict": row.in_conflict,
                "place": observations.place(at),
            })
        };
        let items = paging.cut(found).into_iter().map(json).collect();
        return Ok(Reply::json(&paging.answer(items, total, call.notice())));
    }
    let options = ExportOptions { lang: call.lang, known_on: call.as_of, today: (call.bench.setting.today)() };
    let chosen;
    let rows = if wanted.is_everything() {
        observations
    } else {
        let mut some = Observations::default();
        some.append(observations.all().iter().filter(|row| wanted.is(row)).cloned());
        chosen = some;
        &chosen
    };
    let (kind, written) = match call.kind() {
        SDMX => (SDMX, to_sdmx(program, rows, &options)),
        _ => (CSV, to_csv(program, rows, &options)),
    };
    let failed = |why: wuwei_plan::Unwritable| {
        let what = Text::new(format!("没有写成：{why}"), format!("it could not be written: {why}"));
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", what)
    };
    Ok(Reply::Whole { kind, bytes: written.map_err(failed)? })
}
