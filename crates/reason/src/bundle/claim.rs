//! What a subject may claim in each of some years: which benefit, from which day on, how much, and what that rests on.

use wuwei_engine::{Evaluator, Gap, Population, Range, Row, Truth};
use wuwei_ir::{Benefit, Date, Frequency, GroupId, Item, ItemId, ItemKind, Number, Program};

use crate::supposed::Supposed;

/// So many years are looked at: that of the evaluation and the next two.
pub const YEARS: i32 = 3;

/// A benefit in a year.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The benefit.
    pub group: GroupId,
    /// The version in force on the day.
    pub item: ItemId,
    /// The year.
    pub year: i32,
    /// The first day of that year on which it is at its best.
    pub day: Date,
    /// Whether the subject is eligible then.
    pub eligible: Truth,
    /// What it pays to who is eligible, all months of the year together.
    pub money: Range,
    /// Months that it is paid for, where it is paid by the month.
    pub months: Option<u32>,
    /// Missing facts that it waits for.
    pub gaps: Vec<Gap>,
    /// Figures of years that are not over yet, taken as those of the last year known.
    pub carried: Vec<Carried>,
}

/// A figure that was taken from an earlier year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Whose.
    pub subject: Row,
    /// The fact.
    pub fact: wuwei_ir::FactId,
    /// The year that it stands for.
    pub year: i32,
}

/// How later years are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Future {
    /// Yearly figures that aren't known stand still.
    StandsStill,
    /// They aren't known.
    Unknown,
}

/// Everything that a subject may claim, year by year.
pub(super) fn claims(
    program: &Program,
    population: &dyn Population,
    subject: Row,
    day: Date,
    future: Future,
) -> Vec<Claim> {
    let mut out = Vec::new();
    for year in day.year()..day.year() + YEARS {
        let days = days(program, day, year);
        for (n, group) in program.groups.iter().enumerate() {
            if group.entity != subject.entity {
                continue;
            }
            let looker = Looker { program, population, subject, today: day, future };
            let mut best: Option<Claim> = None;
            for day in &days {
                let found = looker.claim(GroupId::from_index(n), *day);
                if let Some(found) = found.filter(|found| best.as_ref().is_none_or(|best| is_better(found, best))) {
                    best = Some(found);
                }
            }
            out.extend(best);
        }
    }
    share_months(program, &mut out);
    // Of sets that pay the same the one with the earlier claims is taken: the larger should come first.
    let (low, high) = (|claim: &Claim| claim.money.low, |claim: &Claim| (claim.money.high.is_none(), claim.money.high));
    out.sort_by_key(|claim| (claim.year, std::cmp::Reverse((low(claim), high(claim)))));
    out
}

/// The days of a year on which answers may change by themselves: its first and last, and those on which rules begin and end.
fn days(program: &Program, today: Date, year: i32) -> Vec<Date> {
    let first = if year == today.year() { Some(today) } else { Date::from_ymd(year, 1, 1) };
    let (Some(first), Some(last)) = (first, Date::from_ymd(year, 12, 31)) else { return Vec::new() };
    let begin = program.items.iter().map(|item| item.head.from);
    let end = program.items.iter().filter_map(|item| item.head.until);
    let rules = program.stackings.iter().map(|rule| rule.head.from);
    let mut days: Vec<Date> = begin.chain(end).chain(rules).filter(|day| first < *day && *day < last).collect();
    days.extend([first, last]);
    days.sort();
    days.dedup();
    days
}

fn is_better(found: &Claim, best: &Claim) -> bool {
    let rank = |truth: Truth| match truth {
        Truth::No => 0,
        Truth::Unknown => 1,
        Truth::Yes => 2,
    };
    let low = |claim: &Claim| claim.money.low.unwrap_or(Number::ZERO);
    let high = |claim: &Claim| (claim.money.high.is_none(), claim.money.high);
    let of = |claim: &Claim| (rank(claim.eligible), low(claim), high(claim));
    of(found) > of(best)
}

struct Looker<'a> {
    program: &'a Program,
    population: &'a dyn Population,
    subject: Row,
    today: Date,
    future: Future,
}

impl Looker<'_> {
    fn claim(&self, group: GroupId, day: Date) -> Option<Claim> {
        let (id, rule, benefit) = self.benefit(group, day)?;
        let mut population = Supposed::new(self.program, self.population);
        if self.future == Future::StandsStill && day.year() > self.today.year() {
            population = population.standing_still_from(self.today.year());
        }
        let evaluator = Evaluator::new(self.program, &population, day);
        let eligible = evaluator.due(group, self.subject).eligible;
        if eligible == Truth::No {
            return None;
        }
        let mut money = evaluator.amount(rule, self.subject);
        let months = match benefit.frequency {
            Some(Frequency::Monthly(_)) => Some(13 - day.ymd().1),
            _ => None,
        };
        if let Some(months) = months {
            money = times(money, months);
        }
        // What pays nothing is no claim.
        if money.high == Some(Number::ZERO) {
            return None;
        }
        let gaps = evaluator.gaps(group, None, self.subject).facts;
        let carried = population.carried().into_iter();
        let carried = carried.map(|(subject, fact, year)| Carried { subject, fact, year }).collect();
        Some(Claim { group, item: id, year: day.year(), day, eligible, money, months, gaps, carried })
    }

    fn benefit(&self, group: GroupId, day: Date) -> Option<(ItemId, &Item, &Benefit)> {
        let id = self.program.version(group, day)?;
        let item = self.program.item(id);
        match &item.kind {
            ItemKind::Benefit(benefit) => Some((id, item, benefit)),
            _ => None,
        }
    }
}

fn times(money: Range, months: u32) -> Range {
    money.map(|number| number.mul(Number::int(i64::from(months))))
}

/// Gives the months of what is paid so many months at most to the years in which a month pays most, the earliest first.
fn share_months(program: &Program, claims: &mut Vec<Claim>) {
    let most = |claim: &Claim| match &program.item(claim.item).kind {
        ItemKind::Benefit(benefit) => match benefit.frequency {
            Some(Frequency::Monthly(most)) => most,
            _ => None,
        },
        _ => None,
    };
    let mut order: Vec<usize> = (0..claims.len()).filter(|n| most(&claims[*n]).is_some()).collect();
    let monthly = |claim: &Claim| claim.money.low.and_then(|low| low.div(Number::int(claim.months?.into())));
    order.sort_by_key(|n| {
        let claim = &claims[*n];
        (claim.group, claim.eligible != Truth::Yes, std::cmp::Reverse(monthly(claim)), claim.year)
    });
    let mut left: Option<(GroupId, u32)> = None;
    for n in order {
        let claim = &mut claims[n];
        let rest = match left {
            Some((group, rest)) if group == claim.group => rest,
            _ => most(claim).unwrap_or(0),
        };
        let months = claim.months.unwrap_or(0);
        let own = months.min(rest);
        left = Some((claim.group, rest - own));
        if own < months {
            let per = Number::int(i64::from(months.max(1)));
            claim.money = times(claim.money.map(|money| money.div(per)), own);
            claim.months = Some(own);
        }
    }
    claims.retain(|claim| claim.months != Some(0));
}
