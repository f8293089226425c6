//! The shipped library, and a small one made by somebody who means harm.

use wuwei_ir::{Date, DocId};
use wuwei_plan::progress::Settings;
use wuwei_project::{Library, Memory};
use wuwei_report::{Material, Report};
use wuwei_source::Lang;

pub(crate) const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(crate) fn shipped() -> Library {
    Library::open(&Memory::new(day("2026-03-01"), []), None).unwrap()
}

/// The plans whose reports have been looked at.
pub(crate) const PLANS: [&str; 3] = ["jilin.plan-2025", "changchun.action-plan-2025", "chaoyang.plan-2025"];

pub(crate) fn report(library: &Library, id: &str, lang: Lang) -> Report {
    report_between(library, id, lang, "2025-10-01", "2026-03-01")
}

pub(crate) fn report_between(library: &Library, id: &str, lang: Lang, since: &str, as_of: &str) -> Report {
    let program = library.program();
    let document = program.documents.iter().position(|document| document.id == id).unwrap();
    Report::new(&Material {
        program,
        sources: &library.sources,
        observations: &library.observations,
        document: DocId::from_index(document),
        as_of: day(as_of),
        since: day(since),
        settings: &Settings::default(),
        lang,
    })
}

const PRELUDE: &str = include_str!("../../../../tests/prelude/nation.md");
const LIGHTS: &str = include_str!("../../../../library/changchun/lights.md");

/// Markup that must never come through.
pub(crate) const HARM: &str = "<script>alert(1)</script>";

/// A plan whose titles, names and sources are markup and formulas.
pub(crate) fn hostile() -> Library {
    let plan = format!(
        r#"# 计划

```wuwei
document example.city {{
  title "{HARM}计划 & 'a'" "{HARM} plan & 'a'"
  number "=1+1"
  region 长春市
  in force from 2025-01-06
  period 2025 .. 2027
  basis secondary "{HARM}" "{HARM}"
  source "=HYPERLINK(0)" "=HYPERLINK(0)"
  owners not stated "例子。" "An example."
}}
indicator 恶意数 "=cmd()<b onload='x'>" in 户 {{ stock at year end }}
target 恶意数 >= 100 户 by 2027
```
"#
    );
    let table = format!(
        "indicator,region,period,value,unit,status,source,note\n恶意数,长春市,2023,40,户,derived,\"{HARM}\",\"合成数据 {HARM}\"\n\
         恶意数,长春市,2024,50,户,reported,@SUM(1),-1+2\n恶意数,长春市,2025,60,户,reported,+1,\n"
    );
    Library::from_texts([
        ("nation.md".to_string(), PRELUDE.to_string()),
        ("lights.md".to_string(), LIGHTS.to_string()),
        ("plan.md".to_string(), plan),
        ("observations.csv".to_string(), table),
    ])
}
