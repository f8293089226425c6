//! `wuwei check`

use serde_json::Value;

use crate::tool::{Place, Ran, columns, mini, root};

/// Three faults under two headings.
const FAULTY: &str = r#"# 测试区行动计划

```wuwei
document changchun.faulty {
  title   "测试区行动计划" "Plan of the test district"
  issuer  长春市政府
  region  长春市
  in force from 2025-01-01
  basis   official
}
```

## 第一条 认定条件

```wuwei
status 高成长企业 "Fast grower" of 企业 {
  科技型中小企业得分 >= 60
  职工总数量 in last year <= 500 人
  研发费用 in last year >= 100 人
}
```

## 第二条 奖励

### （一）一次性奖励

```wuwei
benefit 成长奖励 "Growth award" to 企业 {
  when 高新技术企叶
  pays 10 万元
  payer not stated "原文未列。" "Not stated."
}
```
"#;

/// Nothing wrong but an action without owner and a target without date.
const WARNED: &str = r#"# 测试区计划

```wuwei
document chaoyang.warned {
  title   "测试区计划" "Plan"
  issuer  朝阳区政府办公室
  region  朝阳区
  in force from 2025-01-01
  period  2025 .. 2027
  basis   official
}
```

## 1. 壮大行动

```wuwei
action "Growth" {
  target 高新技术企业数 > 300 户
}
```
"#;

#[test]
fn one_run_reports_all_faults() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let ran = place.wuwei(&["check", "faulty.md"]).ends(1);
    let ran = ran.prints("错误[unknown-name]: 没有名为 `职工总数量` 的事实或规则").prints("是不是要写 `职工总数`？");
    let ran = ran.prints("错误[units-do-not-mix]: 元 和 人 不能相加或比较");
    let ran = ran.prints("没有名为 `高新技术企叶` 的事实或规则").prints("`高新技术企业`");
    let ran = ran.prints("3 个错误，0 个警告");
    assert_eq!(ran.err, "");
    let ran = place.wuwei(&["check", "faulty.md", "--lang", "en"]).ends(1);
    let ran = ran.prints("error[unknown-name]: nothing is called `职工总数量`").prints("did you mean `职工总数`?");
    ran.prints("error[units-do-not-mix]").prints("3 errors, 0 warnings");
}

#[test]
fn a_folder_of_documents_is_one_run() {
    let place = Place::new();
    place.write("我的 文件/甲.md", FAULTY);
    place.write("我的 文件/深处/乙.md", WARNED);
    place.write("我的 文件/表.csv", "名称,数量\n");
    place.write("我的 文件/.隐藏.md", "```wuwei\nscore {\n```\n");
    let ran = place.wuwei(&["check", "我的 文件", "--format", "short"]).ends(1);
    let found: Vec<&str> = ran.out.lines().map(|line| line.split(' ').nth(2).unwrap()).collect();
    // In the order of the paths, and in each file from top to bottom.
    assert_eq!(found[..2], ["warning[action-without-owner]:", "warning[target-without-date]:"], "{ran}");
    let three = ["error[unknown-name]:", "error[units-do-not-mix]:", "error[unknown-name]:"];
    assert_eq!(found[2..], three, "{ran}");
}

#[test]
fn the_short_format_is_one_line_each() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let ran = place.wuwei(&["check", "faulty.md", "--format", "short"]).ends(1);
    let expected = "\
faulty.md:18:3: error[unknown-name]: 没有名为 `职工总数量` 的事实或规则
faulty.md:19:3: error[units-do-not-mix]: 元 和 人 不能相加或比较
faulty.md:29:8: error[unknown-name]: 没有名为 `高新技术企叶` 的事实或规则
";
    assert_eq!(ran.out, expected);
}

#[test]
fn the_json_format_is_one_object_per_line() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let ran = place.wuwei(&["check", "faulty.md", "--format", "json", "--lang", "en"]).ends(1);
    let found: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), 3, "{ran}");
    assert_eq!(found[0]["id"], "unknown-name");
    assert_eq!(found[0]["severity"], "error");
    assert_eq!(found[0]["help"][0], "did you mean `职工总数`?");
    assert_eq!(found[2]["trail"][0], "测试区行动计划");
    assert_eq!(found[2]["trail"][1], "第二条 奖励");
    assert_eq!(found[2]["trail"][2], "（一）一次性奖励");
    let label = &found[0]["labels"][0];
    assert_eq!(label["path"], "faulty.md");
    assert_eq!(label["start"]["line"], 18);
    assert_eq!(label["start"]["column"], 3);
    assert_eq!(label["end"]["line"], 18);
    assert_eq!(label["end"]["column"], 8);
    let at = |n: usize| label["bytes"][n].as_u64().unwrap() as usize;
    assert_eq!(&FAULTY[at(0)..at(1)], "职工总数量");
}

/// A Chinese character is two columns wide, and so is what stands under it.
#[test]
fn carets_stand_under_chinese_text() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let ran = place.wuwei(&["check", "faulty.md"]).ends(1);
    let lines: Vec<&str> = ran.out.lines().collect();
    for name in ["职工总数量", "高新技术企叶"] {
        let at = lines.iter().position(|line| line.contains(" | ") && line.contains(name)).unwrap();
        let (before, _) = lines[at].split_once(name).unwrap();
        let carets = lines[at + 1];
        assert_eq!(carets.find('^'), Some(columns(before)), "{ran}");
        assert_eq!(carets.matches('^').count(), columns(name), "{ran}");
    }
}

#[test]
fn the_heading_trail_says_which_article() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let ran = place.wuwei(&["check", "faulty.md"]).ends(1);
    ran.prints("测试区行动计划 › 第一条 认定条件").prints("测试区行动计划 › 第二条 奖励 › （一）一次性奖励");
}

#[test]
fn warnings_fail_only_when_asked_to() {
    let place = Place::new();
    place.write("warned.md", WARNED);
    let ran = place.wuwei(&["check", "warned.md"]).ends(0);
    let ran = ran.prints("警告[action-without-owner]").prints("警告[target-without-date]");
    ran.prints("0 个错误，2 个警告");
    place.wuwei(&["check", "warned.md", "--deny-warnings"]).ends(1);
    place.wuwei(&["check", "warned.md", "--lang", "en"]).ends(0).prints("warning[target-without-date]");
}

#[test]
fn what_cannot_be_opened_is_named() {
    let place = Place::new();
    place.write("gb.md", b"# \xb2\xe2\xca\xd4\n");
    place.write("text.txt", "甲\n");
    std::fs::create_dir(place.path("empty")).unwrap();
    let zh = |path: &str| place.wuwei(&["check", path]).ends(2);
    let en = |path: &str| place.wuwei(&["check", path, "--lang", "en"]).ends(2);
    zh("nowhere.md").complains("nowhere.md");
    en("nowhere.md").complains("nowhere.md can't be read");
    zh("empty").complains("empty 里没有 Markdown 文件");
    en("empty").complains("there is no Markdown document in empty");
    zh("text.txt").complains("text.txt");
    zh("gb.md").complains("gb.md 不是 UTF-8 文本（第 2 字节）");
    en("gb.md").complains("gb.md is not UTF-8 (byte 2)");
    place.wuwei(&["check", "--library", "nowhere"]).ends(2).complains("nowhere");
}

#[test]
fn line_ends_of_windows_change_no_position() {
    let place = Place::new();
    place.write("faulty.md", FAULTY);
    let unix = place.wuwei(&["check", "faulty.md", "--format", "short"]).ends(1).out;
    place.write("faulty.md", FAULTY.replace('\n', "\r\n"));
    let windows = place.wuwei(&["check", "faulty.md", "--format", "short"]).ends(1).out;
    assert_eq!(unix, windows);
    place.write("faulty.md", format!("\u{feff}{FAULTY}"));
    let marked = place.wuwei(&["check", "faulty.md", "--format", "short"]).ends(1).out;
    assert_eq!(unix, marked);
}

#[test]
fn the_shipped_library_is_clean() {
    Place::new().wuwei(&["check"]).ends(0).prints("没有问题");
    Place::new().wuwei(&["check", "--deny-warnings", "--format", "json"]).ends(0).prints_not("{");
    let library = root().join("library");
    Place::new().wuwei(&["check", library.to_str().unwrap(), "--library", library.to_str().unwrap()]).ends(0);
}

/// A document of the library stays one document, whatever way leads to it.
#[test]
fn another_spelling_of_a_path_names_no_second_document() {
    let place = Place::new();
    place.copy(&mini(), "rules");
    let check = |library: &str, path: &str| -> Ran { place.wuwei(&["check", path, "--library", library]) };
    check("rules", "rules").ends(0).prints("2 份文件");
    check("rules", "rules/west.md").ends(0).prints("2 份文件");
    check("rules", "./rules").ends(0).prints("2 份文件");
    check("./rules/", "rules/west.md").ends(0).prints("2 份文件");
    check("rules", "rules/../rules/west.md").ends(0).prints("2 份文件");
    check("rules", place.path("rules").to_str().unwrap()).ends(0).prints("2 份文件");
}

/// A district may have nothing to add but the values that were published about it.
#[test]
fn a_library_of_tables_stands_on_the_shipped_one() {
    let place = Place::new();
    place.write("library/表.csv", "指标,区域,时期,数值,单位\n高新技术企业数,南关区,2024,118,户\n");
    place.wuwei(&["check"]).ends(0).prints("50 份文件");
    place.wuwei(&["show", "高新技术企业数"]).ends(0).prints("南关区 2024 118 户");
    place.write("library/表.csv", "指标,区域,时期,数值,单位\n高新技术企业数,南关区,去年,118,户\n");
    place.wuwei(&["check"]).ends(1).prints("wrong-observation").prints("2024Q3").prints("library/表.csv:2:1");
    place.wuwei(&["explain-error", "wrong-observation"]).ends(0).prints("```csv");
    // A quote without its partner would swallow the rows below it.
    let table = "指标,区域,时期,数值,单位,来源\n高新技术企业数,南关区,2023,90,户,\"公报\n高新技术企业数,南关区,2024,118,户,公报\n";
    place.write("library/表.csv", table);
    place.wuwei(&["check"]).ends(1).prints("有一个引号没有配对").prints("library/表.csv:2:1");
}

/// What somebody else keeps in the folder is none of ours.
#[test]
fn other_tables_are_left_alone() {
    let place = Place::new();
    place.write("library/人员.csv", b"\xc3\xfb\xb3\xc6,\xca\xfd\n");
    place.write("library/名单.csv", "名称,数量\n甲,1\n");
    place.wuwei(&["check"]).ends(0).prints("没有问题");
}

/// A document of one's own with the id of a shipped one takes its place.
#[test]
fn a_shipped_document_can_be_replaced() {
    let place = Place::new();
    let text = std::fs::read_to_string(root().join("library/chaoyang/parties.md")).unwrap();
    place.write("library/我的名录.md", text.replace("朝阳区责任单位名录", "我的名录"));
    place.wuwei(&["check"]).ends(0).prints("50 份文件");
    place.wuwei(&["list", "documents"]).ends(0).prints("我的名录").prints_not("朝阳区责任单位名录");
}
