//! Pages of diagnostics: the wrong example must show the kind, the right one must be clean.

use wuwei_project::{Library, run_tests};
use wuwei_source::Page;

use crate::prelude::{compile_file, compile_with_table};

/// What is wrong with a page.
#[derive(Debug, PartialEq, Eq)]
pub enum PageFault {
    /// A section is missing or empty.
    Missing(&'static str),
    /// The wrong example doesn't show the kind; what it shows.
    NotShown(Vec<&'static str>),
    /// The right example isn't clean; what it shows.
    NotClean(Vec<String>),
}

/// Checks a page. Examples are `wuwei` blocks with `csv` tables beside them, or whole files in blocks of four backticks.
pub fn check_page(page: &Page) -> Vec<PageFault> {
    let mut faults = Vec::new();
    for section in ["中文", "English", "Wrong", "Right"] {
        if page.section(section).is_empty() {
            faults.push(PageFault::Missing(section));
        }
    }
    if !faults.is_empty() {
        return faults;
    }
    let shown = findings(page.section("Wrong"));
    if !shown.iter().any(|(id, _)| *id == page.id) {
        faults.push(PageFault::NotShown(shown.into_iter().map(|(id, _)| id).collect()));
    }
    let left = findings(page.section("Right"));
    if !left.is_empty() {
        faults.push(PageFault::NotClean(left.into_iter().map(|(id, headline)| format!("{id}: {headline}")).collect()));
    }
    faults
}

fn findings(section: &str) -> Vec<(&'static str, String)> {
    let library = example(section);
    let mut found = library.diagnostics.clone();
    if library.is_sound() {
        found.extend(run_tests(&library).failures);
    }
    found.into_iter().map(|found| (found.id, found.headline.en)).collect()
}

fn example(section: &str) -> Library {
    if let Some(start) = section.find("````") {
        let inside = &section[start..];
        let inside = &inside[inside.find('\n').map_or(0, |at| at + 1)..];
        return compile_file(inside.rsplit_once("````").map_or(inside, |(inside, _)| inside));
    }
    let blocks = |mark: &str| -> String {
        section.split(mark).skip(1).map(|block| block.split("```").next().unwrap_or("")).collect()
    };
    compile_with_table(&blocks("```wuwei\n"), &blocks("```csv\n"))
}
