//! Cases written as Markdown.

use wuwei_project::{Format, Library, render, run_tests};
use wuwei_source::Lang;

use crate::prelude::compile;

/// One case of a file.
#[derive(Debug)]
pub struct Case {
    /// Its heading.
    pub title: String,
    /// Its code.
    pub code: String,
    /// What the compiler must say, if anything.
    pub expected: Option<String>,
}

/// Lines before the first line of a case in its compiled file.
const LINES_BEFORE: u32 = 5;

/// The cases of a file: one for each heading of the second level that has code below it.
pub fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<String> = None;
    let mut inside = String::new();
    for line in text.lines() {
        match &fence {
            None => {
                if let Some(title) = line.strip_prefix("## ") {
                    cases.push(Case { title: title.to_string(), code: String::new(), expected: None });
                } else if let Some(info) = line.strip_prefix("```") {
                    fence = Some(info.trim().to_string());
                    inside.clear();
                }
            }
            Some(info) if line.trim_end() == "```" => {
                if cases.is_empty() {
                    cases.push(Case { title: String::new(), code: String::new(), expected: None });
                }
                if let Some(case) = cases.last_mut() {
                    match info.as_str() {
                        "wuwei" => case.code.push_str(&inside),
                        "error" => case.expected = Some(inside.clone()),
                        _ => {}
                    }
                }
                fence = None;
            }
            Some(_) => {
                inside.push_str(line);
                inside.push('\n');
            }
        }
    }
    cases.retain(|case| !case.code.trim().is_empty());
    cases
}

/// What the compiler and the case's own tests say, one line per finding: `3:5 error[unknown-name] …`, help lines below.
pub fn outcome(case: &Case) -> String {
    let library = compile(&case.code);
    let mut found: Vec<_> = library.diagnostics.clone();
    if library.is_sound() {
        found.extend(run_tests(&library).failures);
    }
    found.iter().map(|diagnostic| line(diagnostic, &library)).collect()
}

fn line(diagnostic: &wuwei_source::Diagnostic, library: &Library) -> String {
    let place = diagnostic.place();
    let source = library.sources.get(place.file);
    let at = source.line_column(place.span.start);
    let short = render(diagnostic, &library.sources, Lang::Zh, Format::Short);
    let words = short.splitn(4, ':').nth(3).unwrap_or("").trim().replace("]: ", "] ");
    let at = match source.path() {
        "case.md" => format!("{}:{}", at.line.saturating_sub(LINES_BEFORE), at.column),
        other => format!("{other}:{}:{}", at.line, at.column),
    };
    let mut out = format!("{at} {words}\n");
    for help in &diagnostic.help {
        out.push_str(&format!("    {}\n", help.get(Lang::Zh)));
    }
    out
}

/// The file with the expectations of its failing cases set to what was found; a person reads the difference.
pub fn update(text: &str) -> String {
    let mut outcomes = cases(text).into_iter().map(|case| (case.expected.is_some(), outcome(&case)));
    let mut out = String::new();
    let mut rest = text;
    let mut current: Option<(bool, String)> = None;
    while !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        if line.starts_with("## ") {
            current = None;
        }
        if line.trim_end() == "```error" {
            let (_, found) = current.take().unwrap_or_default();
            out.push_str(line);
            out.push_str(&found);
            let close = rest.find("```").unwrap_or(rest.len());
            rest = &rest[close..];
            let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        if line.trim_end() == "```wuwei" && current.is_none() {
            current = outcomes.next();
        }
        out.push_str(line);
    }
    out
}
