//! What to ask next about a subject: of the facts that aren't known, which settles most of what is at stake.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use wuwei_engine::Range;
use wuwei_facts::asked_unit;
use wuwei_ir::{Fact, Type};
use wuwei_project::{fill, open_facts, question_words, show_range};
use wuwei_reason::questions::{Interview, Origin, Question, Stake};
use wuwei_source::Lang;

use super::profile::{notice, way_back};
use super::{Subject, about};
use crate::asking::Asking;
use crate::pages::Moment;
use crate::parts::table::head;
use crate::workbench::Workbench;

/// So many questions are shown.
const SHOWN: usize = 12;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Path(named): Path<(String, String)>) -> Response {
    about(bench, asking, named, |moment, subject| {
        let asking = moment.asking;
        let title = asking.say("接下来该问什么", "What to ask next");
        let body = html! {
            (way_back(moment, subject))
            h1 { (title) }
            (notice(moment))
            (show(moment, subject))
        };
        Ok((title.to_string(), body))
    })
    .await
}

fn show(moment: &Moment<'_>, subject: &Subject) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let said = question_words(asking.lang);
    let mut interview = Interview::new(program, moment.snapshot.population(), subject.row, moment.as_of);
    let all = interview.answers().count();
    let settled = interview.answers().filter(|answer| answer.settled).count();
    let facts = open_facts(&interview);
    let (open, questions) = (all - settled, interview.questions());
    let chances = match questions.iter().map(|question| question.origin).find(|origin| *origin != Origin::Uniform) {
        Some(Origin::Peers(n)) => fill(said.chances_peers, &[("n", &n)]),
        _ => said.chances_uniform.to_string(),
    };
    html! {
        p.lead { (fill(said.state, &[("all", &all), ("settled", &settled), ("open", &open), ("facts", &facts)])) }
        @if questions.is_empty() {
            p { (said.over) }
        } @else {
            p { (asking.say("先补排在前面的：一项事实能让最多的答案、最多的钱有着落。", "Begin with the first: it settles the most answers and the most money.")) }
            table.questions {
                (head(&[(asking.say("事实", "Fact"), false), (asking.say("等它的答案", "Answers waiting"), true), (asking.say("涉及金额", "Money at stake"), true), (asking.say("可能定下什么", "What it may settle"), false)]))
                tbody { @for question in questions.iter().take(SHOWN) { (one(moment, question)) } }
            }
            @if questions.len() > SHOWN {
                p.aside { (asking.say("另有 ", "And ")) (questions.len() - SHOWN) (asking.say(" 项排在后面。", " more behind these.")) }
            }
            p.aside { (chances) }
        }
    }
}

fn one(moment: &Moment<'_>, question: &Question) -> Markup {
    const NAMED: usize = 3;
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let said = question_words(asking.lang);
    let fact = program.fact(question.asked.fact);
    let unit = unit(fact, asking.lang);
    let named: Vec<_> =
        question.decides.iter().filter(|decides| decides.stake != Stake::Quantity).take(NAMED).collect();
    let name = |group: wuwei_ir::GroupId| program.item(program.group(group).versions[0]).head.shown(asking.lang);
    let more = question.decides.len().saturating_sub(named.len());
    html! {
        tr {
            th scope="row" {
                b { (question.gap.shown(program, asking.lang)) }
                @if !unit.is_empty() { " " span.soft { (unit) } }
                @if !question.own { small { (said.held_by_others) } }
                @if let Some(about) = fact.about { small { (about.get(asking.lang)) } }
            }
            td.num { (question.waiting) }
            td.num {
                @match question.money {
                    Some(money) if money.signum() == 0 => { "–" },
                    Some(money) => { (show_range(Type::MONEY, None, Range::exactly(money), asking.lang)) },
                    None => { (asking.say("没有上限", "no ceiling")) },
                }
            }
            td {
                @if named.is_empty() { span.soft { (said.step) } }
                @else {
                    (named.iter().map(|decides| name(decides.group)).collect::<Vec<_>>().join(asking.say("、", ", ")))
                    @if more > 0 { (asking.say(" 等，另 ", " and ")) (more) (asking.say(" 项", " more")) }
                }
                @if question.likelihood > 0.0 { small { (fill(said.settles, &[("percent", &percent(question.likelihood))])) } }
            }
        }
    }
}

/// The unit that a fact is given in.
fn unit(fact: &Fact, lang: Lang) -> String {
    let unit = asked_unit(fact);
    match lang {
        Lang::Zh => unit,
        Lang::En => {
            let large = [("万", "10,000 "), ("亿", "100 million ")];
            let large = large.iter().find(|(prefix, _)| unit.starts_with(prefix)).map_or("", |(_, english)| english);
            format!("{large}{}", fact.unit.english())
        }
    }
}

/// A chance in whole percent; what isn't certain is never shown as certain.
fn percent(chance: f64) -> String {
    match (chance * 100.0).round() {
        percent if percent < 1.0 && chance > 0.0 => "<1%".to_string(),
        percent if percent > 99.0 && chance < 1.0 => ">99%".to_string(),
        percent => format!("{percent:.0}%"),
    }
}
