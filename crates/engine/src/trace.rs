//! How an answer came about, as a tree: rules, conditions, parts, tables, facts.

use wuwei_ir::{
    Basis, Clause, Expr, ExprId, FactId, GroupId, Item, ItemId, ItemKind, Literal, Number, PartBody, PartId,
    RelationId, Type, When, Words,
};
use wuwei_source::{Name, Place as SourcePlace, Span};

use crate::answer::Applicability;
use crate::evaluator::{Evaluator, Place};
use crate::population::Row;
use crate::value::{Absence, Range, Truth, Value};

/// What a node of a proof is about.
#[derive(Clone, Debug, PartialEq)]
pub enum TraceKind {
    /// A rule in the version in force.
    Rule(ItemId),
    /// A rule of which no version is in force on the day.
    NotInForce(GroupId),
    /// A part of a score.
    Part {
        /// Its name.
        name: Name,
        /// Its English label.
        label: Option<Name>,
        /// The most points.
        out_of: Number,
    },
    /// A condition with a name of its own.
    Named {
        /// Its name.
        name: Name,
        /// Its English label.
        label: Option<Name>,
    },
    /// An expression of a rule, read for a year.
    Expression {
        /// The rule.
        item: ItemId,
        /// The expression.
        expr: ExprId,
        /// The year it is read for.
        year: Option<i32>,
    },
    /// A fact.
    Fact {
        /// The subject.
        subject: Row,
        /// The fact.
        fact: FactId,
        /// Its year.
        year: Option<i32>,
    },
    /// The members of a relation.
    Related {
        /// The relation.
        relation: RelationId,
        /// How many point back for certain.
        certain: usize,
        /// Whether the list is complete.
        complete: bool,
    },
    /// One member of a relation.
    Member {
        /// The subject.
        subject: Row,
        /// Its key.
        key: Option<Name>,
    },
    /// The money of a benefit.
    Amount,
}

/// Whether a node decided anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Holds.
    Yes,
    /// Doesn't hold.
    No,
    /// Not known.
    Unknown,
    /// All facts that matter are there, and the text still can't be decided.
    NotComputable,
    /// The question makes no sense here.
    NotApplicable,
    /// It is a value.
    Value,
}

/// A node of a proof.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What it is about.
    pub kind: TraceKind,
    /// What came out.
    pub mark: Mark,
    /// The value, with its type.
    pub value: Value,
    /// The type of the value.
    pub ty: Type,
    /// The sentence.
    pub place: Option<SourcePlace>,
    /// The article, where the node has its own.
    pub article: Option<Words>,
    /// What it rests on, where that differs from its rule.
    pub basis: Option<Basis>,
    /// Why it rests on that.
    pub basis_why: Option<Words>,
    /// What led to it.
    pub children: Vec<Trace>,
}

/// Members of a relation shown one by one; beyond it only their number.
const SHOWN_MEMBERS: usize = 20;

impl Evaluator<'_> {
    /// The proof of a rule's answer for a subject.
    pub fn trace(&self, group: GroupId, subject: Row) -> Trace {
        self.trace_rule(group, subject, None, 0)
    }

    fn trace_rule(&self, group: GroupId, subject: Row, year: Option<i32>, depth: usize) -> Trace {
        let value = self.value(group, None, subject, year);
        let ty = self.program.group(group).ty;
        let (item, applicability) = self.applicability(group, subject);
        let Some(id) = item else {
            return leaf(TraceKind::NotInForce(group), Mark::NotApplicable, value, ty);
        };
        let rule = self.program.item(id);
        let mut node = leaf(TraceKind::Rule(id), mark(&value), value, ty);
        node.place = Some(rule.head.place);
        node.article = rule.head.article;
        node.basis = Some(rule.head.basis);
        node.basis_why = rule.head.basis_why;
        if applicability == Applicability::Not {
            node.mark = Mark::NotApplicable;
            return node;
        }
        if let ItemKind::Benefit(_) = rule.kind {
            node.mark = match self.eligible(rule, subject) {
                Truth::Yes => Mark::Yes,
                Truth::No => Mark::No,
                Truth::Unknown => Mark::Unknown,
            };
        }
        if node.mark == Mark::Unknown {
            let gaps = self.gaps(group, None, subject);
            if gaps.facts.is_empty() && !gaps.not_computable.is_empty() {
                node.mark = Mark::NotComputable;
            }
        }
        // A library of rules that rest on rules stays readable: what lies too deep is named and not unfolded.
        const DEEPEST: usize = 6;
        if depth < DEEPEST {
            node.children = self.trace_body(id, rule, subject, year, depth);
        }
        node
    }

    fn trace_body(&self, id: ItemId, item: &Item, subject: Row, year: Option<i32>, depth: usize) -> Vec<Trace> {
        let tracer = Tracer { evaluator: self, id, item, depth };
        let place = self.place(item, subject, year);
        let mut children = Vec::new();
        if let Some(applies) = item.applies {
            children.push(tracer.expr(&place, applies));
        }
        match &item.kind {
            ItemKind::Value { formula, .. } => children.extend(tracer.unfold(&place, *formula)),
            ItemKind::Status { condition } => children.extend(tracer.unfold(&place, *condition)),
            ItemKind::Score(score) => {
                children.extend(score.top.iter().map(|part| tracer.part(&place, score, *part)));
            }
            ItemKind::Benefit(benefit) => {
                children.extend(tracer.unfold(&place, benefit.when));
                let amount = self.amount(item, subject);
                let mut node = leaf(TraceKind::Amount, Mark::Value, Value::Number(amount, Absence::Never), Type::MONEY);
                node.children = tracer.unfold(&place, benefit.amount);
                children.push(node);
            }
        }
        children
    }
}

/// Traces the expressions of one rule.
struct Tracer<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    id: ItemId,
    item: &'e Item,
    depth: usize,
}

impl Tracer<'_, '_> {
    fn source(&self, span: Span) -> SourcePlace {
        SourcePlace { file: self.item.head.place.file, span }
    }

    /// The conditions of a block one by one; anything else as one node, unless it only names another rule.
    fn unfold(&self, place: &Place<'_>, id: ExprId) -> Vec<Trace> {
        match &place.body.get(id).expr {
            Expr::All(clauses) => clauses.iter().map(|clause| self.clause(place, clause)).collect(),
            _ => vec![self.expr(place, id)],
        }
    }

    fn clause(&self, place: &Place<'_>, clause: &Clause) -> Trace {
        let mut node = self.expr(place, clause.expr);
        if let Some(name) = clause.name {
            let inner = node;
            let label = clause.label;
            node = leaf(TraceKind::Named { name, label }, inner.mark, inner.value.clone(), inner.ty);
            node.place = inner.place;
            node.children = vec![inner];
        }
        if clause.article.is_some() {
            node.article = clause.article;
        }
        if clause.basis.is_some() {
            (node.basis, node.basis_why) = (clause.basis, clause.basis_why);
        }
        node
    }

    fn part(&self, place: &Place<'_>, score: &wuwei_ir::Score, part: PartId) -> Trace {
        let points = self.evaluator.part(place, score, part);
        let part = &score.parts[part.index()];
        let kind = TraceKind::Part { name: part.name, label: part.label, out_of: part.out_of };
        let mut node = leaf(kind, Mark::Value, Value::Number(points, Absence::Never), Type::POINTS);
        node.place = Some(self.source(part.span));
        (node.article, node.basis, node.basis_why) = (part.article, part.basis, part.basis_why);
        node.children = match &part.body {
            PartBody::Formula(formula) => vec![self.expr(place, *formula)],
            PartBody::Parts(parts) => parts.iter().map(|part| self.part(place, score, *part)).collect(),
        };
        node
    }

    fn expr(&self, place: &Place<'_>, id: ExprId) -> Trace {
        let node = place.body.get(id);
        if let Expr::Item(group, None, when) = &node.expr {
            let year = self.evaluator.year_of(*when, place.year);
            return self.evaluator.trace_rule(*group, place.subject, year, self.depth + 1);
        }
        let value = self.evaluator.eval(place, id);
        let kind = match &node.expr {
            Expr::Fact(fact, when) => {
                TraceKind::Fact { subject: place.subject, fact: *fact, year: self.evaluator.year_of(*when, place.year) }
            }
            _ => TraceKind::Expression { item: self.id, expr: id, year: place.year },
        };
        let undecided = matches!(node.expr, Expr::NotComputable(_));
        let mark = if undecided { Mark::NotComputable } else { mark(&value) };
        let mut trace = leaf(kind, mark, value, node.ty);
        trace.place = Some(self.source(node.span));
        trace.children = self.children(place, id);
        trace
    }

    fn children(&self, place: &Place<'_>, id: ExprId) -> Vec<Trace> {
        match &place.body.get(id).expr {
            Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => {
                clauses.iter().map(|clause| self.clause(place, clause)).collect()
            }
            Expr::Weight(table, _) => {
                // What chose the column is named; its own proof would stand under every part again.
                let by = self.evaluator.program.weight_table(*table).by;
                let mut chosen = self.evaluator.trace_rule(by, place.subject, place.year, self.depth + 1);
                chosen.children.clear();
                vec![chosen]
            }
            Expr::Not(inner) => self.unfold(place, *inner),
            Expr::Cases(cases, _) => {
                let mut children = Vec::new();
                for case in cases {
                    let truth = self.evaluator.truth(place, case.condition);
                    children.push(self.expr(place, case.condition));
                    if truth == Truth::Yes {
                        break;
                    }
                }
                let results = self.evaluator.possible_results(place, id).into_iter().flatten();
                children.extend(results.filter(|result| !is_constant(place, *result)).map(|id| self.expr(place, id)));
                children
            }
            Expr::Bands(subject, ..) => {
                let mut children = vec![self.expr(place, *subject)];
                let results = self.evaluator.possible_results(place, id).into_iter().flatten();
                children.extend(results.filter(|result| !is_constant(place, *result)).map(|id| self.expr(place, id)));
                children
            }
            Expr::Larger(all) | Expr::Smaller(all) => all.iter().map(|id| self.expr(place, *id)).collect(),
            Expr::OverYears { body, years, .. } => {
                let this_year = self.evaluator.as_of().year();
                let each = (this_year - *years as i32)..this_year;
                each.map(|year| {
                    let then = Place { year: Some(year), ..*place };
                    self.expr(&then, *body)
                })
                .collect()
            }
            Expr::OverRelated { relation, filter, body, .. } => vec![self.related(place, *relation, *filter, *body)],
            _ => self.inputs(place, id),
        }
    }

    /// The facts and rules that an expression reads, each once.
    fn inputs(&self, place: &Place<'_>, id: ExprId) -> Vec<Trace> {
        let mut found: Vec<Trace> = Vec::new();
        let mut add = |trace: Trace| {
            if !found.iter().any(|known| known.kind == trace.kind) {
                found.push(trace);
            }
        };
        let mut operands = Vec::new();
        place.body.get(id).expr.operands(&mut |operand| operands.push(operand));
        match &place.body.get(id).expr {
            Expr::Follow(reference, inner) => {
                add(self.fact(place.subject, *reference, None));
                if let Some(there) = self.evaluator.subject_of(place, *reference) {
                    self.reads(&there, *inner).into_iter().for_each(&mut add);
                }
            }
            Expr::Expert(fact, within) => {
                add(self.fact(place.subject, *fact, None));
                self.reads(place, *within).into_iter().for_each(&mut add);
            }
            Expr::Outer(inner) => {
                if let Some(outer) = place.outer {
                    let outer = Place { body: place.body, year: place.year, ..*outer };
                    self.reads(&outer, *inner).into_iter().for_each(&mut add);
                }
            }
            _ => {
                for operand in operands {
                    self.reads(place, operand).into_iter().for_each(&mut add);
                }
            }
        }
        found
    }

    /// What an operand contributes: itself, if it is a fact, a rule or a table, or else what it reads.
    fn reads(&self, place: &Place<'_>, id: ExprId) -> Vec<Trace> {
        match &place.body.get(id).expr {
            Expr::Fact(..)
            | Expr::Item(..)
            | Expr::Bands(..)
            | Expr::Cases(..)
            | Expr::OverYears { .. }
            | Expr::OverRelated { .. }
            | Expr::Weight(..)
            | Expr::NotComputable(_) => vec![self.expr(place, id)],
            _ => self.inputs(place, id),
        }
    }

    fn fact(&self, subject: Row, fact: FactId, year: Option<i32>) -> Trace {
        let value = self.evaluator.fact(subject, fact, When::Single, year);
        let ty = self.evaluator.program.fact(fact).ty;
        leaf(TraceKind::Fact { subject, fact, year }, mark(&value), value, ty)
    }

    fn related(&self, place: &Place<'_>, relation: RelationId, filter: Option<ExprId>, body: Option<ExprId>) -> Trace {
        let evaluator = self.evaluator;
        let related = evaluator.related(place.subject, relation);
        let kind = TraceKind::Related { relation, certain: related.certain.len(), complete: related.complete };
        let count = Value::number(Number::int(related.certain.len() as i64));
        let mut node = leaf(kind, Mark::Value, count, Type::NUMBER);
        let to = evaluator.program.relation(relation).to;
        let key = evaluator.program.entity(to).key;
        for index in related.certain.iter().chain(&related.possible).take(SHOWN_MEMBERS) {
            let subject = Row { entity: to, index: *index };
            let there = Place { subject, outer: Some(place), ..*place };
            let truth = filter.map_or(Truth::Yes, |filter| evaluator.truth(&there, filter));
            let key = match key.and_then(|key| evaluator.population.fact(subject, key, None)) {
                Some(Literal::Text(key)) => Some(key),
                _ => None,
            };
            let value = Value::Truth(truth);
            let mut member = leaf(TraceKind::Member { subject, key }, mark(&value), value, Type::Truth);
            member.children.extend(filter.map(|filter| self.unfold(&there, filter)).into_iter().flatten());
            if truth != Truth::No {
                member.children.extend(body.map(|body| self.expr(&there, body)));
            }
            node.children.push(member);
        }
        node
    }
}

fn is_constant(place: &Place<'_>, id: ExprId) -> bool {
    match &place.body.get(id).expr {
        Expr::Number(_) | Expr::Choice(..) | Expr::Date(_) | Expr::Year(_) | Expr::None | Expr::Truth(_) => true,
        Expr::Range(low, high) => is_constant(place, *low) && is_constant(place, *high),
        Expr::Negate(inner) | Expr::Binary64(inner) => is_constant(place, *inner),
        _ => false,
    }
}

fn leaf(kind: TraceKind, mark: Mark, value: Value, ty: Type) -> Trace {
    Trace { kind, mark, value, ty, place: None, article: None, basis: None, basis_why: None, children: Vec::new() }
}

fn mark(value: &Value) -> Mark {
    match value {
        Value::Truth(Truth::Yes) => Mark::Yes,
        Value::Truth(Truth::No) => Mark::No,
        Value::Truth(Truth::Unknown) => Mark::Unknown,
        Value::Number(Range { low: None, high: None }, _) => Mark::Unknown,
        Value::Choice(..) | Value::Atom(..) if !value.is_exact() => Mark::Unknown,
        _ => Mark::Value,
    }
}
