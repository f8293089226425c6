//! The smallest changes are the smallest: compared with looking at everything, over rules and facts made at random.

use std::fmt::Write as _;

use wuwei_engine::{Evaluator, Memory, Row, Verdict};
use wuwei_ir::{Date, FactId, GroupId, Literal, Number, Program, SubjectFact};
use wuwei_project::Library;
use wuwei_reason::{Advice, Extent, Goal, Hindrance, Known, Proposal, Supposed, advise};
use wuwei_source::Name;

use crate::random::{Random, seeds};

const TODAY: (i32, u32, u32) = (2025, 6, 30);

/// One thing that a shop can do: facts with what a step adds, its effort, and how often it can be done.
struct Doing {
    moves: &'static [(&'static str, i64)],
    yearly: bool,
    cost: i64,
    most: i64,
}

/// What can be done about numbers, as the vocabulary below says it.
const DOINGS: &[Doing] = &[
    Doing { moves: &[("店员", 1), ("人手", 1)], yearly: false, cost: 3, most: 3 },
    Doing { moves: &[("人手", 2)], yearly: false, cost: 4, most: 2 },
    Doing { moves: &[("库存", -1)], yearly: false, cost: 2, most: 3 },
    Doing { moves: &[("销售", 2), ("成本", 2)], yearly: true, cost: 5, most: 2 },
];

const VOCABULARY: &str = r#"
region 中国 "China" code 100000
region 市 "City" code 220100 in 省
region 省 "Province" code 220000 in 中国
entity 店 "Shop" in 家 {
  key 编号 : text "Number"
  home 所在 : region "Place"
  店员 : 人 "Staff" { range 0 人 .. 8 人   effort 3 per 1 人 up by at most 3 人 with 人手 }
  人手 : 人 "Hands" { range 0 人 .. 9 人   effort 4 per 2 人 up by at most 4 人 }
  库存 : 项 "Stock" { range 0 项 .. 9 项   effort 2 per 1 项 down by at most 3 项 }
  yearly 销售 : 项 "Sales" { range 0 项 .. 9 项   effort 5 per 2 项 up by at most 4 项 with 成本 }
  yearly 成本 : 项 "Costs" { range 0 项 .. 12 项 }
  明码 : yes/no "Marked prices" { effort 6 to yes   effort 1 to no }
  等级 : one of 低 "low" < 中 "middle" < 高 "high" or none "Grade" { effort 4 per step up by at most 2   effort 1 to none }
  面积 : 项 "Area" { range 0 项 .. 9 项 }
}
"#;

fn number(random: &mut Random) -> String {
    let plain = ["店员", "人手"];
    let items = ["库存", "销售 in last year", "销售 in this year", "成本 in last year", "面积"];
    match random.below(6) {
        0 => format!("{} >= {} 人", random.pick(&plain), random.between(1, 8)),
        1 => format!("{} <= {} 项", random.pick(&items), random.between(0, 6)),
        2 => format!("店员 / 人手 >= {}%", random.pick(&[25, 40, 50, 75, 100])),
        3 => format!("{} + {} >= {} 项", random.pick(&items), random.pick(&items), random.between(3, 12)),
        4 => format!("{} - {} < {} 项", random.pick(&items), random.pick(&items), random.between(0, 4)),
        _ => format!("{} >= {} 项", random.pick(&items), random.between(1, 8)),
    }
}

fn condition(random: &mut Random, depth: usize) -> String {
    let several = |random: &mut Random| {
        let all: Vec<String> = (0..2 + random.below(2)).map(|_| condition(random, depth - 1)).collect();
        all.join("\n")
    };
    match random.below(if depth == 0 { 6 } else { 11 }) {
        0 => "明码".to_string(),
        1 => "not 明码".to_string(),
        2 => format!("等级 >= {}", random.pick(&["低", "中", "高"])),
        3 => "等级 = none".to_string(),
        4 | 5 => number(random),
        6 => format!("all {{\n{}\n}}", several(random)),
        7 => format!("any {{\n{}\n}}", several(random)),
        8 => format!("at least 2 of {{\n{}\n}}", several(random)),
        9 => format!("not all {{\n{}\n}}", several(random)),
        _ => format!("得分 {} {}", random.pick(&[">=", ">", "<"]), random.between(10, 80)),
    }
}

fn document(random: &mut Random) -> String {
    let mut text = String::from(
        "# 店\n\n```wuwei\ndocument made.shops { title \"店\" \"Shops\" region 中国 in force from 2020-01-01 basis official }\n",
    );
    text += VOCABULARY;
    let cut = random.between(1, 4);
    let points = random.between(1, 9) * 5;
    let _ = write!(
        text,
        "score 得分 \"Points\" of 店 out of 100 {{
  part 人 \"Staff\" out of 40 by 店员 / 人手 {{ >= 60% : 40   >= 30% : {points} - 5   else : 0 }}
  part 货 \"Goods\" out of 30 by 销售 in last year {{ >= {} 项 : 30   >= {cut} 项 : 15   else : 0 }}
  part 级 \"Grade\" out of 30 by 等级 {{ 高 : 30   中 : 20   低 : 10   else : 0 }}
}}\n",
        cut + 2
    );
    let conditions: Vec<String> = (0..1 + random.below(3)).map(|_| condition(random, 2)).collect();
    let _ = writeln!(text, "status 好店 \"Good shop\" of 店 {{\n{}\n}}\n```", conditions.join("\n"));
    text.replace(&format!("{points} - 5"), &points.min(35).to_string())
}

struct World {
    library: Library,
    text: String,
    facts: Vec<SubjectFact>,
}

impl World {
    fn program(&self) -> &Program {
        self.library.program()
    }

    fn fact(&self, name: &str) -> FactId {
        let program = self.program();
        program.fact_named(program.entity_named("店").unwrap(), name).unwrap()
    }
}

fn world(random: &mut Random) -> World {
    let text = document(random);
    let library = Library::from_texts([("made.md".to_string(), text.clone())]);
    assert!(
        library.diagnostics.is_empty(),
        "{}\n{text}",
        library.diagnostics.iter().map(|found| found.headline.en.clone()).collect::<Vec<_>>().join("\n")
    );
    let mut world = World { library, text, facts: Vec::new() };
    let program = world.program();
    let mut facts = Vec::new();
    let region = program.region_named("220100").unwrap();
    facts.push(SubjectFact { fact: world.fact("所在"), year: None, value: Literal::Region(region) });
    let mut numbers = Vec::new();
    for name in ["店员", "人手", "库存", "面积"] {
        numbers.push((name, None, random.between(0, 5)));
    }
    for year in [2023, 2024] {
        numbers.push(("销售", Some(year), random.between(0, 5)));
        numbers.push(("成本", Some(year), random.between(0, 8)));
    }
    for (name, year, value) in numbers {
        // Now and then a fact isn't known.
        if !random.one_in(12) {
            let value = Literal::Number(Number::int(value));
            facts.push(SubjectFact { fact: world.fact(name), year, value });
        }
    }
    if !random.one_in(10) {
        let value = Literal::Truth(random.one_in(2));
        facts.push(SubjectFact { fact: world.fact("明码"), year: None, value });
    }
    let grade = [Literal::None, Literal::Choice(0), Literal::Choice(1), Literal::Choice(2)];
    facts.push(SubjectFact { fact: world.fact("等级"), year: None, value: *random.pick(&grade) });
    world.facts = facts;
    world
}

/// A fact with its year.
type At = (FactId, Option<i32>);

/// Facts with what is added to each, and the effort.
type Done = (Vec<(At, i64)>, i64);

/// What can be done on a day: values of facts with the effort.
fn doings(world: &World, still: &Supposed<'_>, row: Row, day: Date) -> Vec<Vec<Done>> {
    use wuwei_engine::Population as _;
    let mut all = Vec::new();
    for doing in DOINGS {
        let years: Vec<Option<i32>> =
            if doing.yearly { (TODAY.0..=day.year()).map(Some).collect() } else { vec![None] };
        for year in years {
            let at = |name: &str| (world.fact(name), year);
            let known = |name: &str| still.fact(row, world.fact(name), year).is_some();
            // What isn't known can't be said to change.
            let most = if known(doing.moves[0].0) { doing.most } else { 0 };
            let moved = doing.moves.iter().filter(|(name, _)| known(name));
            let moved: Vec<(At, i64)> = moved.map(|(name, step)| (at(name), *step)).collect();
            let times = |n: i64| (moved.iter().map(|(at, step)| (*at, step * n)).collect(), n * doing.cost);
            all.push((0..=most).map(times).collect());
        }
    }
    all
}

/// The least effort with which the goal is reached on a day, looking at everything.
fn exhaustive(world: &World, memory: &Memory<'_>, row: Row, goal: Goal, day: Date) -> Option<i64> {
    use wuwei_engine::Population as _;
    let program = world.program();
    let still = || Supposed::new(program, memory).standing_still_from(TODAY.0);
    let untouched = still();
    let doings = doings(world, &untouched, row, day);
    let (marked, grade) = (world.fact("明码"), world.fact("等级"));
    let marks: Vec<(Option<Literal>, i64)> = match untouched.fact(row, marked, None) {
        Some(Literal::Truth(true)) => vec![(None, 0), (Some(Literal::Truth(false)), 1)],
        Some(Literal::Truth(false)) => vec![(None, 0), (Some(Literal::Truth(true)), 6)],
        _ => vec![(None, 0)],
    };
    let at = match untouched.fact(row, grade, None) {
        Some(Literal::Choice(at)) => i64::from(at),
        _ => -1,
    };
    let mut grades: Vec<(Option<Literal>, i64)> = vec![(None, 0)];
    grades
        .extend((1..=2).filter(|step| at + step < 3).map(|step| (Some(Literal::Choice((at + step) as u8)), 4 * step)));
    if at >= 0 {
        grades.push((Some(Literal::None), 1));
    }
    let sizes: Vec<usize> = doings.iter().map(Vec::len).chain([marks.len(), grades.len()]).collect();
    let mut best: Option<i64> = None;
    let mut chosen = vec![0usize; sizes.len()];
    loop {
        let mut cost = 0;
        let mut sums: Vec<(At, i64)> = Vec::new();
        for (doing, n) in doings.iter().zip(&chosen) {
            cost += doing[*n].1;
            for (at, more) in &doing[*n].0 {
                match sums.iter_mut().find(|(known, _)| known == at) {
                    Some((_, sum)) => *sum += more,
                    None => sums.push((*at, *more)),
                }
            }
        }
        let (mark, grade_to) = (&marks[chosen[doings.len()]], &grades[chosen[doings.len() + 1]]);
        cost += mark.1 + grade_to.1;
        if best.is_none_or(|best| cost < best) {
            let mut supposed = still();
            let mut inside = true;
            for ((fact, year), more) in sums {
                let Some(Literal::Number(from)) = untouched.fact(row, fact, year) else { continue };
                let to = from.add(Number::int(more)).unwrap();
                let Some((wuwei_ir::Bound::Number(low), wuwei_ir::Bound::Number(high))) = program.fact(fact).range
                else {
                    continue;
                };
                inside &= more == 0 || (low <= to && to <= high);
                supposed.suppose(row, fact, year, Known::Is(Literal::Number(to)));
            }
            // Figures to come stand still at what is known today, whatever is changed before.
            for name in ["销售", "成本"] {
                for year in TODAY.0..=day.year() {
                    let fact = world.fact(name);
                    let told = doings.iter().zip(&chosen).any(|(doing, n)| {
                        doing[*n].0.iter().any(|((moved, at), _)| (*moved, *at) == (fact, Some(year)))
                    });
                    if !told && let Some(known) = untouched.fact(row, fact, Some(year)) {
                        supposed.suppose(row, fact, Some(year), Known::Is(known));
                    }
                }
            }
            for (fact, to) in [(marked, mark.0), (grade, grade_to.0)] {
                if let Some(to) = to {
                    supposed.suppose(row, fact, None, Known::Is(to));
                }
            }
            if inside && goal.verdict(&Evaluator::new(program, &supposed, day), row) == Verdict::Yes {
                best = Some(cost);
            }
        }
        let Some(next) = (0..chosen.len()).find(|n| chosen[*n] + 1 < sizes[*n]) else { return best };
        chosen[next] += 1;
        chosen[..next].fill(0);
    }
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd(year, month, day).unwrap()
}

/// Calls `check` with a world, a goal, and what it would take.
fn each(seeds: Vec<u64>, most: u64, check: impl Fn(u64, &World, &Memory<'_>, Row, &Advice)) {
    for seed in seeds {
        let mut random = Random::new(seed ^ 0xad51);
        let world = world(&mut random);
        let program = world.program();
        let entity = program.entity_named("店").unwrap();
        let mut memory = Memory::new(program);
        let row = memory.add(entity, Name::new("店"), &world.facts);
        let group =
            (0..program.groups.len()).map(GroupId::from_index).find(|id| program.is_called(*id, "好店")).unwrap();
        let score =
            (0..program.groups.len()).map(GroupId::from_index).find(|id| program.is_called(*id, "得分")).unwrap();
        let goals = [(group, None), (score, Some(Number::int(random.between(2, 9) * 10)))];
        for (group, at_least) in goals {
            let goal = Goal::new(program, group, at_least).unwrap();
            let limits = Extent { alternatives: 3, most, stop: &|| false };
            let advice = advise(program, &memory, row, goal, day(TODAY.0, TODAY.1, TODAY.2), limits);
            check(seed, &world, &memory, row, &advice);
        }
    }
}

#[test]
fn nothing_takes_less_than_the_best_proposal() {
    each(seeds(120), u64::MAX, |seed, world, memory, row, advice| {
        if advice.already() {
            return;
        }
        let on = |day| exhaustive(world, memory, row, advice.goal, day);
        let expected = [on(day(2025, 6, 30)), on(day(2026, 1, 1))].into_iter().flatten().min();
        let soon = advice.proposals.iter().filter(|way| way.day <= day(2026, 1, 1)).map(|way| way.effort).min();
        assert_eq!(
            soon,
            expected.map(Number::int),
            "seed {seed}: {:?} {:?}\n{}\n{:?}",
            advice.proposals,
            advice.obstacles,
            world.text,
            world.facts
        );
        assert!(advice.complete, "seed {seed}");
        assert!(!advice.proposals.is_empty() || !advice.obstacles.is_empty(), "seed {seed}: nothing is said");
        assert!(advice.proposals.iter().all(|way| way.optimal), "seed {seed}");
    });
}

/// Whether a proposal reaches the goal with one step otherwise.
fn holds(
    world: &World,
    memory: &Memory<'_>,
    row: Row,
    advice: &Advice,
    steps: &[(At, Literal)],
    way: &Proposal,
) -> bool {
    let mut supposed = way.population(world.program(), memory, row, day(TODAY.0, TODAY.1, TODAY.2));
    for step in &way.steps {
        supposed.suppose(row, step.fact, step.year, Known::Is(step.from));
    }
    for ((fact, year), to) in steps {
        supposed.suppose(row, *fact, *year, Known::Is(*to));
    }
    advice.goal.verdict(&Evaluator::new(world.program(), &supposed, way.day), row) == Verdict::Yes
}

#[test]
fn every_proposal_works_and_no_step_can_be_left_out() {
    // A search that is cut after a few questions gives what it has, and that holds as well.
    for most in [u64::MAX, 0, 200] {
        each(seeds(50), most, |seed, world, memory, row, advice| {
            for way in &advice.proposals {
                let steps: Vec<(At, Literal)> =
                    way.steps.iter().map(|step| ((step.fact, step.year), step.to)).collect();
                assert!(way.verified && holds(world, memory, row, advice, &steps, way), "seed {seed}: {way:?}");
                // A change that nothing moves with can be looked at alone: leaving it, the goal isn't reached.
                for step in way.steps.iter().filter(|step| !step.follows) {
                    let name = world.program().fact(step.fact).name;
                    if !["库存", "明码", "等级"].contains(&name.as_str()) {
                        continue;
                    }
                    let mut less = steps.clone();
                    less.retain(|(at, _)| *at != (step.fact, step.year));
                    assert!(!holds(world, memory, row, advice, &less, way), "seed {seed}: {way:?} without {name}");
                    if let (Literal::Number(from), Literal::Number(to)) = (step.from, step.to) {
                        let one = if to > from { to.sub(Number::ONE) } else { to.add(Number::ONE) }.unwrap();
                        less.push(((step.fact, step.year), Literal::Number(one)));
                        assert!(!holds(world, memory, row, advice, &less, way), "seed {seed}: {way:?} one less {name}");
                    }
                }
            }
        });
    }
}

#[test]
fn other_ways_change_other_facts() {
    each(seeds(60), u64::MAX, |seed, _, _, _, advice| {
        for (n, way) in advice.proposals.iter().enumerate() {
            for other in &advice.proposals[n + 1..] {
                assert!(way.effort <= other.effort, "seed {seed}");
                let own = |steps: &[wuwei_reason::ChangedFact]| -> Vec<FactId> {
                    steps.iter().filter(|step| step.read).map(|step| step.fact).collect()
                };
                let (first, second) = (own(&way.steps), own(&other.steps));
                let covered = first.iter().all(|fact| second.contains(fact));
                assert!(!covered || other.day < way.day, "seed {seed}: {way:?} and {other:?}");
            }
        }
    });
}

#[test]
fn a_search_that_is_cut_says_so() {
    each(seeds(60), 0, |seed, _, _, _, advice| {
        if advice.complete {
            return;
        }
        assert!(advice.proposals.iter().any(|way| !way.optimal) || advice.proposals.is_empty(), "seed {seed}");
        if advice.proposals.is_empty() {
            assert!(advice.obstacles.iter().any(|it| it.kind == Hindrance::Cut), "seed {seed}: {:?}", advice.obstacles);
        }
    });
}
