//! The first page: what the check is, what happens to the answers, and whom it is about.

use maud::{Markup, html};
use wuwei_ir::{EntityId, GroupId, ItemKind, Program};
use wuwei_source::{Lang, Text};

use super::field::Field;
use super::sheet::rule_named;
use crate::access::Access;
use crate::fault::Fault;
use crate::forms;
use crate::pages::Moment;
use crate::parts::layout::Page;
use crate::parts::nav::Section;

/// Nobody said whom the check is about.
pub(super) fn choose_a_kind() -> Text {
    Text::new("请选一类主体", "choose a kind of subject")
}

/// A kind of subject that can be checked.
struct Kind {
    id: EntityId,
    /// Statuses and benefits that concern it.
    rules: Vec<GroupId>,
}

/// The kinds that any status or benefit in force concerns, those with most of them first.
fn kinds(program: &Program, moment: &Moment<'_>) -> Vec<Kind> {
    let of = |id: EntityId| {
        let in_force = |group: &GroupId| {
            let item = program.version(*group, moment.as_of).map(|item| &program.item(item).kind);
            matches!(item, Some(ItemKind::Status { .. } | ItemKind::Benefit(_)))
        };
        let own = (0..program.groups.len()).map(GroupId::from_index);
        let own = own.filter(|group| program.group(*group).entity == id).filter(in_force);
        Kind { id, rules: own.collect() }
    };
    let all = (0..program.entities.len()).map(EntityId::from_index);
    let can_tell = |kind: &Kind| program.entity(kind.id).facts.iter().any(|fact| Field::of(program, *fact).is_some());
    let mut kinds: Vec<Kind> = all.map(of).filter(|kind| !kind.rules.is_empty() && can_tell(kind)).collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.rules.len()));
    kinds
}

pub(super) fn page(moment: &Moment<'_>, about: &str, wrong: Option<Text>) -> Result<Page, Fault> {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let about = match rule_named(program, about) {
        None if !about.is_empty() => {
            return Err(Fault::not_found(Text::new("没有这项政策", "there is no such rule")));
        }
        about => about,
    };
    let kinds = kinds(program, moment);
    let title = asking.say("自测：能享受哪些政策", "Check what you can get");
    let error = asking.say("错误：", "Error: ");
    let full = if wrong.is_some() { format!("{error}{title}") } else { title.to_string() };
    let body = html! {
        div.check-start {
            @if let Some(wrong) = &wrong { (summary(moment, wrong, &format!("kind-{}", kinds.first().map_or(0, |kind| kind.id.index())))) }
            h1 { (title) }
            @match about {
                Some(group) => (one(moment, group)),
                None => {
                    p.lead {
                        (asking.say(
                            "一题一题地答，答案随时收窄。不用登录，不问名称和代码；哪题不知道，就点“不知道”。",
                            "Answer one question at a time and see the answers narrow. No account, no name, no code. If you don't know something, say so.",
                        ))
                    }
                    (promises(moment))
                    (all(moment, &kinds, wrong.as_ref()))
                    (single(moment, &kinds))
                }
            }
        }
    };
    Ok(Page::new(Section::Check, full, body))
}

/// What becomes of the answers.
fn promises(moment: &Moment<'_>) -> Markup {
    let asking = moment.asking;
    html! {
        ul.check-promises {
            li { (asking.say("回答只在您的浏览器和本次提交中，本站不保存，也不写进网址。", "Your answers stay in the pages you send. This site stores none of them and puts none into an address.")) }
            li { (asking.say("随时可以停下看结果；没答的按“未知”算，不会猜。", "Stop and see the result at any time. What you leave out counts as unknown; nothing is guessed.")) }
            @if !matches!(moment.bench.setting.access, Access::ReadOnly) {
                li { (asking.say("只有您要求分享时，才把回答存放七天，凭链接查看。", "Only if you ask for a link to share are the answers kept, for seven days.")) }
            }
            li { (asking.say("结果仅供参考，以主管部门审定为准。", "The result is advisory; the responsible bodies decide.")) }
        }
    }
}

fn all(moment: &Moment<'_>, kinds: &[Kind], wrong: Option<&Text>) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    html! {
        form.check-ask method="post" action="/check" novalidate {
            (forms::key(asking))
            fieldset.check-kinds aria-describedby=[wrong.map(|_| "wrong")] {
                legend { h2 { (asking.say("为谁测？", "Who is it for?")) } }
                @if let Some(wrong) = wrong { (message(asking.lang, wrong)) }
                @for kind in kinds {
                    @let id = format!("kind-{}", kind.id.index());
                    div.check-pick {
                        input type="radio" id=(id) name="kind" value=(program.entity(kind.id).head.name) checked[kinds.len() == 1];
                        label for=(id) {
                            (program.entity(kind.id).head.shown(asking.lang))
                            small {
                                (kind.rules.len())
                                @match kind.rules.len() {
                                    1 => (asking.say(" 项资格或待遇", " status or benefit")),
                                    _ => (asking.say(" 项资格和待遇", " statuses and benefits")),
                                }
                            }
                        }
                    }
                }
            }
            button { (asking.say("开始", "Start now")) }
        }
    }
}

/// The way to check one rule alone.
fn single(moment: &Moment<'_>, kinds: &[Kind]) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let names = program.group_names();
    html! {
        section {
            h2 { (asking.say("只查一项", "Check one thing only")) }
            p { (asking.say("只想知道某一项资格或待遇，选出来，题目会少得多。", "If you want to know about one status or benefit only, choose it; there will be far fewer questions.")) }
            form.check-ask method="get" action="/check" {
                label for="about" { (asking.say("资格或待遇", "Status or benefit")) }
                select #about name="about" {
                    @for kind in kinds {
                        optgroup label=(program.entity(kind.id).head.shown(asking.lang)) {
                            @for group in &kind.rules {
                                option value=(names[group.index()]) { (rule_shown(program, *group, asking.lang)) }
                            }
                        }
                    }
                }
                button.check-second { (asking.say("查这一项", "Check this")) }
            }
        }
    }
}

/// What is asked about one rule.
fn one(moment: &Moment<'_>, group: GroupId) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let item = program.item(program.version(group, moment.as_of).unwrap_or(program.group(group).versions[0]));
    let document = program.document(item.head.doc);
    html! {
        p.lead { (asking.say("只查这一项：", "Only this: ")) b { (rule_shown(program, group, asking.lang)) } }
        @if let Some(about) = item.head.about { p { (about.get(asking.lang)) } }
        p {
            (asking.say("出自 ", "From "))
            a href=(format!("/documents/{}", document.id)) { (document.title.get(asking.lang)) }
        }
        (promises(moment))
        form.check-ask method="post" action="/check" {
            (forms::key(asking))
            input type="hidden" name="kind" value=(program.entity(program.group(group).entity).head.name);
            input type="hidden" name="about" value=(program.group_names()[group.index()]);
            button { (asking.say("开始", "Start now")) }
        }
        p { a href="/check" { (asking.say("改查全部政策", "Check everything instead")) } }
    }
}

/// What a rule is called.
pub(super) fn rule_shown(program: &Program, group: GroupId, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => program.group_names()[group.index()].as_str(),
        Lang::En => program.item(program.group(group).versions[0]).head.shown(Lang::En),
    }
}

/// What is wrong, at the top of the page, leading to the field.
pub(super) fn summary(moment: &Moment<'_>, wrong: &Text, field: &str) -> Markup {
    let asking = moment.asking;
    html! {
        div.check-errors role="alert" aria-labelledby="error-title" tabindex="-1" {
            h2 #error-title { (asking.say("有一处要改", "There is a problem")) }
            p { a href=(format!("#{field}")) { (sentence(asking.lang, wrong)) } }
        }
    }
}

/// What is wrong, at the field itself.
pub(super) fn message(lang: Lang, wrong: &Text) -> Markup {
    let said = match lang {
        Lang::Zh => "错误：",
        Lang::En => "Error: ",
    };
    html! { p.check-error #wrong { span.hear { (said) } (sentence(lang, wrong)) } }
}

/// A text with a capital at its beginning.
fn sentence(lang: Lang, text: &Text) -> String {
    let text = text.get(lang);
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}
