//! `wuwei fmt`

use crate::tool::{A, Place, mini, root};

const UNTIDY: &str = r#"# 排版示例

这里是说明，  有两个空格。

```wuwei
document   chaoyang.layout   {
title "排版示例" "Layout"
   issuer 朝阳区政府办公室
  region 朝阳区
 in force from 2025-01-01
  basis official
}
```

* 列表   一
```rust
let   x=1;
```

```wuwei
// 注释留着
score 示例得分 "Score" of 企业 out of 10 {
 part 规模 "Size" out of 10 by 职工总数 in last year {
>= 100 人 : 10
    >= 20 人:5
  else : 0
}
}
```
末尾没有换行"#;

const TIDY: &str = r#"# 排版示例

这里是说明，  有两个空格。

```wuwei
document chaoyang.layout {
  title "排版示例" "Layout"
  issuer 朝阳区政府办公室
  region 朝阳区
  in force from 2025-01-01
  basis official
}
```

* 列表   一
```rust
let   x=1;
```

```wuwei
// 注释留着
score 示例得分 "Score" of 企业 out of 10 {
  part 规模 "Size" out of 10 by 职工总数 in last year {
    >= 100 人 : 10
    >= 20 人  : 5
    else      : 0
  }
}
```
末尾没有换行"#;

#[test]
fn code_is_laid_out_and_prose_stays() {
    let place = Place::new();
    place.write("a.md", UNTIDY);
    place.wuwei(&["fmt", "--check", "a.md"]).ends(1).prints("a.md");
    assert_eq!(place.read("a.md"), UNTIDY, "--check changes nothing");
    place.wuwei(&["fmt", "a.md"]).ends(0).prints("已排版：a.md");
    assert_eq!(place.read("a.md"), TIDY);
    assert_eq!(place.files(""), ["a.md"]);
}

#[test]
fn a_second_time_changes_nothing() {
    let place = Place::new();
    place.write("a.md", UNTIDY);
    place.wuwei(&["fmt", "a.md"]).ends(0);
    let ran = place.wuwei(&["fmt", "a.md"]).ends(0);
    assert_eq!(ran.out, "");
    place.wuwei(&["fmt", "a.md", "--check", "--lang", "en"]).ends(0);
    assert_eq!(place.read("a.md"), TIDY);
}

#[test]
fn both_languages_say_what_is_untidy() {
    let place = Place::new();
    place.write("a.md", UNTIDY);
    place.write("b.md", TIDY);
    place.wuwei(&["fmt", "--check", "a.md", "b.md"]).ends(1).prints("a.md").prints_not("b.md");
    place.wuwei(&["fmt", "--check", ".", "--lang", "en"]).ends(1).prints("not laid out: ").prints_not("b.md");
}

/// Everything on the left margin, laid out again, answers as before.
#[test]
fn the_meaning_stays() {
    let place = Place::with_five();
    place.copy(&mini(), "rules");
    let ask = ["ask", A, "--facts", "facts", "--as-of", "2025-06-30", "--json", "--library", "rules"];
    let before = place.wuwei(&ask).ends(0).out;
    for file in ["rules/city.md", "rules/west.md"] {
        let text = place.read(file);
        let flat: Vec<&str> = text.lines().map(str::trim_start).collect();
        place.write(file, flat.join("\n") + "\n");
    }
    place.wuwei(&["fmt", "rules"]).ends(0).prints("city.md").prints("west.md");
    assert_eq!(place.wuwei(&ask).ends(0).out, before);
    assert_eq!(place.read("rules/city.md"), std::fs::read_to_string(mini().join("city.md")).unwrap());
}

#[test]
fn the_library_laid_out_is_still_the_library() {
    let place = Place::new();
    place.copy(&root().join("library"), "library");
    let before = place.wuwei(&["list", "targets", "--json"]).ends(0).json();
    place.wuwei(&["fmt"]).ends(0);
    place.wuwei(&["fmt", "--check"]).ends(0);
    place.wuwei(&["check", "--deny-warnings"]).ends(0);
    place.wuwei(&["test"]).ends(0);
    let after = place.wuwei(&["list", "targets", "--json"]).ends(0).json();
    let told = |json: serde_json::Value| -> Vec<serde_json::Value> {
        let mut rows = json.as_array().unwrap().clone();
        // Lines may have moved.
        rows.iter_mut().for_each(|row| row["place"] = "".into());
        rows
    };
    assert_eq!(told(before), told(after));
}

#[test]
fn line_ends_are_not_mixed() {
    let place = Place::new();
    place.write("a.md", UNTIDY.replace('\n', "\r\n"));
    place.wuwei(&["fmt", "a.md"]).ends(0);
    assert_eq!(place.read("a.md"), TIDY.replace('\n', "\r\n"));
    place.wuwei(&["fmt", "--check", "a.md"]).ends(0);
}

#[test]
fn a_document_that_does_not_parse_is_left_alone() {
    let place = Place::new();
    let faulty = "# 甲\n\n```wuwei\nscore   {\n```\n";
    place.write("a.md", faulty);
    place.write("b.md", UNTIDY);
    place.wuwei(&["fmt", "a.md", "b.md"]).ends(1).complains("unexpected-token").complains("a.md:4:9").prints("b.md");
    assert_eq!(place.read("a.md"), faulty);
    assert_eq!(place.read("b.md"), TIDY);
}

#[test]
fn what_cannot_be_read_is_named() {
    let place = Place::new();
    place.write("gb.md", b"# \xb2\xe2\n");
    place.wuwei(&["fmt", "nowhere.md"]).ends(2).complains("nowhere.md");
    place.wuwei(&["fmt", "gb.md"]).ends(2).complains("gb.md 不是 UTF-8 文本");
    place.wuwei(&["fmt", "gb.md", "--lang", "en"]).ends(2).complains("gb.md is not UTF-8");
    place.wuwei(&["fmt"]).ends(2).complains("library");
    assert_eq!(place.bytes("gb.md"), b"# \xb2\xe2\n");
}
