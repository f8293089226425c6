//! Which facts a rule reads on a day, whatever they are.

use rustc_hash::FxHashSet;
use wuwei_ir::{
    Body, Date, EntityId, Expr, ExprId, FactId, Frequency, GroupId, Item, ItemKind, PartBody, Program, Type, When,
};

/// Whose fact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The subject's own.
    Own,
    /// That of a subject which it refers to or which refers to it; such references may lead back to the subject itself.
    Other,
}

/// A fact that a rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Read {
    /// Whose.
    pub whose: Whose,
    /// The fact.
    pub fact: FactId,
    /// Its year.
    pub year: Option<i32>,
}

/// The facts that a rule reads on a day, with those that its rules read, each once, in the order in which they are read. The
/// home that decides whether a rule concerns a subject is among them.
pub fn reads(program: &Program, group: GroupId, day: Date) -> Vec<Read> {
    reading(program, group, day).facts
}

/// What a rule or an expression reads.
pub(crate) struct Reading {
    /// The facts.
    pub(crate) facts: Vec<Read>,
    /// The rules that it asks, itself included.
    pub(crate) groups: Vec<GroupId>,
    /// Whether the day itself matters, and not only its year.
    pub(crate) by_day: bool,
}

/// What a rule reads on a day.
pub(crate) fn reading(program: &Program, group: GroupId, day: Date) -> Reading {
    let mut walk = Walk::new(program, day);
    walk.group(group, Whose::Own, None);
    walk.done()
}

/// What an expression of a rule reads for a subject in a year, on a day.
pub(crate) fn reading_of(program: &Program, item: &Item, expr: ExprId, year: Option<i32>, day: Date) -> Reading {
    let mut walk = Walk::new(program, day);
    let entity = item.entity;
    walk.expr(Place { body: &item.body, whose: Whose::Own, entity, year, around: (Whose::Own, entity) }, expr);
    walk.done()
}

struct Walk<'a> {
    program: &'a Program,
    day: Date,
    out: Vec<Read>,
    known: FxHashSet<Read>,
    open: FxHashSet<(GroupId, Whose, Option<i32>)>,
    by_day: bool,
}

/// Where an expression stands: the rule's body, whose facts it reads and of which kind they are, for which year, and the same
/// of the place around it.
#[derive(Clone, Copy)]
struct Place<'a> {
    body: &'a Body,
    whose: Whose,
    entity: EntityId,
    year: Option<i32>,
    around: (Whose, EntityId),
}

impl<'a> Walk<'a> {
    fn new(program: &'a Program, day: Date) -> Walk<'a> {
        let (known, open) = (FxHashSet::default(), FxHashSet::default());
        Walk { program, day, out: Vec::new(), known, open, by_day: false }
    }

    fn done(self) -> Reading {
        let mut groups: Vec<GroupId> = self.open.into_iter().map(|(group, ..)| group).collect();
        groups.sort_unstable();
        groups.dedup();
        Reading { facts: self.out, groups, by_day: self.by_day }
    }
}

impl Walk<'_> {
    fn read(&mut self, whose: Whose, fact: FactId, year: Option<i32>) {
        let declared = self.program.fact(fact);
        self.by_day |= declared.ty == Type::Date;
        self.note(whose, fact, year);
    }

    /// Reads a fact of which only the year matters.
    fn note(&mut self, whose: Whose, fact: FactId, year: Option<i32>) {
        let year = year.filter(|_| self.program.fact(fact).yearly);
        let read = Read { whose, fact, year };
        if self.known.insert(read) {
            self.out.push(read);
        }
    }

    fn group(&mut self, group: GroupId, whose: Whose, year: Option<i32>) {
        if !self.open.insert((group, whose, year)) {
            return;
        }
        let program = self.program;
        let Some(item) = program.version(group, self.day).map(|item| program.item(item)) else { return };
        if let Some(home) = program.entity(item.entity).home {
            self.read(whose, home, None);
        }
        let entity = item.entity;
        let place = Place { body: &item.body, whose, entity, year, around: (whose, entity) };
        self.item(item, place);
    }

    fn item(&mut self, item: &Item, place: Place<'_>) {
        if let Some(applies) = item.applies {
            self.expr(place, applies);
        }
        match &item.kind {
            ItemKind::Value { formula, .. } => self.expr(place, *formula),
            ItemKind::Status { condition } => self.expr(place, *condition),
            ItemKind::Score(score) => {
                for part in &score.parts {
                    if let PartBody::Formula(formula) = part.body {
                        self.expr(place, formula);
                    }
                }
            }
            ItemKind::Benefit(benefit) => {
                self.expr(place, benefit.when);
                if let Some(Frequency::OncePer(fact)) = benefit.frequency {
                    self.read(place.whose, fact, None);
                }
                self.expr(place, benefit.amount);
            }
        }
    }

    fn year_of(&self, when: When, context: Option<i32>) -> Option<i32> {
        match when {
            When::Single => None,
            When::Ago(years) => Some(self.day.year() - years as i32),
            When::In(year) => Some(year),
            When::Context => context,
        }
    }

    fn expr(&mut self, place: Place<'_>, id: ExprId) {
        match &place.body.get(id).expr {
            Expr::Today => self.by_day = true,
            Expr::Fact(fact, when) => {
                let year = self.year_of(*when, place.year);
                self.read(place.whose, *fact, year);
            }
            Expr::Item(group, _, when) => {
                let year = self.year_of(*when, place.year);
                self.group(*group, place.whose, year);
            }
            Expr::Weight(table, _) => {
                let by = self.program.weight_table(*table).by;
                self.group(by, place.whose, place.year);
            }
            Expr::Follow(reference, inner) => {
                self.read(place.whose, *reference, place.year);
                if let Type::Entity(entity) = self.program.fact(*reference).ty {
                    self.expr(Place { whose: Whose::Other, entity, ..place }, *inner);
                }
            }
            Expr::Outer(inner) => {
                let (whose, entity) = place.around;
                self.expr(Place { whose, entity, ..place }, *inner);
            }
            Expr::Expert(fact, within) => {
                self.read(place.whose, *fact, place.year);
                self.expr(place, *within);
            }
            Expr::OverYears { body, years, actual, .. } => {
                if *actual && let Some(founded) = self.program.entity(place.entity).founded {
                    self.note(place.whose, founded, None);
                }
                let this_year = self.day.year();
                for year in (this_year - *years as i32)..this_year {
                    self.expr(Place { year: Some(year), ..place }, *body);
                }
            }
            Expr::OverRelated { body, relation, filter, .. } => {
                let (to, by) = (self.program.relation(*relation).to, self.program.relation(*relation).by);
                self.read(Whose::Other, by, None);
                let around = (place.whose, place.entity);
                let there = Place { whose: Whose::Other, entity: to, around, ..place };
                for inner in body.iter().chain(filter) {
                    self.expr(there, *inner);
                }
            }
            expr => {
                let mut operands = Vec::new();
                expr.operands(&mut |operand| operands.push(operand));
                operands.into_iter().for_each(|operand| self.expr(place, operand));
            }
        }
    }
}
