//! Two indicators whose names say the same but for a qualifier, and which therefore aren't the same.

use wuwei_ir::{IndicatorId, IndicatorKind, TargetId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::graph::{Relation, relation};
use crate::cascade::name::Qualifier;
use crate::cascade::phrase::both;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen: Vec<(IndicatorId, IndicatorId)> = Vec::new();
    let mut compare = |parent: TargetId, child: TargetId| {
        let (above, below) = (all.program.target(parent).indicator, all.program.target(child).indicator);
        if !seen.contains(&(above, below)) && are_alike(all, above, below) {
            seen.push((above, below));
            found.push(finding(all, parent, child));
        }
    };
    for lower in all.cascade.documents() {
        for (upper, _) in all.cascade.above(*lower) {
            for parent in all.cascade.targets(*upper).iter().copied() {
                for child in all.cascade.targets(*lower).iter().copied() {
                    compare(parent, child);
                }
            }
        }
    }
    for edition in &all.editions {
        for old in all.cascade.targets(edition.earlier).iter().copied() {
            for new in all.cascade.targets(edition.later).iter().copied() {
                compare(old, new);
            }
        }
    }
    found
}

/// Whether two names are the same without their qualifiers although there is no arithmetic between the indicators, other
/// than that of years and their total, which is the likeliest to be overlooked.
fn are_alike(all: &Alignment<'_>, above: IndicatorId, below: IndicatorId) -> bool {
    let related = [relation(all.program, above, below), relation(all.program, below, above)];
    if related.into_iter().flatten().any(|relation| relation != Relation::Yearly) {
        return false;
    }
    let (one, other) = (all.program.indicator(above), all.program.indicator(below));
    if one.head.name == other.head.name {
        // Two of one name and one measure that aren't the same differ in kind; two measures are a finding of their own.
        return above != below && one.unit.dim() == other.unit.dim();
    }
    all.name(above).core == all.name(below).core
}

fn finding(all: &Alignment<'_>, parent: TargetId, child: TargetId) -> Finding {
    let (above, below) = (all.program.target(parent).indicator, all.program.target(child).indicator);
    let (one, other) = (all.program.indicator(above), all.program.indicator(below));
    // A share isn't mistaken for a number of firms; two numbers of firms are.
    let confusable = one.unit.dim() == other.unit.dim();
    let severity = if confusable { FindingSeverity::Warning } else { FindingSeverity::Info };
    let message = both(|lang| {
        let side = |id: TargetId, of: IndicatorId| {
            let (target, kind) = (all.say().target(id, lang), kind_word(all.program.indicator(of).kind, lang));
            let words = all.name(of).qualifiers.iter().map(|one| word(one, lang)).filter(|word| !kind.contains(word));
            let detail: Vec<&str> = std::iter::once(kind).chain(words).collect();
            let detail = detail.join(if lang == Lang::Zh { "，" } else { ", " });
            if lang == Lang::Zh { format!("{target}（{detail}）") } else { format!("{target} ({detail})") }
        };
        let (above, below) = (side(parent, above), side(child, below));
        match lang {
            Lang::Zh => format!("名称相近而口径不同，不能相加相比：{above}；{below}"),
            Lang::En => {
                format!("much the same words for different indicators, not to be added or compared: {above}; {below}")
            }
        }
    });
    Finding::new("same-words-different-indicator", severity, message)
        .parent(all.program, Subject::Target(parent))
        .child(all.program, Subject::Target(child))
}

fn word(qualifier: &'static Qualifier, lang: Lang) -> &'static str {
    if lang == Lang::Zh { qualifier.word } else { qualifier.english }
}

fn kind_word(kind: IndicatorKind, lang: Lang) -> &'static str {
    if lang == Lang::En {
        return match kind {
            IndicatorKind::Stock => "at year end",
            IndicatorKind::Flow => "per year",
            IndicatorKind::Unstated(_) => "period not stated",
            kind => kind.word(),
        };
    }
    match kind {
        IndicatorKind::Stock => "年末数",
        IndicatorKind::Flow => "年度数",
        IndicatorKind::Cumulative(_) => "累计数",
        IndicatorKind::Share => "占比",
        IndicatorKind::Growth => "增速",
        IndicatorKind::Rank => "排名",
        IndicatorKind::Milestone => "里程碑",
        IndicatorKind::Unstated(_) => "期间未说明",
    }
}
