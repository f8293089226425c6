//! Made-up enterprises whose facts hang together: size, revenue, research, growth, certificates.
//!
//! The population stands for the enterprises a science bureau deals with, not for all. Shares are set so that a city of
//! 5,000 shows the orders of magnitude published for Changchun: 4,598 technology SMEs in 2024 and about 3,000 high-tech
//! enterprises between "more than 2,400" in August 2023 and "at least 3,500" in 2025, many of them both.

use wuwei_ir::{CodeKind, Date, Fact, Literal, Number, RegionId, Type, uscc_check_digit};

use super::draw::{Draw, Purpose};
use super::generic::industry;
use super::{World, YEARS, yuan};

/// Per cent of the enterprises that hold a high-tech certificate.
const HIGH_TECH: u32 = 50;
/// Per cent that hold an SRDI standing, by level: municipal, provincial, national.
const SRDI: [u32; 3] = [8, 10, 2];

/// One made-up enterprise.
pub(crate) struct Profile {
    draw: Draw,
    place: RegionId,
    founded: Date,
    staff: f64,
    revenue: f64,
    growth: f64,
    intensity: f64,
    scientists: f64,
    margin: f64,
    certificate: Option<(i32, i32, Date)>,
    srdi: Option<(u8, i32)>,
    class_one: i64,
    class_two: i64,
    assets: f64,
    years: Vec<Year>,
}

/// One year of a made-up enterprise.
struct Year {
    year: i32,
    revenue: f64,
    research: f64,
    staff: f64,
    assets: f64,
}

impl Profile {
    pub(super) fn new(world: &World<'_>, draw: &Draw, row: u32) -> Profile {
        let draw_again = Draw::new(world.wanted.seed, u32::MAX, row);
        let founded = Date::from_ymd(2024, 6, 30)
            .and_then(|day| {
                Date::from_days(i64::from(day.days()) - (draw.log_normal("age", 2600.0, 0.8) as i64).min(11_000))
            })
            .unwrap_or(Date::MIN);
        let staff = draw.log_normal("staff", 34.0, 1.05).clamp(3.0, 6000.0);
        let intensity = draw.log_normal("intensity", 0.052, 0.75).min(0.8);
        let scientists = (0.10 + 0.35 * draw.unit("scientists") * draw.unit("scientists too")).min(0.9);
        let high_tech = draw.percent("high-tech") < HIGH_TECH;
        let certificate = high_tech.then(|| {
            let year = 2022 + draw.below("certificate", 4) as i32;
            let first = year - 3 * draw.below("renewals", 3) as i32;
            let day = 1 + draw.below("certificate day", 28) as u32;
            (first, year, Date::from_ymd(year + 3, 10 + draw.below("month", 3) as u32, day).unwrap_or(Date::MAX))
        });
        let level = draw.percent("srdi");
        let srdi = [(2u8, SRDI[2]), (1, SRDI[1]), (0, SRDI[0])]
            .iter()
            .scan(0, |sum, (at, share)| {
                *sum += share;
                Some((*at, *sum))
            })
            .find(|(_, sum)| level < *sum)
            .map(|(at, _)| (at, 2022 + draw.below("srdi year", 4) as i32));
        let size = libm::log(staff);
        let mut profile = Profile {
            place: world.place(draw.any("place")),
            founded,
            staff,
            revenue: staff * draw.log_normal("per head", 450_000.0, 0.6),
            growth: 0.11 + 0.16 * draw.normal("growth"),
            intensity,
            scientists,
            margin: 0.06 + 0.10 * draw.normal("margin"),
            certificate,
            srdi,
            class_one: (draw.log_normal("class one", 0.35 * size, 1.0) - 0.6).max(0.0) as i64,
            class_two: draw.log_normal("class two", 1.6 * size, 0.8) as i64,
            assets: libm::exp(0.35 * draw_again.normal("assets")),
            draw: draw_again,
            years: Vec::new(),
        };
        profile.years = YEARS.map(|year| profile.year(year)).collect();
        profile
    }

    /// The profile describes the last year; earlier years shrink back along the growth rate.
    fn year(&self, year: i32) -> Year {
        let back = f64::from(YEARS.end() - year);
        let scale = libm::pow(1.0 + self.growth.clamp(-0.3, 0.8), -back) * self.wobble("scale", 0.08, year);
        let revenue = self.revenue * scale;
        Year {
            year,
            revenue,
            research: revenue * self.intensity * self.wobble("research", 0.12, year),
            staff: (self.staff * libm::pow(scale, 0.6)).max(2.0),
            assets: revenue * 1.1 * self.assets,
        }
    }

    fn wobble(&self, purpose: &str, spread: f64, year: i32) -> f64 {
        libm::exp(spread * self.draw.normal(Purpose::from(purpose).year(year)))
    }

    /// The value of a fact that this profile knows about: `None` for facts it doesn't, `Some(None)` for years before the
    /// founding.
    pub(super) fn fact(&self, world: &World<'_>, fact: &Fact, year: Option<i32>) -> Option<Option<Literal>> {
        let value = match year {
            None => self.single(world, fact)?,
            Some(year) => self.yearly(fact, year)?,
        };
        let before = year.is_some_and(|year| year < self.founded.year());
        Some((!before).then_some(value))
    }

    fn single(&self, world: &World<'_>, fact: &Fact) -> Option<Literal> {
        let rarely = |percent: u32| Literal::Truth(self.draw.percent(fact.name.as_str()) < percent);
        let count = |n: i64| Literal::Number(Number::int(n));
        Some(match fact.name.as_str() {
            "注册地" => Literal::Region(self.place),
            "成立日期" => Literal::Date(self.founded),
            "行业" => Literal::Text(industry(&self.draw)),
            "技术领域" => match fact.ty {
                Type::Enum(id) => {
                    let n = world.program.enumeration(id).values.len() as u64;
                    Literal::Choice(self.draw.below("field", n) as u8)
                }
                _ => return None,
            },
            "上市" => rarely(1),
            "估值" => yuan(self.revenue * self.draw.log_normal("valuation", 1.8, 0.5)),
            "列入经营异常名录" | "重大安全质量事故" | "严重环境违法" | "科研严重失信" => {
                rarely(1)
            }
            "禁限淘汰类产品" | "列入严重违法失信名单" => rarely(1),
            "高新技术企业首次认定年度" => {
                self.certificate.map_or(Literal::None, |(first, ..)| Literal::Year(first))
            }
            "高新技术企业认定年度" => {
                self.certificate.map_or(Literal::None, |(_, year, _)| Literal::Year(year))
            }
            "高新技术企业有效期至" => {
                self.certificate.map_or(Literal::None, |(.., until)| Literal::Date(until))
            }
            "专精特新级别" => self.srdi.map_or(Literal::None, |(level, _)| Literal::Choice(level)),
            "专精特新认定年度" => self.srdi.map_or(Literal::None, |(_, year)| Literal::Year(year)),
            "在孵" => Literal::Truth(self.founded.year() >= 2022 && self.draw.percent("incubated") < 40),
            "一类知识产权" => count(self.class_one),
            "自主研发一类知识产权" => count(self.class_one * 3 / 4),
            "高价值一类知识产权" => count(self.class_one / 6),
            "二类知识产权" => count(self.class_two),
            "近五年主导制定标准" => rarely(3),
            "研发机构级别" => match self.draw.percent("institution") {
                0 => Literal::Choice(3),
                1..=5 => Literal::Choice(2),
                6..=17 => Literal::Choice(1),
                18..=24 => Literal::Choice(0),
                _ => Literal::None,
            },
            "独立法人" | "符合中小企业划型" | "拥有核心知识产权" => rarely(92),
            _ => return None,
        })
    }

    fn yearly(&self, fact: &Fact, year: i32) -> Option<Literal> {
        let Year { revenue, research, staff, assets, .. } = *self.years.iter().find(|known| known.year == year)?;
        let wobble = |purpose: &str, spread: f64| self.wobble(purpose, spread, year);
        let people = |n: f64| Literal::Number(Number::int(n.max(0.0) as i64));
        let scientists = staff * self.scientists;
        Some(match fact.name.as_str() {
            "职工总数" => people(staff),
            "科技人员数" => people(scientists),
            "研发人员数" => people(scientists * 0.8),
            "研究生以上人员数" => people(staff * 0.12 * wobble("graduates", 0.4)),
            "吸纳应届毕业生数" => people(staff * 0.05 * wobble("hired", 0.6)),
            "营业收入" => yuan(revenue),
            "主营业务收入" => yuan(revenue * (0.62 + 0.37 * self.draw.unit("main"))),
            "高新技术产品收入" => yuan(revenue * (0.45 + 0.5 * self.draw.unit("products"))),
            "成本费用" => yuan(revenue * (1.0 - self.margin.clamp(-0.4, 0.5))),
            "资产总额" => yuan(assets),
            "负债总额" => yuan(assets * (0.25 + 0.55 * self.draw.unit("debt"))),
            "净利润" => yuan(revenue * self.margin.clamp(-0.4, 0.5) * 0.85),
            "研发费用" | "科技活动投入经费" => yuan(research),
            "境内研发费用" => yuan(research * (0.9 + 0.1 * self.draw.unit("at home"))),
            "委托外部研发费用" => yuan(research * 0.12 * self.draw.unit("outsourced")),
            "研发费用加计扣除减免额" => yuan(research * 0.15),
            "技术合同成交额" => self.sometimes(35, year, fact, revenue * 0.12 * wobble("contracts", 0.8)),
            "技术合同实付额" => self.sometimes(30, year, fact, revenue * 0.04 * wobble("paid", 0.8)),
            "新增股权融资额" => self.sometimes(6, year, fact, 4_000_000.0 * wobble("equity", 1.0)),
            "技术转让所得" => self.sometimes(8, year, fact, revenue * 0.05 * wobble("transfer", 0.8)),
            "科技成果转化数" => people(1.2 + 2.4 * self.draw.unit(Purpose::from("results").year(year))),
            "发明专利申请量" => {
                people(self.class_one as f64 * 0.5 + 1.5 * self.draw.unit(Purpose::from("patents").year(year)))
            }
            "PCT专利申请量" => {
                people(if self.draw.percent(Purpose::from("pct").year(year)) < 3 { 1.0 } else { 0.0 })
            }
            _ => return None,
        })
    }

    /// An amount in some years, nought in the others.
    fn sometimes(&self, percent: u32, year: i32, fact: &Fact, amount: f64) -> Literal {
        let happens = self.draw.percent(Purpose::from(fact.name.as_str()).year(year)) < percent;
        yuan(if happens { amount } else { 0.0 })
    }
}

/// A valid code that says it is made up: the organisation part begins with FAKE.
pub(super) fn code(world: &World<'_>, row: u32) -> String {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let region = world.program.region(world.wanted.region).code;
    let region = if region.as_str().len() == 6 { region.as_str() } else { "000000" };
    let mut digits = [b'0'; 5];
    let mut rest = row as usize + 1;
    for digit in digits.iter_mut().rev() {
        *digit = SIGNS[rest % 31];
        rest /= 31;
    }
    let first = format!("91{region}FAKE{}", String::from_utf8_lossy(&digits));
    let check = uscc_check_digit(&first).unwrap_or('0');
    debug_assert!(CodeKind::Uscc.is_valid(&format!("{first}{check}")));
    format!("{first}{check}")
}
