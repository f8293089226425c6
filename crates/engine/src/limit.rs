//! The most that benefits pay together under limits.

use wuwei_ir::Number;

/// A ceiling on what some benefits pay together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Their positions, one bit each.
    pub members: u128,
    /// The ceiling.
    pub most: Number,
}

impl Limit {
    fn has(&self, member: usize) -> bool {
        self.members & (1 << member) != 0
    }
}

/// What these amounts come to, paid as far as every limit allows and so that the whole is as large as possible. `None` where
/// a number doesn't fit. More of an amount never makes the whole smaller.
pub(crate) fn limited(amounts: &[Number], limits: &[Limit]) -> Option<Number> {
    paid(amounts, limits)?.into_iter().try_fold(Number::ZERO, Number::add)
}

/// What is paid of each of these amounts, at most 128, so that no limit is passed and the whole is as large as possible; the
/// earlier are served first where that makes no difference. `None` where a number doesn't fit.
pub fn paid(amounts: &[Number], limits: &[Limit]) -> Option<Vec<Number>> {
    let apart = |a: &Limit, b: &Limit| {
        let both = a.members & b.members;
        both == 0 || both == a.members || both == b.members
    };
    let nested = limits.iter().enumerate().all(|(n, a)| limits[..n].iter().all(|b| apart(a, b)));
    if nested { one_by_one(amounts, limits) } else { simplex(amounts, limits) }
}

/// Where limits lie inside or beside each other, whoever is served first, the whole comes to the same.
fn one_by_one(amounts: &[Number], limits: &[Limit]) -> Option<Vec<Number>> {
    let mut rest: Vec<Number> = limits.iter().map(|limit| limit.most).collect();
    let mut out = Vec::with_capacity(amounts.len());
    for (n, amount) in amounts.iter().enumerate() {
        let of = || (0..limits.len()).filter(|at| limits[*at].has(n));
        let paid = of().map(|at| rest[at]).fold(*amount, Number::min).max(Number::ZERO);
        for at in of() {
            rest[at] = rest[at].sub(paid)?;
        }
        out.push(paid);
    }
    Some(out)
}

/// Where limits cross, who is served first matters: the best payment is a linear programme, solved exactly.
///
/// One row for each amount (a benefit pays no more than it) and each limit, one column for each benefit, then the slack of
/// each row, then the bound. The rule of Bland (the first column that gains, the first row that binds) never goes round in
/// circles.
fn simplex(amounts: &[Number], limits: &[Limit]) -> Option<Vec<Number>> {
    let (benefits, rows) = (amounts.len(), amounts.len() + limits.len());
    let bound = benefits + rows;
    let unit = |holds: bool| if holds { Number::ONE } else { Number::ZERO };
    let mut table: Vec<Vec<Number>> = (0..rows)
        .map(|row| {
            let reaches = |n: usize| if row < benefits { row == n } else { limits[row - benefits].has(n) };
            let most = if row < benefits { amounts[row] } else { limits[row - benefits].most };
            let slack = (0..rows).map(|other| unit(other == row));
            (0..benefits).map(|n| unit(reaches(n))).chain(slack).chain([most.max(Number::ZERO)]).collect()
        })
        .collect();
    // What another unit of each column would gain.
    let mut gain: Vec<Number> = (0..bound).map(|column| unit(column < benefits)).collect();
    let mut basis: Vec<usize> = (benefits..bound).collect();
    while let Some(column) = (0..bound).find(|column| gain[*column] > Number::ZERO) {
        let mut pivot: Option<(Number, usize)> = None;
        for (row, line) in table.iter().enumerate().filter(|(_, line)| line[column] > Number::ZERO) {
            let ratio = line[bound].div(line[column])?;
            let binds = pivot.is_none_or(|(least, at)| ratio < least || (ratio == least && basis[row] < basis[at]));
            if binds {
                pivot = Some((ratio, row));
            }
        }
        let (_, row) = pivot?;
        let by = table[row][column];
        let line: Vec<Number> = table[row].iter().map(|entry| entry.div(by)).collect::<Option<_>>()?;
        for (at, other) in table.iter_mut().enumerate() {
            if at == row { other.clone_from(&line) } else { eliminate(other, &line, column)? }
        }
        eliminate(&mut gain, &line, column)?;
        basis[row] = column;
    }
    let mut out = vec![Number::ZERO; benefits];
    for (line, column) in table.iter().zip(&basis).filter(|(_, column)| **column < benefits) {
        out[*column] = line[bound];
    }
    Some(out)
}

/// Takes so much of `line` from `other` that nothing is left in a column.
fn eliminate(other: &mut [Number], line: &[Number], column: usize) -> Option<()> {
    let times = other[column];
    for (entry, own) in other.iter_mut().zip(line) {
        *entry = entry.sub(own.mul(times)?)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pays(amounts: &[i64], limits: &[(u128, i64)]) -> Number {
        let amounts: Vec<Number> = amounts.iter().copied().map(Number::int).collect();
        let limit = |(members, most): &(u128, i64)| Limit { members: *members, most: Number::int(*most) };
        let limits: Vec<Limit> = limits.iter().map(limit).collect();
        let found = limited(&amounts, &limits).unwrap();
        let payments = simplex(&amounts, &limits).unwrap();
        for limit in &limits {
            let of = (0..amounts.len()).filter(|n| limit.has(*n)).map(|n| payments[n]);
            assert!(of.fold(Number::ZERO, |sum, paid| sum.add(paid).unwrap()) <= limit.most);
        }
        assert_eq!(payments.into_iter().fold(Number::ZERO, |sum, paid| sum.add(paid).unwrap()), found);
        found
    }

    #[test]
    fn a_limit_inside_another_leaves_room_in_it() {
        assert_eq!(pays(&[50, 50, 50], &[(0b111, 100), (0b011, 10)]), Number::int(60));
        assert_eq!(pays(&[50, 50, 50], &[(0b011, 10), (0b111, 100)]), Number::int(60));
        assert_eq!(pays(&[5, 7], &[]), Number::int(12));
    }

    #[test]
    fn limits_that_cross_are_used_up_as_well_as_can_be() {
        assert_eq!(pays(&[10, 10, 10], &[(0b011, 10), (0b110, 10)]), Number::int(20));
        // Each of three limits has two of three members: a half of each is more than the whole of one.
        assert_eq!(pays(&[10, 10, 10], &[(0b011, 10), (0b110, 10), (0b101, 10)]), Number::int(15));
    }
}
