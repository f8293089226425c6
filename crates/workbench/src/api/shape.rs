//! Whether what was sent has the shape that the OpenAPI document says. The shape is read once, from that very document.

use std::fmt;

use serde_json::Value as Json;
use wuwei_source::Text;

use super::problem::Wrong;

/// So many faults are told.
const TOLD: usize = 20;

/// What a value must be.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Whatever it is.
    Any,
    Null,
    Truth,
    Number {
        whole: bool,
        least: Option<f64>,
        most: Option<f64>,
    },
    Text {
        is_day: bool,
        shortest: u64,
        longest: u64,
        /// The only texts that fit, where they are listed.
        words: Vec<String>,
    },
    List(Box<Shape>),
    Fields {
        known: Vec<(String, Shape)>,
        required: Vec<String>,
        /// What fields that aren't known are; nothing where there can't be any.
        others: Option<Box<Shape>>,
    },
    OneOf(Vec<Shape>),
}

impl Shape {
    /// The shape that a schema describes.
    pub(crate) fn of(schema: &Json) -> Shape {
        if let Some(choices) = schema["anyOf"].as_array() {
            return Shape::OneOf(choices.iter().map(Shape::of).collect());
        }
        let texts = |list: &Json| {
            let all = list.as_array().into_iter().flatten().filter_map(Json::as_str);
            all.map(str::to_string).collect::<Vec<_>>()
        };
        match schema["type"].as_str() {
            Some("null") => Shape::Null,
            Some("boolean") => Shape::Truth,
            Some(number @ ("number" | "integer")) => Shape::Number {
                whole: number == "integer",
                least: schema["minimum"].as_f64(),
                most: schema["maximum"].as_f64(),
            },
            Some("string") => Shape::Text {
                is_day: schema["format"] == "date",
                shortest: schema["minLength"].as_u64().unwrap_or(0),
                longest: schema["maxLength"].as_u64().unwrap_or(u64::MAX),
                words: texts(&schema["enum"]),
            },
            Some("array") => Shape::List(Box::new(Shape::of(&schema["items"]))),
            Some("object") => Shape::Fields {
                known: schema["properties"].as_object().map_or_else(Vec::new, |fields| {
                    fields.iter().map(|(name, schema)| (name.clone(), Shape::of(schema))).collect()
                }),
                required: texts(&schema["required"]),
                others: match &schema["additionalProperties"] {
                    Json::Bool(false) => None,
                    of => Some(Box::new(Shape::of(of))),
                },
            },
            _ => Shape::Any,
        }
    }

    /// What is wrong with a value; nothing where it fits.
    pub(crate) fn misfits(&self, value: &Json) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        self.look(value, &At::Root, &mut wrong);
        wrong.truncate(TOLD);
        wrong
    }

    /// Whether a value is of this kind, whatever its length, bounds and fields.
    fn is_kind_of(&self, value: &Json) -> bool {
        match self {
            Shape::Any => true,
            Shape::Null => value.is_null(),
            Shape::Truth => value.is_boolean(),
            Shape::Number { whole: true, .. } => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Shape::Number { .. } => value.is_number(),
            Shape::Text { .. } => value.is_string(),
            Shape::List(_) => value.is_array(),
            Shape::Fields { .. } => value.is_object(),
            Shape::OneOf(choices) => choices.iter().any(|choice| choice.is_kind_of(value)),
        }
    }

    fn look(&self, value: &Json, at: &At<'_>, wrong: &mut Vec<Wrong>) {
        if wrong.len() >= TOLD {
            return;
        }
        let mut tell = |what: Text| wrong.push(Wrong { at: at.to_string(), what });
        if !self.is_kind_of(value) {
            return tell(Text::new(format!("应为{}", self.kind().zh), format!("{} is expected", self.kind().en)));
        }
        match (self, value) {
            (Shape::OneOf(choices), _) => {
                // A choice of the value's kind is the one that was meant.
                if let Some(choice) = choices.iter().find(|choice| choice.is_kind_of(value)) {
                    choice.look(value, at, wrong);
                }
            }
            (Shape::Number { least, most, .. }, _) => {
                let number = value.as_f64().unwrap_or(f64::NAN);
                if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
                    let shown = |bound: &Option<f64>| bound.map_or_else(|| "…".to_string(), |bound| bound.to_string());
                    let (low, high) = (shown(least), shown(most));
                    let en = format!("it must be between {low} and {high}");
                    tell(Text::new(format!("应在 {low} 到 {high} 之间"), en));
                }
            }
            (Shape::Text { is_day, shortest, longest, words }, Json::String(text)) => {
                // A text never has more characters than bytes.
                let is_long = text.len() as u64 > *longest && text.chars().count() as u64 > *longest;
                if !words.is_empty() && !words.contains(text) {
                    let (zh, en) = (words.join("、"), words.join(", "));
                    tell(Text::new(format!("可以写：{zh}"), format!("one of these is expected: {en}")));
                } else if *is_day && wuwei_ir::Date::parse(text).is_none() {
                    tell(Text::new("不是日期，写作 2025-12-31", "not a date; write 2025-12-31"));
                } else if is_long {
                    tell(Text::new("太长", "too long"));
                } else if *shortest > 0 && (text.chars().count() as u64) < *shortest {
                    tell(Text::new("不能为空", "it can't be empty"));
                }
            }
            (Shape::List(of), Json::Array(items)) => {
                for (n, inside) in items.iter().enumerate() {
                    of.look(inside, &At::Item(at, n), wrong);
                }
            }
            (Shape::Fields { known, required, others }, Json::Object(fields)) => {
                for name in required.iter().filter(|name| !fields.contains_key(name.as_str())) {
                    tell(Text::new(format!("缺少 {name}"), format!("{name} is missing")));
                }
                for (name, inside) in fields {
                    let at = At::Field(at, name);
                    let own = known.iter().find(|(own, _)| own == name).map(|(_, shape)| shape);
                    match own.or(others.as_deref()) {
                        Some(shape) => shape.look(inside, &at, wrong),
                        None => {
                            let what = Text::new("这里不认识这一项", "there is no such field here");
                            wrong.push(Wrong { at: at.to_string(), what });
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// What people call its kind.
    fn kind(&self) -> Text {
        let (zh, en) = match self {
            Shape::Any => ("任意值", "anything"),
            Shape::Null => (" null", "null"),
            Shape::Truth => (" true 或 false", "true or false"),
            Shape::Number { whole: true, .. } => ("整数", "a whole number"),
            Shape::Number { .. } => ("数字", "a number"),
            Shape::Text { .. } => ("文字", "a string"),
            Shape::List(_) => ("数组", "an array"),
            Shape::Fields { .. } => ("对象", "an object"),
            Shape::OneOf(choices) => {
                let kinds: Vec<Text> = choices.iter().map(Shape::kind).collect();
                let all = |word: fn(&Text) -> &str, or: &str| kinds.iter().map(word).collect::<Vec<_>>().join(or);
                return Text::new(all(|kind| &kind.zh, "或"), all(|kind| &kind.en, " or "));
            }
        };
        Text::new(zh, en)
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::schema::{array, closed, day, field, map, may, one_of, whole};
    use super::*;

    #[test]
    fn faults_are_told_by_their_place() {
        let shape = Shape::of(&closed([
            field("day", day()),
            may("facts", map(json!({ "anyOf": [{ "type": "string", "maxLength": 3 }, { "type": "number" }] }))),
            may("of", array(one_of(["a", "b"]))),
            may("page", json!({ "type": "integer", "minimum": 1 })),
        ]));
        let places = |value: Json| shape.misfits(&value).into_iter().map(|wrong| wrong.at).collect::<Vec<_>>();
        assert_eq!(
            places(json!({ "day": "2025-01-01", "facts": { "x": "1", "y": 2 }, "of": ["a"], "page": 1 })),
            [""; 0]
        );
        assert_eq!(places(json!({})), [""]);
        assert_eq!(places(json!([])), [""]);
        assert_eq!(places(json!({ "day": "2025-02-30" })), ["/day"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "days": 1 })), ["/days"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "facts": { "a/b": [] } })), ["/facts/a~1b"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "facts": { "a": "四个汉字" } })), ["/facts/a"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "facts": { "a": "三个字" } })), [""; 0]);
        assert_eq!(places(json!({ "day": "2025-01-01", "of": ["a", "c"] })), ["/of/1"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "page": 0 })), ["/page"]);
        assert_eq!(places(json!({ "day": "2025-01-01", "page": 1.5 })), ["/page"]);
        assert!(Shape::of(&whole()).misfits(&json!(1e3)).is_empty());
    }

    #[test]
    fn what_could_be_several_things_says_which() {
        let shape = Shape::of(&json!({ "anyOf": [{ "type": "string" }, { "type": "number" }, { "type": "null" }] }));
        let wrong = shape.misfits(&json!([1]));
        assert_eq!(wrong[0].what.en, "a string or a number or null is expected");
        assert_eq!(wrong[0].what.zh, "应为文字或数字或 null");
    }

    #[test]
    fn so_many_faults_are_told_and_no_more() {
        let shape = Shape::of(&array(whole()));
        assert_eq!(shape.misfits(&Json::Array(vec![json!("x"); 1000])).len(), TOLD);
    }
}
