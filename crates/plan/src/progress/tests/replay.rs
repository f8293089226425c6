//! Past days asked again, and laws that hold for any numbers.

use super::*;

#[test]
fn a_past_verdict_comes_back_when_more_is_known() {
    let program = compile(STOCK);
    let first = "高企数 长春市 2023 2900\n高企数 长春市 2024 3000\n高企数 长春市 2025 3400 2026-02-10";
    // A revision learnt in August, and another year.
    let later = format!("{first}\n高企数 长春市 2025 3200 2026-08-01\n高企数 长春市 2026 4100 2027-02-01");
    for on in ["2025-06-30", "2026-02-09", "2026-02-10", "2026-07-31"] {
        assert_eq!(one(&program, first, on), one(&program, &later, on), "{on}");
    }
    let verdict = |on: &str| one(&program, &later, on).judgement.verdict;
    assert_eq!(verdict("2026-02-09"), Verdict::NoData);
    assert_eq!(verdict("2026-07-31"), Verdict::OnTrack);
    assert_eq!(verdict("2027-03-01"), Verdict::Achieved);
}

/// Draws, the same on each run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound) as i64
    }
}

fn table(values: &[i64]) -> String {
    values.iter().zip(2020..).map(|(value, year)| format!("高企数 长春市 {year} {value}\n")).collect()
}

fn stock(goal: i64, by: i32) -> String {
    format!("indicator 高企数 \"HT\" in 户 {{ stock at year end }}\ntarget 高企数 >= {goal} 户 by {by}")
}

#[test]
fn laws_hold_for_any_numbers() {
    let mut draws = Draws(7);
    for _ in 0..60 {
        let mut value = 1000 + draws.below(4000);
        let length = 4 + draws.below(4) as usize;
        let values: Vec<i64> = (0..length)
            .map(|_| {
                value = (value + draws.below(900) - 200).max(1);
                value
            })
            .collect();
        let goal = 2000 + draws.below(6000);
        let on = format!("{}-03-01", 2020 + length);
        let program = compile(&stock(goal, 2027));
        let found = one(&program, &table(&values), &on);

        // Everything in another unit: the same verdict, the same shares, the same probability.
        let scaled: Vec<i64> = values.iter().map(|value| value * 1000).collect();
        let thousand = compile(&stock(goal * 1000, 2027));
        let other = one(&thousand, &table(&scaled), &on);
        assert_eq!(found.judgement.verdict, other.judgement.verdict);
        assert_eq!((found.progress, found.expected, found.met), (other.progress, other.expected, other.met));
        let probability = |found: &TargetProgress| found.forecast.as_ref().ok().and_then(|told| told.probability);
        match (probability(&found), probability(&other)) {
            (Some(a), Some(b)) => assert!((a - b).abs() < 1e-3, "{a} {b}"),
            (a, b) => assert_eq!(a, b),
        }

        // What is reached stays reached with a higher value.
        if found.met == Truth::Yes {
            let more: Vec<i64> = values.iter().copied().chain([values[length - 1] + draws.below(500)]).collect();
            assert_eq!(one(&program, &table(&more), &format!("{}-03-01", 2021 + length)).met, Truth::Yes);
        }

        // More time never asks for more speed.
        let longer = one(&compile(&stock(goal, 2030)), &table(&values), &on);
        if let (Some(short), Some(long)) = (found.required_pace, longer.required_pace) {
            assert!(long.per_year <= short.per_year);
        }

        // A range has two ends, and the probability lies where its reach says.
        if let Ok(told) = &found.forecast {
            assert!(told.low <= told.high);
            let probability = told.probability.unwrap();
            assert!((0.01..=0.99).contains(&probability));
            if (goal as f64) < told.low {
                assert!(probability >= 0.85, "{probability} {told:?}");
            }
            if (goal as f64) > told.high {
                assert!(probability <= 0.15, "{probability} {told:?}");
            }
        }
    }
}
