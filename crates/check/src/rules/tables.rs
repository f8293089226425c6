//! What combines rules: weight tables, ladders, stacking groups, budgets.

use wuwei_ir::{GroupId, ItemKind, Literal, Number, Stacking, StackingRule, Step, Type};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, DeclKind};

use super::entity_of;
use crate::context::Context;
use crate::diagnostics as diag;
use crate::expr::compare_op;
use crate::literal::literal;
use crate::lookup::{find_entity, find_in_space, find_party, find_unit};
use crate::scope::Space;
use crate::vocabulary::each;

/// Weight tables come before the scores that use them.
pub(super) fn weights(cx: &mut Context, documents: &[ast::Document]) {
    each(cx, documents, |cx, doc, decl| {
        let DeclKind::Weights(table) = &decl.kind else {
            return;
        };
        let file = cx.program.document(doc).file;
        let Some(index) = cx.entry(file, decl) else {
            return;
        };
        let Some(by) = find_in_space(cx, doc, Space::Rule, &table.by) else {
            return;
        };
        let Type::Enum(columns_of) = cx.program.groups[by as usize].ty else {
            let place = Place { file, span: table.by.span() };
            let found = crate::words::type_words(&cx.program, cx.program.groups[by as usize].ty);
            cx.report(diag::weights_need_choices(place, &found));
            return;
        };
        let values = cx.program.enumeration(columns_of).values.clone();
        let mut columns = vec![None; values.len()];
        for (n, column) in table.columns.iter().enumerate() {
            match values.iter().position(|value| *value == column.name) {
                Some(at) => columns[at] = Some(n as u8),
                None => {
                    let place = Place { file, span: column.span };
                    cx.report(diag::unknown_choice(place, column.name.as_str(), values.clone()));
                }
            }
        }
        let missing: Vec<Name> =
            values.iter().zip(&columns).filter(|(_, column)| column.is_none()).map(|(value, _)| *value).collect();
        if !missing.is_empty() {
            let place = cx.program.weights[index].head.place;
            let names: Vec<&str> = missing.iter().map(|name| name.as_str()).collect();
            cx.report(diag::band_gap(place, &names.join(", ")));
        }
        let mut rows = Vec::new();
        for (row, weights) in &table.rows {
            let numbers: Vec<Number> = weights
                .iter()
                .filter_map(|weight| match literal(cx, doc, Type::POINTS, weight)? {
                    Literal::Number(number) => Some(number),
                    _ => None,
                })
                .collect();
            if numbers.len() != table.columns.len() {
                let place = Place { file, span: row.span };
                cx.report(diag::weights_row_length(place, row.name.as_str(), numbers.len(), table.columns.len()));
                continue;
            }
            rows.push((row.name, numbers));
        }
        let slot = &mut cx.program.weights[index];
        (slot.by, slot.columns_of, slot.columns, slot.rows) = (GroupId(by), columns_of, columns, rows);
    });
}

/// Ladders, stacking groups and budgets.
pub(super) fn groups(cx: &mut Context, documents: &[ast::Document]) {
    each(cx, documents, |cx, doc, decl| match &decl.kind {
        DeclKind::Ladder(ladder) => lower_ladder(cx, doc, decl, ladder),
        DeclKind::Stacking(stacking) => lower_stacking(cx, doc, decl, stacking),
        DeclKind::Budget(budget) => lower_budget(cx, doc, decl, budget),
        _ => {}
    });
}

fn lower_ladder(cx: &mut Context, doc: wuwei_ir::DocId, decl: &ast::Decl, ladder: &ast::LadderDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let place = cx.program.ladders[index].head.place;
    let Some(entity) = find_entity(cx, doc, &ladder.entity) else {
        cx.program.ladders[index].entity = cx.nobody(doc, place);
        return;
    };
    let mut steps = Vec::new();
    for step in &ladder.steps {
        let Some(to) = find_in_space(cx, doc, Space::Rule, &step.to) else {
            continue;
        };
        let place = Place { file, span: step.to.span() };
        let first = cx.program.groups[to as usize].versions[0];
        if !matches!(cx.program.item(first).kind, ItemKind::Status { .. }) {
            let found = cx.program.item(first).kind.word();
            cx.report(diag::wrong_rule(place, &step.to.text(), found, "status"));
            continue;
        }
        if entity_of(cx, to) != entity {
            let (owner, wanted) = (entity_of(cx, to), entity);
            let (owner, wanted) = (cx.program.entity(owner).head.name, cx.program.entity(wanted).head.name);
            cx.report(diag::wrong_subject(place, &step.to.text(), owner.as_str(), wanted.as_str(), &[]));
            continue;
        }
        steps.push(Step { name: step.name.name, label: step.label.map(|label| label.name), to: GroupId(to) });
    }
    let slot = &mut cx.program.ladders[index];
    (slot.entity, slot.steps) = (entity, steps);
}

fn lower_stacking(cx: &mut Context, doc: wuwei_ir::DocId, decl: &ast::Decl, stacking: &ast::StackingDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let rule = match &stacking.rule {
        ast::StackingRule::AtMostOne => StackingRule::AtMostOne,
        ast::StackingRule::Highest => StackingRule::Highest,
        ast::StackingRule::Limit { amount, per_year } => {
            let Some(Literal::Number(amount)) = literal(cx, doc, Type::MONEY, amount) else {
                return;
            };
            let per_year = *per_year;
            StackingRule::Limit { amount, per_year }
        }
    };
    if stacking.members.is_empty() && !decl.common().faulty {
        let place = cx.program.stackings[index].head.place;
        cx.report(diag::empty_block(place));
    }
    let mut members: Vec<GroupId> = Vec::new();
    for path in &stacking.members {
        let Some(member) = find_in_space(cx, doc, Space::Rule, path) else {
            continue;
        };
        let place = Place { file, span: path.span() };
        let first = cx.program.groups[member as usize].versions[0];
        if !matches!(cx.program.item(first).kind, ItemKind::Benefit(_)) {
            let found = cx.program.item(first).kind.word();
            cx.report(diag::wrong_rule(place, &path.text(), found, "benefit"));
        } else if members.contains(&GroupId(member)) {
            cx.report(diag::duplicate_member(place, &path.text()));
        } else if let Some(other) = members.first().filter(|other| entity_of(cx, other.0) != entity_of(cx, member)) {
            let (a, b) = (entity_of(cx, other.0), entity_of(cx, member));
            let (a, b) = (cx.program.entity(a).head.name, cx.program.entity(b).head.name);
            cx.report(diag::wrong_subject(place, &path.text(), b.as_str(), a.as_str(), &[]));
        } else {
            members.push(GroupId(member));
        }
    }
    let slot: &mut Stacking = &mut cx.program.stackings[index];
    (slot.rule, slot.members) = (rule, members);
}

fn lower_budget(cx: &mut Context, doc: wuwei_ir::DocId, decl: &ast::Decl, budget: &ast::BudgetDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let place = Place { file, span: budget.region.span() };
    let region = crate::regions::find_region(cx, Some(doc), place, &budget.region);
    let holder = budget.holder.and_then(|holder| find_party(cx, doc, holder));
    let amount = budget.amount.as_ref().and_then(|(op, amount)| match literal(cx, doc, Type::MONEY, amount)? {
        Literal::Number(number) => Some((compare_op(*op), number)),
        _ => None,
    });
    let unit = budget.amount.as_ref().and_then(|(_, amount)| match &amount.kind {
        ast::ExprKind::Number(number) => number.unit,
        _ => None,
    });
    let unit = unit.and_then(|unit| find_unit(cx, doc, unit));
    let slot = &mut cx.program.budgets[index];
    if let Some(region) = region {
        slot.region = region;
    }
    if let Some(unit) = unit {
        slot.unit = unit;
    }
    (slot.amount, slot.each_year, slot.holder) = (amount, budget.each_year, holder);
}
