//! Benefits.

use wuwei_ir::{Benefit, DocId, Expr, Frequency, ItemId, ItemKind, Type};
use wuwei_source::Place;
use wuwei_syntax::ast;

use super::Lowered;
use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::expr::Lowerer;
use crate::lookup::{find_fact, find_in_space, find_party};
use crate::scope::Space;

pub(super) fn lower(cx: &Context, doc: DocId, id: ItemId, decl: &ast::Decl, benefit: &ast::BenefitDecl) -> Lowered {
    let entity = cx.program.item(id).entity;
    let place = cx.program.item(id).head.place;
    let name = cx.program.item(id).head.name;
    let frequency = benefit.frequency.as_ref().and_then(|frequency| {
        Some(match frequency {
            ast::Frequency::Yearly => Frequency::Yearly,
            ast::Frequency::Once => Frequency::Once,
            ast::Frequency::OncePer(fact) => {
                let id = find_fact(cx, doc, entity, *fact)?;
                if cx.program.fact(id).yearly {
                    let place = Place { file: cx.program.document(doc).file, span: fact.span };
                    cx.report(diag::missing_period(place, fact.name.as_str()));
                    return None;
                }
                Frequency::OncePer(id)
            }
            ast::Frequency::Monthly(most) => Frequency::Monthly(*most),
        })
    });
    let budget = benefit.from.as_ref().and_then(|path| find_in_space(cx, doc, Space::Budget, path));
    let payer = benefit.payer.and_then(|payer| find_party(cx, doc, payer));
    let handled_by = benefit.handled_by.iter().filter_map(|party| find_party(cx, doc, *party)).collect();
    let document = cx.program.document(doc);
    let silent = cx.payer_silent.get(&doc).copied();
    let payer_not_stated = benefit.payer_not_stated.map(words).or(silent);
    let whole = !decl.common().faulty;
    let nothing_said = whole && benefit.from.is_none() && benefit.payer.is_none() && payer_not_stated.is_none();
    let document_id = document.id;
    let mut lowerer = Lowerer::new(cx, doc, Some(entity), false);
    if nothing_said {
        lowerer.report(diag::benefit_without_payer(place, name.as_str(), document_id.as_str()));
    }
    let applies = benefit.applies.as_ref().map(|applies| lowerer.condition(applies));
    if benefit.when.is_empty() && whole {
        lowerer.report(diag::benefit_without_condition(place, name.as_str()));
    }
    let when = lowerer.conditions(&benefit.when, decl.span);
    let amount = match &benefit.pays {
        Some(pays) => lowerer.value(&pays.amount, Type::MONEY),
        None => {
            if whole {
                lowerer.report(diag::benefit_pays_nothing(place, name.as_str()));
            }
            lowerer.push(Expr::None, Type::MONEY, decl.span)
        }
    };
    let (body, diagnostics) = lowerer.finish();
    Lowered {
        body,
        applies,
        kind: ItemKind::Benefit(Box::new(Benefit {
            when,
            amount,
            at_most: benefit.pays.as_ref().is_some_and(|pays| pays.at_most),
            frequency,
            budget: budget.map(wuwei_ir::BudgetId),
            payer,
            payer_not_stated,
            handled_by,
            documents: benefit.documents.iter().copied().map(words).collect(),
            automatic: benefit.automatic,
        })),
        diagnostics,
    }
}
