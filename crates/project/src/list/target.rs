//! Targets, with the latest published values beside them.

use serde_json::{Value as Json, json};
use wuwei_ir::{Date, Deadline, Form, Program, Target, TargetValue, Whose};
use wuwei_plan::progress::TargetProgress;

use wuwei_source::Name;

use super::{Shown, owners, slugs};
use crate::ask::decimal;
use crate::library::Library;
use crate::progress::{Published, progress, published};

pub(super) fn rows(library: &Library, day: Date, at: Shown<'_>) -> Vec<Json> {
    let program = library.program();
    let all = progress(program, &library.observations, day);
    let row = |found| row(program, found, &published(program, &library.observations, found), at);
    all.iter().map(row).collect()
}

fn row(program: &Program, found: &TargetProgress, published: &Published<'_>, at: Shown<'_>) -> Json {
    let target = program.target(found.target);
    let document = program.document(target.doc);
    let indicator = program.indicator(target.indicator);
    let (whose, whose_kind) = whose(program, target);
    let mut row = json!({
        "document": document.id.as_str(),
        "region": program.region(document.region).head.name.as_str(),
        "of": whose.as_str(),
        "of_kind": whose_kind,
        "action": target.action.map(|action| program.action(action).head.name.as_str()),
        "action_number": target.action.map(|action| program.action(action).number.as_str()),
        "indicator": indicator.head.name.as_str(),
        "indicator_english": indicator.head.label.map(|label| label.as_str()),
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
    row["by"] = by(target);
    row["by_plan_end"] = json!(matches!(target.deadline, Some(Deadline::PlanEnd(_))));
    row["each_year"] = json!(matches!(target.deadline, Some(Deadline::EachYear(..))));
    row["kind"] = json!(kind(program, target));
    row["wording"] = json!(target.wording.map(|wording| wording.as_str()));
    row["latest"] = published.latest.map_or(Json::Null, |latest| {
        json!({
            "value": latest.figure.map(|figure| decimal(figure.written)),
            "unit": latest.figure.map(|figure| figure.unit.text()),
            "period": latest.period.to_string(),
            "shown_period": latest.period.shown(),
            "source": &*latest.source,
            "in_conflict": latest.in_conflict,
        })
    });
    row["growth"] = published.growth.map_or(Json::Null, decimal);
    row["comparable"] = json!(published.comparable);
    // In the unit in which the target is written.
    row["gap"] = match target.value {
        TargetValue::Number { unit, .. } => {
            published.gap.and_then(|gap| gap.div(unit.factor)).map_or(Json::Null, decimal)
        }
        TargetValue::Indicator(..) => Json::Null,
    };
    row["met"] = json!(published.met);
    row["owners"] = owners(program, program.owners(target).named());
    row["article"] = json!(article(program, target));
    row["basis"] = json!(target.basis.word());
    row["mechanisms"] = json!(slugs(program, &target.realises));
    row["place"] = json!(at(target.place));
    row
}

/// The last year in which a target can be met, or the day where the text counts from one.
pub(crate) fn by(target: &Target) -> Json {
    match target.deadline {
        Some(Deadline::Year(year) | Deadline::PlanEnd(year)) => json!(year),
        Some(Deadline::EachYear(_, last)) => json!(last),
        Some(deadline) => json!(deadline.day().to_string()),
        None => Json::Null,
    }
}

/// The word for how a target counts.
pub(crate) fn kind(program: &Program, target: &Target) -> &'static str {
    match target.form {
        Form::Growth => "growth",
        Form::Increase => "increase",
        Form::Value if matches!(target.deadline, Some(Deadline::EachYear(..))) => "commitment",
        Form::Value => program.indicator(target.indicator).kind.word(),
    }
}

/// Whose value a target is about, and what that is.
pub(crate) fn whose(program: &Program, target: &Target) -> (Name, &'static str) {
    match target.whose {
        Whose::Region(id) => (program.region(id).head.name, "region"),
        Whose::Party(id) => (program.party(id).head.name, "party"),
        Whose::Subject(id) => (program.subject(id).head.name, "subject"),
    }
}

pub(crate) fn article(program: &Program, target: &Target) -> String {
    match target.article {
        Some(article) => article.zh.to_string(),
        None => {
            let trail = program.document(target.doc).trail(target.heading);
            trail.iter().skip(1).map(|heading| heading.text.as_str()).collect::<Vec<_>>().join(" / ")
        }
    }
}
