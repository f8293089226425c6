//! Entities, their facts and relations, and single subjects.

use wuwei_source::{Span, Text};

use super::Parser;
use crate::ast::{
    ChangeExpr, Common, Decl, DeclKind, EffortClause, EntityDecl, Expr, ExprKind, ExtendDecl, FieldDecl, GivenFact,
    Ident, RelationDecl, SubjectDecl, TypeExpr,
};
use crate::diagnostics;
use crate::keyword::is_keyword;
use crate::lexer::TokenKind;

/// What a fact may be for its entity, beyond being a fact.
const ROLES: &[&str] = &["key", "name", "home", "founded", "payee", "item", "reason", "paid", "amount"];

/// In `one of 甲, 乙 "Label"` the label is the fact's: choices are labelled all or none.
fn label_behind_choices(ty: &mut TypeExpr) -> Option<Ident> {
    let TypeExpr::OneOf { values, .. } = ty else {
        return None;
    };
    let ((_, label), others) = values.split_last_mut()?;
    if others.iter().any(|(_, label)| label.is_some()) { None } else { label.take() }
}

impl Parser<'_> {
    pub(super) fn entity(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        let counted_in = if self.eat("in") { self.measure_word() } else { None };
        let ledger = self.eat("ledger");
        let (fields, relations, common) = self.facts_body(ROLES);
        let kind = DeclKind::Entity(Box::new(EntityDecl { counted_in, ledger, fields, relations }));
        Self::decl(name, label, common, kind)
    }

    pub(super) fn extend(&mut self) -> Option<Decl> {
        self.bump();
        let entity = self.path()?;
        // Roles are given where the entity is declared.
        let (fields, relations, common) = self.facts_body(&[]);
        let kind = DeclKind::Extend(Box::new(ExtendDecl { entity, fields, relations }));
        Self::decl(None, None, common, kind)
    }

    fn facts_body(&mut self, roles: &[&str]) -> (Vec<FieldDecl>, Vec<RelationDecl>, Common) {
        let mut fields = Vec::new();
        let mut relations = Vec::new();
        let owner = Text::new("主体", "an entity");
        let common = self.body(&owner, &["has", "yearly", "expert"], |p| {
            if p.at("has") {
                relations.extend(p.relation());
                return true;
            }
            let field = p.opt_field(roles);
            let found = field.is_some();
            fields.extend(field);
            found
        });
        (fields, relations, common)
    }

    /// `has 获奖 "Awards" : list of 科技奖励 by 获奖单位`
    fn relation(&mut self) -> Option<RelationDecl> {
        self.bump();
        let name = self.name()?;
        let label = self.opt_string();
        self.expect(":");
        self.expect("list");
        self.expect("of");
        let entity = self.path()?;
        self.expect("by");
        let by = self.name()?;
        Some(RelationDecl { name, label, entity, by })
    }

    /// `yearly 研发费用 : 元 "R&D expense" { … }`
    fn opt_field(&mut self, roles: &[&str]) -> Option<FieldDecl> {
        let mut role = None;
        let mut yearly = false;
        let mut expert = false;
        loop {
            if self.at("yearly") {
                self.bump();
                yearly = true;
            } else if self.at("expert") {
                self.bump();
                expert = true;
            } else if self.at_any(roles)
                && (self.at_name_ahead(1) || self.token(1).kind == TokenKind::Word)
                && role.is_none()
            {
                role = Some(self.word());
            } else {
                break;
            }
        }
        let names_a_fact = self.at_ahead(1, ":") || (self.at_name() && self.token(1).kind == TokenKind::Word);
        let names_a_fact = names_a_fact && self.at_kind(TokenKind::Word);
        if role.is_none() && !yearly && !expert && !names_a_fact {
            return None;
        }
        let name = self.at_ahead(1, ":").then(|| self.field_name()).flatten().or_else(|| self.name())?;
        self.expect(":");
        let mut ty = self.type_expr();
        let or_none = self.eat_words(&["or", "none"]);
        let label = self.opt_string().or_else(|| ty.as_mut().and_then(label_behind_choices));
        let mut out = FieldDecl {
            role,
            yearly,
            expert,
            name,
            label,
            ty: ty.unwrap_or(TypeExpr::Word(name)),
            or_none,
            range: None,
            efforts: Vec::new(),
            about: None,
            notes: Vec::new(),
        };
        if self.at("{") {
            let owner = Text::new("事实", "a fact");
            let common = self.body(&owner, &["effort", "range"], |p| {
                if p.at("effort") {
                    out.efforts.extend(p.effort());
                    return true;
                }
                if !p.at("range") {
                    return false;
                }
                p.bump();
                let low = p.arithmetic();
                p.expect("..");
                let high = p.arithmetic();
                out.range = Some((low, high));
                true
            });
            out.about = common.about;
            out.notes = common.annotations.notes;
        }
        Some(out)
    }

    /// `effort 1 per 1 万元 up by at most 5000 万元 with 成本费用`, `effort 60 per step up`, `effort 30 to yes`
    fn effort(&mut self) -> Option<EffortClause> {
        let start = self.bump().span;
        let effort = self.arithmetic();
        let change = if self.eat("to") {
            ChangeExpr::To(self.given_value())
        } else {
            if !self.expect("per") {
                return None;
            }
            let amount = if self.eat("step") { None } else { Some(self.arithmetic()) };
            let up = self.at("up");
            if !up && !self.at("down") {
                self.unexpected(&Text::new("方向 up 或 down", "a direction: up or down"));
                return None;
            }
            self.bump();
            let most = self.eat_words(&["by", "at", "most"]).then(|| self.arithmetic());
            let with = if self.eat("with") { self.names() } else { Vec::new() };
            ChangeExpr::By { amount, up, most, with }
        };
        Some(EffortClause { effort, change, span: start.to(self.previous_span()) })
    }

    /// A name before a colon, even where a word of the language was taken for it.
    fn field_name(&mut self) -> Option<Ident> {
        if self.at_kind(TokenKind::Word) && is_keyword(self.text_at(0)) {
            let place = self.place(self.span());
            self.report(diagnostics::reserved_word(place, self.text_at(0)));
            return Some(self.word());
        }
        self.opt_ident()
    }

    /// A type as written.
    pub(super) fn type_expr(&mut self) -> Option<TypeExpr> {
        let start = self.span();
        if self.at_words(&["yes", "/", "no"]) {
            self.bump();
            self.note_layout(|layout| &mut layout.tight);
            self.bump();
            self.bump();
            return Some(TypeExpr::Truth);
        }
        if self.eat("code") {
            return self.name().map(TypeExpr::Code);
        }
        if self.eat_words(&["one", "of"]) {
            let mut values = Vec::new();
            let mut sign = None;
            loop {
                if let Some(value) = self.name() {
                    values.push((value, self.opt_string()));
                }
                let Some(next) = [",", "<"].into_iter().find(|sign| self.at(sign)) else {
                    break;
                };
                // The values are in order or they aren't.
                let first = *sign.get_or_insert(next);
                if first != next {
                    self.unexpected(&Text::new(format!(" `{first}`"), format!("`{first}`")));
                }
                self.bump();
            }
            let ordered = sign == Some("<");
            return Some(TypeExpr::OneOf { values, ordered, span: start.to(self.previous_span()) });
        }
        if self.at_name() || self.at_any(&["text", "date", "year", "number", "ratio", "region", "points"]) {
            return Some(TypeExpr::Word(self.word()));
        }
        self.unexpected(&Text::new("类型，例如 人、元、yes/no、date", "a type, for example 人, 元, yes/no, date"));
        None
    }

    /// A unit word, for `in 户`.
    pub(super) fn measure_word(&mut self) -> Option<Ident> {
        if self.at_any(&["%", "ratio", "number", "points"]) {
            return Some(self.word());
        }
        self.ident(&Text::new("单位，例如 户", "a unit, for example 户"))
    }

    pub(super) fn subject(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        self.expect("is");
        let entity = self.path()?;
        let mut facts = Vec::new();
        let owner = Text::new("主体", "a subject");
        let common = self.opt_body(&owner, &[], |p| {
            let fact = p.opt_given_fact();
            let found = fact.is_some();
            facts.extend(fact);
            found
        });
        Self::decl(name, label, common, DeclKind::Subject(Box::new(SubjectDecl { entity, facts })))
    }

    /// `职工总数 in 2024: 30 人`
    pub(super) fn opt_given_fact(&mut self) -> Option<GivenFact> {
        let name = self.opt_ident()?;
        let years = self.opt_in_years();
        self.note_layout(|layout| &mut layout.close);
        if !self.expect(":") {
            return None;
        }
        let value = self.given_value();
        Some(GivenFact { name, years, value })
    }

    /// `in 2024`, `in 2022 .. 2024`
    pub(super) fn opt_in_years(&mut self) -> Option<(i32, i32, Span)> {
        if self.eat("in") { self.years() } else { None }
    }

    /// A value as data: a literal, a name, `none`, `unknown`.
    pub(super) fn given_value(&mut self) -> Expr {
        if self.at("unknown") {
            let span = self.bump().span;
            return Expr::new(ExprKind::Unknown, span);
        }
        self.arithmetic()
    }
}
