//! The numbers and names that rules compare a kind of fact with: where nobody's facts are known, those are what changes anything.

use rustc_hash::FxHashSet;
use wuwei_ir::{Body, Date, Expr, FactId, GroupId, Item, Literal, Number, Program, RegionId, Type};
use wuwei_source::Name;

/// More are spread thin: the chance of each would say nothing.
const MOST: usize = 8;

/// What the rules in force on a day write of each type, gathered once.
pub(super) struct Critical {
    numbers: Vec<(Type, Number)>,
    texts: Vec<Name>,
    regions: Vec<RegionId>,
}

impl Critical {
    /// What these rules and those that they read write.
    pub(super) fn of(program: &Program, groups: impl Iterator<Item = GroupId>, day: Date) -> Critical {
        let mut open: Vec<GroupId> = groups.collect();
        let mut known: FxHashSet<GroupId> = open.iter().copied().collect();
        let mut out = Critical { numbers: Vec::new(), texts: Vec::new(), regions: Vec::new() };
        while let Some(group) = open.pop() {
            let Some(item) = program.version(group, day).map(|item| program.item(item)) else { continue };
            out.region(program.document(item.head.doc).region);
            out.item(item);
            for (_, node) in item.body.iter() {
                let inner = match &node.expr {
                    Expr::Item(inner, ..) => *inner,
                    Expr::Weight(table, _) => program.weight_table(*table).by,
                    _ => continue,
                };
                if known.insert(inner) {
                    open.push(inner);
                }
            }
        }
        out.numbers.sort_by_key(|(_, number)| *number);
        out.numbers.dedup();
        out.texts.sort_by_key(|text| text.as_str());
        out.texts.dedup();
        out
    }

    fn region(&mut self, region: RegionId) {
        if !self.regions.contains(&region) {
            self.regions.push(region);
        }
    }

    fn item(&mut self, item: &Item) {
        let body: &Body = &item.body;
        for (_, node) in body.iter() {
            match &node.expr {
                Expr::Number(number) => self.numbers.push((node.ty, *number)),
                Expr::Text(text) | Expr::WithinCode(_, text) => self.texts.push(*text),
                Expr::Region(region) | Expr::WithinRegion(_, region) => self.region(*region),
                Expr::Date(date) => self.numbers.push((Type::Date, Number::int(i64::from(date.days())))),
                Expr::Year(year) => self.numbers.push((Type::Year, Number::int(i64::from(*year)))),
                _ => {}
            }
        }
    }

    /// Values of a fact of which each may change an answer: one in each stretch between numbers that rules write.
    pub(super) fn values(&self, program: &Program, fact: FactId, day: Date) -> Vec<Literal> {
        let fact = program.fact(fact);
        let mut values: Vec<Literal> = match fact.ty {
            Type::Truth => vec![Literal::Truth(true), Literal::Truth(false)],
            Type::Enum(id) => (0..program.enumeration(id).values.len()).map(|at| Literal::Choice(at as u8)).collect(),
            Type::Region => thinned(&self.regions).into_iter().map(Literal::Region).collect(),
            Type::Text | Type::Code(_) => {
                let other = Name::new("?");
                thinned(&self.texts).into_iter().chain([other]).map(Literal::Text).collect()
            }
            Type::Date => {
                let back = [6, 30, 54, 102, 150].map(|months| day.add_months(-months, false));
                let written = self.of_type(Type::Date).into_iter().filter_map(|n| Date::from_days(n.to_i64()?));
                let all: Vec<Date> = back.into_iter().flatten().chain(written).collect();
                thinned(&all).into_iter().map(Literal::Date).collect()
            }
            Type::Year => (0..=5).map(|back| Literal::Year(day.year() - back)).collect(),
            Type::Quantity(_) | Type::Ratio => self.stretches(fact.ty).into_iter().map(Literal::Number).collect(),
            Type::Entity(_) | Type::Any => Vec::new(),
        };
        if fact.or_none {
            values.push(Literal::None);
        }
        values
    }

    fn of_type(&self, ty: Type) -> Vec<Number> {
        self.numbers.iter().filter(|(of, _)| *of == ty).map(|(_, number)| *number).collect()
    }

    /// A number below, between and above those written.
    fn stretches(&self, ty: Type) -> Vec<Number> {
        let written: Vec<Number> = self.of_type(ty).into_iter().filter(|number| number.signum() > 0).collect();
        let written = thinned(&written);
        let two = Number::int(2);
        let mut out = vec![Number::ZERO];
        out.extend(written.windows(2).filter_map(|pair| pair[0].add(pair[1])?.div(two)?.round_half_up()));
        out.extend(written.first().and_then(|least| least.div(two)?.round_half_up()));
        out.extend(written.last().and_then(|most| most.mul(two)));
        out.extend(written);
        out.sort();
        out.dedup();
        thinned(&out)
    }
}

/// At most so many, evenly spread, the first and the last among them.
fn thinned<T: Copy>(all: &[T]) -> Vec<T> {
    if all.len() <= MOST {
        return all.to_vec();
    }
    (0..MOST).map(|n| all[n * (all.len() - 1) / (MOST - 1)]).collect()
}
