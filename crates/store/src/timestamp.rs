//! Instants, as the database keeps them.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use wuwei_ir::Date;

const DAY: i64 = 86_400_000;

/// An instant of universal time, to the millisecond. It comes from the caller: the store has no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Timestamp = Timestamp(0);

    /// So many milliseconds after 1970-01-01T00:00:00Z, within the years 1 to 9999.
    pub fn from_unix_millis(millis: i64) -> Option<Timestamp> {
        Date::from_days(millis.div_euclid(DAY)).map(|_| Timestamp(millis))
    }

    /// What a clock shows, if it shows a year between 1 and 9999.
    pub fn from_system(time: SystemTime) -> Option<Timestamp> {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).ok()?,
            Err(before) => -i64::try_from(before.duration().as_millis()).ok()?,
        };
        Timestamp::from_unix_millis(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_millis(self) -> i64 {
        self.0
    }

    /// Reads what [`Display`](fmt::Display) writes, and nothing else.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
        let (time, millis) = time.split_once('.')?;
        let mut parts = time.split(':').map(|part| part.parse::<i64>().ok());
        let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
        let days = i64::from(Date::parse(day)?.days());
        let millis = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis.parse::<i64>().ok()?;
        let out = Timestamp(days * DAY + millis);
        (out.to_string() == text).then_some(out)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Date::from_days(self.0.div_euclid(DAY)).ok_or(fmt::Error)?;
        let rest = self.0.rem_euclid(DAY);
        let (seconds, millis) = (rest / 1000, rest % 1000);
        write!(f, "{day}T{:02}:{:02}:{:02}.{millis:03}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_sorts_as_instants_do_and_is_read_back() {
        let mut last = String::new();
        for millis in [-62_135_596_800_000, -1, 0, 999, 1000, 1_772_353_800_123, 253_402_300_799_999] {
            let instant = Timestamp::from_unix_millis(millis).unwrap();
            let text = instant.to_string();
            assert_eq!(Timestamp::parse(&text), Some(instant));
            assert!(last < text, "{last} {text}");
            last = text;
        }
        assert_eq!(Timestamp::from_unix_millis(1_772_353_800_123).unwrap().to_string(), "2026-03-01T08:30:00.123Z");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        assert_eq!(Timestamp::from_unix_millis(i64::MAX), None);
        for text in ["", "2026-03-01", "2026-03-01T08:30:00Z", "2026-03-01T24:00:00.000Z", "2026-02-30T00:00:00.000Z"] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
