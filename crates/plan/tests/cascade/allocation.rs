//! A target split among the regions below.

use wuwei_ir::{IndicatorId, Number};
use wuwei_plan::cascade::{Allocation, NotAllocable, Question, Rule, allocate};

use super::small::{Case, day, plan};

fn case(target: &str, seen: &str) -> Case {
    Case::new(&[plan("city", "长春市", "", target)], seen)
}

fn split(case: &Case, rule: Rule) -> Result<Allocation, NotAllocable> {
    let children = ["朝阳区", "南关区", "宽城区"].map(|name| case.region(name)).to_vec();
    let question = Question { target: case.target("city"), children, rule, as_of: day("2026-06-30"), step: None };
    allocate(case.program(), &case.library.observations, &question)
}

/// What each region gets, in the order of their codes, the remainder, and who is undecided.
fn shown(case: &Case, allocation: &Allocation) -> (Vec<String>, String, Vec<&'static str>) {
    let name = |region| case.program().region(region).head.name.as_str();
    let row = |row: &wuwei_plan::cascade::Allotment| format!("{} {}", name(row.region), row.value.to_decimal(2));
    let sum = allocation.rows.iter().try_fold(allocation.remainder, |sum, row| sum.add(row.value)).unwrap();
    assert_eq!(sum, allocation.goal, "the table adds up");
    (
        allocation.rows.iter().map(row).collect(),
        allocation.remainder.to_decimal(2),
        allocation.undecided.iter().map(|one| name(one.region)).collect(),
    )
}

fn firms(values: &[(&str, i32, i64)]) -> String {
    values.iter().map(|(region, year, value)| format!("企业数,{region},{year},{value},户,reported,甲报\n")).collect()
}

const GOAL: &str = "target 企业数 >= 100 户 by 2027";

#[test]
fn by_stock_who_has_more_does_more() {
    let case = case(GOAL, &firms(&[("朝阳区", 2024, 30), ("南关区", 2024, 20), ("宽城区", 2024, 10)]));
    let found = split(&case, Rule::Stock).unwrap();
    assert_eq!(
        shown(&case, &found),
        (vec!["南关区 33".into(), "宽城区 17".into(), "朝阳区 50".into()], "0".into(), vec![])
    );
    assert_eq!(found.rows[2].share, Number::ratio(1, 2).unwrap());
}

#[test]
fn who_has_no_figure_gets_no_guess() {
    let known = [("朝阳区", 2024, 30), ("南关区", 2024, 20)];
    let with_whole = firms(&[known[0], known[1], ("长春市", 2024, 80)]);
    let case_ = case(GOAL, &with_whole);
    let found = split(&case_, Rule::Stock).unwrap();
    // Of the 80 firms of the city 30 are in a district that publishes none: 37.5 of the hundred are left for it.
    assert_eq!(shown(&case_, &found), (vec!["南关区 25".into(), "朝阳区 37".into()], "38".into(), vec!["宽城区"]));
    assert!(found.undecided[0].why.zh.contains("没有“企业数”的公布值"));
    // Without the whole, or with one of another year or smaller than its parts, nobody's part can be told.
    for whole in [None, Some(("长春市", 2023, 80)), Some(("长春市", 2024, 40))] {
        let case = case(GOAL, &firms(&[&known[..], whole.as_slice()].concat()));
        let found = split(&case, Rule::Stock).unwrap();
        assert_eq!(shown(&case, &found), (vec![], "100".into(), vec!["南关区", "宽城区", "朝阳区"]));
    }
}

#[test]
fn by_trend_everybody_keeps_what_there_is() {
    let seen = firms(&[
        ("朝阳区", 2022, 20),
        ("朝阳区", 2024, 30),
        ("南关区", 2023, 15),
        ("南关区", 2024, 20),
        ("宽城区", 2023, 14),
        ("宽城区", 2024, 10),
    ]);
    let case_ = case(GOAL, &seen);
    let found = split(&case_, Rule::Trend).unwrap();
    // 40 to gain, by five a year each in two districts; the third lost and keeps what it has.
    assert_eq!(
        shown(&case_, &found),
        (vec!["南关区 40".into(), "宽城区 10".into(), "朝阳区 50".into()], "0".into(), vec![])
    );
    let beyond: Vec<Option<bool>> = found.rows.iter().map(|row| row.is_beyond_any_pace()).collect();
    // 20 more in three years are more than five a year; nothing more is less than nothing lost.
    assert_eq!(beyond, [Some(true), Some(true), Some(true)]);
    let case_ = case("target 企业数 >= 50 户 by 2027", &seen);
    assert_eq!(split(&case_, Rule::Trend), Err(NotAllocable::AlreadyMore));
}

#[test]
fn the_share_beyond_any_pace_is_marked() {
    let seen = firms(&[
        ("朝阳区", 2023, 20),
        ("朝阳区", 2024, 30),
        ("南关区", 2023, 19),
        ("南关区", 2024, 20),
        ("宽城区", 2024, 10),
    ]);
    let case = case(GOAL, &seen);
    let found = split(&case, Rule::Stock).unwrap();
    let beyond: Vec<_> = found.rows.iter().map(|row| (row.is_beyond_any_pace(), row.is_below_latest())).collect();
    // 南关 33: 13 more in three years, at most one before; 宽城: one figure shows no pace; 朝阳 50: 20 in three years, ten before.
    assert_eq!(beyond, [(Some(true), false), (None, false), (Some(false), false)]);
}

#[test]
fn by_capacity_another_indicator_decides() {
    let seen = "产值,朝阳区,2024,3,亿元,reported,甲报\n产值,南关区,2024,1,亿元,reported,甲报\n产值,宽城区,2024,0,亿元,reported,甲报\n企业数,朝阳区,2024,90,户,reported,甲报\n";
    let case = case(GOAL, seen);
    let at = case.program().indicators.iter().position(|one| one.head.name == "产值").unwrap();
    let found = split(&case, Rule::Capacity(IndicatorId::from_index(at))).unwrap();
    assert_eq!(
        shown(&case, &found),
        (vec!["南关区 25".into(), "宽城区 0".into(), "朝阳区 75".into()], "0".into(), vec![])
    );
    assert!(found.rows[2].is_below_latest(), "it has 90 already");
}

#[test]
fn equal_growth_is_stock_where_all_figures_are_of_one_year() {
    let case = case(GOAL, &firms(&[("朝阳区", 2024, 31), ("南关区", 2024, 22), ("宽城区", 2024, 13)]));
    let (stock, growth) = (split(&case, Rule::Stock).unwrap(), split(&case, Rule::EqualGrowth).unwrap());
    assert_eq!(stock.rows, growth.rows);
}

#[test]
fn equal_growth_gives_more_years_to_older_figures() {
    let case_ = case(GOAL, &firms(&[("朝阳区", 2023, 20), ("南关区", 2025, 20), ("宽城区", 2025, 20)]));
    let found = split(&case_, Rule::EqualGrowth).unwrap();
    // 20 g⁴ + 40 g² = 100 has g² = 1.449, so 42 and 29 each.
    assert_eq!(
        shown(&case_, &found),
        (vec!["南关区 29".into(), "宽城区 29".into(), "朝阳区 42".into()], "0".into(), vec![])
    );
    // With one unknown the city's own rate counts: from 50 to 100 in two years, 41.4% a year.
    let case_ = case(GOAL, &firms(&[("朝阳区", 2025, 20), ("南关区", 2025, 10), ("长春市", 2025, 50)]));
    let found = split(&case_, Rule::EqualGrowth).unwrap();
    assert_eq!(shown(&case_, &found), (vec!["南关区 20".into(), "朝阳区 40".into()], "40".into(), vec!["宽城区"]));
}

#[test]
fn what_does_not_add_up_is_not_split() {
    let rate = case("target 占地 >= 50% by 2027", "");
    assert_eq!(split(&rate, Rule::Stock), Err(NotAllocable::NotAdditive));
    let growth = case("target growth of 企业数 >= 10% by 2027", "");
    assert_eq!(split(&growth, Rule::Stock), Err(NotAllocable::NoGoal));
    // What growth leads to is rounded up to whole firms before it is split.
    let growth = case("target growth of 企业数 >= 10% by 2027", &firms(&[("长春市", 2024, 77), ("朝阳区", 2024, 7)]));
    assert_eq!(split(&growth, Rule::Stock).unwrap().goal, Number::int(103));
}

#[test]
fn only_regions_below_and_each_once() {
    let case = case(GOAL, "");
    let among = |names: &[&str]| {
        let children = names.iter().map(|name| case.region(name)).collect();
        let (target, as_of) = (case.target("city"), day("2026-06-30"));
        let question = Question { target, children, rule: Rule::Stock, as_of, step: None };
        allocate(case.program(), &case.library.observations, &question).map(|found| found.undecided.len())
    };
    assert_eq!(among(&[]), Err(NotAllocable::NoRegion));
    assert_eq!(among(&["朝阳区", "吉林市"]), Err(NotAllocable::Outside(case.region("吉林市"))));
    assert_eq!(among(&["长春市"]), Err(NotAllocable::Outside(case.region("长春市"))));
    assert_eq!(among(&["朝阳区", "朝阳区"]), Ok(1));
    let province = Case::new(&[plan("city", "吉林省", "", GOAL)], "");
    let children = ["长春市", "朝阳区"].map(|name| province.region(name)).to_vec();
    let question =
        Question { target: province.target("city"), children, rule: Rule::Stock, as_of: day("2026-06-30"), step: None };
    let found = allocate(province.program(), &province.library.observations, &question);
    assert_eq!(found, Err(NotAllocable::Nested(province.region("朝阳区"))));
}

#[test]
fn every_table_adds_up_whatever_is_known() {
    let mut state = 11_u64;
    let mut draw = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % end) as i64
    };
    let regions = ["朝阳区", "南关区", "宽城区", "长春市"];
    let mut decided = 0;
    for _ in 0..150 {
        let mut seen = Vec::new();
        for region in regions {
            let scale = if region == "长春市" { 4 } else { 1 };
            let years = (2022..=2025).filter(|_| draw(3) > 0).collect::<Vec<i32>>();
            seen.extend(years.into_iter().map(|year| (region, year, scale * (draw(60) - 3))));
        }
        let goal = format!("target 企业数 >= {} 户 by 2027", 1 + draw(900));
        let case = case(&goal, &firms(&seen));
        for rule in [Rule::Stock, Rule::Trend, Rule::EqualGrowth] {
            let Ok(found) = split(&case, rule) else { continue };
            // The sum is checked in there.
            let (rows, _, undecided) = shown(&case, &found);
            assert_eq!(rows.len() + undecided.len(), 3, "{seen:?}");
            assert!(found.remainder.signum() >= 0 && found.rows.iter().all(|row| row.value.signum() >= 0), "{seen:?}");
            assert!(undecided.is_empty() == (found.remainder == Number::ZERO) || !rows.is_empty(), "{seen:?}");
            decided += rows.len();
            let mut children = ["宽城区", "朝阳区", "南关区"].map(|name| case.region(name)).to_vec();
            children.rotate_left(draw(3) as usize);
            let question = Question { target: found.target, children, rule, as_of: day("2026-06-30"), step: None };
            assert_eq!(allocate(case.program(), &case.library.observations, &question), Ok(found));
        }
    }
    assert!(decided > 200, "{decided}");
}

#[test]
fn negative_figures_get_nothing_proposed() {
    let case =
        case(GOAL, &firms(&[("朝阳区", 2024, 30), ("南关区", 2024, -20), ("宽城区", 2024, 10), ("长春市", 2024, 80)]));
    let found = split(&case, Rule::Stock).unwrap();
    assert_eq!(shown(&case, &found), (vec!["宽城区 13".into(), "朝阳区 37".into()], "50".into(), vec!["南关区"]));
}

#[test]
fn money_is_split_into_hundredths_of_its_unit() {
    let seen = "产值,朝阳区,2024,1,亿元,reported,甲报\n产值,南关区,2024,1,亿元,reported,甲报\n产值,宽城区,2024,1,亿元,reported,甲报\n";
    let case = case("target 产值 >= 10 亿元 by 2027", seen);
    let found = split(&case, Rule::Stock).unwrap();
    let unit = Number::int(10_000_000_000);
    let parts: Vec<String> = found.rows.iter().map(|row| row.value.div(unit).unwrap().to_decimal(4)).collect();
    assert_eq!(parts, ["3.34", "3.33", "3.33"]);
    let json = found.json(case.program(), wuwei_source::Lang::Zh);
    assert_eq!((&json["unit"], &json["goal"], &json["rule"]), (&"亿元".into(), &10.into(), &"stock".into()));
    assert_eq!(json["rows"][0]["value"].as_f64(), Some(3.34));
    assert_eq!(
        (&json["rows"][0]["latest"]["year"], &json["rows"][0]["best_pace"]),
        (&2024.into(), &serde_json::Value::Null)
    );
}
