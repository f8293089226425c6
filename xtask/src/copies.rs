//! Many copies of the shipped library side by side, each in regions and documents of its own: what a country of counties
//! would ask of the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `copies` copies of a library folder.
pub(crate) fn write(library: &Path, into: &Path, copies: usize) -> Result<(), String> {
    let texts = texts(library)?;
    let names = regions(&texts);
    let ids = documents(&texts);
    for copy in 0..copies {
        let folder = into.join(format!("{copy:04}"));
        for (path, text) in &texts {
            let target = folder.join(path.strip_prefix(library).map_err(|error| error.to_string())?);
            let parent = target.parent().unwrap_or(into);
            fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
            fs::write(&target, renamed(text, &names, &ids, copy))
                .map_err(|error| format!("{}: {error}", target.display()))?;
        }
    }
    Ok(())
}

fn texts(folder: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                found.push((path, text));
            }
        }
    }
    Ok(found)
}

/// Names of the regions that the library declares.
fn regions(texts: &[(PathBuf, String)]) -> BTreeSet<String> {
    let lines = texts.iter().flat_map(|(_, text)| text.lines());
    let declared = lines.filter_map(|line| line.trim_start().strip_prefix("region "));
    declared.filter(|rest| rest.contains(" code ") || rest.contains(" zone ")).filter_map(first_word).collect()
}

/// Ids of its documents.
fn documents(texts: &[(PathBuf, String)]) -> BTreeSet<String> {
    let lines = texts.iter().flat_map(|(_, text)| text.lines());
    lines.filter_map(|line| line.strip_prefix("document ")).filter_map(first_word).collect()
}

fn first_word(text: &str) -> Option<String> {
    text.split_whitespace().next().map(str::to_string)
}

/// The text with its code moved to regions and documents of its own.
fn renamed(text: &str, regions: &BTreeSet<String>, ids: &BTreeSet<String>, copy: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code && line.trim_end() == "```wuwei";
        }
        if in_code {
            rename_line(line, regions, ids, copy, &mut out);
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn rename_line(line: &str, regions: &BTreeSet<String>, ids: &BTreeSet<String>, copy: usize, out: &mut String) {
    let is_region = line.trim_start().starts_with("region ");
    // A copy can't have the official codes again, so its regions are units with ids of their own.
    let line = if is_region {
        line.replace(" zone ", " code ").replace(" code ", &format!(" zone copy-{copy:04}-"))
    } else {
        line.to_string()
    };
    let mut rest = line.as_str();
    let mut in_text = false;
    while let Some(c) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if c == '"' {
            in_text = !in_text;
        }
        if in_text || !is_word(c) {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // A word, or a dotted id.
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let dotted = rest.find(|c: char| !is_word(c) && c != '.').unwrap_or(rest.len());
        let id = ids.iter().find(|id| rest[..dotted].starts_with(id.as_str()));
        if let Some(id) = id {
            out.push_str(&format!("c{copy:04}.{id}"));
            rest = &rest[id.len()..];
            continue;
        }
        out.push_str(&rest[..end]);
        if regions.contains(&rest[..end]) {
            out.push_str(&format!("{copy:04}"));
        }
        rest = &rest[end..];
    }
}
