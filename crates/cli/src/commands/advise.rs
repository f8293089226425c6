//! `wuwei advise`

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use wuwei_engine::{Evaluator, Population as _, Row, Verdict};
use wuwei_facts::Population;
use wuwei_ir::{Date, GroupId, Literal, Number, Program, RegionId};
use wuwei_project::{Advised, Candidate, District, Library, advise_words, district_csv, goal_name, goal_number};
use wuwei_reason::{Extent, Goal, NoGoal, advise};
use wuwei_source::Lang;

use crate::args::Global;
use crate::commands::show::not_explained;
use crate::failure::Failure;
use crate::session::{Facts, day, region, sound_library};
use crate::table::{Align, Table};
use crate::terminal;

/// Conditions that a search for one subject may ask; with them it takes about a tenth of a second.
const MOST: u64 = 12_000;

/// The same for each subject of a region.
const MOST_EACH: u64 = 6_000;

#[derive(Debug, Args)]
pub(crate) struct Advise {
    /// Code or name of the subject, and the goal: a standing, a benefit, or a score with the number to reach (NAME>=60)
    #[arg(required = true, num_args = 1..=2, value_names = ["ID", "GOAL"])]
    asked_for: Vec<String>,
    /// Folder of facts
    #[arg(long, value_name = "DIR")]
    facts: PathBuf,
    /// Day of the question (default: today)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Kind of subject (default: found by its code)
    #[arg(long)]
    kind: Option<String>,
    /// Everybody of a region instead of one subject, the closest first; the goal may be a ladder
    #[arg(long, value_name = "REGION")]
    district: Option<String>,
    /// How many ways to show that change different facts
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    alternatives: u8,
    /// Milliseconds after which the best found so far is given
    #[arg(long, value_name = "MS")]
    within: Option<u64>,
    /// Show the whole proof of each way
    #[arg(long)]
    proofs: bool,
    /// How many of the region to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Write all of the region with a way as CSV
    #[arg(long, value_name = "FILE", requires = "district")]
    csv: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Advise {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let interrupted = terminal::end_gently_when_interrupted();
        let today = day(self.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let facts = Facts::open(library.program(), &self.facts)?;
        match (&self.district, self.asked_for.as_slice()) {
            (None, [id, goal]) => self.one(global, lang, &library, &facts, (id, goal), (today, interrupted)),
            (Some(district), [goal]) => {
                self.district(global, lang, &library, &facts, (district, goal), (today, interrupted))
            }
            (None, _) => Err(Failure::request(
                "要写主体和目标两样：wuwei advise 代码 身份",
                "name the subject and the goal: wuwei advise ID GOAL",
            )),
            (Some(_), _) => Err(Failure::request(
                "有 --district 时只写目标：wuwei advise --district 区域 身份",
                "with --district only the goal is named: wuwei advise --district REGION GOAL",
            )),
        }
    }

    fn one(
        &self,
        global: &Global,
        lang: Lang,
        library: &Library,
        facts: &Facts<'_>,
        (id, goal): (&str, &str),
        (today, interrupted): (Date, fn() -> bool),
    ) -> Result<ExitCode, Failure> {
        let program = library.program();
        let found = facts.subject(program, id, self.kind.as_deref())?;
        let goal = goal_of(program, Some(found.row.entity), goal)?;
        let start = Instant::now();
        let within = self.within.map(Duration::from_millis);
        let stop = || interrupted() || within.is_some_and(|within| start.elapsed() >= within);
        let most = if within.is_some() { u64::MAX } else { MOST };
        let limits = Extent { alternatives: usize::from(self.alternatives), most, stop: &stop };
        let population = facts.population();
        let advice = advise(program, population, found.row, goal, today, limits);
        let advised = Advised {
            library,
            population,
            row: found.row,
            key: found.key,
            called: found.called,
            today,
            advice: &advice,
            lang,
            colour: terminal::colour(global.color) && !self.json,
        };
        if self.json {
            let json = advised.json(facts.notice(lang));
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else {
            if let Some(notice) = facts.notice(lang) {
                outln!("⚠ {notice}");
            }
            out!("{}", advised.text(self.proofs));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn district(
        &self,
        global: &Global,
        lang: Lang,
        library: &Library,
        facts: &Facts<'_>,
        (district, goal): (&str, &str),
        (today, interrupted): (Date, fn() -> bool),
    ) -> Result<ExitCode, Failure> {
        let program = library.program();
        let region = region(program, district)?;
        let (called, rungs) = rungs(program, goal, lang)?;
        let entity = program.group(rungs[0].group).entity;
        let population = facts.population();
        let rows: Vec<Row> = (0..population.len(entity))
            .map(|index| Row { entity, index })
            .filter(|row| is_in(program, population, *row, region))
            .collect();
        let sweep = Sweep { program, population, rungs: &rungs, today, interrupted };
        let bar = terminal::progress(Some(rows.len() as u64), if lang == Lang::Zh { "查找" } else { "searching" });
        let (found, already) = sweep.run(&rows, || bar.inc(1));
        bar.finish_and_clear();
        let candidates = found.into_iter().map(|(row, advice)| {
            let found = facts.found(program, row);
            Candidate { row, key: found.key, called: found.called, advice }
        });
        let candidates = candidates.collect();
        let mut district = District { library, population, region, goal: called, today, lang, candidates, already };
        district.sort();
        if let Some(path) = &self.csv {
            write_csv(path, &district)?;
        }
        if self.json {
            let json = district.json(facts.notice(lang));
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(notice) = facts.notice(lang) {
            outln!("⚠ {notice}");
        }
        out!("{}", self.table(global, &district, lang));
        Ok(ExitCode::SUCCESS)
    }

    fn table(&self, global: &Global, district: &District<'_>, lang: Lang) -> String {
        let words = advise_words(lang);
        let [title, tally] = district.head();
        let bold = |text: &str| match terminal::colour(global.color) {
            true => format!("\x1b[1m{text}\x1b[0m"),
            false => text.to_string(),
        };
        let mut out = format!("{}\n{tally}\n", bold(&title));
        let rows = district.rows();
        if rows.is_empty() {
            out += &format!("{}\n", words.district_none);
            return out;
        }
        let mut table = Table::new(&[Align::Right, Align::Left, Align::Left, Align::Right, Align::Left, Align::Left]);
        table.row([words.rank, words.subject, words.next_rung, words.effort_head, words.earliest, words.changes]);
        for [rank, key, name, goal, effort, day, changes] in rows.into_iter().take(self.top) {
            let subject = if name.is_empty() { key } else { format!("{key} {name}") };
            table.row([&rank, &subject, &goal, &effort, &day, &changes]);
        }
        out += &table.show();
        out += &format!("※ {}\n", words.efforts_are);
        out
    }
}

/// A goal by its name: `身份`, `得分>=60`. `entity` is the kind of subject, where it is known.
fn goal_of(program: &Program, entity: Option<wuwei_ir::EntityId>, text: &str) -> Result<Goal, Failure> {
    let (name, number) = match text.split_once(">=") {
        Some((name, number)) => (name.trim(), Some(number.trim())),
        None => (text.trim(), None),
    };
    let matching = |n: &usize| {
        let group = &program.groups[*n];
        entity.is_none_or(|entity| group.entity == entity) && program.is_called(GroupId::from_index(*n), name)
    };
    let Some(group) = (0..program.groups.len()).find(matching).map(GroupId::from_index) else {
        let entity = entity.or_else(|| program.groups.first().map(|group| group.entity));
        return Err(match entity {
            Some(entity) => not_explained(program, name, entity),
            None => Failure::request(format!("没有规则 `{name}`"), format!("there is no rule `{name}`")),
        });
    };
    let wrong = || {
        Failure::request(
            format!("`{text}` 里的数不对，写作 {name}>=60，有单位的带单位：{name}>=5%"),
            format!("the number in `{text}` can't be read; write {name}>=60, with a unit where it has one: {name}>=5%"),
        )
    };
    let ty = program.group(group).ty;
    let number_of = |text: &str| goal_number(ty, text).ok_or_else(wrong);
    // Whether a number makes sense at all is said before how it is written.
    let goal = match (Goal::new(program, group, number.map(|_| Number::ZERO)), number) {
        (Ok(_), Some(text)) => Goal::new(program, group, Some(number_of(text)?)),
        (goal, _) => goal,
    };
    goal.map_err(|why| match why {
        NoGoal::NumberMissing => Failure::request(
            format!("`{name}` 是得分或数值，写上要达到多少：{name}>=60"),
            format!("`{name}` is a score or a value; say what to reach: {name}>=60"),
        ),
        NoGoal::NeedlessNumber => Failure::request(
            format!("`{name}` 只有是或否，不写要达到多少"),
            format!("`{name}` is a matter of yes or no and has no number to reach"),
        ),
        NoGoal::NotComparable => Failure::request(
            format!("`{name}` 逐年不同，或者不是数量，不能当作目标"),
            format!("`{name}` differs by year or is no quantity, so it can't be a goal"),
        ),
        NoGoal::BeyondMaximum(most) => Failure::request(
            format!("`{name}` 最多 {}，达不到 {}", most.to_decimal(2), number.unwrap_or_default()),
            format!("`{name}` is {} at most and can't reach {}", most.to_decimal(2), number.unwrap_or_default()),
        ),
    })
}

/// The goals of a sweep, the lowest first, and what they are called: the steps of a ladder, or one goal.
fn rungs(program: &Program, text: &str, lang: Lang) -> Result<(String, Vec<Goal>), Failure> {
    let named = |head: &wuwei_ir::Head| {
        head.name == text.trim() || head.label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(text.trim()))
    };
    match program.ladders.iter().find(|ladder| named(&ladder.head)) {
        Some(ladder) if !ladder.steps.is_empty() => {
            let steps = ladder.steps.iter().map(|step| Goal { group: step.to, at_least: None }).collect();
            Ok((ladder.head.shown(lang).to_string(), steps))
        }
        _ => {
            let goal = goal_of(program, None, text)?;
            Ok((goal_name(program, goal, lang), vec![goal]))
        }
    }
}

fn is_in(program: &Program, population: &Population<'_>, row: Row, region: RegionId) -> bool {
    let home = program.entity(row.entity).home.and_then(|home| population.fact(row, home, None));
    matches!(home, Some(Literal::Region(home)) if program.is_within(home, region))
}

/// Everybody of a region, one after the other on as many threads as there are.
struct Sweep<'a> {
    program: &'a Program,
    population: &'a Population<'a>,
    rungs: &'a [Goal],
    today: Date,
    /// Whether whoever isn't looked at yet is to be left out.
    interrupted: fn() -> bool,
}

impl Sweep<'_> {
    /// The advice for each who isn't on the highest rung, and how many are.
    fn run(&self, rows: &[Row], done: impl Fn() + Sync) -> (Vec<(Row, wuwei_reason::Advice)>, usize) {
        let next = AtomicUsize::new(0);
        let already = AtomicUsize::new(0);
        let found = Mutex::new(Vec::new());
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                        match self.next_rung(*row) {
                            Some(goal) => {
                                let limits = Extent { alternatives: 1, most: MOST_EACH, stop: &self.interrupted };
                                let advice = advise(self.program, self.population, *row, goal, self.today, limits);
                                own.push((*row, advice));
                            }
                            None => {
                                already.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        done();
                    }
                    found.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
                });
            }
        });
        (found.into_inner().unwrap_or_else(PoisonError::into_inner), already.into_inner())
    }

    /// The rung above the highest that a subject stands on.
    fn next_rung(&self, row: Row) -> Option<Goal> {
        let evaluator = Evaluator::new(self.program, self.population, self.today);
        let stands = |goal: &Goal| goal.verdict(&evaluator, row) == Verdict::Yes;
        let at = self.rungs.iter().rposition(stands).map_or(0, |at| at + 1);
        self.rungs.get(at).copied()
    }
}

fn write_csv(path: &std::path::Path, district: &District<'_>) -> Result<(), Failure> {
    std::fs::write(path, district_csv(district))
        .map_err(|source| Failure::Facts(wuwei_facts::FactsError::Io { path: path.to_path_buf(), source }))
}
