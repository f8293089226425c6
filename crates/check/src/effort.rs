//! What a subject can do about its facts: efforts, their directions and limits.

use wuwei_ir::{Change, DocId, Effort, EntityId, FactId, Literal, Number, Type};
use wuwei_source::Place;
use wuwei_syntax::ast::{self, ChangeExpr, EffortClause, ExprKind, FieldDecl};

use crate::context::Context;
use crate::diagnostics as diag;
use crate::literal::{given_value, literal};
use crate::lookup::find_fact;

/// Resolves the efforts of facts; all facts are there, since some move others.
pub(crate) fn resolve(cx: &mut Context, doc: DocId, entity: EntityId, fields: &[FieldDecl]) {
    let file = cx.program.document(doc).file;
    let region = cx.region_of(doc);
    for field in fields.iter().filter(|field| !field.efforts.is_empty()) {
        let place = Place { file, span: field.name.span };
        let known = cx.scopes.fact(&cx.program, entity, region, field.name.name);
        let Some(fact) = known.filter(|fact| cx.program.fact(*fact).place == place) else { continue };
        let first = Place { file, span: field.efforts[0].span };
        if is_given(cx, fact) {
            cx.report(diag::effort_on_given_fact(first, field.name.name.as_str()));
            continue;
        }
        let mut efforts: Vec<(Effort, &EffortClause)> = Vec::new();
        for clause in &field.efforts {
            let Some(effort) = effort(cx, doc, fact, clause) else { continue };
            if let Some((_, before)) = efforts.iter().find(|(known, _)| is_same(&known.change, &effort.change)) {
                let (first, now) = (Place { file, span: before.span }, Place { file, span: clause.span });
                cx.report(wuwei_syntax::diagnostics::duplicate_clause(now, first, "effort", "effort"));
                continue;
            }
            efforts.push((effort, clause));
        }
        cx.program.facts[fact.index()].efforts = efforts.into_iter().map(|(effort, _)| effort).collect();
    }
}

/// Facts that are as they are: what identifies a subject, when and where it is, and what an assessor says of it.
fn is_given(cx: &Context, fact: FactId) -> bool {
    let declared = cx.program.fact(fact);
    let owner = cx.program.entity(declared.entity);
    let named = [owner.key, owner.name, owner.home, owner.founded].contains(&Some(fact)) || owner.ledger.is_some();
    named || declared.expert || !matches!(declared.ty, Type::Truth | Type::Enum(_) | Type::Quantity(_) | Type::Ratio)
}

/// Whether two changes are the same thing done twice.
fn is_same(a: &Change, b: &Change) -> bool {
    match (a, b) {
        (Change::To(a), Change::To(b)) => a == b,
        (
            Change::By { up: a, .. } | Change::Step { up: a, .. },
            Change::By { up: b, .. } | Change::Step { up: b, .. },
        ) => a == b,
        _ => false,
    }
}

fn effort(cx: &Context, doc: DocId, fact: FactId, clause: &EffortClause) -> Option<Effort> {
    let cost = positive(cx, doc, Type::NUMBER, &clause.effort)?;
    Some(Effort { cost, change: change(cx, doc, fact, clause)? })
}

fn change(cx: &Context, doc: DocId, fact: FactId, clause: &EffortClause) -> Option<Change> {
    let declared = cx.program.fact(fact);
    let place = Place { file: cx.program.document(doc).file, span: clause.span };
    let wrong = |cx: &Context| {
        cx.report(diag::wrong_effort(
            place,
            declared.name.as_str(),
            &crate::words::type_words(&cx.program, declared.ty),
        ));
        None
    };
    let ordered = match declared.ty {
        Type::Enum(id) => cx.program.enumeration(id).ordered,
        _ => false,
    };
    match (&clause.change, declared.ty) {
        (ChangeExpr::To(value), Type::Truth | Type::Enum(_)) if !matches!(value.kind, ExprKind::Unknown) => {
            given_value(cx, doc, fact, value).map(Change::To)
        }
        (ChangeExpr::By { amount: None, up, most, with }, Type::Enum(_)) if ordered && with.is_empty() => {
            let most = match most {
                Some(most) => {
                    let steps =
                        positive(cx, doc, Type::NUMBER, most)?.to_i64().and_then(|most| u32::try_from(most).ok());
                    Some(steps.or_else(|| {
                        cx.report(diag::effort_not_positive(Place { span: most.span, ..place }));
                        None
                    })?)
                }
                None => None,
            };
            Some(Change::Step { up: *up, most })
        }
        (ChangeExpr::By { amount: Some(amount), up, most, with }, Type::Quantity(_) | Type::Ratio) => {
            let amount = positive(cx, doc, declared.ty, amount)?;
            let limit = match most {
                Some(most) => {
                    let limit = positive(cx, doc, declared.ty, most)?;
                    if limit < amount {
                        cx.report(diag::effort_not_positive(Place { span: most.span, ..place }));
                        return None;
                    }
                    Some(limit)
                }
                None => None,
            };
            let with = with.iter().filter_map(|name| companion(cx, doc, fact, *name)).collect();
            Some(Change::By { amount, up: *up, most: limit, with })
        }
        _ => wrong(cx),
    }
}

/// A fact that moves together with another: one of the same subject, in the same unit, and of the same years.
fn companion(cx: &Context, doc: DocId, fact: FactId, name: ast::Ident) -> Option<FactId> {
    let declared = cx.program.fact(fact);
    let found = find_fact(cx, doc, declared.entity, name)?;
    let other = cx.program.fact(found);
    let fits = found != fact && other.ty == declared.ty && other.yearly == declared.yearly && !is_given(cx, found);
    if !fits {
        let place = Place { file: cx.program.document(doc).file, span: name.span };
        cx.report(diag::wrong_companion(place, name.name.as_str(), declared.name.as_str()));
        return None;
    }
    Some(found)
}

/// A number above nought.
fn positive(cx: &Context, doc: DocId, ty: Type, expr: &ast::Expr) -> Option<Number> {
    match literal(cx, doc, ty, expr)? {
        Literal::Number(number) if number > Number::ZERO => Some(number),
        _ => {
            cx.report(diag::effort_not_positive(Place { file: cx.program.document(doc).file, span: expr.span }));
            None
        }
    }
}
