//! The living document: a plan or policy as it reads, and beside its sentences what they come to today.

pub(crate) mod compare;
pub(crate) mod diff;
mod reach;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use wuwei_ir::{Date, DocId, GroupId, Head, Item, Program, TargetId, Type, quantity};
use wuwei_plan::progress::Settings;
use wuwei_project::Library;
use wuwei_report::{Material, Report, TargetRow, chart};
use wuwei_source::Text;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::{Moment, answer};
use crate::parts::code::code;
use crate::parts::lamp::lamp;
use crate::parts::layout::{Page, encoded};
use crate::parts::markdown::{Part, parts};
use crate::parts::nav::Section;
use crate::parts::number::figure;
use crate::workbench::Workbench;

use reach::Reach;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Path(id): Path<String>) -> Response {
    answer(bench, asking, move |moment| {
        let program = moment.snapshot.library().program();
        let doc = named(program, &id)?;
        let living = Living::new(moment, doc);
        let document = program.document(doc);
        Ok(Page::new(Section::Documents, document.title.get(moment.asking.lang), living.show()))
    })
    .await
}

/// The document with an id.
pub(crate) fn named(program: &Program, id: &str) -> Result<DocId, Fault> {
    let position = program.documents.iter().position(|document| document.id == id);
    position
        .map(DocId::from_index)
        .ok_or_else(|| Fault::not_found(Text::new(format!("没有文件 {id}"), format!("there is no document {id}"))))
}

/// A document with what its sentences come to.
struct Living<'a> {
    library: &'a Library,
    program: &'a Program,
    doc: DocId,
    as_of: Date,
    asking: &'a Asking,
    report: Report,
    targets: Vec<TargetId>,
    reach: Reach,
    notice: Option<&'a str>,
}

impl<'a> Living<'a> {
    fn new(moment: &Moment<'a>, doc: DocId) -> Living<'a> {
        let Moment { snapshot, asking, as_of, .. } = *moment;
        let library = snapshot.library();
        let program = library.program();
        let report = Report::new(&Material {
            program,
            sources: &library.sources,
            observations: snapshot.observations(),
            document: doc,
            as_of,
            since: as_of,
            settings: &Settings::default(),
            lang: asking.lang,
        });
        // In the order in which the report numbers them.
        let all = (0..program.targets.len()).map(TargetId::from_index);
        let targets = all.filter(|id| program.target(*id).doc == doc).collect();
        let reach = Reach::new(moment, doc);
        let notice = snapshot.notice(asking.lang).filter(|_| reach.is_known());
        Living { library, program, doc, as_of, asking, report, targets, reach, notice }
    }

    fn show(&self) -> Markup {
        let document = self.program.document(self.doc);
        let source = self.library.sources.get(document.file);
        let all = parts(source.text());
        html! {
            (self.head())
            div.living {
                nav.contents aria-label=(self.asking.say("目录", "Contents")) {
                    ol {
                        @for part in &all {
                            @if let Part::Heading { level, id, text } = part && *level == 2 {
                                li { a href=(format!("#{id}")) { (text) } }
                            }
                        }
                    }
                }
                article {
                    @for part in &all {
                        @match part {
                            Part::Heading { level: 1, .. } => {},
                            Part::Heading { level, id, text } => (heading(*level, id, text, self.asking)),
                            Part::Prose(html) => (PreEscaped(html)),
                            Part::Code { text, start, end } => (self.block(text, *start, *end)),
                        }
                    }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let document = self.program.document(self.doc);
        let (lang, asking) = (self.asking.lang, self.asking);
        let issuers = document.issuers.iter().map(|id| self.program.party(*id).head.shown(lang)).collect::<Vec<_>>();
        html! {
            p.kicker { (self.program.region(document.region).head.shown(lang)) }
            h1 { (document.title.get(lang)) }
            div.under-head {
                p.facts {
                    @if let Some(number) = document.number { span { (number.get(lang)) } }
                    @if !issuers.is_empty() { span { (issuers.join(asking.say("、", ", "))) } }
                    span { (asking.say("施行", "in force from")) " " (document.from) }
                }
                form.as-of method="get" {
                    label for="as_of" { (asking.say("截至", "As of")) }
                    input #as_of type="date" name="as_of" value=(self.as_of);
                    button { (asking.say("看这一天", "Show")) }
                }
            }
            @if let Some(why) = document.basis_why { p.remark { b { (asking.say("依据", "Basis")) } (why.get(lang)) } }
            @if let Some(notice) = self.notice { p.remark.synthetic { b { (asking.say("数据", "Facts")) } (notice) } }
            (self.tools())
        }
    }

    /// What else can be done with the document.
    fn tools(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let id = encoded(program.document(self.doc).id.as_str());
        let has_rules = program.items.iter().any(|item| item.head.doc == self.doc);
        html! {
            nav.tools aria-label=(asking.say("这份文件", "This document")) {
                @if !self.targets.is_empty() {
                    a href=(format!("/list?document={id}")) { (asking.say("目标清单", "List of its targets")) }
                }
                @for other in compare::others(program, self.doc) {
                    a href=(format!("/documents/{id}/compare?with={}", encoded(program.document(other).id.as_str()))) {
                        (asking.say("与《", "Compare with “")) (program.document(other).title.get(asking.lang)) (asking.say("》比较", "”"))
                    }
                }
                @if has_rules { a href=(format!("/try?document={id}")) { (asking.say("试改", "Try a change")) } }
                a href=(format!("/documents/{id}?as_of={}", self.as_of)) {
                    (asking.say("本页在 ", "This page as of ")) (self.as_of) (asking.say(" 的固定链接", ""))
                }
            }
        }
    }

    /// A block of code: what it declares, as people read it, and its source to unfold.
    fn block(&self, text: &str, start: u32, end: u32) -> Markup {
        let within = |at: u32| start <= at && at < end;
        let file = self.program.document(self.doc).file;
        let here = |head: &Head| head.place.file == file && within(head.place.span.start);
        let targets = self.targets.iter().zip(&self.report.targets).filter(|(id, _)| {
            let place = self.program.target(**id).place;
            place.file == file && within(place.span.start)
        });
        let items: Vec<&Item> = self.program.items.iter().filter(|item| here(&item.head)).collect();
        html! {
            div.block {
                @for (_, row) in targets { (self.target(row)) }
                @for item in items { (self.item(item)) }
                @for budget in self.program.budgets.iter().filter(|budget| here(&budget.head)) {
                    (self.plain(&budget.head, self.asking.say("预算", "Budget"), html! {
                        @if let Some((op, amount)) = budget.amount {
                            (op.sign()) " " (quantity(Type::MONEY, None, amount, self.asking.lang))
                            @if budget.each_year { (self.asking.say("，每年", " a year")) }
                        }
                    }))
                }
                @for stacking in self.program.stackings.iter().filter(|stacking| here(&stacking.head)) {
                    (self.plain(&stacking.head, self.asking.say("叠加规则", "Stacking rule"), html! {
                        (stacking.members.iter().map(|group| self.shown(*group)).collect::<Vec<_>>().join(self.asking.say("、", ", ")))
                    }))
                }
                @for action in self.program.actions.iter().filter(|action| here(&action.head)) {
                    (self.plain(&action.head, self.asking.say("行动", "Action"), html! {
                        @let owners = action.owners.named();
                        @if !owners.is_empty() {
                            (self.asking.say("责任单位：", "Responsible: "))
                            (owners.iter().map(|owner| self.program.party(owner.party).head.shown(self.asking.lang)).collect::<Vec<_>>().join(self.asking.say("、", ", ")))
                        }
                    }))
                }
                details.source {
                    summary { (self.asking.say("规则原文", "Source")) }
                    pre { code { (code(text)) } }
                }
            }
        }
    }

    fn target(&self, row: &TargetRow) -> Markup {
        let (report, asking) = (&self.report, self.asking);
        html! {
            section.target id=(format!("target-{}", row.number)) {
                header {
                    h4 { (row.name) " " (figure(report, &row.asked)) " " small { (row.by) } }
                    (lamp(&row.lamp))
                }
                dl {
                    @if let Some(latest) = &row.latest {
                        div { dt { (asking.say("现值", "Now")) } dd { (figure(report, &latest.value)) " " small { (latest.period) } } }
                    }
                    @if let Some(gap) = &row.gap { div { dt { (asking.say("还差", "Gap")) } dd { (figure(report, gap)) } } }
                    @if let Some(required) = &row.required {
                        div { dt { (asking.say("每年需要", "Needs a year")) } dd { (figure(report, required)) } }
                    }
                    @if let Ok(forecast) = &row.forecast {
                        div { dt { (asking.say("预计", "Forecast")) } dd { (figure(report, &forecast.low)) "–" (figure(report, &forecast.high)) } }
                    }
                    @if !row.owners.is_empty() {
                        div { dt { (asking.say("责任单位", "Responsible")) }
                            dd { (row.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(asking.say("、", ", "))) } }
                    }
                }
                p.aside { (row.cause.text) }
                @if let Some(curve) = &row.curve { (PreEscaped(chart::target_chart(row, curve, report.lang))) }
            }
        }
    }

    /// What is no rule over subjects: its name and one line about it.
    fn plain(&self, head: &Head, kind: &str, line: Markup) -> Markup {
        let lang = self.asking.lang;
        html! {
            section.rule {
                header { h4 { (head.shown(lang)) } span.kind { (kind) } }
                @if let Some(about) = head.about { p { (about.get(lang)) } }
                p.reach { (line) }
            }
        }
    }

    /// What a rule is called on the day.
    fn shown(&self, group: GroupId) -> &'static str {
        let known = self.program.group(group);
        let item = self.program.version(group, self.as_of).unwrap_or(known.versions[0]);
        self.program.item(item).head.shown(self.asking.lang)
    }

    fn item(&self, item: &Item) -> Markup {
        let (lang, asking) = (self.asking.lang, self.asking);
        let name = item.head.name.as_str();
        let document = self.program.document(self.doc).id.as_str();
        html! {
            section.rule id=(format!("rule-{name}")) {
                header {
                    h4 {
                        (item.head.shown(lang))
                        a.permalink href=(format!("#rule-{}", encoded(name))) aria-label=(format!("{}{}", asking.say("本条链接：", "Link to "), item.head.shown(lang))) { "¶" }
                    }
                    span.kind { (kind(item.kind.word(), asking)) }
                }
                @if let Some(about) = item.head.about { p { (about.get(lang)) } }
                @if item.head.in_force(self.as_of) {
                    (self.reach.show(self.program, item, asking))
                } @else {
                    p.aside {
                        (asking.say("这一天不施行：", "Not in force on this day: "))
                        (item.head.from) "–" @if let Some(until) = item.head.until { (until) }
                    }
                }
                p.deeds {
                    a href=(format!("/policies/{}", encoded(name))) { (asking.say("条款详情", "About this clause")) }
                    a href=(format!("/try?document={}&rule={}", encoded(document), encoded(name))) { (asking.say("试改", "Try a change")) }
                }
            }
        }
    }
}

/// What a kind of rule is called.
pub(crate) fn kind<'t>(word: &'t str, asking: &Asking) -> &'t str {
    match word {
        "value" => asking.say("数值", "Value"),
        "status" => asking.say("资格", "Standing"),
        "score" => asking.say("评分", "Score"),
        "benefit" => asking.say("政策兑现", "Benefit"),
        other => other,
    }
}

pub(crate) fn heading(level: u8, id: &str, text: &str, asking: &Asking) -> Markup {
    let link = html! {
        a.permalink href=(format!("#{id}")) aria-label=(format!("{}{text}", asking.say("本条链接：", "Link to "))) { "¶" }
    };
    html! {
        @match level {
            2 => h2 id=(id) { (text) (link) },
            3 => h3 id=(id) { (text) (link) },
            _ => h4 id=(id) { (text) (link) },
        }
    }
}
