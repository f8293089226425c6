//! The header of a document, regions and parties.

use wuwei_source::Text;

use super::Parser;
use crate::ast::{Decl, DeclKind, DocumentDecl, PartyDecl, RegionDecl};

impl Parser<'_> {
    pub(super) fn document_decl(&mut self) -> Option<Decl> {
        self.bump();
        let mut out = DocumentDecl { id: self.path(), ..DocumentDecl::default() };
        let owner = Text::new("文件头", "a document header");
        let valid = [
            "title",
            "number",
            "issuer",
            "region",
            "in force",
            "period",
            "implements",
            "replaces",
            "reforms",
            "repeals",
            "source",
            "owners",
            "payer",
        ];
        let common = self.body(&owner, &valid, |p| p.document_clause(&mut out));
        let name =
            out.id.as_ref().map(|id| crate::ast::Ident { name: wuwei_source::Name::new(&id.text()), span: id.span() });
        Self::decl(name, None, common, DeclKind::Document(Box::new(out)))
    }

    fn document_clause(&mut self, out: &mut DocumentDecl) -> bool {
        let span = self.span();
        if self.eat("title") {
            let title = self.words();
            self.once(&mut out.title, title, "title", span);
        } else if self.eat("number") {
            let number = self.words();
            self.once(&mut out.number, number, "number", span);
        } else if self.eat("issuer") {
            out.issuers.extend(self.names());
        } else if self.eat("region") {
            let region = self.path();
            self.once(&mut out.region, region, "region", span);
        } else if self.eat("period") {
            let period = self.years();
            self.once(&mut out.period, period, "period", span);
        } else if self.eat("implements") {
            out.implements.extend(self.paths());
        } else if self.eat("replaces") {
            out.replaces.extend(self.paths());
        } else if self.eat("reforms") {
            out.reforms.extend(self.paths());
        } else if self.eat("repeals") {
            out.repeals.extend(self.names());
        } else if self.eat("source") {
            out.sources.extend(self.words());
        } else if self.eat("owners") {
            out.owners_not_stated = self.not_stated();
        } else if self.eat("payer") {
            out.payer_not_stated = self.not_stated();
        } else {
            return false;
        }
        true
    }

    fn not_stated(&mut self) -> Option<crate::ast::Words> {
        let words = self.opt_not_stated();
        if words.is_none() {
            self.unexpected(&Text::new(" `not stated`", "`not stated`"));
        }
        words
    }

    /// `2025 .. 2027`, or one year for both.
    pub(super) fn years(&mut self) -> Option<(i32, i32, wuwei_source::Span)> {
        let (first, start) = self.integer()?;
        let mut last = first;
        if self.eat("..") {
            last = self.integer()?.0;
        }
        Some((first, last, start.to(self.previous_span())))
    }

    pub(super) fn region(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        let mut out = RegionDecl { code: None, zone: None, parent: None, aka: Vec::new() };
        loop {
            if self.eat("code") {
                out.code = Some(self.number_as_text());
            } else if self.eat("zone") {
                out.zone = self.name();
            } else if self.at("in") && !self.at_words(&["in", "force"]) {
                self.bump();
                out.parent = self.path();
            } else if self.at("aka") {
                out.aka.extend(self.aka());
            } else {
                break;
            }
        }
        let common = self.opt_body(&Text::new("区域", "a region"), &[], |_| false);
        Self::decl(name, label, common, DeclKind::Region(Box::new(out)))
    }

    pub(super) fn party(&mut self) -> Option<Decl> {
        self.bump();
        let name = self.name();
        let label = self.opt_string();
        let region = if self.expect("of") { self.path() } else { None };
        let aka = if self.at("aka") { self.aka() } else { Vec::new() };
        let common = self.opt_body(&Text::new("单位", "a party"), &[], |_| false);
        Self::decl(name, label, common, DeclKind::Party(Box::new(PartyDecl { region, aka })))
    }

    fn aka(&mut self) -> Vec<crate::ast::Ident> {
        self.bump();
        let mut names: Vec<_> = self.string().into_iter().collect();
        while self.eat(",") {
            names.extend(self.string());
        }
        names
    }

    /// A code is a number in form only.
    fn number_as_text(&mut self) -> crate::ast::Ident {
        if !self.at_kind(crate::lexer::TokenKind::Number) {
            self.unexpected(&Text::new("六位代码", "a six-digit code"));
            return crate::ast::Ident { name: wuwei_source::Name::new(""), span: self.span() };
        }
        self.word()
    }
}
