//! Which missing facts an answer waits for.

use rustc_hash::FxHashSet;
use wuwei_ir::{
    Body, Expr, ExprId, FactId, Frequency, GroupId, Item, ItemKind, Literal, PartBody, PartId, PartName, Program,
    RelationId, Type, When, Words,
};
use wuwei_source::{Lang, Name};

use crate::evaluator::{Evaluator, Place};
use crate::population::Row;
use crate::value::{Absence, Truth, Value, atom_text};

/// One thing that isn't known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Whose fact or relation.
    pub subject: Row,
    /// The fact, unless a whole relation is unknown.
    pub fact: Option<FactId>,
    /// The year of the fact.
    pub year: Option<i32>,
    /// The relation whose members are not known.
    pub relation: Option<RelationId>,
    /// How people call it: `研发费用@2024`, `获奖`, `所在孵化器.孵化器级别`.
    pub name: String,
}

impl Gap {
    /// How people call it in a language; another subject's fact with that subject's kind.
    pub fn shown(&self, program: &Program, lang: Lang) -> String {
        if lang == Lang::Zh {
            return self.name.clone();
        }
        let label = match (self.fact, self.relation) {
            (Some(fact), _) => program.fact(fact).shown(lang),
            (None, Some(relation)) => program.relation(relation).label.map_or("", |label| label.as_str()),
            (None, None) => "",
        };
        let whose = match self.name.contains('.') {
            true => format!("{}: ", program.entity(self.subject.entity).head.shown(lang)),
            false => String::new(),
        };
        match (label, self.year) {
            ("", _) => self.name.clone(),
            (label, Some(year)) => format!("{whose}{label} ({year})"),
            (label, None) => format!("{whose}{label}"),
        }
    }
}

/// What an answer waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Missing facts, in the order in which the rule reads them.
    pub facts: Vec<Gap>,
    /// Parts of the text that can't be decided.
    pub not_computable: Vec<Words>,
}

impl Gaps {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.not_computable.is_empty()
    }
}

/// A gap by what it is, whatever it is called: whose, which fact of which year, or which relation.
type Met = (Row, Option<FactId>, Option<i32>, Option<RelationId>);

/// Walks what is uncertain in a rule, down to the facts.
struct Walk<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    gaps: Gaps,
    /// What is among the gaps already, perhaps under another name.
    met: FxHashSet<Met>,
    /// The path to the subject at hand: `所在孵化器.`; nothing where names aren't wanted.
    prefix: Option<String>,
    open: Vec<(GroupId, Row, Option<i32>)>,
}

impl<'e, 'a> Walk<'e, 'a> {
    fn new(evaluator: &'e Evaluator<'a>, named: bool) -> Walk<'e, 'a> {
        let prefix = named.then(String::new);
        Walk { evaluator, gaps: Gaps::default(), met: FxHashSet::default(), prefix, open: Vec::new() }
    }
}

impl Evaluator<'_> {
    /// What the answer of a rule for a subject waits for.
    pub fn gaps(&self, group: GroupId, part: Option<PartName>, subject: Row) -> Gaps {
        let mut walk = Walk::new(self, true);
        walk.group(group, part, subject, None);
        walk.gaps
    }

    /// The same without what people call each gap, for whoever only asks which they are.
    pub fn nameless_gaps(&self, group: GroupId, subject: Row) -> Gaps {
        let mut walk = Walk::new(self, false);
        walk.group(group, None, subject, None);
        walk.gaps
    }

    /// What an expression of a rule waits for, for a subject and perhaps a year.
    pub fn gaps_of(&self, body: &Body, id: ExprId, subject: Row, year: Option<i32>) -> Gaps {
        let mut walk = Walk::new(self, true);
        walk.expr(&Place { body, subject, year, outer: None, progress: &[] }, id);
        walk.gaps
    }
}

impl Walk<'_, '_> {
    fn group(&mut self, group: GroupId, part: Option<PartName>, subject: Row, year: Option<i32>) {
        let evaluator = self.evaluator;
        let key = (group, subject, year);
        if self.open.contains(&key) {
            return;
        }
        let Some(item) = evaluator.program.version(group, evaluator.as_of()) else {
            return;
        };
        let item = evaluator.program.item(item);
        self.open.push(key);
        self.applicability(item, subject);
        if evaluator.applies(item, subject) != Truth::No {
            self.item(item, part, subject, year);
        }
        self.open.pop();
    }

    fn applicability(&mut self, item: &Item, subject: Row) {
        let evaluator = self.evaluator;
        if evaluator.applies(item, subject) != Truth::Unknown {
            return;
        }
        if let Some(home) = evaluator.program.entity(item.entity).home {
            self.fact(subject, home, None);
        }
        if let Some(condition) = item.applies {
            self.expr(&evaluator.place(item, subject, None), condition);
        }
    }

    fn item(&mut self, item: &Item, part: Option<PartName>, subject: Row, year: Option<i32>) {
        let place = self.evaluator.place(item, subject, year);
        match &item.kind {
            ItemKind::Value { formula, .. } => self.expr(&place, *formula),
            ItemKind::Status { condition } => self.expr(&place, *condition),
            ItemKind::Benefit(benefit) => {
                self.expr(&place, benefit.when);
                self.payments(item, benefit.frequency, subject);
                if self.evaluator.eligible(item, subject) != Truth::No {
                    self.expr(&place, benefit.amount);
                }
            }
            ItemKind::Score(score) => match part.and_then(|part| score.part(part.0)) {
                Some(part) => self.part(&place, score, part),
                None => score.top.iter().for_each(|part| self.part(&place, score, *part)),
            },
        }
    }

    /// What leaves open whether a benefit that is paid once was paid already.
    fn payments(&mut self, item: &Item, frequency: Option<Frequency>, subject: Row) {
        let evaluator = self.evaluator;
        for (record, excludes) in evaluator.payments(item, frequency, subject) {
            let table = evaluator.program.entity(record.entity);
            let Some(ledger) = table.ledger.filter(|_| excludes == Truth::Unknown) else { continue };
            if let Some(key) = evaluator.program.entity(subject.entity).key {
                self.fact(subject, key, None);
            }
            let asked = match frequency {
                Some(Frequency::Yearly) => Some(ledger.paid),
                Some(Frequency::OncePer(fact)) => {
                    self.fact(subject, fact, None);
                    ledger.reason
                }
                _ => None,
            };
            self.inside(table.head.name, record, |walk| {
                for fact in [ledger.payee, ledger.item].into_iter().chain(asked) {
                    walk.fact(record, fact, None);
                }
            });
        }
    }

    fn part(&mut self, place: &Place<'_>, score: &wuwei_ir::Score, part: PartId) {
        if self.evaluator.part(place, score, part).exact().is_some() {
            return;
        }
        match &score.parts[part.index()].body {
            PartBody::Formula(formula) => self.expr(place, *formula),
            PartBody::Parts(parts) => parts.iter().for_each(|part| self.part(place, score, *part)),
        }
    }

    fn fact(&mut self, subject: Row, fact: FactId, year: Option<i32>) {
        if subject.is_unknown() || self.evaluator.population.fact(subject, fact, year).is_some() {
            return;
        }
        let program = self.evaluator.program;
        self.push(subject, Some(fact), year, None, || program.fact(fact).column(year));
    }

    fn push(
        &mut self,
        subject: Row,
        fact: Option<FactId>,
        year: Option<i32>,
        relation: Option<RelationId>,
        called: impl FnOnce() -> String,
    ) {
        let is_new = self.met.insert((subject, fact, year, relation));
        let name = match &self.prefix {
            Some(prefix) => format!("{prefix}{}", called()),
            None => String::new(),
        };
        let gap = Gap { subject, fact, year, relation, name };
        if is_new || !self.gaps.facts.contains(&gap) {
            self.gaps.facts.push(gap);
        }
    }

    /// Walks further along a path.
    fn along(&mut self, step: impl FnOnce() -> String, walk: impl FnOnce(&mut Self)) {
        let length = self.prefix.as_ref().map_or(0, String::len);
        if let Some(prefix) = &mut self.prefix {
            prefix.push_str(&step());
            prefix.push('.');
        }
        walk(self);
        if let Some(prefix) = &mut self.prefix {
            prefix.truncate(length);
        }
    }

    fn expr(&mut self, place: &Place<'_>, id: ExprId) {
        let evaluator = self.evaluator;
        if evaluator.eval(place, id).is_exact() {
            return;
        }
        let expr = &place.body.get(id).expr;
        match expr {
            Expr::Fact(fact, when) => {
                let year = evaluator.year_of(*when, place.year);
                self.fact(place.subject, *fact, year);
            }
            Expr::Item(group, part, when) => {
                let year = evaluator.year_of(*when, place.year);
                self.group(*group, *part, place.subject, year);
            }
            Expr::Weight(table, _) => {
                let by = evaluator.program.weight_table(*table).by;
                self.group(by, None, place.subject, place.year);
            }
            Expr::NotComputable(why) => {
                if !self.gaps.not_computable.contains(why) {
                    self.gaps.not_computable.push(*why);
                }
            }
            Expr::Follow(reference, inner) => self.follow(place, *reference, *inner),
            Expr::Outer(inner) => {
                if let Some(outer) = place.outer {
                    let outer = Place { body: place.body, year: place.year, ..*outer };
                    self.expr(&outer, *inner);
                }
            }
            Expr::Bands(..) | Expr::Cases(..) => self.table(place, id),
            Expr::Expert(fact, within) => {
                let year = place.year;
                self.table(place, *within);
                self.fact(place.subject, *fact, year.filter(|_| evaluator.program.fact(*fact).yearly));
            }
            Expr::OverYears { body, years, actual, .. } => {
                if *actual && let Some(founded) = evaluator.program.entity(place.subject.entity).founded {
                    self.fact(place.subject, founded, None);
                }
                let this_year = evaluator.as_of().year();
                for year in (this_year - *years as i32)..this_year {
                    let then = Place { year: Some(year), ..*place };
                    self.expr(&then, *body);
                }
            }
            Expr::OverRelated { body, relation, filter, .. } => self.related(place, *relation, [*filter, *body]),
            _ => expr.operands(&mut |operand| self.expr(place, operand)),
        }
    }

    /// The value looked up, or the conditions asked, and the results that are still possible.
    fn table(&mut self, place: &Place<'_>, id: ExprId) {
        let evaluator = self.evaluator;
        let mut possible = evaluator.possible_results(place, id);
        match &place.body.get(id).expr {
            Expr::Bands(subject, ..) if possible.len() > 1 => self.expr(place, *subject),
            Expr::Cases(cases, _) => {
                for case in cases {
                    match evaluator.truth(place, case.condition) {
                        Truth::No => {}
                        Truth::Yes => break,
                        Truth::Unknown => self.expr(place, case.condition),
                    }
                }
            }
            Expr::Bands(..) => {}
            _ => {
                possible.clear();
                place.body.get(id).expr.operands(&mut |operand| self.expr(place, operand));
            }
        }
        for result in possible.into_iter().flatten() {
            self.expr(place, result);
        }
    }

    fn follow(&mut self, place: &Place<'_>, reference: FactId, inner: ExprId) {
        let evaluator = self.evaluator;
        let Type::Entity(to) = evaluator.program.fact(reference).ty else {
            return;
        };
        let known = match evaluator.fact(place.subject, reference, When::Single, place.year) {
            Value::Atom(Some(literal), Absence::Never) => atom_text(literal),
            _ => None,
        };
        let Some(key) = known else {
            self.fact(place.subject, reference, None);
            return;
        };
        let index = evaluator.population.find(to, key);
        let Some(index) = index else {
            self.fact_of_stranger(place.subject, reference, key);
            return;
        };
        let there = Place { subject: Row { entity: to, index }, ..*place };
        self.along(|| evaluator.program.fact(reference).name.to_string(), |walk| walk.expr(&there, inner));
    }

    /// A subject is named that the population doesn't hold: what is missing is that subject.
    fn fact_of_stranger(&mut self, subject: Row, reference: FactId, key: Name) {
        let program = self.evaluator.program;
        self.push(subject, Some(reference), None, None, || format!("{}={key}", program.fact(reference).name));
    }

    fn related(&mut self, place: &Place<'_>, relation: RelationId, inside: [Option<ExprId>; 2]) {
        let evaluator = self.evaluator;
        let definition = evaluator.program.relation(relation);
        let related = evaluator.related(place.subject, relation);
        if !related.complete && !place.subject.is_unknown() {
            self.push(place.subject, None, None, Some(relation), || definition.name.to_string());
        }
        for index in related.certain.iter().chain(&related.possible).copied() {
            let row = Row { entity: definition.to, index };
            self.inside(definition.name, row, |walk| {
                if related.possible.contains(&index) {
                    walk.fact(row, definition.by, None);
                }
                let there = Place { subject: row, outer: Some(place), ..*place };
                for id in inside.into_iter().flatten() {
                    walk.expr(&there, id);
                }
            });
        }
    }

    /// Walks one subject of a list, which is shown by its key or its position.
    fn inside(&mut self, list: Name, row: Row, walk: impl FnOnce(&mut Self)) {
        let evaluator = self.evaluator;
        let step = || {
            let key = evaluator.program.entity(row.entity).key;
            let shown = match key.and_then(|key| evaluator.population.fact(row, key, None)) {
                Some(Literal::Text(key)) => key.to_string(),
                _ => (row.index + 1).to_string(),
            };
            format!("{list}[{shown}]")
        };
        self.along(step, walk);
    }
}
