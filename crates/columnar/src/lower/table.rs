//! Tables of bands and cases, scales, and what is left to an assessor.

use wuwei_ir::{ArithOp, CompareOp, Expr, ExprId, FactId, Type};

use super::{Lower, Place};
use crate::graph::{NodeId, Step};
use crate::value::{End, Fraction, Number, Quantity, Reason, Result, Truth, Unsupported, Value, exact_double};

/// A table with its conditions as columns.
struct Lines {
    lines: Vec<(Truth, ExprId)>,
    otherwise: Option<ExprId>,
}

/// A table that compares one number with rising or falling constants, and gives constants.
struct Steps {
    subject: Number,
    /// The comparisons and bounds, in the order of the table.
    bounds: Vec<(CompareOp, Level)>,
    /// Results of the lines, then of what no line meets.
    results: Vec<wuwei_ir::Number>,
}

/// A constant that a number is compared with.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Exact(wuwei_ir::Number),
    Double(f64),
}

impl Lower<'_> {
    /// The results that a table can give: those of every line that may be the first to hold.
    pub(crate) fn table(&mut self, place: &Place<'_>, id: ExprId) -> Result<Value> {
        if let Some(steps) = self.steps(place, id)?
            && let Some(number) = self.ladder(&steps)?
        {
            return Ok(Value::Number(number));
        }
        let ty = place.body.get(id).ty;
        self.first(place, id, |lower, result| match result {
            Some(result) => lower.eval(place, result),
            None => Ok(lower.nothing(ty)),
        })
    }

    pub(crate) fn first(
        &mut self,
        place: &Place<'_>,
        id: ExprId,
        mut value: impl FnMut(&mut Self, Option<ExprId>) -> Result<Value>,
    ) -> Result<Value> {
        let Some(lines) = self.lines(place, id)? else { return value(self, Some(id)) };
        let mut out = value(self, lines.otherwise)?;
        for (line, result) in lines.lines.into_iter().rev() {
            if self.graph.is_false(line.maybe) {
                continue;
            }
            let result = value(self, Some(result))?;
            out = self.graph.choose(line, result, out)?;
        }
        Ok(out)
    }

    fn lines(&mut self, place: &Place<'_>, id: ExprId) -> Result<Option<Lines>> {
        let (lines, otherwise) = match &place.body.get(id).expr {
            Expr::Bands(subject, bands, otherwise) => {
                let value = self.eval(place, *subject)?;
                let mut lines = Vec::new();
                for band in bands {
                    let bound = self.eval(place, band.bound)?;
                    lines.push((self.graph.compare(band.op, &value, &bound)?, band.result));
                }
                (lines, *otherwise)
            }
            Expr::Cases(cases, otherwise) => {
                let mut lines = Vec::new();
                for case in cases {
                    let line = self.truth(place, case.condition)?;
                    lines.push((line, case.result));
                    // What stands below a line that always holds is never asked.
                    if self.graph.is_true(line.yes) {
                        break;
                    }
                }
                (lines, *otherwise)
            }
            _ => return Ok(None),
        };
        Ok(Some(Lines { lines, otherwise }))
    }

    /// The table as steps, if it has that form.
    fn steps(&mut self, place: &Place<'_>, id: ExprId) -> Result<Option<Steps>> {
        let mut subject: Option<Value> = None;
        let mut lines: Vec<(CompareOp, ExprId, ExprId)> = Vec::new();
        let otherwise = match &place.body.get(id).expr {
            Expr::Bands(value, bands, otherwise) => {
                subject = Some(self.eval(place, *value)?);
                lines.extend(bands.iter().map(|band| (band.op, band.bound, band.result)));
                otherwise
            }
            Expr::Cases(cases, otherwise) => {
                for case in cases {
                    let Expr::Compare(op, a, b) = &place.body.get(case.condition).expr else { return Ok(None) };
                    let value = self.eval(place, *a)?;
                    if subject.as_ref().is_some_and(|known| *known != value) {
                        return Ok(None);
                    }
                    subject = Some(value);
                    lines.push((*op, *b, case.result));
                }
                otherwise
            }
            _ => return Ok(None),
        };
        let (Some(Value::Number(subject)), Some(otherwise)) = (subject, *otherwise) else { return Ok(None) };
        let (mut bounds, mut results) = (Vec::new(), Vec::new());
        for (op, bound, result) in lines {
            let (Some(bound), Some(result)) = (self.level_of(place, bound)?, self.constant_of(place, result)?) else {
                return Ok(None);
            };
            bounds.push((op, bound));
            results.push(result);
        }
        let Some(otherwise) = self.constant_of(place, otherwise)? else { return Ok(None) };
        results.push(otherwise);
        Ok(Some(Steps { subject, bounds, results }))
    }

    fn constant_of(&mut self, place: &Place<'_>, id: ExprId) -> Result<Option<wuwei_ir::Number>> {
        // Only what is written as a number: anything else may be costly to lower twice, and is no ladder.
        Ok(match self.eval(place, id)? {
            Value::Number(number) => self.graph.number_constant(&number),
            _ => None,
        })
    }

    fn level_of(&mut self, place: &Place<'_>, id: ExprId) -> Result<Option<Level>> {
        let Value::Number(number) = self.eval(place, id)? else { return Ok(None) };
        if let Some(exact) = self.graph.number_constant(&number) {
            return Ok(Some(Level::Exact(exact)));
        }
        let closed = number.is_point() && self.graph.is_false(number.maybe) && self.graph.is_false(number.low.open);
        Ok(match number.low.at {
            Quantity::Double(double) if closed => self.graph.float_constant(double).map(Level::Double),
            _ => None,
        })
    }

    /// A table of steps as one operation for each end of its subject.
    fn ladder(&mut self, steps: &Steps) -> Result<Option<Number>> {
        let Steps { subject, bounds, results } = steps;
        let (low, high) = (subject.low.at, subject.high.at);
        let upward = bounds.iter().all(|(op, _)| matches!(op, CompareOp::AtLeast | CompareOp::Greater));
        let downward = bounds.iter().all(|(op, _)| matches!(op, CompareOp::AtMost | CompareOp::Less));
        let sorted = |falling: bool| {
            bounds.windows(2).all(|pair| if falling { pair[0].1 > pair[1].1 } else { pair[0].1 < pair[1].1 })
        };
        if bounds.is_empty() || !(upward && sorted(true) || downward && sorted(false)) {
            return Ok(None);
        }
        let falling = results.windows(2).all(|pair| pair[0] >= pair[1]);
        let rising = results.windows(2).all(|pair| pair[0] <= pair[1]);
        if !falling && !rising {
            return Ok(None);
        }
        let common = results.iter().try_fold(1i128, |common, result| result.common_denominator(common, 1_000_000));
        let Some(common) = common else { return Ok(None) };
        let whole = |number: &wuwei_ir::Number| number.mul(wuwei_ir::Number::ratio(common, 1)?)?.to_i64();
        let Some(whole) = results.iter().map(whole).collect::<Option<Vec<i64>>>() else { return Ok(None) };
        // From the smallest bound to the largest, each step leads from one result to the next.
        let mut levels: Vec<(bool, Level)> =
            bounds.iter().map(|(op, bound)| (matches!(op, CompareOp::Greater | CompareOp::AtMost), *bound)).collect();
        let mut values = whole.clone();
        if upward {
            levels.reverse();
            values.reverse();
        }
        let Some(at_low) = self.climb(&levels, &values, low) else { return Ok(None) };
        let Some(at_high) = (if low == high { Some(at_low) } else { self.climb(&levels, &values, high) }) else {
            return Ok(None);
        };
        let graph = &mut self.graph;
        let (first, last) = (graph.int(i128::from(whole[0])), graph.int(i128::from(whole[whole.len() - 1])));
        // The first line that certainly holds, and the first that may: of a subject that may be absent no line holds for
        // certain, of one that is absent none may.
        let (certain, certain_open) = if upward { (at_low, subject.low.open) } else { (at_high, subject.high.open) };
        let (possible, possible_open) = if upward { (at_high, subject.high.open) } else { (at_low, subject.low.open) };
        let none = graph.or(certain_open, subject.maybe);
        let certain = graph.select(none, last, certain);
        let possible = graph.select(possible_open, first, possible);
        let possible = graph.select(subject.absent, last, possible);
        let below = graph.int(common);
        let never = graph.bool(false);
        let end = |above| End { at: Quantity::Fraction(Fraction { above, below }), open: never };
        let (low, high) = if falling { (certain, possible) } else { (possible, certain) };
        Ok(Some(Number { low: end(low), high: end(high), absent: never, maybe: never }))
    }

    /// The result of the steps that a number reaches.
    fn climb(&mut self, levels: &[(bool, Level)], values: &[i64], at: Quantity) -> Option<NodeId> {
        match at {
            Quantity::Double(double) => self.climb_double(levels, values, double),
            Quantity::Fraction(fraction) => self.climb_fraction(levels, values, fraction),
        }
    }

    fn climb_double(&mut self, levels: &[(bool, Level)], values: &[i64], at: NodeId) -> Option<NodeId> {
        let mut out = self.graph.int(i128::from(values[0]));
        for ((strict, level), value) in levels.iter().zip(&values[1..]) {
            let level = match level {
                Level::Double(level) => *level,
                Level::Exact(level) => exact_double(*level)?,
            };
            let level = self.graph.float(level);
            let reached = match strict {
                true => self.graph.float_less(level, at),
                false => {
                    let below = self.graph.float_less(at, level);
                    self.graph.not(below)
                }
            };
            let value = self.graph.int(i128::from(*value));
            out = self.graph.select(reached, value, out);
        }
        Some(out)
    }

    fn climb_fraction(&mut self, levels: &[(bool, Level)], values: &[i64], at: Fraction) -> Option<NodeId> {
        const SAFE: i128 = 1 << 61;
        let (above, below) = (self.graph.bounds(at.above), self.graph.bounds(at.below));
        let constant = self.graph.constant(at.below);
        let mut steps = Vec::new();
        for ((strict, level), pair) in levels.iter().zip(values.windows(2)) {
            let Level::Exact(bound) = level else { return None };
            let gain = pair[1].checked_sub(pair[0])?;
            let step = match constant {
                Some(below) => {
                    // above · q >= p · below, for whole numbers above
                    let (wanted, by) = (bound.numerator().checked_mul(below)?, bound.denominator());
                    let least = if *strict { wanted.div_euclid(by) + 1 } else { -(-wanted).div_euclid(by) };
                    Step { times_x: 1, times_y: 0, least: i64::try_from(least).ok()?, gain }
                }
                None => Step {
                    times_x: i64::try_from(bound.denominator()).ok()?,
                    times_y: i64::try_from(bound.numerator()).ok()?,
                    least: i64::from(*strict),
                    gain,
                },
            };
            let fits = |bounds: crate::graph::Bounds, by: i64| {
                let most = bounds.low.unsigned_abs().max(bounds.high.unsigned_abs());
                most.checked_mul(u128::from(by.unsigned_abs())).is_some_and(|most| most < SAFE.unsigned_abs())
            };
            if !fits(above, step.times_x) || !fits(below, step.times_y) {
                return None;
            }
            steps.push(step);
        }
        Some(self.graph.ladder(values[0], steps, at.above, if constant.is_some() { at.above } else { at.below }))
    }

    pub(crate) fn scaled(&mut self, place: &Place<'_>, a: ExprId, low: ExprId, high: ExprId) -> Result<Value> {
        let (value, low, high) = (self.eval(place, a)?, self.eval(place, low)?, self.eval(place, high)?);
        let (Value::Number(value), Value::Number(low), Value::Number(high)) = (value, low, high) else {
            return Ok(Value::Absent);
        };
        let above = self.graph.apply(ArithOp::Sub, &value, &low)?;
        let below = self.graph.apply(ArithOp::Sub, &high, &low)?;
        let share = self.graph.apply(ArithOp::Div, &above, &below)?;
        Ok(Value::Number(self.clip(&share, wuwei_ir::Number::ONE)?))
    }

    /// An assessor's value, cut to what each possible line of the table leaves to judgement.
    pub(crate) fn expert(&mut self, place: &Place<'_>, fact: FactId, within: ExprId) -> Result<Value> {
        let given = self.fact(place, fact, None);
        let ty: Type = place.body.get(within).ty;
        self.first(place, within, |lower, result| {
            let Some(result) = result else { return Ok(lower.nothing(ty)) };
            let (low, high) = match &place.body.get(result).expr {
                Expr::Range(low, high) => (lower.eval(place, *low)?, lower.eval(place, *high)?),
                _ => {
                    let value = lower.eval(place, result)?;
                    (value.clone(), value)
                }
            };
            let (Value::Number(low), Value::Number(high)) = (low, high) else { return Ok(Value::Absent) };
            let Value::Number(given) = given else {
                return Err(Unsupported(Reason::new("评审给出的不是数", "an assessor's value that is no number")));
            };
            let raised = lower.clip_numbers(&given, &low, true)?;
            let most = lower.clip_numbers(&high, &low, true)?;
            let cut = lower.clip_numbers(&raised, &most, false)?;
            let absent = lower.graph.or(low.absent, high.absent);
            let maybe = lower.graph.or(low.maybe, high.maybe);
            Ok(Value::Number(Number {
                absent: lower.graph.or(given.absent, absent),
                maybe: lower.graph.or(given.maybe, maybe),
                ..cut
            }))
        })
    }
}
