//! Tests. A document's tests are most of its text, so a first reading only finds where each ends.

use wuwei_source::{Span, Text};

use super::Parser;
use crate::ast::{Decl, DeclKind, Expect, ExpectAnswer, ExpectTable, Given, Ident, Test};
use crate::diagnostics;

impl Parser<'_> {
    /// Finds the end of a test without reading it.
    pub(super) fn test_outline(&mut self) -> Option<Decl> {
        self.bump();
        let title = self.opt_string();
        let open = self.span();
        if self.at("{") {
            self.skip_block();
            if !self.tokens[self.at - 1].span.range().eq(open.range()) && self.text_of_previous() != "}" {
                let place = self.place(open);
                self.report(diagnostics::unclosed_block(place, "{", "}"));
            }
        } else {
            self.expect("{");
        }
        Self::decl(title, None, crate::ast::Common::default(), DeclKind::Test)
    }

    fn text_of_previous(&self) -> &str {
        &self.text[self.previous_span().range()]
    }

    /// Reads a test.
    pub(super) fn test(&mut self, span: Span) -> Option<Test> {
        self.expect("test");
        let title = self.string().unwrap_or(Ident { name: wuwei_source::Name::new(""), span });
        let mut out = Test { title, given: Vec::new(), as_of: None, expects: Vec::new(), tables: Vec::new(), span };
        self.afresh(|p| p.braced(|p| p.test_clause(&mut out)));
        Some(out)
    }

    fn test_clause(&mut self, out: &mut Test) {
        let span = self.span();
        if self.eat("given") {
            out.given.extend(self.given(span));
        } else if self.eat_words(&["as", "of"]) {
            let date = self.date();
            self.once(&mut out.as_of, date, "as of", span);
        } else if self.eat("expect") {
            out.expects.extend(self.expectation(span));
        } else if self.eat("each") {
            out.tables.extend(self.table_of_cases());
        } else {
            self.unexpected(&Text::new(" given、as of、expect 或 each", "given, as of, expect or each"));
            self.recover();
        }
    }

    fn given(&mut self, start: Span) -> Option<Given> {
        if self.eat("no") {
            let entity = self.path()?;
            return Some(Given { entity, name: None, facts: None, span: start.to(self.previous_span()) });
        }
        let entity = self.path()?;
        let name = self.opt_ident();
        let mut facts = Vec::new();
        self.braced(|p| facts.extend(p.opt_given_fact()));
        Some(Given { entity, name, facts: Some(facts), span: start.to(self.previous_span()) })
    }

    fn expectation(&mut self, start: Span) -> Option<Expect> {
        let item = self.path()?;
        let year = self.opt_in_year();
        let of = if self.eat("of") { self.name() } else { None };
        self.expect("=");
        let answer = self.answer();
        Some(Expect { item, year, of, answer, span: start.to(self.previous_span()) })
    }

    /// `in 2024`
    fn opt_in_year(&mut self) -> Option<(i32, Span)> {
        if self.eat("in") { self.integer() } else { None }
    }

    fn answer(&mut self) -> ExpectAnswer {
        if self.eat_words(&["not", "applicable"]) {
            return ExpectAnswer::NotApplicable;
        }
        if self.eat_words(&["not", "computable"]) {
            return ExpectAnswer::NotComputable;
        }
        let low = self.given_value();
        if self.eat("..") {
            return ExpectAnswer::Range(low, self.given_value());
        }
        ExpectAnswer::Value(low)
    }

    /// `each A in 2024, B expect X { 1, 2 : 3 }`
    fn table_of_cases(&mut self) -> Option<ExpectTable> {
        let mut columns = Vec::new();
        loop {
            let name = self.name()?;
            columns.push((name, self.opt_in_years()));
            if !self.eat(",") {
                break;
            }
        }
        self.expect("expect");
        let item = self.path()?;
        let year = self.opt_in_year();
        let mut rows = Vec::new();
        self.braced(|p| {
            let start = p.span();
            let mut values = vec![p.given_value()];
            while p.eat(",") {
                values.push(p.given_value());
            }
            p.note_layout(|layout| &mut layout.columns);
            p.expect(":");
            let answer = p.answer();
            rows.push((values, answer, start.to(p.previous_span())));
        });
        Some(ExpectTable { columns, item, year, rows })
    }
}
