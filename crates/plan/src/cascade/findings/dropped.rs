//! Targets of an earlier edition that the next one doesn't speak of any more.

use wuwei_ir::{Number, TargetId};
use wuwei_source::Lang;

use crate::cascade::align::Alignment;
use crate::cascade::finding::{Finding, FindingSeverity, Subject};
use crate::cascade::phrase::{both, listed};

pub(super) fn find(all: &Alignment<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for edition in &all.editions {
        let (Some((_, ended)), Some((begins, _))) =
            (all.program.document(edition.earlier).period, all.program.document(edition.later).period)
        else {
            continue;
        };
        // A plan that still runs beside the later one has dropped nothing.
        if ended > begins {
            continue;
        }
        let region = all.program.document(edition.later).region;
        let old = all.cascade.targets(edition.earlier);
        let named = |id: TargetId| all.program.indicator(all.program.target(id).indicator).head.name;
        let goes_on = |id: TargetId| {
            let here = all.cascade.documents().iter().filter(|doc| all.program.document(**doc).region == region);
            let mut targets = here.flat_map(|doc| all.cascade.targets(*doc)).copied();
            targets.any(|new| named(new) == named(id) && all.program.target(new).doc != edition.earlier)
        };
        let dropped: Vec<TargetId> = old.iter().copied().filter(|id| !goes_on(*id)).collect();
        if dropped.is_empty() {
            continue;
        }
        let message = both(|lang| {
            let (earlier, later) = (all.say().document(edition.earlier, lang), all.say().document(edition.later, lang));
            let names: Vec<String> =
                dropped.iter().map(|id| all.say().indicator(all.program.target(*id).indicator, lang)).collect();
            let (names, n, of) = (listed(&names, lang), dropped.len(), old.len());
            match lang {
                Lang::Zh => format!("{earlier}的 {of} 个目标中有 {n} 个在{later}里不再出现：{names}"),
                Lang::En => format!("{n} of the {of} targets of {earlier} no longer appear in {later}: {names}"),
            }
        });
        let share = Number::ratio(dropped.len() as i128, old.len() as i128);
        let finding = Finding::new("target-dropped", FindingSeverity::Info, message).share(share);
        let mut finding = finding.child(all.program, Subject::Document(edition.later));
        finding.parent = Some(Subject::Document(edition.earlier));
        found.push(dropped.iter().fold(finding, |finding, id| finding.seen(all.program, Subject::Target(*id))));
    }
    found
}
