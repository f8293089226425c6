//! Why an answer is what it is: the proof, step by step, down to articles and facts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{PreEscaped, html};
use wuwei_engine::{Evaluator, Mark};
use wuwei_project::{Explanation, explain_parts, explain_words};

use super::profile::{notice, way_back};
use super::{about, rule};
use crate::asking::Asking;
use crate::pages::policies::{address, dated, segment};
use crate::workbench::Workbench;

pub(crate) async fn get(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    Path((kind, key, name)): Path<(String, String, String)>,
) -> Response {
    about(bench, asking, (kind, key), move |moment, subject| {
        let group = rule(moment, subject.row.entity, &name)?;
        let asking = moment.asking;
        let library = moment.snapshot.library();
        let program = library.program();
        let population = moment.snapshot.population();
        let proof = Evaluator::new(program, population, moment.as_of).trace(group, subject.row);
        let explanation = Explanation {
            library,
            population: Some(population),
            lang: asking.lang,
            as_of: moment.as_of,
            colour: false,
        };
        let parts = explain_parts(&explanation, &proof);
        let said = explain_words(asking.lang);
        let called = moment.snapshot.clauses().name(group);
        let here = subject.address(program);
        let is_open = proof.mark != Mark::Yes && proof.mark != Mark::NotApplicable;
        let body = html! {
            (way_back(moment, subject))
            h1 { (parts.question) }
            div.proof {
                (PreEscaped(&parts.answer))
                p.aside { (asking.say("评价日 ", "As of ")) (moment.as_of) }
                (notice(moment))
                (PreEscaped(&parts.why))
                p.acts {
                    @if is_open { a.button href=(dated(asking, format!("{here}/advise/{}", segment(called.as_str())))) { (asking.say("怎样才行", "What it would take")) } }
                    a.button.quiet href=(dated(asking, address(called))) { (asking.say("看这一条规则", "Show the rule")) }
                }
                section aria-labelledby="proof" {
                    h2 #proof { (said.proof) }
                    p.legend { (said.legend) }
                    div.tree { (PreEscaped(&parts.tree)) }
                    p.aside { (said.page_foot) }
                }
            }
        };
        Ok((parts.question, body))
    })
    .await
}
