//! A target of the region shared out among the regions below: who would get how much by which rule, and whether that is more
//! than they ever did.

use std::cmp::Reverse;

use maud::{Markup, html};
use serde::Deserialize;
use wuwei_ir::{DocId, IndicatorId, Number, Program, RegionId, TargetId, Whose};
use wuwei_plan::cascade::{
    Allocation, Allotment, Cascade, NotAllocable, Question, Rule, allocate, amount, target_said,
};
use wuwei_project::{allocation_head, allocation_rule, allocation_undecided, plan_words, share_shown};
use wuwei_source::Lang;

use crate::asking::Asking;
use crate::pages::Moment;
use crate::parts::table::{head, wide};

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// A target: the document and the number in it.
    target: Option<String>,
    rule: Option<String>,
    capacity: Option<String>,
}

const RULES: [&str; 4] = ["stock", "trend", "equal-growth", "capacity"];

/// The part of the page with the table; nothing where no target can be shared out.
pub(super) fn section(moment: &Moment<'_>, documents: &[DocId], asked: &Asked) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let cascade = Cascade::new(program, documents);
    let all = divisible(moment, &cascade, documents);
    let Some(target) =
        all.iter().copied().find(|id| asked.target.as_deref() == Some(&address(program, *id))).or(all.first().copied())
    else {
        return html! {};
    };
    let capacity = asked.capacity.as_deref().unwrap_or_default();
    let capacity = program.indicators.iter().position(|one| one.head.name == capacity).map(IndicatorId::from_index);
    let word = asked.rule.as_deref().filter(|word| RULES.contains(word)).unwrap_or(RULES[0]);
    let rule = match (word, capacity) {
        ("trend", _) => Some(Rule::Trend),
        ("equal-growth", _) => Some(Rule::EqualGrowth),
        ("capacity", capacity) => capacity.map(Rule::Capacity),
        _ => Some(Rule::Stock),
    };
    html! {
        section #allocation aria-labelledby="share" {
            h2 #share { (asking.say("分解", "Sharing a target out")) }
            p {
                (asking.say(
                    "把本级的一项目标按一种办法分给下一级，看谁分多少，够不够得着。只是算给人看，不改计划。",
                    "One target shared out among the regions below by a rule: who would get how much, and whether it is within reach. It changes no plan.",
                ))
            }
            (form(program, &all, target, word, capacity, asking))
            @match rule {
                None => p.aside { (asking.say("选一个代表承载能力的指标。", "Choose the indicator that stands for capacity.")) },
                Some(rule) => {
                    @match shared(moment, &cascade, target, rule) {
                        Ok(split) => {
                            p.aside {
                                (target_said(program, target, asking.lang)) " · " (allocation_rule(program, rule, asking.lang))
                                " · " (asking.say("截至 ", "as of ")) (moment.as_of)
                            }
                            (table(program, &split, asking))
                        },
                        Err(why) => p.remark { (why.text().get(asking.lang)) (asking.say("。", ".")) },
                    }
                },
            }
        }
    }
}

/// Targets of this level and those above that the regions below can be given parts of.
fn divisible(moment: &Moment<'_>, cascade: &Cascade<'_>, documents: &[DocId]) -> Vec<TargetId> {
    let program = moment.snapshot.library().program();
    let home = moment.bench.setting.region;
    let all = (0..program.targets.len()).map(TargetId::from_index);
    let mut found: Vec<TargetId> = all
        .filter(|id| {
            let target = program.target(*id);
            let Whose::Region(region) = target.whose else { return false };
            documents.contains(&target.doc)
                && program.is_within(home, region)
                && !matches!(
                    shared(moment, cascade, *id, Rule::Stock),
                    Err(NotAllocable::NotAdditive | NotAllocable::NoRegion)
                )
        })
        .collect();
    // What can be given to somebody first; of that what is this region's, and what most regions can be given a part of.
    found.sort_by_cached_key(|id| {
        let given = shared(moment, cascade, *id, Rule::Stock).map_or(0, |split| split.rows.len());
        (given == 0, program.target(*id).whose != Whose::Region(home), Reverse(given), *id)
    });
    found
}

fn shared(
    moment: &Moment<'_>,
    cascade: &Cascade<'_>,
    target: TargetId,
    rule: Rule,
) -> Result<Allocation, NotAllocable> {
    let program = moment.snapshot.library().program();
    let children = match program.target(target).whose {
        Whose::Region(region) => cascade.regions_below(region),
        _ => Vec::new(),
    };
    let question = Question { target, children, rule, as_of: moment.as_of, step: None };
    allocate(program, moment.snapshot.observations(), &question)
}

/// A target in an address: its document and its number there.
fn address(program: &Program, id: TargetId) -> String {
    let doc = program.target(id).doc;
    let before = program.targets[..id.index()].iter().filter(|target| target.doc == doc).count();
    format!("{}.{}", program.document(doc).id, before + 1)
}

fn form(
    program: &Program,
    all: &[TargetId],
    chosen: TargetId,
    rule: &str,
    capacity: Option<IndicatorId>,
    asking: &Asking,
) -> Markup {
    let lang = asking.lang;
    let mut indicators: Vec<IndicatorId> = program.targets.iter().map(|target| target.indicator).collect();
    indicators.sort_unstable();
    indicators.dedup();
    let said = plan_words(lang);
    let name = |word: &str| match word {
        "trend" => said.rule_trend.to_string(),
        "equal-growth" => said.rule_equal_growth.to_string(),
        "capacity" => {
            asking.say("按另一项指标（承载能力）", "in proportion to another indicator (capacity)").to_string()
        }
        _ => said.rule_stock.to_string(),
    };
    html! {
        form.allocate method="get" action="/cascade#allocation" hx-get="/cascade" hx-select="#allocation" hx-target="#allocation"
            hx-swap="outerHTML" hx-trigger="change" hx-push-url="true" {
            label { (asking.say("目标", "Target"))
                select name="target" {
                    @for id in all {
                        option value=(address(program, *id)) selected[*id == chosen] { (target_said(program, *id, lang)) }
                    }
                }
            }
            label { (asking.say("办法", "Rule"))
                select name="rule" {
                    @for word in RULES { option value=(word) selected[word == rule] { (name(word)) } }
                }
            }
            @if rule == "capacity" {
                label { (asking.say("承载能力", "Capacity"))
                    select name="capacity" {
                        option value="" { (asking.say("请选择", "choose")) }
                        @for id in &indicators {
                            @let head = &program.indicator(*id).head;
                            option value=(head.name) selected[capacity == Some(*id)] { (head.shown(lang)) }
                        }
                    }
                }
            }
            button { (asking.say("分给下级", "Share it out")) }
        }
    }
}

fn table(program: &Program, split: &Allocation, asking: &Asking) -> Markup {
    let lang = asking.lang;
    let said = plan_words(lang);
    let of = program.target(split.target).indicator;
    let value = |value: Number| amount(program, of, value, lang);
    let name = |region: RegionId| program.region(region).head.shown(lang);
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_string());
    let columns = allocation_head(lang).into_iter().enumerate().map(|(n, name)| (name, n > 0)).chain([("", false)]);
    html! {
        (wide(asking.say("分解表", "Shares"), html! {
            table.keep {
                (head(&columns.collect::<Vec<_>>()))
                tbody {
                    @for row in &split.rows {
                        tr {
                            th scope="row" { (name(row.region)) }
                            td.num { @match row.latest { Some((year, latest)) => { (value(latest)) small { (year) } }, None => "–" } }
                            td.num { b { (value(row.value)) } }
                            td.num { (share_shown(row.share)) }
                            td.num { (or_dash(row.needed_pace.map(value))) }
                            td.num { (or_dash(row.best_pace.map(value))) }
                            td { (remark(row, lang)) }
                        }
                    }
                    @if split.remainder.signum() != 0 || split.rows.is_empty() {
                        tr {
                            th scope="row" { (said.remainder) } td {}
                            td.num { (value(split.remainder)) }
                            td.num { (or_dash(split.remainder.div(split.goal).map(share_shown))) }
                            td {} td {} td {}
                        }
                    }
                    tr.sum {
                        th scope="row" { (said.sum) } td {}
                        td.num { (value(split.sum())) } td.num { (share_shown(Number::ONE)) } td {} td {} td {}
                    }
                }
            }
        }))
        @for sentence in allocation_undecided(program, split, lang) { p.aside { (sentence) } }
    }
}

fn remark(row: &Allotment, lang: Lang) -> Markup {
    let said = plan_words(lang);
    html! {
        @match (row.is_below_latest(), row.is_beyond_any_pace()) {
            (true, _) => span.doubt { "▼ " (said.below_latest) },
            (_, Some(true)) => span.doubt { "▲ " (said.beyond_pace) },
            (_, None) => span.aside { (said.no_pace) },
            _ => {},
        }
    }
}
