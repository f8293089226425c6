//! A year's spending and the search for a number: what is assumed and asked.

use std::path::{Path, PathBuf};

use clap::Args;
use wuwei_facts::Table;
use wuwei_ir::{FactId, GroupId, Number, Program, Type, quantity};
use wuwei_simulate::{
    Assumptions, Bill, Growth, Knob, KnobError, Purse, Search, SpanOf, Spending, Wanted, World, bill, fact_named,
    find_knob, grown, search, spend,
};
use wuwei_source::{Lang, Name, Text};

use super::input::{ends, money, named, share, shares, span};
use super::{Asked, benefits, budget_of};
use crate::failure::Failure;
use crate::session::{Facts, near};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The year's budget: `5000万元` for all clauses that change, `CLAUSE,CLAUSE=5000万元` for some; may be repeated
    #[arg(long, value_name = "AMOUNT")]
    budget: Vec<String>,
    /// Share of the eligible who apply: `60%..90%`, `CLAUSE=80%..100%` for one; may be repeated
    #[arg(long, value_name = "RANGE")]
    take_up: Vec<String>,
    /// Where amounts lie that the text only bounds: 0% is the low end, 100% the high end; may be repeated
    #[arg(long, value_name = "RANGE")]
    ceiling: Vec<String>,
    /// Share of the undecided who turn out to be eligible; may be repeated
    #[arg(long, value_name = "RANGE")]
    undecided: Vec<String>,
    /// How a yearly fact grows into years not known yet: `营业收入=5%..12%`; `*` for all others; may be repeated
    #[arg(long, value_name = "FACT=RANGE")]
    growth: Vec<String>,
    /// Twelve weights: how applications spread over the months (default: evenly)
    #[arg(long, value_name = "WEIGHTS")]
    months: Option<String>,
    /// File with assumptions, one a line, each like an option: `take-up 60%..90%`
    #[arg(long, value_name = "FILE")]
    assumptions: Option<PathBuf>,
    /// How many years are drawn
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    draws: u32,
    /// Seed of the draws
    #[arg(long, id = "draw_seed", value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Score by which money is given out by priority
    #[arg(long, value_name = "SCORE")]
    priority: Option<String>,
    /// A number of a rule to be turned: `RULE.CLAUSE=LOW..HIGH`, such as `专精特新认定奖励.pays.1=20万元..50万元`
    #[arg(long, value_name = "KNOB")]
    knob: Option<String>,
    /// The risk of running dry that is accepted
    #[arg(long, value_name = "SHARE", default_value = "5%")]
    risk: String,
}

/// What is assumed and asked about a year.
pub(super) struct Reading {
    assumptions: Assumptions,
    budgets: Vec<(Vec<String>, Number)>,
    wanted: (usize, u64),
    priority: Option<String>,
    knob: Option<(String, String)>,
    risk: f64,
    /// Whether anything was asked about spending at all.
    asked: bool,
}

/// One budget's year.
pub(super) struct Spent {
    pub(super) name: Text,
    /// In 分.
    pub(super) budget: Option<Number>,
    pub(super) clauses: Vec<Name>,
    /// As it is, and as it would be.
    pub(super) years: [Spending; 2],
}

/// A number that was turned.
pub(super) struct Turned {
    pub(super) name: String,
    pub(super) knob: Knob,
    pub(super) wanted: f64,
    pub(super) ends: (Number, Number),
    pub(super) search: Search,
}

/// What came out of a year.
pub(super) struct Result {
    pub(super) assumptions: Assumptions,
    pub(super) draws: usize,
    pub(super) seed: u64,
    /// Facts carried on into years that aren't known, with the first such year.
    pub(super) carried: Vec<(FactId, i32)>,
    pub(super) spent: Vec<Spent>,
    /// Claims without a high end, by clause, as it would be.
    pub(super) open: Vec<(Name, u64)>,
    pub(super) turned: Option<Turned>,
}

/// So many growths are tried where growth is a range.
const GROWTHS: usize = 8;

impl Options {
    /// What is assumed and asked; a file of assumptions comes first, options after it.
    pub(super) fn read(&self, program: &Program, world: &World<'_>) -> std::result::Result<Reading, Failure> {
        let mut lines: Vec<(String, String)> = Vec::new();
        if let Some(path) = &self.assumptions {
            let (name, bytes) = crate::session::read(path)?;
            for (n, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
                let line = line.split('#').next().unwrap_or("").trim();
                if line.is_empty() {
                    continue;
                }
                let Some((what, value)) = line.split_once(char::is_whitespace) else {
                    return Err(Failure::request(
                        format!("{name} 第 {} 行写不全：写作 `take-up 60%..90%`", n + 1),
                        format!("{name}, line {}: write it as `take-up 60%..90%`", n + 1),
                    ));
                };
                lines.push((what.trim_start_matches('-').to_string(), value.trim().to_string()));
            }
        }
        let mut all = |what: &str, values: &[String]| {
            lines.extend(values.iter().map(|value| (what.to_string(), value.clone())));
        };
        all("budget", &self.budget);
        all("take-up", &self.take_up);
        all("ceiling", &self.ceiling);
        all("undecided", &self.undecided);
        all("growth", &self.growth);
        all("months", self.months.as_slice());
        let mut out = Reading {
            assumptions: Assumptions::default(),
            budgets: Vec::new(),
            wanted: (self.draws as usize, self.seed),
            priority: self.priority.clone(),
            knob: None,
            risk: share(&self.risk)?,
            asked: !lines.is_empty() || self.knob.is_some(),
        };
        for (what, value) in &lines {
            out.line(program, what, value)?;
        }
        if let Some(text) = &self.knob {
            let (Some(path), range) = named(text, '=') else {
                return Err(Failure::request(
                    format!("`{text}` 要写明范围：规则.条件=低..高"),
                    format!("`{text}` needs a range: RULE.CLAUSE=LOW..HIGH"),
                ));
            };
            out.knob = Some((path.to_string(), range.to_string()));
        }
        let _ = world;
        Ok(out)
    }
}

impl Reading {
    fn line(&mut self, program: &Program, what: &str, value: &str) -> std::result::Result<(), Failure> {
        let assumptions = &mut self.assumptions;
        match what {
            "take-up" => one(&mut assumptions.take_up, value)?,
            "ceiling" => one(&mut assumptions.ceiling, value)?,
            "undecided" => one(&mut assumptions.undecided, value)?,
            "growth" => {
                let (Some(name), range) = named(value, '=') else {
                    return Err(Failure::request(
                        format!("`{value}` 要写明事实：营业收入=5%..12%"),
                        format!("`{value}` names no fact; write it as 营业收入=5%..12%"),
                    ));
                };
                let range = span(range)?;
                if name == "*" {
                    assumptions.growth.push((None, range));
                    return Ok(());
                }
                let facts: Vec<FactId> =
                    fact_named(program, name).into_iter().filter(|fact| program.fact(*fact).yearly).collect();
                if facts.is_empty() {
                    let known = program.facts.iter().filter(|fact| fact.yearly).map(|fact| fact.name);
                    let hint = near(name, known);
                    return Err(Failure::request(
                        format!("没有年度事实 `{name}`{}", hint.zh),
                        format!("there is no yearly fact `{name}`{}", hint.en),
                    ));
                }
                assumptions.growth.extend(facts.into_iter().map(|fact| (Some(fact), range)));
            }
            "months" => {
                let weights: Vec<f64> = value
                    .split([',', ' ', '，'])
                    .filter(|part| !part.is_empty())
                    .map_while(|part| share(part).ok().filter(|weight| *weight >= 0.0))
                    .collect();
                let sum: f64 = weights.iter().sum();
                let months: Option<[f64; 12]> = weights.try_into().ok();
                let Some(months) = months.filter(|_| sum > 0.0) else {
                    return Err(Failure::request(
                        format!("`{value}` 不是十二个月的权重，写作 1,1,2,1,1,3,1,1,2,1,1,3"),
                        format!("`{value}` isn't twelve weights; write them as 1,1,2,1,1,3,1,1,2,1,1,3"),
                    ));
                };
                assumptions.months = months.map(|weight| weight / sum);
                assumptions.months_given = true;
            }
            "budget" => {
                let (names, amount) = named(value, '=');
                let names = names.map_or_else(Vec::new, |names| {
                    names.split([',', '、', '，']).map(|name| name.trim().to_string()).collect()
                });
                self.budgets.push((names, money(amount)?));
            }
            other => {
                return Err(Failure::request(
                    format!("没有假定 `{other}`；有 take-up、ceiling、undecided、growth、months、budget"),
                    format!(
                        "there is no assumption `{other}`; there are take-up, ceiling, undecided, growth, months, budget"
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Puts years that aren't known yet into both worlds, where a growth is assumed; tells which.
    pub(super) fn carry<'p>(&self, before: &mut World<'p>, after: &mut World<'p>, share: f64) -> Vec<(FactId, i32)> {
        if self.assumptions.growth.is_empty() {
            return Vec::new();
        }
        let growth = self.assumptions.growth_at(share);
        let mut carried = Vec::new();
        for world in [before, after] {
            let (tables, added) = all_grown(world, &growth);
            world.tables = tables;
            for (fact, year) in added {
                if !carried.iter().any(|(known, _)| *known == fact) {
                    carried.push((fact, year));
                }
            }
        }
        carried
    }

    pub(super) fn spend(
        self,
        asked: &Asked<'_, '_>,
        facts: &Facts<'_>,
        folder: &Path,
        carried: Vec<(FactId, i32)>,
    ) -> std::result::Result<Option<Result>, Failure> {
        let groups = [benefits(asked, false), benefits(asked, true)];
        let documented = documented_budgets(asked);
        if !self.asked && documented.is_empty() {
            return Ok(None);
        }
        if groups[0].is_empty() && groups[1].is_empty() {
            return Err(Failure::request(
                "这项修改不涉及任何发钱的条款，没有支出可算；要算支出，修改里要有一条 benefit，或被它引用的规则有变化",
                "the reform touches no benefit, so there is no spending to draw: it takes a benefit in the reform, or one that reads what it changes",
            ));
        }
        let priority = match &self.priority {
            None => None,
            Some(name) => Some(score(asked.after.program, asked, name)?),
        };
        let bills = [
            self.bills(asked.before, &groups[0], priority.filter(|_| priority_fits(asked)), facts, folder, asked)?,
            self.bills(asked.after, &groups[1], priority, facts, folder, asked)?,
        ];
        let wanted = Wanted { draws: self.wanted.0, seed: self.wanted.1, threads: asked.threads };
        let mut purses: Vec<(Text, Option<Number>, Vec<Name>)> = documented;
        let names: Vec<Name> = bills.iter().flatten().flat_map(|bill| bill.clauses.clone()).collect();
        for (of, amount) in &self.budgets {
            let clauses = match of.is_empty() {
                true => all_of(&names),
                false => of.iter().map(|name| clause(&names, asked, name)).collect::<std::result::Result<_, _>>()?,
            };
            let label = match of.is_empty() {
                true => Text::new("全部条款", "all clauses"),
                false => Text::new(of.join("、"), of.join(", ")),
            };
            purses.push((label, Some(*amount), clauses));
        }
        if purses.is_empty() {
            purses.push((Text::new("全部条款", "all clauses"), None, all_of(&names)));
        }
        let in_bill = |bills: &[Bill], clauses: &[Name]| -> Vec<usize> {
            let of = |bill: &Bill| {
                let all = bill.clauses.iter().enumerate();
                all.filter(|(_, name)| clauses.contains(name)).map(|(at, _)| at).collect()
            };
            bills.first().map(of).unwrap_or_default()
        };
        let as_double = |amount: Option<Number>| amount.and_then(Number::to_binary64);
        let spent = purses.iter().map(|(name, budget, clauses)| Spent {
            name: name.clone(),
            budget: *budget,
            clauses: clauses.clone(),
            years: [0, 1].map(|side| {
                let purse = Purse { amount: as_double(*budget), clauses: in_bill(&bills[side], clauses) };
                spend(&bills[side], &purse, &self.assumptions, &wanted)
            }),
        });
        let spent: Vec<Spent> = spent.collect();
        let turned = match &self.knob {
            None => None,
            Some((path, range)) => {
                Some(self.turn(asked, (path, range), &groups[1], &purses, &wanted, (facts, folder))?)
            }
        };
        let open = bills[1].first().map_or_else(Vec::new, |bill| {
            let all = bill.clauses.iter().copied().zip(bill.open.iter().copied());
            all.filter(|(_, open)| *open > 0).collect()
        });
        Ok(Some(Result {
            assumptions: self.assumptions,
            draws: wanted.draws,
            seed: wanted.seed,
            carried,
            spent,
            open,
            turned,
        }))
    }

    /// The claims in a world, once for each growth that is tried.
    fn bills(
        &self,
        world: &World<'_>,
        groups: &[GroupId],
        priority: Option<GroupId>,
        facts: &Facts<'_>,
        folder: &Path,
        asked: &Asked<'_, '_>,
    ) -> std::result::Result<Vec<Bill>, Failure> {
        let one =
            |world: &World<'_>| bill(world, groups, priority, asked.threads).map_err(|wrong| Failure::from(&wrong));
        let wide = self.assumptions.growth.iter().any(|(_, span)| span.low < span.high);
        if !wide {
            return Ok(vec![one(world)?]);
        }
        let fits = World::fits(asked.before.program, world.program);
        let tables: Vec<Table> = match fits {
            true => facts.tables.iter().map(Table::share).collect(),
            false => Facts::open(world.program, folder)?.tables,
        };
        let known = World::new(world.program, tables, world.as_of, world.region);
        let grown = |n: usize| {
            let growth = self.assumptions.growth_at((n as f64 + 0.5) / GROWTHS as f64);
            let (tables, _) = all_grown(&known, &growth);
            one(&World::new(world.program, tables, world.as_of, world.region))
        };
        (0..GROWTHS).map(grown).collect()
    }

    /// Turns a number until the risk is small enough, on the first budget that there is.
    fn turn(
        &self,
        asked: &Asked<'_, '_>,
        (path, range): (&str, &str),
        groups: &[GroupId],
        purses: &[(Text, Option<Number>, Vec<Name>)],
        wanted: &Wanted,
        (facts, folder): (&Facts<'_>, &Path),
    ) -> std::result::Result<Turned, Failure> {
        let world = asked.after;
        let Some((_, Some(budget), clauses)) = purses.iter().find(|(_, budget, _)| budget.is_some()) else {
            return Err(Failure::request(
                "要找取值，先用 --budget 写明预算",
                "a search needs a budget; say it with --budget",
            ));
        };
        let knob = knob_named(world, path)?;
        let between = ends(range, knob.literal.ty)?;
        let mut risk = |value: Number| {
            let program = knob.turned(world.program, value);
            let turned = world.under(&program);
            let found = self.bills(&turned, groups, None, facts, folder, asked)?;
            let all = found.iter().take(1).flat_map(|bill| bill.clauses.iter().enumerate());
            let own = all.filter(|(_, name)| clauses.contains(name)).map(|(at, _)| at).collect();
            let purse = Purse { amount: budget.to_binary64(), clauses: own };
            Ok::<f64, Failure>(spend(&found, &purse, &self.assumptions, wanted).dry)
        };
        let search = search(between, knob.literal.ty, self.risk, &mut risk)?;
        Ok(Turned { name: path.to_string(), knob, wanted: self.risk, ends: between, search })
    }
}

fn all_grown(world: &World<'_>, growth: &Growth) -> (Vec<Table>, Vec<(FactId, i32)>) {
    let mut carried = Vec::new();
    let until = world.as_of.year();
    let tables = world.tables.iter().map(|table| {
        let (table, added) = grown(world.program, table, growth, until);
        carried.extend(added.into_iter().filter_map(|column| Some((column.fact, column.year?))));
        table
    });
    let tables = tables.collect();
    (tables, carried)
}

fn all_of(names: &[Name]) -> Vec<Name> {
    let mut all: Vec<Name> = Vec::new();
    for name in names {
        if !all.contains(name) {
            all.push(*name);
        }
    }
    all
}

/// Takes a range for all, or behind a clause's name for that one.
fn one(spans: &mut SpanOf, value: &str) -> std::result::Result<(), Failure> {
    match named(value, '=') {
        (Some(name), range) => spans.of.push((Name::new(name), shares(range)?)),
        (None, range) => {
            spans.all = shares(range)?;
            spans.given = true;
        }
    }
    Ok(())
}

/// Budgets with a yearly amount that clauses of the comparison name themselves.
fn documented_budgets(asked: &Asked<'_, '_>) -> Vec<(Text, Option<Number>, Vec<Name>)> {
    let world = asked.after;
    let program = world.program;
    let mut out: Vec<(wuwei_ir::BudgetId, Vec<Name>)> = Vec::new();
    for group in benefits(asked, true) {
        let Some(budget) = budget_of(program, group, world.as_of) else { continue };
        let name = program.group(group).name;
        match out.iter_mut().find(|(known, _)| *known == budget) {
            Some((_, names)) => names.push(name),
            None => out.push((budget, vec![name])),
        }
    }
    let shown = |(id, names): (wuwei_ir::BudgetId, Vec<Name>)| {
        let budget = program.budget(id);
        let (_, amount) = budget.amount.filter(|_| budget.each_year)?;
        let head = &budget.head;
        Some((Text::new(head.shown(Lang::Zh), head.shown(Lang::En)), Some(amount), names))
    };
    out.into_iter().filter_map(shown).collect()
}

fn clause(names: &[Name], asked: &Asked<'_, '_>, text: &str) -> std::result::Result<Name, Failure> {
    let labelled = |name: &Name| {
        let rule = asked.compared.rules.iter().find(|rule| rule.name == *name);
        rule.is_some_and(|rule| super::shown(asked, rule, Lang::En).eq_ignore_ascii_case(text))
    };
    names.iter().copied().find(|name| name.as_str() == text || labelled(name)).ok_or_else(|| {
        let hint = near(text, names.iter().copied());
        Failure::request(
            format!("这项修改不涉及条款 `{text}`{}", hint.zh),
            format!("the reform doesn't touch a clause `{text}`{}", hint.en),
        )
    })
}

/// The priority is a score of the program after; it serves both worlds where it has the same number.
fn priority_fits(asked: &Asked<'_, '_>) -> bool {
    asked.before.program.groups.len() <= asked.after.program.groups.len()
        && World::fits(asked.before.program, asked.after.program)
}

fn score(program: &Program, asked: &Asked<'_, '_>, text: &str) -> std::result::Result<GroupId, Failure> {
    let is_points = |n: &usize| {
        let id = GroupId::from_index(*n);
        let item = program.version(id, asked.after.as_of).map(|item| program.item(item));
        let points = |item: &wuwei_ir::Item| {
            let label = item.head.label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(text));
            label || program.is_called(id, text)
        };
        matches!(program.group(id).ty, Type::Quantity(_) | Type::Ratio) && item.is_some_and(points)
    };
    let found = (0..program.groups.len()).find(is_points).map(GroupId::from_index);
    found.ok_or_else(|| {
        let hint = near(text, program.groups.iter().map(|group| group.name));
        Failure::request(
            format!("没有可以排先后的得分 `{text}`{}", hint.zh),
            format!("there is no score `{text}` to go by{}", hint.en),
        )
    })
}

/// The knob that a path means: the longest beginning that names a rule, and what is behind it.
fn knob_named(world: &World<'_>, path: &str) -> std::result::Result<Knob, Failure> {
    let program = world.program;
    let mut cut = path.len();
    let mut best: Option<Vec<wuwei_simulate::Literals>> = None;
    loop {
        let (rule, rest) = (&path[..cut], path[cut..].trim_start_matches('.'));
        let in_force = |n: &usize| {
            let id = GroupId::from_index(*n);
            program.is_called(id, rule) && program.version(id, world.as_of).is_some()
        };
        if let Some(group) = (0..program.groups.len()).find(in_force).map(GroupId::from_index) {
            match find_knob(world, group, rest) {
                Ok(knob) => return Ok(knob),
                Err(KnobError::NoSuchNumber(all)) if best.is_none() => best = Some(all),
                Err(_) => {}
            }
        }
        match path[..cut].rfind('.') {
            Some(at) => cut = at,
            None => break,
        }
    }
    match best {
        Some(all) => {
            let shown = |lang: Lang| -> String {
                let one = |literal: &wuwei_simulate::Literals| {
                    format!("{} ({})", literal.path, quantity(literal.ty, None, literal.value, lang))
                };
                let all: Vec<String> = all.iter().map(one).collect();
                all.join(if lang == Lang::Zh { "、" } else { ", " })
            };
            Err(Failure::request(
                format!("`{path}` 指不到一个数；这条规则里有：{}", shown(Lang::Zh)),
                format!("`{path}` is no number of that rule; it has {}", shown(Lang::En)),
            ))
        }
        None => {
            let name = path.split('.').next().unwrap_or(path);
            let hint = near(name, program.groups.iter().map(|group| group.name));
            Err(Failure::request(
                format!("这一天没有规则 `{name}`{}", hint.zh),
                format!("no rule `{name}` is in force on that day{}", hint.en),
            ))
        }
    }
}
