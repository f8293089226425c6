//! Complete facts made at random, and what is left of them when some are taken away.

use wuwei_engine::{Gap, Memory, Row};
use wuwei_ir::{Date, EntityId, FactId, Literal, Number, Program, SubjectFact};
use wuwei_source::Name;

use crate::generate::Made;
use crate::generate::vocabulary::{FACTS, Kind, TODAY, Ty, YEAR};
use crate::random::Random;

/// A subject with all its facts; the first one ties it to its place and to others.
#[derive(Clone, Debug)]
struct Subject {
    entity: EntityId,
    name: Name,
    facts: Vec<SubjectFact>,
}

/// Subjects of all kinds, of which everything is known.
#[derive(Debug)]
pub(crate) struct Facts {
    subjects: Vec<Subject>,
    /// Kinds of which a list may be complete.
    kinds: Vec<EntityId>,
}

/// What is hidden of complete facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hidden {
    /// Facts, by subject and position.
    pub(crate) facts: Vec<(usize, usize)>,
    /// Subjects.
    pub(crate) subjects: Vec<usize>,
    /// Kinds whose lists may go on.
    pub(crate) open: Vec<EntityId>,
}

fn value(ty: Ty, value: i64) -> Literal {
    match ty {
        Ty::Money => Literal::Number(Number::int(value * 100)),
        Ty::Ratio => Literal::Number(Number::ratio(i128::from(value), 1000).unwrap()),
        Ty::Date => Literal::Date(Date::from_days(value).unwrap()),
        Ty::Year => Literal::Year(value as i32),
        Ty::Truth => Literal::Truth(value == 1),
        Ty::Level | Ty::Field | Ty::ParkLevel | Ty::AwardLevel => Literal::Choice(value as u8),
        Ty::People | Ty::Items | Ty::Points | Ty::Number | Ty::Area => Literal::Number(Number::int(value)),
    }
}

/// A value of a fact: often on a constant of the document or right beside it, sometimes at an end of the range.
fn draw(random: &mut Random, made: &Made, ty: Ty, (low, high): (i64, i64)) -> i64 {
    let constants: Vec<i64> = made.constants.iter().filter(|(of, _)| *of == ty).map(|(_, value)| *value).collect();
    let drawn = match random.below(10) {
        0..=4 if !constants.is_empty() => {
            *random.pick(&constants) * *random.pick(&[1, 1, 1, 2]) + *random.pick(&[-1, 0, 0, 0, 1])
        }
        5 => low,
        6 => 0,
        _ if ty.most() > 0 => random.between(low.max(-ty.most()), ty.most()),
        _ if ty == Ty::Date => TODAY - random.between(-400, 2000),
        _ if ty == Ty::Year => YEAR - random.between(-1, 5),
        _ => random.between(low, high),
    };
    drawn.clamp(low, high)
}

impl Facts {
    /// Complete facts for a made document.
    pub(crate) fn make(random: &mut Random, program: &Program, made: &Made) -> Facts {
        let counts = [random.between(1, 2), random.between(1, 2), random.between(0, 4), random.between(0, 3)];
        let mut facts = Facts::make_many(random, program, made, counts);
        // What isn't in the record of payments was not paid, so its records have facts to hide and are never hidden.
        for n in 0..random.below(4) {
            facts.add_payment(random, program, made, n, &["码企业0", "码企业0", "码企业1"]);
        }
        facts
    }

    /// Complete facts for so many subjects of each kind, without payments.
    pub(crate) fn make_many(random: &mut Random, program: &Program, made: &Made, counts: [i64; 4]) -> Facts {
        let entity = |kind: Kind| program.entity_named(kind.name()).unwrap();
        let mut facts = Facts { subjects: Vec::new(), kinds: Kind::ALL.map(entity).to_vec() };
        for (kind, count) in Kind::ALL.into_iter().zip(counts) {
            for n in 0..count {
                let entity = entity(kind);
                let name = Name::new(&format!("{}{n}", kind.name()));
                let mut own = ties(random, program, kind, name, counts);
                for fact in FACTS.iter().filter(|fact| fact.kind == kind) {
                    let id = program.fact_named(entity, fact.name).unwrap();
                    let years = if fact.yearly {
                        (YEAR - 8..=YEAR).map(|year| Some(year as i32)).collect()
                    } else {
                        vec![None]
                    };
                    for year in years {
                        let none = fact.or_none && random.one_in(4);
                        let value =
                            if none { Literal::None } else { value(fact.ty, draw(random, made, fact.ty, fact.range)) };
                        own.push(SubjectFact { fact: id, year, value });
                    }
                }
                facts.subjects.push(Subject { entity, name, facts: own });
            }
        }
        facts
    }

    /// Adds a record of a payment to one of these payees.
    pub(crate) fn add_payment(&mut self, random: &mut Random, program: &Program, made: &Made, n: usize, to: &[&str]) {
        let ledger = program.entity_named("兑付记录").unwrap();
        self.subjects.push(payment(random, program, made, ledger, n, to));
    }

    /// The subjects of a kind, with everything that is known of them.
    pub(crate) fn of(&self, entity: EntityId) -> impl Iterator<Item = (Name, &[SubjectFact])> {
        let own = self.subjects.iter().filter(move |subject| subject.entity == entity);
        own.map(|subject| (subject.name, subject.facts.as_slice()))
    }

    /// The population that is left.
    pub(crate) fn without<'a>(&self, program: &'a Program, hidden: &Hidden) -> Memory<'a> {
        let mut memory = Memory::new(program);
        for (n, subject) in self.subjects.iter().enumerate() {
            if hidden.subjects.contains(&n) {
                continue;
            }
            let known = subject.facts.iter().enumerate().filter(|(m, _)| !hidden.facts.contains(&(n, *m)));
            let known: Vec<SubjectFact> = known.map(|(_, fact)| *fact).collect();
            memory.add(subject.entity, subject.name, &known);
        }
        for kind in &self.kinds {
            if !hidden.open.contains(kind) {
                memory.complete(*kind);
            }
        }
        memory
    }

    /// Those who are asked about: the first enterprise and the first park, who are never hidden.
    pub(crate) fn asked(&self) -> [Row; 2] {
        [Row { entity: self.kinds[0], index: 0 }, Row { entity: self.kinds[1], index: 0 }]
    }

    /// Hides facts at random: each with the same chance, and sometimes whole subjects and the ends of lists.
    pub(crate) fn hide(&self, random: &mut Random) -> Hidden {
        let mut hidden = Hidden::default();
        let percent = *random.pick(&[2, 10, 30, 60, 100]);
        for (n, subject) in self.subjects.iter().enumerate() {
            for m in 0..subject.facts.len() {
                if random.below(100) < percent {
                    hidden.facts.push((n, m));
                }
            }
        }
        for (at, kind) in self.kinds.iter().enumerate() {
            if !random.one_in(3) {
                continue;
            }
            hidden.open.push(*kind);
            let others = self.subjects.iter().enumerate().filter(|(_, subject)| subject.entity == *kind);
            let asked = usize::from(at < 2);
            let others: Vec<usize> = others.map(|(n, _)| n).skip(asked).collect();
            let all = random.one_in(2);
            hidden.subjects.extend(others.into_iter().filter(|_| all || random.one_in(2)));
        }
        hidden
    }

    /// Everything about a hidden state, for a person.
    pub(crate) fn show(&self, program: &Program, hidden: &Hidden) -> String {
        let mut out = String::new();
        for (n, subject) in self.subjects.iter().enumerate() {
            let gone = if hidden.subjects.contains(&n) { " (hidden)" } else { "" };
            out.push_str(&format!("{}{gone}\n", subject.name));
            for (m, fact) in subject.facts.iter().enumerate() {
                let gone = if hidden.facts.contains(&(n, m)) { "?" } else { " " };
                let value = match fact.value {
                    Literal::Number(number) => number.to_string(),
                    Literal::Date(date) => date.to_string(),
                    other => format!("{other:?}"),
                };
                out.push_str(&format!(" {gone} {} = {value}\n", program.fact(fact.fact).column(fact.year)));
            }
        }
        let open: Vec<&str> = hidden.open.iter().map(|kind| program.entity(*kind).head.name.as_str()).collect();
        out.push_str(&format!("lists that may go on: {}\n", open.join(", ")));
        out
    }

    /// Shows what an answer waits for; whether it was hidden. Nobody may be hidden whole.
    pub(crate) fn shows(&self, program: &Program, hidden: &mut Hidden, gap: &Gap) -> bool {
        if let Some(relation) = gap.relation {
            let kind = program.relation(relation).to;
            let before = hidden.open.len();
            hidden.open.retain(|open| *open != kind);
            return hidden.open.len() < before;
        }
        let mut of_kind = self.subjects.iter().enumerate().filter(|(_, subject)| subject.entity == gap.subject.entity);
        let Some((n, subject)) = of_kind.nth(gap.subject.index as usize) else {
            return false;
        };
        let is_meant = |fact: &SubjectFact| Some(fact.fact) == gap.fact && fact.year == gap.year;
        let at = subject.facts.iter().position(is_meant).map(|m| (n, m));
        let before = hidden.facts.len();
        hidden.facts.retain(|fact| Some(*fact) != at);
        hidden.facts.len() < before
    }

    /// The facts that are hidden, with whose they are; those of subjects that are hidden whole are not among them.
    pub(crate) fn hidden_facts(&self, hidden: &Hidden) -> Vec<(Row, SubjectFact)> {
        let row = |n: usize| {
            let entity = self.subjects[n].entity;
            let before = self.subjects[..n].iter().filter(|subject| subject.entity == entity).count();
            Row { entity, index: before as u32 }
        };
        hidden.facts.iter().map(|(n, m)| (row(*n), self.subjects[*n].facts[*m])).collect()
    }

    /// Whether no subject of a kind is hidden.
    pub(crate) fn all_shown(&self, hidden: &Hidden, kind: EntityId) -> bool {
        hidden.subjects.iter().all(|subject| self.subjects[*subject].entity != kind)
    }
}

/// Key, home and references of a subject.
fn ties(random: &mut Random, program: &Program, kind: Kind, name: Name, counts: [i64; 4]) -> Vec<SubjectFact> {
    let entity = program.entity_named(kind.name()).unwrap();
    let table = program.entity(entity);
    let single = |fact: FactId, value: Literal| SubjectFact { fact, year: None, value };
    let mut own = vec![single(table.key.unwrap(), Literal::Text(Name::new(&format!("码{name}"))))];
    if let Some(home) = table.home {
        let region: &str = random.pick::<&str>(&["朝阳区", "朝阳区", "朝阳区", "南关区", "长春市"]);
        own.push(single(home, Literal::Region(program.region_named(region).unwrap())));
    }
    let reference = match kind {
        Kind::Firm => Some(("所在园区", Kind::Park, counts[1])),
        Kind::Award => Some(("获奖单位", Kind::Firm, counts[0])),
        Kind::Contract => Some(("卖方", Kind::Firm, counts[0])),
        Kind::Park => None,
    };
    if let Some((fact, to, count)) = reference {
        let fact = program.fact_named(entity, fact).unwrap();
        let other = Literal::Subject(Name::new(&format!("{}{}", to.name(), random.below(count as usize))));
        let none = program.fact(fact).or_none && random.one_in(4);
        own.push(single(fact, if none { Literal::None } else { other }));
    }
    own
}

fn payment(random: &mut Random, program: &Program, made: &Made, entity: EntityId, n: usize, to: &[&str]) -> Subject {
    let ledger = program.entity(entity).ledger.unwrap();
    let text = |text: &str| Literal::Text(Name::new(text));
    let reasons = ["市级", "省级", "国家级", "2023", "2025"];
    let reason = if random.one_in(5) { Literal::None } else { text(random.pick::<&str>(&reasons)) };
    let facts = [
        (ledger.payee, text(random.pick::<&str>(to))),
        (ledger.item, text(random.pick::<String>(&made.benefits))),
        (ledger.reason.unwrap(), reason),
        (ledger.paid, Literal::Year(random.between(YEAR - 2, YEAR) as i32)),
        (ledger.amount, Literal::Number(Number::int(random.between(0, 1000) * 10_000))),
    ];
    let facts = facts.into_iter().map(|(fact, value)| SubjectFact { fact, year: None, value }).collect();
    Subject { entity, name: Name::new(&format!("兑付{n}")), facts }
}
