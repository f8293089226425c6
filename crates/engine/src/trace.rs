//! How an answer came about, as a tree: rules, conditions, parts, tables, facts.

use wuwei_ir::{
    Basis, Benefit, Clause, Expr, ExprId, FactId, Frequency, GroupId, Item, ItemId, ItemKind, Literal, Number,
    PartBody, PartId, PartName, RegionId, RelationId, Type, When, Words,
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
    /// Whether the subject is at home where the rule holds.
    Home(RegionId),
    /// Whether a benefit that is not paid again and again was not paid yet.
    NotYetPaid,
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

impl Mark {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Yes => "yes",
            Mark::No => "no",
            Mark::Unknown => "unknown",
            Mark::NotApplicable => "not_applicable",
            Mark::NotComputable => "not_computable",
            Mark::Value => "value",
        }
    }
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
    /// About whom it is.
    pub subject: Row,
    /// About which year it is, where the surroundings are about one.
    pub year: Option<i32>,
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

impl Trace {
    /// The word in JSON for what it is about.
    pub fn kind_word(&self) -> &'static str {
        match &self.kind {
            TraceKind::Rule(_) | TraceKind::NotInForce(_) => "rule",
            TraceKind::Part { .. } => "part",
            TraceKind::Named { .. } => "condition",
            TraceKind::Expression { .. } if self.ty == Type::Truth => "condition",
            TraceKind::Expression { .. } => "value",
            TraceKind::Fact { .. } => "fact",
            TraceKind::Related { .. } => "relation",
            TraceKind::Member { .. } => "member",
            TraceKind::Amount => "amount",
            TraceKind::Home(_) => "home",
            TraceKind::NotYetPaid => "not_yet_paid",
        }
    }
}

/// Members of a relation shown one by one; beyond it only their number.
const SHOWN_MEMBERS: usize = 20;

/// A library of rules that rest on rules stays readable: what lies too deep is named and not unfolded.
const DEEPEST: usize = 6;

impl Evaluator<'_> {
    /// The proof of a rule's answer for a subject.
    pub fn trace(&self, group: GroupId, subject: Row) -> Trace {
        self.trace_rule(group, subject, None, 0)
    }

    /// The proof of a rule's answer alone: rules that it rests on are named, with what they answer, and not unfolded.
    pub fn trace_alone(&self, group: GroupId, subject: Row, year: Option<i32>) -> Trace {
        self.trace_rule(group, subject, year, DEEPEST - 1)
    }

    fn trace_rule(&self, group: GroupId, subject: Row, year: Option<i32>, depth: usize) -> Trace {
        let value = self.value(group, None, subject, year);
        let ty = self.program.group(group).ty;
        let (item, applicability) = self.applicability(group, subject);
        let Some(id) = item else {
            return leaf(TraceKind::NotInForce(group), Mark::NotApplicable, value, ty, (subject, year));
        };
        let rule = self.program.item(id);
        let mut node = leaf(TraceKind::Rule(id), mark(&value), value, ty, (subject, year));
        node.place = Some(rule.head.place);
        node.article = rule.head.article;
        node.basis = Some(rule.head.basis);
        node.basis_why = rule.head.basis_why;
        if applicability == Applicability::Not {
            node.mark = Mark::NotApplicable;
            if depth < DEEPEST {
                node.children = self.trace_scope(id, rule, subject, depth);
                node.children.retain(|child| child.mark != Mark::Yes);
            }
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
        if depth < DEEPEST {
            node.children = self.trace_scope(id, rule, subject, depth);
            node.children.extend(self.trace_body(id, rule, subject, year, depth));
        }
        node
    }

    /// Whether the rule concerns the subject: where it is at home, and the rule's own condition.
    fn trace_scope(&self, id: ItemId, item: &Item, subject: Row, depth: usize) -> Vec<Trace> {
        let tracer = Tracer { evaluator: self, id, item, depth };
        let mut children = Vec::new();
        if let Some(region) = self.home_asked(item) {
            let truth = Value::Truth(self.is_at_home(subject, region));
            let mut node = leaf(TraceKind::Home(region), mark(&truth), truth, Type::Truth, (subject, None));
            let home = self.program.entity(item.entity).home;
            node.children.extend(home.map(|home| tracer.fact(subject, home, None)));
            children.push(node);
        }
        if let Some(applies) = item.applies {
            children.push(tracer.expr(&self.place(item, subject, None), applies));
        }
        children
    }

    fn trace_body(&self, id: ItemId, item: &Item, subject: Row, year: Option<i32>, depth: usize) -> Vec<Trace> {
        let tracer = Tracer { evaluator: self, id, item, depth };
        let place = self.place(item, subject, year);
        let mut children = Vec::new();
        match &item.kind {
            ItemKind::Value { formula, .. } => children.extend(tracer.unfold(&place, *formula)),
            ItemKind::Status { condition } => children.extend(tracer.unfold(&place, *condition)),
            ItemKind::Score(score) => {
                children.extend(score.top.iter().map(|part| tracer.part(&place, score, *part)));
            }
            ItemKind::Benefit(benefit) => {
                children.extend(tracer.unfold(&place, benefit.when));
                children.extend(tracer.not_yet_paid(benefit, subject));
                let amount = self.amount(item, subject);
                let amount = Value::Number(amount, Absence::Never);
                let mut node = leaf(TraceKind::Amount, Mark::Value, amount, Type::MONEY, (subject, year));
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
            let about = (inner.subject, inner.year);
            node = leaf(TraceKind::Named { name, label }, inner.mark, inner.value.clone(), inner.ty, about);
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
        let points = Value::Number(points, Absence::Never);
        let mut node = leaf(kind, Mark::Value, points, Type::POINTS, (place.subject, place.year));
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
        let mut trace = leaf(kind, mark, value, node.ty, (place.subject, place.year));
        trace.place = Some(self.source(node.span));
        trace.children = self.children(place, id);
        trace
    }

    fn children(&self, place: &Place<'_>, id: ExprId) -> Vec<Trace> {
        match &place.body.get(id).expr {
            Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => {
                clauses.iter().map(|clause| self.clause(place, clause)).collect()
            }
            Expr::Item(group, Some(part), _) => self.part_of(*group, *part, place.subject).into_iter().collect(),
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
        leaf(TraceKind::Fact { subject, fact, year }, mark(&value), value, ty, (subject, year))
    }

    fn member(&self, subject: Row, truth: Truth, year: Option<i32>) -> Trace {
        let evaluator = self.evaluator;
        let key = evaluator.program.entity(subject.entity).key;
        let key = match key.and_then(|key| evaluator.population.fact(subject, key, None)) {
            Some(Literal::Text(key)) => Some(key),
            _ => None,
        };
        let value = Value::Truth(truth);
        leaf(TraceKind::Member { subject, key }, mark(&value), value, Type::Truth, (subject, year))
    }

    /// The records of payments that a benefit looks at; nothing where it may be paid again and again.
    fn not_yet_paid(&self, benefit: &Benefit, subject: Row) -> Option<Trace> {
        let evaluator = self.evaluator;
        if !is_limited(benefit.frequency) {
            return None;
        }
        let value = Value::Truth(evaluator.not_yet_paid(self.item, benefit.frequency, subject));
        let mut node = leaf(TraceKind::NotYetPaid, mark(&value), value, Type::Truth, (subject, None));
        let records = evaluator.payments(self.item, benefit.frequency, subject);
        for (record, excludes) in records.into_iter().take(SHOWN_MEMBERS) {
            let Some(ledger) = evaluator.program.entity(record.entity).ledger else { continue };
            let mut member = self.member(record, excludes, None);
            member.children = vec![self.fact(record, ledger.paid, None)];
            if let (Some(Frequency::OncePer(fact)), Some(reason)) = (benefit.frequency, ledger.reason) {
                member.children.extend([self.fact(record, reason, None), self.fact(subject, fact, None)]);
            }
            node.children.push(member);
        }
        Some(node)
    }

    /// A part of another score that an expression reads.
    fn part_of(&self, group: GroupId, part: PartName, subject: Row) -> Option<Trace> {
        let evaluator = self.evaluator;
        let id = evaluator.program.version(group, evaluator.as_of())?;
        let item = evaluator.program.item(id);
        let ItemKind::Score(score) = &item.kind else { return None };
        if self.depth >= DEEPEST || evaluator.applies(item, subject) == Truth::No {
            return None;
        }
        let tracer = Tracer { evaluator, id, item, depth: self.depth + 1 };
        Some(tracer.part(&evaluator.place(item, subject, None), score, score.part(part.0)?))
    }

    fn related(&self, place: &Place<'_>, relation: RelationId, filter: Option<ExprId>, body: Option<ExprId>) -> Trace {
        let evaluator = self.evaluator;
        let related = evaluator.related(place.subject, relation);
        let kind = TraceKind::Related { relation, certain: related.certain.len(), complete: related.complete };
        let count = Value::number(Number::int(related.certain.len() as i64));
        let mut node = leaf(kind, Mark::Value, count, Type::NUMBER, (place.subject, place.year));
        let to = evaluator.program.relation(relation).to;
        for index in related.certain.iter().chain(&related.possible).take(SHOWN_MEMBERS) {
            let subject = Row { entity: to, index: *index };
            let there = Place { subject, outer: Some(place), ..*place };
            let truth = filter.map_or(Truth::Yes, |filter| evaluator.truth(&there, filter));
            let mut member = self.member(subject, truth, place.year);
            member.children.extend(filter.map(|filter| self.unfold(&there, filter)).into_iter().flatten());
            if truth != Truth::No {
                member.children.extend(body.map(|body| self.expr(&there, body)));
            }
            node.children.push(member);
        }
        node
    }
}

fn is_limited(frequency: Option<Frequency>) -> bool {
    !matches!(frequency, None | Some(Frequency::Monthly(_)))
}

fn is_constant(place: &Place<'_>, id: ExprId) -> bool {
    match &place.body.get(id).expr {
        Expr::Number(_) | Expr::Choice(..) | Expr::Date(_) | Expr::Year(_) | Expr::None | Expr::Truth(_) => true,
        Expr::Range(low, high) => is_constant(place, *low) && is_constant(place, *high),
        Expr::Negate(inner) | Expr::Binary64(inner) => is_constant(place, *inner),
        _ => false,
    }
}

fn leaf(kind: TraceKind, mark: Mark, value: Value, ty: Type, (subject, year): (Row, Option<i32>)) -> Trace {
    let (place, article, basis, basis_why, children) = (None, None, None, None, Vec::new());
    Trace { kind, mark, value, ty, subject, year, place, article, basis, basis_why, children }
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
