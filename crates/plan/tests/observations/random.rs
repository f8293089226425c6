//! Chance that is the same on every machine, and observations made with it.

use std::sync::Arc;

use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId, Unit};
use wuwei_plan::{Breakdowns, Figure, Observation, Origin, Period, Status};

/// SplitMix64.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// How many cases a property runs: `usual`, times `WUWEI_CASES`.
pub(crate) fn seeds(usual: usize) -> Vec<u64> {
    if let Some(seed) = std::env::var("WUWEI_SEED").ok().and_then(|text| text.parse().ok()) {
        return vec![seed];
    }
    let times: f64 = std::env::var("WUWEI_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1.0);
    (0..((usual as f64 * times) as u64).max(1)).collect()
}

/// Words that have troubled somebody's spreadsheet.
const TEXTS: &[&str] = &[
    "公报",
    "甲, 乙",
    "说“大约”",
    "he said \"so\"",
    "第一行\n第二行",
    "=1+1",
    "+86 431",
    "-",
    "-1",
    "@x",
    "'=x",
    "''-y",
    "'tis",
    "全角，（括号）",
    "a;b\tc",
    "x: y",
    "_T",
    "X__T",
    "X_X__T",
    "X_",
    "_x0041_",
    "NaN",
    "#N/A",
    "0012",
    "2024-01-31",
    "是",
    "1e5",
    "~",
    "~x",
    "\u{3000}全角空格",
    "末尾 ",
    "emoji 🚀",
    "日本語",
];

/// Names that somebody may give a breakdown, some of them meant for other things.
const PARTS: &[&str] = &[
    "性别",
    "行业",
    "note",
    "Notes",
    "~note",
    "~",
    "来源",
    "=x",
    "INDICATOR",
    "X_INDICATOR",
    "FREQ",
    "a: b",
    "a[b]",
    "（全角）",
    "SEX",
    "learnt",
    "@y",
    "X_",
];

pub(crate) fn text(random: &mut Random) -> Arc<str> {
    match random.below(4) {
        0 => "".into(),
        1 => {
            let both = format!("{}{}", random.pick(TEXTS), random.pick(TEXTS));
            both.trim().into()
        }
        _ => random.pick(TEXTS).trim().into(),
    }
}

pub(crate) fn period(random: &mut Random) -> Period {
    let year = 2018 + random.below(8) as i32;
    match random.below(8) {
        0 => Period::half(year, 1 + random.below(2) as u32),
        1 => Period::quarter(year, 1 + random.below(4) as u32),
        2 => Period::month(year, 1 + random.below(12) as u32),
        3 => Date::from_ymd(year, 1 + random.below(12) as u32, 1 + random.below(28) as u32).map(Period::day),
        4 => Period::plan(year, year + 1 + random.below(4) as i32),
        _ => Period::year(year),
    }
    .unwrap()
}

pub(crate) fn day(random: &mut Random) -> Date {
    Date::from_days(17_000 + random.below(3000) as i64).unwrap()
}

fn number(random: &mut Random) -> Number {
    let digits = match random.below(4) {
        0 => random.below(100) as i128,
        1 => random.below(1_000_000) as i128,
        2 => i128::from(random.next() >> random.below(60)),
        _ => -(random.below(10_000) as i128),
    };
    Number::ratio(digits, 10i128.pow(random.below(7) as u32)).unwrap()
}

/// Words of measure, so that each indicator finds one of its kind.
const UNITS: &[&str] =
    &["户", "家", "个", "万户", "百户", "亿元", "万元", "元", "万亿元", "人", "万人", "名", "千人", "%", "", "项"];

fn unit(random: &mut Random, program: &Program, indicator: IndicatorId) -> Unit {
    let dim = program.indicator(indicator).unit.dim();
    let known = |word: &&str| if word.is_empty() { Some(Unit::NUMBER) } else { Unit::parse(word) };
    let units: Vec<Unit> = UNITS.iter().filter_map(known).filter(|unit| unit.dim() == dim).collect();
    *random.pick(&units)
}

/// An observation of anything.
pub(crate) fn observation(random: &mut Random, program: &Program) -> Observation {
    let indicator = IndicatorId::from_index(random.below(program.indicators.len()));
    let parts: Vec<(Arc<str>, Arc<str>)> = match random.below(3) {
        0 => (0..=random.below(3)).map(|_| ((*random.pick(PARTS)).into(), text(random))).collect(),
        _ => Vec::new(),
    };
    let figure = (!random.one_in(10)).then(|| Figure::new(number(random), unit(random, program, indicator)).unwrap());
    Observation {
        indicator,
        region: RegionId::from_index(random.below(program.regions.len())),
        period: period(random),
        breakdowns: Breakdowns::new(parts),
        figure,
        status: *random.pick(&Status::ALL),
        source: text(random),
        note: text(random),
        learnt: day(random),
        origin: Origin::default(),
        in_conflict: false,
    }
}

/// Observations, no two of them the same.
pub(crate) fn observations(random: &mut Random, program: &Program, count: usize) -> Vec<Observation> {
    let mut all: Vec<Observation> = Vec::new();
    while all.len() < count {
        let one = observation(random, program);
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}
