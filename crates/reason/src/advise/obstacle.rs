//! What stands in the way, and whose it is to remove.

use wuwei_engine::{Evaluator, Gap, Population, Row, Truth};
use wuwei_ir::{Date, ExprId, FactId, ItemId, Program};

use super::leaf::Asked;
use super::node::{Node, Origin, Seen};
use super::view::{Bounds, View};
use crate::reads::Whose;

/// A condition that no change meets on a day.
#[derive(Clone, Debug)]
pub struct Obstacle {
    /// The day.
    pub day: Date,
    /// Whose rule it is.
    pub item: ItemId,
    /// The condition; `None` is that the rule concerns the subject at all, or that it wasn't paid before.
    pub expr: Option<ExprId>,
    /// The year that the condition is about.
    pub year: Option<i32>,
    /// What sort of obstacle it is.
    pub kind: Hindrance,
    /// Figures of years that are over, which could be changed if they were not.
    pub past: Vec<(FactId, i32)>,
}

/// Why a condition isn't met whatever the subject does.
#[derive(Clone, Debug, PartialEq)]
pub enum Hindrance {
    /// No version of the rule is in force.
    NotInForce,
    /// The rule doesn't concern the subject.
    NotConcerned,
    /// It has been paid already.
    Paid,
    /// Time brings it: on a later day it can be met.
    Time,
    /// It is about other subjects.
    Others,
    /// Facts aren't known that decide it.
    Unknown(Vec<Gap>),
    /// The facts that it reads are changed as far as their limits, and it isn't met.
    Limits,
    /// It reads nothing that the subject could change from now on.
    Given,
    /// The conditions can each be met, and not all together.
    Together,
    /// The search was cut before it found a way.
    Cut,
}

/// The conditions that keep a goal from being reached within bounds.
pub(crate) fn obstacles(
    program: &Program,
    population: &dyn Population,
    view: &View<'_>,
    bounds: &Bounds,
    row: Row,
    (today, day): (Date, Date),
) -> Vec<Obstacle> {
    let mut failing = Vec::new();
    gather(&view.tree.root, None, &bounds.seen, &mut failing);
    let evaluator = Evaluator::new(program, population, day);
    let mut out: Vec<Obstacle> = Vec::new();
    for (origin, node) in failing {
        let mut leaves = Vec::new();
        node.leaves(&mut leaves);
        let kind = hindrance(&evaluator, view, bounds, &leaves, node.seen(&bounds.seen), row);
        let (of, expr, year) = match (origin, leaves.first()) {
            (Some(origin), _) => (origin.item, Some(origin.expr), origin.year),
            (None, Some(leaf)) => (view.tree.leaves[*leaf].item, None, None),
            (None, None) => continue,
        };
        let item = program.items.iter().position(|item| std::ptr::eq(item, of));
        let Some(item) = item.map(ItemId::from_index) else { continue };
        let reads = leaves.iter().flat_map(|leaf| &view.tree.leaves[*leaf].reads);
        let own = reads.filter(|read| read.whose == Whose::Own && !program.fact(read.fact).efforts.is_empty());
        let mut past: Vec<(FactId, i32)> =
            own.filter_map(|read| Some((read.fact, read.year.filter(|year| *year < today.year())?))).collect();
        past.sort_unstable();
        past.dedup();
        let obstacle = Obstacle { day, item, expr, year, kind, past };
        let known = |known: &Obstacle| (known.item, known.expr, known.year) == (item, expr, year);
        if !out.iter().any(known) {
            out.push(obstacle);
        }
    }
    out
}

/// The first day after one, and before another, on which what fails within bounds may not fail any more; the same rules are
/// in force on all of them. What fails is looked at day by day, and nothing else.
pub(crate) fn first_day(view: &mut View<'_>, mut bounds: Bounds, (now, end): (Date, Date)) -> Option<Date> {
    let mut failing = Vec::new();
    gather(&view.tree.root, None, &bounds.seen, &mut failing);
    let nodes = failing.into_iter().map(|(_, node)| {
        let mut leaves = Vec::new();
        node.leaves(&mut leaves);
        leaves.retain(|leaf| view.tree.leaves[*leaf].by_day);
        (leaves, node.clone())
    });
    // One that no day changes settles it; otherwise the one that is looked at soonest.
    let (leaves, node) = nodes.min_by_key(|(leaves, _)| leaves.len())?;
    if leaves.is_empty() {
        return None;
    }
    for day in now.days() + 1..end.days() {
        let day = Date::from_days(i64::from(day))?;
        view.on(day, &mut bounds, &leaves);
        if node.seen(&bounds.seen).yes {
            return Some(day);
        }
    }
    None
}

/// The smallest conditions that all have to hold and can't.
fn gather<'t, 'a>(
    node: &'t Node<'a>,
    origin: Option<Origin<'a>>,
    seen: &[Seen],
    out: &mut Vec<(Option<Origin<'a>>, &'t Node<'a>)>,
) {
    if node.seen(seen).yes {
        return;
    }
    match node {
        Node::Condition(origin, inner) => gather(inner, Some(*origin), seen, out),
        // What a rule asks of everybody is called by the rule.
        Node::AtLeast(number, nodes) if *number == nodes.len() => {
            nodes.iter().for_each(|node| gather(node, origin.filter(|_| nodes.len() == 1), seen, out));
        }
        _ => out.push((origin, node)),
    }
}

fn hindrance(
    evaluator: &Evaluator<'_>,
    view: &View<'_>,
    bounds: &Bounds,
    leaves: &[usize],
    seen: Seen,
    row: Row,
) -> Hindrance {
    let all = || leaves.iter().map(|leaf| &view.tree.leaves[*leaf]);
    let is_stuck = |leaf: &&usize| bounds.seen[**leaf].truth == Truth::Unknown;
    if seen.truth == Truth::Unknown {
        let mut gaps: Vec<Gap> = Vec::new();
        for leaf in leaves.iter().filter(is_stuck).map(|leaf| &view.tree.leaves[*leaf]) {
            for gap in leaf.gaps(evaluator, row) {
                if !gaps.contains(&gap) {
                    gaps.push(gap);
                }
            }
        }
        return Hindrance::Unknown(gaps);
    }
    if let [leaf] = leaves {
        match view.tree.leaves[*leaf].what {
            Asked::Applies => return Hindrance::NotConcerned,
            Asked::Unpaid => return Hindrance::Paid,
            _ => {}
        }
    }
    if all().any(|leaf| !leaf.levers.is_empty()) {
        return Hindrance::Limits;
    }
    if all().flat_map(|leaf| &leaf.reads).any(|read| read.whose == Whose::Other) {
        return Hindrance::Others;
    }
    Hindrance::Given
}
