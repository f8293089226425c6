//! Keys: a short name for a number, printed beside it, by which it is worked out again.
//!
//! A key holds three things: which number it is, of which day, and a few bits of what it rests on. The day can be read back,
//! so a key from an old report needs nothing beside it. What the number is follows from names and not from positions, so
//! that documents may grow. What it rests on are the target's text and the figures known on that day: figures that became
//! known later leave old keys as they are, and a key tells when something under its number was changed after all.

use std::fmt;

use wuwei_ir::Date;

/// A short stable name of a number in a report: `t-3f9a-2c1b-5b7e`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TraceKey(u64);

/// Bits for what the number is, for its day (to the year 2328), and for what it rests on: twelve characters together.
const IDENTITY: u32 = 30;
const DAY: u32 = 17;
const GROUNDS: u32 = 13;

/// Digits and letters that aren't taken for each other when somebody types them from paper.
const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

const LENGTH: u32 = (IDENTITY + DAY + GROUNDS) / 5;

impl TraceKey {
    pub(super) fn new(identity: Hash, day: Date, grounds: Hash) -> TraceKey {
        let day = u64::try_from(day.days()).unwrap_or(0).min((1 << DAY) - 1);
        TraceKey((identity.bits(IDENTITY) << (DAY + GROUNDS)) | (day << GROUNDS) | grounds.bits(GROUNDS))
    }

    /// The key that a text means: with or without its first letter and strokes, in any case.
    pub fn parse(text: &str) -> Option<TraceKey> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("t-").unwrap_or(&text);
        let (mut key, mut count) = (0u64, 0);
        for letter in text.bytes().filter(|letter| *letter != b'-') {
            let letter = match letter {
                b'o' => b'0',
                b'i' | b'l' => b'1',
                letter => letter,
            };
            let value = SIGNS.iter().position(|sign| *sign == letter)?;
            count += 1;
            if count > LENGTH {
                return None;
            }
            key = (key << 5) | value as u64;
        }
        (count == LENGTH).then_some(TraceKey(key))
    }

    /// The day that the number tells of.
    pub fn day(self) -> Date {
        Date::from_days(((self.0 >> GROUNDS) & ((1 << DAY) - 1)) as i64).unwrap_or(Date::MIN)
    }

    /// Whether it names the number with this identity.
    pub(super) fn is_of(self, identity: Hash) -> bool {
        self.0 >> (DAY + GROUNDS) == identity.bits(IDENTITY)
    }
}

impl fmt::Display for TraceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("t")?;
        for n in 0..LENGTH {
            if n % 4 == 0 {
                f.write_str("-")?;
            }
            let sign = SIGNS[((self.0 >> (5 * (LENGTH - 1 - n))) & 31) as usize];
            write!(f, "{}", sign as char)?;
        }
        Ok(())
    }
}

/// The hash of Fowler, Noll and Vo, with the bits mixed at the end. Keys stand on paper, so they may not change with a
/// library.
#[derive(Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    pub(super) fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    /// A further piece; where it ends counts as well.
    pub(super) fn with(mut self, text: &str) -> Hash {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    fn bits(self, count: u32) -> u64 {
        let mut x = self.0;
        x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        (x ^ (x >> 33)) >> (64 - count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(day: &str) -> TraceKey {
        TraceKey::new(Hash::new().with("a"), Date::parse(day).unwrap(), Hash::new().with("b"))
    }

    #[test]
    fn a_key_is_read_as_it_is_printed_or_typed() {
        let key = key("2026-03-01");
        let shown = key.to_string();
        assert_eq!(shown.len(), 16);
        assert_eq!(TraceKey::parse(&shown), Some(key));
        assert_eq!(TraceKey::parse(&shown.to_uppercase()), Some(key));
        assert_eq!(TraceKey::parse(&shown.replace('-', "").replacen('t', "", 1)), Some(key));
        assert_eq!(key.day().to_string(), "2026-03-01");
        for wrong in ["", "t-", "t-3f9a", "t-3f9a-2c1b-5b7e-0", "t-3f9a-2c1b-5bu!", "目标"] {
            assert_eq!(TraceKey::parse(wrong), None, "{wrong}");
        }
    }

    /// Keys stand in printed reports: these may not change.
    #[test]
    fn keys_stay_what_they_are() {
        assert_eq!(key("2026-03-01").to_string(), "t-7bp6-km50-8fjc");
    }

    #[test]
    fn pieces_are_kept_apart() {
        let bits = |hash: Hash| hash.bits(IDENTITY);
        assert_ne!(bits(Hash::new().with("ab").with("c")), bits(Hash::new().with("a").with("bc")));
    }
}
