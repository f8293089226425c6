//! `wuwei run`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_facts::{FactsError, RowCell, RowWriter};
use wuwei_ir::{Form, Program, TargetValue, Type, Whose};
use wuwei_project::{
    Kind, Survey, SurveyCell, SurveyRow, fill, ladder_step, show_range, shown_points, shown_yuan, survey, words,
};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{Facts, day, region, sound_library};
use crate::table::{Align, Table, cut};
use crate::terminal;
use wuwei_survey::{Look, Wanted, all_threads, survey as survey_columns};

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Folder of facts
    #[arg(long, value_name = "DIR")]
    facts: PathBuf,
    /// Region: code, id or name
    #[arg(long)]
    region: String,
    /// Evaluation date (default: today)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The totals as JSON
    #[arg(long)]
    json: bool,
    /// Evaluate one by one, by the reference evaluator
    #[arg(long, conflicts_with_all = ["explain_plan", "threads"])]
    reference: bool,
    /// Show the compiled operations instead of answers: what each answer reads and costs
    #[arg(long)]
    explain_plan: bool,
    /// Threads at most (default: as many as the processor has)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Kinds with more subjects than this stay on disk and are answered piece by piece
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    in_memory: usize,
    /// Write every subject's answers as CSV
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write every subject's answers as Parquet
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,
}

impl Run {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let region = region(program, &self.region)?;
        let in_memory = if self.reference { usize::MAX } else { self.in_memory };
        let facts = Facts::open_for_rules(program, &self.facts, in_memory)?;
        let bar = terminal::progress(Some(facts.subjects()), words(lang).evaluating);
        let mut writers: Vec<RowWriter> = Vec::new();
        writers.extend(self.csv.as_ref().map(|path| RowWriter::csv(path)));
        writers.extend(self.parquet.as_ref().map(|path| RowWriter::parquet(path)));
        let by_row = !writers.is_empty();
        // The first row that couldn't be written is told when everybody has been answered for.
        let mut written: Result<(), FactsError> = Ok(());
        let mut write = |kind: &Kind, row: &SurveyRow| {
            for writer in &mut writers {
                if written.is_ok() {
                    let cells = row.cells(program, kind).into_iter().map(row_cell).collect();
                    written = writer.push(&kind.name(program), &|| kind.columns(), cells);
                }
            }
        };
        let mut progress = |n| bar.inc(n);
        let survey = match self.reference {
            true => survey(program, facts.population(), region, as_of, &mut write, &mut progress),
            false => {
                let mut show = |operations: String| outln!("{operations}");
                let look = match (self.explain_plan, by_row) {
                    (true, _) => Look::Operations(&mut show),
                    (false, true) => Look::Each(&mut write),
                    (false, false) => Look::Totals,
                };
                let threads = self.threads.map_or_else(all_threads, usize::from);
                let wanted = Wanted { region, as_of, lang, threads };
                survey_columns(program, &facts, wanted, look, &mut progress)?
            }
        };
        bar.finish_and_clear();
        if self.explain_plan {
            return Ok(ExitCode::SUCCESS);
        }
        written?;
        for writer in writers {
            for path in writer.finish()? {
                eprintln!("{}", fill(words(lang).rows_written, &[("file", &path.display())]));
            }
        }
        if self.json {
            let json = survey.json(program, facts.notice(lang));
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else {
            let paint = Paint { colour: terminal::colour(global.color), lang };
            if let Some(notice) = facts.notice(lang) {
                outln!("{}", paint.tint("33", &format!("⚠ {notice}")));
            }
            let name = program.region(region).head.shown(lang);
            outln!("{}  {}", paint.tint("1", name), fill(words(lang).on_day, &[("day", &as_of)]));
            out!("{}", show_survey(&paint, program, &survey));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A cell for a file: points in 10⁻⁹ and amounts in 分.
fn row_cell(cell: SurveyCell) -> RowCell {
    match cell {
        SurveyCell::Text(text) => RowCell::Text(text),
        SurveyCell::Word(word) => RowCell::Word(word),
        SurveyCell::Truth(truth) => RowCell::Truth(truth),
        SurveyCell::Points(side, points) => {
            RowCell::Points(shown_points(points), points.and_then(|points| side.whole(points, 1_000_000_000)))
        }
        SurveyCell::Money(side, amount) => {
            let fen = amount.and_then(|amount| side.whole(amount, 1)).and_then(|fen| i64::try_from(fen).ok());
            RowCell::Money(shown_yuan(side, amount), fen)
        }
    }
}

/// The totals of all kinds, and the districts of the largest.
fn show_survey(paint: &Paint, program: &Program, survey: &Survey) -> String {
    let mut out = String::new();
    for kind in &survey.kinds {
        let head = &program.entity(kind.entity).head;
        let title = fill(words(paint.lang).kind_counted, &[("kind", &head.shown(paint.lang)), ("n", &kind.subjects)]);
        out += &paint.heading(&title);
        if kind.unplaced > 0 {
            out += &format!("  {}\n", fill(words(paint.lang).unplaced, &[("n", &kind.unplaced)]));
        }
        out += &statuses(paint, program, kind);
        out += &benefits(paint, program, kind);
    }
    if let Some(largest) = survey.kinds.iter().max_by_key(|kind| kind.subjects) {
        out += &districts(paint, program, largest);
    }
    out += &indicators(paint, program, survey);
    out
}

/// The counts of the statuses.
fn statuses(paint: &Paint, program: &Program, kind: &Kind) -> String {
    let words = words(paint.lang);
    if kind.statuses.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Right, Align::Right]);
    table.row([words.column("status"), words.yes, words.no, words.unknown, words.not_computable]);
    for ((group, name), counts) in kind.statuses.iter().zip(&kind.places[0].statuses) {
        let shown = paint.name(program, *group, name.as_str());
        table.row([
            &cut(shown, 44),
            &counts.yes.to_string(),
            &counts.no.to_string(),
            &counts.unknown.to_string(),
            &counts.not_computable.to_string(),
        ]);
    }
    table.show()
}

/// What the benefits come to; those for which nobody is or may be eligible are left out.
fn benefits(paint: &Paint, program: &Program, kind: &Kind) -> String {
    let words = words(paint.lang);
    let all = kind.benefits.iter().zip(&kind.places[0].benefits);
    let rows: Vec<_> = all
        .filter(|(_, totals)| totals.counts.yes + totals.counts.unknown + totals.counts.not_computable > 0)
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Right, Align::Left]);
    table.row([words.column("benefit"), words.eligible, words.maybe_eligible, words.column("amount"), ""]);
    for ((group, name), totals) in rows {
        let shown = paint.name(program, *group, name.as_str());
        let maybe = totals.counts.unknown + totals.counts.not_computable;
        let excluded = match totals.excluded {
            0 => String::new(),
            n => fill(words.give_way, &[("n", &n)]),
        };
        table.row([
            &cut(shown, 44),
            &totals.counts.yes.to_string(),
            &maybe.to_string(),
            &show_range(Type::MONEY, None, totals.total, paint.lang),
            &excluded,
        ]);
    }
    let total = show_range(Type::MONEY, None, kind.places[0].total, paint.lang);
    let gap = if kind.statuses.is_empty() { "" } else { "\n" };
    format!("{gap}{}", table.show())
        + &format!("  {}\n", fill(words.in_all_stacked, &[("total", &paint.tint("1", &total))]))
}

/// Indicators that the facts give, beside the targets for the region.
fn indicators(paint: &Paint, program: &Program, survey: &Survey) -> String {
    let words = words(paint.lang);
    if survey.indicators.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
    table.row([words.column("indicator"), words.column("counted"), words.column("targets")]);
    for computed in &survey.indicators {
        let indicator = program.indicator(computed.indicator);
        let targets = program
            .targets
            .iter()
            .filter(|target| target.indicator == computed.indicator && target.whose == Whose::Region(survey.region));
        let targets: Vec<String> = targets
            .filter_map(|target| match (target.form, target.value) {
                (Form::Value, TargetValue::Number { written, unit, .. }) => {
                    let year = target.deadline.map_or_else(String::new, |deadline| format!(" ({})", deadline.year()));
                    Some(format!("{} {}{}{year}", target.op.sign(), written.to_decimal(4), unit.text()))
                }
                _ => None,
            })
            .collect();
        let ty = if indicator.unit.word == "%" { Type::Ratio } else { Type::Quantity(indicator.unit.dim()) };
        let value = show_range(ty, Some(indicator.unit), computed.value, paint.lang);
        table.row([indicator.head.shown(paint.lang), &value, &targets.join("; ")]);
    }
    paint.heading(words.indicators_counted) + &table.show()
}

fn districts(paint: &Paint, program: &Program, kind: &Kind) -> String {
    /// More columns than these don't fit a terminal; `--json` has them all.
    const COLUMNS: usize = 4;
    let words = words(paint.lang);
    if kind.places.len() < 2 {
        return String::new();
    }
    let mut out = paint.heading(words.by_district);
    // The steps of the ladders are what most people ask for.
    let mut columns: Vec<usize> = (0..kind.statuses.len()).collect();
    columns.sort_by_key(|at| ladder_step(program, kind.statuses[*at].0));
    columns.truncate(COLUMNS);
    let mut align = vec![Align::Left, Align::Right];
    align.extend(columns.iter().map(|_| Align::Right));
    align.push(Align::Right);
    let mut table = Table::new(&align);
    let mut header = vec![words.column("region").to_string(), words.subjects.to_string()];
    header.extend(columns.iter().map(|at| {
        let (group, name) = kind.statuses[*at];
        cut(paint.name(program, group, name.as_str()), 22)
    }));
    header.push(words.column("benefits").to_string());
    table.cells(header);
    for place in &kind.places[1..] {
        let name = place.region.map_or("", |region| program.region(region).head.shown(paint.lang));
        let mut row = vec![name.to_string(), place.subjects.to_string()];
        row.extend(columns.iter().map(|at| format!("{} (+{})", place.statuses[*at].yes, place.statuses[*at].unknown)));
        row.push(show_range(Type::MONEY, None, place.total, paint.lang));
        table.cells(row);
    }
    out += &table.show();
    out
}
