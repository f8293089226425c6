//! The shipped lights on made-up series: every light of every set.

use super::*;

/// The light that a set shows for a stock from 3000 towards more than 4000.
fn shown(set: &str, table: &str, on: &str) -> Option<&'static str> {
    let program = compile(STOCK);
    let settings = Settings { lights: Some(wuwei_source::Name::new(set)), ..Settings::default() };
    let found = progress(&program, &observations(&program, table), day(on), &settings).remove(0);
    light(&program, &found)
}

const BASE: &str = "高企数 长春市 2024 3000\n";

#[test]
fn every_light_of_every_set() {
    // 2026 of three years: two thirds are expected, 3667 of 4000.
    let cases = [
        ("", "2026-06-30", ["无数据", "无数据", "无数据"]),
        ("高企数 长春市 2026 4001", "2027-01-31", ["已完成", "已完成", "已完成"]),
        ("高企数 长春市 2027 4000", "2028-01-31", ["逾期", "红单", "红函"]),
        ("高企数 长春市 2026 3700", "2027-01-31", ["正常", "未发单", "未发函"]),
        ("高企数 长春市 2026 3600", "2027-01-31", ["有风险", "黄单", "蓝函"]),
        ("高企数 长春市 2026 3500", "2027-01-31", ["滞后", "黄单", "橙函"]),
        ("高企数 长春市 202710 3999", "2027-11-15", ["正常", "蓝单", "未发函"]),
    ];
    for (value, on, lights) in cases {
        for (set, wanted) in ["红黄绿", "宿迁三色", "三明三函"].into_iter().zip(lights) {
            assert_eq!(shown(set, &format!("{BASE}{value}"), on), Some(wanted), "{set}: {value} on {on}");
        }
    }
}

#[test]
fn eighty_percent_of_what_was_expected_is_still_at_risk() {
    // Expected is a third of 1000, four fifths of it are 266⅔.
    let at = |value: &str| shown("红黄绿", &format!("{BASE}高企数 长春市 2025 {value}"), "2026-02-01");
    assert_eq!(at("3334"), Some("正常"));
    assert_eq!(at("3333"), Some("有风险"));
    assert_eq!(at("3267"), Some("有风险"));
    assert_eq!(at("3266"), Some("滞后"));
}

#[test]
fn after_the_deadline_nothing_is_decided_until_its_value_is_known() {
    let program = compile(STOCK);
    let table = "高企数 长春市 2024 3000\n高企数 长春市 2026 3700";
    let found = one(&program, table, "2028-02-01");
    assert_eq!((found.due, found.met, found.judgement.verdict), (true, Truth::Unknown, Verdict::NoData));
    assert_eq!(zh(&program, &found), "期限2027年末已到，当时的值还没有公布；2026年为3,700 户，目标超过4,000 户。");
    let late = one(&program, &format!("{table}\n高企数 长春市 2027 3900"), "2028-02-01");
    assert_eq!((late.met, late.judgement.verdict), (Truth::No, Verdict::OffTrack));
    assert_eq!(zh(&program, &late), "期限2027年末已到，2027年为3,900 户，还差100 户。");
    // It was met when it was due; what comes later doesn't undo that.
    let kept = one(&program, &format!("{table}\n高企数 长春市 2027 4100\n高企数 长春市 2028 3000"), "2029-02-01");
    assert_eq!(kept.met, Truth::Yes);
}

#[test]
fn lights_are_the_regions_or_those_next_around() {
    let province =
        "document example.province { title \"省\" \"P\" region 吉林省 in force from 2025-01-01 basis official }\n";
    let own = "lights 省灯 \"P\" { light 甲 \"A\" green circle otherwise }";
    let lights = format!("# 省\n\n```wuwei\n{province}{own}\n```\n");
    let program = compile_with(&lights, STOCK);
    let found = one(&program, BASE, "2026-06-30");
    assert_eq!((light(&program, &found), found.judgement.verdict), (Some("甲"), Verdict::OnTrack));
}

#[test]
fn lights_may_ask_for_age_and_pace() {
    let document =
        "document example.lights { title \"灯\" \"L\" region 长春市 in force from 2025-01-01 basis official }\n";
    let own = "lights 灯 \"L\" {
  light 过期 \"Stale\" grey diamond when age > 400 日
  light 好 \"Well\" green circle when observed and pace >= 90% or met
  light 差 \"Bad\" red square otherwise
}";
    let program = compile_with(&format!("# 灯\n\n```wuwei\n{document}{own}\n```\n"), STOCK);
    let table = "高企数 长春市 2024 3000\n高企数 长春市 2025 3301";
    let shown = |on: &str| light(&program, &one(&program, table, on));
    assert_eq!(shown("2026-06-30"), Some("好"));
    assert_eq!(shown("2027-06-30"), Some("过期"));
    let program_table = "高企数 长春市 2024 3000\n高企数 长春市 2025 3299";
    assert_eq!(light(&program, &one(&program, program_table, "2026-06-30")), Some("差"));
}

#[test]
fn before_anything_can_be_expected_nothing_is_due() {
    let program = compile(STOCK);
    let early = one(&program, BASE, "2025-12-31");
    assert_eq!((early.judgement.verdict, light(&program, &early)), (Verdict::NotDue, Some("无数据")));
    assert_eq!(
        zh(&program, &early),
        "计划从2025-01-01开始，第一年还没有结束；最新是2024年的3,000 户，目标超过4,000 户。"
    );
    let later = one(&program, BASE, "2026-01-01");
    assert_eq!((later.judgement.verdict, later.lack), (Verdict::NoData, Some(Lack::SinceBeginning)));
}
