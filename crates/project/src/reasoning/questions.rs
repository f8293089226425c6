//! What to ask next, as JSON.

use serde_json::{Value as Json, json};
use wuwei_engine::Gap;
use wuwei_ir::{Number, Program, Type};
use wuwei_reason::questions::{Asked, Interview, OpenAnswer, Origin, Question};
use wuwei_source::Lang;

use crate::values::yuan;

/// The stable JSON form of an interview; see `docs/json.md`. `units` says in which unit a fact is asked for.
pub fn questions_json(
    program: &Program,
    interview: &Interview<'_>,
    questions: &[Question],
    units: &dyn Fn(wuwei_ir::FactId) -> String,
    lang: Lang,
) -> Json {
    let names = program.group_names();
    let name = |group: wuwei_ir::GroupId| names[group.index()].as_str();
    let question = |question: &Question| {
        let fact = program.fact(question.asked.fact);
        let choices: Vec<&str> = match fact.ty {
            Type::Enum(id) => program.enumeration(id).values.iter().map(|value| value.as_str()).collect(),
            _ => Vec::new(),
        };
        let decides = question.decides.iter().map(|decides| {
            json!({
                "name": name(decides.group),
                "kind": decides.stake.word(),
                "likelihood": rounded(decides.likelihood),
            })
        });
        let peers = match question.origin {
            Origin::Peers(n) => Some(n),
            Origin::Uniform => None,
        };
        json!({
            "fact": question.gap.name,
            "english": fact.label.map(|label| label.as_str()),
            "about": fact.about.map(|about| about.get(lang)),
            "own": question.own,
            "unit": units(question.asked.fact),
            "choices": choices,
            "or_none": fact.or_none,
            "worth": rounded(question.worth),
            "likelihood": rounded(question.likelihood),
            "waiting": question.waiting,
            "money": question.money.map(yuan),
            "peers": peers,
            "decides": decides.collect::<Vec<_>>(),
        })
    };
    let gaps = |gaps: &[Gap]| gaps.iter().map(|gap| json!(gap.name)).collect::<Vec<_>>();
    let open =
        |answer: &&OpenAnswer| !answer.settled || !answer.out_of_reach.is_empty() || !answer.not_computable.is_empty();
    let answer = |answer: &OpenAnswer| {
        json!({
            "name": name(answer.group),
            "kind": answer.stake.word(),
            "waits": gaps(&answer.waits),
            "out_of_reach": gaps(&answer.out_of_reach),
            "not_computable": answer.not_computable.iter().map(|why| why.get(Lang::Zh)).collect::<Vec<_>>(),
        })
    };
    json!({
        "told": interview.told(),
        "settled": interview.answers().filter(|answer| answer.settled).count(),
        "over": interview.is_over(),
        "questions": questions.iter().map(question).collect::<Vec<_>>(),
        "open": interview.answers().filter(open).map(answer).collect::<Vec<_>>(),
    })
}

/// The facts that open answers wait for, each once.
pub fn open_facts(interview: &Interview<'_>) -> usize {
    let mut known: Vec<Asked> = interview.answers().flat_map(|answer| &answer.waits).filter_map(Asked::of).collect();
    known.sort_by_key(|asked| (asked.subject.entity, asked.subject.index, asked.fact, asked.year));
    known.dedup();
    known.len()
}

/// A chance with three places.
fn rounded(chance: f64) -> Json {
    json!((chance * 1000.0).round() / 1000.0)
}

/// Money between two ends in all; nothing where one has no end.
pub fn money_at_stake(interview: &Interview<'_>) -> Option<Number> {
    let open = interview.answers().filter(|answer| !answer.settled);
    let money = open.filter(|answer| answer.stake == wuwei_reason::questions::Stake::Money);
    money
        .map(|answer| answer.standing.value.range())
        .try_fold(Number::ZERO, |sum, range| sum.add(range.high?.sub(range.low.unwrap_or(Number::ZERO))?))
}
