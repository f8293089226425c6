//! A body that answers for many more actions than others of its level.

use wuwei_ir::{Level, Number};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::load::{Load, loads, overload_fence};
use crate::cascade::phrase::both;

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let loads = loads(all.program, all.cascade.documents(), all.known.on);
    let mut found = Vec::new();
    for level in [Level::Nation, Level::Province, Level::City, Level::District] {
        let here: Vec<&Load> = loads.iter().filter(|load| load.level == level).collect();
        let stated = here.iter().any(|load| load.leads > 0);
        let actions: Vec<usize> = here.iter().map(|load| load.actions(stated)).collect();
        let given = all.limits.load.and_then(|load| i64::try_from(load).ok()).map(Number::int);
        let Some(limit) = given.or_else(|| overload_fence(&actions)) else { continue };
        for (load, actions) in here.iter().zip(actions) {
            let carries = Number::int(i64::try_from(actions).unwrap_or(i64::MAX));
            if carries > limit {
                found.push(finding(all, load, actions, limit, stated, here.len()));
            }
        }
    }
    found
}

fn finding(all: &Alignment<'_>, load: &Load, actions: usize, limit: Number, stated: bool, bodies: usize) -> Finding {
    let total = all.cascade.documents().iter().flat_map(|doc| all.cascade.actions(*doc));
    let owned = total.filter(|action| !all.program.action(**action).owners.named().is_empty()).count();
    let message = both(|lang| {
        let name = all.program.party(load.party).head.shown(lang);
        let (targets, due, limit) = (load.targets.len(), load.due_within_a_year, limit.to_decimal(1));
        match lang {
            Lang::Zh => {
                let verb = if stated { "牵头" } else { "负责（原文没有标牵头）" };
                format!(
                    "{name}{verb} {actions} 项行动、{targets} 个目标，一年内到期 {due} 个；同级 {bodies} 个单位的常见上限是 {limit} 项"
                )
            }
            Lang::En => {
                let verb = if stated { "leads" } else { "is named for" };
                let unstated = if stated { "" } else { " (the texts mark no lead)" };
                format!(
                    "{name} {verb} {actions} actions and {targets} targets{unstated}, {due} due within a year; what is usual among {bodies} bodies of its level ends at {limit}"
                )
            }
        }
    });
    let share = Number::ratio(actions as i128, owned.max(1) as i128);
    let finding = Finding::new("party-overloaded", FindingSeverity::Warning, message).share(share);
    finding.child(all.program, Subject::Party(load.party))
}
