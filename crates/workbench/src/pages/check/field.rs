//! How a fact is asked for, and what counts as an answer.
//!
//! Only facts are asked for whose answers say nothing of who answers: no name, no code of a register, no free text, nobody
//! else's name. Where another subject is meant, only whether there is one.

use wuwei_facts::{is_not_known, read_value};
use wuwei_ir::{CodeKind, Date, EnumId, FactId, Literal, Program, Type};
use wuwei_source::Text;

/// So long is an answer at most, in characters.
pub(super) const LONGEST: usize = 60;
/// There is one, which isn't asked for by name.
pub(super) const SOME: &str = "有";
/// There is none.
pub(super) const NONE: &str = "无";
/// Nobody knows.
pub(super) const UNKNOWN: &str = "?";

/// How a fact is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Yes or no.
    YesNo,
    /// One of a list.
    Choice(EnumId),
    /// A number in its unit.
    Number,
    /// A day.
    Day,
    /// A year.
    Year,
    /// A region of the list.
    Region,
    /// A class of GB/T 4754.
    Industry,
    /// Whether there is one.
    Has,
}

/// An answer, understood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    /// This is it.
    Value(Literal),
    /// There is one; which, isn't asked.
    Some,
    /// It isn't known.
    Unknown,
}

impl Field {
    /// How a fact is asked for; nothing where it isn't.
    pub(super) fn of(program: &Program, fact: FactId) -> Option<Field> {
        let definition = program.fact(fact);
        let entity = program.entity(definition.entity);
        // What an assessor judges nobody can tell of themselves.
        if [entity.key, entity.name].contains(&Some(fact)) || definition.expert {
            return None;
        }
        match definition.ty {
            Type::Truth => Some(Field::YesNo),
            Type::Enum(id) => Some(Field::Choice(id)),
            Type::Quantity(_) | Type::Ratio => Some(Field::Number),
            Type::Date => Some(Field::Day),
            Type::Year => Some(Field::Year),
            Type::Region => Some(Field::Region),
            Type::Code(CodeKind::Industry) => Some(Field::Industry),
            Type::Entity(_) => definition.or_none.then_some(Field::Has),
            Type::Text | Type::Code(CodeKind::Uscc) | Type::Any => None,
        }
    }

    /// Reads an answer. Nothing of it is kept beyond its value: what isn't understood leaves no trace in memory. The one text
    /// that is kept is a class of industry, of which there are only so many.
    pub(super) fn read(self, program: &Program, fact: FactId, text: &str, today: Date) -> Result<Said, Text> {
        if text.chars().count() > LONGEST {
            return Err(Text::new(
                format!("太长了，最多 {LONGEST} 个字"),
                format!("too long; at most {LONGEST} characters"),
            ));
        }
        if is_not_known(text) {
            return Ok(Said::Unknown);
        }
        if self == Field::Has {
            return match text {
                SOME => Ok(Said::Some),
                NONE => Ok(Said::Value(Literal::None)),
                _ => Err(Text::new("请选“有”或“没有”", "choose yes or no")),
            };
        }
        // A value stands on a line of its own behind its name when a form carries it.
        if text.contains(['=', '\n', '\r']) {
            return Err(Text::new("不能有“=”和换行", "it can't hold = or a new line"));
        }
        // What was written stands in the field beside the message, which needn't repeat it.
        read_value(program, fact, text, today).map(Said::Value).map_err(|why| {
            let (zh, en) = (format!("“{text}”："), format!("{text}: "));
            Text::new(why.zh.strip_prefix(&zh).unwrap_or(&why.zh), why.en.strip_prefix(&en).unwrap_or(&why.en))
        })
    }
}
