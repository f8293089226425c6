//! Everybody of a region surveyed by the columnar engine.
//!
//! The answers are those of `wuwei_project::survey`; here they come slice by slice. Where only totals are asked no subject is
//! looked at by itself, but for those of whom a text leaves undecided whether facts are missing or the text.

use std::collections::BTreeMap;
use std::path::Path;

use wuwei_columnar::{
    Counts, FileError, Files, Frame, GroupBy, GroupTotals, NOT_APPLICABLE, Others, Question, RowAnswers, Run, Sum,
    UNKNOWN, WrongColumn, YES,
};
use wuwei_engine::{Evaluator, Range, Row, Verdict};
use wuwei_facts::{Column, FactsError, Population, Table};
use wuwei_ir::{Computation, Date, EntityId, GroupId, IndicatorId, Number, Program, RegionId};
use wuwei_project::{
    Computed, Kind, Place, StatusCounts, Survey, SurveyBenefit, SurveyRow, district_of, facts_read, may_be_undecidable,
    visible_indicators,
};

use wuwei_source::Lang;

/// Why somebody couldn't be surveyed.
#[derive(Debug)]
pub enum SurveyError {
    /// A column in memory doesn't hold what its fact is.
    Column(WrongColumn),
    /// A file of a kind that stays on disk can't be used.
    File(FileError),
    /// The facts can't be read.
    Facts(FactsError),
}

impl std::fmt::Display for SurveyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SurveyError::Column(wrong) => write!(f, "{}: {}", wrong.column, wrong.found),
            SurveyError::File(error) => write!(f, "{}", error.path.display()),
            SurveyError::Facts(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for SurveyError {}

impl From<FileError> for SurveyError {
    fn from(error: FileError) -> SurveyError {
        SurveyError::File(error)
    }
}

impl From<FactsError> for SurveyError {
    fn from(error: FactsError) -> SurveyError {
        SurveyError::Facts(error)
    }
}

/// Who is surveyed.
pub trait People<'p> {
    /// The tables in memory.
    fn tables(&self) -> &[Table];

    /// The file of a kind that stays on disk.
    fn on_disk(&self, entity: EntityId) -> Option<&Path>;

    /// Those in memory, subject by subject.
    fn population(&self) -> &Population<'p>;

    /// The facts that rules read, of every kind, wherever it is.
    fn in_memory(&self) -> Result<Vec<Table>, FactsError>;
}

/// Sees each subject's answers.
pub type Visit<'v> = &'v mut dyn FnMut(&Kind, &SurveyRow);

/// What is looked at.
pub enum Look<'v> {
    /// Totals, and nobody by himself.
    Totals,
    /// Each subject's answers, and the totals.
    Each(Visit<'v>),
    /// The compiled operations, instead of answers.
    Operations(&'v mut dyn FnMut(String)),
}

/// What is asked of a survey.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// Where everybody is at home.
    pub region: RegionId,
    /// As of which day.
    pub as_of: Date,
    /// The language of the compiled operations.
    pub lang: Lang,
    /// How many threads at most.
    pub threads: usize,
}

/// As many threads as the processor has.
pub fn all_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Rows of a kind that stays on disk which are answered together.
const PIECE: usize = 1 << 18;

/// The subjects of a kind: in memory, or on disk, where the surveyed region is all that is read of them.
enum Subjects<'s, 'p> {
    Here(Table),
    OnDisk { files: Files<'p>, homes: &'s Homes, used: Vec<bool> },
}

impl<'s, 'p> Subjects<'s, 'p> {
    fn of(
        program: &'p Program,
        facts: &dyn People<'p>,
        others: &Others<'p>,
        homes: &'s Homes,
        entity: EntityId,
        as_of: Date,
    ) -> Result<Option<Subjects<'s, 'p>>, SurveyError> {
        if let Some(path) = facts.on_disk(entity) {
            let naming = |name: &str| Column::named(program, entity, name);
            let files = Files::open(program, as_of, entity, path, &naming)?;
            return Ok(Some(Subjects::OnDisk { files, homes, used: program.facts_in_use() }));
        }
        Ok(others.table(entity).filter(|table| table.rows > 0).map(|table| Subjects::Here(table.share())))
    }

    /// Gives them away, all at once or piece by piece.
    fn each(&self, take: &mut dyn FnMut(Table) -> Result<(), SurveyError>) -> Result<(), SurveyError> {
        match self {
            Subjects::Here(table) => take(table.share()),
            Subjects::OnDisk { files, homes, used } => {
                let wanted: Vec<bool> = (0..homes.districts.len()).map(|group| group != ELSEWHERE as usize).collect();
                let wanted = Some(wanted.as_slice()).filter(|_| !homes.by.is_empty());
                files.each(&homes.by, wanted, &|column| used[column.fact.index()], PIECE, take)
            }
        }
    }
}

/// One kind of subject, ready to run.
struct One<'s, 'a, 'p> {
    program: &'p Program,
    run: &'s Run<'s, 'a, 'p>,
    question: &'s Question,
    homes: &'s Homes,
    wanted: Wanted,
    /// Which rules lean on what a text leaves undecided.
    undecidable: &'s [bool],
}

/// What a subject's home comes to: the surveyed region itself, one of its parts, elsewhere, or not known.
struct Homes {
    by: Vec<GroupBy>,
    /// The region of each group; nothing for the surveyed region itself and for whom it isn't known.
    districts: Vec<Option<RegionId>>,
}

const OWN: u32 = 0;
const UNPLACED: u32 = 1;
const ELSEWHERE: u32 = 2;

impl Homes {
    fn of(program: &Program, entity: EntityId, region: RegionId) -> Homes {
        let mut districts = vec![None, None, None];
        let Some(fact) = program.entity(entity).home else { return Homes { by: Vec::new(), districts } };
        let mut known: BTreeMap<RegionId, u32> = BTreeMap::new();
        let mut table: Vec<u32> = Vec::new();
        for n in 0..program.regions.len() {
            let home = RegionId::from_index(n);
            table.push(match district_of(program, Some(home), region) {
                _ if !program.is_within(home, region) => ELSEWHERE,
                None => OWN,
                Some(district) => *known.entry(district).or_insert_with(|| {
                    districts.push(Some(district));
                    districts.len() as u32 - 1
                }),
            });
        }
        table.push(UNPLACED);
        Homes { by: vec![GroupBy { fact, table }], districts }
    }

    /// The group of a subject without a home, or with one.
    fn unplaced(&self) -> Option<usize> {
        (!self.by.is_empty()).then_some(UNPLACED as usize)
    }
}

/// Surveys everybody who is at home in a region.
pub fn survey<'p>(
    program: &'p Program,
    facts: &dyn People<'p>,
    wanted: Wanted,
    mut look: Look<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Survey, SurveyError> {
    let started = std::time::Instant::now();
    let Wanted { region, as_of, lang, .. } = wanted;
    let names = program.group_names();
    let undecidable: Vec<bool> =
        (0..program.groups.len()).map(|n| may_be_undecidable(program, GroupId::from_index(n))).collect();
    let indicators = visible_indicators(program, region);
    let mut counted: BTreeMap<IndicatorId, Range> = BTreeMap::new();
    let others = Others::new(program, as_of, facts.tables());
    let mut kinds = Vec::new();
    for n in 0..program.entities.len() {
        let entity = EntityId::from_index(n);
        let homes = Homes::of(program, entity, region);
        let Some(subjects) = Subjects::of(program, facts, &others, &homes, entity, as_of)? else { continue };
        let mut kind = Kind::of(program, entity, &names, as_of);
        let own: Vec<IndicatorId> =
            indicators.iter().copied().filter(|id| counts(program, *id) == Some(entity)).collect();
        let nothing = kind.statuses.is_empty() && kind.scores.is_empty() && kind.benefits.is_empty();
        if nothing && own.is_empty() {
            continue;
        }
        let totals_only = !matches!(look, Look::Each(_)) && !is_stacked(program, &kind, as_of);
        let mut question = question(&kind, &own);
        if matches!(look, Look::Totals) && totals_only {
            // Points are shown one by one only.
            question.scores.clear();
        }
        let mut sums: Vec<Option<Range>> = vec![Some(Range::exactly(Number::ZERO)); own.len()];
        let mut shown = false;
        subjects.each(&mut |table| {
            let rows = table.rows as u64;
            let frame = Frame::new(program, as_of, table, Some(&others)).map_err(SurveyError::Column)?;
            let run = Run::new(&frame, &question, &homes.by);
            if let Look::Operations(show) = &mut look {
                if !std::mem::replace(&mut shown, true) {
                    show(run.explain(lang, &|| started.elapsed()).to_string());
                }
                return Ok(());
            }
            let one = One { program, run: &run, question: &question, homes: &homes, wanted, undecidable: &undecidable };
            let leaning = if totals_only && !nothing { one.leaning() } else { Leaning::default() };
            let (groups, open) = run.totals_and_unknown(wanted.threads, &leaning.statuses, &leaning.benefits);
            progress(rows);
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum = sum.zip(one.indicator(&groups, at)).map(|(sum, range)| sum.plus(range));
            }
            match totals_only {
                _ if nothing => {}
                true => one.totals(&mut kind, &groups, &one.refined(&leaning, &open)),
                false => one.rows(&mut kind, &mut look),
            }
            Ok(())
        })?;
        counted.extend(own.iter().zip(sums).filter_map(|(id, sum)| Some((*id, sum?))));
        if kind.subjects > 0 {
            kind.places[1..].sort_by_key(|place| place.region);
            kinds.push(kind);
        }
    }
    let computed = match look {
        Look::Operations(_) => Vec::new(),
        Look::Totals | Look::Each(_) => computed(program, facts, wanted, &indicators, &counted)?,
    };
    Ok(Survey { region, as_of, kinds, indicators: computed })
}

/// The kind of subject that an indicator counts or sums.
fn counts(program: &Program, id: IndicatorId) -> Option<EntityId> {
    match program.indicator(id).computed.as_ref()? {
        Computation::Counts { entity, .. } | Computation::Sums { entity, .. } => Some(*entity),
        Computation::Adds(_) | Computation::Divides(..) => None,
    }
}

/// Indicators from what was counted; what wasn't is asked of the reference, as is what nobody is there to be counted for.
fn computed(
    program: &Program,
    facts: &dyn People<'_>,
    wanted: Wanted,
    indicators: &[IndicatorId],
    counted: &BTreeMap<IndicatorId, Range>,
) -> Result<Vec<Computed>, SurveyError> {
    let nobody: &dyn wuwei_engine::Population = &wuwei_engine::Memory::new(program);
    let empty = Evaluator::new(program, nobody, wanted.as_of);
    let is_here = |entity| facts.tables().iter().any(|table| table.entity == entity);
    let uncounted = |id: &&IndicatorId| !counted.contains_key(id);
    let mut asked = indicators.iter().filter(uncounted).filter_map(|id| counts(program, *id));
    // Who stayed on disk can't be asked one by one there.
    let everybody = match asked.any(|entity| facts.on_disk(entity).is_some()) {
        true => Some(Population::new(program, &facts.in_memory()?)),
        false => None,
    };
    let population = || everybody.as_ref().unwrap_or_else(|| facts.population());
    let slow = |id| {
        let there = counts(program, id).is_some_and(|entity| is_here(entity) || facts.on_disk(entity).is_some());
        match there {
            true => Evaluator::new(program, population(), wanted.as_of).indicator(id, wanted.region),
            false => empty.indicator(id, wanted.region),
        }
    };
    let of = |id: IndicatorId| counted.get(&id).copied().or_else(|| slow(id));
    let value = |id: &IndicatorId| Some(Computed { indicator: *id, value: empty.indicator_from(*id, &of)? });
    Ok(indicators.iter().filter_map(value).collect())
}

fn question(kind: &Kind, indicators: &[IndicatorId]) -> Question {
    let ids = |all: &[(GroupId, wuwei_source::Name)]| all.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    Question {
        statuses: ids(&kind.statuses),
        scores: ids(&kind.scores),
        benefits: ids(&kind.benefits),
        total: ids(&kind.benefits),
        indicators: indicators.to_vec(),
        reasons: false,
        eligibility: true,
        total_only: false,
    }
}

/// Whether a rule in force makes benefits of a kind exclude each other: then who gives up which is asked one by one.
fn is_stacked(program: &Program, kind: &Kind, as_of: Date) -> bool {
    let member = |id: &GroupId| kind.benefits.iter().any(|(benefit, _)| benefit == id);
    program.stackings.iter().any(|rule| {
        let limit = matches!(rule.rule, wuwei_ir::StackingRule::Limit { .. });
        !limit && rule.head.in_force(as_of) && rule.members.iter().any(member)
    })
}

impl One<'_, '_, '_> {
    /// What an indicator comes to in the surveyed region: those whose home isn't known may be there.
    fn indicator(&self, groups: &[GroupTotals], at: usize) -> Option<Range> {
        let nought = Range::exactly(Number::ZERO);
        let mut sum = nought;
        for (n, group) in
            groups.iter().enumerate().filter(|(n, _)| *n != ELSEWHERE as usize || self.homes.by.is_empty())
        {
            let range = range(group.indicators[at].as_ref()?)?;
            let unplaced = self.homes.unplaced() == Some(n);
            if unplaced && range.low.is_none_or(|low| low < Number::ZERO) {
                // Some may be below nought and some above; only one by one is it known which.
                return None;
            }
            sum = sum.plus(if unplaced { range.hull(nought) } else { range });
        }
        Some(sum)
    }

    /// Counts and sums, all at once.
    fn totals(&self, kind: &mut Kind, groups: &[GroupTotals], refined: &Refined) {
        for (n, group) in groups.iter().enumerate() {
            if (n == ELSEWHERE as usize && !self.homes.by.is_empty()) || group.subjects == 0 {
                continue;
            }
            kind.subjects += group.subjects;
            if self.homes.unplaced() == Some(n) {
                kind.unplaced += group.subjects;
            }
            let mut place = Place::new(kind, self.homes.districts.get(n).copied().flatten());
            place.subjects = group.subjects;
            for (at, counts) in group.statuses.iter().enumerate() {
                place.statuses[at] = shifted(counts, refined.statuses.get(&(at, n as u32)));
            }
            for (at, (counts, sum)) in group.benefits.iter().enumerate() {
                let totals = &mut place.benefits[at];
                totals.counts = shifted(counts, refined.benefits.get(&(at, n as u32)));
                totals.unbounded = sum.open[1];
                totals.total = range(sum).unwrap_or(Range::ALL);
            }
            place.total = range(&group.total).unwrap_or(Range::ALL);
            place.unbounded = group.total.open[1];
            add(&mut kind.places[0], &place);
            if place.region.is_some() {
                match kind.places[1..].iter_mut().find(|known| known.region == place.region) {
                    Some(known) => add(known, &place),
                    None => kind.places.push(place),
                }
            }
        }
    }

    /// The answers that a text may leave undecided.
    fn leaning(&self) -> Leaning {
        let which = |all: &[GroupId]| -> Vec<usize> {
            all.iter().enumerate().filter(|(_, id)| self.undecidable[id.index()]).map(|(at, _)| at).collect()
        };
        Leaning { statuses: which(&self.question.statuses), benefits: which(&self.question.benefits) }
    }

    /// Of those whose answer is unknown, how many have all facts, so that only the text is in the way.
    fn refined(&self, leaning: &Leaning, open: &[Vec<u32>]) -> Refined {
        let Leaning { statuses, benefits } = leaning;
        let mut out = Refined::default();
        // Made when a subject comes up that lacks a fact: only the reference knows which facts an answer waits for.
        let mut evaluator: Option<Evaluator<'_>> = None;
        for (n, rows) in open.iter().enumerate() {
            let (at, id) = match n.checked_sub(statuses.len()) {
                None => (statuses[n], self.question.statuses[statuses[n]]),
                Some(n) => (benefits[n], self.question.benefits[benefits[n]]),
            };
            let counts = if n < statuses.len() { &mut out.statuses } else { &mut out.benefits };
            let complete = facts_read(self.program, id, self.wanted.as_of).map(|facts| self.run.have_all(&facts));
            for row in rows {
                let lacks_nothing = complete.as_ref().is_some_and(|complete| complete[*row as usize]) || {
                    let made = || Evaluator::new(self.program, self.run.population(), self.wanted.as_of);
                    let evaluator = evaluator.get_or_insert_with(made);
                    evaluator.forget();
                    let subject = self.run.subject(*row as usize);
                    evaluator.gaps(id, None, subject).facts.is_empty()
                };
                if lacks_nothing {
                    *counts.entry((at, self.run.group(*row as usize))).or_default() += 1;
                }
            }
        }
        out
    }

    /// Answers one by one, with who gives up what for what.
    fn rows(&self, kind: &mut Kind, look: &mut Look<'_>) {
        let evaluator = Evaluator::new(self.program, self.run.population(), self.wanted.as_of);
        let key = self.program.entity(kind.entity).key;
        let stacked = is_stacked(self.program, kind, self.wanted.as_of);
        let places = kind.places.iter().enumerate().filter_map(|(at, place)| Some((place.region?, at)));
        let mut at: BTreeMap<RegionId, usize> = places.collect();
        self.run.each_row(0..self.run.rows(), &mut |row, answers| {
            let group = self.run.group(row);
            if group == ELSEWHERE && !self.homes.by.is_empty() {
                return;
            }
            evaluator.forget();
            let subject = self.run.subject(row);
            let district = self.homes.districts.get(group as usize).copied().flatten();
            let mut answers = self.row(kind, &evaluator, subject, answers, stacked);
            answers.district = district;
            answers.key = key.and_then(|key| wuwei_project::text_fact(self.run.population(), subject, Some(key)));
            kind.subjects += 1;
            kind.unplaced += u64::from(self.homes.unplaced() == Some(group as usize));
            kind.places[0].add(&answers);
            if let Some(district) = district {
                let next = kind.places.len();
                let place = *at.entry(district).or_insert(next);
                if place == next {
                    kind.places.push(Place::new(kind, Some(district)));
                }
                kind.places[place].add(&answers);
            }
            if let Look::Each(visit) = look {
                visit(kind, &answers);
            }
        });
    }

    fn row(
        &self,
        kind: &Kind,
        evaluator: &Evaluator<'_>,
        subject: Row,
        answers: &RowAnswers,
        stacked: bool,
    ) -> SurveyRow {
        let verdict = |id: GroupId, code: i8| match code {
            YES => Verdict::Yes,
            NOT_APPLICABLE => Verdict::NotApplicable,
            UNKNOWN if self.undecidable[id.index()] && evaluator.gaps(id, None, subject).facts.is_empty() => {
                Verdict::NotComputable
            }
            UNKNOWN => Verdict::Unknown,
            _ => Verdict::No,
        };
        let statuses = kind.statuses.iter().zip(&answers.statuses).map(|((id, _), code)| verdict(*id, *code));
        let benefits = kind.benefits.iter().zip(&answers.benefits).map(|((id, _), (code, money))| SurveyBenefit {
            eligible: verdict(*id, *code),
            money: *money,
            excluded: false,
        });
        let mut out = SurveyRow {
            entity: kind.entity,
            key: None,
            district: None,
            statuses: statuses.collect(),
            scores: answers.scores.clone(),
            benefits: benefits.collect(),
            total: answers.total.unwrap_or(Range::exactly(Number::ZERO)),
        };
        if stacked {
            let nought = Range::exactly(Number::ZERO);
            let paid = kind.benefits.iter().zip(&out.benefits).filter(|(_, answer)| answer.money != nought);
            let amounts: Vec<(GroupId, Range)> = paid.map(|((id, _), answer)| (*id, answer.money)).collect();
            let stacked = evaluator.stack(subject, &amounts);
            for ((id, _), answer) in kind.benefits.iter().zip(&mut out.benefits) {
                answer.excluded = stacked.exclusions.iter().any(|exclusion| exclusion.loser == *id);
            }
        }
        out
    }
}

/// Answers that a text may leave undecided, by their positions among those asked.
#[derive(Default)]
struct Leaning {
    statuses: Vec<usize>,
    benefits: Vec<usize>,
}

/// How many of the unknown are undecidable, by answer and group.
#[derive(Default)]
struct Refined {
    statuses: BTreeMap<(usize, u32), u64>,
    benefits: BTreeMap<(usize, u32), u64>,
}

fn shifted(counts: &Counts, undecidable: Option<&u64>) -> StatusCounts {
    let undecidable = undecidable.copied().unwrap_or(0);
    StatusCounts {
        yes: counts.yes,
        no: counts.no,
        unknown: counts.unknown - undecidable,
        not_applicable: counts.not_applicable,
        not_computable: undecidable,
    }
}

fn range(sum: &Sum) -> Option<Range> {
    let end = |side: usize| match sum.open[side] {
        0 => Number::ratio(sum.above[side], sum.below[side]),
        _ => None,
    };
    Some(Range { low: end(0), high: end(1) })
}

/// Adds one place's counts and sums to another's.
fn add(to: &mut Place, from: &Place) {
    let counts = |to: &mut StatusCounts, from: &StatusCounts| {
        to.yes += from.yes;
        to.no += from.no;
        to.unknown += from.unknown;
        to.not_applicable += from.not_applicable;
        to.not_computable += from.not_computable;
    };
    to.subjects += from.subjects;
    to.statuses.iter_mut().zip(&from.statuses).for_each(|(to, from)| counts(to, from));
    for (to, from) in to.benefits.iter_mut().zip(&from.benefits) {
        counts(&mut to.counts, &from.counts);
        to.total = to.total.plus(from.total);
        to.unbounded += from.unbounded;
    }
    to.total = to.total.plus(from.total);
    to.unbounded += from.unbounded;
}
