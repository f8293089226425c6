//! What is doubtful in tables that can be read.

use wuwei_plan::{Accept, Class, Finding, Imported, Observations, quality};
use wuwei_source::Lang;

use crate::world::{findings, good, program, read, table};

fn look(rows: &str) -> (Observations, Imported) {
    read(table(rows), Accept::Readable)
}

/// The rows and reasons of a finding.
fn places(imported: &Imported, id: &str) -> Vec<String> {
    let found = imported.findings.iter().filter(|finding| finding.id == id);
    found.flat_map(|finding| &finding.places).map(|place| format!("{} {}", place.row.unwrap(), place.why.en)).collect()
}

#[test]
fn a_sound_table_has_no_findings() {
    let (_, imported) = look(
        "高新技术企业数,北京市,2022,1378,户,,甲,,\n\
         高新技术企业数,北京市,2023,4033,户,derived,甲,,\n\
         高新技术企业数,北京市,2024,4598,户,,甲,,\n\
         高新技术企业数,北京市,2025,7000,户,preliminary,甲,,2025-11-19\n\
         高技术占比,北京市,2024,100,%,,甲,,\n\
         人才净流入,北京市,2024,-2,万人,,甲,,\n\
         产值增速,北京市,2023,0.1,%,,甲,,\n\
         产值增速,北京市,2024,12,%,,甲,,\n\
         全国排名,北京市,2023,72,位,,甲,,\n\
         全国排名,北京市,2024,1,位,,甲,,\n",
    );
    assert_eq!(findings(&imported), Vec::<String>::new(), "{:#?}", imported.findings);
}

#[test]
fn shares_counts_and_days_that_cannot_be() {
    let (_, imported) = look(
        "高技术占比,北京市,2024,140,%,,甲,,\n\
         高技术占比,北京市,2023,14,,,甲,,\n\
         高新技术企业数,北京市,2024,-5,户,,甲,,\n\
         研发经费投入,北京市,2024,-5,亿元,,甲,,\n\
         人才总量,北京市,2026,5,万人,preliminary,甲,,2025-06-01\n\
         人才总量,北京市,2025,5,万人,,甲,,2025-06-01\n",
    );
    assert_eq!(places(&imported, "share-out-of-range"), ["2 a share of 140 %", "3 a share of 1400 %"],);
    assert_eq!(places(&imported, "negative-count"), ["4 a count of -5 户"]);
    assert_eq!(
        places(&imported, "future-period"),
        [
            "6 when it was learnt on 2025-06-01, 2026 hadn't begun",
            "7 when it was learnt on 2025-06-01, 2025 wasn't over"
        ]
    );
}

#[test]
fn a_jump_is_told_by_its_factor() {
    let rows = |values: &[(i32, &str)]| -> String {
        values.iter().map(|(year, value)| format!("高新技术企业数,北京市,{year},{value},户,,甲,,\n")).collect()
    };
    let jumps = |values: &[(i32, &str)]| places(&look(&rows(values)).1, "sudden-jump");
    // 万户 for 户.
    assert_eq!(
        jumps(&[(2020, "2013"), (2021, "2286"), (2022, "26000000"), (2023, "3100")]),
        ["4 about 10000 times the 2286 户 of 2021"]
    );
    assert_eq!(
        jumps(&[(2020, "2013"), (2021, "0.2286"), (2022, "2600")]),
        ["3 about one 10000th of the 2013 户 of 2020"]
    );
    assert_eq!(jumps(&[(2020, "2013"), (2021, "200000")]), ["3 about 100 times the 2013 户 of 2020"]);
    // The first of a series can be the one that is wrong.
    assert_eq!(jumps(&[(2020, "20130000"), (2021, "2286"), (2022, "2600"), (2023, "3100")]).len(), 1);
    // A series that changes its unit for good is told from there on.
    assert_eq!(
        jumps(&[(2019, "1900"), (2020, "2013"), (2021, "2286"), (2022, "26000000"), (2023, "31000000")]).len(),
        2
    );
    // Honest growth, however fast, and first successes.
    assert_eq!(jumps(&[(2020, "100"), (2021, "1000"), (2022, "10000"), (2023, "100000")]), Vec::<String>::new());
    assert_eq!(jumps(&[(2020, "1"), (2021, "60")]), Vec::<String>::new());
    let (_, imported) = look("高技术占比,北京市,2023,0.55,%,,甲,,\n高技术占比,北京市,2024,56,%,,甲,,\n");
    assert_eq!(places(&imported, "sudden-jump"), ["3 about 100 times the 0.55 % of 2023"]);
}

/// A file is held against the series that it continues.
#[test]
fn a_jump_against_what_was_there_before() {
    let mut all = good("高新技术企业数,北京市,2022,2286,户,,甲,,\n高新技术企业数,北京市,2023,2600,户,,甲,,\n");
    let text = table("高新技术企业数,北京市,2024,3100,万户,,甲,,\n");
    let imported =
        wuwei_plan::Importer::new(program()).import(&mut all, text.as_bytes(), &crate::world::options(Accept::Sound));
    assert_eq!((imported.loaded, all.all().len()), (false, 2));
    assert_eq!(places(&imported, "sudden-jump"), ["2 about 10000 times the 2600 户 of 2023"]);
}

#[test]
fn contradictions_repetitions_and_figures_without_a_source() {
    let (all, imported) = look(
        "人才总量,北京市,2024,158,万人,,甲,,\n\
         人才总量,北京市,2024,160,万人,,乙,,\n\
         人才总量,北京市,2024,160,万人,,乙,,\n\
         人才总量,北京市,2023,150,万人,,,,\n",
    );
    assert_eq!(findings(&imported), ["duplicate-row 1", "conflicting-figures 2", "unsourced-figure 1"]);
    assert_eq!(
        places(&imported, "conflicting-figures"),
        ["2 there is also 160 万人 [乙]", "3 there is also 158 万人 [甲]"]
    );
    // They are shown and hold nothing up.
    let (_, sound) =
        read(table("人才总量,北京市,2024,158,万人,,甲,,\n人才总量,北京市,2024,160,万人,,乙,,\n"), Accept::Sound);
    assert!(sound.loaded);
    let ids: Vec<&str> = quality(program(), &all).iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["conflicting-figures", "unsourced-figure"]);
}

#[test]
fn a_finding_as_json() {
    let (_, imported) = look("高技术占比,北京市,2024,140,%,,甲,,\n高技术占,北京市,2024,1,%,,甲,,\n");
    let json: Vec<_> = imported.findings.iter().map(Finding::json).collect();
    assert_eq!(json.len(), 2);
    let share = &json[1];
    assert_eq!(share["finding"], "share-out-of-range");
    assert_eq!((&share["class"], &share["count"], &share["of"]), (&"accuracy".into(), &1.into(), &2.into()));
    let place = &share["places"][0];
    assert_eq!((&place["file"], &place["row"]), (&"表.csv".into(), &2.into()));
    assert_eq!(place["why"]["zh"], "占比 140%");
    for finding in &imported.findings {
        assert_eq!(finding.class, Class::Accuracy);
        for lang in [Lang::Zh, Lang::En] {
            assert!(!finding.heading.get(lang).is_empty() && !finding.mend.get(lang).is_empty());
        }
    }
    assert_eq!(imported.json()["findings"][1], *share);
}
