//! One question: what is asked, why, and the answers as they stand beside it.

use maud::{Markup, html};
use wuwei_facts::asked_unit;
use wuwei_ir::{FactId, Program, RegionId, Type, Unit};
use wuwei_project::open_facts;
use wuwei_reason::questions::{self, Interview, Question, Stake};
use wuwei_source::{Lang, Text};

use super::carry::{go, hidden, moves};
use super::field::{Field, LONGEST, NONE, SOME, UNKNOWN};
use super::sheet::{Sheet, called, kind_name};
use super::start::{message, rule_shown, summary};
use super::{lists, narrowing, result};
use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::Moment;
use crate::parts::layout::Page;
use crate::parts::nav::Section;

/// So many rules are named that wait for an answer.
const NAMED: usize = 3;

/// One question before it is shown.
struct Ask<'a> {
    moment: &'a Moment<'a>,
    sheet: &'a Sheet,
    fact: FactId,
    year: Option<i32>,
    field: Field,
    /// What stands in the field.
    value: &'a str,
    wrong: Option<&'a Text>,
    is_change: bool,
    question: Option<Question>,
}

/// The question of a fact, or the next one that is worth asking; the result where none is left.
pub(super) fn page(
    moment: &Moment<'_>,
    sheet: &Sheet,
    wanted: Option<(FactId, Option<i32>)>,
    is_change: bool,
    wrong: Option<(&str, &Text)>,
) -> Result<Page, Fault> {
    let program = moment.snapshot.library().program();
    let stranger = sheet.stranger();
    let mut interview = sheet.interview(moment.snapshot, &stranger, moment.as_of);
    let row = interview.subject();
    let question = match wanted {
        Some((fact, year)) => interview.question_of(questions::Asked { subject: row, fact, year }),
        None => interview.next_question(),
    };
    let next = question.as_ref().map(|question| (question.asked.fact, question.asked.year));
    let Some((fact, year)) = wanted.or(next) else { return Ok(result::page(moment, sheet)) };
    let Some(field) = Field::of(program, fact) else { return Ok(result::page(moment, sheet)) };
    let told = sheet.place(fact, year).map_or("", |at| sheet.told[at].text.as_str());
    let (value, wrong) = match wrong {
        Some((value, why)) => (value, Some(why)),
        None => (if told == UNKNOWN { "" } else { told }, None),
    };
    let ask = Ask { moment, sheet, fact, year, field, value, wrong, is_change, question };
    let asking = moment.asking;
    let name = called(program, fact, year, asking.lang);
    let error = if wrong.is_some() { asking.say("错误：", "Error: ") } else { "" };
    let body = ask.show(&interview, &name);
    Ok(Page::new(Section::Check, format!("{error}{name}"), body).keeping(super::carry::MOVES))
}

impl Ask<'_> {
    fn program(&self) -> &Program {
        self.moment.snapshot.library().program()
    }

    fn asking(&self) -> &Asking {
        self.moment.asking
    }

    fn show(&self, interview: &Interview<'_>, name: &str) -> Markup {
        let (asking, program, sheet) = (self.asking(), self.program(), self.sheet);
        let column = program.fact(self.fact).column(self.year);
        let page = if self.is_change { "change" } else { "question" };
        let kind = kind_name(program, sheet.kind);
        html! {
            (moves(self.moment, sheet, page, &column))
            div.check {
                div.check-main {
                    p.check-back-line { (go("back", asking.say("‹ 上一步", "‹ Back"))) }
                    @if let Some(wrong) = self.wrong { (summary(self.moment, wrong, &self.first_field())) }
                    p.kicker { (asking.say("自测", "Check")) " · " (kind.get(asking.lang)) }
                    form #check .check-ask method="post" action="/check" novalidate {
                        (hidden(self.moment, sheet, page, &column))
                        (self.field(name))
                        div.check-buttons {
                            button name="step" value="answer" { (asking.say("继续", "Continue")) }
                            button.check-second name="step" value="unknown" { (asking.say("不知道", "I don't know")) }
                        }
                    }
                    (self.why())
                    (progress(asking, program, interview, sheet))
                    p.check-moves {
                        (go("result", asking.say("停下，看结果", "Stop and see the result")))
                        @if sheet.answered() > 0 {
                            (go("review", &format!("{}{}", asking.say("检查或修改已答的 ", "Look over or change your "), asking.count(sheet.answered(), "题", "answer", "answers"))))
                        }
                    }
                }
                (narrowing::aside(self.moment, sheet, interview))
            }
        }
    }

    /// The id of the field that a mistake leads to.
    fn first_field(&self) -> String {
        match self.field {
            Field::YesNo | Field::Choice(_) | Field::Has => "value-0".to_string(),
            _ => "value".to_string(),
        }
    }

    fn field(&self, name: &str) -> Markup {
        let (asking, program) = (self.asking(), self.program());
        let definition = program.fact(self.fact);
        let about = definition.about.map(|about| about.get(asking.lang));
        let hint = html! {
            @if let Some(about) = about { p.check-hint #hint { (about) } }
            @if let Some(wrong) = self.wrong { (message(asking.lang, wrong)) }
        };
        let described = [about.map(|_| "hint"), self.how().map(|_| "how"), self.wrong.map(|_| "wrong")];
        let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
        match self.choices() {
            Some(choices) => html! {
                fieldset aria-describedby=(described) {
                    legend { h1 { (name) } }
                    (hint)
                    @for (n, (value, shown)) in choices.iter().enumerate() {
                        @let id = format!("value-{n}");
                        div.check-pick {
                            input type="radio" id=(id) name="value" value=(value) checked[self.is_chosen(value)];
                            label for=(id) { (shown) }
                        }
                    }
                }
            },
            None => html! {
                h1 { label for="value" { (name) } }
                (hint)
                @if let Some(how) = self.how() { p.check-hint #how { (how) } }
                div.check-measure {
                    (self.input(&described))
                    @if let Some(unit) = self.unit() { span.check-unit { (unit) } }
                }
                @if definition.or_none {
                    div.check-pick.check-or {
                        input #none type="checkbox" name="none" value="1" checked[self.value == NONE];
                        label for="none" { (asking.say("没有", "There is none")) }
                    }
                }
            },
        }
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.value == value
    }

    /// What may be chosen, with how it reads; nothing where something is written.
    fn choices(&self) -> Option<Vec<(&'static str, String)>> {
        let (asking, program) = (self.asking(), self.program());
        let definition = program.fact(self.fact);
        let none = (NONE, asking.say("都不是，或没有", "None of these").to_string());
        match self.field {
            Field::YesNo => Some(vec![("是", asking.say("是", "Yes").into()), ("否", asking.say("否", "No").into())]),
            Field::Has => Some(vec![
                (SOME, asking.say("有（不用写是哪一家）", "Yes (no need to say which)").into()),
                (NONE, asking.say("没有", "No").into()),
            ]),
            Field::Choice(id) => {
                let enumeration = program.enumeration(id);
                let shown = enumeration.values.iter().zip(&enumeration.labels).map(|(value, label)| {
                    let label = label.filter(|_| asking.lang == Lang::En).unwrap_or(*value);
                    (value.as_str(), capital(label.as_str()))
                });
                Some(shown.chain(definition.or_none.then_some(none)).collect())
            }
            _ => None,
        }
    }

    fn input(&self, described: &str) -> Markup {
        let (asking, program) = (self.asking(), self.program());
        let value = if self.value == NONE { "" } else { self.value };
        let numeric = matches!(self.field, Field::Number | Field::Year);
        let invalid = self.wrong.map(|_| "true");
        if self.field == Field::Region {
            let now = program.region_named(value);
            return html! {
                select #value name="value" aria-describedby=(described) aria-invalid=[invalid] {
                    option value="" { (asking.say("请选择", "Choose")) }
                    @for (id, path) in regions(program, asking.lang) {
                        option value=(program.region(id).code) selected[now == Some(id)] { (path) }
                    }
                }
            };
        }
        html! {
            input #value type="text" name="value" value=(value) maxlength=(LONGEST) autocomplete="off" spellcheck="false"
                inputmode=[numeric.then_some("decimal")] aria-describedby=(described) aria-invalid=[invalid]
                class=(if self.field == Field::Industry || numeric { "check-short" } else { "check-middle" });
        }
    }

    /// How a value is written.
    fn how(&self) -> Option<String> {
        let asking = self.asking();
        let definition = self.program().fact(self.fact);
        Some(match self.field {
            Field::Number if definition.ty == Type::MONEY => asking
                .say("单位是万元，例如 120；也可以带上单位写，例如 1200000元、1.2亿元。", "In 万元 (ten thousand yuan), for example 120; or write the unit yourself, such as 1200000元 or 1.2亿元.")
                .to_string(),
            Field::Day => asking.say("例如 2020-03-15。", "For example 2020-03-15.").to_string(),
            Field::Year => asking.say("四位年份，例如 2024。", "Four digits, for example 2024.").to_string(),
            Field::Region => asking
                .say("列表里没有的，选包含它的上一级。", "If yours isn't listed, choose the one around it.")
                .to_string(),
            Field::Industry => asking
                .say("营业执照或统计报表上的门类字母和数字，例如 C3670；只知道大类就写 C36。", "The letter and digits of your class, for example C3670; if you know the division only, C36.")
                .to_string(),
            _ => return None,
        })
    }

    fn unit(&self) -> Option<String> {
        let definition = self.program().fact(self.fact);
        let unit = asked_unit(definition);
        let english = Unit::parse(&unit).filter(|unit| unit.prefix.is_none() && definition.ty != Type::MONEY);
        let unit = match english.filter(|_| self.asking().lang == Lang::En) {
            Some(english) => english.english().to_string(),
            None => unit,
        };
        (self.field == Field::Number && !unit.is_empty()).then_some(unit)
    }

    /// Why it is asked: the rules that wait for it.
    fn why(&self) -> Markup {
        let (asking, program) = (self.asking(), self.program());
        let Some(question) = &self.question else { return html! {} };
        let named = question.decides.iter().filter(|decides| decides.stake != Stake::Quantity).take(NAMED);
        let names: Vec<&str> = named.map(|decides| rule_shown(program, decides.group, asking.lang)).collect();
        let waiting = question.waiting.to_string();
        html! {
            details.check-why {
                summary { (asking.say("为什么问这个", "Why we ask")) }
                p {
                    (asking.say("有 {n} 个答案在等这一项。", "{n} answers wait for this.").replace("{n}", &waiting))
                    @if !names.is_empty() {
                        (asking.say("它可能直接决定：", " It may decide by itself: "))
                        (names.join(asking.say("、", ", ")))
                        (asking.say("。", "."))
                    }
                    @if self.sheet.about.is_none() {
                        (asking.say("题目按能定下多少答案排先后。", " Questions that settle most come first."))
                    }
                }
            }
        }
    }
}

/// How far the check has come.
fn progress(asking: &Asking, program: &Program, interview: &Interview<'_>, sheet: &Sheet) -> Markup {
    let all = interview.answers().count();
    let settled = interview.answers().filter(|answer| lists::is_settled(program, interview, answer)).count();
    let open = open_facts(interview);
    let text = asking
        .say(
            "已答 {told} 题，{all} 个答案已定 {settled} 个；还可能问到 {open} 项。",
            "{told} answered; {settled} of {all} results settled; up to {open} facts may still be asked.",
        )
        .replace("{told}", &sheet.answered().to_string())
        .replace("{all}", &all.to_string())
        .replace("{settled}", &settled.to_string())
        .replace("{open}", &open.to_string());
    let lists = lists::awaited(program, interview).len();
    html! {
        div.check-how-far {
            progress max=(all.max(1)) value=(settled) aria-label=(asking.say("已定的答案", "Results settled")) {}
            p.aside {
                (text)
                @if lists > 0 {
                    (asking.say("最后还可以说明 {n} 类清单。", " Lists that you may say there is nothing in, at the end: {n}.").replace("{n}", &lists.to_string()))
                }
            }
        }
    }
}

/// The regions that can be chosen, each with those around it, in the order of codes.
fn regions(program: &Program, lang: Lang) -> Vec<(RegionId, String)> {
    let mut all: Vec<RegionId> = (0..program.regions.len()).map(RegionId::from_index).collect();
    let shown = |id: RegionId| {
        let mut chain: Vec<&str> = program.region_chain(id).map(|id| program.region(id).head.shown(lang)).collect();
        chain.reverse();
        chain.join(" › ")
    };
    all.sort_by_key(|id| {
        let mut chain: Vec<&str> = program.region_chain(*id).map(|id| program.region(id).code.as_str()).collect();
        chain.reverse();
        chain
    });
    all.into_iter().map(|id| (id, shown(id))).collect()
}

/// A label as it stands alone.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}
