//! Answers subject by subject, exact.

use wuwei_engine::Range;

use crate::machine::Mask;
use crate::run::{Sink, View};

/// A verdict as a number: see [`crate::Answers`].
pub const NO: i8 = 0;
/// It holds.
pub const YES: i8 = 1;
/// It depends on facts that are missing.
pub const UNKNOWN: i8 = 2;
/// The rule doesn't concern the subject.
pub const NOT_APPLICABLE: i8 = 3;

/// The verdict on a subject: whether the rule concerns it, whether it certainly and possibly holds.
pub(crate) fn verdict(masks: &[Mask; 3], row: usize) -> i8 {
    match masks.each_ref().map(|mask| mask.get(row)) {
        [false, ..] => NOT_APPLICABLE,
        [_, true, _] => YES,
        [_, _, true] => UNKNOWN,
        _ => NO,
    }
}

/// The answers of one subject, in the order in which they were asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowAnswers {
    /// Verdicts of the statuses.
    pub statuses: Vec<i8>,
    /// For each status, where that was asked, its conditions that failed and that are unknown, as bits.
    pub reasons: Vec<[u64; 2]>,
    /// Points, where there are any.
    pub scores: Vec<Option<Range>>,
    /// Verdicts of the benefits, and what each pays alone.
    pub benefits: Vec<(i8, Range)>,
    /// What all benefits pay together.
    pub total: Option<Range>,
}

/// Gives away the answers one subject after the other.
pub(crate) struct Rows<'v> {
    pub(crate) visit: &'v mut dyn FnMut(usize, &RowAnswers),
    pub(crate) asked: [usize; 3],
    pub(crate) reasons: bool,
    pub(crate) answers: RowAnswers,
}

impl Sink for Rows<'_> {
    fn take(&mut self, view: &View<'_>) {
        let [statuses, scores, benefits] = self.asked;
        let verdicts: Vec<_> = (0..statuses).map(|at| view.status(at)).collect();
        let moneys: Vec<_> = (0..benefits).map(|at| view.benefit(at)).collect();
        let total = view.total();
        for row in 0..view.rows {
            let answers = &mut self.answers;
            answers.statuses.clear();
            answers.statuses.extend(verdicts.iter().map(|masks| verdict(masks, row)));
            answers.reasons.clear();
            if self.reasons {
                answers.reasons.extend((0..statuses).map(|at| view.reasons(at, row)));
            }
            answers.scores.clear();
            answers.scores.extend((0..scores).map(|at| view.score(at, row)));
            answers.benefits.clear();
            answers.benefits.extend(moneys.iter().map(|(masks, money)| (verdict(masks, row), money.get(row))));
            answers.total = total.as_ref().map(|total| total.get(row));
            (self.visit)(view.first + row, answers);
        }
    }
}
