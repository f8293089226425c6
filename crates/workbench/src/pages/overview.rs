//! The region's plan at a glance: how many targets stand where, what needs attention, what became different, which actions are
//! behind, and what each unit promises.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use wuwei_ir::Date;
use wuwei_plan::progress::{Settings, Verdict};
use wuwei_report::{Group, Material, Report, TargetRow, chart};

use crate::asking::Asking;
use crate::pages::{Moment, answer};
use crate::parts::lamp::lamp;
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::parts::number::figure;
use crate::workbench::Workbench;

#[derive(Deserialize)]
pub(crate) struct Asked {
    map: Option<usize>,
}

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        let report = report(moment);
        let body = html! {
            (head(&report, asking))
            (tally(&report, asking))
            (attention(&report, asking))
            (fields(&report, asking))
            (changes(&report, asking))
            (actions(&report, asking))
            (map(&report, asked.map.unwrap_or(0), asking))
        };
        Ok(Page::new(Section::Overview, asking.say("总览", "Overview"), body))
    })
    .await
}

/// The report on the region's plan as of the day that is asked for, beside that of a month earlier.
fn report(moment: &Moment<'_>) -> Report {
    let Moment { bench, snapshot, asking, as_of } = *moment;
    let library = snapshot.library();
    let since = as_of.add_months(-1, false).unwrap_or(as_of);
    Report::new(&Material {
        program: library.program(),
        sources: &library.sources,
        observations: snapshot.observations(),
        document: bench.setting.plan,
        as_of,
        since,
        settings: &Settings::default(),
        lang: asking.lang,
    })
}

fn head(report: &Report, asking: &Asking) -> Markup {
    html! {
        p.kicker { (report.region) }
        h1 { a href=(format!("/documents/{}", report.document)) { (report.title) } }
        div.under-head {
            p.facts {
                @if let Some((first, last)) = report.period { span { (first) "—" (last) } }
                @if let Some(number) = &report.number { span { (number) } }
                span { (report.issuers.join(asking.say("、", ", "))) }
            }
            form.as-of method="get" {
                label for="as_of" { (asking.say("截至", "As of")) }
                input #as_of type="date" name="as_of" value=(report.as_of);
                button { (asking.say("看这一天", "Show")) }
            }
        }
    }
}

fn tally(report: &Report, asking: &Asking) -> Markup {
    html! {
        section aria-labelledby="tally" {
            h2.hear #tally { (asking.say("目标完成情况", "Targets by verdict")) }
            (PreEscaped(chart::tally_bar(&report.tally, report.lang)))
            ul.tally {
                @for count in &report.tally.counts {
                    li class=[(count.count == 0).then_some("nil")] {
                        span.count { (figure(report, &count.now)) }
                        a href=(format!("/list?verdict={}", count.lamp.verdict.word())) { (lamp(&count.lamp)) }
                        @if count.change != 0 {
                            small { (asking.say("比一个月前", "a month ago: ")) (format!("{:+}", count.change)) }
                        }
                    }
                }
            }
        }
    }
}

/// Targets that are behind, the worst first.
fn attention(report: &Report, asking: &Asking) -> Markup {
    let behind = |verdict: Verdict| report.targets.iter().filter(move |row| row.lamp.verdict == verdict);
    let rows: Vec<&TargetRow> = behind(Verdict::OffTrack).chain(behind(Verdict::AtRisk)).collect();
    html! {
        section aria-labelledby="attention" {
            h2 #attention { (asking.say("需要关注", "Needs attention")) }
            @if rows.is_empty() {
                p.aside { (asking.say("没有落后或有风险的目标。", "No target is behind or at risk.")) }
            } @else {
                ol.worth {
                    @for row in rows {
                        li {
                            (lamp(&row.lamp))
                            div {
                                p.to {
                                    a href=(format!("/documents/{}#target-{}", report.document, row.number)) { (row.name) }
                                    " " (figure(report, &row.asked))
                                }
                                p { (row.cause.text) }
                                @if !row.owners.is_empty() {
                                    p.aside {
                                        (asking.say("责任单位：", "Responsible: "))
                                        (row.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(asking.say("、", ", ")))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn changes(report: &Report, asking: &Asking) -> Markup {
    let loud: Vec<_> = report.changes.iter().filter(|change| !change.is_quiet()).collect();
    let day = |day: Date| day.to_string();
    html! {
        section aria-labelledby="changes" {
            h2 #changes { (asking.say("有什么变化", "What changed")) }
            @if loud.is_empty() {
                p.aside {
                    (asking.say("与", "Nothing new since ")) (day(report.since)) (asking.say("相比，没有新的数值或判定。", "."))
                }
            } @else {
                table {
                    thead {
                        tr {
                            th scope="col" { (asking.say("指标", "Indicator")) }
                            th scope="col" { (day(report.since)) }
                            th scope="col" { (day(report.as_of)) }
                        }
                    }
                    tbody {
                        @for change in loud {
                            tr {
                                th scope="row" { (report.targets[change.target].name) }
                                td {
                                    (lamp(&change.lamps.0)) " "
                                    @if let Some((value, period)) = &change.before { (figure(report, value)) " " small { (period) } }
                                }
                                td {
                                    (lamp(&change.lamps.1)) " "
                                    @if let Some((value, period)) = &change.now { (figure(report, value)) " " small { (period) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The fields of the plan: its programmes, each with the lights of its targets and the action that is furthest behind.
fn fields(report: &Report, asking: &Asking) -> Markup {
    let mut all: Vec<(&str, Vec<&Group>)> = Vec::new();
    for group in &report.groups {
        let Some(programme) = group.programme.as_deref() else { continue };
        match all.iter_mut().find(|(name, _)| *name == programme) {
            Some((_, groups)) => groups.push(group),
            None => all.push((programme, vec![group])),
        }
    }
    if all.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="fields" {
            h2 #fields { (asking.say("各个领域", "Fields")) }
            ul.fields {
                @for (name, groups) in &all { li { (field(report, name, groups, asking)) } }
            }
        }
    }
}

fn field(report: &Report, name: &str, groups: &[&Group], asking: &Asking) -> Markup {
    let rows: Vec<&TargetRow> = groups.iter().flat_map(|group| &group.targets).map(|at| &report.targets[*at]).collect();
    let count = |verdict: Verdict| rows.iter().filter(|row| row.lamp.verdict == verdict).count();
    let behind: Vec<&&TargetRow> =
        rows.iter().filter(|row| matches!(row.lamp.verdict, Verdict::OffTrack | Verdict::AtRisk)).collect();
    html! {
        h3 { (name) }
        p.aside {
            (groups.len()) (asking.say(" 项行动，", if groups.len() == 1 { " action, " } else { " actions, " }))
            (rows.len()) (asking.say(" 项目标", if rows.len() == 1 { " target" } else { " targets" }))
        }
        ul.lights {
            @for verdict in Verdict::ALL {
                @if let (n, Some(row)) = (count(verdict), rows.iter().find(|row| row.lamp.verdict == verdict)) {
                    li { (lamp(&row.lamp)) " " span.n { (n) } }
                }
            }
        }
        @if behind.is_empty() {
            p.aside { (asking.say("没有落后或有风险的。", "Nothing is behind or at risk.")) }
        }
        @for row in behind.iter().take(2) {
            p.behind {
                a href=(format!("/documents/{}#target-{}", report.document, row.number)) { (row.name) } " " (figure(report, &row.asked))
            }
        }
    }
}

/// The actions with their targets' lights.
fn actions(report: &Report, asking: &Asking) -> Markup {
    let programme = |group: &Group| group.programme.clone().unwrap_or_default();
    html! {
        section aria-labelledby="actions" {
            h2 #actions { (asking.say("各项行动", "Actions")) }
            table.actions {
                thead {
                    tr {
                        th scope="col" { (asking.say("行动", "Action")) }
                        th scope="col" { (asking.say("目标", "Targets")) }
                        th scope="col" { (asking.say("责任单位", "Responsible")) }
                    }
                }
                @for (n, group) in report.groups.iter().enumerate() {
                    tbody {
                        @if !programme(group).is_empty() && (n == 0 || programme(&report.groups[n - 1]) != programme(group)) {
                            tr.programme { th colspan="3" scope="rowgroup" { (programme(group)) } }
                        }
                        tr {
                            th scope="row" { (group.name) }
                            td.lamps {
                                @for at in &group.targets {
                                    @let row = &report.targets[*at];
                                    a.lit href=(format!("/documents/{}#target-{}", report.document, row.number)) title=(row.name) {
                                        (lamp(&row.lamp)) span.hear { (row.name) }
                                    }
                                }
                            }
                            td { (group.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(asking.say("、", ", "))) }
                        }
                    }
                }
            }
        }
    }
}

/// What each unit of the city promises of one indicator, on a map of tiles.
fn map(report: &Report, wanted: usize, asking: &Asking) -> Markup {
    let Some(shown) = report.maps.get(wanted).or(report.maps.first()) else { return html! {} };
    html! {
        section.map aria-labelledby="map" {
            h2 #map { (asking.say("各单位承诺", "What units promise")) }
            form method="get" hx-get="/" hx-select="#tiles" hx-target="#tiles" hx-swap="outerHTML" hx-trigger="change" {
                label for="indicator" { (asking.say("指标", "Indicator")) }
                select #indicator name="map" {
                    @for (n, map) in report.maps.iter().enumerate() {
                        option value=(n) selected[std::ptr::eq(map, shown)] { (map.indicator) }
                    }
                }
                button { (asking.say("看这一项", "Show")) }
            }
            div #tiles {
                p { (shown.region) " · " (shown.indicator)
                    @if let Some(whole) = &shown.whole { " · " (figure(report, whole)) }
                }
                (PreEscaped(format!("<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" height=\"0\">{}</svg>", chart::tile_patterns())))
                (PreEscaped(chart::tile_map(shown, report.lang)))
                (PreEscaped(chart::tile_legend(report.lang)))
            }
        }
    }
}
