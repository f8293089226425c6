//! What it would take: the smallest changes of what a subject can influence that make an answer yes.
//!
//! A vocabulary says what a subject can change, how far and at what effort ([`wuwei_ir::Effort`]). Past years are over, so a
//! rule that looks at last year is looked at from days to come too, with figures that aren't known yet as in the last year
//! known. Every proposal is evaluated by the reference before it is given. Where no change is enough, the conditions in the
//! way are named with the reason.

mod goal;
mod leaf;
mod moves;
mod node;
mod obstacle;
mod search;
mod tree;
mod view;

use wuwei_engine::{Evaluator, Population, Row, Verdict};
use wuwei_ir::{Date, FactId, Literal, Number, Program};

pub use goal::{Goal, NoGoal};
pub use obstacle::{Hindrance, Obstacle};

use crate::reads::{Reading, reading};
use crate::supposed::{Known, Supposed};
use moves::Moves;
use search::{Found, Outcome, Search};
use tree::Tree;
use view::View;

/// So many years ahead a day is looked for.
const YEARS_AHEAD: i32 = 3;

/// How far a search goes.
#[derive(Clone, Copy)]
pub struct Extent<'s> {
    /// How many proposals are wanted.
    pub alternatives: usize,
    /// How many conditions may be asked in all; a search that needs more gives what it has.
    pub most: u64,
    /// Whether to stop now.
    pub stop: &'s dyn Fn() -> bool,
}

/// One fact that is changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedFact {
    /// The fact.
    pub fact: FactId,
    /// Its year.
    pub year: Option<i32>,
    /// What it is.
    pub from: Literal,
    /// What it is to be.
    pub to: Literal,
    /// The effort; nought for a fact that moves with another.
    pub effort: Number,
    /// Whether it only moves because another does.
    pub follows: bool,
    /// Whether the goal reads it.
    pub read: bool,
}

/// Changes that make the answer yes.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The earliest day on which they do.
    pub day: Date,
    /// What is changed.
    pub steps: Vec<ChangedFact>,
    /// The effort of all.
    pub effort: Number,
    /// Whether the reference says yes with them.
    pub verified: bool,
    /// Whether no cheaper change does on that day, apart from those that other proposals hold.
    pub optimal: bool,
    /// Figures not known yet that were taken to be as in an earlier year.
    pub assumes: Vec<(Row, FactId, i32)>,
    /// Such figures of facts that it changes in another year, with what they are taken to be.
    stay: Vec<(FactId, Option<i32>, Literal)>,
}

impl Proposal {
    /// The population as the proposal supposes it.
    pub fn population<'a>(
        &self,
        program: &'a Program,
        base: &'a dyn Population,
        row: Row,
        today: Date,
    ) -> Supposed<'a> {
        let mut supposed = Supposed::new(program, base).standing_still_from(today.year());
        for step in &self.steps {
            supposed.suppose(row, step.fact, step.year, Known::Is(step.to));
        }
        // What is changed in one year doesn't change the next.
        for (fact, year, value) in &self.stay {
            supposed.suppose(row, *fact, *year, Known::Is(*value));
        }
        supposed
    }
}

/// What it would take.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The goal.
    pub goal: Goal,
    /// The answer today.
    pub verdict: Verdict,
    /// Ways to it, the one with the least effort first.
    pub proposals: Vec<Proposal>,
    /// What stands in the way: today, where it takes time, or altogether, where there is no way.
    pub obstacles: Vec<Obstacle>,
    /// The first day on which a way is open.
    pub earliest: Option<Date>,
    /// Facts that could be changed, were it known what they are.
    pub unknown: Vec<(FactId, Option<i32>)>,
    /// Whether everything was looked at.
    pub complete: bool,
    /// The last day that was looked at.
    pub until: Date,
    /// How many conditions were asked.
    pub asked: u64,
}

impl Advice {
    /// Whether nothing has to be done.
    pub fn already(&self) -> bool {
        self.verdict == Verdict::Yes
    }
}

/// A question of what it would take.
struct Question<'a, 's> {
    program: &'a Program,
    population: &'a dyn Population,
    row: Row,
    goal: Goal,
    today: Date,
    limits: Extent<'s>,
    /// Conditions asked so far.
    asked: u64,
}

/// What a day came to.
enum Day {
    /// Ways, and whether all were looked at.
    Ways(Vec<Proposal>, bool),
    /// No way, and why.
    None(Vec<Obstacle>),
}

/// The smallest changes with which a goal is reached, from a day on.
pub fn advise(
    program: &Program,
    population: &dyn Population,
    row: Row,
    goal: Goal,
    today: Date,
    limits: Extent<'_>,
) -> Advice {
    let verdict = goal.verdict(&Evaluator::new(program, population, today), row);
    let mut question = Question { program, population, row, goal, today, limits, asked: 0 };
    let last_year = today.year() + YEARS_AHEAD;
    let until = Date::from_ymd(last_year, 12, 31).unwrap_or(today);
    let (proposals, obstacles, unknown) = (Vec::new(), Vec::new(), Vec::new());
    let mut advice =
        Advice { goal, verdict, proposals, obstacles, earliest: None, unknown, complete: true, until, asked: 0 };
    if advice.already() {
        return advice;
    }
    let mut first_obstacles: Option<Vec<Obstacle>> = None;
    let mut last_obstacles = Vec::new();
    let mut cuts = Vec::new();
    let mut start = Some(today);
    while let Some(day) = start {
        // The next year is looked at too: what is dear this year may be cheap once its figures count.
        let done = advice.earliest.is_some_and(|earliest| day.year() > earliest.year().max(today.year() + 1));
        if day > until || done {
            break;
        }
        let (opens, blocked) = question.first_open(day, &mut advice.unknown);
        first_obstacles.get_or_insert_with(|| blocked.clone());
        match opens.map(|day| (day, question.day(day))) {
            Some((day, Day::Ways(ways, complete))) => {
                advice.complete &= complete;
                if !ways.is_empty() {
                    advice.earliest.get_or_insert(day);
                }
                advice.proposals.extend(ways);
            }
            Some((_, Day::None(why))) => {
                advice.complete &= !why.iter().any(|obstacle| obstacle.kind == Hindrance::Cut);
                if first_obstacles.as_ref().is_some_and(Vec::is_empty) {
                    first_obstacles = Some(why.clone());
                }
                cuts.extend(why.iter().filter(|obstacle| obstacle.kind == Hindrance::Cut).cloned());
                last_obstacles = why;
            }
            None => last_obstacles = blocked,
        }
        start = Date::from_ymd(day.year() + 1, 1, 1);
    }
    keep_different(&mut advice.proposals, question.limits.alternatives);
    advice.asked = question.asked;
    let first = first_obstacles.unwrap_or_default();
    advice.obstacles = match advice.earliest {
        // What stood in the way today and doesn't any more is time's doing.
        Some(earliest) if earliest > today => first
            .into_iter()
            .map(|obstacle| match obstacle.kind {
                Hindrance::Unknown(_) | Hindrance::Cut | Hindrance::NotInForce => obstacle,
                _ => Obstacle { kind: Hindrance::Time, ..obstacle },
            })
            .collect(),
        Some(_) => Vec::new(),
        // A day that wasn't looked at to the end may have held a way, whatever later days say.
        None if !cuts.is_empty() => cuts,
        None => last_obstacles,
    };
    advice
}

/// The cheapest first; what changes all that another changes, on the same day or later, is none of its own.
fn keep_different(proposals: &mut Vec<Proposal>, most: usize) {
    proposals.sort_by_key(|proposal| (proposal.effort, proposal.day));
    let mut kept: Vec<Proposal> = Vec::new();
    for proposal in proposals.drain(..) {
        let changes =
            |all: &Proposal, step: &ChangedFact| all.steps.iter().any(|other| other.read && other.fact == step.fact);
        let covers =
            |known: &Proposal| known.steps.iter().filter(|step| step.read).all(|step| changes(&proposal, step));
        if kept.len() < most && !kept.iter().any(|known| known.day <= proposal.day && covers(known)) {
            kept.push(proposal);
        }
    }
    *proposals = kept;
}

impl<'a> Question<'a, '_> {
    /// The population with figures to come as in the last year known.
    fn still(&self) -> Supposed<'a> {
        Supposed::new(self.program, self.population).standing_still_from(self.today.year())
    }

    fn moves(&self, reading: &Reading, day: Date) -> Moves {
        Moves::new(self.program, &self.still(), self.row, &reading.facts, self.today.year(), day)
    }

    /// The first day of a year, from a day on, on which nothing makes the goal impossible, and what does on the day itself.
    fn first_open(&mut self, from: Date, unknown: &mut Vec<(FactId, Option<i32>)>) -> (Option<Date>, Vec<Obstacle>) {
        let mut blocked = Vec::new();
        let mut day = Some(from);
        let mut made: Option<(Vec<Option<wuwei_ir::ItemId>>, Moves)> = None;
        while let Some(now) = day.filter(|day| day.year() == from.year()) {
            let reading = reading(self.program, self.goal.group, now);
            // What can be changed is the same on all days of a year on which the same rules are in force.
            let versions: Vec<_> = reading.groups.iter().map(|group| self.program.version(*group, now)).collect();
            if made.as_ref().is_none_or(|(known, _)| *known != versions) {
                made = Some((versions, self.moves(&reading, now)));
            }
            let Some((_, moves)) = &made else { break };
            for fact in &moves.unknown {
                if !unknown.contains(fact) {
                    unknown.push(*fact);
                }
            }
            let still = self.still();
            let tree =
                Tree::new(self.program, &Evaluator::new(self.program, &still, now), &still, moves, self.row, self.goal);
            let Some(tree) = tree else {
                if now == from {
                    blocked.extend(self.not_in_force(now));
                }
                day = self.next_start(now);
                continue;
            };
            let mut view = View::new(self.program, self.still(), self.row, now, tree, moves);
            let (low, high) = full(moves);
            let bounds = view.look(low, high);
            if view.may(&bounds) {
                return (Some(now), blocked);
            }
            if now == from {
                blocked = obstacle::obstacles(self.program, &still, &view, &bounds, self.row, (self.today, now));
            }
            let next = self.next_start(now);
            let year_end = Date::from_ymd(now.year() + 1, 1, 1).unwrap_or(now);
            let end = next.map_or(year_end, |next| next.min(year_end));
            day = obstacle::first_day(&mut view, bounds, (now, end)).or(next);
        }
        (None, blocked)
    }

    /// The next day on which another version of some rule begins or ends.
    fn next_start(&self, now: Date) -> Option<Date> {
        let heads = self.program.items.iter().map(|item| &item.head);
        let after = |day: Date| Date::from_days(i64::from(day.days()) + 1);
        let days = heads.flat_map(|head| [Some(head.from), head.until.and_then(after)]).flatten();
        days.filter(|day| *day > now).min()
    }

    fn not_in_force(&self, day: Date) -> Option<Obstacle> {
        let item = *self.program.group(self.goal.group).versions.first()?;
        Some(Obstacle { day, item, expr: None, year: None, kind: Hindrance::NotInForce, past: Vec::new() })
    }

    /// The ways on one day.
    fn day(&mut self, day: Date) -> Day {
        let reading = reading(self.program, self.goal.group, day);
        let moves = self.moves(&reading, day);
        let still = self.still();
        let tree =
            Tree::new(self.program, &Evaluator::new(self.program, &still, day), &still, &moves, self.row, self.goal);
        let Some(tree) = tree else { return Day::None(self.not_in_force(day).into_iter().collect()) };
        let mut view = View::new(self.program, self.still(), self.row, day, tree, &moves);
        let most = self.limits.most.saturating_sub(self.asked);
        let outcome = Search::new(&mut view, most, self.limits.stop).run(self.limits.alternatives);
        self.asked += view.asked;
        let Outcome { found, cut } = outcome;
        let ways: Vec<Proposal> = found.iter().map(|found| self.proposal(&moves, found, day)).collect();
        let ways: Vec<Proposal> = ways.into_iter().filter(|way| way.verified).collect();
        if !ways.is_empty() {
            return Day::Ways(ways, !cut);
        }
        let kind = if cut { Hindrance::Cut } else { Hindrance::Together };
        let item = self.program.version(self.goal.group, day);
        let obstacle = |item| Obstacle { day, item, expr: None, year: None, kind: kind.clone(), past: Vec::new() };
        Day::None(item.map(obstacle).into_iter().collect())
    }

    /// Positions of levers as changes, evaluated.
    fn proposal(&self, moves: &Moves, found: &Found, day: Date) -> Proposal {
        let mut steps: Vec<ChangedFact> = Vec::new();
        for (n, slot) in moves.slots.iter().enumerate() {
            let own = moves.own_effort(n, &found.steps);
            let (effort, follows) = (own.unwrap_or(Number::ZERO), own.is_none());
            let Some(to) = moves.literal(n, &found.steps).filter(|to| *to != slot.from) else { continue };
            steps.push(ChangedFact {
                fact: slot.fact,
                year: slot.year,
                from: slot.from,
                to,
                effort,
                follows,
                read: slot.read,
            });
        }
        steps.sort_by_key(|step| (step.follows, std::cmp::Reverse(step.effort)));
        let (effort, optimal) = (found.cost, found.optimal);
        let is_moved = |slot: &&moves::Slot| steps.iter().any(|step| (step.fact, step.year) == (slot.fact, slot.year));
        let stay = moves.slots.iter().filter(|slot| slot.carried && !is_moved(slot));
        let stay = stay.map(|slot| (slot.fact, slot.year, slot.from)).collect();
        let mut proposal = Proposal { day, steps, effort, verified: false, optimal, assumes: Vec::new(), stay };
        let supposed = proposal.population(self.program, self.population, self.row, self.today);
        let evaluator = Evaluator::new(self.program, &supposed, day);
        proposal.verified = self.goal.verdict(&evaluator, self.row) == Verdict::Yes;
        proposal.assumes = supposed.carried();
        // What a change starts from may be assumed as well.
        for slot in moves.slots.iter().filter(|slot| slot.carried) {
            if let Some(year) = slot.year.filter(|_| slot.read) {
                proposal.assumes.push((self.row, slot.fact, year));
            }
        }
        proposal
    }
}

/// All levers as far as they go.
fn full(moves: &Moves) -> (moves::Steps, moves::Steps) {
    (moves.levers.iter().map(|_| 0).collect(), moves.levers.iter().map(|lever| lever.steps).collect())
}
