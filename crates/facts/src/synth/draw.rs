//! Draws that depend on nothing but seed, subject and purpose: adding a fact to the vocabulary changes no other.

/// What a draw is for: the hash of its words, which can be put together without building a text.
#[derive(Clone, Copy)]
pub(crate) struct Purpose(u64);

impl Purpose {
    pub(crate) fn and(self, words: &str) -> Purpose {
        Purpose(words.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)))
    }

    pub(crate) fn number(self, number: i32) -> Purpose {
        let mut digits = [0u8; 10];
        let mut at = digits.len();
        let mut rest = number.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        std::str::from_utf8(&digits[at..]).map_or(self, |digits| self.and(digits))
    }

    /// For one year: draws of other years are others.
    pub(crate) fn year(self, year: i32) -> Purpose {
        self.and(" ").number(year)
    }
}

impl From<&str> for Purpose {
    fn from(words: &str) -> Purpose {
        Purpose(0xcbf2_9ce4_8422_2325).and(words)
    }
}

/// Draws for one subject.
pub(crate) struct Draw {
    state: u64,
}

/// The finaliser of splitmix64.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Draw {
    pub(crate) fn new(seed: u64, kind: u32, row: u32) -> Draw {
        let subject = (u64::from(kind) << 32) | u64::from(row);
        Draw { state: mix(mix(seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_add(mix(subject.wrapping_add(1)))) }
    }

    /// Any number, for a purpose.
    pub(crate) fn any(&self, purpose: impl Into<Purpose>) -> u64 {
        mix(self.state.wrapping_add(mix(purpose.into().0)))
    }

    /// 0 to 99.
    pub(crate) fn percent(&self, purpose: impl Into<Purpose>) -> u32 {
        (self.any(purpose) % 100) as u32
    }

    /// 0 to n−1.
    pub(crate) fn below(&self, purpose: impl Into<Purpose>, n: u64) -> u64 {
        self.any(purpose) % n.max(1)
    }

    /// At least 0 and below 1.
    pub(crate) fn unit(&self, purpose: impl Into<Purpose>) -> f64 {
        (self.any(purpose) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Roughly normal with mean 0 and deviation 1: the sum of twelve uniform draws, the same on every machine.
    pub(crate) fn normal(&self, purpose: impl Into<Purpose>) -> f64 {
        let purpose = purpose.into().and(" ");
        let sum: f64 = (0..12).map(|n| self.unit(purpose.number(n))).sum();
        sum - 6.0
    }

    /// Log-normal with this median and spread.
    pub(crate) fn log_normal(&self, purpose: impl Into<Purpose>, median: f64, spread: f64) -> f64 {
        median * libm::exp(spread * self.normal(purpose))
    }
}

#[cfg(test)]
mod tests {
    use super::Draw;

    #[test]
    fn draws_repeat_and_differ() {
        let draw = Draw::new(5616, 0, 7);
        assert_eq!(draw.any("a"), Draw::new(5616, 0, 7).any("a"));
        assert_ne!(draw.any("a"), draw.any("b"));
        assert_ne!(draw.any("a"), Draw::new(5616, 0, 8).any("a"));
        let mean: f64 = (0..2000).map(|row| Draw::new(1, 1, row).normal("x")).sum::<f64>() / 2000.0;
        assert!(mean.abs() < 0.1);
    }
}
