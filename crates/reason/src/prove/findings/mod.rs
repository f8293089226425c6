//! The kinds of findings, a file each.

pub(crate) mod cliff;
pub(crate) mod contradiction;
pub(crate) mod impossible;
pub(crate) mod perverse_band;
pub(crate) mod redundant;
pub(crate) mod rounding;
pub(crate) mod unfunded;
pub(crate) mod unstacked;

use wuwei_ir::{Body, Expr, ExprId, Item, ItemId, ItemKind};
use wuwei_source::Place;

use super::Prover;

/// Where an expression of a rule stands.
pub(crate) fn place(prover: &Prover<'_>, item: ItemId, expr: ExprId) -> Place {
    let item = prover.program.item(item);
    Place { file: item.head.place.file, span: item.body.get(expr).span }
}

/// The condition of a status or benefit.
pub(crate) fn condition(item: &Item) -> Option<ExprId> {
    match &item.kind {
        ItemKind::Status { condition } => Some(*condition),
        ItemKind::Benefit(benefit) => Some(benefit.when),
        ItemKind::Value { .. } | ItemKind::Score(_) => None,
    }
}

/// The blocks of conditions in a condition, the outer ones first, each with its clauses.
pub(crate) fn blocks(body: &Body, root: ExprId) -> Vec<ExprId> {
    let mut out = Vec::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if let Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) = &body.get(id).expr {
            out.push(id);
            open.extend(clauses.iter().map(|clause| clause.expr));
        }
    }
    out
}
