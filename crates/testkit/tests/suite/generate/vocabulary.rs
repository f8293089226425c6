//! The small world of the generated documents.

/// Kinds of subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Firm,
    Park,
    Award,
    Contract,
}

impl Kind {
    pub(crate) const ALL: [Kind; 4] = [Kind::Firm, Kind::Park, Kind::Award, Kind::Contract];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Firm => "企业",
            Kind::Park => "园区",
            Kind::Award => "奖励",
            Kind::Contract => "合同",
        }
    }
}

/// What a fact or expression is, with the whole number that stands for one of its values in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    /// Yuan.
    Money,
    People,
    Items,
    /// Thousandths.
    Ratio,
    Points,
    Number,
    Area,
    /// Days since 1970.
    Date,
    Year,
    Truth,
    /// Positions in the lists of choices below.
    Level,
    Field,
    ParkLevel,
    AwardLevel,
}

impl Ty {
    /// The choices of an enumeration.
    pub(crate) fn choices(self) -> &'static [&'static str] {
        match self {
            Ty::Level | Ty::ParkLevel => &["市级", "省级", "国家级"],
            Ty::Field => &["软件", "材料", "航天"],
            Ty::AwardLevel => &["省级", "国家级"],
            _ => &[],
        }
    }

    pub(crate) fn is_ordered(self) -> bool {
        self != Ty::Field
    }

    /// The largest literal that documents hold; the ranges of facts lie around it.
    pub(crate) fn most(self) -> i64 {
        match self {
            Ty::Money => 10_000_000,
            Ty::People => 500,
            Ty::Items => 12,
            Ty::Ratio => 1000,
            Ty::Points | Ty::Number => 10,
            Ty::Area => 5000,
            _ => 0,
        }
    }

    /// The unit that documents round to.
    pub(crate) fn step(self) -> Option<&'static str> {
        match self {
            Ty::Money => Some("万元"),
            Ty::People => Some("人"),
            Ty::Items => Some("项"),
            Ty::Ratio => Some("%"),
            Ty::Points => Some("分"),
            Ty::Area => Some("平方米"),
            _ => None,
        }
    }
}

/// Types of which there are more and less, and sums.
pub(crate) const NUMERIC: [Ty; 7] = [Ty::Money, Ty::People, Ty::Items, Ty::Ratio, Ty::Points, Ty::Number, Ty::Area];

/// The day of evaluation, and its number.
pub(crate) const AS_OF: &str = "2025-06-30";
pub(crate) const TODAY: i64 = 20_269;
pub(crate) const YEAR: i64 = 2025;

/// A fact as the generator knows it.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) ty: Ty,
    pub(crate) yearly: bool,
    pub(crate) or_none: bool,
    /// Smallest and largest value.
    pub(crate) range: (i64, i64),
}

const fn fact(kind: Kind, name: &'static str, ty: Ty, yearly: bool, or_none: bool, range: (i64, i64)) -> Fact {
    Fact { kind, name, ty, yearly, or_none, range }
}

/// The facts that rules read, apart from references, homes and keys.
pub(crate) const FACTS: &[Fact] = &[
    fact(Kind::Firm, "成立日期", Ty::Date, false, false, (7305, TODAY)),
    fact(Kind::Firm, "上市", Ty::Truth, false, false, (0, 1)),
    fact(Kind::Firm, "失信", Ty::Truth, false, false, (0, 1)),
    fact(Kind::Firm, "级别", Ty::Level, false, true, (0, 2)),
    fact(Kind::Firm, "领域", Ty::Field, false, false, (0, 2)),
    fact(Kind::Firm, "认定年度", Ty::Year, false, true, (2015, 2030)),
    fact(Kind::Firm, "有效期至", Ty::Date, false, true, (18_000, 22_000)),
    fact(Kind::Firm, "专利", Ty::Items, false, false, (0, 40)),
    fact(Kind::Firm, "估值", Ty::Money, false, true, (0, 1_000_000_000)),
    fact(Kind::Firm, "占比", Ty::Ratio, false, false, (0, 1000)),
    fact(Kind::Firm, "排名", Ty::Number, false, true, (0, 100)),
    fact(Kind::Firm, "评审分", Ty::Points, false, false, (0, 20)),
    fact(Kind::Firm, "职工", Ty::People, true, false, (0, 5000)),
    fact(Kind::Firm, "研发人员", Ty::People, true, false, (0, 5000)),
    fact(Kind::Firm, "收入", Ty::Money, true, false, (0, 1_000_000_000)),
    fact(Kind::Firm, "研发费", Ty::Money, true, false, (0, 1_000_000_000)),
    fact(Kind::Firm, "利润", Ty::Money, true, false, (-1_000_000_000, 1_000_000_000)),
    fact(Kind::Firm, "外销占比", Ty::Ratio, true, false, (0, 1000)),
    fact(Kind::Firm, "达标", Ty::Truth, true, false, (0, 1)),
    fact(Kind::Park, "园区级别", Ty::ParkLevel, false, false, (0, 2)),
    fact(Kind::Park, "面积", Ty::Area, false, false, (0, 100_000)),
    fact(Kind::Park, "楼栋", Ty::Number, false, false, (0, 100)),
    fact(Kind::Park, "验收日期", Ty::Date, false, true, (15_000, 21_000)),
    fact(Kind::Park, "产值", Ty::Money, true, false, (0, 1_000_000_000)),
    fact(Kind::Award, "等级", Ty::AwardLevel, false, false, (0, 1)),
    fact(Kind::Award, "年度", Ty::Year, false, false, (2015, 2026)),
    fact(Kind::Award, "名次", Ty::Number, false, false, (1, 20)),
    fact(Kind::Award, "奖金", Ty::Money, false, true, (0, 20_000_000)),
    fact(Kind::Contract, "金额", Ty::Money, false, false, (-20_000_000, 20_000_000)),
    fact(Kind::Contract, "签订日期", Ty::Date, false, false, (17_000, 21_000)),
    fact(Kind::Contract, "费率", Ty::Ratio, false, true, (0, 1000)),
    fact(Kind::Contract, "重大", Ty::Truth, false, false, (0, 1)),
];

/// The vocabulary that generated documents build on; its facts are those of [`FACTS`].
pub(crate) const VOCABULARY: &str = r#"# 词汇

```wuwei
document made.vocabulary { title "词汇" "Vocabulary" region 中国 in force from 2000-01-01 basis official }

region 中国 "China" code 100000
region 吉林省 "Jilin" code 220000 in 中国
region 长春市 "Changchun" code 220100 in 吉林省
region 朝阳区 "Chaoyang" code 220104 in 长春市
region 南关区 "Nanguan" code 220102 in 长春市

party 区财政局 "District Finance Bureau" of 朝阳区

entity 企业 "Enterprise" in 户 {
  key 代码 : text "Code"
  home 注册地 : region "Place of registration"
  founded 成立日期 : date "Date of establishment" { range 1990-01-01 .. today }
  上市 : yes/no "Listed"
  失信 : yes/no "Dishonest"
  级别 : one of 市级 < 省级 < 国家级 or none "Level"
  领域 : one of 软件, 材料, 航天 "Field"
  认定年度 : year or none "Year of recognition" { range 2015 .. 2030 }
  有效期至 : date or none "Valid until" { range 2019-04-14 .. 2030-03-27 }
  专利 : 项 "Patents" { range 0 项 .. 40 项 }
  估值 : 元 or none "Valuation" { range 0 元 .. 10 亿元 }
  占比 : ratio "Share" { range 0% .. 100% }
  排名 : number or none "Rank" { range 0 .. 100 }
  expert 评审分 : 分 "Assessment" { range 0 分 .. 20 分 }
  所在园区 : 园区 or none "Park"
  yearly 职工 : 人 "Employees" { range 0 人 .. 5000 人 }
  yearly 研发人员 : 人 "R&D staff" { range 0 人 .. 5000 人 }
  yearly 收入 : 元 "Revenue" { range 0 元 .. 10 亿元 }
  yearly 研发费 : 元 "R&D expense" { range 0 元 .. 10 亿元 }
  yearly 利润 : 元 "Profit" { range -10 亿元 .. 10 亿元 }
  yearly 外销占比 : ratio "Share of exports" { range 0% .. 100% }
  yearly 达标 : yes/no "Up to standard"
  has 获奖 "Awards" : list of 奖励 by 获奖单位
  has 合同清单 "Contracts" : list of 合同 by 卖方
}

entity 园区 "Park" in 家 {
  key 园区编号 : text "Number"
  home 园区所在地 : region "Location"
  园区级别 : one of 市级 < 省级 < 国家级 "Level"
  面积 : 平方米 "Area" { range 0 平方米 .. 100000 平方米 }
  楼栋 : number "Buildings" { range 0 .. 100 }
  验收日期 : date or none "Accepted on" { range 2011-01-26 .. 2027-07-01 }
  yearly 产值 : 元 "Output" { range 0 元 .. 10 亿元 }
  has 入园企业 "Tenants" : list of 企业 by 所在园区
}

entity 奖励 "Award" in 项 {
  key 奖励编号 : text "Number"
  等级 : one of 省级 < 国家级 "Level"
  年度 : year "Year" { range 2015 .. 2026 }
  名次 : number "Rank" { range 1 .. 20 }
  奖金 : 元 or none "Prize" { range 0 元 .. 2000 万元 }
  获奖单位 : 企业 or none "Awarded enterprise"
}

entity 合同 "Contract" in 项 {
  key 合同编号 : text "Number"
  金额 : 元 "Amount" { range -2000 万元 .. 2000 万元 }
  签订日期 : date "Signed on" { range 2016-07-18 .. 2027-07-01 }
  费率 : ratio or none "Rate" { range 0% .. 100% }
  重大 : yes/no "Major"
  卖方 : 企业 "Seller"
}

entity 兑付记录 "Payment" in 项 ledger {
  key 兑付编号 : text "Number"
  payee 受益主体 : text "Beneficiary"
  item 政策事项 : text "Benefit"
  reason 兑付依据 : text or none "Reason"
  paid 兑付年度 : year "Year"
  amount 兑付金额 : 元 "Amount" { range 0 元 .. 100 亿元 }
}
```
"#;
