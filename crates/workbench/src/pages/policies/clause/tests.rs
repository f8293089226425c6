//! The tests of the documents that speak of a clause, and whether they hold.

use maud::{Markup, html};
use wuwei_ir::TestRef;

use super::View;

impl View<'_> {
    /// Tests of the documents that speak of it.
    pub(super) fn tests(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let name = self.item.head.name.as_str();
        let speaks = |test: &&wuwei_ir::TestRef| {
            let source = self.library.sources.get(test.place.file);
            source.slice(test.place.span).contains(name)
        };
        let tests: Vec<_> = program.tests.iter().filter(speaks).collect();
        if tests.is_empty() {
            return html! {};
        }
        html! {
            section.tried aria-labelledby="tests" {
                h2 #tests { (asking.say("核对用例", "Tests")) " " small.n { (tests.len()) } }
                p.aside { (asking.say("每次改动文件都会跑这些用例，不成立就不能发布。", "These run at every change of the documents.")) }
                ul.tests {
                    @for test in tests {
                        li {
                            details {
                                summary { (test.title) }
                                pre { code { (self.library.sources.get(test.place.file).slice(test.place.span)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
