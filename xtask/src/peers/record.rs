//! One line of JSON without anything nested, as peers print them.

/// Fields in their order; numbers and words as they were written, texts without their quotes.
pub(crate) struct Record {
    fields: Vec<(String, String)>,
}

impl Record {
    /// Reads `{"name": value, …}`. Peers write neither escapes nor nested values.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let inside = line.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let mut rest = inside.ok_or_else(|| format!("not a record: {line}"))?.trim();
        let mut fields = Vec::new();
        while !rest.is_empty() {
            let (name, behind) = quoted(rest).ok_or_else(|| format!("a field without a name: {line}"))?;
            let value =
                behind.trim_start().strip_prefix(':').ok_or_else(|| format!("a name without a value: {line}"))?;
            let value = value.trim_start();
            let (value, behind) = match quoted(value) {
                Some(text) => text,
                None => value.split_at(value.find(',').unwrap_or(value.len())),
            };
            fields.push((name.to_string(), value.trim().to_string()));
            rest = behind.trim_start().trim_start_matches(',').trim_start();
        }
        Ok(Record { fields })
    }

    /// A field as it was written; nothing for `null`.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.as_str()).filter(|value| *value != "null")
    }

    /// A number, or 0.
    pub(crate) fn number(&self, name: &str) -> f64 {
        self.text(name).and_then(|text| text.parse().ok()).unwrap_or(0.0)
    }
}

/// A text in quotes at the beginning, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found() {
        let record = Record::parse(r#"{"wall_s": 0.25, "ok": true, "agg_hash": "a, b", "out_hash": null}"#).unwrap();
        assert_eq!(record.number("wall_s"), 0.25);
        assert_eq!(record.text("ok"), Some("true"));
        assert_eq!(record.text("agg_hash"), Some("a, b"));
        assert_eq!(record.text("out_hash"), None);
    }
}
