//! Findings as JSON.

use serde_json::{Map, Value as Json, json};
use wuwei_engine::Value;
use wuwei_ir::{Date, FactId, Literal, Number, Program, Type};
use wuwei_reason::prove::{TheoremFinding, Theorems, Witness, WitnessAnswer};
use wuwei_source::{Lang, SourceMap};

use crate::values::{show_literal, yuan};

/// `prove --json`: what was looked at, what was found, what stayed open.
pub fn theorems_json(program: &Program, sources: &SourceMap, day: Date, found: &Theorems, lang: Lang) -> Json {
    let names = program.group_names();
    let examined: Map<String, Json> =
        found.examined.iter().map(|(kind, n)| (kind.word().replace('-', "_"), json!(n))).collect();
    let open = found.open.iter().map(|open| {
        json!({
            "kind": open.kind.word(),
            "rule": names[open.rule.index()].as_str(),
            "question": open.what.get(lang),
        })
    });
    json!({
        "as_of": day.to_string(),
        "rules": found.rules,
        "examined": examined,
        "findings": found.findings.iter().map(|one| finding(program, sources, one, lang)).collect::<Vec<_>>(),
        "undecided": open.collect::<Vec<_>>(),
    })
}

fn finding(program: &Program, sources: &SourceMap, finding: &TheoremFinding, lang: Lang) -> Json {
    let names = program.group_names();
    json!({
        "kind": finding.kind.word(),
        "severity": finding.gravity.word(),
        "rules": finding.rules.iter().map(|rule| names[rule.index()].as_str()).collect::<Vec<_>>(),
        "message": finding.message.get(lang),
        "mend": finding.mend.as_ref().map(|mend| mend.get(lang)),
        "places": finding.places.iter().map(|place| sources.show(*place)).collect::<Vec<_>>(),
        "witness": finding.witness.as_ref().map(|witness| witness_json(program, witness)),
    })
}

fn witness_json(program: &Program, witness: &Witness) -> Json {
    let subject = |subject: &wuwei_reason::prove::WitnessSubject| {
        let facts = subject.facts.iter().map(|fact| {
            json!({
                "fact": program.fact(fact.fact).name.as_str(),
                "year": fact.year,
                "value": literal(program, fact.fact, fact.value),
            })
        });
        json!({
            "kind": program.entity(subject.entity).head.name.as_str(),
            "name": subject.name.as_str(),
            "facts": facts.collect::<Vec<_>>(),
        })
    };
    let changed = witness.changed.map(|(fact, year)| json!({"fact": program.fact(fact).name.as_str(), "year": year}));
    let step = |step: &wuwei_reason::prove::WitnessStep| {
        let fact = witness.changed.map(|(fact, _)| fact);
        json!({
            "value": step.value.zip(fact).map(|(value, fact)| literal(program, fact, value)),
            "answers": step.answers.iter().map(|one| answer(program, one)).collect::<Vec<_>>(),
        })
    };
    json!({
        "subjects": witness.subjects.iter().map(subject).collect::<Vec<_>>(),
        "changed": changed,
        "steps": witness.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

/// A fact as documents write it, so that a witness can be typed into a test as it stands.
fn literal(program: &Program, fact: FactId, value: Literal) -> Json {
    let ty = program.fact(fact).ty;
    match value {
        Literal::Truth(truth) => json!(truth),
        Literal::None => Json::Null,
        Literal::Year(year) => json!(year),
        value => json!(show_literal(program, ty, Some(program.fact(fact).unit), value, Lang::Zh)),
    }
}

fn answer(program: &Program, answer: &WitnessAnswer) -> Json {
    let names = program.group_names();
    let condition = answer.condition.map(|(item, expr)| {
        let printer = wuwei_ir::Printer::new(program, Lang::Zh);
        printer.expr(&program.item(item).body, expr, None)
    });
    let money = answer.money.map(|range| {
        let end = |number: Option<Number>| number.map(yuan);
        json!([end(range.low), end(range.high)])
    });
    let value = answer.value.as_ref().map(|value| match value {
        Value::Number(range, _) => match (range.exact(), program.group(answer.rule).ty) {
            (Some(number), Type::Quantity(dim)) if dim == wuwei_ir::Dim::MONEY => json!(yuan(number)),
            (Some(number), _) => json!(number.to_decimal(6)),
            (None, _) => Json::Null,
        },
        _ => Json::Null,
    });
    json!({
        "rule": names[answer.rule.index()].as_str(),
        "condition": condition,
        "answer": answer.verdict.map(|verdict| verdict.word()),
        "money": money,
        "value": value,
    })
}
