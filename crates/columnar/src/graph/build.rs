//! Building nodes: what is constant is folded, what is settled by the intervals is settled, what is there is found.

use super::{Arith, Bounds, Calendar, ColumnId, Compare, FloatArith, FractionEnd, Graph, Match, Node, NodeId, Step};

/// Beyond this a whole number is not built: a sum of a few of them must still fit 128 bits.
const LARGEST: i128 = i128::MAX / 8;

/// Days of the years 1 to 9999 and the sentinels around them.
const YEARS: Bounds = Bounds { low: 0, high: 10_000 };

impl Graph {
    fn intern(&mut self, node: Node, bounds: Option<Bounds>) -> NodeId {
        self.intern_with(node, bounds, None)
    }

    fn intern_with(&mut self, node: Node, bounds: Option<Bounds>, floats: Option<(f64, f64)>) -> NodeId {
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node.clone());
        self.bounds.push(bounds);
        self.floats.push(floats);
        self.known.insert(node, id);
        id
    }

    /// A node of whole numbers; one that may not fit is remembered as such and cut.
    fn whole(&mut self, node: Node, low: Option<i128>, high: Option<i128>) -> NodeId {
        let fits = |end: Option<i128>| end.filter(|end| end.unsigned_abs() <= LARGEST.unsigned_abs());
        let (low, high) = match (fits(low), fits(high)) {
            (Some(low), Some(high)) => (low, high),
            _ => {
                self.overflow = true;
                (-LARGEST, LARGEST)
            }
        };
        if low == high {
            return self.int(low);
        }
        self.intern(node, Some(Bounds::new(low, high)))
    }

    pub(crate) fn int(&mut self, value: i128) -> NodeId {
        self.intern(Node::Int(value), Some(Bounds::new(value, value)))
    }

    /// The number, if a node is one.
    pub(crate) fn constant(&self, id: NodeId) -> Option<i128> {
        match self.node(id) {
            Node::Int(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn values(&mut self, column: ColumnId) -> NodeId {
        let bounds = self.columns[column.index()];
        self.intern(Node::Column(column), Some(bounds))
    }

    pub(crate) fn add(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.constant(a), self.constant(b)) {
            (_, Some(0)) => return a,
            (Some(0), _) => return b,
            _ => {}
        }
        // (x + c) + d is x + (c + d), so that equal sums are one node.
        if let (Node::Arith(Arith::Add, x, c), Some(d)) = (self.node(a).clone(), self.constant(b))
            && let Some(c) = self.constant(c)
        {
            let sum = self.int(c + d);
            return self.add(x, sum);
        }
        let (a, b) = self.ordered(a, b);
        let (x, y) = (self.bounds(a), self.bounds(b));
        self.whole(Node::Arith(Arith::Add, a, b), x.low.checked_add(y.low), x.high.checked_add(y.high))
    }

    pub(crate) fn sub(&mut self, a: NodeId, b: NodeId) -> NodeId {
        if a == b {
            return self.int(0);
        }
        if let Some(b) = self.constant(b) {
            let negative = self.int(-b);
            return self.add(a, negative);
        }
        let (x, y) = (self.bounds(a), self.bounds(b));
        self.whole(Node::Arith(Arith::Sub, a, b), x.low.checked_sub(y.high), x.high.checked_sub(y.low))
    }

    pub(crate) fn negate(&mut self, a: NodeId) -> NodeId {
        let zero = self.int(0);
        if let Node::Arith(Arith::Sub, x, y) = self.node(a).clone() {
            return self.sub(y, x);
        }
        self.sub(zero, a)
    }

    pub(crate) fn mul(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.constant(a), self.constant(b)) {
            (_, Some(0)) | (Some(0), _) => return self.int(0),
            (_, Some(1)) => return a,
            (Some(1), _) => return b,
            _ => {}
        }
        if let (Node::Arith(Arith::Mul, x, c), Some(d)) = (self.node(a).clone(), self.constant(b))
            && let Some(product) = self.constant(c).and_then(|c| c.checked_mul(d))
        {
            let product = self.int(product);
            return self.mul(x, product);
        }
        let (a, b) = self.ordered(a, b);
        let (x, y) = (self.bounds(a), self.bounds(b));
        let ends = [
            x.low.checked_mul(y.low),
            x.low.checked_mul(y.high),
            x.high.checked_mul(y.low),
            x.high.checked_mul(y.high),
        ];
        let ends: Option<Vec<i128>> = ends.into_iter().collect();
        let low = ends.as_ref().and_then(|ends| ends.iter().copied().min());
        let high = ends.as_ref().and_then(|ends| ends.iter().copied().max());
        self.whole(Node::Arith(Arith::Mul, a, b), low, high)
    }

    pub(crate) fn times(&mut self, a: NodeId, factor: i128) -> NodeId {
        let factor = self.int(factor);
        self.mul(a, factor)
    }

    pub(crate) fn min(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let (x, y) = (self.bounds(a), self.bounds(b));
        if a == b || x.high <= y.low {
            return a;
        }
        if y.high <= x.low {
            return b;
        }
        let (a, b) = self.ordered(a, b);
        self.whole(Node::Arith(Arith::Min, a, b), Some(x.low.min(y.low)), Some(x.high.min(y.high)))
    }

    pub(crate) fn max(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let (x, y) = (self.bounds(a), self.bounds(b));
        if a == b || x.low >= y.high {
            return a;
        }
        if y.low >= x.high {
            return b;
        }
        let (a, b) = self.ordered(a, b);
        self.whole(Node::Arith(Arith::Max, a, b), Some(x.low.max(y.low)), Some(x.high.max(y.high)))
    }

    /// The quotient rounded down; of a divisor that isn't positive it says nothing.
    pub(crate) fn floor_div(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let (x, y) = (self.bounds(a), self.bounds(b));
        if y.exact() == Some(1) {
            return a;
        }
        let (least, most) = (y.low.max(1), y.high.max(1));
        let low = x.low.div_euclid(least).min(x.low.div_euclid(most));
        let high = x.high.div_euclid(least).max(x.high.div_euclid(most));
        self.whole(Node::Arith(Arith::FloorDiv, a, b), Some(low), Some(high))
    }

    pub(crate) fn calendar(&mut self, what: Calendar, day: NodeId) -> NodeId {
        const DAYS: i128 = 4_000_000;
        let bounds = match what {
            Calendar::YearOf => YEARS,
            Calendar::MonthsUntil(_) => Bounds::new(-150_000, 150_000),
            Calendar::AddMonths(..) => Bounds::new(-DAYS, DAYS),
        };
        self.intern(Node::Calendar(what, day), Some(bounds))
    }

    /// `a` where the truth holds, otherwise `b`.
    pub(crate) fn select(&mut self, mask: NodeId, a: NodeId, b: NodeId) -> NodeId {
        if a == b {
            return a;
        }
        match self.node(mask).clone() {
            Node::Bool(true) => return a,
            Node::Bool(false) => return b,
            Node::Not(inner) => return self.select(inner, b, a),
            _ => {}
        }
        let assumed = self.assume(mask);
        let a = self.under(&assumed, a);
        let opposite = self.not(mask);
        let assumed = self.assume(opposite);
        let b = self.under(&assumed, b);
        if a == b {
            return a;
        }
        let bounds = self.bounds(a).hull(self.bounds(b));
        self.intern(Node::Select(mask, a, b), Some(bounds))
    }

    /// The sum of the steps that are reached.
    pub(crate) fn ladder(&mut self, base: i64, steps: Vec<Step>, x: NodeId, y: NodeId) -> NodeId {
        let (mut low, mut high) = (i128::from(base), i128::from(base));
        let mut sum = low;
        for step in &steps {
            sum += i128::from(step.gain);
            low = low.min(sum);
            high = high.max(sum);
        }
        self.whole(Node::Ladder(base, steps, x, y), Some(low), Some(high))
    }

    pub(crate) fn count(&mut self, masks: Vec<NodeId>) -> NodeId {
        let high = masks.len() as i128;
        self.whole(Node::Count(masks), Some(0), Some(high))
    }

    /// Truths as bits; those beyond the sixty-third share its place.
    pub(crate) fn pack(&mut self, masks: &[NodeId]) -> NodeId {
        const MOST: usize = 63;
        let mut bits: Vec<NodeId> = masks.iter().take(MOST).copied().collect();
        for mask in masks.iter().skip(MOST) {
            let last = bits.len() - 1;
            bits[last] = self.or(bits[last], *mask);
        }
        while bits.last().is_some_and(|bit| self.is_false(*bit)) {
            bits.pop();
        }
        let high = (1i128 << bits.len()) - 1;
        self.whole(Node::Pack(bits), Some(0), Some(high))
    }

    pub(crate) fn lookup(&mut self, column: ColumnId, table: Vec<i32>) -> NodeId {
        let ends = table.iter().min().zip(table.iter().max());
        let (low, high) = ends.map_or((0, 0), |(low, high)| (i128::from(*low), i128::from(*high)));
        self.whole(Node::Lookup(column, table), Some(low), Some(high))
    }

    pub(crate) fn sum_of_fractions(
        &mut self,
        end: FractionEnd,
        terms: Vec<[NodeId; 4]>,
        low: i128,
        high: i128,
    ) -> NodeId {
        let above = |end: i128| end.checked_mul(wuwei_engine::COMMON);
        let (low, high) = match end {
            FractionEnd::LowAbove | FractionEnd::HighAbove => (above(low.min(0)), above(high.max(0))),
            FractionEnd::LowBelow | FractionEnd::HighBelow => (Some(1), Some(wuwei_engine::COMMON)),
        };
        self.whole(Node::Sum(end, terms), low, high)
    }

    fn ordered(&self, a: NodeId, b: NodeId) -> (NodeId, NodeId) {
        // Constants come last, everything else in order of building.
        let rank = |id: NodeId| (self.constant(id).is_some(), id);
        if rank(a) <= rank(b) { (a, b) } else { (b, a) }
    }
}

/// Truths.
impl Graph {
    pub(crate) fn bool(&mut self, holds: bool) -> NodeId {
        self.intern(Node::Bool(holds), None)
    }

    pub(crate) fn is_true(&self, id: NodeId) -> bool {
        *self.node(id) == Node::Bool(true)
    }

    pub(crate) fn is_false(&self, id: NodeId) -> bool {
        *self.node(id) == Node::Bool(false)
    }

    pub(crate) fn known_in(&mut self, column: ColumnId) -> NodeId {
        self.intern(Node::Known(column), None)
    }

    pub(crate) fn flag(&mut self, column: ColumnId) -> NodeId {
        self.intern(Node::Flag(column), None)
    }

    pub(crate) fn bit(&mut self, column: ColumnId, at: u8) -> NodeId {
        self.intern(Node::Bit(column, at), None)
    }

    pub(crate) fn matches(&mut self, column: ColumnId, what: Match) -> NodeId {
        self.intern(Node::Match(column, what), None)
    }

    pub(crate) fn not(&mut self, a: NodeId) -> NodeId {
        if let Some(known) = self.opposites.get(&a) {
            return *known;
        }
        let opposite = self.fresh_not(a);
        self.opposites.insert(a, opposite);
        self.opposites.insert(opposite, a);
        opposite
    }

    fn fresh_not(&mut self, a: NodeId) -> NodeId {
        match self.node(a) {
            Node::Bool(holds) => {
                let opposite = !holds;
                self.bool(opposite)
            }
            Node::Not(inner) => *inner,
            // Only what is asked of data is ever negated, so that what a condition excludes and what it leaves possible are
            // made of the same nodes.
            Node::And(x, y) => {
                let (x, y) = (*x, *y);
                let (x, y) = (self.not(x), self.not(y));
                self.or(x, y)
            }
            Node::Or(x, y) => {
                let (x, y) = (*x, *y);
                let (x, y) = (self.not(x), self.not(y));
                self.and(x, y)
            }
            _ => self.intern(Node::Not(a), None),
        }
    }

    fn is_opposite(&self, a: NodeId, b: NodeId) -> bool {
        self.opposites.get(&a) == Some(&b)
    }

    /// What two pairs share, where their others are opposites.
    fn shared_but_opposite(&self, a: NodeId, b: NodeId, and: bool) -> Option<NodeId> {
        let pair = |id: NodeId| match (self.node(id), and) {
            (Node::And(p, q), true) | (Node::Or(p, q), false) => Some((*p, *q)),
            _ => None,
        };
        let ((p, q), (r, s)) = (pair(a)?, pair(b)?);
        let combinations = [(p, q, r, s), (p, q, s, r), (q, p, r, s), (q, p, s, r)];
        let found = combinations.into_iter().find(|(p, q, r, s)| p == r && self.is_opposite(*q, *s));
        found.map(|(shared, ..)| shared)
    }

    pub(crate) fn and(&mut self, a: NodeId, b: NodeId) -> NodeId {
        if a == b || self.is_true(b) || self.is_false(a) {
            return a;
        }
        if self.is_true(a) || self.is_false(b) {
            return b;
        }
        if self.is_opposite(a, b) {
            return self.bool(false);
        }
        for (x, y) in [(a, b), (b, a)] {
            match *self.node(y) {
                Node::And(p, q) if p == x || q == x => return y,
                Node::Or(p, q) if p == x || q == x => return x,
                // x and (not x or q) is x and q.
                Node::Or(p, q) if self.is_opposite(p, x) => return self.and(x, q),
                Node::Or(p, q) if self.is_opposite(q, x) => return self.and(x, p),
                _ => {}
            }
            let assumed = self.assume(x);
            match self.settled(&assumed, y) {
                Some(true) => return x,
                Some(false) => return self.bool(false),
                None => {}
            }
            if let Node::Or(p, q) = *self.node(y) {
                match (self.settled(&assumed, p), self.settled(&assumed, q)) {
                    (Some(false), None) => return self.and(x, q),
                    (None, Some(false)) => return self.and(x, p),
                    _ => {}
                }
            }
        }
        // (p or q) and (p or not q) is p.
        if let Some(shared) = self.shared_but_opposite(a, b, false) {
            return shared;
        }
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        self.intern(Node::And(a, b), None)
    }

    pub(crate) fn or(&mut self, a: NodeId, b: NodeId) -> NodeId {
        if a == b || self.is_false(b) || self.is_true(a) {
            return a;
        }
        if self.is_false(a) || self.is_true(b) {
            return b;
        }
        if self.is_opposite(a, b) {
            return self.bool(true);
        }
        for (x, y) in [(a, b), (b, a)] {
            match *self.node(y) {
                Node::Or(p, q) if p == x || q == x => return y,
                Node::And(p, q) if p == x || q == x => return x,
                Node::And(p, q) if self.is_opposite(p, x) => return self.or(x, q),
                Node::And(p, q) if self.is_opposite(q, x) => return self.or(x, p),
                _ => {}
            }
            let opposite = self.not(x);
            let assumed = self.assume(opposite);
            match self.settled(&assumed, y) {
                Some(false) => return x,
                Some(true) => return self.bool(true),
                None => {}
            }
            if let Node::And(p, q) = *self.node(y) {
                match (self.settled(&assumed, p), self.settled(&assumed, q)) {
                    (Some(true), None) => return self.or(x, q),
                    (None, Some(true)) => return self.or(x, p),
                    _ => {}
                }
            }
        }
        // (p and q) or (p and not q) is p.
        if let Some(shared) = self.shared_but_opposite(a, b, true) {
            return shared;
        }
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        self.intern(Node::Or(a, b), None)
    }

    pub(crate) fn less(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let (x, y) = (self.bounds(a), self.bounds(b));
        if x.high < y.low {
            return self.bool(true);
        }
        if a == b || x.low >= y.high {
            return self.bool(false);
        }
        // x · c < d is x < ⌈d / c⌉ for positive c.
        if let (Some(bound), Node::Arith(Arith::Mul, x, c)) = (self.constant(b), self.node(a).clone())
            && let Some(c) = self.constant(c).filter(|c| *c > 0)
        {
            let bound = self.int(-(-bound).div_euclid(c));
            return self.less(x, bound);
        }
        if let (Some(bound), Node::Arith(Arith::Mul, x, c)) = (self.constant(a), self.node(b).clone())
            && let Some(c) = self.constant(c).filter(|c| *c > 0)
        {
            let bound = self.int(bound.div_euclid(c));
            return self.less(bound, x);
        }
        // c < x is not x < c + 1: comparisons with a constant have it on the right.
        if let Some(bound) = self.constant(a) {
            let next = self.int(bound + 1);
            let at_most = self.less(b, next);
            return self.not(at_most);
        }
        self.intern(Node::Compare(Compare::Less, a, b), None)
    }

    /// Whether a product surely fits.
    pub(crate) fn product_fits(&self, a: NodeId, b: NodeId) -> bool {
        let most = |id: NodeId| {
            let bounds = self.bounds(id);
            bounds.low.unsigned_abs().max(bounds.high.unsigned_abs())
        };
        most(a).checked_mul(most(b)).is_some_and(|product| product <= LARGEST.unsigned_abs())
    }

    pub(crate) fn compare_fractions(&mut self, op: Compare, parts: [NodeId; 4]) -> NodeId {
        self.intern(Node::CompareFractions(op, parts), None)
    }

    pub(crate) fn at_most(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let more = self.less(b, a);
        self.not(more)
    }

    pub(crate) fn equal(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let (x, y) = (self.bounds(a), self.bounds(b));
        if a == b {
            return self.bool(true);
        }
        if x.high < y.low || y.high < x.low {
            return self.bool(false);
        }
        let (a, b) = self.ordered(a, b);
        // The least and the greatest that a column can be are told apart by a bound.
        let x = self.bounds(a);
        if let Some(value) = self.constant(b) {
            if value == x.low {
                let next = self.int(value + 1);
                return self.less(a, next);
            }
            if value == x.high {
                let below = self.less(a, b);
                return self.not(below);
            }
        }
        self.intern(Node::Compare(Compare::Equal, a, b), None)
    }
}

/// Doubles.
impl Graph {
    pub(crate) fn float(&mut self, value: f64) -> NodeId {
        // Nought has one sign here, so that equal doubles are one node.
        let value = value + 0.0;
        self.intern_with(Node::Float(value.to_bits()), None, around(value, value))
    }

    pub(crate) fn float_constant(&self, id: NodeId) -> Option<f64> {
        match self.node(id) {
            Node::Float(bits) => Some(f64::from_bits(*bits)),
            _ => None,
        }
    }

    /// The interval of a double, where it is known.
    pub(crate) fn float_bounds(&self, id: NodeId) -> Option<(f64, f64)> {
        self.floats[id.index()]
    }

    /// Whether a node only chooses between constants.
    fn is_choice_of_constants(&self, id: NodeId) -> bool {
        match *self.node(id) {
            Node::Int(_) | Node::Float(_) => true,
            Node::Select(_, a, b) | Node::FloatSelect(_, a, b) => {
                self.is_choice_of_constants(a) && self.is_choice_of_constants(b)
            }
            _ => false,
        }
    }

    pub(crate) fn as_double(&mut self, a: NodeId) -> NodeId {
        match self.constant(a) {
            Some(value) => self.float(value as f64),
            None => {
                if let Node::Select(mask, x, y) = *self.node(a)
                    && self.is_choice_of_constants(a)
                {
                    let (x, y) = (self.as_double(x), self.as_double(y));
                    return self.float_select(mask, x, y);
                }
                let bounds = self.bounds(a);
                self.intern_with(Node::ToFloat(a), None, around(bounds.low as f64, bounds.high as f64))
            }
        }
    }

    pub(crate) fn float_arith(&mut self, op: FloatArith, a: NodeId, b: NodeId) -> NodeId {
        if let (Some(x), Some(y)) = (self.float_constant(a), self.float_constant(b)) {
            return self.float(match op {
                FloatArith::Add => x + y,
                FloatArith::Sub => x - y,
                FloatArith::Mul => x * y,
                FloatArith::Div => x / y,
                FloatArith::Min => x.min(y),
                FloatArith::Max => x.max(y),
            });
        }
        if matches!(op, FloatArith::Sub | FloatArith::Add) && self.float_constant(b) == Some(0.0) {
            return a;
        }
        if op == FloatArith::Div && self.float_constant(b) == Some(1.0) {
            return a;
        }
        if op == FloatArith::Mul && (self.float_constant(b) == Some(1.0) || self.float_constant(a) == Some(1.0)) {
            return if self.float_constant(b) == Some(1.0) { a } else { b };
        }
        if a == b && matches!(op, FloatArith::Min | FloatArith::Max) {
            return a;
        }
        let (a, b) = match op {
            FloatArith::Add | FloatArith::Mul | FloatArith::Min | FloatArith::Max
                if self.float_constant(a).is_some() =>
            {
                (b, a)
            }
            _ => (a, b),
        };
        // Nought times what is finite is nought.
        if op == FloatArith::Mul && self.float_constant(b) == Some(0.0) && self.floats[a.index()].is_some() {
            return b;
        }
        // Where an operand chooses a constant the operation goes into the choice, and what is computed is shared with whoever
        // doesn't choose.
        for (choice, other, first) in [(a, b, true), (b, a, false)] {
            if let Node::FloatSelect(mask, x, y) = *self.node(choice) {
                let constants = [x, y].into_iter().filter(|arm| self.is_choice_of_constants(*arm)).count();
                let folds = self.is_choice_of_constants(other)
                    || op == FloatArith::Mul
                        && self.floats[other.index()].is_some()
                        && [x, y].into_iter().any(|arm| matches!(self.float_constant(arm), Some(0.0 | 1.0)));
                if constants == 2 && self.float_constant(other).is_some() || constants == 1 && folds {
                    let apply = |graph: &mut Graph, arm| match first {
                        true => graph.float_arith(op, arm, other),
                        false => graph.float_arith(op, other, arm),
                    };
                    let (x, y) = (apply(self, x), apply(self, y));
                    return self.float_select(mask, x, y);
                }
            }
        }
        let (x, y) = (self.floats[a.index()], self.floats[b.index()]);
        let bounds = x.zip(y).and_then(|((al, ah), (bl, bh))| match op {
            FloatArith::Add => around(al + bl, ah + bh),
            FloatArith::Sub => around(al - bh, ah - bl),
            FloatArith::Mul => {
                let ends = [al * bl, al * bh, ah * bl, ah * bh];
                around(
                    ends.into_iter().fold(f64::INFINITY, f64::min),
                    ends.into_iter().fold(f64::NEG_INFINITY, f64::max),
                )
            }
            FloatArith::Div => None,
            FloatArith::Min => around(al.min(bl), ah.min(bh)),
            FloatArith::Max => around(al.max(bl), ah.max(bh)),
        });
        // A clip bounds what had no bounds: a quotient may be anything.
        let bounds = bounds.or_else(|| match (op, x, y) {
            (FloatArith::Min, _, Some((_, high))) | (FloatArith::Min, Some((_, high)), _) => around(-1e30, high),
            (FloatArith::Max, _, Some((low, _))) | (FloatArith::Max, Some((low, _)), _) => around(low, 1e30),
            _ => None,
        });
        self.intern_with(Node::FloatArith(op, a, b), None, bounds)
    }

    pub(crate) fn float_select(&mut self, mask: NodeId, a: NodeId, b: NodeId) -> NodeId {
        if a == b || self.is_true(mask) {
            return a;
        }
        if self.is_false(mask) {
            return b;
        }
        if let Node::Not(inner) = *self.node(mask) {
            return self.float_select(inner, b, a);
        }
        let both = self.floats[a.index()].zip(self.floats[b.index()]);
        let bounds = both.map(|((al, ah), (bl, bh))| (al.min(bl), ah.max(bh)));
        self.intern_with(Node::FloatSelect(mask, a, b), None, bounds)
    }

    /// A double rounded down; one that may be larger than a whole number of 52 bits is refused as not fitting.
    pub(crate) fn floor(&mut self, a: NodeId) -> NodeId {
        if let Some(value) = self.float_constant(a).filter(|value| value.abs() < 4e15) {
            return self.int(value.floor() as i128);
        }
        if let Node::FloatSelect(mask, x, y) = *self.node(a)
            && (self.is_choice_of_constants(x) || self.is_choice_of_constants(y))
        {
            let (x, y) = (self.floor(x), self.floor(y));
            return self.select(mask, x, y);
        }
        const EXACT: f64 = 1e15;
        match self.floats[a.index()].filter(|(low, high)| -EXACT < *low && *high < EXACT) {
            Some((low, high)) => self.whole(Node::Floor(a), Some(low.floor() as i128), Some(high.floor() as i128)),
            None => {
                self.overflow = true;
                self.int(0)
            }
        }
    }

    pub(crate) fn float_less(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.float_constant(a), self.float_constant(b)) {
            (Some(x), Some(y)) => self.bool(x < y),
            _ if a == b => self.bool(false),
            _ => self.intern(Node::FloatCompare(Compare::Less, a, b), None),
        }
    }

    pub(crate) fn float_equal(&mut self, a: NodeId, b: NodeId) -> NodeId {
        // A whole number is nought before and after it is a double, and so is a quotient of them.
        if self.float_constant(b) == Some(0.0) {
            match *self.node(a) {
                Node::ToFloat(whole) => {
                    let nought = self.int(0);
                    return self.equal(whole, nought);
                }
                Node::FloatArith(FloatArith::Div, x, y)
                    if matches!(self.node(x), Node::ToFloat(_)) && matches!(self.node(y), Node::ToFloat(_)) =>
                {
                    return self.float_equal(x, b);
                }
                _ => {}
            }
        }
        match (self.float_constant(a), self.float_constant(b)) {
            (Some(x), Some(y)) => self.bool(x == y),
            _ if a == b => self.bool(true),
            _ => self.intern(Node::FloatCompare(Compare::Equal, a, b), None),
        }
    }
}

/// An interval of doubles, if it has ends. Rounding keeps order, so that the ends of results are results of ends.
fn around(low: f64, high: f64) -> Option<(f64, f64)> {
    (low.is_finite() && high.is_finite()).then_some((low, high))
}
