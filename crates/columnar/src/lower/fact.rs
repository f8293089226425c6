//! Facts of a subject: what is known, or everything that the fact's domain allows.

use wuwei_engine::Range;
use wuwei_ir::{Bound, Date, FactId, Number, Type};

use super::{Lower, Place};
use crate::column::{Column, SCALE, Shape, State};
use crate::graph::{ColumnId, NodeId};
use crate::value::{Atom, AtomSource, Choice, Fraction, Quantity, Truth, Value};

impl Lower<'_> {
    /// A fact of a subject; everything its domain allows where it is missing.
    pub(crate) fn fact(&mut self, place: &Place<'_>, fact: FactId, year: Option<i32>) -> Value {
        let state = match place.unknown {
            true => State::Missing,
            false => self.inputs.state(place.entity, fact, year),
        };
        if state == State::Missing {
            return self.domain(fact);
        }
        let whole = self.inputs.is_whole(place.entity, fact, year);
        let seen = self.inputs.bounds(place.entity, fact, year);
        let column = Column::of_fact(self.program, fact, year, self.as_of, state, whole, seen);
        let (shape, or_none) = (column.shape, column.or_none);
        let id = self.column(column);
        let known = match state {
            State::Complete => self.graph.bool(true),
            _ => self.graph.known_in(id),
        };
        // "None" is a value: where it is known to be none the value is absent, where nothing is known it may be. A column may
        // hold it even where the fact should never be none.
        let reads_none = or_none || self.inputs.holds_none(place.entity, fact, year);
        let none = match reads_none && shape != Shape::Flag {
            true => {
                let flag = self.graph.flag(id);
                self.graph.and(flag, known)
            }
            false => self.graph.bool(false),
        };
        let unknown = self.graph.not(known);
        let maybe = if or_none { self.graph.or(none, unknown) } else { none };
        match shape {
            Shape::Flag => {
                let flag = self.graph.flag(id);
                Value::Truth(self.graph.if_known(flag, known))
            }
            Shape::Whole | Shape::Decimal | Shape::Day | Shape::Year => {
                self.number_fact(fact, id, shape, known, none, maybe)
            }
            Shape::Choice => self.choice_fact(fact, id, known, none, maybe),
            Shape::Region | Shape::Name => {
                Value::Atom(Atom { source: AtomSource::Column(id), known, absent: none, maybe })
            }
        }
    }

    /// The column of a fact that was just read, if there is one.
    pub(crate) fn column_of(&self, fact: FactId) -> Option<ColumnId> {
        let source = crate::column::Source::Fact(fact, None);
        self.columns.iter().position(|column| column.source == source).map(|at| ColumnId(at as u32))
    }

    fn number_fact(&mut self, fact: FactId, id: ColumnId, shape: Shape, known: NodeId, none: NodeId, maybe: NodeId) -> Value {
        let above = self.graph.values(id);
        let below = self.graph.int(if shape == Shape::Decimal { SCALE } else { 1 });
        let value = Quantity::Fraction(Fraction { above, below });
        let domain = self.domain_range(fact);
        let number = self.graph.exactly(value);
        let anything = self.graph.range(domain, none, maybe);
        let line = Truth { yes: known, maybe: known };
        // Constants never fail to be chosen from.
        let chosen = self.graph.choose_number(line, number, anything);
        match chosen {
            Ok(number) => Value::Number(crate::value::Number { absent: none, maybe, ..number }),
            Err(_) => self.domain(fact),
        }
    }

    fn choice_fact(&mut self, fact: FactId, id: ColumnId, known: NodeId, absent: NodeId, maybe: NodeId) -> Value {
        let length = match self.program.fact(fact).ty {
            Type::Enum(id) => self.program.enumeration(id).values.len(),
            _ => 0,
        };
        let values = self.graph.values(id);
        let unknown = self.graph.not(known);
        let mut choice = Choice { only: Vec::new(), possible: Vec::new(), absent, maybe };
        for n in 0..length {
            let at = self.graph.int(n as i128);
            let is = self.graph.equal(values, at);
            let only = self.graph.and(is, known);
            choice.only.push(if length == 1 { self.graph.bool(true) } else { only });
            choice.possible.push(self.graph.or(is, unknown));
        }
        Value::Choice(choice)
    }

    fn domain_range(&self, id: FactId) -> Range {
        let fact = self.program.fact(id);
        let bound = |bound: Bound| match bound {
            Bound::Number(number) => number,
            Bound::Today => Number::int(i64::from(self.as_of.days())),
        };
        match fact.range {
            Some((low, high)) => Range::between(bound(low), bound(high)),
            None => range_of(fact.ty),
        }
    }

    /// Every value a fact can have.
    pub(crate) fn domain(&mut self, id: FactId) -> Value {
        let fact = self.program.fact(id);
        let range = self.domain_range(id);
        match self.anything(fact.ty, fact.or_none) {
            Value::Number(number) => Value::Number(self.graph.range(range, number.absent, number.maybe)),
            other => other,
        }
    }

    /// Every value of a type.
    pub(crate) fn anything(&mut self, ty: Type, or_absent: bool) -> Value {
        let absent = self.graph.bool(false);
        let maybe = self.graph.bool(or_absent);
        match ty {
            Type::Truth => Value::Truth(self.graph.unknown()),
            Type::Quantity(_) | Type::Ratio | Type::Date | Type::Year => {
                Value::Number(self.graph.range(range_of(ty), absent, maybe))
            }
            Type::Enum(id) => {
                let length = self.program.enumeration(id).values.len();
                Value::Choice(self.graph.any_choice(length, absent, maybe))
            }
            Type::Text | Type::Code(_) | Type::Region | Type::Entity(_) | Type::Any => {
                Value::Atom(Atom { source: AtomSource::Anything, known: absent, absent, maybe })
            }
        }
    }
}

/// Every number of a type.
fn range_of(ty: Type) -> Range {
    let day = |date: Date| Number::int(i64::from(date.days()));
    match ty {
        Type::Date => Range::between(day(Date::MIN), day(Date::MAX)),
        Type::Year => Range::between(Number::ONE, Number::int(9999)),
        _ => Range::ALL,
    }
}
