//! Expressions and conditions: the operators. What stands between them is in `operand`.

use wuwei_source::{Span, Text};

use super::{MAX_DEPTH, Parser};
use crate::ast::{BinaryOp, CompareOp, Condition, Expr, ExprKind, MonthEnd, Period, Quantifier, RoundMode};
use crate::diagnostics;
use crate::lexer::TokenKind;

impl Parser<'_> {
    /// A whole expression, conditions included.
    pub(super) fn expr(&mut self) -> Expr {
        if self.depth >= MAX_DEPTH {
            let place = self.place(self.span());
            self.report(diagnostics::nesting_too_deep(place, MAX_DEPTH));
            let span = self.span();
            self.skip_one();
            return Expr::new(ExprKind::Error, span);
        }
        self.depth += 1;
        let expr = self.or();
        self.depth -= 1;
        expr
    }

    fn or(&mut self) -> Expr {
        let mut left = self.and();
        while self.at("or") && !self.at_month_end() {
            self.bump();
            let right = self.and();
            left = join(left, right, ExprKind::Or);
        }
        left
    }

    fn and(&mut self) -> Expr {
        let mut left = self.not();
        while self.eat("and") {
            let right = self.not();
            left = join(left, right, ExprKind::And);
        }
        left
    }

    fn not(&mut self) -> Expr {
        let start = self.span();
        if !self.at("not") || self.at_ahead(1, "computable") {
            return self.comparison();
        }
        self.bump();
        if self.at("{") {
            let conditions = self.condition_block();
            let span = start.to(self.previous_span());
            return Expr::new(ExprKind::Block(Quantifier::Not, conditions), span);
        }
        self.deeper(|p| {
            let inner = p.not();
            let span = start.to(inner.span);
            Expr::new(ExprKind::Not(Box::new(inner)), span)
        })
    }

    /// Counts a level of nesting that goes on without passing through [`Parser::expr`].
    fn deeper(&mut self, inner: impl FnOnce(&mut Self) -> Expr) -> Expr {
        if self.depth >= MAX_DEPTH {
            return self.expr();
        }
        self.depth += 1;
        let expr = inner(self);
        self.depth -= 1;
        expr
    }

    fn comparison(&mut self) -> Expr {
        let left = self.arithmetic();
        if let Some(op) = self.opt_compare_op() {
            let right = if self.in_filter { self.unary() } else { self.arithmetic() };
            if self.in_filter && self.at_any(&["+", "-", "*", "/"]) {
                self.unbraced_filter();
            }
            let is_chain = !self.in_filter && !matches!(right.kind, ExprKind::Error);
            let compared = join(left, right, |sides| ExprKind::Compare(op, sides));
            if is_chain {
                self.not_chained();
            }
            return compared;
        }
        if self.in_filter && matches!(left.kind, ExprKind::Binary(..)) && !self.at_any(&["is", "within"]) {
            self.unbraced_filter();
        }
        if self.at_words(&["is", "one", "of"]) {
            self.eat_words(&["is", "one", "of"]);
            let mut values = vec![self.arithmetic()];
            while self.eat(",") {
                values.push(self.arithmetic());
            }
            let span = left.span.to(self.previous_span());
            return Expr::new(ExprKind::OneOf(Box::new(left), values), span);
        }
        if self.eat("within") {
            if self.eat("last") {
                let years = self.count();
                self.eat("years");
                let span = left.span.to(self.previous_span());
                return Expr::new(ExprKind::WithinYears(Box::new(left), years), span);
            }
            let right = self.arithmetic();
            return join(left, right, ExprKind::Within);
        }
        left
    }

    /// `10 人 <= 职工总数 <= 100 人` is no condition.
    fn not_chained(&mut self) {
        let place = self.span();
        if self.opt_compare_op().is_some() {
            let expected = Text::new(
                " `and`：比较不能连写，写成 `甲 >= 10 人 and 甲 <= 100 人`",
                "`and`: comparisons can't be chained, write `a >= 10 人 and a <= 100 人`",
            );
            let found = &self.text[place.range()];
            let place = self.place(place);
            self.report(diagnostics::unexpected_token(place, found, &expected));
            self.arithmetic();
        }
    }

    /// In `count of 获奖 where 级别 = 国家级 * 10 万元/项` the sign could belong to the filter or to the count.
    fn unbraced_filter(&mut self) {
        let place = self.place(self.span());
        self.report(diagnostics::unbraced_filter(place));
    }

    /// A comparison sign.
    pub(super) fn opt_compare_op(&mut self) -> Option<CompareOp> {
        if !self.at_kind(TokenKind::Punct) {
            return None;
        }
        let op = match self.text_at(0) {
            "<" => CompareOp::Less,
            "<=" => CompareOp::AtMost,
            ">" => CompareOp::Greater,
            ">=" => CompareOp::AtLeast,
            "=" => CompareOp::Equal,
            "!=" => CompareOp::NotEqual,
            "~" => CompareOp::About,
            _ => return None,
        };
        self.bump();
        Some(op)
    }

    /// Arithmetic with what clips and rounds it.
    pub(super) fn arithmetic(&mut self) -> Expr {
        let mut left = self.additive();
        loop {
            let start = left.span;
            if !self.in_filter && self.at_words(&["capped", "at"]) {
                self.eat_words(&["capped", "at"]);
                let right = self.additive();
                left = join(left, right, ExprKind::Cap);
            } else if !self.in_filter && self.at_words(&["floored", "at"]) {
                self.eat_words(&["floored", "at"]);
                let right = self.additive();
                left = join(left, right, ExprKind::Floor);
            } else if !self.in_filter && self.at_words(&["rounded", "to"]) {
                self.eat_words(&["rounded", "to"]);
                let Some(unit) = self.measure_word() else {
                    return left;
                };
                let mode = self.round_mode();
                let span = start.to(self.previous_span());
                left = Expr::new(ExprKind::Round(Box::new(left), unit, mode), span);
            } else if self.at_month_end() {
                self.bump();
                let side = if self.eat("end") { MonthEnd::EndOfMonth } else { MonthEnd::StartOfNext };
                for word in ["start", "of", "next", "month"] {
                    self.eat(word);
                }
                let span = start.to(self.previous_span());
                left = Expr::new(ExprKind::MonthEnd(Box::new(left), side), span);
            } else {
                return left;
            }
        }
    }

    fn at_month_end(&self) -> bool {
        self.at_words(&["or", "end", "of"]) || self.at_words(&["or", "start", "of"])
    }

    fn round_mode(&mut self) -> RoundMode {
        if self.eat_words(&["half", "up"]) {
            RoundMode::HalfUp
        } else if self.eat("up") {
            RoundMode::Up
        } else if self.eat("down") {
            RoundMode::Down
        } else {
            self.unexpected(&Text::new("取整方式：half up、up 或 down", "how to round: half up, up or down"));
            RoundMode::HalfUp
        }
    }

    fn additive(&mut self) -> Expr {
        let mut left = self.multiplicative();
        loop {
            let op = match self.text_at(0) {
                "+" if self.at("+") => BinaryOp::Add,
                "-" if self.at("-") => BinaryOp::Sub,
                _ => return left,
            };
            self.bump();
            let right = self.multiplicative();
            left = join(left, right, |sides| ExprKind::Binary(op, sides));
        }
    }

    fn multiplicative(&mut self) -> Expr {
        let mut left = self.unary();
        loop {
            let op = match self.text_at(0) {
                "*" if self.at("*") => BinaryOp::Mul,
                "/" if self.at("/") => BinaryOp::Div,
                _ => return left,
            };
            self.bump();
            let right = self.unary();
            left = join(left, right, |sides| ExprKind::Binary(op, sides));
        }
    }

    /// `-x`; a power binds closer than the sign, so that `-2 ^ 2` is −4.
    fn unary(&mut self) -> Expr {
        let start = self.span();
        if self.at("-") {
            self.note_layout(|layout| &mut layout.signs);
            self.bump();
            return self.deeper(|p| {
                let inner = p.unary();
                let span = start.to(inner.span);
                Expr::new(ExprKind::Negate(Box::new(inner)), span)
            });
        }
        self.power()
    }

    fn power(&mut self) -> Expr {
        let left = self.dated();
        if self.eat("^") {
            let right = self.deeper(Self::unary);
            return join(left, right, |sides| ExprKind::Binary(BinaryOp::Pow, sides));
        }
        left
    }

    /// An operand, perhaps with its period.
    fn dated(&mut self) -> Expr {
        let start = self.span();
        let mut expr = self.operand();
        while let Some(period) = self.opt_period() {
            let span = start.to(self.previous_span());
            expr = Expr::new(ExprKind::Period(Box::new(expr), period), span);
        }
        expr
    }

    /// `in last year`, `in this year`, `in 2024`, `2 years ago`
    fn opt_period(&mut self) -> Option<Period> {
        if self.at_words(&["in", "last", "year"]) {
            self.eat_words(&["in", "last", "year"]);
            return Some(Period::Ago(1));
        }
        if self.at_words(&["in", "this", "year"]) {
            self.eat_words(&["in", "this", "year"]);
            return Some(Period::Ago(0));
        }
        if self.at("in") && self.token(1).kind == TokenKind::Number {
            self.bump();
            return self.integer().map(|(year, _)| Period::In(year));
        }
        if self.at_kind(TokenKind::Number)
            && (self.at_ahead(1, "years") || self.at_ahead(1, "year"))
            && self.at_ahead(2, "ago")
        {
            let years = self.count();
            self.bump();
            self.bump();
            return Some(Period::Ago(years));
        }
        None
    }

    /// A small whole number.
    pub(super) fn count(&mut self) -> u32 {
        self.integer().and_then(|(number, _)| u32::try_from(number).ok()).unwrap_or(0)
    }

    /// `{ C C C }`
    pub(super) fn condition_block(&mut self) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let outer = std::mem::replace(&mut self.in_filter, false);
        self.braced(|p| conditions.push(p.condition()));
        self.in_filter = outer;
        conditions
    }

    /// A condition, perhaps with a name before and annotations behind it.
    pub(super) fn condition(&mut self) -> Condition {
        let named = self.at_name()
            && (self.at_ahead(1, ":") || (self.token(1).kind == TokenKind::String && self.at_ahead(2, ":")));
        let (mut name, mut label) = (None, None);
        if named {
            name = self.name();
            label = self.opt_string();
            self.bump();
        }
        let expr = self.expr();
        Condition { name, label, expr, annotations: self.opt_annotations() }
    }

    /// `where C`, `where { C C }`
    pub(super) fn opt_filter(&mut self) -> Option<Expr> {
        if !self.eat("where") {
            return None;
        }
        let start = self.span();
        if self.at("{") {
            let conditions = self.condition_block();
            let span = start.to(self.previous_span());
            return Some(Expr::new(ExprKind::Block(Quantifier::All, conditions), span));
        }
        // A clip behind the filter belongs to the whole, not to the last value compared:
        // `sum of 费用 over 许可 where 年度 = last year capped at 100 万元`.
        let outer = std::mem::replace(&mut self.in_filter, true);
        let filter = self.expr();
        self.in_filter = outer;
        Some(filter)
    }
}

fn join(left: Expr, right: Expr, kind: impl FnOnce(Box<(Expr, Expr)>) -> ExprKind) -> Expr {
    let span = Span::new(left.span.start, right.span.end.max(left.span.end));
    Expr::new(kind(Box::new((left, right))), span)
}
