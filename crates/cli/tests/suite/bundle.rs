//! `wuwei bundle`

use serde_json::Value;

use crate::tool::{A, B, C, DAY, Place, city, made_up};

#[track_caller]
fn bundle(place: &Place, id: &str, more: &[&str]) -> Value {
    let mut all = vec!["bundle", id, "--facts", "facts", "--as-of", "2025-06-30", "--json"];
    all.extend(more);
    place.mini(&all).ends(0).json()
}

fn of<'a>(json: &'a Value, list: &str, benefit: &str, year: u64) -> Option<&'a Value> {
    json[list].as_array().unwrap().iter().find(|it| it["benefit"] == benefit && it["year"] == year)
}

#[test]
fn what_is_given_up_says_what_it_lost_to() {
    let place = Place::with_five();
    let json = bundle(&place, A, &[]);
    assert_eq!(json["years"], serde_json::json!([2025, 2026, 2027]));
    let lost = of(&json, "lost", "低档奖励", 2025).unwrap();
    assert_eq!((&lost["why"], &lost["lost_to"]), (&"choice".into(), &"高档奖励".into()));
    assert_eq!(lost["rule"], "奖励不叠加");
    // None of the benefits says how often it is paid, so each counts once; what gives way this year is free the next.
    assert_eq!(of(&json, "taken", "自动奖励", 2025).unwrap()["paid"]["low"], "200000.00");
    assert_eq!(of(&json, "lost", "自动奖励", 2026).unwrap()["why"], "not_stated");
    assert_eq!(of(&json, "taken", "低档奖励", 2026).unwrap()["paid"]["low"], "10000.00");
    assert_eq!(json["optimal"], true);
    assert_eq!(json["bound"], json["total"]["low"]);
    let still = json["assumed"]["standing_still"].as_array().unwrap();
    assert!(still.contains(&"人数@2025".into()), "{still:?}");
    let shown = place.mini(&["bundle", A, "--facts", "facts", "--as-of", "2025-06-30", "--lang", "en"]).ends(0);
    shown.prints("gives way to Higher award (No double award)").prints("What this assumes");
}

#[test]
fn what_is_not_known_is_shown_apart() {
    let place = Place::with_five();
    let json = bundle(&place, C, &[]);
    let possible = json["possible"].as_array().unwrap();
    let west = possible.iter().find(|it| it["benefit"] == "西区补贴").unwrap();
    assert_eq!(west["missing"][0], "人数@2024");
    assert_eq!(west["adds"]["high"], "500.00");
    assert!(json["taken"].as_array().unwrap().iter().all(|it| it["benefit"] != "西区补贴"));
    // With later figures not known, what is certain today is only possible later.
    let json = bundle(&place, A, &["--later-unknown"]);
    assert!(json["taken"].as_array().unwrap().iter().all(|it| it["benefit"] != "自动奖励" || it["year"] == 2025));
    assert!(json["possible"].as_array().unwrap().iter().any(|it| it["benefit"] == "自动奖励"));
    assert_eq!(json["assumed"]["standing_still"].as_array().unwrap().len(), 0);
}

#[test]
fn who_gets_nothing_is_told_so() {
    let place = Place::with_five();
    let ran = place.mini(&["bundle", B, "--facts", "facts", "--as-of", "2020-06-30"]).ends(0);
    ran.prints("没有确定可得的待遇");
}

/// A limit over all years, one a year, and what is paid once, yearly and by the month.
#[test]
fn limits_and_frequencies_hold_over_the_years() {
    let place = Place::new();
    place.write(
        "library/a.md",
        "# 甲\n\n```wuwei\ndocument demo.a {\n  title \"甲\" \"A\"\n  region 国\n  in force from 2025-01-01\n  basis official\n}\n\
         region 国 \"Land\" code 100000\nparty 财政局 \"Finance\" of 国\n\
         entity 企业 \"Firm\" in 户 {\n  key 代码 : text \"Code\" { about \"码。\" \"Code.\" }\n  home 注册地 : region \"Place\" { about \"地。\" \"Place.\" }\n  上市 : yes/no \"Listed\" { about \"上市。\" \"Listed.\" }\n}\n\
         benefit 一次奖 \"Once\" to 企业 { when 上市   pays 30 万元   once   payer 财政局 }\n\
         benefit 年年补 \"Yearly\" to 企业 { when 上市   pays 20 万元   yearly   payer 财政局 }\n\
         benefit 月月补 \"Monthly\" to 企业 { when 上市   pays 1 万元   monthly, at most 15 months   payer 财政局 }\n\
         benefit 到期奖 \"Sunset\" to 企业 { in force from 2026-03-01 until 2026-09-30   when 上市   pays 5 万元   yearly   payer 财政局 }\n\
         limit 每年限额 \"Each year\" { members 一次奖, 年年补   at most 40 万元 per year }\n\
         limit 总限额 \"In all\" { members 年年补   at most 50 万元 in total }\n```\n",
    );
    place.write("企业.csv", "代码,注册地,上市\n甲,国,是\n");
    place.wuwei(&["load", "企业.csv", "--into", "facts", "--library", "library"]).ends(0);
    let arguments = ["bundle", "甲", "--facts", "facts", "--as-of", "2025-10-15", "--library", "library", "--json"];
    let json = place.wuwei(&arguments).ends(0).json();
    // 30 once; 20 a year, 50 in all, 40 a year together; 15 months of 1; 5 in the summer of 2026.
    assert_eq!(json["total"]["low"], "1000000.00", "{json:#}");
    assert_eq!(json["total"]["high"], "1000000.00");
    let months: Vec<u64> = ["2025", "2026", "2027"]
        .iter()
        .filter_map(|year| of(&json, "taken", "月月补", year.parse().unwrap())?["months"].as_u64())
        .collect();
    assert_eq!(months, [3, 12]);
    assert_eq!(of(&json, "taken", "到期奖", 2026).unwrap()["from"], "2026-03-01");
    let once: Vec<&Value> = json["taken"].as_array().unwrap().iter().filter(|it| it["benefit"] == "一次奖").collect();
    assert_eq!(once.len(), 1);
    assert!(json["lost"].as_array().unwrap().iter().any(|it| it["benefit"] == "一次奖" && it["why"] == "once"));
    assert!(json["taken"].as_array().unwrap().iter().any(|it| !it["cut_by"].is_null()));
}

#[test]
fn the_shipped_library_gives_lawful_sets() {
    for n in 1..=8 {
        let id = made_up(n);
        let place = Place::new();
        let json = place.wuwei(&["bundle", &id, "--facts", city(), "--as-of", DAY, "--json"]).ends(0).json();
        assert_eq!(json["optimal"], true);
        for lost in json["lost"].as_array().unwrap() {
            assert!(!lost["why"].is_null(), "{lost}");
        }
    }
}
