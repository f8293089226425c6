//! What stands at the head of the page: the title, what has to be known, the count of verdicts, what is worth a look.

use wuwei_plan::progress::Verdict;

use super::markup::{escape, figure, mark, sentence};
use crate::chart;
use crate::model::{MarkKind, Report, TargetRow};
use crate::words::{day, listed, pick};

/// The title of the page.
pub(super) fn title(report: &Report) -> String {
    pick(
        report.lang,
        format!("{}目标进展通报（{}）", report.region, day(report.lang, report.as_of)),
        format!("{}: bulletin on targets, {}", report.region, day(report.lang, report.as_of)),
    )
}

pub(super) fn masthead(report: &Report) -> String {
    let lang = report.lang;
    let kicker =
        pick(lang, format!("{}目标进展通报", report.region), format!("{} · Bulletin on targets", report.region));
    let mut facts = vec![
        (pick(lang, "截至", "As of"), day(lang, report.as_of)),
        (pick(lang, "对比", "Compared with"), day(lang, report.since)),
    ];
    if let Some((first, last)) = report.period {
        facts
            .push((pick(lang, "计划期", "Period"), pick(lang, format!("{first}—{last}年"), format!("{first}–{last}"))));
    }
    if let Some(number) = &report.number {
        facts.push((pick(lang, "文号", "Number"), number.clone()));
    }
    if !report.issuers.is_empty() {
        facts.push((pick(lang, "印发", "Issued by"), listed(lang, &report.issuers)));
    }
    let facts: String =
        facts.iter().map(|(name, value)| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value))).collect();
    let marks: String = report
        .marks
        .iter()
        .map(|one| {
            let (class, word) = match one.kind {
                MarkKind::Synthetic => ("synthetic", pick(lang, "合成数据", "Synthetic")),
                MarkKind::Advisory => ("advisory", pick(lang, "仅供参考", "Advisory")),
            };
            format!("<p class=\"remark {class}\"><b>{word}</b>{}</p>", escape(&one.text))
        })
        .collect();
    format!(
        "<header class=\"masthead\">\n<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n<dl class=\"facts\">{facts}</dl>\n{marks}\n</header>\n",
        escape(&kicker),
        escape(&report.title)
    )
}

/// The count of verdicts, and what is worth a look.
pub(super) fn summary(report: &Report) -> String {
    let lang = report.lang;
    let tally = &report.tally;
    let parts: Vec<String> = tally
        .counts
        .iter()
        .filter(|count| count.count > 0)
        .map(|count| {
            pick(
                lang,
                format!("{}{}项", escape(&count.lamp.word), figure(&count.now)),
                format!("{} {}", figure(&count.now), escape(&count.lamp.word)),
            )
        })
        .collect();
    let lead = pick(
        lang,
        format!("截至{}，本文件{}项目标中，{}。", day(lang, report.as_of), figure(&tally.all), parts.join("，")),
        format!("As of {}, of {} targets: {}.", day(lang, report.as_of), figure(&tally.all), parts.join(", ")),
    );
    let cells: String = tally
        .counts
        .iter()
        .map(|count| {
            let change = match count.change {
                0 => pick(lang, "与上期持平".to_string(), "unchanged".to_string()),
                more if more > 0 => pick(
                    lang,
                    format!("上期{}，增{more}", figure(&count.before)),
                    format!("was {}, +{more}", figure(&count.before)),
                ),
                fewer => pick(
                    lang,
                    format!("上期{}，减{}", figure(&count.before), -fewer),
                    format!("was {}, −{}", figure(&count.before), -fewer),
                ),
            };
            format!(
                "<li class=\"v-{}{}\"><span class=\"count\">{}</span>{}<small>{change}</small></li>",
                count.lamp.verdict.word(),
                if count.count == 0 { " nil" } else { "" },
                figure(&count.now),
                mark(&count.lamp)
            )
        })
        .collect();
    let mut out = format!(
        "<div class=\"summary\">\n<p class=\"lead\">{lead}</p>\n{}\n<ul class=\"tally\">{cells}</ul>\n",
        chart::tally_bar(tally, lang)
    );
    let worth = worth_a_look(report);
    if !worth.is_empty() {
        out += &format!("<h2 class=\"plain\">{}</h2>\n<ul class=\"worth\">", pick(lang, "值得注意", "Worth a look"));
        for row in worth {
            let (class, said) = match &row.ambition {
                Some((word, said)) => (
                    format!(" <em class=\"tag\">{}</em>", escape(word)),
                    format!("{} {}", sentence(&row.cause), sentence(said)),
                ),
                None => (String::new(), sentence(&row.cause)),
            };
            out += &format!(
                "<li>{}<div><a class=\"to\" href=\"#t{}\">{}</a>{class}<p>{said}</p></div></li>",
                mark(&row.lamp),
                row.number,
                escape(&row.name)
            );
        }
        out += "</ul>\n";
    }
    out + "</div>\n"
}

/// So many targets are named at the head.
const WORTH: usize = 6;

/// What nobody should overlook: what is bad, what was easy, what is done.
pub(crate) fn worth_a_look(report: &Report) -> Vec<&TargetRow> {
    let rank = |row: &TargetRow| match (row.lamp.verdict, row.ambition.is_some()) {
        (Verdict::OffTrack, _) => 0,
        (Verdict::AtRisk, _) => 1,
        (Verdict::Achieved, true) => 2,
        (_, true) => 3,
        (Verdict::Achieved, false) => 4,
        _ => 9,
    };
    let mut rows: Vec<&TargetRow> = report.targets.iter().filter(|row| rank(row) < 9).collect();
    rows.sort_by_key(|row| (rank(row), row.number));
    rows.truncate(WORTH);
    rows
}

/// What stands under the page.
pub(super) fn colophon(report: &Report) -> String {
    let lang = report.lang;
    let text = pick(
        lang,
        format!(
            "本通报由程序按公开规则计算生成，数据截至{}。任何一个数都可以用 <code>wuwei trace 编号</code> 重新推算。",
            day(lang, report.as_of)
        ),
        format!(
            "Worked out by published rules from what was known on {}. <code>wuwei trace KEY</code> works any number out again.",
            day(lang, report.as_of)
        ),
    );
    format!("<footer class=\"colophon\"><p>{text}</p><p>{}</p></footer>\n", escape(&report.document))
}
