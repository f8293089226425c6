//! What the workload's columns and answers are called in its document, `bench/w1.md`.

/// Input columns with the facts that they hold, in the order of the file; the first is the key.
pub const FACTS: [(&str, &str); 30] = [
    ("id", "编号"),
    ("region", "注册地"),
    ("industry", "行业"),
    ("registered_on", "成立日期"),
    ("staff", "职工总数"),
    ("rd_staff", "科技人员数"),
    ("master_plus_staff", "硕士以上人数"),
    ("revenue", "营业收入"),
    ("revenue_prev", "上年营业收入"),
    ("revenue_prev2", "前年营业收入"),
    ("cost", "成本费用"),
    ("assets", "资产总额"),
    ("net_assets", "净资产"),
    ("net_assets_prev", "上年净资产"),
    ("net_assets_prev2", "前年净资产"),
    ("rd_expense", "研发费用"),
    ("rd_expense_prev", "上年研发费用"),
    ("rd_expense_prev2", "前年研发费用"),
    ("hightech_revenue", "高新技术产品收入"),
    ("tech_contract_amount", "技术合同成交额"),
    ("venture_capital", "风险投资额"),
    ("ip_class1", "一类知识产权"),
    ("ip_class2", "二类知识产权"),
    ("abnormal", "列入经营异常名录"),
    ("first_hnte_year", "高企首次认定年度"),
    ("hnte_valid_until", "高企有效期至年度"),
    ("srdi_level", "专精特新新认定级别"),
    ("incubated", "在孵"),
    ("transfers_in", "成果转化数"),
    ("industrial_professors", "产业教授人数"),
];

/// Statuses asked.
pub const STATUSES: [(&str, &str); 3] =
    [("sme", "科技型中小企业"), ("hnte", "高新技术企业"), ("points_list", "列入积分名单")];

/// Scores asked.
pub const SCORES: [(&str, &str); 3] =
    [("sme_score", "科技型中小企业得分"), ("hnte_score", "高新技术企业得分"), ("points", "创新积分")];

/// Benefits asked, in the order in which they are listed.
pub const BENEFITS: [(&str, &str); 12] = [
    ("hnte_first", "高企首次认定奖励"),
    ("hnte_renewal", "高企重新认定奖励"),
    ("srdi", "专精特新奖励"),
    ("rd_subsidy", "研发增长补助"),
    ("tech_contract", "技术合同奖励"),
    ("professors", "产业教授补助"),
    ("incubated", "在孵企业补助"),
    ("sme_rd", "中小企业研发补助"),
    ("points_voucher", "积分券"),
    ("venture", "风险投资奖励"),
    ("talents", "人才补助"),
    ("growth_award", "增长奖励"),
];
