//! One thing that comparing plans found.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde_json::{Value as Json, json};
use wuwei_ir::{ActionId, Deadline, DocId, IndicatorId, Number, PartyId, Program, RegionId, TargetId, TargetValue};
use wuwei_source::{Lang, Place, SourceMap, Text};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingSeverity {
    /// The plans or figures can't all hold as they are written.
    Error,
    /// Somebody has to look at it.
    Warning,
    /// Good to know.
    Info,
}

impl FindingSeverity {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            FindingSeverity::Error => "error",
            FindingSeverity::Warning => "warning",
            FindingSeverity::Info => "info",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A document as a whole.
    Document(DocId),
    /// An action.
    Action(ActionId),
    /// A target.
    Target(TargetId),
    /// The published figures of an indicator for a region.
    Figures(IndicatorId, RegionId),
    /// A responsible body.
    Party(PartyId),
}

/// Where a sentence stands that a finding leans on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sight {
    /// In which document's file and where.
    pub place: Option<Place>,
    /// In which row of which table, for a published figure.
    pub row: Option<Row>,
    /// The document, where it is one.
    pub document: Option<DocId>,
    /// The headings around it, or who published the figure.
    pub article: String,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// The file as people know it.
    pub file: Arc<str>,
    /// The row as a spreadsheet counts it, from 1.
    pub row: u32,
}

/// One thing that comparing plans found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which kind, kebab-case.
    pub id: &'static str,
    /// How much it matters.
    pub severity: FindingSeverity,
    /// The upper side.
    pub parent: Option<Subject>,
    /// The lower side.
    pub child: Option<Subject>,
    /// The part of the parent, or of all that were looked at, which the finding speaks of.
    pub share: Option<Number>,
    /// One sentence in both languages.
    pub message: Text,
    /// The sentences it leans on.
    pub places: Vec<Sight>,
}

impl Finding {
    pub(super) fn new(id: &'static str, severity: FindingSeverity, message: Text) -> Finding {
        Finding { id, severity, parent: None, child: None, share: None, message, places: Vec::new() }
    }

    /// Names the upper side and adds its place.
    pub(super) fn parent(mut self, program: &Program, subject: Subject) -> Finding {
        self.parent = Some(subject);
        self.seen(program, subject)
    }

    /// Names the lower side and adds its place.
    pub(super) fn child(mut self, program: &Program, subject: Subject) -> Finding {
        self.child = Some(subject);
        self.seen(program, subject)
    }

    pub(super) fn share(mut self, share: Option<Number>) -> Finding {
        self.share = share;
        self
    }

    /// Adds the place of something that the finding leans on.
    pub(super) fn seen(self, program: &Program, subject: Subject) -> Finding {
        match sight(program, subject) {
            Some(sight) => self.at(sight),
            None => self,
        }
    }

    pub(super) fn at(mut self, sight: Sight) -> Finding {
        self.places.push(sight);
        self
    }

    /// Names every place once.
    pub(super) fn name_places_once(&mut self) {
        let mut seen: FxHashSet<Sight> = FxHashSet::default();
        self.places.retain(|sight| seen.insert(sight.clone()));
    }

    /// The row of `align --json`.
    pub fn json(&self, program: &Program, sources: &SourceMap, lang: Lang) -> Json {
        let side = |subject: Option<Subject>| subject.map_or(Json::Null, |subject| subject_json(program, subject));
        let place = |sight: &Sight| {
            let of_document = sight.place.map(|place| sources.show(place));
            let place = of_document.or_else(|| sight.row.as_ref().map(|row| format!("{}:{}", row.file, row.row)));
            json!({
                "place": place,
                "document": sight.document.map(|doc| program.document(doc).id.as_str()),
                "article": sight.article,
            })
        };
        json!({
            "finding": self.id,
            "severity": self.severity.word(),
            "parent": side(self.parent),
            "child": side(self.child),
            "share": self.share.map_or(Json::Null, decimal),
            "message": self.message.get(lang),
            "places": self.places.iter().map(place).collect::<Vec<_>>(),
        })
    }
}

/// Where something stands; published figures and bodies stand in no plan.
fn sight(program: &Program, subject: Subject) -> Option<Sight> {
    match subject {
        Subject::Document(doc) => {
            let document = program.document(doc);
            let place = Place { file: document.file, span: wuwei_source::Span::default() };
            Some(in_document(place, doc, String::new()))
        }
        Subject::Action(action) => {
            let head = &program.action(action).head;
            Some(in_document(head.place, head.doc, program.article(head)))
        }
        Subject::Target(target) => {
            let target = program.target(target);
            let article = match target.article {
                Some(article) => article.zh.to_string(),
                None => {
                    let trail = program.document(target.doc).trail(target.heading);
                    trail.iter().skip(1).map(|heading| heading.text.as_str()).collect::<Vec<_>>().join(" / ")
                }
            };
            Some(in_document(target.place, target.doc, article))
        }
        Subject::Party(party) => {
            let head = &program.party(party).head;
            Some(in_document(head.place, head.doc, program.article(head)))
        }
        Subject::Figures(..) => None,
    }
}

fn in_document(place: Place, doc: DocId, article: String) -> Sight {
    Sight { place: Some(place), row: None, document: Some(doc), article }
}

fn subject_json(program: &Program, subject: Subject) -> Json {
    match subject {
        Subject::Document(doc) => json!({ "document": program.document(doc).id.as_str() }),
        Subject::Action(action) => {
            let action = program.action(action);
            json!({
                "document": program.document(action.head.doc).id.as_str(),
                "action": action.head.name.as_str(),
                "number": action.number.as_str(),
            })
        }
        Subject::Target(target) => {
            let target = program.target(target);
            let (value, unit) = match target.value {
                TargetValue::Number { written, unit, .. } => (decimal(written), json!(unit.text())),
                TargetValue::Indicator(..) => (Json::Null, Json::Null),
            };
            json!({
                "document": program.document(target.doc).id.as_str(),
                "region": region_of(program, target),
                "action": target.action.map(|action| program.action(action).head.name.as_str()),
                "indicator": program.indicator(target.indicator).head.name.as_str(),
                "operator": target.op.sign(),
                "value": value,
                "unit": unit,
                "by": target.deadline.map(Deadline::year),
            })
        }
        Subject::Figures(indicator, region) => json!({
            "indicator": program.indicator(indicator).head.name.as_str(),
            "region": program.region(region).head.name.as_str(),
        }),
        Subject::Party(party) => json!({ "party": program.party(party).head.name.as_str() }),
    }
}

fn region_of(program: &Program, target: &wuwei_ir::Target) -> &'static str {
    match target.whose {
        wuwei_ir::Whose::Region(region) => program.region(region).head.name.as_str(),
        wuwei_ir::Whose::Party(party) => program.party(party).head.name.as_str(),
        wuwei_ir::Whose::Subject(subject) => program.subject(subject).head.name.as_str(),
    }
}

/// A number as JSON: whole where it is whole, otherwise a decimal of at most six places.
pub(super) fn decimal(number: Number) -> Json {
    match number.to_i64() {
        Some(whole) => json!(whole),
        None => serde_json::from_str(&number.to_decimal(6)).unwrap_or(Json::Null),
    }
}
