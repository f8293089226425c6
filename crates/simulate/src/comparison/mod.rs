//! A reform beside what is in force, over everybody.

mod people;

use wuwei_columnar::{NO, NOT_APPLICABLE, UNKNOWN, WrongColumn, YES};
use wuwei_ir::EntityId;
use wuwei_source::Name;

use crate::affected::affected;
use crate::answers::{ClauseAnswers, KindAnswers, answers};
use crate::cliff::{Cliff, cliffs};
use crate::grouping::{By, Grouping, NOWHERE, district};
use crate::indicators::{IndicatorChange, indicators};
use crate::money::Money;
use crate::rules::{Rule, RuleKind};
use crate::world::World;

pub use people::{People, Person};

/// How many have which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field counts what its name says")]
pub struct Counts {
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
    pub not_applicable: u64,
}

/// How many went from which answer to which: rows are answers before, columns answers after; the order is no, yes, not known,
/// not applicable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transitions(pub [[u64; 4]; 4]);

impl Transitions {
    fn count(&mut self, before: i8, after: i8) {
        let at = |code: i8| usize::try_from(code).unwrap_or(0).min(3);
        self.0[at(before)][at(after)] += 1;
    }

    fn sum(&self, of: impl Fn(i8, i8) -> bool) -> u64 {
        let all = (0..4i8).flat_map(|before| (0..4i8).map(move |after| (before, after)));
        all.filter(|(before, after)| of(*before, *after)).map(|(b, a)| self.0[b as usize][a as usize]).sum()
    }

    /// Certain before or after, as one asks.
    fn side(&self, after: bool) -> Counts {
        let of = |code: i8| self.sum(|a, b| if after { b == code } else { a == code });
        Counts { yes: of(YES), no: of(NO), unknown: of(UNKNOWN), not_applicable: of(NOT_APPLICABLE) }
    }

    /// Answers before.
    pub fn before(&self) -> Counts {
        self.side(false)
    }

    /// Answers after.
    pub fn after(&self) -> Counts {
        self.side(true)
    }

    /// Certainly so after, and certainly not before.
    pub fn newly_in(&self) -> u64 {
        self.sum(|before, after| after == YES && matches!(before, NO | NOT_APPLICABLE))
    }

    /// Certainly so before, and certainly not after.
    pub fn newly_out(&self) -> u64 {
        self.sum(|before, after| before == YES && matches!(after, NO | NOT_APPLICABLE))
    }

    /// Whose answer changed in any other way: something isn't known on one side.
    pub fn otherwise_changed(&self) -> u64 {
        let certain = |code: i8| code != UNKNOWN;
        self.sum(|before, after| before != after && !(certain(before) && certain(after)))
    }

    /// Whether anybody's answer changed.
    pub fn any(&self) -> bool {
        self.sum(|before, after| before != after && (before.max(after) != NOT_APPLICABLE || before.min(after) != NO))
            > 0
    }
}

/// A status that answers otherwise for somebody.
#[derive(Clone, Debug)]
pub struct StatusChange {
    /// The status.
    pub rule: Rule,
    /// How many went from which answer to which.
    pub transitions: Transitions,
}

/// A benefit that the reform writes anew or that answers otherwise for somebody.
#[derive(Clone, Debug)]
pub struct ClauseChange {
    /// The benefit.
    pub rule: Rule,
    /// Who is eligible, before and after.
    pub transitions: Transitions,
    /// What it pays by itself before.
    pub before: Money,
    /// What it pays by itself after.
    pub after: Money,
    /// Who gets more or less of it.
    pub people: People,
}

/// What the reform comes to for one group of people.
#[derive(Clone, Debug)]
pub struct GroupChange {
    /// Who they are: the position among the grouping's labels.
    pub label: usize,
    /// How many.
    pub subjects: u64,
    /// What all clauses concerned pay together before, exclusions and limits applied.
    pub before: Money,
    /// The same after.
    pub after: Money,
    /// How many gain.
    pub winners: u64,
    /// How many lose.
    pub losers: u64,
    /// How many are newly eligible for, or newly hold, something.
    pub newly_in: u64,
    /// How many no longer are or do.
    pub newly_out: u64,
}

/// What the reform comes to for one kind of subject.
#[derive(Clone, Debug)]
pub struct KindChange {
    /// The kind.
    pub entity: EntityId,
    /// How many of them the region has.
    pub subjects: u64,
    /// Statuses.
    pub statuses: Vec<StatusChange>,
    /// Benefits.
    pub clauses: Vec<ClauseChange>,
    /// What these benefits pay together, exclusions and limits applied.
    pub before: Money,
    /// The same after.
    pub after: Money,
    /// Who gets more or less of all of them together.
    pub people: People,
    /// People told apart.
    pub groupings: Vec<(Grouping, Vec<GroupChange>)>,
    /// Thresholds that the reform moves, and what passing them comes to.
    pub cliffs: Vec<Cliff>,
}

/// A reform beside what is in force.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The rules that the reform changes, or that read what it changes.
    pub rules: Vec<Rule>,
    /// What becomes of each kind of subject that some of them are about.
    pub kinds: Vec<KindChange>,
    /// Indicators that count by them.
    pub indicators: Vec<IndicatorChange>,
}

/// Compares two worlds with the same people, of which the documents with these ids differ. People are told apart as `groupings`
/// says of a kind.
pub fn compare(
    before: &World<'_>,
    after: &World<'_>,
    changed: &[Name],
    groupings: &dyn Fn(EntityId) -> Vec<Grouping>,
    threads: usize,
) -> Result<Comparison, WrongColumn> {
    let rules = affected(before.program, after.program, changed, before.as_of);
    let (others, new_others) = (before.others(), after.others());
    let mut kinds = Vec::new();
    for n in 0..before.program.entities.len() {
        let entity = EntityId::from_index(n);
        let own = rules_of(&rules, before, after, entity);
        if !own.iter().any(|rule| matches!(rule.kind, RuleKind::Status | RuleKind::Benefit)) {
            continue;
        }
        if before.table(entity).is_none_or(|table| table.rows == 0) {
            continue;
        }
        let old = answers(before, &others, entity, &own, &|rule| rule.before, threads)?;
        let new = answers(after, &new_others, entity, &own, &|rule| rule.after, threads)?;
        let here: Vec<bool> = match district(before, entity) {
            Some(grouping) => grouping.of.iter().map(|group| *group != NOWHERE).collect(),
            None => vec![true; old.rows],
        };
        let mut kind = kind_change(entity, &own, &old, &new, &here, groupings(entity));
        kind.cliffs = cliffs(before, after, entity, &own, &here);
        kinds.push(kind);
    }
    let indicators = indicators(before, after, &rules, changed, &others, &new_others, threads)?;
    Ok(Comparison { rules, kinds, indicators })
}

/// The rules about one kind of subject.
pub(crate) fn rules_of(rules: &[Rule], before: &World<'_>, after: &World<'_>, entity: EntityId) -> Vec<Rule> {
    let is_own = |rule: &&Rule| match (rule.before, rule.after) {
        (Some(group), _) => before.program.group(group).entity == entity,
        (None, Some(group)) => after.program.group(group).entity == entity,
        (None, None) => false,
    };
    rules.iter().filter(is_own).copied().collect()
}

fn kind_change(
    entity: EntityId,
    rules: &[Rule],
    old: &KindAnswers,
    new: &KindAnswers,
    here: &[bool],
    groupings: Vec<Grouping>,
) -> KindChange {
    let rows = || (0..old.rows).filter(|row| here[*row]);
    let of = |kind: RuleKind| rules.iter().filter(move |rule| rule.kind == kind);
    let transitions = |old: &[i8], new: &[i8]| {
        let mut out = Transitions::default();
        rows().for_each(|row| out.count(old[row], new[row]));
        out
    };
    let mut statuses = Vec::new();
    for (rule, (old, new)) in of(RuleKind::Status).zip(old.statuses.iter().zip(&new.statuses)) {
        let change = StatusChange { rule: *rule, transitions: transitions(old, new) };
        if rule.rewritten || change.transitions.any() {
            statuses.push(change);
        }
    }
    let mut clauses = Vec::new();
    for (rule, (old, new)) in of(RuleKind::Benefit).zip(old.benefits.iter().zip(&new.benefits)) {
        let change = ClauseChange {
            rule: *rule,
            transitions: transitions(&old.verdicts, &new.verdicts),
            before: sum(old, rows()),
            after: sum(new, rows()),
            people: People::of(old, new, rows()),
        };
        if rule.rewritten || change.transitions.any() || change.before != change.after {
            clauses.push(change);
        }
    }
    let groupings = groupings
        .into_iter()
        .map(|grouping| {
            let changes = group_changes(&grouping, old, new, here);
            (grouping, changes)
        })
        .filter(|(grouping, _)| grouping.labels.len() > 1 || grouping.by == By::District)
        .collect();
    KindChange {
        entity,
        subjects: rows().count() as u64,
        statuses,
        clauses,
        before: sum(&old.total, rows()),
        after: sum(&new.total, rows()),
        people: People::of(&old.total, &new.total, rows()),
        groupings,
        cliffs: Vec::new(),
    }
}

fn sum(answers: &ClauseAnswers, rows: impl Iterator<Item = usize>) -> Money {
    let mut money = Money::default();
    rows.for_each(|row| money.add(answers.low[row], answers.high[row]));
    money
}

fn group_changes(grouping: &Grouping, old: &KindAnswers, new: &KindAnswers, here: &[bool]) -> Vec<GroupChange> {
    let empty = |label: usize| GroupChange {
        label,
        subjects: 0,
        before: Money::default(),
        after: Money::default(),
        winners: 0,
        losers: 0,
        newly_in: 0,
        newly_out: 0,
    };
    let mut out: Vec<GroupChange> = (0..grouping.labels.len()).map(empty).collect();
    let verdicts: Vec<(&[i8], &[i8])> = old
        .statuses
        .iter()
        .zip(&new.statuses)
        .map(|(old, new)| (&old[..], &new[..]))
        .chain(old.benefits.iter().zip(&new.benefits).map(|(old, new)| (&old.verdicts[..], &new.verdicts[..])))
        .collect();
    for row in (0..old.rows).filter(|row| here[*row]) {
        let Some(group) = out.get_mut(grouping.of[row] as usize) else { continue };
        group.subjects += 1;
        group.before.add(old.total.low[row], old.total.high[row]);
        group.after.add(new.total.low[row], new.total.high[row]);
        match people::direction(&old.total, &new.total, row) {
            Some(std::cmp::Ordering::Greater) => group.winners += 1,
            Some(std::cmp::Ordering::Less) => group.losers += 1,
            _ => {}
        }
        let went = |from: &dyn Fn(i8) -> bool, to: &dyn Fn(i8) -> bool| {
            verdicts.iter().any(|(old, new)| from(old[row]) && to(new[row]))
        };
        let not = |code: i8| matches!(code, NO | NOT_APPLICABLE);
        group.newly_in += u64::from(went(&not, &|code| code == YES));
        group.newly_out += u64::from(went(&|code| code == YES, &not));
    }
    out.retain(|group| group.subjects > 0);
    out
}
