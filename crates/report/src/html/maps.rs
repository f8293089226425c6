//! The city by squares, each with its numbers as a table.

use super::Section;
use super::markup::{cell, escape, figure, nothing, table_head};
use crate::chart;
use crate::model::Report;
use crate::words::pick;

pub(super) fn section(report: &Report) -> Option<Section> {
    let lang = report.lang;
    report.maps.first()?;
    let mut body = format!(
        "<p class=\"aside\">{}</p>\n{}<div class=\"maps\">\n",
        pick(
            lang,
            "方格示意图是自拟的排列，一格一个单位，含开发区，不表示边界和面积。",
            "Squares in an arrangement of our own, one a unit, zones included; no boundary and no size is meant."
        ),
        chart::tile_legend(lang)
    );
    for map in &report.maps {
        let whole = map
            .whole
            .as_ref()
            .map(|whole| format!("<small>{} {}</small>", pick(lang, "全市目标", "the city's target"), figure(whole)));
        body += &format!(
            "<figure><figcaption><span>{}</span>{}</figcaption>\n{}</figure>\n",
            escape(&map.indicator),
            whole.unwrap_or_default(),
            chart::tile_map(map, lang),
        );
    }
    body += &format!("</div>\n{}", twin(report));
    Some(Section { id: "map", title: pick(lang, "各单位承诺", "What the units promise"), body })
}

/// The numbers of all maps as one table: a row for each unit of which something is known.
fn twin(report: &Report) -> String {
    let lang = report.lang;
    let Some(first) = report.maps.first() else { return String::new() };
    let indicators: Vec<String> = report.maps.iter().map(|map| escape(&map.indicator)).collect();
    let heads: Vec<&str> =
        std::iter::once(pick(lang, "单位", "Unit")).chain(indicators.iter().map(String::as_str)).collect();
    let (mut rows, mut without) = (String::new(), Vec::new());
    for (n, unit) in first.tiles.iter().enumerate() {
        if report.maps.iter().all(|map| map.tiles[n].asked.is_none()) {
            without.push(escape(&unit.name));
            continue;
        }
        let cells: String = report
            .maps
            .iter()
            .zip(&indicators)
            .map(|(map, name)| {
                let tile = &map.tiles[n];
                let Some(asked) = &tile.asked else { return cell("num", name, &nothing(lang)) };
                let share = tile
                    .share
                    .as_ref()
                    .map(|share| format!("<small>{} {}</small>", pick(lang, "占全市", "of the city's"), figure(share)));
                let latest = tile.latest.as_ref().map(|(value, period)| {
                    format!("<small>{} {}（{}）</small>", pick(lang, "最新值", "latest"), figure(value), escape(period))
                });
                cell(
                    "num",
                    name,
                    &format!("{}{}{}", figure(asked), share.unwrap_or_default(), latest.unwrap_or_default()),
                )
            })
            .collect();
        rows += &format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escape(&unit.name));
    }
    let without = match without.is_empty() {
        true => String::new(),
        false => format!(
            "<p class=\"aside\">{}{}{}</p>",
            pick(lang, "没有查到目标的单位：", "No target is known of: "),
            without.join(pick(lang, "、", ", ")),
            pick(lang, "。", ".")
        ),
    };
    format!(
        "<details class=\"twin\"><summary>{}</summary><table class=\"small cards\">{}<tbody>\n{rows}</tbody></table>{without}</details>\n",
        pick(lang, "图中数据", "The numbers"),
        table_head(&heads)
    )
}
