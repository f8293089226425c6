//! How far a condition is from its threshold, in words and as data.

use serde_json::{Value as Json, json};
use wuwei_ir::{Number, Type, quantity};
use wuwei_reason::why::Distance;
use wuwei_source::Lang;

use crate::ask::decimal;
use crate::values::yuan;
use crate::words::{explain_words, fill};

/// `差 48 万元`, `2 people short`.
pub(super) fn show(distance: &Distance, lang: Lang) -> String {
    let words = explain_words(lang);
    let (low, high) = (distance.by.low.unwrap_or(Number::ZERO), distance.by.high);
    let is_time = matches!(distance.ty, Type::Date | Type::Year);
    if high == Some(Number::ZERO) && low == Number::ZERO {
        return if distance.more { words.at_threshold_more } else { words.at_threshold_less }.to_string();
    }
    let one = |number: Number| amount(distance, number, lang);
    let by = match high {
        Some(high) if high == low || one(high) == one(low) => one(low),
        Some(high) if low == Number::ZERO => fill(words.at_most, &[("high", &one(high))]),
        Some(high) => fill(words.from_to, &[("low", &one(low)), ("high", &one(high))]),
        None => fill(words.at_least, &[("low", &one(low))]),
    };
    let text = match (distance.more, is_time) {
        (true, false) => words.short,
        (false, false) => words.over,
        (true, true) => words.too_early,
        (false, true) => words.too_late,
    };
    fill(text, &[("by", &by)])
}

fn amount(distance: &Distance, number: Number, lang: Lang) -> String {
    let words = explain_words(lang);
    let plain = number.to_decimal(2);
    match distance.ty {
        Type::Ratio => {
            let points = number.mul(Number::int(100)).unwrap_or(number);
            fill(words.points, &[("n", &points.to_decimal(2))])
        }
        Type::Date => fill(words.days, &[("n", &plain)]),
        Type::Year => fill(words.years, &[("n", &plain)]),
        Type::Enum(_) => fill(words.steps, &[("n", &plain)]),
        ty => quantity(ty, distance.unit, number, lang),
    }
}

/// The distance for programs: `{"text", "low", "high", "direction"}`.
pub(super) fn json(distance: &Distance, lang: Lang) -> Json {
    let number = |number: Option<Number>| match number {
        Some(number) if distance.ty == Type::MONEY => json!(yuan(number)),
        Some(number) => decimal(number),
        None => Json::Null,
    };
    json!({
        "text": show(distance, lang),
        "direction": if distance.more { "more" } else { "less" },
        "low": number(distance.by.low),
        "high": number(distance.by.high),
        "beyond": distance.beyond,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wuwei_engine::Range;

    #[test]
    fn distances_are_said_in_units() {
        let said = |ty: Type, low: i64, high: i64, more: bool| {
            let by = Range::between(Number::int(low), Number::int(high));
            let distance = Distance { by, more, beyond: false, ty, unit: None };
            (show(&distance, Lang::Zh), show(&distance, Lang::En))
        };
        let texts = |(zh, en): (&str, &str)| (zh.to_string(), en.to_string());
        assert_eq!(said(Type::MONEY, 48_000_000, 48_000_000, true), texts(("差 48 万元", "¥480,000 short")));
        assert_eq!(said(Type::Date, 1, 1, false), texts(("晚了 1 天", "1 day too late")));
        assert_eq!(said(Type::NUMBER, 0, 2, true), texts(("差 至多 2", "at most 2 short")));
        let ratio = Distance {
            by: Range::exactly(Number::ratio(12, 1000).unwrap()),
            more: true,
            beyond: false,
            ty: Type::Ratio,
            unit: None,
        };
        assert_eq!(show(&ratio, Lang::Zh), "差 1.2 个百分点");
    }
}
