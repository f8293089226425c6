//! Units and dimensions.
//!
//! A quantity has a dimension: a product of base units, such as 元/人. Words of measure that count the same thing share a
//! base (户, 家, 个 all count organisations), so that a target of 15 家 compares with an indicator in 个; 人 and 户 don't mix.

use std::fmt;

use crate::Number;

/// What is counted or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Base {
    /// Money, counted in 分 (hundredths of 元).
    Money = 1,
    /// People.
    Person,
    /// Enterprises, institutions, places and other things counted one by one.
    Unit,
    /// Projects, results, contracts.
    Project,
    /// Patents and other papers.
    Piece,
    /// Kinds.
    Kind,
    /// Funds, teams.
    Team,
    /// Times.
    Time,
    /// Enterprises served, each time counted.
    UnitTime,
    /// People served, each time counted.
    PersonTime,
    /// Area in square metres.
    Area,
    /// Hours of teaching.
    TeachingHour,
    /// Points of a score.
    Point,
    /// Years.
    Year,
    /// Months.
    Month,
    /// Days.
    Day,
}

const WORDS: &[(&str, Base, &str)] = &[
    ("元", Base::Money, "yuan"),
    ("人", Base::Person, "people"),
    ("名", Base::Person, "people"),
    ("位", Base::Person, "people"),
    ("户", Base::Unit, "firms"),
    // What these count the name before them says.
    ("家", Base::Unit, ""),
    ("个", Base::Unit, ""),
    ("所", Base::Unit, ""),
    ("座", Base::Unit, ""),
    ("条", Base::Unit, ""),
    ("项", Base::Project, "items"),
    ("件", Base::Piece, "pieces"),
    ("种", Base::Kind, "kinds"),
    ("支", Base::Team, "teams"),
    ("只", Base::Team, "teams"),
    ("次", Base::Time, "times"),
    ("户次", Base::UnitTime, "firm-times"),
    ("人次", Base::PersonTime, "person-times"),
    ("平方米", Base::Area, "m²"),
    ("学时", Base::TeachingHour, "teaching hours"),
    ("分", Base::Point, "points"),
    ("年", Base::Year, "years"),
    ("月", Base::Month, "months"),
    ("个月", Base::Month, "months"),
    ("日", Base::Day, "days"),
    ("天", Base::Day, "days"),
];

/// Longer ones first.
const PREFIXES: &[(&str, i64)] =
    &[("万亿", 1_000_000_000_000), ("百", 100), ("千", 1000), ("万", 10_000), ("亿", 100_000_000)];

impl Base {
    /// The usual word.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(_, base, _)| *base == self).map_or("", |(word, _, _)| word)
    }

    /// Its English word.
    pub fn english(self) -> &'static str {
        WORDS.iter().find(|(_, base, _)| *base == self).map_or("", |(_, _, english)| english)
    }
}

/// A word of measure: a base and how many of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it measures; `None` for percent and plain numbers.
    pub base: Option<Base>,
    /// How many of the base one of it is: 亿元 is 10^10 分, `%` a hundredth.
    pub factor: Number,
    /// The word as official texts write it.
    pub word: &'static str,
    /// The power of ten before the word, if any: 万, 亿.
    pub prefix: Option<&'static str>,
}

impl Unit {
    /// A plain number.
    pub const NUMBER: Unit = Unit { base: None, factor: Number::ONE, word: "", prefix: None };

    /// The unit that a word means.
    pub fn parse(word: &str) -> Option<Unit> {
        if word == "%" {
            let factor = Number::ratio(1, 100)?;
            return Some(Unit { base: None, factor, word: "%", prefix: None });
        }
        let find = |word: &str| WORDS.iter().find(|(known, _, _)| *known == word);
        let (prefix, times, (known, base, _)) = match find(word) {
            Some(found) => (None, 1, found),
            None => {
                let (prefix, times) = PREFIXES.iter().find(|(prefix, _)| word.starts_with(prefix))?;
                (Some(*prefix), *times, find(&word[prefix.len()..])?)
            }
        };
        let fen = if *base == Base::Money { 100 } else { 1 };
        Some(Unit { base: Some(*base), factor: Number::int(times * fen), word: known, prefix })
    }

    /// The English word.
    pub fn english(self) -> &'static str {
        WORDS.iter().find(|(word, _, _)| *word == self.word).map_or("", |(_, _, english)| english)
    }

    /// Its dimension.
    pub fn dim(self) -> Dim {
        self.base.map_or(Dim::NONE, Dim::of)
    }

    /// The word with its prefix.
    pub fn text(self) -> String {
        self.prefix.unwrap_or_default().to_string() + self.word
    }
}

/// A product of powers of base units; empty for plain numbers and ratios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dim([(u8, i8); 3]);

#[allow(clippy::should_implement_trait, reason = "they can fail, which the operators can't say")]
impl Dim {
    /// No dimension.
    pub const NONE: Dim = Dim([(0, 0); 3]);
    /// Money.
    pub const MONEY: Dim = Dim([(Base::Money as u8, 1), (0, 0), (0, 0)]);
    /// Points.
    pub const POINTS: Dim = Dim([(Base::Point as u8, 1), (0, 0), (0, 0)]);

    /// The dimension of one base unit.
    pub const fn of(base: Base) -> Dim {
        Dim([(base as u8, 1), (0, 0), (0, 0)])
    }

    /// The dimension of a product; `None` when it has more than three different bases, which no rule needs.
    pub fn mul(self, other: Dim) -> Option<Dim> {
        other.factors().try_fold(self, |dim, (base, power)| dim.with(base, power))
    }

    /// The dimension of a quotient.
    pub fn div(self, other: Dim) -> Option<Dim> {
        other.factors().try_fold(self, |dim, (base, power)| dim.with(base, -power))
    }

    /// The dimension of a power.
    pub fn pow(self, exponent: u32) -> Option<Dim> {
        (0..exponent).try_fold(Dim::NONE, |dim, _| dim.mul(self))
    }

    /// The power in which a base stands in it.
    pub fn power(self, base: Base) -> i8 {
        self.factors().find(|(known, _)| *known == base as u8).map_or(0, |(_, power)| power)
    }

    /// The single base it counts, if it is that simple.
    pub fn base(self) -> Option<Base> {
        let mut factors = self.factors();
        let (base, power) = factors.next()?;
        if power != 1 || factors.next().is_some() {
            return None;
        }
        WORDS.iter().map(|(_, base, _)| *base).find(|known| *known as u8 == base)
    }

    fn factors(self) -> impl Iterator<Item = (u8, i8)> {
        self.0.into_iter().filter(|(_, power)| *power != 0)
    }

    fn with(self, base: u8, power: i8) -> Option<Dim> {
        let mut factors: Vec<(u8, i8)> = self.factors().collect();
        match factors.iter_mut().find(|(known, _)| *known == base) {
            Some(factor) => factor.1 = factor.1.checked_add(power)?,
            None => factors.push((base, power)),
        }
        factors.retain(|(_, power)| *power != 0);
        factors.sort_unstable();
        let mut out = Dim::NONE;
        if factors.len() > out.0.len() {
            return None;
        }
        out.0[..factors.len()].copy_from_slice(&factors);
        Some(out)
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |base: u8| WORDS.iter().find(|(_, known, _)| *known as u8 == base).map_or("?", |(word, _, _)| word);
        let part = |positive: bool| {
            let factors = self.factors().filter(move |(_, power)| (*power > 0) == positive);
            let words: Vec<String> = factors
                .map(|(base, power)| match power.unsigned_abs() {
                    1 => word(base).to_string(),
                    power => format!("{}^{power}", word(base)),
                })
                .collect();
            words.join("·")
        };
        let (above, below) = (part(true), part(false));
        match (above.is_empty(), below.is_empty()) {
            (_, true) => f.write_str(&above),
            (true, false) => write!(f, "1/{below}"),
            (false, false) => write!(f, "{above}/{below}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_count_the_same_share_a_dimension() {
        let dim = |word| Unit::parse(word).unwrap().dim();
        assert_eq!(dim("家"), dim("万户"));
        assert_ne!(dim("人"), dim("户"));
        assert_eq!(Unit::parse("亿元").unwrap().factor, Number::int(10_000_000_000));
        assert_eq!(Unit::parse("个月").unwrap().base, Some(Base::Month));
        assert!(Unit::parse("万").is_none() && Unit::parse("百强").is_none());
    }

    #[test]
    fn rates_cancel() {
        let per_person = Dim::MONEY.div(Dim::of(Base::Person)).unwrap();
        assert_eq!(per_person.to_string(), "元/人");
        assert_eq!(per_person.mul(Dim::of(Base::Person)), Some(Dim::MONEY));
        assert_eq!(Dim::MONEY.div(Dim::MONEY), Some(Dim::NONE));
    }
}
