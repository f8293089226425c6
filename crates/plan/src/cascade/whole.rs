//! A target with what the regions below promise of it.

use rustc_hash::FxHashSet;
use wuwei_ir::{Computation, Date, Form, IndicatorId, Number, Program, RegionId, TargetId, TargetValue};

use super::goal::{Goal, goal, is_share_of_more, region_of};
use super::graph::{Cascade, Pair, Relation, parts};
use super::known::Known;
use crate::observation::Observations;

/// A target with what the regions below promise of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// The target.
    pub target: TargetId,
    /// What it comes to.
    pub goal: Goal,
    /// What each region promises, none of them inside another; by code.
    pub parts: Vec<Part>,
    /// How many regions lie directly below.
    pub regions: usize,
    /// In how many of these something is promised.
    pub promising: usize,
}

/// What one region promises of a target above.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The region.
    pub region: RegionId,
    /// What it promises, in base units.
    pub value: Number,
    /// By the end of which year.
    pub by: i32,
    /// Its target, or its targets for the parts of a sum.
    pub targets: Vec<TargetId>,
    /// Whether nothing of the sum is left out.
    pub is_complete: bool,
    /// Whether a value was worked out from a published one.
    pub is_derived: bool,
}

impl Part {
    /// The single target, where the parts of a sum don't have to be added.
    pub(super) fn single(&self) -> Option<TargetId> {
        match self.targets.as_slice() {
            [one] if self.is_complete => Some(*one),
            _ => None,
        }
    }
}

impl Whole {
    /// The sum of what is promised below; `None` if it is too large to be exact.
    pub fn sum(&self) -> Option<Number> {
        self.parts.iter().try_fold(Number::ZERO, |sum, part| sum.add(part.value))
    }

    /// Whether a value was worked out from a published one rather than written in a plan.
    pub fn is_derived(&self) -> bool {
        self.goal.from.is_some() || self.parts.iter().any(|part| part.is_derived)
    }
}

/// All targets of which regions below promise a part, with these parts, as things were known on a day.
pub fn wholes(cascade: &Cascade<'_>, observations: &Observations, as_of: Date) -> Vec<Whole> {
    let known = Known::new(observations, as_of);
    let mut pairs: Vec<Pair> = cascade.pairs().to_vec();
    pairs.sort_by_key(|pair| pair.parent);
    pairs.chunk_by(|one, other| one.parent == other.parent).filter_map(|pairs| whole(cascade, &known, pairs)).collect()
}

/// The whole of the pairs of one target.
fn whole(cascade: &Cascade<'_>, known: &Known<'_>, pairs: &[Pair]) -> Option<Whole> {
    let program = cascade.program;
    let target = pairs.first()?.parent;
    if !is_share_of_more(program, target) {
        return None;
    }
    let region = region_of(program, target)?;
    let mut by_region: Vec<(RegionId, Pair)> = pairs
        .iter()
        .filter(|pair| is_share_of_more(program, pair.child))
        .filter_map(|pair| Some((region_of(program, pair.child)?, *pair)))
        .collect();
    by_region.sort_by_key(|(region, _)| (program.region(*region).code, *region));
    let below: FxHashSet<RegionId> = by_region.iter().map(|(region, _)| *region).collect();
    // What a district inside another region promises is in that region's promise already.
    let is_nested = |inner: RegionId| program.region_chain(inner).skip(1).any(|outer| below.contains(&outer));
    let parts: Vec<Part> = by_region
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|pairs| !is_nested(pairs[0].0))
        .filter_map(|pairs| part(program, known, target, pairs))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let goal = worth(program, known, target, target)?;
    if goal.value.signum() <= 0 {
        return None;
    }
    let around =
        |part: &Part| program.region_chain(part.region).find(|one| program.region(*one).parent == Some(region));
    let promising = parts.iter().filter_map(around).collect::<FxHashSet<RegionId>>().len();
    Some(Whole { target, goal, parts, regions: cascade.regions_below(region).len(), promising })
}

/// What a region promises of a target: its target of the same indicator, or else the sum of its targets for the parts.
fn part(program: &Program, known: &Known<'_>, whole: TargetId, pairs: &[(RegionId, Pair)]) -> Option<Part> {
    let region = pairs.first()?.0;
    let of = |relations: &[Relation]| {
        let found = pairs.iter().filter(|(_, pair)| relations.contains(&pair.relation));
        let mut found: Vec<TargetId> = found.map(|(_, pair)| pair.child).collect();
        found.sort_by_key(|child| nearness(program, whole, *child));
        found
    };
    let same = of(&[Relation::Same, Relation::Twin]).into_iter();
    let mut same = same.filter_map(|child| Some((child, worth(program, known, whole, child)?)));
    if let Some((child, goal)) = same.next() {
        let is_derived = goal.from.is_some();
        return Some(Part {
            region,
            value: goal.value,
            by: goal.by,
            targets: vec![child],
            is_complete: true,
            is_derived,
        });
    }
    let candidates = of(&[Relation::Part]);
    let mut part =
        Part { region, value: Number::ZERO, by: i32::MIN, targets: Vec::new(), is_complete: false, is_derived: false };
    let indicator = |id: &TargetId| program.target(*id).indicator;
    for child in &candidates {
        let of = indicator(child);
        let is_taken = part.targets.iter().any(|other| indicator(other) == of);
        let is_inside = candidates.iter().any(|other| parts(program, indicator(other)).contains(&of));
        if is_taken || is_inside {
            continue;
        }
        let Some(goal) = worth(program, known, whole, *child) else { continue };
        part.value = part.value.add(goal.value)?;
        part.by = part.by.max(goal.by);
        part.is_derived |= goal.from.is_some();
        part.targets.push(*child);
    }
    if part.targets.is_empty() {
        return None;
    }
    part.targets.sort_unstable();
    let is_promised = |one: &IndicatorId| {
        part.targets.iter().any(|target| indicator(target) == *one || parts(program, indicator(target)).contains(one))
    };
    part.is_complete = match &program.indicator(program.target(whole).indicator).computed {
        Some(Computation::Adds(all)) => all.iter().all(is_promised),
        _ => false,
    };
    Some(part)
}

/// What a target comes to where it is held against another: increases are held against increases as they are written,
/// everything else by the value it leads to.
fn worth(program: &Program, known: &Known<'_>, whole: TargetId, id: TargetId) -> Option<Goal> {
    let is_increase = |id: TargetId| program.target(id).form == Form::Increase;
    match (is_increase(whole), is_increase(id)) {
        (false, _) => goal(program, known, id),
        (true, false) => None,
        (true, true) => match program.target(id).value {
            TargetValue::Number { base, .. } => {
                let by = program.target(id).deadline?.year();
                Some(Goal { value: base, by, from: None })
            }
            TargetValue::Indicator(..) => None,
        },
    }
}

/// Of several targets of a region the one that is due nearest to the whole's deadline, of these the one that gives a value
/// itself, of these the one of the latest document.
fn nearness(program: &Program, whole: TargetId, child: TargetId) -> impl Ord + use<> {
    let year = |id: TargetId| program.target(id).deadline.map_or(i32::MAX, |deadline| deadline.year());
    let target = program.target(child);
    let from = program.document(target.doc).from;
    (year(whole).abs_diff(year(child)), target.form != Form::Value, std::cmp::Reverse(from), child)
}
