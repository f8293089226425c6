//! `wuwei show`

use crate::tool::Place;

#[test]
fn a_rule_shows_what_it_says_and_where_it_is_used() {
    let place = Place::new();
    let ran = place.wuwei(&["show", "科技型中小企业得分"]).ends(0);
    let ran =
        ran.prints("科技型中小企业评价办法  国科发政〔2017〕115号").prints("2017-05-03").prints("Technology SME score");
    let ran = ran.prints(">= 30% → 20 分").prints("其他 → 0 分").prints("library/china/tech-sme.md:");
    ran.prints("被引用: china.tech-sme.科技型中小企业");
    let ran = place.wuwei(&["show", "科技型中小企业得分", "--lang", "en"]).ends(0);
    ran.prints("Technology SME score").prints("used by: china.tech-sme.科技型中小企业").prints("otherwise");
}

#[test]
fn every_version_is_shown() {
    let ran = Place::new().wuwei(&["show", "创新型中小企业"]).ends(0);
    let ran = ran.prints("2022-08-01 至 2026-03-31").prints("自 2026-04-01 起");
    ran.prints("china.quality-sme-2022").prints("china.quality-sme-2026");
}

#[test]
fn benefits_indicators_and_facts_are_shown() {
    let place = Place::new();
    place.wuwei(&["show", "专精特新认定奖励"]).ends(0).prints("国家级 → 50 万元").prints("长办发〔2025〕1号");
    let ran = place.wuwei(&["show", "高新技术企业数"]).ends(0);
    ran.prints("chaoyang.plan-2025 > 300 户 2027").prints("changchun.action-plan-2025 > 4000 户 2027");
    place.wuwei(&["show", "研发费用"]).ends(0).prints("R&D expense").prints("企业");
}

#[test]
fn a_name_may_stand_in_full() {
    let place = Place::new();
    place.wuwei(&["show", "china.tech-sme.科技型中小企业"]).ends(0).prints("科技型中小企业评价办法");
    place.wuwei(&["show", "china.hnte.科技型中小企业"]).ends(2);
}

#[test]
fn an_unknown_name_gets_suggestions() {
    let place = Place::new();
    place.wuwei(&["show", "职工总数量"]).ends(2).complains("`职工总数量`").complains("职工总数？");
    let ran = place.wuwei(&["show", "高新技术企叶", "--lang", "en"]).ends(2);
    ran.complains("Did you mean 高新技术企业");
    place.wuwei(&["show", ""]).ends(2);
}
