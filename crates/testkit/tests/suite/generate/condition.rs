//! Conditions.

use super::name::{Leaf, literal};
use super::tree::{Tree, row};
use super::vocabulary::{FACTS, Fact, Kind, NUMERIC, Ty, YEAR};
use super::{Maker, Place};

const SIGNS: [&str; 6] = ["<", "<=", ">", ">=", "=", "!="];

impl Maker {
    /// Conditions that stand side by side, in any order.
    pub(super) fn conditions(&mut self, least: i64, most: i64, depth: usize, place: Place) -> Tree {
        let number = self.random.between(least, most);
        Tree::Any("\n", (0..number).map(|_| self.condition(depth, place)).collect())
    }

    /// A condition. It never begins with a sign, which would belong to the condition before it.
    pub(super) fn condition(&mut self, depth: usize, place: Place) -> Tree {
        if depth == 0 {
            return self.simple(place);
        }
        match self.random.below(20) {
            0..=5 => self.simple(place),
            6..=9 => self.comparison(depth, place),
            10 | 11 => {
                let word = *self.random.pick(&[" and ", " or "]);
                let sides = vec![self.condition(depth - 1, place), self.condition(depth - 1, place)];
                row!["(", Tree::Any(word, sides), ")"]
            }
            12..=14 => self.block(depth, place),
            15 => row!["not (", self.condition(depth - 1, place), ")"],
            16 => match self.relation(place.kind) {
                Some((relation, to)) => row![format!("(exists {relation}"), self.filter(to, depth - 1, place), ")"],
                None => self.simple(place),
            },
            17 => self.choice(depth, place),
            18 if self.random.one_in(4) => "not computable \"没有标准。\" \"No standard.\"".into(),
            _ => self.time(place),
        }
    }

    fn block(&mut self, depth: usize, place: Place) -> Tree {
        let number = self.random.between(2, 4);
        let wanted = self.random.between(1, number);
        let opening = match self.random.below(5) {
            0 | 1 => "any {\n".to_string(),
            2 => "all {\n".to_string(),
            3 => "not {\n".to_string(),
            _ => format!("at least {wanted} of {{\n"),
        };
        row![opening, self.conditions(number, number, depth - 1, place), "\n}"]
    }

    fn comparison(&mut self, depth: usize, place: Place) -> Tree {
        let ty = *self.random.pick(&NUMERIC);
        let sign = *self.random.pick(&SIGNS);
        let left = row!["(", self.number(ty, depth, place), ")"];
        let right = match self.random.below(3) {
            0 => self.number(ty, depth - 1, place),
            _ => self.constant_text(ty).into(),
        };
        row![left, format!(" {sign} "), right]
    }

    /// A fact of the subject at hand; every kind has one of the types asked for.
    pub(super) fn own_fact(&mut self, ty: Ty, place: Place) -> Leaf {
        let own: Vec<&'static Fact> = FACTS.iter().filter(|fact| fact.kind == place.kind && fact.ty == ty).collect();
        let fact = *self.random.pick(&own);
        let text = match fact.yearly && !place.year {
            true => format!("{} in last year", fact.name),
            false => fact.name.to_string(),
        };
        Leaf { text, fact: Some(fact), or_none: fact.or_none }
    }

    /// One fact or rule against one value.
    pub(super) fn simple(&mut self, place: Place) -> Tree {
        let ty = match self.random.below(5) {
            0 => Ty::Truth,
            _ => self.random.pick(FACTS).ty,
        };
        match self.leaf(ty, place, false) {
            Some(leaf) => self.about(ty, &leaf),
            None => self.time(place),
        }
    }

    fn about(&mut self, ty: Ty, leaf: &Leaf) -> Tree {
        let text = &leaf.text;
        let Some(fact) = leaf.fact else {
            return match ty {
                Ty::Truth => text.clone().into(),
                Ty::Level => {
                    let sign = *self.random.pick(&SIGNS);
                    let choice = *self.random.pick(ty.choices());
                    row![format!("{text} {sign} {choice}")]
                }
                Ty::Date => {
                    let day = self.random.between(18_500, 20_900);
                    format!("{text} {} {}", self.random.pick(&SIGNS), literal(ty, day)).into()
                }
                ty => {
                    let sign = *self.random.pick(&SIGNS);
                    row![format!("({text}) {sign} "), self.constant_text(ty)]
                }
            };
        };
        if fact.or_none && self.random.one_in(6) {
            return row![text.clone(), *self.random.pick(&[" = none", " != none"])];
        }
        let sign = if fact.ty.is_ordered() { *self.random.pick(&SIGNS) } else { *self.random.pick(&["=", "!="]) };
        match fact.ty {
            Ty::Truth if self.random.one_in(5) => format!("{text} {} yes", self.random.pick(&["=", "!="])).into(),
            Ty::Truth => text.clone().into(),
            Ty::Field | Ty::Level if self.random.one_in(3) => {
                let mut choices = fact.ty.choices().to_vec();
                let first = choices.remove(self.random.below(3));
                let second = *self.random.pick(&choices);
                format!("{text} is one of {first}, {second}").into()
            }
            Ty::Date if self.random.one_in(3) => format!("{text} {sign} today").into(),
            Ty::Date | Ty::Year if self.random.one_in(3) => {
                format!("{text} within last {} years", self.random.between(1, 5)).into()
            }
            Ty::Year if self.random.one_in(2) => {
                format!("{text} {sign} {}", self.random.pick(&["this year", "last year"])).into()
            }
            _ => {
                let value = self.value_of(fact);
                format!("{text} {sign} {}", literal(fact.ty, value)).into()
            }
        }
    }

    /// Choices compared with choices that are themselves not fixed.
    fn choice(&mut self, depth: usize, place: Place) -> Tree {
        if place.kind != Kind::Firm || !self.rules.iter().any(|rule| rule.ty == Ty::Level) {
            return self.simple(place);
        }
        let names: Vec<String> =
            self.rules.iter().filter(|rule| rule.ty == Ty::Level).map(|rule| rule.name.clone()).collect();
        let value = self.random.pick(&names).clone();
        match self.random.below(3) {
            0 => format!("级别 {} {value}", self.random.pick(&SIGNS)).into(),
            1 => format!("级别 is one of {value}, 国家级").into(),
            _ => row![format!("级别 is one of 省级, {value} and "), self.condition(depth - 1, place)],
        }
    }

    /// Days, years and where the subject is at home.
    fn time(&mut self, place: Place) -> Tree {
        let day = match self.leaf(Ty::Date, place, false) {
            Some(leaf) => leaf.text,
            None => return "today >= 2024-01-01".into(),
        };
        let sign = *self.random.pick(&SIGNS[..4]);
        let date = literal(Ty::Date, self.random.between(19_000, 20_500));
        match self.random.below(8) {
            0 => {
                let years = self.random.between(0, 12);
                format!("years since {day} {sign} {years} 年").into()
            }
            1 => {
                let months = self.random.between(0, 60);
                format!("months since {day} {sign} {months} 个月").into()
            }
            2 => {
                let days = self.random.between(0, 900);
                format!("days since {day} {sign} {days} 日").into()
            }
            3 => {
                let side = *self.random.pick(&["end of month", "start of next month"]);
                let months = self.random.between(1, 30);
                format!("{day} + {months} 个月 or {side} {sign} today").into()
            }
            4 => format!("{day} - {} 日 {sign} {date}", self.random.between(1, 400)).into(),
            5 => format!("year of {day} {sign} {}", YEAR - self.random.between(0, 6)).into(),
            6 => format!("{day} - {date} {sign} {} 日", self.random.between(0, 700)).into(),
            _ => match place.kind {
                Kind::Firm => {
                    let region = *self.random.pick(&["朝阳区", "长春市", "南关区"]);
                    format!("注册地 {} {region}", self.random.pick(&["within", "=", "!="])).into()
                }
                _ => format!("{day} {sign} today").into(),
            },
        }
    }

    /// Conditions about different things, for tables in which a line must not repeat an earlier one.
    pub(super) fn distinct(&mut self, place: Place) -> Vec<Tree> {
        let mut facts: Vec<&'static Fact> = FACTS.iter().filter(|fact| fact.kind == place.kind).collect();
        self.random.shuffle(&mut facts);
        let number = self.random.between(1, 3) as usize;
        facts.truncate(number);
        let about = |maker: &mut Maker, fact: &'static Fact| {
            let text =
                if fact.yearly && !place.year { format!("{} in last year", fact.name) } else { fact.name.into() };
            maker.about(fact.ty, &Leaf { text, fact: Some(fact), or_none: fact.or_none })
        };
        facts.into_iter().map(|fact| about(self, fact)).collect()
    }
}
