//! A finding as lines that people read: the sentence, who shows it, the mend.

use wuwei_engine::{Absence, Value, Verdict};
use wuwei_ir::{Printer, Program, Type, When};
use wuwei_reason::prove::{TheoremFinding, Witness, WitnessAnswer, WitnessSubject};
use wuwei_source::{Lang, SourceMap};

use crate::values::{show_literal, show_range, show_value};

/// A finding in words.
pub struct FindingLines {
    /// The sentence.
    pub message: String,
    /// Who shows it: each subject with its facts.
    pub witness: Vec<String>,
    /// What comes out, a line for each value of the fact that changes.
    pub steps: Vec<String>,
    /// The cheapest mend.
    pub mend: Option<String>,
    /// Where the sentences stand.
    pub places: Vec<String>,
}

/// A finding in words.
pub fn finding_lines(program: &Program, sources: &SourceMap, finding: &TheoremFinding, lang: Lang) -> FindingLines {
    let (witness, steps) = match &finding.witness {
        Some(witness) => {
            (witness.subjects.iter().map(|one| subject(program, one, lang)).collect(), steps(program, witness, lang))
        }
        None => (Vec::new(), Vec::new()),
    };
    FindingLines {
        message: finding.message.get(lang).to_string(),
        witness,
        steps,
        mend: finding.mend.as_ref().map(|mend| mend.get(lang).to_string()),
        places: finding.places.iter().map(|place| sources.show(*place)).collect(),
    }
}

fn fact_name(program: &Program, fact: wuwei_ir::FactId, year: Option<i32>, lang: Lang) -> String {
    Printer::new(program, lang).fact(fact, year.map_or(When::Single, When::In), None)
}

/// Figures that stay the same from year to year are said once.
fn subject(program: &Program, subject: &WitnessSubject, lang: Lang) -> String {
    let mut said: Vec<(wuwei_ir::FactId, Option<i32>, Option<i32>, wuwei_ir::Literal)> = Vec::new();
    let mut facts = subject.facts.clone();
    facts.sort_by_key(|fact| (subject.facts.iter().position(|other| other.fact == fact.fact), fact.year));
    for fact in facts {
        match said.last_mut() {
            Some((known, _, last, value))
                if *known == fact.fact
                    && *value == fact.value
                    && fact.year.is_some()
                    && *last == fact.year.map(|y| y - 1) =>
            {
                *last = fact.year;
            }
            _ => said.push((fact.fact, fact.year, fact.year, fact.value)),
        }
    }
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let each = said.iter().map(|(fact, first, last, value)| {
        let declared = program.fact(*fact);
        let value = show_literal(program, declared.ty, Some(declared.unit), *value, lang);
        let name = match (first, last) {
            (Some(first), Some(last)) if first != last => match lang {
                Lang::Zh => format!("{first}—{last}年{}", declared.shown(lang)),
                Lang::En => format!("{} ({first}–{last})", declared.shown(lang)),
            },
            _ => fact_name(program, *fact, *first, lang),
        };
        format!("{name} {value}")
    });
    let all: Vec<String> = each.collect();
    format!("{}{colon}{}", subject.name, all.join(if lang == Lang::Zh { "，" } else { ", " }))
}

fn steps(program: &Program, witness: &Witness, lang: Lang) -> Vec<String> {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let step = |step: &wuwei_reason::prove::WitnessStep| {
        let answers: Vec<String> = step.answers.iter().map(|one| answer(program, one, lang)).collect();
        let answers = answers.join(if lang == Lang::Zh { "；" } else { "; " });
        match witness.changed.zip(step.value) {
            Some(((fact, year), value)) => {
                let declared = program.fact(fact);
                let value = show_literal(program, declared.ty, Some(declared.unit), value, lang);
                format!("{} {value}{colon}{answers}", fact_name(program, fact, year, lang))
            }
            None => answers,
        }
    };
    witness.steps.iter().map(step).collect()
}

fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Yes, Lang::Zh) => "是",
        (Verdict::Yes, Lang::En) => "yes",
        (Verdict::No, Lang::Zh) => "否",
        (Verdict::No, Lang::En) => "no",
        (Verdict::Unknown, Lang::Zh) => "未知",
        (Verdict::Unknown, Lang::En) => "unknown",
        (Verdict::NotApplicable, Lang::Zh) => "不适用",
        (Verdict::NotApplicable, Lang::En) => "not applicable",
        (Verdict::NotComputable, Lang::Zh) => "无法计算",
        (Verdict::NotComputable, Lang::En) => "not computable",
    }
}

fn answer(program: &Program, answer: &WitnessAnswer, lang: Lang) -> String {
    let name = match answer.condition {
        Some((item, expr)) => Printer::new(program, lang).expr(&program.item(item).body, expr, None),
        None => {
            let versions = &program.group(answer.rule).versions;
            program.item(versions[versions.len() - 1]).head.shown(lang).to_string()
        }
    };
    let ty = program.group(answer.rule).ty;
    let what = match (answer.money, &answer.value, answer.verdict) {
        (Some(money), _, Some(Verdict::Yes)) => show_range(Type::MONEY, None, money, lang),
        (_, Some(Value::Number(range, Absence::Never)), _) => show_range(ty, None, *range, lang),
        (_, Some(value), _) => show_value(program, ty, None, value, lang),
        (_, _, Some(found)) => verdict(found, lang).to_string(),
        _ => String::new(),
    };
    format!("{name} → {what}")
}
