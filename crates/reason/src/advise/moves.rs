//! What a subject can change, and what its facts are once it has.

use std::ops::RangeInclusive;

use wuwei_engine::{Absence, Range, Row, Truth, Value};
use wuwei_ir::{Bound, Change, Date, FactId, Literal, Number, Program, Type};

use crate::reads::{Read, Whose};
use crate::supposed::{Known, Supposed};

/// No lever has more steps than this; whoever needs more states larger ones.
const MOST_STEPS: u32 = 1_000_000;

/// A fact that can be changed, or that moves with one.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) fact: FactId,
    pub(crate) year: Option<i32>,
    /// What it is.
    pub(crate) from: Literal,
    /// Whether that is the figure of an earlier year, since its own isn't known yet.
    pub(crate) carried: bool,
    /// Whether the goal reads it.
    pub(crate) read: bool,
    /// The ends of its domain.
    range: Option<(Number, Number)>,
    /// The levers that move it.
    pub(crate) levers: Vec<usize>,
}

/// One thing a subject can do, more or less of it. Nought is to leave it.
#[derive(Clone, Debug)]
pub(crate) struct Lever {
    /// How many steps there are.
    pub(crate) steps: u32,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// Each step adds this to a fact and to those that move with it. Facts that do the same to what the goal reads are
    /// stages of one lever, the cheapest first: nobody takes the dearer while the cheaper is to be had.
    Amount { delta: Number, stages: Vec<Stage> },
    /// Other values of a slot with their efforts, the cheapest first.
    Options(usize, Vec<(Literal, Number)>),
}

#[derive(Clone, Debug)]
struct Stage {
    /// The slot of its own fact.
    slot: usize,
    cost: Number,
    steps: u32,
    /// All that it moves, its own included.
    moves: Vec<usize>,
}

/// Steps of levers.
pub(crate) type Steps = Box<[u32]>;

/// All that a subject can do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moves {
    pub(crate) slots: Vec<Slot>,
    pub(crate) levers: Vec<Lever>,
    /// Facts that could be changed, were it known what they are.
    pub(crate) unknown: Vec<(FactId, Option<i32>)>,
}

impl Moves {
    /// What a subject can do about facts that somebody reads; yearly ones from a year on.
    pub(crate) fn new(
        program: &Program,
        supposed: &Supposed<'_>,
        row: Row,
        reads: &[Read],
        from: i32,
        day: Date,
    ) -> Moves {
        let mut moves = Moves::default();
        for read in reads {
            if read.whose == Whose::Other || read.year.is_some_and(|year| year < from) {
                continue;
            }
            if !program.fact(read.fact).efforts.is_empty() && !moves.add(program, supposed, row, *read, day) {
                moves.unknown.push((read.fact, read.year));
            }
            // It may also move with another that nobody reads.
            for mover in movers(program, read.fact) {
                moves.add(program, supposed, row, Read { fact: mover, ..*read }, day);
            }
        }
        // What stands still is as in the last year known, and not as in a year that is changed.
        for read in reads.iter().filter(|read| read.whose == Whose::Own) {
            let later = |slot: &Slot| slot.fact == read.fact && slot.year < read.year;
            if moves.slots.iter().any(later) {
                moves.slot(program, supposed, row, read.fact, read.year, day);
            }
        }
        for slot in &mut moves.slots {
            let of_slot = |read: &Read| (read.whose, read.fact, read.year) == (Whose::Own, slot.fact, slot.year);
            slot.read = reads.iter().any(of_slot);
        }
        moves.merge();
        moves
    }

    /// Adds the levers of a fact; says whether it is known.
    fn add(&mut self, program: &Program, supposed: &Supposed<'_>, row: Row, read: Read, day: Date) -> bool {
        let fact = program.fact(read.fact);
        let Some(slot) = self.slot(program, supposed, row, read.fact, read.year, day) else { return false };
        if self.levers.iter().any(|lever| lever.is_of(slot)) {
            return true;
        }
        let mut options: Vec<(Literal, Number)> = Vec::new();
        for effort in &fact.efforts {
            match &effort.change {
                Change::By { amount, up, most, with } => {
                    let delta = if *up { Some(*amount) } else { amount.neg() };
                    let Some(delta) = delta else { continue };
                    let moved: Vec<usize> = std::iter::once(slot)
                        .chain(with.iter().filter_map(|fact| self.slot(program, supposed, row, *fact, read.year, day)))
                        .collect();
                    let limits = moved.iter().map(|slot| self.slots[*slot].steps_of(delta));
                    let most = most.and_then(|most| whole(most.div(*amount)?)).unwrap_or(MOST_STEPS);
                    let steps = limits.fold(most.min(MOST_STEPS), u32::min);
                    if steps == 0 {
                        continue;
                    }
                    let stages = vec![Stage { slot, cost: effort.cost, steps, moves: moved }];
                    self.levers.push(Lever { steps, what: What::Amount { delta, stages } });
                }
                Change::Step { up, most } => {
                    let Type::Enum(id) = fact.ty else { continue };
                    let choices = program.enumeration(id).values.len() as i64;
                    // None stands one below the lowest.
                    let at = match self.slots[slot].from {
                        Literal::Choice(at) => i64::from(at),
                        _ => -1,
                    };
                    let lowest = if fact.or_none { -1 } else { 0 };
                    for step in 1..=most.map_or(choices, i64::from) {
                        let to = if *up { at + step } else { at - step };
                        if to < lowest || to >= choices {
                            break;
                        }
                        let literal = u8::try_from(to).map_or(Literal::None, Literal::Choice);
                        options.extend(effort.cost.mul(Number::int(step)).map(|cost| (literal, cost)));
                    }
                }
                Change::To(literal) if *literal != self.slots[slot].from => options.push((*literal, effort.cost)),
                Change::To(_) => {}
            }
        }
        options.sort_by_key(|(_, cost)| *cost);
        // A value that can be had in two ways is had in the cheaper.
        let mut kept: Vec<(Literal, Number)> = Vec::new();
        for option in options {
            if !kept.iter().any(|(literal, _)| *literal == option.0) {
                kept.push(option);
            }
        }
        if !kept.is_empty() {
            self.levers.push(Lever { steps: kept.len() as u32, what: What::Options(slot, kept) });
        }
        true
    }

    /// The slot of a fact that is known.
    fn slot(
        &mut self,
        program: &Program,
        supposed: &Supposed<'_>,
        row: Row,
        fact: FactId,
        year: Option<i32>,
        day: Date,
    ) -> Option<usize> {
        if let Some(known) = self.slots.iter().position(|slot| (slot.fact, slot.year) == (fact, year)) {
            return Some(known);
        }
        let (from, carried) = supposed.known(row, fact, year)?;
        let number = |bound: Bound| match bound {
            Bound::Number(number) => number,
            Bound::Today => Number::int(i64::from(day.days())),
        };
        let range = program.fact(fact).range.map(|(low, high)| (number(low), number(high)));
        self.slots.push(Slot { fact, year, from, carried, read: false, range, levers: Vec::new() });
        Some(self.slots.len() - 1)
    }

    /// Makes one lever of those that do the same to what the goal reads, and notes which levers move each slot.
    fn merge(&mut self) {
        let mut merged: Vec<Lever> = Vec::new();
        for lever in std::mem::take(&mut self.levers) {
            let read = |lever: &Lever| -> Vec<usize> {
                let moved = lever.moved().into_iter();
                let mut read: Vec<usize> = moved.filter(|slot| self.slots[*slot].read).collect();
                read.sort_unstable();
                read.dedup();
                read
            };
            let same = merged
                .iter_mut()
                .find(|known| known.delta().is_some() && known.delta() == lever.delta() && read(known) == read(&lever));
            match (same, lever.what) {
                (Some(Lever { steps, what: What::Amount { stages, .. } }), What::Amount { stages: more, .. }) => {
                    *steps = steps.saturating_add(lever.steps).min(MOST_STEPS);
                    stages.extend(more);
                }
                (_, what) => merged.push(Lever { steps: lever.steps, what }),
            }
        }
        for (n, lever) in merged.iter_mut().enumerate() {
            if let What::Amount { stages, .. } = &mut lever.what {
                stages.sort_by_key(|stage| stage.cost);
            }
            let mut moved = lever.moved();
            moved.sort_unstable();
            moved.dedup();
            moved.into_iter().for_each(|slot| self.slots[slot].levers.push(n));
        }
        self.levers = merged;
    }

    /// The effort that goes into a slot's own fact, where any does.
    pub(crate) fn own_effort(&self, slot: usize, steps: &[u32]) -> Option<Number> {
        let own = self.levers.iter().zip(steps).filter_map(|(lever, steps)| lever.own_effort(slot, *steps));
        own.reduce(|sum, cost| sum.add(cost).unwrap_or(sum))
    }

    /// The levers that do the same as one of them to what the goal reads, itself included.
    pub(crate) fn alike(&self, lever: usize) -> Vec<usize> {
        let read = |lever: usize| self.slots.iter().map(move |slot| slot.read && slot.levers.contains(&lever));
        (0..self.levers.len()).filter(|other| read(*other).eq(read(lever))).collect()
    }

    /// The effort of so many steps of each lever.
    pub(crate) fn cost(&self, steps: &[u32]) -> Number {
        let each = self.levers.iter().zip(steps).map(|(lever, steps)| lever.cost(*steps));
        each.fold(Number::ZERO, |sum, cost| sum.add(cost).unwrap_or(sum))
    }

    /// What a slot is where each lever has made from `low` to `high` steps; nothing where no value in its domain is left.
    pub(crate) fn value(&self, at: usize, low: &[u32], high: &[u32]) -> Option<Known> {
        let slot = &self.slots[at];
        match slot.from {
            Literal::Number(from) => {
                let (mut least, mut most) = (from, from);
                for n in &slot.levers {
                    let lever = &self.levers[*n];
                    let few = lever.added(at, low[*n])?;
                    let many = lever.added(at, high[*n])?;
                    least = least.add(few.min(many))?;
                    most = most.add(few.max(many))?;
                }
                if let Some((smallest, largest)) = slot.range {
                    least = least.max(smallest);
                    most = most.min(largest);
                }
                match least.cmp(&most) {
                    std::cmp::Ordering::Less => {
                        Some(Known::Within(Value::Number(Range::between(least, most), Absence::Never)))
                    }
                    std::cmp::Ordering::Equal => Some(Known::Is(Literal::Number(least))),
                    std::cmp::Ordering::Greater => None,
                }
            }
            from => {
                let all =
                    slot.levers.iter().flat_map(|lever| self.levers[*lever].options(from, low[*lever]..=high[*lever]));
                let all: Vec<Literal> = all.collect();
                match all[..] {
                    [] => Some(Known::Is(from)),
                    [one] => Some(Known::Is(one)),
                    _ => Some(Known::Within(hull(&all))),
                }
            }
        }
    }

    /// What a slot's value becomes.
    pub(crate) fn literal(&self, slot: usize, steps: &[u32]) -> Option<Literal> {
        match self.value(slot, steps, steps)? {
            Known::Is(literal) => Some(literal),
            _ => None,
        }
    }
}

impl Slot {
    /// How many steps of a size it can take without leaving its domain.
    fn steps_of(&self, delta: Number) -> u32 {
        let (Literal::Number(from), Some((low, high))) = (self.from, self.range) else { return MOST_STEPS };
        let room = if delta > Number::ZERO { high.sub(from) } else { low.sub(from) };
        room.and_then(|room| whole(room.div(delta)?)).unwrap_or(0)
    }
}

impl Lever {
    /// The effort of so many steps.
    pub(crate) fn cost(&self, steps: u32) -> Number {
        let sum = |sum: Number, cost: Option<Number>| cost.and_then(|cost| sum.add(cost)).unwrap_or(sum);
        match &self.what {
            What::Amount { stages, .. } => {
                let each = used(stages, steps).map(|(stage, steps)| stage.cost.mul(Number::int(i64::from(steps))));
                each.fold(Number::ZERO, sum)
            }
            What::Options(_, options) => {
                steps.checked_sub(1).and_then(|at| options.get(at as usize)).map_or(Number::ZERO, |(_, cost)| *cost)
            }
        }
    }

    /// Whether one of its stages is a slot's own.
    fn is_of(&self, slot: usize) -> bool {
        match &self.what {
            What::Amount { stages, .. } => stages.iter().any(|stage| stage.slot == slot),
            What::Options(own, _) => *own == slot,
        }
    }

    fn delta(&self) -> Option<Number> {
        match &self.what {
            What::Amount { delta, .. } => Some(*delta),
            What::Options(..) => None,
        }
    }

    /// The slots that it moves.
    fn moved(&self) -> Vec<usize> {
        match &self.what {
            What::Amount { stages, .. } => stages.iter().flat_map(|stage| stage.moves.iter().copied()).collect(),
            What::Options(slot, _) => vec![*slot],
        }
    }

    /// What so many steps add to a slot.
    fn added(&self, slot: usize, steps: u32) -> Option<Number> {
        let What::Amount { delta, stages } = &self.what else { return Some(Number::ZERO) };
        let moving = used(stages, steps).filter(|(stage, _)| stage.moves.contains(&slot));
        delta.mul(Number::int(moving.map(|(_, steps)| i64::from(steps)).sum()))
    }

    /// The effort of so many steps that goes into a slot's own fact.
    fn own_effort(&self, slot: usize, steps: u32) -> Option<Number> {
        match &self.what {
            What::Amount { stages, .. } => {
                let own = used(stages, steps).find(|(stage, steps)| stage.slot == slot && *steps > 0)?;
                own.0.cost.mul(Number::int(i64::from(own.1)))
            }
            What::Options(own, _) => (*own == slot && steps > 0).then(|| self.cost(steps)),
        }
    }

    fn options(&self, from: Literal, steps: RangeInclusive<u32>) -> impl Iterator<Item = Literal> {
        let options: &[(Literal, Number)] = match &self.what {
            What::Options(_, options) => options,
            What::Amount { .. } => &[],
        };
        steps.map(move |step| {
            step.checked_sub(1).and_then(|at| options.get(at as usize)).map_or(from, |(literal, _)| *literal)
        })
    }
}

/// How many steps of each stage so many steps are.
fn used(stages: &[Stage], steps: u32) -> impl Iterator<Item = (&Stage, u32)> {
    stages.iter().scan(steps, |left, stage| {
        let taken = stage.steps.min(*left);
        *left -= taken;
        Some((stage, taken))
    })
}

/// The facts whose change moves a fact.
fn movers(program: &Program, moved: FactId) -> impl Iterator<Item = FactId> {
    let facts = program.entity(program.fact(moved).entity).facts.iter().copied();
    facts.filter(move |fact| {
        let moves =
            |effort: &wuwei_ir::Effort| matches!(&effort.change, Change::By { with, .. } if with.contains(&moved));
        program.fact(*fact).efforts.iter().any(moves)
    })
}

/// The smallest value that holds truths or choices.
fn hull(all: &[Literal]) -> Value {
    let mut set = 0u64;
    let (mut absent, mut truths) = (false, None);
    for literal in all {
        match literal {
            Literal::Choice(at) => set |= 1 << at,
            Literal::Truth(truth) => {
                let truth = Truth::of(*truth);
                truths = Some(truths.map_or(truth, |known: Truth| known.either(truth)));
            }
            _ => absent = true,
        }
    }
    match truths {
        Some(truth) => Value::Truth(truth),
        None => Value::Choice(set, if absent { Absence::Possible } else { Absence::Never }),
    }
}

/// The whole steps in a quotient.
fn whole(number: Number) -> Option<u32> {
    let whole = number.floor().to_i64()?;
    Some(u32::try_from(whole.max(0)).unwrap_or(u32::MAX))
}

/// A population in which some facts are to be changed.
pub(crate) fn tell(supposed: &mut Supposed<'_>, row: Row, slot: &Slot, known: Known) {
    supposed.suppose(row, slot.fact, slot.year, known);
}
