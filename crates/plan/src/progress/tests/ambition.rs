//! Targets that ask too little or too much.

use super::*;

fn struck(table: &str, on: &str) -> (Option<Ambition>, Option<String>) {
    let program = compile(STOCK);
    let found = one(&program, table, on);
    (found.ambition, found.ambition_said(&program).map(|text| text.zh))
}

#[test]
fn reached_before_the_plan_began() {
    let (found, said) = struck("高企数 长春市 2023 4100\n高企数 长春市 2024 4200", "2026-06-30");
    assert_eq!(found.unwrap().word(), "unambitious");
    assert_eq!(said.unwrap(), "计划开始前已达到：2024年为4,200 户，目标超过4,000 户。");
}

#[test]
fn less_than_the_trend_gives() {
    // 500 a year before, 1000 in three years wanted.
    let (found, said) = struck("高企数 长春市 2022 2000\n高企数 长春市 2024 3000", "2026-06-30");
    assert_eq!(found, Some(Ambition::BelowTrend { asked: Number::ratio(1000, 3).unwrap(), trend: number("500") }));
    assert_eq!(said.unwrap(), "要求低于已有趋势：目标每年333 户，计划前几年每年500 户。");
}

#[test]
fn a_pace_never_seen() {
    let table = "高企数 长春市 2022 2800\n高企数 长春市 2023 2900\n高企数 长春市 2024 3000\n高企数 长春市 2025 3050";
    let (found, said) = struck(table, "2026-06-30");
    assert_eq!(found, Some(Ambition::Heroic { needed: number("475"), fastest: number("100") }));
    assert_eq!(said.unwrap(), "要求的步伐从未有过：此后每年需475 户，有记录的最快为100 户。");
    // One pace alone is no record.
    assert_eq!(struck("高企数 长春市 2024 3000\n高企数 长春市 2025 3050", "2026-06-30").0, None);
}

#[test]
fn less_is_better_turns_it_round() {
    let program = compile("indicator 排名 \"Rank\" in 位 { rank }\ntarget 排名 <= 20 位 by 2027");
    let slow = one(&program, "排名 长春市 2022 60\n排名 长春市 2024 35", "2026-06-30");
    assert!(matches!(slow.ambition, Some(Ambition::BelowTrend { .. })), "{:?}", slow.ambition);
    let fast = one(&program, "排名 长春市 2022 37\n排名 长春市 2023 36\n排名 长春市 2024 35", "2026-06-30");
    assert!(matches!(fast.ambition, Some(Ambition::Heroic { .. })), "{:?}", fast.ambition);
}

#[test]
fn growth_below_that_of_the_years_before() {
    let program =
        compile("indicator 经费 \"Spending\" in 亿元 { flow per year }\ntarget growth of 经费 >= 10% by 2027");
    let found = one(&program, "经费 长春市 2022 100\n经费 长春市 2023 120\n经费 长春市 2024 144", "2025-06-30");
    let Some(Ambition::BelowTrend { asked, trend }) = found.ambition else { panic!("{:?}", found.ambition) };
    assert_eq!(asked, number("0.1"));
    assert!((trend.to_f64() - 0.2).abs() < 1e-8);
}
