//! Folders of facts that are missing, damaged, closed, or of another library.

use crate::tool::{A, Place, mini};

/// Ways to read a folder.
fn readers() -> [Vec<&'static str>; 3] {
    [
        vec!["ask", A, "--as-of", "2025-06-30", "--facts"],
        vec!["explain", A, "小企业", "--as-of", "2025-06-30", "--facts"],
        vec!["run", "--region", "示例市", "--as-of", "2025-06-30", "--facts"],
    ]
}

/// Every reader refuses the folder and names the file.
#[track_caller]
fn refused(place: &Place, folder: &str, file: &str) {
    for mut reader in readers() {
        reader.push(folder);
        let ran = place.mini(&reader).ends(2).complains(file);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_folder_without_facts_says_how_to_fill_it() {
    let place = Place::new();
    place.write("empty/readme.txt", "");
    place.write("file", "");
    for folder in ["nowhere", "empty", "file"] {
        refused(&place, folder, folder);
    }
    place.mini(&["ask", A, "--facts", "nowhere"]).ends(2).complains("wuwei load").complains("wuwei synth");
    let ran = place.mini(&["ask", A, "--facts", "nowhere", "--lang", "en"]).ends(2);
    ran.complains("holds no facts").complains("wuwei load");
}

#[test]
fn a_damaged_manifest_is_refused_and_kept() {
    let place = Place::with_five();
    for text in ["", "{", "[]", "{\"format\": \"one\"}", "{\"format\": 1}"] {
        place.write("facts/facts.json", text);
        refused(&place, "facts", "facts.json");
        place.mini(&["load", "企业.csv", "--into", "facts"]).ends(2).complains("facts.json");
        assert_eq!(place.read("facts/facts.json"), text);
    }
    place.write("facts/facts.json", b"\xff\xfe\x00");
    refused(&place, "facts", "facts.json");
}

#[test]
fn a_newer_layout_is_not_guessed_at() {
    let place = Place::with_five();
    let manifest = place.read("facts/facts.json").replace("\"format\": 1", "\"format\": 99");
    place.write("facts/facts.json", &manifest);
    refused(&place, "facts", "99");
    place.mini(&["load", "企业.csv", "--into", "facts"]).ends(2).complains("99");
    assert_eq!(place.read("facts/facts.json"), manifest);
}

#[test]
fn a_damaged_table_is_refused() {
    let place = Place::with_five();
    let whole = place.bytes("facts/企业.parquet");
    let half = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    for byte in &mut flipped[middle - 40..middle + 40] {
        *byte ^= 0xff;
    }
    for bytes in [half, b"PAR1".to_vec(), Vec::new()] {
        place.write("facts/企业.parquet", bytes);
        refused(&place, "facts", "企业.parquet");
    }
    // Some damage can't be told from data; it must not break anything.
    place.write("facts/企业.parquet", flipped);
    for mut reader in readers() {
        reader.push("facts");
        let ran = place.mini(&reader);
        assert!(ran.code == Some(0) || ran.code == Some(2), "{ran}");
    }
    std::fs::remove_file(place.path("facts/企业.parquet")).unwrap();
    refused(&place, "facts", "企业.parquet");
}

#[test]
fn rows_and_manifest_must_agree() {
    let place = Place::with_five();
    let manifest = place.read("facts/facts.json");
    for n in ["4", "6"] {
        place.write("facts/facts.json", manifest.replace("\"企业\": 5", &format!("\"企业\": {n}")));
        refused(&place, "facts", "企业.parquet");
    }
}

const EXTRA: &str = r#"# 附加事实

```wuwei
document demo.extra {
  title   "附加事实" "Extra facts"
  issuer  示例市政府
  region  示例市
  in force from 2025-01-01
  basis   official
}

extend 企业 {
  附加指标 : 人 "Extra count" { range 0 人 .. 100 人  about "示例。" "Example." }
}

entity 附加主体 "Extra subject" in 个 {
  key 附加编号 : text "Extra number" { about "示例。" "Example." }
}

status 附加身份 "Extra status" of 企业 {
  附加指标 >= 5 人
}
```
"#;

/// A folder filled under a library that knows more.
fn filled_under_another_library() -> Place {
    let place = Place::new();
    place.copy(&mini(), "rules");
    place.write("rules/extra.md", EXTRA);
    place.write("企业.csv", format!("统一社会信用代码,名称,注册地,附加指标\n{A},甲公司,西区,7\n"));
    place.write("附加主体.csv", "附加编号\nx1\n");
    place.wuwei(&["load", "企业.csv", "附加主体.csv", "--into", "facts", "--library", "rules"]).ends(0);
    place
}

#[test]
fn facts_that_a_library_does_not_know_are_left_alone() {
    let place = filled_under_another_library();
    place.mini(&["ask", A, "--facts", "facts"]).ends(0).prints("甲公司").prints_not("附加");
    place.mini(&["run", "--region", "示例市", "--facts", "facts"]).ends(0);
    place.mini(&["explain", A, "小企业", "--facts", "facts"]).ends(0);
}

#[test]
fn loading_more_keeps_what_the_library_does_not_know() {
    let place = filled_under_another_library();
    place.write("更新.csv", format!("统一社会信用代码,人数@2024\n{A},30\n"));
    place.mini(&["load", "更新.csv", "--into", "facts"]).ends(0);
    let ask = ["ask", A, "--facts", "facts", "--as-of", "2025-06-30", "--json", "--library", "rules"];
    let json = place.wuwei(&ask).ends(0).json();
    assert_eq!(json["statuses"]["附加身份"]["answer"], "yes");
    place.wuwei(&["explain", "x1", "附加身份", "--facts", "facts", "--library", "rules"]).ends(2);
    assert!(place.path("facts/附加主体.parquet").exists());
}

/// A file stands where the folder should be, or above it.
#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let place = Place::with_five();
    place.write("file", "mine");
    for target in ["file", "file/deeper"] {
        place.mini(&["load", "企业.csv", "--into", target]).ends(2).complains("file");
        place.wuwei(&["synth", "--region", "220100", "--enterprises", "3", "--out", target]).ends(2).complains("file");
        place.wuwei(&["tour", "--enterprises", "3", "--out", target]).ends(2).complains("file");
    }
    let run = ["run", "--facts", "facts", "--region", "示例市", "--as-of", "2025-06-30"];
    for rows in [["--csv", "file/rows.csv"], ["--parquet", "file/rows.parquet"], ["--csv", "no/such/rows.csv"]] {
        place.mini(&[&run[..], &rows[..]].concat()).ends(2).complains("rows");
    }
    place.wuwei(&["template", "企业", "--out", "file/t.xlsx"]).ends(2).complains("t.xlsx");
    assert_eq!(place.read("file"), "mine");
    assert_eq!(
        place.files(""),
        ["facts/facts.json", "facts/企业.origin.parquet", "facts/企业.parquet", "file", "企业.csv"]
    );
}

#[cfg(unix)]
#[test]
fn a_closed_folder_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_five();
    let mode = |mode| std::fs::set_permissions(place.path("facts"), std::fs::Permissions::from_mode(mode)).unwrap();
    let before = place.bytes("facts/企业.parquet");
    mode(0o555);
    // The administrator may write everywhere.
    let is_closed = std::fs::write(place.path("facts/probe"), "").is_err();
    let ran = place.mini(&["load", "企业.csv", "--into", "facts"]);
    mode(0o755);
    if is_closed {
        ran.ends(2).complains("facts");
        assert_eq!(place.bytes("facts/企业.parquet"), before);
        assert_eq!(place.files("facts"), ["facts.json", "企业.parquet"]);
    } else {
        ran.ends(0);
    }
}
