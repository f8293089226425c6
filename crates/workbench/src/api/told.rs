//! Facts that somebody tells with a question: nothing of them is kept.

use std::borrow::Cow;

use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use wuwei_engine::{Memory, Row};
use wuwei_facts::{Guests, read_told};
use wuwei_ir::{Date, EntityId, Literal, Program, SubjectFact};
use wuwei_source::{Name, Text};

use super::problem::{Problem, Wrong};
use super::schema::{map, said};

/// The most facts of one question.
const MOST: usize = 2000;

/// One subject that somebody describes.
pub(super) struct Told<'p> {
    /// A population of nobody but this one.
    pub(super) people: Memory<'p>,
    pub(super) row: Row,
    pub(super) key: Option<Name>,
    pub(super) called: Option<Name>,
    guests: Guests<'p>,
}

/// How facts are told.
pub(super) fn facts_schema() -> Json {
    let money = json!({
        "type": "object",
        "properties": {
            "amount": { "type": "string", "maxLength": 40 },
            "currency": { "type": "string", "enum": ["CNY"] },
        },
        "required": ["amount", "currency"],
        "additionalProperties": false,
    });
    let text = json!({ "type": "string", "maxLength": 1000 });
    let value = json!({
        "anyOf": [text, { "type": "number" }, { "type": "boolean" }, { "type": "null" }, money],
    });
    let about = "Facts by name, those of a year as NAME@YEAR. Values are written as in a table: \"100万元\", 12, true, \
        \"2020-05-01\"; amounts have their unit, or are {amount, currency} in yuan. Null is not known.";
    said(map(value), about)
}

impl<'p> Told<'p> {
    /// The subject that a body describes.
    pub(super) fn read(program: &'p Program, entity: EntityId, facts: &Json, today: Date) -> Result<Told<'p>, Problem> {
        let mut guests = Guests::new(program);
        let mut known: Vec<SubjectFact> = Vec::new();
        let mut wrong = Vec::new();
        let none = serde_json::Map::new();
        let facts = facts.as_object().unwrap_or(&none);
        if facts.len() > MOST {
            return Err(Problem::body("/facts", Text::new("事实太多", "there are too many facts")));
        }
        for (name, value) in facts {
            let Some(text) = written(value) else { continue };
            let at = || format!("/facts/{}", name.replace('~', "~0").replace('/', "~1"));
            match read_told(program, entity, name, &text, today, &mut guests) {
                Ok((fact, year, value)) => {
                    if known.iter().any(|one| (one.fact, one.year) == (fact, year)) {
                        let what = Text::new("同一事实写了两次", "the same fact is told twice");
                        wrong.push(Wrong { at: at(), what });
                    }
                    known.push(SubjectFact { fact, year, value });
                }
                Err(what) => wrong.push(Wrong { at: at(), what }),
            }
        }
        if !wrong.is_empty() {
            wrong.truncate(100);
            let what = Text::new("有的事实不对", "some facts are wrong");
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "facts", what).at(wrong));
        }
        let text = |fact: Option<wuwei_ir::FactId>| {
            let found = known.iter().find(|one| Some(one.fact) == fact && one.year.is_none())?;
            match found.value {
                Literal::Text(text) => Some(text),
                _ => None,
            }
        };
        let (key, called) = (text(program.entity(entity).key), text(program.entity(entity).name));
        let mut people = Memory::new(program);
        let row = people.add(entity, Name::new(""), &known);
        Ok(Told { people, row, key, called, guests })
    }

    /// An answer as JSON, with the texts that were told.
    pub(super) fn write(&self, json: String) -> String {
        let inside = |text: &str| {
            let quoted = Json::from(text).to_string();
            quoted[1..quoted.len() - 1].to_string()
        };
        match self.guests.restored(&json, &inside) {
            Cow::Owned(restored) => restored,
            Cow::Borrowed(_) => json,
        }
    }
}

/// A value as people write it into a table; nothing where it isn't known.
fn written(value: &Json) -> Option<Cow<'_, str>> {
    Some(match value {
        Json::String(text) if text.trim().is_empty() => return None,
        Json::String(text) => Cow::Borrowed(text.as_str()),
        Json::Bool(truth) => Cow::Borrowed(if *truth { "是" } else { "否" }),
        Json::Number(number) => Cow::Owned(number.to_string()),
        Json::Object(money) => Cow::Owned(format!("{}元", money.get("amount").and_then(Json::as_str)?.trim())),
        _ => return None,
    })
}
