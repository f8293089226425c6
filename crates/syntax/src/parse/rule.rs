//! Values, statuses, exceptions, scores, weights and ladders.

use wuwei_source::Text;

use super::Parser;
use crate::ast::{
    Annotations, Common, Condition, Decl, DeclKind, ExceptionDecl, Expr, ExprKind, LadderDecl, PartBody, PartDecl,
    ScoreDecl, StatusDecl, StepDecl, ValueDecl, WeightsDecl,
};
use crate::diagnostics;

impl Parser<'_> {
    /// `value 净资产 of 企业 yearly : 元 is … { clauses }`
    pub(super) fn value(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("of");
        let entity = self.path()?;
        let yearly = self.eat("yearly");
        let ty = if self.eat(":") { self.type_expr() } else { None };
        if !self.at("by") {
            self.expect("is");
        }
        let body = self.expr();
        let common = self.opt_body(&Text::new("值", "a value"), &[], |_| false);
        let kind = DeclKind::Value(Box::new(ValueDecl { entity, yearly, ty, body }));
        Self::decl(name, label, common, kind)
    }

    pub(super) fn status(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("of");
        let entity = self.path()?;
        let mut applies = None;
        let mut conditions = Vec::new();
        let common = self.conditions_body(&Text::new("身份", "a status"), Some(&mut applies), &mut conditions);
        let kind = DeclKind::Status(Box::new(StatusDecl { entity, applies, conditions }));
        Self::decl(name, label, common, kind)
    }

    /// A body in which conditions and clauses stand side by side.
    fn conditions_body(
        &mut self,
        owner: &Text,
        mut applies: Option<&mut Option<Expr>>,
        conditions: &mut Vec<Condition>,
    ) -> Common {
        let valid: &[&str] = if applies.is_some() { &["applies when"] } else { &[] };
        self.body(owner, valid, |p| {
            let span = p.span();
            if let Some(applies) = &mut applies
                && p.eat_words(&["applies", "when"])
            {
                let condition = p.expr();
                p.once(applies, Some(condition), "applies when", span);
                return true;
            }
            if !p.at_condition() {
                return false;
            }
            conditions.push(p.condition());
            true
        })
    }

    /// Whether a condition can begin here.
    fn at_condition(&self) -> bool {
        const OPENERS: &[&str] = &[
            "not", "all", "any", "at", "the", "by", "exists", "count", "sum", "average", "largest", "smallest",
            "growth", "years", "months", "days", "year", "today", "this", "last", "(", "-", "yes", "no", "expert",
            "scaled", "binary64",
        ];
        self.at_name()
            || self.at_any(OPENERS)
            || matches!(self.kind(), crate::lexer::TokenKind::Number | crate::lexer::TokenKind::Date)
    }

    /// `exception 偏远地区放宽 to 国家级孵化器 when C over 另一例外 { … }`
    pub(super) fn exception(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("to");
        let target = self.path()?;
        self.expect("when");
        let when = self.expr();
        let over = if self.eat("over") { self.names() } else { Vec::new() };
        let mut conditions = Vec::new();
        let common = self.conditions_body(&Text::new("例外", "an exception"), None, &mut conditions);
        let kind = DeclKind::Exception(Box::new(ExceptionDecl { target, when, over, conditions }));
        Self::decl(name, label, common, kind)
    }

    pub(super) fn score(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("of");
        let mut out = ScoreDecl {
            entity: self.path()?,
            out_of: None,
            capped: false,
            weighted_by: None,
            applies: None,
            parts: Vec::new(),
        };
        out.out_of = self.out_of();
        out.capped = self.eat("capped");
        if self.eat_words(&["weighted", "by"]) {
            out.weighted_by = self.path();
        }
        let owner = Text::new("评分", "a score");
        let common = self.body(&owner, &["part", "applies when"], |p| {
            if p.at("part") {
                out.parts.extend(p.part());
            } else if p.at_words(&["applies", "when"]) {
                let span = p.span();
                p.eat_words(&["applies", "when"]);
                let condition = p.expr();
                p.once(&mut out.applies, Some(condition), "applies when", span);
            } else {
                return false;
            }
            true
        });
        Self::decl(name, label, common, DeclKind::Score(Box::new(out)))
    }

    fn out_of(&mut self) -> Option<Expr> {
        if self.eat_words(&["out", "of"]) { Some(self.arithmetic()) } else { None }
    }

    /// `part 科技人员 "Staff" out of 20 by … `
    fn part(&mut self) -> Option<PartDecl> {
        let start = self.bump().span;
        let name = self.name()?;
        let label = self.opt_string();
        let out_of = self.out_of();
        let capped = self.eat("capped");
        let mut annotations = Annotations::default();
        let body = if self.at("{") {
            let mut parts = Vec::new();
            self.afresh(|p| {
                p.braced(|p| {
                    if p.at("part") {
                        parts.extend(p.part());
                    } else if !p.opt_annotation(&mut annotations) {
                        p.unexpected(&Text::new(" `part`", "`part`"));
                    }
                });
            });
            PartBody::Parts(parts)
        } else {
            self.eat("is");
            PartBody::Formula(self.arithmetic_or_condition())
        };
        self.afresh(|p| while p.opt_annotation(&mut annotations) {});
        Some(PartDecl { name, label, out_of, capped, body, annotations, span: start.to(self.previous_span()) })
    }

    fn arithmetic_or_condition(&mut self) -> Expr {
        let expr = self.result();
        if matches!(expr.kind, ExprKind::Error) {
            self.unexpected(&Text::new("分值的算法", "how the points are computed"));
        }
        expr
    }

    /// `weights 权重 by 阶段 { columns a, b  行 : 1, 2 }`
    pub(super) fn weights(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("by");
        let mut out = WeightsDecl { by: self.path()?, columns: Vec::new(), rows: Vec::new() };
        let owner = Text::new("权重表", "a weight table");
        let common = self.body(&owner, &["columns"], |p| {
            let span = p.span();
            if p.eat("columns") {
                if !out.columns.is_empty() {
                    let place = p.place(span);
                    p.report(diagnostics::duplicate_clause(place, place, "columns", "columns"));
                }
                out.columns = p.names();
                return true;
            }
            if !(p.at_name() && p.at_ahead(1, ":")) {
                return false;
            }
            let row = p.word();
            p.note_layout(|layout| &mut layout.columns);
            p.bump();
            let mut weights = vec![p.arithmetic()];
            while p.eat(",") {
                weights.push(p.arithmetic());
            }
            out.rows.push((row, weights));
            true
        });
        Self::decl(name, label, common, DeclKind::Weights(Box::new(out)))
    }

    pub(super) fn ladder(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("of");
        let entity = self.path()?;
        let mut steps = Vec::new();
        let common = self.body(&Text::new("阶梯", "a ladder"), &["step"], |p| {
            if !p.at("step") {
                return false;
            }
            p.bump();
            let (Some(name), label) = (p.name(), p.opt_string()) else {
                return true;
            };
            p.expect("to");
            steps.extend(p.path().map(|to| StepDecl { name, label, to }));
            true
        });
        Self::decl(name, label, common, DeclKind::Ladder(Box::new(LadderDecl { entity, steps })))
    }
}
