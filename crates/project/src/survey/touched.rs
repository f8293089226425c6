//! Whose answers may have changed where some subjects' facts did: theirs, and those of whoever looks at them through a reference,
//! a list or a record of payment.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use wuwei_engine::{Population, Row};
use wuwei_ir::{Body, Date, EntityId, Expr, ExprId, FactId, Ledger, Literal, Program, Type};
use wuwei_source::Name;

/// How rules of one kind look at subjects of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// A fact of their own names the other.
    Reference(FactId),
    /// A fact of the other names them.
    List(FactId),
}

/// Rules of a kind that look at another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    from: EntityId,
    to: EntityId,
    by: By,
    /// Whether more is looked at than the other's own facts, so that what the other looks at counts as well.
    beyond: bool,
}

/// The ways in which subjects depend on each other.
pub struct Links {
    links: Vec<Link>,
    /// Records of payments, which benefits look at.
    ledgers: Vec<(EntityId, Ledger)>,
}

impl Links {
    /// What the rules and indicators in force on a day look at.
    pub fn of(program: &Program, as_of: Date) -> Links {
        let mut links = BTreeSet::new();
        for item in program.items.iter().filter(|item| item.head.in_force(as_of)) {
            gather(program, item.entity, &item.body, &mut links);
        }
        for indicator in &program.indicators {
            if let Some(wuwei_ir::Computation::Counts { entity, .. } | wuwei_ir::Computation::Sums { entity, .. }) =
                &indicator.computed
            {
                gather(program, *entity, &indicator.body, &mut links);
            }
        }
        let entities = program.entities.iter().enumerate();
        let ledgers = entities.filter_map(|(n, entity)| Some((EntityId::from_index(n), entity.ledger?))).collect();
        Links { links: links.into_iter().collect(), ledgers }
    }
}

/// The links of one rule. Where one expression lies in another is found by walking down from each link.
fn gather(program: &Program, entity: EntityId, body: &Body, links: &mut BTreeSet<Link>) {
    for (_, node) in body.iter() {
        match &node.expr {
            Expr::Follow(fact, inner) => {
                let Type::Entity(to) = program.fact(*fact).ty else { continue };
                // Who follows stands at the fact, which need not be the rule's own subject.
                let from = owner(program, *fact).unwrap_or(entity);
                links.insert(Link { from, to, by: By::Reference(*fact), beyond: looks_beyond(body, *inner) });
            }
            Expr::OverRelated { relation, body: inner, filter, .. } => {
                let relation = program.relation(*relation);
                let beyond = [*inner, *filter].into_iter().flatten().any(|id| looks_beyond(body, id));
                let (from, to) = (relation.entity, relation.to);
                links.insert(Link { from, to, by: By::List(relation.by), beyond });
            }
            _ => {}
        }
    }
}

fn owner(program: &Program, fact: FactId) -> Option<EntityId> {
    program.entities.iter().position(|entity| entity.facts.contains(&fact)).map(EntityId::from_index)
}

/// Whether an expression looks at rules or at further subjects.
fn looks_beyond(body: &Body, id: ExprId) -> bool {
    let expr = &body.get(id).expr;
    if matches!(expr, Expr::Item(..) | Expr::Weight(..) | Expr::Follow(..) | Expr::OverRelated { .. } | Expr::Outer(_))
    {
        return true;
    }
    let mut found = false;
    expr.operands(&mut |operand| found = found || looks_beyond(body, operand));
    found
}

/// A population before or after a change, and the store's keys of its subjects, in their order.
#[derive(Clone, Copy)]
pub struct Keyed<'a> {
    /// The facts.
    pub population: &'a dyn Population,
    /// The keys of the subjects of a kind.
    pub keys: &'a dyn Fn(EntityId) -> &'a [Box<str>],
}

impl<'a> Keyed<'a> {
    /// The subject with this key in the store.
    pub fn row(&self, entity: EntityId, key: &str) -> Option<Row> {
        let index = (self.keys)(entity).binary_search_by(|known| (**known).cmp(key)).ok()?;
        Some(Row { entity, index: index as u32 })
    }
}

/// Subjects by their keys in the store.
pub type Touched<'a> = BTreeMap<EntityId, BTreeSet<&'a str>>;

/// Everybody whose answers may have changed, or nothing where that may be everybody.
pub fn touched<'a>(
    program: &Program,
    links: &Links,
    populations: [Keyed<'a>; 2],
    changed: &Touched<'a>,
) -> Option<Touched<'a>> {
    // A kind of which there was nobody, or of which nobody is left, is known in another way than one with subjects.
    let appears = |entity: &EntityId| {
        let [before, now] = populations.map(|keyed| keyed.population.len(*entity));
        (before == 0) != (now == 0)
    };
    if changed.keys().any(appears) {
        return None;
    }
    let mut found: Touched<'a> = changed.clone();
    let mut fresh = changed.clone();
    let mut is_first = true;
    while !fresh.is_empty() {
        let mut next: Touched<'a> = BTreeMap::new();
        for keyed in populations {
            for link in links.links.iter().filter(|link| is_first || link.beyond) {
                let Some(others) = fresh.get(&link.to) else { continue };
                for key in dependents(program, &keyed, link, others)? {
                    next.entry(link.from).or_default().insert(key);
                }
            }
            for (entity, ledger) in links.ledgers.iter().filter(|_| is_first) {
                let Some(records) = fresh.get(entity) else { continue };
                paid(program, &keyed, *entity, ledger, records, &mut next)?;
            }
        }
        for (entity, keys) in &mut next {
            if let Some(known) = found.get(entity) {
                keys.retain(|key| !known.contains(key));
            }
        }
        next.retain(|_, keys| !keys.is_empty());
        for (entity, keys) in &next {
            found.entry(*entity).or_default().extend(keys.iter().copied());
        }
        (fresh, is_first) = (next, false);
    }
    Some(found)
}

/// Who looks at others through a link; nothing where anybody may.
fn dependents<'a>(
    program: &Program,
    keyed: &Keyed<'a>,
    link: &Link,
    others: &BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    let population = keyed.population;
    let rows = others.iter().filter_map(|key| keyed.row(link.to, key));
    let keys = (keyed.keys)(link.from);
    let key_of = |index: u32| keys.get(index as usize).map(|key| &**key);
    match link.by {
        By::List(by) => {
            let mut found = Vec::new();
            for row in rows {
                match population.fact(row, by, None) {
                    Some(Literal::Subject(owner) | Literal::Text(owner)) => {
                        found.extend(population.find(link.from, owner).and_then(key_of));
                    }
                    Some(_) => {}
                    // Nobody knows whose it is, so it may be anybody's.
                    None => return None,
                }
            }
            Some(found)
        }
        By::Reference(fact) => {
            if program.fact(fact).yearly {
                return None;
            }
            let key = program.entity(link.to).key?;
            let mut names: FxHashSet<Name> = FxHashSet::default();
            for row in rows {
                if let Some(Literal::Text(name)) = population.fact(row, key, None) {
                    names.insert(name);
                }
            }
            let refers = |index: &u32| match population.fact(Row { entity: link.from, index: *index }, fact, None) {
                Some(Literal::Subject(name) | Literal::Text(name)) => names.contains(&name),
                _ => false,
            };
            if names.is_empty() {
                return Some(Vec::new());
            }
            Some((0..population.len(link.from)).filter(refers).filter_map(key_of).collect())
        }
    }
}

/// Who was paid by records; nothing where that isn't known.
fn paid<'a>(
    program: &Program,
    keyed: &Keyed<'a>,
    entity: EntityId,
    ledger: &Ledger,
    records: &BTreeSet<&'a str>,
    next: &mut Touched<'a>,
) -> Option<()> {
    let mut payees: BTreeSet<Name> = BTreeSet::new();
    for row in records.iter().filter_map(|key| keyed.row(entity, key)) {
        let text = |fact| match keyed.population.fact(row, fact, None) {
            Some(Literal::Text(text)) => Some(text),
            _ => None,
        };
        // A record of nobody knows what counts for everything that this payee was paid.
        payees.insert(text(ledger.payee)?);
    }
    for n in 0..program.entities.len() {
        let kind = EntityId::from_index(n);
        let Some(code) = program.entity(kind).key else { continue };
        // What was paid to a subject without a known code may be any record.
        let is_nameless = |index| keyed.population.fact(Row { entity: kind, index }, code, None).is_none();
        if (0..keyed.population.len(kind)).any(is_nameless) {
            return None;
        }
        let keys = (keyed.keys)(kind);
        let found = payees.iter().filter_map(|payee| keyed.population.find(kind, *payee));
        let found: BTreeSet<&str> = found.filter_map(|index| keys.get(index as usize).map(|key| &**key)).collect();
        if !found.is_empty() {
            next.entry(kind).or_default().extend(found);
        }
    }
    Some(())
}
