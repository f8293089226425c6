//! Sums, means, extremes, growth and counts over years and over related subjects.

use wuwei_ir::{Aggregate, Expr, ExprId, Type, When};
use wuwei_source::Span;
use wuwei_syntax::ast::{self, Path};

use super::Lowerer;
use crate::diagnostics as diag;
use crate::words::type_words;

impl Lowerer<'_> {
    pub(super) fn over_years(
        &mut self,
        aggregate: ast::Aggregate,
        body: &ast::Expr,
        years: u32,
        actual: bool,
        expected: Option<Type>,
        span: Span,
    ) -> ExprId {
        let aggregate = aggregate_of(aggregate);
        let expected = if aggregate == Aggregate::Growth { None } else { expected };
        let outer = std::mem::replace(&mut self.in_year, true);
        let before = self.body.len();
        let id = self.expr(body, expected, None);
        self.in_year = outer;
        if !self.reads_in(before, When::Context) {
            let place = self.place(body.span);
            self.report(diag::needless_period(place, &self.written(body)));
        }
        let ty = self.numeric(id, body.span);
        let least = if aggregate == Aggregate::Growth { 2 } else { 1 };
        if years < least || years > 50 {
            let place = self.place(span);
            self.report(diag::wrong_span_of_years(place, least));
        }
        if actual
            && let Some(entity) = self.subjects.last().copied()
            && self.cx.program.entity(entity).founded.is_none()
        {
            let place = self.place(span);
            let name = self.cx.program.entity(entity).head.name;
            self.report(diag::founding_unknown(place, name.as_str()));
        }
        let ty = if aggregate == Aggregate::Growth { Type::Ratio } else { ty };
        let expr = Expr::OverYears { aggregate, body: id, years, actual };
        self.push(expr, ty, span)
    }

    pub(super) fn over_related(
        &mut self,
        aggregate: ast::Aggregate,
        body: Option<&ast::Expr>,
        relation: &Path,
        filter: Option<&ast::Expr>,
        expected: Option<Type>,
        span: Span,
    ) -> ExprId {
        let aggregate = aggregate_of(aggregate);
        let Some(entity) = self.subjects.last().copied() else {
            return self.fault(span);
        };
        let name = relation.segments.last().map(|segment| segment.name);
        let found = name
            .filter(|_| relation.segments.len() == 1)
            .and_then(|name| self.cx.scopes.relation(&self.cx.program, entity, self.region(), name));
        let Some(relation_id) = found else {
            let place = self.place(relation.span());
            let program = &self.cx.program;
            let owner = program.entity(entity);
            let known = owner.relations.iter().map(|relation| program.relation(*relation).name).collect();
            let owner = owner.head.name;
            self.report(diag::unknown_relation(place, &relation.text(), owner.as_str(), known));
            return self.fault(span);
        };
        let to = self.cx.program.relation(relation_id).to;
        self.subjects.push(to);
        let value = body.map(|body| {
            let id = self.expr(body, expected, None);
            (id, self.numeric(id, body.span))
        });
        let filter = filter.map(|filter| self.condition(filter));
        self.subjects.pop();
        let ty = match (aggregate, value) {
            (Aggregate::Exists, _) => Type::Truth,
            (Aggregate::Count, _) => Type::Quantity(self.cx.program.entity(to).counted_in.dim()),
            (Aggregate::Growth, _) => {
                let place = self.place(span);
                self.report(diag::growth_over_related(place));
                Type::Any
            }
            (_, Some((_, ty))) => ty,
            (_, None) => Type::Any,
        };
        let expr = Expr::OverRelated { aggregate, body: value.map(|(id, _)| id), relation: relation_id, filter };
        self.push(expr, ty, span)
    }

    /// Reports unless the node is a number; its type.
    pub(super) fn numeric(&mut self, id: ExprId, span: Span) -> Type {
        let ty = self.ty(id);
        if ty.dim().is_none() && ty != Type::Any {
            let place = self.place(span);
            let (wanted, found) = (type_words(&self.cx.program, Type::NUMBER), type_words(&self.cx.program, ty));
            self.report(diag::type_mismatch(place, &wanted, &found));
            return Type::Any;
        }
        ty
    }
}

fn aggregate_of(aggregate: ast::Aggregate) -> Aggregate {
    match aggregate {
        ast::Aggregate::Sum => Aggregate::Sum,
        ast::Aggregate::Average => Aggregate::Average,
        ast::Aggregate::Largest => Aggregate::Largest,
        ast::Aggregate::Smallest => Aggregate::Smallest,
        ast::Aggregate::Growth => Aggregate::Growth,
        ast::Aggregate::Count => Aggregate::Count,
        ast::Aggregate::Exists => Aggregate::Exists,
    }
}
