#![allow(clippy::print_stdout, missing_docs)]
use wuwei_ir::Date;
use wuwei_project::{Library, Memory};
use wuwei_reason::prove::{TheoremKind, prove};
use wuwei_source::Lang;
fn main() {
    let day = Date::parse(&std::env::args().nth(1).unwrap_or("2026-06-30".into())).unwrap();
    let only = std::env::args().nth(2);
    let library = match std::env::args().nth(3) {
        None => Library::open(&Memory::new(day, []), None).unwrap(),
        Some(p) => Library::from_texts([("a.md".to_string(), std::fs::read_to_string(p).unwrap())]),
    };
    for d in &library.diagnostics {
        println!("{d:?}");
    }
    let program = library.program();
    let kinds: Vec<_> =
        TheoremKind::ALL.into_iter().filter(|k| only.as_deref().is_none_or(|o| o == "all" || k.word() == o)).collect();
    for kind in kinds {
        let start = std::time::Instant::now();
        let found = prove(program, day, &[kind], &|_| true);
        println!(
            "##### {} rules {} examined {:?} open {} in {:?}",
            kind.word(),
            found.rules,
            found.examined,
            found.open.len(),
            start.elapsed()
        );
        for f in &found.findings {
            println!("[{} {}] {}", f.gravity.word(), f.kind.word(), f.message.get(Lang::Zh));
            println!("    EN {}", f.message.get(Lang::En));
            if let Some(m) = &f.mend {
                println!("    mend {}", m.get(Lang::Zh));
            }
            for p in f.places.iter().take(2) {
                println!("    at {}", library.sources.show(*p));
            }
            if let Some(w) = &f.witness {
                for s in &w.subjects {
                    println!(
                        "    {} {:?}",
                        s.name,
                        s.facts
                            .iter()
                            .map(|x| format!("{}{:?}={:?}", program.fact(x.fact).name, x.year, x.value))
                            .collect::<Vec<_>>()
                    );
                }
                for s in &w.steps {
                    println!(
                        "      {:?} -> {:?}",
                        s.value,
                        s.answers
                            .iter()
                            .map(|a| (program.group(a.rule).name.as_str(), a.verdict, a.money, a.value.clone()))
                            .collect::<Vec<_>>()
                    );
                }
            }
        }
        for o in &found.open {
            println!("   open {} {}", o.kind.word(), o.what.get(Lang::Zh));
        }
    }
}
