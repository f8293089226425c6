//! How to read the report: what a path is, what the fan is, and by which rules verdicts are given.

use super::Section;
use super::markup::{escape, mark, table_head};
use crate::model::Report;
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    let rules: String = report
        .rules
        .iter()
        .map(|rule| format!("<tr><td>{}</td><td>{}</td></tr>\n", mark(&rule.lamp), escape(&rule.when)))
        .collect();
    let named = report.rules_name.as_deref().unwrap_or_default();
    let basis = report.rules_basis.as_deref().map(|basis| format!("<p class=\"aside\">{}</p>\n", escape(basis)));
    let heads =
        [pick(lang, "亮灯", "Light"), pick(lang, "条件（自上而下，第一条符合的为准）", "When (the first that holds)")];
    let notes = notes(report);
    let items: String = notes.iter().map(|(term, text)| format!("<div><dt>{term}</dt><dd>{text}</dd></div>")).collect();
    let mut body = format!("<dl class=\"terms\">{items}</dl>\n");
    if !rules.is_empty() {
        body += &format!(
            "<h3>{}{}</h3>\n{}<table class=\"small rules\">{}<tbody>\n{rows}</tbody></table>\n",
            pick(lang, "判定规则：", "Rules of the verdicts: "),
            escape(named),
            basis.unwrap_or_default(),
            table_head(&heads),
            rows = rules
        );
    }
    Some(Section { id: "method", title: pick(lang, "方法说明", "How to read this"), body })
}

/// The terms of the report, each in a sentence or two.
pub(crate) fn notes(report: &Report) -> Vec<(&'static str, &'static str)> {
    let lang = report.lang;
    vec![
        (
            pick(lang, "路径", "Path"),
            pick(
                lang,
                "从计划开始前的基数到目标的走法，按指标种类确定：存量、占比、位次按直线，年均增长按等速，每年承诺逐年一步，办结类到期完成。没有基数就没有路径。",
                "The way from the value before the plan to the target, by the kind of indicator: a line for stocks, shares and ranks, constant growth for rates, a step for promises of each year. Without a value to begin with there is no path.",
            ),
        ),
        (
            pick(lang, "差距与步伐", "Gap and pace"),
            pick(
                lang,
                "差距是目标减最新值；“需”是从最新值到期限每年还要走多少，“实”是从基数到最新值每年走了多少。",
                "The gap is the target less the latest value; the pace needed leads from there to the deadline, the pace so far from the beginning to there.",
            ),
        ),
        (
            pick(lang, "预测", "Forecast"),
            pick(
                lang,
                "只看数列自身的走势，不计计划将带来的改变。六个以上年度值时由回测选方法，两到五个时三种方法并列；给出的区间大约五次有四次包含将来的值。",
                "It sees only how the series went, not what the plan will change. With six yearly values or more the method is chosen by backtest, with two to five all three stand side by side; the range is meant to hold four times in five.",
            ),
        ),
        (
            pick(lang, "期初已达到、低于原有趋势", "Reached before, below the trend"),
            pick(
                lang,
                "目标在计划开始前就已达到，或者照以前的走势不用另外努力也会达到。",
                "The value was reached before the plan began, or would be reached if things only went on as before.",
            ),
        ),
        (
            pick(lang, "步伐前所未有", "Pace never seen"),
            pick(
                lang,
                "要按期达到，每年要走的比这个数列历史上任何一年都多。",
                "To be met in time it has to go faster than it ever did.",
            ),
        ),
        (
            pick(lang, "截至某日", "As of a day"),
            pick(
                lang,
                "数据只增不改，修订另起一行，所以任何一期通报都可以按当日已知的数重新生成。",
                "Values are only ever added, so that every past report can be made again from what was known on its day.",
            ),
        ),
    ]
}
