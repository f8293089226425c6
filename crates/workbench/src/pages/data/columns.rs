//! The second step: what each column of the file means.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use wuwei_facts::{HeaderSeen, Mapping, Meant, SheetMapping, SheetSeen, read_name};
use wuwei_ir::{EntityId, Program};
use wuwei_source::Text;

use super::wizard::{Step, discard, errors, go_to, head, needs_operator, pending};
use crate::access::Operator;
use crate::asking::Asking;
use crate::forms::{self, Posted};
use crate::intake::desk::Pending;
use crate::pages::{Moment, answer, respond};
use crate::parts::layout::Page;
use crate::parts::nav::Section;
use crate::parts::table;
use crate::workbench::Workbench;

/// What a form says of columns: `k0` the kind of the first sheet, `c0-3` the fact of its fourth column, `y0-3` and `u0-3` its
/// year and unit.
type Form = BTreeMap<String, String>;

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(id): Path<String>, asking: Asking) -> Response {
    answer(bench, asking, move |moment| {
        needs_operator(moment)?;
        let pending = pending(moment.bench, &id)?;
        Ok(page(moment, &pending, &Form::new(), &[]))
    })
    .await
}

pub(super) async fn post(
    bench: State<Arc<Workbench>>,
    _: Operator,
    Path(id): Path<String>,
    Posted { asking, form }: Posted<Form>,
) -> Response {
    respond(bench, asking, move |moment| {
        let pending = match pending(moment.bench, &id) {
            Ok(pending) => pending,
            Err(fault) => return fault.respond(moment.asking),
        };
        let program = moment.snapshot.library().program();
        let looked = pending.progress().looked;
        // Another kind has other facts: its columns are looked at anew.
        let said = |n: usize, what: &str| form.get(&format!("{what}{n}")).map_or("", String::as_str);
        let is_other = |n: usize| said(n, "k") != said(n, "for");
        if (0..looked.sheets.len()).any(is_other) {
            let mut kinds = looked.as_ref().clone();
            for (n, sheet) in kinds.sheets.iter_mut().enumerate() {
                sheet.entity = program.entity_named(said(n, "k"));
            }
            pending.go_on(|progress| progress.looked = Arc::new(kinds));
            return go_to(&format!("/data/new/{id}/columns"));
        }
        match mapping(program, &looked.sheets, &form) {
            Ok(mapping) => {
                pending.go_on(|progress| {
                    if progress.mapping != mapping {
                        (progress.read, progress.compared) = (None, None);
                    }
                    progress.mapping = mapping;
                });
                go_to(&format!("/data/new/{id}/rows"))
            }
            Err(wrong) => {
                let mut response = page(moment, &pending, &form, &wrong).respond(moment.asking);
                *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                response
            }
        }
    })
    .await
}

/// What a form says of a column, put together as a header: `研发费用@2024(万元)`.
fn header(form: &Form, sheet: usize, column: usize) -> Option<String> {
    let said = |what: &str| form.get(&format!("{what}{sheet}-{column}")).map_or("", |text| text.trim());
    let (fact, year, unit) = (said("c"), said("y"), said("u"));
    if fact.is_empty() {
        return None;
    }
    let year = if year.is_empty() { String::new() } else { format!("@{year}") };
    let unit = if unit.is_empty() { String::new() } else { format!("({unit})") };
    Some(format!("{fact}{year}{unit}"))
}

fn mapping(program: &Program, sheets: &[SheetSeen], form: &Form) -> Result<Mapping, Vec<(String, Text)>> {
    let (mut out, mut wrong) = (Mapping::default(), Vec::new());
    for (n, sheet) in sheets.iter().enumerate() {
        let Some(entity) = sheet.entity else { continue };
        let headers: Vec<Option<String>> = (0..sheet.headers.len()).map(|at| header(form, n, at)).collect();
        let mut seen = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            let Some(header) = header else { continue };
            let field = format!("c{n}-{at}");
            match read_name(program, entity, header) {
                Err(why) => wrong.push((field, why)),
                Ok(column) if seen.contains(&column) => wrong.push((
                    field,
                    Text::new(format!("“{header}”对应了两列"), format!("two columns are said to be {header}")),
                )),
                Ok(column) => seen.push(column),
            }
        }
        let key = program.entity(entity).key;
        if let Some(key) = key.filter(|key| !seen.iter().any(|(fact, _)| fact == key)) {
            let (kind, name) = (program.entity(entity).head.name, program.fact(key).name);
            wrong.push((
                format!("k{n}"),
                Text::new(
                    format!("没有一列是“{name}”；{kind}靠它识别，必须有"),
                    format!("no column is {name}, by which each {kind} is known"),
                ),
            ));
        }
        let sheet_name = sheet.sheet.clone();
        out.sheets.push(SheetMapping { sheet: sheet_name, entity, header_row: sheet.header_row, headers });
    }
    if out.sheets.is_empty() && wrong.is_empty() {
        wrong.push(("k0".to_string(), Text::new("没有选任何工作表的主体类别", "no sheet has a kind of subject")));
    }
    if wrong.is_empty() { Ok(out) } else { Err(wrong) }
}

fn page(moment: &Moment<'_>, pending: &Pending, form: &Form, wrong: &[(String, Text)]) -> Page {
    let (asking, program) = (moment.asking, moment.snapshot.library().program());
    let title = asking.say("各列是什么？", "What do the columns mean?");
    let progress = pending.progress();
    let body = html! {
        (errors(asking, wrong))
        (head(asking, Some(pending), Step::Columns, title))
        p.lead {
            (asking.say(
                "认得的列已经填好。没有认出的，写上事实的名称；留空的列不读。",
                "Columns that are recognised are filled in. Name the fact of the others; a column that is left empty isn't read.",
            ))
        }
        form.mapping method="post" action=(format!("/data/new/{}/columns", pending.id)) {
            (forms::key(asking))
            @for (n, sheet) in progress.looked.sheets.iter().enumerate() {
                (sheet_fields(moment, program, &progress.mapping, n, sheet, form, wrong))
            }
            button { (asking.say("继续", "Continue")) }
        }
        (discard(asking, pending))
    };
    Page::new(Section::Data, title, body)
}

fn sheet_fields(
    moment: &Moment<'_>,
    program: &Program,
    known: &Mapping,
    n: usize,
    sheet: &SheetSeen,
    form: &Form,
    wrong: &[(String, Text)],
) -> Markup {
    let asking = moment.asking;
    let kind = sheet.entity.map_or("", |entity| program.entity(entity).head.name.as_str());
    let said = known.sheets.iter().find(|mapped| mapped.sheet == sheet.sheet && Some(mapped.entity) == sheet.entity);
    html! {
        fieldset.sheet {
            legend {
                @match &sheet.sheet {
                    Some(name) => { (asking.say("工作表“", "Sheet “")) (name) "”" },
                    None => (asking.say("表格", "Table")),
                }
                small { (asking.count(sheet.rows, "行数据", "row of data", "rows of data")) (asking.say("，列名在第 ", ", headers in row ")) (sheet.header_row) (asking.say(" 行", "")) }
            }
            input type="hidden" name=(format!("for{n}")) value=(kind);
            div.field.inline {
                label for=(format!("k{n}")) { (asking.say("每一行是一个", "Each row is about")) }
                select #(format!("k{n}")) name=(format!("k{n}")) {
                    option value="" selected[kind.is_empty()] { (asking.say("不读这张表", "leave this sheet out")) }
                    @for entity in &program.entities {
                        option value=(entity.head.name) selected[entity.head.name.as_str() == kind] { (entity.head.shown(asking.lang)) }
                    }
                }
                button name="change" value=(n) { (asking.say("换类别", "Change the kind")) }
            }
            @if let Some(entity) = sheet.entity {
                datalist #(format!("facts{n}")) {
                    @for fact in &program.entity(entity).facts {
                        option value=(program.fact(*fact).name) {}
                    }
                }
                table.mapped {
                    (table::head(&[(asking.say("文件里的列", "Column in the file"), false), (asking.say("例如", "For example"), false), (asking.say("是这个事实", "Is this fact"), false), (asking.say("年度", "Year"), false), (asking.say("单位", "Unit"), false)]))
                    tbody {
                        @for (at, header) in sheet.headers.iter().enumerate() {
                            (column(asking, program, entity, (n, at), header, &Filled::of(program, entity, (n, at), header, form, said), wrong))
                        }
                    }
                }
            }
        }
    }
}

/// What stands in the fields of a column.
struct Filled {
    fact: String,
    year: String,
    unit: String,
    meant: Meant,
}

impl Filled {
    fn of(
        program: &Program,
        entity: EntityId,
        (n, at): (usize, usize),
        header: &HeaderSeen,
        form: &Form,
        said: Option<&SheetMapping>,
    ) -> Filled {
        let meant = header.meant(program, entity);
        let in_form = |what: &str| form.get(&format!("{what}{n}-{at}")).cloned();
        if let Some(fact) = in_form("c") {
            let (year, unit) = (in_form("y").unwrap_or_default(), in_form("u").unwrap_or_default());
            return Filled { fact, year, unit, meant };
        }
        if let Some(mapped) = said {
            // Somebody has said before what it means.
            let text = mapped.headers.get(at).cloned().flatten().unwrap_or_default();
            let seen = HeaderSeen { text, ..HeaderSeen::default() };
            return Filled { meant, ..Filled::meant(program, seen.meant(program, entity)) };
        }
        Filled::meant(program, meant)
    }

    fn meant(program: &Program, meant: Meant) -> Filled {
        let (fact, year, unit) = match &meant {
            Meant::Fact(id, year, unit) => {
                let fact = program.fact(*id);
                (fact.name.to_string(), year.map_or_else(String::new, |year| year.to_string()), unit.clone())
            }
            Meant::Near(_) | Meant::Unknown => Default::default(),
        };
        Filled { fact, year, unit, meant }
    }
}

fn column(
    asking: &Asking,
    program: &Program,
    entity: EntityId,
    (n, at): (usize, usize),
    header: &HeaderSeen,
    filled: &Filled,
    wrong: &[(String, Text)],
) -> Markup {
    let field = format!("c{n}-{at}");
    let error = wrong.iter().find(|(name, _)| *name == field).map(|(_, why)| why);
    let about = format!("{field}-about");
    let is_key = program.entity(entity).key.is_some_and(|key| program.fact(key).name.as_str() == filled.fact);
    let name = if header.text.is_empty() { asking.say("（没有列名）", "(no header)") } else { &header.text };
    html! {
        tr class=[error.map(|_| "wrong")] {
            th scope="row" { (name) @if is_key { small { (asking.say("靠它识别每一行", "each row is known by it")) } } }
            td.samples {
                @if header.samples.is_empty() { "—" } @else { (header.samples.join(asking.say("、", ", "))) }
                small { (asking.count(header.filled, "格有值", "cell filled", "cells filled")) }
            }
            td {
                input #(field) name=(field) value=(filled.fact) list=(format!("facts{n}")) autocomplete="off"
                    aria-label=(format!("{} {name}", asking.say("事实：", "Fact of column"))) aria-describedby=(about)
                    aria-invalid=[error.map(|_| "true")];
                small #(about) {
                    @match (error, &filled.meant) {
                        (Some(why), _) => span.error { (why.get(asking.lang)) },
                        (None, Meant::Fact(..)) => (asking.say("已认出", "recognised")),
                        (None, Meant::Near(names)) => {
                            (asking.say("是不是", "perhaps"))
                            @for name in names.iter().take(3) { " “" (name) "”" }
                            (asking.say("？不填就不读", "? not read if left empty"))
                        },
                        (None, Meant::Unknown) => (asking.say("不认识，不填就不读", "not known, not read if left empty")),
                    }
                }
            }
            td {
                input.short name=(format!("y{n}-{at}")) value=(filled.year) inputmode="numeric" autocomplete="off"
                    aria-label=(format!("{} {name}", asking.say("年度：", "Year of column")));
            }
            td {
                input.short name=(format!("u{n}-{at}")) value=(filled.unit) autocomplete="off"
                    aria-label=(format!("{} {name}", asking.say("单位：", "Unit of column")));
            }
        }
    }
}
