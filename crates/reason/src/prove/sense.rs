//! In which direction a fact is better.
//!
//! A fact gets *better* upwards where some rule in force can only gain by it: a condition that asks for at least so much, a
//! table that gives more for more, a formula that grows with it. It gets better downwards where it only ever helps so, as a
//! debt does. The direction is read off the documents and not off the name.

use rustc_hash::FxHashMap;
use wuwei_ir::{
    ArithOp, Body, CompareOp, Date, Expr, ExprId, FactId, GroupId, ItemId, ItemKind, Number, Program, Type,
};

use super::critical::roots;

/// Where a fact helps.
#[derive(Default)]
pub(crate) struct Helps {
    /// Rules that answer something in which more of it helps, and whether a condition compares nothing but it.
    up: Vec<(ItemId, bool)>,
    /// Rules in which less of it helps.
    down: Vec<(ItemId, bool)>,
}

/// The sense of all facts.
pub(crate) struct Sense {
    facts: FxHashMap<FactId, Helps>,
}

/// A way down from a rule that answers something.
struct Walk<'a> {
    program: &'a Program,
    day: Date,
    out: Sense,
    open: Vec<(GroupId, bool)>,
}

#[derive(Clone, Copy)]
struct Place<'a> {
    /// The rule that answers.
    answers: ItemId,
    body: &'a Body,
    /// Whether the expression is a whole side of a comparison.
    side: bool,
}

impl Sense {
    /// Reads all rules in force on a day.
    pub(crate) fn of(program: &Program, day: Date) -> Sense {
        let mut walk = Walk { program, day, out: Sense { facts: FxHashMap::default() }, open: Vec::new() };
        for (n, item) in program.items.iter().enumerate().filter(|(_, item)| item.head.in_force(day)) {
            if !matches!(item.kind, ItemKind::Value { .. }) {
                let id = ItemId::from_index(n);
                walk.item(id, id, true);
            }
        }
        walk.out
    }

    /// Whether more of a fact is better.
    pub(crate) fn is_better_up(&self, fact: FactId) -> bool {
        self.facts.get(&fact).is_some_and(|helps| !helps.up.is_empty())
    }

    /// Whether less of a fact is better, and more never.
    pub(crate) fn is_better_down(&self, fact: FactId) -> bool {
        self.facts.get(&fact).is_some_and(|helps| helps.up.is_empty() && !helps.down.is_empty())
    }

    /// A rule other than this one in which more of a fact helps, or less.
    pub(crate) fn elsewhere(&self, fact: FactId, up: bool, not: ItemId) -> Option<ItemId> {
        let helps = self.facts.get(&fact)?;
        let all = if up { &helps.up } else { &helps.down };
        let others = || all.iter().filter(|(item, _)| *item != not);
        others().find(|(_, plain)| *plain).or_else(|| others().next()).map(|(item, _)| *item)
    }
}

impl<'a> Walk<'a> {
    fn item(&mut self, answers: ItemId, id: ItemId, up: bool) {
        let item: &'a wuwei_ir::Item = self.program.item(id);
        for root in roots(&item.kind) {
            self.expr(Place { answers, body: &item.body, side: false }, root, up);
        }
    }

    fn group(&mut self, answers: ItemId, group: GroupId, up: bool) {
        if self.open.contains(&(group, up)) {
            return;
        }
        self.open.push((group, up));
        if let Some(item) = self.program.version(group, self.day) {
            self.item(answers, item, up);
        }
        self.open.pop();
    }

    /// `up`: whether it is good that the expression holds, or is more.
    fn expr(&mut self, place: Place<'a>, id: ExprId, up: bool) {
        let body = place.body;
        let inside = Place { side: false, ..place };
        match &body.get(id).expr {
            Expr::Fact(fact, _) => {
                if matches!(body.get(id).ty, Type::Quantity(_) | Type::Ratio | Type::Enum(_)) {
                    let helps = self.out.facts.entry(*fact).or_default();
                    let all = if up { &mut helps.up } else { &mut helps.down };
                    if !all.contains(&(place.answers, place.side)) {
                        all.push((place.answers, place.side));
                    }
                }
            }
            Expr::Item(group, ..) => self.group(place.answers, *group, up),
            Expr::Compare(op, a, b) => {
                let place = Place { side: true, ..place };
                match op {
                    CompareOp::Greater | CompareOp::AtLeast => {
                        self.expr(place, *a, up);
                        self.expr(place, *b, !up);
                    }
                    CompareOp::Less | CompareOp::AtMost => {
                        self.expr(place, *a, !up);
                        self.expr(place, *b, up);
                    }
                    CompareOp::Equal | CompareOp::NotEqual | CompareOp::About => {}
                }
            }
            Expr::Arith(ArithOp::Sub | ArithOp::Div, a, b) => {
                self.expr(inside, *a, up);
                self.expr(inside, *b, !up);
            }
            Expr::Not(a) | Expr::Negate(a) => self.expr(inside, *a, !up),
            Expr::Bands(value, bands, otherwise) => {
                let results = bands.iter().map(|band| band.result).chain(*otherwise);
                let numbers: Vec<Number> = results.filter_map(|id| number(body, id)).collect();
                let more_first =
                    bands.first().is_some_and(|band| matches!(band.op, CompareOp::AtLeast | CompareOp::Greater));
                if let Some(rising) = direction(&numbers).map(|falling| falling == more_first) {
                    self.expr(Place { side: false, ..place }, *value, up == rising);
                }
            }
            Expr::Cases(cases, otherwise) => {
                let results = cases.iter().map(|case| case.result).chain(*otherwise);
                let numbers: Vec<Number> = results.filter_map(|id| number(body, id)).collect();
                if direction(&numbers) == Some(true) {
                    cases.iter().for_each(|case| self.expr(place, case.condition, up));
                }
                for case in cases {
                    self.expr(place, case.result, up);
                }
            }
            Expr::Scaled(value, ..) => self.expr(Place { side: false, ..place }, *value, up),
            Expr::Follow(..) | Expr::OverRelated { .. } | Expr::Outer(_) => {}
            expr => {
                let mut operands = Vec::new();
                expr.operands(&mut |operand| operands.push(operand));
                operands.into_iter().for_each(|operand| self.expr(inside, operand, up));
            }
        }
    }
}

fn number(body: &Body, id: ExprId) -> Option<Number> {
    match body.get(id).expr {
        Expr::Number(number) => Some(number),
        _ => None,
    }
}

/// Whether numbers only ever fall (yes) or only ever rise (no).
fn direction(numbers: &[Number]) -> Option<bool> {
    let pairs = || numbers.windows(2);
    let moves = pairs().any(|pair| pair[0] != pair[1]);
    match (pairs().all(|pair| pair[0] >= pair[1]), pairs().all(|pair| pair[0] <= pair[1])) {
        (true, false) if moves => Some(true),
        (false, true) if moves => Some(false),
        _ => None,
    }
}
