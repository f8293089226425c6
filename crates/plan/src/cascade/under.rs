//! What the regions below promise of a target.

use wuwei_ir::{Computation, Form, Number, Program, RegionId, TargetId, TargetValue};

use super::goal::{Goal, goal, is_share_of_more, region_of};
use super::graph::{Cascade, Pair, Relation, parts};
use super::known::Known;

/// A target with what the regions below promise of it.
pub(super) struct Under {
    pub(super) parent: TargetId,
    pub(super) goal: Goal,
    /// One for each region that promises something, none inside another; by code.
    pub(super) shares: Vec<Contribution>,
    /// How many regions lie directly below, and how many of them promise something.
    pub(super) regions: usize,
    pub(super) promising: usize,
}

/// What one region promises of a target above.
pub(super) struct Contribution {
    pub(super) region: RegionId,
    pub(super) value: Number,
    pub(super) by: i32,
    /// One target, or those of the parts of a sum.
    pub(super) targets: Vec<TargetId>,
    /// Whether every part of the sum is promised.
    pub(super) is_whole: bool,
    /// Whether a value was worked out from a published one.
    pub(super) is_derived: bool,
}

impl Contribution {
    /// The single target, where the parts of a sum don't have to be added.
    pub(super) fn single(&self) -> Option<TargetId> {
        match self.targets.as_slice() {
            [one] if self.is_whole => Some(*one),
            _ => None,
        }
    }
}

impl Under {
    /// The sum of what is promised below.
    pub(super) fn sum(&self) -> Option<Number> {
        self.shares.iter().try_fold(Number::ZERO, |sum, share| sum.add(share.value))
    }

    /// Whether a value was worked out from a published one rather than written in a plan.
    pub(super) fn is_derived(&self) -> bool {
        self.goal.from.is_some() || self.shares.iter().any(|share| share.is_derived)
    }
}

/// All targets of which regions below promise a part.
pub(super) fn unders(cascade: &Cascade<'_>, known: &Known<'_>) -> Vec<Under> {
    let mut pairs: Vec<Pair> = cascade.pairs().to_vec();
    pairs.sort_by_key(|pair| pair.parent);
    pairs.chunk_by(|one, other| one.parent == other.parent).filter_map(|pairs| under(cascade, known, pairs)).collect()
}

/// The pairs of one target.
fn under(cascade: &Cascade<'_>, known: &Known<'_>, pairs: &[Pair]) -> Option<Under> {
    let program = cascade.program;
    let parent = pairs.first()?.parent;
    if !is_share_of_more(program, parent) {
        return None;
    }
    let region = region_of(program, parent)?;
    let pairs: Vec<Pair> = pairs.iter().filter(|pair| is_share_of_more(program, pair.child)).copied().collect();
    let mut below: Vec<RegionId> = pairs.iter().filter_map(|pair| region_of(program, pair.child)).collect();
    below.sort_by_key(|region| (program.region(*region).code, *region));
    below.dedup();
    // What a district inside another region promises is in that region's promise already.
    let nested = |inner: &RegionId| below.iter().any(|outer| outer != inner && program.is_within(*inner, *outer));
    let outermost: Vec<RegionId> = below.iter().copied().filter(|region| !nested(region)).collect();
    let mut increases = false;
    let shares: Vec<Contribution> = outermost
        .into_iter()
        .filter_map(|region| {
            let mine: Vec<Pair> =
                pairs.iter().filter(|pair| region_of(program, pair.child) == Some(region)).copied().collect();
            let (contribution, is_increase) = contribution(program, known, parent, region, &mine)?;
            increases |= is_increase;
            Some(contribution)
        })
        .collect();
    if shares.is_empty() {
        return None;
    }
    // Increases are held against an increase as they are written.
    let goal = if increases { written(program, parent)? } else { goal(program, known, parent)? };
    if goal.value.signum() <= 0 {
        return None;
    }
    let direct = cascade.regions_below(region);
    let has = |one: &&RegionId| shares.iter().any(|share| program.is_within(share.region, **one));
    let promising = direct.iter().filter(has).count();
    Some(Under { parent, goal, shares, regions: direct.len(), promising })
}

/// What a region promises of a target, and whether it is meant as an increase.
fn contribution(
    program: &Program,
    known: &Known<'_>,
    parent: TargetId,
    region: RegionId,
    pairs: &[Pair],
) -> Option<(Contribution, bool)> {
    let is_increase = |id: TargetId| program.target(id).form == Form::Increase;
    let value = |child: TargetId| {
        let both = is_increase(parent) && is_increase(child);
        if both { written(program, child) } else { goal(program, known, child) }
    };
    let of = |relation: &[Relation]| {
        let mut found: Vec<TargetId> =
            pairs.iter().filter(|pair| relation.contains(&pair.relation)).map(|pair| pair.child).collect();
        found.sort_by_key(|child| nearness(program, parent, *child));
        found
    };
    for child in of(&[Relation::Same, Relation::Twin]) {
        if is_increase(parent) != is_increase(child) && is_increase(parent) {
            continue;
        }
        let Some(goal) = value(child) else { continue };
        let contribution = Contribution {
            region,
            value: goal.value,
            by: goal.by,
            targets: vec![child],
            is_whole: true,
            is_derived: goal.from.is_some(),
        };
        return Some((contribution, is_increase(parent)));
    }
    let sum = program.target(parent).indicator;
    let mut targets: Vec<TargetId> = Vec::new();
    let mut total = Number::ZERO;
    let (mut by, mut is_derived) = (i32::MIN, false);
    let candidates = of(&[Relation::Part]);
    for child in &candidates {
        let indicator = program.target(*child).indicator;
        let taken = |other: &TargetId| program.target(*other).indicator == indicator;
        let inside = |other: &TargetId| parts(program, program.target(*other).indicator).contains(&indicator);
        if targets.iter().any(taken) || candidates.iter().any(inside) || is_increase(*child) {
            continue;
        }
        let Some(goal) = value(*child) else { continue };
        total = total.add(goal.value)?;
        by = by.max(goal.by);
        is_derived |= goal.from.is_some();
        targets.push(*child);
    }
    if targets.is_empty() {
        return None;
    }
    targets.sort_unstable();
    let promised = |part: &wuwei_ir::IndicatorId| {
        targets.iter().any(|target| {
            let of = program.target(*target).indicator;
            of == *part || parts(program, of).contains(part)
        })
    };
    let is_whole = match &program.indicator(sum).computed {
        Some(Computation::Adds(all)) => all.iter().all(promised),
        _ => false,
    };
    Some((Contribution { region, value: total, by, targets, is_whole, is_derived }, false))
}

/// Of several targets of a region the one that is due nearest to the parent's deadline, of these the one that gives a
/// value itself, of these the one of the latest document.
fn nearness(program: &Program, parent: TargetId, child: TargetId) -> impl Ord + use<> {
    let year = |id: TargetId| program.target(id).deadline.map_or(i32::MAX, |deadline| deadline.year());
    let target = program.target(child);
    let from = program.document(target.doc).from;
    (year(parent).abs_diff(year(child)), target.form != Form::Value, std::cmp::Reverse(from), child)
}

/// The number of a target as it is written, whatever it is a number of.
fn written(program: &Program, id: TargetId) -> Option<Goal> {
    let target = program.target(id);
    match target.value {
        TargetValue::Number { base, .. } => Some(Goal { value: base, by: target.deadline?.year(), from: None }),
        TargetValue::Indicator(..) => None,
    }
}
