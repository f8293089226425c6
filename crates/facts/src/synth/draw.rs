//! Draws that depend on nothing but seed, subject and purpose: adding a fact to the vocabulary changes no other.

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
    pub(crate) fn any(&self, purpose: &str) -> u64 {
        let hash = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3u64));
        mix(self.state.wrapping_add(mix(hash)))
    }

    /// 0 to 99.
    pub(crate) fn percent(&self, purpose: &str) -> u32 {
        (self.any(purpose) % 100) as u32
    }

    /// 0 to n−1.
    pub(crate) fn below(&self, purpose: &str, n: u64) -> u64 {
        self.any(purpose) % n.max(1)
    }

    /// At least 0 and below 1.
    pub(crate) fn unit(&self, purpose: &str) -> f64 {
        (self.any(purpose) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Roughly normal with mean 0 and deviation 1: the sum of twelve uniform draws, the same on every machine.
    pub(crate) fn normal(&self, purpose: &str) -> f64 {
        let sum: f64 = (0..12).map(|n| self.unit(&format!("{purpose} {n}"))).sum();
        sum - 6.0
    }

    /// Log-normal with this median and spread.
    pub(crate) fn log_normal(&self, purpose: &str, median: f64, spread: f64) -> f64 {
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
