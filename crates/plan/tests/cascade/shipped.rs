//! The shipped plans and figures: the conflicts that are known from the texts are found by the rules.

use wuwei_plan::cascade::{Finding, FindingSeverity, Limits, Question, Rule, align, allocate};
use wuwei_project::{Library, Memory};
use wuwei_source::Lang;

use super::small::{day, document, shown};

const PLANS: [&str; 3] = ["jilin.plan-2025", "changchun.action-plan-2025", "chaoyang.plan-2025"];

fn library() -> Library {
    Library::open(&Memory::new(day("2026-11-22"), std::iter::empty()), None).unwrap()
}

fn aligned(library: &Library, plans: &[&str], on: &str) -> Vec<Finding> {
    let documents: Vec<_> = plans.iter().map(|id| document(library.program(), id)).collect();
    align(library.program(), &library.observations, &documents, day(on), &Limits::default())
}

/// What must be found: the kind, and words of the message.
const KNOWN: &[(&str, &[&str])] = &[
    // The district's parts of the city's promises.
    ("child-share", &["朝阳区", "“概念验证中心数” ≥ 3 个", "长春市", "≥ 5 个", "60%"]),
    ("child-share", &["朝阳区", "“中试基地数” ≥ 6 个", "长春市", "≥ 35 个", "17.1%"]),
    ("child-share", &["朝阳区", "“国家重点实验室数” ≥ 5 家", "长春市", "≥ 15 家", "33.3%"]),
    ("children-sum", &["“概念验证中心数” ≥ 5 个", "17 个区域中 1 个有目标", "16 个没有目标"]),
    // The city promises more centres and bases than the province, and more conversions than the province's growth makes.
    ("child-exceeds-parent", &["合计 40 个", "吉林省", "= 30 家", "133.3%"]),
    ("child-exceeds-parent", &["“科技成果本地转化数” > 6000 项", "约 5,489 项", "109.3%"]),
    ("growth-cannot-hold", &["“科技成果本地转化数”", "-511 项"]),
    ("cumulative-against-annual", &["“科技成果本地转化累计数” = 1.3 万项"]),
    // Actions without a counterpart.
    ("action-not-taken-up", &["吉林省", "“基础研究能力提升行动”", "长春市"]),
    ("action-serves-nothing", &["“知识产权示范建设行动”"]),
    ("action-serves-nothing", &["“创新创业氛围营造行动”"]),
    // Words.
    ("same-words-different-indicator", &["“科技成果本地转化累计数”", "“科技成果本地转化数”"]),
    ("same-words-different-indicator", &["“科技型中小企业注册数”", "“科技型中小企业数”"]),
    ("same-words-different-indicator", &["“新承担科技攻关项目数”", "“承担省市科技攻关项目数”"]),
    ("same-words-different-indicator", &["“国家重点实验室重组数”", "“国家重点实验室数”"]),
    ("same-words-different-indicator", &["“孵化器数”", "“高质量孵化器数”"]),
    ("same-words-different-indicator", &["“省级专精特新企业占比”", "“专精特新企业数”"]),
    // The goals of 2023 against the plan of 2025.
    ("target-softened", &["到2025年“科技型中小企业数” > 6000 家", "到2027年“科技型中小企业数” > 6000 户"]),
    ("target-already-met", &["“科技型中小企业数” > 6000 户", "7,000 户"]),
    ("target-hardened", &["“攻克关键技术数”", "每年由 80 项变为 333 项"]),
    ("target-dropped", &["13 个目标中有 8 个", "“研发经费投入”"]),
    // Figures.
    ("figures-agree-only-if", &["“科技型中小企业数”", "1,378 户", "4,598 户", "14%", "约为 4,033 户"]),
    ("figures-agree-only-if", &["“科技成果本地转化数”", "850 项", "3,500 项", "71%", "约为 2,047 项"]),
    ("figure-most-of-whole", &["“科技成果本地转化数”2024年长春市 3,500 项", "3,609 项", "97%"]),
    ("figure-exceeds-whole", &["“科技成果本地转化数”2023年长春市 2,047 项", "1,800 项"]),
    ("figure-most-of-whole", &["“研发经费投入”", "201.3 亿元", "210.2 亿元", "95.8%"]),
    ("figures-in-conflict", &["“高新技术企业数”2024年", "4,107 户", "3,590 户", "14.4% 只与 4,107 户相符"]),
    ("growth-disagrees", &["吉林省“科技型中小企业数”2024年", "72%", "61.2%"]),
    ("figure-repeated", &["“高新技术企业数”", "3,590 户"]),
    ("figure-repeated", &["“国家创新型城市排名”", "第 35 位"]),
    ("rank-falls-back", &["“全球科研城市排名”", "2022年第35位，2023年第50位，2024年第30位"]),
    // Who answers for what.
    ("party-overloaded", &["区科技局", "13 项行动"]),
    ("target-without-owner", &["吉林省", "41 个目标中有 41 个"]),
    ("target-without-observation", &["朝阳区", "19 个目标中有 19 个"]),
    ("target-without-baseline", &["吉林省", "“高新技术企业数”"]),
];

#[test]
fn the_known_conflicts_are_found() {
    let library = library();
    let found = aligned(&library, &PLANS, "2026-11-22");
    let lines: Vec<String> = found.iter().map(shown).collect();
    let missing: Vec<_> = KNOWN
        .iter()
        .filter(|(id, words)| {
            let mut lines = found.iter().filter(|one| one.id == *id).map(|one| &one.message.zh);
            !lines.any(|line| words.iter().all(|word| line.contains(word)))
        })
        .collect();
    assert!(missing.is_empty(), "not found: {missing:#?} in {lines:#?}");
}

#[test]
fn nothing_cries_wolf() {
    let library = library();
    let found = aligned(&library, &PLANS, "2026-11-22");
    let errors: Vec<String> = found.iter().filter(|one| one.severity == FindingSeverity::Error).map(shown).collect();
    // The one sum of written numbers that doesn't fit. Everything else is a doubt or a share.
    assert_eq!(errors.len(), 1, "{errors:#?}");
    let count = |id: &str| found.iter().filter(|one| one.id == id).count();
    assert_eq!(count("action-not-taken-up"), 1);
    assert_eq!(count("action-serves-nothing"), 2);
    assert_eq!(count("promise-counted-twice"), 0);
    assert_eq!(count("children-exceed-parent"), 0);
    assert_eq!(count("child-due-later"), 0);
    assert_eq!(count("party-overloaded"), 1);
}

#[test]
fn every_finding_leads_to_a_sentence_or_a_row_and_speaks_both_languages() {
    let library = library();
    for finding in aligned(&library, &PLANS, "2026-11-22") {
        assert!(!finding.places.is_empty(), "{finding:?}");
        let row = finding.json(library.program(), &library.sources, Lang::En);
        let leads = |place: &serde_json::Value| place["place"].is_string() || place["article"] != "";
        assert!(row["places"].as_array().unwrap().iter().all(leads), "{row}");
        assert!(
            !finding.message.en.chars().take(40).any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{}",
            finding.message.en
        );
    }
}

#[test]
fn the_order_of_the_documents_changes_nothing() {
    let library = library();
    let found = aligned(&library, &PLANS, "2026-11-22");
    assert_eq!(found, aligned(&library, &[PLANS[2], PLANS[0], PLANS[1], PLANS[0]], "2026-11-22"));
    assert!(aligned(&library, &[], "2026-11-22").is_empty());
}

#[test]
fn all_documents_together_are_compared_without_harm() {
    let library = library();
    let all: Vec<&str> = library.program().documents.iter().map(|document| document.id.as_str()).collect();
    let found = aligned(&library, &all, "2026-11-22");
    assert!(found.iter().filter(|one| one.severity == FindingSeverity::Error).count() == 1);
}

#[test]
fn a_past_day_knows_less() {
    let library = library();
    let found = aligned(&library, &PLANS, "2025-03-01");
    assert!(!found.iter().any(|one| one.id == "target-already-met"));
    assert!(found.iter().any(|one| one.id == "target-softened"));
    // Before anything was published of 2024 nothing can be said of it.
    let found = aligned(&library, &PLANS, "2024-06-30");
    assert!(!found.iter().any(|one| one.id == "figures-in-conflict" || one.id == "growth-disagrees"));
}

#[test]
fn a_plan_without_a_word_upwards_is_compared_by_its_region() {
    let library = library();
    let found = aligned(
        &library,
        &["changchun.action-plan-2025", "changchun.new-area-2027", "chaoyang.plan-2025"],
        "2026-11-22",
    );
    let sum = found.iter().find(|one| one.id == "children-sum" && one.message.zh.contains("“高新技术企业数”")).unwrap();
    assert_eq!(
        sum.message.zh,
        "长春市到2027年“高新技术企业数” > 4000 户：下级 17 个区域中 2 个有目标，合计 1,500 户，占 37.5%，15 个没有目标"
    );
}

#[test]
fn nobody_gets_a_guess_of_the_citys_laboratories() {
    let library = library();
    let program = library.program();
    let city = document(program, "changchun.action-plan-2025");
    let target = program
        .targets
        .iter()
        .position(|target| target.doc == city && program.indicator(target.indicator).head.name == "国家重点实验室数");
    let children = ["朝阳区", "净月高新区"].map(|name| program.region_named(name).unwrap()).to_vec();
    let question = Question {
        target: wuwei_ir::TargetId::from_index(target.unwrap()),
        children,
        rule: Rule::Stock,
        as_of: day("2026-11-22"),
        step: None,
    };
    let split = allocate(program, &library.observations, &question).unwrap();
    assert_eq!((split.rows.len(), split.undecided.len()), (0, 2));
    assert_eq!(split.remainder, split.goal);
}
