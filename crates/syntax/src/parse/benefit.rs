//! Benefits, stacking and budgets.

use wuwei_source::Text;

use super::Parser;
use crate::ast::{
    BenefitDecl, BudgetDecl, Decl, DeclKind, Expr, ExprKind, Frequency, PaysClause, StackingDecl, StackingRule,
};
use crate::diagnostics;

impl Parser<'_> {
    pub(super) fn benefit(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("to");
        let mut out = BenefitDecl {
            entity: self.path()?,
            applies: None,
            when: Vec::new(),
            pays: None,
            frequency: None,
            from: None,
            payer: None,
            payer_not_stated: None,
            handled_by: Vec::new(),
            documents: Vec::new(),
            automatic: false,
        };
        let owner = Text::new("待遇", "a benefit");
        let valid = [
            "applies when",
            "when",
            "pays",
            "yearly",
            "once",
            "monthly",
            "from",
            "payer",
            "handled by",
            "documents",
            "automatic",
        ];
        let common = self.body(&owner, &valid, |p| p.benefit_clause(&mut out));
        Self::decl(name, label, common, DeclKind::Benefit(Box::new(out)))
    }

    fn benefit_clause(&mut self, out: &mut BenefitDecl) -> bool {
        let span = self.span();
        if self.eat_words(&["applies", "when"]) {
            let condition = self.expr();
            self.once(&mut out.applies, Some(condition), "applies when", span);
        } else if self.eat("when") {
            let condition = self.condition();
            out.when.push(condition);
        } else if self.eat("pays") {
            let pays = self.pays(span);
            self.once(&mut out.pays, Some(pays), "pays", span);
        } else if self.at_any(&["yearly", "once", "monthly"]) {
            let frequency = self.frequency();
            self.once(&mut out.frequency, Some(frequency), "once", span);
        } else if self.eat("from") {
            let from = self.path();
            self.once(&mut out.from, from, "from", span);
        } else if self.eat("payer") {
            if let Some(why) = self.opt_not_stated() {
                out.payer_not_stated = Some(why);
            } else {
                let payer = self.name();
                self.once(&mut out.payer, payer, "payer", span);
            }
        } else if self.eat_words(&["handled", "by"]) {
            out.handled_by.extend(self.names());
        } else if self.eat("documents") {
            out.documents.extend(self.words());
        } else if self.eat("automatic") {
            out.automatic = true;
        } else {
            return false;
        }
        true
    }

    fn pays(&mut self, start: wuwei_source::Span) -> PaysClause {
        let at_most = self.eat_words(&["at", "most"]);
        let amount = self.result();
        PaysClause { at_most, amount, span: start.to(self.previous_span()) }
    }

    fn frequency(&mut self) -> Frequency {
        if self.eat("yearly") {
            return Frequency::Yearly;
        }
        if self.eat("once") {
            if self.eat("per")
                && let Some(fact) = self.name()
            {
                return Frequency::OncePer(fact);
            }
            return Frequency::Once;
        }
        self.expect("monthly");
        self.eat(",");
        if !self.eat_words(&["at", "most"]) {
            return Frequency::Monthly(None);
        }
        let months = self.count();
        self.eat("months");
        Frequency::Monthly(Some(months))
    }

    /// `at most one of G { … }`, `the highest of G { … }`, `limit G { … at most 500 万元 per year }`
    pub(super) fn stacking(&mut self) -> Option<Decl> {
        let start = self.span();
        let first = self.text_at(0);
        self.bump();
        let rule = match first {
            "at" if self.eat_words(&["most", "one", "of"]) => Some(StackingRule::AtMostOne),
            "the" if self.eat_words(&["highest", "of"]) => Some(StackingRule::Highest),
            "limit" => None,
            _ => {
                let rest = if first == "at" { "most one of" } else { "highest of" };
                self.unexpected(&Text::new(format!(" `{rest}`"), format!("`{rest}`")));
                self.skip_to_declaration();
                return None;
            }
        };
        let name = self.name();
        let label = self.opt_string();
        let mut members = Vec::new();
        let mut limit: Option<(Expr, bool)> = None;
        let is_limit = rule.is_none();
        let owner = Text::new("叠加规则", "a stacking rule");
        let valid: &[&str] = if is_limit { &["members", "at most"] } else { &["members"] };
        let common = self.body(&owner, valid, |p| {
            let span = p.span();
            if p.eat("members") {
                members.extend(p.paths());
            } else if is_limit && p.eat_words(&["at", "most"]) {
                let amount = p.arithmetic();
                let per_year = p.eat_words(&["per", "year"]);
                if !per_year {
                    p.eat_words(&["in", "total"]);
                }
                p.once(&mut limit, Some((amount, per_year)), "at most", span);
            } else {
                return false;
            }
            true
        });
        let rule = rule.unwrap_or_else(|| {
            let (amount, per_year) = limit.unwrap_or_else(|| {
                let place = self.place(name.map_or(start, |name| name.span));
                let found = name.map_or("limit", |name| name.name.as_str());
                let expected = Text::new("写明 `at most` 和金额的限额", "a limit with `at most` and an amount");
                self.report(diagnostics::unexpected_token(place, found, &expected));
                (Expr::new(ExprKind::Error, start), false)
            });
            StackingRule::Limit { amount, per_year }
        });
        Self::decl(name, label, common, DeclKind::Stacking(Box::new(StackingDecl { rule, members })))
    }

    pub(super) fn budget(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("of");
        let mut out = BudgetDecl { region: self.path()?, amount: None, each_year: false, holder: None };
        let owner = Text::new("预算", "a budget");
        let common = self.body(&owner, &["amount", "holder"], |p| {
            let span = p.span();
            if p.eat("amount") {
                let op = p.opt_compare_op().unwrap_or(crate::ast::CompareOp::Equal);
                let amount = p.arithmetic();
                p.once(&mut out.amount, Some((op, amount)), "amount", span);
                out.each_year = p.eat_words(&["each", "year"]);
                if !out.each_year {
                    p.eat_words(&["in", "total"]);
                }
            } else if p.eat("holder") {
                let holder = p.name();
                p.once(&mut out.holder, holder, "holder", span);
            } else {
                return false;
            }
            true
        });
        Self::decl(name, label, common, DeclKind::Budget(Box::new(out)))
    }
}
