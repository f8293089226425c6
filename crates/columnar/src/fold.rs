//! Lists of related subjects, folded by whom they point at.

use rustc_hash::FxHashMap;
use wuwei_ir::{Aggregate, Body, ExprId, RelationId};

use crate::code::assign;
use crate::frame::Frame;
use crate::lower::{Lower, Place};
use crate::machine::{Level, Machine};
use crate::others::Others;
use crate::run::{Binding, slices};
use crate::value::{Number, Quantity, Reason, Result, Truth, Unsupported};

/// What the related subjects of one owner come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    /// How many count for certain, and how many may.
    pub(crate) certain: u32,
    pub(crate) possible: u32,
    /// The least and the most that they sum to, and whether an end is open.
    pub(crate) sum: [i128; 2],
    pub(crate) open: [bool; 2],
}

/// Related subjects by owner.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The owner's group by its key.
    pub(crate) by_key: FxHashMap<String, u32>,
    pub(crate) groups: Vec<Group>,
    /// Those of whom it isn't known at whom they point.
    pub(crate) pool: Group,
    below: i128,
}

impl Folded {
    /// An owner at whom nobody points.
    pub(crate) fn nobody(&self) -> Group {
        Group::default()
    }

    /// The denominator of the sums; counts have none.
    pub(crate) fn below(&self, kind: Aggregate) -> i128 {
        if kind == Aggregate::Sum { self.below } else { 1 }
    }
}

impl Group {
    /// One more related subject: whether it counts, and its amount.
    fn add(&mut self, yes: bool, maybe: bool, amount: [i128; 2], open: [bool; 2]) {
        if !maybe {
            return;
        }
        self.certain += u32::from(yes);
        self.possible += 1;
        // One that may not count adds nought as well.
        let [low, high] = if yes { amount } else { [amount[0].min(0), amount[1].max(0)] };
        self.sum[0] = self.sum[0].saturating_add(if open[0] { 0 } else { low });
        self.sum[1] = self.sum[1].saturating_add(if open[1] { 0 } else { high });
        self.open[0] |= open[0];
        self.open[1] |= open[1];
    }
}

/// Evaluates the condition and the amount over the table of the related kind, and folds them.
pub(crate) fn fold(
    others: &Others<'_>,
    body: &Body,
    relation: RelationId,
    inner: Option<ExprId>,
    filter: Option<ExprId>,
    year: Option<i32>,
) -> Result<Folded> {
    let program = others.program;
    let relation = program.relation(relation);
    let table =
        others.table(relation.to).ok_or(Unsupported(Reason::new("列表没有对应的表", "a list without a table")))?;
    let frame = Frame::new(program, others.as_of, table.share(), Some(others))
        .map_err(|_| Unsupported(Reason::new("表读不了", "a table that can't be read")))?;
    let mut lower = Lower::new(program, others.as_of, relation.to, &frame);
    let place = Place { body, entity: relation.to, year, unknown: false };
    let counts = match filter {
        Some(filter) => lower.truth(&place, filter)?,
        None => lower.graph.always(),
    };
    let amount = match inner {
        Some(inner) => {
            let value = lower.eval(&place, inner)?;
            lower.or_nought(value)?
        }
        None => lower.graph.constant_number(wuwei_ir::Number::ZERO),
    };
    if lower.graph.take_overflow() {
        return Err(Unsupported(Reason::TOO_WIDE));
    }
    let outputs = outputs(&lower, counts, &amount)?;
    let below = lower
        .graph
        .constant(outputs[4])
        .ok_or(Unsupported(Reason::new("列表里是分母不同的分数", "a list of fractions")))?;
    if lower.graph.constant(outputs[6]) != Some(below) {
        return Err(Unsupported(Reason::new("列表里是分母不同的分数", "a list of fractions")));
    }
    let code = assign(&lower.graph, &outputs);
    let binding = Binding::new(&frame, &lower.columns, &code);
    let mut machine = Machine::new(&code);
    let by = frame.fact(relation.by, None);
    let mut out = Folded { below, ..Folded::default() };
    // Groups by the keys of the column that points, found once for each distinct one.
    let mut at_key: FxHashMap<i64, u32> = FxHashMap::default();
    for (first, rows) in slices(0, frame.rows()) {
        binding.run(Level::best(), &code, &mut machine, first, rows);
        let truth = |at: usize| machine.truth(&code.outputs[at]);
        let (yes, maybe, low_open, high_open) = (truth(0), truth(1), truth(2), truth(7));
        for row in 0..rows {
            let amount = [machine.whole(&code.outputs[3], row), machine.whole(&code.outputs[5], row)];
            let open = [low_open.get(row), high_open.get(row)];
            let group = match by.and_then(|by| by.name_of(first + row)) {
                None => {
                    out.pool.add(false, maybe.get(row), amount, open);
                    continue;
                }
                Some((_, true)) => continue,
                Some((key, false)) => *at_key.entry(key).or_insert_with(|| {
                    let name = by.and_then(|by| by.text(key)).unwrap_or("").to_string();
                    let next = out.groups.len() as u32;
                    let at = *out.by_key.entry(name).or_insert(next);
                    if at == next {
                        out.groups.push(Group::default());
                    }
                    at
                }),
            };
            out.groups[group as usize].add(yes.get(row), maybe.get(row), amount, open);
        }
    }
    Ok(out)
}

fn outputs(lower: &Lower<'_>, counts: Truth, amount: &Number) -> Result<[crate::graph::NodeId; 8]> {
    let _ = lower;
    let (Quantity::Fraction(low), Quantity::Fraction(high)) = (amount.low.at, amount.high.at) else {
        return Err(Unsupported(Reason::new("列表里是双精度数", "a list of doubles")));
    };
    Ok([counts.yes, counts.maybe, amount.low.open, low.above, low.below, high.above, high.below, amount.high.open])
}
