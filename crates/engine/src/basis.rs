//! What an answer rests on.
//!
//! Every statement of a document has a basis: its own, or that of the rule or document it stands in. An answer rests on the
//! statements of a proof, and of several proofs the firmest counts: a rule that fails an official condition fails officially,
//! whatever else it says; one that holds needs all its conditions, and so is as firm as the least firm of them. Where the
//! answer is not known, everything that could still decide it counts.

use wuwei_ir::{Basis, Clause, Expr, ExprId, GroupId, Item, ItemKind, PartBody, PartId, PartName, Score};

use crate::evaluator::{Evaluator, Place};
use crate::population::Row;
use crate::value::Truth;

/// Finds the basis of one answer.
struct Walk<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    open: Vec<(GroupId, Row, Option<i32>)>,
}

impl Evaluator<'_> {
    /// What the answer of a rule for a subject rests on.
    pub fn basis(&self, group: GroupId, subject: Row) -> Basis {
        Walk { evaluator: self, open: Vec::new() }.group(group, None, subject, None)
    }
}

impl Walk<'_, '_> {
    fn group(&mut self, group: GroupId, part: Option<PartName>, subject: Row, year: Option<i32>) -> Basis {
        let (key, question) = ((group, subject, year), (subject, group, part, year));
        let evaluator = self.evaluator;
        if let Some(known) = evaluator.bases.borrow().get(&question) {
            return *known;
        }
        let version = evaluator.program.version(group, evaluator.as_of());
        let Some(item) = version.filter(|_| !self.open.contains(&key)) else {
            return Basis::Official;
        };
        self.open.push(key);
        let basis = self.item(evaluator.program.item(item), part, subject, year);
        self.open.pop();
        evaluator.bases.borrow_mut().insert(question, basis);
        basis
    }

    fn item(&mut self, item: &Item, part: Option<PartName>, subject: Row, year: Option<i32>) -> Basis {
        let own = item.head.basis;
        let evaluator = self.evaluator;
        if evaluator.applies(item, subject) == Truth::No {
            return own;
        }
        let place = evaluator.place(item, subject, year);
        match &item.kind {
            ItemKind::Value { formula, .. } => self.expr(&place, *formula, own),
            ItemKind::Status { condition } => self.expr(&place, *condition, own),
            ItemKind::Benefit(benefit) => {
                let when = self.expr(&place, benefit.when, own);
                match evaluator.truth(&place, benefit.when) {
                    Truth::No => when,
                    _ => when.max(self.expr(&place, benefit.amount, own)),
                }
            }
            ItemKind::Score(score) => match part.and_then(|part| score.part(part.0)) {
                Some(part) => self.part(&place, score, part, own),
                None => score.top.iter().map(|part| self.part(&place, score, *part, own)).max().unwrap_or(own),
            },
        }
    }

    fn part(&mut self, place: &Place<'_>, score: &Score, part: PartId, own: Basis) -> Basis {
        let part = &score.parts[part.index()];
        let own = part.basis.unwrap_or(own);
        match &part.body {
            PartBody::Formula(formula) => own.max(self.expr(place, *formula, own)),
            PartBody::Parts(parts) => parts.iter().map(|part| self.part(place, score, *part, own)).max().unwrap_or(own),
        }
    }

    fn clause(&mut self, place: &Place<'_>, clause: &Clause, own: Basis) -> Basis {
        let own = clause.basis.unwrap_or(own);
        own.max(self.expr(place, clause.expr, own))
    }

    /// The basis of a block: with this verdict for the whole, clauses with `deciding` settle it alone.
    fn block(&mut self, place: &Place<'_>, clauses: &[Clause], own: Basis, whole: Truth, deciding: Truth) -> Basis {
        let evaluator = self.evaluator;
        if whole == deciding {
            let deciders = clauses.iter().filter(|clause| evaluator.truth(place, clause.expr) == deciding);
            return deciders.map(|clause| self.clause(place, clause, own)).min().unwrap_or(own);
        }
        clauses.iter().map(|clause| self.clause(place, clause, own)).max().unwrap_or(own)
    }

    fn expr(&mut self, place: &Place<'_>, id: ExprId, own: Basis) -> Basis {
        if place.body.rests_on_own(id) {
            return own;
        }
        let evaluator = self.evaluator;
        match &place.body.get(id).expr {
            Expr::Item(group, part, when) => {
                let year = evaluator.year_of(*when, place.year);
                own.max(self.group(*group, *part, place.subject, year))
            }
            Expr::Weight(table, _) => {
                let table = evaluator.program.weight_table(*table);
                own.max(table.head.basis).max(self.group(table.by, None, place.subject, place.year))
            }
            Expr::All(clauses) => self.block(place, clauses, own, evaluator.truth(place, id), Truth::No),
            Expr::Any(clauses) => self.block(place, clauses, own, evaluator.truth(place, id), Truth::Yes),
            Expr::Cases(cases, _) => {
                let mut basis = own;
                for case in cases {
                    basis = basis.max(self.expr(place, case.condition, own));
                    if evaluator.truth(place, case.condition) == Truth::Yes {
                        break;
                    }
                }
                self.results(place, id, own, basis)
            }
            Expr::Bands(subject, ..) => {
                let basis = self.expr(place, *subject, own);
                self.results(place, id, own, basis)
            }
            Expr::Follow(reference, inner) => match evaluator.subject_of(place, *reference) {
                Some(there) => self.expr(&there, *inner, own),
                None => own,
            },
            expr => {
                let mut basis = own;
                expr.operands(&mut |operand| basis = basis.max(self.expr(place, operand, own)));
                basis
            }
        }
    }

    fn results(&mut self, place: &Place<'_>, id: ExprId, own: Basis, basis: Basis) -> Basis {
        let possible = self.evaluator.possible_results(place, id).into_iter().flatten();
        possible.fold(basis, |basis, result| basis.max(self.expr(place, result, own)))
    }
}
