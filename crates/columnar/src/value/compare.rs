//! Comparisons; the columns of the reference's `compare`.

use wuwei_ir::{CompareOp, Literal};

use super::{Atom, AtomSource, Choice, Number, Reason, Result, Truth, Unsupported, Value};
use crate::graph::{Graph, Match, NodeId};

impl Graph {
    /// `a op b`. A comparison with what is absent doesn't hold; one with what may be absent is at most unknown.
    pub(crate) fn compare(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Truth> {
        let truth = match (a, b) {
            (Value::Absent, _) | (_, Value::Absent) => return Ok(self.never()),
            (Value::Number(a), Value::Number(b)) => self.compare_numbers(op, a, b)?,
            (Value::Choice(a), Value::Choice(b)) => self.compare_choices(op, a, b)?,
            (Value::Truth(a), Value::Truth(b)) => {
                let (both, neither) = (self.both(*a, *b), self.one_of(*a, *b));
                let neither = self.negate_truth(neither);
                let equal = self.one_of(both, neither);
                // With one of them unknown the answer is unknown, whatever the parts say.
                let known = |graph: &mut Graph, truth: &Truth| {
                    let no = graph.not(truth.maybe);
                    graph.or(truth.yes, no)
                };
                let (x, y) = (known(self, a), known(self, b));
                let known = self.and(x, y);
                let not_known = self.not(known);
                let equal = Truth { yes: self.and(equal.yes, known), maybe: self.or(equal.maybe, not_known) };
                if op == CompareOp::NotEqual { self.negate_truth(equal) } else { equal }
            }
            (Value::Atom(a), Value::Atom(b)) => self.compare_atoms(op, a, b)?,
            _ => self.unknown(),
        };
        let ((a_absent, a_maybe), (b_absent, b_maybe)) = (self.absence(a), self.absence(b));
        let (absent, maybe) = (self.or(a_absent, b_absent), self.or(a_maybe, b_maybe));
        Ok(self.unless_absent(truth, absent, maybe))
    }

    fn compare_numbers(&mut self, op: CompareOp, a: &Number, b: &Number) -> Result<Truth> {
        Ok(match op {
            CompareOp::Less => self.is_less(a, b)?,
            CompareOp::Greater => self.is_less(b, a)?,
            CompareOp::AtLeast => {
                let less = self.is_less(a, b)?;
                self.negate_truth(less)
            }
            CompareOp::AtMost => {
                let less = self.is_less(b, a)?;
                self.negate_truth(less)
            }
            CompareOp::Equal | CompareOp::About | CompareOp::NotEqual => {
                let equal = self.is_equal(a, b)?;
                if op == CompareOp::NotEqual { self.negate_truth(equal) } else { equal }
            }
        })
    }

    /// Certainly where the largest `a` is below the smallest `b`; not where the smallest `a` isn't below the largest `b`.
    fn is_less(&mut self, a: &Number, b: &Number) -> Result<Truth> {
        let open = self.or(a.high.open, b.low.open);
        let less = self.quantity_less(a.high.at, b.low.at)?;
        let closed = self.not(open);
        let yes = self.and(less, closed);
        if a.is_point() && b.is_point() {
            return Ok(Truth { yes, maybe: self.or(less, open) });
        }
        let open = self.or(a.low.open, b.high.open);
        let less = self.quantity_less(a.low.at, b.high.at)?;
        Ok(Truth { yes, maybe: self.or(less, open) })
    }

    fn is_equal(&mut self, a: &Number, b: &Number) -> Result<Truth> {
        if a.is_point() && b.is_point() {
            let open = self.or(a.low.open, b.low.open);
            let (equal, closed) = (self.quantity_equal(a.low.at, b.low.at)?, self.not(open));
            return Ok(Truth { yes: self.and(equal, closed), maybe: self.or(equal, open) });
        }
        let (x, y) = (self.exact_rows(a)?, self.exact_rows(b)?);
        let exact = self.and(x, y);
        let equal = self.quantity_equal(a.low.at, b.low.at)?;
        let (below, above) = (self.is_less(a, b)?, self.is_less(b, a)?);
        let apart = self.or(below.yes, above.yes);
        Ok(Truth { yes: self.and(exact, equal), maybe: self.not(apart) })
    }

    fn compare_choices(&mut self, op: CompareOp, a: &Choice, b: &Choice) -> Result<Truth> {
        // One of the two is mostly a name of the document: then a bit a name is enough.
        let constant = |graph: &Graph, choice: &Choice| choice.only.iter().position(|only| graph.is_true(*only));
        if let Some(at) = constant(self, b) {
            return Ok(self.compare_choice_with(a, |n| op.holds(n.cmp(&at))));
        }
        if let Some(at) = constant(self, a) {
            return Ok(self.compare_choice_with(b, |n| op.holds(at.cmp(&n))));
        }
        // No pair of possibilities fails; some pair holds.
        let (mut fails, mut holds) = (self.bool(false), self.bool(false));
        for (n, x) in a.possible.iter().enumerate() {
            for (m, y) in b.possible.iter().enumerate() {
                let pair = self.and(*x, *y);
                match op.holds(n.cmp(&m)) {
                    true => holds = self.or(holds, pair),
                    false => fails = self.or(fails, pair),
                }
            }
        }
        let none = self.not(fails);
        Ok(Truth { yes: self.and(none, holds), maybe: holds })
    }

    /// Whether every possibility, or one, meets a condition.
    pub(crate) fn compare_choice_with(&mut self, choice: &Choice, holds: impl Fn(usize) -> bool) -> Truth {
        let wanted: Vec<usize> = (0..choice.only.len()).filter(|n| holds(*n)).collect();
        if let [at] = wanted[..] {
            return Truth { yes: choice.only[at], maybe: choice.possible[at] };
        }
        let (mut fails, mut meets) = (self.bool(false), self.bool(false));
        for (n, possible) in choice.possible.iter().enumerate() {
            match holds(n) {
                true => meets = self.or(meets, *possible),
                false => fails = self.or(fails, *possible),
            }
        }
        let none = self.not(fails);
        Truth { yes: self.and(none, meets), maybe: meets }
    }

    fn compare_atoms(&mut self, op: CompareOp, a: &Atom, b: &Atom) -> Result<Truth> {
        let known = self.and(a.known, b.known);
        if self.is_false(known) {
            return Ok(self.unknown());
        }
        let equal = match (a.source, b.source) {
            (AtomSource::Constant(a), AtomSource::Constant(b)) => self.bool(a == b),
            (AtomSource::Column(column), AtomSource::Constant(literal))
            | (AtomSource::Constant(literal), AtomSource::Column(column)) => {
                let what = match literal {
                    Literal::Text(text) | Literal::Subject(text) => Match::Is(text.as_str().to_string()),
                    Literal::Region(region) => Match::Within(vec![region.0]),
                    _ => {
                        return Err(Unsupported(Reason::new(
                            "与这类名称相比较",
                            "a comparison with this kind of name",
                        )));
                    }
                };
                self.matches(column, what)
            }
            _ => return Err(Unsupported(Reason::new("两列名称相比较", "a comparison of two columns of names"))),
        };
        let equal = self.if_known(equal, known);
        Ok(if op == CompareOp::NotEqual { self.negate_truth(equal) } else { equal })
    }

    /// A truth that is known in some rows and unknown in the others.
    pub(crate) fn if_known(&mut self, truth: NodeId, known: NodeId) -> Truth {
        let unknown = self.not(known);
        Truth { yes: self.and(truth, known), maybe: self.or(truth, unknown) }
    }
}
