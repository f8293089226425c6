//! Names the style sheet by its content, so that a browser keeps each edition for good and never shows an old one.

use std::hash::{DefaultHasher, Hash, Hasher};

fn main() {
    let mut hasher = DefaultHasher::new();
    for path in [
        "src/assets/page.css",
        "src/assets/data.css",
        "../report/src/chart/tokens.css",
        "../report/src/chart/chart.css",
    ] {
        println!("cargo::rerun-if-changed={path}");
        std::fs::read(path).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=WUWEI_STYLE=style-{:016x}.css", hasher.finish());
}
