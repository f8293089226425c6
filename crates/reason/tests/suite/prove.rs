//! Documents with a fault of each kind, and the same documents mended: the fault is found with a witness that shows it, and
//! the mended document is clean.

use wuwei_engine::Verdict;
use wuwei_ir::Date;
use wuwei_project::Library;
use wuwei_reason::prove::{TheoremFinding, TheoremKind, Theorems, prove};

/// A policy of the small test nation with these declarations, looked at for one kind of finding.
fn looked(kind: TheoremKind, declarations: &str) -> (Theorems, Library) {
    let nation =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/prelude/nation.md")).unwrap();
    let header = "document example.case {\n  title \"例\" \"Case\"\n  region 长春市\n  in force from 2025-01-01\n  basis official\n  payer not stated \"没有写。\" \"Not said.\"\n}\n";
    let text = format!("# 例\n\n```wuwei\n{header}\n{declarations}\n```\n");
    let library = Library::from_texts([("nation.md".to_string(), nation), ("case.md".to_string(), text)]);
    let faults: Vec<String> = library.findings().map(|found| format!("{found:?}")).collect();
    assert!(library.is_sound(), "{faults:#?}");
    let day = Date::parse("2025-06-30").unwrap();
    let found = prove(library.program(), day, &[kind], &|_| true);
    for finding in found.findings.iter().chain(&prove(library.program(), day, &TheoremKind::ALL, &|_| true).findings) {
        assert!(!finding.message.zh.is_empty() && !finding.message.en.is_empty());
        let witness = finding.witness.as_ref();
        assert!(witness.is_none_or(|witness| !witness.steps.is_empty()));
    }
    (found, library)
}

fn one(kind: TheoremKind, declarations: &str) -> TheoremFinding {
    let (found, _) = looked(kind, declarations);
    let messages: Vec<&str> = found.findings.iter().map(|one| one.message.en.as_str()).collect();
    assert_eq!(found.findings.len(), 1, "{messages:#?}\n{declarations}");
    found.findings[0].clone()
}

fn none(kind: TheoremKind, declarations: &str) {
    let (found, _) = looked(kind, declarations);
    let messages: Vec<&str> = found.findings.iter().map(|one| one.message.en.as_str()).collect();
    assert!(messages.is_empty(), "{messages:#?}\n{declarations}");
    assert!(found.open.is_empty(), "{:#?}", found.open);
}

fn verdicts(finding: &TheoremFinding) -> Vec<Option<Verdict>> {
    finding.witness.as_ref().unwrap().steps.iter().map(|step| step.answers[0].verdict).collect()
}

const YES: Option<Verdict> = Some(Verdict::Yes);
const NO: Option<Verdict> = Some(Verdict::No);

#[test]
fn conditions_that_exclude_each_other() {
    let found = one(
        TheoremKind::Impossible,
        "status 甲 of 企业 { 上市   职工总数 in last year >= 500 人   职工总数 in last year < 300 人 }",
    );
    assert!(found.message.en.contains("≥ 500") && found.message.en.contains("< 300"), "{}", found.message.en);
    // Only what doesn't go together is named.
    assert!(!found.message.zh.contains("上市"), "{}", found.message.zh);
    assert_eq!(verdicts(&found), [NO]);
    none(
        TheoremKind::Impossible,
        "status 甲 of 企业 { 上市   职工总数 in last year >= 300 人   职工总数 in last year < 500 人 }",
    );
}

/// The same ratio is the same wherever it stands, whatever its parts are.
#[test]
fn ratios_and_whole_numbers() {
    let between = |a: &str, b: &str| {
        format!("status 甲 of 企业 {{ 职工总数 in last year > {a} 人   职工总数 in last year < {b} 人 }}")
    };
    one(TheoremKind::Impossible, &between("10", "11"));
    none(TheoremKind::Impossible, &between("10", "12"));
    let ratio = |a: &str, b: &str| {
        format!(
            "status 甲 of 企业 {{ 研发费用 / 营业收入 in last year >= {a}   研发费用 / 营业收入 in last year < {b} }}"
        )
    };
    one(TheoremKind::Impossible, &ratio("5%", "5%"));
    none(TheoremKind::Impossible, &ratio("5%", "5.01%"));
}

#[test]
fn ways_and_lines_that_nobody_takes() {
    let found = one(
        TheoremKind::Impossible,
        "status 甲 of 企业 { not 上市   any { 一类知识产权 >= 1 项   all { 上市   二类知识产权 >= 3 项 } } }",
    );
    assert!(found.message.en.contains("One way"), "{}", found.message.en);
    // What is plain to see the compiler reports; here a status stands between.
    let lines = |most: &str| {
        format!(
            "status 丙 of 企业 {{ 二类知识产权 >= {most} 项 }}\nscore 乙 of 企业 out of 24 {{ part 产权 out of 24 by cases {{ 丙 : 6   二类知识产权 >= 4 项 : 24   else : 0 }} }}"
        )
    };
    let found = one(TheoremKind::Impossible, &lines("1"));
    assert!(found.message.en.contains("line of the table"), "{}", found.message.en);
    none(TheoremKind::Impossible, &lines("5"));
}

#[test]
fn conditions_that_others_imply() {
    let found = one(
        TheoremKind::Redundant,
        "status 甲 of 企业 { 营业收入 in last year >= 1000 万元   营业收入 in last year >= 500 万元   上市 }",
    );
    assert!(found.message.en.contains("¥5,000,000"), "{}", found.message.en);
    assert_eq!(verdicts(&found)[0], YES);
    none(
        TheoremKind::Redundant,
        "status 甲 of 企业 { 营业收入 in last year >= 1000 万元   营业收入 2 years ago >= 500 万元   上市 }",
    );
    let found =
        one(TheoremKind::Redundant, "status 甲 of 企业 { any { 专精特新级别 >= 市级   专精特新级别 = 国家级 } }");
    assert!(found.message.en.contains("lets nobody else in"), "{}", found.message.en);
    // A status is what it asks for.
    one(
        TheoremKind::Redundant,
        "status 甲 of 企业 { 乙   职工总数 in last year >= 10 人 }\nstatus 乙 of 企业 { 职工总数 in last year >= 20 人   上市 }",
    );
}

#[test]
fn a_ceiling_that_is_outgrown() {
    let rules = "status 小 of 企业 { 职工总数 in last year <= 500 人   上市 }\nstatus 大 of 企业 { 职工总数 in last year >= 2000 人 }";
    let found = one(TheoremKind::Cliff, rules);
    assert_eq!(verdicts(&found), [YES, NO]);
    assert!(found.message.en.contains("500 people to 501 people"), "{}", found.message.en);
    assert!(found.message.zh.contains("大"), "{}", found.message.zh);
    // Where more is never better nobody outgrows anything.
    none(TheoremKind::Cliff, "status 小 of 企业 { 职工总数 in last year <= 500 人   上市 }");
}

#[test]
fn a_requirement_that_jumps() {
    let rules = |above: &str| {
        format!(
            "value 门槛 of 企业 is by 营业收入 in last year {{ <= 5000 万元 : 5%   else : {above} }}\nstatus 达标 of 企业 {{ 研发费用 / 营业收入 in last year >= 门槛 }}"
        )
    };
    let found = one(TheoremKind::Cliff, &rules("4%"));
    assert_eq!(verdicts(&found), [YES, NO, YES]);
    none(TheoremKind::Cliff, &rules("5%"));
}

#[test]
fn a_promotion_that_loses_a_benefit() {
    let found = one(TheoremKind::Cliff, "benefit 奖 to 企业 { when 专精特新级别 = 市级   pays 10 万元 }");
    assert_eq!(verdicts(&found), [YES, NO]);
    assert!(found.mend.as_ref().unwrap().en.contains(">= 市级"));
    none(TheoremKind::Cliff, "benefit 奖 to 企业 { when 专精特新级别 >= 市级   pays 10 万元 }");
    // What is taken over by another benefit isn't lost.
    none(
        TheoremKind::Cliff,
        "benefit 奖 to 企业 { when 专精特新级别 = 省级   pays 10 万元 }\nbenefit 大奖 to 企业 { when 专精特新级别 = 国家级   pays 50 万元 }",
    );
}

#[test]
fn a_table_under_which_more_earns_less() {
    let bands = |middle: &str| {
        format!(
            "score 甲 of 企业 out of 20 {{ part 人员 out of 20 by 科技人员数 / 职工总数 in last year {{ >= 30% : 20   >= 20% : {middle}   >= 10% : 8   else : 0 }} }}"
        )
    };
    let found = one(TheoremKind::PerverseBand, &bands("4"));
    let witness = found.witness.as_ref().unwrap();
    assert_eq!(witness.steps.len(), 2);
    none(TheoremKind::PerverseBand, &bands("12"));
    let levels = |top: &str| {
        format!(
            "benefit 奖 to 企业 {{ when 专精特新级别 >= 市级   pays by 专精特新级别 {{ 国家级 : {top} 万元   省级 : 20 万元   市级 : 10 万元   else : 0 元 }} }}"
        )
    };
    one(TheoremKind::PerverseBand, &levels("15"));
    none(TheoremKind::PerverseBand, &levels("50"));
}

#[test]
fn a_threshold_behind_a_rounding() {
    let rounded = |how: &str| {
        format!("value 占比 of 企业 is 研发费用 / 营业收入 in last year{how}\nstatus 达标 of 企业 {{ 占比 >= 3% }}")
    };
    let found = one(TheoremKind::Rounding, &rounded(" rounded to % half up"));
    assert_eq!(verdicts(&found), [YES]);
    none(TheoremKind::Rounding, &rounded(""));
    let found =
        one(TheoremKind::Rounding, "status 配备 of 企业 { 科技人员数 in last year >= 职工总数 in last year * 15% }");
    assert_eq!(verdicts(&found), [NO, YES]);
}

#[test]
fn benefits_for_one_matter() {
    let two = "benefit 甲奖 to 企业 { when 专精特新级别 = 国家级   pays 10 万元 }\nbenefit 乙奖 to 企业 { when 专精特新级别 = 国家级   when 上市   pays 20 万元 }";
    let found = one(TheoremKind::Unstacked, two);
    let answers = &found.witness.as_ref().unwrap().steps[0].answers;
    assert!(answers.iter().all(|answer| answer.verdict == YES));
    none(TheoremKind::Unstacked, &format!("{two}\nat most one of 只给一项 {{ members 甲奖, 乙奖 }}"));
    // Nobody can have both.
    none(
        TheoremKind::Unstacked,
        "benefit 甲奖 to 企业 { when 专精特新级别 = 国家级   pays 10 万元 }\nbenefit 乙奖 to 企业 { when 专精特新级别 = 省级   pays 20 万元 }",
    );
}

#[test]
fn benefits_without_a_budget() {
    let found = one(TheoremKind::Unfunded, "benefit 奖 to 企业 { when 上市   pays 10 万元 }");
    assert!(found.message.en.contains("¥100,000"), "{}", found.message.en);
    none(
        TheoremKind::Unfunded,
        "budget 科技经费 of 长春市 { amount >= 1 亿元 each year }\nbenefit 奖 to 企业 { when 上市   pays 10 万元   from 科技经费 }",
    );
}

#[test]
fn one_name_in_a_region_and_around_it() {
    let contradicting = "status 高新技术企业 of 企业 { 上市 }";
    let found = one(TheoremKind::Contradiction, contradicting);
    let answers: Vec<_> = found.witness.as_ref().unwrap().steps[0].answers.iter().map(|one| one.verdict).collect();
    assert!(answers.contains(&YES) && answers.contains(&NO), "{answers:?}");
    none(TheoremKind::Contradiction, "status 高新技术企业 of 企业 { 高新技术企业有效期至 >= today }");
    let ladder = |most: &str| {
        format!(
            "status 小 of 企业 {{ 职工总数 in last year <= {most} 人 }}\nstatus 大 of 企业 {{ 职工总数 in last year >= 300 人 }}\nladder 梯次 of 企业 {{ step 一 to 小   step 二 to 大 }}"
        )
    };
    one(TheoremKind::Contradiction, &ladder("200"));
    none(TheoremKind::Contradiction, &ladder("300"));
}

/// What the text leaves open is neither found nor refuted, and counted.
#[test]
fn what_stays_open_is_said() {
    let (found, _) = looked(
        TheoremKind::Impossible,
        "status 甲 of 企业 { 上市   not computable \"没有公布。\" \"Not published.\" }",
    );
    assert!(found.findings.is_empty());
    assert_eq!(found.open.len(), 1);
}

#[test]
fn the_same_findings_every_time() {
    let rules = "status 小 of 企业 { 职工总数 in last year <= 500 人   上市 }\nstatus 大 of 企业 { 职工总数 in last year >= 2000 人 }";
    let all = || {
        let (found, _) = looked(TheoremKind::Cliff, rules);
        format!("{:?}", found.findings)
    };
    assert_eq!(all(), all());
}
