//! Values as a proof writes them: by the names of the documents, exact, each in one way.

use serde_json::Value as Json;
use wuwei_engine::{Absence, Range, Truth, Value};
use wuwei_ir::{Date, Literal, Number, Program, Type};
use wuwei_source::Name;

use super::json::{self, Object};

/// Appends a known fact. Numbers are in base units, money in 分.
pub(super) fn write(out: &mut String, program: &Program, ty: Type, literal: Literal) {
    match literal {
        Literal::Number(number) => text_of_number(out, number),
        Literal::Date(date) => json::text(out, &date.to_string()),
        Literal::Year(year) => json::whole(out, year),
        Literal::Truth(truth) => out.push_str(if truth { "true" } else { "false" }),
        Literal::Text(name) | Literal::Subject(name) => json::text(out, name.as_str()),
        Literal::Choice(at) => json::text(out, choice(program, ty, usize::from(at)).map_or("", Name::as_str)),
        Literal::Region(region) => json::text(out, program.region(region).code.as_str()),
        Literal::None => out.push_str("{\"none\":true}"),
    }
}

/// Reads what [`write()`] wrote for a fact of this type; nothing where it is no value of the type.
pub(super) fn read(program: &Program, ty: Type, json: &Json) -> Option<Literal> {
    if json.as_object().is_some_and(|fields| fields.len() == 1 && fields.get("none") == Some(&Json::Bool(true))) {
        return Some(Literal::None);
    }
    Some(match ty {
        Type::Truth => Literal::Truth(json.as_bool()?),
        Type::Quantity(_) | Type::Ratio => Literal::Number(number(json.as_str()?)?),
        Type::Date => Literal::Date(Date::parse(json.as_str()?)?),
        Type::Year => Literal::Year(i32::try_from(json.as_i64()?).ok()?),
        Type::Enum(_) => Literal::Choice(u8::try_from(chosen(program, ty, json.as_str()?)?).ok()?),
        Type::Region => Literal::Region(program.region_named(json.as_str()?)?),
        Type::Entity(_) => Literal::Subject(Name::new(json.as_str()?)),
        Type::Text | Type::Code(_) | Type::Any => Literal::Text(Name::new(json.as_str()?)),
    })
}

/// Appends what is known about a value.
pub(super) fn write_value(out: &mut String, program: &Program, ty: Type, value: &Value) {
    match value {
        Value::Truth(truth) => json::text(out, truth.word()),
        Value::Absent => out.push_str("{\"none\":true}"),
        Value::Number(range, Absence::Never) if range.exact().is_some() => end(out, ty, range.low),
        Value::Number(range, absence) => {
            let mut object = Object::new(out);
            end(object.field("high"), ty, range.high);
            end(object.field("low"), ty, range.low);
            or_none(object, *absence);
        }
        Value::Choice(set, Absence::Never) if set.count_ones() == 1 => {
            json::text(out, choice(program, ty, set.trailing_zeros() as usize).map_or("", Name::as_str));
        }
        Value::Choice(set, absence) => {
            let mut object = Object::new(out);
            // Where absence is possible its field stands before the choices.
            if *absence != Absence::Never {
                object.field("none").push_str("true");
            }
            let chosen = (0..64).filter(|at| set & (1 << at) != 0);
            json::list(object.field("one_of"), chosen, |out, at| {
                json::text(out, choice(program, ty, at).map_or("", Name::as_str));
            });
            object.end();
        }
        Value::Atom(Some(literal), Absence::Never) => write(out, program, ty, *literal),
        Value::Atom(atom, absence) => {
            let mut object = Object::new(out);
            match atom {
                Some(literal) => write(object.field("is"), program, ty, *literal),
                None => object.field("any").push_str("true"),
            }
            or_none(object, *absence);
        }
    }
}

/// Reads what [`write_value`] wrote for a fact of this type.
pub(super) fn read_value(program: &Program, ty: Type, json: &Json) -> Option<Value> {
    let fields = json.as_object();
    let absence = match fields.and_then(|fields| fields.get("none")) {
        Some(_) => Absence::Possible,
        None => Absence::Never,
    };
    let field = |name: &str| fields.and_then(|fields| fields.get(name));
    if fields.is_some_and(|fields| fields.len() == 1) && field("none").is_some() {
        return Some(Value::Absent);
    }
    match ty {
        Type::Truth => match json.as_str()? {
            "yes" => Some(Value::Truth(Truth::Yes)),
            "no" => Some(Value::Truth(Truth::No)),
            "unknown" => Some(Value::Truth(Truth::Unknown)),
            _ => None,
        },
        Type::Quantity(_) | Type::Ratio | Type::Date | Type::Year => {
            let end = |json: &Json| match ty {
                Type::Date => Some(Number::int(i64::from(Date::parse(json.as_str()?)?.days()))),
                _ => number(json.as_str()?),
            };
            let range = match (field("low"), field("high")) {
                (Some(low), Some(high)) => Range { low: end(low), high: end(high) },
                _ => Range::exactly(end(json)?),
            };
            Some(Value::Number(range, absence))
        }
        Type::Enum(_) => {
            let names = match field("one_of") {
                Some(list) => list.as_array()?.iter().map(Json::as_str).collect::<Option<Vec<&str>>>()?,
                None => vec![json.as_str()?],
            };
            let bit = |name: &str| Some(1_u64 << chosen(program, ty, name)?);
            let set = names.into_iter().map(bit).try_fold(0, |set, bit| Some(set | bit?))?;
            Some(Value::Choice(set, absence))
        }
        _ if field("any").is_some() => Some(Value::Atom(None, absence)),
        _ => Some(Value::Atom(Some(read(program, ty, field("is").unwrap_or(json))?), absence)),
    }
}

fn or_none(mut object: Object<'_>, absence: Absence) {
    if absence != Absence::Never {
        object.field("none").push_str("true");
    }
    object.end();
}

/// The end of a range; an open one is null.
fn end(out: &mut String, ty: Type, number: Option<Number>) {
    let day = |number: Number| number.to_i64().and_then(Date::from_days);
    match (number, ty) {
        (None, _) => out.push_str("null"),
        (Some(number), Type::Date) if day(number).is_some() => {
            json::text(out, &day(number).map(|day| day.to_string()).unwrap_or_default());
        }
        (Some(number), _) => text_of_number(out, number),
    }
}

/// A whole number, or a fraction in lowest terms.
fn text_of_number(out: &mut String, number: Number) {
    out.push('"');
    out.push_str(&number.numerator().to_string());
    if !number.is_integer() {
        out.push('/');
        out.push_str(&number.denominator().to_string());
    }
    out.push('"');
}

fn number(text: &str) -> Option<Number> {
    match text.split_once('/') {
        Some((above, below)) => Number::ratio(above.parse().ok()?, below.parse().ok()?),
        None => Number::ratio(text.parse().ok()?, 1),
    }
}

fn choice(program: &Program, ty: Type, at: usize) -> Option<Name> {
    match ty {
        Type::Enum(id) => program.enumeration(id).values.get(at).copied(),
        _ => None,
    }
}

fn chosen(program: &Program, ty: Type, name: &str) -> Option<usize> {
    match ty {
        Type::Enum(id) => program.enumeration(id).values.iter().position(|value| *value == name),
        _ => None,
    }
}
