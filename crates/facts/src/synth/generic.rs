//! Facts that nothing better is known of: drawn by type and range.

use wuwei_ir::{Base, Bound, Date, Dim, Fact, Literal, Number, Type};
use wuwei_source::Name;

use super::draw::{Draw, Purpose};
use super::{World, today, yuan};

/// Words in the names of facts that are rarely true of anybody.
const ADVERSE: &[&str] =
    &["事故", "违法", "失信", "异常", "造假", "禁限", "淘汰", "严重", "无效", "违反", "拒绝", "不予"];

/// A value for a fact, or nothing where an assessor hasn't spoken.
pub(super) fn value(world: &World<'_>, fact: &Fact, purpose: &str, draw: &Draw) -> Option<Literal> {
    // Assessors have spoken of half of what they are asked.
    if fact.expert && draw.percent(Purpose::from("assessed ").and(purpose)) < 50 {
        return None;
    }
    if fact.or_none && draw.percent(Purpose::from("none ").and(purpose)) < 55 {
        return Some(Literal::None);
    }
    Some(match fact.ty {
        Type::Truth => {
            let adverse = ADVERSE.iter().any(|word| fact.name.as_str().contains(word));
            let share = if adverse { 2 } else { 35 };
            Literal::Truth(draw.percent(purpose) < share)
        }
        Type::Quantity(dim) => quantity(fact, dim, purpose, draw),
        Type::Ratio => {
            let thousandths = (draw.unit(purpose) * draw.unit("skew") * 1000.0) as i128;
            Literal::Number(within(fact, Number::ratio(thousandths, 1000)?))
        }
        Type::Date => {
            let last = i64::from(today().days());
            let days = last - draw.below(purpose, 3650) as i64;
            Literal::Date(Date::from_days(days)?)
        }
        Type::Year => Literal::Year(2025 - draw.below(purpose, 6) as i32),
        Type::Enum(id) => {
            let n = world.program.enumeration(id).values.len() as u64;
            Literal::Choice(draw.below(purpose, n) as u8)
        }
        Type::Code(_) => Literal::Text(industry(draw)),
        Type::Region => Literal::Region(world.place(draw.any(purpose))),
        Type::Entity(to) => Literal::Subject(world.some_key(to, draw.any(purpose))?),
        Type::Text | Type::Any => Literal::Text(Name::new(&format!("合成{}", draw.below(purpose, 1000)))),
    })
}

fn quantity(fact: &Fact, dim: Dim, purpose: &str, draw: &Draw) -> Literal {
    let value = match dim.base() {
        Some(Base::Money) => return clip_money(fact, yuan(draw.log_normal(purpose, 400_000.0, 1.4))),
        Some(Base::Point) => {
            let (low, high) = bounds(fact).unwrap_or((0.0, 10.0));
            libm::floor(low + draw.unit(purpose) * (high - low + 1.0))
        }
        Some(Base::Area) => libm::floor(draw.log_normal(purpose, 6000.0, 1.0)),
        Some(Base::TeachingHour) => libm::floor(draw.log_normal(purpose, 34.0, 0.4)),
        Some(Base::Year) => draw.below(purpose, 13) as f64,
        Some(Base::Month) => draw.below(purpose, 30) as f64,
        _ => libm::floor(draw.log_normal(purpose, 4.0, 1.0)),
    };
    Literal::Number(within(fact, Number::int(value as i64)))
}

fn clip_money(fact: &Fact, literal: Literal) -> Literal {
    match literal {
        Literal::Number(number) => Literal::Number(within(fact, number)),
        other => other,
    }
}

fn bounds(fact: &Fact) -> Option<(f64, f64)> {
    match fact.range? {
        (Bound::Number(low), Bound::Number(high)) => Some((low.to_f64(), high.to_f64())),
        _ => None,
    }
}

/// The nearest number inside the fact's range.
fn within(fact: &Fact, number: Number) -> Number {
    match fact.range {
        Some((Bound::Number(low), Bound::Number(high))) => number.max(low).min(high),
        _ => number,
    }
}

/// A class of industry, mostly manufacturing and information technology.
pub(super) fn industry(draw: &Draw) -> Name {
    const CLASSES: &[&str] =
        &["C3670", "C3562", "C2710", "C3990", "C4014", "I6510", "I6531", "M7320", "M7512", "A0141"];
    Name::new(CLASSES[draw.below("industry", CLASSES.len() as u64) as usize])
}
