//! Canonical JSON: no space between tokens, fields in order of their names, strings escaped no more than they must be.
//!
//! Numbers in it are whole and small; everything exact is text. For such values it is the canonical form of RFC 8785.

use serde_json::Value as Json;

/// Appends a string.
pub(super) fn text(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            8 => out.push_str("\\b"),
            12 => out.push_str("\\f"),
            other => out.push_str(&format!("\\u{other:04x}")),
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

/// Appends a whole number.
pub(super) fn whole(out: &mut String, number: impl Into<i64>) {
    out.push_str(&number.into().to_string());
}

/// Appends a list.
pub(super) fn list<T>(out: &mut String, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut String, T)) {
    out.push('[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

/// An object under way. Fields are added in order of their names.
pub(super) struct Object<'o> {
    out: &'o mut String,
    last: &'static str,
}

impl Object<'_> {
    pub(super) fn new(out: &mut String) -> Object<'_> {
        out.push('{');
        Object { out, last: "" }
    }

    /// A field, whose value is to be appended.
    pub(super) fn field(&mut self, name: &'static str) -> &mut String {
        debug_assert!(self.last < name, "{name} stands before {}", self.last);
        if !self.last.is_empty() {
            self.out.push(',');
        }
        self.last = name;
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
        self.out
    }

    pub(super) fn text(&mut self, name: &'static str, value: &str) {
        text(self.field(name), value);
    }

    pub(super) fn end(self) {
        self.out.push('}');
    }
}

/// Appends any value in its canonical form.
pub(super) fn canonical(out: &mut String, value: &Json) {
    match value {
        Json::String(string) => text(out, string),
        Json::Array(items) => list(out, items, canonical),
        Json::Object(fields) => {
            let mut fields: Vec<(&String, &Json)> = fields.iter().collect();
            fields.sort_by(|a, b| a.0.cmp(b.0));
            out.push('{');
            for (at, (name, value)) in fields.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                text(out, name);
                out.push(':');
                canonical(out, value);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_everybody_reads_them() {
        let said = "甲\"\\\u{1}\n\t\u{8}\u{c}\r é/";
        let mut out = String::new();
        text(&mut out, said);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), said);
        assert_eq!(out, "\"甲\\\"\\\\\\u0001\\n\\t\\b\\f\\r é/\"");
    }

    #[test]
    fn fields_stand_in_order_and_nothing_else_does() {
        let value: Json = serde_json::from_str("{ \"b\": [1, true, null], \"a\": {} }").unwrap();
        let mut out = String::new();
        canonical(&mut out, &value);
        assert_eq!(out, "{\"a\":{},\"b\":[1,true,null]}");
    }
}
