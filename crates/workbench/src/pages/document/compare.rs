//! Two documents side by side: what one asks and the other doesn't, which rules differ, and the texts line by line.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_ir::{DocId, IndicatorId, Item, Program, TargetId};
use wuwei_plan::cascade::promised;
use wuwei_source::{Name, Text};
use wuwei_syntax::parse;

use super::diff::{Line, diff, near, shown};
use super::{kind, named};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::{Moment, answer};
use crate::parts::code::code;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::workbench::Workbench;

#[derive(Deserialize)]
pub(crate) struct Asked {
    with: Option<String>,
}

pub(crate) async fn get(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    answer(bench, asking, move |moment| {
        let (asking, program) = (moment.asking, moment.snapshot.library().program());
        let doc = named(program, &id)?;
        let other = match asked.with.as_deref().filter(|id| !id.is_empty()) {
            Some(other) => named(program, other)?,
            None => others(program, doc).into_iter().next().ok_or_else(|| {
                Fault::not_found(Text::new("没有可以比较的另一版", "there is no other edition to compare it with"))
            })?,
        };
        // The earlier one first, whichever way they were named.
        let begins = |doc: DocId| program.document(doc).from;
        let (old, new) = if begins(other) <= begins(doc) { (other, doc) } else { (doc, other) };
        let sides = Sides { moment, program, asking, old, new };
        let title = asking.say("两版比较", "Two editions");
        Ok(Page::new(
            Section::Documents,
            format!("{title} · {}", program.document(new).title.get(asking.lang)),
            sides.show(),
        ))
    })
    .await
}

/// Documents that it is natural to hold a document against: those that replace each other, and plans of the same region with
/// another period.
pub(crate) fn others(program: &Program, doc: DocId) -> Vec<DocId> {
    let own = program.document(doc);
    let all = (0..program.documents.len()).map(DocId::from_index).filter(|other| *other != doc);
    let mut found: Vec<DocId> = all
        .filter(|id| {
            let other = program.document(*id);
            let replaced = own.replaces.contains(id) || other.replaces.contains(&doc);
            let plans = own.period.is_some() && other.period.is_some() && own.region == other.region;
            replaced || plans
        })
        .collect();
    found.sort_by_key(|id| std::cmp::Reverse(program.document(*id).from));
    found
}

/// Two documents, the earlier one first.
struct Sides<'a> {
    moment: &'a Moment<'a>,
    program: &'a Program,
    asking: &'a Asking,
    old: DocId,
    new: DocId,
}

impl Sides<'_> {
    fn show(&self) -> Markup {
        let asking = self.asking;
        html! {
            h1 { (asking.say("两版比较", "Two editions")) }
            ul.sides {
                @for (word, doc) in [(asking.say("前", "Earlier"), self.old), (asking.say("后", "Later"), self.new)] {
                    @let document = self.program.document(doc);
                    li {
                        span.kind { (word) } " "
                        a href=(format!("/documents/{}", encoded(document.id.as_str()))) { (document.title.get(asking.lang)) } " "
                        span.aside { (asking.say("施行 ", "in force from ")) (document.from) @if let Some(until) = document.until { "–" (until) } }
                    }
                }
            }
            (self.targets())
            (self.rules())
            (self.text())
        }
    }

    /// Targets by what they measure.
    fn targets(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let of = |doc: DocId| {
            let all = program.targets.iter().enumerate().filter(move |(_, target)| target.doc == doc);
            all.map(|(n, target)| (target.indicator, n)).collect::<Vec<(IndicatorId, usize)>>()
        };
        let (old, new) = (of(self.old), of(self.new));
        let mut all: Vec<IndicatorId> = Vec::new();
        for (indicator, _) in new.iter().chain(&old) {
            if !all.contains(indicator) {
                all.push(*indicator);
            }
        }
        if all.is_empty() {
            return html! {};
        }
        let both =
            |indicator: &IndicatorId| [&old, &new].iter().all(|side| side.iter().any(|(other, _)| other == indicator));
        // What both speak of stands first: there something can have changed.
        all.sort_by_key(|indicator| !both(indicator));
        let (earlier, later) = (asking.say("前", "Earlier"), asking.say("后", "Later"));
        let cell = |side: &[(IndicatorId, usize)], doc: DocId, indicator: IndicatorId| {
            html! {
                td.num data-label=(if doc == self.old { earlier } else { later }) {
                    @for (place, (_, n)) in side.iter().enumerate().filter(|(_, (other, _))| *other == indicator) {
                        a.stacked href=(format!("/documents/{}#target-{}", program.document(doc).id, place + 1)) {
                            (promised(program, TargetId::from_index(*n), asking.lang))
                            @if let Some(by) = program.targets[*n].deadline { small { (by.year()) } }
                        }
                    }
                    @if side.iter().all(|(other, _)| *other != indicator) { span.aside { (asking.say("没有", "none")) } }
                }
            }
        };
        html! {
            section aria-labelledby="targets" {
                h2 #targets { (asking.say("目标", "Targets")) }
                table {
                    (head(&[(asking.say("指标", "Indicator"), false), (earlier, true), (later, true)]))
                    tbody {
                        @for indicator in all {
                            tr {
                                th scope="row" { (program.indicator(indicator).head.shown(asking.lang)) }
                                (cell(&old, self.old, indicator))
                                (cell(&new, self.new, indicator))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Rules by their names.
    fn rules(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let of = |doc: DocId| program.items.iter().filter(|item| item.head.doc == doc).collect::<Vec<&Item>>();
        let (old, new) = (of(self.old), of(self.new));
        let mut names: Vec<Name> = Vec::new();
        for item in new.iter().chain(&old) {
            if !names.contains(&item.head.name) {
                names.push(item.head.name);
            }
        }
        if names.is_empty() {
            return html! {};
        }
        let find = |side: &[&'_ Item], name: Name| side.iter().rposition(|item| item.head.name == name);
        let texts = [self.sources(self.old), self.sources(self.new)];
        let code_of =
            |side: usize, name: Name| texts[side].iter().rfind(|(known, _)| *known == name).map(|(_, text)| *text);
        let state = |name: Name| match (find(&old, name), find(&new, name)) {
            (None, _) => (0, asking.say("新增", "new"), "good"),
            (_, None) => (1, asking.say("取消", "ended"), "bad"),
            _ if code_of(0, name) != code_of(1, name) => (2, asking.say("改写", "rewritten"), "doubt"),
            _ => (3, asking.say("不变", "same"), "aside"),
        };
        names.sort_by_key(|name| (state(*name).0 != 2, state(*name).0));
        html! {
            section aria-labelledby="rules" {
                h2 #rules { (asking.say("规则", "Rules")) }
                table.rules {
                    (head(&[(asking.say("规则", "Rule"), false), (asking.say("变化", "Change"), false)]))
                    tbody {
                        @for name in names {
                            @let item = find(&new, name).map(|at| new[at]).or_else(|| find(&old, name).map(|at| old[at]));
                            @let (_, word, class) = state(name);
                            @if let Some(item) = item {
                                tr {
                                    th scope="row" {
                                        (item.head.shown(asking.lang)) small { (kind(item.kind.word(), asking)) }
                                        details {
                                            summary { (asking.say("原文", "As written")) }
                                            @match (code_of(0, name), code_of(1, name)) {
                                                (Some(old), Some(new)) if old != new => (shown(&diff(old, new))),
                                                (one, other) => pre { code { (code(other.or(one).unwrap_or_default())) } },
                                            }
                                        }
                                    }
                                    td { span class=(class) { (word) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The text of each rule.
    fn sources(&self, doc: DocId) -> Vec<(Name, &str)> {
        let file = self.program.document(doc).file;
        let text = self.moment.snapshot.library().sources.get(file).text();
        let tree = parse(file, text);
        let rules = tree.decls.iter().filter(|decl| decl.kind.is_rule());
        rules.filter_map(|decl| Some((decl.name?.name, text.get(decl.span.range())?.trim_end()))).collect()
    }

    /// Both texts.
    fn text(&self) -> Markup {
        let library = self.moment.snapshot.library();
        let of = |doc: DocId| library.sources.get(self.program.document(doc).file).text();
        let lines = diff(of(self.old), of(self.new));
        let count = |wanted: fn(&Line<'_>) -> bool| lines.iter().filter(|line| wanted(line)).count();
        let (gone, new) = (count(|line| matches!(line, Line::Gone(..))), count(|line| matches!(line, Line::New(..))));
        let asking = self.asking;
        html! {
            section aria-labelledby="text" {
                h2 #text { (asking.say("逐行比较", "Line by line")) }
                details {
                    summary {
                        (asking.say("删去 ", "")) (asking.count(gone, "行", "line gone", "lines gone")) (asking.say("，新增 ", ", ")) (asking.count(new, "行", "new", "new"))
                    }
                    (shown(&near(&lines)))
                }
            }
        }
    }
}
