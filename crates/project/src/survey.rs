//! Everybody of a region: how many hold what, what it would pay whom, by district.

use rustc_hash::FxHashMap;
use serde_json::{Value as Json, json};
use wuwei_engine::{Evaluator, Population, Range, Row, Truth, Verdict};
use wuwei_ir::{Date, EntityId, Expr, GroupId, IndicatorId, ItemKind, Literal, Number, Program, RegionId};
use wuwei_source::Name;

use crate::ask::{decimal, text_fact};
use crate::values::yuan;

/// How many have which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field counts what its name says")]
pub struct StatusCounts {
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
    pub not_applicable: u64,
    pub not_computable: u64,
}

impl StatusCounts {
    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Yes => &mut self.yes,
            Verdict::No => &mut self.no,
            Verdict::Unknown => &mut self.unknown,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::NotComputable => &mut self.not_computable,
        } += 1;
    }

    fn json(self) -> Json {
        json!({
            "yes": self.yes,
            "no": self.no,
            "unknown": self.unknown,
            "not_applicable": self.not_applicable,
            "not_computable": self.not_computable,
        })
    }
}

/// What a benefit comes to.
#[derive(Clone, Copy, Debug)]
pub struct BenefitTotals {
    /// Who is eligible.
    pub counts: StatusCounts,
    /// What is paid in all; an end is open where no ceiling is known.
    pub total: Range,
    /// How many may get an amount without a known ceiling.
    pub unbounded: u64,
    /// How many certainly give it up for another benefit; they are paid nothing of it.
    pub excluded: u64,
}

impl Default for BenefitTotals {
    fn default() -> BenefitTotals {
        BenefitTotals { counts: StatusCounts::default(), total: NOUGHT, unbounded: 0, excluded: 0 }
    }
}

impl BenefitTotals {
    fn add(&mut self, answer: &SurveyBenefit) {
        self.counts.add(answer.eligible);
        if answer.excluded {
            self.excluded += 1;
            return;
        }
        if answer.money.high.is_none() {
            self.unbounded += 1;
        }
        self.total = sum(self.total, answer.money);
    }

    fn json(self) -> Json {
        let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
        let mut out = self.counts.json();
        out["low"] = money(self.total.low);
        out["high"] = money(self.total.high);
        out["excluded"] = json!(self.excluded);
        out
    }
}

const NOUGHT: Range = Range { low: Some(Number::ZERO), high: Some(Number::ZERO) };

/// The sum of two amounts; an open end stays open.
pub fn sum(a: Range, b: Range) -> Range {
    let sum = |a: Option<Number>, b: Option<Number>| a.zip(b).and_then(|(a, b)| a.add(b));
    Range { low: sum(a.low, b.low), high: sum(a.high, b.high) }
}

/// The answer of a benefit for one subject.
#[derive(Clone, Copy, Debug)]
pub struct SurveyBenefit {
    /// Whether it is eligible.
    pub eligible: Verdict,
    /// What it would be paid alone.
    pub money: Range,
    /// Whether it certainly gives it up for another.
    pub excluded: bool,
}

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

/// Answers counted and summed in one place.
#[derive(Debug)]
pub struct Place {
    /// The district; nothing for the whole region.
    pub region: Option<RegionId>,
    /// How many subjects there are.
    pub subjects: u64,
    /// Statuses, in the order of the kind's.
    pub statuses: Vec<StatusCounts>,
    /// Benefits, in the order of the kind's.
    pub benefits: Vec<BenefitTotals>,
    /// What all benefits come to, stacking applied.
    pub total: Range,
}

impl Place {
    fn new(kind: &Kind, region: Option<RegionId>) -> Place {
        Place {
            region,
            subjects: 0,
            statuses: vec![StatusCounts::default(); kind.statuses.len()],
            benefits: vec![BenefitTotals::default(); kind.benefits.len()],
            total: NOUGHT,
        }
    }

    fn add(&mut self, answers: &SurveyRow) {
        self.subjects += 1;
        self.statuses.iter_mut().zip(&answers.statuses).for_each(|(counts, verdict)| counts.add(*verdict));
        self.benefits.iter_mut().zip(&answers.benefits).for_each(|(totals, answer)| totals.add(answer));
        self.total = sum(self.total, answers.total);
    }
}

/// One kind of subject surveyed.
#[derive(Debug)]
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
#[derive(Debug)]
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
        let mut kind = kind_of(program, entity, &names, as_of);
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

/// The indicators that can be counted from kinds of subjects of which there are any.
fn computed(evaluator: &Evaluator<'_>, region: RegionId) -> Vec<Computed> {
    let program = evaluator.program();
    let ids = (0..program.indicators.len()).map(IndicatorId::from_index);
    let visible = |id: &IndicatorId| {
        let home = program.document(program.indicator(*id).head.doc).region;
        program.is_within(region, home) || program.is_within(home, region)
    };
    let value = |id| Some(Computed { indicator: id, value: evaluator.indicator(id, region)? });
    ids.filter(visible).filter_map(value).collect()
}

fn kind_of(program: &Program, entity: EntityId, names: &[Name], as_of: Date) -> Kind {
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

fn home_of(program: &Program, population: &dyn Population, row: Row) -> Option<RegionId> {
    match population.fact(row, program.entity(row.entity).home?, None)? {
        Literal::Region(region) => Some(region),
        _ => None,
    }
}

/// The part of the surveyed region that a home lies in: the child region around it, or the home itself.
fn district_of(program: &Program, home: Option<RegionId>, region: RegionId) -> Option<RegionId> {
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
    let concerns = |group: GroupId| match program.version(group, evaluator.as_of()) {
        Some(item) => evaluator.applies(program.item(item), row),
        None => Truth::No,
    };
    let benefit = |group: GroupId| {
        let Some(item) = program.version(group, evaluator.as_of()) else {
            return SurveyBenefit { eligible: Verdict::NotApplicable, money: NOUGHT, excluded: false };
        };
        let item = program.item(item);
        let concerns = evaluator.applies(item, row);
        let eligible = evaluator.eligible(item, row).and(concerns);
        let money = match eligible {
            Truth::No => NOUGHT,
            Truth::Yes => evaluator.amount(item, row),
            Truth::Unknown => evaluator.amount(item, row).hull(NOUGHT),
        };
        SurveyBenefit { eligible: verdict(group, eligible, concerns), money, excluded: false }
    };
    let statuses = kind
        .statuses
        .iter()
        .map(|(group, _)| verdict(*group, evaluator.value(*group, None, row, None).truth(), concerns(*group)));
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

/// Whether a rule leans on anything that the text leaves undecided.
fn may_be_undecidable(program: &Program, group: GroupId) -> bool {
    let mut open = vec![group];
    let mut seen = Vec::new();
    while let Some(next) = open.pop() {
        if seen.contains(&next) {
            continue;
        }
        seen.push(next);
        for item in &program.group(next).versions {
            for (_, node) in program.item(*item).body.iter() {
                match &node.expr {
                    Expr::NotComputable(_) => return true,
                    Expr::Item(group, ..) => open.push(*group),
                    _ => {}
                }
            }
        }
    }
    false
}

impl Survey {
    /// The stable JSON form; see `docs/json.md`.
    pub fn json(&self, program: &Program, notice: Option<&str>) -> Json {
        let region = |id: RegionId| {
            let region = program.region(id);
            json!({ "code": region.code.as_str(), "name": region.head.name.as_str() })
        };
        let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
        let kinds: Vec<Json> = self
            .kinds
            .iter()
            .map(|kind| {
                let part = |place: &Place| {
                    let named = |all: &[(GroupId, Name)], rows: Vec<Json>| -> serde_json::Map<String, Json> {
                        all.iter().zip(rows).map(|((_, name), row)| (name.to_string(), row)).collect()
                    };
                    let mut out = json!({
                        "subjects": place.subjects,
                        "statuses": named(&kind.statuses, place.statuses.iter().map(|counts| counts.json()).collect()),
                        "benefits": named(&kind.benefits, place.benefits.iter().map(|totals| totals.json()).collect()),
                        "total": { "low": money(place.total.low), "high": money(place.total.high) },
                    });
                    if let Some(at) = place.region {
                        out["region"] = region(at);
                    }
                    out
                };
                let mut out = part(&kind.places[0]);
                out["kind"] = json!(program.entity(kind.entity).head.name.as_str());
                out["unplaced"] = json!(kind.unplaced);
                out["districts"] = kind.places[1..].iter().map(part).collect();
                out
            })
            .collect();
        let indicators: Vec<Json> = self
            .indicators
            .iter()
            .map(|computed| {
                let indicator = program.indicator(computed.indicator);
                // In the unit in which people give it.
                let shown = |number: Option<Number>| {
                    number.and_then(|number| number.div(indicator.unit.factor)).map_or(Json::Null, decimal)
                };
                json!({
                    "indicator": indicator.head.name.as_str(),
                    "unit": indicator.unit.text(),
                    "low": shown(computed.value.low),
                    "high": shown(computed.value.high),
                })
            })
            .collect();
        let mut out = json!({
            "region": region(self.region),
            "as_of": self.as_of.to_string(),
            "kinds": kinds,
            "indicators": indicators,
        });
        if let Some(notice) = notice {
            out["notice"] = json!(notice);
        }
        out
    }
}

/// The cells of a row for tables: verdicts as words, ends of ranges as decimals, money in yuan.
impl SurveyRow {
    /// Header and cells.
    pub fn cells(&self, program: &Program, kind: &Kind) -> Vec<(String, String)> {
        let mut cells = vec![
            ("kind".to_string(), program.entity(self.entity).head.name.to_string()),
            ("entity".to_string(), self.key.map_or_else(String::new, |key| key.to_string())),
            (
                "district".to_string(),
                self.district.map_or_else(String::new, |district| program.region(district).head.name.to_string()),
            ),
        ];
        for ((_, name), verdict) in kind.statuses.iter().zip(&self.statuses) {
            cells.push((name.to_string(), verdict.word().to_string()));
        }
        let points = |number: Option<Number>| number.map_or_else(String::new, |number| decimal(number).to_string());
        for ((_, name), range) in kind.scores.iter().zip(&self.scores) {
            cells.push((format!("{name}.low"), points(range.and_then(|range| range.low))));
            cells.push((format!("{name}.high"), points(range.and_then(|range| range.high))));
        }
        let money = |number: Option<Number>| number.map_or_else(String::new, yuan);
        for ((_, name), answer) in kind.benefits.iter().zip(&self.benefits) {
            cells.push((format!("{name}.eligible"), answer.eligible.word().to_string()));
            cells.push((format!("{name}.low"), money(answer.money.low)));
            cells.push((format!("{name}.high"), money(answer.money.high)));
            cells.push((format!("{name}.excluded"), if answer.excluded { "yes" } else { "no" }.to_string()));
        }
        cells.push(("total.low".to_string(), money(self.total.low)));
        cells.push(("total.high".to_string(), money(self.total.high)));
        cells
    }
}
