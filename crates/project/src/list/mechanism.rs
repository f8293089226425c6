//! Mechanisms and what realises them.

use serde_json::{Value as Json, json};
use wuwei_ir::{DocId, MechanismId, Program};
use wuwei_source::Name;

use super::Shown;

/// An item that realises a mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Realised {
    /// The mechanism.
    pub mechanism: MechanismId,
    /// The kind of item, as JSON calls it.
    pub kind: &'static str,
    /// The item's name; a target has that of its indicator.
    pub name: Name,
    /// Its English label.
    pub label: Option<Name>,
    /// The document that it stands in.
    pub doc: DocId,
}

/// Everything that says which mechanism it realises: rules, then plans, then the rest. Versions of a rule count once
/// for each document.
pub fn realised(program: &Program) -> Vec<Realised> {
    let rules = program.items.iter().map(|item| (item.kind.word(), &item.head));
    let heads = rules
        .chain(program.actions.iter().map(|item| ("action", &item.head)))
        .chain(program.indicators.iter().map(|item| ("indicator", &item.head)))
        .chain(program.budgets.iter().map(|item| ("budget", &item.head)))
        .chain(program.subjects.iter().map(|item| ("subject", &item.head)))
        .chain(program.parties.iter().map(|item| ("party", &item.head)))
        .chain(program.entities.iter().map(|item| ("entity", &item.head)))
        .chain(program.programmes.iter().map(|item| ("programme", &item.head)))
        .chain(program.stackings.iter().map(|item| ("stacking", &item.head)))
        .chain(program.ladders.iter().map(|item| ("ladder", &item.head)))
        .chain(program.lights.iter().map(|item| ("lights", &item.head)))
        .chain(program.weights.iter().map(|item| ("weights", &item.head)));
    let all = heads.map(|(kind, head)| (kind, head.name, head.label, head.doc, &head.realises));
    let targets = program
        .targets
        .iter()
        .map(|target| (&program.indicator(target.indicator).head, target))
        .map(|(head, target)| ("target", head.name, head.label, target.doc, &target.realises));
    let mut out: Vec<Realised> = Vec::new();
    for (kind, name, label, doc, mechanisms) in all.chain(targets) {
        for mechanism in mechanisms {
            let entry = Realised { mechanism: *mechanism, kind, name, label, doc };
            if !out.contains(&entry) {
                out.push(entry);
            }
        }
    }
    out
}

/// Mechanisms with the items that realise them; one that nothing realises yet is plainly open.
pub(super) fn rows(program: &Program, at: Shown<'_>) -> Vec<Json> {
    let mut items: Vec<Vec<Json>> = vec![Vec::new(); program.mechanisms.len()];
    for item in realised(program) {
        let document = program.document(item.doc).id.as_str();
        let entry = json!({ "kind": item.kind, "name": item.name.as_str(), "document": document });
        items[item.mechanism.index()].push(entry);
    }
    let row = |(mechanism, items): (&wuwei_ir::Mechanism, Vec<Json>)| {
        json!({
            "slug": mechanism.head.name.as_str(),
            "term": mechanism.term.as_str(),
            "english": mechanism.head.label.map(|label| label.as_str()),
            "levels": mechanism.levels.iter().map(|level| level.word()).collect::<Vec<_>>(),
            "documents": mechanism.documents.iter().map(|id| program.document(*id).id.as_str()).collect::<Vec<_>>(),
            "document": program.document(mechanism.head.doc).id.as_str(),
            "open": items.is_empty(),
            "items": items,
            "place": at(mechanism.head.place),
        })
    };
    program.mechanisms.iter().zip(items).map(row).collect()
}
