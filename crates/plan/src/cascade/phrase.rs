//! The words that findings are made of.

use wuwei_ir::{
    ActionId, Deadline, DocId, Form, IndicatorId, IndicatorKind, Number, Program, RegionId, TargetId, TargetValue,
    Type, Unit, Whose, quantity,
};
use wuwei_source::{Lang, Text};

use super::goal::Goal;
use crate::period::{Period, PeriodKind};

/// A text from one function of the language.
pub(super) fn both(say: impl Fn(Lang) -> String) -> Text {
    Text::new(say(Lang::Zh), say(Lang::En))
}

/// A share or a rate as people read it: 60%, 6.9%.
pub(super) fn percent(share: Number) -> String {
    let hundredfold = share.mul(Number::int(100)).unwrap_or(share);
    format!("{}%", hundredfold.to_decimal(1))
}

/// Names and values of a program in words.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'a>(pub(super) &'a Program);

impl Phrase<'_> {
    pub(super) fn region(self, region: RegionId, lang: Lang) -> &'static str {
        self.0.region(region).head.shown(lang)
    }

    pub(super) fn indicator(self, indicator: IndicatorId, lang: Lang) -> String {
        let name = self.0.indicator(indicator).head.shown(lang);
        if lang == Lang::Zh { format!("“{name}”") } else { name.to_string() }
    }

    pub(super) fn action(self, action: ActionId, lang: Lang) -> String {
        let name = self.0.action(action).head.shown(lang);
        format!("“{name}”")
    }

    pub(super) fn document(self, doc: DocId, lang: Lang) -> String {
        let title = self.0.document(doc).title.get(lang);
        if lang == Lang::Zh { format!("《{title}》") } else { format!("“{title}”") }
    }

    /// A value of an indicator, rounded to a whole one where it counts things.
    pub(super) fn amount(self, indicator: IndicatorId, value: Number, lang: Lang) -> String {
        let indicator = self.0.indicator(indicator);
        if indicator.kind == IndicatorKind::Rank {
            let place = value.to_decimal(0);
            return if lang == Lang::Zh { format!("第 {place} 位") } else { format!("place {place}") };
        }
        let (ty, unit): (Type, Unit) = match indicator.kind {
            IndicatorKind::Share | IndicatorKind::Growth => (Type::Ratio, indicator.unit),
            _ => (Type::Quantity(indicator.unit.dim()), indicator.unit),
        };
        if ty == Type::MONEY && lang == Lang::Zh {
            // In the unit that people give it in, so that two amounts can be read side by side.
            let shown = value.div(unit.factor).unwrap_or(value);
            return format!("{} {}", shown.to_decimal(2), unit.text());
        }
        let counts = ty != Type::Ratio && ty != Type::MONEY;
        let value = if counts { value.round_half_up().unwrap_or(value) } else { value };
        quantity(ty, Some(unit), value, lang)
    }

    /// The value of a target as it is written, with its comparison: ≥ 3 个, 年均增长 ≥ 10%.
    pub(super) fn promised(self, id: TargetId, lang: Lang) -> String {
        let target = self.0.target(id);
        let (sign, value) = (sign(target.op.sign()), self.wanted(id, lang));
        match (target.form, lang) {
            (Form::Value, _) => format!("{sign} {value}"),
            (Form::Growth, Lang::Zh) => format!("年均增长 {sign} {value}"),
            (Form::Growth, Lang::En) => format!("yearly growth {sign} {value}"),
            (Form::Increase, Lang::Zh) => format!("增加 {sign} {value}"),
            (Form::Increase, Lang::En) => format!("increase {sign} {value}"),
        }
    }

    /// The same in a cell of a table: ≥ 3 个, 年均 ≥ 10%, +10 万人, 每年 ≥ 10 亿元.
    fn promised_shortly(self, id: TargetId, lang: Lang) -> String {
        let target = self.0.target(id);
        let (sign, value) = (sign(target.op.sign()), self.wanted(id, lang));
        let each_year = matches!(target.deadline, Some(Deadline::EachYear(..)));
        match (target.form, lang) {
            (Form::Value, Lang::Zh) if each_year => format!("每年 {sign} {value}"),
            (Form::Value, Lang::En) if each_year => format!("{sign} {value} a year"),
            (Form::Value, _) => format!("{sign} {value}"),
            (Form::Growth, Lang::Zh) => format!("年均 {sign} {value}"),
            (Form::Growth, Lang::En) => format!("{sign} {value} a year"),
            (Form::Increase, _) if sign == "=" => format!("+{value}"),
            (Form::Increase, _) => format!("{sign} +{value}"),
        }
    }

    /// What a target asks for, without its comparison.
    fn wanted(self, id: TargetId, lang: Lang) -> String {
        let target = self.0.target(id);
        match target.value {
            TargetValue::Number { base, .. } if target.form == Form::Growth => percent(base),
            TargetValue::Number { written, unit, .. } if lang == Lang::Zh => {
                let words = format!("{} {}", written.to_decimal(4), unit.text());
                words.replace(" %", "%").trim_end().to_string()
            }
            TargetValue::Number { base, .. } => self.amount(target.indicator, base, lang),
            TargetValue::Indicator(other, region) => {
                let region = region.map_or("", |region| self.region(region, lang));
                // The same indicator elsewhere needs no name of its own.
                let own = other == target.indicator && !region.is_empty();
                let other = self.indicator(other, lang);
                match (lang, own) {
                    (Lang::Zh, true) => format!("{region}的值"),
                    (Lang::En, true) => format!("that of {region}"),
                    (Lang::Zh, false) => format!("{region}的{other}"),
                    (Lang::En, false) => format!("{other} of {region}"),
                }
            }
        }
    }

    /// A target as the whole that others are held against, with what it comes to where its text gives no value.
    pub(super) fn whole(self, id: TargetId, goal: &Goal, lang: Lang) -> String {
        let text = self.target(id, lang);
        let Some(from) = goal.from else { return text };
        let indicator = self.0.target(id).indicator;
        let (start, value) = (self.amount(indicator, from.value, lang), self.amount(indicator, goal.value, lang));
        let year = from.year;
        match lang {
            Lang::Zh => format!("{text}（由{year}年的 {start}推算，约 {value}）"),
            Lang::En => format!("{text} (about {value}, worked out from {start} in {year})"),
        }
    }

    /// By when a target is due.
    pub(super) fn due(self, id: TargetId, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self.0.target(id).deadline {
            None if zh => "没有期限".to_string(),
            None => "without a deadline".to_string(),
            Some(Deadline::EachYear(first, last)) if zh => format!("{first}至{last}年每年"),
            Some(Deadline::EachYear(first, last)) => format!("each year from {first} to {last}"),
            Some(deadline) if zh => format!("到{}年", deadline.year()),
            Some(deadline) => format!("by {}", deadline.year()),
        }
    }

    /// Whose value a target is about.
    pub(super) fn whose(self, id: TargetId, lang: Lang) -> &'static str {
        match self.0.target(id).whose {
            Whose::Region(region) => self.region(region, lang),
            Whose::Party(party) => self.0.party(party).head.shown(lang),
            Whose::Subject(subject) => self.0.subject(subject).head.shown(lang),
        }
    }

    /// A target in a few words: 朝阳区到2027年“概念验证中心数” ≥ 3 个.
    pub(super) fn target(self, id: TargetId, lang: Lang) -> String {
        let indicator = self.indicator(self.0.target(id).indicator, lang);
        let (whose, due, promised) = (self.whose(id, lang), self.due(id, lang), self.promised(id, lang));
        if lang == Lang::Zh {
            format!("{whose}{due}{indicator} {promised}")
        } else {
            format!("{whose} {due}: {indicator} {promised}")
        }
    }
}

/// A comparison as it is printed.
fn sign(sign: &'static str) -> &'static str {
    match sign {
        ">=" => "≥",
        "<=" => "≤",
        "~" => "≈",
        sign => sign,
    }
}

/// The value of a target as it is written, with its comparison, in as few words as a cell of a table has room for:
/// ≥ 3 个, 年均 ≥ 10%.
pub fn promised(program: &Program, target: TargetId, lang: Lang) -> String {
    Phrase(program).promised_shortly(target, lang)
}

/// A target in a few words: 朝阳区到2027年“概念验证中心数” ≥ 3 个.
pub fn target_said(program: &Program, target: TargetId, lang: Lang) -> String {
    Phrase(program).target(target, lang)
}

/// A value of an indicator with its unit, rounded to a whole one where it counts things.
pub fn amount(program: &Program, indicator: IndicatorId, value: Number, lang: Lang) -> String {
    Phrase(program).amount(indicator, value, lang)
}

/// A period as people of a language write it.
pub(super) fn period(period: Period, lang: Lang) -> String {
    let shown = period.shown();
    if lang == Lang::Zh && period.kind() == PeriodKind::Year { format!("{shown}年") } else { shown }
}

/// Names for a sentence: the first few and how many there are.
pub(super) fn listed(names: &[String], lang: Lang) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>();
    let more = names.len().saturating_sub(SHOWN);
    match (lang, more) {
        (Lang::Zh, 0) => shown.join("、"),
        (Lang::Zh, _) => format!("{}等", shown.join("、")),
        (Lang::En, 0) => shown.join("; "),
        (Lang::En, more) => format!("{}; and {more} more", shown.join("; ")),
    }
}
