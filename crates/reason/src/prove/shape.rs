//! Whom a question takes: the subject asked about, those that its rules look at besides, and the facts that they read.

use rustc_hash::FxHashMap;
use wuwei_engine::Row;
use wuwei_ir::{
    Aggregate, Body, Date, EntityId, Expr, ExprId, FactId, Frequency, GroupId, Item, ItemKind, PartBody, Program,
    RelationId, Type, When,
};
use wuwei_source::Name;

/// How a subject came to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Link {
    /// A fact of the other refers to it.
    Follow(FactId),
    /// It may be one of those that the relation of the other leads to.
    Member(RelationId, u32),
}

/// A subject.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) row: Row,
    /// The name under which others refer to it.
    pub(crate) name: Name,
    /// Whose link leads to it.
    pub(crate) from: Option<(usize, Link)>,
}

/// A fact of one of the subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Var {
    pub(crate) slot: usize,
    pub(crate) fact: FactId,
    pub(crate) year: Option<i32>,
}

/// The subjects and facts that some rules of one kind of subject need on a day. The subject asked about is the first.
pub(crate) struct Shape<'a> {
    pub(crate) program: &'a Program,
    pub(crate) day: Date,
    pub(crate) slots: Vec<Slot>,
    pub(crate) vars: Vec<Var>,
    by_var: FxHashMap<Var, usize>,
    links: FxHashMap<(usize, Link), usize>,
    open: rustc_hash::FxHashSet<(GroupId, usize, Option<i32>)>,
}

/// So many steps away others are looked at.
const DEEPEST: usize = 3;

/// So many members of a list are made up where they are counted or summed.
const COUNTED: u32 = 3;

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Place<'b> {
    body: &'b Body,
    slot: usize,
    outer: usize,
    year: Option<i32>,
    depth: usize,
}

impl<'a> Shape<'a> {
    /// What these rules need.
    pub(crate) fn of(program: &'a Program, day: Date, entity: EntityId, rules: &[GroupId]) -> Shape<'a> {
        let row = Row { entity, index: 0 };
        let root = Slot { row, name: name_of(program, entity, 0), from: None };
        let mut shape = Shape {
            program,
            day,
            slots: vec![root],
            vars: Vec::new(),
            by_var: FxHashMap::default(),
            links: FxHashMap::default(),
            open: rustc_hash::FxHashSet::default(),
        };
        for rule in rules {
            shape.group(*rule, 0, None, 0);
        }
        shape
    }

    /// The position of a fact.
    pub(crate) fn var(&self, var: Var) -> Option<usize> {
        self.by_var.get(&var).copied()
    }

    /// The position of a fact of a row.
    pub(crate) fn var_of(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<usize> {
        let slot = self.slot_of(row)?;
        self.var(Var { slot, fact, year })
    }

    /// The subject that a row is.
    pub(crate) fn slot_of(&self, row: Row) -> Option<usize> {
        self.slots.iter().position(|slot| slot.row == row)
    }

    /// The subject to which a reference of another leads.
    pub(crate) fn followed(&self, slot: usize, fact: FactId) -> Option<usize> {
        self.links.get(&(slot, Link::Follow(fact))).copied()
    }

    /// Those that may be members of a relation of a subject.
    pub(crate) fn members(&self, slot: usize, relation: RelationId) -> impl Iterator<Item = usize> {
        (0..COUNTED).map_while(move |n| self.links.get(&(slot, Link::Member(relation, n))).copied())
    }

    fn add(&mut self, slot: usize, fact: FactId, year: Option<i32>) {
        let year = year.filter(|_| self.program.fact(fact).yearly);
        let var = Var { slot, fact, year };
        let next = self.vars.len();
        if *self.by_var.entry(var).or_insert(next) == next {
            self.vars.push(var);
        }
    }

    fn link(&mut self, slot: usize, link: Link, entity: EntityId) -> usize {
        if let Some(known) = self.links.get(&(slot, link)) {
            return *known;
        }
        let index = self.slots.iter().filter(|slot| slot.row.entity == entity).count() as u32;
        let name = name_of(self.program, entity, index);
        self.slots.push(Slot { row: Row { entity, index }, name, from: Some((slot, link)) });
        self.links.insert((slot, link), self.slots.len() - 1);
        self.slots.len() - 1
    }

    fn group(&mut self, group: GroupId, slot: usize, year: Option<i32>, depth: usize) {
        if !self.open.insert((group, slot, year)) {
            return;
        }
        let program = self.program;
        let Some(item) = program.version(group, self.day).map(|item| program.item(item)) else { return };
        if let Some(home) = program.entity(item.entity).home {
            self.add(slot, home, None);
        }
        self.item(item, Place { body: &item.body, slot, outer: slot, year, depth });
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
                    self.add(place.slot, fact, None);
                }
                self.expr(place, benefit.amount);
            }
        }
    }

    fn expr(&mut self, place: Place<'_>, id: ExprId) {
        match &place.body.get(id).expr {
            Expr::Fact(fact, when) => self.add(place.slot, *fact, year_of(self.day, *when, place.year)),
            Expr::Item(group, _, when) => {
                self.group(*group, place.slot, year_of(self.day, *when, place.year), place.depth);
            }
            Expr::Weight(table, _) => {
                let by = self.program.weight_table(*table).by;
                self.group(by, place.slot, place.year, place.depth);
            }
            Expr::Follow(reference, inner) => {
                self.add(place.slot, *reference, place.year);
                if let (Type::Entity(entity), true) = (self.program.fact(*reference).ty, place.depth < DEEPEST) {
                    let slot = self.link(place.slot, Link::Follow(*reference), entity);
                    self.expr(Place { slot, depth: place.depth + 1, ..place }, *inner);
                }
            }
            Expr::Outer(inner) => self.expr(Place { slot: place.outer, ..place }, *inner),
            Expr::Expert(fact, within) => {
                self.add(place.slot, *fact, place.year);
                self.expr(place, *within);
            }
            Expr::OverYears { body, years, actual, .. } => {
                let entity = self.slots[place.slot].row.entity;
                if *actual && let Some(founded) = self.program.entity(entity).founded {
                    self.add(place.slot, founded, None);
                }
                let this_year = self.day.year();
                for year in (this_year - *years as i32)..this_year {
                    self.expr(Place { year: Some(year), ..place }, *body);
                }
            }
            Expr::OverRelated { body, relation, filter, aggregate } if place.depth < DEEPEST => {
                let (to, by) = (self.program.relation(*relation).to, self.program.relation(*relation).by);
                for n in 0..if *aggregate == Aggregate::Exists { 1 } else { COUNTED } {
                    let slot = self.link(place.slot, Link::Member(*relation, n), to);
                    self.add(slot, by, None);
                    let there = Place { slot, outer: place.slot, depth: place.depth + 1, ..place };
                    for inner in body.iter().chain(filter) {
                        self.expr(there, *inner);
                    }
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

/// The calendar year that a period means on a day.
pub(crate) fn year_of(day: Date, when: When, context: Option<i32>) -> Option<i32> {
    match when {
        When::Single => None,
        When::Ago(years) => Some(day.year() - years as i32),
        When::In(year) => Some(year),
        When::Context => context,
    }
}

/// 企业甲, 企业乙: made up, and plainly so.
fn name_of(program: &Program, entity: EntityId, index: u32) -> Name {
    const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let kind = program.entity(entity).head.name;
    match STEMS.get(index as usize) {
        Some(stem) => Name::new(&format!("{kind}{stem}")),
        None => Name::new(&format!("{kind}{index}")),
    }
}
