//! A subject: what it can get, where it stands, and the facts that say so.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use wuwei_project::Asked;

use super::benefits::Benefits;
use super::facts::facts;
use super::standings::{scores, standings};
use super::{Subject, about, ladder};
use crate::asking::Asking;
use crate::pages::Moment;
use crate::pages::policies::{dated, print_day};
use crate::workbench::Workbench;

pub(crate) async fn get(bench: State<Arc<Workbench>>, asking: Asking, Path(named): Path<(String, String)>) -> Response {
    about(bench, asking, named, |moment, subject| {
        let asked = subject.ask(moment);
        Ok((String::new(), show(moment, subject, &asked)))
    })
    .await
}

fn show(moment: &Moment<'_>, subject: &Subject, asked: &Asked) -> Markup {
    let asking = moment.asking;
    let benefits = Benefits::new(moment, subject, asked);
    let here = subject.address(moment.snapshot.library().program());
    html! {
        (head(moment, subject))
        section.first aria-labelledby="glance" {
            h2.hear #glance { (asking.say("一眼看清", "At a glance")) }
            (benefits.glance())
            p.acts {
                a.button href=(dated(asking, format!("{here}/statement"))) { (asking.say("可打印的告知单", "Statement to print")) }
                a.button.quiet href=(dated(asking, format!("{here}/questions"))) { (asking.say("接下来该问什么", "What to ask next")) }
            }
        }
        (ladder::ladders(moment, subject))
        (benefits.show())
        (scores(moment, &benefits, asked))
        (standings(moment, &benefits, asked))
        (facts(moment, subject))
    }
}

/// What stands on top of every page about a subject.
pub(crate) fn head(moment: &Moment<'_>, subject: &Subject) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let kind = &program.entity(subject.row.entity).head;
    html! {
        p.kicker {
            a href="/subjects" { (asking.say("企业和其他主体", "Enterprises and others")) } " · " (kind.shown(asking.lang))
        }
        h1 { (subject.shown()) }
        div.under-head {
            p.facts {
                span.code { (subject.key) }
                @if let Some(home) = subject.home(moment) { span { (home) } }
                (print_day(moment.as_of, asking))
            }
            form.as-of method="get" {
                label for="as_of" { (asking.say("截至", "As of")) }
                input #as_of type="date" name="as_of" value=(moment.as_of);
                button { (asking.say("看这一天", "Show")) }
            }
        }
        (notice(moment))
    }
}

/// The same, shorter, for pages one step further down.
pub(crate) fn way_back(moment: &Moment<'_>, subject: &Subject) -> Markup {
    let program = moment.snapshot.library().program();
    html! {
        p.kicker { a href=(dated(moment.asking, subject.address(program))) { (subject.shown()) } " " span.code { (subject.key) } }
    }
}

/// What must be said wherever facts are shown.
pub(crate) fn notice(moment: &Moment<'_>) -> Markup {
    let asking = moment.asking;
    html! {
        @if let Some(notice) = moment.snapshot.notice(asking.lang) {
            p.remark.synthetic role="note" { (notice) }
        }
    }
}
