//! What is known about a value, as columns: the reference's values with a node of the graph for each of their parts.
//!
//! A truth is two nodes (certainly, possibly), a number two ends that may be open, a choice one pair of truths for each name.
//! Where low and high are the same node the value is exact, and nothing is computed twice.

mod arithmetic;
mod choice;
mod compare;
mod fraction;
mod number;

pub(crate) use choice::{Atom, AtomSource, Choice};
pub(crate) use fraction::{Fraction, Quantity, exact_double, gcd};
pub(crate) use number::{End, Number};

use crate::graph::{Graph, NodeId};

/// Why the reference computes something row by row, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Reason {
    /// Numbers so large that a wrong one might come out.
    pub(crate) const TOO_WIDE: Reason = Reason::new("数可能超出 128 位", "numbers that may not fit 128 bits");

    pub(crate) const fn new(zh: &'static str, en: &'static str) -> Reason {
        Reason { zh, en }
    }

    /// In a language.
    pub fn shown(self, lang: wuwei_source::Lang) -> &'static str {
        match lang {
            wuwei_source::Lang::Zh => self.zh,
            wuwei_source::Lang::En => self.en,
        }
    }
}

/// Something that can't be computed in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unsupported(pub(crate) Reason);

pub(crate) type Result<T> = std::result::Result<T, Unsupported>;

/// Certainly and possibly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Truth {
    pub(crate) yes: NodeId,
    pub(crate) maybe: NodeId,
}

/// What is known about a value, absence included.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Truth(Truth),
    Number(Number),
    Choice(Choice),
    Atom(Atom),
    Absent,
}

impl Value {
    /// As a truth; what is no truth doesn't hold.
    pub(crate) fn truth(&self, graph: &mut Graph) -> Truth {
        match self {
            Value::Truth(truth) => *truth,
            _ => graph.never(),
        }
    }
}

impl Graph {
    pub(crate) fn never(&mut self) -> Truth {
        let no = self.bool(false);
        Truth { yes: no, maybe: no }
    }

    pub(crate) fn always(&mut self) -> Truth {
        let yes = self.bool(true);
        Truth { yes, maybe: yes }
    }

    pub(crate) fn unknown(&mut self) -> Truth {
        Truth { yes: self.bool(false), maybe: self.bool(true) }
    }

    pub(crate) fn negate_truth(&mut self, a: Truth) -> Truth {
        Truth { yes: self.not(a.maybe), maybe: self.not(a.yes) }
    }

    pub(crate) fn both(&mut self, a: Truth, b: Truth) -> Truth {
        Truth { yes: self.and(a.yes, b.yes), maybe: self.and(a.maybe, b.maybe) }
    }

    pub(crate) fn one_of(&mut self, a: Truth, b: Truth) -> Truth {
        Truth { yes: self.or(a.yes, b.yes), maybe: self.or(a.maybe, b.maybe) }
    }

    /// A truth about what may be absent: what is absent doesn't hold.
    pub(crate) fn unless_absent(&mut self, truth: Truth, absent: NodeId, maybe: NodeId) -> Truth {
        let (there, not_absent) = (self.not(maybe), self.not(absent));
        Truth { yes: self.and(truth.yes, there), maybe: self.and(truth.maybe, not_absent) }
    }

    /// `a` where the mask holds, otherwise `b`, as truths of one bit.
    pub(crate) fn select_bool(&mut self, mask: NodeId, a: NodeId, b: NodeId) -> NodeId {
        if a == b {
            return a;
        }
        let (not, first) = (self.not(mask), self.and(mask, a));
        let second = self.and(not, b);
        self.or(first, second)
    }

    /// The value of the first line that holds: `a` where it certainly does, either where it may, `b` elsewhere.
    pub(crate) fn choose(&mut self, line: Truth, a: Value, b: Value) -> Result<Value> {
        if self.is_true(line.yes) {
            return Ok(a);
        }
        if self.is_false(line.maybe) || a == b {
            return Ok(b);
        }
        Ok(match (a, b) {
            (Value::Absent, Value::Absent) => Value::Absent,
            (Value::Truth(a), Value::Truth(b)) => Value::Truth(self.choose_truth(line, a, b)),
            (Value::Truth(a), Value::Absent) => {
                let no = self.never();
                Value::Truth(self.choose_truth(line, a, no))
            }
            (Value::Absent, Value::Truth(b)) => {
                let no = self.never();
                Value::Truth(self.choose_truth(line, no, b))
            }
            (Value::Number(a), Value::Number(b)) => Value::Number(self.choose_number(line, a, b)?),
            (Value::Number(a), Value::Absent) => {
                let b = self.absent_like(a);
                Value::Number(self.choose_number(line, a, b)?)
            }
            (Value::Absent, Value::Number(b)) => {
                let a = self.absent_like(b);
                Value::Number(self.choose_number(line, a, b)?)
            }
            (Value::Choice(a), Value::Choice(b)) => Value::Choice(self.choose_choice(line, &a, &b)),
            (Value::Choice(a), Value::Absent) => {
                let b = self.absent_choice(a.only.len());
                Value::Choice(self.choose_choice(line, &a, &b))
            }
            (Value::Absent, Value::Choice(b)) => {
                let a = self.absent_choice(b.only.len());
                Value::Choice(self.choose_choice(line, &a, &b))
            }
            (Value::Atom(a), Value::Absent) => {
                let (absent, maybe) = (self.not(line.maybe), self.not(line.yes));
                Value::Atom(Atom { absent: self.or(a.absent, absent), maybe: self.or(a.maybe, maybe), ..a })
            }
            (Value::Absent, Value::Atom(b)) => {
                Value::Atom(Atom { absent: self.or(b.absent, line.yes), maybe: self.or(b.maybe, line.maybe), ..b })
            }
            _ => {
                return Err(Unsupported(Reason::new(
                    "在文字、区域或主体之间选择",
                    "a choice between texts, regions or subjects",
                )));
            }
        })
    }

    fn choose_truth(&mut self, line: Truth, a: Truth, b: Truth) -> Truth {
        // Certainly: the line holds and a does; or both do where the line may; or the line can't hold and b does.
        let both = self.and(a.yes, b.yes);
        let otherwise = self.select_bool(line.maybe, both, b.yes);
        let yes = self.select_bool(line.yes, a.yes, otherwise);
        let either = self.or(a.maybe, b.maybe);
        let otherwise = self.select_bool(line.maybe, either, b.maybe);
        Truth { yes, maybe: self.select_bool(line.yes, a.maybe, otherwise) }
    }

    /// The value, perhaps absent besides.
    pub(crate) fn or_absent(&mut self, value: Value, absent: NodeId, maybe: NodeId) -> Value {
        if self.is_true(absent) {
            return match value {
                Value::Truth(_) => Value::Truth(self.never()),
                _ => Value::Absent,
            };
        }
        match value {
            Value::Absent => Value::Absent,
            Value::Truth(truth) => Value::Truth(self.unless_absent(truth, absent, maybe)),
            Value::Number(n) => {
                Value::Number(Number { absent: self.or(n.absent, absent), maybe: self.or(n.maybe, maybe), ..n })
            }
            Value::Choice(c) => {
                Value::Choice(Choice { absent: self.or(c.absent, absent), maybe: self.or(c.maybe, maybe), ..c })
            }
            Value::Atom(a) => {
                Value::Atom(Atom { absent: self.or(a.absent, absent), maybe: self.or(a.maybe, maybe), ..a })
            }
        }
    }

    /// Whether a value is absent: certainly, possibly.
    pub(crate) fn absence(&mut self, value: &Value) -> (NodeId, NodeId) {
        match value {
            Value::Truth(_) => (self.bool(false), self.bool(false)),
            Value::Number(n) => (n.absent, n.maybe),
            Value::Choice(c) => (c.absent, c.maybe),
            Value::Atom(a) => (a.absent, a.maybe),
            Value::Absent => (self.bool(true), self.bool(true)),
        }
    }
}
