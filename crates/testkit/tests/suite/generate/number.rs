//! Expressions that are numbers.

use super::name::literal;
use super::tree::{Tree, row};
use super::vocabulary::{FACTS, Kind, NUMERIC, Ty};
use super::{Maker, Place};

impl Maker {
    /// A number of a type, in brackets unless it is a name or a literal.
    pub(super) fn number(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        if depth == 0 {
            return self.leaf_or_constant(ty, place);
        }
        match self.random.below(23) {
            0..=4 => self.leaf_or_constant(ty, place),
            5 | 6 => self.sum(ty, depth, place),
            7 => row!["(", self.variable(ty, depth - 1, place), " * ", self.factor(ty, depth - 1, place), ")"],
            8 | 9 => self.clip(ty, depth, place),
            10 => self.round(ty, depth, place),
            11 | 12 => self.pick(ty, depth, place),
            13 | 14 => self.bands(ty, depth, place),
            15 => self.cases(ty, depth, place),
            16 | 17 => self.over_years(ty, depth, place),
            18 | 19 => self.over_related(ty, depth, place),
            20 => row!["(-", self.variable(ty, depth - 1, place), ")"],
            21 if !place.plain => self.binary64(ty, depth, place),
            _ => self.special(ty, depth, place),
        }
    }

    fn leaf_or_constant(&mut self, ty: Ty, place: Place) -> Tree {
        if self.random.one_in(6) {
            return self.constant_text(ty).into();
        }
        self.variable(ty, 0, place)
    }

    /// A number that is no literal, so that no formula is a constant that the compiler would hold against a fact's range.
    fn variable(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let deeper = depth > 0 && self.random.one_in(2);
        if deeper {
            return self.special(ty, depth, place);
        }
        match self.leaf(ty, place, false) {
            Some(leaf) => row!["(", leaf.text, ")"],
            None => self.converted(ty, place),
        }
    }

    /// A number by a choice, where a kind of subject has none of this type.
    fn converted(&mut self, ty: Ty, place: Place) -> Tree {
        let by = match place.kind {
            Kind::Firm | Kind::Contract => Ty::Truth,
            Kind::Park => Ty::ParkLevel,
            Kind::Award => Ty::AwardLevel,
        };
        let leaf = self.own_fact(by, place);
        let first = if by == Ty::Truth { "yes" } else { "国家级" };
        let (one, other) = (self.constant_text(ty), self.constant_text(ty));
        row![format!("(by {} {{ {first} : {one}   else : {other} }})", leaf.text)]
    }

    fn sum(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let sign = *self.random.pick(&[" + ", " - ", " - "]);
        row!["(", self.variable(ty, depth - 1, place), sign, self.number(ty, depth - 1, place.plain()), ")"]
    }

    /// What a number can be multiplied by and stay of its type; a plain number times a ratio is a ratio.
    fn factor(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let of = if ty == Ty::Number { Ty::Number } else { Ty::Ratio };
        self.number(of, depth, place.plain())
    }

    fn clip(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let word = *self.random.pick(&[" capped at ", " floored at "]);
        row!["(", self.number(ty, depth - 1, place), word, self.number(ty, depth - 1, place), ")"]
    }

    fn round(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let Some(step) = ty.step() else {
            return self.clip(ty, depth, place);
        };
        let mode = *self.random.pick(&["half up", "up", "down"]);
        row!["(", self.number(ty, depth - 1, place), format!(" rounded to {step} {mode})")]
    }

    fn pick(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let word = *self.random.pick(&["larger", "smaller"]);
        let choices = (0..self.random.between(2, 3)).map(|_| self.number(ty, depth - 1, place)).collect();
        row![format!("(the {word} of {{ "), Tree::Any("   ", choices), " })"]
    }

    /// What only some types have.
    fn special(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let under = depth.saturating_sub(1);
        match ty {
            Ty::Money if self.random.one_in(2) => {
                let rate = self.random.between(1, 20);
                let (of, unit) = *self.random.pick(&[(Ty::People, "人"), (Ty::Items, "项")]);
                row!["(", self.variable(of, under, place), format!(" * {rate} 万元/{unit})")]
            }
            Ty::Ratio if !place.plain => self.quotient(under, place),
            Ty::Items if matches!(place.kind, Kind::Firm) => {
                let (relation, to) = self.relation(place.kind).unwrap_or(("获奖", Kind::Award));
                row![format!("(count of {relation}"), self.filter(to, under, place), ")"]
            }
            _ if !place.year => self.over_years(ty, depth.max(1), place),
            _ => {
                self.leaf(ty, place, false).map_or_else(|| self.converted(ty, place), |leaf| row!["(", leaf.text, ")"])
            }
        }
    }

    /// A ratio that isn't a fact.
    fn quotient(&mut self, depth: usize, place: Place) -> Tree {
        let of = *self.random.pick(&NUMERIC);
        let inside = place.plain();
        match self.random.below(4) {
            0 if !place.year => self.growth(inside),
            1 => {
                let low = self.random.between(0, of.most() / 4);
                let high = self.random.between(of.most() / 2, of.most());
                self.constants.extend([(of, low), (of, high)]);
                let scale = format!(" from {} to {})", literal(of, low), literal(of, high));
                row!["(scaled ", self.number(of, depth, inside), scale]
            }
            2 => row!["(", self.variable(Ty::Ratio, 0, inside), " ^ 2)"],
            _ => row!["(", self.variable(of, depth, inside), " / ", self.variable(of, depth, inside), ")"],
        }
    }

    /// Arithmetic in doubles; a double has too many digits for much exact arithmetic around it.
    fn binary64(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let under = depth - 1;
        let first = self.number(ty, under, place);
        match self.random.below(4) {
            0 => row!["binary64(", first, ")"],
            // The quotient of two plain numbers is a ratio.
            1 if ty != Ty::Number => {
                row!["binary64(", first, " / (", self.variable(Ty::Ratio, under, place), " - 0.5))"]
            }
            _ => {
                let tenths = format!(" * 0.{}", self.random.between(1, 9));
                let factor = self.factor(ty, under, place);
                row!["binary64((", first, tenths, " * ", factor, ") - ", self.number(ty, under, place), ")"]
            }
        }
    }

    fn growth(&mut self, place: Place) -> Tree {
        let inside = Place { year: true, ..place };
        let of = *self.random.pick(&[Ty::Money, Ty::People, Ty::Money]);
        let years = self.random.between(2, 3);
        match self.leaf(of, inside, true) {
            Some(leaf) => row![format!("(growth of {} over last {years} years", leaf.text), self.actual(place), ")"],
            None => self.converted(Ty::Ratio, place),
        }
    }

    fn actual(&mut self, place: Place) -> &'static str {
        let founded = place.kind == Kind::Firm;
        if founded && self.random.one_in(3) { ", actual time if younger" } else { "" }
    }

    fn over_years(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let inside = Place { year: true, ..place }.plain();
        let leaf = if place.year { None } else { self.leaf(ty, inside, true) };
        let Some(leaf) = leaf else {
            return self
                .leaf(ty, place, false)
                .map_or_else(|| self.converted(ty, place), |leaf| row!["(", leaf.text, ")"]);
        };
        let word = *self.random.pick(&["sum", "average", "largest", "smallest"]);
        let body = match self.random.below(3) {
            0 => row!["(", leaf.text, " - ", self.number(ty, depth - 1, inside), ")"],
            1 => row!["(", leaf.text, " * ", self.factor(ty, depth - 1, inside), ")"],
            _ => leaf.text.into(),
        };
        let years = self.random.between(1, 4);
        row![format!("({word} of "), body, format!(" over last {years} years"), self.actual(place), ")"]
    }

    /// A relation of a kind of subject.
    pub(super) fn relation(&mut self, kind: Kind) -> Option<(&'static str, Kind)> {
        match kind {
            Kind::Firm => Some(*self.random.pick(&[("获奖", Kind::Award), ("合同清单", Kind::Contract)])),
            Kind::Park => Some(("入园企业", Kind::Firm)),
            Kind::Award | Kind::Contract => None,
        }
    }

    fn over_related(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let Some((relation, to)) = self.relation(place.kind) else {
            return self.clip(ty, depth, place);
        };
        let word = *self.random.pick(&["sum", "sum", "average", "largest", "smallest"]);
        let inside = Place { kind: to, outer: Some(place.kind), ..place }.plain();
        let body = self.number(ty, depth - 1, inside);
        row![format!("({word} of "), body, format!(" over {relation}"), self.filter(to, depth - 1, place), ")"]
    }

    /// `where { … }`, or nothing.
    pub(super) fn filter(&mut self, to: Kind, depth: usize, place: Place) -> Tree {
        let inside = Place { kind: to, outer: Some(place.kind), ..place };
        match self.random.below(3) {
            0 => "".into(),
            1 => row![" where { ", self.simple(inside), " }"],
            _ => row![" where {\n", self.conditions(1, 2, depth, inside), "\n}"],
        }
    }

    /// Bounds of a band table in their order, the first line's first.
    fn bounds(&mut self, ty: Ty) -> (&'static str, Vec<i64>) {
        let mut bounds: Vec<i64> = (0..self.random.between(1, 4)).map(|_| self.constant(ty)).collect();
        bounds.sort_unstable();
        bounds.dedup();
        if self.random.one_in(3) {
            return (*self.random.pick(&["<=", "<"]), bounds);
        }
        bounds.reverse();
        (*self.random.pick(&[">=", ">"]), bounds)
    }

    /// `by x { … }`
    pub(super) fn bands(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let result = |maker: &mut Maker| maker.number(ty, depth - 1, place);
        self.bands_giving(depth, place, &result)
    }

    pub(super) fn bands_giving(&mut self, depth: usize, place: Place, result: &dyn Fn(&mut Maker) -> Tree) -> Tree {
        let choices: Vec<Ty> = FACTS.iter().filter(|fact| fact.kind == place.kind).map(|fact| fact.ty).collect();
        let by = *self.random.pick(&choices);
        let mut lines = Vec::new();
        let value: Tree = match by {
            Ty::Level | Ty::Field | Ty::ParkLevel | Ty::AwardLevel | Ty::Truth => {
                let leaf = self.own_fact(by, place);
                let mut values: Vec<String> = by.choices().iter().map(|choice| choice.to_string()).collect();
                if by == Ty::Truth {
                    values = vec!["yes".to_string(), "no".to_string()];
                }
                let last = values.len() - usize::from(self.random.one_in(2));
                for value in &values[..last] {
                    lines.push(row![format!("{value} : "), result(self), "\n"]);
                }
                if last < values.len() || leaf.or_none {
                    lines.push(row!["else : ", result(self), "\n"]);
                }
                leaf.text.into()
            }
            Ty::Date | Ty::Year => {
                let leaf = self.own_fact(by, place);
                let bound = self.value_of(leaf.fact.unwrap());
                lines.push(row![format!(">= {} : ", literal(by, bound)), result(self), "\n"]);
                lines.push(row!["else : ", result(self), "\n"]);
                leaf.text.into()
            }
            by => {
                let (sign, bounds) = self.bounds(by);
                for bound in bounds {
                    lines.push(row![format!("{sign} {} : ", literal(by, bound)), result(self), "\n"]);
                }
                lines.push(row!["else : ", result(self), "\n"]);
                self.number(by, depth - 1, place)
            }
        };
        row!["(by ", value, " {\n", Tree::Row(lines), "})"]
    }

    /// `by cases { … }`
    fn cases(&mut self, ty: Ty, depth: usize, place: Place) -> Tree {
        let result = |maker: &mut Maker| maker.number(ty, depth - 1, place);
        row!["(", self.cases_giving(place, &result), ")"]
    }

    pub(super) fn cases_giving(&mut self, place: Place, result: &dyn Fn(&mut Maker) -> Tree) -> Tree {
        let mut lines = Vec::new();
        for condition in self.distinct(place) {
            lines.push(row![condition, " : ", result(self), "\n"]);
        }
        lines.push(row!["else : ", result(self), "\n"]);
        row!["by cases {\n", Tree::Row(lines), "}"]
    }
}
