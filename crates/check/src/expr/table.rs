//! Band tables and case tables: types of results, gaps, overlaps, order, lines nobody can reach.

use wuwei_ir::{Band, Bound, Case, CompareOp, Expr, ExprId, Number, Type};
use wuwei_source::Span;
use wuwei_syntax::ast;

use super::operator::compare_op;
use super::{Lowerer, same};
use crate::diagnostics as diag;
use crate::literal::show_number;

impl Lowerer<'_> {
    /// `by x { >= 30% : 20  … }`
    pub(super) fn bands(
        &mut self,
        value: &ast::Expr,
        bands: &[ast::Band],
        expected: Option<Type>,
        span: Span,
    ) -> ExprId {
        let subject = self.expr(value, None, None);
        let subject_ty = self.ty(subject);
        let mut ty = expected.unwrap_or(Type::Any);
        let mut lines = Vec::new();
        let mut otherwise = None;
        let mut sound = subject_ty != Type::Any;
        for (n, band) in bands.iter().enumerate() {
            let result = self.result(&band.result, &mut ty);
            match &band.bound {
                Some((op, bound)) => {
                    let bound_ty = (subject_ty != Type::Any).then_some(subject_ty);
                    let bound_id = self.beside(subject_ty, |lowerer| lowerer.expr(bound, bound_ty, None));
                    sound &= self.require(bound_id, subject_ty, bound.span);
                    sound &= self.ty(bound_id) != Type::Any;
                    let op = compare_op(*op);
                    self.check_range(subject, bound_id);
                    lines.push(Band { op, bound: bound_id, result });
                }
                None if n + 1 < bands.len() || otherwise.is_some() => {
                    let place = self.place(bands[n + 1..].first().map_or(band.span, |next| next.span));
                    let first = self.place(band.span);
                    self.report(diag::unreachable_case(place, first));
                    otherwise = otherwise.or(Some(result));
                }
                None => otherwise = Some(result),
            }
        }
        if sound {
            let spans: Vec<Span> = bands.iter().map(|band| band.span).collect();
            self.check_bands(subject, &lines, otherwise.is_some(), &spans, span);
        }
        self.push(Expr::Bands(subject, lines, otherwise), ty, span)
    }

    fn result(&mut self, expr: &ast::Expr, ty: &mut Type) -> ExprId {
        let known = (*ty != Type::Any).then_some(*ty);
        let id = self.expr(expr, known, None);
        if *ty == Type::Any {
            *ty = self.ty(id);
        }
        self.require(id, *ty, expr.span);
        id
    }

    fn check_bands(&mut self, subject: ExprId, bands: &[Band], has_else: bool, spans: &[Span], span: Span) {
        let ty = self.ty(subject);
        if self.is_ordered(ty) {
            // Numbers, days and ranks are compared.
        } else if let Some(n) = bands.iter().position(|band| !matches!(band.op, CompareOp::Equal | CompareOp::NotEqual))
        {
            let place = self.place(spans[n]);
            let found = crate::words::type_words(&self.cx.program, ty);
            self.report(diag::unordered_comparison(place, bands[n].op.sign(), &found));
            return;
        }
        let can_be_none = match self.body.get(self.unrounded(subject)).expr {
            Expr::Fact(fact, _) => self.cx.program.fact(fact).or_none,
            _ => false,
        };
        let before = self.diagnostics.len();
        match ty {
            Type::Enum(id) => {
                let values = self.cx.program.enumeration(id).values.clone();
                let at = |expr: &Expr| match expr {
                    Expr::Choice(_, at) => Some(usize::from(*at)),
                    _ => None,
                };
                self.check_choices(&values, &at, bands, has_else, spans, span);
            }
            Type::Truth => {
                let at = |expr: &Expr| match expr {
                    Expr::Truth(truth) => Some(usize::from(*truth)),
                    _ => None,
                };
                let values = ["no", "yes"].map(wuwei_source::Name::new);
                self.check_choices(&values, &at, bands, has_else, spans, span);
            }
            ty if ty.is_numeric() => self.check_numeric(subject, ty, bands, has_else, spans, span),
            _ => self.check_open(bands, has_else, spans, span),
        }
        if can_be_none && !has_else && self.diagnostics.len() == before {
            let place = self.place(span);
            self.report(diag::band_gap(place, "none"));
        }
    }

    /// A table over texts, codes, regions or subjects: they can't be listed, so it needs `else`.
    fn check_open(&mut self, bands: &[Band], has_else: bool, spans: &[Span], span: Span) {
        for (n, band) in bands.iter().enumerate() {
            let earlier = bands[..n].iter().position(|known| {
                known.op == band.op && self.body.get(known.bound).expr == self.body.get(band.bound).expr
            });
            if let Some(first) = earlier {
                let (place, first) = (self.place(spans[n]), self.place(spans[first]));
                self.report(diag::unreachable_case(place, first));
            }
        }
        if !has_else {
            let place = self.place(span);
            self.report(diag::missing_else(place));
        }
    }

    /// A table over names: each name once, all of them or `else`.
    fn check_choices(
        &mut self,
        values: &[wuwei_source::Name],
        place_of: &dyn Fn(&Expr) -> Option<usize>,
        bands: &[Band],
        has_else: bool,
        spans: &[Span],
        span: Span,
    ) {
        let mut reached = vec![None; values.len()];
        for (n, band) in bands.iter().enumerate() {
            let Some(at) = place_of(&self.body.get(band.bound).expr) else {
                continue;
            };
            let mut news = false;
            for (value, slot) in reached.iter_mut().enumerate() {
                if band.op.holds(value.cmp(&at)) && slot.is_none() {
                    *slot = Some(n);
                    news = true;
                }
            }
            if !news {
                let first = reached[at].unwrap_or(0);
                let (place, first) = (self.place(spans[n]), self.place(spans[first]));
                self.report(diag::unreachable_case(place, first));
            }
        }
        let missing: Vec<&str> =
            values.iter().zip(&reached).filter(|(_, band)| band.is_none()).map(|(value, _)| value.as_str()).collect();
        if !missing.is_empty() && !has_else {
            let place = self.place(span);
            self.report(diag::band_gap(place, &missing.join(", ")));
        }
    }

    /// A table over numbers: the lines are half-lines or points; what each adds to the earlier ones must not be empty, and
    /// together with `else` they must cover everything that the value can be.
    fn check_numeric(&mut self, subject: ExprId, ty: Type, bands: &[Band], has_else: bool, spans: &[Span], span: Span) {
        let mut covered = Cover::default();
        let mut previous: Option<(bool, Number, usize)> = None;
        for (n, band) in bands.iter().enumerate() {
            let Some(bound) = self.constant(band.bound) else {
                // A bound that is itself computed can't be ordered here; the table is then taken as it stands.
                return;
            };
            let place = self.place(spans[n]);
            let downward = match band.op {
                CompareOp::AtLeast | CompareOp::Greater => Some(true),
                CompareOp::AtMost | CompareOp::Less => Some(false),
                _ => None,
            };
            if covered.contains(band.op, bound) {
                let first = self.place(spans[previous.map_or(0, |(_, _, at)| at)]);
                let wrong_order = downward.is_some() && previous.is_some_and(|(before, _, _)| Some(before) == downward);
                let diagnostic = if wrong_order {
                    diag::band_order(place, first, downward == Some(true))
                } else {
                    diag::unreachable_case(place, first)
                };
                self.report(diagnostic);
            } else if let (Some(downward), Some((before, _, at))) = (downward, previous)
                && before != downward
                && covered.overlaps(band.op, bound)
            {
                let first = self.place(spans[at]);
                self.report(diag::band_overlap(place, first));
            }
            covered.add(band.op, bound);
            if let Some(downward) = downward {
                previous = Some((downward, bound, n));
            }
        }
        if has_else {
            return;
        }
        let (low, high) = self.domain(subject);
        if let Some(gap) = covered.gap(low, high) {
            let unit = match self.body.get(subject).expr {
                Expr::Fact(fact, _) => self.cx.program.fact(fact).unit,
                _ if ty == Type::Ratio => wuwei_ir::Unit::parse("%").unwrap_or(wuwei_ir::Unit::NUMBER),
                _ => wuwei_ir::Unit::NUMBER,
            };
            let shown = show_number(ty, unit, gap);
            let place = self.place(span);
            self.report(diag::band_gap(place, &shown));
        }
    }

    /// What is known about how small and how large a value can be.
    fn domain(&self, subject: ExprId) -> (Option<Number>, Option<Number>) {
        match self.body.get(subject).expr {
            Expr::Fact(fact, _) => match self.cx.program.fact(fact).range {
                Some((low, high)) => {
                    let number = |bound| match bound {
                        Bound::Number(number) => Some(number),
                        Bound::Today => None,
                    };
                    (number(low), number(high))
                }
                None => (None, None),
            },
            Expr::OverRelated { .. } | Expr::Since(..) => (Some(Number::ZERO), None),
            _ => (None, None),
        }
    }

    /// `by cases { C : E  … else : E }`
    pub(super) fn cases(&mut self, cases: &[ast::Case], expected: Option<Type>, span: Span) -> ExprId {
        let mut ty = expected.unwrap_or(Type::Any);
        let mut lines: Vec<Case> = Vec::new();
        let mut otherwise = None;
        for (n, case) in cases.iter().enumerate() {
            let Some(condition) = &case.condition else {
                otherwise = Some(self.result(&case.result, &mut ty));
                if let Some(next) = cases.get(n + 1) {
                    let (place, first) = (self.place(next.span), self.place(case.span));
                    self.report(diag::unreachable_case(place, first));
                }
                break;
            };
            let condition = self.condition(condition);
            let result = self.result(&case.result, &mut ty);
            if let Some(first) = lines.iter().position(|earlier| self.implied(condition, earlier.condition)) {
                let (place, first) = (self.place(case.span), self.place(cases[first].span));
                self.report(diag::unreachable_case(place, first));
            }
            lines.push(Case { condition, result, exception: None });
        }
        let last_is_sure =
            lines.last().is_some_and(|case| matches!(self.body.get(case.condition).expr, Expr::Truth(true)));
        if otherwise.is_none() && !last_is_sure {
            let place = self.place(span);
            self.report(diag::missing_else(place));
        }
        self.push(Expr::Cases(lines, otherwise), ty, span)
    }

    /// Whether a condition can only hold where an earlier one already holds.
    fn implied(&self, later: ExprId, earlier: ExprId) -> bool {
        let body = self.body();
        if matches!(body.get(earlier).expr, Expr::Truth(true)) || same(body, later, earlier) {
            return true;
        }
        let (Expr::Compare(op, a, b), Expr::Compare(earlier_op, c, d)) =
            (&body.get(later).expr, &body.get(earlier).expr)
        else {
            return false;
        };
        let (Some(b), Some(d)) = (self.constant(*b), self.constant(*d)) else {
            return false;
        };
        let mut covered = Cover::default();
        covered.add(*earlier_op, d);
        same(body, *a, *c) && covered.contains(*op, b)
    }
}

/// What a list of comparisons covers: everything up to one end, everything from the other, and single points.
#[derive(Default)]
struct Cover {
    /// Covered from here up; whether the bound itself is.
    from: Option<(Number, bool)>,
    /// Covered up to here; whether the bound itself is.
    to: Option<(Number, bool)>,
    points: Vec<Number>,
    everything: bool,
}

impl Cover {
    fn holds(&self, number: Number) -> bool {
        self.everything
            || self.from.is_some_and(|(from, inclusive)| number > from || (inclusive && number == from))
            || self.to.is_some_and(|(to, inclusive)| number < to || (inclusive && number == to))
            || self.points.contains(&number)
    }

    /// Whether everything that a comparison admits is covered already.
    fn contains(&self, op: CompareOp, bound: Number) -> bool {
        match op {
            _ if self.everything => true,
            CompareOp::Equal | CompareOp::About => self.holds(bound),
            CompareOp::AtLeast => {
                self.from.is_some_and(|(from, inclusive)| from < bound || (from == bound && inclusive))
            }
            CompareOp::Greater => self.from.is_some_and(|(from, _)| from <= bound),
            CompareOp::AtMost => self.to.is_some_and(|(to, inclusive)| to > bound || (to == bound && inclusive)),
            CompareOp::Less => self.to.is_some_and(|(to, _)| to >= bound),
            CompareOp::NotEqual => false,
        }
    }

    /// Whether a half-line meets one from the other side.
    fn overlaps(&self, op: CompareOp, bound: Number) -> bool {
        match op {
            CompareOp::AtMost | CompareOp::Less => self.from.is_some_and(|(from, inclusive)| {
                from < bound || (from == bound && inclusive && op == CompareOp::AtMost)
            }),
            CompareOp::AtLeast | CompareOp::Greater => self
                .to
                .is_some_and(|(to, inclusive)| to > bound || (to == bound && inclusive && op == CompareOp::AtLeast)),
            _ => false,
        }
    }

    fn add(&mut self, op: CompareOp, bound: Number) {
        let inclusive = matches!(op, CompareOp::AtLeast | CompareOp::AtMost);
        match op {
            CompareOp::AtLeast | CompareOp::Greater => {
                let lower = self.from.is_none_or(|(from, had)| bound < from || (bound == from && inclusive && !had));
                if lower {
                    self.from = Some((bound, inclusive));
                }
            }
            CompareOp::AtMost | CompareOp::Less => {
                let higher = self.to.is_none_or(|(to, had)| bound > to || (bound == to && inclusive && !had));
                if higher {
                    self.to = Some((bound, inclusive));
                }
            }
            CompareOp::Equal | CompareOp::About => self.points.push(bound),
            CompareOp::NotEqual => {
                if self.points.contains(&bound) {
                    self.everything = true;
                }
            }
        }
        if let (Some((from, a)), Some((to, b))) = (self.from, self.to)
            && (from < to || (from == to && (a || b || self.points.contains(&from))))
        {
            self.everything = true;
        }
    }

    /// A number of the domain that is not covered.
    fn gap(&self, low: Option<Number>, high: Option<Number>) -> Option<Number> {
        if self.everything {
            return None;
        }
        // Zero is the plainest number below a positive bound.
        let below = |number: Number| {
            if number > Number::ZERO { Number::ZERO } else { number.sub(Number::ONE).unwrap_or(number) }
        };
        let above = |number: Number| number.add(Number::ONE).unwrap_or(number);
        let mut candidates: Vec<Number> =
            vec![low.unwrap_or_else(|| below(self.from.map_or(Number::ZERO, |(from, _)| from)))];
        candidates.push(high.unwrap_or_else(|| above(self.to.map_or(Number::ZERO, |(to, _)| to))));
        candidates.extend(self.from.map(|(from, _)| from));
        candidates.extend(self.to.map(|(to, _)| to));
        if let (Some((from, _)), Some((to, _))) = (self.from, self.to) {
            candidates.extend(from.add(to).and_then(|sum| sum.div(Number::int(2))));
        }
        let inside = |number: &Number| low.is_none_or(|low| *number >= low) && high.is_none_or(|high| *number <= high);
        candidates.into_iter().filter(inside).find(|number| !self.holds(*number))
    }
}
