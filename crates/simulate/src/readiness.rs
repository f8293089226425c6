//! What it takes to pay a benefit without application (免申即享): facts that a region's sources supply.
//!
//! A fact is supplied where a connected source gives it; where nobody says who gives what, where the folder of facts has it for
//! (nearly) everybody whom the benefit may concern. Sources and agreements are data of a region, not law, so they come as a
//! table and not in a document.

use arrow_array::Array;
use wuwei_columnar::{NOT_APPLICABLE, WrongColumn};
use wuwei_ir::{EntityId, FactId, GroupId, Item, ItemKind, Program};
use wuwei_reason::{Whose, reads};

use crate::answers::{ClauseAnswers, answers};
use crate::grouping::{NOWHERE, column, district};
use crate::money::Money;
use crate::rules::{Rule, RuleKind};
use crate::world::World;

/// Who gives which facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// Whether it gives them already.
    pub connected: bool,
    /// The facts.
    pub facts: Vec<FactId>,
}

/// A fact that a benefit needs.
#[derive(Clone, Debug, PartialEq)]
pub struct NeededFact {
    /// The fact.
    pub fact: FactId,
    /// The years of it that are read; none for a fact without years.
    pub years: Vec<i32>,
    /// Whether it is a fact of somebody else than who is paid.
    pub of_others: bool,
    /// The share of those concerned of whom it is known, in all years that are read.
    pub known: f64,
    /// The sources that give it, by position.
    pub sources: Vec<usize>,
    /// Whether it counts as supplied.
    pub supplied: bool,
}

/// How ready a benefit is.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseReadiness {
    /// The benefit.
    pub clause: GroupId,
    /// How many subjects of the region it may concern.
    pub concerned: u64,
    /// What it pays: for certain, and at most.
    pub money: Money,
    /// How many are certainly eligible, and of how many it isn't known.
    pub eligible: [u64; 2],
    /// The facts that it needs.
    pub needs: Vec<NeededFact>,
    /// Papers that it asks for.
    pub papers: usize,
    /// Whether the text gives only a ceiling.
    pub at_most: bool,
}

impl ClauseReadiness {
    /// The facts that nobody supplies.
    pub fn missing(&self) -> impl Iterator<Item = &NeededFact> {
        self.needs.iter().filter(|need| !need.supplied)
    }

    /// Whether all facts are supplied.
    pub fn has_all_facts(&self) -> bool {
        self.missing().next().is_none()
    }

    /// Whether it could be paid without application as it is: facts supplied, no papers, an amount and not only a ceiling.
    pub fn is_ready(&self) -> bool {
        self.has_all_facts() && self.papers == 0 && !self.at_most
    }
}

/// What an agreement with a source, or about one fact, would release.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The source, by position; nothing where the agreement is about one fact.
    pub source: Option<usize>,
    /// The facts that it would bring and that are missing somewhere.
    pub facts: Vec<FactId>,
    /// The benefits for which it alone brings everything that is missing.
    pub alone: Vec<GroupId>,
    /// What these pay.
    pub released: Money,
    /// What becomes ready when the agreements before it in the list are there, too.
    pub in_turn: Vec<GroupId>,
    /// What these pay.
    pub released_in_turn: Money,
}

/// How ready a region is.
#[derive(Clone, Debug, PartialEq)]
pub struct Readiness {
    /// The benefits in force, those that pay most first.
    pub clauses: Vec<ClauseReadiness>,
    /// Agreements, in the order in which they release most.
    pub agreements: Vec<Agreement>,
}

/// Which facts the benefits in force need, whether they are supplied, and which agreement would release most. Without sources a
/// fact is supplied where at least this share of those concerned have it.
pub fn readiness(world: &World<'_>, sources: &[Source], filled: f64, threads: usize) -> Result<Readiness, WrongColumn> {
    let program = world.program;
    let others = world.others();
    let mut clauses = Vec::new();
    for n in 0..program.entities.len() {
        let entity = EntityId::from_index(n);
        if world.table(entity).is_none_or(|table| table.rows == 0) {
            continue;
        }
        let is_benefit = |id: &GroupId| {
            let in_force = program.version(*id, world.as_of).map(|item| program.item(item));
            program.group(*id).entity == entity && in_force.is_some_and(|item| concerns(world, item))
        };
        let groups: Vec<GroupId> = (0..program.groups.len()).map(GroupId::from_index).filter(is_benefit).collect();
        let rule = |group: &GroupId| Rule {
            name: program.group(*group).name,
            kind: RuleKind::Benefit,
            before: None,
            after: Some(*group),
            rewritten: false,
        };
        let rules: Vec<Rule> = groups.iter().map(rule).collect();
        if rules.is_empty() {
            continue;
        }
        let found = answers(world, &others, entity, &rules, &|rule| rule.after, threads)?;
        let here = district(world, entity);
        let is_here = |row: usize| here.as_ref().is_none_or(|here| here.of[row] != NOWHERE);
        for (group, answers) in groups.iter().zip(&found.benefits) {
            let rows: Vec<usize> =
                (0..found.rows).filter(|row| is_here(*row) && answers.verdicts[*row] != NOT_APPLICABLE).collect();
            if rows.is_empty() {
                continue;
            }
            clauses.push(clause(world, entity, *group, answers, &rows, sources, filled));
        }
    }
    clauses.sort_by_key(|clause| (-clause.money.low.max(clause.money.high), clause.clause));
    let agreements = agreements(&clauses, sources);
    Ok(Readiness { clauses, agreements })
}

/// Whether a rule is a benefit of the region, of one around it or of one inside it.
fn concerns(world: &World<'_>, item: &Item) -> bool {
    let program = world.program;
    let region = program.document(item.head.doc).region;
    let near = program.is_within(world.region, region) || program.is_within(region, world.region);
    near && matches!(item.kind, ItemKind::Benefit(_))
}

fn clause(
    world: &World<'_>,
    entity: EntityId,
    group: GroupId,
    answers: &ClauseAnswers,
    rows: &[usize],
    sources: &[Source],
    filled: f64,
) -> ClauseReadiness {
    let program = world.program;
    let mut money = Money::default();
    rows.iter().for_each(|row| money.add(answers.low[*row], answers.high[*row]));
    let count = |code: i8| rows.iter().filter(|row| answers.verdicts[**row] == code).count() as u64;
    let mut needs: Vec<NeededFact> = Vec::new();
    for read in reads(program, group, world.as_of) {
        let of_others = read.whose == Whose::Other;
        let need = match needs.iter_mut().find(|need| need.fact == read.fact && need.of_others == of_others) {
            Some(known) => known,
            None => {
                let gives = |(at, source): (usize, &Source)| source.facts.contains(&read.fact).then_some(at);
                let sources = sources.iter().enumerate().filter_map(gives).collect();
                needs.push(NeededFact {
                    fact: read.fact,
                    years: Vec::new(),
                    of_others,
                    known: 1.0,
                    sources,
                    supplied: false,
                });
                let last = needs.len() - 1;
                &mut needs[last]
            }
        };
        need.years.extend(read.year);
        let whose = program.fact(read.fact).entity;
        let own = (!of_others && whose == entity).then_some(rows);
        need.known = need.known.min(share_known(world, whose, read.fact, read.year, own));
    }
    for need in &mut needs {
        need.years.sort_unstable();
        need.years.dedup();
        need.supplied = match sources.is_empty() {
            true => need.known >= filled,
            false => need.sources.iter().any(|at| sources[*at].connected),
        };
    }
    let (papers, at_most) = match program.version(group, world.as_of).map(|item| &program.item(item).kind) {
        Some(ItemKind::Benefit(benefit)) => {
            (if benefit.automatic { 0 } else { benefit.documents.len() }, benefit.at_most)
        }
        _ => (0, false),
    };
    ClauseReadiness {
        clause: group,
        concerned: rows.len() as u64,
        money,
        eligible: [count(wuwei_columnar::YES), count(wuwei_columnar::UNKNOWN)],
        needs,
        papers,
        at_most,
    }
}

/// The share of some subjects, or of all of a kind, of whom a fact is known.
fn share_known(world: &World<'_>, entity: EntityId, fact: FactId, year: Option<i32>, rows: Option<&[usize]>) -> f64 {
    let Some(table) = world.table(entity) else { return 0.0 };
    let Some(array) = column(table, fact, year) else { return 0.0 };
    let (known, all) = match rows {
        Some(rows) => (rows.iter().filter(|row| array.is_valid(**row)).count(), rows.len()),
        None => (array.len() - array.null_count(), array.len()),
    };
    if all == 0 { 0.0 } else { known as f64 / all as f64 }
}

/// The weight of an amount for an order: what it may come to.
fn weight(money: Money) -> i128 {
    money.low.max(money.high)
}

fn agreements(clauses: &[ClauseReadiness], sources: &[Source]) -> Vec<Agreement> {
    let mut missing: Vec<FactId> = clauses.iter().flat_map(ClauseReadiness::missing).map(|need| need.fact).collect();
    missing.sort();
    missing.dedup();
    let candidates: Vec<(Option<usize>, Vec<FactId>)> = match sources.is_empty() {
        true => missing.iter().map(|fact| (None, vec![*fact])).collect(),
        false => sources
            .iter()
            .enumerate()
            .filter(|(_, source)| !source.connected)
            .map(|(at, source)| {
                (Some(at), source.facts.iter().copied().filter(|fact| missing.contains(fact)).collect())
            })
            .filter(|(_, facts): &(_, Vec<FactId>)| !facts.is_empty())
            .collect(),
    };
    let released = |given: &[FactId], had: &[FactId]| {
        let covered =
            |clause: &&ClauseReadiness, facts: &[FactId]| clause.missing().all(|need| facts.contains(&need.fact));
        let with: Vec<FactId> = given.iter().chain(had).copied().collect();
        let new: Vec<&ClauseReadiness> =
            clauses.iter().filter(|clause| covered(clause, &with) && !covered(clause, had)).collect();
        let money = new.iter().fold(Money::default(), |sum, clause| sum.plus(clause.money));
        (new.iter().map(|clause| clause.clause).collect::<Vec<_>>(), money)
    };
    // What a source brings nearer, where it alone releases nothing: a share of what waits for it among others.
    let nearer = |facts: &[FactId], had: &[FactId]| -> f64 {
        let share = |clause: &ClauseReadiness| {
            let open: Vec<FactId> = clause.missing().map(|need| need.fact).filter(|fact| !had.contains(fact)).collect();
            let brought = open.iter().filter(|fact| facts.contains(fact)).count();
            if open.is_empty() { 0.0 } else { weight(clause.money) as f64 * brought as f64 / open.len() as f64 }
        };
        clauses.iter().map(share).sum()
    };
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    let (mut had, mut out): (Vec<FactId>, Vec<Agreement>) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let rank = |at: &usize| {
            let facts = &candidates[*at].1;
            (weight(released(facts, &had).1), nearer(facts, &had))
        };
        let ranks: Vec<(i128, f64)> = left.iter().map(rank).collect();
        let order = |a: &usize, b: &usize| ranks[*a].0.cmp(&ranks[*b].0).then(ranks[*a].1.total_cmp(&ranks[*b].1));
        let best = (0..left.len()).max_by(|a, b| order(a, b).then(b.cmp(a))).unwrap_or(0);
        let (source, facts) = candidates[left.remove(best)].clone();
        let (alone, money) = released(&facts, &[]);
        let (in_turn, money_in_turn) = released(&facts, &had);
        had.extend(&facts);
        out.push(Agreement { source, facts, alone, released: money, in_turn, released_in_turn: money_in_turn });
    }
    out
}

/// The fact of a kind, or of any, that a table of sources means by a name; perhaps written `企业.注册地`.
pub fn fact_named(program: &Program, text: &str) -> Vec<FactId> {
    let (kind, name) = match text.rsplit_once('.') {
        Some((kind, name)) => (program.entity_named(kind.trim()), name.trim()),
        None => (None, text.trim()),
    };
    let is_meant = |id: &FactId| {
        let fact = program.fact(*id);
        let label = fact.label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(name));
        (fact.name == name || label) && kind.is_none_or(|kind| kind == fact.entity)
    };
    (0..program.facts.len()).map(FactId::from_index).filter(is_meant).collect()
}
