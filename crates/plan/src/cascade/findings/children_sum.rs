//! What the regions below promise together, against the whole.

use wuwei_ir::Number;
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::{both, percent};
use crate::cascade::whole::Whole;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    all.wholes.iter().filter_map(|whole| finding(all, whole)).collect()
}

fn finding(all: &Alignment<'_>, whole: &Whole) -> Option<Finding> {
    let sum = whole.sum()?;
    let share = sum.div(whole.goal.value)?;
    let none = whole.regions.saturating_sub(whole.promising);
    let past = share > Number::ONE;
    // A single child past the whole is a finding of its own.
    if past && whole.parts.len() == 1 {
        return None;
    }
    let short = share < Number::ONE && none == 0 && whole.parts.iter().all(|part| part.is_complete);
    let (id, severity) = match (past, whole.is_derived()) {
        (true, false) => ("children-exceed-parent", FindingSeverity::Error),
        (true, true) => ("children-exceed-parent", FindingSeverity::Warning),
        (false, _) if short => ("children-fall-short", FindingSeverity::Warning),
        (false, _) => ("children-sum", FindingSeverity::Info),
    };
    let rest = whole.goal.value.sub(sum)?;
    let message = both(|lang| {
        let say = all.say();
        let indicator = all.program.target(whole.target).indicator;
        let parent = say.whole(whole.target, &whole.goal, lang);
        let (sum, rest, share) = (say.amount(indicator, sum, lang), say.amount(indicator, rest, lang), percent(share));
        let (n, of) = (whole.promising, whole.regions);
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
    let finding = finding.parent(all.program, Subject::Target(whole.target));
    let targets = whole.parts.iter().flat_map(|part| &part.targets);
    Some(targets.fold(finding, |finding, target| finding.seen(all.program, Subject::Target(*target))))
}
