//! What stands at the leaves: literals, facts, references to other rules.

use super::vocabulary::{FACTS, Fact, Kind, Ty};
use super::{Maker, Place};

/// A fact or rule as it is written in a place.
pub(super) struct Leaf {
    pub(super) text: String,
    /// The type that a choice or comparison must be of; two facts with the same choices are still of different types.
    pub(super) fact: Option<&'static Fact>,
    pub(super) or_none: bool,
}

/// A value as documents write it.
pub(super) fn literal(ty: Ty, value: i64) -> String {
    match ty {
        Ty::Money if value % 10_000 == 0 => format!("{} 万元", value / 10_000),
        Ty::Money => format!("{value} 元"),
        Ty::People => format!("{value} 人"),
        Ty::Items => format!("{value} 项"),
        Ty::Ratio if value % 10 == 0 => format!("{}%", value / 10),
        Ty::Ratio => format!("{}.{}%", value / 10, value % 10),
        Ty::Points => format!("{value} 分"),
        Ty::Area => format!("{value} 平方米"),
        Ty::Date => wuwei_ir::Date::from_days(value).unwrap().to_string(),
        Ty::Truth => if value == 1 { "yes" } else { "no" }.to_string(),
        Ty::Number | Ty::Year => value.to_string(),
        Ty::Level | Ty::Field | Ty::ParkLevel | Ty::AwardLevel => ty.choices()[value as usize].to_string(),
    }
}

/// The fact by which a kind of subject refers to another.
pub(super) fn reference(kind: Kind) -> Option<(&'static str, Kind)> {
    match kind {
        Kind::Firm => Some(("所在园区", Kind::Park)),
        Kind::Award => Some(("获奖单位", Kind::Firm)),
        Kind::Contract => Some(("卖方", Kind::Firm)),
        Kind::Park => None,
    }
}

impl Maker {
    /// A number that rules compare with; kept for the facts.
    pub(super) fn constant(&mut self, ty: Ty) -> i64 {
        let most = ty.most();
        let value = match ty {
            Ty::Money => self.random.between(0, 100) * *self.random.pick(&[1, 10_000, 10_000, 100_000]),
            Ty::Ratio => self.random.between(0, 40) * 25,
            // A rank begins at one, and a comparison with what a fact can't be is a fault.
            Ty::Number => self.random.between(1, most),
            _ => self.random.between(0, most),
        };
        self.constants.push((ty, value));
        value
    }

    pub(super) fn constant_text(&mut self, ty: Ty) -> String {
        let value = self.constant(ty);
        literal(ty, value)
    }

    /// A value in the range of a fact.
    pub(super) fn value_of(&mut self, fact: &Fact) -> i64 {
        let (low, high) = fact.range;
        let value = match fact.ty {
            Ty::Date => self.random.between(low.max(18_500), high.min(20_900)),
            Ty::Year => self.random.between(2018, 2026),
            ty if ty.most() > 0 => self.constant(ty),
            _ => self.random.between(low, high),
        };
        self.constants.push((fact.ty, value));
        value
    }

    /// `name` for a year: as the place has one, or with a period of its own.
    fn dated(&mut self, name: String, yearly: bool, place: Place) -> String {
        if !yearly || place.year {
            return name;
        }
        let periods = ["in last year", "in last year", "in last year", "in this year", "2 years ago", "in 2023"];
        format!("{name} {}", self.random.pick(&periods))
    }

    /// Everything of a type that can be read in a place.
    pub(super) fn leaf(&mut self, ty: Ty, place: Place, yearly_only: bool) -> Option<Leaf> {
        let mut prefixes = vec![(String::new(), place.kind, false)];
        prefixes.extend(reference(place.kind).map(|(fact, to)| (format!("{fact}."), to, true)));
        prefixes.extend(place.outer.map(|outer| (format!("{}.", outer.name()), outer, false)));
        let mut found = Vec::new();
        for (prefix, kind, may_lack) in prefixes {
            // What stands nearer is read more often.
            let times = if prefix.is_empty() { 3 } else { 1 };
            for fact in FACTS.iter().filter(|fact| fact.kind == kind && fact.ty == ty) {
                let leaf = (format!("{prefix}{}", fact.name), fact.yearly, Some(fact), fact.or_none || may_lack);
                found.extend(std::iter::repeat_n(leaf, times));
            }
            for rule in
                self.rules.iter().filter(|rule| rule.kind == kind && rule.ty == ty && (rule.plain || !place.plain))
            {
                let leaf = (format!("{prefix}{}", rule.name), rule.yearly, None, true);
                found.extend(std::iter::repeat_n(leaf, times));
            }
        }
        found.retain(|(_, yearly, ..)| *yearly || !yearly_only);
        if found.is_empty() {
            return None;
        }
        let (name, yearly, fact, or_none) = self.random.pick(&found).clone();
        Some(Leaf { text: self.dated(name, yearly, place), fact, or_none })
    }
}
