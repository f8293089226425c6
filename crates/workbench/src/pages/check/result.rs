//! What follows from the answers: certain, still open, not met; on what it rests, and the answers themselves. Made to be printed.

use maud::{Markup, html};
use wuwei_ir::{Date, Program, Type};
use wuwei_project::{Asked, fill, show_range, words};
use wuwei_reason::questions::Interview;

use super::carry::{MOVES, go, moves};
use super::outcome::{Line, Outcome};
use super::sheet::{Sheet, kind_name};
use super::start::rule_shown;
use super::{answers, lists, share};
use crate::asking::Asking;
use crate::pages::Moment;
use crate::parts::layout::{Page, encoded};
use crate::parts::nav::Section;
use crate::parts::table::head;
use crate::parts::verdict::lane;

/// So many missing facts are named of each answer.
const WAITS: usize = 3;

/// The result of whoever answers now.
pub(super) fn page(moment: &Moment<'_>, sheet: &Sheet) -> Page {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let stranger = sheet.stranger();
    let mut interview = sheet.interview(moment.snapshot, &stranger, moment.as_of);
    let is_over = interview.is_exhausted();
    let awaited = lists::awaited(program, &interview);
    let title = asking.say("自测结果", "Your result");
    let body = html! { div.check-result {
        (moves(moment, sheet, "result", ""))
        p.check-back-line { (go("back", asking.say("‹ 上一步", "‹ Back"))) }
        p.kicker { (asking.say("自测", "Check")) " · " (kind_name(program, sheet.kind).get(asking.lang)) }
        h1 { (title) }
        (stamp(asking, moment.as_of))
        @if is_over && !awaited.is_empty() {
            p {
                (asking.say("题问完了。", "That was all the questions. "))
                a href="#lists" { (asking.say("还有 {n} 类清单没有说明", "Lists that haven't been described: {n}").replace("{n}", &awaited.len().to_string())) }
                (asking.say("：没有的，说一声就能再定下一些答案。", ". Say which have nothing in them, and more is settled."))
            }
        } @else if is_over {
            p { (asking.say("问完了：能问到的，都改变不了任何一个答案了。", "That was all: nothing else that can be asked changes any of these answers.")) }
        } @else {
            div.check-go-on {
                p { (asking.say("还有问题没问。继续答，“还说不准”的会变少。", "There are more questions. Each answer leaves less open.")) }
                button.check-second form=(MOVES) name="step" value="next" { (asking.say("接着答题", "Go on answering")) }
            }
        }
        (findings(moment, sheet, &interview, moment.as_of))
        (lists::section(moment, &awaited))
        section {
            h2 { (asking.say("您的回答", "Your answers")) }
            (told(moment, sheet, true))
        }
        (share::offer(moment, sheet))
        p.check-moves { (go("start", asking.say("全部清空，重新开始", "Clear everything and begin again"))) }
    } };
    Page::new(Section::Check, title, body).keeping(MOVES)
}

/// When it was worked out, and what it is worth.
pub(super) fn stamp(asking: &Asking, day: Date) -> Markup {
    html! {
        p.check-stamp {
            b.check-advisory { (asking.say("仅供参考", "Advisory")) }
            span { (asking.say("按 ", "Worked out by the documents in force on ")) (day) (asking.say(" 有效的文件推算，以主管部门审定为准", "; the responsible bodies decide")) }
        }
    }
}

/// The answers that were given.
pub(super) fn told(moment: &Moment<'_>, sheet: &Sheet, can_change: bool) -> Markup {
    let asking = moment.asking;
    html! {
        @if sheet.answered() == 0 {
            p { (asking.say("一题都还没有答，所以都说不准。", "No question has been answered, so everything is open.")) }
        } @else {
            (answers::table(moment, sheet, can_change))
        }
        @if sheet.dropped > 0 {
            p.remark {
                (asking.say("有 {n} 项回答与现行文件对不上，没有采用。", "{n} of the answers don't fit the documents in force and were left out.").replace("{n}", &sheet.dropped.to_string()))
            }
        }
    }
}

/// What follows from the answers.
pub(super) fn findings(moment: &Moment<'_>, sheet: &Sheet, interview: &Interview<'_>, day: Date) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let asked = sheet.outcome(program, interview, day);
    let outcome = Outcome::new(program, &asked, asking.lang);
    let shown = Shown { program, asking };
    html! {
        (shown.counts(&asked, &outcome))
        @if !outcome.certain.is_empty() {
            section {
                h2 { span.check-sign.yes aria-hidden="true" { "✓" } (asking.say("确定符合", "Certain")) }
                (shown.certain(&outcome.certain))
                (shown.together(&asked))
            }
        }
        @if !outcome.open.is_empty() {
            section {
                h2 { span.check-sign.maybe aria-hidden="true" { "?" } (asking.say("还说不准", "Still open")) }
                (shown.open(&outcome.open))
            }
        }
        (shown.scores(&asked))
        @if !outcome.no.is_empty() {
            section {
                h2 { span.check-sign.no aria-hidden="true" { "✗" } (asking.say("不符合", "Not met")) }
                ul.check-names { @for line in &outcome.no { li { (shown.name(line)) (shown.why(line)) } } }
            }
        }
        (shown.assumed())
    }
}

struct Shown<'a> {
    program: &'a Program,
    asking: &'a Asking,
}

impl Shown<'_> {
    fn counts(&self, asked: &Asked, outcome: &Outcome) -> Markup {
        let asking = self.asking;
        let total = show_range(Type::MONEY, None, asked.total, asking.lang);
        html! {
            div.check-counts {
                @if !asked.benefits.is_empty() {
                    p.check-sum { small { (asking.say("待遇合计", "Benefits in all")) } (total) }
                }
                dl {
                    div { dt { (asking.say("确定符合", "Certain")) } dd { (outcome.certain.len()) } }
                    div { dt { (asking.say("还说不准", "Still open")) } dd { (outcome.open.len()) } }
                    div { dt { (asking.say("不符合", "Not met")) } dd { (outcome.no.len()) } }
                }
            }
        }
    }

    /// A rule's name, leading to its page.
    fn name(&self, line: &Line) -> Markup {
        let name = self.program.group_names()[line.group.index()].as_str();
        html! { a href=(format!("/policies/{}", encoded(name))) { (line.name) } }
    }

    /// The button that leads to the proof, from the answers of this page.
    fn why(&self, line: &Line) -> Markup {
        let asking = self.asking;
        let name = self.program.group_names()[line.group.index()].as_str();
        html! {
            button.check-go.check-because form=(MOVES) name="step" value=(format!("why:{name}")) {
                (asking.say("为什么", "Why")) span.hear { (asking.say("：", " ")) (line.name) }
            }
        }
    }

    fn source(&self, line: &Line) -> Markup {
        html! {
            @if let Some(document) = line.document {
                @let document = self.program.document(document);
                small { a href=(format!("/documents/{}", document.id)) { (document.title.get(self.asking.lang)) } }
            }
        }
    }

    fn certain(&self, lines: &[Line]) -> Markup {
        let asking = self.asking;
        self.lines(lines, asking.say("怎样得到", "How"), |line| {
            html! {
                (self.lane(line))
                @if let Some(winner) = line.gives_way_to {
                    small { (asking.say("不能与它兼得，已让位：", "Can't be had together with, and gives way to: ")) (winner) }
                }
            }
        })
    }

    fn open(&self, lines: &[Line]) -> Markup {
        self.lines(lines, self.asking.say("还缺什么", "What is missing"), |line| html! { (self.waits(line)) })
    }

    /// Answers with what is said of each.
    fn lines(&self, lines: &[Line], said: &str, say: impl Fn(&Line) -> Markup) -> Markup {
        let asking = self.asking;
        let columns = [
            (asking.say("资格或待遇", "Status or benefit"), false),
            (said, false),
            (asking.say("金额", "Amount"), true),
        ];
        html! {
            table {
                (head(&columns))
                tbody {
                    @for line in lines {
                        tr {
                            th scope="row" { (self.name(line)) (self.why(line)) (self.source(line)) }
                            td { (say(line)) }
                            td.num { @if let Some(money) = &line.money { (money) } }
                        }
                    }
                }
            }
        }
    }

    fn lane(&self, line: &Line) -> &'static str {
        match line.lane {
            None => self.asking.say("条件已经具备，按程序认定", "Conditions met; to be recognised"),
            Some(found) => lane(found, self.asking.lang).0,
        }
    }

    /// What an answer waits for.
    fn waits(&self, line: &Line) -> String {
        let asking = self.asking;
        if line.waits.is_empty() {
            let undecided = asking.say("条文本身没有写清", "the text itself leaves it open");
            let settled = asking.say("金额由主管部门核定", "the amount is settled by the responsible body");
            return if line.not_computable { undecided } else { settled }.to_string();
        }
        let joined = line.waits.iter().take(WAITS).map(String::as_str).collect::<Vec<_>>();
        let joined = joined.join(asking.say("、", "; "));
        match line.waits.len() {
            n if n > WAITS => asking
                .say("{facts} 等 {n} 项", "{facts} and {more} more")
                .replace("{facts}", &joined)
                .replace("{n}", &n.to_string())
                .replace("{more}", &(n - WAITS).to_string()),
            _ => joined,
        }
    }

    /// Limits on several benefits together.
    fn together(&self, asked: &Asked) -> Markup {
        let lang = self.asking.lang;
        html! {
            @for limit in asked.limits(self.program) {
                @let name = self.program.stackings[limit.rule].head.shown(lang);
                @let total = show_range(Type::MONEY, None, limit.total, lang);
                p.remark { (fill(words(lang).limited, &[("name", &name), ("total", &total)])) }
            }
        }
    }

    fn scores(&self, asked: &Asked) -> Markup {
        let asking = self.asking;
        html! {
            @if !asked.scores.is_empty() {
                section {
                    h2 { (asking.say("评价得分", "Scores")) }
                    table.keep {
                        (head(&[(asking.say("评价", "Evaluation"), false), (asking.say("得分", "Points"), true), (asking.say("满分", "Out of"), true)]))
                        tbody {
                            @for score in &asked.scores {
                                tr {
                                    th scope="row" { (rule_shown(self.program, score.group, asking.lang)) }
                                    td.num { (show_range(Type::POINTS, None, score.range, asking.lang)) }
                                    td.num { @if let Some(most) = score.out_of { (most.to_decimal(2)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What isn't asked, and how it counts.
    fn assumed(&self) -> Markup {
        let asking = self.asking;
        html! {
            section {
                h2 { (asking.say("这个结果怎么算的", "How this was worked out")) }
                ul {
                    li { (asking.say("没有回答的一律按“未知”算：它可能改变的答案都列在“还说不准”里，金额写成范围。", "What you didn't answer counts as unknown: whatever it may change is listed as still open, and amounts are ranges.")) }
                    li { (asking.say("没有问名称、代码，也没有问别的单位的情况；要靠这些才能定的，留在“还说不准”里。", "Names, codes and facts of others were not asked; what depends on them stays open.")) }
                    li { (asking.say("清单（例如获奖、项目、合同）只问是不是一项都没有，不逐条问；没有这样说的，靠它的答案留在“还说不准”里。", "Of lists, such as awards, projects and contracts, only whether there is nothing in them was asked, never their entries; where nobody said so, what depends on them stays open.")) }
                    li { (asking.say("没有问过去领过什么：只发一次的待遇，按没有领过算。", "What was paid to you before was not asked: benefits that are paid once count as not yet paid.")) }
                    li { (asking.say("没有用到任何一家具体企业的数据。", "No data of any particular enterprise went into it.")) }
                }
            }
        }
    }
}
