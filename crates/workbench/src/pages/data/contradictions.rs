//! Uploads that contradict each other: for the same subject, fact and period they give another value, and the later one holds.

use maud::{Markup, html};
use wuwei_facts::{RowOrigin, is_origin_column, read_name};
use wuwei_ir::{Date, Program};
use wuwei_store::{AsOf, Bounds, Cell, Contradicted, Contradictions, StoreError, Subject};

use super::overview::{column_shown, kind_shown};
use super::wizard::{cut, wait};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::Moment;
use crate::parts::layout::encoded;
use crate::parts::table::{head, wide};

/// So much of a kind is looked at and shown.
const BOUNDS: Bounds = Bounds { subjects: 5_000, examples: 5 };
/// So many columns of a kind are listed, those first in which most subjects are said to be otherwise.
const LISTED: usize = 20;

/// What was found in a kind, with everything that is known of the subjects that are shown.
struct Found {
    kind: String,
    all: Contradictions,
    examples: Vec<Subject>,
}

/// The section of the page.
pub(super) fn section(moment: &Moment<'_>) -> Result<Markup, Fault> {
    let asking = moment.asking;
    let found = wait(find(moment)).map_err(|error| Fault::failed(error.text()))?;
    let is_cut = found.iter().any(|one| one.all.is_cut);
    Ok(html! {
        section {
            h2 #contradictions { (asking.say("前后说法不一的", "What uploads say differently")) }
            p {
                (asking.say(
                    "同一主体、同一事实、同一时期，先后两次上传给出不同的值。后得知的为准；列在这里，便于核对。",
                    "For the same subject, fact and period two uploads give different values. What was learnt later holds; look here whether it should.",
                ))
            }
            @if found.iter().all(|one| one.all.columns.is_empty()) { p { (asking.say("没有。", "Nothing.")) } }
            @for one in found.iter().filter(|one| !one.all.columns.is_empty()) { (kind(moment, one)) }
            @if is_cut {
                p.aside {
                    (asking.say("每类只看了多次上传过的前 ", "Of each kind only the first ")) (BOUNDS.subjects)
                    (asking.say(" 个主体。", " subjects that were uploaded more than once were looked at."))
                }
            }
        }
    })
}

async fn find(moment: &Moment<'_>) -> Result<Vec<Found>, StoreError> {
    let (store, stored) = (&moment.bench.store, moment.snapshot.stored());
    let Some((day, through)) = stored.day.zip(stored.through) else { return Ok(Vec::new()) };
    let as_of = AsOf::day(day).through(through);
    let mut out = Vec::new();
    for table in moment.snapshot.tables() {
        let kind = moment.snapshot.library().program().entity(table.entity).head.name.to_string();
        let is_fact = |column: &str| is_origin_column(column).is_none();
        let all = store.contradictions(&kind, as_of, BOUNDS, is_fact).await?;
        let mut keys: Vec<&str> =
            all.columns.iter().flat_map(|column| &column.examples).map(|example| example.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let examples = store.subjects_by_key(&kind, &keys, as_of).await?.into_iter().flatten().collect();
        out.push(Found { kind, all, examples });
    }
    Ok(out)
}

fn kind(moment: &Moment<'_>, found: &Found) -> Markup {
    let (asking, program) = (moment.asking, moment.snapshot.library().program());
    let mut columns: Vec<&Contradicted> = found.all.columns.iter().collect();
    columns.sort_by_key(|column| std::cmp::Reverse(column.subjects));
    html! {
        h3 { (kind_shown(program, &found.kind, asking)) }
        (wide(asking.say("前后说法不一的数值", "Values that uploads give differently"), html! {
            table.keep {
                (head(&[
                    (asking.say("列", "Column"), false), (asking.say("主体数", "Subjects"), true),
                    (asking.say("例如", "Such as"), false), (asking.say("先前", "Before"), false), (asking.say("现在", "Now"), false),
                ]))
                tbody {
                    @for column in columns.iter().take(LISTED) {
                        @let name = name(program, found, column, asking);
                        @for (n, example) in column.examples.iter().enumerate() {
                            tr {
                                th scope="row" { @if n == 0 { (name) } @else { span.hear { (name) } } }
                                td.num { @if n == 0 { (column.subjects) } }
                                td {
                                    a href=(format!("/subjects/{}/{}", encoded(&found.kind), encoded(&example.key).replace('/', "%2F"))) {
                                        code { (example.key) }
                                    }
                                }
                                (said(moment, found, &example.key, &example.before))
                                (said(moment, found, &example.key, &example.after))
                            }
                        }
                    }
                }
            }
        }))
        @if columns.len() > LISTED {
            p.aside { (asking.say("还有 ", "and ")) (asking.count(columns.len() - LISTED, "列", "more column", "more columns")) }
        }
        p.aside { (asking.say("金额以元计，其他以基本单位计。", "Money in yuan, other quantities in base units.")) }
    }
}

/// What people call a column; one that no document knows keeps its name.
fn name(program: &Program, found: &Found, column: &Contradicted, asking: &Asking) -> String {
    let entity = program.entity_named(&found.kind);
    let known = entity.and_then(|entity| read_name(program, entity, &column.column).ok());
    known.map_or_else(|| column.column.to_string(), |(fact, year)| column_shown(program.fact(fact), year, asking))
}

/// A value, and below it where it was said: file, sheet, row and day.
fn said(moment: &Moment<'_>, found: &Found, key: &str, cell: &Cell) -> Markup {
    let asking = moment.asking;
    let upload = moment.snapshot.stored().uploads.iter().find(|upload| upload.id == cell.upload);
    let subject = found.examples.iter().find(|subject| subject.key == key);
    let origins = subject.and_then(|subject| {
        let mut cells = subject.cells().iter();
        let origin = cells.find(|one| is_origin_column(&one.column) == Some(cell.upload.number()))?;
        Some(RowOrigin::read(origin.value.as_deref()?))
    });
    let origins = origins.unwrap_or_default();
    let row = RowOrigin::of(&origins, &cell.column).and_then(|at| origins.get(at));
    html! {
        td {
            (cut(cell.value.as_deref().unwrap_or_default()))
            @if let Some(upload) = upload {
                small {
                    a href=(format!("/data/uploads/{}", upload.id)) { (upload.about.file) }
                    @if let Some(sheet) = row.and_then(|row| row.sheet.as_deref()) { " · " (sheet) }
                    @if let Some(row) = row { " · " (row_said(asking, row.row)) }
                    @if upload.about.learnt > Date::MIN { " · " (upload.about.learnt) }
                }
            }
        }
    }
}

fn row_said(asking: &Asking, row: u32) -> String {
    format!("{}{row}{}", asking.say("第 ", "row "), asking.say(" 行", ""))
}
