//! The workbook to fill in, kind by kind.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use wuwei_source::Text;

use super::rows::file;
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::respond;
use crate::workbench::Workbench;

/// Yearly facts are asked for these many years, the last full one first.
const YEARS: i32 = 3;

pub(super) async fn get(bench: State<Arc<Workbench>>, Path(kind): Path<String>, asking: Asking) -> Response {
    respond(bench, asking, move |moment| {
        let program = moment.snapshot.library().program();
        let kind = kind.strip_suffix(".xlsx").unwrap_or(&kind);
        let Some(entity) = program.entity_named(kind) else {
            let none = Text::new(format!("没有“{kind}”这类主体"), format!("there is no kind of subject called {kind}"));
            return Fault::not_found(none).respond(moment.asking);
        };
        let today = (moment.bench.setting.today)();
        let years: Vec<i32> = (today.year() - YEARS..today.year()).collect();
        match wuwei_facts::template(program, entity, &years, today, moment.asking.lang) {
            Ok(bytes) => file(
                bytes,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                &format!("{kind}.xlsx"),
            ),
            Err(error) => {
                let why = Text::new(format!("做不出模板（{error}）"), format!("the workbook can't be made ({error})"));
                Fault::failed(why).respond(moment.asking)
            }
        }
    })
    .await
}
