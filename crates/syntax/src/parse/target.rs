//! Targets and their deadlines.

use wuwei_source::Text;

use super::Parser;
use crate::ast::{Annotations, Deadline, Decl, DeclKind, TargetDecl, TargetForm, TargetValue};
use crate::lexer::TokenKind;

impl Parser<'_> {
    /// A target outside an action.
    pub(super) fn target_decl(&mut self) -> Option<Decl> {
        let target = self.target()?;
        let common = crate::ast::Common { annotations: target.annotations.clone(), ..crate::ast::Common::default() };
        Self::decl(None, None, common, DeclKind::Target(Box::new(target)))
    }

    /// `target growth of 研发经费投入 of 长春市 ~ 10% by 2027 { … }`
    pub(super) fn target(&mut self) -> Option<TargetDecl> {
        let start = self.bump().span;
        let form = if self.eat_words(&["growth", "of"]) {
            TargetForm::Growth
        } else if self.eat_words(&["increase", "of"]) {
            TargetForm::Increase
        } else {
            TargetForm::Value
        };
        let indicator = self.path()?;
        let whose = if self.eat("of") { self.path() } else { None };
        let Some(op) = self.opt_compare_op() else {
            self.unexpected(&Text::new("比较符号，例如 >= 或 ~", "a comparison, for example >= or ~"));
            return None;
        };
        let value = self.target_value()?;
        let mut out = TargetDecl {
            form,
            indicator,
            whose,
            op,
            value,
            deadline: self.opt_deadline(),
            wording: None,
            owners: None,
            realises: Vec::new(),
            annotations: Annotations::default(),
            span: start,
        };
        self.afresh(|p| {
            while p.target_clause_inline(&mut out) {}
            if p.at("{") {
                p.braced(|p| {
                    if !p.target_clause(&mut out) {
                        p.unexpected(&Text::new(
                            " owners、wording、realises、article、basis 或 note",
                            "owners, wording, realises, article, basis or note",
                        ));
                    }
                });
            }
        });
        out.span = start.to(self.previous_span());
        Some(out)
    }

    fn target_clause(&mut self, out: &mut TargetDecl) -> bool {
        let span = self.span();
        if self.eat("owners") {
            let owners = self.owners();
            self.once(&mut out.owners, owners, "owners", span);
            return true;
        }
        if self.eat("realises") {
            out.realises.extend(self.names());
            return true;
        }
        self.target_clause_inline(out)
    }

    /// Clauses that may also stand without braces.
    fn target_clause_inline(&mut self, out: &mut TargetDecl) -> bool {
        let span = self.span();
        if self.eat("wording") {
            let wording = self.string();
            self.once(&mut out.wording, wording, "wording", span);
            return true;
        }
        self.opt_annotation(&mut out.annotations)
    }

    fn target_value(&mut self) -> Option<TargetValue> {
        if self.at_name() {
            let indicator = self.path()?;
            let whose = if self.eat("of") { self.path() } else { None };
            return Some(TargetValue::Indicator(indicator, whose));
        }
        Some(TargetValue::Number(self.arithmetic()))
    }

    fn opt_deadline(&mut self) -> Option<Deadline> {
        let start = self.span();
        if self.eat_words(&["each", "year"]) {
            let years = if self.at_kind(TokenKind::Number) { self.years() } else { None };
            let years = years.map(|(first, last, _)| (first, last));
            return Some(Deadline::EachYear(years, start.to(self.previous_span())));
        }
        if self.at("within") && self.token(1).kind == TokenKind::Number {
            self.bump();
            let years = self.count();
            let unit = self.opt_measure();
            return Some(Deadline::Within(years, unit, start.to(self.previous_span())));
        }
        if !self.eat("by") {
            return None;
        }
        if self.eat_words(&["plan", "end"]) {
            return Some(Deadline::PlanEnd(start.to(self.previous_span())));
        }
        if self.at_kind(TokenKind::Date) {
            return self.date().map(Deadline::Day);
        }
        self.integer().map(|(year, span)| Deadline::Year(year, start.to(span)))
    }
}
