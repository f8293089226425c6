//! The one text of each value, as a store keeps it: money in yuan, other quantities in base units, days as `2024-01-31`,
//! regions by code, choices by name. Numbers that no decimal holds are fractions.

use wuwei_ir::{Date, Fact, Literal, Number, Program, Type};
use wuwei_source::Name;

use crate::column::NONE_TEXT;

/// 分 in a yuan.
const FEN_IN_YUAN: Number = Number::int(100);

/// The text of a value.
pub fn canonical(program: &Program, fact: &Fact, value: Literal) -> String {
    match value {
        Literal::None => NONE_TEXT.to_string(),
        Literal::Truth(true) => "是".to_string(),
        Literal::Truth(false) => "否".to_string(),
        Literal::Number(number) if fact.ty == Type::MONEY => exact(number.div(FEN_IN_YUAN).unwrap_or(number)),
        Literal::Number(number) => exact(number),
        Literal::Date(date) => date.to_string(),
        Literal::Year(year) => year.to_string(),
        Literal::Text(name) | Literal::Subject(name) => name.to_string(),
        Literal::Region(region) => program.region(region).code.to_string(),
        Literal::Choice(at) => match fact.ty {
            Type::Enum(id) => {
                program.enumeration(id).values.get(usize::from(at)).map_or(NONE_TEXT, |value| value.as_str())
            }
            _ => NONE_TEXT,
        }
        .to_string(),
    }
}

/// The value of a text; nothing where the fact can't have it, for example because the documents have since changed.
pub fn from_canonical(program: &Program, fact: &Fact, text: &str) -> Option<Literal> {
    if text == NONE_TEXT && fact.or_none && fact.ty != Type::Truth {
        return Some(Literal::None);
    }
    Some(match fact.ty {
        Type::Truth => Literal::Truth(match text {
            "是" => true,
            "否" => false,
            _ => return None,
        }),
        Type::MONEY => Literal::Number(read_exact(text)?.mul(FEN_IN_YUAN)?),
        Type::Quantity(_) | Type::Ratio => Literal::Number(read_exact(text)?),
        Type::Date => Literal::Date(Date::parse(text)?),
        Type::Year => Literal::Year(text.parse().ok()?),
        Type::Enum(id) => {
            let at = program.enumeration(id).values.iter().position(|value| value.as_str() == text)?;
            Literal::Choice(u8::try_from(at).ok()?)
        }
        Type::Region => Literal::Region(program.region_named(text)?),
        Type::Entity(_) => Literal::Subject(Name::new(text)),
        Type::Text | Type::Code(_) | Type::Any => Literal::Text(Name::new(text)),
    })
}

fn exact(number: Number) -> String {
    if number.is_integer() {
        return number.numerator().to_string();
    }
    let decimal = number.to_decimal(18);
    match Number::parse(&decimal) == Some(number) {
        true => decimal,
        false => format!("{}/{}", number.numerator(), number.denominator()),
    }
}

fn read_exact(text: &str) -> Option<Number> {
    match text.split_once('/') {
        Some((above, below)) => Number::ratio(above.parse().ok()?, below.parse().ok()?),
        None => match text.parse::<i128>() {
            Ok(whole) => Number::ratio(whole, 1),
            Err(_) => Number::parse(text),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_text_that_is_read_back() {
        let mut state = 5616_u64;
        let mut next = || {
            // A few lines of xorshift: the same numbers on every machine.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..20_000 {
            let above = i128::from(next() as i64) >> (next() % 60);
            let below = i128::from(next() % 1_000_000 + 1);
            let number = Number::ratio(above, below).unwrap();
            assert_eq!(read_exact(&exact(number)), Some(number), "{above}/{below}");
        }
        for (text, number) in
            [("12.5", Number::ratio(25, 2)), ("-3", Number::ratio(-3, 1)), ("1/3", Number::ratio(1, 3))]
        {
            assert_eq!(read_exact(text), number);
            assert_eq!(exact(number.unwrap()), text);
        }
        for text in ["", "abc", "1/0", "1,5", "1/2/3"] {
            assert_eq!(read_exact(text), None, "{text}");
        }
    }
}
