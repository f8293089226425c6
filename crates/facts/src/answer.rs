//! One fact as somebody tells it, read by the same rules as a cell of a table.

use wuwei_ir::{Date, EntityId, FactId, Literal, Program, Type, Unit};
use wuwei_source::{Name, Text};
use wuwei_table::Cell;

use crate::cell;
use crate::guests::Guests;
use crate::header;
use crate::template::asked_unit;

/// The value of a fact in words: money without a unit is in the unit in which it is asked for, 万元.
pub fn read_value(program: &Program, fact: FactId, text: &str, today: Date) -> Result<Literal, Text> {
    let definition = program.fact(fact);
    let unit = Unit::parse(&asked_unit(definition)).unwrap_or(definition.unit);
    value(program, fact, unit, text, today, &mut intern)
}

/// A fact by name, `研发费用@2024` or `研发费用@2024(万元)`, and its value in words. Money has its unit behind the name or the
/// number, because nobody can see from a bare number which was meant.
pub fn read_named(
    program: &Program,
    entity: EntityId,
    name: &str,
    text: &str,
    today: Date,
) -> Result<(FactId, Option<i32>, Literal), Text> {
    named(program, entity, name, text, today, &mut intern)
}

/// The same, told by a stranger: texts that nobody here knows become guests.
pub fn read_told(
    program: &Program,
    entity: EntityId,
    name: &str,
    text: &str,
    today: Date,
    guests: &mut Guests<'_>,
) -> Result<(FactId, Option<i32>, Literal), Text> {
    named(program, entity, name, text, today, &mut |text| guests.name(text))
}

fn intern(text: &str) -> Result<Name, cell::Refusal> {
    Ok(Name::new(text))
}

fn named(
    program: &Program,
    entity: EntityId,
    name: &str,
    text: &str,
    today: Date,
    naming: cell::Naming<'_>,
) -> Result<(FactId, Option<i32>, Literal), Text> {
    let header = header::read(program, entity, name).map_err(|bad| joined(&bad.why, &bad.hint))?;
    let says_unit = || {
        name.chars().chain(text.chars()).any(|c| wuwei_table::narrow(c) == '(')
            || text.trim().ends_with(|last: char| !last.is_ascii_digit() && last != '.')
    };
    if program.fact(header.fact).ty == Type::MONEY && text.trim() != "0" && !says_unit() {
        return Err(Text::new(
            format!("“{name}”没有写单位；写成“{text}万元”或“{text}元”"),
            format!("{name} has no unit; write {text}万元 or {text}元"),
        ));
    }
    let read = value(program, header.fact, header.unit, text, today, naming);
    let literal = read.map_err(|why| Text::new(format!("{name}：{}", why.zh), format!("{name}: {}", why.en)))?;
    Ok((header.fact, header.year, literal))
}

/// The fact that a name means, `研发费用@2024`.
pub fn read_name(program: &Program, entity: EntityId, name: &str) -> Result<(FactId, Option<i32>), Text> {
    let header = header::read(program, entity, name).map_err(|bad| joined(&bad.why, &bad.hint))?;
    Ok((header.fact, header.year))
}

/// Whether somebody says that a fact isn't known.
pub fn is_not_known(text: &str) -> bool {
    ["", "?", "？", "不知道", "未知", "unknown"].contains(&text.trim())
}

/// An answer with the unit in which it was asked for, so that whoever reads it later sees what was meant.
pub fn with_unit(program: &Program, fact: FactId, text: &str) -> String {
    let definition = program.fact(fact);
    let is_bare = text.chars().next_back().is_some_and(|last| wuwei_table::narrow(last).is_ascii_digit());
    if definition.ty == Type::MONEY && is_bare { format!("{text}{}", asked_unit(definition)) } else { text.to_string() }
}

/// One answer as somebody gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The fact: `研发费用@2024`, or by the way that leads to another subject `所在孵化器.孵化器级别`.
    pub name: String,
    /// What it is, in words.
    pub value: String,
}

impl Given {
    /// The answers of a text, one a line: `研发费用@2024 = 120万元`. Empty lines and those that begin with `#` say nothing; a
    /// line without `=` is given back by its number.
    pub fn lines(text: &str) -> Result<Vec<Given>, usize> {
        let mut out = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, value) = line.rsplit_once('=').ok_or(n + 1)?;
            out.push(Given { name: name.trim().to_string(), value: value.trim().to_string() });
        }
        Ok(out)
    }
}

impl std::fmt::Display for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} = {}", self.name, self.value)
    }
}

fn value(
    program: &Program,
    fact: FactId,
    unit: Unit,
    text: &str,
    today: Date,
    naming: cell::Naming<'_>,
) -> Result<Literal, Text> {
    let definition = program.fact(fact);
    let read = cell::read_by(program, definition, unit, &Cell::Text(text.trim().into()), today, naming);
    read.map_err(|refusal| {
        let (why, hint) = (&refusal.why, &refusal.hint);
        let (zh, en) = (format!("“{text}”：{}", why.zh), format!("{text}: {}", why.en));
        joined(&Text::new(zh, en), hint)
    })
}

fn joined(why: &Text, hint: &Text) -> Text {
    match hint.zh.is_empty() {
        true => why.clone(),
        false => Text::new(format!("{}；{}", why.zh, hint.zh), format!("{}; {}", why.en, hint.en)),
    }
}
