//! The tests of the documents that speak of a clause, run: which hold and which don't.

use maud::{Markup, html};
use wuwei_ir::TestRef;
use wuwei_project::{Library, TestRun, run_test};
use wuwei_source::Diagnostic;

use super::View;
use crate::asking::Asking;
use crate::parts::finding::findings;

impl View<'_> {
    /// Tests of the documents that speak of it.
    pub(super) fn tests(&self) -> Markup {
        let name = self.item.head.name.as_str();
        let speaks = |test: &&TestRef| self.library.sources.get(test.place.file).slice(test.place.span).contains(name);
        let tests: Vec<&TestRef> = self.program.tests.iter().filter(speaks).collect();
        if tests.is_empty() {
            return html! {};
        }
        html! {
            section.tried aria-labelledby="tests" {
                h2 #tests { (self.asking.say("核对用例", "Tests")) " " small.n { (tests.len()) } }
                (run(self.library, &tests, self.asking))
            }
        }
    }
}

/// Each test with what came out. One takes less than a thousandth of a second, so they are run whenever the page is made.
fn run(library: &Library, tests: &[&TestRef], asking: &Asking) -> Markup {
    let runs: Vec<TestRun> = tests.iter().map(|test| run_test(library, test)).collect();
    let failed = runs.iter().filter(|run| !run.failures.is_empty()).count();
    html! {
        p.verdicts {
            @if failed == 0 { span.good { "✓ " (asking.say("全部成立", "all hold")) } }
            @else { span.bad { "✗ " (failed) (asking.say(" 个不成立", " don't hold")) } }
        }
        p.aside { (asking.say("刚刚按现行文件跑过。每次改动文件都会跑，不成立就不能发布。", "Run just now on the documents as they are. They run at every change of the documents.")) }
        ul.tests {
            @for (test, run) in tests.iter().zip(&runs) {
                li {
                    details open[!run.failures.is_empty()] {
                        summary { (mark(run, asking)) " " (test.title) }
                        pre { code { (library.sources.get(test.place.file).slice(test.place.span)) } }
                        (findings(&run.failures.iter().collect::<Vec<&Diagnostic>>(), &library.sources, asking))
                    }
                }
            }
        }
    }
}

/// A sign and a word, so that nobody needs to tell colours apart.
fn mark(run: &TestRun, asking: &Asking) -> Markup {
    html! {
        @match run.failures.is_empty() {
            true => span.good { "✓ " (asking.say("成立", "holds")) },
            false => span.bad { "✗ " (asking.say("不成立", "doesn't hold")) },
        }
    }
}

#[cfg(test)]
mod tests {
    use wuwei_ir::Date;
    use wuwei_project::Memory;
    use wuwei_source::Lang;

    use super::*;

    const TEXT: &str = "# 甲\n\n```wuwei\ndocument a.b { title \"甲\" in 长春市 in force from 2020-01-01 }\n\n\
        status 乙 of 企业 { 上市 }\n\ntest \"上市的\" {\n  given 企业 { 上市: yes }\n  expect 乙 = yes\n}\n\n\
        test \"没有上市的\" {\n  given 企业 { 上市: no }\n  expect 乙 = WANTED\n}\n```\n";

    fn shown(wanted: &str, lang: Lang) -> String {
        let day = Date::parse("2026-03-01").unwrap();
        let library =
            Library::open(&Memory::new(day, []), None).unwrap().adding("a.md", &TEXT.replace("WANTED", wanted));
        let tests: Vec<&TestRef> =
            library.program().tests.iter().filter(|test| test.title.as_str().contains("上市的")).collect();
        assert_eq!(tests.len(), 2, "{:?}", library.findings().map(|found| &found.headline.en).collect::<Vec<_>>());
        run(&library, &tests, &Asking { lang, ..Asking::of_a_test() }).into_string()
    }

    #[test]
    fn each_test_says_whether_it_holds() {
        let good = shown("no", Lang::En);
        assert!(good.contains("all hold") && good.matches("✓ holds").count() == 2 && !good.contains("✗"), "{good}");
        let bad = shown("yes", Lang::Zh);
        assert!(bad.contains("1 个不成立") && bad.contains("✓ 成立") && bad.contains("✗ 不成立"), "{bad}");
        // What doesn't hold is open, with what came out.
        assert!(bad.matches("<details open").count() == 1 && bad.contains("class=\"finding"), "{bad}");
    }
}
