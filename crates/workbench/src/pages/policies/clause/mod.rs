//! The page of a clause: what it says, whom it concerns here, what it costs, and what it stands on.

mod examples;
mod payment;
mod people;
mod reads;
mod source;
mod stacking;
mod versions;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use wuwei_ir::{Date, GroupId, Head, Item, ItemId, ItemKind, Program};
use wuwei_project::{Library, Survey, fill, words};
use wuwei_source::{Lang, Text};

use self::versions::Pair;
use super::rule::Reading;
use super::{address, dated, in_sentence, kind, level, level_name, money, print_day};
use crate::asking::Asking;
use crate::clauses::{Clause, Clauses};
use crate::fault::Fault;
use crate::pages::{Moment, answer};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::workbench::Workbench;

pub(crate) async fn get(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    Path(name): Path<String>,
    Query(pair): Query<Pair>,
) -> Response {
    answer(bench, asking, move |moment| {
        let program = moment.snapshot.library().program();
        let clauses = moment.snapshot.clauses();
        match clauses.named(program, &name)[..] {
            [] => Err(Fault::not_found(Text::new(
                format!("没有名为“{name}”的条款"),
                format!("there is no clause called {name}"),
            ))),
            [group] => {
                let view = View::new(moment, group, pair);
                Ok(Page::new(Section::Policies, view.item.head.shown(moment.asking.lang), view.show()))
            }
            ref several => Ok(Page::new(Section::Policies, name.clone(), same_name(moment, &name, several))),
        }
    })
    .await
}

/// Clauses that bear the same name, to choose from.
fn same_name(moment: &Moment<'_>, name: &str, several: &[GroupId]) -> Markup {
    let (asking, program) = (moment.asking, moment.snapshot.library().program());
    html! {
        h1 { (name) }
        p { (asking.say("有几份文件用了这个名称：", "Several documents use this name:")) }
        ul {
            @for group in several {
                @let head = &program.item(program.group(*group).versions[0]).head;
                li { a href=(address(moment.snapshot.clauses().name(*group))) { (program.document(head.doc).title.get(asking.lang)) } }
            }
        }
    }
}

struct View<'a> {
    library: &'a Library,
    program: &'a Program,
    clauses: &'a Clauses,
    asking: &'a Asking,
    as_of: Date,
    notice: Option<&'a str>,
    region: &'static str,
    survey: Option<Arc<Survey>>,
    group: GroupId,
    item: &'a Item,
    clause: &'a Clause,
    /// The versions that are held against each other.
    pair: Pair,
}

impl<'a> View<'a> {
    fn new(moment: &Moment<'a>, group: GroupId, pair: Pair) -> View<'a> {
        let Moment { bench, snapshot, asking, as_of } = *moment;
        let library = snapshot.library();
        let program = library.program();
        let versions = &program.group(group).versions;
        // The version of the day; where there is none, the last one before it, or the first.
        let before = || versions.iter().rev().copied().find(|id| program.item(*id).head.from <= as_of);
        let id: ItemId = program.version(group, as_of).or_else(before).unwrap_or(versions[0]);
        let clauses = snapshot.clauses();
        View {
            library,
            program,
            clauses,
            asking,
            as_of,
            notice: snapshot.notice(asking.lang),
            region: program.region(bench.setting.region).head.shown(asking.lang),
            survey: snapshot.survey(bench.setting.region, as_of),
            group,
            item: program.item(id),
            clause: clauses.get(id),
            pair,
        }
    }

    fn show(&self) -> Markup {
        html! {
            (self.head())
            div.clause {
                div.law {
                    section.reading aria-labelledby="rule" {
                        h2 #rule { (self.asking.say("规则", "The rule")) }
                        (Reading { program: self.program, clauses: self.clauses, asking: self.asking }.rule(self.item))
                    }
                    (self.source())
                    (self.notes())
                }
                div.use {
                    (self.eligible())
                    @if let ItemKind::Benefit(benefit) = &self.item.kind { (self.payment(benefit)) }
                    (self.stacking())
                    (self.acts())
                }
            }
            (self.reads())
            (self.versions())
            (self.tests())
        }
    }

    fn head(&self) -> Markup {
        let (asking, program, head) = (self.asking, self.program, &self.item.head);
        let document = program.document(head.doc);
        let other = match asking.lang {
            Lang::Zh => head.label.map(|label| (label.as_str(), "en")),
            Lang::En => head.label.map(|_| (head.name.as_str(), "zh-CN")),
        };
        html! {
            p.kicker {
                a href="/policies" { (asking.say("政策", "Policies")) } " · "
                (kind(self.item.kind.word(), asking)) " · " (program.entity(self.item.entity).head.shown(asking.lang))
            }
            h1 { (head.shown(asking.lang)) @if let Some((other, lang)) = other { small lang=(lang) { (other) } } }
            p.lead { (self.summary()) }
            div.under-head {
                p.facts {
                    span { a href=(self.article_address()) { (document.title.get(asking.lang)) } }
                    @if let Some(number) = document.number { span { (number.get(asking.lang)) } }
                    span { (level_name(level(program, head.doc), asking.lang)) }
                    span { (days(head, asking)) }
                    (print_day(self.as_of, asking))
                }
                form.as-of method="get" {
                    label for="as_of" { (asking.say("截至", "As of")) }
                    input #as_of type="date" name="as_of" value=(self.as_of);
                    button { (asking.say("看这一天", "Show")) }
                }
            }
            @if !head.in_force(self.as_of) {
                p.remark { b { (asking.say("没有生效", "Not in force")) }
                    (asking.say("这一天没有施行中的版本，下面是", "No version is in force on this day; below is the one ")) (days(head, asking)) (asking.say("的版本。", ".")) }
            }
        }
    }

    /// The rule in one sentence: what its document says of it, else whom it concerns and what it gives.
    fn summary(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        if let Some(about) = self.item.head.about {
            return html! { (about.get(asking.lang)) };
        }
        let who = in_sentence(program, self.item.entity, asking.lang);
        match &self.item.kind {
            ItemKind::Benefit(_) => html! {
                (asking.say("给符合条件的", "For each ")) (who) (asking.say("：", " that meets the conditions: "))
                @if let Some(amount) = money::amount(program, self.item, self.clause.most, asking) { (amount) } (asking.say("。", "."))
            },
            ItemKind::Status { .. } => html! {
                (asking.say("符合下列条件的", "Each ")) (who) (asking.say("，具备这一身份。", " that meets these conditions has this standing."))
            },
            ItemKind::Score(_) => {
                html! { (asking.say("给", "Points for each ")) (who) (asking.say("打分，逐项计算。", ", part by part.")) }
            }
            ItemKind::Value { .. } => {
                html! { (asking.say("由", "A quantity computed from the facts of each ")) (who) (asking.say("的事实算出的数。", ".")) }
            }
        }
    }

    fn article_address(&self) -> String {
        let document = self.program.document(self.item.head.doc);
        let anchor = self.clause.heading.as_ref().map_or_else(String::new, |(id, _)| format!("#{}", encoded(id)));
        format!("/documents/{}{anchor}", document.id)
    }

    fn acts(&self) -> Markup {
        let asking = self.asking;
        let document = self.program.document(self.item.head.doc);
        html! {
            p.acts {
                a.button href=(format!("/check?kind={}", encoded(self.program.entity(self.item.entity).head.name.as_str()))) { (asking.say("自己测一测", "Check yourself")) }
                a.button.quiet href=(format!("/try?document={}", encoded(document.id.as_str()))) { (asking.say("试改这一条", "Try a change")) }
            }
        }
    }

    fn link(&self, group: GroupId) -> Markup {
        let head = &self.program.item(self.program.group(group).versions[0]).head;
        html! { a href=(dated(self.asking, address(self.clauses.name(group)))) { (head.shown(self.asking.lang)) } }
    }
}

/// When a version is in force.
fn days(head: &Head, asking: &Asking) -> String {
    let said = words(asking.lang);
    match head.until {
        _ if head.from <= Date::MIN => asking.say("一直有效", "always in force").to_string(),
        Some(until) => fill(said.in_force_until, &[("from", &head.from), ("until", &until)]),
        None => fill(said.in_force, &[("from", &head.from)]),
    }
}
