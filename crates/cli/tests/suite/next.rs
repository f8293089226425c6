//! `wuwei next`

use std::io::Write;
use std::process::Stdio;

use crate::tool::{A, B, C, DAY, Place, city, made_up};

const E: &str = "91220104TEAT00005W";
const MINI_DAY: &str = "2025-06-30";

fn next<'a>(id: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["next", id, "--facts", "facts", "--as-of", MINI_DAY];
    all.extend(more);
    all
}

#[test]
fn what_can_change_nothing_is_not_asked() {
    let place = Place::with_five();
    // 甲 has told everything; 难定企业 waits for nothing that anybody could tell.
    let json = place.mini(&next(A, &["--json"])).ends(0).json();
    assert_eq!(json["over"], true);
    assert_eq!(json["questions"].as_array().unwrap().len(), 0);
    assert_eq!(json["open"][0]["name"], "难定企业");
    place.mini(&next(A, &[])).ends(0).prints("问完了");
    place.mini(&next(A, &["--lang", "en"])).ends(0).prints("Undecidable enterprise: the text leaves it open");
    // 丙 isn't trustworthy, so it is no small enterprise whatever its staff is; the staff still counts for the score.
    let json = place.mini(&next(C, &["--json"])).ends(0).json();
    let facts: Vec<&str> =
        json["questions"].as_array().unwrap().iter().map(|it| it["fact"].as_str().unwrap()).collect();
    assert_eq!(facts.len(), 2, "{facts:?}");
    assert!(facts.contains(&"人数@2024") && facts.contains(&"成立日期"));
}

#[test]
fn answers_of_a_file_are_taken_and_the_order_is_computed_anew() {
    let place = Place::with_five();
    let before = place.mini(&next(E, &["--json"])).ends(0).json();
    assert_eq!(before["told"], 0);
    assert_eq!(before["over"], false);
    place.write("answers.txt", "# 电话里问的\n注册地 = 东区\n诚信 = 否\n人数@2024 = 30 人\n研发费用@2024 = ?\n");
    let after = place.mini(&next(E, &["--json", "--answers", "answers.txt"])).ends(0).json();
    assert_eq!(after["told"], 3);
    assert!(after["settled"].as_u64().unwrap() > before["settled"].as_u64().unwrap());
    let facts = |json: &serde_json::Value| -> Vec<String> {
        json["questions"].as_array().unwrap().iter().map(|it| it["fact"].as_str().unwrap().to_string()).collect()
    };
    assert!(!facts(&after).contains(&"人数@2024".to_string()));
    assert!(!facts(&after).contains(&"研发费用@2024".to_string()));
    let waits = after["open"].as_array().unwrap().iter().find(|it| it["name"] == "人均研发费用").unwrap();
    assert_eq!(waits["out_of_reach"][0], "研发费用@2024");
    place.write("answers.json", "{\"注册地\": \"东区\", \"诚信\": false, \"人数@2024\": 30, \"研发费用@2024\": null}");
    let same = place.mini(&next(E, &["--json", "--answers", "answers.json"])).ends(0).json();
    assert_eq!(facts(&same), facts(&after));
}

#[test]
fn wrong_answers_are_refused_with_a_sentence() {
    let place = Place::with_five();
    let cases = [
        ("人数@2024 = 许多\n", "人数"),
        ("研发费用@2024 = 120\n", "没有写单位"),
        ("员工@2024 = 1\n", "员工"),
        ("诚信：是\n", "一行一项"),
        ("级别 = 县级\n", "县级"),
        ("{\"诚信\"", "一行一项"),
    ];
    for (text, said) in cases {
        place.write("answers.txt", text);
        let ran = place.mini(&next(B, &["--answers", "answers.txt"])).ends(2);
        ran.complains(said);
    }
    place.mini(&next(B, &["--answers", "none.txt"])).ends(2);
}

#[test]
fn a_conversation_asks_until_nothing_can_change() {
    let place = Place::with_five();
    let library = crate::tool::mini();
    let mut arguments = next(E, &["--interactive", "--answers", "told.txt", "--from-nothing", "--library"]);
    arguments.push(library.to_str().unwrap());
    let mut command = place.command(&arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // Whatever is asked: an answer that fits no fact, and then that it isn't known.
    child.stdin.take().unwrap().write_all("错\n\n".repeat(20).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{out}");
    assert!(out.contains("问完了") && out.contains("told.txt"), "{out}");
    let kept = place.read("told.txt");
    assert!(kept.lines().count() >= 3 && kept.lines().all(|line| line.ends_with("= ?")), "{kept}");
    // The file is what --answers reads, so the conversation goes on where it ended.
    let json = place.mini(&next(E, &["--json", "--from-nothing", "--answers", "told.txt"])).ends(0).json();
    assert_eq!(json["over"], true);
}

#[test]
fn chances_come_from_peers_where_there_are_some() {
    let id = made_up(3);
    let arguments = ["next", &id, "--facts", city(), "--as-of", DAY, "--from-nothing", "--json"];
    let json = Place::new().wuwei(&arguments).ends(0).json();
    let questions = json["questions"].as_array().unwrap();
    assert!(questions.len() > 50);
    assert!(questions.iter().any(|it| it["peers"].as_u64().is_some_and(|peers| peers >= 20)));
    let worths: Vec<f64> = questions.iter().map(|it| it["worth"].as_f64().unwrap()).collect();
    assert!(worths.windows(2).all(|pair| pair[0] >= pair[1]));
    assert!(questions.iter().all(|it| (0.0..=1.0).contains(&it["likelihood"].as_f64().unwrap())));
    let few = Place::with_five();
    let json = few.mini(&next(E, &["--json"])).ends(0).json();
    assert!(json["questions"].as_array().unwrap().iter().all(|it| it["peers"].is_null()));
}
