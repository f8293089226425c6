//! Every clause of the documents, made ready to be searched: its names, its conditions in words, and the prose that it stands in.

use rustc_hash::FxHashMap;
use wuwei_engine::{Evaluator, Lane, Memory};
use wuwei_ir::{
    Date, DocId, Expr, FactId, GroupId, Item, ItemId, ItemKind, Literal, Number, PartBody, Printer, Program,
    SubjectFact,
};
use wuwei_project::Library;
use wuwei_source::{Lang, Name};

use crate::parts::markdown::{Part, parts};
use crate::parts::needle::{Haystack, Initials};

/// All clauses, one entry a version of a rule.
pub(crate) struct Clauses {
    all: Vec<Clause>,
    /// How rules are called in addresses, by their group.
    names: Vec<Name>,
}

/// A version of a rule.
pub(crate) struct Clause {
    /// Its official and its English name.
    pub(crate) names: [Haystack; 2],
    pub(crate) initials: Initials,
    /// What it means and what it asks, in both languages.
    pub(crate) says: Haystack,
    /// Its conditions in a line, in both languages.
    pub(crate) asks: [String; 2],
    /// The prose around it, as text and as HTML.
    pub(crate) prose: String,
    pub(crate) prose_html: String,
    pub(crate) searched_prose: Haystack,
    /// The heading that it stands under: its address within the document, and its words.
    pub(crate) heading: Option<(String, String)>,
    /// Documents that register the mechanisms which it realises.
    pub(crate) fields: Vec<DocId>,
    /// How it is obtained where all facts are known; only benefits are.
    pub(crate) lane: Option<Lane>,
    /// The most that it pays one subject at a time.
    pub(crate) most: Most,
}

/// The most that a clause pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Most {
    /// It pays nothing.
    Nothing,
    /// So much, in 分.
    Bounded(Number),
    /// It depends on facts and has no ceiling.
    Open,
}

impl Clauses {
    /// The clauses of a library.
    pub(crate) fn of(library: &Library) -> Clauses {
        let program = library.program();
        let mut stretches: FxHashMap<DocId, Vec<Stretch>> = FxHashMap::default();
        let mut all = Vec::with_capacity(program.items.len());
        for item in &program.items {
            let doc = item.head.doc;
            let file = program.document(doc).file;
            let stretches = stretches.entry(doc).or_insert_with(|| Stretch::all(library.sources.get(file).text()));
            let at = item.head.place.span.start;
            let stretch = stretches.iter().find(|stretch| stretch.code.iter().any(|code| code.contains(&at)));
            all.push(Clause::of(program, item, stretch.filter(|_| item.head.place.file == file)));
        }
        Clauses { all, names: program.group_names() }
    }

    /// A version of a rule.
    pub(crate) fn get(&self, id: ItemId) -> &Clause {
        &self.all[id.index()]
    }

    /// How a rule is called in an address.
    pub(crate) fn name(&self, group: GroupId) -> Name {
        self.names[group.index()]
    }

    /// The rules that an address means: one that is called so in full, or all that bear the bare name.
    pub(crate) fn named(&self, program: &Program, name: &str) -> Vec<GroupId> {
        let ids = (0..program.groups.len()).map(GroupId::from_index);
        match ids.clone().find(|id| self.name(*id) == name) {
            Some(one) => vec![one],
            None => ids.filter(|id| program.is_called(*id, name)).collect(),
        }
    }
}

/// The part of a document under one heading.
struct Stretch {
    id: String,
    heading: String,
    prose: String,
    html: String,
    code: Vec<std::ops::Range<u32>>,
}

impl Stretch {
    fn all(text: &str) -> Vec<Stretch> {
        let empty = |id: String, heading: String| {
            let (prose, html, code) = (String::new(), String::new(), Vec::new());
            Stretch { id, heading, prose, html, code }
        };
        let mut out = vec![empty(String::new(), String::new())];
        for part in parts(text) {
            match part {
                Part::Heading { id, text, .. } => out.push(empty(id, text)),
                Part::Prose(html) => {
                    if let Some(last) = out.last_mut() {
                        last.prose.push_str(&words_of(&html));
                        last.html.push_str(&html);
                    }
                }
                Part::Code { start, end, .. } => {
                    if let Some(last) = out.last_mut() {
                        last.code.push(start..end);
                    }
                }
            }
        }
        out
    }
}

/// The text of a piece of HTML that was made from Markdown.
fn words_of(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\n' | ' ' if out.ends_with(' ') => {}
            '\n' => out.push(' '),
            other if !is_tag => out.push(other),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

impl Clause {
    fn of(program: &Program, item: &Item, stretch: Option<&Stretch>) -> Clause {
        let head = &item.head;
        let label = head.label.map_or("", |label| label.as_str());
        let prose = stretch.map_or_else(String::new, |stretch| stretch.prose.clone());
        let mut fields: Vec<DocId> = head.realises.iter().map(|id| program.mechanism(*id).head.doc).collect();
        fields.sort_unstable();
        fields.dedup();
        let heading = stretch.filter(|stretch| !stretch.id.is_empty());
        Clause {
            names: [Haystack::new(head.name.as_str()), Haystack::new(label)],
            initials: Initials::new(head.name.as_str()),
            says: Haystack::new(&says(program, item)),
            asks: [Lang::Zh, Lang::En].map(|lang| asks(program, item, lang)),
            searched_prose: Haystack::new(&prose),
            prose,
            prose_html: stretch.map_or_else(String::new, |stretch| stretch.html.clone()),
            heading: heading.map(|stretch| (stretch.id.clone(), stretch.heading.clone())),
            fields,
            lane: lane(item),
            most: most(program, item),
        }
    }
}

/// The conditions of a clause, or what it computes, in a line.
fn asks(program: &Program, item: &Item, lang: Lang) -> String {
    const LONG: usize = 110;
    let printer = Printer::new(program, lang);
    let conditions = item.conditions();
    let mut named: Vec<String> = Vec::new();
    for clause in &conditions {
        let text = clause_name(item, *clause, lang).unwrap_or_else(|| printer.expr(&item.body, *clause, None));
        named.push(text);
    }
    if let ItemKind::Value { formula, .. } = item.kind {
        named.push(printer.expr(&item.body, formula, None));
    }
    if let ItemKind::Score(score) = &item.kind {
        let name = |part: &wuwei_ir::PartId| {
            let part = &score.parts[part.index()];
            if lang == Lang::En { part.label.unwrap_or(part.name) } else { part.name }.to_string()
        };
        named.extend(score.top.iter().map(name));
    }
    let line = named.join(if lang == Lang::Zh { "；" } else { "; " });
    match line.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}……", &line[..at]),
        None => line,
    }
}

/// The name of a condition among those of a clause.
fn clause_name(item: &Item, expr: wuwei_ir::ExprId, lang: Lang) -> Option<String> {
    item.body.iter().find_map(|(_, node)| match &node.expr {
        Expr::All(clauses) | Expr::Any(clauses) | Expr::AtLeast(_, clauses) => {
            let clause = clauses.iter().find(|clause| clause.expr == expr)?;
            let name = if lang == Lang::En { clause.label.or(clause.name) } else { clause.name };
            name.map(|name| name.to_string())
        }
        _ => None,
    })
}

/// What a clause means, asks and needs, in both languages.
fn says(program: &Program, item: &Item) -> String {
    let head = &item.head;
    let mut out = String::new();
    let mut add = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    for text in head.about.iter().chain(&head.notes).chain(&head.article) {
        add(text.get(Lang::Zh));
        add(text.get(Lang::En));
    }
    for lang in [Lang::Zh, Lang::En] {
        let printer = Printer::new(program, lang);
        let mut roots = item.applies.into_iter().collect::<Vec<_>>();
        match &item.kind {
            ItemKind::Value { formula, .. } => roots.push(*formula),
            ItemKind::Status { condition } => roots.push(*condition),
            ItemKind::Benefit(benefit) => {
                roots.extend([benefit.when, benefit.amount]);
                benefit.documents.iter().for_each(|paper| add(paper.get(lang)));
                let bodies = benefit.payer.iter().chain(&benefit.handled_by);
                bodies.for_each(|body| add(program.party(*body).head.shown(lang)));
            }
            ItemKind::Score(score) => {
                for part in &score.parts {
                    add(if lang == Lang::En { part.label.unwrap_or(part.name) } else { part.name }.as_str());
                    if let PartBody::Formula(formula) = part.body {
                        roots.push(formula);
                    }
                }
            }
        }
        for root in roots {
            add(&printer.expr(&item.body, root, None));
        }
        for mechanism in &head.realises {
            let mechanism = program.mechanism(*mechanism);
            add(if lang == Lang::Zh { mechanism.term.as_str() } else { mechanism.head.shown(lang) });
        }
    }
    out
}

/// How a benefit is obtained by whoever has all facts.
fn lane(item: &Item) -> Option<Lane> {
    let ItemKind::Benefit(benefit) = &item.kind else { return None };
    let is_exact = !benefit.at_most && !matches!(item.body.get(benefit.amount).expr, Expr::Range(..));
    Some(match is_exact && (benefit.automatic || benefit.documents.is_empty()) {
        true => Lane::Automatic,
        false => Lane::Apply,
    })
}

/// The most that a clause pays one of whom nothing is known.
fn most(program: &Program, item: &Item) -> Most {
    if !matches!(item.kind, ItemKind::Benefit(_)) {
        return Most::Nothing;
    }
    // The version must be in force, and the place must be right.
    let day =
        item.head.from.max(program.document(item.head.doc).from).max(Date::from_ymd(2000, 1, 1).unwrap_or(Date::MIN));
    let mut nobody = Memory::new(program);
    let home = |fact: FactId| {
        let value = Literal::Region(program.document(item.head.doc).region);
        SubjectFact { fact, year: None, value }
    };
    let home: Vec<SubjectFact> = program.entity(item.entity).home.map(home).into_iter().collect();
    let row = nobody.add(item.entity, item.head.name, &home);
    match Evaluator::new(program, &nobody, day).due(item.group, row).money.high {
        Some(most) => Most::Bounded(most),
        None => Most::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_found_under_its_heading() {
        let text = "# 甲\n\n前言\n\n## 第一条\n\n给<b>钱</b>，“a<b”\n\n```wuwei\nvalue a\n```\n";
        let all = Stretch::all(text);
        let last = all.last().unwrap();
        assert_eq!((last.id.as_str(), last.heading.as_str()), ("第一条", "第一条"));
        assert!(last.prose.contains("“a<b”"), "{}", last.prose);
        assert_eq!(last.code.len(), 1);
    }
}
