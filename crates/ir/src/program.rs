//! The program: all tables, and the questions that need more than one of them.

use rustc_hash::FxHashMap;
use wuwei_source::{Name, Place};

use crate::{
    Action, Budget, Date, DocId, Document, Entity, EntityId, Enumeration, Expr, ExprId, Fact, FactId, Frequency, Group,
    GroupId, Head, Indicator, Item, ItemId, ItemKind, Ladder, Lights, Mechanism, MechanismId, Party, Programme, Region,
    RegionId, Relation, Stacking, Subject, Target, Weights,
};
use crate::{
    ActionId, BudgetId, EnumId, IndicatorId, PartyId, ProgrammeId, RelationId, SubjectId, TargetId, WeightsId,
};

/// Where a test of a document is; tests are read when they are run.
#[derive(Clone, Copy, Debug)]
pub struct TestRef {
    /// The document.
    pub doc: DocId,
    /// From `test` to its closing brace.
    pub place: Place,
    /// Its title.
    pub title: Name,
}

/// Everything that the documents say.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each field is the table of what its name says")]
pub struct Program {
    pub documents: Vec<Document>,
    pub regions: Vec<Region>,
    pub parties: Vec<Party>,
    pub entities: Vec<Entity>,
    pub facts: Vec<Fact>,
    pub relations: Vec<Relation>,
    pub enums: Vec<Enumeration>,
    pub subjects: Vec<Subject>,
    pub items: Vec<Item>,
    pub groups: Vec<Group>,
    pub stackings: Vec<Stacking>,
    pub budgets: Vec<Budget>,
    pub weights: Vec<Weights>,
    pub ladders: Vec<Ladder>,
    pub indicators: Vec<Indicator>,
    pub programmes: Vec<Programme>,
    pub actions: Vec<Action>,
    pub targets: Vec<Target>,
    pub lights: Vec<Lights>,
    pub mechanisms: Vec<Mechanism>,
    pub tests: Vec<TestRef>,
}

macro_rules! getters {
    ($($(#[$meta:meta])* $name:ident: $table:ident[$id:ty] -> $row:ty;)*) => {
        $(
            $(#[$meta])*
            pub fn $name(&self, id: $id) -> &$row {
                &self.$table[id.index()]
            }
        )*
    };
}

impl Program {
    getters! {
        /// The document with this id.
        document: documents[DocId] -> Document;
        /// The region with this id.
        region: regions[RegionId] -> Region;
        /// The party with this id.
        party: parties[PartyId] -> Party;
        /// The kind of subject with this id.
        entity: entities[EntityId] -> Entity;
        /// The fact with this id.
        fact: facts[FactId] -> Fact;
        /// The relation with this id.
        relation: relations[RelationId] -> Relation;
        /// The enumeration with this id.
        enumeration: enums[EnumId] -> Enumeration;
        /// The named subject with this id.
        subject: subjects[SubjectId] -> Subject;
        /// The rule with this id.
        item: items[ItemId] -> Item;
        /// The versions with this id.
        group: groups[GroupId] -> Group;
        /// The budget with this id.
        budget: budgets[BudgetId] -> Budget;
        /// The weights with this id.
        weight_table: weights[WeightsId] -> Weights;
        /// The indicator with this id.
        indicator: indicators[IndicatorId] -> Indicator;
        /// The programme with this id.
        programme: programmes[ProgrammeId] -> Programme;
        /// The action with this id.
        action: actions[ActionId] -> Action;
        /// The target with this id.
        target: targets[TargetId] -> Target;
        /// The mechanism with this id.
        mechanism: mechanisms[MechanismId] -> Mechanism;
    }

    /// Whether `inner` is `outer` or lies inside it.
    pub fn is_within(&self, inner: RegionId, outer: RegionId) -> bool {
        self.region_chain(inner).any(|region| region == outer)
    }

    /// A region and all around it, the innermost first.
    pub fn region_chain(&self, region: RegionId) -> impl Iterator<Item = RegionId> {
        std::iter::successors(Some(region), |region| self.region(*region).parent)
    }

    /// The version of a rule that is in force on a day.
    pub fn version(&self, group: GroupId, day: Date) -> Option<ItemId> {
        let versions = &self.group(group).versions;
        versions.iter().copied().find(|item| self.item(*item).head.in_force(day))
    }

    /// The facts that rules and indicators read, or that subjects are found, placed and joined by; one entry a fact.
    pub fn facts_in_use(&self) -> Vec<bool> {
        let mut used = self.facts_of_identity();
        let bodies = self.items.iter().map(|item| &item.body).chain(self.indicators.iter().map(|one| &one.body));
        for (_, node) in bodies.flat_map(|body| body.iter()) {
            if let Expr::Fact(fact, _) | Expr::Follow(fact, _) | Expr::Expert(fact, _) = node.expr {
                used[fact.index()] = true;
            }
        }
        used
    }

    /// The facts that rules and indicators read of others than the subject they are about, by a reference or a list, and those
    /// that subjects are found, placed and joined by; one entry a fact.
    pub fn facts_asked_across(&self) -> Vec<bool> {
        let mut asked = self.facts_of_identity();
        let mut known = vec![false; self.groups.len()];
        let mut open: Vec<GroupId> = Vec::new();
        let mut read = |node: &Expr, open: &mut Vec<GroupId>| match node {
            Expr::Fact(fact, _) | Expr::Follow(fact, _) | Expr::Expert(fact, _) => asked[fact.index()] = true,
            Expr::Item(group, ..) => open.push(*group),
            _ => {}
        };
        let bodies = self.items.iter().map(|item| &item.body).chain(self.indicators.iter().map(|one| &one.body));
        for body in bodies {
            for (_, node) in body.iter() {
                let mut inner: Vec<ExprId> = match &node.expr {
                    Expr::Follow(_, inner) => vec![*inner],
                    Expr::OverRelated { body, filter, .. } => body.iter().chain(filter).copied().collect(),
                    _ => continue,
                };
                while let Some(next) = inner.pop() {
                    let node = &body.get(next).expr;
                    read(node, &mut open);
                    node.operands(&mut |operand| inner.push(operand));
                }
            }
        }
        // What a rule that is asked so reads is asked with it.
        while let Some(group) = open.pop() {
            if !std::mem::replace(&mut known[group.index()], true) {
                let items = self.group(group).versions.iter().map(|item| self.item(*item));
                items.flat_map(|item| item.body.iter()).for_each(|(_, node)| read(&node.expr, &mut open));
            }
        }
        asked
    }

    /// The facts that subjects are found, placed and joined by, and those of ledgers.
    fn facts_of_identity(&self) -> Vec<bool> {
        let mut used = vec![false; self.facts.len()];
        let ledgers = self.entities.iter().filter_map(|entity| entity.ledger);
        let paid = ledgers.flat_map(|ledger| {
            [Some(ledger.payee), Some(ledger.item), ledger.reason, Some(ledger.paid), Some(ledger.amount)]
        });
        let known = self.entities.iter().flat_map(|entity| [entity.key, entity.home, entity.founded]);
        let per = self.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Benefit(benefit) => match benefit.frequency {
                Some(Frequency::OncePer(fact)) => Some(fact),
                _ => None,
            },
            _ => None,
        });
        let joined = self.relations.iter().map(|relation| relation.by);
        for fact in paid.chain(known).flatten().chain(per).chain(joined) {
            used[fact.index()] = true;
        }
        used
    }

    /// The kind of subject with this name; the first declared where regions of a large library repeat it.
    pub fn entity_named(&self, name: &str) -> Option<EntityId> {
        self.entities.iter().position(|entity| entity.head.name.as_str() == name).map(EntityId::from_index)
    }

    /// The fact of a kind of subject with this name.
    pub fn fact_named(&self, entity: EntityId, name: &str) -> Option<FactId> {
        let name = Name::known(name)?;
        self.entity(entity).facts.iter().copied().find(|fact| self.fact(*fact).name == name)
    }

    /// The region with this code, own id, name or other name; a path such as `长春市.朝阳区` where names repeat.
    pub fn region_named(&self, text: &str) -> Option<RegionId> {
        let last = text.rsplit('.').next().unwrap_or(text);
        let mut found = (0..self.regions.len()).map(RegionId::from_index).filter(|id| {
            let region = self.region(*id);
            let named = region.head.name.as_str() == last || region.aka.iter().any(|aka| aka.as_str() == last);
            region.code.as_str() == text || (named && (last == text || self.region_path_matches(*id, text)))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Whether the names before the last of a dotted path name regions around it, from the outside in.
    pub fn region_path_matches(&self, region: RegionId, text: &str) -> bool {
        let mut around = self.region_chain(region).skip(1);
        text.rsplit('.').skip(1).all(|name| around.any(|outer| self.region(outer).head.name.as_str() == name))
    }

    /// How a rule is called where its bare name would not be enough: with its document.
    pub fn group_names(&self) -> Vec<Name> {
        let mut count: FxHashMap<Name, u32> = FxHashMap::default();
        for group in &self.groups {
            *count.entry(group.name).or_default() += 1;
        }
        let full = |group: &Group| {
            let doc = self.document(self.item(group.versions[0]).head.doc);
            Name::new(&format!("{}.{}", doc.id, group.name))
        };
        let name = |group: &Group| {
            if count[&group.name] == 1 { group.name } else { full(group) }
        };
        self.groups.iter().map(name).collect()
    }

    /// Whether a name, bare or behind the id of a version's document, means a rule.
    pub fn is_called(&self, group: GroupId, name: &str) -> bool {
        let group = self.group(group);
        let of =
            |document: &str| group.versions.iter().any(|item| self.document(self.item(*item).head.doc).id == document);
        group.name == name || name.rsplit_once('.').is_some_and(|(document, bare)| group.name == bare && of(document))
    }

    /// `第十一条`, or the headings around an item.
    pub fn article(&self, head: &Head) -> String {
        if let Some(article) = head.article {
            return article.zh.to_string();
        }
        let trail = self.document(head.doc).trail(head.heading);
        trail.iter().skip(1).map(|heading| heading.text.as_str()).collect::<Vec<_>>().join(" / ")
    }

    /// The owners of a target: its own, or its action's.
    pub fn owners<'a>(&'a self, target: &'a Target) -> &'a crate::Owners {
        match (&target.owners, target.action) {
            (crate::Owners::Missing, Some(action)) => &self.action(action).owners,
            (owners, _) => owners,
        }
    }
}
