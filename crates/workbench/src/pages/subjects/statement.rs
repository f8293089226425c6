//! A statement to print: what a subject can get and where it stands on a day, each with the article that says so.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use wuwei_engine::{Lane, Verdict};
use wuwei_ir::{GroupId, ItemId, Program, Type};
use wuwei_project::{Asked, AskedBenefit, AskedStatus, show_range};

use super::benefits::{Benefits, LANES, basis, missing};
use super::profile::notice;
use super::{Subject, about};
use crate::asking::Asking;
use crate::pages::Moment;
use crate::pages::policies::dated;
use crate::parts::table::head;
use crate::parts::verdict::{lane, verdict};
use crate::workbench::Workbench;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Path(named): Path<(String, String)>) -> Response {
    about(bench, asking, named, |moment, subject| {
        let asked = subject.ask(moment);
        let title = moment.asking.say("政策适用情况告知单", "Statement of policies that apply");
        Ok((title.to_string(), Statement::new(moment, subject, &asked).show(title)))
    })
    .await
}

struct Statement<'a> {
    moment: &'a Moment<'a>,
    program: &'a Program,
    asking: &'a Asking,
    subject: &'a Subject,
    asked: &'a Asked,
    benefits: Benefits<'a>,
}

impl<'a> Statement<'a> {
    fn new(moment: &'a Moment<'a>, subject: &'a Subject, asked: &'a Asked) -> Statement<'a> {
        let program = moment.snapshot.library().program();
        let benefits = Benefits::new(moment, subject, asked);
        Statement { moment, program, asking: moment.asking, subject, asked, benefits }
    }

    fn show(&self, title: &str) -> Markup {
        let asking = self.asking;
        let today = (self.moment.bench.setting.today)();
        html! {
            p.kicker.no-print { a href=(dated(asking, self.subject.address(self.program))) { (self.subject.shown()) } }
            article.statement {
                header {
                    p.advisory { (asking.say("仅供参考", "Advisory")) }
                    h1 { (title) }
                    dl.whom {
                        div { dt { (self.program.entity(self.subject.row.entity).head.shown(asking.lang)) } dd { (self.subject.shown()) } }
                        div { dt { (asking.say("代码", "Code")) } dd.code { (self.subject.key) } }
                        @if let Some(home) = self.subject.home(self.moment) { div { dt { (asking.say("所在地", "Where")) } dd { (home) } } }
                        div { dt { (asking.say("评价日", "As of")) } dd { (self.moment.as_of) } }
                        div { dt { (asking.say("出具日", "Made on")) } dd { (today) } }
                    }
                    (notice(self.moment))
                }
                (self.held())
                @for one in LANES { (self.lane(one)) }
                p.total { span { (asking.say("合计（已按不能兼得和限额计算）", "In all, exclusions and limits applied")) } b.n { (self.benefits.money(self.asked.total)) } }
                (self.scores())
                footer.grounds {
                    p {
                        (asking.say(
                            "本单由文件库的规则和已填报的事实逐条推算，不是审批结论，不产生权利义务；是否给予、给予多少，由主管部门审定。",
                            "This statement is computed from the rules of the documents and the facts on record. It is no decision and gives no right: whether and how much is paid is for the responsible bodies to decide.",
                        ))
                    }
                    p {
                        (asking.say(
                            "“至多”是上限，“缺”的事实补齐以后金额会变。每一项的推导可在系统里该主体的“为什么”页逐条查看。",
                            "“Up to” is a ceiling; amounts change once missing facts are known. Each item’s proof stands on the page “Why” of this subject.",
                        ))
                    }
                }
            }
        }
    }

    /// Document and article of a rule's version.
    fn article(&self, item: Option<ItemId>) -> Markup {
        let Some(item) = item.map(|id| self.program.item(id)) else { return html! {} };
        let document = self.program.document(item.head.doc);
        let article = item.head.article.map(|article| article.get(self.asking.lang).to_string());
        let article = article.unwrap_or_else(|| self.program.article(&item.head));
        html! {
            (document.title.get(self.asking.lang))
            @if let Some(number) = document.number { (self.asking.say("，", ", ")) (number.get(self.asking.lang)) }
            @if !article.is_empty() { small { (article) } }
        }
    }

    fn named(&self, group: GroupId) -> &'static str {
        self.program.item(self.program.group(group).versions[0]).head.shown(self.asking.lang)
    }

    /// Standings it has for certain.
    fn held(&self) -> Markup {
        let asking = self.asking;
        let is_held = |status: &&AskedStatus| status.answer.verdict == Verdict::Yes;
        let held: Vec<&AskedStatus> = self.asked.statuses.iter().filter(is_held).collect();
        html! {
            section {
                h2 { (asking.say("具备的资格和条件", "Standings held")) }
                @if held.is_empty() { p { (asking.say("没有确定具备的。", "None for certain.")) } } @else {
                    table.keep {
                        (head(&[(asking.say("名称", "Name"), false), (asking.say("结论", "Answer"), false), (asking.say("依据", "Grounds"), false)]))
                        tbody { @for status in held {
                            tr {
                                th scope="row" { (self.named(status.group)) (basis(status.answer.basis, asking)) }
                                td { (verdict(status.answer.verdict, asking.lang)) }
                                td { (self.article(status.answer.item)) }
                            }
                        } }
                    }
                }
            }
        }
    }

    fn lane(&self, one: Lane) -> Markup {
        let asking = self.asking;
        let mine: Vec<&AskedBenefit> = self.benefits.lane(one);
        let (term, means) = lane(one, asking.lang);
        html! {
            section {
                h2 { (term) " " small { (means) } }
                @if mine.is_empty() { p { (asking.say("没有。", "None.")) } } @else {
                    table.keep {
                        (head(&[(asking.say("待遇", "Benefit"), false), (asking.say("金额", "Amount"), true), (asking.say("依据", "Grounds"), false)]))
                        tbody { @for it in mine {
                            tr {
                                th scope="row" { (self.named(it.group)) (basis(it.answer.basis, asking)) (missing(self.program, &it.answer.gaps, asking)) }
                                td.num { (self.benefits.money(it.answer.money)) }
                                td { (self.article(it.answer.item)) }
                            }
                        } }
                    }
                }
            }
        }
    }

    fn scores(&self) -> Markup {
        let asking = self.asking;
        html! {
            @if !self.asked.scores.is_empty() {
                section {
                    h2 { (asking.say("评分", "Scores")) }
                    table.keep.points {
                        (head(&[(asking.say("评分", "Score"), false), (asking.say("得分", "Points"), true), (asking.say("依据", "Grounds"), false)]))
                        tbody { @for score in &self.asked.scores {
                            tr {
                                th scope="row" { (self.named(score.group)) }
                                td.num { (show_range(Type::POINTS, None, score.range, asking.lang)) @if let Some(most) = score.out_of { " / " (most.to_decimal(2)) } }
                                td { (self.article(Some(score.item))) }
                            }
                        } }
                    }
                }
            }
        }
    }
}
