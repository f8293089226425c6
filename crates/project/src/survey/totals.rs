//! Answers counted and summed.

use serde_json::{Value as Json, json};
use wuwei_engine::{Range, Verdict};
use wuwei_ir::{Number, RegionId};

use super::{Kind, SurveyRow};
use crate::values::yuan;

/// How many have which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field counts what its name says")]
pub struct StatusCounts {
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
    pub not_applicable: u64,
    pub not_computable: u64,
}

impl StatusCounts {
    pub(super) fn add(&mut self, verdict: Verdict) {
        *self.of(verdict) += 1;
    }

    fn remove(&mut self, verdict: Verdict) -> Option<()> {
        let count = self.of(verdict);
        *count = count.checked_sub(1)?;
        Some(())
    }

    fn of(&mut self, verdict: Verdict) -> &mut u64 {
        match verdict {
            Verdict::Yes => &mut self.yes,
            Verdict::No => &mut self.no,
            Verdict::Unknown => &mut self.unknown,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::NotComputable => &mut self.not_computable,
        }
    }

    pub(super) fn json(self) -> Json {
        json!({
            "yes": self.yes,
            "no": self.no,
            "unknown": self.unknown,
            "not_applicable": self.not_applicable,
            "not_computable": self.not_computable,
        })
    }
}

/// What a benefit comes to.
#[derive(Clone, Copy, Debug)]
pub struct BenefitTotals {
    /// Who is eligible.
    pub counts: StatusCounts,
    /// What is paid in all; an end is open where no ceiling is known.
    pub total: Range,
    /// How many may get an amount without a known ceiling.
    pub unbounded: u64,
    /// How many certainly give it up for another benefit; they are paid nothing of it.
    pub excluded: u64,
}

impl Default for BenefitTotals {
    fn default() -> BenefitTotals {
        BenefitTotals { counts: StatusCounts::default(), total: NOUGHT, unbounded: 0, excluded: 0 }
    }
}

impl BenefitTotals {
    pub(super) fn add(&mut self, answer: &SurveyBenefit) {
        self.counts.add(answer.eligible);
        if answer.excluded {
            self.excluded += 1;
            return;
        }
        if answer.money.high.is_none() {
            self.unbounded += 1;
        }
        self.total = self.total.plus(answer.money);
    }

    fn remove(&mut self, answer: &SurveyBenefit) -> Option<()> {
        self.counts.remove(answer.eligible)?;
        if answer.excluded {
            self.excluded = self.excluded.checked_sub(1)?;
            return Some(());
        }
        self.total = without(self.total, answer.money, &mut self.unbounded)?;
        Some(())
    }

    pub(super) fn json(self) -> Json {
        let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
        let mut out = self.counts.json();
        out["low"] = money(self.total.low);
        out["high"] = money(self.total.high);
        out["excluded"] = json!(self.excluded);
        out
    }
}

pub(super) const NOUGHT: Range = Range { low: Some(Number::ZERO), high: Some(Number::ZERO) };

/// The answer of a benefit for one subject.
#[derive(Clone, Copy, Debug)]
pub struct SurveyBenefit {
    /// Whether it is eligible.
    pub eligible: Verdict,
    /// What it would be paid alone.
    pub money: Range,
    /// Whether it certainly gives it up for another.
    pub excluded: bool,
}

/// A sum without one of its parts, and how many parts have no ceiling. Nothing where the part that had none was the last: what the
/// others come to was never summed.
pub(super) fn without(sum: Range, part: Range, unbounded: &mut u64) -> Option<Range> {
    let low = match (sum.low, part.low) {
        (Some(sum), Some(part)) => Some(sum.sub(part)?),
        _ => return None,
    };
    if part.high.is_none() {
        *unbounded = unbounded.checked_sub(1)?;
        return (*unbounded > 0).then_some(Range { low, high: None });
    }
    let high = match (sum.high, part.high) {
        (Some(sum), Some(part)) => Some(sum.sub(part)?),
        _ if *unbounded > 0 => None,
        // The sum was too large to be kept.
        _ => return None,
    };
    Some(Range { low, high })
}

/// Answers counted and summed in one place.
#[derive(Clone, Debug)]
pub struct Place {
    /// The district; nothing for the whole region.
    pub region: Option<RegionId>,
    /// How many subjects there are.
    pub subjects: u64,
    /// Statuses, in the order of the kind's.
    pub statuses: Vec<StatusCounts>,
    /// Benefits, in the order of the kind's.
    pub benefits: Vec<BenefitTotals>,
    /// What all benefits come to, stacking applied.
    pub total: Range,
    /// How many may get an amount without a known ceiling, of whichever benefit.
    pub unbounded: u64,
}

impl Place {
    /// A place in which nobody is counted yet.
    pub fn new(kind: &Kind, region: Option<RegionId>) -> Place {
        Place {
            region,
            subjects: 0,
            statuses: vec![StatusCounts::default(); kind.statuses.len()],
            benefits: vec![BenefitTotals::default(); kind.benefits.len()],
            total: NOUGHT,
            unbounded: 0,
        }
    }

    /// Counts one more subject.
    pub fn add(&mut self, answers: &SurveyRow) {
        self.subjects += 1;
        self.statuses.iter_mut().zip(&answers.statuses).for_each(|(counts, verdict)| counts.add(*verdict));
        self.benefits.iter_mut().zip(&answers.benefits).for_each(|(totals, answer)| totals.add(answer));
        self.unbounded += u64::from(answers.total.high.is_none());
        self.total = self.total.plus(answers.total);
    }

    /// Counts a subject no more. Nothing where only a new count can tell what is left; what is here then is of no use.
    pub(super) fn remove(&mut self, answers: &SurveyRow) -> Option<()> {
        self.subjects = self.subjects.checked_sub(1)?;
        for (counts, verdict) in self.statuses.iter_mut().zip(&answers.statuses) {
            counts.remove(*verdict)?;
        }
        for (totals, answer) in self.benefits.iter_mut().zip(&answers.benefits) {
            totals.remove(answer)?;
        }
        self.total = without(self.total, answers.total, &mut self.unbounded)?;
        Some(())
    }
}
