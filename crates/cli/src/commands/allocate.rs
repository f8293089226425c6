//! `wuwei allocate`: a target shared out among the regions below.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use wuwei_ir::{DocId, IndicatorId, Number, Program, RegionId, TargetId, Whose};
use wuwei_plan::cascade::{Allocation, Allotment, Cascade, Question, Rule, allocate, amount, target_said};
use wuwei_project::{allocation_head, allocation_rule, allocation_undecided, fill, plan_words, share_shown};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{add_observations, day, documents, near, region, sound_library};
use crate::table::{Align, Table, wrapped};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Allocate {
    /// The document with the target
    #[arg(id = "target_doc", value_name = "DOC")]
    document: String,
    /// The target's indicator
    #[arg(id = "target_indicator", value_name = "TARGET-INDICATOR")]
    indicator: String,
    /// In proportion to what each has, to the latest increases, to a capacity, or with the same growth for all
    #[arg(long, value_enum, default_value_t = RuleArg::Stock)]
    rule: RuleArg,
    /// The indicator that stands for capacity
    #[arg(long, value_name = "INDICATOR", required_if_eq("rule", "capacity"))]
    capacity: Option<String>,
    /// A region that takes a part; may be repeated (default: all regions directly below)
    #[arg(long, value_name = "REGION")]
    among: Vec<String>,
    /// The year of the target, where there are several
    #[arg(long = "by", id = "target_year", value_name = "YEAR")]
    by: Option<i32>,
    /// Figures as they were known on this day (default: today)
    #[arg(long = "as-of", id = "known_on", value_name = "DATE")]
    as_of: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Further tables of observations, a file or a folder; may be repeated
    #[arg(long, value_name = "PATH")]
    observations: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RuleArg {
    Stock,
    Trend,
    Capacity,
    EqualGrowth,
}

impl Allocate {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.as_of.as_deref())?;
        let mut library = sound_library(global, lang)?;
        add_observations(&mut library, &self.observations, lang)?;
        let program = library.program();
        let from = documents(&library, &self.document)?;
        let target = self.target(program, &from)?;
        let rule = match (self.rule, &self.capacity) {
            (RuleArg::Stock, _) => Rule::Stock,
            (RuleArg::Trend, _) => Rule::Trend,
            (RuleArg::EqualGrowth, _) => Rule::EqualGrowth,
            (RuleArg::Capacity, capacity) => {
                Rule::Capacity(indicator(program, capacity.as_deref().unwrap_or(""), target)?)
            }
        };
        let mut children: Vec<RegionId> = Vec::new();
        for text in &self.among {
            children.push(region(program, text)?);
        }
        if let (true, Whose::Region(outer)) = (children.is_empty(), program.target(target).whose) {
            children = Cascade::new(program, &from).regions_below(outer);
        }
        let question = Question { target, children, rule, as_of, step: None };
        let split = allocate(program, &library.observations, &question).map_err(|why| Failure::Request(why.text()))?;
        if self.json {
            outln!("{}", serde_json::to_string_pretty(&split.json(program, lang)).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let paint = Paint { colour: terminal::colour(global.color), lang };
        let shown: [(&str, &dyn std::fmt::Display); 3] = [
            ("target", &target_said(program, target, lang)),
            ("rule", &allocation_rule(program, rule, lang)),
            ("day", &as_of),
        ];
        outln!("{}\n", paint.tint("1", &fill(plan_words(lang).allocated, &shown)));
        out!("{}", show(&paint, program, &split));
        Ok(ExitCode::SUCCESS)
    }

    /// The target of an indicator in some documents.
    fn target(&self, program: &Program, documents: &[DocId]) -> Result<TargetId, Failure> {
        let name = self.indicator.trim();
        let all = || program.targets.iter().enumerate().filter(|(_, target)| documents.contains(&target.doc));
        let head = |target: &wuwei_ir::Target| &program.indicator(target.indicator).head;
        let is_meant = |target: &wuwei_ir::Target| {
            let label = head(target).label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(name));
            let by = self.by.is_none_or(|year| target.deadline.is_some_and(|deadline| deadline.year() == year));
            (head(target).name == name || label) && by
        };
        let found: Vec<usize> = all().filter(|(_, target)| is_meant(target)).map(|(n, _)| n).collect();
        match found[..] {
            [one] => Ok(TargetId::from_index(one)),
            [] => {
                let hint = near(name, all().map(|(_, target)| head(target).name));
                Err(Failure::request(
                    format!("文件里没有关于 `{name}` 的目标{}", hint.zh),
                    format!("the document has no target of `{name}`{}", hint.en),
                ))
            }
            _ => Err(Failure::request(
                format!("关于 `{name}` 的目标不止一个，用 --by 写明年份，或写明一份文件"),
                format!("there are several targets of `{name}`; say the year with --by, or name one document"),
            )),
        }
    }
}

/// The indicator with a name, as the target's document sees it.
fn indicator(program: &Program, name: &str, target: TargetId) -> Result<IndicatorId, Failure> {
    let around: Vec<RegionId> = program.region_chain(program.document(program.target(target).doc).region).collect();
    let of = |id: &IndicatorId| program.document(program.indicator(*id).head.doc).region;
    let named = |id: &IndicatorId| {
        let head = &program.indicator(*id).head;
        head.name == name || head.label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(name))
    };
    let all = (0..program.indicators.len()).map(IndicatorId::from_index).filter(named);
    let seen = all.filter(|id| around.contains(&of(id)));
    let nearest = seen.min_by_key(|id| around.iter().position(|region| *region == of(id)));
    nearest.ok_or_else(|| {
        let hint = near(name, program.indicators.iter().map(|indicator| indicator.head.name));
        Failure::request(format!("没有指标 `{name}`{}", hint.zh), format!("there is no indicator `{name}`{}", hint.en))
    })
}

/// The split as a table that adds up, and whose part is beyond what it ever did.
fn show(paint: &Paint, program: &Program, split: &Allocation) -> String {
    let lang = paint.lang;
    let said = plan_words(lang);
    let of = program.target(split.target).indicator;
    let value = |value: Number| amount(program, of, value, lang);
    let name = |region: RegionId| program.region(region).head.shown(lang);
    let nothing = || "–".to_string();
    let right = Align::Right;
    let mut table = Table::new(&[Align::Left, right, right, right, right, right, Align::Left]);
    let head = allocation_head(lang).into_iter().chain([""]);
    table.cells(head.map(|text| paint.tint("2", text)).collect());
    for row in &split.rows {
        let latest = row.latest.map(|(year, latest)| format!("{} ({year})", value(latest)));
        table.cells(vec![
            name(row.region).to_string(),
            latest.unwrap_or_else(nothing),
            paint.tint("1", &value(row.value)),
            share_shown(row.share),
            row.needed_pace.map_or_else(nothing, value),
            row.best_pace.map_or_else(nothing, value),
            remark(paint, row),
        ]);
    }
    if split.remainder.signum() != 0 || split.rows.is_empty() {
        let share = split.remainder.div(split.goal).map_or_else(nothing, share_shown);
        let cells = [said.remainder.to_string(), nothing(), value(split.remainder), share];
        table.cells(cells.to_vec());
    }
    table.cells(vec![
        paint.tint("1", said.sum),
        String::new(),
        paint.tint("1", &value(split.sum())),
        share_shown(Number::ONE),
    ]);
    let mut out = table.show() + "\n";
    for sentence in allocation_undecided(program, split, lang) {
        for line in wrapped(&sentence, terminal::width() - 2) {
            out += &format!("  {}\n", paint.tint("2", &line));
        }
    }
    let beyond = split.rows.iter().filter(|row| row.is_beyond_any_pace() == Some(true)).map(|row| name(row.region));
    let beyond: Vec<&str> = beyond.collect();
    if !beyond.is_empty() {
        let regions = beyond.join(if lang == Lang::Zh { "、" } else { ", " });
        out += &format!("  {}\n", paint.tint("33", &fill(said.beyond, &[("regions", &regions)])));
    }
    out
}

fn remark(paint: &Paint, row: &Allotment) -> String {
    let said = plan_words(paint.lang);
    match (row.is_below_latest(), row.is_beyond_any_pace()) {
        (true, _) => paint.tint("33", &format!("▼ {}", said.below_latest)),
        (_, Some(true)) => paint.tint("33", &format!("▲ {}", said.beyond_pace)),
        (_, None) => paint.tint("2", said.no_pace),
        _ => String::new(),
    }
}
