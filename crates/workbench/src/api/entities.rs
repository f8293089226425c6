//! Subjects whose facts are known here.

use serde_json::{Value as Json, json};
use wuwei_engine::{Evaluator, Population as _, Row, Value};
use wuwei_facts::Population;
use wuwei_ir::{EntityId, FactId, Literal, Number, Program, RegionId, Type};
use wuwei_project::{ask, decimal, origin_json, show_value, text_fact, yuan};
use wuwei_source::{Lang, Name, Text};

use super::call::Call;
use super::endpoint::Endpoint;
use super::kinds::no_kind;
use super::paging::{Paging, page_of, search};
use super::problem::Problem;
use super::reply::{JSON, LINES, Reply, Sink};
use super::schema::{array, closed, day, field, may, money, named, object, or_null, said, string, whole, words};
use crate::snapshot::Snapshot;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let filters = [
        field("kind", said(string(), "The kind of subject.")),
        may("text", said(string(), "Part of the name or of the code.")),
        may("region", said(string(), "At home in this region or in a part of it; name or code.")),
    ];
    let mut body = search(filters, &["key", "name"], []);
    body["required"] = json!(["filters"]);
    let on_a_day = closed([may("as_of", said(day(), "The day that is asked about; today where none is named."))]);
    let of = |endpoint: Endpoint| {
        endpoint.path("kind", "The kind's name.", string()).path("key", "The subject's code.", string()).about_facts()
    };
    vec![
        Endpoint::post("/entities/search", "searchEntities", "entities", find)
            .says("Subjects by kind, name and home. As application/x-ndjson all that are found come, one a line.")
            .takes(body)
            .may_be_missing()
            .about_facts()
            .answers(JSON, page_of(named("Entity")))
            .answers(LINES, string()),
        of(Endpoint::get("/entities/{kind}/{key}", "getEntity", "entities", one))
            .says("A subject with its facts and where they come from.")
            .on_a_day()
            .answers(JSON, named("WholeEntity")),
        of(Endpoint::post("/entities/{kind}/{key}/ask", "askEntity", "entities", answers))
            .says("Every rule about a subject whose facts are known here.")
            .takes(on_a_day)
            .answers(JSON, named("Answers")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Json)> {
    let place = object([field("code", string()), field("name", string())]);
    let entity = || {
        vec![
            field("kind", string()),
            field("key", string()),
            field("name", or_null(string())),
            field("home", or_null(named("Place"))),
        ]
    };
    let origin = object([
        field("kind", words(["table", "synthetic", "supposed", "not_recorded"])),
        may("file", string()),
        may("sheet", or_null(string())),
        may("row", whole()),
        may("learnt", day()),
    ]);
    let value = json!({ "anyOf": [
        { "type": "string" }, { "type": "number" }, { "type": "boolean" }, { "type": "null" }, money(), named("Place"),
    ] });
    let fact = object([
        field("name", said(string(), "With its year: 研发费用@2024.")),
        field("english", or_null(string())),
        field("state", said(words(["known", "none"]), "none: known to be none; value is then null.")),
        field("value", value),
        field("unit", or_null(string())),
        field("text", said(string(), "The value for people.")),
        field("origin", origin),
    ]);
    let more = [
        field("as_of", day()),
        field("facts", array(fact)),
        field(
            "unknown",
            said(array(string()), "Facts of such subjects that aren't known of this one; yearly ones apart."),
        ),
        may("notice", string()),
    ];
    vec![("Place", place), ("Entity", object(entity())), ("WholeEntity", object(entity().into_iter().chain(more)))]
}

/// What is looked for.
struct Wanted {
    entity: EntityId,
    text: Option<String>,
    region: Option<RegionId>,
}

impl Wanted {
    fn of(call: &Call<'_>) -> Result<Wanted, Problem> {
        let program = call.snapshot.library().program();
        let filters = &call.body()["filters"];
        let entity = program.entity_named(filters["kind"].as_str().unwrap_or_default()).ok_or_else(no_kind)?;
        let region = match filters["region"].as_str() {
            None => None,
            Some(name) => Some(program.region_named(name).ok_or_else(|| {
                let what = Text::new("没有这个区域", "there is no such region");
                Problem::body("/filters/region", what)
            })?),
        };
        Ok(Wanted { entity, text: filters["text"].as_str().map(str::to_lowercase), region })
    }

    /// Whether a subject is one of them; one whose home isn't known is in no region.
    fn is(&self, program: &Program, population: &Population<'_>, row: Row) -> bool {
        let about = About::of(program, population, row);
        let within = |region: RegionId| about.home.is_some_and(|home| program.is_within(home, region));
        let holds = |text: &String| {
            [about.key, about.called].into_iter().flatten().any(|name| name.as_str().to_lowercase().contains(text))
        };
        self.region.is_none_or(within) && self.text.as_ref().is_none_or(holds)
    }
}

/// Who a subject is.
struct About {
    row: Row,
    key: Option<Name>,
    called: Option<Name>,
    home: Option<RegionId>,
}

impl About {
    fn of(program: &Program, population: &Population<'_>, row: Row) -> About {
        let entity = program.entity(row.entity);
        let home = entity.home.and_then(|home| population.fact(row, home, None));
        let home = match home {
            Some(Literal::Region(region)) => Some(region),
            _ => None,
        };
        About { row, key: population.key(row), called: text_fact(population, row, entity.name), home }
    }

    fn json(&self, program: &Program, lang: Lang) -> Json {
        json!({
            "kind": program.entity(self.row.entity).head.name.as_str(),
            "key": self.key.map_or("", |key| key.as_str()),
            "name": self.called.map(|called| called.as_str()),
            "home": self.home.map(|home| place(program, home, lang)),
        })
    }
}

fn place(program: &Program, region: RegionId, lang: Lang) -> Json {
    let region = program.region(region);
    json!({ "code": region.code.as_str(), "name": region.head.shown(lang) })
}

fn find(call: &Call<'_>) -> Result<Reply, Problem> {
    let wanted = Wanted::of(call)?;
    let lang = call.lang;
    if call.kind() == LINES {
        return Ok(Reply::Pieces {
            kind: LINES,
            write: Box::new(move |snapshot, sink| lines(snapshot, &wanted, lang, sink)),
        });
    }
    let (program, population) = (call.snapshot.library().program(), call.snapshot.population());
    let mut found: Vec<About> = rows(population, wanted.entity)
        .filter(|row| wanted.is(program, population, *row))
        .map(|row| About::of(program, population, row))
        .collect();
    let sorting = &call.body()["sorting"];
    if sorting["sortBy"] == "name" {
        found.sort_by_key(|about| (about.called.is_none(), about.called));
    } else {
        found.sort_by_key(|about| about.key);
    }
    if sorting["sortOrder"] == "descending" {
        found.reverse();
    }
    let paging = Paging::of_body(call.body());
    let total = found.len();
    let items = paging.cut(found).iter().map(|about| about.json(program, lang)).collect();
    Ok(Reply::json(&paging.answer(items, total, call.notice())))
}

fn rows(population: &Population<'_>, entity: EntityId) -> impl Iterator<Item = Row> {
    (0..population.len(entity)).map(move |index| Row { entity, index })
}

/// All that are found, a line each.
fn lines(snapshot: &Snapshot, wanted: &Wanted, lang: Lang, sink: &mut Sink) -> Option<()> {
    let (program, population) = (snapshot.library().program(), snapshot.population());
    for row in rows(population, wanted.entity).filter(|row| wanted.is(program, population, *row)) {
        let line = About::of(program, population, row).json(program, lang).to_string();
        sink.put(line.as_bytes())?;
        sink.put(b"\n")?;
    }
    Some(())
}

/// The subject of a kind with this code.
pub(super) fn found(call: &Call<'_>, kind: &str, key: &str) -> Result<Row, Problem> {
    let program = call.snapshot.library().program();
    let entity = program.entity_named(kind).ok_or_else(no_kind)?;
    let population = call.snapshot.population();
    let find = |key: &str| population.find(entity, Name::known(key)?);
    // Codes are typed in small letters too.
    let index = find(key.trim()).or_else(|| find(&key.trim().to_uppercase()));
    let missing = || {
        let hint = Text::new("用 POST /api/v1/entities/search 查找", "POST /api/v1/entities/search finds them");
        Problem::not_found(Text::new("没有这个代码的主体", "there is no subject with this code")).hint(hint)
    };
    Ok(Row { entity, index: index.ok_or_else(missing)? })
}

fn one(call: &Call<'_>) -> Result<Reply, Problem> {
    let row = found(call, call.path("kind"), call.path("key"))?;
    let (program, population) = (call.snapshot.library().program(), call.snapshot.population());
    let mut json = About::of(program, population, row).json(program, call.lang);
    json["as_of"] = json!(call.as_of.to_string());
    let table = call.snapshot.tables().iter().find(|table| table.entity == row.entity);
    let columns = table.map_or(&[][..], |table| &table.columns);
    let facts = columns.iter().filter_map(|column| {
        let value = population.fact(row, column.fact, column.year)?;
        Some(fact(program, population, (row, column.fact, column.year), value, call.lang))
    });
    json["facts"] = facts.collect();
    let unknown = program
        .entity(row.entity)
        .facts
        .iter()
        .filter(|id| !program.fact(**id).yearly && population.fact(row, **id, None).is_none());
    json["unknown"] = unknown.map(|id| json!(program.fact(*id).name.as_str())).collect();
    if let Some(notice) = call.notice() {
        json["notice"] = json!(notice);
    }
    Ok(Reply::json(&json))
}

fn fact(
    program: &Program,
    population: &Population<'_>,
    (row, id, year): (Row, FactId, Option<i32>),
    value: Literal,
    lang: Lang,
) -> Json {
    let definition = program.fact(id);
    let in_unit = |number: Number| number.div(definition.unit.factor).map_or(Json::Null, decimal);
    let unit = definition.unit.text();
    let (shown, unit) = match value {
        Literal::None => (Json::Null, None),
        Literal::Number(fen) if definition.ty == Type::MONEY => {
            (json!({ "amount": yuan(fen), "currency": "CNY" }), None)
        }
        Literal::Number(number) => (in_unit(number), Some(unit).filter(|unit| !unit.is_empty())),
        Literal::Truth(truth) => (json!(truth), None),
        Literal::Date(date) => (json!(date.to_string()), None),
        Literal::Year(year) => (json!(year), None),
        Literal::Region(region) => (place(program, region, lang), None),
        Literal::Text(name) | Literal::Subject(name) => (json!(name.as_str()), None),
        Literal::Choice(at) => {
            let choice = match definition.ty {
                Type::Enum(id) => program.enumeration(id).values.get(usize::from(at)).map(|value| value.as_str()),
                _ => None,
            };
            (json!(choice), None)
        }
    };
    let text = match value {
        Literal::Text(name) | Literal::Subject(name) => name.to_string(),
        other => show_value(program, definition.ty, Some(definition.unit), &Value::from(other), lang),
    };
    json!({
        "name": definition.column(year),
        "english": definition.label.map(|label| label.as_str()),
        "state": if value == Literal::None { "none" } else { "known" },
        "value": shown,
        "unit": unit,
        "text": text,
        "origin": origin_json(population.origin(row, id, year)),
    })
}

fn answers(call: &Call<'_>) -> Result<Reply, Problem> {
    let row = found(call, call.path("kind"), call.path("key"))?;
    let (program, population) = (call.snapshot.library().program(), call.snapshot.population());
    let about = About::of(program, population, row);
    let evaluator = Evaluator::new(program, population, call.as_of);
    let asked = ask(&evaluator, row, about.key, about.called);
    Ok(Reply::json(&asked.json(program, call.notice())))
}
