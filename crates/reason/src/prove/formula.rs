//! Rules as formulas over quantities of which nothing but the place among their thresholds matters.
//!
//! A quantity is what a condition compares: a fact, a ratio, a score. It is taken to be anything that its range allows,
//! whatever other quantities are, so a formula that can't be met here can't be met by any subject; that it can be met
//! here proves nothing, and a subject is looked for.

use rustc_hash::FxHashMap;
use wuwei_engine::{Absence, Evaluator, Row};
use wuwei_ir::{
    Body, Clause, CompareOp, EntityId, Expr, ExprId, FactId, GroupId, Item, ItemId, ItemKind, Number, Program,
    RegionId, Type,
};

use super::critical::{constant, grain, is_whole};
use super::shape::year_of;
use super::site::mirrored;

/// A condition over atoms.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    /// Yes or no, whatever the facts are.
    Known(bool),
    /// The text doesn't say.
    Undecidable,
    /// A quantity is among some of its possibilities.
    Atom(usize),
    Not(Box<Formula>),
    /// At least so many of them.
    Count(usize, Vec<Formula>),
}

/// One possibility of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Exactly this.
    At(Number),
    /// Between two thresholds, without them.
    Between(Option<Number>, Option<Number>),
    Choice(u8),
    Truth(bool),
    Absent,
}

/// The fact that a quantity is, if it is nothing else: behind which references, of which year.
pub(crate) type DirectFact = (Vec<FactId>, FactId, Option<i32>);

/// Something that conditions compare.
pub(crate) struct Quantity {
    pub(crate) key: String,
    pub(crate) direct: Option<DirectFact>,
    kind: Kind,
    cuts: Vec<Number>,
    pub(crate) cells: Vec<Cell>,
}

enum Kind {
    Number { low: Option<Number>, high: Option<Number>, absence: Absence, whole: bool },
    Choice { n: u32, absence: Absence },
    Truth,
}

/// What an atom asks of its quantity.
enum Test {
    Compare(CompareOp, Number),
    Among(u64),
    IsNone,
    Yes,
}

/// The quantities and atoms of some rules.
pub(crate) struct Abstract<'a> {
    program: &'a Program,
    evaluator: &'a Evaluator<'a>,
    /// Where the subject asked about is at home.
    home: RegionId,
    pub(crate) quantities: Vec<Quantity>,
    atoms: Vec<(usize, Test)>,
    by_key: FxHashMap<String, usize>,
    open: Vec<GroupId>,
}

/// Where an expression stands: the rule, the references that lead there, and the year.
#[derive(Clone)]
struct Place<'b> {
    item: ItemId,
    body: &'b Body,
    entity: EntityId,
    path: Vec<FactId>,
    year: Option<i32>,
}

impl<'a> Abstract<'a> {
    /// Nothing yet. The evaluator must be one that knows no subject.
    pub(crate) fn new(program: &'a Program, evaluator: &'a Evaluator<'a>, home: RegionId) -> Abstract<'a> {
        let (quantities, atoms) = (Vec::new(), Vec::new());
        Abstract { program, evaluator, home, quantities, atoms, by_key: FxHashMap::default(), open: Vec::new() }
    }

    /// Whether a rule concerns the subject and its answer is yes; for a benefit, whether it is due.
    pub(crate) fn rule(&mut self, group: GroupId) -> Formula {
        self.group(group, &[], None)
    }

    /// Whether a rule concerns the subject.
    pub(crate) fn concerned(&mut self, group: GroupId) -> Formula {
        let Some(id) = self.program.version(group, self.evaluator.as_of()) else { return Formula::Known(false) };
        self.applies(id, self.program.item(id), &[])
    }

    /// A condition of a rule.
    pub(crate) fn condition(&mut self, id: ItemId, expr: ExprId) -> Formula {
        let item = self.program.item(id);
        self.formula(&Place { item: id, body: &item.body, entity: item.entity, path: Vec::new(), year: None }, expr)
    }

    fn group(&mut self, group: GroupId, path: &[FactId], year: Option<i32>) -> Formula {
        let Some(id) = self.program.version(group, self.evaluator.as_of()) else { return Formula::Known(false) };
        if self.open.contains(&group) {
            return Formula::Undecidable;
        }
        self.open.push(group);
        let item = self.program.item(id);
        let root = match &item.kind {
            ItemKind::Status { condition } => *condition,
            ItemKind::Benefit(benefit) => benefit.when,
            ItemKind::Value { formula, .. } => *formula,
            ItemKind::Score(_) => {
                self.open.pop();
                return Formula::Undecidable;
            }
        };
        let applies = self.applies(id, item, path);
        let place = Place { item: id, body: &item.body, entity: item.entity, path: path.to_vec(), year };
        let condition = self.formula(&place, root);
        self.open.pop();
        Formula::Count(2, vec![applies, condition])
    }

    fn applies(&mut self, id: ItemId, item: &Item, path: &[FactId]) -> Formula {
        let region = self.program.document(item.head.doc).region;
        let home = if self.program.region(region).parent.is_none()
            || (path.is_empty() && self.program.is_within(self.home, region))
        {
            Formula::Known(true)
        } else {
            self.truth(format!("{path:?}@{}", region.0), None)
        };
        match item.applies {
            Some(condition) => {
                let place = Place { item: id, body: &item.body, entity: item.entity, path: path.to_vec(), year: None };
                Formula::Count(2, vec![home, self.formula(&place, condition)])
            }
            None => home,
        }
    }

    fn truth(&mut self, key: String, direct: Option<DirectFact>) -> Formula {
        let q = self.quantity(key, direct, Kind::Truth);
        self.atom(q, Test::Yes)
    }

    fn quantity(&mut self, key: String, direct: Option<DirectFact>, kind: Kind) -> usize {
        let next = self.quantities.len();
        let at = *self.by_key.entry(key.clone()).or_insert(next);
        if at == next {
            self.quantities.push(Quantity { key, direct, kind, cuts: Vec::new(), cells: Vec::new() });
        }
        at
    }

    fn atom(&mut self, q: usize, test: Test) -> Formula {
        if let Test::Compare(_, number) = test {
            self.quantities[q].cuts.push(number);
        }
        self.atoms.push((q, test));
        Formula::Atom(self.atoms.len() - 1)
    }

    fn count(&mut self, place: &Place<'_>, least: usize, clauses: &[Clause]) -> Formula {
        Formula::Count(least, clauses.iter().map(|clause| self.formula(place, clause.expr)).collect())
    }

    fn formula(&mut self, place: &Place<'_>, id: ExprId) -> Formula {
        let node = place.body.get(id);
        match &node.expr {
            Expr::Truth(truth) => Formula::Known(*truth),
            Expr::NotComputable(_) => Formula::Undecidable,
            Expr::Not(a) => Formula::Not(Box::new(self.formula(place, *a))),
            Expr::All(clauses) => self.count(place, clauses.len(), clauses),
            Expr::Any(clauses) => self.count(place, 1, clauses),
            Expr::AtLeast(n, clauses) => self.count(place, *n as usize, clauses),
            Expr::Item(group, None, when) if self.program.group(*group).ty == Type::Truth => {
                let year = year_of(self.evaluator.as_of(), *when, place.year);
                self.group(*group, &place.path, year)
            }
            Expr::Follow(reference, inner) if node.ty == Type::Truth => {
                let there = self.reference(place, *reference);
                let Type::Entity(entity) = self.program.fact(*reference).ty else { return there };
                let mut path = place.path.clone();
                path.push(*reference);
                let inner = self.formula(&Place { path, entity, ..place.clone() }, *inner);
                Formula::Count(2, vec![there, inner])
            }
            Expr::Compare(op, a, b) => self.compare(place, id, *op, *a, *b),
            Expr::OneOf(a, all) => {
                let choice = |id: &ExprId| match place.body.get(*id).expr {
                    Expr::Choice(_, at) => Some(1u64 << at),
                    _ => None,
                };
                match all.iter().map(choice).try_fold(0, |set, one| Some(set | one?)) {
                    Some(set) => match self.choices(place, *a) {
                        Some(q) => self.atom(q, Test::Among(set)),
                        None => self.opaque(place, id),
                    },
                    None => self.opaque(place, id),
                }
            }
            Expr::IsNone(a) => match self.numbers(place, *a).or_else(|| self.choices(place, *a)) {
                Some(q) => self.atom(q, Test::IsNone),
                None => self.opaque(place, id),
            },
            Expr::WithinYears(a, years) => match self.numbers(place, *a) {
                Some(q) => {
                    let day = self.evaluator.as_of();
                    let (low, high) = match place.body.get(*a).ty {
                        Type::Date => {
                            let start = day.add_months(-12 * i64::from(*years), false).unwrap_or(wuwei_ir::Date::MIN);
                            (i64::from(start.days()) + 1, i64::from(day.days()))
                        }
                        _ => (i64::from(day.year()) - i64::from(*years), i64::from(day.year())),
                    };
                    let low = self.atom(q, Test::Compare(CompareOp::AtLeast, Number::int(low)));
                    let high = self.atom(q, Test::Compare(CompareOp::AtMost, Number::int(high)));
                    Formula::Count(2, vec![low, high])
                }
                None => self.opaque(place, id),
            },
            Expr::Cases(cases, otherwise) if node.ty == Type::Truth => {
                // The first case that holds decides.
                let mut before: Vec<Formula> = Vec::new();
                let mut ways = Vec::new();
                for case in cases {
                    let condition = self.formula(place, case.condition);
                    let result = self.formula(place, case.result);
                    let mut way = before.clone();
                    way.extend([condition.clone(), result]);
                    ways.push(Formula::Count(way.len(), way));
                    before.push(Formula::Not(Box::new(condition)));
                }
                if let Some(otherwise) = otherwise {
                    before.push(self.formula(place, *otherwise));
                    ways.push(Formula::Count(before.len(), before));
                }
                Formula::Count(1, ways)
            }
            _ => self.opaque(place, id),
        }
    }

    /// Whether a reference refers to somebody.
    fn reference(&mut self, place: &Place<'_>, reference: FactId) -> Formula {
        if !self.program.fact(reference).or_none {
            return Formula::Known(true);
        }
        self.truth(format!("{:?}?{}", place.path, reference.0), None)
    }

    fn compare(&mut self, place: &Place<'_>, id: ExprId, op: CompareOp, a: ExprId, b: ExprId) -> Formula {
        if let Expr::Choice(_, at) = place.body.get(b).expr
            && let Some(q) = self.choices(place, a)
        {
            let set = (0..64u8).filter(|n| op.holds(n.cmp(&at))).fold(0u64, |set, n| set | 1 << n);
            return self.atom(q, Test::Among(set));
        }
        if let Some(number) = constant(self.evaluator, place.body, b)
            && let Some(q) = self.numbers(place, a)
        {
            return self.atom(q, Test::Compare(op, number));
        }
        if let Some(number) = constant(self.evaluator, place.body, a)
            && let Some(q) = self.numbers(place, b)
        {
            return self.atom(q, Test::Compare(mirrored(op), number));
        }
        self.opaque(place, id)
    }

    /// Something of which only yes or no is known.
    fn opaque(&mut self, place: &Place<'_>, id: ExprId) -> Formula {
        let direct = match place.body.get(id).expr {
            Expr::Fact(fact, when) => {
                Some((place.path.clone(), fact, year_of(self.evaluator.as_of(), when, place.year)))
            }
            _ => None,
        };
        match self.evaluator.expression(place.body, id, Row::unknown(place.entity), place.year).truth() {
            wuwei_engine::Truth::Yes => return Formula::Known(true),
            wuwei_engine::Truth::No => return Formula::Known(false),
            wuwei_engine::Truth::Unknown => {}
        }
        let key = self.key(place, id);
        self.truth(key, direct)
    }

    fn direct(&self, place: &Place<'_>, id: ExprId) -> Option<DirectFact> {
        match place.body.get(id).expr {
            Expr::Fact(fact, when) => {
                Some((place.path.clone(), fact, year_of(self.evaluator.as_of(), when, place.year)))
            }
            Expr::Follow(reference, inner) => {
                let mut path = place.path.clone();
                path.push(reference);
                self.direct(&Place { path, ..place.clone() }, inner)
            }
            _ => None,
        }
    }

    fn numbers(&mut self, place: &Place<'_>, id: ExprId) -> Option<usize> {
        let ty = place.body.get(id).ty;
        if !ty.is_numeric() {
            return None;
        }
        let value = self.evaluator.expression(place.body, id, Row::unknown(place.entity), place.year);
        let absence = match value.absence() {
            // What a reference may not lead to may be absent.
            Absence::Never if !place.path.is_empty() => Absence::Possible,
            absence => absence,
        };
        let range = value.range();
        let direct = self.direct(place, id);
        let whole = direct.is_some() && grain(ty) == Number::ONE && ty.base().is_none_or(is_whole);
        let key = self.key(place, id);
        Some(self.quantity(key, direct, Kind::Number { low: range.low, high: range.high, absence, whole }))
    }

    fn choices(&mut self, place: &Place<'_>, id: ExprId) -> Option<usize> {
        let Type::Enum(of) = place.body.get(id).ty else { return None };
        let n = self.program.enumeration(of).values.len() as u32;
        let value = self.evaluator.expression(place.body, id, Row::unknown(place.entity), place.year);
        let absence = match value.absence() {
            Absence::Never if !place.path.is_empty() => Absence::Possible,
            absence => absence,
        };
        let (key, direct) = (self.key(place, id), self.direct(place, id));
        Some(self.quantity(key, direct, Kind::Choice { n, absence }))
    }

    /// The same for expressions that mean the same, as far as that is plain to see.
    fn key(&self, place: &Place<'_>, id: ExprId) -> String {
        let sub = |id: ExprId| self.key(place, id);
        let day = self.evaluator.as_of();
        let path = &place.path;
        match &place.body.get(id).expr {
            Expr::Number(number) => format!("{number:?}"),
            Expr::Date(date) => date.to_string(),
            Expr::Year(year) => year.to_string(),
            Expr::Text(text) => format!("“{text}”"),
            Expr::Choice(of, at) => format!("c{}:{at}", of.0),
            Expr::Region(region) => format!("r{}", region.0),
            Expr::None => "none".to_string(),
            Expr::Today => "today".to_string(),
            Expr::YearAgo(ago) => format!("y-{ago}"),
            Expr::Fact(fact, when) => format!("{path:?}f{}@{:?}", fact.0, year_of(day, *when, place.year)),
            Expr::Item(group, part, when) => {
                format!("{path:?}i{}{part:?}@{:?}", group.0, year_of(day, *when, place.year))
            }
            Expr::Follow(fact, inner) => {
                let mut path = path.clone();
                path.push(*fact);
                self.key(&Place { path, ..place.clone() }, *inner)
            }
            Expr::Arith(op, a, b) => format!("({} {op:?} {})", sub(*a), sub(*b)),
            Expr::Negate(a) => format!("-{}", sub(*a)),
            Expr::Pow(a, n) => format!("{}^{n}", sub(*a)),
            Expr::Compare(op, a, b) => format!("({} {} {})", sub(*a), op.sign(), sub(*b)),
            Expr::WithinRegion(a, region) => format!("({} in r{})", sub(*a), region.0),
            Expr::WithinCode(a, code) => format!("({} in {code})", sub(*a)),
            Expr::Since(unit, a) => format!("{unit:?}({})", sub(*a)),
            Expr::YearOf(a) => format!("year({})", sub(*a)),
            Expr::AddMonths(a, b, side) => format!("months({} {} {side:?})", sub(*a), sub(*b)),
            Expr::OverYears { aggregate, body, years, actual } => {
                // The year of the body is that of the aggregate and not a fixed one.
                let inner = Place { year: None, ..place.clone() };
                format!("{aggregate:?}{years}{actual}({})", self.key(&inner, *body))
            }
            // Anything else is only ever the same as itself.
            _ => format!("{path:?}#{}:{}@{:?}", place.item.0, id.0, place.year),
        }
    }

    /// Divides every quantity at its thresholds; afterwards no rule is added. No if there are too many.
    pub(crate) fn divide(&mut self) -> bool {
        for quantity in &mut self.quantities {
            quantity.cuts.sort_unstable();
            quantity.cuts.dedup();
            quantity.cells = cells(quantity);
        }
        self.quantities.iter().all(|quantity| quantity.cuts.len() <= CUTS)
    }

    /// What must hold wherever a formula holds: quantities, and their possibilities, a bit each.
    pub(crate) fn required(&self, formula: &Formula) -> Vec<(usize, u128)> {
        let atoms = self.atoms();
        let mut out = Vec::new();
        let mut open = vec![formula];
        while let Some(formula) = open.pop() {
            match formula {
                Formula::Atom(at) => out.push(atoms[*at]),
                Formula::Count(least, inner) if *least == inner.len() => open.extend(inner),
                _ => {}
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether a quantity is a choice among kinds or levels, or a yes or no, of a fact.
    pub(crate) fn is_circumstance(&self, q: usize) -> bool {
        self.quantities[q].direct.is_some() && !matches!(self.quantities[q].kind, Kind::Number { .. })
    }

    /// For each atom its quantity, and the possibilities for which it holds, a bit each.
    pub(crate) fn atoms(&self) -> Vec<(usize, u128)> {
        let holds = |test: &Test, cell: &Cell| match (test, cell) {
            (Test::Compare(op, number), Cell::At(at)) => op.holds(at.cmp(number)),
            (Test::Compare(op, number), Cell::Between(_, high)) => {
                let below = high.is_some_and(|high| high <= *number);
                op.holds(if below { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater })
            }
            (Test::Among(set), Cell::Choice(at)) => set & (1 << at) != 0,
            (Test::IsNone, Cell::Absent) => true,
            (Test::Yes, Cell::Truth(truth)) => *truth,
            _ => false,
        };
        let atom = |(q, test): &(usize, Test)| {
            let cells = self.quantities[*q].cells.iter().enumerate();
            (*q, cells.filter(|(_, cell)| holds(test, cell)).fold(0, |set, (n, _)| set | 1 << n))
        };
        self.atoms.iter().map(atom).collect()
    }
}

/// The most thresholds of a quantity that are told apart; rules with more are not decided so.
const CUTS: usize = 60;

fn cells(quantity: &Quantity) -> Vec<Cell> {
    let absent = |absence: Absence| (absence != Absence::Never).then_some(Cell::Absent);
    match &quantity.kind {
        Kind::Truth => vec![Cell::Truth(false), Cell::Truth(true)],
        Kind::Choice { n, absence } => (0..*n as u8).map(Cell::Choice).chain(absent(*absence)).collect(),
        Kind::Number { low, high, absence, whole } => {
            let inside = |number: Number| low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high);
            let mut out = Vec::new();
            let mut below: Option<Number> = None;
            for cut in quantity.cuts.iter().take(CUTS).map(|cut| Some(*cut)).chain([None]) {
                // An open interval between two thresholds, as far as the range has something of it.
                let reaches = below.is_none_or(|below| high.is_none_or(|high| below < high))
                    && cut.is_none_or(|cut| low.is_none_or(|low| low < cut));
                let holds_whole = match (below, cut) {
                    (Some(below), Some(cut)) if *whole => below.floor().add(Number::ONE).is_some_and(|next| next < cut),
                    _ => true,
                };
                if reaches && holds_whole {
                    let from = below.max(*low);
                    let to = match (cut, *high) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                    // Where only an end of the range is left of the interval, it is that number.
                    out.push(match (from, to) {
                        (Some(from), Some(to)) if from == to => Cell::At(from),
                        _ => Cell::Between(from, to),
                    });
                }
                if let Some(cut) = cut.filter(|cut| inside(*cut)) {
                    out.push(Cell::At(cut));
                }
                below = cut;
            }
            out.extend(absent(*absence));
            out
        }
    }
}
