//! An edited text compiled and tested.

use maud::{Markup, html};
use wuwei_project::{Library, TestRun, reform_text, run_tests_in};
use wuwei_source::{Diagnostic, Severity};

use super::clause::Clause;
use super::{Shown, editor, effect};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::Moment;
use crate::parts::finding::findings;

/// The library as it would be.
pub(super) struct Attempt<'a, 'c> {
    clause: &'c Clause<'a>,
    whole: String,
    after: Library,
    is_same: bool,
}

impl<'a, 'c> Attempt<'a, 'c> {
    pub(super) fn new(moment: &Moment<'a>, clause: &'c Clause<'a>, text: &str) -> Result<Attempt<'a, 'c>, Fault> {
        let whole = clause.with(text);
        let is_same = whole == clause.whole();
        let after = moment.snapshot.library().edited(clause.document.file, &whole);
        Ok(Attempt { clause, whole, after, is_same })
    }

    /// What is wrong, and what is doubtful and wasn't before.
    fn findings(&self, moment: &Moment<'_>) -> (Vec<&Diagnostic>, Vec<&Diagnostic>) {
        let before = moment.snapshot.library();
        let known = |found: &Diagnostic| {
            before.diagnostics.iter().any(|old| (old.id, &old.headline.zh) == (found.id, &found.headline.zh))
        };
        let all = self.after.findings();
        let (errors, warnings): (Vec<_>, Vec<_>) = all.partition(|found| found.severity == Severity::Error);
        (errors, warnings.into_iter().filter(|found| !known(found)).collect())
    }

    /// What it comes to: checked, tested, and where that is wanted held against what is in force.
    pub(super) fn show(&self, moment: &Moment<'_>, shown: &Shown<'_>) -> Markup {
        let asking = moment.asking;
        let compare = shown.wanted == "compare";
        let (errors, warnings) = self.findings(moment);
        let sources = &self.after.sources;
        let tests = errors.is_empty().then(|| self.tests(compare));
        html! {
            section #outcome.outcome aria-live="polite" aria-labelledby="found" {
                input type="hidden" name="shown" form=(editor::FORM) value=(shown);
                h2 #found tabindex="-1" { (asking.say("结果", "What it comes to")) }
                ul.verdicts {
                    li { (self.compiled(errors.len(), warnings.len(), asking)) }
                    @if let Some(run) = &tests { li { (tested(run, compare, asking)) } }
                    @if self.is_same { li.quiet { (asking.say("还没有改动", "Nothing is changed yet")) } }
                }
                (findings(&errors, sources, asking))
                (findings(&warnings, sources, asking))
                @if let Some(run) = &tests { (failures(run, sources, asking)) }
                @if compare && errors.is_empty() && !self.is_same {
                    (effect::show(moment, self.clause, &self.after, self.draft(moment).as_ref().and_then(|with| with.drafts.first())))
                }
                @if compare && !errors.is_empty() {
                    p { (asking.say("先改掉错误，再比较。", "Mend the errors first; then it can be compared.")) }
                }
            }
        }
    }

    /// The library with the change as a draft from the day on that is asked about.
    fn draft(&self, moment: &Moment<'_>) -> Option<Library> {
        let text = reform_text(self.clause.whole(), &self.whole, moment.as_of)?;
        Some(moment.snapshot.library().adding("draft.md", &text))
    }

    /// Only those of the document while somebody types; all of them when it counts, since others may rest on it.
    fn tests(&self, all: bool) -> TestRun {
        run_tests_in(&self.after, &|file| all || self.after.is_own(file))
    }

    fn compiled(&self, errors: usize, warnings: usize, asking: &Asking) -> Markup {
        html! {
            @match (errors, warnings) {
                (0, 0) => { span.good { "✓" } " " (asking.say("写法没有问题", "It compiles")) },
                (0, n) => { span.doubt { "!" } " " (asking.say("可以用，新添 ", "It compiles, with ")) (asking.count(n, "处提醒", "new warning", "new warnings")) },
                (n, _) => { span.bad { "✗" } " " (asking.count(n, "处错误", "error", "errors")) },
            }
        }
    }
}

fn tested(run: &TestRun, all: bool, asking: &Asking) -> Markup {
    let failed = run.failures.len();
    let whose = match all {
        true => asking.say("全库", "of the whole library"),
        false => asking.say("本文件", "of this document"),
    };
    html! {
        @match (failed, asking.lang) {
            (0, wuwei_source::Lang::Zh) => { span.good { "✓" } " " (whose) (run.tests) "个例子全部成立" },
            (0, wuwei_source::Lang::En) => { span.good { "✓" } " All " (run.tests) " examples " (whose) " hold" },
            (n, wuwei_source::Lang::Zh) => { span.bad { "✗" } " " (whose) (run.tests) "个例子里有 " (n) " 处不再成立" },
            (n, wuwei_source::Lang::En) => { span.bad { "✗" } " " (asking.count(n, "", "answer no longer holds", "answers no longer hold")) " in the " (asking.count(run.tests, "", "example", "examples")) " " (whose) },
        }
    }
}

fn failures(run: &TestRun, sources: &wuwei_source::SourceMap, asking: &Asking) -> Markup {
    if run.failures.is_empty() {
        return html! {};
    }
    let all: Vec<&Diagnostic> = run.failures.iter().collect();
    html! {
        details.failures open[all.len() <= 3] {
            summary {
                (asking.say("不再成立的例子", "Examples that no longer hold")) " (" (all.len()) ")"
            }
            p.aside {
                (asking.say(
                    "如果改动本来就要改变这些答案，把例子里的期望一起改掉。",
                    "Where the change is meant to alter these answers, change what the examples expect as well.",
                ))
            }
            (findings(&all, sources, asking))
        }
    }
}
