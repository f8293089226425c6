//! Indicators that count by what a reform changes, and the targets that are set in them.

use rustc_hash::FxHashMap;
use wuwei_columnar::{GroupBy, Others, Question, Sum, WrongColumn};
use wuwei_engine::{Evaluator, Memory, Range};
use wuwei_ir::{Computation, EntityId, Form, IndicatorId, Number, RegionId, TargetId, TargetValue, Whose};
use wuwei_source::Name;

use crate::affected::reads_any;
use crate::rules::Rule;
use crate::world::World;

/// A target, and whether the facts at hand would reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetChange {
    /// The target, in the program before.
    pub target: TargetId,
    /// Whether what was counted reaches it: certainly, possibly.
    pub before: [bool; 2],
    /// The same after.
    pub after: [bool; 2],
}

/// An indicator before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorChange {
    /// The indicator, in the program before.
    pub indicator: IndicatorId,
    /// What is counted before.
    pub before: Range,
    /// What is counted after.
    pub after: Range,
    /// Targets for the region.
    pub targets: Vec<TargetChange>,
}

const HERE: u32 = 0;
const ELSEWHERE: u32 = 1;
const UNPLACED: u32 = 2;

/// The indicators that concern the region and count by rules that the reform changes.
pub(crate) fn indicators<'b, 'a>(
    before: &World<'b>,
    after: &World<'a>,
    rules: &[Rule],
    changed: &[Name],
    others: &Others<'b>,
    new_others: &Others<'a>,
    threads: usize,
) -> Result<Vec<IndicatorChange>, WrongColumn> {
    let marked = |world: &World<'_>, side: usize| {
        let mut marked = vec![false; world.program.groups.len()];
        rules.iter().filter_map(|rule| [rule.before, rule.after][side]).for_each(|group| marked[group.index()] = true);
        marked
    };
    let touched = [touched(before, &marked(before, 0), changed), touched(after, &marked(after, 1), changed)];
    let mut out = Vec::new();
    let (mut old, mut new) = (Counted::new(before, others, threads), Counted::new(after, new_others, threads));
    for (n, indicator) in before.program.indicators.iter().enumerate() {
        let id = IndicatorId::from_index(n);
        let home = before.program.document(indicator.head.doc).region;
        let concerned = before.program.is_within(before.region, home) || before.program.is_within(home, before.region);
        let named = |other: &wuwei_ir::Indicator| called(after, other) == called(before, indicator);
        let Some(there) = after.program.indicators.iter().position(named) else { continue };
        if !concerned || !(touched[0][n] || touched[1][there]) {
            continue;
        }
        let there = IndicatorId::from_index(there);
        let (Some(before_is), Some(after_is)) = (old.value(id)?, new.value(there)?) else { continue };
        if before_is == after_is {
            continue;
        }
        let targets = targets(before, id, before_is, after_is);
        out.push(IndicatorChange { indicator: id, before: before_is, after: after_is, targets });
    }
    Ok(out)
}

/// What an indicator is known by in every program.
fn called(world: &World<'_>, indicator: &wuwei_ir::Indicator) -> (Name, Name) {
    let region = world.program.document(indicator.head.doc).region;
    (world.program.region(region).code, indicator.head.name)
}

/// Which indicators read a marked rule, or rest on one that does, or are declared by the changed documents.
fn touched(world: &World<'_>, marked: &[bool], changed: &[Name]) -> Vec<bool> {
    let program = world.program;
    let own = |indicator: &wuwei_ir::Indicator| {
        reads_any(program, &indicator.body, marked) || changed.contains(&program.document(indicator.head.doc).id)
    };
    let mut out: Vec<bool> = program.indicators.iter().map(own).collect();
    for _ in 0..program.indicators.len() {
        let mut grew = false;
        for (n, indicator) in program.indicators.iter().enumerate() {
            let rests = match &indicator.computed {
                Some(Computation::Adds(all)) => all.iter().any(|id| out[id.index()]),
                Some(Computation::Divides(above, below)) => out[above.index()] || out[below.index()],
                _ => false,
            };
            grew |= rests && !std::mem::replace(&mut out[n], true);
        }
        if !grew {
            break;
        }
    }
    out
}

/// Indicators of a world, counted when first asked for.
struct Counted<'w, 'p> {
    world: &'w World<'p>,
    others: &'w Others<'p>,
    threads: usize,
    known: FxHashMap<IndicatorId, Option<Range>>,
}

impl<'w, 'p> Counted<'w, 'p> {
    fn new(world: &'w World<'p>, others: &'w Others<'p>, threads: usize) -> Counted<'w, 'p> {
        Counted { world, others, threads, known: FxHashMap::default() }
    }

    fn value(&mut self, id: IndicatorId) -> Result<Option<Range>, WrongColumn> {
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            match &self.world.program.indicator(next).computed {
                Some(Computation::Counts { .. } | Computation::Sums { .. }) if self.known.contains_key(&next) => {}
                Some(Computation::Counts { entity, .. } | Computation::Sums { entity, .. }) => {
                    let counted = self.count(next, *entity)?;
                    self.known.insert(next, counted);
                }
                Some(Computation::Adds(all)) => open.extend(all),
                Some(Computation::Divides(above, below)) => open.extend([*above, *below]),
                None => {}
            }
        }
        let nobody = Memory::new(self.world.program);
        let evaluator = Evaluator::new(self.world.program, &nobody, self.world.as_of);
        Ok(evaluator.indicator_from(id, &|id| self.known.get(&id).copied().flatten()))
    }

    fn count(&self, id: IndicatorId, entity: EntityId) -> Result<Option<Range>, WrongColumn> {
        let program = self.world.program;
        let question = Question { indicators: vec![id], ..Question::default() };
        let by: Vec<GroupBy> = program.entity(entity).home.map(|fact| homes(self.world, fact)).into_iter().collect();
        let totals = self.world.ask(self.others, entity, &question, &by, |run| run.totals(self.threads))?;
        let nought = Range::exactly(Number::ZERO);
        let Some(totals) = totals else { return Ok(Some(nought)) };
        let mut sum = nought;
        for (group, total) in totals.iter().enumerate() {
            if !by.is_empty() && group == ELSEWHERE as usize {
                continue;
            }
            let Some(Some(counted)) = total.indicators.first() else { return Ok(None) };
            let range = range(counted);
            // Who may be elsewhere may add nothing.
            sum = sum.plus(if !by.is_empty() && group == UNPLACED as usize { range.hull(nought) } else { range });
        }
        Ok(Some(sum))
    }
}

fn homes(world: &World<'_>, fact: wuwei_ir::FactId) -> GroupBy {
    let program = world.program;
    let place = |n: usize| match program.is_within(RegionId::from_index(n), world.region) {
        true => HERE,
        false => ELSEWHERE,
    };
    GroupBy { fact, table: (0..program.regions.len()).map(place).chain([UNPLACED]).collect() }
}

fn range(sum: &Sum) -> Range {
    let end = |side: usize| match sum.open[side] {
        0 => Number::ratio(sum.above[side], sum.below[side]),
        _ => None,
    };
    Range { low: end(0), high: end(1) }
}

fn targets(world: &World<'_>, id: IndicatorId, before: Range, after: Range) -> Vec<TargetChange> {
    let program = world.program;
    let all = program.targets.iter().enumerate();
    let own = all.filter(|(_, target)| target.indicator == id && target.whose == Whose::Region(world.region));
    own.filter_map(|(n, target)| {
        let TargetValue::Number { base: number, .. } = target.value else { return None };
        if target.form != Form::Value {
            return None;
        }
        let reached = |range: Range| {
            let holds = |end: Option<Number>| end.is_some_and(|end| target.op.holds(end.cmp(&number)));
            let ends = [holds(range.low), holds(range.high)];
            [ends[0] && ends[1], ends[0] || ends[1] || range.low.is_none() || range.high.is_none()]
        };
        Some(TargetChange { target: TargetId::from_index(n), before: reached(before), after: reached(after) })
    })
    .collect()
}
