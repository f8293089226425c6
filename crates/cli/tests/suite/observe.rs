//! `wuwei observe`

use crate::tool::Place;

const HEADER: &str = "指标,区域,时期,数值,单位,状态,来源,说明\n";

fn table(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

const GOOD: &str = "高新技术企业数,朝阳区,2023,200,户,公布,示例,\n高新技术企业数,朝阳区,2024,230,户,公布,示例,\n";

/// One row in order, and one of each kind of mistake.
const SPOILT: &str = "\
高新技术企业数,南关区,2023,150,户,公布,示例,
高新技术企业数,南关区,2024,160,万户,公布,示例,
高新技术企业数,某某区,2024,160,户,公布,示例,
高新技术企业数,南关区,2024X,160,户,公布,示例,
高新技术企业数,南关区,2025,160,亿元,公布,示例,
研发经费投入强度,南关区,2024,140,%,公布,示例,
";

#[test]
fn a_table_is_all_or_nothing_and_faults_have_their_rows() {
    let place = Place::new();
    place.write("spoilt.csv", table(SPOILT));
    let ran = place.wuwei(&["observe", "import", "spoilt.csv"]).ends(1);
    let ran = ran.prints("一行都没有装").prints("第 4 行 “区域”列：“某某区”").prints("第 5 行 “时期”列：“2024X”");
    ran.prints("(sudden-jump)").prints("(wrong-unit)").prints("(share-out-of-range)").prints("--good-rows-only");
    assert_eq!(place.files(""), ["spoilt.csv"]);
    let ran = place.wuwei(&["observe", "import", "spoilt.csv", "--good-rows-only", "--lang", "en"]).ends(0);
    ran.prints("1 new, 0 there already, 5 left out");
    let text = place.read("library/observations/imported.csv");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("高新技术企业数,南关区,2023,150,户,reported,示例,,2024-01-01"), "{text}");
}

#[test]
fn doubtful_rows_are_added_when_somebody_has_looked() {
    let place = Place::new();
    place.write(
        "odd.csv",
        table("高新技术企业数,南关区,2023,150,户,公布,示例,\n高新技术企业数,南关区,2024,160,万户,公布,示例,\n"),
    );
    place.wuwei(&["observe", "import", "odd.csv"]).ends(1).prints("--as-checked");
    place.wuwei(&["observe", "import", "odd.csv", "--as-checked"]).ends(0).prints("新增 2 行");
    place.wuwei(&["observe", "import", "odd.csv", "--as-checked", "--good-rows-only"]).ends(2);
}

#[test]
fn what_is_there_is_not_added_again_and_revisions_come_below() {
    let place = Place::new();
    place.write("first.csv", table(GOOD));
    place.wuwei(&["observe", "import", "first.csv"]).ends(0).prints("新增 2 行");
    let before = place.read("library/observations/imported.csv");
    place.wuwei(&["observe", "import", "first.csv"]).ends(0).prints("新增 0 行，已有 2 行");
    assert_eq!(place.read("library/observations/imported.csv"), before);
    place.write("later.csv", table("高新技术企业数,朝阳区,2024,240,户,修订,示例,\n"));
    place.wuwei(&["observe", "import", "later.csv", "--learnt", "2025-09-01"]).ends(0);
    let after = place.read("library/observations/imported.csv");
    assert!(after.starts_with(&before) && after.ends_with("240,户,修订,示例,,2025-09-01\n"), "{after}");
    // Every past day is shown as it was.
    let latest = |day: &str| {
        let arguments = ["plan", "chaoyang/plan-2025", "--as-of", day, "--json", "--library", "library"];
        let json = place.wuwei(&arguments).ends(0).json();
        let rows = json.as_array().unwrap();
        rows.iter().find(|row| row["indicator"] == "高新技术企业数").unwrap()["latest"]["value"].clone()
    };
    assert_eq!((latest("2025-08-31"), latest("2025-09-01")), (230.into(), 240.into()));
}

#[test]
fn a_table_that_lacks_a_column_stays_as_it_is() {
    let place = Place::new();
    place.write("old.csv", table("高新技术企业数,二道区,2023,90,户,公布,示例,\n"));
    place.write("new.csv", table(GOOD));
    let ran = place.wuwei(&["observe", "import", "new.csv", "--into", "old.csv"]).ends(2);
    ran.complains("old.csv 没有“得知日期”列");
    place.write("notes.csv", "name,phone\n");
    place
        .wuwei(&["observe", "import", "new.csv", "--into", "notes.csv", "--lang", "en"])
        .ends(2)
        .complains("notes.csv");
    assert!(place.read("old.csv").ends_with("二道区,2023,90,户,公布,示例,\n"));
    place.wuwei(&["observe", "import", "nowhere.xlsx"]).ends(2).complains("nowhere.xlsx");
    place.wuwei(&["observe"]).ends(2);
}

/// What goes out comes in unchanged, in every form.
#[test]
fn exports_are_imported_unchanged() {
    for format in ["csv", "xlsx", "sdmx"] {
        let place = Place::new();
        let file = if format == "xlsx" { "all.xlsx" } else { "all.csv" };
        place.wuwei(&["observe", "export", "--format", format, "--out", file]).ends(0).complains("105");
        let ran = place.wuwei(&["observe", "import", file, "--json"]).ends(0).json();
        assert_eq!(ran["files"][0]["known"], 105, "{format} {ran}");
        assert_eq!((&ran["added"], &ran["into"]), (&0.into(), &serde_json::Value::Null));
        // Into a library of its own, where nothing is known yet: the same comes out again.
        let first = place.bytes(file);
        let empty = ["--library", "own", "--format", format];
        place.write("own/readme.csv", "indicator,region,period,value\n");
        place.wuwei(&[&["observe", "export", "--out", "again"][..], &empty[..]].concat()).ends(0);
        assert_eq!(first, place.bytes("again"), "{format}");
    }
}

#[test]
fn exports_are_of_a_day_and_in_both_languages() {
    let place = Place::new();
    let ran = place.wuwei(&["observe", "export", "--as-of", "2021-01-01"]).ends(0);
    let ran = ran.prints("指标,区域,时期,数值,单位,状态,来源,说明,得知日期").prints("科技型中小企业数,长春市,2020,512");
    ran.prints_not(",2021,").prints_not(",2025,");
    place.wuwei(&["observe", "export", "--lang", "en"]).ends(0).prints("indicator,region,period");
    place.wuwei(&["observe", "export", "--format", "sdmx"]).ends(0).prints("STRUCTURE,STRUCTURE_ID,ACTION");
    place.wuwei(&["observe", "export", "--format", "xlsx"]).ends(2).complains("--out");
}

#[test]
fn tables_are_looked_through_in_the_manner_of_a_checker() {
    let place = Place::new();
    place.write("spoilt.csv", table(SPOILT));
    let json = place.wuwei(&["observe", "check", "spoilt.csv", "--json"]).ends(1).json();
    let found = json[0]["findings"].as_array().unwrap();
    let jump = found.iter().find(|one| one["finding"] == "sudden-jump").unwrap();
    assert_eq!((&jump["class"], &jump["count"], &jump["places"][0]["row"]), (&"accuracy".into(), &1.into(), &3.into()));
    assert!(jump["mend"]["zh"].is_string() && jump["mend"]["en"].is_string());
    place.write("good.csv", table(GOOD));
    place.wuwei(&["observe", "check", "good.csv"]).ends(0).prints("没有发现问题。");
    place.wuwei(&["observe", "check", "good.csv", "--lang", "en"]).ends(0).prints("Nothing is wrong.");
    // The library's own tables: figures that differ are kept and told.
    place.wuwei(&["observe", "check"]).ends(0).prints("(conflicting-figures)").prints("observations.csv 第 72 行");
}
