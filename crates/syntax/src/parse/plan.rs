//! Indicators, programmes, actions, lights and mechanisms.

use wuwei_source::Text;

use super::Parser;
use crate::ast::{
    ActionDecl, Computation, Decl, DeclKind, IndicatorDecl, IndicatorKindDecl, LightDecl, LightsDecl, MechanismDecl,
    OwnerDecl, Owners, Words,
};
use crate::lexer::TokenKind;

impl Parser<'_> {
    pub(super) fn indicator(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        let mut out = IndicatorDecl { unit: None, kind: None, computed: None, lower_is_better: false };
        if self.eat("in") {
            out.unit = self.measure_word();
        }
        let owner = Text::new("指标", "an indicator");
        let valid = [
            "stock",
            "flow",
            "cumulative",
            "share",
            "growth",
            "rank",
            "milestone",
            "unstated",
            "counts",
            "sums",
            "adds",
            "divides",
            "better",
        ];
        let common = self.body(&owner, &valid, |p| p.indicator_clause(&mut out));
        Self::decl(name, label, common, DeclKind::Indicator(Box::new(out)))
    }

    fn indicator_clause(&mut self, out: &mut IndicatorDecl) -> bool {
        let span = self.span();
        if let Some(kind) = self.opt_indicator_kind() {
            self.once(&mut out.kind, Some(kind), "stock", span);
        } else if let Some(computed) = self.opt_computation() {
            self.once(&mut out.computed, Some(computed), "counts", span);
        } else if self.eat("better") {
            out.lower_is_better = self.eat("lower");
            if !out.lower_is_better && !self.eat("higher") {
                self.unexpected(&Text::new(" `lower` 或 `higher`", "`lower` or `higher`"));
            }
        } else {
            return false;
        }
        true
    }

    fn opt_indicator_kind(&mut self) -> Option<IndicatorKindDecl> {
        Some(if self.eat("stock") {
            self.eat_words(&["at", "year", "end"]);
            IndicatorKindDecl::Stock
        } else if self.eat("flow") {
            self.eat_words(&["per", "year"]);
            IndicatorKindDecl::Flow
        } else if self.eat("cumulative") {
            let of = if self.eat("of") { self.path() } else { None };
            IndicatorKindDecl::Cumulative(of)
        } else if self.eat("share") {
            IndicatorKindDecl::Share
        } else if self.eat("growth") {
            IndicatorKindDecl::Growth
        } else if self.eat("rank") {
            IndicatorKindDecl::Rank
        } else if self.eat("milestone") {
            IndicatorKindDecl::Milestone
        } else if self.at("unstated") {
            let span = self.bump().span;
            let zh = wuwei_source::Name::new("");
            IndicatorKindDecl::Unstated(self.words().unwrap_or(Words { zh, en: None, span }))
        } else {
            return None;
        })
    }

    fn opt_computation(&mut self) -> Option<Computation> {
        if self.eat("counts") {
            let entity = self.path()?;
            let filter = self.opt_filter();
            Some(Computation::Counts { entity, filter })
        } else if self.eat("sums") {
            let body = self.arithmetic();
            self.expect("of");
            let entity = self.path()?;
            let filter = self.opt_filter();
            Some(Computation::Sums { body, entity, filter })
        } else if self.eat("adds") {
            Some(Computation::Adds(self.paths()))
        } else if self.eat("divides") {
            let above = self.path()?;
            self.expect("by");
            Some(Computation::Divides(above, self.path()?))
        } else {
            None
        }
    }

    /// `programme "English"`: the heading above is a programme of the plan.
    pub(super) fn programme(&mut self) -> Option<Decl> {
        self.bump();
        let label = self.opt_string();
        let common = self.opt_body(&Text::new("工程", "a programme"), &[], |_| false);
        Self::decl(None, label, common, DeclKind::Programme)
    }

    pub(super) fn action(&mut self) -> Option<Decl> {
        self.bump();
        let label = self.opt_string();
        let mut out = ActionDecl { serves: Vec::new(), owners: None, targets: Vec::new(), measures: Vec::new() };
        let owner = Text::new("行动", "an action");
        let valid = ["serves", "owners", "target", "measure"];
        let common = self.body(&owner, &valid, |p| p.action_clause(&mut out));
        Self::decl(None, label, common, DeclKind::Action(Box::new(out)))
    }

    fn action_clause(&mut self, out: &mut ActionDecl) -> bool {
        let span = self.span();
        if self.eat("serves") {
            if let Some(document) = self.path()
                && let Some(action) = self.string()
            {
                out.serves.push((document, action));
            }
        } else if self.eat("owners") {
            let owners = self.owners();
            self.once(&mut out.owners, owners, "owners", span);
        } else if self.at("target") {
            out.targets.extend(self.target());
        } else if self.eat("measure") {
            out.measures.extend(self.words());
        } else {
            return false;
        }
        true
    }

    /// Parties separated by commas, each perhaps with `(lead)`; or `not stated "…"`.
    pub(super) fn owners(&mut self) -> Option<Owners> {
        if let Some(why) = self.opt_not_stated() {
            return Some(Owners::NotStated(why));
        }
        let mut parties = Vec::new();
        loop {
            let party = self.name()?;
            let lead = self.eat_words(&["(", "lead", ")"]);
            parties.push(OwnerDecl { party, lead });
            if !self.eat(",") {
                return Some(Owners::Named(parties));
            }
        }
    }

    pub(super) fn lights(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        let mut lights = Vec::new();
        let common = self.body(&Text::new("亮灯规则", "a set of lights"), &["light"], |p| {
            if !p.at("light") {
                return false;
            }
            lights.extend(p.light());
            true
        });
        Self::decl(name, label, common, DeclKind::Lights(Box::new(LightsDecl { lights })))
    }

    /// `light 正常 "On track" green circle when …`
    fn light(&mut self) -> Option<LightDecl> {
        self.bump();
        let name = self.name()?;
        let label = self.opt_string();
        let colour = self.ident(&Text::new("颜色，例如 green", "a colour, for example green"))?;
        let shape = self.ident(&Text::new("形状，例如 circle", "a shape, for example circle"))?;
        let when = if self.eat("otherwise") {
            None
        } else {
            self.expect("when");
            Some(self.expr())
        };
        Some(LightDecl { name, label, colour, shape, when })
    }

    /// `mechanism slug "official term" "English" { level …  in … }`
    pub(super) fn mechanism(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let mut out = MechanismDecl { term: self.string(), levels: Vec::new(), documents: Vec::new() };
        let label = self.opt_string();
        let owner = Text::new("机制", "a mechanism");
        let common = self.body(&owner, &["level", "in"], |p| {
            if p.eat("level") {
                out.levels.extend(p.names());
            } else if p.at("in") && p.token(1).kind == TokenKind::Word && !p.at_ahead(1, "force") {
                p.bump();
                out.documents.extend(p.paths());
            } else {
                return false;
            }
            true
        });
        Self::decl(name, label, common, DeclKind::Mechanism(Box::new(out)))
    }
}
