//! One enterprise: what it is told, and why.

use wuwei_engine::{Evaluator, Population as _, Range, Row, Verdict};
use wuwei_ir::{EntityId, GroupId, Number, Type};
use wuwei_project::{Explanation, Library, ask, explain};

use crate::commands::ask::Paint;
use crate::session::{Facts, Found};

/// The first so many enterprises are looked through for one that shows much.
const LOOKED_THROUGH: u32 = 600;

/// An enterprise whose answers show all that there is: some certain, some exact, some waiting for facts.
pub(super) fn interesting(
    evaluator: &Evaluator<'_>,
    facts: &Facts<'_>,
    entity: EntityId,
    standing: &str,
) -> Option<Row> {
    let benefits = benefits(evaluator, entity);
    let program = evaluator.program();
    let steps: Vec<GroupId> = program.ladders.iter().flat_map(|ladder| &ladder.steps).map(|step| step.to).collect();
    let steps: Vec<GroupId> = steps.into_iter().filter(|group| program.group(*group).entity == entity).collect();
    let score = |row: Row| {
        evaluator.forget();
        let (mut exact, mut certain, mut open) = (0, 0, 0);
        for group in &benefits {
            let answer = evaluator.benefit(*group, row);
            match answer.eligible {
                Verdict::Yes if is_paid(answer.money) => exact += 1,
                Verdict::Yes => certain += 1,
                Verdict::Unknown => open += 1,
                _ => {}
            }
        }
        let holds = |group: &&GroupId| evaluator.status(**group, row).verdict == Verdict::Yes;
        let held = steps.iter().filter(holds).count();
        let has_standing = steps.iter().filter(holds).any(|group| program.group(*group).name == standing);
        // The standing and an exact amount, then one of each kind of answer, then as many steps of the ladders as possible.
        let variety = [exact, certain, open].iter().filter(|n| **n > 0).count();
        (has_standing && exact > 0, variety, held, exact, certain, usize::MAX - open)
    };
    let rows = (0..facts.population().len(entity).min(LOOKED_THROUGH)).map(|index| Row { entity, index });
    rows.max_by_key(|row| (score(*row), std::cmp::Reverse(row.index)))
}

/// An exact amount above nought.
fn is_paid(money: Range) -> bool {
    money.exact().is_some_and(|money| money > Number::ZERO)
}

fn benefits(evaluator: &Evaluator<'_>, entity: EntityId) -> Vec<GroupId> {
    let groups = evaluator.program().groups.iter().enumerate();
    let mine = groups.filter(|(_, group)| group.entity == entity && group.ty == Type::MONEY);
    mine.map(|(n, _)| GroupId::from_index(n)).collect()
}

pub(super) fn answers(paint: &Paint, evaluator: &Evaluator<'_>, found: Found) -> String {
    let asked = ask(evaluator, found.row, Some(found.key), found.called);
    paint.asked(evaluator.program(), &asked, None, true)
}

/// An exact benefit and its proof: the one with the most to say.
pub(super) fn proof(
    paint: &Paint,
    library: &Library,
    facts: &Facts<'_>,
    evaluator: &Evaluator<'_>,
    row: Row,
) -> (String, String) {
    let explanation = Explanation {
        library,
        population: Some(facts.population()),
        lang: paint.lang,
        as_of: evaluator.as_of(),
        colour: paint.colour,
    };
    let exact = |group: &GroupId| {
        let answer = evaluator.benefit(*group, row);
        answer.eligible == Verdict::Yes && is_paid(answer.money)
    };
    let proofs = benefits(evaluator, row.entity).into_iter().filter(exact).map(|group| {
        let text = explain(&explanation, &evaluator.trace(group, row));
        (library.program().group(group).name.to_string(), text)
    });
    let (name, text) = proofs.max_by_key(|(_, text)| text.lines().count()).unwrap_or_default();
    (name, text.lines().map(|line| format!("  {line}\n")).collect())
}
