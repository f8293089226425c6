//! The program that comes out of compiling: sound in itself, and the same every time.

use wuwei_ir::{ItemKind, PartBody, Printer, Program};
use wuwei_project::Library;
use wuwei_source::Lang;
use wuwei_testkit::root;

use crate::documents::files;
use crate::generate::{compile, make};
use crate::random::seeds;

/// Every rule of a program in words, and its tables' sizes.
fn printed(program: &Program) -> String {
    let mut out =
        format!("{} facts, {} groups, {} targets\n", program.facts.len(), program.groups.len(), program.targets.len());
    for lang in [Lang::Zh, Lang::En] {
        let printer = Printer::new(program, lang);
        for item in &program.items {
            let roots = match &item.kind {
                ItemKind::Value { formula, .. } => vec![*formula],
                ItemKind::Status { condition } => vec![*condition],
                ItemKind::Benefit(benefit) => vec![benefit.when, benefit.amount],
                ItemKind::Score(score) => {
                    let formula = |body: &PartBody| match body {
                        PartBody::Formula(formula) => Some(*formula),
                        PartBody::Parts(_) => None,
                    };
                    score.parts.iter().filter_map(|part| formula(&part.body)).collect()
                }
            };
            out.push_str(&format!("{} {}:", item.kind.word(), item.head.shown(lang)));
            for root in roots {
                out.push_str(&format!(" {};", printer.expr(&item.body, root, None)));
            }
            out.push('\n');
        }
    }
    out
}

/// Checks a program that was compiled twice.
fn check(name: &str, once: &Program, again: &Program) {
    assert_eq!(once.invariants(), Vec::<String>::new(), "{name}");
    let (first, second) = (printed(once), printed(again));
    let differs = first.lines().zip(second.lines()).find(|(first, second)| first != second);
    assert!(first == second, "{name}: {differs:?}");
    assert!(!first.contains('?'), "{name}: something can't be printed:\n{}", line_with_question(&first));
}

fn line_with_question(text: &str) -> &str {
    text.lines().find(|line| line.contains('?')).unwrap_or("")
}

#[test]
fn the_library_compiles_to_a_sound_program() {
    let texts: Vec<(String, String)> = files(&root().join("library"))
        .into_iter()
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    let once = Library::from_texts(texts.clone());
    let again = Library::from_texts(texts.clone());
    assert!(once.is_sound(), "the library has faults");
    check("library", once.program(), again.program());
    // Files may be read in any order.
    let backwards = Library::from_texts(texts.into_iter().rev());
    assert!(backwards.is_sound(), "the library has faults when its files are read in another order");
    assert_eq!(backwards.program().invariants(), Vec::<String>::new());
    let sorted = |program: &Program| {
        let mut lines: Vec<String> = printed(program).lines().map(str::to_string).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(once.program()), sorted(backwards.program()), "the order of files makes a difference");
}

#[test]
fn made_documents_compile_to_a_sound_program() {
    for seed in seeds(100) {
        let text = make(seed ^ 0x9a9).text();
        check(&format!("seed {seed}"), compile(&text).program(), compile(&text).program());
    }
}
