//! Everybody of a region: how many hold what, what it would pay whom, by district.

mod output;
mod renewed;
mod totals;
mod touched;
mod undecidable;

use rustc_hash::FxHashMap;
use wuwei_engine::{Due, Evaluator, Population, Range, Row, Truth, Verdict};
use wuwei_ir::{Date, EntityId, GroupId, IndicatorId, ItemKind, Literal, Program, RegionId};
use wuwei_source::Name;

use crate::ask::text_fact;

pub use output::{Side, SurveyCell, shown_points, shown_yuan};
pub use renewed::renewed;
use totals::NOUGHT;
pub use totals::{BenefitTotals, Place, StatusCounts, SurveyBenefit};
pub use touched::{Keyed, Links, Touched, touched};
pub use undecidable::{facts_read, may_be_undecidable};

/// The answers of one subject, in the order of the survey's rules.
#[derive(Debug)]
pub struct SurveyRow {
    /// Its kind.
    pub entity: EntityId,
    /// Its key.
    pub key: Option<Name>,
    /// Where it is counted.
    pub district: Option<RegionId>,
    /// Statuses.
    pub statuses: Vec<Verdict>,
    /// Scores.
    pub scores: Vec<Option<Range>>,
    /// Benefits.
    pub benefits: Vec<SurveyBenefit>,
    /// Everything it is paid, stacking applied.
    pub total: Range,
}

/// One kind of subject surveyed.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The kind.
    pub entity: EntityId,
    /// How many there are in the region.
    pub subjects: u64,
    /// Statuses, scores and benefits asked, with their names.
    pub statuses: Vec<(GroupId, Name)>,
    /// Scores.
    pub scores: Vec<(GroupId, Name)>,
    /// Benefits.
    pub benefits: Vec<(GroupId, Name)>,
    /// How many of them may be at home elsewhere, because their home isn't known.
    pub unplaced: u64,
    /// All together, and then the districts.
    pub places: Vec<Place>,
}

/// An indicator counted or summed from the facts.
#[derive(Clone, Copy, Debug)]
pub struct Computed {
    /// Which.
    pub indicator: IndicatorId,
    /// Its value, in base units.
    pub value: Range,
}

/// A region surveyed.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The region.
    pub region: RegionId,
    /// The evaluation date.
    pub as_of: Date,
    /// The kinds of subjects that live there.
    pub kinds: Vec<Kind>,
    /// The indicators that facts give, for the region.
    pub indicators: Vec<Computed>,
}

/// Surveys everybody who is at home in a region. `visit` sees each subject's answers, `progress` hears of each.
pub fn survey(
    program: &Program,
    population: &dyn Population,
    region: RegionId,
    as_of: Date,
    visit: &mut dyn FnMut(&Kind, &SurveyRow),
    progress: &mut dyn FnMut(u64),
) -> Survey {
    let evaluator = Evaluator::new(program, population, as_of);
    let names = program.group_names();
    let undecidable: Vec<bool> =
        (0..program.groups.len()).map(|n| may_be_undecidable(program, GroupId::from_index(n))).collect();
    let mut kinds = Vec::new();
    for n in 0..program.entities.len() {
        let entity = EntityId::from_index(n);
        let mut kind = Kind::of(program, entity, &names, as_of);
        if population.len(entity) == 0
            || (kind.statuses.is_empty() && kind.scores.is_empty() && kind.benefits.is_empty())
        {
            continue;
        }
        let mut at: FxHashMap<RegionId, usize> = FxHashMap::default();
        for index in 0..population.len(entity) {
            let row = Row { entity, index };
            progress(1);
            let home = home_of(program, population, row);
            if home.is_some_and(|home| !program.is_within(home, region)) {
                continue;
            }
            evaluator.forget();
            let answers =
                answers_of(&evaluator, population, &kind, row, district_of(program, home, region), &undecidable);
            kind.subjects += 1;
            kind.unplaced += u64::from(home.is_none() && program.entity(entity).home.is_some());
            kind.places[0].add(&answers);
            if let Some(district) = answers.district {
                let next = kind.places.len();
                let place = *at.entry(district).or_insert(next);
                if place == next {
                    kind.places.push(Place::new(&kind, Some(district)));
                }
                kind.places[place].add(&answers);
            }
            visit(&kind, &answers);
        }
        if kind.subjects > 0 {
            kind.places[1..].sort_by_key(|place| place.region);
            kinds.push(kind);
        }
    }
    Survey { region, as_of, kinds, indicators: computed(&evaluator, region) }
}

/// The indicators that concern a region and are counted from subjects.
pub fn visible_indicators(program: &Program, region: RegionId) -> Vec<IndicatorId> {
    let ids = (0..program.indicators.len()).map(IndicatorId::from_index);
    let visible = |id: &IndicatorId| {
        let home = program.document(program.indicator(*id).head.doc).region;
        program.is_within(region, home) || program.is_within(home, region)
    };
    ids.filter(visible).filter(|id| program.indicator(*id).computed.is_some()).collect()
}

fn computed(evaluator: &Evaluator<'_>, region: RegionId) -> Vec<Computed> {
    let value = |id| Some(Computed { indicator: id, value: evaluator.indicator(id, region)? });
    visible_indicators(evaluator.program(), region).into_iter().filter_map(value).collect()
}

impl Kind {
    /// A kind of subject with the rules in force on a day, called as `names` has it, and nobody counted yet.
    pub fn of(program: &Program, entity: EntityId, names: &[Name], as_of: Date) -> Kind {
        let mut kind = Kind {
            entity,
            subjects: 0,
            statuses: Vec::new(),
            scores: Vec::new(),
            benefits: Vec::new(),
            unplaced: 0,
            places: Vec::new(),
        };
        for (n, group) in program.groups.iter().enumerate() {
            let id = GroupId::from_index(n);
            let Some(item) = program.version(id, as_of).filter(|_| group.entity == entity) else { continue };
            match &program.item(item).kind {
                ItemKind::Status { .. } => kind.statuses.push((id, names[n])),
                ItemKind::Score(_) => kind.scores.push((id, names[n])),
                ItemKind::Benefit(_) => kind.benefits.push((id, names[n])),
                ItemKind::Value { .. } => {}
            }
        }
        kind.places.push(Place::new(&kind, None));
        kind
    }
}

fn home_of(program: &Program, population: &dyn Population, row: Row) -> Option<RegionId> {
    match population.fact(row, program.entity(row.entity).home?, None)? {
        Literal::Region(region) => Some(region),
        _ => None,
    }
}

/// The part of the surveyed region that a home lies in: the child region around it, or the home itself.
pub fn district_of(program: &Program, home: Option<RegionId>, region: RegionId) -> Option<RegionId> {
    let home = home?;
    if home == region {
        return None;
    }
    program.region_chain(home).find(|at| program.region(*at).parent == Some(region))
}

fn answers_of(
    evaluator: &Evaluator<'_>,
    population: &dyn Population,
    kind: &Kind,
    row: Row,
    district: Option<RegionId>,
    undecidable: &[bool],
) -> SurveyRow {
    let program = evaluator.program();
    let verdict = |group: GroupId, truth: Truth, concerns: Truth| match (concerns, truth) {
        (Truth::No, _) => Verdict::NotApplicable,
        (_, Truth::Yes) => Verdict::Yes,
        (_, Truth::No) => Verdict::No,
        (_, Truth::Unknown) if undecidable[group.index()] => {
            let gaps = evaluator.gaps(group, None, row);
            if gaps.facts.is_empty() { Verdict::NotComputable } else { Verdict::Unknown }
        }
        (_, Truth::Unknown) => Verdict::Unknown,
    };
    let benefit = |group: GroupId| {
        let Due { concerned, eligible, money } = evaluator.due(group, row);
        SurveyBenefit { eligible: verdict(group, eligible, concerned), money, excluded: false }
    };
    let statuses = kind.statuses.iter().map(|(group, _)| {
        verdict(*group, evaluator.value(*group, None, row, None).truth(), evaluator.concerns(*group, row))
    });
    let mut answers = SurveyRow {
        entity: row.entity,
        key: text_fact(population, row, program.entity(row.entity).key),
        district,
        statuses: statuses.collect(),
        scores: kind.scores.iter().map(|(group, _)| evaluator.points(*group, row)).collect(),
        benefits: kind.benefits.iter().map(|(group, _)| benefit(*group)).collect(),
        total: NOUGHT,
    };
    let paid = kind.benefits.iter().zip(&answers.benefits).filter(|(_, answer)| answer.money != NOUGHT);
    let amounts: Vec<(GroupId, Range)> = paid.map(|((group, _), answer)| (*group, answer.money)).collect();
    let stacked = evaluator.stack(row, &amounts);
    for ((group, _), answer) in kind.benefits.iter().zip(&mut answers.benefits) {
        answer.excluded = stacked.exclusions.iter().any(|exclusion| exclusion.loser == *group);
    }
    answers.total = stacked.total;
    answers
}
