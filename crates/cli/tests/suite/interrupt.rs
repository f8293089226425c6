//! Ctrl-C.

#![cfg(unix)]

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::tool::{A, Place, code};

/// Runs a command and interrupts it as soon as a file that begins with a dot stands in a folder, that is, while it writes;
/// at the latest after some seconds. Says how the command ended.
fn interrupted(place: &Place, arguments: &[&str], folder: &str, patience: Duration) -> Option<i32> {
    let mut child = place.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        let is_writing = place.files(folder).iter().any(|file| file.starts_with('.'));
        if is_writing || start.elapsed() > patience {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success() || child.try_wait().unwrap().is_some());
    child.wait().unwrap().code()
}

fn many_rows(n: usize) -> String {
    let mut text = "统一社会信用代码,名称,注册地,职工总数@2024,研发费用@2024,营业收入@2024\n".to_string();
    for row in 1..=n {
        let id = code(row);
        writeln!(text, "{id},企业{row},朝阳区,{row},{}.25,{}.5", row * 37, row * 1001).unwrap();
    }
    text
}

#[test]
fn an_interrupted_load_leaves_nothing_half_written() {
    let place = Place::new();
    place.write("企业.csv", many_rows(20_000));
    let load = ["load", "企业.csv", "--into", "facts"];
    let code = interrupted(&place, &load, "facts", Duration::from_secs(20));
    match code {
        // It was faster than the signal.
        Some(0) => assert_eq!(place.files("facts"), ["facts.json", "企业.origin.parquet", "企业.parquet"]),
        _ => {
            assert_eq!(code, Some(130));
            assert_eq!(place.files("facts"), Vec::<String>::new());
        }
    }
    place.write("企业.csv", many_rows(10));
    place.wuwei(&[&load[..], &["--replace"][..]].concat()).ends(0).prints("企业：共 10 行");
}

#[test]
fn an_interrupted_load_keeps_what_was_there() {
    let place = Place::new();
    place.write("企业.csv", many_rows(10));
    place.wuwei(&["load", "企业.csv", "--into", "facts"]).ends(0);
    let before = place.bytes("facts/企业.parquet");
    place.write("企业.csv", many_rows(20_000));
    let code = interrupted(&place, &["load", "企业.csv", "--into", "facts"], "facts", Duration::from_secs(20));
    assert_eq!(place.files("facts"), ["facts.json", "企业.origin.parquet", "企业.parquet"]);
    if code != Some(0) {
        assert_eq!(place.bytes("facts/企业.parquet"), before);
    }
    place.wuwei(&["ask", A, "--facts", "facts"]).ends(0).prints("企业1");
}

#[test]
fn an_interrupted_synth_leaves_no_city() {
    let place = Place::new();
    let synth = ["synth", "--region", "220100", "--enterprises", "200000", "--out", "city"];
    let code = interrupted(&place, &synth, "city", Duration::from_millis(300));
    assert_eq!(code, Some(130));
    assert_eq!(place.files("city"), Vec::<String>::new());
    place.wuwei(&["synth", "--region", "220100", "--enterprises", "5", "--out", "city"]).ends(0).prints("企业：5");
}

#[test]
fn an_interrupted_survey_leaves_no_rows() {
    let place = Place::new();
    place.write("企业.csv", many_rows(20_000));
    place.wuwei(&["load", "企业.csv", "--into", "facts"]).ends(0);
    let run = ["run", "--facts", "facts", "--region", "220100", "--as-of", "2025-12-31", "--csv", "rows/rows.csv"];
    std::fs::create_dir(place.path("rows")).unwrap();
    let code = interrupted(&place, &run, "rows", Duration::from_millis(300));
    let files = place.files("rows");
    assert!(code == Some(0) || files.is_empty(), "{code:?} {files:?}");
}

#[test]
fn an_interrupted_search_gives_the_best_that_it_found() {
    let place = Place::new();
    let id = crate::tool::made_up(12);
    let more = ["--as-of", "2025-12-31", "--within", "120000", "--json"];
    let all = [&["advise", &id, "企业创新积分>=60", "--facts", crate::tool::city()][..], &more].concat();
    let mut child = place.command(&all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // A search that is done before it is interrupted says so too.
    std::thread::sleep(Duration::from_secs(4));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut child.stdout.take().unwrap(), &mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let found: serde_json::Value = serde_json::from_str(&text).unwrap();
    let proposals = found["proposals"].as_array().unwrap();
    let is_told = !proposals.is_empty() || !found["obstacles"].as_array().unwrap().is_empty();
    assert!(is_told, "{text}");
    assert!(proposals.iter().all(|proposal| proposal["verified"] == true), "{text}");
    if found["complete"] == false {
        assert!(proposals.iter().any(|proposal| proposal["optimal"] == false) || proposals.is_empty(), "{text}");
    }
}
