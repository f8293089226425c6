//! The page of a clause: what it says, whom it concerns here, what it costs, and what it stands on.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use wuwei_ir::{Benefit, Date, Expr, FactId, GroupId, Head, Item, ItemId, ItemKind, Program, StackingRule, Type};
use wuwei_project::{Library, Survey, fill, show_literal, words};
use wuwei_reason::reads;
use wuwei_source::{Lang, Text};

use super::eligible::Eligible;
use super::rule::Reading;
use super::{address, dated, in_sentence, kind, level, level_name, money, print_day};
use crate::asking::Asking;
use crate::clauses::{Clause, Clauses};
use crate::fault::Fault;
use crate::pages::{Moment, answer};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::number::grouped;
use crate::parts::table;
use crate::parts::verdict::lane;
use crate::workbench::Workbench;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Path(name): Path<String>) -> Response {
    answer(bench, asking, move |moment| {
        let program = moment.snapshot.library().program();
        let clauses = moment.snapshot.clauses();
        match clauses.named(program, &name)[..] {
            [] => Err(Fault::not_found(Text::new(
                format!("没有名为“{name}”的条款"),
                format!("there is no clause called {name}"),
            ))),
            [group] => {
                let view = View::new(moment, group);
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
}

impl<'a> View<'a> {
    fn new(moment: &Moment<'a>, group: GroupId) -> View<'a> {
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

    /// The article that it comes from, as it reads.
    fn source(&self) -> Markup {
        let (asking, program, head) = (self.asking, self.program, &self.item.head);
        let document = program.document(head.doc);
        let article = head.article.map(|article| article.get(asking.lang).to_string());
        let article = article.unwrap_or_else(|| program.article(head));
        let why = head.basis_why.or(document.basis_why);
        let said = words(asking.lang);
        html! {
            section.origin aria-labelledby="origin" {
                h2 #origin { (asking.say("出处", "Where it stands")) }
                p {
                    a href=(self.article_address()) {
                        (document.title.get(asking.lang)) @if !article.is_empty() { (asking.say("，", ", ")) (article) }
                    }
                }
                @if !self.clause.prose_html.trim().is_empty() {
                    details.prose open[self.clause.prose.chars().count() < 600] {
                        summary { (asking.say("文件这一节的文字", "What this section of the document says")) }
                        blockquote lang="zh-CN" { (PreEscaped(&self.clause.prose_html)) }
                    }
                }
                dl.plain {
                    div { dt { (asking.say("依据", "Basis")) } dd { (said.basis(head.basis)) @if let Some(why) = why { small { (why.get(asking.lang)) } } } }
                    @if !document.issuers.is_empty() {
                        div { dt { (asking.say("发文", "Issued by")) } dd {
                            (document.issuers.iter().map(|id| program.party(*id).head.shown(asking.lang)).collect::<Vec<_>>().join(asking.say("、", ", ")))
                        } }
                    }
                    @if !document.sources.is_empty() {
                        div { dt { (asking.say("来源", "Sources")) } dd { ul.bare { @for source in &document.sources { li { (source.get(asking.lang)) } } } } }
                    }
                    @if !head.realises.is_empty() {
                        div { dt { (asking.say("落实的机制", "Realises")) } dd {
                            ul.tags { @for id in &head.realises {
                                @let mechanism = program.mechanism(*id);
                                li { a href=(format!("/policies?mechanism={}", encoded(mechanism.head.name.as_str()))) {
                                    (if asking.lang == Lang::Zh { mechanism.term.as_str() } else { mechanism.head.shown(asking.lang) })
                                } }
                            } }
                        } }
                    }
                }
                @let file = self.library.sources.get(head.place.file);
                details.source { summary { (asking.say("规则原文", "Source")) } pre { code { (file.slice(head.place.span)) } } }
            }
        }
    }

    fn notes(&self) -> Markup {
        let head = &self.item.head;
        html! {
            @if !head.notes.is_empty() {
                section aria-labelledby="notes" {
                    h2 #notes { (self.asking.say("说明", "Remarks")) }
                    ul { @for note in &head.notes { li { (note.get(self.asking.lang)) } } }
                }
            }
        }
    }

    /// How many are eligible here, and what it costs.
    fn eligible(&self) -> Markup {
        let asking = self.asking;
        let Some(eligible) = self.survey.as_ref().and_then(|survey| Eligible::of(survey, self.program, self.group))
        else {
            return html! {};
        };
        let districts = eligible.districts();
        html! {
            section.here aria-labelledby="here" {
                h2 #here { (self.region) (asking.say("现在有多少符合", ": how many now")) }
                @if let Some(notice) = self.notice { p.remark.synthetic role="note" { (notice) } }
                (eligible.bar(asking))
                @if let Some(cost) = eligible.cost_shown(asking) {
                    p.cost { span { (asking.say("共需资金", "In all")) } b.n { (cost) } }
                    @if eligible.is_ceiling() { p.aside { (words(asking.lang).up_to_means) } }
                    @if eligible.unbounded > 0 {
                        p.aside { (eligible.many(eligible.unbounded, asking)) (asking.say("的金额没有上限，总数的上端定不下来。", " have no ceiling, so the upper end isn’t known.")) }
                    }
                    @if eligible.excluded > 0 {
                        p.aside { (eligible.many(eligible.excluded, asking)) (asking.say("因与别的待遇不能兼得而让位，不计在内。", " give it up for another benefit and aren’t counted.")) }
                    }
                }
                @if !districts.is_empty() {
                    details {
                        summary { (asking.say("分区县", "By district")) }
                        table.keep.districts {
                            (table::head(&[(asking.say("区县", "District"), false), (asking.say("符合", "Eligible"), true), (asking.say("待定", "Undecided"), true)]))
                            tbody { @for (region, yes, maybe) in &districts {
                                tr {
                                    th scope="row" { (self.program.region(*region).head.shown(asking.lang)) }
                                    td.num { (grouped(*yes)) } td.num { (grouped(*maybe)) }
                                }
                            } }
                        }
                    }
                }
                p.aside { (asking.say("范围：", "Among ")) (eligible.many(eligible.subjects, asking)) (asking.say("", " of kind ")) (in_sentence(self.program, self.item.entity, asking.lang)) (asking.say("，截至 ", ", as of ")) (self.as_of) }
            }
        }
    }

    /// Who pays, from what, how often, against which papers.
    fn payment(&self, benefit: &Benefit) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let names = |all: &[wuwei_ir::PartyId]| {
            all.iter()
                .map(|id| program.party(*id).head.shown(asking.lang))
                .collect::<Vec<_>>()
                .join(asking.say("、", ", "))
        };
        let budget = benefit.budget.map(|id| program.budget(id));
        html! {
            section aria-labelledby="payment" {
                h2 #payment { (asking.say("怎么兑现", "How it is paid")) }
                dl.plain {
                    @if let Some(one) = self.clause.lane {
                        @let (term, means) = lane(one, asking.lang);
                        div { dt { (asking.say("方式", "Lane")) } dd { b { (term) } small { (means) } } }
                    }
                    @if let Some(frequency) = benefit.frequency {
                        div { dt { (asking.say("次数", "How often")) } dd { (money::often(program, frequency, asking.lang)) } }
                    }
                    @match (benefit.payer, benefit.payer_not_stated) {
                        (Some(payer), _) => div { dt { (asking.say("出资", "Payer")) } dd { (program.party(payer).head.shown(asking.lang)) } },
                        (None, Some(why)) => div { dt { (asking.say("出资", "Payer")) } dd { (asking.say("没有写明", "not stated")) small { (why.get(asking.lang)) } } },
                        (None, None) => {},
                    }
                    @if let Some(budget) = budget {
                        div { dt { (asking.say("资金", "Funds")) } dd {
                            (budget.head.shown(asking.lang))
                            @if let Some((op, amount)) = budget.amount {
                                small {
                                    (op.sign()) " "
                                    (show_literal(program, Type::MONEY, Some(budget.unit), wuwei_ir::Literal::Number(amount), asking.lang))
                                    @if budget.each_year { (words(asking.lang).each_year) }
                                }
                            }
                            @if let Some(holder) = budget.holder { small { (words(asking.lang).holder) (asking.say("：", ": ")) (program.party(holder).head.shown(asking.lang)) } }
                        } }
                    }
                    @if !benefit.handled_by.is_empty() {
                        div { dt { (asking.say("受理", "Handled by")) } dd { (names(&benefit.handled_by)) } }
                    }
                    div { dt { (asking.say("材料", "Papers")) } dd {
                        @if benefit.documents.is_empty() {
                            (if benefit.automatic { asking.say("不需要申请材料", "none are needed") } else { asking.say("文件没有列出", "the document lists none") })
                        } @else {
                            ul.bare { @for paper in &benefit.documents { li { (paper.get(asking.lang)) } } }
                        }
                    } }
                }
            }
        }
    }

    /// What it can't be had together with.
    fn stacking(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let rules: Vec<_> = program.stackings.iter().filter(|rule| rule.members.contains(&self.group)).collect();
        if rules.is_empty() {
            return html! {};
        }
        let how = |rule: &StackingRule| match rule {
            StackingRule::AtMostOne => asking.say("下列各项只能享受一项", "Only one of these").to_string(),
            StackingRule::Highest => asking.say("就高，不重复享受", "The highest of these").to_string(),
            StackingRule::Limit { amount, per_year } => {
                let text =
                    if *per_year { words(asking.lang).limit_per_year } else { words(asking.lang).limit_in_total };
                let amount = show_literal(program, Type::MONEY, None, wuwei_ir::Literal::Number(*amount), asking.lang);
                fill(text, &[("amount", &amount)]).trim_end_matches(['：', ':', ' ']).to_string()
            }
        };
        html! {
            section aria-labelledby="stacking" {
                h2 #stacking { (asking.say("不能兼得与限额", "Not together, and limits")) }
                @for rule in rules {
                    p { b { (how(&rule.rule)) } small { " " (rule.head.shown(asking.lang))
                        @if !rule.head.in_force(self.as_of) { (asking.say("（这一天没有生效）", " (not in force on this day)")) } } }
                    ul.bare {
                        @for other in rule.members.iter().filter(|other| **other != self.group) {
                            li { (self.link(*other)) }
                        }
                    }
                }
            }
        }
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

    /// What it reads, and what reads it.
    fn reads(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let mut facts: Vec<FactId> = reads(program, self.group, self.as_of).into_iter().map(|read| read.fact).collect();
        let mut seen: Vec<FactId> = Vec::new();
        facts.retain(|fact| {
            !seen.contains(fact) && {
                seen.push(*fact);
                true
            }
        });
        let rests: Vec<GroupId> = used_in(&self.item.body).filter(|group| *group != self.group).collect();
        let by = |item: &Item| item.group != self.group && used_in(&item.body).any(|group| group == self.group);
        let mut used: Vec<GroupId> = program.items.iter().filter(|item| by(item)).map(|item| item.group).collect();
        used.sort_unstable();
        used.dedup();
        let indicators = program.indicators.iter().filter(|one| used_in(&one.body).any(|group| group == self.group));
        let indicators: Vec<&Head> = indicators.map(|one| &one.head).collect();
        html! {
            section.reads aria-labelledby="reads" {
                h2 #reads { (asking.say("用到什么，被谁用到", "What it reads, and what reads it")) }
                div.columns {
                    @if !facts.is_empty() {
                        div.all {
                            h3 { (asking.say("要知道的事实", "Facts")) " " small.n { (facts.len()) } }
                            ul.columns {
                                @for id in &facts {
                                    @let fact = program.fact(*id);
                                    li { (fact.shown(asking.lang))
                                        @if fact.entity != self.item.entity { small { " " (program.entity(fact.entity).head.shown(asking.lang)) } }
                                    }
                                }
                            }
                        }
                    }
                    @if !rests.is_empty() {
                        div {
                            h3 { (asking.say("依据的规则", "Rests on")) }
                            ul.bare { @for group in distinct(&rests) { li { (self.link(group)) } } }
                        }
                    }
                    @if !used.is_empty() || !indicators.is_empty() {
                        div {
                            h3 { (asking.say("被这些规则用到", "Read by")) }
                            ul.bare {
                                @for group in &used { li { (self.link(*group)) } }
                                @for head in &indicators { li { (head.shown(asking.lang)) small { " " (asking.say("指标", "indicator")) } } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn versions(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let versions = &program.group(self.group).versions;
        if versions.len() < 2 {
            return html! {};
        }
        html! {
            section aria-labelledby="versions" {
                h2 #versions { (asking.say("历次版本", "Versions")) }
                table {
                    (table::head(&[(asking.say("生效", "In force"), false), (asking.say("文件", "Document"), false), (asking.say("给多少", "Pays"), false)]))
                    tbody {
                        @for id in versions.iter().rev() {
                            @let item = program.item(*id);
                            @let is_shown = std::ptr::eq(item, self.item);
                            tr aria-current=[is_shown.then_some("true")] {
                                th scope="row" {
                                    @if is_shown { b { (days(&item.head, asking)) } small { (asking.say("本页所示", "shown here")) } }
                                    @else { a href=(format!("{}?as_of={}", address(self.clauses.name(self.group)), item.head.from)) { (days(&item.head, asking)) } }
                                }
                                td { (program.document(item.head.doc).title.get(asking.lang)) }
                                td { @if let Some(amount) = money::amount(program, item, self.clauses.get(*id).most, asking) { (amount) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Tests of the documents that speak of it.
    fn tests(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let name = self.item.head.name.as_str();
        let speaks = |test: &&wuwei_ir::TestRef| {
            let source = self.library.sources.get(test.place.file);
            source.slice(test.place.span).contains(name)
        };
        let tests: Vec<_> = program.tests.iter().filter(speaks).collect();
        if tests.is_empty() {
            return html! {};
        }
        html! {
            section.tried aria-labelledby="tests" {
                h2 #tests { (asking.say("核对用例", "Tests")) " " small.n { (tests.len()) } }
                p.aside { (asking.say("每次改动文件都会跑这些用例，不成立就不能发布。", "These run at every change of the documents.")) }
                ul.tests {
                    @for test in tests {
                        li {
                            details {
                                summary { (test.title) }
                                pre { code { (self.library.sources.get(test.place.file).slice(test.place.span)) } }
                            }
                        }
                    }
                }
            }
        }
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

fn used_in(body: &wuwei_ir::Body) -> impl Iterator<Item = GroupId> {
    body.iter().filter_map(|(_, node)| match node.expr {
        Expr::Item(group, ..) => Some(group),
        _ => None,
    })
}

fn distinct(all: &[GroupId]) -> Vec<GroupId> {
    let mut out: Vec<GroupId> = Vec::new();
    all.iter().for_each(|group| {
        if !out.contains(group) {
            out.push(*group);
        }
    });
    out
}
