//! The TextMate grammar in `editors/` knows every word of the language, and no word that isn't one.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use wuwei_syntax::{is_keyword, measures};

/// Words that mean something in their place and are free to be names elsewhere.
const IN_PLACE: [&str; 7] = ["about", "applicable", "effort", "higher", "least", "range", "with"];

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editors/textmate").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words in all patterns of a grammar.
fn words(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("match" | "begin" | "end" | "while", Value::String(pattern)) => {
                        out.extend(pattern.split(|c: char| !c.is_alphanumeric()).map(str::to_string));
                    }
                    _ => words(value, out),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| words(value, out)),
        _ => {}
    }
}

#[test]
fn every_word_of_the_language_is_in_the_grammar() {
    let mut known = BTreeSet::new();
    words(&read("wuwei.tmLanguage.json"), &mut known);
    // The list itself is private; whatever stands in quotes there and is a keyword belongs to it.
    let quoted = include_str!("../../src/keyword.rs").split('"').filter(|word| is_keyword(word));
    let keywords: BTreeSet<&str> = quoted.chain(IN_PLACE).collect();
    assert!(keywords.len() > 150, "only {} keywords were found", keywords.len());
    let missing: Vec<&str> = keywords.into_iter().filter(|word| !known.contains(*word)).collect();
    assert!(missing.is_empty(), "not in the grammar: {}", missing.join(", "));
    let missing: Vec<&str> = measures().iter().copied().filter(|unit| !known.contains(*unit)).collect();
    assert!(missing.is_empty(), "units not in the grammar: {}", missing.join(", "));
}

#[test]
fn every_keyword_of_the_grammar_is_one() {
    let grammar = read("wuwei.tmLanguage.json");
    let groups = grammar["repository"]["keyword"]["patterns"].as_array().expect("groups of keywords");
    let mut strangers = Vec::new();
    for group in groups {
        let pattern = group["match"].as_str().expect("a pattern");
        let list = pattern.split_once("(?:").and_then(|(_, rest)| rest.split_once(')')).expect("a list of words").0;
        strangers.extend(list.split('|').filter(|word| !is_keyword(word) && !IN_PLACE.contains(word)));
    }
    assert!(strangers.is_empty(), "no keywords: {}", strangers.join(", "));
}

#[test]
fn markdown_fences_lead_to_the_grammar() {
    let injection = read("wuwei.markdown.tmLanguage.json");
    assert_eq!(injection["scopeName"], "markdown.wuwei.codeblock");
    assert_eq!(injection["injectionSelector"], "L:text.html.markdown");
    assert!(injection.to_string().contains("\"include\":\"source.wuwei\""));
    assert_eq!(read("wuwei.tmLanguage.json")["scopeName"], "source.wuwei");
}
