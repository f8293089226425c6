//! What each responsible body carries.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value as Json, json};
use wuwei_ir::{Date, DocId, Level, Number, Owner, PartyId, Program, TargetId};

use super::graph::depth;

/// What a responsible body carries in some documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The body.
    pub party: PartyId,
    /// The level of its region.
    pub level: Level,
    /// Actions that the texts say it leads.
    pub leads: usize,
    /// Actions for which it is named without leading them.
    pub supports: usize,
    /// Targets for which it is named, also through their action.
    pub targets: Vec<TargetId>,
    /// How many of these are due within a year of the day.
    pub due_within_a_year: usize,
}

impl Load {
    /// The number of actions that it has to drive: those it leads, or where the texts of its level name nobody as leading,
    /// those it is named for.
    pub fn actions(&self, leads_are_stated: bool) -> usize {
        if leads_are_stated { self.leads } else { self.leads + self.supports }
    }
}

impl Load {
    /// The row of a table of loads.
    pub fn json(&self, program: &Program) -> Json {
        let party = &program.party(self.party);
        json!({
            "party": party.head.name.as_str(),
            "english": party.head.label.map(|label| label.as_str()),
            "region": program.region(party.region).head.name.as_str(),
            "level": self.level.word(),
            "leads": self.leads,
            "supports": self.supports,
            "targets": self.targets.len(),
            "due_within_a_year": self.due_within_a_year,
        })
    }
}

/// The level of a region: how many regions lie around it. Zones inside a city count as its districts.
fn level(program: &Program, party: PartyId) -> Level {
    match depth(program, program.party(party).region) {
        0 | 1 => Level::Nation,
        2 => Level::Province,
        3 => Level::City,
        _ => Level::District,
    }
}

/// What the bodies named in documents carry, the one with the most actions first, on a day.
pub fn loads(program: &Program, documents: &[DocId], as_of: Date) -> Vec<Load> {
    let mut loads: Vec<Load> = Vec::new();
    let mut places: FxHashMap<PartyId, usize> = FxHashMap::default();
    let mut of = |loads: &mut Vec<Load>, party: PartyId| -> usize {
        *places.entry(party).or_insert_with(|| {
            let level = level(program, party);
            loads.push(Load { party, level, leads: 0, supports: 0, targets: Vec::new(), due_within_a_year: 0 });
            loads.len() - 1
        })
    };
    let documents: FxHashSet<DocId> = documents.iter().copied().collect();
    for action in program.actions.iter().filter(|action| documents.contains(&action.head.doc)) {
        for Owner { party, lead } in action.owners.named() {
            let at = of(&mut loads, *party);
            if *lead {
                loads[at].leads += 1;
            } else {
                loads[at].supports += 1;
            }
        }
    }
    let next_year = as_of.add_months(12, false).unwrap_or(Date::MAX);
    for (n, target) in program.targets.iter().enumerate() {
        if !documents.contains(&target.doc) {
            continue;
        }
        let due = target.deadline.is_some_and(|deadline| (as_of..=next_year).contains(&deadline.day()));
        for owner in program.owners(target).named() {
            let at = of(&mut loads, owner.party);
            loads[at].targets.push(TargetId::from_index(n));
            loads[at].due_within_a_year += usize::from(due);
        }
    }
    loads.sort_by_key(|load| (std::cmp::Reverse(load.leads + load.supports), load.level, load.party));
    loads
}

/// How many actions are more than usual among some bodies: the upper quartile and three times the distance between the
/// quartiles, which is Tukey's outer fence. The outer one, because such counts are skewed: most bodies are named once or
/// twice, and the inner fence would call a fifth of them overloaded. It follows the distribution, so a district with twenty
/// bureaus and a province with sixty need no numbers of their own. `None` for fewer than five bodies: the fence leans on a
/// summary of five numbers.
pub fn overload_fence(actions: &[usize]) -> Option<Number> {
    if actions.len() < 5 {
        return None;
    }
    let mut sorted = actions.to_vec();
    sorted.sort_unstable();
    let (low, high) = (quantile(&sorted, 1)?, quantile(&sorted, 3)?);
    high.add(high.sub(low)?.mul(Number::int(3))?)
}

/// A quarter of the way through sorted numbers, times `quarters`, straight between neighbours.
fn quantile(sorted: &[usize], quarters: usize) -> Option<Number> {
    let last = sorted.len().checked_sub(1)?;
    let (at, rest) = (last * quarters / 4, last * quarters % 4);
    let number = |at: usize| i64::try_from(sorted[at.min(last)]).ok().map(Number::int);
    let (below, above) = (number(at)?, number(at + 1)?);
    below.add(above.sub(below)?.mul(Number::ratio(i128::try_from(rest).ok()?, 4)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fence_follows_the_distribution() {
        assert_eq!(overload_fence(&[1, 2, 3, 4, 5]), Some(Number::int(10)));
        assert_eq!(overload_fence(&[2, 2, 2, 2, 9]), Some(Number::int(2)));
        assert_eq!(overload_fence(&[1, 2, 3, 100]), None);
        assert_eq!(overload_fence(&[5, 1, 4, 2, 3]), Some(Number::int(10)));
    }
}
