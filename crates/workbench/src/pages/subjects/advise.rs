//! What it would take: the smallest changes after which the answer is yes, and what they assume.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use wuwei_ir::{Printer, Program};
use wuwei_project::{Advised, advise_words, fill, goal_name, goal_number, shown_effort};
use wuwei_reason::{Advice, ChangedFact, Extent, Goal, Hindrance, NoGoal, Proposal, advise};

use super::profile::{notice, way_back};
use super::{Subject, about, rule};
use crate::asking::Asking;
use crate::pages::Moment;
use crate::pages::policies::{address, dated, same_day, segment};
use crate::parts::verdict::verdict;
use crate::workbench::Workbench;

/// Conditions that a search may ask; with them it takes about a tenth of a second.
const MOST: u64 = 12_000;
/// So long it may take at most, in milliseconds.
const PATIENCE: i64 = 4_000;
/// So many ways are looked for that change different facts.
const WAYS: usize = 3;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    /// What a score is to reach.
    #[serde(default)]
    at_least: String,
}

pub(crate) async fn get(
    bench: State<Arc<Workbench>>,
    asking: Asking,
    Path((kind, key, name)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    about(bench, asking, (kind, key), move |moment, subject| {
        let group = rule(moment, subject.row.entity, &name)?;
        let asking = moment.asking;
        let program = moment.snapshot.library().program();
        let shown = program.item(program.group(group).versions[0]).head.shown(asking.lang);
        let number = goal_number(program.group(group).ty, wanted.at_least.trim());
        let goal = Goal::new(program, group, number);
        let called = moment.snapshot.clauses().name(group);
        let title = match goal {
            Ok(goal) => goal_name(program, goal, asking.lang),
            Err(_) => shown.to_string(),
        };
        let body = html! {
            (way_back(moment, subject))
            h1 { (asking.say("怎样才行：", "What it would take: ")) (title) }
            (notice(moment))
            @match goal {
                Ok(goal) => {
                    @if goal.at_least.is_some() { (number_form(asking, &wanted.at_least, None)) }
                    (found(moment, subject, goal))
                },
                Err(why) => (no_goal(asking, &why, &wanted.at_least)),
            }
            p.acts {
                a.button.quiet href=(dated(asking, format!("{}/why/{}", subject.address(program), segment(called.as_str())))) { (asking.say("看现在为什么", "Why it is so now")) }
                a.button.quiet href=(dated(asking, address(called))) { (asking.say("看这一条规则", "Show the rule")) }
            }
        };
        Ok((title, body))
    })
    .await
}

/// Asks what number is to be reached, with what was wrong with the last one.
fn number_form(asking: &Asking, given: &str, wrong: Option<String>) -> Markup {
    html! {
        form.as-of.reach method="get" {
            @if let Some(wrong) = &wrong { p.error #wrong role="alert" { (wrong) } }
            (same_day(asking))
            label for="at_least" { (asking.say("要达到多少", "What to reach")) }
            input #at_least name="at_least" value=(given) inputmode="decimal" size="8" maxlength="24"
                aria-invalid=[wrong.is_some().then_some("true")] aria-describedby=[wrong.is_some().then_some("wrong")];
            button { (asking.say("找办法", "Find a way")) }
        }
    }
}

fn no_goal(asking: &Asking, why: &NoGoal, given: &str) -> Markup {
    match why {
        NoGoal::NumberMissing => {
            let wrong = (!given.trim().is_empty()).then(|| {
                let text = asking.say(
                    "这不是一个数。写成 60 这样；有单位的带上单位，例如 5%。",
                    "This is no number. Write 60, or with its unit: 5%.",
                );
                text.to_string()
            });
            html! {
                p { (asking.say("这是得分或数值，先说要达到多少。", "This is a score or a quantity; say first what to reach.")) }
                (number_form(asking, given, wrong))
            }
        }
        NoGoal::BeyondMaximum(most) => {
            let most = most.to_decimal(2);
            let wrong = match asking.lang {
                wuwei_source::Lang::Zh => format!("最多 {most}，再高达不到。"),
                wuwei_source::Lang::En => format!("It is {most} at most and can’t be more."),
            };
            number_form(asking, given, Some(wrong))
        }
        NoGoal::NeedlessNumber => {
            html! { p { (asking.say("这一条只有是或否，不用写要达到多少。", "This is a matter of yes or no and has no number to reach.")) } }
        }
        NoGoal::NotComparable => {
            html! { p { (asking.say("这一条逐年不同，或者不是数量，不能当作目标。", "This differs by year or is no quantity, so it can’t be a goal.")) } }
        }
    }
}

/// Looks for ways and shows them.
fn found(moment: &Moment<'_>, subject: &Subject, goal: Goal) -> Markup {
    let library = moment.snapshot.library();
    let population = moment.snapshot.population();
    let now = moment.bench.setting.now;
    let start = now().unix_millis();
    let stop = || now().unix_millis() - start > PATIENCE;
    let limits = Extent { alternatives: WAYS, most: MOST, stop: &stop };
    let advice = advise(library.program(), population, subject.row, goal, moment.as_of, limits);
    let advised = Advised {
        library,
        population,
        row: subject.row,
        key: subject.key,
        called: subject.called,
        today: moment.as_of,
        advice: &advice,
        lang: moment.asking.lang,
        colour: false,
    };
    Ways { moment, program: library.program(), asking: moment.asking, advised: &advised, advice: &advice }.show()
}

struct Ways<'a> {
    moment: &'a Moment<'a>,
    program: &'a Program,
    asking: &'a Asking,
    advised: &'a Advised<'a>,
    advice: &'a Advice,
}

impl Ways<'_> {
    fn show(&self) -> Markup {
        let (asking, advice) = (self.asking, self.advice);
        let said = advise_words(asking.lang);
        html! {
            p.now { (asking.say("现在：", "Now: ")) (verdict(advice.verdict, asking.lang)) " " span.soft { (self.moment.as_of) } }
            @if advice.already() {
                p.lead { (said.already) }
            } @else {
                @if advice.proposals.is_empty() { p.lead { (self.none()) } }
                div.ways { @for (n, proposal) in advice.proposals.iter().enumerate() { (self.way(n + 1, proposal)) } }
                (self.obstacles())
                @if !advice.unknown.is_empty() {
                    section aria-labelledby="learn" {
                        h2 #learn { (asking.say("先弄清这些", "Learn these first")) }
                        p { (asking.say("知道了下列事实，可能还有别的办法：", "With these facts known there may be other ways:")) }
                        ul.columns { @for (fact, year) in &advice.unknown { li { (self.advised.fact(*fact, *year)) } } }
                    }
                }
                @if !advice.proposals.is_empty() {
                    p.aside { "※ " (said.efforts_are) }
                    @if !advice.complete { p.aside { (asking.say("没有全部查完：以上是已经找到的最好办法，也许还有更省的。", "Not everything was looked at: these are the best ways found, and there may be cheaper ones.")) } }
                }
            }
        }
    }

    fn none(&self) -> String {
        let said = advise_words(self.asking.lang);
        match self.advice.obstacles.iter().any(|obstacle| obstacle.kind == Hindrance::Cut) {
            true => said.no_way_found.to_string(),
            false => fill(said.no_way, &[("until", &self.advice.until)]),
        }
    }

    fn way(&self, n: usize, proposal: &Proposal) -> Markup {
        let asking = self.asking;
        let said = advise_words(asking.lang);
        let when = match proposal.day == self.moment.as_of {
            true => said.from_today.to_string(),
            false => fill(said.from_day, &[("day", &proposal.day)]),
        };
        let turned = self.advised.turned(proposal);
        let follows: Vec<&ChangedFact> = proposal.steps.iter().filter(|step| step.follows).collect();
        let assumed = self.advised.figures(proposal.assumes.iter().map(|(_, fact, year)| (*fact, *year)));
        html! {
            article.way aria-labelledby=(format!("way-{n}")) {
                h2 id=(format!("way-{n}")) { (fill(said.way, &[("n", &n)])) " " small { (when) " · " (if proposal.optimal { said.best } else { said.not_best }) } }
                @if proposal.steps.is_empty() { p { (said.nothing_to_do) } }
                table.changes {
                    thead.hear { tr {
                        th scope="col" { (asking.say("要改变的", "What to change")) } th scope="col" { (asking.say("现在", "Now")) }
                        th scope="col" { (asking.say("改成", "To")) } th scope="col" { (asking.say("工作量", "Effort")) }
                    } }
                    tbody { @for step in proposal.steps.iter().filter(|step| !step.follows) { (self.step(step)) } }
                }
                @if !follows.is_empty() {
                    p.aside { (asking.say("随之变动：", "These move with it: "))
                        (follows.iter().map(|step| self.advised.step(step)).collect::<Vec<_>>().join(asking.say("；", "; "))) }
                }
                @if !turned.is_empty() {
                    details open[n == 1] {
                        summary { (asking.say("改变以后，逐条重新计算", "Computed anew with these changes")) " " (proposal.day) }
                        ul.turned { @for turned in &turned {
                            li { i aria-hidden="true" { "✓" } (turned.text) " " small { (fill(said.was, &[("before", &turned.before)])) } }
                        } }
                    }
                }
                @if !assumed.is_empty() { p.aside { b { (asking.say("假定：", "Assumed: ")) } (fill(said.as_before, &[("figures", &assumed)])) } }
                @if !proposal.verified { p.remark { (asking.say("还没有用参照计算核对。", "Not yet verified by the reference.")) } }
            }
        }
    }

    fn step(&self, step: &ChangedFact) -> Markup {
        let fact = self.program.fact(step.fact);
        let printer = Printer::on(self.program, self.asking.lang, self.moment.as_of);
        let show =
            |literal| wuwei_project::show_literal(self.program, fact.ty, Some(fact.unit), literal, self.asking.lang);
        let name = printer.fact(step.fact, step.year.map_or(wuwei_ir::When::Single, wuwei_ir::When::In), None);
        html! {
            tr {
                th scope="row" { (name) }
                td.from { (show(step.from)) }
                td.to { span aria-hidden="true" { "→ " } b { (show(step.to)) } }
                td.effort { (fill(advise_words(self.asking.lang).effort, &[("effort", &shown_effort(step.effort))])) }
            }
        }
    }

    fn obstacles(&self) -> Markup {
        let (asking, advice) = (self.asking, self.advice);
        let said = advise_words(asking.lang);
        if advice.obstacles.is_empty() {
            return html! {};
        }
        let head = match advice.earliest {
            Some(earliest) => fill(said.not_before, &[("day", &earliest)]),
            None => said.because.to_string(),
        };
        html! {
            section.obstacles aria-labelledby="obstacles" {
                h2 #obstacles { (head.trim_end_matches(['：', ':'])) }
                ul { @for obstacle in &advice.obstacles { li { (self.obstacle(obstacle)) } } }
            }
        }
    }

    fn obstacle(&self, obstacle: &wuwei_reason::Obstacle) -> String {
        match obstacle.kind {
            // On a page nobody can give the search more time.
            Hindrance::Cut => self.asking.say("没有查完就停了", "The search stopped before it was done").to_string(),
            _ => self.advised.obstacle(obstacle),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_its_unit() {
        assert_eq!(goal_number(wuwei_ir::Type::POINTS, "60"), Some(wuwei_ir::Number::int(60)));
        assert_eq!(goal_number(wuwei_ir::Type::POINTS, "很多"), None);
    }
}
