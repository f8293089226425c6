//! Words around the findings of `wuwei prove`.

use wuwei_reason::prove::TheoremKind;
use wuwei_source::Lang;

/// What stands around findings.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each field is a wording of what its name says")]
pub struct TheoremWords {
    pub title: &'static str,
    pub about: &'static str,
    pub counts: &'static str,
    pub error: &'static str,
    pub warning: &'static str,
    pub info: &'static str,
    pub witness: &'static str,
    pub mend: &'static str,
    pub open: &'static str,
    pub open_about: &'static str,
    pub looked: &'static str,
    pub looked_nothing: &'static str,
    pub errors: &'static str,
    pub warnings: &'static str,
    pub infos: &'static str,
    pub more: &'static str,
    pub total: &'static str,
    pub none: &'static str,
    pub undecided: &'static str,
    kinds: [(&'static str, &'static str); 8],
}

impl TheoremWords {
    /// A kind's name, and what it means.
    pub fn kind(&self, kind: TheoremKind) -> (&'static str, &'static str) {
        let at = TheoremKind::ALL.iter().position(|known| *known == kind).unwrap_or(0);
        self.kinds[at]
    }
}

/// The words in a language.
pub fn theorem_words(lang: Lang) -> &'static TheoremWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

const ZH: TheoremWords = TheoremWords {
    title: "文件库里查出的问题",
    about: "这一页由 `wuwei prove library --as-of {day} --page` 写出：不用任何数据，只凭文件和事实的取值范围，查 {day} 施行的 {rules} 条规则。\
            每条都举出一个例子，例子里的主体是虚构的，没有写出的事实可以是任何值；例子都由参照求值器算过。",
    counts: "查了 {n} 处，报告 {found} 条。",
    error: "不可能是本意。",
    warning: "请人看一下。",
    info: "供了解。",
    witness: "例：",
    mend: "改法：",
    open: "没有定论的",
    open_about: "下面这些既没有证明成立，也没有证明不成立，不算查出的问题；多数是文件本身写明无法计算。",
    looked: "不用数据，查了 {day} 施行的 {rules} 条规则，共 {n} 处。",
    looked_nothing: "{day} 没有施行的规则，没有可查的。",
    errors: "不可能是本意",
    warnings: "请人看一下",
    infos: "供了解",
    more: "这一类还有 {n} 条，加 --all 全部列出",
    total: "{errors} 条不可能是本意，{warnings} 条请人看一下，{infos} 条供了解；{open} 处没有定论。",
    none: "没有查出问题；{open} 处没有定论。",
    undecided: "没有定论（既没有证明，也没有推翻）",
    kinds: [
        ("无人能满足", "条件互相排斥，或者表里有一行永远用不到。"),
        ("互相矛盾", "同一称号的两条规则，对同一主体一个是、一个否；或者梯次的相邻两级不能同时符合。"),
        ("越好越少", "分档表里数值更好，得到的反而更少。"),
        (
            "悬崖",
            "一个事实稍有好转，身份、分数或资金反而失去。“好转”按文件自己的条件判断：别处要求多的，多就是好转；只有要求少的，少就是好转。",
        ),
        ("没有说能否叠加", "两项待遇都看同一情形，同一主体可以都符合，没有叠加规则。"),
        ("多余的条件", "其他条件已经包含它，删去不改变任何答案。"),
        ("受取整影响的门槛", "先取整再比较，或者对按个数计的事实提出不一定是整数的要求。"),
        ("没有预算的待遇", "没有写明由哪一笔预算支付，按文件合并。"),
    ],
};

const EN: TheoremWords = TheoremWords {
    title: "What was found in the library",
    about: "This page is written by `wuwei prove library --as-of {day} --page`: without any data, from the documents and the ranges of facts alone, \
            about the {rules} rules in force on {day}. Each finding is shown by somebody made up; facts that aren't given may be anything. \
            Every example was evaluated by the reference evaluator.",
    counts: " {n} looked at, {found} reported.",
    error: "Can't be meant.",
    warning: "To be looked at.",
    info: "Good to know.",
    witness: "Example: ",
    mend: "Mend: ",
    open: "Left open",
    open_about: "Neither shown nor refuted, and so no findings; mostly the documents themselves say that it can't be computed.",
    looked: "Without any data: {rules} rules in force on {day}, {n} places looked at.",
    looked_nothing: "No rule is in force on {day}; there is nothing to look at.",
    errors: "Can't be meant",
    warnings: "To be looked at",
    infos: "Good to know",
    more: "{n} more of this kind; --all shows them",
    total: "{errors} that can't be meant, {warnings} to be looked at, {infos} good to know; {open} left open.",
    none: "Nothing was found; {open} left open.",
    undecided: "Left open (neither shown nor refuted)",
    kinds: [
        ("Nobody can meet it", "Conditions exclude each other, or a line of a table is never used."),
        (
            "Contradictions",
            "Two rules of one standing answer yes and no for one subject, or neighbouring steps of a ladder exclude each other.",
        ),
        ("More earns less", "A table gives less for a better value."),
        (
            "Cliffs",
            "A fact gets slightly better, and a standing, points or money are lost. What is better the documents say: more, where some rule asks for more; less, where rules only ever ask for less.",
        ),
        (
            "Not said whether both are paid",
            "Two benefits hang on the same circumstance, one subject can have both, and no stacking rule speaks of them.",
        ),
        ("Redundant conditions", "Other conditions imply it; without it no answer changes."),
        (
            "Thresholds that rounding can flip",
            "A rule rounds before it compares, or asks for a number of whole things that needn't be whole.",
        ),
        ("Benefits without a budget", "No budget is named that pays them; by document."),
    ],
};
