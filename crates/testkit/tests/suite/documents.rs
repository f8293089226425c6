//! The language suite: pages of diagnostics, spec cases, the reference.

use std::path::{Path, PathBuf};

use wuwei_testkit::{cases, check_page, outcome, root, update};

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_page_shows_its_diagnostic_and_how_to_mend_it() {
    let pages = wuwei_project::pages();
    assert!(pages.len() >= 40, "at least forty kinds, found {}", pages.len());
    let faults: Vec<String> = pages
        .iter()
        .flat_map(|page| check_page(page).into_iter().map(|fault| format!("{}: {fault:?}", page.id)))
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// `UPDATE_SPEC=1` writes what was found into the files; read the difference before accepting it.
#[test]
fn spec_cases() {
    let mut wrong = Vec::new();
    for file in files(&root().join("tests/spec")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let all = cases(&text);
        assert!(!all.is_empty(), "{} has no case", file.display());
        for case in &all {
            let found = outcome(case);
            if found != case.expected.clone().unwrap_or_default() {
                let expected = case.expected.as_deref().unwrap_or("");
                wrong.push(format!("{} / {}\nexpected:\n{expected}\nfound:\n{found}", file.display(), case.title));
            }
        }
        if std::env::var_os("UPDATE_SPEC").is_some() {
            std::fs::write(&file, update(&text)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_of_the_reference_compiles() {
    let mut wrong = Vec::new();
    for file in files(&root().join("docs/reference")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for case in cases(&text) {
            let found = outcome(&case);
            if found != case.expected.clone().unwrap_or_default() {
                wrong.push(format!("{} / {}\n{found}", file.display(), case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n\n{}", wrong.len(), wrong.join("\n"));
}
