//! The search over all clauses. A view is its address.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use wuwei_engine::Lane;
use wuwei_ir::{EntityId, ItemId, Program};
use wuwei_project::Survey;
use wuwei_source::Lang;

use super::eligible::Eligible;
use super::search::{Asked, Field, KINDS, LANES, Order, Wanted};
use super::{address, dated, kind, level, level_name, money, same_day};
use crate::asking::Asking;
use crate::clauses::Clauses;
use crate::pages::{Moment, answer};
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::verdict::lane;
use crate::workbench::Workbench;

/// So many clauses stand on a page.
const PAGE: usize = 20;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let asking = moment.asking;
        let list = List::new(moment, asked);
        Ok(Page::new(Section::Policies, asking.say("政策", "Policies"), list.show()))
    })
    .await
}

struct List<'a> {
    moment: &'a Moment<'a>,
    program: &'a Program,
    clauses: &'a Clauses,
    asking: &'a Asking,
    asked: Asked,
    wanted: Wanted,
    survey: Option<Arc<Survey>>,
}

impl<'a> List<'a> {
    fn new(moment: &'a Moment<'a>, asked: Asked) -> List<'a> {
        let program = moment.snapshot.library().program();
        let wanted = Wanted::of(&asked, program);
        let survey = moment.snapshot.survey(moment.bench.setting.region, moment.as_of);
        let clauses = moment.snapshot.clauses();
        List { moment, program, clauses, asking: moment.asking, asked, wanted, survey }
    }

    fn show(&self) -> Markup {
        let asking = self.asking;
        let mut found = self.wanted.find(self.program, self.clauses, self.moment.as_of);
        if self.wanted.lane == Some(Lane::Incomplete) {
            found.retain(|id| self.eligible(*id).is_some_and(|eligible| eligible.maybe() > 0));
        }
        html! {
            h1 { (asking.say("政策", "Policies")) }
            p.lead {
                (asking.say(
                    "从国家到区县，每一条待遇、资格和评分：给谁、给多少、什么条件、出自哪一条。",
                    "Every benefit, standing and score from the nation to the district: for whom, how much, on what conditions, and from which article.",
                ))
            }
            div.finder {
                (self.form())
                (self.results(&found))
            }
        }
    }

    /// How many are eligible for a clause.
    fn eligible(&self, id: ItemId) -> Option<Eligible<'_>> {
        Eligible::of(self.survey.as_ref()?, self.program, self.program.item(id).group)
    }

    fn form(&self) -> Markup {
        let (asking, program, asked, wanted) = (self.asking, self.program, &self.asked, &self.wanted);
        let any = asking.say("不限", "any");
        let mut who: Vec<EntityId> = program.groups.iter().map(|group| group.entity).collect();
        who.sort_unstable();
        who.dedup();
        let documents = || {
            let mut docs: Vec<_> = program.items.iter().map(|item| item.head.doc).collect();
            docs.sort_by_key(|doc| (level(program, *doc), *doc));
            docs.dedup();
            docs
        };
        let fields = Field::all(program, self.clauses);
        let field = |field: &Field| match field {
            Field::Register(doc) => program.document(*doc).title.get(asking.lang),
            Field::Action(id) => program.action(*id).head.shown(asking.lang),
        };
        let option = |is_action: bool| {
            let mine = fields.iter().filter(move |one| matches!(one, Field::Action(_)) == is_action);
            html! {
                @for one in mine {
                    option value=(one.word(program)) selected[wanted.field == Some(*one)] { (field(one)) }
                }
            }
        };
        html! {
            form.find method="get" action="/policies" role="search"
                hx-get="/policies" hx-target="#results" hx-select="#results" hx-swap="outerHTML" hx-push-url="true"
                hx-trigger="submit, change, input changed delay:350ms from:#q" {
                (same_day(asking))
                div.query {
                    label for="q" { (asking.say("找什么", "What to look for")) }
                    input #q type="search" name="q" value=(asked.q) maxlength="200" autocomplete="off" aria-describedby="q-hint";
                    button { (asking.say("查找", "Search")) }
                    p.aside #q-hint {
                        (asking.say(
                            "名称、条件或原文里的词都行，例如：研发费用、小巨人；也可以用拼音首字母：gxjsqy。",
                            "A word of the name, the conditions or the text, in Chinese or English; or initials of pinyin: gxjsqy.",
                        ))
                    }
                }
                details.narrow open[wanted.is_filtered()] {
                    summary { (asking.say("缩小范围", "Narrow down")) }
                    div.choices {
                        div {
                            label for="kind" { (asking.say("种类", "Kind")) }
                            select #kind name="kind" {
                                option value="" { (any) }
                                @for word in KINDS { option value=(word) selected[wanted.kind == Some(word)] { (kind(word, asking)) } }
                            }
                        }
                        div {
                            label for="who" { (asking.say("给谁", "For whom")) }
                            select #who name="who" {
                                option value="" { (any) }
                                @for entity in &who {
                                    @let head = &program.entity(*entity).head;
                                    option value=(head.name) selected[wanted.who == Some(*entity)] { (head.shown(asking.lang)) }
                                }
                            }
                        }
                        div {
                            label for="level" { (asking.say("层级", "Level")) }
                            select #level name="level" {
                                option value="" { (any) }
                                @for at in 0..4 { option value=(at) selected[wanted.level == Some(at)] { (level_name(at, asking.lang)) } }
                            }
                        }
                        div {
                            label for="lane" { (asking.say("怎么兑现", "How it is obtained")) }
                            select #lane name="lane" {
                                option value="" { (any) }
                                @for (word, one) in LANES { option value=(word) selected[wanted.lane == Some(one)] { (lane(one, asking.lang).0) } }
                            }
                        }
                        div.amounts {
                            label for="min" { (asking.say("最高金额，万元", "At most, in 10,000 yuan")) }
                            input #min name="min" value=(asked.min) inputmode="decimal" size="6" maxlength="20" placeholder=(asking.say("从", "from"));
                            " – "
                            input name="max" value=(asked.max) inputmode="decimal" size="6" maxlength="20"
                                placeholder=(asking.say("到", "to")) aria-label=(asking.say("最高金额到多少万元", "at most, up to, in 10,000 yuan"));
                        }
                        div.wider {
                            label for="document" { (asking.say("文件", "Document")) }
                            select #document name="document" {
                                option value="" { (any) }
                                @for doc in documents() {
                                    @let document = program.document(doc);
                                    option value=(document.id) selected[wanted.document == Some(doc)] { (document.title.get(asking.lang)) }
                                }
                            }
                        }
                        @if !fields.is_empty() {
                            div.wider {
                                label for="field" { (asking.say("领域或行动", "Field or action")) }
                                select #field name="field" {
                                    option value="" { (any) }
                                    optgroup label=(asking.say("领域", "Fields")) { (option(false)) }
                                    optgroup label=(asking.say("行动", "Actions")) { (option(true)) }
                                }
                            }
                        }
                        div {
                            label for="force" { (asking.say("效力", "In force")) }
                            select #force name="force" {
                                option value="" { (asking.say("施行中", "in force")) }
                                option value="all" selected[wanted.also_past] { (asking.say("含已失效和未施行", "also past and to come")) }
                            }
                        }
                        div {
                            label for="sort" { (asking.say("排序", "Order")) }
                            select #sort name="sort" {
                                option value="" { (asking.say("按相关程度", "by relevance")) }
                                option value="amount" selected[wanted.order == Order::Amount] { (asking.say("按金额，从高到低", "by amount, highest first")) }
                                option value="document" selected[wanted.order == Order::Document] { (asking.say("按文件次序", "as in the documents")) }
                            }
                        }
                    }
                }
                @if let Some(id) = wanted.mechanism {
                    @let mechanism = program.mechanism(id);
                    p.aside {
                        input type="hidden" name="mechanism" value=(mechanism.head.name);
                        (asking.say("只看落实这一机制的：", "Only those that realise: "))
                        b { (match asking.lang { Lang::Zh => mechanism.term.as_str(), Lang::En => mechanism.head.shown(asking.lang) }) }
                        " · " a href="/policies" { (asking.say("看全部", "show all")) }
                    }
                }
            }
        }
    }

    fn results(&self, found: &[ItemId]) -> Markup {
        let asking = self.asking;
        let pages = found.len().div_ceil(PAGE).max(1);
        let page = self.wanted.page.min(pages);
        let shown = found.iter().skip((page - 1) * PAGE).take(PAGE);
        html! {
            section #results aria-labelledby="count" {
                p.tallied #count role="status" {
                    b.n { (found.len()) } (asking.say(" 条", if found.len() == 1 { " clause" } else { " clauses" }))
                    @if !self.asked.q.trim().is_empty() { (asking.say("，含“", " with “")) (self.asked.q.trim().chars().take(40).collect::<String>()) "”" }
                    (asking.say("，截至 ", ", as of ")) (self.moment.as_of)
                }
                @if let Some(notice) = self.moment.snapshot.notice(asking.lang) {
                    p.aside { (notice) }
                }
                @if found.is_empty() { (self.nothing()) }
                ol.hits start=((page - 1) * PAGE + 1) { @for id in shown { li { (self.hit(*id)) } } }
                @if pages > 1 { (self.pages(page, pages)) }
            }
        }
    }

    fn nothing(&self) -> Markup {
        let asking = self.asking;
        html! {
            div.none {
                p { b { (asking.say("没有找到这样的条款。", "No clause was found.")) } }
                ul {
                    li { (asking.say("少写几个词，或者换一个说法。", "Use fewer words, or others.")) }
                    @if self.wanted.is_filtered() {
                        li { a href=(format!("/policies?q={}", encoded(self.asked.q.trim()))) { (asking.say("去掉筛选条件再找", "Search again without the filters")) } }
                    }
                    li { a href="/policies" { (asking.say("看全部条款", "Show all clauses")) } }
                }
            }
        }
    }

    fn hit(&self, id: ItemId) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let item = program.item(id);
        let clause = self.clauses.get(id);
        let head = &item.head;
        let needle = &self.wanted.needle;
        let document = program.document(head.doc);
        let eligible = self.eligible(id);
        let about = head.about.map(|about| about.get(asking.lang));
        let asks = clause.asks[usize::from(asking.lang == Lang::En)].as_str();
        let quoted = (!needle.is_empty()).then(|| needle.around(&clause.prose, 24, 60)).flatten();
        let is_past = !head.in_force(self.moment.as_of);
        html! {
            article.hit {
                div.what {
                    p.kind { (kind(item.kind.word(), asking)) " · " (program.entity(item.entity).head.shown(asking.lang))
                        @if is_past { " · " span.past { (asking.say("这一天没有生效", "not in force on this day")) } }
                    }
                    h2 { a href=(dated(asking, address(self.clauses.name(item.group)))) { (needle.marked(head.shown(asking.lang))) } }
                    @if let Some(about) = about { p.says { (needle.marked(about)) } }
                    @if !asks.is_empty() { p.asks { (needle.marked(asks)) } }
                    @if let Some(quoted) = quoted { p.quoted { (needle.marked(&quoted)) } }
                    p.aside { span.level { (level_name(level(program, head.doc), asking.lang)) } " "
                        (document.title.get(asking.lang))
                        @let article = program.article(head);
                        @if !article.is_empty() { " · " (head.article.map_or(article.as_str(), |article| article.get(asking.lang))) }
                    }
                }
                div.much {
                    @if let Some(amount) = money::amount(program, item, clause.most, asking) { p.pays { (amount) } }
                    @if let Some(one) = clause.lane { p.lane { (lane_mark(one)) (lane(one, asking.lang).0) } }
                    @if let Some(eligible) = eligible { p.many { (eligible.brief(asking)) } }
                }
            }
        }
    }

    fn pages(&self, page: usize, pages: usize) -> Markup {
        let asking = self.asking;
        let here = self.asking.here.split_once('?').map_or("", |(_, query)| query);
        let kept: Vec<&str> = here.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page=")).collect();
        let link = |at: usize| {
            let mut all: Vec<String> = kept.iter().map(ToString::to_string).collect();
            all.push(format!("page={at}"));
            format!("/policies?{}", all.join("&"))
        };
        pager(page, pages, &link, asking)
    }
}

/// The mark of a lane, beside its word.
fn lane_mark(lane: Lane) -> Markup {
    let sign = match lane {
        Lane::Automatic => "●",
        Lane::Apply => "◐",
        Lane::Incomplete => "○",
    };
    html! { i aria-hidden="true" { (sign) } }
}

/// Links to the pages of a long list.
pub(crate) fn pager(page: usize, pages: usize, link: &dyn Fn(usize) -> String, asking: &Asking) -> Markup {
    let near = |at: &usize| *at == 1 || *at == pages || at.abs_diff(page) <= 2;
    let shown: Vec<usize> = (1..=pages).filter(near).collect();
    html! {
        nav.pager aria-label=(asking.say("分页", "Pages")) {
            ul {
                @if page > 1 { li { a rel="prev" href=(link(page - 1)) { (asking.say("上一页", "Previous")) } } }
                @for (n, at) in shown.iter().enumerate() {
                    @if n > 0 && shown[n - 1] + 1 < *at { li aria-hidden="true" { "…" } }
                    li { a href=(link(*at)) aria-current=[(*at == page).then_some("page")] { (at) } }
                }
                @if page < pages { li { a rel="next" href=(link(page + 1)) { (asking.say("下一页", "Next")) } } }
            }
        }
    }
}
