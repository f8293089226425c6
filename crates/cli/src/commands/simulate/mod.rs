//! `wuwei simulate`: a reform beside what is in force.

mod input;
mod json;
mod spending;
mod view;
mod year;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wuwei_facts::{RowCell, RowWriter};
use wuwei_ir::{EntityId, FactId, GroupId, ItemKind, Number, Program};
use wuwei_project::{Library, fill, simulation_words};
use wuwei_simulate::{
    Comparison, Grouping, KindChange, Person, RuleKind, World, compare, default_groupings, groupings_named,
};
use wuwei_source::{Lang, Name};

pub(crate) use input::share;
pub(crate) use view::amount;
pub(crate) use year::percent;

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{Facts, day, library_folder, near, region, require_sound};
use crate::terminal;
use crate::world::Disk;
use wuwei_survey::all_threads;

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// The reform: a document that reforms others, or one with the id of a document of the library
    #[arg(id = "reform", value_name = "REFORM.md")]
    reform: PathBuf,
    /// Folder of facts
    #[arg(long, value_name = "DIR")]
    facts: PathBuf,
    /// Region: code, id or name (default: the reform's)
    #[arg(long, id = "reform_region", value_name = "REGION")]
    region: Option<String>,
    /// Evaluation date (default: today, or the reform's first day where that is later)
    #[arg(long, id = "reform_day", value_name = "DATE")]
    as_of: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Write everybody whose amount or eligibility changes as CSV
    #[arg(long, id = "changes_csv", value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Tell people apart by a fact, a number perhaps with bounds: `职工总数:20,300,1000`; may be repeated
    #[arg(long, id = "by_fact", value_name = "FACT")]
    by: Vec<String>,
    /// Threads at most (default: as many as the processor has)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    #[command(flatten)]
    spending: spending::Options,
}

/// What was asked, read and compared.
pub(super) struct Asked<'a, 'p> {
    pub(super) before: &'a World<'p>,
    pub(super) after: &'a World<'p>,
    pub(super) reform: &'a Library,
    pub(super) title: wuwei_ir::Words,
    pub(super) compared: &'a Comparison,
    pub(super) threads: usize,
    /// Something that must be said wherever these facts are shown.
    pub(super) notice: Option<String>,
}

impl Simulate {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let folder = library_folder(global);
        let opened = Library::open_with(&Disk, folder.as_deref(), &self.reform)?;
        require_sound(&opened, global, lang)?;
        let is_own =
            |draft: &&Library| draft.draft().is_some_and(|doc| draft.is_own(draft.program().document(doc).file));
        let draft = opened.drafts.iter().find(is_own);
        // A whole document that takes another's place is compared with the library that it isn't in.
        let alone = match draft {
            Some(_) => None,
            None => Some(Library::open(&Disk, folder.as_deref())?),
        };
        if let Some(alone) = &alone {
            require_sound(alone, global, lang)?;
        }
        let (base, reform) = (alone.as_ref().unwrap_or(&opened), draft.unwrap_or(&opened));
        let (before, after) = (base.program(), reform.program());
        let changed = changed_documents(reform, before)?;
        let document = after.documents.iter().find(|document| document.id == changed[0]);
        let Some(document) = document else { return Err(nothing_to_compare()) };

        let as_of = match &self.as_of {
            Some(_) => day(self.as_of.as_deref())?,
            None => day(None)?.max(document.from),
        };
        if draft.is_some() && as_of < document.from {
            let from = document.from;
            return Err(Failure::request(
                format!("{as_of} 这一天修改还没有生效，它从 {from} 起；换一个 --as-of"),
                format!("on {as_of} the reform isn't in force yet; it begins on {from}: choose another --as-of"),
            ));
        }
        let region = match &self.region {
            Some(text) => region(before, text)?,
            None => document.region,
        };
        let facts = Facts::open_wanted(before, &self.facts, &self.wanted(before, after))?;
        let tables = facts.tables.iter().map(wuwei_facts::Table::share).collect();
        let mut before_world = World::new(before, tables, as_of, region);
        let mut after_world = match World::fits(before, after) {
            true => before_world.under(after),
            false => {
                let code = before.region(region).code;
                let region = after.region_named(code.as_str()).unwrap_or(region);
                World::new(
                    after,
                    Facts::open_wanted(after, &self.facts, &self.wanted(after, after))?.tables,
                    as_of,
                    region,
                )
            }
        };
        let asked_spending = self.spending.read(before, &before_world)?;
        // Years that nobody knows yet are carried on for the comparison too, in the middle of what is assumed.
        let carried = asked_spending.carry(&mut before_world, &mut after_world, 0.5);
        let threads = self.threads.map_or_else(all_threads, usize::from);
        let groupings = self.groupings(&before_world)?;
        let compared = compare(&before_world, &after_world, &changed, &groupings, threads)
            .map_err(|wrong| Failure::from(&wrong))?;
        let asked = Asked {
            before: &before_world,
            after: &after_world,
            reform,
            title: document.title,
            compared: &compared,
            threads,
            notice: facts.notice(lang).map(str::to_string),
        };
        let spent = asked_spending.spend(&asked, &facts, &self.facts, carried)?;
        if let Some(path) = &self.csv {
            write_rows(&asked, path)?;
            eprintln!("{}", fill(simulation_words(lang).rows_written, &[("file", &path.display())]));
        }
        if self.json {
            let json = json::simulation(&asked, spent.as_ref(), lang);
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        let paint = Paint { colour: terminal::colour(global.color), lang };
        out!("{}", view::simulation(&paint, &asked));
        if let Some(spent) = &spent {
            out!("{}", year::view(&paint, &asked, spent));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The facts that are read: those of the rules on both sides, what people are called, and what tells them apart.
    fn wanted<'f>(&self, program: &'f Program, other: &Program) -> impl Fn(EntityId, FactId) -> bool + 'f {
        let named = self.by.iter().flat_map(|text| {
            wuwei_simulate::fact_named(program, text.split_once(':').map_or(text.as_str(), |(name, _)| name))
        });
        let named: Vec<FactId> = named.collect();
        let mut used = program.facts_in_use();
        // A draft comes behind the documents that it reforms, so that facts of both have the same numbers.
        if World::fits(program, other) {
            used.iter_mut().zip(other.facts_in_use()).for_each(|(used, other)| *used |= other);
        }
        move |entity, id| {
            let (fact, kind) = (program.fact(id), program.entity(entity));
            let called = kind.key == Some(id) || kind.name == Some(id);
            used[id.index()] || called || named.contains(&id) || wuwei_simulate::tells_apart(program, fact)
        }
    }

    /// How people of each kind are told apart.
    fn groupings<'w>(&self, world: &'w World<'_>) -> Result<impl Fn(EntityId) -> Vec<Grouping> + 'w, Failure> {
        let program = world.program;
        let mut wanted: Vec<(FactId, Vec<Number>)> = Vec::new();
        for text in &self.by {
            let (name, bounds) = text.split_once(':').unwrap_or((text, ""));
            let found = wuwei_simulate::fact_named(program, name);
            if found.is_empty() {
                let hint = near(name, program.facts.iter().map(|fact| fact.name));
                return Err(Failure::request(
                    format!("没有事实 `{name}`{}", hint.zh),
                    format!("there is no fact `{name}`{}", hint.en),
                ));
            }
            for fact in found {
                let mut numbers = Vec::new();
                for bound in bounds.split(',').filter(|bound| !bound.trim().is_empty()) {
                    let typed = input::number(bound);
                    let factor = program.fact(fact).unit.factor;
                    // A bound without a unit is in the unit of the fact.
                    let number = typed.and_then(|typed| match typed.unit == wuwei_ir::Unit::NUMBER {
                        true => typed.number.mul(factor),
                        false => Some(typed.number),
                    });
                    numbers.push(number.ok_or_else(|| {
                        Failure::request(format!("`{bound}` 不是数"), format!("`{bound}` is no number"))
                    })?);
                }
                numbers.sort();
                wanted.push((fact, numbers));
            }
        }
        for entity in (0..program.entities.len()).map(EntityId::from_index) {
            groupings_named(world, entity, &wanted).map_err(|fact| {
                let name = program.fact(fact).name;
                Failure::request(
                    format!("不能按 `{name}` 分组：要有选项、是非、行业代码或数字的一列"),
                    format!("people can't be told apart by `{name}`: it takes a column of choices, yes or no, industry codes or numbers"),
                )
            })?;
        }
        Ok(move |entity| match wanted.is_empty() {
            true => default_groupings(world, entity),
            false => groupings_named(world, entity, &wanted).unwrap_or_default(),
        })
    }
}

fn nothing_to_compare() -> Failure {
    Failure::request(
        "这份文件既没有写 `reforms`，编号也不在文件库里，没有什么可比较的。改某一项就在文件头写 `reforms 文件编号`，再写改后的那一项",
        "the document neither says `reforms` nor has the id of a document of the library, so there is nothing to compare with. To change an item write `reforms ID` in the header, and the item as it would be",
    )
}

/// The documents that differ: the draft and what it reforms, or those that take the place of others of the same id.
fn changed_documents(reform: &Library, before: &Program) -> Result<Vec<Name>, Failure> {
    let program = reform.program();
    if let Some(draft) = reform.draft() {
        return Ok(vec![program.document(draft).id]);
    }
    let own = program.documents.iter().filter(|document| reform.is_own(document.file)).map(|document| document.id);
    let known: Vec<Name> = own.filter(|id| before.documents.iter().any(|document| document.id == *id)).collect();
    if known.is_empty() { Err(nothing_to_compare()) } else { Ok(known) }
}

/// The name of a rule as it is shown.
pub(super) fn shown(asked: &Asked<'_, '_>, rule: &wuwei_simulate::Rule, lang: Lang) -> &'static str {
    rule.shown(asked.before, asked.after, lang)
}

/// The key of somebody, and the name.
pub(super) fn who(asked: &Asked<'_, '_>, entity: EntityId, row: u32) -> (String, Option<String>) {
    asked.before.called(entity, row)
}

/// Everybody whose amounts change, clause by clause.
fn write_rows(asked: &Asked<'_, '_>, path: &std::path::Path) -> Result<(), Failure> {
    let mut writer = RowWriter::csv(path);
    let columns = ["kind", "key", "clause", "low_before", "high_before", "low_after", "high_after", "direction"];
    let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
    for kind in &asked.compared.kinds {
        let name = asked.before.program.entity(kind.entity).head.name.to_string();
        for clause in &kind.clauses {
            let all = [
                ("gains", &clause.people.winners),
                ("loses", &clause.people.losers),
                ("depends", &clause.people.undecided),
            ];
            for (direction, people) in all {
                for person in people {
                    let cells = row(asked, kind, clause.rule.name, person, direction);
                    writer.push(&name, &|| columns.clone(), cells)?;
                }
            }
        }
    }
    writer.finish()?;
    Ok(())
}

fn row(
    asked: &Asked<'_, '_>,
    kind: &KindChange,
    clause: Name,
    person: &Person,
    direction: &'static str,
) -> Vec<RowCell> {
    let money = |end: i64| match end {
        i64::MAX => RowCell::Text(String::new()),
        end => RowCell::Text(wuwei_project::yuan(Number::int(end))),
    };
    vec![
        RowCell::Text(asked.before.program.entity(kind.entity).head.name.to_string()),
        RowCell::Text(who(asked, kind.entity, person.row).0),
        RowCell::Text(clause.to_string()),
        money(person.before[0]),
        money(person.before[1]),
        money(person.after[0]),
        money(person.after[1]),
        RowCell::Word(direction),
    ]
}

/// The benefits of a comparison as they are in one of its worlds.
pub(super) fn benefits(asked: &Asked<'_, '_>, after: bool) -> Vec<GroupId> {
    let of = |rule: &wuwei_simulate::Rule| if after { rule.after } else { rule.before };
    let rules = asked.compared.rules.iter().filter(|rule| rule.kind == RuleKind::Benefit);
    rules.filter_map(of).collect()
}

/// The budget that a benefit names, in a program.
pub(super) fn budget_of(program: &Program, group: GroupId, as_of: wuwei_ir::Date) -> Option<wuwei_ir::BudgetId> {
    match &program.item(program.version(group, as_of)?).kind {
        ItemKind::Benefit(benefit) => benefit.budget,
        _ => None,
    }
}
