//! What somebody has told so far. The form carries it from page to page; the server keeps nothing of it.

use wuwei_engine::{Absence, Evaluator, Row, Value};
use wuwei_facts::{Given, read_name};
use wuwei_ir::{Date, EntityId, FactId, GroupId, Program, RelationId};
use wuwei_project::{Asked, ask};
use wuwei_reason::Stranger;
use wuwei_reason::questions::{self, Interview, Talk, Telling};
use wuwei_source::{Lang, Text};

use super::field::{Field, NONE, Said};
use super::lists::list_named;
use crate::snapshot::Snapshot;

/// So many answers at most; no kind of subject has as many facts in the years that rules read.
const ANSWERS: usize = 400;
/// So long is what a form carries at most, in bytes.
pub(super) const CARRIED: usize = 32 << 10;

/// One answer.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) fact: FactId,
    pub(super) year: Option<i32>,
    /// As it was written.
    pub(super) text: String,
    /// As it was understood.
    pub(super) said: Said,
}

/// What somebody has told, about what kind of subject, and which rule they want to know of.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) kind: EntityId,
    pub(super) about: Option<GroupId>,
    pub(super) told: Vec<Told>,
    /// The lists that there is nothing in.
    pub(super) without: Vec<RelationId>,
    /// Answers that don't fit the documents as they are now, or never did.
    pub(super) dropped: usize,
}

/// Why there is no sheet.
pub(super) enum NoSheet {
    /// Nothing is known of this kind of subject.
    Kind,
    /// More was sent than anybody can have answered.
    TooLong,
}

impl Sheet {
    pub(super) fn new(kind: EntityId, about: Option<GroupId>) -> Sheet {
        Sheet { kind, about, told: Vec::new(), without: Vec::new(), dropped: 0 }
    }

    /// The sheet that a form carries. Answers are read anew each time, for anybody may have written them.
    pub(super) fn carried(
        program: &Program,
        kind: &str,
        about: &str,
        answers: &str,
        today: Date,
    ) -> Result<Sheet, NoSheet> {
        if answers.len() > CARRIED {
            return Err(NoSheet::TooLong);
        }
        let about = rule_named(program, about);
        let kind = program.entities.iter().position(|entity| entity.head.name == kind).map(EntityId::from_index);
        let kind = about.map(|group| program.group(group).entity).or(kind).ok_or(NoSheet::Kind)?;
        let mut sheet = Sheet::new(kind, about);
        for line in answers.lines().filter(|line| !line.trim().is_empty()) {
            let given = Given::lines(line).ok().and_then(|mut given| given.pop());
            // No list is called as a fact is, so that a line says something of one or the other.
            let list = given.as_ref().filter(|given| given.value == NONE);
            if let Some(list) = list.and_then(|given| list_named(program, kind, &given.name)) {
                sheet.tell_none(list);
                continue;
            }
            let read = given.and_then(|given| {
                let (fact, year) = read_name(program, kind, &given.name).ok()?;
                let said = Field::of(program, fact)?.read(program, fact, &given.value, today).ok()?;
                Some(Told { fact, year, text: given.value, said })
            });
            match read {
                Some(told) if sheet.told.len() < ANSWERS => sheet.tell(told),
                _ => sheet.dropped += 1,
            }
        }
        Ok(sheet)
    }

    /// Takes an answer in; an earlier one to the same question gives way.
    pub(super) fn tell(&mut self, told: Told) {
        match self.place(told.fact, told.year) {
            Some(at) => self.told[at] = told,
            None => self.told.push(told),
        }
    }

    /// Takes in that there is nothing in a list.
    pub(super) fn tell_none(&mut self, list: RelationId) {
        if !self.without.contains(&list) {
            self.without.push(list);
        }
    }

    /// How much was answered, facts and lists.
    pub(super) fn answered(&self) -> usize {
        self.told.len() + self.without.len()
    }

    /// Whoever told this, as far as it isn't a fact.
    pub(super) fn stranger(&self) -> Stranger {
        Stranger::new(self.kind).without(&self.without)
    }

    /// Which answer tells a fact.
    pub(super) fn place(&self, fact: FactId, year: Option<i32>) -> Option<usize> {
        self.told.iter().position(|told| told.fact == fact && told.year == year)
    }

    /// The answers as a form carries them: a line each.
    pub(super) fn lines(&self, program: &Program) -> String {
        let line = |told: &Told| Given { name: program.fact(told.fact).column(told.year), value: told.text.clone() };
        let none =
            |list: &RelationId| Given { name: program.relation(*list).name.to_string(), value: NONE.to_string() };
        self.told.iter().map(line).chain(self.without.iter().map(none)).map(|given| format!("{given}\n")).collect()
    }

    /// The name of the rule that is asked about, empty where all are.
    pub(super) fn about_name(&self, program: &Program) -> &'static str {
        self.about.map_or("", |group| program.group_names()[group.index()].as_str())
    }

    /// A conversation in which all this was told.
    pub(super) fn interview<'a>(&self, snapshot: &'a Snapshot, stranger: &'a Stranger, day: Date) -> Interview<'a> {
        let program = snapshot.library().program();
        let row = stranger.row();
        let asks = move |asked: &questions::Asked| asked.subject == row && Field::of(program, asked.fact).is_some();
        let told = self.told.iter().map(|told| {
            let telling = match told.said {
                Said::Value(value) => Telling::Value(value),
                Said::Some => Telling::Within(Value::Atom(None, Absence::Never)),
                Said::Unknown => Telling::Unknown,
            };
            (questions::Asked { subject: row, fact: told.fact, year: told.year }, telling)
        });
        let talk = Talk { day, about: self.about, asks: Box::new(asks), told: told.collect() };
        Interview::with_a_stranger(program, stranger, snapshot.population(), talk)
    }

    /// What follows from it.
    pub(super) fn outcome(&self, program: &Program, interview: &Interview<'_>, day: Date) -> Asked {
        let evaluator = Evaluator::new(program, interview.known(), day);
        let row: Row = interview.subject();
        let mut asked = ask(&evaluator, row, None, None);
        if let Some(about) = self.about {
            asked.statuses.retain(|status| status.group == about);
            asked.scores.retain(|score| score.group == about);
            asked.values.retain(|value| value.group == about);
            asked.benefits.retain(|benefit| benefit.group == about);
            asked.groups.clear();
            if let [benefit] = asked.benefits.as_slice() {
                asked.total = benefit.answer.money;
            }
        }
        asked
    }
}

/// The rule with this name.
pub(super) fn rule_named(program: &Program, name: &str) -> Option<GroupId> {
    let names = program.group_names();
    (!name.is_empty()).then(|| names.iter().position(|known| *known == name))?.map(GroupId::from_index)
}

/// What a fact is called, with its year.
pub(super) fn called(program: &Program, fact: FactId, year: Option<i32>, lang: Lang) -> String {
    let name = program.fact(fact).shown(lang);
    match (year, lang) {
        (None, _) => name.to_string(),
        (Some(year), Lang::Zh) => format!("{year} 年{name}"),
        (Some(year), Lang::En) => format!("{name} in {year}"),
    }
}

/// What a kind of subject is called.
pub(super) fn kind_name(program: &Program, kind: EntityId) -> Text {
    let head = &program.entity(kind).head;
    Text::new(head.shown(Lang::Zh), head.shown(Lang::En))
}
