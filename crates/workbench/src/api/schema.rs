//! Shapes of what is sent and answered, as JSON Schema 2020-12, in which OpenAPI 3.1 writes them.

use serde_json::{Map, Value as Json, json};

/// A field of an object.
pub(crate) struct Field {
    name: &'static str,
    schema: Json,
    is_required: bool,
}

/// A field that is always there.
pub(crate) fn field(name: &'static str, schema: Json) -> Field {
    Field { name, schema, is_required: true }
}

/// A field that may be absent.
pub(crate) fn may(name: &'static str, schema: Json) -> Field {
    Field { name, schema, is_required: false }
}

/// An answer's object: a later version may add fields.
pub(crate) fn object(fields: impl IntoIterator<Item = Field>) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        if field.is_required {
            required.push(json!(field.name));
        }
        properties.insert(field.name.to_string(), field.schema);
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = Json::Array(required);
    }
    schema
}

/// A request's object: what isn't known is refused, so that a slip of the pen isn't taken for something else.
pub(crate) fn closed(fields: impl IntoIterator<Item = Field>) -> Json {
    let mut schema = object(fields);
    schema["additionalProperties"] = json!(false);
    schema
}

/// An object whose fields have names of the library: rules, facts.
pub(crate) fn map(of: Json) -> Json {
    json!({ "type": "object", "additionalProperties": of })
}

pub(crate) fn array(of: Json) -> Json {
    json!({ "type": "array", "items": of })
}

pub(crate) fn string() -> Json {
    json!({ "type": "string" })
}

pub(crate) fn number() -> Json {
    json!({ "type": "number" })
}

pub(crate) fn whole() -> Json {
    json!({ "type": "integer" })
}

pub(crate) fn truth() -> Json {
    json!({ "type": "boolean" })
}

/// A day.
pub(crate) fn day() -> Json {
    json!({ "type": "string", "format": "date" })
}

/// Words of which a later version may bring more; a program must be ready for those that it doesn't know.
pub(crate) fn words<'w>(known: impl IntoIterator<Item = &'w str>) -> Json {
    let known: Vec<&str> = known.into_iter().collect();
    json!({
        "type": "string",
        "x-extensible-enum": known,
        "description": "One of the words listed; a later version may add others.",
    })
}

/// One of these words and no other; for what is sent.
pub(crate) fn one_of<'w>(known: impl IntoIterator<Item = &'w str>) -> Json {
    let known: Vec<&str> = known.into_iter().collect();
    json!({ "type": "string", "enum": known })
}

/// An amount: a decimal string, so that no program rounds it.
pub(crate) fn amount() -> Json {
    json!({ "type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}$" })
}

/// An amount with its currency.
pub(crate) fn money() -> Json {
    named("Money")
}

/// The same, or null.
pub(crate) fn or_null(schema: Json) -> Json {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// A shape that stands among the components.
pub(crate) fn named(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// With words about it.
pub(crate) fn said(mut schema: Json, about: &str) -> Json {
    schema["description"] = json!(about);
    schema
}
