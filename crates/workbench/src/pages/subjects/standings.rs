//! Scores as ranges on a scale, and standings that no ladder shows.

use maud::{Markup, html};
use wuwei_engine::Verdict;
use wuwei_ir::{ItemKind, Number, Type};
use wuwei_project::{Asked, AskedScore, AskedStatus, ladder_step, show_range};

use super::benefits::{Benefits, basis, missing};
use crate::pages::Moment;
use crate::parts::verdict::verdict;

/// Scores, and under a fold the quantities that rules compute.
pub(crate) fn scores(moment: &Moment<'_>, benefits: &Benefits<'_>, asked: &Asked) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let shown = |score: &AskedScore| {
        let unit = match program.item(score.item).kind {
            ItemKind::Value { unit, .. } => Some(unit),
            _ => None,
        };
        show_range(program.group(score.group).ty, unit, score.range, asking.lang)
    };
    html! {
        @if !asked.scores.is_empty() {
            section aria-labelledby="scores" {
                h2 #scores { (asking.say("评分", "Scores")) }
                table.scores {
                    thead { tr {
                        th scope="col" { (asking.say("评分", "Score")) }
                        th.num scope="col" { (asking.say("得分", "Points")) }
                        th scope="col" { (asking.say("在满分中的位置", "On its scale")) }
                        th.links scope="col" { (asking.say("依据和办法", "Why, and what next")) }
                    } }
                    tbody {
                        @for score in &asked.scores {
                            tr {
                                th scope="row" { (benefits.name(score.group)) }
                                td.num { (show_range(Type::POINTS, None, score.range, asking.lang))
                                    @if let Some(most) = score.out_of { small { (asking.say("满分 ", "of ")) (most.to_decimal(2)) } } }
                                td { (scale(score)) }
                                td.links { (benefits.why(score.group)) " · " (benefits.advise(score.group)) }
                            }
                        }
                    }
                }
                p.aside { (asking.say("浅色的一段是缺事实造成的：补齐以后，得分落在其中某一点。", "The light stretch is for want of facts: once they are known, the score is a point in it.")) }
            }
        }
        @if !asked.values.is_empty() {
            section.quantities aria-labelledby="quantities" {
                details {
                    summary { h2 #quantities { (asking.say("由事实算出的数", "Quantities computed from facts")) } }
                    table.keep.values {
                        tbody { @for value in &asked.values {
                            tr { th scope="row" { (benefits.name(value.group)) } td.num { (shown(value)) } td.links { (benefits.why(value.group)) } }
                        } }
                    }
                }
            }
        }
    }
}

/// A range on the scale from nought to the most points.
fn scale(score: &AskedScore) -> Markup {
    let Some(most) = score.out_of.filter(|most| most.signum() > 0) else { return html! {} };
    let at = |number: Option<Number>, open: f64| {
        number.map_or(open, |number| (number.to_f64() / most.to_f64() * 1000.0).clamp(0.0, 1000.0))
    };
    let (low, high) = (at(score.range.low, 0.0), at(score.range.high, 1000.0));
    html! {
        svg.scale viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" {
            rect.ground x="0" y="5" width="1000" height="6" {}
            rect.maybe x=(format!("{low:.1}")) y="2" width=(format!("{:.1}", high - low)) height="12" {}
            rect.sure x="0" y="2" width=(format!("{low:.1}")) height="12" {}
        }
    }
}

/// Standings that are no step of a ladder: those it has, those that wait for facts, and under a fold the others.
pub(crate) fn standings(moment: &Moment<'_>, benefits: &Benefits<'_>, asked: &Asked) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let is_own = |status: &&AskedStatus| {
        ladder_step(program, status.group).0 == usize::MAX && status.answer.verdict != Verdict::NotApplicable
    };
    let all: Vec<&AskedStatus> = asked.statuses.iter().filter(is_own).collect();
    let of = |wanted: &[Verdict]| -> Vec<&AskedStatus> {
        let mut out: Vec<&AskedStatus> =
            all.iter().copied().filter(|status| wanted.contains(&status.answer.verdict)).collect();
        out.sort_by_key(|status| wanted.iter().position(|one| *one == status.answer.verdict));
        out
    };
    let (has, waits) = (of(&[Verdict::Yes]), of(&[Verdict::Unknown, Verdict::NotComputable]));
    let not = of(&[Verdict::No]);
    let rows = |all: &[&AskedStatus]| {
        html! {
            table.standings {
                tbody {
                    @for status in all {
                        tr {
                            th scope="row" { (benefits.name(status.group)) (basis(status.answer.basis, asking)) (missing(program, &status.answer.gaps, asking)) }
                            td { (verdict(status.answer.verdict, asking.lang)) }
                            td.links { (benefits.why(status.group)) @if status.answer.verdict != Verdict::Yes { " · " (benefits.advise(status.group)) } }
                        }
                    }
                }
            }
        }
    };
    html! {
        @if !all.is_empty() {
            section aria-labelledby="standings" {
                h2 #standings { (asking.say("其他资格和条件", "Other standings")) }
                @if has.is_empty() { p.aside { (asking.say("没有确定具备的。", "None for certain.")) } } @else { (rows(&has)) }
                @if !waits.is_empty() {
                    details { summary { (asking.say("缺事实，定不下来的 ", "Facts missing for ")) (waits.len()) (asking.say(" 项", "")) } (rows(&waits)) }
                }
                @if !not.is_empty() {
                    details { summary { (asking.say("不具备的 ", "Not held: ")) (not.len()) (asking.say(" 项", "")) } (rows(&not)) }
                }
            }
        }
    }
}
