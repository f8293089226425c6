//! Expressions and quantities in words that people read, in both languages.

use wuwei_source::{Lang, Name};

use crate::{
    Aggregate, ArithOp, Base, Body, Clause, CompareOp, Date, Dim, Expr, ExprId, FactId, MonthEnd, Number, Program,
    TimeUnit, Type, Unit, When,
};

/// Prints the expressions of rules.
#[derive(Clone, Copy)]
pub struct Printer<'a> {
    program: &'a Program,
    lang: Lang,
    /// The year of the evaluation date, when years are to be named and not relative.
    this_year: Option<i32>,
    /// Inside `binary64( … )`, which is said once for all that stands in it.
    in_binary64: bool,
}

impl<'a> Printer<'a> {
    /// A printer that leaves years relative: 上年, last year.
    pub fn new(program: &'a Program, lang: Lang) -> Printer<'a> {
        Printer { program, lang, this_year: None, in_binary64: false }
    }

    /// A printer that names years.
    pub fn on(program: &'a Program, lang: Lang, day: Date) -> Printer<'a> {
        Printer { program, lang, this_year: Some(day.year()), in_binary64: false }
    }

    fn zh_en<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A node of a rule; `year` is the year that the surroundings are about.
    pub fn expr(&self, body: &Body, id: ExprId, year: Option<i32>) -> String {
        let node = body.get(id);
        let sub = |id: ExprId| self.expr(body, id, year);
        match &node.expr {
            // All decimals that a literal can have.
            Expr::Number(number) if node.ty == Type::NUMBER => number.to_decimal(12),
            Expr::Number(number) => self.quantity(node.ty, None, *number),
            Expr::Date(date) => date.to_string(),
            Expr::Year(year) => year.to_string(),
            Expr::Text(text) => format!("“{text}”"),
            Expr::Truth(true) => self.zh_en("是", "yes").to_string(),
            Expr::Truth(false) => self.zh_en("否", "no").to_string(),
            Expr::Choice(id, at) => self.choice(*id, usize::from(*at)).to_string(),
            Expr::Region(region) => self.program.region(*region).head.shown(self.lang).to_string(),
            Expr::None => self.zh_en("无", "none").to_string(),
            Expr::Today => self.zh_en("评价日", "the day of evaluation").to_string(),
            Expr::YearAgo(ago) => self.year_ago(*ago),
            Expr::Progress(n) => {
                let quantity = &crate::PROGRESS[usize::from(*n)];
                self.zh_en(quantity.zh, quantity.word).to_string()
            }
            Expr::Fact(fact, when) => self.fact(*fact, *when, year),
            Expr::Item(group, part, when) => {
                let head = &self.program.item(self.program.group(*group).versions[0]).head;
                let name = head.shown(self.lang);
                let name = self.with_year(name, *when, year);
                part.map_or(name.clone(), |part| format!("{name}.{}", part.0))
            }
            Expr::Follow(fact, inner) => {
                let of = self.program.fact(*fact).shown(self.lang);
                match self.lang {
                    Lang::Zh => format!("{of}的{}", sub(*inner)),
                    Lang::En => format!("{of}’s {}", sub(*inner)),
                }
            }
            Expr::Outer(inner) => sub(*inner),
            Expr::Arith(op, a, b) => self.arith(body, *op, *a, *b, year),
            Expr::Pow(a, exponent) => format!("{}^{exponent}", self.grouped(body, *a, year)),
            Expr::Negate(a) => format!("−{}", self.grouped(body, *a, year)),
            Expr::Compare(op, a, b) => self.compare(body, *op, *a, *b, year),
            Expr::OneOf(a, all) => {
                let all: Vec<String> = all.iter().map(|id| sub(*id)).collect();
                match self.lang {
                    Lang::Zh => format!("{}是{}之一", sub(*a), all.join("、")),
                    Lang::En => format!("{} is one of {}", sub(*a), all.join(", ")),
                }
            }
            Expr::IsNone(a) => match self.lang {
                Lang::Zh => format!("{}为“无”", sub(*a)),
                Lang::En => format!("{} is none", sub(*a)),
            },
            Expr::WithinRegion(a, region) => {
                let region = self.program.region(*region).head.shown(self.lang);
                match self.lang {
                    Lang::Zh => format!("{}在{region}范围内", sub(*a)),
                    Lang::En => format!("{} lies in {region}", sub(*a)),
                }
            }
            Expr::WithinCode(a, prefix) => match self.lang {
                Lang::Zh => format!("{}属于 {prefix}", sub(*a)),
                Lang::En => format!("{} belongs to {prefix}", sub(*a)),
            },
            Expr::WithinYears(a, years) => match self.lang {
                Lang::Zh => format!("{}在近{years}年内", sub(*a)),
                Lang::En => format!("{} within the last {years} years", sub(*a)),
            },
            Expr::Not(a) => match (&body.get(*a).expr, self.lang) {
                (Expr::All(_), Lang::Zh) => format!("以下不同时成立：{}", sub(*a)),
                (Expr::All(_), Lang::En) => format!("not all of: {}", sub(*a)),
                (_, Lang::Zh) => format!("没有“{}”", sub(*a)),
                (_, Lang::En) => format!("not: {}", sub(*a)),
            },
            Expr::All(clauses) => self.clauses(body, clauses, self.zh_en("并且", "and"), year),
            Expr::Any(clauses) => self.clauses(body, clauses, self.zh_en("或者", "or"), year),
            Expr::AtLeast(number, clauses) => {
                let all = self.clauses(body, clauses, "; ", year);
                match self.lang {
                    Lang::Zh => format!("以下至少满足{number}项：{all}"),
                    Lang::En => format!("at least {number} of: {all}"),
                }
            }
            Expr::Cap(a, b) => match self.lang {
                Lang::Zh => format!("{}，最高 {}", sub(*a), sub(*b)),
                Lang::En => format!("{}, at most {}", sub(*a), sub(*b)),
            },
            Expr::Floor(a, b) => match self.lang {
                Lang::Zh => format!("{}，最低 {}", sub(*a), sub(*b)),
                Lang::En => format!("{}, at least {}", sub(*a), sub(*b)),
            },
            Expr::Round(a, step, _) => {
                let step = self.quantity(node.ty, None, *step);
                match self.lang {
                    Lang::Zh => format!("{}（取整到 {step}）", sub(*a)),
                    Lang::En => format!("{} (rounded to {step})", sub(*a)),
                }
            }
            Expr::Binary64(a) if self.in_binary64 => sub(*a),
            Expr::Binary64(a) => {
                let inner = Printer { in_binary64: true, ..*self };
                let text = inner.expr(body, *a, year);
                match self.lang {
                    Lang::Zh => format!("双精度（{text}）"),
                    Lang::En => format!("binary64({text})"),
                }
            }
            Expr::Larger(all) => self.list(self.zh_en("以下最大的", "the largest of"), body, all, year),
            Expr::Smaller(all) => self.list(self.zh_en("以下最小的", "the smallest of"), body, all, year),
            Expr::OverYears { aggregate, body: of, years, .. } => {
                let inner = Printer { this_year: None, ..*self };
                let of = inner.expr(body, *of, None);
                let how = self.aggregate(*aggregate);
                let span = match (self.lang, self.this_year) {
                    (Lang::Zh, Some(year)) => format!("{}—{}年", year - *years as i32, year - 1),
                    (Lang::En, Some(year)) => format!("{}–{}", year - *years as i32, year - 1),
                    (Lang::Zh, None) => format!("近{years}年"),
                    (Lang::En, None) => format!("the last {years} years"),
                };
                match self.lang {
                    Lang::Zh => format!("{span}{of}{how}"),
                    Lang::En => format!("{how} of {of} over {span}"),
                }
            }
            Expr::OverRelated { aggregate, body: of, relation, filter } => {
                let relation = self.program.relation(*relation);
                let name = match (self.lang, relation.label) {
                    (Lang::En, Some(label)) => label.as_str(),
                    _ => relation.name.as_str(),
                };
                let filter = filter.map(&sub);
                let of = of.map(&sub);
                self.over_related(*aggregate, name, of, filter)
            }
            Expr::Since(unit, a) => {
                let (zh, en) = match unit {
                    TimeUnit::Years => ("满整年数", "completed years"),
                    TimeUnit::Months => ("满整月数", "completed months"),
                    TimeUnit::Days => ("天数", "days"),
                };
                match self.lang {
                    Lang::Zh => format!("自{}起{zh}", sub(*a)),
                    Lang::En => format!("{en} since {}", sub(*a)),
                }
            }
            Expr::YearOf(a) => match self.lang {
                Lang::Zh => format!("{}的年度", sub(*a)),
                Lang::En => format!("the year of {}", sub(*a)),
            },
            Expr::AddMonths(a, b, side) => {
                let side = match side {
                    MonthEnd::EndOfMonth => self.zh_en("无对应日取月末", "or end of month"),
                    MonthEnd::StartOfNext => self.zh_en("无对应日取次月首日", "or start of next month"),
                };
                let (open, close) = if self.lang == Lang::Zh { ("（", "）") } else { (" (", ")") };
                format!("{} + {}{open}{side}{close}", sub(*a), sub(*b))
            }
            Expr::Bands(a, ..) => match self.lang {
                Lang::Zh => format!("按“{}”分档", sub(*a)),
                Lang::En => format!("by bands of {}", sub(*a)),
            },
            Expr::Cases(..) => self.zh_en("按情形", "by cases").to_string(),
            Expr::Scaled(a, low, high) => match self.lang {
                Lang::Zh if matches!(self.shape(body, *a), Expr::Arith(..)) => {
                    format!("（{}）在 {} 至 {} 之间的位置", sub(*a), sub(*low), sub(*high))
                }
                Lang::Zh => format!("{}在 {} 至 {} 之间的位置", sub(*a), sub(*low), sub(*high)),
                Lang::En => format!("{} on the scale from {} to {}", sub(*a), sub(*low), sub(*high)),
            },
            Expr::Expert(fact, _) => {
                let name = self.program.fact(*fact).shown(self.lang);
                match self.lang {
                    Lang::Zh => format!("专家给出的{name}"),
                    Lang::En => format!("the assessor’s {name}"),
                }
            }
            Expr::Range(a, b) => match self.lang {
                Lang::Zh => format!("{} 至 {}", sub(*a), sub(*b)),
                Lang::En => format!("{} to {}", sub(*a), sub(*b)),
            },
            Expr::Weight(table, row) => {
                let table = self.program.weight_table(*table);
                let row = table.rows.get(*row as usize).map_or("", |(row, _)| row.as_str());
                format!("{}[{row}]", table.head.shown(self.lang))
            }
            Expr::NotComputable(why) => match self.lang {
                Lang::Zh => format!("无法计算：{}", why.get(Lang::Zh)),
                Lang::En => format!("not computable: {}", why.get(Lang::En)),
            },
        }
    }

    /// The operation that a node is printed as: inside `binary64( … )` the roundings don't show.
    fn shape<'b>(&self, body: &'b Body, id: ExprId) -> &'b Expr {
        match &body.get(id).expr {
            Expr::Binary64(inner) if self.in_binary64 => &body.get(*inner).expr,
            expr => expr,
        }
    }

    fn grouped(&self, body: &Body, id: ExprId, year: Option<i32>) -> String {
        let text = self.expr(body, id, year);
        match self.shape(body, id) {
            Expr::Arith(..) | Expr::Cap(..) | Expr::Floor(..) | Expr::Negate(_) => {
                format!("({text})")
            }
            _ => text,
        }
    }

    fn arith(&self, body: &Body, op: ArithOp, a: ExprId, b: ExprId, year: Option<i32>) -> String {
        let is_sum = |id: ExprId| matches!(self.shape(body, id), Expr::Arith(ArithOp::Add | ArithOp::Sub, ..));
        let is_clip = |id: ExprId| matches!(self.shape(body, id), Expr::Cap(..) | Expr::Floor(..) | Expr::Round(..));
        let (sign, left, right) = match op {
            ArithOp::Add => ("+", false, false),
            ArithOp::Sub => ("−", false, is_sum(b)),
            ArithOp::Mul => ("×", is_sum(a), is_sum(b)),
            ArithOp::Div => ("÷", is_sum(a), matches!(self.shape(body, b), Expr::Arith(..))),
        };
        let (left, right) = (left || is_clip(a), right || is_clip(b));
        let side = |id: ExprId, parens: bool| {
            let text = self.expr(body, id, year);
            if parens { format!("({text})") } else { text }
        };
        format!("{} {sign} {}", side(a, left), side(b, right))
    }

    fn compare(&self, body: &Body, op: CompareOp, a: ExprId, b: ExprId, year: Option<i32>) -> String {
        let sign = match op {
            CompareOp::Less => "<",
            CompareOp::AtMost => "≤",
            CompareOp::Greater => ">",
            CompareOp::AtLeast => "≥",
            CompareOp::Equal => "=",
            CompareOp::NotEqual => "≠",
            CompareOp::About => "≈",
        };
        format!("{} {sign} {}", self.expr(body, a, year), self.expr(body, b, year))
    }

    fn clauses(&self, body: &Body, clauses: &[Clause], join: &str, year: Option<i32>) -> String {
        let each: Vec<String> = clauses
            .iter()
            .map(|clause| match (clause.name, clause.label, self.lang) {
                (Some(_), Some(label), Lang::En) => label.to_string(),
                (Some(name), ..) => name.to_string(),
                _ => match body.get(clause.expr).expr {
                    Expr::All(_) | Expr::Any(_) => {
                        format!("({})", self.expr(body, clause.expr, year))
                    }
                    _ => self.expr(body, clause.expr, year),
                },
            })
            .collect();
        each.join(&format!(" {} ", join.trim()))
    }

    fn list(&self, what: &str, body: &Body, all: &[ExprId], year: Option<i32>) -> String {
        let all: Vec<String> = all.iter().map(|id| self.expr(body, *id, year)).collect();
        match self.lang {
            Lang::Zh => format!("{what}：{}", all.join("；")),
            Lang::En => format!("{what}: {}", all.join("; ")),
        }
    }

    fn aggregate(&self, aggregate: Aggregate) -> &'static str {
        let (zh, en) = match aggregate {
            Aggregate::Sum => ("合计", "sum"),
            Aggregate::Average => ("平均", "average"),
            Aggregate::Largest => ("最大值", "largest"),
            Aggregate::Smallest => ("最小值", "smallest"),
            Aggregate::Growth => ("平均增长率", "average growth"),
            Aggregate::Count => ("个数", "count"),
            Aggregate::Exists => ("有无", "existence"),
        };
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn over_related(&self, aggregate: Aggregate, name: &str, of: Option<String>, filter: Option<String>) -> String {
        match self.lang {
            Lang::Zh => {
                let which = filter.map_or_else(String::new, |filter| format!("（{filter}）"));
                match (aggregate, of) {
                    (Aggregate::Exists, _) => format!("有符合条件的{name}{which}"),
                    (Aggregate::Count, _) => format!("{name}{which}的个数"),
                    (_, of) => format!("{name}{which}的{}{}", of.unwrap_or_default(), self.aggregate(aggregate)),
                }
            }
            Lang::En => {
                let which = filter.map_or_else(String::new, |filter| format!(" where {filter}"));
                match (aggregate, of) {
                    (Aggregate::Exists, _) => format!("there is one of {name}{which}"),
                    (Aggregate::Count, _) => format!("number of {name}{which}"),
                    (_, of) => {
                        format!("{} of {} over {name}{which}", self.aggregate(aggregate), of.unwrap_or_default())
                    }
                }
            }
        }
    }

    fn year_ago(&self, ago: u32) -> String {
        match (self.this_year, self.lang, ago) {
            (Some(year), ..) => (year - ago as i32).to_string(),
            (None, Lang::Zh, 0) => "当年".to_string(),
            (None, Lang::Zh, 1) => "上年".to_string(),
            (None, Lang::Zh, ago) => format!("{ago}年前"),
            (None, Lang::En, 0) => "this year".to_string(),
            (None, Lang::En, 1) => "last year".to_string(),
            (None, Lang::En, ago) => format!("{ago} years ago"),
        }
    }

    /// A fact with its year.
    pub fn fact(&self, fact: FactId, when: When, context: Option<i32>) -> String {
        self.with_year(self.program.fact(fact).shown(self.lang), when, context)
    }

    fn with_year(&self, name: &str, when: When, context: Option<i32>) -> String {
        let year = match when {
            When::Single => return name.to_string(),
            When::In(year) => year.to_string(),
            When::Ago(ago) => self.year_ago(ago),
            When::Context => match context {
                Some(year) => year.to_string(),
                None => return name.to_string(),
            },
        };
        let is_number = year.bytes().all(|byte| byte.is_ascii_digit());
        match (self.lang, is_number) {
            (Lang::Zh, true) => format!("{year}年{name}"),
            (Lang::Zh, false) => format!("{year}{name}"),
            (Lang::En, _) => format!("{name} ({year})"),
        }
    }

    /// A choice of an enumeration.
    pub fn choice(&self, id: crate::EnumId, at: usize) -> Name {
        let enumeration = self.program.enumeration(id);
        match (self.lang, enumeration.labels.get(at).copied().flatten()) {
            (Lang::En, Some(label)) => label,
            _ => enumeration.values.get(at).copied().unwrap_or_else(|| Name::new("?")),
        }
    }

    /// A number of a type with its unit; money in the unit in which it is short.
    pub fn quantity(&self, ty: Type, unit: Option<Unit>, number: Number) -> String {
        quantity(ty, unit, number, self.lang)
    }
}

/// A number of a type with its unit, as people of a language write it.
pub fn quantity(ty: Type, unit: Option<Unit>, number: Number, lang: Lang) -> String {
    match ty {
        Type::Date => {
            number.to_i64().and_then(Date::from_days).map_or_else(|| number.to_string(), |date| date.to_string())
        }
        Type::Year => number.to_decimal(0),
        Type::Ratio => percent(number),
        Type::Quantity(dim) if dim == Dim::MONEY => money(number, lang),
        Type::Quantity(dim) if dim == Dim::NONE => number.to_decimal(4),
        Type::Quantity(dim) => {
            let word = match (unit.filter(|unit| unit.dim() == dim), dim.base(), lang) {
                (Some(unit), _, Lang::En) => unit.english().to_string(),
                (None, Some(base), Lang::En) => base.english().to_string(),
                (Some(unit), _, _) if unit.prefix.is_none() => unit.word.to_string(),
                (_, Some(base), Lang::Zh) => base.word().to_string(),
                (_, None, _) => return rate(dim, number),
            };
            format!("{} {word}", grouped(&number.to_decimal(2))).trim_end().to_string()
        }
        _ => number.to_string(),
    }
}

fn percent(number: Number) -> String {
    let hundred = number.mul(Number::int(100)).unwrap_or(number);
    format!("{}%", hundred.to_decimal(2))
}

/// 2 亿元, 50 万元, 12.5 元; ¥500,000 in English.
fn money(fen: Number, lang: Lang) -> String {
    let yuan = fen.div(Number::int(100)).unwrap_or(fen);
    if lang == Lang::En {
        return format!("¥{}", grouped(&yuan.to_decimal(2)));
    }
    let magnitude = if yuan.signum() < 0 { yuan.neg().unwrap_or(yuan) } else { yuan };
    // 亿 only where it is short; 万 with six places still tells every 分.
    for (word, size, places) in [("亿元", 100_000_000, 4), ("万元", 10_000, 6)] {
        let size = Number::int(size);
        let shown = yuan.div(size).unwrap_or(yuan);
        let text = shown.to_decimal(places);
        if magnitude >= size && (word == "万元" || Number::parse(&text) == Some(shown)) {
            return format!("{text} {word}");
        }
    }
    format!("{} 元", yuan.to_decimal(2))
}

/// 10 元/人: money above the line is shown in 元.
fn rate(dim: Dim, number: Number) -> String {
    let text = dim.to_string();
    let fen = text.starts_with(Base::Money.word());
    let shown = if fen { number.div(Number::int(100)).unwrap_or(number) } else { number };
    format!("{} {text}", shown.to_decimal(4))
}

/// 1,234,567.5
fn grouped(decimal: &str) -> String {
    let (sign, rest) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let fraction = fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    format!("{sign}{out}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_the_unit_in_which_it_is_short() {
        let yuan = |n: i64| Number::int(n * 100);
        assert_eq!(quantity(Type::MONEY, None, yuan(500_000), Lang::Zh), "50 万元");
        assert_eq!(quantity(Type::MONEY, None, yuan(200_000_000), Lang::Zh), "2 亿元");
        assert_eq!(quantity(Type::MONEY, None, yuan(123_456_789), Lang::Zh), "12345.6789 万元");
        assert_eq!(quantity(Type::MONEY, None, Number::int(1_234_567), Lang::Zh), "1.234567 万元");
        assert_eq!(quantity(Type::MONEY, None, yuan(-12_345_678), Lang::En), "¥-12,345,678");
        assert_eq!(quantity(Type::Ratio, None, Number::ratio(1, 8).unwrap(), Lang::En), "12.5%");
    }
}
