//! Other subjects: what a list of them comes to, and the one that a fact refers to. Both are joined once for the whole
//! population before the rules run, and are columns from then on.

use wuwei_engine::Range;
use wuwei_ir::{Aggregate, ExprId, FactId, RelationId, Type};

use super::{Lower, Place};
use crate::column::{Column, Derived, Request, Shape, Source, State};
use crate::graph::{Bounds, ColumnId};
use crate::value::{
    Atom, AtomSource, Choice, End, Fraction, Number, Quantity, Reason, Result, Truth, Unsupported, Value,
};

impl Lower<'_> {
    /// A derived column of numbers or flags.
    fn derived_column(&mut self, name: &str, at: usize, shape: Shape, bounds: Bounds) -> ColumnId {
        self.column(Column {
            source: Source::Derived(name.to_string(), at),
            shape,
            state: State::Complete,
            bounds,
            or_none: false,
        })
    }

    /// The value that derived columns hold.
    pub(crate) fn derived(&mut self, name: &str, derived: &Derived) -> Value {
        let nothing = Bounds::new(0, 0);
        match derived {
            Derived::Absent => Value::Absent,
            Derived::Truth { yes, maybe } => {
                let yes = self.derived_flag(name, *yes);
                let maybe = self.derived_flag(name, *maybe);
                Value::Truth(Truth { yes, maybe })
            }
            Derived::Number { low, high, below, open, absence, bounds } => {
                let below = self.graph.int(*below);
                let mut end = |at: usize| {
                    let column = self.derived_column(name, at, Shape::Whole, *bounds);
                    let above = self.graph.values(column);
                    let open = if *open { self.graph.flag(column) } else { self.graph.bool(false) };
                    End { at: Quantity::Fraction(Fraction { above, below }), open }
                };
                let (low, high) = (end(*low), end(*high));
                let [absent, maybe] = self.derived_absence(name, *absence);
                Value::Number(Number { low, high, absent, maybe })
            }
            Derived::Atom { at, shape, absence } => {
                let column = self.derived_column(name, *at, *shape, nothing);
                let known = self.graph.known_in(column);
                let [absent, maybe] = self.derived_absence(name, *absence);
                Value::Atom(Atom { source: AtomSource::Column(column), known, absent, maybe })
            }
            Derived::Choice { set, length, absence } => {
                let column = self.derived_column(name, *set, Shape::Choice, nothing);
                let possible: Vec<_> = (0..*length).map(|n| self.graph.bit(column, n as u8)).collect();
                let mut only = Vec::new();
                for n in 0..*length {
                    let mut others = self.graph.bool(false);
                    for (m, other) in possible.iter().enumerate() {
                        if m != n {
                            others = self.graph.or(others, *other);
                        }
                    }
                    let alone = self.graph.not(others);
                    only.push(self.graph.and(possible[n], alone));
                }
                let [absent, maybe] = self.derived_absence(name, *absence);
                Value::Choice(Choice { only, possible, absent, maybe })
            }
        }
    }

    fn derived_absence(&mut self, name: &str, absence: Option<[usize; 2]>) -> [crate::graph::NodeId; 2] {
        match absence {
            Some(pair) => pair.map(|at| self.derived_flag(name, at)),
            None => [self.graph.bool(false); 2],
        }
    }

    fn derived_flag(&mut self, name: &str, at: usize) -> crate::graph::NodeId {
        let column = self.derived_column(name, at, Shape::Flag, Bounds::new(0, 0));
        self.graph.flag(column)
    }

    pub(crate) fn follow(&mut self, place: &Place<'_>, id: ExprId, reference: FactId, inner: ExprId) -> Result<Value> {
        let Type::Entity(to) = self.program.fact(reference).ty else { return Ok(Value::Absent) };
        if !place.unknown
            && let Some(derived) = self.derive(place, id)?
        {
            return Ok(derived);
        }
        // Nobody is there to be followed to: of whom the fact refers to nothing is known.
        let fact = self.fact(place, reference, None);
        let (absent, maybe) = self.graph.absence(&fact);
        if let Value::Absent = fact {
            return Ok(self.nothing(place.body.get(inner).ty));
        }
        let there = Place { body: place.body, entity: to, year: place.year, unknown: true };
        let value = self.eval(&there, inner)?;
        let nothing = self.nothing(place.body.get(inner).ty);
        let (there, not_absent) = (self.graph.not(maybe), self.graph.not(absent));
        self.graph.choose(Truth { yes: there, maybe: not_absent }, value, nothing)
    }

    fn derive(&mut self, place: &Place<'_>, id: ExprId) -> Result<Option<Value>> {
        let request = Request::Expression { body: place.body, id, year: place.year };
        let Some(derived) = self.inputs.derive(&request)? else { return Ok(None) };
        let name = wuwei_ir::Printer::new(self.program, wuwei_source::Lang::Zh).expr(place.body, id, place.year);
        Ok(Some(self.derived(&name, &derived)))
    }

    pub(crate) fn over_related(
        &mut self,
        place: &Place<'_>,
        id: ExprId,
        kind: Aggregate,
        body: Option<ExprId>,
        relation: RelationId,
        filter: Option<ExprId>,
    ) -> Result<Value> {
        if !place.unknown
            && let Some(value) = self.derive(place, id)?
        {
            return Ok(value);
        }
        // Of whom nothing is known there may be any number, each of which may be anything.
        let to = self.program.relation(relation).to;
        let there = Place { body: place.body, entity: to, year: place.year, unknown: true };
        let member = match filter {
            Some(filter) => self.truth(&there, filter)?,
            None => self.graph.always(),
        };
        let possible = member.maybe;
        if !self.graph.is_true(possible) && !self.graph.is_false(possible) {
            return Err(Unsupported(Reason::new(
                "列表的成员取决于外层主体",
                "a list whose members depend on the subject around it",
            )));
        }
        let any = self.graph.is_true(possible);
        let never = self.graph.bool(false);
        Ok(match kind {
            Aggregate::Exists => Value::Truth(if any { self.graph.unknown() } else { self.graph.never() }),
            Aggregate::Count | Aggregate::Sum => {
                let one = match (kind, body) {
                    (Aggregate::Sum, Some(body)) => self.eval(&there, body)?,
                    (Aggregate::Sum, None) => Value::Absent,
                    _ => Value::Number(self.graph.constant_number(wuwei_ir::Number::ONE)),
                };
                let (down, up) = match one {
                    Value::Number(one) if any => self.moves(&one)?,
                    _ => (false, false),
                };
                let nought = wuwei_ir::Number::ZERO;
                let range = Range { low: (!down).then_some(nought), high: (!up).then_some(nought) };
                Value::Number(self.graph.range(range, never, never))
            }
            _ => match body {
                Some(body) if any => {
                    let one = self.eval(&there, body)?;
                    let (absent, always) = (self.graph.bool(false), self.graph.bool(true));
                    match one {
                        Value::Number(number) => Value::Number(Number { absent, maybe: always, ..number }),
                        _ => Value::Absent,
                    }
                }
                _ => Value::Absent,
            },
        })
    }

    /// Whether a number that is the same in every row may be below and above nought.
    fn moves(&mut self, number: &Number) -> Result<(bool, bool)> {
        let nought = self.graph.constant_number(wuwei_ir::Number::ZERO);
        let low = self.graph.quantity_less(number.low.at, nought.low.at)?;
        let high = self.graph.quantity_less(nought.low.at, number.high.at)?;
        let (low, high) = (self.graph.or(low, number.low.open), self.graph.or(high, number.high.open));
        for node in [low, high] {
            if !self.graph.is_true(node) && !self.graph.is_false(node) {
                return Err(Unsupported(Reason::new(
                    "列表的数值取决于外层主体",
                    "a list whose values depend on the subject around it",
                )));
            }
        }
        Ok((self.graph.is_true(low), self.graph.is_true(high)))
    }
}
