//! Whether ranges hold what they promise, on series whose laws are known.
//!
//! Three laws that none of the methods was told: a walk with drift, a line with noise, growth that fades. The spreads,
//! paces and fadings are drawn anew for every series.
//!
//! The constants of the forecast (weights of priors and of the backtest, the factor for small samples) were tuned on series
//! drawn from [`TUNED_ON`], by these laws. What is held here are series from other seeds, which no constant has seen. They
//! are of the same laws, so this shows that the constants weren't fitted to an accident of the draws; it doesn't show how
//! real figures behave, which follow no law that anybody knows.
//!
//! Single laws at single lengths stray further than the means: lines with noise are covered up to 87 %, fading growth of
//! three values up to 90 %, since three values can't tell it from anything else.

use std::fmt::Write;

use super::{ENOUGH, Limits, Question, Sample, forecast};

/// Draws, the same on each run.
struct Draws(u64);

impl Draws {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.word() >> 11) as f64 / (1u64 << 53) as f64)
    }

    fn normal(&mut self) -> f64 {
        let (length, angle) = (self.between(1e-300, 1.0), self.between(0.0, std::f64::consts::TAU));
        libm::sqrt(-2.0 * libm::log(length)) * libm::cos(angle)
    }
}

fn walk(draws: &mut Draws, length: usize) -> Vec<f64> {
    let pace = draws.between(10.0, 100.0);
    let spread = pace * draws.between(0.3, 2.0);
    let mut value = 1000.0;
    let step = |_| {
        value += pace + spread * draws.normal();
        value
    };
    (0..length).map(step).collect()
}

fn line(draws: &mut Draws, length: usize) -> Vec<f64> {
    let pace = draws.between(10.0, 100.0);
    let spread = pace * draws.between(0.2, 1.5);
    (0..length).map(|n| 1000.0 + pace * n as f64 + spread * draws.normal()).collect()
}

fn fading(draws: &mut Draws, length: usize) -> Vec<f64> {
    let (mut level, mut rate) = (6.0, draws.between(0.05, 0.4));
    let (remains, spread) = (draws.between(0.6, 0.95), rate * draws.between(0.1, 0.4));
    let step = |_| {
        level += rate + spread * draws.normal();
        rate *= remains;
        libm::exp(level)
    };
    (0..length).map(step).collect()
}

type Law = fn(&mut Draws, usize) -> Vec<f64>;

const LAWS: [(&str, Law); 3] = [("walk", walk), ("line", line), ("fading", fading)];

/// The seed on whose series the constants were tuned, in part; it is not among those that are held.
const TUNED_ON: u64 = 20_250_106;

/// Seeds that no constant has seen.
const SEEDS: [u64; 5] = [49_979_687, 86_028_121, 256_203_161, 472_882_027, 982_451_653];

/// How many of so many series keep their next values within the range; one and three years ahead.
fn covered(law: Law, length: usize, series: usize, seed: u64) -> usize {
    let mut draws = Draws(seed + length as u64);
    let mut hits = 0;
    for _ in 0..series {
        let values = law(&mut draws, length + 3);
        let samples: Vec<Sample> = values.iter().enumerate().map(|(n, value)| Sample::new(n as f64, *value)).collect();
        let (past, future) = samples.split_at(length);
        let times = [future[0].time, future[1].time, future[2].time];
        let question = Question { times: &times, total_from: None, limits: Limits::default(), wanted: None };
        let found = forecast(past, &question).unwrap();
        for at in [0, 2] {
            let band = &found.fan[at];
            hits += usize::from((band.low..=band.high).contains(&future[at].value));
        }
    }
    hits
}

/// Coverage of each law at each length over all seeds, in percent, and the table in words.
fn coverage(lengths: &[usize], series: usize, seeds: &[u64]) -> (Vec<Vec<f64>>, String) {
    let mut table = String::new();
    let mut found = Vec::new();
    for (name, law) in LAWS {
        let share = |length: &usize| {
            let hits: usize = seeds.iter().map(|seed| covered(law, *length, series, *seed)).sum();
            50.0 * hits as f64 / (series * seeds.len()) as f64
        };
        let row: Vec<f64> = lengths.iter().map(share).collect();
        write!(table, "{name:>7}").unwrap();
        row.iter().for_each(|share| write!(table, " {share:5.1}").unwrap());
        writeln!(table).unwrap();
        found.push(row);
    }
    (found, table)
}

fn mean(all: impl Iterator<Item = f64> + Clone) -> f64 {
    all.clone().sum::<f64>() / all.count() as f64
}

/// The promise: a range of 80 % covers between 75 % and 85 %, at every length over all laws, and for every law over all
/// lengths, both where a method is chosen and where scenarios stand side by side; and for each seed by itself over all.
fn holds(lengths: &[usize]) {
    for seed in SEEDS {
        assert_ne!(seed, TUNED_ON);
        let (found, table) = coverage(lengths, 400, &[seed]);
        let share = mean(found.iter().flatten().copied());
        assert!((75.0..=85.0).contains(&share), "seed {seed}: {share:.1} %\n{table}");
    }
    let (found, table) = coverage(lengths, 400, &SEEDS);
    println!("lengths {lengths:?}\n{table}");
    for (at, length) in lengths.iter().enumerate() {
        let share = mean(found.iter().map(|row| row[at]));
        assert!((75.0..=85.0).contains(&share), "length {length}: {share:.1} %\n{table}");
    }
    for (row, (name, _)) in found.iter().zip(LAWS) {
        let share = mean(row.iter().copied());
        assert!((75.0..=85.0).contains(&share), "{name}: {share:.1} %\n{table}");
    }
    let all = mean(found.iter().flatten().copied());
    assert!((77.0..=83.0).contains(&all), "{all:.1} %\n{table}");
}

#[test]
fn a_range_of_eighty_percent_covers_as_much_where_a_method_is_chosen() {
    holds(&[ENOUGH, 8, 10, 15, 20, 30]);
}

#[test]
fn a_range_of_eighty_percent_covers_as_much_where_scenarios_stand_side_by_side() {
    holds(&[3, 4, 5]);
}

/// Two values are one step, and how far steps lie apart is all prior: the three laws together are held, none by itself.
#[test]
fn two_values_are_held_by_the_prior_alone() {
    let (found, table) = coverage(&[2], 400, &SEEDS);
    println!("lengths [2]\n{table}");
    let share = mean(found.iter().flatten().copied());
    assert!((75.0..=85.0).contains(&share), "{share:.1} %\n{table}");
}

/// `cargo test -p wuwei-plan many_series -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn many_series() {
    let lengths = [2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30];
    for (of, seeds) in [("tuned on", &[TUNED_ON][..]), ("held", &SEEDS)] {
        println!("{of}, lengths {lengths:?}\n{}", coverage(&lengths, 4000, seeds).1);
    }
}
