//! The region's plan at a glance: how many targets stand where, what needs attention, what became different, which actions are
//! behind, and what each unit promises.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use wuwei_plan::progress::{Settings, Verdict};
use wuwei_report::{Group, Material, Report, TargetRow, TileMap, chart};

use crate::asking::Asking;
use crate::pages::{Moment, answer};
use crate::parts::lamp::lamp;
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::parts::number::figure;
use crate::parts::table;
use crate::workbench::Workbench;

#[derive(Deserialize)]
pub(crate) struct Asked {
    map: Option<usize>,
    /// Months back that changes are told from.
    months: Option<i64>,
}

/// Spans that changes are told over, in months.
const SPANS: [i64; 3] = [1, 3, 12];

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        let months = asked.months.filter(|months| SPANS.contains(months)).unwrap_or(SPANS[0]);
        let report = report(moment, months);
        let body = html! {
            (head(&report, asking))
            (tally(&report, months, asking))
            div.halves {
                (attention(&report, asking))
                (changes(&report, months, asking))
            }
            (fields(&report, asking))
            (map(&report, asked.map.unwrap_or(0), asking))
        };
        Ok(Page::new(Section::Overview, asking.say("总览", "Overview"), body))
    })
    .await
}

/// The report on the region's plan as of the day that is asked for, beside that of some months earlier.
fn report(moment: &Moment<'_>, months: i64) -> Report {
    let Moment { bench, snapshot, asking, as_of } = *moment;
    let library = snapshot.library();
    let since = as_of.add_months(-months, false).unwrap_or(as_of);
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

fn tally(report: &Report, months: i64, asking: &Asking) -> Markup {
    let before = match months {
        12 => asking.say("比一年前", "since a year ago"),
        3 => asking.say("比一个季度前", "since a quarter ago"),
        _ => asking.say("比一个月前", "since a month ago"),
    };
    let silent = report.targets.iter().filter(|row| row.lamp.verdict == Verdict::NoData).count();
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
                            @let change = format!("{:+}", count.change);
                            small { (asking.say(before, &change)) " " (asking.say(&change, before)) }
                        }
                    }
                }
            }
            p.aside.told {
                (asking.say("共 ", "")) (asking.count(report.targets.len(), "项目标", "target", "targets"))
                @if silent > 0 {
                    (asking.say("，其中 ", "; for "))
                    a href=(format!("/list?verdict={}", Verdict::NoData.word())) { (silent) }
                    (asking.say(" 项还没有公布能据以判定的数据", " of them no figures are published to judge them by"))
                }
                (asking.say("。", "."))
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

fn changes(report: &Report, months: i64, asking: &Asking) -> Markup {
    let loud: Vec<_> = report.changes.iter().filter(|change| !change.is_quiet()).collect();
    let spans = [asking.say("一个月", "a month"), asking.say("一个季度", "a quarter"), asking.say("一年", "a year")];
    html! {
        section #changed aria-labelledby="changes" {
            h2 #changes { (asking.say("有什么变化", "What changed")) }
            ul.views {
                @for (span, name) in SPANS.iter().zip(spans) {
                    li {
                        a href=(format!("/?months={span}&as_of={}#changed", report.as_of)) aria-current=[(*span == months).then_some("true")] { (name) }
                    }
                }
            }
            @if loud.is_empty() {
                p.aside {
                    (asking.say("与 ", "Nothing new since ")) (report.since) (asking.say(" 相比，没有新的数值或判定。", "."))
                }
            } @else {
                ul.changes {
                    @for change in loud {
                        @let row = &report.targets[change.target];
                        li {
                            a href=(format!("/documents/{}#target-{}", report.document, row.number)) { (row.name) }
                            p {
                                span.was {
                                    @match &change.before {
                                        Some((value, period)) => { (figure(report, value)) " " small { (period) } },
                                        None => (asking.say("没有数", "no value")),
                                    }
                                }
                                " → "
                                @if let Some((value, period)) = &change.now { (figure(report, value)) " " small { (period) } }
                                " " (lamp(&change.lamps.1))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The fields of the plan: what it wants as a whole, then its programmes, each with its actions and their lights.
fn fields(report: &Report, asking: &Asking) -> Markup {
    let mut all: Vec<(&str, Vec<&Group>)> = Vec::new();
    for group in report.groups.iter().chain(&report.bare_actions) {
        let name = group.programme.as_deref().unwrap_or_default();
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, groups)) => groups.push(group),
            None => all.push((name, vec![group])),
        }
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
    html! {
        h3 { (if name.is_empty() { asking.say("总体", "Overall") } else { name }) }
        @if rows.is_empty() {
            p.aside { (asking.say("没有可以量化的目标", "No target that can be measured")) }
        } @else {
            ul.lights {
                @for verdict in Verdict::ALL {
                    @if let (n, Some(row)) = (count(verdict), rows.iter().find(|row| row.lamp.verdict == verdict)) {
                        li { (lamp(&row.lamp)) " " span.n { (n) } }
                    }
                }
            }
        }
        ul.actions {
            @for group in groups {
                li {
                    span.action { (group.name) }
                    @if !group.targets.is_empty() {
                        span.lamps {
                            @for at in &group.targets {
                                @let row = &report.targets[*at];
                                a.lit href=(format!("/documents/{}#target-{}", report.document, row.number)) title=(row.name) {
                                    (lamp(&row.lamp)) span.hear { (row.name) }
                                }
                            }
                        }
                    }
                    @if !group.owners.is_empty() {
                        small { (group.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(asking.say("、", ", "))) }
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
                div.halves {
                    div {
                        (PreEscaped(chart::tile_map(shown, report.lang)))
                        (PreEscaped(chart::tile_legend(report.lang)))
                    }
                    (units(report, shown, asking))
                }
            }
        }
    }
}

/// The numbers of a map, for those who read them better as a table.
fn units(report: &Report, map: &TileMap, asking: &Asking) -> Markup {
    let known: Vec<_> = map.tiles.iter().filter(|tile| tile.asked.is_some()).collect();
    let silent: Vec<&str> =
        map.tiles.iter().filter(|tile| tile.asked.is_none()).map(|tile| tile.name.as_str()).collect();
    html! {
        div {
            @if !known.is_empty() {
                table.keep {
                    (table::head(&[(asking.say("单位", "Unit"), false), (asking.say("承诺", "Promises"), true), (asking.say("占比", "Share"), true), (asking.say("现值", "Now"), true)]))
                    tbody {
                        @for tile in known {
                            tr {
                                th scope="row" { (tile.name) }
                                td.num { @if let Some(asked) = &tile.asked { (figure(report, asked)) } }
                                td.num { @if let Some(share) = &tile.share { (figure(report, share)) } }
                                td.num {
                                    @if let Some((latest, period)) = &tile.latest { (figure(report, latest)) small { (period) } } @else { "–" }
                                }
                            }
                        }
                    }
                }
            }
            @if !silent.is_empty() {
                p.aside.silent { (asking.say("没有查到目标：", "No target is known of: ")) (silent.join(asking.say("、", ", "))) }
            }
        }
    }
}
