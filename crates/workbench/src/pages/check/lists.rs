//! Lists that rules read: awards, projects, contracts. The check asks for no entries of them, only whether there are none.

use maud::{Markup, html};
use wuwei_engine::Gap;
use wuwei_ir::{EntityId, GroupId, Program, RelationId};
use wuwei_reason::questions::{Interview, OpenAnswer, Stake};
use wuwei_source::{Lang, Name};

use super::carry::MOVES;
use super::sheet::Sheet;
use super::start::rule_shown;
use crate::pages::Moment;

/// So many rules are named that wait for a list.
const NAMED: usize = 3;

/// The list of a kind of subject with this name; nothing where the name may mean something else as well.
pub(super) fn list_named(program: &Program, kind: EntityId, name: &str) -> Option<RelationId> {
    let known = Name::known(name).filter(|_| program.fact_named(kind, name).is_none())?;
    let mut found = program.entity(kind).relations.iter().filter(|list| program.relation(**list).name == known);
    let first = found.next()?;
    found.next().is_none().then_some(*first)
}

/// What a list is called.
pub(super) fn list_shown(program: &Program, list: RelationId, lang: Lang) -> &'static str {
    let list = program.relation(list);
    list.label.filter(|_| lang == Lang::En).unwrap_or(list.name).as_str()
}

/// A list that answers wait for.
pub(super) struct Awaited {
    list: RelationId,
    /// How many answers wait for it.
    waiting: usize,
    /// The statuses, scores and benefits among them.
    rules: Vec<GroupId>,
}

/// The lists that answers wait for and somebody may say there are none of, those that most wait for first.
pub(super) fn awaited(program: &Program, interview: &Interview<'_>) -> Vec<Awaited> {
    let mut found: Vec<Awaited> = Vec::new();
    for answer in interview.answers() {
        for list in lists_of(program, interview, answer) {
            let at = found.iter().position(|awaited| awaited.list == list).unwrap_or_else(|| {
                found.push(Awaited { list, waiting: 0, rules: Vec::new() });
                found.len() - 1
            });
            found[at].waiting += 1;
            found[at].rules.extend((answer.stake != Stake::Quantity).then_some(answer.group));
        }
    }
    found.sort_by_key(|awaited| std::cmp::Reverse(awaited.waiting));
    found
}

/// Whether an answer can't change any more, whatever is told, be it a fact or that there is nothing in a list.
pub(super) fn is_settled(program: &Program, interview: &Interview<'_>, answer: &OpenAnswer) -> bool {
    answer.settled && lists_of(program, interview, answer).is_empty()
}

/// The lists that an answer waits for, each once.
fn lists_of(program: &Program, interview: &Interview<'_>, answer: &OpenAnswer) -> Vec<RelationId> {
    let subject = interview.subject();
    let list = |gap: &Gap| {
        let list = gap.relation.filter(|_| gap.subject == subject)?;
        list_named(program, subject.entity, program.relation(list).name.as_str())
    };
    let mut lists: Vec<RelationId> = answer.out_of_reach.iter().filter_map(list).collect();
    lists.sort();
    lists.dedup();
    lists
}

/// The lists that nobody has described, each with the button that says there is nothing in it.
pub(super) fn section(moment: &Moment<'_>, awaited: &[Awaited]) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    html! {
        @if !awaited.is_empty() {
            section #lists aria-labelledby="lists-title" {
                h2 #lists-title { (asking.say("还有清单没有说明", "Lists that haven't been described")) }
                p {
                    (asking.say("清单里一项也没有的，点“没有”，在等它的答案会重新算。", "If you have nothing in a list, say so; the answers that wait for it are worked out again. "))
                    (asking.say("有的就不用点：自测不逐条询问，在等它的答案会留在“还说不准”里。", "If you have something, leave it: the check doesn't ask for single entries, and those answers stay open."))
                }
                dl.check-told.check-lists {
                    @for list in awaited {
                        @let name = list_shown(program, list.list, asking.lang);
                        div {
                            dt { (name) }
                            dd { (waiting(moment, list)) }
                            dd.check-change {
                                button.check-second form=(MOVES) formaction="/check#lists" name="step"
                                    value=(format!("none:{}", program.relation(list.list).name)) {
                                    (asking.say("没有", "None")) span.hear { (asking.say("：", ": ")) (name) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many answers wait for a list, and which.
fn waiting(moment: &Moment<'_>, awaited: &Awaited) -> String {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let count = asking.count(awaited.waiting, "个答案在等它", "answer waits for it", "answers wait for it");
    if awaited.rules.is_empty() {
        return count;
    }
    let names: Vec<&str> =
        awaited.rules.iter().take(NAMED).map(|group| rule_shown(program, *group, asking.lang)).collect();
    let more = match awaited.waiting - names.len() {
        0 => "",
        _ => asking.say("等", " and more"),
    };
    format!("{count}{}{}{more}", asking.say("：", ": "), names.join(asking.say("、", ", ")))
}

/// That there is nothing in some lists, as lines of the table of answers.
pub(super) fn said(moment: &Moment<'_>, sheet: &Sheet, can_change: bool) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    html! {
        @for list in &sheet.without {
            @let name = list_shown(program, *list, asking.lang);
            div {
                dt { (asking.say("清单：", "List: ")) (name) }
                dd { (asking.say("没有", "None")) }
                @if can_change {
                    dd.check-change {
                        button.check-go form=(MOVES) name="step" value=(format!("reopen:{}", program.relation(*list).name)) {
                            (asking.say("撤回", "Undo")) span.hear { (asking.say("：", " ")) (name) }
                        }
                    }
                }
            }
        }
    }
}
