//! What must hold of every program, whatever the documents were. Tests run it after each compilation.

use crate::{Expr, ItemKind, PartBody, Program};

impl Program {
    /// What doesn't hold; empty for a sound program.
    pub fn invariants(&self) -> Vec<String> {
        let mut broken = Vec::new();
        let mut require = |holds: bool, what: String| {
            if !holds {
                broken.push(what);
            }
        };
        for item in &self.items {
            let name = item.head.name;
            for (id, node) in item.body.iter() {
                node.expr.operands(&mut |operand| {
                    require(operand < id, format!("{name}: node {} uses the later node {}", id.0, operand.0));
                });
                let in_table = match &node.expr {
                    Expr::Fact(fact, _) | Expr::Follow(fact, _) | Expr::Expert(fact, _) => {
                        fact.index() < self.facts.len()
                    }
                    Expr::Item(group, ..) => group.index() < self.groups.len(),
                    Expr::OverRelated { relation, .. } => relation.index() < self.relations.len(),
                    Expr::Weight(table, row) => {
                        table.index() < self.weights.len() && (*row as usize) < self.weights[table.index()].rows.len()
                    }
                    _ => true,
                };
                require(in_table, format!("{name}: node {} points outside its table", id.0));
            }
            let roots: Vec<usize> = match &item.kind {
                ItemKind::Value { formula, .. } => vec![formula.index()],
                ItemKind::Status { condition } => vec![condition.index()],
                ItemKind::Benefit(benefit) => vec![benefit.when.index(), benefit.amount.index()],
                ItemKind::Score(score) => score
                    .parts
                    .iter()
                    .filter_map(|part| match &part.body {
                        PartBody::Formula(formula) => Some(formula.index()),
                        PartBody::Parts(_) => None,
                    })
                    .collect(),
            };
            require(roots.iter().all(|root| *root < item.body.len()), format!("{name}: a root lies outside the body"));
            require(item.head.doc.index() < self.documents.len(), format!("{name}: no such document"));
        }
        for group in &self.groups {
            require(!group.versions.is_empty(), format!("{}: no version", group.name));
            for pair in group.versions.windows(2) {
                let (a, b) = (self.item(pair[0]), self.item(pair[1]));
                let apart = a.head.until.is_some_and(|until| until < b.head.from);
                require(apart, format!("{}: versions overlap or are out of order", group.name));
            }
        }
        for (n, region) in self.regions.iter().enumerate() {
            let chain = self.region_chain(crate::RegionId::from_index(n)).take(self.regions.len() + 1).count();
            require(chain <= self.regions.len(), format!("{}: lies inside itself", region.head.name));
        }
        for target in &self.targets {
            let known = target.action.is_none_or(|action| action.index() < self.actions.len());
            require(
                known && target.indicator.index() < self.indicators.len(),
                "a target points outside its table".into(),
            );
        }
        broken
    }
}
