//! Who is known: found by name or code, whichever kind, with the rung of each ladder.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_engine::{Evaluator, Population as _, Row, Verdict};
use wuwei_ir::{EntityId, Ladder, Literal, Program, RegionId};
use wuwei_project::text_fact;
use wuwei_source::Name;

use super::{Subject, kinds, ladder};
use crate::asking::Asking;
use crate::pages::policies::{dated, pager, same_day};
use crate::pages::{Moment, answer};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::parts::needle::{Haystack, Initials, Needle};
use crate::parts::number::grouped;
use crate::workbench::Workbench;

/// So many subjects stand on a page.
const PAGE: usize = 25;

/// What the address asks for; what it doesn't say, or says so that nobody understands it, leaves nobody out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    district: String,
    #[serde(default)]
    page: String,
}

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let list = List::new(moment, asked);
        Ok(Page::new(Section::Subjects, moment.asking.say("企业和其他主体", "Enterprises and others"), list.show()))
    })
    .await
}

struct List<'a> {
    moment: &'a Moment<'a>,
    program: &'a Program,
    asking: &'a Asking,
    asked: Asked,
    needle: Needle,
    kinds: Vec<(EntityId, u32)>,
    kind: Option<EntityId>,
    district: Option<RegionId>,
}

impl<'a> List<'a> {
    fn new(moment: &'a Moment<'a>, asked: Asked) -> List<'a> {
        let program = moment.snapshot.library().program();
        let kinds = kinds(moment);
        let named = |entity: EntityId| program.entity(entity).head.name == asked.kind.as_str();
        let kind = kinds.iter().map(|(entity, _)| *entity).find(|entity| named(*entity));
        let needle = Needle::new(&asked.q);
        // Without a question the first kind stands there; with one, everybody who answers it.
        let kind = kind.or_else(|| {
            kinds.first().map(|(entity, _)| *entity).filter(|_| needle.is_empty() && asked.kind.is_empty())
        });
        let codes = (0..program.regions.len()).map(RegionId::from_index);
        let district = codes.into_iter().find(|id| program.region(*id).code == asked.district.as_str());
        List { moment, program, asking: moment.asking, asked, needle, kinds, kind, district }
    }

    /// Those who are asked for, in the order of their tables.
    fn find(&self) -> Vec<Row> {
        let entities = self.kinds.iter().map(|(entity, _)| *entity);
        let wanted = entities.filter(|entity| self.kind.is_none_or(|kind| kind == *entity));
        wanted.flat_map(|entity| self.of_kind(entity)).collect()
    }

    fn of_kind(&self, entity: EntityId) -> impl Iterator<Item = Row> {
        let population = self.moment.snapshot.population();
        let rows = (0..population.len(entity)).map(move |index| Row { entity, index });
        rows.filter(|row| self.is_within(*row) && self.is_called(*row))
    }

    fn is_within(&self, row: Row) -> bool {
        let Some(district) = self.district else { return true };
        let home = self.program.entity(row.entity).home;
        let home = home.and_then(|home| self.moment.snapshot.population().fact(row, home, None));
        matches!(home, Some(Literal::Region(home)) if self.program.is_within(home, district))
    }

    fn is_called(&self, row: Row) -> bool {
        if self.needle.is_empty() {
            return true;
        }
        let population = self.moment.snapshot.population();
        let name = text_fact(population, row, self.program.entity(row.entity).name).map_or("", Name::as_str);
        let key = population.key(row).map_or("", Name::as_str);
        self.needle.is_in(&Haystack::new(&format!("{name}\n{key}")), || Initials::new(name))
    }

    fn show(&self) -> Markup {
        let asking = self.asking;
        if self.kinds.is_empty() {
            return html! {
                h1 { (asking.say("企业和其他主体", "Enterprises and others")) }
                p { (asking.say("还没有装入任何主体的事实。", "No facts about anybody are there yet.")) }
                p { a.button href="/data" { (asking.say("去装入数据", "Load data")) } }
            };
        }
        let found = self.find();
        html! {
            h1 { (asking.say("企业和其他主体", "Enterprises and others")) }
            p.lead { (asking.say("按名称或代码查一个主体：它在哪一级，能得到什么，还差什么。", "Find a subject by name or code: where it stands, what it can get, and what it lacks.")) }
            @if let Some(notice) = self.moment.snapshot.notice(asking.lang) {
                p.remark.synthetic role="note" { (notice) }
            }
            div.finder {
                (self.form())
                (self.results(&found))
            }
        }
    }

    fn form(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let region = self.moment.bench.setting.region;
        let ids = (0..program.regions.len()).map(RegionId::from_index);
        let districts: Vec<RegionId> = ids.filter(|id| program.region(*id).parent == Some(region)).collect();
        html! {
            form.find method="get" action="/subjects" role="search"
                hx-get="/subjects" hx-target="#results" hx-select="#results" hx-swap="outerHTML" hx-push-url="true"
                hx-trigger="submit, change, input changed delay:350ms from:#q" {
                (same_day(asking))
                div.query {
                    label for="q" { (asking.say("名称或代码", "Name or code")) }
                    input #q type="search" name="q" value=(self.asked.q) maxlength="200" autocomplete="off" aria-describedby="q-hint";
                    button { (asking.say("查找", "Search")) }
                    p.aside #q-hint { (asking.say("名称或统一社会信用代码的一部分，或者拼音首字母。", "Part of a name or code, or initials of pinyin.")) }
                }
                div.choices {
                    div {
                        label for="kind" { (asking.say("种类", "Kind")) }
                        select #kind name="kind" {
                            option value="all" selected[self.kind.is_none()] { (asking.say("全部", "all")) }
                            @for (entity, n) in &self.kinds {
                                @let head = &program.entity(*entity).head;
                                option value=(head.name) selected[self.kind == Some(*entity)] { (head.shown(asking.lang)) " · " (grouped(u64::from(*n))) }
                            }
                        }
                    }
                    @if !districts.is_empty() {
                        div {
                            label for="district" { (asking.say("所在地", "Where")) }
                            select #district name="district" {
                                option value="" { (asking.say("不限", "anywhere")) }
                                @for id in &districts {
                                    @let one = program.region(*id);
                                    option value=(one.code) selected[self.district == Some(*id)] { (one.head.shown(asking.lang)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn results(&self, found: &[Row]) -> Markup {
        let asking = self.asking;
        let pages = found.len().div_ceil(PAGE).max(1);
        let page = self.asked.page.parse().unwrap_or(1).clamp(1, pages);
        let shown: Vec<Row> = found.iter().copied().skip((page - 1) * PAGE).take(PAGE).collect();
        let here = asking.here.split_once('?').map_or("", |(_, query)| query);
        let kept: Vec<&str> = here.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page=")).collect();
        let link = |at: usize| {
            let page = format!("page={at}");
            format!("/subjects?{}", kept.iter().copied().chain([page.as_str()]).collect::<Vec<_>>().join("&"))
        };
        html! {
            section #results aria-labelledby="count" {
                p.tallied #count role="status" {
                    b.n { (grouped(found.len() as u64)) } (asking.say(" 个", " found")) (asking.say("，截至 ", ", as of ")) (self.moment.as_of)
                }
                @if found.is_empty() {
                    div.none {
                        p { b { (asking.say("没有找到。", "Nobody was found.")) } }
                        ul {
                            li { (asking.say("只写名称中的几个字，或者代码的前几位。", "Write a few characters of the name, or the first of the code.")) }
                            li { a href="/subjects" { (asking.say("看全部", "Show all")) } }
                            li { a href="/check" { (asking.say("不在名单里的，可以自己测一测", "Whoever isn’t listed can check for themselves")) } }
                        }
                    }
                } @else { (self.table(&shown)) }
                @if pages > 1 { (pager(page, pages, &link, asking)) }
            }
        }
    }

    /// Ladders that stand as columns: those of the kind that is shown.
    fn ladders(&self) -> Vec<&'a Ladder> {
        let own = |ladder: &&Ladder| Some(ladder.entity) == self.kind && ladder.head.in_force(self.moment.as_of);
        self.program.ladders.iter().filter(own).collect()
    }

    fn table(&self, shown: &[Row]) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let evaluator = Evaluator::new(program, self.moment.snapshot.population(), self.moment.as_of);
        let subjects: Vec<Subject> =
            shown.iter().filter_map(|row| Subject::of(program, self.moment.snapshot.population(), *row)).collect();
        let ladders = self.ladders();
        html! {
            table.people {
                thead {
                    tr {
                        th scope="col" { (asking.say("名称", "Name")) }
                        th scope="col" { (asking.say("代码", "Code")) }
                        @if self.kind.is_none() { th scope="col" { (asking.say("种类", "Kind")) } }
                        th scope="col" { (asking.say("所在地", "Where")) }
                        @for ladder in &ladders { th scope="col" { (ladder.head.shown(asking.lang)) } }
                    }
                }
                tbody {
                    @for one in &subjects {
                        tr {
                            th scope="row" { a href=(dated(asking, one.address(program))) { (self.needle.marked(one.shown())) } }
                            td.code { (self.needle.marked(one.key.as_str())) }
                            @if self.kind.is_none() { td { (program.entity(one.row.entity).head.shown(asking.lang)) } }
                            td { (one.home(self.moment).unwrap_or(asking.say("没有填报", "not known"))) }
                            @let () = evaluator.forget();
                            @for ladder in &ladders { td { (self.rung(&evaluator, ladder, one.row)) } }
                        }
                    }
                }
            }
        }
    }

    /// The highest rung of a ladder that somebody stands on, in a word.
    fn rung(&self, evaluator: &Evaluator<'_>, ladder: &Ladder, row: Row) -> Markup {
        let asking = self.asking;
        let answers = ladder::answers(evaluator, ladder, row);
        let highest = answers.iter().rposition(|answer| *answer == Verdict::Yes);
        html! {
            span.when-narrow { (ladder.head.shown(asking.lang)) (asking.say("：", ": ")) }
            @match highest {
                Some(at) => b { (ladder::step_name(&ladder.steps[at], asking.lang)) },
                None if answers.contains(&Verdict::Unknown) => span.soft { (asking.say("缺事实", "facts missing")) },
                None => span.soft { "–" span.hear { (asking.say("不在任何一级", "on no rung")) } },
            }
        }
    }
}
