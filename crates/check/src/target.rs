//! Targets: indicator, comparison, value, deadline, owners.

use wuwei_ir::{
    ActionId, Base, Basis, Date, Deadline, Dim, DocId, Form, IndicatorId, Number, Owners, PartyId, RegionId, SubjectId,
    Target, TargetId, TargetValue, Unit, Whose,
};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, ExprKind, TargetDecl};

use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::expr::compare_op;
use crate::literal::number_value;
use crate::lookup::{find_in_space, realised};
use crate::plan::lower_owners;
use crate::scope::{Found, Space};

/// Lowers one target; its id if it could be read.
pub(crate) fn lower(
    cx: &mut Context,
    doc: DocId,
    heading: Option<u32>,
    action: Option<ActionId>,
    target: &TargetDecl,
) -> Option<TargetId> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: target.span };
    let indicator = find_in_space(cx, doc, Space::Indicator, &target.indicator).map(IndicatorId)?;
    let name = cx.program.indicator(indicator).head.name;
    let whose = match &target.whose {
        Some(path) => find_whose(cx, doc, path)?,
        None => Whose::Region(cx.program.document(doc).region),
    };
    let value = match &target.value {
        ast::TargetValue::Number(expr) => number(cx, doc, indicator, target, expr)?,
        ast::TargetValue::Indicator(path, of) => {
            let other = find_in_space(cx, doc, Space::Indicator, path).map(IndicatorId)?;
            let (found, of_own) = (cx.program.indicator(other).unit.dim(), cx.program.indicator(indicator).unit.dim());
            let wanted = if target.form == ast::TargetForm::Growth { Dim::NONE } else { of_own };
            if found != wanted {
                cx.report(diag::unit_mismatch(Place { file, span: path.span() }, found, wanted));
            }
            let region = match of {
                Some(of) => {
                    let place = Place { file, span: of.span() };
                    Some(crate::regions::find_region(cx, Some(doc), place, of)?)
                }
                None => None,
            };
            TargetValue::Indicator(other, region)
        }
    };
    let deadline = match &target.deadline {
        Some(deadline) => find_deadline(cx, doc, deadline),
        None => {
            cx.report(diag::target_without_date(place, name.as_str()));
            None
        }
    };
    let owners = match &target.owners {
        Some(owners) => lower_owners(cx, doc, owners),
        None if action.is_some() => Owners::Missing,
        None => match cx.owners_silent.get(&doc) {
            Some(why) => Owners::NotStated(Some(*why)),
            None => {
                cx.report(diag::target_without_owner(place, name.as_str()));
                Owners::NotStated(None)
            }
        },
    };
    let basis = target.annotations.basis.as_ref().and_then(|basis| cx.basis(file, basis));
    let basis: Basis = basis.map_or(cx.program.document(doc).basis, |basis| basis.0);
    let form = match target.form {
        ast::TargetForm::Value => Form::Value,
        ast::TargetForm::Growth => Form::Growth,
        ast::TargetForm::Increase => Form::Increase,
    };
    let realises = realised(cx, doc, &target.realises);
    let id = TargetId::from_index(cx.program.targets.len());
    cx.program.targets.push(Target {
        doc,
        place,
        heading,
        action,
        form,
        indicator,
        whose,
        op: compare_op(target.op),
        value,
        deadline,
        wording: target.wording.map(|wording| wording.name),
        owners,
        realises,
        article: target.annotations.article.map(words),
        basis,
        notes: target.annotations.notes.iter().copied().map(words).collect(),
    });
    Some(id)
}

/// Whose value a target is about: a subject, a region or a party of that name.
fn find_whose(cx: &mut Context, doc: DocId, path: &ast::Path) -> Option<Whose> {
    let segments: Vec<Name> = path.segments.iter().map(|segment| segment.name).collect();
    let name = *segments.last()?;
    if let Found::One(index) = cx.scopes.find(&cx.program, Space::Subject, doc, name) {
        return Some(Whose::Subject(SubjectId(index)));
    }
    let regions: Vec<RegionId> = cx.scopes.region_in(&cx.program, Some(doc), &segments);
    if let [region] = regions.as_slice() {
        return Some(Whose::Region(*region));
    }
    if let Found::One(index) = cx.scopes.find(&cx.program, Space::Party, doc, name) {
        return Some(Whose::Party(PartyId(index)));
    }
    let place = Place { file: cx.program.document(doc).file, span: path.span() };
    let mut known: Vec<Name> = cx.scopes.visible(&cx.program, Space::Subject, doc);
    known.extend(cx.program.regions.iter().map(|region| region.head.name));
    known.extend(cx.scopes.visible(&cx.program, Space::Party, doc));
    cx.report(diag::unknown_name(place, &path.text(), known, Space::Subject));
    None
}

/// A number in the indicator's dimension, or a rate for a growth target.
fn number(
    cx: &mut Context,
    doc: DocId,
    indicator: IndicatorId,
    target: &TargetDecl,
    expr: &ast::Expr,
) -> Option<TargetValue> {
    let place = Place { file: cx.program.document(doc).file, span: expr.span };
    let (literal, negative) = match &expr.kind {
        ExprKind::Number(number) => (number, false),
        ExprKind::Negate(inner) => match &inner.kind {
            ExprKind::Number(number) => (number, true),
            _ => return wrong_value(cx, place),
        },
        ExprKind::Error => return None,
        _ => return wrong_value(cx, place),
    };
    let sign = if negative { Number::int(-1) } else { Number::ONE };
    let written = Number::decimal(literal.digits, literal.decimals)?.mul(sign)?;
    let unit = literal.unit.map_or(Some(Unit::NUMBER), |unit| Unit::parse(unit.name.as_str()));
    let Some(unit) = unit else {
        let word = literal.unit.map_or_else(String::new, |unit| unit.name.to_string());
        cx.report(diag::unknown_unit(place, &word));
        return None;
    };
    let (base, dim, _) = number_value(literal)?;
    let of = cx.program.indicator(indicator).unit;
    let wanted = if target.form == ast::TargetForm::Growth { Dim::NONE } else { of.dim() };
    if dim != wanted {
        let name = cx.program.indicator(indicator).head.name;
        let growth = target.form == ast::TargetForm::Growth;
        let name = if growth { format!("growth of {name}") } else { name.to_string() };
        let shown = if wanted == Dim::NONE { "%".to_string() } else { of.text() };
        let written = format!("{} {}", written.to_decimal(6), unit.text());
        cx.report(diag::target_unit(place, name.as_str(), written.trim(), &shown));
        return None;
    }
    Some(TargetValue::Number { written, unit, base: base.mul(sign)? })
}

fn wrong_value(cx: &mut Context, place: Place) -> Option<TargetValue> {
    let wanted = crate::words::type_words(&cx.program, wuwei_ir::Type::NUMBER);
    cx.report(diag::wrong_literal(place, &wanted));
    None
}

fn find_deadline(cx: &mut Context, doc: DocId, deadline: &ast::Deadline) -> Option<Deadline> {
    let document = cx.program.document(doc);
    let (file, period, from) = (document.file, document.period, document.from);
    let id = document.id;
    let at = |span| Place { file, span };
    let found = match deadline {
        ast::Deadline::Year(year, span) => Some((Deadline::Year(*year), *span)),
        ast::Deadline::Day(day) => Some((Deadline::Day(cx.date(file, day)?), day.span)),
        ast::Deadline::PlanEnd(span) | ast::Deadline::EachYear(None, span) => match (period, deadline) {
            (Some((_, last)), ast::Deadline::PlanEnd(_)) => Some((Deadline::PlanEnd(last), *span)),
            (Some((first, last)), _) => Some((Deadline::EachYear(first, last), *span)),
            (None, _) => {
                cx.report(diag::plan_without_period(at(*span), id.as_str()));
                None
            }
        },
        ast::Deadline::EachYear(Some((first, last)), span) if first > last => {
            cx.report(diag::wrong_years(at(*span)));
            None
        }
        ast::Deadline::EachYear(Some((first, last)), span) => Some((Deadline::EachYear(*first, *last), *span)),
        ast::Deadline::Within(years, unit, span) => {
            let found = unit.and_then(|unit| Unit::parse(unit.name.as_str())).map_or(Dim::NONE, Unit::dim);
            let wanted = Dim::of(Base::Year);
            if let Some(unit) = unit
                && found != wanted
            {
                cx.report(diag::unit_mismatch(at(unit.span), found, wanted));
                return None;
            }
            let day: Option<Date> = from.add_months(i64::from(*years) * 12, false);
            day.map(|day| (Deadline::Within(*years, day), *span))
        }
    };
    let (deadline, span) = found?;
    if let Some((first, last)) = period
        && !matches!(deadline, Deadline::Within(..))
        && !(first..=last).contains(&deadline.year())
    {
        cx.report(diag::deadline_outside_plan(at(span), deadline.year(), first, last));
    }
    Some(deadline)
}
