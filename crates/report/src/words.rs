//! Words of the report in both languages; what has only one doesn't compile.

use wuwei_source::Lang;

/// The wording in a language.
pub(crate) fn pick<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A list of names.
pub(crate) fn listed(lang: Lang, names: &[String]) -> String {
    names.join(pick(lang, "、", ", "))
}

/// A day as officials write it.
pub(crate) fn day(lang: Lang, day: wuwei_ir::Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, of_month) = day.ymd();
    let name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
    pick(lang, format!("{year}年{month}月{of_month}日"), format!("{of_month} {name} {year}"))
}

/// Numbers of headings: 一、二、三 in Chinese, 1, 2, 3 in English.
pub(crate) fn ordinal(lang: Lang, n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS[n % 10];
    match lang {
        Lang::En => n.to_string(),
        Lang::Zh if n < 10 => digit(n).to_string(),
        Lang::Zh if n < 20 => format!("十{}", digit(n)),
        Lang::Zh if n < 100 => format!("{}十{}", digit(n / 10), digit(n)),
        Lang::Zh => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_of_headings() {
        let all = [1, 9, 10, 11, 20, 21, 99].map(|n| ordinal(Lang::Zh, n));
        assert_eq!(all, ["一", "九", "十", "十一", "二十", "二十一", "九十九"]);
    }
}
