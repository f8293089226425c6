//! How good the data is: what is missing and how many answers wait for it, what can't be read, values that uploads
//! contradict each other in or are out of date.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use wuwei_facts::{Column, Table};
use wuwei_ir::{GroupId, Program};
use wuwei_plan::quality;
use wuwei_project::{Kind, facts_read};

use super::contradictions;
use super::figures::findings;
use super::overview::{column_shown, official};
use super::wizard::{cut, problems};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::{Moment, answer};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

/// So many columns of a kind are listed, those first for which most answers wait.
const LISTED: usize = 25;

pub(super) async fn get(bench: State<Arc<Workbench>>, asking: Asking) -> Response {
    answer(bench, asking, page).await
}

fn page(moment: &Moment<'_>) -> Result<Page, Fault> {
    let (asking, snapshot) = (moment.asking, moment.snapshot);
    let program = snapshot.library().program();
    let survey = snapshot.survey(moment.bench.setting.region, moment.as_of);
    let found = quality(program, snapshot.observations());
    let title = asking.say("数据质量", "Quality of the data");
    let body = html! {
        p.kicker { a href="/data" { (asking.say("数据", "Data")) } }
        h1 { (title) }
        @if let Some(notice) = snapshot.notice(asking.lang) {
            p.remark.synthetic { b { (asking.say("合成数据", "Made up")) } (notice) }
        }
        section {
            h2 { (asking.say("先补什么", "What to find out first")) }
            p {
                (asking.say(
                    "每一列后面是还没有答案的判断里读它的有多少。补上的越靠前，能作出的判断越多。",
                    "Behind each column stands how many of the open answers read it. Those at the top settle most.",
                ))
            }
            @match &survey {
                Some(survey) => {
                    @for kind in &survey.kinds {
                        @if let Some(table) = snapshot.tables().iter().find(|table| table.entity == kind.entity) {
                            (missing(moment, program, kind, table))
                        }
                    }
                },
                None => p { (asking.say("现有数据与文件不合，算不出来。", "The facts don't fit the documents, so this can't be worked out.")) },
            }
        }
        section { h2 { (asking.say("过时的年度数据", "Yearly facts out of date")) } (stale(moment, program)) }
        (contradictions::section(moment)?)
        section { h2 { (asking.say("读不懂、用不上的", "What can't be read or used")) } (unused(moment)) }
        section {
            h2 { (asking.say("观测值的检查", "Checks of the figures")) }
            p {
                (asking.say("十七项检查看过 ", "Seventeen checks looked at ")) span.n { (snapshot.observations().all().len()) }
                (asking.say(" 个观测值。", " figures."))
                @if found.is_empty() { (asking.say("没有发现问题。", " Nothing is wrong.")) }
            }
        }
        (findings(asking, &found))
    };
    Ok(Page::new(Section::Data, title, body))
}

/// The answers of a kind that are open, each with how many subjects wait for it.
fn open(kind: &Kind) -> Vec<(GroupId, u64)> {
    let Some(all) = kind.places.first() else { return Vec::new() };
    let statuses = kind.statuses.iter().zip(&all.statuses).map(|((id, _), counts)| (*id, counts.unknown));
    let benefits = kind.benefits.iter().zip(&all.benefits).map(|((id, _), totals)| (*id, totals.counts.unknown));
    statuses.chain(benefits).filter(|(_, unknown)| *unknown > 0).collect()
}

fn missing(moment: &Moment<'_>, program: &Program, kind: &Kind, table: &Table) -> Markup {
    let asking = moment.asking;
    let mut weights: BTreeMap<(wuwei_ir::FactId, Option<i32>), (u64, usize)> = BTreeMap::new();
    let mut elsewhere = 0;
    for (group, unknown) in open(kind) {
        match facts_read(program, group, moment.as_of) {
            Some(read) => {
                for column in read {
                    let weight = weights.entry(column).or_default();
                    *weight = (weight.0 + unknown, weight.1 + 1);
                }
            }
            // It reads of other subjects as well, so which fact it waits for can't be told from one table.
            None => elsewhere += 1,
        }
    }
    let known = |(fact, year): (wuwei_ir::FactId, Option<i32>)| {
        let at = table.columns.iter().position(|column| *column == Column { fact, year });
        at.map_or(0, |at| table.known(at))
    };
    let rows = weights.into_iter().map(|(column, weight)| (column, table.rows - known(column), weight));
    let mut rows: Vec<_> = rows.filter(|(_, missing, _)| *missing > 0).collect();
    rows.sort_by_key(|(column, missing, (weight, _))| (std::cmp::Reverse((*weight, *missing)), *column));
    let name = program.entity(kind.entity).head.shown(asking.lang);
    html! {
        @if !rows.is_empty() {
            h3 { (name) }
            table.keep.lacking {
                (head(&[(asking.say("列", "Column"), false), (asking.say("缺的主体", "Missing for"), true), (asking.say("读它的规则", "Rules that read it"), true), (asking.say("等答案的", "Answers open"), true)]))
                tbody {
                    @for ((fact, year), missing, (weight, rules)) in rows.iter().take(LISTED) {
                        tr {
                            th scope="row" { (column_shown(program.fact(*fact), *year, asking)) (official(&program.fact(*fact).column(*year), program.fact(*fact).label.is_some(), asking)) }
                            td.num { (missing) " / " (table.rows) }
                            td.num { (rules) }
                            td.num { (weight) }
                        }
                    }
                }
            }
            @if rows.len() > LISTED {
                p.aside { (asking.say("还有 ", "and ")) (asking.count(rows.len() - LISTED, "列", "more column", "more columns")) }
            }
            @if elsewhere > 0 {
                p.aside {
                    (asking.say("另有 ", ""))
                    (asking.count(elsewhere, "条规则还要看别的主体，没有算在内。", "more rule reads of other subjects too and isn't counted.", "more rules read of other subjects too and aren't counted."))
                }
            }
        }
    }
}

/// Yearly facts whose newest year isn't the last full one.
fn stale(moment: &Moment<'_>, program: &Program) -> Markup {
    let (asking, last) = (moment.asking, moment.as_of.year() - 1);
    let mut rows = Vec::new();
    for table in moment.snapshot.tables() {
        let mut newest: BTreeMap<wuwei_ir::FactId, i32> = BTreeMap::new();
        for (at, column) in table.columns.iter().enumerate() {
            if let Some(year) = column.year.filter(|_| table.known(at) > 0) {
                let known = newest.entry(column.fact).or_insert(year);
                *known = year.max(*known);
            }
        }
        rows.extend(newest.into_iter().filter(|(_, year)| *year < last).map(|(fact, year)| (table.entity, fact, year)));
    }
    html! {
        @if rows.is_empty() {
            p { (asking.say("每个年度事实都有 ", "Every yearly fact that is known at all is known for ")) (last) (asking.say(" 年的数。", " or later.")) }
        } @else {
            table.keep.stale {
                (head(&[(asking.say("类别", "Kind"), false), (asking.say("事实", "Fact"), false), (asking.say("最新到", "Known up to"), true)]))
                tbody {
                    @for (entity, fact, year) in &rows {
                        tr {
                            td { (program.entity(*entity).head.shown(asking.lang)) }
                            th scope="row" { (program.fact(*fact).shown(asking.lang)) }
                            td.num { (year) }
                        }
                    }
                }
            }
        }
    }
}

fn unused(moment: &Moment<'_>) -> Markup {
    let (asking, stored) = (moment.asking, moment.snapshot.stored());
    let program = moment.snapshot.library().program();
    let unread: Vec<_> = stored.kinds.iter().flat_map(|built| &built.unread).collect();
    let foreign: Vec<_> = moment
        .snapshot
        .tables()
        .iter()
        .flat_map(|table| table.foreign.iter().map(|(field, _)| (table.entity, field.name().clone())))
        .collect();
    let is_empty = unread.is_empty() && foreign.is_empty() && stored.unknown.is_empty() && stored.faults.is_empty();
    html! {
        @if is_empty { p { (asking.say("没有。", "Nothing.")) } }
        ul.plain {
            @for one in &unread {
                li {
                    (program.entity(one.entity).head.shown(asking.lang)) " · " (one.column) (asking.say("：", ": "))
                    (asking.count(one.count, "个值不是这个事实能有的，例如 ", "value isn't what the fact can be: ", "values aren't what the fact can be, such as "))
                    a href=(format!("/subjects/{}/{}", encoded(program.entity(one.entity).head.name.as_str()), encoded(&one.example.0).replace('/', "%2F"))) { code { (one.example.0) } }
                    " “" (cut(&one.example.1)) "”"
                }
            }
            @for (entity, name) in &foreign {
                li { (program.entity(*entity).head.shown(asking.lang)) " · " (name) (asking.say("：文件里没有这个事实", ": no document knows this fact")) }
            }
            @for kind in &stored.unknown {
                li { (kind.kind) (asking.say("：文件里没有这类主体，共 ", ": no document knows this kind; subjects: ")) (kind.subjects) }
            }
        }
        @if !stored.faults.is_empty() {
            (problems(asking, &stored.faults.iter().map(|fault| fault.problem.clone()).collect::<Vec<_>>(), 50))
        }
    }
}
