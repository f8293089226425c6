//! The parser: recursive descent with recovery.
//!
//! Vocabulary: `x` reads something that must be there and reports if it isn't; `opt_x` may find nothing. `at` looks,
//! `eat` takes if it is there, `expect` takes or reports. Every loop that goes on after a fault first makes progress,
//! so the parser ends on any input.

// The parts of the grammar, one noun each.
mod benefit;
mod clause;
mod document;
mod entity;
mod expr;
mod operand;
mod plan;
mod rule;
mod target;
mod test;

use rustc_hash::FxHashSet;
use wuwei_source::{Diagnostic, FileId, Name, Place, Span, Text, did_you_mean};

use crate::ast::{Decl, DeclKind, Document, Ident, Path};
use crate::diagnostics;
use crate::keyword::{DECLARATIONS, is_keyword};
use crate::lexer::{Tests, Token, TokenKind, ascii_for, lex, lex_span};
use crate::markdown::Outline;

/// Reads a document. Never fails: what can't be read is in the diagnostics.
pub fn parse(file: FileId, text: &str) -> Document {
    let outline = Outline::of(text);
    let lexed = lex(file, text, &outline, Tests::Outlined);
    let mut parser = Parser::new(file, text, lexed.tokens, lexed.diagnostics);
    let decls = parser.document(&outline);
    let mut diagnostics = parser.diagnostics;
    for diagnostic in &mut diagnostics {
        let heading = outline.heading_at(diagnostic.place().span.start);
        diagnostic.trail = outline.trail(heading).iter().map(|heading| heading.text.to_string()).collect();
    }
    Document { file, outline, decls, diagnostics }
}

/// Reads one test of a document that [`parse`] left unread.
pub fn parse_test(file: FileId, text: &str, span: Span) -> (Option<crate::ast::Test>, Vec<Diagnostic>) {
    let lexed = lex_span(file, text, span);
    let mut parser = Parser::new(file, text, lexed.tokens, lexed.diagnostics);
    let test = parser.test(span);
    (test, parser.diagnostics)
}

/// Reads a document with its tests and notes where the formatter must know more than tokens tell.
pub(crate) fn parse_layout(text: &str) -> (Vec<Token>, Vec<Span>, Layout, Vec<Diagnostic>) {
    let file = FileId(0);
    let outline = Outline::of(text);
    let lexed = lex(file, text, &outline, Tests::Read);
    let mut parser = Parser::new(file, text, lexed.tokens, lexed.diagnostics);
    parser.layout = Some(Layout::default());
    for decl in parser.document(&outline) {
        parser.layout_entry(decl.span.start);
        if let DeclKind::Test = decl.kind {
            let end = parser.at;
            parser.at = parser.tokens.partition_point(|token| token.span.start < decl.span.start);
            parser.test(decl.span);
            parser.at = end;
        }
    }
    (parser.tokens, lexed.comments, parser.layout.unwrap_or_default(), parser.diagnostics)
}

/// What the formatter learns from the parser: byte offsets of tokens with a role that tokens alone don't show.
#[derive(Default)]
pub(crate) struct Layout {
    /// First tokens of clauses, conditions, bands and the like.
    pub(crate) entries: FxHashSet<u32>,
    /// Colons of band tables, which stand in one column.
    pub(crate) columns: FxHashSet<u32>,
    /// Colons that follow their word closely.
    pub(crate) close: FxHashSet<u32>,
    /// Tokens without space on either side.
    pub(crate) tight: FxHashSet<u32>,
    /// Minus signs of negative numbers.
    pub(crate) signs: FxHashSet<u32>,
}

/// How deep expressions and blocks may nest; beyond it a document is broken or hostile.
const MAX_DEPTH: usize = 96;

struct Parser<'a> {
    file: FileId,
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Inside an unbraced `where`, a clip belongs to what the filter belongs to.
    in_filter: bool,
    /// Clauses of the body being read that may stand once, and where each stood first.
    seen: Vec<(&'static str, Span)>,
    diagnostics: Vec<Diagnostic>,
    /// Filled for the formatter only.
    layout: Option<Layout>,
    /// Where the last fault was reported: one fault per token is enough.
    last_fault: Option<usize>,
}

impl<'a> Parser<'a> {
    fn new(file: FileId, text: &'a str, tokens: Vec<Token>, diagnostics: Vec<Diagnostic>) -> Parser<'a> {
        Parser {
            file,
            text,
            tokens,
            at: 0,
            depth: 0,
            in_filter: false,
            seen: Vec::new(),
            diagnostics,
            layout: None,
            last_fault: None,
        }
    }

    // Looking.

    fn token(&self, ahead: usize) -> Token {
        let last = self.tokens.len() - 1;
        self.tokens[(self.at + ahead).min(last)]
    }

    fn kind(&self) -> TokenKind {
        self.token(0).kind
    }

    fn span(&self) -> Span {
        self.token(0).span
    }

    /// The span of the last token taken.
    fn previous_span(&self) -> Span {
        self.at.checked_sub(1).map_or_else(Span::default, |at| self.tokens[at].span)
    }

    /// The text of a token; full-width punctuation reads as the ASCII it stands for.
    fn text_at(&self, ahead: usize) -> &'a str {
        let token = self.token(ahead);
        let text = &self.text[token.span.range()];
        if token.kind == TokenKind::Punct
            && let Some(c) = text.chars().next().filter(|c| !c.is_ascii())
        {
            return ascii_for(c).unwrap_or("");
        }
        text
    }

    /// From `start` to the last token taken; `start` itself if none was.
    fn span_from(&self, start: Span) -> Span {
        let end = self.previous_span().end;
        if end > start.start { Span::new(start.start, end) } else { start }
    }

    fn at(&self, word: &str) -> bool {
        self.at_ahead(0, word)
    }

    fn at_ahead(&self, ahead: usize, word: &str) -> bool {
        let token = self.token(ahead);
        match token.kind {
            // Nearly every word asked for is another one, which its length already shows.
            TokenKind::Word => {
                token.span.len() == word.len() && &self.text.as_bytes()[token.span.range()] == word.as_bytes()
            }
            TokenKind::Punct => self.text_at(ahead) == word,
            _ => false,
        }
    }

    /// Whether these words come next.
    fn at_words(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.at_ahead(ahead, word))
    }

    fn at_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.at(word))
    }

    fn at_kind(&self, kind: TokenKind) -> bool {
        self.kind() == kind
    }

    /// A word that can be a name.
    fn at_name(&self) -> bool {
        self.at_name_ahead(0)
    }

    fn at_name_ahead(&self, ahead: usize) -> bool {
        self.token(ahead).kind == TokenKind::Word && !is_keyword(self.text_at(ahead))
    }

    fn at_end(&self) -> bool {
        matches!(self.kind(), TokenKind::BlockEnd | TokenKind::End)
    }

    /// Whether the block at hand was left unclosed and the next declaration begins: `status …` at the left margin.
    fn at_next_declaration(&self) -> bool {
        // These words also open clauses and conditions.
        const ALSO_INSIDE: &[&str] = &["at", "the", "limit", "target", "action", "programme", "region"];
        let token = self.token(0);
        token.first_on_line
            && token.kind == TokenKind::Word
            && self.at_margin()
            && self.at_any(DECLARATIONS)
            && !self.at_any(ALSO_INSIDE)
            && matches!(self.token(1).kind, TokenKind::Word | TokenKind::String)
    }

    /// Whether nothing stands before the next token on its line.
    fn at_margin(&self) -> bool {
        let start = self.span().start as usize;
        start == 0 || self.text.as_bytes()[start - 1] == b'\n'
    }

    fn at_block_close(&self) -> bool {
        self.at("}") || self.at_end()
    }

    // Taking.

    fn bump(&mut self) -> Token {
        let token = self.token(0);
        if self.at < self.tokens.len() - 1 {
            self.at += 1;
        }
        token
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.at(word);
        if found {
            self.bump();
        }
        found
    }

    fn eat_words(&mut self, words: &[&str]) -> bool {
        let found = self.at_words(words);
        if found {
            for _ in words {
                self.bump();
            }
        }
        found
    }

    fn expect(&mut self, word: &str) -> bool {
        let found = self.eat(word);
        if !found {
            self.unexpected(&Text::new(format!(" `{word}`"), format!("`{word}`")));
        }
        found
    }

    /// `{`, then what `inside` reads until the matching `}`. `inside` reads one thing; if it takes no token, one is skipped.
    fn braced(&mut self, mut inside: impl FnMut(&mut Self)) {
        let open = self.span();
        if !self.expect("{") {
            return;
        }
        self.until_close(open, "{", "}", &mut inside);
    }

    fn until_close(&mut self, open: Span, bracket: &str, close: &str, inside: &mut dyn FnMut(&mut Self)) {
        if self.depth >= MAX_DEPTH {
            let place = self.place(open);
            self.report(diagnostics::nesting_too_deep(place, MAX_DEPTH));
            self.skip_to_close();
            return;
        }
        self.depth += 1;
        while !self.at(close) && !self.at_end() && !self.at_next_declaration() {
            let before = self.at;
            self.note_layout(|layout| &mut layout.entries);
            inside(self);
            if self.at == before {
                self.unexpected(&Text::new(format!(" `{close}`"), format!("`{close}`")));
                self.recover();
            }
        }
        self.depth -= 1;
        if !self.eat(close) {
            let place = self.place(open);
            self.report(diagnostics::unclosed_block(place, bracket, close));
        }
    }

    // Names and strings.

    fn opt_ident(&mut self) -> Option<Ident> {
        if self.at_name() { Some(self.word()) } else { None }
    }

    /// Takes a word as it is.
    fn word(&mut self) -> Ident {
        let name = Name::new(self.text_at(0));
        let span = self.bump().span;
        Ident { name, span }
    }

    fn ident(&mut self, what: &Text) -> Option<Ident> {
        if self.at_kind(TokenKind::Word) && is_keyword(self.text_at(0)) {
            // `status for of 企业`: the word is taken as the name that was meant, unless it plainly opens the next clause.
            let next_is_name_like = self.token(0).first_on_line;
            if !next_is_name_like {
                let place = self.place(self.span());
                self.report(diagnostics::reserved_word(place, self.text_at(0)));
                return Some(self.word());
            }
        }
        let ident = self.opt_ident();
        if ident.is_none() {
            self.unexpected(what);
        }
        ident
    }

    fn name(&mut self) -> Option<Ident> {
        self.ident(&Text::new("名称", "a name"))
    }

    fn opt_path(&mut self) -> Option<Path> {
        let mut segments = vec![self.opt_ident()?];
        while self.at(".") && self.token(1).kind == TokenKind::Word && !self.token(1).first_on_line {
            self.bump();
            segments.push(self.word());
        }
        Some(Path { segments: segments.into() })
    }

    fn path(&mut self) -> Option<Path> {
        let path = self.opt_path();
        if path.is_none() {
            self.unexpected(&Text::new("名称", "a name"));
        }
        path
    }

    /// Names separated by commas.
    fn names(&mut self) -> Vec<Ident> {
        let mut names: Vec<Ident> = self.name().into_iter().collect();
        while self.eat(",") {
            names.extend(self.name());
        }
        names
    }

    fn paths(&mut self) -> Vec<Path> {
        let mut paths: Vec<Path> = self.path().into_iter().collect();
        while self.eat(",") {
            paths.extend(self.path());
        }
        paths
    }

    /// A string literal; its text without quotes and escapes.
    fn opt_string(&mut self) -> Option<Ident> {
        if !self.at_kind(TokenKind::String) {
            return None;
        }
        let raw = self.text_at(0);
        let span = self.bump().span;
        let inner = raw.strip_prefix('"').unwrap_or(raw);
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        let name = if inner.contains('\\') {
            Name::new(&inner.replace("\\\"", "\"").replace("\\\\", "\\"))
        } else {
            Name::new(inner)
        };
        Some(Ident { name, span })
    }

    fn string(&mut self) -> Option<Ident> {
        let string = self.opt_string();
        if string.is_none() {
            self.unexpected(&Text::new("双引号里的文字", "a string in double quotes"));
        }
        string
    }

    /// A whole number as written, for years and counts.
    fn integer(&mut self) -> Option<(i32, Span)> {
        if self.at_kind(TokenKind::Number)
            && let Ok(number) = self.text_at(0).parse()
        {
            return Some((number, self.bump().span));
        }
        self.unexpected(&Text::new("整数", "a whole number"));
        None
    }

    // Layout, for the formatter.

    fn layout_entry(&mut self, start: u32) {
        if let Some(layout) = &mut self.layout {
            layout.entries.insert(start);
        }
    }

    /// Notes the next token in a set of the layout.
    fn note_layout(&mut self, set: fn(&mut Layout) -> &mut FxHashSet<u32>) {
        let start = self.span().start;
        if let Some(layout) = &mut self.layout {
            set(layout).insert(start);
        }
    }

    // Faults.

    fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.last_fault != Some(self.at) {
            self.last_fault = Some(self.at);
            self.diagnostics.push(diagnostic);
        }
    }

    fn unexpected(&mut self, expected: &Text) {
        let found = match self.kind() {
            TokenKind::BlockEnd => "```",
            TokenKind::End => "",
            _ => self.text_at(0),
        };
        let place = self.place(self.span());
        self.report(diagnostics::unexpected_token(place, found, expected));
    }

    /// Skips what can't be read: to the next line that can open something, or a closing brace.
    fn recover(&mut self) {
        if self.at_block_close() {
            return;
        }
        self.skip_one();
        while !self.at_block_close() && !self.token(0).first_on_line {
            self.skip_one();
        }
    }

    /// Skips a token, or a whole braced block.
    fn skip_one(&mut self) {
        if self.at("{") {
            self.skip_block();
        } else {
            self.bump();
        }
    }

    /// Skips from `{` to its `}`.
    fn skip_block(&mut self) {
        if self.eat("{") {
            self.skip_to_close();
        }
    }

    /// Skips to the `}` of a block that was opened already.
    fn skip_to_close(&mut self) {
        let mut open = 1;
        while open > 0 && !self.at_end() && !self.at_next_declaration() {
            match self.text_at(0) {
                "{" if !self.at_kind(TokenKind::String) => open += 1,
                "}" if !self.at_kind(TokenKind::String) => open -= 1,
                _ => {}
            }
            self.bump();
        }
    }

    // Declarations.

    fn document(&mut self, outline: &Outline) -> Vec<Decl> {
        let mut decls = Vec::new();
        let mut blocks = outline.blocks.iter();
        let mut heading = blocks.next().and_then(|block| block.heading);
        loop {
            match self.kind() {
                TokenKind::End => {
                    decls.shrink_to_fit();
                    return decls;
                }
                TokenKind::BlockEnd => {
                    self.bump();
                    heading = blocks.next().and_then(|block| block.heading);
                }
                _ => {
                    let start = self.span();
                    let before = self.at;
                    if let Some(mut decl) = self.declaration() {
                        decl.span = start.to(self.previous_span());
                        decl.heading = heading;
                        decls.push(decl);
                    }
                    if self.at == before {
                        self.unknown_declaration();
                    }
                }
            }
        }
    }

    fn unknown_declaration(&mut self) {
        if self.at_kind(TokenKind::Word) {
            let word = self.text_at(0);
            let similar = did_you_mean(word, DECLARATIONS.iter().map(|word| Name::new(word)));
            let place = self.place(self.span());
            self.report(diagnostics::unknown_declaration(place, word, &similar));
        } else {
            self.unexpected(&Text::new("一项声明，例如 status", "a declaration, for example status"));
        }
        self.skip_one();
        self.skip_to_declaration();
    }

    /// Skips to the next line that opens a declaration, or that stands at the margin as one would.
    fn skip_to_declaration(&mut self) {
        let opens = |p: &Self| {
            let at_word = p.at_kind(TokenKind::Word);
            p.token(0).first_on_line && at_word && (p.at_any(DECLARATIONS) || p.at_margin())
        };
        while !self.at_end() && !opens(self) {
            self.skip_one();
        }
    }

    fn declaration(&mut self) -> Option<Decl> {
        if !self.at_kind(TokenKind::Word) {
            return None;
        }
        match self.text_at(0) {
            "document" => self.document_decl(),
            "region" => self.region(),
            "party" => self.party(),
            "subject" => self.subject(),
            "entity" => self.entity(),
            "extend" => self.extend(),
            "value" => self.value(),
            "status" => self.status(),
            "exception" => self.exception(),
            "score" => self.score(),
            "weights" => self.weights(),
            "ladder" => self.ladder(),
            "benefit" => self.benefit(),
            "at" | "the" | "limit" => self.stacking(),
            "budget" => self.budget(),
            "indicator" => self.indicator(),
            "programme" => self.programme(),
            "action" => self.action(),
            "target" => self.target_decl(),
            "lights" => self.lights(),
            "mechanism" => self.mechanism(),
            "test" => self.test_outline(),
            _ => None,
        }
    }

    /// A declaration of this kind; span and heading are filled in by the caller.
    fn decl(name: Option<Ident>, label: Option<Ident>, common: crate::ast::Common, kind: DeclKind) -> Option<Decl> {
        let common = (!common.is_empty()).then(|| Box::new(common));
        Some(Decl { span: Span::default(), heading: None, name, label, common, kind })
    }
}
