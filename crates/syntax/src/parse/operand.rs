//! What stands between operators: literals, names, tables, aggregates.

use wuwei_source::Text;

use super::Parser;
use crate::ast::{Aggregate, Band, Case, CompareOp, Expr, ExprKind, Ident, NumberLit, Quantifier, TimeUnit, Words};
use crate::diagnostics;
use crate::lexer::TokenKind;
use crate::measure::{is_measure, measures};

impl Parser<'_> {
    pub(super) fn operand(&mut self) -> Expr {
        let start = self.span();
        let kind = match self.kind() {
            TokenKind::Number => self.number(),
            TokenKind::Date => self.date().map_or(ExprKind::Error, ExprKind::Date),
            TokenKind::String => self.opt_string().map_or(ExprKind::Error, |text| ExprKind::Text(text.name)),
            TokenKind::Punct if self.at("(") => self.group(),
            TokenKind::Word => self.word_operand(),
            _ => self.missing(),
        };
        Expr::new(kind, self.span_from(start))
    }

    fn missing(&mut self) -> ExprKind {
        self.unexpected(&Text::new("一个值或条件", "a value or a condition"));
        ExprKind::Error
    }

    fn group(&mut self) -> ExprKind {
        let open = self.bump().span;
        let outer = std::mem::replace(&mut self.in_filter, false);
        let inner = self.expr();
        self.in_filter = outer;
        if !self.eat(")") {
            let place = self.place(open);
            self.report(diagnostics::unclosed_block(place, "(", ")"));
        }
        ExprKind::Group(Box::new(inner))
    }

    /// `2 亿元`, `30%`, `10 万元/人`
    fn number(&mut self) -> ExprKind {
        let text = self.text_at(0);
        let span = self.bump().span;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits: Result<i64, _> = format!("{whole}{fraction}").parse();
        let Ok(digits) = digits.map_err(|_| ()).and_then(|d| if fraction.len() <= 12 { Ok(d) } else { Err(()) }) else {
            let place = self.place(span);
            self.report(diagnostics::number_too_large(place, whole.len() <= 12));
            self.opt_unit();
            return ExprKind::Error;
        };
        let unit = self.opt_unit();
        let mut per = None;
        if unit.is_some() && self.at("/") && self.token(1).kind == TokenKind::Word && is_measure(self.text_at(1)) {
            let adjacent = self.previous_span().end == self.span().start && self.span().end == self.token(1).span.start;
            if adjacent {
                self.note_layout(|layout| &mut layout.tight);
                self.bump();
                per = self.opt_measure();
            }
        }
        ExprKind::Number(Box::new(NumberLit { digits, decimals: fraction.len() as u8, unit, per }))
    }

    /// What a number counts. A word that follows closely, or that ends like a measure, was meant as one even if there is no
    /// such unit; whoever reads the number says so.
    fn opt_unit(&mut self) -> Option<Ident> {
        if self.at("%") {
            return Some(self.word());
        }
        if let Some(unit) = self.opt_measure() {
            return Some(unit);
        }
        let word = self.text_at(0);
        let close = self.previous_span().end == self.span().start;
        let like_a_measure = measures().iter().any(|measure| word.ends_with(measure));
        let opens =
            |text| matches!(text, ":" | "." | "," | "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "is" | "within");
        let meant =
            self.at_name() && !self.token(0).first_on_line && (close || (like_a_measure && !opens(self.text_at(1))));
        meant.then(|| self.word())
    }

    pub(super) fn opt_measure(&mut self) -> Option<Ident> {
        (self.at_kind(TokenKind::Word) && is_measure(self.text_at(0))).then(|| self.word())
    }

    fn word_operand(&mut self) -> ExprKind {
        match self.text_at(0) {
            "yes" => self.simple(ExprKind::Truth(true)),
            "no" => self.simple(ExprKind::Truth(false)),
            "none" => self.simple(ExprKind::None),
            "today" => self.simple(ExprKind::Today),
            "this" if self.eat_words(&["this", "year"]) => ExprKind::Year(0),
            "last" if self.eat_words(&["last", "year"]) => ExprKind::Year(1),
            "the" => self.pick(),
            "by" => self.table(),
            "all" => self.block(Quantifier::All),
            "any" => self.block(Quantifier::Any),
            "at" if self.at_words(&["at", "least"]) => self.at_least(),
            "scaled" => self.scaled(),
            "binary64" => self.binary64(),
            "expert" => self.expert(),
            "not" if self.at_words(&["not", "computable"]) => self.not_computable(),
            "years" => self.since(TimeUnit::Years),
            "months" => self.since(TimeUnit::Months),
            "days" => self.since(TimeUnit::Days),
            "year" if self.at_words(&["year", "of"]) => self.year_of(),
            "exists" => self.aggregate(Aggregate::Exists),
            "count" => self.aggregate(Aggregate::Count),
            "sum" => self.aggregate(Aggregate::Sum),
            "average" => self.aggregate(Aggregate::Average),
            "largest" => self.aggregate(Aggregate::Largest),
            "smallest" => self.aggregate(Aggregate::Smallest),
            "growth" => self.aggregate(Aggregate::Growth),
            _ => match self.opt_path() {
                Some(path) => ExprKind::Path(path),
                None => self.missing(),
            },
        }
    }

    fn simple(&mut self, kind: ExprKind) -> ExprKind {
        self.bump();
        kind
    }

    /// `the larger of { … }`, `the smaller of { … }`
    fn pick(&mut self) -> ExprKind {
        self.bump();
        let larger = self.eat("larger");
        if !larger && !self.eat("smaller") {
            self.unexpected(&Text::new(" `larger` 或 `smaller`", "`larger` or `smaller`"));
            return ExprKind::Error;
        }
        self.expect("of");
        let mut choices = Vec::new();
        let outer = std::mem::replace(&mut self.in_filter, false);
        self.braced(|p| choices.push(p.arithmetic()));
        self.in_filter = outer;
        if larger { ExprKind::Larger(choices) } else { ExprKind::Smaller(choices) }
    }

    fn block(&mut self, quantifier: Quantifier) -> ExprKind {
        self.bump();
        ExprKind::Block(quantifier, self.condition_block())
    }

    /// `at least 2 of { … }`
    fn at_least(&mut self) -> ExprKind {
        self.eat_words(&["at", "least"]);
        let number = self.count();
        self.expect("of");
        ExprKind::Block(Quantifier::AtLeast(number), self.condition_block())
    }

    /// `by cases { … }`, `by x { … }`
    fn table(&mut self) -> ExprKind {
        self.bump();
        let outer = std::mem::replace(&mut self.in_filter, false);
        let kind = if self.eat("cases") {
            let mut cases = Vec::new();
            self.braced(|p| cases.push(p.case()));
            ExprKind::Cases(cases)
        } else {
            let value = self.arithmetic();
            let mut bands = Vec::new();
            self.braced(|p| bands.push(p.band()));
            ExprKind::Bands(Box::new(value), bands)
        };
        self.in_filter = outer;
        kind
    }

    fn case(&mut self) -> Case {
        let start = self.span();
        let condition = if self.eat("else") { None } else { Some(self.expr()) };
        self.note_layout(|layout| &mut layout.columns);
        self.expect(":");
        let result = self.result();
        Case { condition, result, span: start.to(self.previous_span()) }
    }

    fn band(&mut self) -> Band {
        let start = self.span();
        let bound = if self.eat("else") {
            None
        } else {
            let op = self.opt_compare_op().unwrap_or(CompareOp::Equal);
            Some((op, self.arithmetic()))
        };
        self.note_layout(|layout| &mut layout.columns);
        self.expect(":");
        let result = self.result();
        Band { bound, result, span: start.to(self.previous_span()) }
    }

    /// What a band, a case or an expert's fact gives: a value, or a range left to judgement.
    pub(super) fn result(&mut self) -> Expr {
        let low = self.arithmetic();
        if !self.eat("to") {
            return low;
        }
        let high = self.arithmetic();
        let span = low.span.to(high.span);
        Expr::new(ExprKind::Range(Box::new((low, high))), span)
    }

    /// `scaled x from a to b`
    fn scaled(&mut self) -> ExprKind {
        self.bump();
        let value = self.arithmetic();
        self.expect("from");
        let from = self.arithmetic();
        self.expect("to");
        let to = self.arithmetic();
        ExprKind::Scaled(Box::new([value, from, to]))
    }

    /// `binary64(x)`
    fn binary64(&mut self) -> ExprKind {
        self.bump();
        if !self.at("(") {
            self.unexpected(&Text::new(" `(`", "`(`"));
            return ExprKind::Error;
        }
        self.note_layout(|layout| &mut layout.close);
        let start = self.span();
        let inner = self.group();
        ExprKind::Binary64(Box::new(Expr::new(inner, self.span_from(start))))
    }

    /// `expert f within x`
    fn expert(&mut self) -> ExprKind {
        self.bump();
        let Some(fact) = self.name() else {
            return ExprKind::Error;
        };
        self.expect("within");
        ExprKind::Expert(fact, Box::new(self.result()))
    }

    /// `not computable "…" "…"`
    pub(super) fn not_computable(&mut self) -> ExprKind {
        self.eat_words(&["not", "computable"]);
        match self.words() {
            Some(why) => ExprKind::NotComputable(why),
            None => {
                ExprKind::NotComputable(Words { zh: wuwei_source::Name::new(""), en: None, span: self.previous_span() })
            }
        }
    }

    fn since(&mut self, unit: TimeUnit) -> ExprKind {
        self.bump();
        self.expect("since");
        ExprKind::Since(unit, Box::new(self.operand()))
    }

    fn year_of(&mut self) -> ExprKind {
        self.eat_words(&["year", "of"]);
        ExprKind::YearOf(Box::new(self.operand()))
    }

    /// `sum of x over last 3 years`, `count of 获奖 where …`, `exists 获奖 where …`
    fn aggregate(&mut self, aggregate: Aggregate) -> ExprKind {
        self.bump();
        self.eat("of");
        let mut body = None;
        if !matches!(aggregate, Aggregate::Count | Aggregate::Exists) {
            let of = Box::new(self.arithmetic());
            self.expect("over");
            if self.eat("last") {
                let years = self.count();
                self.eat("years");
                let actual = self.opt_actual_time();
                return ExprKind::OverYears { aggregate, body: of, years, actual };
            }
            body = Some(of);
        }
        let Some(relation) = self.path() else {
            return ExprKind::Error;
        };
        let filter = self.opt_filter().map(Box::new);
        ExprKind::OverRelated { aggregate, body, relation, filter }
    }

    /// `, actual time if younger`
    fn opt_actual_time(&mut self) -> bool {
        let comma = usize::from(self.at(","));
        if !self.at_ahead(comma, "actual") {
            return false;
        }
        if comma == 1 {
            self.bump();
        }
        self.bump();
        for word in ["time", "if", "younger"] {
            self.expect(word);
        }
        true
    }
}
