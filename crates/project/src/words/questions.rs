//! The words of what to ask next.

use wuwei_source::Lang;

/// The words of a language. `{name}` stands for what [`super::fill`] puts there.
#[derive(Debug)]
#[allow(missing_docs, reason = "each field is named for what it says")]
pub struct QuestionWords {
    pub state: &'static str,
    pub over: &'static str,
    pub over_but: &'static str,
    pub ask_first: &'static str,
    pub nobody_asks: &'static str,
    pub waiting: &'static str,
    pub money: &'static str,
    pub money_open: &'static str,
    pub settles: &'static str,
    pub step: &'static str,
    pub each: &'static str,
    pub more: &'static str,
    pub held_by_others: &'static str,
    pub chances_peers: &'static str,
    pub chances_uniform: &'static str,
    pub for_money: &'static str,
    pub waits_for: &'static str,
    pub undecidable: &'static str,
    pub prompt: &'static str,
    pub how: &'static str,
    pub stopped: &'static str,
    pub asked: &'static str,
    pub kept: &'static str,
}

const ZH: QuestionWords = QuestionWords {
    state: "{all} 个答案中，{settled} 个已经确定，{open} 个还等着 {facts} 项事实。",
    over: "问完了：再知道什么，也改变不了任何一个答案。",
    over_but: "问完了：能问到的，都改变不了任何一个答案了；还有 {n} 个答案等着问不到的：",
    ask_first: "按这个顺序问",
    nobody_asks: "没有一条规则问到{kind}。",
    waiting: "{n} 个答案在等",
    money: "涉及 {money}",
    money_open: "涉及金额未知",
    settles: "{percent} 能定",
    step: "分步才能定",
    each: "{name}（{percent}）",
    more: "等 {n} 项",
    held_by_others: "由别的主体掌握",
    chances_peers: "可能性按 {n} 个同类主体的情况估计；只用来排先后，不影响答案。",
    chances_uniform: "没有同类主体可参照，各种取值按同样可能估计；只用来排先后，不影响答案。",
    for_money: "待遇",
    waits_for: "{name}：{facts}",
    undecidable: "条文未明",
    prompt: "{n}. {fact}{unit}？",
    how: "逐项回答；不知道就直接回车，输入 q 结束。",
    stopped: "到此为止，还有 {n} 个答案没有确定。",
    asked: "问了 {n} 项。",
    kept: "回答已记入 {file}。",
};

const EN: QuestionWords = QuestionWords {
    state: "Of {all} answers {settled} are settled and {open} wait for {facts} fact{facts|s}.",
    over: "Done: nothing further can change any answer.",
    over_but: "Done: nothing that can be asked changes any answer; still open, for want of what can't be asked: {n}",
    ask_first: "Ask in this order",
    nobody_asks: "No rule asks anything about {kind}.",
    waiting: "{n} waiting",
    money: "{money} at stake",
    money_open: "an amount not known at stake",
    settles: "{percent} settles",
    step: "one step of several",
    each: "{name} ({percent})",
    more: "{n} in all",
    held_by_others: "held by another subject",
    chances_peers: "Chances are those among {n} peers; they only order the questions and never enter an answer.",
    chances_uniform: "There are no peers to go by, so each value counts alike; chances only order the questions and never enter an answer.",
    for_money: "benefits",
    waits_for: "{name}: {facts}",
    undecidable: "the text leaves it open",
    prompt: "{n}. {fact}{unit}? ",
    how: "Answer one by one; press Enter if it isn't known, q to stop.",
    stopped: "Stopped; {n} answer{n|s} not settled.",
    asked: "{n} question{n|s} asked.",
    kept: "The answers are kept in {file}.",
};

/// The words in a language.
pub fn question_words(lang: Lang) -> &'static QuestionWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
