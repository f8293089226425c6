//! The same rules in two programs.

use rustc_hash::FxHashMap;
use wuwei_ir::{Date, GroupId, Item, ItemKind, Program};
use wuwei_source::{Lang, Name};

use crate::world::World;

/// What a rule answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// Yes or no.
    Status,
    /// Points.
    Score,
    /// Money.
    Benefit,
    /// Anything else.
    Value,
}

/// A rule before and after a reform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// What it answers.
    pub kind: RuleKind,
    /// The rule as it is, where it is in force.
    pub before: Option<GroupId>,
    /// The rule as it would be, where it is in force.
    pub after: Option<GroupId>,
    /// Whether the reform itself rewrites, adds or ends it; otherwise it only reads what the reform changes.
    pub rewritten: bool,
}

impl Rule {
    /// What it is called for people: as it would be, else as it is.
    pub fn shown(&self, before: &World<'_>, after: &World<'_>, lang: Lang) -> &'static str {
        let of = |world: &World<'_>, group: GroupId| -> &'static str {
            let program = world.program;
            let item = program.version(group, world.as_of).unwrap_or(program.group(group).versions[0]);
            program.item(item).head.shown(lang)
        };
        match (self.after, self.before) {
            (Some(group), _) => of(after, group),
            (None, Some(group)) => of(before, group),
            (None, None) => "",
        }
    }
}

pub(crate) fn kind_of(item: &Item) -> RuleKind {
    match item.kind {
        ItemKind::Status { .. } => RuleKind::Status,
        ItemKind::Score(_) => RuleKind::Score,
        ItemKind::Benefit(_) => RuleKind::Benefit,
        ItemKind::Value { .. } => RuleKind::Value,
    }
}

/// What a rule is known by in every program: its kind of subject, region and name.
pub(crate) type Called = (Name, Name, Name);

fn called(program: &Program, group: GroupId) -> Called {
    let group = program.group(group);
    let item = program.item(group.versions[0]);
    let region = program.document(item.head.doc).region;
    (program.entity(group.entity).head.name, program.region(region).code, group.name)
}

/// Every rule of two programs that is in force on a day in one of them, in the order of the first.
pub(crate) fn pairs(before: &Program, after: &Program, as_of: Date) -> Vec<(Option<GroupId>, Option<GroupId>)> {
    let all = |program: &Program| -> Vec<GroupId> { (0..program.groups.len()).map(GroupId::from_index).collect() };
    let there: FxHashMap<Called, GroupId> = all(after).into_iter().map(|id| (called(after, id), id)).collect();
    let mut known = vec![false; after.groups.len()];
    let mut out = Vec::new();
    for id in all(before) {
        let other = there.get(&called(before, id)).copied();
        if let Some(other) = other {
            known[other.index()] = true;
        }
        let other = other.filter(|other| after.version(*other, as_of).is_some());
        let own = Some(id).filter(|id| before.version(*id, as_of).is_some());
        if own.is_some() || other.is_some() {
            out.push((own, other));
        }
    }
    let new = all(after).into_iter().filter(|id| !known[id.index()] && after.version(*id, as_of).is_some());
    out.extend(new.map(|id| (None, Some(id))));
    out
}
