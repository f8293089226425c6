//! One cell: from what people write to what a fact is.

use wuwei_ir::{Base, Bound, CodeKind, Date, Dim, Fact, Literal, Number, Program, Type, Unit, uscc_check_digit};
use wuwei_source::{Name, Text, did_you_mean};
use wuwei_table::{Cell, narrow, narrowed, parse_day, restored};

/// Why a cell is no value of its fact, and what to do.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) why: Text,
    pub(crate) hint: Text,
}

fn refuse<T>(why: Text, hint: Text) -> Result<T, Refusal> {
    Err(Refusal { why, hint })
}

/// The value of a cell for a fact; `unit` is the one the header names.
pub(crate) fn read(
    program: &Program,
    fact: &Fact,
    unit: Unit,
    cell: &Cell<'_>,
    today: Date,
) -> Result<Literal, Refusal> {
    read_by(program, fact, unit, cell, today, &mut |text| Ok(Name::new(text)))
}

/// How a text that only says who or what is meant becomes a name.
pub(crate) type Naming<'n> = &'n mut dyn FnMut(&str) -> Result<Name, Refusal>;

/// The same, where texts become names in another way.
pub(crate) fn read_by(
    program: &Program,
    fact: &Fact,
    unit: Unit,
    cell: &Cell<'_>,
    today: Date,
    naming: Naming<'_>,
) -> Result<Literal, Refusal> {
    // Rows that were left out come back with formulas made safe.
    let restored = match cell {
        Cell::Text(text) => Some(Cell::Text(restored(text).into())),
        _ => None,
    };
    let cell = restored.as_ref().unwrap_or(cell);
    if let Cell::Fault(error) = cell {
        return refuse(
            Text::new(format!("公式出错（{error}）"), format!("a formula with an error ({error})")),
            Text::new(
                "改正公式，或清空这一格（不知道就留空）",
                "mend the formula, or empty the cell if it isn't known",
            ),
        );
    }
    let is_none = matches!(cell, Cell::Text(text) if ["无", "none", "None", "NONE"].contains(&text.trim()));
    if is_none && fact.ty != Type::Truth {
        if fact.or_none {
            return Ok(Literal::None);
        }
        return refuse(
            Text::new("这一项不能为“无”", "this fact cannot be none"),
            Text::new("不知道就留空；数量为零写 0", "leave it empty if it isn't known; write 0 for nought"),
        );
    }
    let literal = match fact.ty {
        Type::Truth => truth(cell)?,
        Type::Quantity(_) | Type::Ratio => number(fact, unit, cell)?,
        Type::Date => day(cell)?,
        Type::Year => year(cell)?,
        Type::Enum(id) => choice(program, id, cell)?,
        Type::Code(kind) => code(kind, cell, naming)?,
        Type::Region => region(program, cell)?,
        Type::Text | Type::Entity(_) | Type::Any => text(fact.ty, cell, naming)?,
    };
    check_range(fact, literal, today)?;
    Ok(literal)
}

fn truth(cell: &Cell<'_>) -> Result<Literal, Refusal> {
    let word = cell.shown();
    let truth = match word.trim().to_lowercase().as_str() {
        "是" | "有" | "yes" | "y" | "true" | "1" | "√" => true,
        "否" | "没有" | "无" | "no" | "n" | "false" | "0" | "×" => false,
        _ => {
            return refuse(
                Text::new("这一项只能填“是”或“否”", "this must be yes or no"),
                Text::new("改为“是”或“否”，不知道就留空", "write 是 or 否, or leave it empty if it isn't known"),
            );
        }
    };
    Ok(Literal::Truth(truth))
}

/// A number in the header's unit, or in the unit written behind it.
fn number(fact: &Fact, unit: Unit, cell: &Cell<'_>) -> Result<Literal, Refusal> {
    let dim = fact.ty.dim().unwrap_or(Dim::NONE);
    let not_a_number = || {
        // Who writes 4000万 means 万元, and can say so once for the column.
        let prefix = ["万", "亿"].into_iter().find(|prefix| dim == Dim::MONEY && cell.shown().trim().ends_with(prefix));
        let unit = shown_unit(unit);
        let hint = match prefix {
            Some(prefix) => Text::new(
                format!("写全单位 {prefix}元，或只写数字，在列名后注明({prefix}元)"),
                format!("write the whole unit {prefix}元, or digits only and ({prefix}元) behind the column's name"),
            ),
            None => Text::new(format!("只写数字，单位是{unit}"), format!("write digits only, the unit is {unit}")),
        };
        refuse(Text::new("不是数字", "not a number"), hint)
    };
    let (value, unit) = match cell {
        Cell::Exact(value) => (*value, unit),
        Cell::Float(value) if value.is_finite() => match Number::parse(&plain_decimal(*value)) {
            Some(value) => (value, unit),
            None => return not_a_number(),
        },
        Cell::Text(text) => match parse_quantity(text, unit, dim) {
            Some(found) => found,
            None => return not_a_number(),
        },
        _ => return not_a_number(),
    };
    let Some(base) = value.mul(unit.factor) else {
        return not_a_number();
    };
    // The smallest coin is the smallest amount: a spreadsheet's binary noise behind it is no information.
    if dim == Dim::MONEY {
        return Ok(Literal::Number(base.round_half_up().unwrap_or(base)));
    }
    if counts_whole(dim) && !base.is_integer() {
        return refuse(
            Text::new("这一项只能是整数", "this must be a whole number"),
            Text::new("核对数值和单位", "check the value and the unit"),
        );
    }
    Ok(Literal::Number(base))
}

/// Whether what is counted comes in wholes.
pub fn counts_whole(dim: Dim) -> bool {
    matches!(
        dim.base(),
        Some(
            Base::Person
                | Base::Unit
                | Base::Project
                | Base::Piece
                | Base::Kind
                | Base::Team
                | Base::Time
                | Base::UnitTime
                | Base::PersonTime
        )
    )
}

fn shown_unit(unit: Unit) -> String {
    let text = unit.text();
    if text.is_empty() { "1".to_string() } else { text }
}

/// Spreadsheets keep binary fractions; the shortest decimal that gives the same fraction is what was typed.
fn plain_decimal(value: f64) -> String {
    let text = format!("{value}");
    if text.contains(['e', 'E']) { format!("{value:.9}") } else { text }
}

/// `1,234.5`, `100万元`, `5%`, full-width digits included.
fn parse_quantity(text: &str, unit: Unit, dim: Dim) -> Option<(Number, Unit)> {
    let mut narrow = narrowed(text.trim());
    if narrow.contains([',', ' ']) {
        narrow = narrow.replace([',', ' '], "").into();
    }
    let end = narrow.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-' && c != '+').unwrap_or(narrow.len());
    let (digits, word) = narrow.split_at(end);
    let value = Number::parse(digits.strip_prefix('+').unwrap_or(digits))?;
    if word.is_empty() {
        return Some((value, unit));
    }
    let written = Unit::parse(word)?;
    (written.dim() == dim).then_some((value, written))
}

fn day(cell: &Cell<'_>) -> Result<Literal, Refusal> {
    let found = match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => parse_day(text),
        _ => None,
    };
    match found {
        Some(day) => Ok(Literal::Date(day)),
        None => refuse(
            Text::new("不是日期", "not a date"),
            Text::new("写作 2024-01-31，且日历上要有这一天", "write 2024-01-31, a day that the calendar has"),
        ),
    }
}

fn year(cell: &Cell<'_>) -> Result<Literal, Refusal> {
    let text: String = cell.shown().trim().chars().map(narrow).collect();
    let year = match cell {
        Cell::Day(day) => Some(day.year()),
        _ => text.trim_end_matches(['年', '度']).parse().ok(),
    };
    match year {
        Some(year) if (1..=9999).contains(&year) => Ok(Literal::Year(year)),
        _ => refuse(
            Text::new("不是年度", "not a year"),
            Text::new("写四位年份，例如 2024", "write four digits, for example 2024"),
        ),
    }
}

fn choice(program: &Program, id: wuwei_ir::EnumId, cell: &Cell<'_>) -> Result<Literal, Refusal> {
    let word = cell.shown();
    let word = word.trim();
    let enumeration = program.enumeration(id);
    let labels = enumeration.labels.iter().map(|label| label.map_or("", |label| label.as_str()));
    let at = enumeration.values.iter().position(|value| value.as_str() == word);
    let at = at.or_else(|| labels.into_iter().position(|label| !label.is_empty() && label.eq_ignore_ascii_case(word)));
    match at {
        Some(at) => Ok(Literal::Choice(at as u8)),
        None => {
            let near = did_you_mean(word, enumeration.values.iter().copied());
            let all: Vec<&str> = enumeration.values.iter().map(|value| value.as_str()).collect();
            refuse(Text::new("不在选项里", "not one of the choices"), suggestion(&near, &all.join("、")))
        }
    }
}

fn suggestion(near: &[Name], all: &str) -> Text {
    match near.first() {
        Some(name) => Text::new(format!("是不是“{name}”？"), format!("did you mean {name}?")),
        None => Text::new(format!("可以填：{all}"), format!("valid choices: {all}")),
    }
}

fn code(kind: CodeKind, cell: &Cell<'_>, naming: Naming<'_>) -> Result<Literal, Refusal> {
    let text: String = cell.shown().trim().chars().map(narrow).collect::<String>().to_uppercase();
    if kind.is_valid(&text) {
        // What begins a code of industry is looked at, and there aren't many of them; other codes are only compared.
        let name = if kind == CodeKind::Industry { Name::new(&text) } else { naming(&text)? };
        return Ok(Literal::Text(name));
    }
    match kind {
        CodeKind::Uscc => {
            let check = text.get(..17).and_then(uscc_check_digit).filter(|_| text.len() == 18);
            let hint = match check {
                Some(check) => Text::new(
                    format!("前十七位对应的校验码是 {check}，核对有没有抄错"),
                    format!(
                        "the first seventeen characters call for the check digit {check}; compare it with the licence"
                    ),
                ),
                None => Text::new(
                    "应为十八位数字和大写字母，不含 I、O、S、V、Z",
                    "eighteen digits and capitals without I, O, S, V, Z",
                ),
            };
            refuse(Text::new("不是有效的统一社会信用代码", "not a valid unified social credit code"), hint)
        }
        CodeKind::Industry => refuse(
            Text::new("不是国民经济行业代码", "not a class of GB/T 4754"),
            Text::new(
                "一个门类字母加至多四位数字，例如 C3670",
                "a section letter and up to four digits, for example C3670",
            ),
        ),
    }
}

fn region(program: &Program, cell: &Cell<'_>) -> Result<Literal, Refusal> {
    let text: String = cell.shown().trim().chars().map(narrow).collect();
    if let Some(region) = program.region_named(&text) {
        return Ok(Literal::Region(region));
    }
    // Official full names hold the outer regions: 吉林省长春市朝阳区.
    let full = (0..program.regions.len()).map(wuwei_ir::RegionId::from_index).find(|id| {
        let mut names: Vec<&str> =
            program.region_chain(*id).map(|region| program.region(region).head.name.as_str()).collect();
        names.reverse();
        (0..names.len()).any(|from| names[from..].concat() == text)
    });
    match full {
        Some(region) => Ok(Literal::Region(region)),
        None => {
            let near = did_you_mean(&text, program.regions.iter().map(|region| region.head.name));
            refuse(
                Text::new("没有这个区域", "no such region"),
                match near.first() {
                    Some(_) => suggestion(&near, ""),
                    None => Text::new(
                        "写六位行政区划代码或文件里声明过的名称，重名的写全，例如 长春市.朝阳区",
                        "write a six-digit code or a declared name, in full where names repeat, for example 长春市.朝阳区",
                    ),
                },
            )
        }
    }
}

/// The longest text; an essay is no fact.
const LONGEST: usize = 2_000;

fn text(ty: Type, cell: &Cell<'_>, naming: Naming<'_>) -> Result<Literal, Refusal> {
    let text = cell.shown();
    let text = text.trim();
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return refuse(
            Text::new("含有看不见的控制字符", "it has control characters, which nobody sees"),
            Text::new("重新录入这一格", "type the cell anew"),
        );
    }
    if text.len() > LONGEST {
        return refuse(
            Text::new(format!("超过 {LONGEST} 字节"), format!("it is longer than {LONGEST} bytes")),
            Text::new("只写事实本身", "write nothing but the fact"),
        );
    }
    let name = naming(text)?;
    Ok(if matches!(ty, Type::Entity(_)) { Literal::Subject(name) } else { Literal::Text(name) })
}

fn check_range(fact: &Fact, literal: Literal, today: Date) -> Result<(), Refusal> {
    let Some((low, high)) = fact.range else { return Ok(()) };
    let value = match literal {
        Literal::Number(number) => number,
        Literal::Date(date) => Number::int(i64::from(date.days())),
        Literal::Year(year) => Number::int(i64::from(year)),
        _ => return Ok(()),
    };
    let bound = |bound: Bound| match bound {
        Bound::Number(number) => number,
        Bound::Today => Number::int(i64::from(today.days())),
    };
    let (low, high) = (bound(low), bound(high));
    if low <= value && value <= high {
        return Ok(());
    }
    let show = |number: Number| wuwei_ir::quantity(fact.ty, Some(fact.unit), number, wuwei_source::Lang::Zh);
    let hint = if fact.ty == Type::MONEY {
        Text::new("核对单位：是不是把元、万元填混了？", "check the unit: 元 and 万元 may be mixed up")
    } else {
        Text::new("核对数值", "check the value")
    };
    refuse(
        Text::new(
            format!("超出范围 {} — {}", show(low), show(high)),
            format!("outside the range {} – {}", show(low), show(high)),
        ),
        hint,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_as_people_type_them() {
        let wan = Unit::parse("万元").unwrap();
        let parse = |text| parse_quantity(text, wan, Dim::MONEY).and_then(|(value, unit)| value.mul(unit.factor));
        assert_eq!(parse("1,234.5"), Some(Number::int(1_234_500_000)));
        assert_eq!(parse("１００"), Some(Number::int(100_000_000)));
        assert_eq!(parse("2亿元"), Some(Number::int(20_000_000_000)));
        assert_eq!(parse("5人"), None);
        assert_eq!(parse("abc"), None);
        assert_eq!(plain_decimal(0.1), "0.1");
    }
}
