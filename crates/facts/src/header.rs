//! Headers of columns: `研发费用@2024(万元)`.

use std::borrow::Cow;

use wuwei_ir::{EntityId, FactId, Program, Unit};
use wuwei_source::{Name, Text, did_you_mean};

use wuwei_table::narrowed;

/// A column that a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) fact: FactId,
    pub(crate) year: Option<i32>,
    pub(crate) unit: Unit,
}

/// Why a header names no column.
#[derive(Debug)]
pub(crate) struct BadHeader {
    pub(crate) why: Text,
    pub(crate) hint: Text,
}

/// A tidied header's name, its year and its unit.
fn bare(narrow: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, unit) = match narrow.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((rest, unit)) => (rest.trim(), Some(unit.trim())),
        None => (narrow, None),
    };
    match rest.split_once('@') {
        Some((name, year)) => (name.trim(), Some(year.trim()), unit),
        None => (rest, None, unit),
    }
}

/// A header without the spaces around it and without wide characters.
fn tidied(text: &str) -> Cow<'_, str> {
    narrowed(text.trim())
}

/// The name in a header, without year and unit.
pub(crate) fn name_of(text: &str) -> String {
    bare(&tidied(text)).0.to_string()
}

/// Whether a header names a fact of a kind of subject, whatever its year and unit.
pub(crate) fn names_fact(program: &Program, entity: EntityId, text: &str) -> bool {
    program.fact_named(entity, bare(&tidied(text)).0).is_some()
}

/// Reads a header.
pub(crate) fn read(program: &Program, entity: EntityId, text: &str) -> Result<Header, BadHeader> {
    let text = tidied(text);
    let (name, year, unit) = bare(&text);
    let bad = |why: Text, hint: Text| Err(BadHeader { why, hint });
    let Some(id) = program.fact_named(entity, name) else {
        let known = program.entity(entity).facts.iter().map(|fact| program.fact(*fact).name);
        let near: Vec<Name> = did_you_mean(name, known);
        let kind = program.entity(entity).head.name;
        let hint = match near.first() {
            Some(near) => Text::new(format!("是不是“{near}”？"), format!("did you mean {near}?")),
            None => Text::new("改名，或删去这一列", "rename the column, or remove it"),
        };
        return bad(
            Text::new(format!("{kind}没有名为“{name}”的事实"), format!("{kind} has no fact called {name}")),
            hint,
        );
    };
    let fact = program.fact(id);
    let year = match (fact.yearly, year) {
        (true, Some(year)) => match year.trim_end_matches('年').parse::<i32>() {
            Ok(year) if (1900..=2200).contains(&year) => Some(year),
            _ => {
                return bad(
                    Text::new("“@”后面不是年份", "what follows @ is no year"),
                    Text::new(format!("写作 {name}@2024"), format!("write {name}@2024")),
                );
            }
        },
        (true, None) => {
            return bad(
                Text::new(
                    "这个事实每年一个值，列名没有写年份",
                    "this fact has one value per year, and the header names none",
                ),
                Text::new(format!("写作 {name}@2024"), format!("write {name}@2024")),
            );
        }
        (false, Some(_)) => {
            return bad(
                Text::new("这个事实没有年度之分", "this fact has no yearly values"),
                Text::new(format!("写作 {name}"), format!("write {name}")),
            );
        }
        (false, None) => None,
    };
    let unit = match unit {
        None => fact.unit,
        Some(word) => match Unit::parse(word) {
            Some(unit) if Some(unit.dim()) == fact.ty.dim() => unit,
            _ => {
                let wanted = fact.unit.text();
                return bad(
                    Text::new(
                        format!("单位“{word}”不适用于这个事实"),
                        format!("the unit {word} doesn't fit this fact"),
                    ),
                    Text::new(
                        format!("单位是{wanted}，可以加 百、千、万、亿"),
                        format!("its unit is {wanted}, perhaps with 百, 千, 万 or 亿"),
                    ),
                );
            }
        },
    };
    Ok(Header { fact: id, year, unit })
}
