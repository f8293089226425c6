//! Which clauses are asked for, and in which order they stand.

use std::cmp::Reverse;

use serde::Deserialize;
use wuwei_engine::Lane;
use wuwei_ir::{Date, DocId, EntityId, GroupId, Item, ItemId, Number, Program};

use super::level;
use crate::clauses::{Clause, Clauses, Most};
use crate::parts::needle::Needle;

/// What the address asks for; what it doesn't say, or says so that nobody understands it, leaves nothing out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) q: String,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) who: String,
    #[serde(default)]
    pub(crate) document: String,
    #[serde(default)]
    pub(crate) field: String,
    #[serde(default)]
    pub(crate) mechanism: String,
    #[serde(default)]
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) lane: String,
    /// Ten thousands of yuan.
    #[serde(default)]
    pub(crate) min: String,
    #[serde(default)]
    pub(crate) max: String,
    #[serde(default)]
    pub(crate) sort: String,
    /// `all`: clauses that aren't in force as well.
    #[serde(default)]
    pub(crate) force: String,
    #[serde(default)]
    pub(crate) page: String,
}

/// The same, understood.
pub(crate) struct Wanted {
    pub(crate) needle: Needle,
    pub(crate) kind: Option<&'static str>,
    pub(crate) who: Option<EntityId>,
    pub(crate) document: Option<DocId>,
    pub(crate) field: Option<Field>,
    pub(crate) mechanism: Option<wuwei_ir::MechanismId>,
    pub(crate) level: Option<usize>,
    pub(crate) lane: Option<Lane>,
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
    pub(crate) order: Order,
    pub(crate) also_past: bool,
    pub(crate) page: usize,
}

/// A field as the library knows it: a register of mechanisms, or an action of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Register(DocId),
    Action(wuwei_ir::ActionId),
}

/// In which order clauses stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Relevance,
    Amount,
    Document,
}

/// Kinds of clauses, in the order in which they stand.
pub(crate) const KINDS: [&str; 4] = ["benefit", "status", "score", "value"];

/// Ways to obtain a benefit, as the address has them.
pub(crate) const LANES: [(&str, Lane); 3] =
    [("automatic", Lane::Automatic), ("apply", Lane::Apply), ("incomplete", Lane::Incomplete)];

impl Wanted {
    pub(crate) fn of(asked: &Asked, program: &Program) -> Wanted {
        // An amount in ten thousands of yuan, to 分.
        let money = |text: &str| {
            let number = Number::parse(&text.trim().replace([',', '，'], ""))?;
            number.mul(Number::int(1_000_000)).filter(|fen| fen.signum() >= 0)
        };
        let document =
            |id: &str| program.documents.iter().position(|document| document.id == id).map(DocId::from_index);
        let entity = |name: &str| program.entities.iter().position(|entity| entity.head.name == name);
        let mechanism = |name: &str| program.mechanisms.iter().position(|mechanism| mechanism.head.name == name);
        Wanted {
            needle: Needle::new(&asked.q),
            kind: KINDS.into_iter().find(|kind| *kind == asked.kind),
            who: entity(&asked.who).map(EntityId::from_index),
            document: document(&asked.document),
            field: Field::parse(program, &asked.field),
            mechanism: mechanism(&asked.mechanism).map(wuwei_ir::MechanismId::from_index),
            level: asked.level.parse().ok().filter(|level| *level < 4),
            lane: LANES.into_iter().find(|(word, _)| *word == asked.lane).map(|(_, lane)| lane),
            min: money(&asked.min),
            max: money(&asked.max),
            order: match asked.sort.as_str() {
                "amount" => Order::Amount,
                "document" => Order::Document,
                _ => Order::Relevance,
            },
            also_past: asked.force == "all",
            page: asked.page.parse().unwrap_or(1).max(1),
        }
    }

    /// Whether anything but words is asked for.
    pub(crate) fn is_filtered(&self) -> bool {
        let narrow = [self.kind.is_some(), self.who.is_some(), self.document.is_some(), self.field.is_some()];
        let more = [self.mechanism.is_some(), self.level.is_some(), self.lane.is_some(), self.also_past];
        narrow.contains(&true) || more.contains(&true) || self.min.is_some() || self.max.is_some()
    }

    /// The clauses that are asked for, in order.
    pub(crate) fn find(&self, program: &Program, clauses: &Clauses, day: Date) -> Vec<ItemId> {
        let version = |group: GroupId| {
            let current = program.version(group, day);
            current.or_else(|| program.group(group).versions.last().copied().filter(|_| self.also_past))
        };
        let groups = (0..program.groups.len()).map(GroupId::from_index);
        let mut found: Vec<(u32, ItemId)> = groups
            .filter_map(version)
            .filter(|id| self.is_wanted(program, program.item(*id), clauses.get(*id)))
            .filter_map(|id| Some((self.relevance(clauses.get(id))?, id)))
            .collect();
        let kind = |id: ItemId| KINDS.iter().position(|kind| *kind == program.item(id).kind.word());
        let place = |id: ItemId| (program.item(id).head.doc, program.item(id).head.place.span.start);
        let most = |id: ItemId| match clauses.get(id).most {
            Most::Bounded(most) => Some(most),
            Most::Open | Most::Nothing => None,
        };
        match self.order {
            Order::Relevance => found.sort_by_key(|(worth, id)| (Reverse(*worth), kind(*id), place(*id))),
            Order::Amount => found.sort_by_key(|(worth, id)| (Reverse(most(*id)), Reverse(*worth), place(*id))),
            Order::Document => found.sort_by_key(|(_, id)| place(*id)),
        }
        found.into_iter().map(|(_, id)| id).collect()
    }

    fn is_wanted(&self, program: &Program, item: &Item, clause: &Clause) -> bool {
        let money = match clause.most {
            Most::Nothing => self.min.is_none() && self.max.is_none(),
            Most::Bounded(most) => self.min.is_none_or(|min| min <= most) && self.max.is_none_or(|max| most <= max),
            // Without a ceiling it may pay any amount, but never surely less than one.
            Most::Open => self.max.is_none(),
        };
        money
            && self.kind.is_none_or(|kind| item.kind.word() == kind)
            && self.who.is_none_or(|who| item.entity == who)
            && self.document.is_none_or(|doc| item.head.doc == doc)
            && self.level.is_none_or(|wanted| level(program, item.head.doc).min(3) == wanted)
            && self.is_in_lane(clause)
            && self.mechanism.is_none_or(|mechanism| item.head.realises.contains(&mechanism))
            && self.field.is_none_or(|field| field.holds(program, item, clause))
    }

    /// Whether a clause is obtained as wanted. For whom facts are missing only those who are known can say; here it is any
    /// benefit.
    fn is_in_lane(&self, clause: &Clause) -> bool {
        match self.lane {
            Some(Lane::Incomplete) => clause.lane.is_some(),
            Some(lane) => clause.lane == Some(lane),
            None => true,
        }
    }

    /// How well a clause answers the words; nothing where one of them isn't in it.
    fn relevance(&self, clause: &Clause) -> Option<u32> {
        (0..self.needle.len()).try_fold(0, |sum, word| Some(sum + self.worth(word, clause)?))
    }

    fn worth(&self, word: usize, clause: &Clause) -> Option<u32> {
        let needle = &self.needle;
        let named = clause.names.iter().filter_map(|name| {
            let at = needle.finds(word, name)?;
            Some(if needle.is_whole(word, name) {
                100
            } else if at == 0 {
                60
            } else {
                50
            })
        });
        let named = named.max();
        let other = || {
            let begins = needle.begins(word, &clause.initials).then_some(40);
            begins
                .or_else(|| needle.finds(word, &clause.says).map(|_| 10))
                .or_else(|| needle.finds(word, &clause.searched_prose).map(|_| 3))
        };
        named.or_else(other)
    }
}

impl Field {
    /// The field that a word of the address names.
    fn parse(program: &Program, text: &str) -> Option<Field> {
        if let Some(id) = text.strip_prefix("register:") {
            let at = program.documents.iter().position(|document| document.id == id)?;
            return Some(Field::Register(DocId::from_index(at)));
        }
        let (document, number) = text.strip_prefix("action:")?.rsplit_once(':')?;
        let at = program
            .actions
            .iter()
            .position(|action| action.number == number && program.document(action.head.doc).id == document)?;
        Some(Field::Action(wuwei_ir::ActionId::from_index(at)))
    }

    /// The same for an address.
    pub(crate) fn word(self, program: &Program) -> String {
        match self {
            Field::Register(doc) => format!("register:{}", program.document(doc).id),
            Field::Action(id) => {
                let action = program.action(id);
                format!("action:{}:{}", program.document(action.head.doc).id, action.number)
            }
        }
    }

    /// Whether a clause belongs to it: it realises a mechanism of the register, or one that the action realises too.
    pub(crate) fn holds(self, program: &Program, item: &Item, clause: &Clause) -> bool {
        match self {
            Field::Register(doc) => clause.fields.contains(&doc),
            Field::Action(id) => {
                let action = program.action(id);
                action.head.realises.iter().any(|mechanism| item.head.realises.contains(mechanism))
            }
        }
    }

    /// Every field that a clause belongs to: registers first, then actions in the order of their documents.
    pub(crate) fn all(program: &Program, clauses: &Clauses) -> Vec<Field> {
        let ids = || (0..program.items.len()).map(ItemId::from_index);
        let mut registers: Vec<DocId> = ids().flat_map(|id| clauses.get(id).fields.iter().copied()).collect();
        registers.sort_unstable();
        registers.dedup();
        let actions = (0..program.actions.len()).map(|at| Field::Action(wuwei_ir::ActionId::from_index(at)));
        let serves = |field: &Field| ids().any(|id| field.holds(program, program.item(id), clauses.get(id)));
        registers.into_iter().map(Field::Register).chain(actions.filter(serves)).collect()
    }
}
