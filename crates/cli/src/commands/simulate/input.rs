//! Numbers and ranges as people type them: `500 万元`, `60%..90%`.

use wuwei_ir::{Base, Number, Type, Unit};
use wuwei_simulate::Span;

use crate::failure::Failure;

/// A number with its unit, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) number: Number,
    pub(super) unit: Unit,
}

/// Reads a number with a unit, or without.
pub(super) fn number(text: &str) -> Option<Typed> {
    let text = text.trim().replace([',', '，'], "");
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
    let (digits, word) = text.split_at(end);
    let unit = match word.trim() {
        "" => Unit::NUMBER,
        word => Unit::parse(word)?,
    };
    let number = Number::parse(digits)?.mul(unit.factor)?;
    Some(Typed { number, unit })
}

/// An amount of money in 分.
pub(super) fn money(text: &str) -> Result<Number, Failure> {
    number(text).filter(|typed| typed.unit.base == Some(Base::Money)).map(|typed| typed.number).ok_or_else(|| {
        Failure::request(
            format!("`{text}` 不是金额，写作 500万元"),
            format!("`{text}` is no amount of money; write it as 500万元"),
        )
    })
}

/// A share such as `5%`.
pub(crate) fn share(text: &str) -> Result<f64, Failure> {
    let found = number(text).filter(|typed| typed.unit.base.is_none()).and_then(|typed| typed.number.to_binary64());
    found.ok_or_else(|| {
        Failure::request(format!("`{text}` 不是比例，写作 5%"), format!("`{text}` is no share; write it as 5%"))
    })
}

/// A range of shares or rates: `60%..90%`, or one for both ends.
pub(super) fn span(text: &str) -> Result<Span, Failure> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    Ok(Span::new(share(low)?, share(high)?))
}

/// A range of shares that lie between nought and one.
pub(super) fn shares(text: &str) -> Result<Span, Failure> {
    let span = span(text)?;
    match (0.0..=1.0).contains(&span.low) && (0.0..=1.0).contains(&span.high) {
        true => Ok(span),
        false => {
            Err(Failure::request(format!("`{text}` 超出 0% 到 100%"), format!("`{text}` lies outside 0% to 100%")))
        }
    }
}

/// Two ends of a number of a type: `20万元..50万元`.
pub(super) fn ends(text: &str, ty: Type) -> Result<(Number, Number), Failure> {
    let wrong = || {
        Failure::request(
            format!("`{text}` 不是这个数的范围，写作 20万元..50万元，单位要与规则里的一致"),
            format!("`{text}` is no range of this number; write it as 20万元..50万元, in the unit of the rule"),
        )
    };
    let (low, high) = text.split_once("..").ok_or_else(wrong)?;
    let end = |text: &str| {
        let typed = number(text)?;
        let fits = match ty {
            Type::Ratio => typed.unit.base.is_none(),
            _ => typed.unit.base == ty.base() || (typed.unit == Unit::NUMBER && ty.base() != Some(Base::Money)),
        };
        fits.then_some(typed.number)
    };
    match (end(low), end(high)) {
        (Some(low), Some(high)) if low < high => Ok((low, high)),
        _ => Err(wrong()),
    }
}

/// What stands before and behind a sign, where there is one: `NAME=…`.
pub(super) fn named(text: &str, sign: char) -> (Option<&str>, &str) {
    match text.split_once(sign) {
        Some((name, rest)) => (Some(name.trim()), rest.trim()),
        None => (None, text.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        let read = |text: &str| number(text).map(|typed| typed.number);
        assert_eq!(read("500万元"), Some(Number::int(500_000_000)));
        assert_eq!(read("1.2 亿元"), Some(Number::int(12_000_000_000)));
        assert_eq!(read("60%"), Number::ratio(3, 5));
        assert_eq!(read("1,000 人"), Some(Number::int(1000)));
        assert_eq!(read("5 万块"), None);
        assert_eq!(read("万元"), None);
    }

    #[test]
    fn ranges() {
        assert_eq!(span("60%..90%").unwrap(), Span::new(0.6, 0.9));
        assert_eq!(span("5%").unwrap(), Span::new(0.05, 0.05));
        assert!(shares("60%..190%").is_err() && money("500").is_err());
        assert!(ends("20万元..50万元", Type::MONEY).is_ok());
        assert!(ends("20..50", Type::MONEY).is_err() && ends("50人..20人", Type::NUMBER).is_err());
    }
}
