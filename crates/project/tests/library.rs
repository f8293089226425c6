//! The shipped library held against tables that were written from the sources, not from the library.
//!
//! The tables lie in `tests/library`; README.md there says what each column means. Every test compares in both
//! directions and lists all differences at once: a row without its item is something the library has lost, an item
//! without its row is something the sources don't say.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use wuwei_ir::{Date, Expr, Head, ItemKind, Program, Words};
use wuwei_project::{Format, Library, Listing, Memory, list, render, run_tests};
use wuwei_source::{Lang, Name};

const PLANS: [&str; 3] = ["jilin.plan-2025", "changchun.action-plan-2025", "chaoyang.plan-2025"];
const POLICY: &str = "changchun.policy-22";

/// The library that the binary carries.
fn library() -> Library {
    let day = Date::parse("2025-06-30").unwrap();
    Library::open(&Memory::new(day, std::iter::empty()), None).unwrap()
}

type Row = BTreeMap<String, String>;

/// A table of `tests/library`.
fn table(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/library").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let columns = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        columns.iter().zip(record.iter()).map(|(column, cell)| (column.to_string(), cell.to_string())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn rows(library: &Library, listing: Listing) -> Vec<Json> {
    list(library, listing, Date::MAX, Lang::Zh)
}

/// The cell of a listing as text; empty where there is none.
fn text(row: &Json, key: &str) -> String {
    match &row[key] {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn words(row: &Json, key: &str) -> Vec<String> {
    let words = row[key].as_array().into_iter().flatten();
    words.filter_map(Json::as_str).map(str::to_string).collect()
}

fn line(cells: &[&str]) -> String {
    cells.join(" | ")
}

fn cells(row: &Row, columns: &[&str]) -> String {
    let cells: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
    line(&cells)
}

/// What is on one side only; a line that occurs twice has to occur twice on the other side.
fn differences(table: &[String], library: &[String]) -> Vec<String> {
    let mut count: BTreeMap<&String, i32> = BTreeMap::new();
    for line in table {
        *count.entry(line).or_default() += 1;
    }
    for line in library {
        *count.entry(line).or_default() -= 1;
    }
    let mut found = Vec::new();
    for (line, more) in count {
        let side = if more > 0 { "not in the library:" } else { "not in the table:  " };
        found.extend((0..more.abs()).map(|_| format!("{side} {line}")));
    }
    found
}

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} differences:\n{}", faults.len(), faults.join("\n"));
}

// What the sources say.

/// Nobody makes a test pass by removing a row from both sides.
#[test]
fn the_tables_are_whole() {
    let targets = table("targets.csv");
    let of = |document: &str| targets.iter().filter(|row| row["document"] == document).count();
    let counts = [
        ("jilin.plan-2025", 41),
        ("changchun.action-plan-2025", 26),
        ("chaoyang.plan-2025", 19),
        ("changchun.conference-2023", 13),
        ("changchun.parks-2023", 31),
        ("changchun.new-area-2027", 6),
    ];
    for (document, count) in counts {
        assert_eq!(of(document), count, "targets of {document}");
    }
    assert_eq!(targets.len(), 136);
    let actions = table("actions.csv");
    let of = |document: &str| actions.iter().filter(|row| row["document"] == document).count();
    assert_eq!(PLANS.map(of), [17, 16, 16], "numbered actions of the province, the city, the district");
    let owners = actions.iter().filter(|row| !row["owners"].is_empty());
    assert_eq!(owners.map(|row| row["owners"].split('、').count()).sum::<usize>(), 59, "responsible units, as printed");
    let mut items: Vec<String> = table("policy-22.csv").iter().map(|row| row["item"].clone()).collect();
    items.dedup();
    assert_eq!(items.len(), 25, "24 items that the clauses make, and the safeguards");
    assert_eq!(table("mechanisms.csv").len(), 171);
    assert_eq!(table("fixed-names.csv").len(), 66);
}

#[test]
fn every_target_is_as_printed() {
    let library = library();
    let table = table("targets.csv");
    let starts: BTreeMap<String, String> =
        rows(&library, Listing::Documents).iter().map(|row| (text(row, "id"), text(row, "from"))).collect();
    let covered = |document: &str| table.iter().any(|row| row["document"] == document);
    let found = |row: &Json| {
        let document = text(row, "document");
        let whose = if row["of_kind"] == "subject" { text(row, "of") } else { String::new() };
        let value = match row["value"].is_object() {
            true => format!("{} of {}", text(&row["value"], "indicator"), text(&row["value"], "region")),
            false => text(row, "value"),
        };
        let (by, term) = deadline(row, &starts[&document]);
        let cells = [
            document,
            text(row, "action"),
            whose,
            text(row, "indicator"),
            text(row, "operator"),
            value,
            text(row, "unit"),
            by,
            term,
            text(row, "kind"),
        ];
        cells.join(" | ")
    };
    let listed = rows(&library, Listing::Targets);
    let listed: Vec<String> = listed.iter().filter(|row| covered(&text(row, "document"))).map(found).collect();
    let columns = ["document", "action", "of", "indicator", "operator", "value", "unit", "by", "term", "kind"];
    let wanted: Vec<String> = table.iter().map(|row| cells(row, &columns)).collect();
    none(&differences(&wanted, &listed));
}

/// The year that the text prints, and the term where it prints one instead of a year.
fn deadline(row: &Json, start: &str) -> (String, String) {
    if row["each_year"] == true {
        return (String::new(), "每年".to_string());
    }
    if row["by_plan_end"] == true {
        return (String::new(), String::new());
    }
    let by = text(row, "by");
    let (year, day) = start.split_at(4);
    let three_years = year.parse().map(|year: i32| format!("{}{day}", year + 3));
    if three_years == Ok(by.clone()) { (String::new(), "三年内".to_string()) } else { (by, String::new()) }
}

#[test]
fn every_action_has_its_number_name_and_owners() {
    let library = library();
    let table = table("actions.csv");
    let listed = rows(&library, Listing::Actions);
    let mut faults = Vec::new();
    for plan in PLANS {
        let columns = ["document", "number", "name", "programme", "owners"];
        let wanted: Vec<String> =
            table.iter().filter(|row| row["document"] == plan).map(|row| cells(row, &columns)).collect();
        // The safeguards stand outside the programmes and aren't among the numbered actions.
        let numbered = |row: &&Json| row["document"] == plan && !row["programme"].is_null();
        let found: Vec<String> = listed.iter().filter(numbered).map(action_line).collect();
        let missing = differences(&wanted, &found);
        if missing.is_empty() && wanted != found {
            faults.push(format!("{plan}: the actions don't stand in the order of the text"));
        }
        faults.extend(missing);
    }
    none(&faults);
}

fn action_line(row: &Json) -> String {
    let owner = |owner: &Json| match owner["lead"] == true {
        true => format!("{} (lead)", text(owner, "party")),
        false => text(owner, "party"),
    };
    let owners: Vec<String> = row["owners"].as_array().into_iter().flatten().map(owner).collect();
    line(&[
        &text(row, "document"),
        &text(row, "number"),
        &text(row, "name"),
        &text(row, "programme"),
        &owners.join("、"),
    ])
}

#[test]
fn every_clause_of_the_policy_is_encoded() {
    let library = library();
    let table = table("policy-22.csv");
    let program = library.program();
    let here = |row: &&Json| row["document"] == POLICY;
    let benefits = rows(&library, Listing::Benefits);
    let statuses = rows(&library, Listing::Statuses);
    let actions = rows(&library, Listing::Actions);
    let mut found = Vec::new();
    for (kind, listed) in [("benefit", &benefits), ("status", &statuses)] {
        let of = |row: &Json| line(&[kind, &text(row, "name"), &text(row, "entity")]);
        found.extend(listed.iter().filter(here).map(of));
    }
    let budgets = program.budgets.iter().filter(|budget| program.document(budget.head.doc).id.as_str() == POLICY);
    found.extend(budgets.map(|budget| line(&["budget", budget.head.name.as_str(), ""])));
    found.extend(actions.iter().filter(here).map(|row| line(&["action", &text(row, "name"), ""])));
    let named: Vec<&Row> = table.iter().filter(|row| row["kind"] == "party").collect();
    let rules = table.iter().filter(|row| row["kind"] != "party");
    let wanted: Vec<String> = rules.map(|row| cells(row, &["kind", "name", "entity"])).collect();
    let mut faults = differences(&wanted, &found);
    let parties = rows(&library, Listing::Parties);
    for row in named.iter().filter(|row| !parties.iter().any(|party| party["name"] == row["name"].as_str())) {
        faults.push(format!("not in the library: party | {}", row["name"]));
    }
    for row in table.iter().filter(|row| row["kind"] == "benefit") {
        let Some(benefit) = benefits.iter().filter(here).find(|benefit| benefit["name"] == row["name"].as_str()) else {
            continue;
        };
        let at_most = if benefit["at_most"] == true { "yes" } else { "no" };
        if row["at_most"] != at_most {
            faults.push(format!("{}: at most is {at_most}, the text says {}", row["name"], row["printed"]));
        }
        if !row["amount"].is_empty() && row["amount"] != text(benefit, "amount") {
            faults.push(format!("{}: {} instead of {}", row["name"], text(benefit, "amount"), row["amount"]));
        }
    }
    none(&faults);
}

#[test]
fn fixed_names_are_what_they_should_be() {
    let library = library();
    let program = library.program();
    let entities = rows(&library, Listing::Entities);
    let fact = |entity: &str, name: &str| {
        let entity = entities.iter().find(|row| row["name"] == entity)?;
        entity["facts"].as_array()?.iter().find(|fact| fact["name"] == name)
    };
    let mut faults = Vec::new();
    for row in table("fixed-names.csv") {
        let (kind, name, entity) = (row["kind"].as_str(), row["name"].as_str(), row["entity"].as_str());
        let unlike = |what: &str, wanted: &str, found: &str| {
            (wanted != found).then(|| format!("{kind} {name} of {entity}: {what} is `{found}` instead of `{wanted}`"))
        };
        if kind == "fact" {
            let Some(fact) = fact(entity, name) else {
                faults.push(format!("fact {name} of {entity} doesn't exist"));
                continue;
            };
            let ty = text(fact, "type");
            let ty = if ty.starts_with("one of ") { "one of" } else { ty.as_str() };
            faults.extend(unlike("yearly", &row["yearly"], if fact["yearly"] == true { "yes" } else { "no" }));
            faults.extend(unlike("type", &row["type"], ty));
            faults.extend(unlike("unit", &row["unit"], &text(fact, "unit")));
            continue;
        }
        let groups: Vec<_> = program.groups.iter().filter(|group| group.name.as_str() == name).collect();
        if groups.is_empty() {
            faults.push(format!("{kind} {name} doesn't exist"));
        }
        for group in groups {
            faults.extend(unlike("kind", kind, program.item(group.versions[0]).kind.word()));
            faults.extend(unlike("subject", entity, program.entity(group.entity).head.name.as_str()));
            if !row["yearly"].is_empty() {
                faults.extend(unlike("yearly", &row["yearly"], if group.yearly { "yes" } else { "no" }));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_mechanism_is_registered() {
    let library = library();
    let found: Vec<String> = rows(&library, Listing::Mechanisms)
        .iter()
        .map(|row| line(&[&text(row, "slug"), &text(row, "term"), &words(row, "levels").join(" ")]))
        .collect();
    let wanted: Vec<String> =
        table("mechanisms.csv").iter().map(|row| cells(row, &["slug", "term", "levels"])).collect();
    none(&differences(&wanted, &found));
}

// What the library owes its readers.

#[test]
fn the_library_has_no_findings() {
    let library = library();
    let show = |found| render(found, &library.sources, Lang::En, Format::Short);
    let findings: Vec<String> = library.findings().map(show).collect();
    none(&findings);
}

#[test]
fn every_test_of_a_document_passes() {
    let library = library();
    let run = run_tests(&library);
    let show = |found| render(found, &library.sources, Lang::En, Format::Short);
    let failures: Vec<String> = run.failures.iter().map(show).collect();
    none(&failures);
    assert!(run.tests > 250 && run.passed > run.tests, "{} tests, {} expectations", run.tests, run.passed);
}

#[test]
fn every_document_with_rules_has_tests() {
    let library = library();
    let untested = |row: &&Json| row["rules"].as_u64() > Some(0) && row["tests"].as_u64() == Some(0);
    let documents = rows(&library, Listing::Documents);
    let faults: Vec<String> = documents.iter().filter(untested).map(|row| text(row, "path")).collect();
    none(&faults);
}

#[test]
fn observations_have_no_faults() {
    let library = library();
    let observations = &library.observations;
    assert!(observations.all().len() >= 100, "{} observations", observations.all().len());
    let unsourced = observations.all().iter().filter(|seen| seen.source.is_empty());
    let faults: Vec<String> = unsourced
        .map(|seen| format!("{} {}", library.program().indicator(seen.indicator).head.name, seen.period))
        .collect();
    none(&faults);
}

/// What is published contradicts itself in places, which is shown; nothing of it is most likely wrong.
#[test]
fn observations_are_most_likely_right() {
    let library = library();
    let findings = wuwei_plan::quality(library.program(), &library.observations);
    let wrong = findings.iter().filter(|finding| finding.class == wuwei_plan::Class::Accuracy);
    let shown = wrong.flat_map(|finding| &finding.places).map(|place| place.show(Lang::En));
    none(&shown.collect::<Vec<String>>());
    assert!(findings.iter().any(|finding| finding.id == "conflicting-figures"));
}

#[test]
fn everything_named_has_an_english_label() {
    let library = library();
    let program = library.program();
    let mut labels = Labels::default();
    for (what, head) in heads(program) {
        labels.need(what, head.name, head.label);
    }
    for fact in &program.facts {
        labels.need("fact", fact.name, fact.label);
    }
    for relation in &program.relations {
        labels.need("relation", relation.name, relation.label);
    }
    for enumeration in &program.enums {
        for (n, value) in enumeration.values.iter().enumerate() {
            labels.need("value of an enumeration", *value, enumeration.labels.get(n).copied().flatten());
        }
    }
    for item in &program.items {
        if let ItemKind::Score(score) = &item.kind {
            for part in &score.parts {
                labels.need("part", part.name, part.label);
            }
        }
        for (_, node) in item.body.iter() {
            let clauses = match &node.expr {
                Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => clauses,
                _ => continue,
            };
            for clause in clauses {
                if let Some(name) = clause.name {
                    labels.need("condition", name, clause.label);
                }
            }
        }
    }
    for step in program.ladders.iter().flat_map(|ladder| &ladder.steps) {
        labels.need("step", step.name, step.label);
    }
    for light in program.lights.iter().flat_map(|lights| &lights.lights) {
        labels.need("light", light.name, light.label);
    }
    none(&labels.missing);
}

#[derive(Default)]
struct Labels {
    missing: Vec<String>,
}

impl Labels {
    fn need(&mut self, what: &str, name: Name, label: Option<Name>) {
        if label.is_none_or(|label| label.as_str().trim().is_empty()) {
            self.missing.push(format!("{what} {name} has no English label"));
        }
    }
}

#[test]
fn every_explanation_is_in_both_languages() {
    let library = library();
    let program = library.program();
    let mut faults = Vec::new();
    let mut need = |whose: Name, texts: &[Words]| {
        for words in texts.iter().filter(|words| words.en.is_none()) {
            faults.push(format!("{whose}: {} has no English", words.zh));
        }
    };
    for document in &program.documents {
        need(document.id, &[document.title]);
        need(document.id, document.basis_why.as_slice());
        need(document.id, &document.sources);
        need(document.id, &document.notes);
    }
    for (_, head) in heads(program) {
        need(head.name, head.about.as_slice());
        need(head.name, head.basis_why.as_slice());
        need(head.name, &head.notes);
    }
    for fact in &program.facts {
        need(fact.name, fact.about.as_slice());
        need(fact.name, &fact.notes);
    }
    for action in &program.actions {
        need(action.head.name, &action.measures);
    }
    for target in &program.targets {
        need(program.indicator(target.indicator).head.name, &target.notes);
    }
    for item in &program.items {
        if let ItemKind::Benefit(benefit) = &item.kind {
            need(item.head.name, &benefit.documents);
        }
    }
    none(&faults);
}

/// Every named thing with a head of its own.
fn heads(program: &Program) -> Vec<(&'static str, &Head)> {
    let mut heads: Vec<(&'static str, &Head)> = Vec::new();
    heads.extend(program.items.iter().map(|item| (item.kind.word(), &item.head)));
    heads.extend(program.entities.iter().map(|item| ("entity", &item.head)));
    heads.extend(program.regions.iter().map(|item| ("region", &item.head)));
    heads.extend(program.parties.iter().map(|item| ("party", &item.head)));
    heads.extend(program.subjects.iter().map(|item| ("subject", &item.head)));
    heads.extend(program.stackings.iter().map(|item| ("stacking", &item.head)));
    heads.extend(program.budgets.iter().map(|item| ("budget", &item.head)));
    heads.extend(program.weights.iter().map(|item| ("weights", &item.head)));
    heads.extend(program.ladders.iter().map(|item| ("ladder", &item.head)));
    heads.extend(program.indicators.iter().map(|item| ("indicator", &item.head)));
    heads.extend(program.programmes.iter().map(|item| ("programme", &item.head)));
    heads.extend(program.actions.iter().map(|item| ("action", &item.head)));
    heads.extend(program.lights.iter().map(|item| ("lights", &item.head)));
    heads.extend(program.mechanisms.iter().map(|item| ("mechanism", &item.head)));
    heads
}

// Labelled sources, where they are at hand.

/// `WUWEI_SOURCES=DIR cargo test -p wuwei-project --test library -- --ignored`: every target that somebody labelled in the
/// texts of the three plans is in the library, with its operator, value, unit and year.
#[test]
#[ignore = "needs a folder of labelled sources in WUWEI_SOURCES"]
fn labelled_sources_agree() {
    let Some(folder) = std::env::var_os("WUWEI_SOURCES").map(PathBuf::from) else {
        eprintln!("WUWEI_SOURCES names no folder; nothing to compare");
        return;
    };
    let library = library();
    let listed = rows(&library, Listing::Targets);
    let mut faults = Vec::new();
    for (document, file) in PLANS.iter().zip(["jilin-plan-2025", "changchun-reading-2025", "chaoyang-plan-2025"]) {
        let path = folder.join(file).with_extension("json");
        let Ok(source) = std::fs::read_to_string(&path) else {
            faults.push(format!("{} can't be read", path.display()));
            continue;
        };
        let source: Json = serde_json::from_str(&source).unwrap();
        let mut left: Vec<Measure> =
            listed.iter().filter(|row| row["document"] == *document).filter_map(Measure::of_library).collect();
        for row in source["targets"].as_array().into_iter().flatten() {
            let Some(wanted) = Measure::of_source(row) else {
                faults.push(format!("{file}: {} can't be read", row["indicator"]));
                continue;
            };
            match left.iter().position(|measure| *measure == wanted) {
                Some(at) => drop(left.swap_remove(at)),
                None => faults.push(format!("{file}: {} {wanted:?} is not in {document}", text(row, "indicator"))),
            }
        }
    }
    none(&faults);
}

/// What a target measures, in a form in which 12 万人 and 120000 名 are the same.
#[derive(Debug, PartialEq, Eq)]
struct Measure {
    operator: String,
    millionths: i128,
    unit: String,
    by: String,
}

impl Measure {
    fn of_source(row: &Json) -> Option<Measure> {
        Measure::new(text(row, "comparator"), &text(row, "value"), &text(row, "unit"), text(row, "by"))
    }

    /// Targets whose value is another indicator have no number to compare.
    fn of_library(row: &Json) -> Option<Measure> {
        let unprinted = row["by_plan_end"] == true || row["each_year"] == true;
        let by = if unprinted { String::new() } else { text(row, "by") };
        Measure::new(text(row, "operator"), &text(row, "value"), &text(row, "unit"), by)
    }

    fn new(operator: String, value: &str, unit: &str, by: String) -> Option<Measure> {
        let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
        let mut millionths: i128 = format!("{whole}{fraction:0<6}").parse().ok()?;
        let mut unit: String = unit.chars().filter(|char| !"（）()".contains(*char)).collect();
        for (prefix, factor) in [('亿', 100_000_000), ('万', 10_000), ('千', 1_000)] {
            if let Some(rest) = unit.strip_prefix(prefix) {
                (millionths, unit) = (millionths * factor, rest.to_string());
            }
        }
        let unit = match unit.as_str() {
            "名" | "位" => "人".to_string(),
            "户" | "家" | "所" | "座" | "大" => "个".to_string(),
            _ => unit,
        };
        Some(Measure { operator, millionths, unit, by })
    }
}
