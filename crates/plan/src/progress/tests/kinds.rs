//! Every kind of indicator, with numbers worked out by hand.

use super::*;

#[test]
fn a_stock_goes_in_a_line_from_its_base() {
    let program = compile(STOCK);
    // From 3000 at the end of 2024 to 4000 at the end of 2027: a third of the way a year.
    let table = "高企数 长春市 2023 2800\n高企数 长春市 2024 3000\n高企数 长春市 2025 3400";
    let found = one(&program, table, "2026-03-31");
    assert_eq!(found.measure, Measure::Level);
    assert_eq!(found.base.unwrap().value, number("3000"));
    assert_eq!(found.latest.unwrap().value, number("3400"));
    assert_eq!(found.age, Some(90));
    assert_eq!(found.gap, exactly(600, 1));
    assert_eq!(found.progress, exactly(2, 5));
    assert_eq!(found.expected, Number::ratio(1, 3));
    assert_eq!(found.expected_on, day("2025-12-31"));
    assert_eq!(found.expected_value, Number::ratio(10_000, 3));
    // A quarter of 2026 has passed, so a little more is expected today.
    assert_eq!(found.expected_today, Number::ratio(10_000, 3).unwrap().add(Number::ratio(90_000, 3 * 365).unwrap()));
    assert_eq!(found.required_pace.unwrap().per_year, number("300"));
    assert_eq!(found.achieved_pace.unwrap().per_year, number("400"));
    assert_eq!((found.met, found.due), (Truth::No, false));
    assert_eq!(found.judgement.verdict, Verdict::OnTrack);
    assert_eq!(light(&program, &found), Some("正常"));
    assert_eq!(found.points.len(), 4);
    let cause = found.cause(&program);
    assert_eq!(
        cause.zh,
        "2025年为3,400 户；从2024年的3,000 户起逐年等量，应达3,333 户；已完成40%，应完成33%；此后每年需300 户，此前每年400 户。"
    );
    assert_eq!(
        cause.en,
        "3,400 firms in 2025; from 3,000 firms in 2024, the same amount each year, it should stand at 3,333 firms; 40% of the way is done, 33% was to be; it takes 300 firms a year from here, so far it was 400 firms."
    );
}

#[test]
fn without_a_base_how_far_it_has_come_is_not_known() {
    let program = compile(STOCK);
    let found = one(&program, "高企数 长春市 2025 3500", "2026-03-31");
    assert_eq!((found.base, found.progress, found.lack), (None, Range::ALL, Some(Lack::Base)));
    assert_eq!(found.gap, exactly(500, 1));
    assert_eq!(found.required_pace.unwrap().per_year, number("250"));
    assert_eq!(found.achieved_pace, None);
    assert_eq!(light(&program, &found), None);
    assert_eq!(found.judgement.verdict, Verdict::NoData);
    let possible: Vec<&str> = found.judgement.possible(&program).map(|light| light.name.as_str()).collect();
    assert_eq!(possible, ["正常", "有风险", "滞后"]);
    assert_eq!(
        zh(&program, &found),
        "2025年为3,500 户，目标超过4,000 户，还差500 户；计划开始前没有观测值，进度无从算起。"
    );
    // An older base is one too, on the day that it tells of.
    let found = one(&program, "高企数 长春市 2021 2000\n高企数 长春市 2025 3500", "2026-03-31");
    assert_eq!(found.progress, exactly(3, 4));
    assert_eq!(found.expected, Number::ratio(2, 3));
}

#[test]
fn a_flow_compares_years_and_sums_whole_years_only() {
    let program = compile("indicator 转化数 \"Conversions\" in 项 { flow per year }\ntarget 转化数 >= 600 项 by 2027");
    let table = "转化数 长春市 2024 300\n转化数 长春市 2025S1 160\n转化数 长春市 2025S2 200\n转化数 长春市 2026S1 250";
    let found = one(&program, table, "2026-08-01");
    // 360 in 2025 against 400 on the line from 300 to 600.
    assert_eq!(found.latest.unwrap().value, number("360"));
    assert_eq!(found.progress, exactly(1, 5));
    assert_eq!(found.expected, Number::ratio(1, 3));
    assert_eq!(found.judgement.verdict, Verdict::OffTrack);
    assert_eq!(found.passed_over.unwrap().period.to_string(), "2026S1");
    let found = one(&program, "转化数 长春市 2025S1 160", "2026-08-01");
    assert_eq!((found.observed, found.lack), (false, Some(Lack::Comparable)));
}

const SUM: &str = "indicator 转化数 \"Conversions\" in 项 { flow per year }
indicator 累计转化数 \"Conversions in all\" in 项 { cumulative of 转化数 }
target 累计转化数 = 1200 项 by 2027";

#[test]
fn a_total_sums_the_plans_years_from_nought() {
    let program = compile(SUM);
    let table = "转化数 长春市 2024 999\n转化数 长春市 2025 300\n转化数 长春市 2026 360";
    let found = one(&program, table, "2027-02-01");
    assert_eq!(found.measure, Measure::Total);
    assert_eq!(found.held.unwrap(), Held { value: exactly(660, 1), day: day("2026-12-31") });
    assert_eq!(found.gap, exactly(540, 1));
    assert_eq!(found.progress, exactly(660, 1200));
    assert_eq!(found.expected, Number::ratio(2, 3));
    assert_eq!(found.required_pace.unwrap().per_year, number("540"));
    assert_eq!(found.achieved_pace.unwrap().per_year, number("330"));
    assert_eq!(found.judgement.verdict, Verdict::AtRisk);
    // The last year isn't reported yet: what is known is known for the years that it tells of.
    let met = one(&program, "转化数 长春市 2025 700\n转化数 长春市 2026 600", "2027-02-01");
    assert_eq!((met.met, met.judgement.verdict), (Truth::Yes, Verdict::Achieved));
}

#[test]
fn a_total_with_a_missing_year_is_at_least_what_is_known() {
    let program = compile(SUM);
    let found = one(&program, "转化数 长春市 2026 900", "2027-02-01");
    assert_eq!(found.held.unwrap().value, Range { low: Some(number("900")), high: None });
    assert_eq!((found.met, found.lack), (Truth::Unknown, Some(Lack::Year(2025))));
    assert_eq!(found.gap, Range { low: None, high: Some(number("300")) });
    // 75 % at least, where two thirds were expected: on the way whatever 2025 was, or there already.
    let possible: Vec<&str> = found.judgement.possible(&program).map(|light| light.name.as_str()).collect();
    assert_eq!(possible, ["已完成", "正常"]);
    assert_eq!(found.judgement.verdict, Verdict::NoData);
    let enough = one(&program, "转化数 长春市 2026 1200", "2027-02-01");
    assert_eq!(enough.met, Truth::Yes);
}

#[test]
fn a_published_total_may_or_may_not_hold_what_came_before() {
    let program = compile("indicator 项目数 \"Projects\" in 项 { cumulative }\ntarget 项目数 = 300 项 by plan end");
    let found = one(&program, "项目数 长春市 2024 52\n项目数 长春市 2025 150", "2026-02-01");
    assert_eq!(found.held.unwrap().value, Range::between(number("98"), number("150")));
    assert_eq!(found.lack, Some(Lack::WhereTheTotalBegins));
    assert_eq!((found.met, found.judgement.verdict), (Truth::No, Verdict::NoData));
    // Without an earlier value the total is that of the plan.
    let found = one(&program, "项目数 长春市 2025 90", "2026-02-01");
    assert_eq!((found.progress, found.expected), (exactly(3, 10), Number::ratio(1, 3)));
    assert_eq!(found.judgement.verdict, Verdict::AtRisk);
    let alone = one(&program, "项目数 长春市 2024 52", "2026-02-01");
    assert_eq!((alone.observed, alone.lack), (false, Some(Lack::SinceBeginning)));
    assert_eq!(zh(&program, &alone), "计划开始以来没有观测值；最新是2024年的52 项。");
}

#[test]
fn a_share_goes_in_percentage_points() {
    let program = compile("indicator 占比 \"Share\" in % { share }\ntarget 占比 >= 55% by 2027");
    let found = one(&program, "占比 长春市 2024 49\n占比 长春市 2025 50", "2026-06-30");
    assert_eq!(found.gap, exactly(5, 100));
    assert_eq!((found.progress, found.expected), (exactly(1, 6), Number::ratio(1, 3)));
    assert_eq!(found.achieved_pace.unwrap().per_year, number("0.01"));
    assert!(zh(&program, &found).contains("此后每年需2.5个百分点，此前每年1个百分点"));
    let prediction = found.forecast.unwrap();
    assert!(prediction.low >= 0.0 && prediction.high <= 1.0);
}

#[test]
fn average_growth_is_judged_by_the_rate_so_far() {
    let program = compile("indicator 经费 \"Spending\" in 亿元 { flow per year }\ntarget growth of 经费 ~ 10% by 2027");
    let table = "经费 长春市 2024 100\n经费 长春市 2025 110\n经费 长春市 2026 121";
    let found = one(&program, table, "2027-03-01");
    // Exactly ten percent in each of two years: exactly as far as expected, though the root is a double.
    assert_eq!(found.measure, Measure::Rate);
    // 133.1 亿元 in 分.
    assert_eq!(found.level, Some(number("1331000000000")));
    assert_eq!((found.progress, found.expected), (exactly(2, 3), Number::ratio(2, 3)));
    assert_eq!(found.judgement.verdict, Verdict::OnTrack);
    // Eight percent in the first year is four fifths of the rate.
    let found = one(&program, "经费 长春市 2024 100\n经费 长春市 2025 108", "2026-03-01");
    assert_eq!(found.held.unwrap().value, exactly(8, 100));
    assert_eq!(found.gap, exactly(2, 100));
    assert_eq!((found.progress, found.expected), (exactly(4, 15), Number::ratio(1, 3)));
    assert_eq!(found.judgement.verdict, Verdict::AtRisk);
    let needed = found.required_pace.unwrap().per_year.to_f64();
    assert!((needed - ((133.1f64 / 108.0).sqrt() - 1.0)).abs() < 1e-8, "{needed}");
    assert_eq!(zh(&program, &found), "2024年至2025年末年均增长8%，目标年均增长约10%；此后每年需11.01%，此前每年8%。");
    let alone = one(&program, "经费 长春市 2025 108", "2026-03-01");
    assert_eq!((alone.held, alone.lack), (None, Some(Lack::Base)));
    let nought = one(&program, "经费 长春市 2024 0\n经费 长春市 2025 108", "2026-03-01");
    assert_eq!((nought.held, nought.lack), (None, Some(Lack::Rate)));
}

#[test]
fn a_rate_of_growth_is_averaged_over_the_plans_years() {
    let program = compile("indicator 增速 \"Growth\" in % { growth }\ntarget 增速 >= 10% by plan end");
    let found = one(&program, "增速 长春市 2025 10\n增速 长春市 2026 10", "2027-03-01");
    assert_eq!((found.progress, found.expected), (exactly(2, 3), Number::ratio(2, 3)));
    let found = one(&program, "增速 长春市 2026 30", "2027-03-01");
    assert_eq!((found.held, found.lack), (None, Some(Lack::Year(2025))));
}

#[test]
fn of_ranks_the_lower_is_better() {
    let program = compile("indicator 排名 \"Rank\" in 位 { rank }\ntarget 排名 <= 20 位 by 2027");
    let found = one(&program, "排名 长春市 2024 35\n排名 长春市 2025 29", "2026-06-30");
    assert!(found.falling);
    assert_eq!(found.gap, exactly(-9, 1));
    assert_eq!((found.progress, found.expected), (exactly(2, 5), Number::ratio(1, 3)));
    assert_eq!(found.required_pace.unwrap().per_year, number("-4.5"));
    assert!(zh(&program, &found).starts_with("2025年为第29位；从2024年的第35位起"));
    let prediction = found.forecast.unwrap();
    assert!(prediction.low >= 1.0 && prediction.low < 29.0);
    let met = one(&program, "排名 长春市 2025 20", "2026-06-30");
    assert_eq!(met.judgement.verdict, Verdict::Achieved);
}

#[test]
fn a_milestone_is_done_or_not_and_early_before_its_day() {
    let program = compile("indicator 平台建成 \"Platform built\" { milestone }\ntarget 平台建成 = 1 by 2026-06-30");
    let early = one(&program, "平台建成 长春市 2025 0", "2026-06-29");
    assert_eq!((early.judgement.verdict, light(&program, &early)), (Verdict::NotDue, Some("正常")));
    let missed = one(&program, "平台建成 长春市 20260630 0", "2026-07-01");
    assert_eq!((missed.met, missed.judgement.verdict), (Truth::No, Verdict::OffTrack));
    assert_eq!(light(&program, &missed), Some("逾期"));
    let done = one(&program, "平台建成 长春市 20260401 1", "2026-06-01");
    assert_eq!((done.met, done.judgement.verdict), (Truth::Yes, Verdict::Achieved));
    assert_eq!(early.forecast, Err(Unforeseen::Kind));
    // Nobody has said since: it may have been done on the day.
    let silent = one(&program, "平台建成 长春市 2025 0", "2026-07-01");
    assert_eq!((silent.met, silent.judgement.verdict), (Truth::Unknown, Verdict::NoData));
}

#[test]
fn of_a_yearly_promise_no_year_makes_up_for_another() {
    let program = compile("indicator 投入 \"Money\" in 亿元 { flow per year }\ntarget 投入 >= 10 亿元 each year");
    let found = one(&program, "投入 长春市 2025 9\n投入 长春市 2026 15", "2027-03-01");
    let kept: Vec<Truth> = found.years.iter().map(|year| year.met).collect();
    assert_eq!(kept, [Truth::No, Truth::Yes, Truth::Unknown]);
    assert_eq!((found.progress, found.expected), (exactly(19, 30), Number::ratio(2, 3)));
    assert_eq!((found.met, found.judgement.verdict), (Truth::No, Verdict::AtRisk));
    assert_eq!(zh(&program, &found), "每年不低于10 亿元：2025年9 亿元（未达到），2026年15 亿元（达到）。");
    let missing = one(&program, "投入 长春市 2026 15", "2027-03-01");
    assert_eq!(
        (missing.progress, missing.lack),
        (Range::between(Number::ratio(1, 3).unwrap(), Number::ratio(2, 3).unwrap()), Some(Lack::Year(2025)))
    );
    assert_eq!(missing.judgement.verdict, Verdict::NoData);
    let kept = one(&program, "投入 长春市 2025 10\n投入 长春市 2026 11\n投入 长春市 2027 12", "2028-02-01");
    assert_eq!((kept.met, kept.judgement.verdict), (Truth::Yes, Verdict::Achieved));
    let early = one(&program, "投入 长春市 2024 8", "2025-06-01");
    assert_eq!(early.judgement.verdict, Verdict::NotDue);
}

#[test]
fn an_increase_is_one_over_the_base() {
    let program = compile(
        "indicator 人才 \"Talents\" in 万人 { stock at year end }\ntarget increase of 人才 = 10 万人 by plan end",
    );
    let found = one(&program, "人才 长春市 2024 85\n人才 长春市 2025 90", "2026-06-30");
    assert_eq!(found.level, Some(number("950000")));
    assert_eq!((found.progress, found.gap), (exactly(1, 2), exactly(50_000, 1)));
    let unknown = one(&program, "人才 长春市 2025 90", "2026-06-30");
    assert_eq!((unknown.level, unknown.met), (None, Truth::Unknown));
}

#[test]
fn about_is_met_when_it_is_reached() {
    let program = compile("indicator 专业数 \"Majors\" in 个 { stock at year end }\ntarget 专业数 ~ 100 个 by 2027");
    let near = one(&program, "专业数 长春市 2024 40\n专业数 长春市 2027 99", "2028-02-01");
    assert_eq!((near.met, near.gap, near.judgement.verdict), (Truth::No, exactly(1, 1), Verdict::OffTrack));
    let there = one(&program, "专业数 长春市 2027 100", "2028-02-01");
    assert_eq!(there.met, Truth::Yes);
}

#[test]
fn another_regions_value_is_what_it_is_for_the_same_period() {
    let program = compile("indicator 占比 \"Share\" in % { share }\ntarget 占比 >= 占比 of 中国 by 2027");
    let table = "占比 长春市 2024 10\n占比 长春市 2025 12\n占比 中国 2025 15\n占比 中国 2026 16";
    let found = one(&program, table, "2027-02-01");
    assert_eq!(found.goal, Some(number("0.15")));
    assert_eq!(found.progress, exactly(2, 5));
    assert_eq!(found.forecast.as_ref().unwrap().probability, None);
    assert!(zh(&program, &found).contains("12%"));
    let alone = one(&program, "占比 长春市 2025 12", "2027-02-01");
    assert_eq!((alone.goal, alone.met), (None, Truth::Unknown));
    assert_eq!(zh(&program, &alone), "对照的“占比”没有观测值；最新是2025年的12%。");
}

#[test]
fn what_is_unstated_is_not_judged() {
    let program = compile(
        "indicator 成交额 \"Contracts\" in 亿元 { unstated \"没有说明是一年还是三年。\" \"One year or three isn't said.\" }\ntarget 成交额 = 1000 亿元 by plan end",
    );
    let found = one(&program, "成交额 长春市 2025 240", "2026-06-30");
    assert_eq!(found.judgement.verdict, Verdict::NoData);
    assert_eq!(found.latest.unwrap().value, number("2400000000000"));
    assert_eq!(one(&program, "", "2025-06-30").judgement.verdict, Verdict::NoData);
    assert_eq!(zh(&program, &found), "原文没有说清是哪一种数：没有说明是一年还是三年；最新是2025年的240 亿元。");
}

#[test]
fn of_parties_and_single_subjects_nothing_is_observed() {
    let program = compile(
        "indicator 在孵数 \"Tenants\" in 家 { stock at year end }\nsubject 创新工场 \"Workshop\" is 孵化器 { 孵化器编号: \"F-09\" }\ntarget 在孵数 of 创新工场 >= 20 家 within 3 年",
    );
    let found = one(&program, "在孵数 长春市 2025 30", "2027-06-30");
    assert_eq!((found.region, found.lack), (None, Some(Lack::OfSomebody)));
    assert_eq!(found.eve, day("2025-01-05"));
    assert_eq!(found.end, Some(day("2028-01-06")));
    assert_eq!(found.judgement.verdict, Verdict::NoData);
}

#[test]
fn a_target_without_a_deadline_has_no_path() {
    let program = compile("indicator 高企数 \"HT\" in 户 { stock at year end }\ntarget 高企数 > 4000 户");
    let found = one(&program, "高企数 长春市 2024 3000\n高企数 长春市 2025 3500", "2026-06-30");
    assert_eq!((found.lack, found.expected), (Some(Lack::Deadline), None));
    assert_eq!(found.judgement.verdict, Verdict::NoData);
    assert_eq!(zh(&program, &found), "2025年为3,500 户，离目标（超过4,000 户）还差500 户；目标没有期限。");
}

#[test]
fn a_value_reached_before_is_to_be_held() {
    let program = compile(STOCK);
    let fallen = one(&program, "高企数 长春市 2024 5000\n高企数 长春市 2025 3600", "2026-06-30");
    assert_eq!((fallen.progress, fallen.expected), (exactly(9, 10), Some(Number::ONE)));
    assert_eq!(fallen.judgement.verdict, Verdict::AtRisk);
    let before = one(&program, "高企数 长春市 2024 5000", "2026-06-30");
    assert_eq!(before.judgement.verdict, Verdict::Achieved);
}

#[test]
fn counted_and_reported_stand_side_by_side() {
    let program = compile(STOCK);
    let seen = observations(&program, "高企数 长春市 2024 3000\n高企数 长春市 2025 3500");
    let count = |low: i64, high: i64| {
        let counted = move |_, _| Some(Range::between(Number::int(low), Number::int(high)));
        let settings = Settings { computed: Some(&counted), ..Settings::default() };
        progress(&program, &seen, day("2026-06-30"), &settings).remove(0)
    };
    assert_eq!(count(3300, 3600).counted.unwrap().apart, Some(Number::ZERO));
    assert!(!count(3400, 3450).counted.unwrap().differs);
    let apart = count(2000, 2800);
    assert_eq!(apart.counted.unwrap().apart, Number::ratio(700, 3500));
    assert_eq!(
        apart.difference_said(&program).unwrap().zh,
        "上报与计算不一致：最新是2025年的3,500 户，由事实算出2,000 户至2,800 户，相差20%。"
    );
    // What is counted decides nothing.
    assert_eq!(apart.judgement, count(3300, 3600).judgement);
}

#[test]
fn forecasts_follow_the_kind() {
    // A total: what is known and the years to come.
    let program = compile(SUM);
    let table = "转化数 长春市 2021 250\n转化数 长春市 2022 260\n转化数 长春市 2023 300\n转化数 长春市 2024 290\n转化数 长春市 2025 310\n转化数 长春市 2026 330";
    let told = one(&program, table, "2027-02-01").forecast.unwrap();
    assert!(told.low > 640.0 + 250.0 && told.high < 640.0 + 420.0, "{told:?}");
    assert_eq!((told.fan.len(), told.scenarios.len(), told.trials.len()), (1, 1, 3));
    assert!(told.probability.unwrap() < 0.05);
    let reached = one(&program, "转化数 长春市 2025 700\n转化数 长春市 2026 600", "2027-02-01").forecast.unwrap();
    assert_eq!(reached.probability, Some(1.0));
    // Growth: in rates, with the fan in values.
    let program =
        compile("indicator 经费 \"Spending\" in 亿元 { flow per year }\ntarget growth of 经费 >= 10% by 2027");
    let table = "经费 长春市 2022 83\n经费 长春市 2023 91\n经费 长春市 2024 100\n经费 长春市 2025 112";
    let told = one(&program, table, "2026-02-01").forecast.unwrap();
    assert!(told.low > 0.0 && told.low < 0.11 && told.high > 0.09 && told.high < 0.3, "{told:?}");
    assert_eq!(told.scenarios.len(), 3);
    assert!(told.trials.is_empty() && told.fan[1].1.low > 1e12);
    // A published total never falls, and begins at nought.
    let program = compile("indicator 项目数 \"Projects\" in 项 { cumulative }\ntarget 项目数 = 300 项 by plan end");
    let told = one(&program, "项目数 长春市 2025 90", "2026-02-01").forecast.unwrap();
    assert!(told.low >= 90.0 && told.fan.iter().all(|(_, band)| band.low >= 90.0), "{told:?}");
    // For each year: the weakest of those to come, and nothing mends a year that was missed.
    let program = compile("indicator 投入 \"Money\" in 亿元 { flow per year }\ntarget 投入 >= 10 亿元 each year");
    let before = "投入 长春市 2021 9\n投入 长春市 2022 12\n投入 长春市 2023 9.5\n投入 长春市 2024 11\n";
    let kept = one(&program, &format!("{before}投入 长春市 2025 10.5"), "2026-02-01").forecast.unwrap();
    assert!((0.3..0.99).contains(&kept.probability.unwrap()), "{kept:?}");
    let missed = one(&program, &format!("{before}投入 长春市 2025 9"), "2026-02-01").forecast.unwrap();
    assert_eq!(missed.probability, Some(0.0));
    // After the deadline there is nothing to foretell.
    let program = compile(STOCK);
    assert_eq!(one(&program, "高企数 长春市 2024 3000", "2028-02-01").forecast, Err(Unforeseen::Due));
    assert_eq!(one(&program, "高企数 长春市 2024 3000", "2026-02-01").forecast, Err(Unforeseen::TooShort));
}

#[test]
fn contradicting_figures_are_said_to_be() {
    let program = compile(STOCK);
    let found =
        one(&program, "高企数 长春市 2024 3000\n高企数 长春市 2025 3500\n高企数 长春市 2025 3600", "2026-06-30");
    assert!(zh(&program, &found).contains("户（另有不同的公布数）；"), "{}", zh(&program, &found));
}

#[test]
fn a_path_can_be_chosen() {
    let program = compile(STOCK);
    let seen = observations(&program, "高企数 长春市 2024 3000\n高企数 长春市 202506 3100");
    let follow = |path| {
        let settings = Settings { paths: [(TargetId(0), path)].into_iter().collect(), ..Settings::default() };
        progress(&program, &seen, day("2025-08-01"), &settings).remove(0)
    };
    assert_eq!(follow(Path::Step).expected, Some(Number::ZERO));
    assert_eq!(follow(Path::Milestone).judgement.verdict, Verdict::NotDue);
    let growth = follow(Path::ConstantGrowth).expected_value.unwrap().to_f64();
    let line = follow(Path::Linear).expected_value.unwrap().to_f64();
    assert!(growth < line && growth > 3000.0);
}

#[test]
fn a_ceiling_of_a_total_is_kept_when_the_time_is_over() {
    let program = compile(&SUM.replace("= 1200", "<= 1200"));
    let within = one(&program, "转化数 长春市 2025 300", "2026-02-01");
    assert_eq!((within.met, within.judgement.verdict), (Truth::No, Verdict::OnTrack));
    let above = one(&program, "转化数 长春市 2025 440", "2026-02-01");
    assert_eq!((above.progress, above.judgement.verdict), (exactly(10, 11), Verdict::AtRisk));
    let all = "转化数 长春市 2025 300\n转化数 长春市 2026 300\n转化数 长春市 2027 600";
    assert_eq!(one(&program, all, "2028-02-01").judgement.verdict, Verdict::Achieved);
}
