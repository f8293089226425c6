//! The cascade: plans of the levels side by side, and what doesn't fit between them.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use wuwei_ir::{Date, DocId, IndicatorId, Program, Target, TargetId};
use wuwei_plan::cascade::{Finding, FindingSeverity, Limits, Sight, align, promised};
use wuwei_project::{Library, plan_documents};

use crate::asking::Asking;
use crate::pages::allocation::{self, Asked};
use crate::pages::{Moment, answer};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::parts::table::wide;
use crate::workbench::Workbench;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let Moment { bench, snapshot, asking, as_of } = *moment;
        let library = snapshot.library();
        let documents = family(library, bench.setting.plan);
        let found = align(library.program(), snapshot.observations(), &documents, as_of, &Limits::default());
        let body = html! {
            h1 { (asking.say("级联", "Cascade")) }
            p.lead {
                (asking.say(
                    "上下级计划并排：同一个指标各级要多少，哪里对不上。",
                    "Plans of the levels side by side: what each asks of an indicator, and what doesn't fit.",
                ))
            }
            (ways(&found, asking))
            (findings(library, &found, FindingSeverity::Error, asking))
            (side_by_side(library.program(), &documents, as_of, asking))
            (allocation::section(moment, &documents, &asked))
            (findings(library, &found, FindingSeverity::Warning, asking))
            (findings(library, &found, FindingSeverity::Info, asking))
        };
        Ok(Page::new(Section::Cascade, asking.say("级联", "Cascade"), body))
    })
    .await
}

/// The plan itself, those of the regions around it, and those of the regions inside it; the outermost first.
fn family(library: &Library, own: DocId) -> Vec<DocId> {
    let program = library.program();
    let region = program.document(own).region;
    let mut all = plan_documents(library);
    all.retain(|doc| {
        let other = program.document(*doc).region;
        program.is_within(region, other) || program.is_within(other, region)
    });
    all
}

fn side_by_side(program: &Program, documents: &[DocId], as_of: Date, asking: &Asking) -> Markup {
    let of = |doc: DocId| program.targets.iter().enumerate().filter(move |(_, target)| target.doc == doc);
    let mut shared: Vec<IndicatorId> = program.targets.iter().map(|target| target.indicator).collect();
    shared.sort_unstable();
    shared.dedup();
    // What only one plan speaks of has nothing to stand beside.
    let speaks = |indicator: IndicatorId, doc: DocId| of(doc).any(|(_, target)| target.indicator == indicator);
    shared.retain(|indicator| documents.iter().filter(|doc| speaks(*indicator, **doc)).count() > 1);
    let documents: Vec<DocId> =
        documents.iter().copied().filter(|doc| shared.iter().any(|indicator| speaks(*indicator, *doc))).collect();
    let in_force = |target: &Target| program.document(target.doc).from <= as_of;
    html! {
        section #beside {
            h2 { (asking.say("并排", "Side by side")) }
            (wide(asking.say("并排", "Side by side"), html! { table.keep.beside {
                thead {
                    tr {
                        th scope="col" { (asking.say("指标", "Indicator")) }
                        @for doc in &documents {
                            th scope="col" {
                                (program.region(program.document(*doc).region).head.shown(asking.lang))
                                small { (program.document(*doc).title.get(asking.lang)) }
                            }
                        }
                    }
                }
                tbody {
                    @for indicator in shared {
                        tr {
                            th scope="row" { (program.indicator(indicator).head.shown(asking.lang)) }
                            @for doc in &documents {
                                td {
                                    @for (n, _) in of(*doc).filter(|(_, target)| target.indicator == indicator && in_force(target)) {
                                        @let number = of(*doc).take_while(|(at, _)| *at != n).count() + 1;
                                        a.stacked href=(format!("/documents/{}#target-{number}", program.document(*doc).id)) {
                                            (promised(program, TargetId::from_index(n), asking.lang))
                                            @if let Some(by) = program.targets[n].deadline { small { (by.year()) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            } }))
        }
    }
}

/// What a severity is called, with its colour, shape and address.
fn called(severity: FindingSeverity, asking: &Asking) -> (&'static str, &'static str, &'static str, &str) {
    match severity {
        FindingSeverity::Error => ("c-red", "v-square", "errors", asking.say("不能同时成立", "Can't all hold")),
        FindingSeverity::Warning => {
            ("c-amber", "v-triangle", "warnings", asking.say("需要有人看", "Somebody has to look"))
        }
        FindingSeverity::Info => ("c-grey", "v-ring", "infos", asking.say("应当知道", "Good to know")),
    }
}

fn sign(colour: &str, shape: &str) -> Markup {
    PreEscaped(format!("<span class=\"lamp {colour}\"><svg aria-hidden=\"true\"><use href=\"#{shape}\"/></svg></span>"))
}

/// The parts of the page, with what each holds.
fn ways(found: &[Finding], asking: &Asking) -> Markup {
    let all = [FindingSeverity::Error, FindingSeverity::Warning, FindingSeverity::Info];
    html! {
        nav.tools aria-label=(asking.say("本页", "On this page")) {
            @for severity in all {
                @let (colour, shape, id, title) = called(severity, asking);
                @let count = found.iter().filter(|finding| finding.severity == severity).count();
                @if count > 0 { a href=(format!("#{id}")) { (sign(colour, shape)) " " (title) " " b { (count) } } }
            }
            a href="#beside" { (asking.say("并排", "Side by side")) }
            a href="#allocation" { (asking.say("分解", "Sharing a target out")) }
        }
    }
}

fn findings(library: &Library, found: &[Finding], severity: FindingSeverity, asking: &Asking) -> Markup {
    let (colour, shape, id, title) = called(severity, asking);
    let mine: Vec<&Finding> = found.iter().filter(|finding| finding.severity == severity).collect();
    html! {
        @if !mine.is_empty() {
            section id=(id) {
                h2 { (sign(colour, shape)) " " (title) " " small.n { (mine.len()) } }
                details open[severity == FindingSeverity::Error || mine.len() < 6] {
                    summary { (asking.say("逐条看", "One by one")) }
                    ol.findings {
                        @for finding in mine { (one(library, finding, asking)) }
                    }
                }
            }
        }
    }
}

/// So many places of a finding are shown before the rest is folded away.
const PLACES: usize = 3;

fn one(library: &Library, finding: &Finding, asking: &Asking) -> Markup {
    html! {
        li {
            p { (finding.message.get(asking.lang)) }
            @let (first, rest) = finding.places.split_at(finding.places.len().min(PLACES));
            ul.places { @for sight in first { (place(library, sight, asking)) } }
            @if !rest.is_empty() {
                details {
                    summary { (asking.say("另有 ", "")) (asking.count(rest.len(), "处", "more place", "more places")) }
                    ul.places { @for sight in rest { (place(library, sight, asking)) } }
                }
            }
        }
    }
}

fn place(library: &Library, sight: &Sight, asking: &Asking) -> Markup {
    let program = library.program();
    html! {
        li {
            @if let Some(doc) = sight.document {
                a href=(format!("/documents/{}", program.document(doc).id)) { (program.document(doc).title.get(asking.lang)) } " "
            }
            (sight.article)
            // Where there is a document to open, the line of its file helps nobody.
            @if let (Some(place), None) = (sight.place, sight.document) { " " code { (library.sources.show(place)) } }
            @if let Some(row) = &sight.row { " " code { (row.file) ":" (row.row) } }
        }
    }
}
