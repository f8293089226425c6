//! `wuwei tour`: a screen or two that show what the documents come to once they run.

mod one;
mod policy;
mod targets;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_engine::Evaluator;
use wuwei_facts::synth::{DAY, Wanted, write_city};
use wuwei_ir::{Date, Program};
use wuwei_project::{Library, Listing, fill, list, words};
use wuwei_source::{Lang, Name};

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{Facts, region, sound_library};
use crate::terminal;
use wuwei_survey::{Look, Wanted as Asked, all_threads, survey};

#[derive(Debug, Args)]
pub(crate) struct Tour {
    /// Folder for the synthetic city
    #[arg(long, value_name = "DIR", default_value = "data/demo-city")]
    out: PathBuf,
    /// How many enterprises
    #[arg(long, default_value_t = 5000)]
    enterprises: u32,
}

/// What the tour shows of the shipped library: the three plans, the policy, the kind of subject, the city.
const PLANS: [&str; 3] = ["jilin.plan-2025", "changchun.action-plan-2025", "chaoyang.plan-2025"];
const POLICY: &str = "changchun.policy-22";
const ENTERPRISE: &str = "企业";
/// The standing of the enterprise that is shown, because the policy pays for it.
const STANDING: &str = "专精特新中小企业";
const REGION: &str = "220100";
const SEED: u64 = 5616;

impl Tour {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let paint = Paint { colour: terminal::colour(global.color), lang };
        let words = words(lang);
        let library = sound_library(global, lang)?;
        let program = library.program();
        let day = Date::from_ymd(DAY.0, DAY.1, DAY.2).unwrap_or(Date::MIN);

        out!("{}", paint.heading(words.tour_library));
        outln!("  {}", sums(&library, day, lang));
        out!("{}", paint.heading(words.tour_targets));
        out!("{}", targets::show(&paint, &library, &PLANS, day));

        let wanted = Wanted { region: region(program, REGION)?, enterprises: self.enterprises, seed: SEED };
        write_city(program, wanted, &self.out)?;
        let facts = Facts::open(program, &self.out)?;
        let bar = terminal::progress(Some(facts.subjects()), words.evaluating);
        let asked = Asked { region: wanted.region, as_of: day, lang, threads: all_threads() };
        let survey = survey(program, &facts, asked, Look::Totals, &mut |n| bar.inc(n))?;
        bar.finish_and_clear();
        let values: [(&str, &dyn std::fmt::Display); 2] = [("n", &self.enterprises), ("dir", &self.out.display())];
        out!("{}", paint.heading(&fill(words.tour_city, &values)));
        outln!("  {}", paint.tint("33", &format!("⚠ {}", facts.notice(lang).unwrap_or(""))));
        let enterprise = program.entity_named(ENTERPRISE);
        if let Some(kind) = survey.kinds.iter().find(|kind| Some(kind.entity) == enterprise) {
            out!("{}", policy::ladders(&paint, program, kind));
        }
        if let Some(document) = document(&library, POLICY) {
            let title = program.document(document).title.get(lang);
            out!("{}", paint.heading(&fill(words.tour_policy, &[("title", &title.trim_matches(['《', '》']))])));
            out!("{}", policy::benefits(&paint, program, &survey, document));
        }

        let evaluator = Evaluator::new(program, facts.population(), day);
        if let Some(row) = enterprise.and_then(|entity| one::interesting(&evaluator, &facts, entity, STANDING)) {
            let found = facts.found(program, row);
            out!("{}", paint.heading(words.tour_one));
            out!("{}", one::answers(&paint, &evaluator, found));
            out!("{}", paint.heading(words.tour_why));
            let (benefit, proof) = one::proof(&paint, &library, &facts, &evaluator, row);
            out!("{proof}");
            out!("{}", paint.heading(words.tour_next));
            out!("{}", self.next(&paint, found.key.as_str(), &benefit, day));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn next(&self, paint: &Paint, key: &str, benefit: &str, day: Date) -> String {
        let dir = self.out.display();
        let program = if std::env::args().next().is_some_and(|name| name.contains("target")) {
            "cargo run --release --"
        } else {
            "wuwei"
        };
        let lines = [
            format!("ask {key} --facts {dir} --as-of {day}"),
            format!("explain {key} 专精特新中小企业 --facts {dir} --as-of {day}"),
            format!("run --facts {dir} --region 朝阳区 --as-of {day}"),
            format!("show {benefit}"),
            "list targets --document chaoyang.plan-2025".to_string(),
            "list mechanisms".to_string(),
            "check".to_string(),
            "template 企业 --out 企业.xlsx".to_string(),
        ];
        lines.iter().map(|line| format!("  {}\n", paint.tint("36", &format!("{program} {line}")))).collect()
    }
}

fn document(library: &Library, id: &str) -> Option<wuwei_ir::DocId> {
    library.context.scopes.document(Name::new(id))
}

fn sums(library: &Library, day: Date, lang: Lang) -> String {
    let program: &Program = library.program();
    let count = |listing: Listing| list(library, listing, day, lang).len();
    let mechanisms = list(library, Listing::Mechanisms, day, lang);
    let done = mechanisms.iter().filter(|row| row["open"] == false).count();
    let values: [(&str, &dyn std::fmt::Display); 9] = [
        ("documents", &program.documents.len()),
        ("levels", &PLANS.len()),
        ("actions", &program.actions.len()),
        ("targets", &program.targets.len()),
        ("statuses", &count(Listing::Statuses)),
        ("scores", &count(Listing::Scores)),
        ("benefits", &count(Listing::Benefits)),
        ("mechanisms", &mechanisms.len()),
        ("done", &done),
    ];
    fill(words(lang).tour_sums, &values)
}
