//! `wuwei test`

use serde_json::Value;

use crate::tool::Place;

const FAILING: &str = r#"# 测试失败示例

```wuwei
document chaoyang.failing {
  title   "测试失败示例" "A failing test"
  issuer  朝阳区政府办公室
  region  朝阳区
  in force from 2025-01-01
  basis   official
}
```

## 第一条 规模

```wuwei
status 大企业 "Large enterprise" of 企业 {
  职工总数 in last year >= 500 人   article "第一条"
  营业收入 in last year >= 1 亿元
}

score 规模得分 "Size" of 企业 out of 10 {
  part 规模 "Size" out of 10 by 职工总数 in last year { >= 100 人 : 10   >= 20 人 : 5   else : 0 }
}

test "差一人" {
  given 企业 { 注册地: 朝阳区  职工总数 in 2024: 499 人  营业收入 in 2024: 2 亿元 }
  as of 2025-06-30
  expect 大企业 = yes
  expect 规模得分 = 10
  each 职工总数 in 2024 expect 规模得分 {
    99 人 : 5     100 人 : 10     20 人 : 0
  }
}

test "正好" {
  given 企业 { 注册地: 朝阳区  职工总数 in 2024: 500 人  营业收入 in 2024: 1 亿元 }
  as of 2025-06-30
  expect 大企业 = yes
}
```
"#;

#[test]
fn a_failing_test_shows_what_was_found_and_why() {
    let place = Place::new();
    place.write("failing.md", FAILING);
    let ran = place.wuwei(&["test", "failing.md"]).ends(1);
    let ran = ran.prints("测试“差一人”没有通过：大企业 应为 是，算得 否").prints("failing.md:28:3");
    let ran = ran.prints("✗ 大企业：否").prints("《测试失败示例》").prints("第一条 规模");
    let ran = ran.prints("├─ ✗ 2024年职工总数 ≥ 500 人").prints("2024年职工总数：499 人");
    let ran = ran.prints("└─ ✓ 2024年营业收入 ≥ 1 亿元");
    let ran = ran.prints("规模得分 应为 0 分，算得 5 分").prints("failing.md:31:33");
    ran.prints("2 个测试，4 项期望成立，2 项不成立");
    let ran = place.wuwei(&["test", "failing.md", "--lang", "en"]).ends(1);
    let ran = ran.prints("大企业 should be yes and is no").prints("✗ Large enterprise: no");
    ran.prints("4 expectations hold, 2 fail");
}

#[test]
fn failures_come_in_three_formats() {
    let place = Place::new();
    place.write("failing.md", FAILING);
    let ran = place.wuwei(&["test", "failing.md", "--format", "short"]).ends(1);
    let expected = "\
failing.md:28:3: error[failing-test]: 测试“差一人”没有通过：大企业 应为 是，算得 否
failing.md:31:33: error[failing-test]: 测试“差一人”没有通过：规模得分 应为 0 分，算得 5 分
";
    assert_eq!(ran.out, expected);
    let ran = place.wuwei(&["test", "failing.md", "--format", "json", "--lang", "en"]).ends(1);
    let found: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["id"], "failing-test");
    let proof = found[0]["notes"][0].as_str().unwrap();
    assert!(proof.contains("Employees (2024): 499 people"), "{proof}");
}

#[test]
fn a_failing_test_says_under_which_heading_it_stands() {
    let place = Place::new();
    place.write("failing.md", FAILING);
    place.wuwei(&["test", "failing.md"]).ends(1).prints("测试失败示例 › 第一条 规模");
}

#[test]
fn passing_tests_pass() {
    let place = Place::new();
    let right =
        FAILING.replace("职工总数 in 2024: 499 人", "职工总数 in 2024: 500 人").replace("20 人 : 0", "20 人 : 5");
    place.write("right.md", right);
    place.wuwei(&["test", "right.md"]).ends(0).prints("2 个测试，6 项期望成立，0 项不成立");
    place.wuwei(&["test", "right.md", "--format", "json"]).ends(0).prints_not("{");
}

#[test]
fn documents_with_faults_are_not_tested() {
    let place = Place::new();
    place.write("faulty.md", FAILING.replace("营业收入 in last year >= 1 亿元", "营业收人 in last year >= 1 亿元"));
    let ran = place.wuwei(&["test", "faulty.md"]).ends(1).prints_not("项期望成立");
    assert!(format!("{}{}", ran.out, ran.err).contains("营业收人"), "{ran}");
    place.wuwei(&["test", "nowhere.md"]).ends(2).complains("nowhere.md");
}

#[test]
fn the_tests_of_the_shipped_library_pass() {
    let ran = Place::new().wuwei(&["test"]).ends(0).prints("0 项不成立");
    let tests: u32 = ran.out.split(' ').next().unwrap().parse().unwrap();
    assert!(tests >= 200, "{ran}");
}
