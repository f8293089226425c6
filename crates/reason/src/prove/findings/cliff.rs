//! A fact gets slightly better and the answer or the money falls.
//!
//! Two kinds. A fact of which more is better elsewhere passes a ceiling, and a standing, points or money are lost: it was
//! outgrown. Or a requirement changes at a threshold, so that the answer turns twice as the fact grows: lost first, and won
//! back by the next step. What is better is read off the documents ([`crate::prove::sense`]).

use wuwei_engine::{Absence, Evaluator, Truth, Value};
use wuwei_ir::{Band, Body, CompareOp, Expr, ExprId, GroupId, ItemKind, Literal, Number, Program, Type};
use wuwei_source::{Lang, Text};

use super::place;
use crate::prove::critical::{allowed, constant, grain};
use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::search::{Ask, Goal, ODD, cost_in, meets_in, no, on_grain, yes};
use crate::prove::shape::{Shape, Var};
use crate::prove::site::{Site, mirrored};
use crate::prove::way::Way;
use crate::prove::world::{Point, World};
use crate::prove::{Prover, Report};

/// So many rules that a threshold reaches are tried.
const TRIED: usize = 3;

/// So many times a fall is looked for anew.
const STARTS: u64 = 3;

/// So many subjects are made up at random to see whether anything falls at all.
const SAMPLES: u64 = 40;

/// One rule and the fact that changes.
struct Question<'q, 'a> {
    prover: &'q Prover<'a>,
    shape: Shape<'a>,
    site: &'q Site,
    group: GroupId,
    var: usize,
    /// The rules with this one comparison as it comes out on the worse side: what then differs is this threshold's doing.
    frozen: &'q Program,
    /// Whether what is lost is another benefit's gain, so that nothing is left to look for.
    taken_over: std::cell::Cell<bool>,
}

pub(crate) fn look(prover: &Prover<'_>, site: &Site, out: &mut Report) {
    let fact = prover.program.fact(site.fact);
    let up = prover.sense.is_better_up(site.fact) || matches!(fact.ty, Type::Enum(_));
    if !up && !prover.sense.is_better_down(site.fact) {
        return;
    }
    if [site.lower, site.upper].iter().any(|value| !allowed(fact, prover.day, *value)) {
        return;
    }
    out.examined += 1;
    // From worse to better.
    let (worse, better) = if up { (site.lower, site.upper) } else { (site.upper, site.lower) };
    let rule = prover.program.item(site.item).group;
    let (Some(before), Some(after)) = (answer_at(prover, site, worse), answer_at(prover, site, better)) else { return };
    // Where both sides are told the same nothing jumps.
    if before == after {
        return;
    }
    let frozen = frozen(prover, site, before);
    let mut searched = None;
    for group in prover.answers(rule).into_iter().take(TRIED) {
        let shape = prover.search.shape(&[group]);
        let Some(var) = shape.var(Var { slot: 0, fact: site.fact, year: site.year }) else { continue };
        let question = Question { prover, shape, site, group, var, frozen: &frozen, taken_over: false.into() };
        let way = Way::of(prover, group, site, up);
        let may = |wins: bool| way.may(prover, site, worse, better, wins);
        let lost = || if may(false) { question.lost(worse, better, up) } else { None };
        // Only where more of the fact hurts in another place can it lose there what it wins here.
        let turns = || if may(true) && way.can_hurt_elsewhere() { question.turns(worse, better, up) } else { None };
        let found = match prover.program.item(prover.item(group)).kind {
            ItemKind::Status { .. } => lost().or_else(turns),
            ItemKind::Benefit(_) => lost().or_else(|| question.less(worse, better)),
            ItemKind::Score(_) => question.less(worse, better),
            ItemKind::Value { .. } => None,
        };
        if let Some(found) = found {
            return out.findings.push(found);
        }
        // What the way to the answer rules out is refuted; what was merely not come upon stays open.
        if question.taken_over.get() {
            return;
        }
        if may(false) || (may(true) && way.can_hurt_elsewhere()) {
            searched = searched.or(Some(group));
        }
        // A score that never falls takes nothing from those that read it.
        if matches!(prover.program.item(prover.item(group)).kind, ItemKind::Score(_)) {
            break;
        }
    }
    if let Some(group) = searched {
        let what = prover.phrase.both(|lang| {
            let rule = prover.phrase.rule(group, lang);
            let fact = prover.phrase.fact(site.fact, site.year, lang);
            let bound = prover.phrase.literal(site.fact, site.bound, lang);
            match lang {
                Lang::Zh => format!("{fact}过 {bound} 会不会失去{rule}"),
                Lang::En => format!("whether {rule} can be lost where {fact} passes {bound}"),
            }
        });
        out.open(TheoremKind::Cliff, group, what);
    }
}

/// What a comparison or table answers for one value.
fn answer_at(prover: &Prover<'_>, site: &Site, value: Literal) -> Option<Expr> {
    let old = &prover.program.item(site.item).body;
    let nobody = Shape::of(prover.program, prover.day, wuwei_ir::EntityId(0), &[]);
    let world = World { shape: &nobody, point: &[] };
    let evaluator = Evaluator::new(prover.program, &world, prover.day);
    let compare = |op: CompareOp, other: ExprId| -> Option<bool> {
        match (value, &old.get(other).expr) {
            (Literal::Choice(at), Expr::Choice(_, other)) => Some(op.holds(at.cmp(other))),
            (Literal::Number(number), _) => Some(op.holds(number.cmp(&constant(&evaluator, old, other)?))),
            _ => None,
        }
    };
    let is_fact = |id: ExprId| matches!(old.get(id).expr, Expr::Fact(fact, _) if fact == site.fact);
    Some(match &old.get(site.expr).expr {
        Expr::Compare(op, a, b) if is_fact(*a) => Expr::Truth(compare(*op, *b)?),
        Expr::Compare(op, a, b) if is_fact(*b) => Expr::Truth(compare(mirrored(*op), *a)?),
        Expr::OneOf(_, all) => {
            let is = |id: &ExprId| compare(CompareOp::Equal, *id);
            Expr::Truth(all.iter().map(is).collect::<Option<Vec<bool>>>()?.contains(&true))
        }
        Expr::Bands(_, bands, otherwise) => {
            let met = |band: &&Band| compare(band.op, band.bound) == Some(true);
            old.get(bands.iter().find(met).map(|band| band.result).or(*otherwise)?).expr.clone()
        }
        _ => return None,
    })
}

/// The rules with a comparison or table answering so whatever the fact is.
fn frozen(prover: &Prover<'_>, site: &Site, expr: Expr) -> Program {
    let mut body = Body::default();
    for (id, node) in prover.program.item(site.item).body.iter() {
        body.push(if id == site.expr { expr.clone() } else { node.expr.clone() }, node.ty, node.span);
    }
    let mut program = prover.program.clone();
    program.items[site.item.index()].body = body;
    program
}

impl Question<'_, '_> {
    fn at(&self, point: &[Option<Literal>], value: Literal) -> Point {
        let mut point = point.to_vec();
        point[self.var] = Some(value);
        point
    }

    /// Looks for a subject that answers so at some values of the fact; at the better value it would answer otherwise, were
    /// it not for this threshold.
    fn search(&self, wanted: &[(Literal, bool)], better: (Literal, bool)) -> Option<Point> {
        let search = &self.prover.search;
        let home = search.home(self.group);
        let goals = |is: bool| [yes(Ask::Concerned(self.group)), if is { yes(self.ask()) } else { no(self.ask()) }];
        let cost = |point: &[Option<Literal>], seed: u64| -> f64 {
            let odd = if seed < ODD { search.odd(&self.shape, &self.at(point, wanted[0].0)) } else { 0.0 };
            let without = cost_in(self.frozen, &self.shape, &self.at(point, better.0), &goals(!better.1));
            odd + without
                + wanted
                    .iter()
                    .map(|(value, is)| search.cost(&self.shape, &self.at(point, *value), &goals(*is)))
                    .sum::<f64>()
        };
        let first: Vec<Goal> = vec![yes(Ask::Concerned(self.group)), yes(self.ask())];
        // Three answers at once are found at once or not at all.
        let starts = if wanted.len() > 2 { STARTS - 1 } else { STARTS };
        let found = (0..starts).find_map(|seed| {
            let start = search.begun(&self.shape, home, &first, seed)?;
            let start = self.at(&start, wanted[0].0);
            let cost = |point: &[Option<Literal>]| cost(point, seed);
            let (point, left) = search.descend(&self.shape, home, start, seed, &[self.var], &cost, 0.0);
            (left <= 0.0).then_some(point)
        })?;
        let still = |point: &[Option<Literal>]| {
            wanted.iter().all(|(value, is)| search.meets(&self.shape, &self.at(point, *value), &goals(*is)))
                && meets_in(self.frozen, &self.shape, &self.at(point, better.0), &goals(!better.1))
        };
        still(&found).then(|| search.bare(&self.shape, &found, &[self.var], &still))
    }

    fn ask(&self) -> Ask {
        Ask::Rule(self.group)
    }

    /// Better, and a standing or benefit is lost.
    fn lost(&self, worse: Literal, better: Literal, up: bool) -> Option<TheoremFinding> {
        let point = self.search(&[(worse, true), (better, false)], (better, false))?;
        if self.is_taken_over(&point, worse, better) {
            self.taken_over.set(true);
            return None;
        }
        let witness = self.witness(&point, &[worse, better]);
        let is_level = matches!(self.prover.program.fact(self.site.fact).ty, Type::Enum(_));
        let helps = self.prover.sense.elsewhere(self.site.fact, up, self.site.item);
        let message = self.prover.phrase.both(|lang| {
            let (fact, from, to) = self.words(worse, better, lang);
            let rule = self.prover.phrase.rule(self.group, lang);
            let reach = self.reach(lang);
            let helps = helps.filter(|_| !is_level).map_or(String::new(), |item| {
                let other = self.prover.phrase.item(item, lang);
                match (up, lang) {
                    (true, Lang::Zh) => format!("；别处多一些是好事，例如{other}"),
                    (true, Lang::En) => format!("; elsewhere more of it helps, for example in {other}"),
                    (false, Lang::Zh) => format!("；别处少一些是好事，例如{other}"),
                    (false, Lang::En) => format!("; elsewhere less of it helps, for example in {other}"),
                }
            });
            match lang {
                Lang::Zh => format!("{fact}从 {from} 到 {to}，就不再符合{rule}{reach}{helps}"),
                Lang::En => format!("{fact} goes from {from} to {to}, and {rule} is lost{reach}{helps}"),
            }
        });
        let mend = self.prover.phrase.both(|lang| {
            let fact = self.prover.program.fact(self.site.fact);
            let bound = self.prover.phrase.literal(self.site.fact, self.site.bound, lang);
            match (is_level, fact.yearly, lang) {
                (true, _, Lang::Zh) => format!("写成 `{} >= {}`，升级后仍可享受", fact.name, self.bound_name()),
                (true, _, Lang::En) => format!("Write `{} >= {}`, so that a promotion loses nothing", fact.name, self.bound_name()),
                (_, true, Lang::Zh) => format!("给一年过渡：上一年或再上一年不超过 {bound} 的都算，写成 `any {{ … in last year …   … 2 years ago … }}`"),
                (_, true, Lang::En) => format!("Grant a year of transition: within {bound} last year or the year before, as `any {{ … in last year …   … 2 years ago … }}`"),
                (_, false, Lang::Zh) => format!("过了 {bound} 逐步退出，不一次取消"),
                (_, false, Lang::En) => format!("Fade it out beyond {bound}, not all at once"),
            }
        });
        let gravity = if is_level { Gravity::Warning } else { Gravity::Info };
        Some(self.finding(TheoremKind::Cliff, gravity, message, mend, witness))
    }

    /// Whether another benefit comes in the place of one that is lost, and pays as much.
    fn is_taken_over(&self, point: &[Option<Literal>], worse: Literal, better: Literal) -> bool {
        let due = |group: GroupId, value: Literal| {
            let point = self.at(point, value);
            let world = World { shape: &self.shape, point: &point };
            Evaluator::new(self.prover.program, &world, self.prover.day).due(group, self.shape.slots[0].row)
        };
        let entity = self.prover.program.group(self.group).entity;
        let benefits = self.prover.in_force().filter(|group| {
            let item = self.prover.program.item(self.prover.item(*group));
            *group != self.group && item.entity == entity && matches!(item.kind, ItemKind::Benefit(_))
        });
        let lost = due(self.group, worse).money.high;
        let mut taking = benefits.filter(|group| {
            let (before, after) = (due(*group, worse), due(*group, better));
            before.eligible == Truth::No && after.eligible != Truth::No
        });
        matches!(self.prover.program.item(self.prover.item(self.group)).kind, ItemKind::Benefit(_))
            && taking
                .any(|group| due(group, better).money.high.is_none_or(|high| lost.is_some_and(|lost| high >= lost)))
    }

    /// The answer is yes with less, no at the threshold, and yes again just beyond it.
    fn turns(&self, worse: Literal, better: Literal, up: bool) -> Option<TheoremFinding> {
        let Literal::Number(at) = worse else { return None };
        let fact = self.prover.program.fact(self.site.fact);
        let grain = grain(fact.ty);
        for (times, by) in if up { [(9, 10), (1, 2)] } else { [(11, 10), (3, 2)] } {
            let before = Number::ratio(times, by).and_then(|share| on_grain(at.mul(share)?, grain));
            let Some(before) = before.filter(|before| *before != at).map(Literal::Number) else { continue };
            let Some(point) = self.search(&[(better, true), (worse, false), (before, true)], (better, true)) else {
                continue;
            };
            let witness = self.witness(&point, &[before, worse, better]);
            let message = self.prover.phrase.both(|lang| {
                let (fact, from, to) = self.words(worse, better, lang);
                let first = self.prover.phrase.literal(self.site.fact, before, lang);
                let rule = self.prover.phrase.rule(self.group, lang);
                let reach = self.reach(lang);
                match lang {
                    Lang::Zh => format!("{fact}是 {first} 时符合{rule}，到 {from} 反而不符合，再多一点到 {to} 又符合：要求在这里突然变了{reach}"),
                    Lang::En => format!("With {fact} at {first} {rule} is met, at {from} it isn’t, and just beyond, at {to}, it is again: what is asked for jumps there{reach}"),
                }
            });
            let mend = self.prover.phrase.both(|lang| {
                let bound = self.prover.phrase.literal(self.site.fact, self.site.bound, lang);
                match lang {
                    Lang::Zh => format!("让两档在 {bound} 处衔接：刚过 {bound} 的，要求的数额不低于正好 {bound} 时要求的数额，取两者中较高的"),
                    Lang::En => format!("Join the two at {bound}: just beyond it ask for no smaller amount than at {bound} itself, the larger of both"),
                }
            });
            return Some(self.finding(TheoremKind::Cliff, Gravity::Warning, message, mend, witness));
        }
        None
    }

    /// Better, and points or money are fewer.
    fn less(&self, worse: Literal, better: Literal) -> Option<TheoremFinding> {
        let search = &self.prover.search;
        let home = search.home(self.group);
        // The fall, as far as it is this threshold's doing.
        let fall = |point: &[Option<Literal>]| -> Option<f64> {
            let after = self.worth(self.prover.program, &self.at(point, better))?;
            let without = self.worth(self.frozen, &self.at(point, better))?;
            let fall = without.sub(after)?;
            if fall.signum() <= 0 {
                return Some(fall.to_f64());
            }
            let before = self.worth(self.prover.program, &self.at(point, worse))?;
            Some(fall.min(before.sub(after)?).to_f64())
        };
        let odd = |point: &[Option<Literal>]| search.odd(&self.shape, &self.at(point, better)) * 1e9;
        let cost = |point: &[Option<Literal>]| fall(point).map_or(1.0, |fall| -fall) + odd(point);
        let first = [yes(Ask::Concerned(self.group))];
        // Most tables only ever rise: a few subjects at random tell.
        let any = (0..SAMPLES).filter_map(|seed| fall(&search.start(&self.shape, home, seed))).any(|fall| fall > 0.0);
        if !any {
            return None;
        }
        let best = (0..STARTS - 1)
            .filter_map(|seed| {
                let start = search.begun(&self.shape, home, &first, seed)?;
                let found = search.descend(&self.shape, home, start, seed, &[self.var], &cost, f64::NEG_INFINITY);
                Some(found).filter(|(_, cost)| *cost < -1e-9)
            })
            .min_by(|a, b| a.1.total_cmp(&b.1))?;
        let target = best.1;
        let still = |point: &[Option<Literal>]| fall(point).is_some_and(|fall| fall >= -target - 1e-9);
        if self.is_taken_over(&best.0, worse, better) {
            self.taken_over.set(true);
            return None;
        }
        let point = search.bare(&self.shape, &best.0, &[self.var], &still);
        let [before, after] = [worse, better].map(|value| self.worth(self.prover.program, &self.at(&point, value)));
        let (before, after) = (before?, after?);
        let ty = self.prover.program.group(self.group).ty;
        let witness = self.witness(&point, &[worse, better]);
        let table = matches!(self.prover.program.item(self.site.item).body.get(self.site.expr).expr, Expr::Bands(..));
        let own = self.prover.program.item(self.site.item).group == self.group;
        let message = self.prover.phrase.both(|lang| {
            let (fact, from, to) = self.words(worse, better, lang);
            let rule = self.prover.phrase.rule(self.group, lang);
            let [before, after] = [before, after].map(|number| self.prover.phrase.number(ty, number, lang));
            let through = match own {
                true => String::new(),
                false => {
                    let by = self.prover.phrase.item(self.site.item, lang);
                    match lang {
                        Lang::Zh => format!("（经{by}）"),
                        Lang::En => format!(" (by way of {by})"),
                    }
                }
            };
            match lang {
                Lang::Zh => format!("{fact}从 {from} 到 {to}，{rule}反而从 {before} 降到 {after}{through}"),
                Lang::En => {
                    format!("{fact} goes from {from} to {to}, and {rule} falls from {before} to {after}{through}")
                }
            }
        });
        let mend = self.prover.phrase.both(|lang| {
            let bound = self.prover.phrase.literal(self.site.fact, self.site.bound, lang);
            match lang {
                Lang::Zh => format!("让两档在 {bound} 处衔接，例如后一档不低于前一档的最高值"),
                Lang::En => format!("Join the two at {bound}, for example never less above it than the most below it"),
            }
        });
        let kind = if table && own { TheoremKind::PerverseBand } else { TheoremKind::Cliff };
        Some(self.finding(kind, Gravity::Warning, message, mend, witness))
    }

    /// What an answer is worth: points, or the money that is certain at most.
    fn worth(&self, program: &Program, point: &[Option<Literal>]) -> Option<Number> {
        let world = World { shape: &self.shape, point };
        let evaluator = Evaluator::new(program, &world, self.prover.day);
        let row = self.shape.slots[0].row;
        match self.prover.program.item(self.prover.item(self.group)).kind {
            ItemKind::Benefit(_) => {
                let due = evaluator.due(self.group, row);
                if due.eligible == Truth::Unknown { None } else { due.money.high }
            }
            _ => match evaluator.value(self.group, None, row, None) {
                Value::Number(range, Absence::Never) => range.exact(),
                _ => None,
            },
        }
    }

    fn witness(&self, point: &[Option<Literal>], values: &[Literal]) -> Witness {
        let points: Vec<Point> = values.iter().map(|value| self.at(point, *value)).collect();
        Witness::of(&self.shape, &points, Some(self.var), &[self.group])
    }

    /// The fact, and its values on both sides.
    fn words(&self, worse: Literal, better: Literal, lang: Lang) -> (String, String, String) {
        let show = |value| self.prover.phrase.literal(self.site.fact, value, lang);
        (self.prover.phrase.fact(self.site.fact, self.site.year, lang), show(worse), show(better))
    }

    fn bound_name(&self) -> String {
        match (self.prover.program.fact(self.site.fact).ty, self.site.bound) {
            (Type::Enum(of), Literal::Choice(at)) => {
                self.prover.program.enumeration(of).values[usize::from(at)].to_string()
            }
            _ => String::new(),
        }
    }

    /// The other answers that hang on it.
    fn reach(&self, lang: Lang) -> String {
        const NAMED: usize = 3;
        let all: Vec<GroupId> = self.prover.answers(self.group).into_iter().skip(1).collect();
        if all.is_empty() {
            return String::new();
        }
        let named: Vec<String> = all.iter().take(NAMED).map(|group| self.prover.phrase.rule(*group, lang)).collect();
        let more = all.len() > NAMED;
        match lang {
            Lang::Zh => format!("，{}{}也靠它", named.join("、"), if more { "等" } else { "" }),
            Lang::En => format!("; it also decides {}{}", named.join(", "), if more { " and others" } else { "" }),
        }
    }

    fn finding(
        &self,
        kind: TheoremKind,
        gravity: Gravity,
        message: Text,
        mend: Text,
        witness: Witness,
    ) -> TheoremFinding {
        TheoremFinding {
            kind,
            gravity,
            rules: vec![self.group],
            places: vec![place(self.prover, self.site.item, self.site.expr)],
            message,
            mend: Some(mend),
            witness: Some(witness),
        }
    }
}
