//! Names the style sheet by its content, so that a browser keeps each edition for good and never shows an old one, and puts
//! the book and the reference of the language into the binary.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for path in [
        "src/assets/page.css",
        "src/assets/reading.css",
        "../report/src/chart/tokens.css",
        "../report/src/chart/chart.css",
    ] {
        println!("cargo::rerun-if-changed={path}");
        std::fs::read(path).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=WUWEI_STYLE=style-{:016x}.css", hasher.finish());
    guide()
}

/// The pages of the guide: the tutorial, the book, the reference, and what other programs read.
fn guide() -> std::io::Result<()> {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.join("../../docs").canonicalize()?;
    let mut files = Vec::new();
    for folder in ["book", "reference/zh", "reference/en"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        collect(&root.join(folder), &mut files)?;
    }
    for name in ["tutorial", "json", "findings"] {
        files.extend([format!("{name}.md"), format!("{name}.zh-CN.md")].map(|file| root.join(file)));
    }
    files.sort();
    let mut out = String::from("const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(out, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    out.push_str("];\n");
    let target = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("guide.rs");
    std::fs::write(target, out)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}
