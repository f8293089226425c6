//! `wuwei demo`: a screen or two that show what the documents come to once they run.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_engine::{Evaluator, Population as _, Range, Row, Verdict};
use wuwei_facts::synth::{DAY, Wanted, write_city};
use wuwei_ir::{Date, EntityId, Number, Program, TargetValue, Type};
use wuwei_project::{Explanation, Library, TargetProgress, ask, explain, fill, list, progress, survey, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::commands::run;
use crate::failure::Failure;
use crate::session::{Facts, region, sound_library};
use crate::table::{Align, Table, cut};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder for the synthetic city
    #[arg(long, value_name = "DIR", default_value = "data/demo-city")]
    out: PathBuf,
    /// How many enterprises
    #[arg(long, default_value_t = 5000)]
    enterprises: u32,
}

/// The three plans whose targets are shown.
const PLANS: [&str; 3] = ["jilin.plan-2025", "changchun.action-plan-2025", "chaoyang.plan-2025"];
const REGION: &str = "220100";
const SEED: u64 = 5616;

impl Demo {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let paint = Paint { colour: terminal::colour(global.color), lang };
        let words = words(lang);
        let library = sound_library(global, lang)?;
        let program = library.program();
        let day = Date::from_ymd(DAY.0, DAY.1, DAY.2).unwrap_or(Date::MIN);

        out!("{}", paint.heading(words.demo_library));
        outln!("  {}", sums(&library, lang));
        out!("{}", paint.heading(words.demo_targets));
        out!("{}", targets(&paint, &library, day));

        let wanted = Wanted { region: region(program, REGION)?, enterprises: self.enterprises, seed: SEED };
        let bar = terminal::progress(Some(u64::from(self.enterprises)), words.evaluating);
        write_city(program, wanted, &self.out)?;
        let facts = Facts::open(program, &self.out)?;
        let survey = survey(program, &facts.population, wanted.region, day, &mut |_, _| {}, &mut |n| bar.inc(n));
        bar.finish_and_clear();
        let values: [(&str, &dyn std::fmt::Display); 2] = [("n", &self.enterprises), ("dir", &self.out.display())];
        out!("{}", paint.heading(&fill(words.demo_city, &values)));
        outln!("  {}", paint.tint("33", &format!("⚠ {}", facts.notice(lang).unwrap_or(""))));
        let enterprise = program.entity_named("企业");
        if let Some(kind) = survey.kinds.iter().find(|kind| Some(kind.entity) == enterprise) {
            out!("{}", paint.heading(words.demo_policy));
            out!("{}", run::statuses(&paint, program, kind, Some(12)));
            out!("{}", run::benefits(&paint, program, kind, Some(8)));
        }

        let evaluator = Evaluator::new(program, &facts.population, day);
        if let Some(row) = enterprise.and_then(|entity| interesting(&evaluator, &facts, entity)) {
            let key = facts.population.key(row).map_or("", |key| key.as_str());
            let found = facts.subject(program, key, None)?;
            out!("{}", paint.heading(words.demo_one));
            let asked = ask(&evaluator, found.row, found.key, found.called);
            out!("{}", paint.asked(program, &asked, None));
            out!("{}", paint.heading(words.demo_why));
            out!("{}", why(&paint, &library, &facts, &evaluator, row));
            out!("{}", paint.heading(words.demo_next));
            out!("{}", self.next(&paint, key, day));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn next(&self, paint: &Paint, key: &str, day: Date) -> String {
        let dir = self.out.display();
        let program = if std::env::args().next().is_some_and(|name| name.contains("target")) {
            "cargo run --release --"
        } else {
            "wuwei"
        };
        let lines = [
            format!("ask {key} --facts {dir} --as-of {day}"),
            format!("explain {key} 专精特新中小企业 --facts {dir} --as-of {day}"),
            format!("run --facts {dir} --region 220100 --as-of {day}"),
            "show 专精特新认定奖励".to_string(),
            "list targets".to_string(),
            "list mechanisms".to_string(),
            "check".to_string(),
            "test".to_string(),
        ];
        lines.iter().map(|line| format!("  {}\n", paint.tint("36", &format!("{program} {line}")))).collect()
    }
}

fn sums(library: &Library, lang: Lang) -> String {
    use wuwei_project::Listing;
    let program = library.program();
    let count = |listing: Listing| list(library, listing, lang).len();
    let mechanisms = list(library, Listing::Mechanisms, lang);
    let done = mechanisms.iter().filter(|row| row["open"] == false).count();
    let values: [(&str, &dyn std::fmt::Display); 8] = [
        ("levels", &PLANS.len()),
        ("actions", &program.actions.len()),
        ("targets", &program.targets.len()),
        ("statuses", &count(Listing::Statuses)),
        ("scores", &count(Listing::Scores)),
        ("benefits", &count(Listing::Benefits)),
        ("mechanisms", &mechanisms.len()),
        ("done", &done),
    ];
    fill(words(lang).demo_sums, &values)
}

/// Targets of the three plans that a published value can be held against.
fn targets(paint: &Paint, library: &Library, day: Date) -> String {
    let words = words(paint.lang);
    let program = library.program();
    let all = progress(program, &library.observations, day);
    let mut out = String::new();
    for id in PLANS {
        let Some(doc) = library.context.scopes.document(wuwei_source::Name::new(id)) else { continue };
        let document = program.document(doc);
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Right, Align::Left]);
        let mut unshown = 0;
        let mut shown = 0;
        for target in all.iter().filter(|progress| program.target(progress.target).doc == doc) {
            match row(paint, program, target) {
                Some(cells) => {
                    table.cells(cells);
                    shown += 1;
                }
                None => unshown += 1,
            }
        }
        out += &format!("  {}\n", paint.tint("1", &cut(document.title.get(paint.lang), 76)));
        if shown > 0 {
            out += &table.show();
        }
        out += &format!("  {}\n\n", paint.tint("2", &fill(words.demo_unshown, &[("n", &unshown)])));
    }
    out.pop();
    out
}

fn row(paint: &Paint, program: &Program, progress: &TargetProgress<'_>) -> Option<Vec<String>> {
    let words = words(paint.lang);
    let target = program.target(progress.target);
    let latest = progress.latest?;
    let TargetValue::Number { written, unit, .. } = target.value else { return None };
    if !progress.comparable {
        return None;
    }
    let indicator = program.indicator(target.indicator);
    let goal = format!("{} {}{}", target.op.sign(), written.to_decimal(2), unit.text());
    let year = target.deadline.map_or_else(String::new, |deadline| deadline.year().to_string());
    let value = format!("{}{} ({})", latest.written.to_decimal(2), latest.unit.text(), latest.period);
    let status = match (progress.met, progress.gap) {
        (Some(true), _) => paint.tint("32", &format!("● {}", words.met)),
        (_, Some(gap)) => {
            // The gap is shown in the unit in which the target is written.
            let gap = gap.div(unit.factor).unwrap_or(gap);
            let gap = format!("{}{}", gap.to_decimal(2), unit.text());
            paint.tint("33", &format!("○ {}", fill(words.to_go, &[("gap", &gap)])))
        }
        _ => String::new(),
    };
    let conflict = if latest.in_conflict { " *" } else { "" };
    Some(vec![indicator.head.shown(paint.lang).to_string(), goal, year, format!("{value}{conflict}"), status])
}

/// An enterprise whose answers show all that there is: some certain, some exact, some waiting for facts.
fn interesting(evaluator: &Evaluator<'_>, facts: &Facts<'_>, entity: EntityId) -> Option<Row> {
    let program = evaluator.program();
    let groups: Vec<(wuwei_ir::GroupId, bool)> = program
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.entity == entity)
        .map(|(n, group)| (wuwei_ir::GroupId::from_index(n), group.ty == Type::MONEY))
        .collect();
    let score = |row: Row| {
        evaluator.forget();
        let mut kinds = [0usize; 4];
        for (group, is_benefit) in &groups {
            if !is_benefit {
                continue;
            }
            let answer = evaluator.benefit(*group, row);
            let exact = answer.money.exact().is_some();
            match answer.eligible {
                Verdict::Yes if exact && answer.money != Range::exactly(Number::ZERO) => kinds[0] += 1,
                Verdict::Yes => kinds[1] += 1,
                Verdict::Unknown => kinds[2] += 1,
                _ => {}
            }
        }
        // One of each first, then as many certain ones as possible.
        let variety = kinds.iter().filter(|n| **n > 0).count();
        (variety, kinds[0], kinds[1], usize::MAX - kinds[2])
    };
    let rows = (0..facts.population.len(entity).min(600)).map(|index| Row { entity, index });
    rows.max_by_key(|row| (score(*row), std::cmp::Reverse(row.index)))
}

/// The proof of the first exact benefit.
fn why(paint: &Paint, library: &Library, facts: &Facts<'_>, evaluator: &Evaluator<'_>, row: Row) -> String {
    let program = library.program();
    let names = program.group_names();
    let best = (0..names.len()).map(wuwei_ir::GroupId::from_index).find(|group| {
        let of = program.group(*group);
        if of.entity != row.entity || of.ty != Type::MONEY {
            return false;
        }
        let answer = evaluator.benefit(*group, row);
        let exact = answer.money.exact().is_some_and(|money| money > Number::ZERO);
        answer.eligible == Verdict::Yes && exact
    });
    let Some(best) = best else { return String::new() };
    let trace = evaluator.trace(best, row);
    let explanation = Explanation {
        library,
        population: Some(&facts.population),
        lang: paint.lang,
        as_of: evaluator.as_of(),
        colour: paint.colour,
    };
    explain(&explanation, &trace).lines().map(|line| format!("  {line}\n")).collect()
}
