//! What is known about a value, in words.

use wuwei_engine::{Absence, Range, Truth, Value};
use wuwei_ir::{Literal, Number, Printer, Program, Type, Unit, quantity};
use wuwei_source::Lang;

/// A value with its unit: exact, a range, or not known.
pub fn show_value(program: &Program, ty: Type, unit: Option<Unit>, value: &Value, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let unknown = if zh { "未知" } else { "not known" };
    let none = if zh { "无" } else { "none" };
    let or_none = |text: String, absence: Absence| match absence {
        Absence::Possible if zh => format!("{text}，也可能无值"),
        Absence::Possible => format!("{text}, or no value"),
        _ => text,
    };
    match value {
        Value::Truth(Truth::Yes) => if zh { "是" } else { "yes" }.to_string(),
        Value::Truth(Truth::No) => if zh { "否" } else { "no" }.to_string(),
        Value::Truth(Truth::Unknown) => unknown.to_string(),
        Value::Absent => match ty {
            Type::Enum(_) | Type::Date | Type::Year | Type::Entity(_) | Type::Region | Type::Text => none.to_string(),
            _ if zh => "无值".to_string(),
            _ => "no value".to_string(),
        },
        Value::Number(range, absence) => or_none(show_range(ty, unit, *range, lang), *absence),
        Value::Choice(set, absence) => {
            let Type::Enum(id) = ty else { return unknown.to_string() };
            let n = program.enumeration(id).values.len();
            let chosen: Vec<usize> = (0..n).filter(|at| set & (1 << at) != 0).collect();
            if chosen.len() == n && n > 1 {
                return unknown.to_string();
            }
            let printer = Printer::new(program, lang);
            let names: Vec<&str> = chosen.iter().map(|at| printer.choice(id, *at).as_str()).collect();
            or_none(names.join(if zh { "或" } else { " or " }), *absence)
        }
        Value::Atom(None, _) => unknown.to_string(),
        Value::Atom(Some(literal), absence) => or_none(show_literal(program, ty, unit, *literal, lang), *absence),
    }
}

/// A literal with its unit.
pub fn show_literal(program: &Program, ty: Type, unit: Option<Unit>, literal: Literal, lang: Lang) -> String {
    match literal {
        Literal::Number(number) => quantity(ty, unit, number, lang),
        Literal::Date(date) => date.to_string(),
        Literal::Year(year) => year.to_string(),
        Literal::Truth(truth) => show_value(program, ty, unit, &Value::Truth(Truth::of(truth)), lang),
        Literal::Text(text) | Literal::Subject(text) => text.to_string(),
        Literal::Choice(at) => match ty {
            Type::Enum(id) => Printer::new(program, lang).choice(id, usize::from(at)).to_string(),
            _ => at.to_string(),
        },
        Literal::Region(region) => program.region(region).head.shown(lang).to_string(),
        Literal::None => if lang == Lang::Zh { "无" } else { "none" }.to_string(),
    }
}

/// A range of numbers with its unit.
pub fn show_range(ty: Type, unit: Option<Unit>, range: Range, lang: Lang) -> String {
    let show = |number: Number| quantity(ty, unit, number, lang);
    let zh = lang == Lang::Zh;
    match (range.low, range.high) {
        // Ends that read the same, because they differ by less than is shown, are one to people.
        (Some(low), Some(high)) if low == high || show(low) == show(high) => show(low),
        (Some(low), Some(high)) if low == Number::ZERO && ty == Type::MONEY => {
            if zh {
                format!("至多 {}", show(high))
            } else {
                format!("up to {}", show(high))
            }
        }
        (Some(low), Some(high)) if zh => format!("{} 至 {}", show(low), show(high)),
        (Some(low), Some(high)) => format!("{} to {}", show(low), show(high)),
        (Some(low), None) if low == Number::ZERO && ty == Type::MONEY => {
            if zh { "金额未知" } else { "amount not known" }.to_string()
        }
        (Some(low), None) if zh => format!("至少 {}", show(low)),
        (Some(low), None) => format!("at least {}", show(low)),
        (None, Some(high)) if zh => format!("至多 {}", show(high)),
        (None, Some(high)) => format!("at most {}", show(high)),
        (None, None) if zh => "未知".to_string(),
        (None, None) => "not known".to_string(),
    }
}

/// Money in yuan as a decimal string with two places, as JSON carries it.
pub fn yuan(fen: Number) -> String {
    let yuan = fen.div(Number::int(100)).unwrap_or(fen).to_decimal(2);
    match yuan.split_once('.') {
        Some((whole, fraction)) => format!("{whole}.{fraction:0<2}"),
        None => format!("{yuan}.00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_json_has_two_places() {
        assert_eq!(yuan(Number::int(50_000_000)), "500000.00");
        assert_eq!(yuan(Number::int(1250)), "12.50");
        assert_eq!(yuan(Number::int(-5)), "-0.05");
    }
}
