//! A survey brought up to date: whose answers may have changed is counted no more as before, and anew as now. Nobody else is asked.

use std::collections::BTreeMap;

use wuwei_engine::{Evaluator, Range, Row};
use wuwei_ir::{Computation, EntityId, GroupId, IndicatorId, Program};

use super::totals::without;
use super::touched::{Keyed, Touched};
use super::undecidable::may_be_undecidable;
use super::{Computed, Kind, Place, Survey, SurveyRow, answers_of, district_of, home_of, visible_indicators};

/// The survey after a change, from the one before it and everybody whose answers may have changed; see [`super::touched`]. Nothing
/// where only a new count can tell: a sum whose last part without a ceiling is gone was never summed without it.
pub fn renewed<'a>(
    program: &'a Program,
    before: &Survey,
    populations: [Keyed<'a>; 2],
    touched: &Touched<'_>,
) -> Option<Survey> {
    let names = program.group_names();
    let undecidable: Vec<bool> =
        (0..program.groups.len()).map(|n| may_be_undecidable(program, GroupId::from_index(n))).collect();
    let mut survey = before.clone();
    let [then, now] = populations.map(|keyed| Side {
        keyed,
        evaluator: Evaluator::new(program, keyed.population, before.as_of),
        survey: before,
        undecidable: &undecidable,
    });
    for (entity, keys) in touched {
        let at = match survey.kinds.iter().position(|kind| kind.entity == *entity) {
            Some(at) => at,
            None => {
                let kind = Kind::of(program, *entity, &names, before.as_of);
                if kind.statuses.is_empty() && kind.scores.is_empty() && kind.benefits.is_empty() {
                    continue;
                }
                let at = survey.kinds.partition_point(|known| known.entity < *entity);
                survey.kinds.insert(at, kind);
                at
            }
        };
        let kind = &mut survey.kinds[at];
        for key in keys {
            if let Some(answers) = then.answers(kind, key) {
                remove(kind, &answers)?;
            }
            if let Some(answers) = now.answers(kind, key) {
                add(kind, &answers);
            }
        }
        kind.places[1..].sort_by_key(|place| place.region);
    }
    survey.kinds.retain(|kind| kind.subjects > 0);
    survey.indicators = indicators(program, before, [&then, &now], touched)?;
    Some(survey)
}

/// A population before or after the change, with who answers for it.
struct Side<'a, 's> {
    keyed: Keyed<'a>,
    evaluator: Evaluator<'a>,
    survey: &'s Survey,
    undecidable: &'s [bool],
}

/// The answers of a subject, and whether it may be at home elsewhere.
struct Answers {
    row: SurveyRow,
    unplaced: bool,
}

impl Side<'_, '_> {
    /// The answers of a subject; nothing where it isn't there, or is at home elsewhere.
    fn answers(&self, kind: &Kind, key: &str) -> Option<Answers> {
        let program = self.evaluator.program();
        let row = self.keyed.row(kind.entity, key)?;
        let home = home_of(program, self.keyed.population, row);
        if home.is_some_and(|home| !program.is_within(home, self.survey.region)) {
            return None;
        }
        self.evaluator.forget();
        let district = district_of(program, home, self.survey.region);
        let unplaced = home.is_none() && program.entity(kind.entity).home.is_some();
        let row = answers_of(&self.evaluator, self.keyed.population, kind, row, district, self.undecidable);
        Some(Answers { row, unplaced })
    }

    /// What a subject adds to an indicator; nothing where it isn't there.
    fn part(&self, id: IndicatorId, entity: EntityId, key: &str) -> Option<Range> {
        let row: Row = self.keyed.row(entity, key)?;
        self.evaluator.forget();
        self.evaluator.indicator_part(id, self.survey.region, row)
    }
}

fn add(kind: &mut Kind, answers: &Answers) {
    kind.subjects += 1;
    kind.unplaced += u64::from(answers.unplaced);
    kind.places[0].add(&answers.row);
    let Some(district) = answers.row.district else { return };
    match kind.places[1..].iter().position(|place| place.region == Some(district)) {
        Some(at) => kind.places[at + 1].add(&answers.row),
        None => {
            let mut place = Place::new(kind, Some(district));
            place.add(&answers.row);
            kind.places.push(place);
        }
    }
}

fn remove(kind: &mut Kind, answers: &Answers) -> Option<()> {
    kind.subjects = kind.subjects.checked_sub(1)?;
    kind.unplaced = kind.unplaced.checked_sub(u64::from(answers.unplaced))?;
    kind.places[0].remove(&answers.row)?;
    if let Some(district) = answers.row.district {
        let at = kind.places[1..].iter().position(|place| place.region == Some(district))? + 1;
        kind.places[at].remove(&answers.row)?;
        if kind.places[at].subjects == 0 {
            kind.places.remove(at);
        }
    }
    Some(())
}

/// The indicators: those that count or sum subjects by what the touched ones add, the others from those.
fn indicators(
    program: &Program,
    before: &Survey,
    [then, now]: [&Side<'_, '_>; 2],
    touched: &Touched<'_>,
) -> Option<Vec<Computed>> {
    let mut counted: BTreeMap<IndicatorId, Range> = BTreeMap::new();
    for known in &before.indicators {
        let entity = match program.indicator(known.indicator).computed.as_ref()? {
            Computation::Counts { entity, .. } | Computation::Sums { entity, .. } => *entity,
            Computation::Adds(_) | Computation::Divides(..) => continue,
        };
        let mut sum = known.value;
        for key in touched.get(&entity).into_iter().flatten() {
            if let Some(part) = then.part(known.indicator, entity, key) {
                // How many parts have no end isn't counted here, so none of them can be taken off.
                sum = without(sum, part, &mut 0)?;
            }
            if let Some(part) = now.part(known.indicator, entity, key) {
                sum = sum.plus(part);
            }
        }
        counted.insert(known.indicator, sum);
    }
    let of = |id: IndicatorId| counted.get(&id).copied();
    let mut all = Vec::new();
    for indicator in visible_indicators(program, before.region) {
        match now.evaluator.indicator_from(indicator, &of) {
            Some(value) => all.push(Computed { indicator, value }),
            // It had a value, and rests on something that isn't summed here.
            None if before.indicators.iter().any(|known| known.indicator == indicator) => return None,
            None => {}
        }
    }
    Some(all)
}
