//! The text of the document: what happened, what is worth a look, what doesn't fit; then the list, the sources and the
//! keys as annexes.

use wuwei_plan::cascade::FindingSeverity;
use wuwei_source::Lang;

use super::xml::{Runs, Table, paragraph, said};
use crate::html::{severity_word, terms, worth_a_look};
use crate::model::{Report, TargetRow};
use crate::words::{day, ordinal, pick};

/// The width of the type area, in twentieths of a point.
const WIDTH: u32 = 8844;

/// The body.
pub(super) fn body(report: &Report) -> String {
    let lang = report.lang;
    let named = report.title.trim_matches(['《', '》']);
    // The words that say what this is stand on a line of their own, whatever the plan is called.
    let title = Runs::new().text(&pick(lang, format!("关于《{named}》"), named.to_string())).line();
    let title = title.text(pick(lang, "目标进展情况的通报", "Bulletin on targets"));
    let mut out = paragraph("Title", title);
    out += &said(
        "Under",
        &pick(lang, format!("（截至{}）", day(lang, report.as_of)), format!("as of {}", day(lang, report.as_of))),
    );
    for mark in &report.marks {
        out += &said("Normal", &format!("{}{}", pick(lang, "〔仅供参考〕", "[advisory] "), mark.text));
    }
    let mut sections: Vec<(&str, String)> = vec![(pick(lang, "总体情况", "Summary"), summary(report))];
    let worth = worth(report);
    if !worth.is_empty() {
        sections.push((pick(lang, "值得注意的目标", "Worth a look"), worth));
    }
    sections.push((pick(lang, "本期变化", "What became different"), changes(report)));
    if !report.units.is_empty() {
        sections.push((pick(lang, "责任单位情况", "Responsible bodies"), units(report)));
    }
    if !report.tree.edges.is_empty() {
        sections.push((pick(lang, "上下级对照", "Levels"), cascade(report)));
    }
    let findings = findings(report);
    if !findings.is_empty() {
        sections.push((pick(lang, "对照发现的问题", "What doesn't fit"), findings));
    }
    sections.push((pick(lang, "有关说明", "How to read this"), method(report)));
    for (n, (heading, text)) in sections.into_iter().enumerate() {
        let number = pick(lang, format!("{}、", ordinal(lang, n + 1)), format!("{}. ", n + 1));
        out += &said("Heading1", &format!("{number}{heading}"));
        out += &text;
    }
    let annexes = [
        (pick(lang, "目标清单", "The list"), list(report)),
        (pick(lang, "对照发现的问题", "What doesn't fit"), found(report)),
        (pick(lang, "数据来源", "Sources"), sources(report)),
        (pick(lang, "数字溯源", "Where the numbers come from"), keys(report)),
    ];
    for (n, (heading, _)) in annexes.iter().enumerate() {
        let text = match n {
            0 => pick(lang, format!("附件：1．{heading}"), format!("Annexes: 1. {heading}")),
            _ => pick(lang, format!("　　　{}．{heading}", n + 1), format!("{}. {heading}", n + 1)),
        };
        out += &said("Normal", &text);
    }
    out += &said("Signed", &day(lang, report.as_of));
    for (n, (heading, text)) in annexes.into_iter().enumerate() {
        out += &said("Annex", &pick(lang, format!("附件{}", n + 1), format!("Annex {}", n + 1)));
        out += &said("Title", heading);
        out += &said("Cell", "");
        out += &text;
    }
    out
}

/// （一）in Chinese, (1) in English.
fn sub(lang: Lang, n: usize) -> String {
    pick(lang, format!("（{}）", ordinal(lang, n)), format!("({n}) "))
}

fn summary(report: &Report) -> String {
    let lang = report.lang;
    let mut runs = Runs::new()
        .text(&pick(
            lang,
            format!("截至{}，本文件", day(lang, report.as_of)),
            format!("As of {}, of ", day(lang, report.as_of)),
        ))
        .figure(&report.tally.all)
        .text(pick(lang, "项目标中，", " targets: "));
    let shown: Vec<_> = report.tally.counts.iter().filter(|count| count.count > 0).collect();
    for (n, count) in shown.iter().enumerate() {
        let end = match n + 1 == shown.len() {
            true => pick(lang, "。", "."),
            false => pick(lang, "，", ", "),
        };
        runs = match lang {
            Lang::Zh => runs.text(&count.lamp.word).figure(&count.now).text("项"),
            Lang::En => runs.figure(&count.now).text(" ").text(&count.lamp.word),
        };
        runs = runs.text(pick(lang, "（上期", " (was ")).figure(&count.before).text(pick(lang, "项）", ")")).text(end);
    }
    paragraph("Normal", runs)
}

fn worth(report: &Report) -> String {
    let lang = report.lang;
    let one = |(n, row): (usize, &TargetRow)| {
        let head = Runs::new()
            .text(&sub(lang, n + 1))
            .text(&row.name)
            .text(pick(lang, "（", " ("))
            .lamp(&row.lamp)
            .text(pick(lang, "）", ")"));
        let mut text = Runs::new().figure(&row.cause);
        if let Some((word, why)) = &row.ambition {
            text = text.text(pick(lang, "　", " ")).text(word).text(pick(lang, "：", ": ")).figure(why);
        }
        paragraph("Heading2", head) + &paragraph("Normal", text)
    };
    worth_a_look(report).into_iter().enumerate().map(one).collect()
}

fn changes(report: &Report) -> String {
    let lang = report.lang;
    let since = day(lang, report.since);
    let (turned, others): (Vec<_>, Vec<_>) = report.changes.iter().partition(|change| !change.is_quiet());
    let mut out = said(
        "Normal",
        &pick(
            lang,
            format!(
                "与{since}相比，{}项目标的判定或最新值有实质变化，{}项仅因时间推移改变判定。",
                turned.len(),
                others.len()
            ),
            format!(
                "Since {since}, {} targets are different; of {} only the calendar moved.",
                turned.len(),
                others.len()
            ),
        ),
    );
    for (n, change) in turned.into_iter().enumerate() {
        let row = &report.targets[change.target];
        let mut runs = Runs::new()
            .text(&format!("{}{}", n + 1, pick(lang, "．", ". ")))
            .text(&row.name)
            .text(pick(lang, "：", ": "));
        if let Some((value, period)) = &change.before {
            runs = runs.figure(value).text(&format!("{}{period}{}", pick(lang, "（", " ("), pick(lang, "）", ")")));
            runs = runs.text(pick(lang, "→", " → "));
        }
        if let Some((value, period)) = &change.now {
            runs = runs.figure(value).text(&format!("{}{period}{}", pick(lang, "（", " ("), pick(lang, "）", ")")));
        }
        runs = runs.text(pick(lang, "，判定由", "; from ")).lamp(&change.lamps.0).text(pick(lang, "转为", " to "));
        out += &paragraph("Normal", runs.lamp(&change.lamps.1).text(pick(lang, "。", ".")));
    }
    out
}

fn units(report: &Report) -> String {
    let lang = report.lang;
    let heads = [
        pick(lang, "单位", "Body"),
        pick(lang, "行动", "Actions"),
        pick(lang, "目标及判定（序号见附件1）", "Targets with verdicts (numbers of annex 1)"),
    ];
    let mut table = Table::new(&[2200, 2200, WIDTH - 4400], &heads, "Cell");
    for unit in &report.units {
        let leads = unit.leads.iter().map(|number| format!("{number}{}", pick(lang, "（牵头）", " (leads)")));
        let actions: Vec<String> = leads.chain(unit.supports.iter().cloned()).collect();
        let mut lamps = Runs::new();
        for (n, same) in unit.targets.chunk_by(|a, b| report.targets[*a].lamp == report.targets[*b].lamp).enumerate() {
            let numbers: Vec<String> = same.iter().map(|at| report.targets[*at].number.to_string()).collect();
            lamps = if n > 0 { lamps.text(pick(lang, "；", "; ")) } else { lamps };
            lamps = lamps.lamp(&report.targets[same[0]].lamp).text(" ").text(&numbers.join(pick(lang, "、", ", ")));
        }
        table.row(vec![Runs::new().text(&unit.name), Runs::new().text(&actions.join(pick(lang, "、", ", "))), lamps]);
    }
    table.finish()
}

fn cascade(report: &Report) -> String {
    let lang = report.lang;
    let heads =
        [pick(lang, "上级目标", "Target above"), pick(lang, "下级目标", "Target below"), pick(lang, "占上级", "Share")];
    let mut table = Table::new(&[3700, 3700, WIDTH - 7400], &heads, "Cell");
    for edge in &report.tree.edges {
        let side = |n: usize| {
            let node = &report.tree.nodes[n];
            Runs::new().text(&format!("{} {} ", node.region, node.name)).figure(&node.asked)
        };
        let share = match &edge.share {
            Some(share) => Runs::new().figure(share),
            None => Runs::new().text(&edge.relation),
        };
        table.row(vec![side(edge.parent), side(edge.child), share]);
    }
    table.finish()
}

/// What contradicts itself in full; of the rest how much there is.
fn findings(report: &Report) -> String {
    let lang = report.lang;
    let of = |severity| report.findings.iter().filter(move |row| row.severity == severity);
    let (errors, warnings) = (of(FindingSeverity::Error).count(), of(FindingSeverity::Warning).count());
    if errors + warnings == 0 {
        return String::new();
    }
    let mut out = said(
        "Normal",
        &pick(
            lang,
            format!(
                "与上下级文件、历次计划和公布的数对照，互相矛盾的{errors}条，需要核对的{warnings}条，逐条见附件2。"
            ),
            format!(
                "Held against the documents above and below, earlier plans and published figures: {errors} can't all hold, {warnings} are to be looked at; annex 2 lists them."
            ),
        ),
    );
    for (n, row) in of(FindingSeverity::Error).enumerate() {
        let number = format!("{}{}", n + 1, pick(lang, "．", ". "));
        out += &paragraph("Normal", Runs::new().text(&number).figure(&row.message).text(pick(lang, "。", ".")));
    }
    out
}

/// What contradicts itself and what has to be looked at, with its places; what is only good to know stands on the page.
fn found(report: &Report) -> String {
    let lang = report.lang;
    let heads = [pick(lang, "序号", "No."), pick(lang, "类别", "Kind"), pick(lang, "内容和位置", "Finding and places")];
    let mut table = Table::new(&[640, 1300, WIDTH - 1940], &heads, "Cell");
    let worth = report.findings.iter().filter(|row| row.severity != FindingSeverity::Info);
    for (n, row) in worth.enumerate() {
        let mut text = Runs::new().figure(&row.message);
        for place in row.places.iter().take(PLACES) {
            text = text.line().text("— ").text(place);
        }
        let others = row.places.len().saturating_sub(PLACES);
        if others > 0 {
            text = text.line().text(&pick(lang, format!("另有{others}处"), format!("{others} more")));
        }
        table.row(vec![
            Runs::new().text(&(n + 1).to_string()),
            Runs::new().text(severity_word(report, row.severity)),
            text,
        ]);
    }
    table.finish()
}

/// More places than these would bury the sentence.
const PLACES: usize = 4;

fn method(report: &Report) -> String {
    let lang = report.lang;
    let colon = pick(lang, "：", ": ");
    let mut out: String = terms(report)
        .into_iter()
        .enumerate()
        .map(|(n, (term, text))| said("Normal", &format!("{}{}{term}{colon}{text}", n + 1, pick(lang, "．", ". "))))
        .collect();
    if let Some(name) = &report.rules_name {
        let rules: Vec<String> =
            report.rules.iter().map(|rule| format!("{}{colon}{}", rule.lamp.word, rule.when)).collect();
        let head = pick(
            lang,
            format!("判定规则“{name}”自上而下，第一条符合的为准："),
            format!("The rules {name}, the first that holds: "),
        );
        out += &said("Normal", &format!("{head}{}{}", rules.join(pick(lang, "；", "; ")), pick(lang, "。", ".")));
    }
    out
}

fn list(report: &Report) -> String {
    let lang = report.lang;
    let heads = [
        pick(lang, "序号", "No."),
        pick(lang, "目标", "Target"),
        pick(lang, "目标值", "Asked for"),
        pick(lang, "最新值", "Latest"),
        pick(lang, "差距", "Gap"),
        pick(lang, "到期预测", "Forecast"),
        pick(lang, "判定", "Verdict"),
    ];
    let widths = [560, 1900, 1560, 1370, 1150, 1304, 1000];
    let mut table = Table::new(&widths, &heads, "Cell");
    for group in &report.groups {
        let number = if group.number.is_empty() {
            String::new()
        } else {
            format!("{}{}", group.number, pick(lang, "．", ". "))
        };
        let owners: Vec<String> = group.owners.iter().map(|owner| owner.name.clone()).collect();
        let owners = match owners.is_empty() {
            true => String::new(),
            false => pick(lang, format!("（{}）", owners.join("、")), format!(" ({})", owners.join(", "))),
        };
        table.wide("CellHead", Runs::new().text(&format!("{number}{}{owners}", group.name)));
        for at in &group.targets {
            table.row(row(report, &report.targets[*at]));
        }
    }
    table.finish()
}

fn row(report: &Report, row: &TargetRow) -> Vec<Runs> {
    let lang = report.lang;
    let dash = || Runs::new().text("—");
    let form = row.form.as_ref().map(|form| format!("{form} ")).unwrap_or_default();
    let latest = match &row.latest {
        None => dash(),
        Some(latest) => {
            let mut said = vec![latest.period.clone()];
            said.extend(latest.marks.iter().cloned());
            Runs::new().figure(&latest.value).line().text(&said.join(pick(lang, "，", ", ")))
        }
    };
    let forecast = match &row.forecast {
        Err(why) => Runs::new().text(why),
        Ok(told) => {
            let range = Runs::new().figure(&told.low).text("–").figure(&told.high);
            match &told.probability {
                Some(share) => range.line().text(pick(lang, "可能性 ", "chance ")).figure(share),
                None => range,
            }
        }
    };
    vec![
        Runs::new().text(&row.number.to_string()),
        Runs::new().text(&row.name),
        Runs::new().text(&form).figure(&row.asked).line().text(&row.by),
        latest,
        row.gap.as_ref().map_or_else(dash, |gap| Runs::new().figure(gap)),
        forecast,
        Runs::new().lamp(&row.lamp),
    ]
}

fn sources(report: &Report) -> String {
    let lang = report.lang;
    let mut out: String = report.document_sources.iter().map(|source| said("Cell", source)).collect();
    out += &said("Cell", "");
    let heads = [pick(lang, "来源", "Source"), pick(lang, "指标与时期", "Indicators and periods")];
    let mut table = Table::new(&[3600, WIDTH - 3600], &heads, "Cell");
    for row in &report.value_sources {
        let of: Vec<String> = row
            .of
            .iter()
            .map(|(indicator, periods)| {
                let periods = periods.join(pick(lang, "、", ", "));
                pick(lang, format!("{indicator}（{periods}）"), format!("{indicator} ({periods})"))
            })
            .collect();
        table.row(vec![Runs::new().text(&row.source), Runs::new().text(&of.join(pick(lang, "；", "; ")))]);
    }
    out + &table.finish()
}

fn keys(report: &Report) -> String {
    let lang = report.lang;
    let mut out = said(
        "Cell",
        pick(
            lang,
            "正文和附件中每个数后方括号内的序号对应下表。运行 wuwei trace 编号 可以重新推算这个数。",
            "The number in brackets behind each figure leads to its key. wuwei trace KEY works the figure out again.",
        ),
    );
    let heads =
        [pick(lang, "序号", "No."), pick(lang, "对象", "Of"), pick(lang, "数", "Number"), pick(lang, "编号", "Key")];
    let mut table = Table::new(&[640, 3400, 2704, 2100], &heads, "Small");
    for (n, note) in report.notes.iter().enumerate() {
        let text = if note.text.chars().count() > 24 { "" } else { &note.text };
        table.row(vec![
            Runs::new().text(&(n + 1).to_string()),
            Runs::new().text(&note.subject),
            Runs::new().text(&format!("{} {text}", note.what)),
            Runs::new().text(&note.key.to_string()),
        ]);
    }
    out += &table.finish();
    out
}
