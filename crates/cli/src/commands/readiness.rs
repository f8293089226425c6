//! `wuwei readiness`: how ready benefits are to be paid without application.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};
use wuwei_facts::Table as Facts;
use wuwei_ir::{FactId, Number, Program};
use wuwei_project::{fill, simulation_words, yuan};
use wuwei_simulate::{
    Agreement, ClauseReadiness, Money, NeededFact, Readiness as Found, Source, World, fact_named, readiness,
};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::commands::simulate::{amount, percent, share};
use crate::failure::Failure;
use crate::session::{self, day, near, region, sound_library};
use crate::table::{Align, Table, cut, wrapped};
use crate::terminal;
use wuwei_survey::all_threads;

#[derive(Debug, Args)]
pub(crate) struct Readiness {
    /// Folder of facts
    #[arg(long, value_name = "DIR")]
    facts: PathBuf,
    /// Region: code, id or name
    #[arg(long)]
    region: String,
    /// Evaluation date (default: today)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Table (csv) of who gives which facts: source, fact, connected
    #[arg(long, value_name = "FILE")]
    sources: Option<PathBuf>,
    /// Without a table of sources, the share of those concerned for whom a fact must be known
    #[arg(long, value_name = "SHARE", default_value = "95%")]
    fill: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Threads at most (default: as many as the processor has)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl Readiness {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.as_of.as_deref())?;
        let filled = share(&self.fill)?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let region = region(program, &self.region)?;
        let sources = match &self.sources {
            None => Vec::new(),
            Some(path) => sources(program, path)?,
        };
        let facts = session::Facts::open(program, &self.facts)?;
        let tables = facts.tables.iter().map(Facts::share).collect();
        let world = World::new(program, tables, as_of, region);
        let threads = self.threads.map_or_else(all_threads, usize::from);
        let found = readiness(&world, &sources, filled, threads).map_err(|wrong| Failure::from(&wrong))?;
        if self.json {
            let mut json = as_json(program, &world, &sources, &found);
            if let (Some(notice), Some(object)) = (facts.notice(lang), json.as_object_mut()) {
                object.insert("notice".to_string(), json!(notice));
            }
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let paint = Paint { colour: terminal::colour(global.color), lang };
        let said = simulation_words(lang);
        if let Some(notice) = facts.notice(lang) {
            outln!("{}", paint.tint("33", &format!("⚠ {notice}")));
        }
        let place: [(&str, &dyn std::fmt::Display); 2] =
            [("region", &program.region(region).head.shown(lang)), ("day", &as_of)];
        outln!("{}  {}", paint.tint("1", said.readiness_title), fill(said.where_when, &place));
        outln!(
            "{}",
            match &self.sources {
                Some(path) => fill(said.sources_said, &[("file", &path.display())]),
                None => fill(said.sources_from_fill, &[("share", &percent(filled))]),
            }
        );
        out!("{}", view(&paint, program, &sources, &found));
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads who gives what. The columns are `source`, `fact` and `connected`, or in Chinese 来源, 事实, 已接通; a row is one fact.
fn sources(program: &Program, path: &Path) -> Result<Vec<Source>, Failure> {
    let (name, bytes) = session::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let wrong = |row: usize, zh: String, en: String| {
        Failure::request(format!("{name} 第 {row} 行：{zh}"), format!("{name}, row {row}: {en}"))
    };
    let mut rows =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut at: Option<[Option<usize>; 3]> = None;
    let mut out: Vec<Source> = Vec::new();
    for (n, row) in rows.records().enumerate() {
        let row = row.map_err(|error| wrong(n + 1, format!("读不出来：{error}"), format!("can't be read: {error}")))?;
        let Some(columns) = at else {
            let find = |names: [&str; 2]| row.iter().position(|cell| names.contains(&cell.to_lowercase().as_str()));
            let found = [find(["source", "来源"]), find(["fact", "事实"]), find(["connected", "已接通"])];
            if found[0].is_none() || found[1].is_none() {
                let columns = "来源、事实、已接通";
                return Err(wrong(
                    n + 1,
                    format!("要有列 {columns}"),
                    "the columns are source, fact, connected".to_string(),
                ));
            }
            at = Some(found);
            continue;
        };
        let cell = |column: Option<usize>| column.and_then(|column| row.get(column)).unwrap_or("");
        let (source, fact, connected) = (cell(columns[0]), cell(columns[1]), cell(columns[2]));
        if source.is_empty() && fact.is_empty() {
            continue;
        }
        let facts = fact_named(program, fact);
        if facts.is_empty() {
            let hint = near(fact, program.facts.iter().map(|fact| fact.name));
            return Err(wrong(
                n + 1,
                format!("没有事实 `{fact}`{}", hint.zh),
                format!("there is no fact `{fact}`{}", hint.en),
            ));
        }
        let connected = match connected.to_lowercase().as_str() {
            "yes" | "是" | "1" | "true" => true,
            "no" | "否" | "0" | "false" | "" => false,
            other => {
                return Err(wrong(n + 1, format!("`{other}` 要写是或否"), format!("`{other}` should be yes or no")));
            }
        };
        match out.iter_mut().find(|known| known.name == source) {
            Some(known) if known.connected != connected => {
                return Err(wrong(
                    n + 1,
                    format!("`{source}` 前面写的是另一种，一个来源要么已接通，要么没有"),
                    format!("`{source}` said otherwise before: a source is connected or it isn't"),
                ));
            }
            Some(known) => known.facts.extend(facts),
            None => out.push(Source { name: source.to_string(), connected, facts }),
        }
    }
    Ok(out)
}

fn listed(program: &Program, facts: &[FactId], lang: Lang) -> String {
    let names: Vec<&str> = facts.iter().map(|fact| program.fact(*fact).shown(lang)).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

fn view(paint: &Paint, program: &Program, sources: &[Source], found: &Found) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    if found.clauses.is_empty() {
        return format!("\n{}\n", said.no_clauses);
    }
    let right = Align::Right;
    let mut table = Table::new(&[Align::Left, right, right, right, Align::Left]);
    let head = [said.clause, said.eligible, said.amount, said.facts_ready, ""];
    table.cells(head.iter().map(|text| paint.tint("2", text)).collect());
    for clause in &found.clauses {
        let name = program.item(program.group(clause.clause).versions[0]).head.shown(lang);
        let eligible = match clause.eligible {
            [yes, 0] => yes.to_string(),
            [yes, unknown] => format!("{yes} (+{unknown})"),
        };
        let supplied = clause.needs.iter().filter(|need| need.supplied).count();
        table.cells(vec![
            cut(name, 40),
            eligible,
            amount(clause.money, lang),
            format!("{supplied}/{}", clause.needs.len()),
            if clause.is_ready() { paint.tint("32", &format!("✓ {}", said.ready)) } else { String::new() },
        ]);
        for line in wrapped(&obstacles(program, clause, lang), terminal::width().saturating_sub(8)) {
            if !line.is_empty() {
                table.line(format!("      {}", paint.tint("2", &line)));
            }
        }
    }
    let mut out = "\n".to_string() + &table.show() + &paint.heading(said.agreements_title);
    if found.agreements.is_empty() {
        return out + &format!("  {}\n", said.agreements_none);
    }
    let mut table = Table::new(&[Align::Left, Align::Left, right, right, right, right]);
    let head = [said.agreement, said.brings, said.alone, "", said.in_turn, ""];
    table.cells(head.iter().map(|text| paint.tint("2", text)).collect());
    for agreement in &found.agreements {
        let name =
            agreement.source.map_or_else(|| listed(program, &agreement.facts, lang), |at| sources[at].name.clone());
        let brings = if agreement.source.is_none() { String::new() } else { listed(program, &agreement.facts, lang) };
        table.cells(vec![
            cut(&name, 36),
            cut(&brings, 40),
            agreement.alone.len().to_string(),
            amount(agreement.released, lang),
            agreement.in_turn.len().to_string(),
            amount(agreement.released_in_turn, lang),
        ]);
    }
    out += &table.show();
    out
}

/// What stands between a clause and being paid without application.
fn obstacles(program: &Program, clause: &ClauseReadiness, lang: Lang) -> String {
    let said = simulation_words(lang);
    let mut parts = Vec::new();
    let missing: Vec<String> = clause
        .missing()
        .map(|need| {
            let of_others = if need.of_others { said.of_others } else { "" };
            format!("{}{of_others} {}", program.fact(need.fact).shown(lang), percent(need.known))
        })
        .collect();
    if !missing.is_empty() {
        let join = if lang == Lang::Zh { "、" } else { ", " };
        parts.push(fill(said.facts_missing, &[("facts", &missing.join(join))]));
    }
    if clause.papers > 0 {
        parts.push(fill(said.needs_papers, &[("n", &clause.papers)]));
    }
    if clause.at_most {
        parts.push(said.only_ceiling.to_string());
    }
    parts.join(if lang == Lang::Zh { "；" } else { "; " })
}

fn money(money: Money) -> Json {
    let fen = |amount: i128| yuan(Number::ratio(amount, 1).unwrap_or(Number::ZERO));
    json!({ "low": fen(money.low), "high": money.most().map(fen), "unbounded": money.open })
}

fn as_json(program: &Program, world: &World<'_>, sources: &[Source], found: &Found) -> Json {
    let name = |group: &wuwei_ir::GroupId| program.group(*group).name.as_str();
    let fact = |fact: &FactId| program.fact(*fact).name.as_str();
    let need = |need: &NeededFact| {
        json!({
            "fact": fact(&need.fact),
            "kind": program.entity(program.fact(need.fact).entity).head.name.as_str(),
            "years": need.years,
            "of_others": need.of_others,
            "known": (need.known * 1e6).round() / 1e6,
            "sources": need.sources.iter().map(|at| sources[*at].name.as_str()).collect::<Vec<_>>(),
            "supplied": need.supplied,
        })
    };
    let clause = |clause: &ClauseReadiness| {
        json!({
            "name": name(&clause.clause),
            "kind": program.entity(program.group(clause.clause).entity).head.name.as_str(),
            "concerned": clause.concerned,
            "eligible": clause.eligible[0],
            "undecided": clause.eligible[1],
            "cost": money(clause.money),
            "needs": clause.needs.iter().map(need).collect::<Vec<_>>(),
            "papers": clause.papers,
            "only_ceiling": clause.at_most,
            "all_facts": clause.has_all_facts(),
            "ready": clause.is_ready(),
        })
    };
    let agreement = |one: &Agreement| {
        json!({
            "source": one.source.map(|at| sources[at].name.as_str()),
            "facts": one.facts.iter().map(fact).collect::<Vec<_>>(),
            "alone": one.alone.iter().map(name).collect::<Vec<_>>(),
            "released": money(one.released),
            "in_turn": one.in_turn.iter().map(name).collect::<Vec<_>>(),
            "released_in_turn": money(one.released_in_turn),
        })
    };
    json!({
        "region": program.region(world.region).head.name.as_str(),
        "as_of": world.as_of.to_string(),
        "clauses": found.clauses.iter().map(clause).collect::<Vec<_>>(),
        "agreements": found.agreements.iter().map(agreement).collect::<Vec<_>>(),
    })
}
