//! Whether what was sent has the shape that the OpenAPI document says, looked up in that very shape.

use std::fmt;

use serde_json::Value as Json;
use wuwei_source::Text;

use super::problem::Wrong;

/// So many faults are told.
const TOLD: usize = 20;

/// What is wrong with a value; nothing where it fits.
pub(crate) fn check(schema: &Json, value: &Json) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    look(schema, value, &At::Root, &mut wrong);
    wrong.truncate(TOLD);
    wrong
}

/// Where a value stands in what was sent; written out where something is wrong there, which is seldom.
#[derive(Clone, Copy)]
enum At<'a> {
    Root,
    Field(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Root => Ok(()),
            At::Field(of, name) => write!(f, "{of}/{}", name.replace('~', "~0").replace('/', "~1")),
            At::Item(of, n) => write!(f, "{of}/{n}"),
        }
    }
}

fn look(schema: &Json, value: &Json, at: &At<'_>, wrong: &mut Vec<Wrong>) {
    if wrong.len() >= TOLD {
        return;
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let mut tried: Vec<Vec<Wrong>> = Vec::new();
        for choice in choices {
            let mut inside = Vec::new();
            look(choice, value, at, &mut inside);
            if inside.is_empty() {
                return;
            }
            tried.push(inside);
        }
        // The choice that goes furthest is the one that was meant.
        tried.sort_by_key(|inside| std::cmp::Reverse(inside.iter().map(|one| one.at.len()).max()));
        wrong.extend(tried.into_iter().next().unwrap_or_default());
        return;
    }
    if let Some(what) = misfit(schema, value) {
        wrong.push(Wrong { at: at.to_string(), what });
        return;
    }
    match value {
        Json::Object(fields) => {
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
                if !fields.contains_key(name) {
                    let what = Text::new(format!("缺少 {name}"), format!("{name} is missing"));
                    wrong.push(Wrong { at: at.to_string(), what });
                }
            }
            for (name, inside) in fields {
                let at = At::Field(at, name);
                match (schema["properties"].get(name), &schema["additionalProperties"]) {
                    (Some(of), _) => look(of, inside, &at, wrong),
                    (None, Json::Bool(false)) => {
                        let what = Text::new("这里不认识这一项", "there is no such field here");
                        wrong.push(Wrong { at: at.to_string(), what });
                    }
                    (None, of @ Json::Object(_)) => look(of, inside, &at, wrong),
                    _ => {}
                }
            }
        }
        Json::Array(items) => {
            for (n, inside) in items.iter().enumerate() {
                look(&schema["items"], inside, &At::Item(at, n), wrong);
            }
        }
        _ => {}
    }
}

/// What is wrong with a value as such, apart from what is inside it.
fn misfit(schema: &Json, value: &Json) -> Option<Text> {
    let ty = schema["type"].as_str().unwrap_or("");
    let fits = match ty {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    };
    if !fits {
        let (zh, en) = match ty {
            "object" => ("应为对象", "an object is expected"),
            "array" => ("应为数组", "an array is expected"),
            "string" => ("应为文字", "a string is expected"),
            "integer" => ("应为整数", "a whole number is expected"),
            "number" => ("应为数字", "a number is expected"),
            "boolean" => ("应为 true 或 false", "true or false is expected"),
            _ => ("应为 null", "null is expected"),
        };
        return Some(Text::new(zh, en));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        let words: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
        let (zh, en) = (words.join("、"), words.join(", "));
        return Some(Text::new(format!("可以写：{zh}"), format!("one of these is expected: {en}")));
    }
    if let Some(text) = value.as_str() {
        return misfit_text(schema, text);
    }
    let number = value.as_f64()?;
    let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    let is_within = least.is_none_or(|least| least <= number) && most.is_none_or(|most| number <= most);
    (!is_within).then(|| {
        let shown = |bound: Option<f64>| bound.map_or_else(|| "…".to_string(), |bound| bound.to_string());
        let (low, high) = (shown(least), shown(most));
        Text::new(format!("应在 {low} 到 {high} 之间"), format!("it must be between {low} and {high}"))
    })
}

fn misfit_text(schema: &Json, text: &str) -> Option<Text> {
    if schema["format"] == "date" && wuwei_ir::Date::parse(text).is_none() {
        return Some(Text::new("不是日期，写作 2025-12-31", "not a date; write 2025-12-31"));
    }
    let long = text.chars().count() as u64;
    if schema["maxLength"].as_u64().is_some_and(|most| long > most) {
        return Some(Text::new("太长", "too long"));
    }
    (schema["minLength"].as_u64().is_some_and(|least| long < least)).then(|| Text::new("不能为空", "it can't be empty"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::schema::{array, closed, day, field, map, may, one_of, whole};
    use super::*;

    #[test]
    fn faults_are_told_by_their_place() {
        let schema = closed([
            field("day", day()),
            may("facts", map(json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] }))),
            may("of", array(one_of(["a", "b"]))),
            may("page", json!({ "type": "integer", "minimum": 1 })),
        ]);
        let places = |value: Json| check(&schema, &value).into_iter().map(|wrong| wrong.at).collect::<Vec<_>>();
        assert_eq!(
            places(json!({ "day": "2025-01-01", "facts": { "x": "1", "y": 2 }, "of": ["a"], "page": 1 })),
            [""; 0]
        );
        assert_eq!(places(json!({})), [""]);
        assert_eq!(places(json!([])), [""]);
        assert_eq!(places(json!({ "day": "2025-02-30" })), ["/day"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "days": 1 })), ["/days"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "facts": { "a/b": [] } })), ["/facts/a~1b"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "of": ["a", "c"] })), ["/of/1"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "page": 0 })), ["/page"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "page": 1.5 })), ["/page"]);
        assert!(check(&whole(), &json!(1e3)).is_empty());
    }
}
