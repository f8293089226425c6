//! The shipped library over a folder of facts: how long compiling its rules takes for each kind of subject, and answering them.

use std::path::Path;
use std::time::Instant;

use wuwei_columnar::{Frame, GroupBy, Others, Question, Run};
use wuwei_facts::Folder;
use wuwei_ir::{Date, EntityId, GroupId};
use wuwei_project::{Kind, Library, Memory};

/// Runs of which the fastest counts.
const TIMES: usize = 3;

/// Answers all statuses, scores, benefits and totals of every kind of subject, and says what each kind took.
pub(crate) fn measure(folder: &Path, day: &str, threads: usize) -> Result<(), String> {
    let as_of = Date::parse(day).ok_or(format!("`{day}` is no day"))?;
    let library = Library::open(&Memory::new(as_of, []), None).map_err(|error| error.to_string())?;
    let program = library.program();
    let used = program.facts_in_use();
    let folder = Folder::open(folder).map_err(|error| error.to_string())?;
    let tables = folder.tables_of(program, &|_, fact| used[fact.index()]).map_err(|error| error.to_string())?;
    let others = Others::new(program, as_of, &tables);
    let names = program.group_names();
    println!(
        "{:<16}{:>12}{:>10}{:>12}{:>12}{:>12}{:>12}{:>18}",
        "kind", "subjects", "answers", "compile ms", "others ms", "run s", "ns a row", "rows × answers / s"
    );
    let mut whole = 0.0;
    for table in &tables {
        let entity: EntityId = table.entity;
        let kind = Kind::of(program, entity, &names, as_of);
        let ids = |all: &[(GroupId, wuwei_source::Name)]| all.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let question = Question {
            statuses: ids(&kind.statuses),
            scores: ids(&kind.scores),
            benefits: ids(&kind.benefits),
            total: ids(&kind.benefits),
            eligibility: true,
            ..Question::default()
        };
        let answers = question.statuses.len() + question.scores.len() + question.benefits.len();
        if answers == 0 || table.rows == 0 {
            continue;
        }
        let groups: Vec<GroupBy> =
            program.entity(entity).home.map(|home| GroupBy::each(program, home)).into_iter().collect();
        let frame = Frame::new(program, as_of, table.share(), Some(&others)).map_err(|error| error.to_string())?;
        // What others come to is found once and kept in the frame; a second compilation is compiling alone.
        let started = Instant::now();
        drop(Run::new(&frame, &question, &groups));
        let first = started.elapsed();
        let started = Instant::now();
        let run = Run::new(&frame, &question, &groups);
        let compiled = started.elapsed();
        let times = (0..TIMES).map(|_| {
            let started = Instant::now();
            let totals = run.totals(threads);
            assert_eq!(totals.iter().map(|group| group.subjects).sum::<u64>(), table.rows as u64, "nobody is lost");
            started.elapsed().as_secs_f64()
        });
        let seconds = times.fold(f64::INFINITY, f64::min);
        whole += seconds;
        println!(
            "{:<16}{:>12}{:>10}{:>12.1}{:>12.1}{:>12.3}{:>12.0}{:>18.3e}",
            program.entity(entity).head.shown(wuwei_source::Lang::En),
            table.rows,
            answers,
            compiled.as_secs_f64() * 1e3,
            first.saturating_sub(compiled).as_secs_f64() * 1e3,
            seconds,
            seconds * 1e9 / table.rows as f64,
            table.rows as f64 * answers as f64 / seconds,
        );
    }
    println!("all kinds: {whole:.3} s on {threads} thread(s)");
    Ok(())
}
