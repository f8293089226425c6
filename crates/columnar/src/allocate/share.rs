//! What of a claim is granted.

use super::spill::{FileFault, Record, Spill};

/// Digits of remainders that one pass tells apart, in bits.
const DIGIT: u32 = 16;

/// How one end of all claims is served. Amounts aren't below nought.
pub(super) enum Serving {
    /// There is enough.
    All,
    /// Each in turn, as long as there is some left.
    InTurn { left: u128 },
    /// By share.
    Shares(Shares),
}

/// Shares rounded down; a 分 more for those with the largest remainders.
pub(super) struct Shares {
    amount: u128,
    total: u128,
    /// Larger remainders than this are given a 分.
    above: u128,
    /// So many of those that have just this remainder are, too.
    ties: u64,
}

impl Serving {
    /// What a claim is granted; claims come in the order of their standing.
    pub(super) fn grant(&mut self, claim: u128) -> u128 {
        match self {
            Serving::All => claim,
            Serving::InTurn { left } => {
                let grant = claim.min(*left);
                *left -= grant;
                grant
            }
            Serving::Shares(shares) => shares.grant(claim),
        }
    }
}

impl Shares {
    /// The shares of all claims, which come to more than there is, at one end.
    pub(super) fn of(claims: &Spill, end: usize, amount: u128, total: u128) -> Result<Shares, FileFault> {
        let mut given = 0;
        claims.scan(&mut |record| given += mul_div(amount, claimed(record, end), total).0)?;
        // Less than a 分 is missing from each share, so that there are fewer left than claims with a remainder.
        let mut left = u64::try_from(amount - given).unwrap_or(u64::MAX);
        if left == 0 {
            return Ok(Shares { amount, total, above: u128::MAX, ties: 0 });
        }
        // The smallest remainder that is given a 分, found digit by digit: however many claims there are, a pass needs room for
        // the digits only.
        let mut shift = (u128::BITS - total.leading_zeros()).next_multiple_of(DIGIT);
        let mut prefix = 0u128;
        while shift > 0 {
            let before = shift;
            shift -= DIGIT;
            let mut counts = vec![0u64; 1 << DIGIT];
            claims.scan(&mut |record| {
                let remainder = mul_div(amount, claimed(record, end), total).1;
                if remainder.checked_shr(before).unwrap_or(0) == prefix {
                    counts[(remainder >> shift) as usize & ((1 << DIGIT) - 1)] += 1;
                }
            })?;
            let mut digit = counts.len() - 1;
            while digit > 0 && counts[digit] < left {
                left -= counts[digit];
                digit -= 1;
            }
            prefix = prefix << DIGIT | digit as u128;
        }
        Ok(Shares { amount, total, above: prefix, ties: left })
    }

    fn grant(&mut self, claim: u128) -> u128 {
        let (share, remainder) = mul_div(self.amount, claim, self.total);
        if remainder == self.above && self.ties > 0 {
            self.ties -= 1;
            return share + 1;
        }
        share + u128::from(remainder > self.above)
    }
}

/// A claim at one end.
pub(super) fn claimed(record: &Record, end: usize) -> u128 {
    record.claimed[end].unsigned_abs()
}

/// The quotient and the remainder of `a · b / c`, for `a` below `c` and `c` below 2^127.
fn mul_div(a: u128, b: u128, c: u128) -> (u128, u128) {
    if let Some(product) = a.checked_mul(b) {
        return (product / c, product % c);
    }
    let (mut quotient, mut remainder) = (0u128, 0u128);
    for bit in (0..u128::BITS - b.leading_zeros()).rev() {
        let add = |remainder: &mut u128, more: u128, quotient: &mut u128| {
            *remainder += more;
            if *remainder >= c {
                *remainder -= c;
                *quotient += 1;
            }
        };
        quotient <<= 1;
        let twice = remainder;
        add(&mut remainder, twice, &mut quotient);
        if b >> bit & 1 == 1 {
            add(&mut remainder, a, &mut quotient);
        }
    }
    (quotient, remainder)
}

#[cfg(test)]
mod tests {
    use super::mul_div;

    #[test]
    fn products_beyond_128_bits() {
        assert_eq!(mul_div(7, 10, 9), (7, 7));
        let large = (1u128 << 126) + 12345;
        assert_eq!(mul_div(large - 1, large, large), (large - 1, 0));
        assert_eq!(mul_div(large - 1, large - 1, large), (large - 2, 1));
        assert_eq!(mul_div(1 << 100, (1 << 100) + 3, 1 << 101), ((1 << 99) + 1, 1 << 100));
    }
}
