//! The small library under every case.

use std::path::{Path, PathBuf};

use wuwei_project::Library;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The header of a case that brings none of its own: one line, so that the case's lines keep their numbers.
pub const HEADER: &str = "document example.case { title \"例子\" \"Example\" region 朝阳区 in force from 2025-01-01 period 2025 .. 2027 basis official }";

/// Compiles code as one document over the prelude, under the name `case.md`.
pub fn compile(code: &str) -> Library {
    compile_with_table(code, "")
}

/// The same with a table of observations beside it.
pub fn compile_with_table(code: &str, table: &str) -> Library {
    let header = if code.trim_start().starts_with("document ") { "" } else { HEADER };
    // The header stands on the heading's line of the fence's document, above the first line of the case.
    compile_texts(&format!("```wuwei\n{header}\n```\n### 1. 例子行动\n```wuwei\n{code}\n```\n"), table)
}

/// Compiles a whole file over the prelude.
pub fn compile_file(text: &str) -> Library {
    compile_texts(text, "")
}

fn compile_texts(text: &str, table: &str) -> Library {
    let prelude = root().join("tests/prelude");
    let read = |name: &str| {
        let path = prelude.join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name.to_string(), text)
    };
    let given = [("case.md".to_string(), text.to_string()), ("case.csv".to_string(), table.to_string())];
    Library::from_texts([read("nation.md"), read("city.md")].into_iter().chain(given))
}
