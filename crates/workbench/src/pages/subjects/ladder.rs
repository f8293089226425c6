//! Ladders as a picture: steps that rise, each with a sign and a word.

use maud::{Markup, html};
use wuwei_engine::{Evaluator, Row, Verdict};
use wuwei_ir::{Ladder, Step};
use wuwei_source::Lang;

use super::Subject;
use crate::pages::Moment;
use crate::pages::policies::{dated, segment};
use crate::parts::verdict::{class, sign, word};

/// The answer of each step.
pub(crate) fn answers(evaluator: &Evaluator<'_>, ladder: &Ladder, row: Row) -> Vec<Verdict> {
    ladder.steps.iter().map(|step| evaluator.status(step.to, row).verdict).collect()
}

/// What a step is called.
pub(crate) fn step_name(step: &Step, lang: Lang) -> &'static str {
    let name = if lang == Lang::En { step.label.unwrap_or(step.name) } else { step.name };
    name.as_str()
}

/// All ladders of a subject; nothing where there are none.
pub(crate) fn ladders(moment: &Moment<'_>, subject: &Subject) -> Markup {
    let program = moment.snapshot.library().program();
    let evaluator = Evaluator::new(program, moment.snapshot.population(), moment.as_of);
    let own = |ladder: &&Ladder| ladder.entity == subject.row.entity && ladder.head.in_force(moment.as_of);
    let all: Vec<&Ladder> = program.ladders.iter().filter(own).collect();
    if all.is_empty() {
        return html! {};
    }
    let asking = moment.asking;
    html! {
        section aria-labelledby="ladders" {
            h2 #ladders { (asking.say("在哪一级", "Where it stands")) }
            div.ladders { @for ladder in all { (one(moment, subject, &evaluator, ladder)) } }
        }
    }
}

fn one(moment: &Moment<'_>, subject: &Subject, evaluator: &Evaluator<'_>, ladder: &Ladder) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let clauses = moment.snapshot.clauses();
    let answers = answers(evaluator, ladder, subject.row);
    let stands = answers.iter().rposition(|answer| *answer == Verdict::Yes);
    let next = stands.map_or(0, |at| at + 1);
    let here = subject.address(program);
    html! {
        figure.ladder {
            figcaption { (ladder.head.shown(asking.lang)) }
            ol {
                @for (n, (step, answer)) in ladder.steps.iter().zip(&answers).enumerate() {
                    @let name = clauses.name(step.to);
                    @let shown = program.item(program.group(step.to).versions[0]).head.shown(asking.lang);
                    li class=(format!("{} step-{}", class(*answer), n.min(7))) aria-current=[(stands == Some(n)).then_some("step")] {
                        div.tread {
                            i aria-hidden="true" { (sign(*answer)) }
                            b { (step_name(step, asking.lang)) }
                            span.word { (word(*answer, asking.lang)) @if stands == Some(n) { (asking.say("，现在在这一级", ", it stands here")) } }
                        }
                        div.riser {
                            a href=(dated(asking, format!("{here}/why/{}", segment(name.as_str())))) { (shown) }
                            @if n == next && *answer != Verdict::Yes {
                                a.next href=(dated(asking, format!("{here}/advise/{}", segment(name.as_str())))) { (asking.say("上这一级要做什么", "What it would take")) }
                            }
                        }
                    }
                }
            }
        }
    }
}
