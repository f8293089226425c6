//! Subjects: enterprises, talents and projects, each with facts, standings and benefits.

mod advise;
mod benefits;
mod facts;
mod ladder;
mod list;
mod profile;
mod questions;
mod standings;
mod statement;
mod why;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use maud::Markup;
use wuwei_engine::{Evaluator, Population as _, Row};
use wuwei_facts::Population;
use wuwei_ir::{EntityId, GroupId, ItemKind, Literal, Program};
use wuwei_project::{Asked, ask, text_fact};
use wuwei_source::{Name, Text};

use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::policies::segment;
use crate::pages::{Moment, answer};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

/// Its addresses.
pub(crate) fn routes() -> Router<Arc<Workbench>> {
    Router::new()
        .route("/subjects", get(list::get))
        .route("/subjects/{kind}/{key}", get(profile::get))
        .route("/subjects/{kind}/{key}/questions", get(questions::get))
        .route("/subjects/{kind}/{key}/statement", get(statement::get))
        .route("/subjects/{kind}/{key}/why/{rule}", get(why::get))
        .route("/subjects/{kind}/{key}/advise/{rule}", get(advise::get))
}

/// A subject that a page is about.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) row: Row,
    pub(crate) key: Name,
    pub(crate) called: Option<Name>,
}

impl Subject {
    /// The subject that an address names. The words of the address are compared and never kept.
    pub(crate) fn find(moment: &Moment<'_>, kind: &str, key: &str) -> Result<Subject, Fault> {
        let program = moment.snapshot.library().program();
        let population = moment.snapshot.population();
        let is_meant = |entity: &EntityId| program.entity(*entity).head.name == kind;
        let mut entities = (0..program.entities.len()).map(EntityId::from_index).filter(is_meant).peekable();
        if entities.peek().is_none() {
            let what =
                Text::new(format!("没有“{kind}”这一类主体"), format!("there is no kind of subject called {kind}"));
            return Err(Fault::not_found(what));
        }
        let row = entities.find_map(|entity| {
            let mut rows = (0..population.len(entity)).map(|index| Row { entity, index });
            rows.find(|row| population.key(*row).is_some_and(|known| known == key))
        });
        let row = row.ok_or_else(|| {
            Fault::not_found(Text::new(format!("没有代码为“{key}”的{kind}"), format!("no {kind} has the code {key}")))
        })?;
        Subject::of(program, population, row)
            .ok_or_else(|| Fault::failed(Text::new("读不出代码", "its code can't be read")))
    }

    /// A subject of the population; one without a code has no page.
    pub(crate) fn of(program: &Program, population: &Population<'_>, row: Row) -> Option<Subject> {
        let called = text_fact(population, row, program.entity(row.entity).name);
        Some(Subject { row, key: population.key(row)?, called })
    }

    /// What people call it: its name, else its code.
    pub(crate) fn shown(&self) -> &'static str {
        self.called.unwrap_or(self.key).as_str()
    }

    /// Where its page is.
    pub(crate) fn address(self, program: &Program) -> String {
        let kind = &program.entity(self.row.entity).head.name;
        format!("/subjects/{}/{}", segment(kind.as_str()), segment(self.key.as_str()))
    }

    /// Everything that rules say about it.
    pub(crate) fn ask(&self, moment: &Moment<'_>) -> Asked {
        let evaluator = Evaluator::new(moment.snapshot.library().program(), moment.snapshot.population(), moment.as_of);
        ask(&evaluator, self.row, Some(self.key), self.called)
    }

    /// Where it is at home, in words.
    pub(crate) fn home(&self, moment: &Moment<'_>) -> Option<&'static str> {
        let program = moment.snapshot.library().program();
        let home = program.entity(self.row.entity).home?;
        match moment.snapshot.population().fact(self.row, home, None)? {
            Literal::Region(region) => Some(program.region(region).head.shown(moment.asking.lang)),
            _ => None,
        }
    }
}

/// A page about the subject that an address names: its title and what it shows.
pub(crate) async fn about(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    (kind, key): (String, String),
    show: impl FnOnce(&Moment<'_>, &Subject) -> Result<(String, Markup), Fault> + Send + 'static,
) -> Response {
    answer(bench, asking, move |moment| {
        let subject = Subject::find(moment, &kind, &key)?;
        let (title, body) = show(moment, &subject)?;
        // The name stands in every title, so that windows can be told from each other.
        let title =
            if title.is_empty() { subject.shown().to_string() } else { format!("{title} · {}", subject.shown()) };
        Ok(Page::new(Section::Subjects, title, body))
    })
    .await
}

/// A rule about a kind of subject that an address names.
pub(crate) fn rule(moment: &Moment<'_>, entity: EntityId, name: &str) -> Result<GroupId, Fault> {
    let program = moment.snapshot.library().program();
    let named = moment.snapshot.clauses().named(program, name);
    named.into_iter().find(|group| program.group(*group).entity == entity).ok_or_else(|| {
        let kind = &program.entity(entity).head;
        let label = kind.label.unwrap_or(kind.name);
        Fault::not_found(Text::new(
            format!("没有名为“{name}”的{}条款", kind.name),
            format!("there is no clause called {name} about {label}"),
        ))
    })
}

/// The kinds of subjects that are known and that a rule in force asks about, those that most rules ask about first.
pub(crate) fn kinds(moment: &Moment<'_>) -> Vec<(EntityId, u32)> {
    let program = moment.snapshot.library().program();
    let population = moment.snapshot.population();
    let rules = |entity: EntityId| {
        let own = program.groups.iter().enumerate().filter(|(_, group)| group.entity == entity);
        let in_force = own.filter_map(|(at, _)| program.version(GroupId::from_index(at), moment.as_of));
        in_force.filter(|id| !matches!(program.item(*id).kind, ItemKind::Value { .. })).count()
    };
    let all = (0..program.entities.len()).map(EntityId::from_index);
    let keyed = all.filter(|entity| program.entity(*entity).key.is_some());
    let counted = keyed.map(|entity| (rules(entity), entity, population.len(entity)));
    let mut known: Vec<_> = counted.filter(|(rules, _, people)| *rules > 0 && *people > 0).collect();
    known.sort_by_key(|(rules, entity, _)| (std::cmp::Reverse(*rules), *entity));
    known.into_iter().map(|(_, entity, people)| (entity, people)).collect()
}
