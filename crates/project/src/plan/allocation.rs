//! A target shared out, in the words that a terminal and a page have in common.

use wuwei_ir::{Number, Program};
use wuwei_plan::cascade::{Allocation, Rule};
use wuwei_source::Lang;

use crate::words::{fill, plan_words, words};

/// By which rule a target is shared out, in words.
pub fn allocation_rule(program: &Program, rule: Rule, lang: Lang) -> String {
    let said = plan_words(lang);
    match rule {
        Rule::Stock => said.rule_stock.to_string(),
        Rule::Trend => said.rule_trend.to_string(),
        Rule::EqualGrowth => said.rule_equal_growth.to_string(),
        Rule::Capacity(of) => fill(said.rule_capacity, &[("indicator", &program.indicator(of).head.shown(lang))]),
    }
}

/// The columns of the table: the region, what it has, what it gets, its part, and what that would take of it beside the most
/// that it ever did.
pub fn allocation_head(lang: Lang) -> [&'static str; 6] {
    let said = plan_words(lang);
    [words(lang).column("region"), said.latest, said.gets, said.share, said.needed_a_year, said.best_year]
}

/// A part of the whole, in percent.
pub fn share_shown(share: Number) -> String {
    format!("{}%", share.mul(Number::int(100)).unwrap_or(share).to_decimal(1))
}

/// Which regions get nothing proposed, a sentence for each reason.
pub fn allocation_undecided(program: &Program, split: &Allocation, lang: Lang) -> Vec<String> {
    let mut open: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in &split.undecided {
        let (why, name) = (one.why.get(lang), program.region(one.region).head.shown(lang));
        match open.iter_mut().find(|(known, _)| *known == why) {
            Some((_, regions)) => regions.push(name),
            None => open.push((why, vec![name])),
        }
    }
    let join = if lang == Lang::Zh { "、" } else { ", " };
    let said = plan_words(lang).undecided;
    open.into_iter().map(|(why, regions)| fill(said, &[("regions", &regions.join(join)), ("why", &why)])).collect()
}
