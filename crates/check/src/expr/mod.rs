//! Expressions: names resolved, types and units checked, years filled in.

mod aggregate;
mod binary64;
mod name;
mod operator;
mod table;
mod time;

pub(crate) use operator::compare_op;

use wuwei_ir::{Body, Clause, DocId, EntityId, Expr, ExprId, MonthEnd, Number, RegionId, Type, Unit, When};
use wuwei_source::{Diagnostic, Place, Span};
use wuwei_syntax::ast::{self, ExprKind, NumberLit, Quantifier};

use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::literal::{number_text, number_value};
use crate::words::type_words;

/// Lowers the expressions of one rule.
pub(crate) struct Lowerer<'a> {
    cx: &'a Context,
    doc: DocId,
    /// The subject of the rule, then those of the aggregates around the present place; the innermost last.
    subjects: Vec<EntityId>,
    /// Whether a year is known from the surroundings.
    in_year: bool,
    /// Quantities that a place defines itself, as lights do.
    over_progress: bool,
    /// Whether every number here is rounded to a double.
    in_binary64: bool,
    body: Body,
    /// Periods that facts before them have taken: `研发费用 * 2 in last year`.
    lent: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
}

/// The period that a yearly fact without one of its own takes.
type Inherited = Option<When>;

impl<'a> Lowerer<'a> {
    pub(crate) fn new(cx: &'a Context, doc: DocId, subject: Option<EntityId>, in_year: bool) -> Lowerer<'a> {
        Lowerer {
            cx,
            doc,
            subjects: subject.into_iter().collect(),
            in_year,
            over_progress: false,
            in_binary64: false,
            body: Body::default(),
            lent: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// With the quantities of a target's progress as names.
    pub(crate) fn over_progress(mut self) -> Lowerer<'a> {
        self.over_progress = true;
        self
    }

    /// The nodes and what was found wrong.
    pub(crate) fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        self.body.shrink();
        (self.body, self.diagnostics)
    }

    /// A condition: an expression that is yes, no or unknown.
    pub(crate) fn condition(&mut self, expr: &ast::Expr) -> ExprId {
        let id = self.expr(expr, Some(Type::Truth), None);
        let ty = self.ty(id);
        if !matches!(ty, Type::Truth | Type::Any) {
            let found = type_words(&self.cx.program, ty);
            self.report(diag::not_a_condition(self.place(expr.span), &found));
        }
        id
    }

    /// A value of an expected type.
    pub(crate) fn value(&mut self, expr: &ast::Expr, expected: Type) -> ExprId {
        let id = self.expr(expr, Some(expected), None);
        self.require(id, expected, expr.span);
        id
    }

    /// An expression of whatever type.
    pub(crate) fn any(&mut self, expr: &ast::Expr) -> ExprId {
        self.expr(expr, None, None)
    }

    /// Conditions that stand side by side.
    pub(crate) fn conditions(&mut self, conditions: &[ast::Condition], span: Span) -> ExprId {
        let clauses = self.clauses(conditions);
        self.push(Expr::All(clauses), Type::Truth, span)
    }

    pub(crate) fn clauses(&mut self, conditions: &[ast::Condition]) -> Vec<Clause> {
        conditions.iter().map(|condition| self.clause(condition)).collect()
    }

    fn clause(&mut self, condition: &ast::Condition) -> Clause {
        let expr = self.condition(&condition.expr);
        let mut clause = Clause {
            name: condition.name.map(|name| name.name),
            label: condition.label.map(|label| label.name),
            ..Clause::plain(expr)
        };
        if let Some(annotations) = &condition.annotations {
            clause.article = annotations.article.map(words);
            clause.notes = annotations.notes.iter().copied().map(words).collect();
            if let Some((basis, why)) = self.basis(annotations) {
                (clause.basis, clause.basis_why) = (Some(basis), why);
            }
        }
        clause
    }

    /// The basis of an annotation.
    pub(crate) fn basis(
        &mut self,
        annotations: &ast::Annotations,
    ) -> Option<(wuwei_ir::Basis, Option<wuwei_ir::Words>)> {
        let clause = annotations.basis.as_ref()?;
        let word = clause.kind.name.as_str();
        let basis = wuwei_ir::Basis::ALL.into_iter().find(|basis| basis.word() == word);
        if basis.is_none() {
            self.report(diag::unknown_basis(self.place(clause.kind.span), word));
        }
        basis.map(|basis| (basis, clause.why.map(words)))
    }

    // Helpers.

    pub(crate) fn push(&mut self, expr: Expr, ty: Type, span: Span) -> ExprId {
        self.body.push(expr, ty, span)
    }

    pub(crate) fn ty(&self, id: ExprId) -> Type {
        self.body.get(id).ty
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place { file: self.cx.program.document(self.doc).file, span }
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn region(&self) -> RegionId {
        self.cx.program.document(self.doc).region
    }

    /// A node for what could not be read, so that nothing else is said about it.
    fn fault(&mut self, span: Span) -> ExprId {
        self.push(Expr::None, Type::Any, span)
    }

    /// Reports unless the type fits; whether it does.
    pub(crate) fn require(&mut self, id: ExprId, expected: Type, span: Span) -> bool {
        let found = self.ty(id);
        if fits(found, expected) {
            return true;
        }
        let place = self.place(span);
        if let (Some(found), Some(wanted)) = (found.dim(), expected.dim()) {
            self.report(diag::unit_mismatch(place, found, wanted));
            return false;
        }
        let (wanted, found) = (type_words(&self.cx.program, expected), type_words(&self.cx.program, found));
        self.report(diag::type_mismatch(place, &wanted, &found));
        false
    }

    /// What stands beside something that could not be read: a name that means something only there is no further fault.
    fn beside(&mut self, other: Type, read: impl FnOnce(&mut Self) -> ExprId) -> ExprId {
        let mark = self.diagnostics.len();
        let id = read(self);
        if other == Type::Any {
            let names = [diag::UNKNOWN_NAME, diag::UNKNOWN_REGION];
            let mut at = 0;
            self.diagnostics.retain(|diagnostic| {
                at += 1;
                at <= mark || !names.contains(&diagnostic.id)
            });
        }
        id
    }

    fn expr(&mut self, expr: &ast::Expr, expected: Option<Type>, inherited: Inherited) -> ExprId {
        match self.in_binary64 {
            true => self.expr_in_binary64(expr, expected, inherited),
            false => self.expr_as_written(expr, expected, inherited),
        }
    }

    fn expr_as_written(&mut self, expr: &ast::Expr, expected: Option<Type>, inherited: Inherited) -> ExprId {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Error | ExprKind::Unknown => self.fault(span),
            ExprKind::Number(number) => self.number(number, expected, span),
            ExprKind::Date(date) => match wuwei_ir::Date::from_ymd(date.year, date.month, date.day) {
                Some(date) => self.push(Expr::Date(date), Type::Date, span),
                None => {
                    let place = self.place(date.span);
                    self.report(diag::invalid_date(place, date.year, date.month, date.day));
                    self.fault(span)
                }
            },
            ExprKind::Text(text) => {
                let ty = expected.filter(|ty| matches!(ty, Type::Code(_))).unwrap_or(Type::Text);
                if let Type::Code(kind) = ty
                    && !kind.is_valid(text.as_str())
                {
                    let place = self.place(span);
                    self.report(diag::invalid_code(place, text.as_str(), kind));
                }
                self.push(Expr::Text(*text), ty, span)
            }
            ExprKind::Truth(truth) => self.push(Expr::Truth(*truth), Type::Truth, span),
            ExprKind::None => self.push(Expr::None, Type::Any, span),
            ExprKind::Today => self.push(Expr::Today, Type::Date, span),
            ExprKind::Year(ago) => self.push(Expr::YearAgo(*ago), Type::Year, span),
            ExprKind::Path(path) => self.path(path, expected, inherited),
            ExprKind::Group(inner) => self.expr(inner, expected, inherited),
            ExprKind::Negate(inner) => self.negate(inner, expected, inherited, span),
            ExprKind::Binary(op, sides) => self.binary(*op, &sides.0, &sides.1, expected, inherited, span),
            ExprKind::Compare(op, sides) => self.compare(*op, &sides.0, &sides.1, span),
            ExprKind::And(sides) => self.both(&sides.0, &sides.1, Expr::All, span),
            ExprKind::Or(sides) => self.both(&sides.0, &sides.1, Expr::Any, span),
            ExprKind::Not(inner) => {
                let inner = self.condition(inner);
                self.push(Expr::Not(inner), Type::Truth, span)
            }
            ExprKind::Block(quantifier, conditions) => self.block(*quantifier, conditions, span),
            ExprKind::OneOf(value, choices) => self.one_of(value, choices, span),
            ExprKind::Within(sides) => self.within(&sides.0, &sides.1, span),
            ExprKind::WithinYears(value, years) => self.within_years(value, *years, span),
            ExprKind::Period(inner, period) => self.period(inner, *period, expected, span),
            ExprKind::Cap(sides) => self.clip(&sides.0, &sides.1, Expr::Cap, expected, inherited, span),
            ExprKind::Floor(sides) => self.clip(&sides.0, &sides.1, Expr::Floor, expected, inherited, span),
            ExprKind::Round(inner, unit, mode) => self.round(inner, *unit, *mode, expected, inherited, span),
            ExprKind::Binary64(inner) => self.binary64(inner, expected, inherited, span),
            ExprKind::Larger(choices) => self.pick(choices, Expr::Larger, expected, inherited, span),
            ExprKind::Smaller(choices) => self.pick(choices, Expr::Smaller, expected, inherited, span),
            ExprKind::OverYears { aggregate, body, years, actual } => {
                self.over_years(*aggregate, body, *years, *actual, expected, span)
            }
            ExprKind::OverRelated { aggregate, body, relation, filter } => {
                self.over_related(*aggregate, body.as_deref(), relation, filter.as_deref(), expected, span)
            }
            ExprKind::Since(unit, day) => self.since(*unit, day, inherited, span),
            ExprKind::YearOf(day) => {
                let day = self.dated(day, inherited);
                self.push(Expr::YearOf(day), Type::Year, span)
            }
            ExprKind::MonthEnd(inner, side) => {
                let side = match side {
                    ast::MonthEnd::EndOfMonth => MonthEnd::EndOfMonth,
                    ast::MonthEnd::StartOfNext => MonthEnd::StartOfNext,
                };
                self.month_arithmetic(inner, side, span)
            }
            ExprKind::Bands(value, bands) => self.bands(value, bands, expected, span),
            ExprKind::Cases(cases) => self.cases(cases, expected, span),
            ExprKind::Scaled(parts) => self.scaled(parts, span),
            ExprKind::Expert(fact, within) => self.expert(*fact, within, expected, span),
            ExprKind::Range(sides) => self.range(&sides.0, &sides.1, expected, span),
            ExprKind::NotComputable(why) => {
                let ty = expected.unwrap_or(Type::Any);
                self.push(Expr::NotComputable(words(*why)), ty, span)
            }
        }
    }

    fn number(&mut self, number: &NumberLit, expected: Option<Type>, span: Span) -> ExprId {
        for unit in [number.unit, number.per].into_iter().flatten() {
            if Unit::parse(unit.name.as_str()).is_none() {
                let place = self.place(unit.span);
                self.report(diag::unknown_unit(place, unit.name.as_str()));
                return self.fault(span);
            }
        }
        let Some((value, dim, bare)) = number_value(number) else {
            return self.fault(span);
        };
        if !bare {
            let percent = number.unit.is_some_and(|unit| unit.name.as_str() == "%");
            let ty = if percent { Type::Ratio } else { Type::Quantity(dim) };
            return self.push(Expr::Number(value), ty, span);
        }
        match expected {
            Some(Type::Year) => match value.to_i64().and_then(|year| i32::try_from(year).ok()) {
                Some(year) => self.push(Expr::Year(year), Type::Year, span),
                None => self.fault(span),
            },
            Some(Type::POINTS) => self.push(Expr::Number(value), Type::POINTS, span),
            // A rate of 3 where the text says 3%.
            Some(Type::Ratio) if value > Number::ONE || value < Number::int(-1) => {
                let place = self.place(span);
                self.report(diag::literal_without_unit(place, &number_text(number), "%"));
                self.push(Expr::Number(value), Type::Any, span)
            }
            Some(Type::Quantity(wanted)) if wanted != wuwei_ir::Dim::NONE => {
                let unit = wanted.base().map_or_else(|| wanted.to_string(), |base| base.word().to_string());
                let place = self.place(span);
                self.report(diag::literal_without_unit(place, &number_text(number), &unit));
                self.push(Expr::Number(value), Type::Any, span)
            }
            _ => self.push(Expr::Number(value), Type::NUMBER, span),
        }
    }

    /// `x in last year`
    fn period(&mut self, inner: &ast::Expr, period: ast::Period, expected: Option<Type>, span: Span) -> ExprId {
        let when = match period {
            ast::Period::Ago(years) => When::Ago(years),
            ast::Period::In(year) => When::In(year),
        };
        let before = self.body.len();
        let id = self.expr(inner, expected, Some(when));
        if !self.reads_in(before, when) && !self.lent.contains(&span) {
            let place = self.place(span);
            self.report(diag::needless_period(place, &self.written(inner)));
        }
        id
    }

    /// Whether a node from `before` on reads something in this year, or can't be told.
    fn reads_in(&self, before: usize, when: When) -> bool {
        self.body.iter().skip(before).any(|(_, node)| {
            matches!(&node.expr, Expr::Fact(_, used) | Expr::Item(_, _, used) if *used == when)
                || matches!(node.ty, Type::Any)
        })
    }

    /// An expression before a period, lowered with it; the period counts as used if something takes it.
    fn before_period(
        &mut self,
        expr: &ast::Expr,
        expected: Option<Type>,
        period: Option<(When, Span)>,
        inherited: Inherited,
    ) -> ExprId {
        let Some((when, span)) = period else {
            return self.expr(expr, expected, inherited);
        };
        let before = self.body.len();
        let id = self.expr(expr, expected, Some(when));
        if self.reads_in(before, when) {
            self.lent.push(span);
        }
        id
    }

    /// A name as written, for a message; nothing for what is longer.
    fn written(&self, expr: &ast::Expr) -> String {
        match &expr.kind {
            ExprKind::Path(path) => path.text(),
            ExprKind::Group(inner) => self.written(inner),
            _ => String::new(),
        }
    }

    fn block(&mut self, quantifier: Quantifier, conditions: &[ast::Condition], span: Span) -> ExprId {
        let clauses = self.clauses(conditions);
        if clauses.is_empty() {
            let place = self.place(span);
            self.report(diag::empty_block(place));
        }
        let expr = match quantifier {
            Quantifier::All => Expr::All(clauses),
            Quantifier::Any => Expr::Any(clauses),
            Quantifier::AtLeast(number) => {
                if number as usize > clauses.len() || number == 0 {
                    let place = self.place(span);
                    self.report(diag::impossible_count(place, number, clauses.len()));
                }
                Expr::AtLeast(number, clauses)
            }
            Quantifier::Not => {
                let all = self.push(Expr::All(clauses), Type::Truth, span);
                Expr::Not(all)
            }
        };
        self.push(expr, Type::Truth, span)
    }

    fn both(&mut self, left: &ast::Expr, right: &ast::Expr, join: fn(Vec<Clause>) -> Expr, span: Span) -> ExprId {
        let left = self.condition(left);
        let right = self.condition(right);
        self.push(join(vec![Clause::plain(left), Clause::plain(right)]), Type::Truth, span)
    }

    /// The row of a weight table; a missing one is reported where the score is checked.
    pub(crate) fn weight_row(&self, table: wuwei_ir::WeightsId, name: wuwei_source::Name) -> u32 {
        let rows = &self.cx.program.weight_table(table).rows;
        rows.iter().position(|(row, _)| *row == name).map_or(u32::MAX, |at| at as u32)
    }

    /// The number that a node always is, if it is one.
    pub(crate) fn constant(&self, id: ExprId) -> Option<Number> {
        constant(&self.body, id)
    }
}

/// The number that a node always is, if it is one.
pub(crate) fn constant(body: &Body, id: ExprId) -> Option<Number> {
    use wuwei_ir::ArithOp;
    match &body.get(id).expr {
        Expr::Number(number) => Some(*number),
        Expr::Year(year) => Some(Number::int(i64::from(*year))),
        Expr::Date(date) => Some(Number::int(i64::from(date.days()))),
        Expr::Negate(inner) => constant(body, *inner)?.neg(),
        Expr::Binary64(inner) => constant(body, *inner)?.to_binary64().and_then(Number::from_binary64),
        Expr::Pow(inner, exponent) => constant(body, *inner)?.pow(*exponent),
        Expr::Arith(op, left, right) => {
            let (left, right) = (constant(body, *left)?, constant(body, *right)?);
            match op {
                ArithOp::Add => left.add(right),
                ArithOp::Sub => left.sub(right),
                ArithOp::Mul => left.mul(right),
                ArithOp::Div => left.div(right),
            }
        }
        _ => None,
    }
}

/// Whether two subtrees say the same.
pub(crate) fn same(body: &Body, a: ExprId, b: ExprId) -> bool {
    if a == b {
        return true;
    }
    let (left, right) = (&body.get(a).expr, &body.get(b).expr);
    if std::mem::discriminant(left) != std::mem::discriminant(right) {
        return false;
    }
    let children = |expr: &Expr| {
        let mut all = Vec::new();
        expr.operands(&mut |id| all.push(id));
        all
    };
    let (mine, yours) = (children(left), children(right));
    match (left, right) {
        (Expr::Number(a), Expr::Number(b)) => a == b,
        (Expr::Fact(a, x), Expr::Fact(b, y)) => a == b && x == y,
        (Expr::Item(a, p, x), Expr::Item(b, q, y)) => a == b && p == q && x == y,
        (Expr::Arith(a, ..), Expr::Arith(b, ..)) if a != b => false,
        (Expr::Compare(a, ..), Expr::Compare(b, ..)) if a != b => false,
        (Expr::Follow(a, _), Expr::Follow(b, _)) if a != b => false,
        (Expr::Date(_) | Expr::Year(_) | Expr::Text(_) | Expr::Truth(_) | Expr::Choice(..) | Expr::Region(_), _)
        | (Expr::YearAgo(_) | Expr::Pow(..) | Expr::WithinRegion(..) | Expr::WithinCode(..), _)
        | (Expr::WithinYears(..) | Expr::AtLeast(..) | Expr::Round(..) | Expr::OverYears { .. }, _)
        | (
            Expr::OverRelated { .. } | Expr::Since(..) | Expr::Expert(..) | Expr::Weight(..) | Expr::NotComputable(_),
            _,
        ) => left == right,
        (Expr::Arith(..) | Expr::Compare(..) | Expr::Negate(_) | Expr::Follow(..) | Expr::Binary64(_), _) => {
            mine.len() == yours.len() && mine.iter().zip(&yours).all(|(a, b)| same(body, *a, *b))
        }
        _ => false,
    }
}

/// Whether a value of one type can stand where another is expected.
pub(crate) fn fits(found: Type, expected: Type) -> bool {
    match (found, expected) {
        (Type::Any, _) | (_, Type::Any) => true,
        (found, expected) => match (found.dim(), expected.dim()) {
            (Some(found), Some(expected)) => found == expected,
            _ => found == expected,
        },
    }
}
