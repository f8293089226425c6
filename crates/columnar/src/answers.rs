//! Answers of every subject, as columns.

use wuwei_engine::Range;
use wuwei_ir::Number;

use crate::machine::{Lanes, Level, Mask, store};
use crate::rows::verdict;
use crate::rules::{Question, Rules};
use crate::run::{Money, Sink, View};

/// Digits behind the point of scores.
pub(crate) const SCALE: u32 = 9;

/// Low and high ends of amounts in 分, fractions of one rounded outwards; rows without an end are listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amounts {
    /// Low ends.
    pub low: Vec<i64>,
    /// High ends.
    pub high: Vec<i64>,
    /// Rows without a high end.
    pub unbounded: Vec<u32>,
}

/// Low and high ends of scores.
#[derive(Clone, Debug, PartialEq)]
pub enum Scores {
    /// Whole points.
    Whole {
        /// Low ends.
        low: Vec<i32>,
        /// High ends.
        high: Vec<i32>,
    },
    /// Points with nine decimals, rounded outwards, for values that may be absent or unbounded.
    Decimal {
        /// Low ends.
        low: Vec<Option<i128>>,
        /// High ends.
        high: Vec<Option<i128>>,
    },
}

/// Answers of every subject. A verdict is a number: 0 no, 1 yes, 2 unknown, 3 not applicable.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Verdicts of the statuses.
    pub statuses: Vec<Vec<i8>>,
    /// For each status the conditions that failed and those that are unknown, as bits.
    pub reasons: Vec<[Vec<u64>; 2]>,
    /// Scores.
    pub scores: Vec<Scores>,
    /// Verdicts of the benefits.
    pub eligible: Vec<Vec<i8>>,
    /// What each benefit pays alone.
    pub benefits: Vec<Amounts>,
    /// What all of them pay, exclusions and limits applied.
    pub total: Option<Amounts>,
    /// The first row that is written.
    first: usize,
    level: Level,
}

impl Amounts {
    fn new(rows: usize) -> Amounts {
        Amounts { low: vec![0; rows], high: vec![0; rows], unbounded: Vec::new() }
    }

    fn write(&mut self, money: &Money<'_>, first: usize, rows: usize, level: Level) {
        let at = first..first + rows;
        match money {
            Money::Lanes { low, high, below: [1, 1], open } => {
                store(level, *low, &mut self.low[at.clone()]);
                store(level, *high, &mut self.high[at]);
                self.mark(&open[1], first, rows);
            }
            _ => {
                for row in 0..rows {
                    let range = money.get(row);
                    self.low[first + row] = end(range.low.map(Number::floor)).unwrap_or(0);
                    match end(range.high.and_then(Number::ceil)) {
                        Some(high) => self.high[first + row] = high,
                        None => self.unbounded.push((first + row) as u32),
                    }
                }
            }
        }
    }

    fn mark(&mut self, open: &Mask, first: usize, rows: usize) {
        if open.0.iter().all(|word| *word == 0) {
            return;
        }
        for row in (0..rows).filter(|row| open.get(*row)) {
            self.high[first + row] = 0;
            self.unbounded.push((first + row) as u32);
        }
    }
}

fn end(number: Option<Number>) -> Option<i64> {
    number.and_then(Number::to_i64)
}

impl Scores {
    fn new(rows: usize, whole: bool) -> Scores {
        match whole {
            true => Scores::Whole { low: vec![0; rows], high: vec![0; rows] },
            false => Scores::Decimal { low: vec![None; rows], high: vec![None; rows] },
        }
    }

    fn decimal(range: Range) -> [Option<i128>; 2] {
        let scaled = |number: Option<Number>| {
            let number = number?;
            Some(number.numerator().checked_mul(10i128.pow(SCALE) / number.denominator()).unwrap_or(0))
        };
        let low = range.low.and_then(|low| low.floor_at(SCALE));
        let high = range.high.and_then(|high| high.ceil_at(SCALE));
        [scaled(low), scaled(high)]
    }
}

impl Answers {
    /// Room for the answers of so many rows.
    pub(crate) fn new(rules: &Rules, question: &Question, first: usize, rows: usize, level: Level) -> Answers {
        let whole = |at: usize| rules.is_whole_score(at);
        Answers {
            statuses: vec![vec![0; rows]; rules.statuses.len()],
            reasons: match question.reasons {
                true => (0..rules.statuses.len()).map(|_| [vec![0; rows], vec![0; rows]]).collect(),
                false => Vec::new(),
            },
            scores: (0..rules.scores.len()).map(|at| Scores::new(rows, whole(at))).collect(),
            eligible: if question.eligibility { vec![vec![0; rows]; rules.benefits.len()] } else { Vec::new() },
            benefits: (0..rules.benefits.len()).map(|_| Amounts::new(rows)).collect(),
            total: rules.total.as_ref().map(|_| Amounts::new(rows)),
            first,
            level,
        }
    }

    /// Forgets what depends on the rows last written, to be written again.
    pub(crate) fn again(&mut self) {
        self.benefits.iter_mut().chain(&mut self.total).for_each(|amounts| amounts.unbounded.clear());
    }

    /// Puts the answers of later rows behind these.
    pub(crate) fn append(&mut self, other: Answers) {
        let rows = self.rows() as u32;
        self.statuses.iter_mut().zip(other.statuses).for_each(|(own, other)| own.extend(other));
        for (own, other) in self.reasons.iter_mut().zip(other.reasons) {
            own.iter_mut().zip(other).for_each(|(own, other)| own.extend(other));
        }
        for (own, other) in self.scores.iter_mut().zip(other.scores) {
            match (own, other) {
                (Scores::Whole { low, high }, Scores::Whole { low: a, high: b }) => {
                    low.extend(a);
                    high.extend(b);
                }
                (Scores::Decimal { low, high }, Scores::Decimal { low: a, high: b }) => {
                    low.extend(a);
                    high.extend(b);
                }
                _ => {}
            }
        }
        self.eligible.iter_mut().zip(other.eligible).for_each(|(own, other)| own.extend(other));
        let own = self.benefits.iter_mut().chain(&mut self.total);
        for (own, other) in own.zip(other.benefits.into_iter().chain(other.total)) {
            own.low.extend(other.low);
            own.high.extend(other.high);
            own.unbounded.extend(other.unbounded.into_iter().map(|row| row + rows));
        }
    }

    pub(crate) fn rows(&self) -> usize {
        let scores = self.scores.first().map_or(0, |scores| match scores {
            Scores::Whole { low, .. } => low.len(),
            Scores::Decimal { low, .. } => low.len(),
        });
        let statuses = self.statuses.first().map_or(0, Vec::len);
        let amounts = self.benefits.first().or(self.total.as_ref()).map_or(0, |amounts| amounts.low.len());
        scores.max(statuses).max(amounts)
    }

    fn codes(level: Level, view: &View<'_>, at: usize, masks: impl Fn() -> [Mask; 3], out: &mut [i8]) {
        match view.codes(at) {
            Some(lanes) => store(level, lanes, out),
            None => {
                let masks = masks();
                out.iter_mut().enumerate().for_each(|(row, out)| *out = verdict(&masks, row));
            }
        }
    }
}

impl Sink for Answers {
    fn take(&mut self, view: &View<'_>) {
        let (first, rows, level) = (view.first - self.first, view.rows, self.level);
        let at = first..first + rows;
        for (n, codes) in self.statuses.iter_mut().enumerate() {
            Answers::codes(level, view, n, || view.status(n), &mut codes[at.clone()]);
        }
        for (n, [failed, unknown]) in self.reasons.iter_mut().enumerate() {
            for row in 0..rows {
                [failed[first + row], unknown[first + row]] = view.reasons(n, row);
            }
        }
        let statuses = self.statuses.len();
        for (n, codes) in self.eligible.iter_mut().enumerate() {
            Answers::codes(level, view, statuses + n, || view.benefit(n).0, &mut codes[at.clone()]);
        }
        for (n, scores) in self.scores.iter_mut().enumerate() {
            match (scores, view.score_lanes(n)) {
                (Scores::Whole { low, high }, Some(lanes)) => {
                    store(level, lanes.low[0], &mut low[at.clone()]);
                    store(level, lanes.high[0], &mut high[at.clone()]);
                }
                (Scores::Whole { low, high }, None) => {
                    for row in 0..rows {
                        let range = view.score(n, row).unwrap_or(Range::ALL);
                        low[first + row] = end(range.low.map(Number::floor)).unwrap_or(0) as i32;
                        high[first + row] = end(range.high.and_then(Number::ceil)).unwrap_or(0) as i32;
                    }
                }
                (Scores::Decimal { low, high }, Some(lanes)) => {
                    for row in 0..rows {
                        [low[first + row], high[first + row]] =
                            decimals(&lanes.low, &lanes.high, &lanes.open, &lanes.absent, row);
                    }
                }
                (Scores::Decimal { low, high }, None) => {
                    for row in 0..rows {
                        let range = view.score(n, row);
                        [low[first + row], high[first + row]] = range.map_or([None; 2], Scores::decimal);
                    }
                }
            }
        }
        for (n, amounts) in self.benefits.iter_mut().enumerate() {
            amounts.write(&view.benefit(n).1, first, rows, level);
        }
        if let (Some(amounts), Some(money)) = (&mut self.total, view.total()) {
            amounts.write(&money, first, rows, level);
        }
    }
}

/// The ends of a score with nine decimals, rounded outwards.
fn decimals(
    low: &[Lanes<'_>; 2],
    high: &[Lanes<'_>; 2],
    open: &[Mask; 2],
    absent: &Mask,
    row: usize,
) -> [Option<i128>; 2] {
    if absent.get(row) {
        return [None; 2];
    }
    let whole = 10i128.pow(SCALE);
    let end = |parts: &[Lanes<'_>; 2], open: &Mask, up: bool| {
        if open.get(row) {
            return None;
        }
        let (above, below) = (parts[0].get(row), parts[1].get(row).max(1));
        match below {
            1 => above.checked_mul(whole),
            _ => {
                let number = Number::ratio(above, below)?;
                let rounded = if up { number.ceil_at(SCALE) } else { number.floor_at(SCALE) }?;
                Some(rounded.numerator() * (whole / rounded.denominator()))
            }
        }
    };
    [end(low, &open[0], false), end(high, &open[1], true)]
}
