//! The list (清单): every target with where it stands, by when, and who answers for it; filtered, grouped, printed, exported.
//!
//! A view is its address: whoever keeps the address keeps the view.

mod sorting;
mod view;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_ir::{Date, DocId, PartyId, Program};
use wuwei_plan::progress::{Settings, Verdict};
use wuwei_project::{Library, PlanQuestion, plan, plan_csv, plan_documents, plan_xlsx};
use wuwei_report::{Lamp, Material, Report, TargetRow};
use wuwei_source::Text;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::{Moment, answer, respond};
use crate::parts::lamp::lamp;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::number::figure;
use crate::snapshot::Snapshot;
use crate::workbench::Workbench;

use sorting::Sorting;

/// What the address asks for; what it doesn't say, or says so that nobody understands it, leaves nothing out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    document: Option<String>,
    verdict: Option<String>,
    unit: Option<String>,
    group: Option<String>,
    sort: Option<String>,
    /// What whoever keeps the address calls the view.
    view: Option<String>,
}

/// How rows are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    Action,
    Unit,
    Verdict,
    Nothing,
}

/// The longest name of a view, in characters.
const NAME: usize = 40;

/// The list that is asked for.
struct List<'a> {
    snapshot: &'a Snapshot,
    library: &'a Library,
    program: &'a Program,
    asking: &'a Asking,
    as_of: Date,
    documents: Vec<DocId>,
    verdict: Option<Verdict>,
    unit: Option<PartyId>,
    grouping: Grouping,
    sorting: Option<(Sorting, bool)>,
    view: String,
}

impl<'a> List<'a> {
    fn new(moment: &Moment<'a>, asked: &Asked) -> List<'a> {
        let Moment { snapshot, asking, as_of, .. } = *moment;
        let library = snapshot.library();
        let program = library.program();
        let all = plan_documents(library);
        let id = asked.document.as_deref().unwrap_or_default();
        let one: Vec<DocId> = all.iter().copied().filter(|doc| program.document(*doc).id == id).collect();
        let unit = asked.unit.as_deref().unwrap_or_default();
        let unit = program.parties.iter().position(|party| party.head.name == unit).map(PartyId::from_index);
        let verdict = asked.verdict.as_deref().unwrap_or_default();
        let grouping = match asked.group.as_deref() {
            Some("unit") => Grouping::Unit,
            Some("verdict") => Grouping::Verdict,
            Some("none") => Grouping::Nothing,
            _ => Grouping::Action,
        };
        let sort = asked.sort.as_deref().unwrap_or_default();
        let (sort, turned) = sort.strip_prefix('-').map_or((sort, false), |sort| (sort, true));
        let sorting = Sorting::ALL.iter().find(|(_, word)| *word == sort).map(|(sorting, _)| (*sorting, turned));
        let view = asked.view.as_deref().unwrap_or_default().trim().chars().take(NAME).collect();
        List {
            snapshot,
            library,
            program,
            asking,
            as_of,
            documents: if one.is_empty() { all } else { one },
            verdict: Verdict::ALL.into_iter().find(|one| one.word() == verdict),
            unit,
            grouping,
            sorting,
            view,
        }
    }

    fn question(&self) -> PlanQuestion {
        PlanQuestion {
            documents: self.documents.clone(),
            as_of: self.as_of,
            verdicts: self.verdict.into_iter().collect(),
            unit: self.unit,
            lights: None,
        }
    }

    fn report(&self, document: DocId) -> Report {
        Report::new(&Material {
            program: self.program,
            sources: &self.library.sources,
            observations: self.snapshot.observations(),
            document,
            as_of: self.as_of,
            since: self.as_of,
            settings: &Settings::default(),
            lang: self.asking.lang,
        })
    }

    fn is_wanted(&self, row: &TargetRow) -> bool {
        let unit = self.unit.map(|unit| self.program.party(unit).head.shown(self.asking.lang));
        self.verdict.is_none_or(|verdict| row.lamp.verdict == verdict)
            && unit.is_none_or(|unit| row.owners.iter().any(|owner| owner.name == unit))
    }

    /// The parts of a report's list, each under what its rows have in common.
    fn groups<'r>(&self, report: &'r Report) -> Vec<(String, Vec<&'r TargetRow>)> {
        let pick = |all: &[usize]| -> Vec<&'r TargetRow> {
            all.iter().map(|at| &report.targets[*at]).filter(|row| self.is_wanted(row)).collect()
        };
        let mut groups: Vec<(String, Vec<&TargetRow>)> = match self.grouping {
            Grouping::Nothing => {
                vec![(String::new(), report.targets.iter().filter(|row| self.is_wanted(row)).collect())]
            }
            Grouping::Action => report.groups.iter().map(|group| (group.name.clone(), pick(&group.targets))).collect(),
            Grouping::Unit => {
                let named = report.units.iter().map(|unit| (unit.name.clone(), pick(&unit.targets)));
                let nobody = report.targets.iter().filter(|row| row.owners.is_empty() && self.is_wanted(row)).collect();
                let nobody =
                    (self.asking.say("文件没有写责任单位", "No responsible body is named").to_string(), nobody);
                named.chain([nobody]).collect()
            }
            Grouping::Verdict => Verdict::ALL
                .into_iter()
                .map(|verdict| {
                    let rows = report.targets.iter().filter(|row| row.lamp.verdict == verdict && self.is_wanted(row));
                    (Lamp::of(verdict, self.asking.lang).word, rows.collect())
                })
                .collect(),
        };
        groups.retain(|(_, rows)| !rows.is_empty());
        if let Some((sorting, turned)) = self.sorting {
            for (_, rows) in &mut groups {
                rows.sort_by(|one, other| match (turned, sorting.is_known(one) && sorting.is_known(other)) {
                    (true, true) => sorting.compare(other, one),
                    _ => sorting.compare(one, other),
                });
            }
        }
        groups
    }

    fn show(&self, here: &str) -> Markup {
        let asking = self.asking;
        let export = here.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
        let reports: Vec<Report> = self.documents.iter().map(|doc| self.report(*doc)).collect();
        let shown: Vec<_> = reports.iter().map(|report| (report, self.groups(report))).collect();
        let count: usize = shown.iter().flat_map(|(_, groups)| groups).map(|(_, rows)| rows.len()).sum();
        html! {
            h1 { (self.title()) }
            (self.views())
            (self.filters())
            p.aside {
                (asking.count(count, "项目标", "target", "targets")) (asking.say("，截至 ", ", as of ")) (self.as_of) " · "
                a href=(format!("/list/targets.xlsx{export}")) { (asking.say("导出 xlsx", "export xlsx")) } " · "
                a href=(format!("/list/targets.csv{export}")) { "csv" }
            }
            @if count == 0 {
                p { (asking.say("没有符合这些条件的目标。去掉一个条件再看。", "No target meets these conditions; leave one of them out.")) }
            }
            (jumps(&shown, asking))
            @for (report, groups) in &shown {
                @if !groups.is_empty() {
                    section id=(report.document) {
                        h2 { a href=(format!("/documents/{}", report.document)) { (report.title) } }
                        (self.table(report, groups))
                    }
                }
            }
        }
    }

    fn table(&self, report: &Report, groups: &[(String, Vec<&TargetRow>)]) -> Markup {
        let asking = self.asking;
        let owned = groups.iter().flat_map(|(_, rows)| rows).any(|row| !row.owners.is_empty());
        let columns = if owned { 7 } else { 6 };
        html! {
            table.list {
                thead {
                    tr {
                        (self.column(Some(Sorting::Name), asking.say("目标", "Target"), false))
                        (self.column(Some(Sorting::By), asking.say("期限", "By"), false))
                        (self.column(Some(Sorting::Verdict), asking.say("判定", "Verdict"), false))
                        (self.column(None, asking.say("现值", "Now"), true))
                        (self.column(Some(Sorting::Progress), asking.say("还差", "Gap"), true))
                        (self.column(Some(Sorting::Chance), asking.say("预计", "Forecast"), false))
                        @if owned { (self.column(None, asking.say("责任单位", "Responsible"), false)) }
                    }
                }
                @for (name, rows) in groups {
                    tbody {
                        @if !name.is_empty() { tr.programme { th colspan=(columns) scope="rowgroup" { (name) } } }
                        @for row in rows {
                            tr {
                                th scope="row" {
                                    a href=(format!("/documents/{}#target-{}", report.document, row.number)) { (row.name) }
                                    " " (figure(report, &row.asked))
                                    @if let Some(whose) = &row.whose { small { (whose) } }
                                }
                                td data-label=(asking.say("期限", "By")) { (row.by) }
                                td { (lamp(&row.lamp)) }
                                td.num data-label=(asking.say("现值", "Now")) {
                                    @if let Some(latest) = &row.latest { (figure(report, &latest.value)) small { (latest.period) } }
                                }
                                td.num data-label=(asking.say("还差", "Gap")) { @if let Some(gap) = &row.gap { (figure(report, gap)) } }
                                td data-label=(asking.say("预计", "Forecast")) {
                                    @if let Ok(forecast) = &row.forecast {
                                        (figure(report, &forecast.low)) "–" (figure(report, &forecast.high))
                                        @if let Some(chance) = &forecast.probability { small { (figure(report, chance)) } }
                                    }
                                }
                                @if owned { td data-label=(asking.say("责任单位", "Responsible")) { (row.owners.iter().map(|owner| owner.name.as_str()).collect::<Vec<_>>().join(asking.say("、", ", "))) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn filters(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let all = plan_documents(self.library);
        let mut units: Vec<PartyId> =
            program.targets.iter().flat_map(|target| program.owners(target).named()).map(|owner| owner.party).collect();
        units.sort_unstable();
        units.dedup();
        let whole = self.documents.len() == all.len();
        let any = asking.say("全部", "all");
        let groupings = [
            ("action", asking.say("按行动", "by action"), Grouping::Action),
            ("unit", asking.say("按责任单位", "by responsible body"), Grouping::Unit),
            ("verdict", asking.say("按判定", "by verdict"), Grouping::Verdict),
            ("none", asking.say("不分组", "not at all"), Grouping::Nothing),
        ];
        let sortings = [
            ("", asking.say("文件次序", "as in the document")),
            ("name", asking.say("名称", "name")),
            ("by", asking.say("期限", "deadline")),
            ("verdict", asking.say("判定", "verdict")),
            ("progress", asking.say("完成程度，低的在前", "progress, the least first")),
            ("-progress", asking.say("完成程度，高的在前", "progress, the most first")),
            ("chance", asking.say("达到的可能，小的在前", "chance, the least first")),
        ];
        let sorted = self.sorting.and_then(|(sorting, turned)| {
            let word = Sorting::ALL.iter().find(|(one, _)| *one == sorting)?.1;
            Some(format!("{}{word}", if turned { "-" } else { "" }))
        });
        let sorted = sorted.unwrap_or_default();
        html! {
            form.filters method="get" action="/list" {
                label { (asking.say("文件", "Document")) " "
                    select name="document" {
                        option value="" selected[whole] { (any) }
                        @for doc in &all {
                            @let document = program.document(*doc);
                            option value=(document.id) selected[!whole && self.documents.contains(doc)] { (document.title.get(asking.lang)) }
                        }
                    }
                }
                label { (asking.say("判定", "Verdict")) " "
                    select name="verdict" {
                        option value="" { (any) }
                        @for verdict in Verdict::ALL {
                            option value=(verdict.word()) selected[self.verdict == Some(verdict)] { (Lamp::of(verdict, asking.lang).word) }
                        }
                    }
                }
                label { (asking.say("责任单位", "Responsible")) " "
                    select name="unit" {
                        option value="" { (any) }
                        @for unit in &units {
                            @let head = &program.party(*unit).head;
                            option value=(head.name) selected[self.unit == Some(*unit)] { (head.shown(asking.lang)) }
                        }
                    }
                }
                label { (asking.say("分组", "Grouped")) " "
                    select name="group" {
                        @for (word, name, grouping) in groupings {
                            option value=(word) selected[self.grouping == grouping] { (name) }
                        }
                    }
                }
                label { (asking.say("次序", "Order")) " "
                    select name="sort" {
                        @for (word, name) in sortings { option value=(word) selected[word == sorted] { (name) } }
                    }
                }
                label { (asking.say("截至", "As of")) " " input type="date" name="as_of" value=(self.as_of); }
                label { (asking.say("视图名称", "Name of the view")) " "
                    input type="text" name="view" value=(self.view) maxlength=(NAME) autocomplete="off"; }
                button { (asking.say("看这些", "Show")) }
            }
            p.aside {
                (asking.say("这个视图的网址，收藏或发给别人都行：", "The address of this view, to keep or to send: "))
                a href=(self.address(&[])) { (self.title()) }
            }
        }
    }
}

/// Rows under the names of their groups.
type Groups<'r> = Vec<(String, Vec<&'r TargetRow>)>;

/// The way to each document of a long list, with how many targets stand there.
fn jumps(shown: &[(&Report, Groups<'_>)], asking: &Asking) -> Markup {
    let there: Vec<_> = shown.iter().filter(|(_, groups)| !groups.is_empty()).collect();
    html! {
        @if there.len() > 1 {
            nav aria-label=(asking.say("本页的文件", "Documents on this page")) {
                ul.jumps {
                    @for (report, groups) in there {
                        @let count: usize = groups.iter().map(|(_, rows)| rows.len()).sum();
                        li { a href=(format!("#{}", report.document)) { (report.title) } " " span.n { (count) } }
                    }
                }
            }
        }
    }
}

impl List<'_> {
    fn file(&self, name: &str) -> Result<Response, Fault> {
        let found = plan(self.library, &self.question(), None);
        let lang = self.asking.lang;
        let (kind, bytes) = match name {
            "targets.csv" => ("text/csv; charset=utf-8", plan_csv(self.library, &found, lang)),
            "targets.xlsx" => (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                plan_xlsx(self.library, &found, self.as_of, lang),
            ),
            _ => {
                let what = Text::new("清单只能导出为 csv 或 xlsx", "the list is exported as csv or xlsx");
                return Err(Fault::not_found(what));
            }
        };
        let failed = |why: String| {
            Fault::failed(Text::new(format!("没有写成：{why}"), format!("it could not be written: {why}")))
        };
        let bytes = bytes.map_err(|why| failed(why.to_string()))?;
        let attached = format!("attachment; filename=\"{}\"", encoded(name));
        Ok(([(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_DISPOSITION, attached)], bytes).into_response())
    }
}

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    answer(bench, asking, move |moment| {
        let list = List::new(moment, &asked);
        Ok(Page::new(Section::List, list.title(), list.show(&moment.asking.here)))
    })
    .await
}

/// The same list as a file for spreadsheet programs.
pub(crate) async fn file(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    respond(bench, asking, move |moment| {
        let list = List::new(moment, &asked);
        match list.file(&name) {
            Ok(response) => response,
            Err(fault) => fault.respond(moment.asking),
        }
    })
    .await
}
