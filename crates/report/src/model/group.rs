//! The document's actions with their targets.

use wuwei_ir::ActionId;
use wuwei_plan::progress::TargetProgress;

use super::{Material, Owned};
use crate::words::pick;

/// An action with its targets, or the targets of no action.
#[derive(Clone, Debug)]
pub struct Group {
    /// The number that the document prints.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The programme it belongs to.
    pub programme: Option<String>,
    /// Who is responsible.
    pub owners: Vec<Owned>,
    /// Positions of its targets in the report.
    pub targets: Vec<usize>,
}

/// The groups with targets, and the actions without.
pub(super) fn groups(material: &Material<'_>, found: &[TargetProgress]) -> (Vec<Group>, Vec<Group>) {
    let Material { program, document, lang, .. } = *material;
    let goals = Group {
        number: String::new(),
        name: pick(lang, "总体目标", "Overall targets").to_string(),
        programme: None,
        owners: Vec::new(),
        targets: Vec::new(),
    };
    let mut order: Vec<(Option<ActionId>, Group)> = vec![(None, goals)];
    for (n, action) in program.actions.iter().enumerate().filter(|(_, action)| action.head.doc == document) {
        let group = Group {
            number: action.number.to_string(),
            name: action.head.shown(lang).to_string(),
            programme: action.programme.map(|id| program.programme(id).head.shown(lang).to_string()),
            owners: material.owners(&action.owners),
            targets: Vec::new(),
        };
        order.push((Some(ActionId::from_index(n)), group));
    }
    let places: rustc_hash::FxHashMap<Option<ActionId>, usize> =
        order.iter().enumerate().map(|(n, (action, _))| (*action, n)).collect();
    for (n, one) in found.iter().enumerate() {
        let action = program.target(one.target).action;
        order[places.get(&action).copied().unwrap_or(0)].1.targets.push(n);
    }
    let (bare, full): (Vec<_>, Vec<_>) = order.into_iter().partition(|(_, group)| group.targets.is_empty());
    let of_actions = bare.into_iter().filter(|(action, _)| action.is_some());
    (full.into_iter().map(|(_, group)| group).collect(), of_actions.map(|(_, group)| group).collect())
}
