//! What a library holds, as rows.

mod mechanism;
pub(crate) mod target;

pub use mechanism::{Realised, realised};

use serde_json::{Value as Json, json};
use wuwei_ir::{Date, ItemKind, Owner, Program};
use wuwei_source::{Lang, Place};

use crate::ask::decimal;
use crate::library::Library;

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the kind of thing that its name says")]
pub enum Listing {
    Entities,
    Statuses,
    Scores,
    Values,
    Benefits,
    Indicators,
    Targets,
    Actions,
    Parties,
    Documents,
    Mechanisms,
}

/// The rows of a listing, with what was known of targets on a day; every row is an object with the same keys.
pub fn list(library: &Library, listing: Listing, day: Date, lang: Lang) -> Vec<Json> {
    let program = library.program();
    let at = |place: Place| library.sources.show(place);
    match listing {
        Listing::Entities => entities(program, lang, &at),
        Listing::Statuses => rules(program, "status", lang, &at),
        Listing::Scores => rules(program, "score", lang, &at),
        Listing::Values => rules(program, "value", lang, &at),
        Listing::Benefits => rules(program, "benefit", lang, &at),
        Listing::Indicators => indicators(program, lang, &at),
        Listing::Targets => target::rows(library, day, &at),
        Listing::Actions => actions(program, &at),
        Listing::Parties => parties(program, &at),
        Listing::Documents => documents(library, lang),
        Listing::Mechanisms => mechanism::rows(program, &at),
    }
}

type Shown<'a> = &'a dyn Fn(Place) -> String;

fn entities(program: &Program, lang: Lang, at: Shown<'_>) -> Vec<Json> {
    let row = |entity: &wuwei_ir::Entity| {
        let facts: Vec<Json> = entity
            .facts
            .iter()
            .map(|id| {
                let fact = program.fact(*id);
                json!({
                    "name": fact.name.as_str(),
                    "english": fact.label.map(|label| label.as_str()),
                    "type": type_word(program, fact.ty),
                    "unit": fact.unit.text(),
                    "yearly": fact.yearly,
                    "expert": fact.expert,
                    "or_none": fact.or_none,
                    "about": fact.about.map(|about| about.get(lang)),
                })
            })
            .collect();
        json!({
            "name": entity.head.name.as_str(),
            "english": entity.head.label.map(|label| label.as_str()),
            "document": program.document(entity.head.doc).id.as_str(),
            "counted_in": entity.counted_in.text(),
            "facts": facts,
            "place": at(entity.head.place),
        })
    };
    program.entities.iter().map(row).collect()
}

pub(crate) fn type_word(program: &Program, ty: wuwei_ir::Type) -> String {
    use wuwei_ir::Type;
    match ty {
        Type::Truth => "yes/no".to_string(),
        Type::Quantity(dim) if dim == wuwei_ir::Dim::MONEY => "money".to_string(),
        Type::Quantity(dim) if dim == wuwei_ir::Dim::NONE => "number".to_string(),
        Type::Quantity(dim) => dim.to_string(),
        Type::Ratio => "ratio".to_string(),
        Type::Date => "date".to_string(),
        Type::Year => "year".to_string(),
        Type::Text | Type::Any => "text".to_string(),
        Type::Code(kind) => format!("code {}", kind.word()),
        Type::Enum(id) => {
            let enumeration = program.enumeration(id);
            let join = if enumeration.ordered { " < " } else { ", " };
            let values: Vec<&str> = enumeration.values.iter().map(|value| value.as_str()).collect();
            format!("one of {}", values.join(join))
        }
        Type::Region => "region".to_string(),
        Type::Entity(id) => program.entity(id).head.name.to_string(),
    }
}

fn rules(program: &Program, kind: &str, lang: Lang, at: Shown<'_>) -> Vec<Json> {
    let names = program.group_names();
    let mut rows = Vec::new();
    for (n, group) in program.groups.iter().enumerate() {
        for id in &group.versions {
            let item = program.item(*id);
            if item.kind.word() != kind {
                continue;
            }
            let document = program.document(item.head.doc);
            let mut row = json!({
                "name": names[n].as_str(),
                "english": item.head.label.map(|label| label.as_str()),
                "entity": program.entity(item.entity).head.name.as_str(),
                "entity_english": program.entity(item.entity).head.label.map(|label| label.as_str()),
                "document": document.id.as_str(),
                "region": program.region(document.region).head.name.as_str(),
                "from": item.head.from.to_string(),
                "until": item.head.until.map(|until| until.to_string()),
                "article": program.article(&item.head),
                "basis": item.head.basis.word(),
                "mechanisms": slugs(program, &item.head.realises),
                "place": at(item.head.place),
            });
            if let ItemKind::Score(score) = &item.kind {
                row["out_of"] = decimal(score.out_of);
            }
            if let ItemKind::Benefit(benefit) = &item.kind {
                row["at_most"] = json!(benefit.at_most);
                row["budget"] = json!(benefit.budget.map(|budget| program.budget(budget).head.name.as_str()));
                row["payer"] = json!(benefit.payer.map(|payer| program.party(payer).head.name.as_str()));
                row["handled_by"] =
                    benefit.handled_by.iter().map(|party| json!(program.party(*party).head.name.as_str())).collect();
                row["amount"] = json!(wuwei_ir::Printer::new(program, lang).expr(&item.body, benefit.amount, None));
            }
            rows.push(row);
        }
    }
    rows
}

fn slugs(program: &Program, mechanisms: &[wuwei_ir::MechanismId]) -> Vec<&'static str> {
    mechanisms.iter().map(|id| program.mechanism(*id).head.name.as_str()).collect()
}

fn indicators(program: &Program, lang: Lang, at: Shown<'_>) -> Vec<Json> {
    let row = |indicator: &wuwei_ir::Indicator| {
        json!({
            "name": indicator.head.name.as_str(),
            "english": indicator.head.label.map(|label| label.as_str()),
            "unit": indicator.unit.text(),
            "kind": indicator.kind.word(),
            "computed": indicator.computed.is_some(),
            "better": if indicator.lower_is_better { "lower" } else { "higher" },
            "document": program.document(indicator.head.doc).id.as_str(),
            "about": indicator.head.about.map(|about| about.get(lang)),
            "place": at(indicator.head.place),
        })
    };
    program.indicators.iter().map(row).collect()
}

pub(crate) fn owners(program: &Program, owners: &[Owner]) -> Json {
    let owner = |owner: &Owner| {
        let head = &program.party(owner.party).head;
        let english = head.label.map(|label| label.as_str());
        json!({ "party": head.name.as_str(), "english": english, "lead": owner.lead })
    };
    owners.iter().map(owner).collect()
}

fn actions(program: &Program, at: Shown<'_>) -> Vec<Json> {
    let row = |action: &wuwei_ir::Action| {
        let serves: Vec<Json> = action
            .serves
            .iter()
            .map(|id| {
                let served = program.action(*id);
                json!({ "document": program.document(served.head.doc).id.as_str(), "action": served.head.name.as_str() })
            })
            .collect();
        json!({
            "document": program.document(action.head.doc).id.as_str(),
            "number": action.number.as_str(),
            "name": action.head.name.as_str(),
            "english": action.head.label.map(|label| label.as_str()),
            "programme": action.programme.map(|programme| program.programme(programme).head.name.as_str()),
            "owners": owners(program, action.owners.named()),
            "serves": serves,
            "targets": action.targets.len(),
            "measures": action.measures.iter().map(|measure| measure.zh.as_str()).collect::<Vec<_>>(),
            "mechanisms": slugs(program, &action.head.realises),
            "place": at(action.head.place),
        })
    };
    program.actions.iter().map(row).collect()
}

fn parties(program: &Program, at: Shown<'_>) -> Vec<Json> {
    let owned = |party: usize| {
        let owns = |owners: &wuwei_ir::Owners| owners.named().iter().any(|owner| owner.party.index() == party);
        program.actions.iter().filter(|action| owns(&action.owners)).count()
    };
    let row = |(n, party): (usize, &wuwei_ir::Party)| {
        json!({
            "name": party.head.name.as_str(),
            "english": party.head.label.map(|label| label.as_str()),
            "document": program.document(party.head.doc).id.as_str(),
            "region": program.region(party.region).head.name.as_str(),
            "region_english": program.region(party.region).head.label.map(|label| label.as_str()),
            "aka": party.aka.iter().map(|aka| aka.as_str()).collect::<Vec<_>>(),
            "actions": owned(n),
            "place": at(party.head.place),
        })
    };
    program.parties.iter().enumerate().map(row).collect()
}

fn documents(library: &Library, lang: Lang) -> Vec<Json> {
    let program = library.program();
    let row = |document: &wuwei_ir::Document| {
        let doc = program.documents.iter().position(|other| other.id == document.id).unwrap_or(0);
        let of = |head: &wuwei_ir::Head| head.doc.index() == doc;
        json!({
            "id": document.id.as_str(),
            "title": document.title.get(lang),
            "number": document.number.map(|number| number.get(lang)),
            "region": program.region(document.region).head.name.as_str(),
            "region_english": program.region(document.region).head.label.map(|label| label.as_str()),
            "issuers": document.issuers.iter().map(|party| program.party(*party).head.name.as_str()).collect::<Vec<_>>(),
            "from": document.from.to_string(),
            "until": document.until.map(|until| until.to_string()),
            "period": document.period.map(|(first, last)| [first, last]),
            "basis": document.basis.word(),
            "implements": document.implements.iter().map(|id| program.document(*id).id.as_str()).collect::<Vec<_>>(),
            "rules": program.items.iter().filter(|item| of(&item.head)).count(),
            "targets": program.targets.iter().filter(|target| target.doc.index() == doc).count(),
            "actions": program.actions.iter().filter(|action| of(&action.head)).count(),
            "tests": program.tests.iter().filter(|test| test.doc.index() == doc).count(),
            "path": library.sources.get(document.file).path(),
        })
    };
    program.documents.iter().map(row).collect()
}
