//! Responsible bodies with what they answer for.

use rustc_hash::FxHashMap;
use wuwei_ir::PartyId;
use wuwei_plan::progress::TargetProgress;

use super::Material;
use super::target::TargetRow;

/// A responsible body.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Its name.
    pub name: String,
    /// The printed numbers of the actions that it leads, as the text says.
    pub leads: Vec<String>,
    /// Those for which it is named without leading them.
    pub supports: Vec<String>,
    /// Positions of its targets in the report, the worst light first.
    pub targets: Vec<usize>,
}

/// The bodies that the document names, in the order in which it first names them.
pub(super) fn units(material: &Material<'_>, rows: &[TargetRow], found: &[TargetProgress]) -> Vec<UnitRow> {
    let Material { program, document, lang, .. } = *material;
    let mut units: Vec<UnitRow> = Vec::new();
    let mut places: FxHashMap<PartyId, usize> = FxHashMap::default();
    let mut of = |units: &mut Vec<UnitRow>, party: PartyId| {
        *places.entry(party).or_insert_with(|| {
            let name = program.party(party).head.shown(lang).to_string();
            units.push(UnitRow { name, leads: Vec::new(), supports: Vec::new(), targets: Vec::new() });
            units.len() - 1
        })
    };
    for action in program.actions.iter().filter(|action| action.head.doc == document) {
        for owner in action.owners.named() {
            let at = of(&mut units, owner.party);
            // An action that isn't numbered among the others is known by its name.
            let number = match action.number.as_str() {
                number if number.starts_with(|first: char| first.is_ascii_digit()) => number.to_string(),
                _ => action.head.shown(lang).to_string(),
            };
            if owner.lead { &mut units[at].leads } else { &mut units[at].supports }.push(number);
        }
    }
    for (n, one) in found.iter().enumerate() {
        for owner in program.owners(program.target(one.target)).named() {
            let at = of(&mut units, owner.party);
            units[at].targets.push(n);
        }
    }
    for unit in &mut units {
        unit.targets.sort_by_key(|n| (std::cmp::Reverse(urgency(&rows[*n])), *n));
        unit.targets.dedup();
    }
    units
}

/// How much somebody has to look at it.
fn urgency(row: &TargetRow) -> u8 {
    use wuwei_plan::progress::Verdict;
    match row.lamp.verdict {
        Verdict::OffTrack => 5,
        Verdict::AtRisk => 4,
        Verdict::NoData => 3,
        Verdict::OnTrack => 2,
        Verdict::NotDue => 1,
        Verdict::Achieved => 0,
    }
}
