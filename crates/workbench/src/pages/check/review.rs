//! All answers, to be looked over before the result.

use maud::html;

use super::answers;
use super::carry::{MOVES, go, moves};
use super::sheet::{Sheet, kind_name};
use crate::pages::Moment;
use crate::parts::layout::Page;
use crate::parts::nav::Section;

pub(super) fn page(moment: &Moment<'_>, sheet: &Sheet) -> Page {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let stranger = sheet.stranger();
    let is_over = sheet.interview(moment.snapshot, &stranger, moment.as_of).is_over();
    let title = asking.say("检查您的回答", "Check your answers");
    let body = html! {
        (moves(moment, sheet, "review", ""))
        p.kicker { (asking.say("自测", "Check")) " · " (kind_name(program, sheet.kind).get(asking.lang)) }
        h1 { (title) }
        @if sheet.answered() == 0 {
            p { (asking.say("还没有回答任何问题。", "No question has been answered yet.")) }
        } @else {
            p { (asking.say("看一看有没有填错单位、年份。", "See whether units and years are right.")) }
            (answers::table(moment, sheet, true))
        }
        div.check-buttons {
            button form=(MOVES) name="step" value="result" { (asking.say("看结果", "See the result")) }
            @if !is_over {
                button.check-second form=(MOVES) name="step" value="next" { (asking.say("接着答题", "Go on answering")) }
            }
        }
        p.check-moves { (go("start", asking.say("全部清空，重新开始", "Clear everything and begin again"))) }
    };
    Page::new(Section::Check, title, body).keeping(MOVES)
}
