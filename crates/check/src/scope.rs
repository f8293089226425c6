//! Which names a document sees.
//!
//! A document sees its own names, those of documents of its own region, and those of the regions around it. What is found
//! in the document itself wins; otherwise several candidates are ambiguous and the writer has to say which is meant.

use rustc_hash::FxHashMap;
use wuwei_ir::{ActionId, DocId, EntityId, FactId, Program, RegionId, RelationId};
use wuwei_source::Name;

/// Kinds of names that don't get in each other's way: 长春新区 is a region and may be a party too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the kind of declaration that its name says")]
pub enum Space {
    Rule,
    Entity,
    Party,
    Indicator,
    Budget,
    Weights,
    Mechanism,
    Subject,
    Stacking,
    Ladder,
    Lights,
}

impl Space {
    /// All kinds.
    pub const ALL: [Space; 11] = [
        Space::Rule,
        Space::Entity,
        Space::Party,
        Space::Indicator,
        Space::Budget,
        Space::Weights,
        Space::Mechanism,
        Space::Subject,
        Space::Stacking,
        Space::Ladder,
        Space::Lights,
    ];
}

impl Space {
    /// What things of this kind are called in messages, in Chinese and English.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Space::Rule => ("规则", "rules"),
            Space::Entity => ("主体种类", "kinds of subjects"),
            Space::Party => ("单位", "parties"),
            Space::Indicator => ("指标", "indicators"),
            Space::Budget => ("预算", "budgets"),
            Space::Weights => ("权重表", "weight tables"),
            Space::Mechanism => ("机制", "mechanisms"),
            Space::Subject => ("主体", "subjects"),
            Space::Stacking => ("叠加规则", "stacking rules"),
            Space::Ladder => ("阶梯", "ladders"),
            Space::Lights => ("亮灯规则", "lights"),
        }
    }
}

/// A name of a kind: the position in the table of that kind, and the document that declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// The position in the table of its kind.
    pub index: u32,
    /// The document.
    pub doc: DocId,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing visible.
    Nothing,
    /// One thing: the position in the table of its kind.
    One(u32),
    /// Several: documents that declare it.
    Several(Vec<DocId>),
}

/// All declared names by the region they are declared in.
#[derive(Debug, Default)]
pub struct Scopes {
    names: FxHashMap<(Space, RegionId, Name), Vec<Symbol>>,
    /// The names of each kind and region, and where each name is used: for suggestions.
    listed: FxHashMap<(Space, RegionId), Vec<Name>>,
    used: FxHashMap<Name, Vec<(Space, RegionId)>>,
    pub(crate) facts: FxHashMap<(EntityId, RegionId, Name), FactId>,
    pub(crate) relations: FxHashMap<(EntityId, RegionId, Name), RelationId>,
    pub(crate) regions: FxHashMap<Name, Vec<RegionId>>,
    pub(crate) documents: FxHashMap<Name, DocId>,
    pub(crate) actions: FxHashMap<(DocId, Name), ActionId>,
}

impl Scopes {
    /// Enters a name. Names of rules may repeat; the caller says whether a repetition is a fault.
    pub(crate) fn insert(&mut self, space: Space, region: RegionId, name: Name, symbol: Symbol) {
        let symbols = self.names.entry((space, region, name)).or_default();
        if symbols.is_empty() {
            self.listed.entry((space, region)).or_default().push(name);
            self.used.entry(name).or_default().push((space, region));
        }
        symbols.push(symbol);
    }

    /// Entries of exactly this region.
    pub(crate) fn declared_in(&self, space: Space, region: RegionId, name: Name) -> &[Symbol] {
        self.names.get(&(space, region, name)).map_or(&[], Vec::as_slice)
    }

    /// The names of a kind that a document of a region declares.
    pub(crate) fn listed_by(&self, space: Space, region: RegionId, doc: DocId) -> Vec<Name> {
        let all = self.listed.get(&(space, region)).map_or(&[][..], Vec::as_slice);
        let own = |name: &&Name| self.declared_in(space, region, **name).iter().any(|symbol| symbol.doc == doc);
        all.iter().filter(own).copied().collect()
    }

    /// What a name means in a document.
    pub fn find(&self, program: &Program, space: Space, doc: DocId, name: Name) -> Found {
        let region = program.document(doc).region;
        let mut found: Vec<Symbol> = Vec::new();
        for region in program.region_chain(region) {
            found.extend(self.declared_in(space, region, name));
        }
        if let Some(own) = found.iter().find(|symbol| symbol.doc == doc) {
            return Found::One(own.index);
        }
        let Some(first) = found.first() else {
            return Found::Nothing;
        };
        if found.iter().all(|symbol| symbol.index == first.index) {
            return Found::One(first.index);
        }
        let mut docs: Vec<DocId> = found.iter().map(|symbol| symbol.doc).collect();
        docs.dedup();
        Found::Several(docs)
    }

    /// What a name means when its document is named too.
    pub fn find_in(&self, program: &Program, space: Space, doc: DocId, name: Name) -> Option<u32> {
        let region = program.document(doc).region;
        let symbols = self.declared_in(space, region, name);
        symbols.iter().find(|symbol| symbol.doc == doc).map(|symbol| symbol.index)
    }

    /// All names of a kind that a document sees, for suggestions.
    pub fn visible(&self, program: &Program, space: Space, doc: DocId) -> Vec<Name> {
        let around = program.region_chain(program.document(doc).region);
        let mut names: Vec<Name> =
            around.filter_map(|region| self.listed.get(&(space, region))).flatten().copied().collect();
        names.sort();
        names
    }

    /// The kinds in which any document declares this name, visible or not.
    pub(crate) fn kinds_of(&self, name: Name) -> Vec<(Space, RegionId)> {
        let mut found = self.used.get(&name).cloned().unwrap_or_default();
        found.sort_by_key(|(space, region)| (*space as u8, *region));
        found
    }

    /// A fact of a kind of subject that a region's documents see.
    pub fn fact(&self, program: &Program, entity: EntityId, region: RegionId, name: Name) -> Option<FactId> {
        program.region_chain(region).find_map(|region| self.facts.get(&(entity, region, name)).copied())
    }

    /// A relation of a kind of subject that a region's documents see.
    pub fn relation(&self, program: &Program, entity: EntityId, region: RegionId, name: Name) -> Option<RelationId> {
        program.region_chain(region).find_map(|region| self.relations.get(&(entity, region, name)).copied())
    }

    /// Names of the facts of a kind of subject, for suggestions.
    pub(crate) fn fact_names(&self, program: &Program, entity: EntityId) -> Vec<Name> {
        program.entity(entity).facts.iter().map(|fact| program.fact(*fact).name).collect()
    }

    /// The region that a name or path means; several where the name repeats.
    pub fn region(&self, program: &Program, segments: &[Name]) -> Vec<RegionId> {
        let Some((last, outer)) = segments.split_last() else {
            return Vec::new();
        };
        let candidates = self.regions.get(last).map_or(&[][..], Vec::as_slice);
        let fits = |region: &&RegionId| {
            let mut around = program.region_chain(**region).skip(1);
            outer.iter().rev().all(|name| {
                around.any(|region| {
                    let region = program.region(region);
                    region.head.name == *name || region.aka.contains(name)
                })
            })
        };
        candidates.iter().filter(fits).copied().collect()
    }

    /// The region that a name means in a document: where a name repeats, the one inside the document's own chain.
    pub fn region_in(&self, program: &Program, doc: Option<DocId>, segments: &[Name]) -> Vec<RegionId> {
        let all = self.region(program, segments);
        if all.len() < 2 {
            return all;
        }
        let Some(home) = doc.map(|doc| program.document(doc).region) else {
            return all;
        };
        let near: Vec<RegionId> = all
            .iter()
            .copied()
            .filter(|region| program.is_within(home, *region) || program.is_within(*region, home))
            .collect();
        if near.len() == 1 { near } else { all }
    }

    /// The document with this id.
    pub fn document(&self, id: Name) -> Option<DocId> {
        self.documents.get(&id).copied()
    }

    /// The ids of all documents, for suggestions.
    pub(crate) fn document_ids(&self) -> Vec<Name> {
        let mut ids: Vec<Name> = self.documents.keys().copied().collect();
        ids.sort();
        ids
    }

    /// The action of a document with this name or number.
    pub fn action(&self, doc: DocId, name: Name) -> Option<ActionId> {
        self.actions.get(&(doc, name)).copied()
    }

    /// Names of the actions of a document, for suggestions.
    pub(crate) fn action_names(&self, doc: DocId) -> Vec<Name> {
        let mut names: Vec<Name> = self.actions.keys().filter(|(of, _)| *of == doc).map(|(_, name)| *name).collect();
        names.sort();
        names
    }
}
