//! Revisions, contradictions, and how things looked on a past day.

use wuwei_ir::{Date, Number};
use wuwei_plan::{Observations, Period, Point, Status};

use crate::random::{Random, seeds};
use crate::world::{day, good, indicator, program, region, said};

const NAME: &str = "高新技术企业数";

fn values(observations: &Observations, known_on: &str) -> Vec<String> {
    let series = observations.series(indicator(NAME), region("110000"), day(known_on));
    let shown = |point: &Point| {
        let mark = if point.in_conflict { "*" } else { "" };
        format!("{} {}{mark}", point.period, point.value)
    };
    series.points.iter().map(shown).collect()
}

#[test]
fn a_revision_replaces_what_was_known_from_its_day_on() {
    let all = good(&format!(
        "{NAME},北京市,2023,90,户,preliminary,甲,,2024-01-10\n\
         {NAME},北京市,2023,95,户,reported,甲,,2024-03-01\n\
         {NAME},北京市,2023,97,户,revised,甲,,2025-02-01\n\
         {NAME},北京市,2024,118,户,reported,甲,,2025-02-01\n"
    ));
    assert_eq!(values(&all, "2024-01-09"), Vec::<String>::new());
    assert_eq!(values(&all, "2024-01-10"), ["2023 90"]);
    assert_eq!(values(&all, "2024-12-31"), ["2023 95"]);
    assert_eq!(values(&all, "2026-01-01"), ["2023 97", "2024 118"]);
    assert!(all.all().iter().all(|row| !row.in_conflict));
    let growth = all.growth(&all.all()[3]).unwrap();
    assert_eq!(growth, Number::ratio(21, 97).unwrap());
}

#[test]
fn figures_that_contradict_each_other_stay_and_are_marked() {
    let all = good(&format!(
        "{NAME},北京市,2024,4107,户,reported,省政府网,,2025-02-15\n\
         {NAME},北京市,2024,3590,户,reported,网页,,2025-03-01\n\
         {NAME},北京市,2023,10,户,derived,推算,,2025-04-01\n\
         {NAME},北京市,2023,12,户,reported,公报,,2025-02-01\n\
         {NAME},北京市,2022,7,户,reported,甲,,2025-02-01\n\
         {NAME},北京市,2022,7,户,reported,乙,,2025-02-01\n"
    ));
    // What somebody derived stands behind what was published, though it became known later.
    assert_eq!(values(&all, "2025-02-20"), ["2022 7", "2023 12", "2024 4107"]);
    assert_eq!(values(&all, "2025-12-31"), ["2022 7", "2023 12*", "2024 3590*"]);
    let marks: Vec<bool> = all.all().iter().map(|row| row.in_conflict).collect();
    assert_eq!(marks, [true, true, true, true, false, false]);
    assert_eq!(all.growth(&all.all()[0]), None);
}

#[test]
fn a_revision_ends_a_contradiction() {
    let rows = format!(
        "{NAME},北京市,2024,4107,户,reported,省政府网,,2025-02-15\n\
         {NAME},北京市,2024,3590,户,reported,网页,,2025-03-01\n"
    );
    let mut all = good(&rows);
    assert!(all.all().iter().all(|row| row.in_conflict));
    let revised = good(&format!("{rows}{NAME},北京市,2024,4110,户,revised,省政府网,,2025-06-01\n"));
    assert_eq!(values(&revised, "2025-05-31"), ["2024 3590*"]);
    assert_eq!(values(&revised, "2025-06-01"), ["2024 4110"]);
    all.append(said(&revised).into_iter().skip(2));
    assert_eq!(said(&all), said(&revised));
}

#[test]
fn a_withdrawn_figure_is_no_value() {
    let all = good(&format!(
        "{NAME},北京市,2024,4107,户,reported,甲,,2025-02-15\n{NAME},北京市,2024,NaN,,revised,甲,撤回,2025-06-01\n"
    ));
    assert_eq!(values(&all, "2025-05-31"), ["2024 4107"]);
    assert_eq!(values(&all, "2025-06-01"), Vec::<String>::new());
}

#[test]
fn parts_of_the_whole_are_no_values_of_the_series() {
    let (all, imported) = crate::world::read(
        format!("指标,区域,时期,行业,数值,单位\n{NAME},北京市,2024,,118,户\n{NAME},北京市,2024,汽车,30,户\n"),
        wuwei_plan::Accept::Sound,
    );
    assert_eq!(imported.added, 2);
    assert_eq!(values(&all, "2026-01-01"), ["2024 118"]);
    assert_eq!(all.all()[1].breakdowns.get("行业"), "汽车");
    // Nobody said when it was learnt: the day after the period.
    assert_eq!(all.all()[0].learnt, day("2025-01-01"));
}

/// For every past day, what was known is what the rows learnt by then say.
#[test]
fn every_past_day_can_be_replayed() {
    for seed in seeds(150) {
        let mut random = Random::new(seed);
        let mut rows = crate::random::observations(&mut random, program(), 40);
        // Few indicators, regions and periods, so that rows meet.
        for row in &mut rows {
            row.indicator = indicator(NAME);
            row.region = region(["110000", "220000"][random.below(2)]);
            row.period = *random.pick(&[2022, 2023, 2024].map(|year| Period::year(year).unwrap()));
            row.learnt = Date::from_days(19_000 + random.below(12) as i64).unwrap();
        }
        let mut all = Observations::default();
        all.append(rows.clone());
        let unnumbered = |point: &Point| Point { observation: 0, ..point.clone() };
        for past in 18_999..19_013 {
            let past = Date::from_days(past).unwrap();
            let mut then = Observations::default();
            then.append(rows.iter().filter(|row| row.learnt <= past).cloned());
            for code in ["110000", "220000"] {
                let now = all.series(indicator(NAME), region(code), past);
                let expected = then.series(indicator(NAME), region(code), Date::MAX);
                let shown = |points: &[Point]| points.iter().map(unnumbered).collect::<Vec<_>>();
                assert_eq!(shown(&now.points), shown(&expected.points), "seed {seed}, {past}");
                for point in &now.points {
                    let row = &all.all()[point.observation];
                    assert_eq!((row.value(), row.period), (Some(point.value), point.period));
                    assert_eq!(now.at(point.period), Some(point));
                }
            }
        }
        // Added one by one they come to the same.
        let mut slowly = Observations::default();
        for row in rows {
            slowly.append([row]);
        }
        assert_eq!(said(&slowly), said(&all), "seed {seed}");
        assert!(all.all().iter().all(|row| row.status != Status::Revised || row.learnt <= Date::MAX));
    }
}
