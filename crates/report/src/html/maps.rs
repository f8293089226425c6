//! The city by squares, each with its numbers as a table.

use super::markup::{cell, escape, figure, nothing, table_head};
use super::Section;
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
        let whole = map.whole.as_ref().map(|whole| {
            format!("<small>{} {}</small>", pick(lang, "全市目标", "the city's target"), figure(whole))
        });
        let heads = [
            pick(lang, "单位", "Unit"),
            pick(lang, "目标", "Target"),
            pick(lang, "占全市", "Share"),
            pick(lang, "最新值", "Latest"),
        ];
        let rows: String = map
            .tiles
            .iter()
            .map(|tile| {
                let latest = tile
                    .latest
                    .as_ref()
                    .map(|(value, period)| format!("{}<small>{}</small>", figure(value), escape(period)));
                format!(
                    "<tr><th scope=\"row\">{}</th>{}{}{}</tr>\n",
                    escape(&tile.name),
                    cell("num", heads[1], &tile.asked.as_ref().map_or_else(|| nothing(lang), figure)),
                    cell("num", heads[2], &tile.share.as_ref().map_or_else(|| nothing(lang), figure)),
                    cell("num", heads[3], &latest.unwrap_or_else(|| nothing(lang))),
                )
            })
            .collect();
        body += &format!(
            "<figure><figcaption><span>{}</span>{}</figcaption>\n{}\n\
             <details class=\"twin\"><summary>{}</summary><table class=\"small\">{}<tbody>\n{rows}</tbody></table></details></figure>\n",
            escape(&map.indicator),
            whole.unwrap_or_default(),
            chart::tile_map(map, lang),
            pick(lang, "图中数据", "The numbers"),
            table_head(&heads)
        );
    }
    body += "</div>\n";
    Some(Section { id: "map", title: pick(lang, "各单位承诺", "What the units promise"), body })
}
