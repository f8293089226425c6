//! Findings as a page of documentation.

use wuwei_ir::Date;
use wuwei_reason::prove::{Gravity, TheoremKind, Theorems};
use wuwei_source::Lang;

use super::lines::finding_lines;
use crate::library::Library;
use crate::words::{fill, theorem_words};

/// All findings as Markdown: each kind with what it means, each finding with its witness and mend.
pub fn theorems_page(library: &Library, day: Date, found: &Theorems, lang: Lang) -> String {
    let said = theorem_words(lang);
    let mut out = format!("# {}\n\n", said.title);
    out += &format!("{}\n\n", fill(said.about, &[("day", &day), ("rules", &found.rules)]));
    for kind in TheoremKind::ALL {
        let all: Vec<_> = found.findings.iter().filter(|finding| finding.kind == kind).collect();
        let examined = found.examined.iter().find(|(known, _)| *known == kind).map_or(0, |(_, n)| *n);
        let kind_said = said.kind(kind);
        out += &format!("## {}\n\n{}", kind_said.0, kind_said.1);
        out += &format!("{}\n", fill(said.counts, &[("n", &examined), ("found", &all.len())]));
        for finding in all {
            let lines = finding_lines(library.program(), &library.sources, finding, lang);
            let mark = match finding.gravity {
                Gravity::Error => said.error,
                Gravity::Warning => said.warning,
                Gravity::Info => said.info,
            };
            out += &format!("\n**{mark}** {}\n\n", lines.message);
            for line in lines.witness {
                out += &format!("- {}{line}\n", said.witness);
            }
            for line in lines.steps {
                out += &format!("- {line}\n");
            }
            if let Some(mend) = lines.mend {
                out += &format!("- {}{mend}\n", said.mend);
            }
            out += &format!(
                "- {}\n",
                lines.places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", ")
            );
        }
        out += "\n";
    }
    out += &format!("## {}\n\n{}\n\n", said.open, said.open_about);
    for open in &found.open {
        out += &format!("- {}: {}\n", said.kind(open.kind).0, open.what.get(lang));
    }
    out
}
