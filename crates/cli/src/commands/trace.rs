//! `wuwei trace`: a number of a list or report worked out again.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_plan::cascade::{amount, target_said};
use wuwei_plan::progress::Settings;
use wuwei_plan::trace::{TraceKey, trace};
use wuwei_project::{fill, plan_words, trace_json};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{add_observations, sound_library};
use crate::table::wrapped;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// The key printed beside the number, such as t-3f9a-2c1b-5b7e
    #[arg(id = "trace_key", value_name = "KEY")]
    key: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Further tables of observations, a file or a folder; may be repeated
    #[arg(long, value_name = "PATH")]
    observations: Vec<PathBuf>,
}

impl Trace {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let text = &self.key;
        let key = TraceKey::parse(text).ok_or_else(|| {
            Failure::request(
                format!("`{text}` 不是编号，编号写作 t-3f9a-2c1b-5b7e"),
                format!("`{text}` is no key; keys are written t-3f9a-2c1b-5b7e"),
            )
        })?;
        let mut library = sound_library(global, lang)?;
        add_observations(&mut library, &self.observations, lang)?;
        let program = library.program();
        let found = trace(program, &library.observations, key, &Settings::default()).ok_or_else(|| {
            Failure::request(
                format!("没有编号为 {key} 的数：编号抄错了，或者它来自别的文件库、别的观测值（用 --library、--observations 指明）"),
                format!("no number has the key {key}: it is mistyped, or of another library or other observations (name them with --library, --observations)"),
            )
        })?;
        if self.json {
            let json = trace_json(&library, &library.observations, &found, lang);
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let paint = Paint { colour: terminal::colour(global.color), lang };
        let said = plan_words(lang);
        let width = terminal::width();
        let title = program.document(found.document).title.get(lang).trim_matches(['《', '》']);
        let of = found.target.map_or_else(|| title.to_string(), |target| target_said(program, target, lang));
        let known = fill(said.known_on, &[("day", &key.day())]);
        outln!("{}  {known}", paint.tint("1", &key.to_string()));
        let value = paint.tint("1", found.value.get(lang));
        outln!(
            "{of}{}{}{}{value}",
            if lang == Lang::Zh { "，" } else { "; " },
            found.quantity.name().get(lang),
            if lang == Lang::Zh { "：" } else { ": " }
        );
        outln!("\n{}", paint.tint("2", said.formula));
        for line in wrapped(found.formula.get(lang), width - 2) {
            outln!("  {line}");
        }
        if !found.observations.is_empty() {
            outln!("\n{}", paint.tint("2", said.rests_on));
        }
        for at in &found.observations {
            let Some(seen) = library.observations.all().get(*at) else { continue };
            // As it was published; English readers know no 万 and 亿.
            let figure = seen.figure.map_or_else(String::new, |figure| match lang {
                Lang::Zh => format!("{} {}", figure.written.to_decimal(6), figure.unit.text()).trim_end().to_string(),
                Lang::En => amount(program, seen.indicator, figure.value, lang),
            });
            let indicator = program.indicator(seen.indicator).head.shown(lang);
            let region = program.region(seen.region).head.shown(lang);
            outln!("  {} {} {} {figure}  [{}]", region, indicator, seen.period.shown(), seen.status.shown(lang));
            let place = library.observations.place(*at).unwrap_or_default();
            outln!("    {}", paint.tint("2", format!("{}  {place}", seen.source).trim()));
            let note = seen.note.split(" | ").nth(usize::from(lang == Lang::En)).unwrap_or("");
            for line in wrapped(note, width - 4).iter().filter(|line| !line.is_empty()) {
                outln!("    {}", paint.tint("2", line));
            }
        }
        if let Some(place) = found.place {
            outln!("\n{}", paint.tint("2", said.stands));
            outln!("  {title}  {}", found.article);
            outln!("  {}", paint.tint("2", &library.sources.show(place)));
        }
        let told = if found.is_unchanged { paint.tint("2", said.unchanged) } else { paint.tint("33", said.changed) };
        outln!("\n{told}");
        Ok(ExitCode::SUCCESS)
    }
}
