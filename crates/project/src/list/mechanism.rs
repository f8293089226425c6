//! Mechanisms and what realises them.

use serde_json::{Value as Json, json};
use wuwei_ir::{GroupId, Program};

use super::Shown;

/// Mechanisms with the items that realise them; one that nothing realises yet is plainly open.
pub(super) fn rows(program: &Program, at: Shown<'_>) -> Vec<Json> {
    let mut realised: Vec<Vec<Json>> = vec![Vec::new(); program.mechanisms.len()];
    let mut note = |mechanisms: &[wuwei_ir::MechanismId], kind: &str, name: &str, doc: wuwei_ir::DocId| {
        for id in mechanisms {
            let entry = json!({ "kind": kind, "name": name, "document": program.document(doc).id.as_str() });
            if !realised[id.index()].contains(&entry) {
                realised[id.index()].push(entry);
            }
        }
    };
    for (n, group) in program.groups.iter().enumerate() {
        for id in &program.group(GroupId::from_index(n)).versions {
            let item = program.item(*id);
            note(&item.head.realises, item.kind.word(), group.name.as_str(), item.head.doc);
        }
    }
    for action in &program.actions {
        note(&action.head.realises, "action", action.head.name.as_str(), action.head.doc);
    }
    for target in &program.targets {
        note(&target.realises, "target", program.indicator(target.indicator).head.name.as_str(), target.doc);
    }
    let heads = (program.indicators.iter().map(|item| ("indicator", &item.head)))
        .chain(program.budgets.iter().map(|item| ("budget", &item.head)))
        .chain(program.subjects.iter().map(|item| ("subject", &item.head)))
        .chain(program.parties.iter().map(|item| ("party", &item.head)))
        .chain(program.entities.iter().map(|item| ("entity", &item.head)))
        .chain(program.programmes.iter().map(|item| ("programme", &item.head)))
        .chain(program.stackings.iter().map(|item| ("stacking", &item.head)))
        .chain(program.ladders.iter().map(|item| ("ladder", &item.head)))
        .chain(program.lights.iter().map(|item| ("lights", &item.head)))
        .chain(program.weights.iter().map(|item| ("weights", &item.head)));
    for (kind, head) in heads {
        note(&head.realises, kind, head.name.as_str(), head.doc);
    }
    let row = |(mechanism, items): (&wuwei_ir::Mechanism, Vec<Json>)| {
        json!({
            "slug": mechanism.head.name.as_str(),
            "term": mechanism.term.as_str(),
            "english": mechanism.head.label.map(|label| label.as_str()),
            "levels": mechanism.levels.iter().map(|level| level.word()).collect::<Vec<_>>(),
            "documents": mechanism.documents.iter().map(|id| program.document(*id).id.as_str()).collect::<Vec<_>>(),
            "open": items.is_empty(),
            "items": items,
            "place": at(mechanism.head.place),
        })
    };
    program.mechanisms.iter().zip(realised).map(row).collect()
}
