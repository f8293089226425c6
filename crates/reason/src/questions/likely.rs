//! What a fact that nobody has given yet may be, and how likely: as it is among the subject's peers, and where there are none
//! each value that changes anything alike.
//!
//! Chances order questions and decide nothing: they are doubles, and no answer ever rests on them.

use rustc_hash::FxHashMap;
use wuwei_engine::{Population, Row};
use wuwei_ir::{Date, EntityId, FactId, Literal, Program};

use super::critical::Critical;

/// So many peers are looked at, spread evenly over the population.
const PEERS: u32 = 400;
/// Fewer that know a fact tell nothing of it.
const LEAST: usize = 20;
/// Values that are tried for a number, at these shares of its peers.
const SHARES: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
/// Values that are tried for what is no number.
const CHOICES: usize = 8;
/// How fast a peer counts for less, the further it is from what is known of the subject.
const NEARNESS: f64 = 10.0;

/// Where chances come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// So many peers whose fact is known.
    Peers(usize),
    /// No peers: each value that may change something is as likely as any other.
    Uniform,
}

/// The values that are tried for a fact.
pub(super) struct Trials {
    /// Each value.
    pub(super) values: Vec<Literal>,
    /// Whether there are no others.
    pub(super) complete: bool,
    /// Where chances come from.
    pub(super) origin: Origin,
    /// For each peer the value that stands for its own.
    nearest: Vec<Option<u8>>,
}

/// A fact of the sampled peers.
struct Column {
    values: Vec<Option<Literal>>,
    /// Those that are numbers, in order.
    sorted: Vec<f64>,
}

/// What is known of the peers, and how near each is to the subject.
pub(super) struct Likely<'a> {
    program: &'a Program,
    base: &'a dyn Population,
    day: Date,
    critical: Critical,
    samples: FxHashMap<EntityId, Vec<Row>>,
    columns: FxHashMap<(FactId, Option<i32>), Column>,
    subject: Row,
    /// The sum of distances of each peer in the facts known so far, and how many there are.
    apart: Vec<f64>,
    facts: f64,
}

impl<'a> Likely<'a> {
    pub(super) fn new(
        program: &'a Program,
        base: &'a dyn Population,
        subject: Row,
        day: Date,
        critical: Critical,
    ) -> Likely<'a> {
        let mut likely = Likely {
            program,
            base,
            day,
            critical,
            samples: FxHashMap::default(),
            columns: FxHashMap::default(),
            subject,
            apart: Vec::new(),
            facts: 0.0,
        };
        likely.apart = vec![0.0; likely.peers(subject.entity).len()];
        likely
    }

    /// Subjects of a kind, the one asked about left out.
    fn peers(&mut self, entity: EntityId) -> &[Row] {
        let (base, subject) = (self.base, self.subject);
        self.samples.entry(entity).or_insert_with(|| {
            let all = base.len(entity);
            let taken = all.min(PEERS);
            let at = |n: u32| (u64::from(n) * u64::from(all) / u64::from(taken.max(1))) as u32;
            let rows = (0..taken).map(|n| Row { entity, index: at(n) });
            rows.filter(|row| *row != subject).collect()
        })
    }

    fn column(&mut self, fact: FactId, year: Option<i32>) -> &Column {
        let base = self.base;
        if !self.columns.contains_key(&(fact, year)) {
            let rows = self.peers(self.program.fact(fact).entity);
            let values: Vec<Option<Literal>> = rows.iter().map(|row| base.fact(*row, fact, year)).collect();
            let mut sorted: Vec<f64> = values.iter().flatten().filter_map(|value| measure(*value)).collect();
            sorted.sort_by(f64::total_cmp);
            self.columns.insert((fact, year), Column { values, sorted });
        }
        &self.columns[&(fact, year)]
    }

    /// Takes into account what is known of the subject: peers that are like it count for more. To a stranger all are alike,
    /// so that nobody can feel for one of them by telling what it is like.
    pub(super) fn learn(&mut self, fact: FactId, year: Option<i32>, value: Literal) {
        if self.subject.is_unknown() {
            return;
        }
        let entity = self.program.entity(self.subject.entity);
        if [entity.key, entity.name].contains(&Some(fact)) || self.program.fact(fact).entity != self.subject.entity {
            return;
        }
        let column = self.column(fact, year);
        let rank = |value: Literal| measure(value).map(|value| rank(&column.sorted, value));
        let own = rank(value);
        let apart = column.values.iter().map(|other| match (own, other) {
            (_, None) => 0.3,
            (_, Some(other)) if *other == value => 0.0,
            (Some(own), Some(other)) => rank(*other).map_or(1.0, |other| (own - other).abs()),
            (None, Some(_)) => 1.0,
        });
        let apart: Vec<f64> = apart.collect();
        self.apart.iter_mut().zip(apart).for_each(|(sum, apart)| *sum += apart);
        self.facts += 1.0;
    }

    /// The values to try for a fact.
    pub(super) fn trials(&mut self, fact: FactId, year: Option<i32>) -> Trials {
        let possible = self.critical.values(self.program, fact, self.day);
        let finite = is_finite(self.program, fact);
        let column = self.column(fact, year);
        let known: Vec<Literal> = column.values.iter().flatten().copied().collect();
        if known.len() < LEAST {
            let nearest = Vec::new();
            return Trials { values: possible, complete: finite, origin: Origin::Uniform, nearest };
        }
        let values = if finite { possible } else { typical(&known, &column.sorted) };
        let nearest = |value: &Option<Literal>| {
            let value = (*value)?;
            let near = values.iter().position(|tried| *tried == value).or_else(|| {
                let own = measure(value)?;
                let far = |tried: &Literal| measure(*tried).map_or(f64::INFINITY, |tried| (tried - own).abs());
                (0..values.len()).min_by(|a, b| far(&values[*a]).total_cmp(&far(&values[*b])))
            });
            near.map(|at| at as u8)
        };
        let nearest = column.values.iter().map(nearest).collect();
        Trials { complete: finite, origin: Origin::Peers(known.len()), nearest, values }
    }

    /// The chance of each value tried, as far as is known now.
    pub(super) fn chances(&self, fact: FactId, trials: &Trials) -> Vec<f64> {
        let n = trials.values.len();
        if trials.origin == Origin::Uniform {
            return vec![1.0 / n.max(1) as f64; n];
        }
        let is_own = self.program.fact(fact).entity == self.subject.entity;
        let weight = |at: usize| match is_own && self.facts > 0.0 {
            true => (-NEARNESS * self.apart[at] / self.facts).exp(),
            false => 1.0,
        };
        let mut chances = vec![0.0; n];
        for (at, value) in trials.nearest.iter().enumerate() {
            if let Some(value) = value {
                chances[usize::from(*value)] += weight(at);
            }
        }
        let sum: f64 = chances.iter().sum();
        if sum > 0.0 {
            chances.iter_mut().for_each(|chance| *chance /= sum);
        }
        chances
    }
}

/// Whether all values of a fact can be tried.
pub(super) fn is_finite(program: &Program, fact: FactId) -> bool {
    matches!(program.fact(fact).ty, wuwei_ir::Type::Truth | wuwei_ir::Type::Enum(_))
}

/// The size of a value that has one.
fn measure(value: Literal) -> Option<f64> {
    match value {
        Literal::Number(number) => Some(number.to_f64()),
        Literal::Date(date) => Some(f64::from(date.days())),
        Literal::Year(year) => Some(f64::from(year)),
        _ => None,
    }
}

/// The share of values that are smaller.
fn rank(sorted: &[f64], value: f64) -> f64 {
    sorted.partition_point(|other| *other < value) as f64 / sorted.len().max(1) as f64
}

/// Values that stand for those of the peers: numbers at even shares of them, and the commonest of what is no number.
fn typical(known: &[Literal], sorted: &[f64]) -> Vec<Literal> {
    let mut out: Vec<Literal> = Vec::new();
    let mut add = |literal: Literal| {
        if !out.contains(&literal) {
            out.push(literal);
        }
    };
    for share in SHARES.iter().filter(|_| !sorted.is_empty()) {
        let wanted = sorted[((sorted.len() - 1) as f64 * share) as usize];
        known.iter().find(|literal| measure(**literal) == Some(wanted)).into_iter().for_each(|literal| add(*literal));
    }
    let mut counted: Vec<(Literal, usize)> = Vec::new();
    for literal in known.iter().filter(|literal| measure(**literal).is_none()) {
        match counted.iter_mut().find(|(other, _)| other == literal) {
            Some((_, n)) => *n += 1,
            None => counted.push((*literal, 1)),
        }
    }
    counted.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counted.into_iter().take(CHOICES).for_each(|(literal, _)| add(literal));
    out
}
