//! Values written as data: in tests, in ranges, about single subjects.

use wuwei_ir::{Bound, Dim, DocId, EntityId, FactId, Literal, Number, SubjectFact, Type, Unit};
use wuwei_source::Place;
use wuwei_syntax::ast::{self, ExprKind, GivenFact};

use crate::context::Context;
use crate::diagnostics as diag;
use crate::lookup::{find_fact, find_unit};

/// A literal of a type: what stands in data, in ranges and in tests.
pub(crate) fn literal(cx: &Context, doc: DocId, ty: Type, expr: &ast::Expr) -> Option<Literal> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: expr.span };
    let mismatch = |cx: &Context| {
        let wanted = crate::words::type_words(&cx.program, ty);
        cx.report(diag::wrong_literal(place, &wanted));
        None
    };
    match (&expr.kind, ty) {
        (ExprKind::Error, _) => None,
        (ExprKind::Group(inner), _) => literal(cx, doc, ty, inner),
        (ExprKind::None, _) => Some(Literal::None),
        (ExprKind::Truth(truth), Type::Truth) => Some(Literal::Truth(*truth)),
        (ExprKind::Date(date), Type::Date) => cx.date(file, date).map(Literal::Date),
        (ExprKind::Text(text), Type::Text | Type::Any) => Some(Literal::Text(*text)),
        (ExprKind::Text(text), Type::Code(kind)) => {
            if !kind.is_valid(text.as_str()) {
                cx.report(diag::invalid_code(place, text.as_str(), kind));
            }
            Some(Literal::Text(*text))
        }
        (ExprKind::Negate(inner), _) if ty.dim().is_some() => match literal(cx, doc, ty, inner)? {
            Literal::Number(number) => number.neg().map(Literal::Number),
            _ => mismatch(cx),
        },
        (ExprKind::Number(number), Type::Year) => match (number.unit, number.decimals) {
            (None, 0) => i32::try_from(number.digits).ok().map(Literal::Year),
            _ => mismatch(cx),
        },
        (ExprKind::Number(number), _) if ty.dim().is_some() => {
            for unit in [number.unit, number.per].into_iter().flatten() {
                find_unit(cx, doc, unit)?;
            }
            let (value, dim, bare) = number_value(number)?;
            let wanted = ty.dim().unwrap_or(Dim::NONE);
            if bare && wanted != Dim::NONE && wanted != Dim::POINTS {
                let unit = wanted.base().map_or_else(|| wanted.to_string(), |base| base.word().to_string());
                cx.report(diag::literal_without_unit(place, &number_text(number), &unit));
                return None;
            }
            if !bare && dim != wanted {
                return mismatch(cx);
            }
            Some(Literal::Number(value))
        }
        (ExprKind::Path(path), Type::Enum(id)) => {
            let name = path.segments.last()?.name;
            let found = cx.program.enumeration(id).values.iter().position(|value| *value == name);
            if found.is_none() {
                let known = cx.program.enumeration(id).values.clone();
                cx.report(diag::unknown_choice(place, name.as_str(), known));
            }
            found.map(|n| Literal::Choice(n as u8))
        }
        (ExprKind::Path(path), Type::Region) => {
            crate::regions::find_region(cx, Some(doc), place, path).map(Literal::Region)
        }
        (ExprKind::Path(path), Type::Entity(_)) => path.segments.last().map(|segment| Literal::Subject(segment.name)),
        (ExprKind::Text(key), Type::Entity(_)) => Some(Literal::Subject(*key)),
        _ => mismatch(cx),
    }
}

/// A number literal in base units, its dimension, and whether it has no unit at all.
pub(crate) fn number_value(number: &ast::NumberLit) -> Option<(Number, Dim, bool)> {
    let value = Number::decimal(number.digits, number.decimals)?;
    let Some(unit) = number.unit else {
        return Some((value, Dim::NONE, true));
    };
    let unit = Unit::parse(unit.name.as_str())?;
    let value = value.mul(unit.factor)?;
    let Some(per) = number.per else {
        return Some((value, unit.dim(), false));
    };
    let per = Unit::parse(per.name.as_str())?;
    Some((value.div(per.factor)?, unit.dim().div(per.dim())?, false))
}

/// A number literal as written, without its unit.
pub(crate) fn number_text(number: &ast::NumberLit) -> String {
    Number::decimal(number.digits, number.decimals).map_or_else(String::new, |value| value.to_decimal(12))
}

/// Facts given as data, with their values checked against the facts' ranges.
pub(crate) fn given_facts(cx: &Context, doc: DocId, entity: EntityId, given: &[GivenFact]) -> Vec<SubjectFact> {
    let mut facts = Vec::new();
    for fact in given {
        let Some(id) = find_fact(cx, doc, entity, fact.name) else {
            continue;
        };
        let Some(value) = given_value(cx, doc, id, &fact.value) else {
            continue;
        };
        let years = given_years(cx, doc, id, fact.name, fact.years);
        if facts.iter().any(|known: &SubjectFact| known.fact == id && years.contains(&known.year)) {
            let first = given.iter().find(|first| first.name.name == fact.name.name).unwrap_or(fact);
            let file = cx.program.document(doc).file;
            let (place, first) = (Place { file, span: fact.name.span }, Place { file, span: first.name.span });
            cx.report(wuwei_syntax::diagnostics::duplicate_clause(
                place,
                first,
                fact.name.name.as_str(),
                fact.name.name.as_str(),
            ));
            continue;
        }
        facts.extend(years.into_iter().map(|year| SubjectFact { fact: id, year, value }));
    }
    facts
}

/// The years a fact is given for; a yearly fact needs them, another can't have them.
pub(crate) fn given_years(
    cx: &Context,
    doc: DocId,
    fact: FactId,
    name: ast::Ident,
    years: Option<(i32, i32, wuwei_source::Span)>,
) -> Vec<Option<i32>> {
    let file = cx.program.document(doc).file;
    let place = Place { file, span: name.span };
    match (cx.program.fact(fact).yearly, years) {
        (true, Some((first, last, _))) if first <= last && last - first < 100 => (first..=last).map(Some).collect(),
        (true, Some((_, _, span))) => {
            cx.report(diag::wrong_years(Place { file, span }));
            Vec::new()
        }
        (true, None) => {
            cx.report(diag::missing_period(place, name.name.as_str()));
            Vec::new()
        }
        (false, Some((_, _, span))) => {
            cx.report(diag::needless_period(Place { file, span }, name.name.as_str()));
            Vec::new()
        }
        (false, None) => vec![None],
    }
}

/// A value for a fact, within its range; `None` also for `unknown`.
pub(crate) fn given_value(cx: &Context, doc: DocId, fact: FactId, value: &ast::Expr) -> Option<Literal> {
    if matches!(value.kind, ExprKind::Unknown) {
        return None;
    }
    let ty = cx.program.fact(fact).ty;
    let literal = literal(cx, doc, ty, value)?;
    let place = Place { file: cx.program.document(doc).file, span: value.span };
    let number = match literal {
        Literal::Number(number) => number,
        Literal::Date(date) => Number::int(i64::from(date.days())),
        Literal::Year(year) => Number::int(i64::from(year)),
        Literal::None if !cx.program.fact(fact).or_none => {
            let name = cx.program.fact(fact).name;
            cx.report(diag::none_not_allowed(place, name.as_str()));
            return None;
        }
        _ => return Some(literal),
    };
    if let Some(range) = out_of_range(cx, fact, number) {
        let name = cx.program.fact(fact).name;
        cx.report(diag::literal_out_of_range(place, name.as_str(), &range));
        return None;
    }
    Some(literal)
}

/// The declared range in words, when a number lies outside it.
pub(crate) fn out_of_range(cx: &Context, fact: FactId, number: Number) -> Option<String> {
    let fact = cx.program.fact(fact);
    let (low, high) = fact.range?;
    let below = matches!(low, Bound::Number(low) if number < low);
    let above = matches!(high, Bound::Number(high) if number > high);
    let show = |bound: Bound| match bound {
        Bound::Today => "today".to_string(),
        Bound::Number(number) => show_number(fact.ty, fact.unit, number),
    };
    (below || above).then(|| format!("{} .. {}", show(low), show(high)))
}

/// A number of a type in a unit, for messages.
pub(crate) fn show_number(ty: Type, unit: Unit, number: Number) -> String {
    match ty {
        Type::Date => number
            .to_i64()
            .and_then(wuwei_ir::Date::from_days)
            .map_or_else(|| number.to_string(), |date| date.to_string()),
        Type::Year => number.to_decimal(0),
        _ => {
            let value = number.div(unit.factor).unwrap_or(number);
            format!("{} {}", value.to_decimal(4), unit.text()).trim_end().to_string()
        }
    }
}

/// The end of a range: a literal of the fact's type, or `today`.
pub(crate) fn bound(cx: &Context, doc: DocId, ty: Type, expr: &ast::Expr) -> Option<Bound> {
    if matches!(expr.kind, ExprKind::Today) && ty == Type::Date {
        return Some(Bound::Today);
    }
    match literal(cx, doc, ty, expr)? {
        Literal::Number(number) => Some(Bound::Number(number)),
        Literal::Date(date) => Some(Bound::Number(Number::int(i64::from(date.days())))),
        Literal::Year(year) => Some(Bound::Number(Number::int(i64::from(year)))),
        _ => None,
    }
}
