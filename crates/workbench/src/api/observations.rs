//! Published figures: asked for as JSON, as comma-separated text and as SDMX-CSV.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use tokio::runtime::Handle;
use wuwei_ir::{Date, IndicatorId, RegionId};
use wuwei_plan::{
    Accept, ExportOptions, ImportOptions, Imported, Importer, Observation, Observations, to_csv, to_sdmx,
};
use wuwei_project::observation_json;
use wuwei_source::{Lang, Text};
use wuwei_store::{Digest, NewUpload};

use super::call::Call;
use super::endpoint::Endpoint;
use super::paging::{Paging, page_of};
use super::problem::{Problem, Wrong};
use super::reply::{CSV, JSON, Reply, SDMX};
use super::schema::{
    array, day, field, map, named, number, object, one_of, or_null, said, string, truth, whole, words,
};
use crate::intake::accept::accept_observations;

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
        Endpoint::post("/observations", "addObservations", "observations", add)
            .says("Adds published figures from a table: CSV, SDMX-CSV or a workbook. One table is one transaction.")
            .query("accept", "What to do where something is wrong.", one_of(ACCEPT.map(|(word, _)| word)))
            .query("learnt", "The day on which figures became known whose rows don't say it.", day())
            .query("file", "What the table is called.", json!({ "type": "string", "maxLength": 200 }))
            .query("dry_run", "Whether to look only, and keep nothing.", truth())
            .takes_file(&[CSV, SDMX, XLSX, "application/octet-stream"])
            .for_operator()
            .answers(JSON, named("Added")),
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
    let count = |about: &str| said(whole(), about);
    let added = object([
        field("upload", said(or_null(whole()), "Its number; null where nothing was kept.")),
        field("format", words(["csv", "xlsx", "sdmx-csv"])),
        field("rows", count("Rows of data in the table.")),
        field("added", count("Rows that were added.")),
        field("known", count("Rows that were known already.")),
        field("left_out", count("Rows that weren't added because something is wrong with them.")),
        field("loaded", truth()),
        field("passed_over", said(array(string()), "Sheets that hold no observations.")),
        field("findings", array(json!({ "type": "object" }))),
    ]);
    vec![("Observation", observation), ("Added", added)]
}

/// What to do where something is wrong: nothing is added, or only rows in order, or all that can be read.
const ACCEPT: [(&str, Accept); 3] =
    [("sound", Accept::Sound), ("good-rows", Accept::GoodRows), ("readable", Accept::Readable)];
/// A workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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
            let mut json = observation_json(program, observations, at)?;
            json["region_code"] = json!(program.region(row.region).code.as_str());
            json["breakdowns"] = row.breakdowns.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
            json["in_conflict"] = json!(row.in_conflict);
            Some(json)
        };
        let items = paging.cut(found).into_iter().filter_map(json).collect();
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

/// Adds what a table says. It is read onto what is known first, so that the store's turn to write is short.
fn add(call: &Call<'_>) -> Result<Reply, Problem> {
    let text = |name: &str| call.query(name).and_then(Json::as_str);
    let accept = ACCEPT.iter().find(|(word, _)| Some(*word) == text("accept")).map_or(Accept::Sound, |(_, it)| *it);
    let is_dry = call.query("dry_run").is_some_and(|dry| *dry == Json::Bool(true));
    let today = (call.bench.setting.today)();
    let learnt = text("learnt").and_then(Date::parse);
    if learnt.is_some_and(|learnt| learnt > today) {
        let what = Text::new("这一天还没有到", "that day hasn't come yet");
        return Err(Problem::parameter("learnt", what));
    }
    let file = text("file").map(file_name).filter(|file| !file.is_empty()).unwrap_or("api");
    let program = call.snapshot.library().program();
    let mut observations = call.snapshot.observations().clone();
    let before = observations.all().len();
    let options = ImportOptions { file, today, learnt, accept };
    let imported = Importer::new(program).import(&mut observations, call.file(), &options);
    if !imported.loaded {
        return Err(refused(&imported));
    }
    let rows = observations.rows(program, before..observations.all().len());
    let mut upload = None;
    if !is_dry && !rows.is_empty() {
        let about = NewUpload {
            file: file.to_string(),
            sha256: Digest::of(call.file()),
            received_at: (call.bench.setting.now)(),
            learnt: learnt.unwrap_or(today),
            actor: "api".to_string(),
            synthetic: false,
            notice: Text::new("", ""),
        };
        let kept = Handle::current().block_on(accept_observations(&call.bench.store, &about, &rows));
        let failed =
            |error: wuwei_store::StoreError| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", error.text());
        upload = Some(kept.map_err(failed)?.number());
        call.bench.renew();
    }
    let mut json = imported.json();
    json["upload"] = json!(upload);
    Ok(Reply::json(&json))
}

/// A file's name without folders, whichever sign divides them.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Nothing was added: the places that are wrong.
fn refused(imported: &Imported) -> Problem {
    const TOLD: usize = 50;
    let places = imported.findings.iter().flat_map(|finding| &finding.places).take(TOLD);
    let wrong = |place: &wuwei_plan::Problem| Wrong {
        at: place.row.map_or_else(|| place.file.clone(), |row| format!("{}:{row}", place.file)),
        what: Text::new(place.show(Lang::Zh), place.show(Lang::En)),
    };
    let errors = places.map(wrong).collect();
    let what = Text::new("这张表没有加入", "the table wasn't added");
    let hint = Text::new(
        "改正后再发；或者 accept=good-rows 只加没有问题的行",
        "mend it and send it again; or add only the rows that are in order with accept=good-rows",
    );
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "observations", what).hint(hint).at(errors)
}
