//! One answer about a subject: whether anything can still change it, and what it waits for.

use wuwei_engine::{Evaluator, Gap, Gaps, Row, Truth, Value};
use wuwei_ir::{Date, GroupId, ItemKind, Program, Words};

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stake {
    /// A status: what the subject may call itself.
    Standing,
    /// A benefit.
    Money,
    /// A score.
    Points,
    /// Any other quantity.
    Quantity,
}

impl Stake {
    /// What kind of answer a rule of a subject's kind gives; nothing where no version is in force or it has one answer a year.
    pub(super) fn of(program: &Program, group: GroupId, day: Date) -> Option<Stake> {
        match &program.item(program.version(group, day)?).kind {
            ItemKind::Status { .. } => Some(Stake::Standing),
            ItemKind::Benefit(_) => Some(Stake::Money),
            ItemKind::Score(_) => Some(Stake::Points),
            ItemKind::Value { yearly, .. } => (!yearly).then_some(Stake::Quantity),
        }
    }

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Stake::Standing => "status",
            Stake::Money => "benefit",
            Stake::Points => "score",
            Stake::Quantity => "value",
        }
    }
}

/// An answer as it stands: everything that can be asked about a rule. Not eligible and not concerned are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What the rule answers: a truth, a number, or for a benefit the money.
    pub value: Value,
    /// Whether a benefit is the subject's due; for others the truth itself.
    pub due: Truth,
}

impl Standing {
    /// The answer of a rule.
    pub fn of(evaluator: &Evaluator<'_>, stake: Stake, group: GroupId, subject: Row) -> Standing {
        if stake == Stake::Money {
            let due = evaluator.due(group, subject);
            let value = Value::Number(due.money, wuwei_engine::Absence::Never);
            return Standing { value, due: due.eligible };
        }
        let value = evaluator.value(group, None, subject, None);
        Standing { due: value.truth(), value }
    }

    /// Whether there is only one possibility.
    pub fn is_exact(&self) -> bool {
        self.value.is_exact() && (self.due != Truth::Unknown || !matches!(self.value, Value::Truth(_)))
    }
}

/// An answer with what it waits for.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) standing: Standing,
    /// Facts and lists that may still change it.
    pub(super) gaps: Vec<Gap>,
    /// What the text leaves open.
    pub(super) not_computable: Vec<Words>,
}

impl Look {
    pub(super) fn at(evaluator: &Evaluator<'_>, stake: Stake, group: GroupId, subject: Row) -> Look {
        Look::by(evaluator, stake, group, subject, &|| evaluator.gaps(group, None, subject))
    }

    /// The same with gaps that have no names.
    pub(super) fn nameless(evaluator: &Evaluator<'_>, stake: Stake, group: GroupId, subject: Row) -> Look {
        Look::by(evaluator, stake, group, subject, &|| evaluator.nameless_gaps(group, subject))
    }

    fn by(evaluator: &Evaluator<'_>, stake: Stake, group: GroupId, subject: Row, gaps: &dyn Fn() -> Gaps) -> Look {
        let standing = Standing::of(evaluator, stake, group, subject);
        let open = match stake {
            // Who isn't eligible gets nothing, whatever the amount would be.
            Stake::Money => standing.due == Truth::Unknown || !standing.value.is_exact(),
            _ => !standing.is_exact(),
        };
        if !open {
            return Look { standing, gaps: Vec::new(), not_computable: Vec::new() };
        }
        let gaps = gaps();
        Look { standing, gaps: gaps.facts, not_computable: gaps.not_computable }
    }
}
