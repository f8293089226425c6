//! Words for types in diagnostics.

use wuwei_ir::{Base, Dim, Program, Type};
use wuwei_source::Text;

/// What a type is called in a message.
pub(crate) fn type_words(program: &Program, ty: Type) -> Text {
    match ty {
        Type::Truth => Text::new("是或否", "yes or no"),
        Type::Quantity(dim) => quantity_words(dim),
        Type::Ratio => Text::new("比率", "a ratio"),
        Type::Date => Text::new("日期", "a date"),
        Type::Year => Text::new("年度", "a year"),
        Type::Text => Text::new("文字", "text"),
        Type::Code(_) => Text::new("代码", "a code"),
        Type::Enum(id) => {
            let values: Vec<&str> = program.enumeration(id).values.iter().take(3).map(|value| value.as_str()).collect();
            Text::new(format!("选项（{}…）", values.join("、")), format!("a choice ({}, …)", values.join(", ")))
        }
        Type::Region => Text::new("区域", "a region"),
        Type::Entity(entity) => {
            let head = &program.entity(entity).head;
            Text::new(format!("一个{}", head.name), format!("a subject of kind {}", head.name))
        }
        Type::Any => Text::new("无值", "no value"),
    }
}

fn quantity_words(dim: Dim) -> Text {
    if dim == Dim::NONE {
        return Text::new("数", "a number");
    }
    match dim.base() {
        Some(Base::Money) => Text::new("金额", "money"),
        Some(Base::Point) => Text::new("分值", "points"),
        Some(base) => Text::new(format!("以{}计的数量", base.word()), format!("a quantity in {}", base.word())),
        None => Text::new(format!("以{dim}计的数量"), format!("a quantity in {dim}")),
    }
}
