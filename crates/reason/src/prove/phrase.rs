//! Words of findings.

use wuwei_engine::Range;
use wuwei_ir::{Body, Date, ExprId, FactId, GroupId, ItemId, Literal, Number, Printer, Program, Type, When, quantity};
use wuwei_source::{Lang, Text};

/// Writes about the rules of a program on a day.
#[derive(Clone, Copy)]
pub(crate) struct Phrase<'a> {
    pub(crate) program: &'a Program,
    pub(crate) day: Date,
}

impl Phrase<'_> {
    /// A text made in each language.
    pub(crate) fn both(self, make: impl Fn(Lang) -> String) -> Text {
        Text::new(make(Lang::Zh), make(Lang::En))
    }

    /// A rule by its name, in quotation marks.
    pub(crate) fn rule(self, group: GroupId, lang: Lang) -> String {
        let item = self.program.version(group, self.day).unwrap_or(self.program.group(group).versions[0]);
        self.item(item, lang)
    }

    /// A rule by its name, in quotation marks.
    pub(crate) fn item(self, item: ItemId, lang: Lang) -> String {
        quoted(self.program.item(item).head.shown(lang), lang)
    }

    /// An expression in words.
    pub(crate) fn expr(self, body: &Body, id: ExprId, lang: Lang) -> String {
        Printer::on(self.program, lang, self.day).expr(body, id, None)
    }

    /// A condition of a rule in words, in quotation marks.
    pub(crate) fn condition(self, item: ItemId, id: ExprId, lang: Lang) -> String {
        quoted(&self.expr(&self.program.item(item).body, id, lang), lang)
    }

    /// A fact with its year.
    pub(crate) fn fact(self, fact: FactId, year: Option<i32>, lang: Lang) -> String {
        let when = year.map_or(When::Single, When::In);
        Printer::new(self.program, lang).fact(fact, when, None)
    }

    /// A value of a fact.
    pub(crate) fn literal(self, fact: FactId, value: Literal, lang: Lang) -> String {
        let fact = self.program.fact(fact);
        match value {
            Literal::Number(number) => quantity(fact.ty, Some(fact.unit), number, lang),
            Literal::Choice(at) => match fact.ty {
                Type::Enum(id) => Printer::new(self.program, lang).choice(id, usize::from(at)).to_string(),
                _ => at.to_string(),
            },
            Literal::Date(date) => date.to_string(),
            Literal::Year(year) => year.to_string(),
            Literal::Truth(true) => word(lang, "是", "yes").to_string(),
            Literal::Truth(false) => word(lang, "否", "no").to_string(),
            Literal::Text(text) | Literal::Subject(text) => text.to_string(),
            Literal::Region(region) => self.program.region(region).head.shown(lang).to_string(),
            Literal::None => word(lang, "无", "none").to_string(),
        }
    }

    /// A number of a type.
    pub(crate) fn number(self, ty: Type, number: Number, lang: Lang) -> String {
        quantity(ty, None, number, lang)
    }

    /// Money that a benefit pays.
    pub(crate) fn money(self, range: Range, lang: Lang) -> String {
        let show = |number: Number| quantity(Type::MONEY, None, number, lang);
        match (range.exact(), range.low, range.high) {
            (Some(exact), ..) => show(exact),
            (_, Some(low), Some(high)) if low == Number::ZERO => {
                format!("{}{}", word(lang, "最高 ", "up to "), show(high))
            }
            (_, Some(low), Some(high)) => format!("{} {} {}", show(low), word(lang, "至", "to"), show(high)),
            _ => word(lang, "金额没有公布", "an amount that isn’t published").to_string(),
        }
    }
}

/// One of two words.
pub(crate) fn word(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A name or sentence in quotation marks.
pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{text}”"),
        Lang::En => format!("“{text}”"),
    }
}
