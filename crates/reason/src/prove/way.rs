//! How a threshold reaches an answer: whether its holding can only help, or only hurt, and what else reads the fact.

use wuwei_ir::{ArithOp, CompareOp, Expr, ExprId, GroupId, ItemId, ItemKind, Literal, Number};

use super::Prover;
use super::critical::roots;
use super::site::Site;

/// What lies between a rule and a threshold.
#[derive(Default)]
pub(crate) struct Way {
    /// It is reached as a condition that is to hold.
    wanted: bool,
    /// It is reached as a condition that is not to hold.
    unwanted: bool,
    /// It is reached by a table or a formula.
    other: bool,
    /// Whether the better direction of the fact is up.
    better_up: bool,
    /// In how many other places a better value can only hurt, or may.
    hurts: usize,
    open: Vec<(GroupId, bool)>,
}

impl Way {
    /// What lies between a rule and a threshold.
    pub(crate) fn of(prover: &Prover<'_>, group: GroupId, site: &Site, better_up: bool) -> Way {
        let mut way = Way { better_up, ..Way::default() };
        way.group(prover, site, group, true, true);
        way
    }

    /// Whether passing from one value to the other can lose the answer by this threshold alone; or win it, for `wins`.
    pub(crate) fn may(&self, prover: &Prover<'_>, site: &Site, from: Literal, to: Literal, wins: bool) -> bool {
        let body = &prover.program.item(site.item).body;
        // Whether the comparison holds on the upper side and not on the lower.
        let rises = match (&body.get(site.expr).expr, from, to) {
            (Expr::Compare(op, a, _), Literal::Number(from), Literal::Number(to)) => {
                let is_fact = matches!(body.get(*a).expr, Expr::Fact(..));
                let Literal::Number(bound) = site.bound else { return true };
                let holds = |number: Number| op.holds(if is_fact { number.cmp(&bound) } else { bound.cmp(&number) });
                match (holds(from), holds(to)) {
                    (false, true) => Some(true),
                    (true, false) => Some(false),
                    _ => None,
                }
            }
            _ => None,
        };
        match rises {
            Some(rises) => self.other || (self.wanted && rises == wins) || (self.unwanted && rises != wins),
            None => true,
        }
    }

    /// Whether in another place of the rule a better value of the fact can hurt.
    pub(crate) fn can_hurt_elsewhere(&self) -> bool {
        self.hurts > 0
    }

    fn group(&mut self, prover: &Prover<'_>, site: &Site, group: GroupId, up: bool, plain: bool) {
        if self.open.contains(&(group, up)) {
            return;
        }
        self.open.push((group, up));
        let Some(id) = prover.program.version(group, prover.day) else { return };
        let item = prover.program.item(id);
        let plain = plain && matches!(item.kind, ItemKind::Status { .. } | ItemKind::Benefit(_));
        for root in roots(&item.kind).into_iter().chain(item.applies) {
            self.expr(prover, site, (id, root), up, plain);
        }
    }

    fn expr(&mut self, prover: &Prover<'_>, site: &Site, at: (ItemId, ExprId), up: bool, plain: bool) {
        let (item, id) = at;
        if item == site.item && id == site.expr {
            match (plain, up) {
                (false, _) => self.other = true,
                (true, true) => self.wanted = true,
                (true, false) => self.unwanted = true,
            }
            return;
        }
        let body = &prover.program.item(item).body;
        let mut sub = |id: ExprId, up: bool, plain: bool| self.expr(prover, site, (item, id), up, plain);
        match &body.get(id).expr {
            Expr::Not(a) => sub(*a, !up, plain),
            Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => {
                clauses.iter().for_each(|clause| sub(clause.expr, up, plain));
            }
            Expr::Fact(fact, _) => self.hurts += usize::from(site.fact == *fact && up != self.better_up),
            Expr::Item(group, part, _) => self.group(prover, site, *group, up, plain && part.is_none()),
            Expr::Weight(table, _) => {
                let by = prover.program.weight_table(*table).by;
                self.group(prover, site, by, up, false);
            }
            Expr::Compare(CompareOp::AtLeast | CompareOp::Greater, a, b)
            | Expr::Arith(ArithOp::Sub | ArithOp::Div, a, b) => {
                sub(*a, up, false);
                sub(*b, !up, false);
            }
            Expr::Compare(CompareOp::AtMost | CompareOp::Less, a, b) => {
                sub(*a, !up, false);
                sub(*b, up, false);
            }
            Expr::Bands(value, bands, otherwise) => {
                // In which direction a table goes isn't asked here.
                [up, !up].into_iter().for_each(|up| sub(*value, up, false));
                bands.iter().map(|band| band.result).chain(*otherwise).for_each(|id| sub(id, up, false));
            }
            Expr::Cases(cases, otherwise) => {
                for case in cases {
                    [up, !up].into_iter().for_each(|up| sub(case.condition, up, false));
                }
                cases.iter().map(|case| case.result).chain(*otherwise).for_each(|id| sub(id, up, plain));
            }
            Expr::Compare(_, a, b) => {
                for up in [up, !up] {
                    sub(*a, up, false);
                    sub(*b, up, false);
                }
            }
            expr => {
                let mut operands = Vec::new();
                expr.operands(&mut |operand| operands.push(operand));
                operands.into_iter().for_each(|operand| sub(operand, up, false));
            }
        }
    }
}
