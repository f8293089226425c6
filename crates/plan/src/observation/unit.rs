//! Units in tables: words of measure as official texts write them, SDMX's codes, and numbers as decimals.

use wuwei_ir::{Number, Unit};
use wuwei_table::narrow;

/// The unit that a word of a table means. A figure without a unit is a plain number, and whether that fits is for the
/// indicator to say: a ratio may be written as 0.14, but no number of firms is without a word of measure.
pub(super) fn parse(word: &str) -> Option<Unit> {
    if word.is_empty() {
        return Some(Unit::NUMBER);
    }
    Unit::parse(word).or_else(|| {
        let narrow: String = word.chars().map(narrow).collect();
        Unit::parse(narrow.trim())
    })
}

/// Codes of SDMX's list of units that mean a word of measure exactly.
const CODES: [(&str, &str); 4] = [("PS", "人"), ("CNY", "元"), ("PT", "%"), ("PN", "")];

/// Words before a word of measure and the power of ten that they stand for.
const PREFIXES: [(&str, i32); 5] = [("万亿", 12), ("亿", 8), ("万", 4), ("千", 3), ("百", 2)];

/// The unit that SDMX's `UNIT_MEASURE` and `UNIT_MULT` mean together, and the power of ten that is left over where no
/// word of measure has it.
pub(super) fn from_sdmx(measure: &str, power: i32) -> Option<(Unit, i32)> {
    let word = CODES.iter().find(|(code, _)| *code == measure).map_or(measure, |(_, word)| word);
    let unit = parse(word)?;
    if unit.prefix.is_some() || unit.base.is_none() {
        return Some((unit, power));
    }
    let prefixed = PREFIXES.iter().filter(|(_, zeros)| *zeros <= power);
    let mut found =
        prefixed.filter_map(|(prefix, zeros)| Some((Unit::parse(&format!("{prefix}{word}"))?, power - zeros)));
    Some(found.next().unwrap_or((unit, power)))
}

/// SDMX's `UNIT_MEASURE` and `UNIT_MULT` for a unit.
pub(super) fn to_sdmx(unit: Unit) -> (&'static str, i32) {
    let power = PREFIXES.iter().find(|(prefix, _)| unit.prefix == Some(*prefix)).map_or(0, |(_, zeros)| *zeros);
    match unit.word {
        "" => ("PN", power),
        word => (word, power),
    }
}

/// A number times a power of ten.
pub(super) fn times_ten(number: Number, power: i32) -> Option<Number> {
    let scale = Number::ratio(10i128.checked_pow(power.unsigned_abs())?, 1)?;
    if power < 0 { number.div(scale) } else { number.mul(scale) }
}

/// A number as people write it in a table: digits, perhaps with commas between groups of three, full-width signs included.
/// Where commas separate cells' fractions instead, none are taken, because 12,400 could be either.
pub(super) fn number(text: &str, commas: bool) -> Option<Number> {
    if let Some(number) = Number::parse(text) {
        return Some(number);
    }
    let narrow: String = text.chars().map(narrow).collect();
    let narrow = narrow.trim();
    if !narrow.contains(',') {
        return Number::parse(narrow);
    }
    let unsigned = narrow.strip_prefix('-').unwrap_or(narrow);
    let whole = unsigned.split('.').next().unwrap_or(unsigned);
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let grouped = first && groups.all(|group| group.len() == 3);
    (commas && grouped).then(|| Number::parse(&narrow.replace(',', ""))).flatten()
}

/// A number as a decimal with all its digits; one that has no end is rounded to eighteen places.
pub(super) fn decimal(number: Number) -> String {
    let mut scale: i128 = 1;
    for places in 0..=18usize {
        if scale % number.denominator() == 0 {
            let Some(digits) = number.numerator().checked_mul(scale / number.denominator()) else { break };
            let (sign, digits) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs());
            let scale = scale.unsigned_abs();
            return match places {
                0 => format!("{sign}{digits}"),
                places => format!("{sign}{}.{:0places$}", digits / scale, digits % scale),
            };
        }
        scale *= 10;
    }
    number.to_decimal(18)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sdmx_units_there_and_back() {
        for word in ["人", "万人", "亿元", "万亿元", "户", "百户", "%", "", "位", "平方米", "万平方米", "个月"]
        {
            let unit = parse(word).unwrap();
            let (measure, power) = to_sdmx(unit);
            assert_eq!(from_sdmx(measure, power), Some((unit, 0)), "{word}");
        }
        let million = from_sdmx("CNY", 6).unwrap();
        assert_eq!((million.0.text(), million.1), ("万元".to_string(), 2));
        assert_eq!(from_sdmx("USD", 0), None);
    }

    #[test]
    fn numbers_as_people_type_them() {
        let read = |text| number(text, true).map(decimal);
        assert_eq!(read("1,234,567.5").as_deref(), Some("1234567.5"));
        assert_eq!(read("１２．５").as_deref(), Some("12.5"));
        assert_eq!(read("-1,234").as_deref(), Some("-1234"));
        assert_eq!(read("12,4"), None);
        assert_eq!(read(",123"), None);
        assert_eq!(number("12,400", false), None);
        assert_eq!(read("1e5"), None);
    }

    #[test]
    fn decimals_keep_their_digits() {
        for text in ["0", "-0.05", "33357.1", "0.000000000000000001", "170141183460469231731687303715884105727"] {
            assert_eq!(decimal(Number::parse(text).unwrap()), text);
        }
        assert_eq!(decimal(Number::ratio(1, 3).unwrap()), "0.333333333333333333");
    }
}
