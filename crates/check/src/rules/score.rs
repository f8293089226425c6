//! Scores: parts, their maxima, weights.

use wuwei_ir::{
    ArithOp, Body, DocId, Expr, ExprId, ItemId, ItemKind, Number, Part, PartBody, PartId, Score, Type, WeightsId,
};
use wuwei_source::{Place, Span};
use wuwei_syntax::ast;

use super::Lowered;
use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::expr::{Lowerer, constant};
use crate::literal::literal;
use crate::lookup::find_in_space;
use crate::scope::Space;

/// The parts and maxima of a score: what other rules need to know of it.
pub(super) fn signature(cx: &mut Context, doc: DocId, id: ItemId, decl: &ast::ScoreDecl) {
    let file = cx.program.document(doc).file;
    let name_place = cx.program.item(id).head.place;
    let out_of = match &decl.out_of {
        Some(expr) => points(cx, doc, expr),
        None => {
            let name = cx.program.item(id).head.name;
            cx.report(diag::missing_clause(name_place, "out of", name.as_str()));
            None
        }
    };
    let mut score =
        Score { out_of: out_of.unwrap_or(Number::ZERO), capped: decl.capped, parts: Vec::new(), top: Vec::new() };
    let weights = decl.weighted_by.is_some();
    score.top = decl.parts.iter().map(|part| add_part(cx, doc, part, weights, &mut score.parts)).collect();
    for (n, part) in score.parts.iter().enumerate() {
        if let Some(first) = score.parts[..n].iter().find(|first| first.name == part.name) {
            let (place, first) = (Place { file, span: part.span }, Place { file, span: first.span });
            cx.report(diag::duplicate_name(place, first, part.name.as_str()));
        }
    }
    if decl.parts.is_empty() {
        cx.report(diag::empty_block(name_place));
    }
    cx.program.items[id.index()].kind = ItemKind::Score(score);
}

fn points(cx: &mut Context, doc: DocId, expr: &ast::Expr) -> Option<Number> {
    match literal(cx, doc, Type::POINTS, expr)? {
        wuwei_ir::Literal::Number(number) => Some(number),
        _ => None,
    }
}

/// Adds a part behind its sub-parts.
fn add_part(cx: &mut Context, doc: DocId, part: &ast::PartDecl, weighted: bool, parts: &mut Vec<Part>) -> PartId {
    let file = cx.program.document(doc).file;
    let body = match &part.body {
        ast::PartBody::Parts(inner) => {
            PartBody::Parts(inner.iter().map(|part| add_part(cx, doc, part, weighted, parts)).collect())
        }
        ast::PartBody::Formula(_) => PartBody::Formula(ExprId(0)),
    };
    let out_of = match &part.out_of {
        Some(expr) => points(cx, doc, expr),
        None if weighted => None,
        None => {
            let place = Place { file, span: part.name.span };
            cx.report(diag::missing_clause(place, "out of", part.name.name.as_str()));
            None
        }
    };
    let basis = part.annotations.basis.as_ref().and_then(|basis| cx.basis(file, basis));
    parts.push(Part {
        name: part.name.name,
        label: part.label.map(|label| label.name),
        out_of: out_of.unwrap_or(Number::ZERO),
        capped: part.capped,
        body,
        article: part.annotations.article.map(words),
        basis: basis.map(|basis| basis.0),
        basis_why: basis.and_then(|basis| basis.1),
        notes: part.annotations.notes.iter().copied().map(words).collect(),
        span: part.span,
    });
    PartId::from_index(parts.len() - 1)
}

/// The formulas of a score, with its maxima checked.
pub(super) fn lower(cx: &Context, doc: DocId, id: ItemId, decl: &ast::Decl, score_decl: &ast::ScoreDecl) -> Lowered {
    let weights = score_decl
        .weighted_by
        .as_ref()
        .and_then(|path| Some((path.span(), find_in_space(cx, doc, Space::Weights, path)?)))
        .map(|(span, index)| (span, WeightsId(index)));
    let item = cx.program.item(id);
    let ItemKind::Score(mut score) = item.kind.clone() else {
        unreachable!("the signature pass has made this entry a score");
    };
    let mut lowerer = Lowerer::new(cx, doc, Some(item.entity), false);
    let applies = score_decl.applies.as_ref().map(|applies| lowerer.condition(applies));
    let mut formulas = Vec::new();
    collect_formulas(&score_decl.parts, &mut formulas);
    for (part, formula) in score.parts.iter_mut().zip(formulas) {
        let Some(formula) = formula else { continue };
        let row = weights.map(|(_, id)| (id, part.name));
        part.body = PartBody::Formula(lower_formula(&mut lowerer, formula, part, row));
    }
    if let Some((span, id)) = weights {
        let table = cx.program.weight_table(id);
        let place = lowerer.place(span);
        for part in &mut score.parts {
            let row = table.rows.iter().find(|(name, _)| *name == part.name);
            match (row, &part.body) {
                (Some((_, weights)), _) => part.out_of = weights.iter().copied().max().unwrap_or(Number::ZERO),
                (None, PartBody::Formula(_)) => {
                    let part_place = Place { span: part.span, ..place };
                    lowerer.report(diag::part_without_weight(part_place, place, part.name.as_str()));
                }
                (None, PartBody::Parts(_)) => {}
            }
        }
        check_weights(&mut lowerer, table, &score, place);
        sum_groups(&mut score);
    } else {
        check_sums(&mut lowerer, &score, decl);
    }
    let (body, diagnostics) = lowerer.finish();
    Lowered { body, applies, kind: ItemKind::Score(score), diagnostics }
}

/// The formulas in the order in which the signature numbers the parts; `None` for parts that are sums.
fn collect_formulas<'a>(parts: &'a [ast::PartDecl], out: &mut Vec<Option<&'a ast::Expr>>) {
    for part in parts {
        match &part.body {
            ast::PartBody::Formula(formula) => out.push(Some(formula)),
            ast::PartBody::Parts(inner) => {
                collect_formulas(inner, out);
                out.push(None);
            }
        }
    }
}

fn lower_formula(
    lowerer: &mut Lowerer<'_>,
    formula: &ast::Expr,
    part: &Part,
    row: Option<(WeightsId, wuwei_source::Name)>,
) -> ExprId {
    let span = formula.span;
    if let Some((table, name)) = row {
        // In a weighted score a part is between nought and one, and its weight makes it points.
        let share = lowerer.any(formula);
        lowerer.require(share, Type::Ratio, span);
        let at = lowerer.weight_row(table, name);
        let weight = lowerer.push(Expr::Weight(table, at), Type::POINTS, span);
        return lowerer.push(Expr::Arith(ArithOp::Mul, share, weight), Type::POINTS, span);
    }
    let is_scale = matches!(formula.kind, ast::ExprKind::Scaled(_));
    if is_scale {
        let share = lowerer.any(formula);
        let most = lowerer.number_node(part.out_of, Type::POINTS, span);
        return lowerer.push(Expr::Arith(ArithOp::Mul, share, most), Type::POINTS, span);
    }
    let id = lowerer.value(formula, Type::POINTS);
    if let Some(most) = largest_constant(lowerer.body(), id)
        && most > part.out_of
        && part.out_of != Number::ZERO
    {
        let place = lowerer.place(span);
        let (most, out_of) = (most.to_decimal(2), part.out_of.to_decimal(2));
        lowerer.report(diag::points_exceed_part(place, part.name.as_str(), &most, &out_of));
    }
    id
}

/// The largest number that a table can give, where its results are plain numbers.
fn largest_constant(body: &Body, id: ExprId) -> Option<Number> {
    match &body.get(id).expr {
        Expr::Bands(_, bands, otherwise) => {
            bands.iter().map(|band| band.result).chain(*otherwise).filter_map(|id| largest_constant(body, id)).max()
        }
        Expr::Cases(cases, otherwise) => {
            cases.iter().map(|case| case.result).chain(*otherwise).filter_map(|id| largest_constant(body, id)).max()
        }
        Expr::Larger(all) => all.iter().filter_map(|id| largest_constant(body, *id)).max(),
        Expr::Range(_, high) | Expr::Expert(_, high) => largest_constant(body, *high),
        _ => constant(body, id),
    }
}

/// Maxima of parts must add up to the whole, unless the sum is said to be cut.
fn check_sums(lowerer: &mut Lowerer<'_>, score: &Score, decl: &ast::Decl) {
    let name = decl.name.map_or(decl.span, |name| name.span);
    let mut wholes: Vec<(&[PartId], Number, bool, Span, String)> = vec![(
        &score.top,
        score.out_of,
        score.capped,
        name,
        decl.name.map_or_else(String::new, |name| name.name.to_string()),
    )];
    for part in &score.parts {
        if let PartBody::Parts(parts) = &part.body {
            wholes.push((parts, part.out_of, part.capped, part.span, part.name.to_string()));
        }
    }
    for (parts, out_of, capped, span, name) in wholes {
        let sum = parts.iter().try_fold(Number::ZERO, |sum, part| sum.add(score.parts[part.index()].out_of));
        let Some(sum) = sum else { continue };
        let wrong = if capped { sum < out_of } else { sum != out_of };
        if wrong && out_of != Number::ZERO {
            let place = lowerer.place(span);
            let parts: Vec<String> = parts
                .iter()
                .map(|part| {
                    let part = &score.parts[part.index()];
                    format!("{} {}", part.name, part.out_of.to_decimal(2))
                })
                .collect();
            let (sum, out_of) = (sum.to_decimal(2), out_of.to_decimal(2));
            lowerer.report(diag::score_parts_sum(place, &name, &sum, &out_of, &parts.join(" + "), capped));
        }
    }
}

/// Each column of weights must add up to the whole, and rows must be parts.
fn check_weights(lowerer: &mut Lowerer<'_>, table: &wuwei_ir::Weights, score: &Score, place: Place) {
    let columns = table.rows.first().map_or(0, |(_, weights)| weights.len());
    for column in 0..columns {
        let sum = table
            .rows
            .iter()
            .filter_map(|(_, weights)| weights.get(column))
            .try_fold(Number::ZERO, |sum, weight| sum.add(*weight));
        if let Some(sum) = sum.filter(|sum| *sum != score.out_of) {
            let (sum, out_of) = (sum.to_decimal(2), score.out_of.to_decimal(2));
            lowerer.report(diag::weights_sum(place, table.head.place, column + 1, &sum, &out_of));
        }
    }
    for (row, _) in &table.rows {
        if !score.parts.iter().any(|part| part.name == *row) {
            lowerer.report(diag::weight_without_part(place, table.head.place, row.as_str()));
        }
    }
}

/// In a weighted score a group of parts is as large as its parts together.
fn sum_groups(score: &mut Score) {
    for n in 0..score.parts.len() {
        if let PartBody::Parts(parts) = &score.parts[n].body {
            let sum = parts.iter().try_fold(Number::ZERO, |sum, part| sum.add(score.parts[part.index()].out_of));
            score.parts[n].out_of = sum.unwrap_or(Number::ZERO);
        }
    }
}
