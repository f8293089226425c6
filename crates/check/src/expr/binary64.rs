//! `binary64(x)`: arithmetic as spreadsheets and databases do it.
//!
//! What computes and what is read gets a rounding of its own, so that the program says node by node what happens. What only
//! chooses among numbers (clips, picks, tables, signs) gives a double as soon as its operands are doubles.

use wuwei_ir::{ArithOp, Expr, ExprId, Number, Type};
use wuwei_source::Span;
use wuwei_syntax::ast::{self, ExprKind};

use super::{Inherited, Lowerer};

impl Lowerer<'_> {
    pub(super) fn binary64(
        &mut self,
        inner: &ast::Expr,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> ExprId {
        let outer = std::mem::replace(&mut self.in_binary64, true);
        let id = self.expr(inner, expected, inherited);
        self.in_binary64 = outer;
        self.numeric(id, inner.span);
        // The whole is one rounding, whatever its last step was: it is shown as one, and nothing inside it leaves doubles.
        self.rounded(id, span)
    }

    /// An expression inside `binary64( … )`.
    pub(super) fn expr_in_binary64(
        &mut self,
        expr: &ast::Expr,
        expected: Option<Type>,
        inherited: Inherited,
    ) -> ExprId {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Path(_) | ExprKind::Binary(..) | ExprKind::Round(..) => {
                let id = self.expr_as_written(expr, expected, inherited);
                self.rounded(id, expr.span)
            }
            // What counts, sums over others or measures time is exact in itself and rounded as a whole.
            ExprKind::OverYears { .. }
            | ExprKind::OverRelated { .. }
            | ExprKind::Since(..)
            | ExprKind::MonthEnd(..)
            | ExprKind::Scaled(_)
            | ExprKind::Expert(..) => {
                self.in_binary64 = false;
                let id = self.expr_as_written(expr, expected, inherited);
                self.in_binary64 = true;
                self.rounded(id, expr.span)
            }
            _ => self.expr_as_written(expr, expected, inherited),
        }
    }

    /// The node rounded to the nearest double, if it is a number and no double yet.
    fn rounded(&mut self, id: ExprId, span: Span) -> ExprId {
        let ty = self.ty(id);
        if ty.dim().is_none() || matches!(self.body.get(id).expr, Expr::Binary64(_)) {
            return id;
        }
        self.push(Expr::Binary64(id), ty, span)
    }

    /// The node without a rounding to doubles.
    pub(super) fn unrounded(&self, id: ExprId) -> ExprId {
        match self.body.get(id).expr {
            Expr::Binary64(inner) => inner,
            _ => id,
        }
    }

    /// A whole power is repeated multiplication, so each product is rounded.
    pub(super) fn power_in_binary64(&mut self, base: ExprId, exponent: u32, span: Span) -> ExprId {
        if exponent == 0 {
            return self.number_node(Number::ONE, Type::NUMBER, span);
        }
        (1..exponent).fold(base, |power, _| {
            let product = self.product(ArithOp::Mul, power, base, span);
            self.rounded(product, span)
        })
    }
}
