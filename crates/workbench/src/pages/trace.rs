//! How a number came about: its formula with the numbers put in, the figures it rests on, the sentence of the plan.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use wuwei_plan::cascade::{amount, target_said};
use wuwei_plan::progress::Settings;
use wuwei_plan::trace::{TraceKey, trace};
use wuwei_project::{fill, plan_words};
use wuwei_source::{Lang, Text};

use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::{Moment, answer};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::workbench::Workbench;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Path(key): Path<String>) -> Response {
    answer(bench, asking, move |moment| {
        let Moment { snapshot, asking, .. } = *moment;
        let library = snapshot.library();
        let program = library.program();
        let lang = asking.lang;
        let none = || Fault::not_found(Text::new("没有编号是它的数", "no number has this key"));
        let key = TraceKey::parse(&key).ok_or_else(none)?;
        let found = trace(program, snapshot.observations(), key, &Settings::default()).ok_or_else(none)?;
        let said = plan_words(lang);
        let document = program.document(found.document);
        let of = match found.target {
            Some(target) => target_said(program, target, lang),
            None => document.title.get(lang).to_string(),
        };
        let body = html! {
            p.kicker { (asking.alone(found.quantity.name().get(lang))) }
            h1 { (found.value.get(lang)) }
            p.lead { (of) }
            p.aside { (asking.alone(&fill(said.known_on, &[("day", &key.day())]))) " · " (key) }
            section {
                h2 { (asking.alone(said.formula)) }
                p.formula { (asking.alone(found.formula.get(lang))) }
            }
            @if !found.observations.is_empty() {
                section {
                    h2 { (asking.alone(said.rests_on)) }
                    table {
                        tbody {
                            @for at in &found.observations {
                                @if let Some(seen) = snapshot.observations().all().get(*at) {
                                    tr {
                                        th scope="row" {
                                            (program.region(seen.region).head.shown(lang)) " "
                                            (program.indicator(seen.indicator).head.shown(lang)) " " (seen.period.shown())
                                        }
                                        td.num {
                                            @if let Some(figure) = seen.figure {
                                                @match lang {
                                                    Lang::Zh => { (figure.written.to_decimal(6)) " " (figure.unit.text()) }
                                                    Lang::En => { (amount(program, seen.indicator, figure.value, lang)) }
                                                }
                                            }
                                        }
                                        td { (seen.status.shown(lang)) }
                                        td {
                                            (seen.source)
                                            small { (snapshot.observations().place(*at).unwrap_or_default()) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if let Some(place) = found.place {
                section {
                    h2 { (asking.alone(said.stands)) }
                    p {
                        a href=(format!("/documents/{}", document.id)) { (document.title.get(lang)) } " " (found.article)
                    }
                    p.aside { code { (library.sources.show(place)) } }
                }
            }
            p.aside { (if found.is_unchanged { said.unchanged } else { said.changed }) }
        };
        Ok(Page::new(Section::List, asking.alone(found.quantity.name().get(lang)), body))
    })
    .await
}
