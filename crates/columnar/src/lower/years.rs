//! The same subject in several years.

use wuwei_engine::Range;
use wuwei_ir::{Aggregate, ArithOp, ExprId, Type};

use super::{Lower, Place};
use crate::graph::{Calendar, Graph};
use crate::value::{End, Number, Quantity, Reason, Result, Truth, Unsupported, Value};

impl Lower<'_> {
    pub(crate) fn over_years(
        &mut self,
        place: &Place<'_>,
        kind: Aggregate,
        body: ExprId,
        years: u32,
        actual: bool,
    ) -> Result<Value> {
        let first = self.year - years as i32;
        let mut values = Vec::new();
        for year in first..self.year {
            values.push(self.eval(&Place { year: Some(year), ..*place }, body)?);
        }
        if !actual {
            return self.aggregate(kind, &values);
        }
        // Years before the founding are left out: so many from the front, for every founding year that is possible.
        let founded = match self.program.entity(place.entity).founded {
            Some(fact) => match self.fact(place, fact, None) {
                Value::Number(number) => self.founding_year(fact, number)?,
                _ => self.anyhow(),
            },
            None => self.anyhow(),
        };
        let mut out: Option<Value> = None;
        let mut later = self.graph.bool(false);
        for dropped in (0..=values.len()).rev() {
            let year = self.graph.constant_number(wuwei_ir::Number::int(i64::from(first) + dropped as i64));
            let year = Value::Number(year);
            let (from, to) = (self.end_value(founded, false), self.end_value(founded, true));
            let before = self.graph.compare(wuwei_ir::CompareOp::AtMost, &from, &year)?.maybe;
            let after = self.graph.compare(wuwei_ir::CompareOp::AtLeast, &to, &year)?.maybe;
            let possible = if dropped == 0 {
                before
            } else if dropped == values.len() {
                after
            } else {
                self.graph.and(before, after)
            };
            let value = self.aggregate(kind, &values[dropped..])?;
            let alone = self.graph.not(later);
            let exact = founded.is_point() && self.graph.is_false(founded.low.open);
            let yes = if exact { possible } else { self.graph.and(possible, alone) };
            out = Some(match out {
                None => value,
                Some(rest) => self.graph.choose(Truth { yes, maybe: possible }, value, rest)?,
            });
            later = self.graph.or(later, possible);
        }
        Ok(out.unwrap_or(Value::Absent))
    }

    fn anyhow(&mut self) -> Number {
        let never = self.graph.bool(false);
        self.graph.range(Range::ALL, never, never)
    }

    /// One end of a number as a number that is there; an open end is open on its own side only.
    fn end_value(&mut self, number: Number, high: bool) -> Value {
        let never = self.graph.bool(false);
        let end = if high { number.high } else { number.low };
        Value::Number(Number { low: end, high: end, absent: never, maybe: never })
    }

    fn founding_year(&mut self, fact: wuwei_ir::FactId, number: Number) -> Result<Number> {
        // A founding day that is known to be none says as little as an unknown one.
        let unless_none = |graph: &mut Graph, end: End| End { open: graph.or(end.open, number.absent), ..end };
        let (low, high) = (unless_none(&mut self.graph, number.low), unless_none(&mut self.graph, number.high));
        let number = Number { low, high, ..number };
        // The reference reads the year of whatever number stands there.
        if self.program.fact(fact).ty != Type::Date {
            return Err(Unsupported(Reason::new("成立日期不是日期", "a founding day that is no day")));
        }
        self.graph.map_number(&number, |graph, at| {
            let day = super::day_of(graph, at)?;
            let year = graph.calendar(Calendar::YearOf, day);
            Ok(Quantity::Fraction(graph.whole_fraction(year)))
        })
    }

    /// The aggregate of values in order of time, the earliest first.
    pub(crate) fn aggregate(&mut self, kind: Aggregate, values: &[Value]) -> Result<Value> {
        match kind {
            Aggregate::Sum => {
                let nought = self.graph.constant_number(wuwei_ir::Number::ZERO);
                let mut sum = Value::Number(nought);
                for value in values {
                    sum = self.arith(ArithOp::Add, &sum, value)?;
                }
                Ok(sum)
            }
            Aggregate::Average => match values.len() {
                0 => Ok(Value::Absent),
                n => {
                    let sum = self.aggregate(Aggregate::Sum, values)?;
                    let n = Value::Number(self.graph.constant_number(wuwei_ir::Number::int(n as i64)));
                    self.arith(ArithOp::Div, &sum, &n)
                }
            },
            Aggregate::Largest => self.pick(values, true),
            Aggregate::Smallest => self.pick(values, false),
            Aggregate::Growth => self.growth(values),
            Aggregate::Count => {
                let n = wuwei_ir::Number::int(values.len() as i64);
                Ok(Value::Number(self.graph.constant_number(n)))
            }
            Aggregate::Exists => Ok(Value::Truth(match values.is_empty() {
                true => self.graph.never(),
                false => self.graph.always(),
            })),
        }
    }

    fn arith(&mut self, op: ArithOp, a: &Value, b: &Value) -> Result<Value> {
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => Ok(Value::Number(self.graph.apply(op, a, b)?)),
            (Value::Absent, _) | (_, Value::Absent) => Ok(Value::Absent),
            _ => Err(Unsupported(Reason::new("对不是数的东西作运算", "arithmetic of what is no number"))),
        }
    }

    /// The mean of the growth rates from each value to the next.
    fn growth(&mut self, values: &[Value]) -> Result<Value> {
        if values.len() < 2 {
            return Ok(Value::Absent);
        }
        let mut ratios = Vec::new();
        for pair in values.windows(2) {
            ratios.push(self.arith(ArithOp::Div, &pair[1], &pair[0])?);
        }
        let mean = self.aggregate(Aggregate::Average, &ratios)?;
        let one = Value::Number(self.graph.constant_number(wuwei_ir::Number::ONE));
        self.arith(ArithOp::Sub, &mean, &one)
    }

    /// The largest or smallest of those that have a value.
    pub(crate) fn pick(&mut self, values: &[Value], larger: bool) -> Result<Value> {
        let numbers: Vec<Number> = values
            .iter()
            .filter_map(|value| match value {
                Value::Number(number) => Some(Ok(*number)),
                Value::Absent => None,
                _ => Some(Err(Unsupported(Reason::new(
                    "在不是数的东西里取最大或最小",
                    "the largest of what are no numbers",
                )))),
            })
            .collect::<Result<_>>()?;
        let Some(first) = numbers.first() else { return Ok(Value::Absent) };
        if numbers.iter().all(|number| self.graph.is_false(number.maybe)) {
            let mut best = *first;
            for number in &numbers[1..] {
                best = self.clip_numbers(&best, number, larger)?;
            }
            return Ok(Value::Number(best));
        }
        if let [only] = numbers[..] {
            return Ok(Value::Number(only));
        }
        Err(Unsupported(Reason::new("在可能不存在的数里取最大或最小", "the largest of several that may be absent")))
    }
}
