//! Arithmetic of ranges; the columns of the reference's `arithmetic`.

use wuwei_ir::{ArithOp, RoundMode};

use super::{End, Fraction, Number, Quantity, Reason, Result, Truth, Unsupported};
use crate::graph::{Graph, NodeId};

impl Graph {
    /// `a op b`
    pub(crate) fn apply(&mut self, op: ArithOp, a: &Number, b: &Number) -> Result<Number> {
        let (absent, maybe) = (self.or(a.absent, b.absent), self.or(a.maybe, b.maybe));
        let mut out = match op {
            ArithOp::Add => self.add_numbers(a, b)?,
            ArithOp::Sub => {
                let negative = self.negate_number(b);
                self.add_numbers(a, &negative)?
            }
            ArithOp::Mul => self.mul_numbers(a, b)?,
            ArithOp::Div => self.div_numbers(a, b)?,
        };
        out.absent = self.or(out.absent, absent);
        out.maybe = self.or(out.maybe, maybe);
        Ok(out)
    }

    fn add_ends(&mut self, a: End, b: End) -> Result<End> {
        Ok(End { at: self.quantity_add(a.at, b.at)?, open: self.or(a.open, b.open) })
    }

    /// The sum; absence is the caller's.
    pub(crate) fn add_numbers(&mut self, a: &Number, b: &Number) -> Result<Number> {
        let low = self.add_ends(a.low, b.low)?;
        let high = if a.is_point() && b.is_point() { low } else { self.add_ends(a.high, b.high)? };
        let never = self.bool(false);
        Ok(Number { low, high, absent: never, maybe: never })
    }

    pub(crate) fn negate_number(&mut self, a: &Number) -> Number {
        let low = End { at: self.quantity_negate(a.high.at), open: a.high.open };
        let high = End { at: self.quantity_negate(a.low.at), open: a.low.open };
        Number { low, high, ..*a }
    }

    /// Rows in which a quantity is below, equal to, and above nought.
    fn below(&mut self, a: Quantity) -> Result<NodeId> {
        let nought = self.quantity(wuwei_ir::Number::ZERO);
        self.quantity_less(a, nought)
    }

    fn above(&mut self, a: Quantity) -> Result<NodeId> {
        let nought = self.quantity(wuwei_ir::Number::ZERO);
        self.quantity_less(nought, a)
    }

    fn mul_numbers(&mut self, a: &Number, b: &Number) -> Result<Number> {
        let never = self.bool(false);
        let number = |low, high| Number { low, high, absent: never, maybe: never };
        if a.is_point() && b.is_point() {
            // Nought times anything is nought.
            let at = self.quantity_mul(a.low.at, b.low.at)?;
            let (x, y) = (self.is_moving(b.low)?, self.is_moving(a.low)?);
            let (x, y) = (self.and(a.low.open, x), self.and(b.low.open, y));
            let end = End { at, open: self.or(x, y) };
            return Ok(number(end, end));
        }
        for (range, factor) in [(a, b), (b, a)] {
            if let Some(constant) = self.number_constant(factor) {
                let by = self.quantity(constant);
                let end = |graph: &mut Graph, end: End| -> Result<End> {
                    let open = if constant.signum() == 0 { never } else { end.open };
                    Ok(End { at: graph.quantity_mul(end.at, by)?, open })
                };
                let (low, high) = (end(self, range.low)?, end(self, range.high)?);
                return Ok(if constant.signum() < 0 { number(high, low) } else { number(low, high) });
            }
        }
        let closed = [a.low, a.high, b.low, b.high].iter().all(|end| self.is_false(end.open));
        if closed {
            let mut ends = Vec::new();
            for x in [a.low.at, a.high.at] {
                for y in [b.low.at, b.high.at] {
                    ends.push(self.quantity_mul(x, y)?);
                }
            }
            // With factors that are never negative the ends are known beforehand.
            if self.never_negative(a) && self.never_negative(b) {
                return Ok(number(End { at: ends[0], open: never }, End { at: ends[3], open: never }));
            }
            let (mut low, mut high) = (ends[0], ends[0]);
            for end in &ends[1..] {
                low = self.quantity_min(low, *end)?;
                high = self.quantity_max(high, *end)?;
            }
            return Ok(number(End { at: low, open: never }, End { at: high, open: never }));
        }
        if self.never_negative(a) && self.never_negative(b) {
            let low = End { at: self.quantity_mul(a.low.at, b.low.at)?, open: never };
            let (x, y) = (self.is_moving(b.high)?, self.is_moving(a.high)?);
            let (x, y) = (self.and(a.high.open, x), self.and(b.high.open, y));
            let at = self.quantity_mul(a.high.at, b.high.at)?;
            return Ok(number(low, End { at, open: self.or(x, y) }));
        }
        // A number that isn't negative where it is known, by a range that never is.
        for (point, range) in [(a, b), (b, a)] {
            let closed = self.is_false(range.low.open) && self.is_false(range.high.open);
            let known = match point.low.at {
                Quantity::Fraction(fraction) => self.bounds(fraction.above).low >= 0,
                Quantity::Double(_) => false,
            };
            if point.is_point() && known && closed && self.never_negative(range) {
                let (low, high) =
                    (self.quantity_mul(point.low.at, range.low.at)?, self.quantity_mul(point.low.at, range.high.at)?);
                let moving = self.is_moving(range.high)?;
                let open = self.and(point.low.open, moving);
                return Ok(number(End { at: low, open }, End { at: high, open }));
            }
        }
        self.mul_anyhow(a, b)
    }

    /// The product of ranges of either sign, open or not: of the four products of ends those without end decide whether the
    /// result has ends, the others where they are.
    fn mul_anyhow(&mut self, a: &Number, b: &Number) -> Result<Number> {
        let never = self.bool(false);
        let sides = |number: &Number| [(number.low, true), (number.high, false)];
        let (mut low_open, mut high_open) = (never, never);
        let mut found: Option<(NodeId, Quantity, Quantity)> = None;
        for (x, x_low) in sides(a) {
            for (y, y_low) in sides(b) {
                let (x_moves, y_moves) = (self.is_moving(x)?, self.is_moving(y)?);
                let (p, q) = (self.and(x.open, y_moves), self.and(y.open, x_moves));
                let endless = self.or(p, q);
                let (x_below, y_below) = (self.end_below(x, x_low)?, self.end_below(y, y_low)?);
                let not_y = self.not(y_below);
                let negative = self.select_bool(x_below, not_y, y_below);
                let (down, up) = (self.and(endless, negative), self.not(negative));
                low_open = self.or(low_open, down);
                let up = self.and(endless, up);
                high_open = self.or(high_open, up);
                let product = self.quantity_mul(x.at, y.at)?;
                let ends_here = self.not(endless);
                found = Some(match found {
                    None => (ends_here, product, product),
                    Some((any, low, high)) => {
                        let (less, more) = (self.quantity_min(low, product)?, self.quantity_max(high, product)?);
                        // A product without end takes no part; the first with one is both.
                        let (less, more) =
                            (self.quantity_select(any, less, product)?, self.quantity_select(any, more, product)?);
                        let low = self.quantity_select(ends_here, less, low)?;
                        let high = self.quantity_select(ends_here, more, high)?;
                        (self.or(any, ends_here), low, high)
                    }
                });
            }
        }
        let (any, low, high) = found.ok_or(Unsupported(Reason::new("没有因数的乘积", "a product of nothing")))?;
        let none = self.not(any);
        let low = End { at: low, open: self.or(low_open, none) };
        let high = End { at: high, open: self.or(high_open, none) };
        Ok(Number { low, high, absent: never, maybe: never })
    }

    /// Rows in which an end is negative; an open low end is, an open high end isn't.
    fn end_below(&mut self, end: End, is_low: bool) -> Result<NodeId> {
        let below = self.below(end.at)?;
        let open = self.bool(is_low);
        Ok(self.select_bool(end.open, open, below))
    }

    /// Rows in which an end isn't nought.
    fn is_moving(&mut self, end: End) -> Result<NodeId> {
        let nought = self.quantity(wuwei_ir::Number::ZERO);
        let zero = self.quantity_equal(end.at, nought)?;
        let moving = self.not(zero);
        Ok(self.or(end.open, moving))
    }

    fn never_negative(&self, a: &Number) -> bool {
        match a.low.at {
            Quantity::Fraction(fraction) => self.bounds(fraction.above).low >= 0 && self.is_false(a.low.open),
            Quantity::Double(_) => false,
        }
    }

    /// The quotient of a fraction by one that isn't nought, its sign moved above the line.
    fn signed_div(&mut self, a: Quantity, b: Quantity) -> Result<Quantity> {
        let (Quantity::Fraction(a), Quantity::Fraction(b)) = (a, b) else {
            return Err(Unsupported(Reason::new("双精度数参与精确除法", "exact division with doubles")));
        };
        if self.bounds(b.above).low >= 0 {
            return Ok(Quantity::Fraction(self.fraction_div(a, b)));
        }
        let nought = self.int(0);
        let negative = self.less(b.above, nought);
        let minus = self.negate(b.above);
        let b = Fraction { above: self.max(b.above, minus), below: b.below };
        let minus = self.negate(a.above);
        let a = Fraction { above: self.select(negative, minus, a.above), below: a.below };
        Ok(Quantity::Fraction(self.fraction_div(a, b)))
    }

    fn div_numbers(&mut self, a: &Number, b: &Number) -> Result<Number> {
        let never = self.bool(false);
        let nought = self.quantity(wuwei_ir::Number::ZERO);
        if a.is_point() && b.is_point() {
            let zero = self.quantity_equal(b.low.at, nought)?;
            let closed = self.not(b.low.open);
            let absent = self.and(zero, closed);
            let end = End { at: self.signed_div(a.low.at, b.low.at)?, open: self.or(a.low.open, b.low.open) };
            return Ok(Number { low: end, high: end, absent, maybe: self.or(absent, b.low.open) });
        }
        // In rows where the divisor may be of either sign nothing is known; where it is negative both signs are changed.
        let (low, high) = (self.below(b.low.at)?, self.above(b.high.at)?);
        let (below, above) = (self.or(low, b.low.open), self.or(high, b.high.open));
        let crossing = self.and(below, above);
        let flipped = {
            let not_above = self.not(above);
            self.and(below, not_above)
        };
        let exact = self.exact_rows(b)?;
        let zero = self.quantity_equal(b.low.at, nought)?;
        let absent = self.and(exact, zero);
        let (x, y) = if self.is_false(flipped) {
            (*a, *b)
        } else {
            let (minus_a, minus_b) = (self.negate_number(a), self.negate_number(b));
            let line = Truth { yes: flipped, maybe: flipped };
            (self.choose_number(line, minus_a, *a)?, self.choose_number(line, minus_b, *b)?)
        };
        // The divisor y is now nowhere negative: its inverse goes from 1/high to 1/low, without end where low is nought.
        let positive = self.above(y.low.at)?;
        let without_end = self.not(positive);
        let divide = |graph: &mut Graph, a: Quantity, b: Quantity| match (a, b) {
            (Quantity::Fraction(a), Quantity::Fraction(b)) => Ok(Quantity::Fraction(graph.fraction_div(a, b))),
            _ => Err(Unsupported(Reason::new("双精度数参与精确除法", "exact division with doubles"))),
        };
        let (by_low, by_high) = (y.low.at, y.high.at);
        let negative = self.below(x.low.at)?;
        let small = divide(self, x.low.at, by_high)?;
        let small = self.quantity_select(y.high.open, nought, small)?;
        let large = divide(self, x.low.at, by_low)?;
        let at = self.quantity_select(negative, large, small)?;
        let open = self.and(negative, without_end);
        let open = self.or(open, x.low.open);
        let low = End { at, open: self.or(open, crossing) };
        let negative = self.below(x.high.at)?;
        let positive_end = self.above(x.high.at)?;
        let small = divide(self, x.high.at, by_high)?;
        let small = self.quantity_select(y.high.open, nought, small)?;
        let large = divide(self, x.high.at, by_low)?;
        // Nought stays nought, also divided by next to nothing.
        let large = self.quantity_select(positive_end, large, nought)?;
        let at = self.quantity_select(negative, small, large)?;
        let open = self.and(positive_end, without_end);
        let open = self.or(open, x.high.open);
        let high = End { at, open: self.or(open, crossing) };
        // It may be absent where nought is a possibility.
        let from_below = self.not(below);
        let above_low = self.and(from_below, positive);
        let not_above = self.not(above);
        let high_below = self.below(b.high.at)?;
        let below_high = self.and(not_above, high_below);
        let away = self.or(above_low, below_high);
        let maybe = self.not(away);
        Ok(Number { low, high, absent: self.or(absent, never), maybe })
    }

    /// The values of a rising function at both ends.
    pub(crate) fn map_number(
        &mut self,
        a: &Number,
        mut rising: impl FnMut(&mut Graph, Quantity) -> Result<Quantity>,
    ) -> Result<Number> {
        let low = End { at: rising(self, a.low.at)?, open: a.low.open };
        let high = if a.is_point() { low } else { End { at: rising(self, a.high.at)?, open: a.high.open } };
        Ok(Number { low, high, ..*a })
    }

    /// A number rounded to multiples of a step.
    pub(crate) fn round(&mut self, a: &Number, step: wuwei_ir::Number, mode: RoundMode) -> Result<Number> {
        self.map_number(a, |graph, at| {
            let Quantity::Fraction(fraction) = at else {
                return graph.round_double(at, step, mode);
            };
            let by = graph.number(step);
            let steps = graph.fraction_div(fraction, by);
            let whole = graph.round_fraction(steps, mode);
            let whole = graph.whole_fraction(whole);
            Ok(Quantity::Fraction(graph.fraction_mul(whole, by)))
        })
    }

    fn round_double(&mut self, at: Quantity, step: wuwei_ir::Number, mode: RoundMode) -> Result<Quantity> {
        match (at, mode) {
            (Quantity::Double(double), RoundMode::Down) if step == wuwei_ir::Number::ONE => {
                let whole = self.floor(double);
                Ok(Quantity::Fraction(self.whole_fraction(whole)))
            }
            _ => Err(Unsupported(Reason::new(
                "双精度数没有向下取整，而是另作舍入",
                "a double rounded otherwise than down to whole numbers",
            ))),
        }
    }

    pub(crate) fn round_fraction(&mut self, a: Fraction, mode: RoundMode) -> NodeId {
        match mode {
            RoundMode::Down => self.floor_div(a.above, a.below),
            RoundMode::Up => {
                let minus = self.negate(a.above);
                let down = self.floor_div(minus, a.below);
                self.negate(down)
            }
            // A half goes away from nought: ⌊(2·above + below) / (2·below)⌋ for what isn't negative.
            RoundMode::HalfUp => {
                let nearest = |graph: &mut Graph, above: NodeId| {
                    let twice = graph.times(above, 2);
                    let (above, below) = (graph.add(twice, a.below), graph.times(a.below, 2));
                    graph.floor_div(above, below)
                };
                let up = nearest(self, a.above);
                if self.bounds(a.above).low >= 0 {
                    return up;
                }
                let minus = self.negate(a.above);
                let down = nearest(self, minus);
                let down = self.negate(down);
                let nought = self.int(0);
                let negative = self.less(a.above, nought);
                self.select(negative, down, up)
            }
        }
    }
}
