//! `wuwei plan`: the list of targets (清单).

mod row;
mod view;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use serde_json::Value;
use wuwei_engine::Range;
use wuwei_ir::{IndicatorId, RegionId};
use wuwei_plan::progress::{Computed, Verdict};
use wuwei_project::{Library, PlanQuestion, fill, plan, plan_csv, plan_documents, plan_json, plan_xlsx, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{Facts, add_observations, day, documents, lights, party, sound_library};
use crate::terminal;
use wuwei_survey::{Look, Wanted, all_threads, survey};

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Document or region (default: every document that has targets)
    #[arg(id = "plan_of", value_name = "DOC|REGION")]
    of: Option<String>,
    /// Figures as they were known on this day (default: today)
    #[arg(long = "as-of", id = "known_on", value_name = "DATE")]
    as_of: Option<String>,
    /// As JSON, with every property
    #[arg(long)]
    json: bool,
    /// Write the list as CSV
    #[arg(long = "csv", id = "plan_csv", value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the list as a workbook
    #[arg(long = "xlsx", id = "plan_xlsx", value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Grouped by action or by responsible body
    #[arg(long, value_enum, default_value_t = Group::Action)]
    group: Group,
    /// Only targets with this verdict; may be repeated
    #[arg(long, value_parser = verdicts())]
    verdict: Vec<Verdict>,
    /// Only what this body answers for
    #[arg(long, value_name = "PARTY")]
    unit: Option<String>,
    /// Further tables of observations, a file or a folder; may be repeated
    #[arg(long, value_name = "PATH")]
    observations: Vec<PathBuf>,
    /// Folder of facts: what they give for an indicator stands beside what was reported
    #[arg(long, value_name = "DIR")]
    facts: Option<PathBuf>,
    /// Set of lights that judges, by name (default: the region's own, or those of the region next around it)
    #[arg(long, value_name = "NAME")]
    lights: Option<String>,
    /// Show the keys by which numbers are traced
    #[arg(long)]
    keys: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    Action,
    Unit,
}

/// A verdict by its word.
fn verdicts() -> impl TypedValueParser<Value = Verdict> {
    let words = PossibleValuesParser::new(Verdict::ALL.map(Verdict::word));
    words.try_map(|word| Verdict::ALL.into_iter().find(|verdict| verdict.word() == word).ok_or(word))
}

impl Plan {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.as_of.as_deref())?;
        let mut library = sound_library(global, lang)?;
        add_observations(&mut library, &self.observations, lang)?;
        let question = PlanQuestion {
            documents: match &self.of {
                Some(text) => documents(&library, text)?,
                None => plan_documents(&library),
            },
            as_of,
            verdicts: self.verdict.clone(),
            lights: self.lights.as_deref().map(|name| lights(library.program(), name)).transpose()?,
            unit: self.unit.as_deref().map(|unit| party(library.program(), unit)).transpose()?,
        };
        let counted = self.counted(&library, &question, lang)?;
        let computed = |indicator: IndicatorId, region: RegionId| counted.get(&(indicator, region)).copied();
        let found = plan(&library, &question, self.facts.as_ref().map(|_| &computed as Computed<'_>));
        if let Some(path) = &self.csv {
            write(path, plan_csv(&library, &found, lang), lang)?;
        }
        if let Some(path) = &self.xlsx {
            write(path, plan_xlsx(&library, &found, as_of, lang), lang)?;
        }
        if self.json {
            let rows: Vec<Value> = found.iter().map(|found| plan_json(&library, found, lang)).collect();
            outln!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        } else if self.csv.is_none() && self.xlsx.is_none() {
            let paint = Paint { colour: terminal::colour(global.color), lang };
            let view = view::View { library: &library, paint: &paint, width: terminal::width(), keys: self.keys };
            out!("{}", view.show(&found, &question, self.group == Group::Unit));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What indicators come to in regions.
type Counted = BTreeMap<(IndicatorId, RegionId), Range>;

impl Plan {
    /// What the facts give for the indicators of the documents' regions; nothing where no facts were named.
    fn counted(&self, library: &Library, question: &PlanQuestion, lang: Lang) -> Result<Counted, Failure> {
        let mut out = Counted::new();
        let Some(folder) = &self.facts else { return Ok(out) };
        let program = library.program();
        let facts = Facts::open_for_rules(program, folder, usize::MAX)?;
        if let Some(notice) = facts.notice(lang) {
            eprintln!("⚠ {notice}");
        }
        let mut regions: Vec<RegionId> = question.documents.iter().map(|doc| program.document(*doc).region).collect();
        regions.sort_unstable();
        regions.dedup();
        for region in regions {
            let wanted = Wanted { region, as_of: question.as_of, lang, threads: all_threads() };
            let survey = survey(program, &facts, wanted, Look::Totals, &mut |_| {})?;
            out.extend(survey.indicators.iter().map(|computed| ((computed.indicator, region), computed.value)));
        }
        Ok(out)
    }
}

/// Writes a file as a whole or not at all, and says that it is there.
pub(crate) fn write(path: &Path, bytes: Result<Vec<u8>, String>, lang: Lang) -> Result<(), Failure> {
    let bytes = bytes.map_err(|why| {
        let file = path.display();
        Failure::request(format!("写不了 {file}：{why}"), format!("{file} can't be written: {why}"))
    })?;
    wuwei_facts::replace_file(path, &bytes)?;
    eprintln!("{}", fill(words(lang).rows_written, &[("file", &path.display())]));
    Ok(())
}
