//! Who gains and who loses, and how much.
//!
//! Amounts are ranges: what is certain and what it may come to. Somebody gains who has more of one and not less of the other, and
//! loses the other way round; where one end rises and the other falls it depends on what isn't known.

use std::cmp::Ordering;

use crate::answers::ClauseAnswers;
use crate::money::OPEN;

/// Somebody whose amount changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// The row in the table of its kind.
    pub row: u32,
    /// Both ends before, in 分; no high end is `i64::MAX`.
    pub before: [i64; 2],
    /// Both ends after.
    pub after: [i64; 2],
}

/// Who gains and who loses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Who gains, the most first.
    pub winners: Vec<Person>,
    /// Who loses, the most first.
    pub losers: Vec<Person>,
    /// Of whom it depends on what isn't known.
    pub undecided: Vec<Person>,
    /// What winners gain together, at the low and the high end, where both have one.
    pub gained: [i128; 2],
    /// What losers lose together.
    pub lost: [i128; 2],
}

impl Person {
    /// What changes at the low and the high end; an end that is open on either side counts nothing.
    pub fn change(&self) -> [i64; 2] {
        let high = match (self.before[1], self.after[1]) {
            (OPEN, _) | (_, OPEN) => 0,
            (before, after) => after - before,
        };
        [self.after[0] - self.before[0], high]
    }

    /// The end that changes more, in 分.
    pub fn most_changed(&self) -> i128 {
        let [low, high] = self.change().map(i128::from);
        if low.abs() > high.abs() { low } else { high }
    }
}

/// Whether somebody gains or loses; nothing where nothing changes or one end rises and the other falls.
pub(crate) fn direction(old: &ClauseAnswers, new: &ClauseAnswers, row: usize) -> Option<Ordering> {
    let low = new.low[row].cmp(&old.low[row]);
    let high = new.high[row].cmp(&old.high[row]);
    match (low, high) {
        (Ordering::Equal, other) | (other, Ordering::Equal) => Some(other).filter(|other| other.is_ne()),
        (low, high) if low == high => Some(low),
        _ => None,
    }
}

impl People {
    pub(crate) fn of(old: &ClauseAnswers, new: &ClauseAnswers, rows: impl Iterator<Item = usize>) -> People {
        let mut out = People::default();
        for row in rows {
            if old.low[row] == new.low[row] && old.high[row] == new.high[row] {
                continue;
            }
            let person =
                Person { row: row as u32, before: [old.low[row], old.high[row]], after: [new.low[row], new.high[row]] };
            let change = person.change().map(i128::from);
            match direction(old, new, row) {
                Some(Ordering::Greater) => {
                    out.gained = [out.gained[0] + change[0], out.gained[1] + change[1]];
                    out.winners.push(person);
                }
                Some(_) => {
                    out.lost = [out.lost[0] - change[0], out.lost[1] - change[1]];
                    out.losers.push(person);
                }
                None => out.undecided.push(person),
            }
        }
        let weight = |person: &Person| person.change().iter().map(|end| i128::from(*end)).sum::<i128>();
        out.winners.sort_by_key(|person| (-weight(person), person.row));
        out.losers.sort_by_key(|person| (weight(person), person.row));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(all: &[[i64; 2]]) -> ClauseAnswers {
        ClauseAnswers {
            verdicts: vec![1; all.len()],
            low: all.iter().map(|ends| ends[0]).collect(),
            high: all.iter().map(|ends| ends[1]).collect(),
        }
    }

    #[test]
    fn gains_losses_and_what_depends() {
        let old = answers(&[[0, 100], [50, 50], [0, 100], [0, 0], [0, OPEN], [5, 5]]);
        let new = answers(&[[0, 80], [60, 60], [10, 90], [0, OPEN], [0, 10], [5, 5]]);
        let people = People::of(&old, &new, 0..6);
        let rows = |people: &[Person]| people.iter().map(|person| person.row).collect::<Vec<_>>();
        assert_eq!(rows(&people.winners), [1, 3]);
        assert_eq!(rows(&people.losers), [0, 4]);
        assert_eq!(rows(&people.undecided), [2]);
        assert_eq!((people.gained, people.lost), ([10, 10], [0, 20]));
    }
}
