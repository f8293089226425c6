//! What is aimed at.

use wuwei_engine::{Evaluator, Row, Truth, Verdict};
use wuwei_ir::{GroupId, ItemKind, Number, Program, Type};

/// A standing, a benefit, or so much of a score or value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The rule.
    pub group: GroupId,
    /// How many points at least; for a rule that answers with a number.
    pub at_least: Option<Number>,
}

/// Why a rule can't be a goal as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoGoal {
    /// A rule that answers with a number is a goal only with the number to reach.
    NumberMissing,
    /// A rule of yes or no has no number to reach.
    NeedlessNumber,
    /// The rule answers with neither: a day, a choice, one number for each year.
    NotComparable,
    /// More points than the score has.
    BeyondMaximum(Number),
}

impl Goal {
    /// The goal that a rule and perhaps a number make.
    pub fn new(program: &Program, group: GroupId, at_least: Option<Number>) -> Result<Goal, NoGoal> {
        let versions = &program.group(group).versions;
        let kind = versions.first().map(|item| &program.item(*item).kind);
        match (kind, at_least) {
            (Some(ItemKind::Score(score)), Some(wanted)) if wanted > score.out_of => {
                Err(NoGoal::BeyondMaximum(score.out_of))
            }
            (Some(ItemKind::Score(_)), None) => Err(NoGoal::NumberMissing),
            (Some(ItemKind::Value { yearly, .. }), wanted) => {
                let comparable = !yearly && matches!(program.group(group).ty, Type::Quantity(_) | Type::Ratio);
                match wanted {
                    _ if !comparable => Err(NoGoal::NotComparable),
                    None => Err(NoGoal::NumberMissing),
                    Some(_) => Ok(Goal { group, at_least }),
                }
            }
            (Some(ItemKind::Status { .. } | ItemKind::Benefit(_)), Some(_)) => Err(NoGoal::NeedlessNumber),
            _ => Ok(Goal { group, at_least }),
        }
    }

    /// Whether it is reached, by the reference.
    pub fn verdict(&self, evaluator: &Evaluator<'_>, row: Row) -> Verdict {
        let program = evaluator.program();
        let Some(item) = program.version(self.group, evaluator.as_of()) else {
            return Verdict::NotApplicable;
        };
        match (&program.item(item).kind, self.at_least) {
            (ItemKind::Benefit(_), _) => evaluator.benefit(self.group, row).eligible,
            (ItemKind::Status { .. }, _) => evaluator.status(self.group, row).verdict,
            (_, Some(wanted)) => {
                if evaluator.applies(program.item(item), row) == Truth::No {
                    return Verdict::NotApplicable;
                }
                match evaluator.points(self.group, row) {
                    Some(range) if range.low.is_some_and(|low| low >= wanted) => Verdict::Yes,
                    Some(range) if range.high.is_some_and(|high| high < wanted) => Verdict::No,
                    Some(_) => Verdict::Unknown,
                    // A value that certainly isn't there reaches nothing.
                    None => Verdict::No,
                }
            }
            (_, None) => Verdict::NotApplicable,
        }
    }
}
