//! The rules by which verdicts are given, as the documents declare them.

use wuwei_ir::{Basis, Printer};
use wuwei_plan::progress::{TargetProgress, Verdict};

use super::Material;
use super::lamp::Lamp;
use crate::words::pick;

/// A light and when it is shown.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The light.
    pub lamp: Lamp,
    /// Its condition in words.
    pub when: String,
}

/// The name of the lights that were used, what they rest on where that isn't an official text, and their rules.
pub(super) fn rules(material: &Material<'_>, found: &[TargetProgress]) -> (Option<String>, Option<String>, Vec<Rule>) {
    let Material { program, lang, .. } = *material;
    let used = found.iter().find_map(|one| one.judgement.lights).and_then(|at| program.lights.get(at));
    let Some(lights) = used else { return (None, None, Vec::new()) };
    let printer = Printer::new(program, lang);
    let rule = |light: &wuwei_ir::Light| Rule {
        lamp: Lamp::declared(light, &Lamp::of(Verdict::of(light), lang), lang),
        when: match light.when {
            Some(when) => printer.expr(&lights.body, when, None),
            None => pick(lang, "其余情形", "otherwise").to_string(),
        },
    };
    let document = program.document(lights.head.doc);
    let why = match lights.head.basis {
        Basis::Official => None,
        _ => lights.head.basis_why.or(document.basis_why).map(|why| why.get(lang).to_string()),
    };
    (Some(lights.head.shown(lang).to_string()), why, lights.lights.iter().map(rule).collect())
}
