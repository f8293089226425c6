//! Clauses that many declarations share, and the loop that reads a body of clauses.

use wuwei_source::{Name, Span, Text, did_you_mean};

use super::Parser;
use crate::ast::{Annotations, BasisClause, Common, DateLit, InForce, Words};
use crate::diagnostics;
use crate::lexer::TokenKind;

/// The clauses that every body may hold.
const COMMON: &[&str] = &["about", "article", "basis", "in force", "note", "realises"];

impl Parser<'_> {
    /// Reads `{ … }` as clauses: the common ones go to `common`, the others to `clause`, which says whether it knew the word.
    fn clauses_of(
        &mut self,
        owner: &Text,
        valid: &[&str],
        common: &mut Common,
        clause: &mut dyn FnMut(&mut Self) -> bool,
    ) {
        self.afresh(|p| {
            p.braced(|p| {
                if !p.opt_common(common) && !clause(p) {
                    p.unknown_clause(owner, valid);
                    common.faulty = true;
                }
            });
        });
    }

    /// A body of clauses. `valid` names them for the help of a diagnostic.
    pub(super) fn body(&mut self, owner: &Text, valid: &[&str], mut clause: impl FnMut(&mut Self) -> bool) -> Common {
        let mut common = Common::default();
        self.clauses_of(owner, valid, &mut common, &mut clause);
        common
    }

    /// A body that may be missing.
    pub(super) fn opt_body(&mut self, owner: &Text, valid: &[&str], clause: impl FnMut(&mut Self) -> bool) -> Common {
        if self.at("{") { self.body(owner, valid, clause) } else { Common::default() }
    }

    fn unknown_clause(&mut self, owner: &Text, valid: &[&str]) {
        let word = self.text_at(0);
        let mut known: Vec<&str> = valid.iter().chain(COMMON).copied().collect();
        known.sort_unstable();
        let similar = did_you_mean(word, known.iter().map(|word| Name::new(word)));
        let place = self.place(self.span());
        self.report(diagnostics::unknown_clause(place, word, owner, &known, &similar));
        self.recover();
    }

    /// Takes a clause that may stand once in its body; `span` is its first word. Reports it if it was there before.
    pub(super) fn once<T>(&mut self, slot: &mut Option<T>, value: Option<T>, clause: &'static str, span: Span) {
        match self.seen.iter().find(|(seen, _)| *seen == clause) {
            Some((_, first)) => {
                // A clause that has several openings (`stock`, `flow` …) is called by the ones that stand here.
                let called = |span: Span| {
                    let word = &self.text[span.range()];
                    if clause.starts_with(word) { clause } else { word }
                };
                let (before, now) = (called(*first), called(span));
                let (place, first) = (self.place(span), self.place(*first));
                self.report(diagnostics::duplicate_clause(place, first, before, now));
            }
            None => self.seen.push((clause, span)),
        }
        if value.is_some() {
            *slot = value;
        }
    }

    /// Reads something in which every clause may stand once again.
    pub(super) fn afresh<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::take(&mut self.seen);
        let out = read(self);
        self.seen = outer;
        out
    }

    fn opt_common(&mut self, common: &mut Common) -> bool {
        let span = self.span();
        if self.eat("about") {
            let words = self.words();
            self.once(&mut common.about, words, "about", span);
        } else if self.eat("realises") {
            let names = self.names();
            common.realises.extend(names);
        } else if self.at_words(&["in", "force"]) {
            let clause = self.in_force();
            self.once(&mut common.in_force, clause, "in force", span);
        } else {
            return self.opt_annotation(&mut common.annotations);
        }
        true
    }

    /// `article`, `basis`, `note`.
    pub(super) fn opt_annotation(&mut self, out: &mut Annotations) -> bool {
        let span = self.span();
        if self.eat("article") {
            let words = self.words();
            self.once(&mut out.article, words, "article", span);
        } else if self.at("basis") {
            self.bump();
            let basis = self.basis();
            self.once(&mut out.basis, basis, "basis", span);
        } else if self.eat("note") {
            let words = self.words();
            out.notes.extend(words);
        } else {
            return false;
        }
        true
    }

    /// Annotations behind a condition or a part, if there are any.
    pub(super) fn opt_annotations(&mut self) -> Option<Box<Annotations>> {
        let mut out = Annotations::default();
        let mut found = false;
        self.afresh(|p| {
            while p.opt_annotation(&mut out) {
                found = true;
            }
        });
        found.then(|| Box::new(out))
    }

    fn basis(&mut self) -> Option<BasisClause> {
        let kind = self.ident(&Text::new(
            "依据类别：official、secondary、elsewhere 或 assumed",
            "a basis: official, secondary, elsewhere or assumed",
        ))?;
        let why = self.opt_words();
        Some(BasisClause { kind, why })
    }

    /// `in force from … until …`
    pub(super) fn in_force(&mut self) -> Option<InForce> {
        let start = self.span();
        self.eat_words(&["in", "force"]);
        self.expect("from");
        let from = self.date()?;
        let until = if self.eat("until") { self.date() } else { None };
        Some(InForce { from, until, span: start.to(self.previous_span()) })
    }

    /// `2025-01-06`
    pub(super) fn date(&mut self) -> Option<DateLit> {
        if !self.at_kind(TokenKind::Date) {
            self.unexpected(&Text::new("日期，例如 2025-01-06", "a date, for example 2025-01-06"));
            return None;
        }
        let text = self.text_at(0);
        let mut parts = text.splitn(3, '-').map(|part| part.parse().unwrap_or(0));
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if text.len() != "2025-01-06".len() {
            let written = format!("{year:04}-{month:02}-{day:02}");
            self.unexpected(&Text::new(
                format!("两位的月和日，写作 {written}"),
                format!("month and day in two digits: {written}"),
            ));
        }
        Some(DateLit { year: year as i32, month, day, span: self.bump().span })
    }

    /// `"中文" "English"`
    pub(super) fn words(&mut self) -> Option<Words> {
        let words = self.opt_words();
        if words.is_none() {
            self.unexpected(&Text::new("双引号里的文字", "a string in double quotes"));
        }
        words
    }

    pub(super) fn opt_words(&mut self) -> Option<Words> {
        let zh = self.opt_string()?;
        let en = self.opt_string();
        Some(Words { zh: zh.name, en: en.map(|en| en.name), span: zh.span.to(self.previous_span()) })
    }

    /// `not stated "…"`, behind the word that can be stated or not.
    pub(super) fn opt_not_stated(&mut self) -> Option<Words> {
        if !self.at_words(&["not", "stated"]) {
            return None;
        }
        self.bump();
        let span = self.bump().span;
        Some(self.opt_words().unwrap_or(Words { zh: Name::new(""), en: None, span }))
    }
}
