//! Who may claim what in a year.

use wuwei_columnar::{Question, UNKNOWN, WrongColumn, YES};
use wuwei_ir::{EntityId, GroupId};
use wuwei_source::Name;

use super::draw::mixed;
use crate::answers::answers;
use crate::grouping::{NOWHERE, district};
use crate::money::OPEN;
use crate::rules::{Rule, RuleKind};
use crate::world::World;

/// What somebody may claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// The clause, by its position among those of the bill.
    pub clause: u32,
    /// Who: the kind and the row.
    pub who: (EntityId, u32),
    /// Whether it is due for certain; otherwise facts are missing, or the text leaves it open.
    pub certain: bool,
    /// The amount in 分 at both ends, where it is due. Without a high end it counts with the low one.
    pub amount: [f64; 2],
    /// The higher, the sooner, where money is given by priority.
    pub priority: f64,
    /// What tells this claim apart in every draw.
    pub(crate) seed: u64,
}

/// Everything that may be claimed in a year.
#[derive(Clone, Debug, Default)]
pub struct Bill {
    /// The clauses.
    pub clauses: Vec<Name>,
    /// The claims.
    pub claims: Vec<Claim>,
    /// How many claims of each clause have no high end.
    pub open: Vec<u64>,
}

/// The claims on some benefits in a world, with the points of a score as their priority.
///
/// Where stacking rules leave somebody less than the benefits come to one by one, each of them counts with its share of what is
/// left.
pub fn bill(
    world: &World<'_>,
    benefits: &[GroupId],
    priority: Option<GroupId>,
    threads: usize,
) -> Result<Bill, WrongColumn> {
    let program = world.program;
    let mut out = Bill {
        clauses: benefits.iter().map(|group| program.group(*group).name).collect(),
        claims: Vec::new(),
        open: vec![0; benefits.len()],
    };
    let others = world.others();
    for n in 0..program.entities.len() {
        let entity = EntityId::from_index(n);
        let own: Vec<(usize, Rule)> = benefits
            .iter()
            .enumerate()
            .filter(|(_, group)| program.group(**group).entity == entity)
            .map(|(at, group)| {
                let name = program.group(*group).name;
                (at, Rule { name, kind: RuleKind::Benefit, before: None, after: Some(*group), rewritten: false })
            })
            .collect();
        if own.is_empty() || world.table(entity).is_none_or(|table| table.rows == 0) {
            continue;
        }
        let rules: Vec<Rule> = own.iter().map(|(_, rule)| *rule).collect();
        let found = answers(world, &others, entity, &rules, &|rule| rule.after, threads)?;
        let points = match priority.filter(|score| program.group(*score).entity == entity) {
            None => None,
            Some(score) => {
                let question = Question { scores: vec![score], ..Question::default() };
                world.ask(&others, entity, &question, &[], |run| points(run))?
            }
        };
        let here = district(world, entity);
        for row in 0..found.rows {
            if here.as_ref().is_some_and(|here| here.of[row] == NOWHERE) {
                continue;
            }
            let ends = |at: usize| {
                let answers = &found.benefits[at];
                (answers.low[row], answers.high[row])
            };
            let together: f64 =
                (0..own.len()).map(|at| ends(at).1).filter(|high| *high != OPEN).map(|high| high as f64).sum();
            let left = found.total.high[row];
            let share = if left == OPEN || together <= left as f64 { 1.0 } else { left as f64 / together };
            for (at, (clause, _)) in own.iter().enumerate() {
                let verdict = found.benefits[at].verdicts[row];
                if !matches!(verdict, YES | UNKNOWN) {
                    continue;
                }
                let (low, high) = ends(at);
                let low = low as f64;
                let high = if high == OPEN { low } else { high as f64 };
                out.open[*clause] += u64::from(found.benefits[at].high[row] == OPEN);
                // The low end of an undecided claim is nought because it may not be due; if it is, then with its high end,
                // unless the text bounds the amount from above only.
                let certain = verdict == YES;
                let low = if certain || only_ceiling(world, benefits[*clause]) { low } else { high };
                out.claims.push(Claim {
                    clause: *clause as u32,
                    who: (entity, row as u32),
                    certain,
                    amount: [low * share, high * share],
                    priority: points.as_ref().map_or(f64::NEG_INFINITY, |points| points[row]),
                    seed: mixed((n as u64) << 40 ^ (row as u64) << 8 ^ name_seed(out.clauses[*clause])),
                });
            }
        }
    }
    out.claims.sort_by(|a, b| b.priority.total_cmp(&a.priority).then(a.seed.cmp(&b.seed)));
    Ok(out)
}

/// Whether the text gives only a ceiling.
fn only_ceiling(world: &World<'_>, group: GroupId) -> bool {
    let item = world.program.version(group, world.as_of).map(|item| &world.program.item(item).kind);
    matches!(item, Some(wuwei_ir::ItemKind::Benefit(benefit)) if benefit.at_most)
}

/// A clause keeps its luck in every world, whichever clauses are asked with it.
fn name_seed(name: Name) -> u64 {
    name.as_str()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The certain points of everybody; without any the last in turn.
fn points(run: &wuwei_columnar::Run<'_, '_, '_>) -> Vec<f64> {
    let mut out = vec![f64::NEG_INFINITY; run.rows()];
    run.each_row(0..run.rows(), &mut |row, answers| {
        let low = answers.scores.first().copied().flatten().and_then(|range| range.low);
        out[row] = low.and_then(wuwei_ir::Number::to_binary64).unwrap_or(f64::NEG_INFINITY);
    });
    out
}
