//! Everybody of a region surveyed by the columnar engine.
//!
//! The answers are those of `wuwei_project::survey`; here they come slice by slice. Where only totals are asked no subject is
//! looked at by itself, but for those of whom a text leaves undecided whether facts are missing or the text.

mod homes;
mod one;

use std::collections::BTreeMap;
use std::path::Path;

use wuwei_columnar::{FileError, Files, Frame, Others, Question, Run, WrongColumn};
use wuwei_engine::{Evaluator, Range};
use wuwei_facts::{Column, FactsError, Population, Table};
use wuwei_ir::{Computation, Date, EntityId, GroupId, IndicatorId, Number, Program, RegionId};
use wuwei_project::{Computed, Kind, Survey, SurveyRow, may_be_undecidable, visible_indicators};
use wuwei_source::Lang;

use homes::{ELSEWHERE, Homes};
use one::{Leaning, One};

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
