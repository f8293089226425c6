//! What the regions below promise together, against the whole.

use wuwei_ir::Number;
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::{both, percent};
use crate::cascade::under::Under;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    all.unders.iter().filter_map(|under| finding(all, under)).collect()
}

fn finding(all: &Alignment<'_>, under: &Under) -> Option<Finding> {
    let sum = under.sum()?;
    let share = sum.div(under.goal.value)?;
    let none = under.regions.saturating_sub(under.promising);
    let past = share > Number::ONE;
    // A single child past the whole is a finding of its own.
    if past && under.shares.len() == 1 {
        return None;
    }
    let short = share < Number::ONE && none == 0 && under.shares.iter().all(|share| share.is_whole);
    let (id, severity) = match (past, under.is_derived()) {
        (true, false) => ("children-exceed-parent", FindingSeverity::Error),
        (true, true) => ("children-exceed-parent", FindingSeverity::Warning),
        (false, _) if short => ("children-fall-short", FindingSeverity::Warning),
        (false, _) => ("children-sum", FindingSeverity::Info),
    };
    let rest = under.goal.value.sub(sum)?;
    let message = both(|lang| {
        let say = all.say();
        let indicator = all.program.target(under.parent).indicator;
        let parent = say.whole(under.parent, &under.goal, lang);
        let (sum, rest, share) = (say.amount(indicator, sum, lang), say.amount(indicator, rest, lang), percent(share));
        let (n, of) = (under.promising, under.regions);
        match lang {
            Lang::Zh => {
                let tail = match (past, short, none) {
                    (true, ..) => "，已超过总数".to_string(),
                    (_, true, _) => format!("，各区域都有目标，仍差 {rest}"),
                    (_, _, 0) => String::new(),
                    _ => format!("，{none} 个没有目标"),
                };
                format!("{parent}：下级 {of} 个区域中 {n} 个有目标，合计 {sum}，占 {share}{tail}")
            }
            Lang::En => {
                let tail = match (past, short, none) {
                    (true, ..) => ", more than the whole".to_string(),
                    (_, true, _) => format!("; all have a target and {rest} are still missing"),
                    (_, _, 0) => String::new(),
                    _ => format!("; {none} have no target"),
                };
                format!("{parent}: {n} of the {of} regions below have a target, together {sum} or {share}{tail}")
            }
        }
    });
    let finding = Finding::new(id, severity, message).share(Some(share));
    let finding = finding.parent(all.program, Subject::Target(under.parent));
    let targets = under.shares.iter().flat_map(|share| &share.targets);
    Some(targets.fold(finding, |finding, target| finding.seen(all.program, Subject::Target(*target))))
}
