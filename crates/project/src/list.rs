//! What a library holds, as rows.

use serde_json::{Value as Json, json};
use wuwei_ir::{Deadline, Form, GroupId, ItemKind, Owner, Program, Target, TargetValue, Whose};
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

/// The rows of a listing; every row is an object with the same keys.
pub fn list(library: &Library, listing: Listing, lang: Lang) -> Vec<Json> {
    let program = library.program();
    let at = |place: Place| library.sources.show(place);
    match listing {
        Listing::Entities => entities(program, lang, &at),
        Listing::Statuses => rules(program, "status", lang, &at),
        Listing::Scores => rules(program, "score", lang, &at),
        Listing::Values => rules(program, "value", lang, &at),
        Listing::Benefits => rules(program, "benefit", lang, &at),
        Listing::Indicators => indicators(program, lang, &at),
        Listing::Targets => targets(program, &at),
        Listing::Actions => actions(program, &at),
        Listing::Parties => parties(program, &at),
        Listing::Documents => documents(library, lang),
        Listing::Mechanisms => mechanisms(program, &at),
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
            "counted_in": entity.counted_in.text(),
            "facts": facts,
            "place": at(entity.head.place),
        })
    };
    program.entities.iter().map(row).collect()
}

fn type_word(program: &Program, ty: wuwei_ir::Type) -> String {
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

fn targets(program: &Program, at: Shown<'_>) -> Vec<Json> {
    program.targets.iter().map(|target| target_row(program, target, at)).collect()
}

fn target_row(program: &Program, target: &Target, at: Shown<'_>) -> Json {
    let document = program.document(target.doc);
    let indicator = program.indicator(target.indicator);
    let kind = match target.form {
        Form::Growth => "growth",
        Form::Increase => "increase",
        Form::Value if matches!(target.deadline, Some(Deadline::EachYear(..))) => "commitment",
        Form::Value => indicator.kind.word(),
    };
    let (whose, whose_kind) = match target.whose {
        Whose::Region(id) => (program.region(id).head.name, "region"),
        Whose::Party(id) => (program.party(id).head.name, "party"),
        Whose::Subject(id) => (program.subject(id).head.name, "subject"),
    };
    let mut row = json!({
        "document": document.id.as_str(),
        "region": program.region(document.region).head.name.as_str(),
        "of": whose.as_str(),
        "of_kind": whose_kind,
        "action": target.action.map(|action| program.action(action).head.name.as_str()),
        "action_number": target.action.map(|action| program.action(action).number.as_str()),
        "indicator": indicator.head.name.as_str(),
        "operator": target.op.sign(),
    });
    match target.value {
        TargetValue::Number { written, unit, base } => {
            row["value"] = decimal(written);
            row["unit"] = json!(unit.text());
            row["value_base"] = decimal(base);
        }
        TargetValue::Indicator(id, region) => {
            row["value"] = json!({
                "indicator": program.indicator(id).head.name.as_str(),
                "region": region.map(|region| program.region(region).head.name.as_str()),
            });
            row["unit"] = Json::Null;
            row["value_base"] = Json::Null;
        }
    }
    row["by"] = match target.deadline {
        Some(Deadline::Year(year) | Deadline::PlanEnd(year)) => json!(year),
        Some(Deadline::EachYear(_, last)) => json!(last),
        Some(deadline) => json!(deadline.day().to_string()),
        None => Json::Null,
    };
    row["by_plan_end"] = json!(matches!(target.deadline, Some(Deadline::PlanEnd(_))));
    row["each_year"] = json!(matches!(target.deadline, Some(Deadline::EachYear(..))));
    row["kind"] = json!(kind);
    row["wording"] = json!(target.wording.map(|wording| wording.as_str()));
    row["owners"] = owners(program, program.owners(target).named());
    row["article"] = json!(article(program, target));
    row["basis"] = json!(target.basis.word());
    row["mechanisms"] = json!(slugs(program, &target.realises));
    row["place"] = json!(at(target.place));
    row
}

fn owners(program: &Program, owners: &[Owner]) -> Json {
    let owner = |owner: &Owner| json!({ "party": program.party(owner.party).head.name.as_str(), "lead": owner.lead });
    owners.iter().map(owner).collect()
}

fn article(program: &Program, target: &Target) -> String {
    match target.article {
        Some(article) => article.zh.to_string(),
        None => {
            let trail = program.document(target.doc).trail(target.heading);
            trail.iter().skip(1).map(|heading| heading.text.as_str()).collect::<Vec<_>>().join(" / ")
        }
    }
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
            "region": program.region(party.region).head.name.as_str(),
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

/// Mechanisms with the items that realise them; one that nothing realises yet is plainly open.
fn mechanisms(program: &Program, at: Shown<'_>) -> Vec<Json> {
    let mut realised: Vec<Vec<Json>> = vec![Vec::new(); program.mechanisms.len()];
    let mut note = |mechanisms: &[wuwei_ir::MechanismId], kind: &str, name: &str, doc: wuwei_ir::DocId| {
        for id in mechanisms {
            let entry = json!({ "kind": kind, "name": name, "document": program.document(doc).id.as_str() });
            if !realised[id.index()].contains(&entry) {
                realised[id.index()].push(entry);
            }
        }
    };
    for (n, group) in program.groups.iter().enumerate() {
        for id in &program.group(GroupId::from_index(n)).versions {
            let item = program.item(*id);
            note(&item.head.realises, item.kind.word(), group.name.as_str(), item.head.doc);
        }
    }
    for action in &program.actions {
        note(&action.head.realises, "action", action.head.name.as_str(), action.head.doc);
    }
    for target in &program.targets {
        note(&target.realises, "target", program.indicator(target.indicator).head.name.as_str(), target.doc);
    }
    let heads = (program.indicators.iter().map(|item| ("indicator", &item.head)))
        .chain(program.budgets.iter().map(|item| ("budget", &item.head)))
        .chain(program.subjects.iter().map(|item| ("subject", &item.head)))
        .chain(program.parties.iter().map(|item| ("party", &item.head)))
        .chain(program.entities.iter().map(|item| ("entity", &item.head)))
        .chain(program.programmes.iter().map(|item| ("programme", &item.head)))
        .chain(program.stackings.iter().map(|item| ("stacking", &item.head)))
        .chain(program.ladders.iter().map(|item| ("ladder", &item.head)))
        .chain(program.lights.iter().map(|item| ("lights", &item.head)))
        .chain(program.weights.iter().map(|item| ("weights", &item.head)));
    for (kind, head) in heads {
        note(&head.realises, kind, head.name.as_str(), head.doc);
    }
    let row = |(mechanism, items): (&wuwei_ir::Mechanism, Vec<Json>)| {
        json!({
            "slug": mechanism.head.name.as_str(),
            "term": mechanism.term.as_str(),
            "english": mechanism.head.label.map(|label| label.as_str()),
            "levels": mechanism.levels.iter().map(|level| level.word()).collect::<Vec<_>>(),
            "documents": mechanism.documents.iter().map(|id| program.document(*id).id.as_str()).collect::<Vec<_>>(),
            "open": items.is_empty(),
            "items": items,
            "place": at(mechanism.head.place),
        })
    };
    program.mechanisms.iter().zip(realised).map(row).collect()
}
