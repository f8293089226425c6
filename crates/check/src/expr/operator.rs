//! Arithmetic, comparisons, clips and picks.

use wuwei_ir::{ArithOp, Base, CompareOp, Dim, Expr, ExprId, Number, RoundMode, Type, Unit, When};
use wuwei_source::Span;
use wuwei_syntax::ast::{self, BinaryOp, ExprKind, Ident};

use super::{Inherited, Lowerer, fits};
use crate::diagnostics as diag;
use crate::literal::{out_of_range, show_number};
use crate::words::type_words;

/// The first period written in an arithmetic chain, in reading order: a yearly fact before it that has none of its own
/// takes it (`研发费用 / 营业收入 in last year`).
fn first_period(expr: &ast::Expr) -> Option<(When, Span)> {
    match &expr.kind {
        ExprKind::Period(_, ast::Period::Ago(years)) => Some((When::Ago(*years), expr.span)),
        ExprKind::Period(_, ast::Period::In(year)) => Some((When::In(*year), expr.span)),
        ExprKind::Negate(inner) => first_period(inner),
        ExprKind::Binary(_, sides) => first_period(&sides.0).or_else(|| first_period(&sides.1)),
        _ => None,
    }
}

impl Lowerer<'_> {
    pub(super) fn negate(
        &mut self,
        inner: &ast::Expr,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> ExprId {
        let id = self.expr(inner, expected, inherited);
        let ty = self.ty(id);
        if ty.dim().is_none() && ty != Type::Any {
            let (wanted, found) = (type_words(&self.cx.program, Type::NUMBER), type_words(&self.cx.program, ty));
            let place = self.place(span);
            self.report(diag::type_mismatch(place, &wanted, &found));
        }
        self.push(Expr::Negate(id), ty, span)
    }

    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> ExprId {
        let period = first_period(right);
        match op {
            BinaryOp::Add | BinaryOp::Sub => {
                let a = self.before_period(left, expected, period, inherited);
                let b = self.expr(right, self.operand_type(self.ty(a), right), inherited);
                let op = if op == BinaryOp::Add { ArithOp::Add } else { ArithOp::Sub };
                self.sum(op, a, b, span)
            }
            BinaryOp::Mul | BinaryOp::Div => {
                let a = self.before_period(left, None, period, inherited);
                let b = self.expr(right, None, inherited);
                let op = if op == BinaryOp::Mul { ArithOp::Mul } else { ArithOp::Div };
                self.product(op, a, b, span)
            }
            BinaryOp::Pow => self.power(left, right, inherited, span),
        }
    }

    /// What the right operand of a sum or comparison is expected to be. Durations added to days and years are not.
    fn operand_type(&self, left: Type, right: &ast::Expr) -> Option<Type> {
        let bare = matches!(&right.kind, ExprKind::Number(number) if number.unit.is_none());
        match left {
            Type::Date | Type::Year if !bare => None,
            Type::Year => None,
            Type::Any => None,
            left => Some(left),
        }
    }

    fn sum(&mut self, op: ArithOp, a: ExprId, b: ExprId, span: Span) -> ExprId {
        let (left, right) = (self.ty(a), self.ty(b));
        let year = Type::Quantity(Dim::of(Base::Year));
        let day = Type::Quantity(Dim::of(Base::Day));
        let ty = match (left, right) {
            (Type::Any, other) | (other, Type::Any) => other,
            (Type::Year, Type::Year) if op == ArithOp::Sub => year,
            (Type::Date, Type::Date) if op == ArithOp::Sub => day,
            (Type::Year, right) if right == year || right == Type::NUMBER => Type::Year,
            (Type::Date, right) if right == day => Type::Date,
            (Type::Date, right) if right == year || right == Type::Quantity(Dim::of(Base::Month)) => {
                let place = self.place(span);
                self.report(diag::ambiguous_month_arithmetic(place));
                Type::Date
            }
            _ => match (left.dim(), right.dim()) {
                (Some(x), Some(y)) if x == y => {
                    if left == Type::Ratio || right == Type::Ratio {
                        Type::Ratio
                    } else {
                        left
                    }
                }
                _ => return self.mismatch(a, b, span),
            },
        };
        self.push(Expr::Arith(op, a, b), ty, span)
    }

    pub(super) fn product(&mut self, op: ArithOp, a: ExprId, b: ExprId, span: Span) -> ExprId {
        let (left, right) = (self.ty(a), self.ty(b));
        if left == Type::Any || right == Type::Any {
            return self.push(Expr::Arith(op, a, b), Type::Any, span);
        }
        let (Some(x), Some(y)) = (left.dim(), right.dim()) else {
            return self.mismatch(a, b, span);
        };
        let dim = if op == ArithOp::Mul { x.mul(y) } else { x.div(y) };
        let Some(dim) = dim else {
            return self.mismatch(a, b, span);
        };
        let ty = match op {
            _ if dim != Dim::NONE => Type::Quantity(dim),
            ArithOp::Div => Type::Ratio,
            _ if left == Type::NUMBER && right == Type::NUMBER => Type::NUMBER,
            _ => Type::Ratio,
        };
        self.push(Expr::Arith(op, a, b), ty, span)
    }

    fn power(&mut self, left: &ast::Expr, right: &ast::Expr, inherited: Inherited, span: Span) -> ExprId {
        let base = self.expr(left, None, inherited);
        let exponent = match &right.kind {
            ExprKind::Number(number) if number.unit.is_none() && number.decimals == 0 => {
                u32::try_from(number.digits).ok().filter(|exponent| *exponent <= 12)
            }
            _ => None,
        };
        let Some(exponent) = exponent else {
            let place = self.place(right.span);
            self.report(diag::bad_exponent(place));
            return self.fault(span);
        };
        if self.in_binary64 {
            return self.power_in_binary64(base, exponent, span);
        }
        let ty = match self.ty(base) {
            Type::Ratio => Type::Ratio,
            ty => match ty.dim().and_then(|dim| dim.pow(exponent)) {
                Some(dim) => Type::Quantity(dim),
                None => return self.fault(span),
            },
        };
        self.push(Expr::Pow(base, exponent), ty, span)
    }

    /// Says why two operands don't go together.
    pub(super) fn mismatch(&mut self, a: ExprId, b: ExprId, span: Span) -> ExprId {
        let (left, right) = (self.ty(a), self.ty(b));
        let place = self.place(span);
        let (left_place, right_place) = (self.place(self.body.get(a).span), self.place(self.body.get(b).span));
        let program = &self.cx.program;
        let diagnostic = match (left.dim(), right.dim()) {
            (Some(x), Some(y)) if (x == Dim::MONEY && y == Dim::NONE) || (x == Dim::NONE && y == Dim::MONEY) => {
                diag::money_against_ratio(place, left_place, right_place, x == Dim::MONEY)
            }
            (Some(x), Some(y)) => diag::units_do_not_mix(place, left_place, right_place, x, y),
            _ => {
                let (wanted, found) = (type_words(program, left), type_words(program, right));
                match (left, right) {
                    // Two lists of choices may look the same and still be of different facts.
                    (Type::Enum(_), Type::Enum(_)) if left != right && wanted == found => {
                        diag::type_mismatch(right_place, &wanted, &diag::of_another_fact(&found))
                    }
                    _ if wanted == found => diag::type_mismatch(left_place, &type_words(program, Type::NUMBER), &found),
                    _ => diag::type_mismatch(right_place, &wanted, &found),
                }
            }
        };
        self.report(diagnostic);
        self.fault(span)
    }

    pub(super) fn compare(&mut self, op: ast::CompareOp, left: &ast::Expr, right: &ast::Expr, span: Span) -> ExprId {
        let a = self.before_period(left, None, first_period(right), None);
        let left_ty = self.ty(a);
        let expected = if left_ty == Type::Year { Some(Type::Year) } else { self.operand_type(left_ty, right) };
        let b = self.beside(left_ty, |lowerer| lowerer.expr(right, expected, None));
        let op = compare_op(op);
        let right_ty = self.ty(b);
        if op == CompareOp::About {
            let place = self.place(span);
            self.report(diag::about_in_condition(place));
            return self.fault(span);
        }
        if !fits(right_ty, left_ty) {
            return self.mismatch(a, b, span);
        }
        if matches!(right.kind, ExprKind::None) && matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            let absent = self.push(Expr::IsNone(a), Type::Truth, span);
            return if op == CompareOp::Equal { absent } else { self.push(Expr::Not(absent), Type::Truth, span) };
        }
        if !self.is_ordered(left_ty) && !matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            let place = self.place(span);
            let found = type_words(&self.cx.program, left_ty);
            self.report(diag::unordered_comparison(place, op.sign(), &found));
            return self.fault(span);
        }
        self.check_range(a, b);
        self.push(Expr::Compare(op, a, b), Type::Truth, span)
    }

    /// Whether values of a type are more or less than each other.
    pub(super) fn is_ordered(&self, ty: Type) -> bool {
        match ty {
            Type::Enum(id) => self.cx.program.enumeration(id).ordered,
            Type::Truth | Type::Text | Type::Code(_) | Type::Region | Type::Entity(_) => false,
            _ => true,
        }
    }

    /// A fact compared with a number that it can't reach is a slip of the pen, most often a wrong unit.
    pub(super) fn check_range(&mut self, a: ExprId, b: ExprId) {
        let Expr::Fact(fact, _) = self.body.get(a).expr else {
            return;
        };
        let Some(number) = self.constant(b) else {
            return;
        };
        if let Some(range) = out_of_range(self.cx, fact, number) {
            let name = self.cx.program.fact(fact).name;
            let place = self.place(self.body.get(b).span);
            self.report(diag::literal_out_of_range(place, name.as_str(), &range));
        }
    }

    pub(super) fn one_of(&mut self, value: &ast::Expr, choices: &[ast::Expr], span: Span) -> ExprId {
        let value_id = self.expr(value, None, None);
        let ty = self.ty(value_id);
        let choices: Vec<ExprId> = choices
            .iter()
            .map(|choice| {
                let id = self.beside(ty, |lowerer| lowerer.expr(choice, Some(ty), None));
                self.require(id, ty, choice.span);
                id
            })
            .collect();
        self.push(Expr::OneOf(value_id, choices), Type::Truth, span)
    }

    pub(super) fn within(&mut self, value: &ast::Expr, outer: &ast::Expr, span: Span) -> ExprId {
        let id = self.expr(value, None, None);
        match (self.ty(id), &outer.kind) {
            (Type::Any, _) => self.fault(span),
            (Type::Region, _) => {
                let region = self.value(outer, Type::Region);
                match self.body.get(region).expr {
                    Expr::Region(region) => self.push(Expr::WithinRegion(id, region), Type::Truth, span),
                    _ => self.fault(span),
                }
            }
            (Type::Code(kind), ExprKind::Text(prefix)) => {
                if kind == wuwei_ir::CodeKind::Industry && !kind.is_valid(prefix.as_str()) {
                    let place = self.place(outer.span);
                    self.report(diag::invalid_code(place, prefix.as_str(), kind));
                }
                self.push(Expr::WithinCode(id, *prefix), Type::Truth, span)
            }
            (Type::Code(kind), _) => {
                let place = self.place(outer.span);
                let wanted = type_words(&self.cx.program, Type::Code(kind));
                self.report(diag::wrong_literal(place, &wanted));
                self.fault(span)
            }
            (found, _) => {
                let place = self.place(value.span);
                let found = type_words(&self.cx.program, found);
                let wanted = type_words(&self.cx.program, Type::Region);
                self.report(diag::type_mismatch(place, &wanted, &found));
                self.fault(span)
            }
        }
    }

    pub(super) fn clip(
        &mut self,
        value: &ast::Expr,
        bound: &ast::Expr,
        kind: fn(ExprId, ExprId) -> Expr,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> ExprId {
        let a = self.expr(value, expected, inherited);
        let ty = self.ty(a);
        let b = self.expr(bound, Some(ty), inherited);
        if !fits(self.ty(b), ty) {
            return self.mismatch(a, b, span);
        }
        let ty = if ty == Type::Any { self.ty(b) } else { ty };
        self.push(kind(a, b), ty, span)
    }

    pub(super) fn round(
        &mut self,
        inner: &ast::Expr,
        unit: Ident,
        mode: ast::RoundMode,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> ExprId {
        let id = self.expr(inner, expected, inherited);
        let ty = self.ty(id);
        let unit_place = self.place(unit.span);
        let Some(step) = Unit::parse(unit.name.as_str()) else {
            self.report(diag::unknown_unit(unit_place, unit.name.as_str()));
            return self.fault(span);
        };
        if ty != Type::Any && ty.dim() != Some(step.dim()) {
            let wanted = ty.dim().unwrap_or(Dim::NONE);
            self.report(diag::unit_mismatch(unit_place, step.dim(), wanted));
            return self.fault(span);
        }
        let mode = match mode {
            ast::RoundMode::HalfUp => RoundMode::HalfUp,
            ast::RoundMode::Up => RoundMode::Up,
            ast::RoundMode::Down => RoundMode::Down,
        };
        self.push(Expr::Round(id, step.factor, mode), ty, span)
    }

    pub(super) fn pick(
        &mut self,
        choices: &[ast::Expr],
        kind: fn(Vec<ExprId>) -> Expr,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> ExprId {
        let mut ty = expected.unwrap_or(Type::Any);
        let mut ids = Vec::with_capacity(choices.len());
        for choice in choices {
            let known = (ty != Type::Any).then_some(ty);
            let id = self.expr(choice, known, inherited);
            if ty == Type::Any {
                ty = self.ty(id);
            }
            // The others must be of the first one's type.
            if self.require(id, ty, choice.span) && ids.is_empty() {
                self.comparable(id, choice.span);
            }
            ids.push(id);
        }
        if ids.is_empty() {
            let place = self.place(span);
            self.report(diag::empty_block(place));
            return self.fault(span);
        }
        self.push(kind(ids), ty, span)
    }

    /// Reports unless the node is something of which the larger can be taken: a number, a day, a year.
    fn comparable(&mut self, id: ExprId, span: Span) {
        if !matches!(self.ty(id), Type::Date | Type::Year) {
            self.numeric(id, span);
        }
    }

    /// `scaled x from a to b`
    pub(super) fn scaled(&mut self, parts: &[ast::Expr; 3], span: Span) -> ExprId {
        let value = self.expr(&parts[0], None, None);
        let ty = self.ty(value);
        self.numeric(value, parts[0].span);
        let from = self.value(&parts[1], ty);
        let to = self.value(&parts[2], ty);
        if let (Some(low), Some(high)) = (self.constant(from), self.constant(to))
            && low == high
        {
            let place = self.place(span);
            let shown = show_number(ty, crate::rules::usual_unit(ty), low);
            self.report(diag::empty_scale(place, &shown));
        }
        self.push(Expr::Scaled(value, from, to), Type::Ratio, span)
    }

    /// `25 to 30`
    pub(super) fn range(&mut self, low: &ast::Expr, high: &ast::Expr, expected: Option<Type>, span: Span) -> ExprId {
        let a = self.expr(low, expected, None);
        let ty = self.ty(a);
        let b = self.expr(high, Some(ty), None);
        if !fits(self.ty(b), ty) {
            return self.mismatch(a, b, span);
        }
        if let (Some(low), Some(high)) = (self.constant(a), self.constant(b))
            && low > high
        {
            let place = self.place(span);
            self.report(diag::reversed_range(place));
        }
        self.push(Expr::Range(a, b), ty, span)
    }

    /// `expert f within x`
    pub(super) fn expert(&mut self, fact: Ident, within: &ast::Expr, expected: Option<Type>, span: Span) -> ExprId {
        let Some(entity) = self.subjects.last().copied() else {
            return self.fault(span);
        };
        let place = self.place(fact.span);
        let Some(id) = self.cx.scopes.fact(&self.cx.program, entity, self.region(), fact.name) else {
            let owner = self.cx.program.entity(entity).head.name;
            let known = self.cx.scopes.fact_names(&self.cx.program, entity);
            self.report(diag::unknown_fact(place, fact.name.as_str(), owner.as_str(), known));
            return self.fault(span);
        };
        if !self.cx.program.fact(id).expert {
            self.report(diag::not_an_expert_fact(place, fact.name.as_str()));
        }
        let ty = self.cx.program.fact(id).ty;
        let within_id = self.expr(within, Some(expected.unwrap_or(ty)), None);
        self.require(within_id, ty, within.span);
        self.push(Expr::Expert(id, within_id), ty, span)
    }

    /// A number as a node.
    pub(crate) fn number_node(&mut self, number: Number, ty: Type, span: Span) -> ExprId {
        self.push(Expr::Number(number), ty, span)
    }
}

/// The comparison of the program for the one written.
pub(crate) fn compare_op(op: ast::CompareOp) -> CompareOp {
    match op {
        ast::CompareOp::Less => CompareOp::Less,
        ast::CompareOp::AtMost => CompareOp::AtMost,
        ast::CompareOp::Greater => CompareOp::Greater,
        ast::CompareOp::AtLeast => CompareOp::AtLeast,
        ast::CompareOp::Equal => CompareOp::Equal,
        ast::CompareOp::NotEqual => CompareOp::NotEqual,
        ast::CompareOp::About => CompareOp::About,
    }
}
