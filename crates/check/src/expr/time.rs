//! Days, years and elapsed time.

use wuwei_ir::{Base, Dim, Expr, ExprId, MonthEnd, Number, TimeUnit, Type};
use wuwei_source::Span;
use wuwei_syntax::ast::{self, BinaryOp, ExprKind};

use super::{Inherited, Lowerer};
use crate::diagnostics as diag;
use crate::words::type_words;

impl Lowerer<'_> {
    /// `years since x`
    pub(super) fn since(&mut self, unit: ast::TimeUnit, day: &ast::Expr, inherited: Inherited, span: Span) -> ExprId {
        let day = self.dated(day, inherited);
        let (unit, base) = match unit {
            ast::TimeUnit::Years => (TimeUnit::Years, Base::Year),
            ast::TimeUnit::Months => (TimeUnit::Months, Base::Month),
            ast::TimeUnit::Days => (TimeUnit::Days, Base::Day),
        };
        self.push(Expr::Since(unit, day), Type::Quantity(Dim::of(base)), span)
    }

    /// A day, perhaps one of a year's own.
    pub(super) fn dated(&mut self, day: &ast::Expr, inherited: Inherited) -> ExprId {
        let id = self.expr(day, Some(Type::Date), inherited);
        self.require(id, Type::Date, day.span);
        id
    }

    /// `x within last 3 years`
    pub(super) fn within_years(&mut self, value: &ast::Expr, years: u32, span: Span) -> ExprId {
        let id = self.expr(value, None, None);
        let ty = self.ty(id);
        if !matches!(ty, Type::Year | Type::Date | Type::Any) {
            let place = self.place(value.span);
            let (wanted, found) = (type_words(&self.cx.program, Type::Year), type_words(&self.cx.program, ty));
            self.report(diag::type_mismatch(place, &wanted, &found));
        }
        self.push(Expr::WithinYears(id, years), Type::Truth, span)
    }

    /// `x + 24 个月 or end of month`
    pub(super) fn month_arithmetic(&mut self, inner: &ast::Expr, side: MonthEnd, span: Span) -> ExprId {
        let ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), sides) = &inner.kind else {
            let place = self.place(span);
            self.report(diag::needless_month_end(place));
            return self.expr(inner, None, None);
        };
        let day = self.value(&sides.0, Type::Date);
        let months = self.expr(&sides.1, None, None);
        let months = match self.ty(months).base() {
            Some(Base::Month) => months,
            Some(Base::Year) => {
                let twelve = self.number_node(Number::int(12), Type::NUMBER, sides.1.span);
                let ty = Type::Quantity(Dim::of(Base::Month));
                self.push(Expr::Arith(wuwei_ir::ArithOp::Mul, months, twelve), ty, sides.1.span)
            }
            _ => {
                let place = self.place(span);
                self.report(diag::needless_month_end(place));
                return self.fault(span);
            }
        };
        let months = if *op == BinaryOp::Sub {
            let ty = self.ty(months);
            self.push(Expr::Negate(months), ty, sides.1.span)
        } else {
            months
        };
        self.push(Expr::AddMonths(day, months, side), Type::Date, span)
    }
}
