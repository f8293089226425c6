//! Periods as SDMX writes them.

use wuwei_ir::Date;

use crate::period::{Period, PeriodKind};

/// A period as SDMX writes it: 2024, 2024-S1, 2024-Q3, 2024-06, 2024-06-30, 2025-01-01/P3Y; ours are taken as well.
pub(super) fn period(text: &str) -> Option<Period> {
    if let Some(period) = Period::parse(text) {
        return Some(period);
    }
    if let Some((first, years)) = text.split_once('/') {
        let years: i32 = years.strip_prefix('P')?.strip_suffix('Y')?.parse().ok()?;
        let first = Date::parse(first).filter(|day| day.ymd().1 == 1 && day.ymd().2 == 1)?;
        let last = first.year().checked_add(years)?.checked_sub(1)?;
        return if years == 1 { Period::year(last) } else { Period::plan(first.year(), last) };
    }
    let (year, part) = text.split_once('-')?;
    match part.strip_prefix('M') {
        Some(month) => Period::parse(&format!("{year}{month}")),
        None if part == "A1" => Period::parse(year),
        None => Period::parse(&format!("{year}{}", part.replace('-', ""))),
    }
}

/// A period as SDMX writes it.
pub(in crate::observation) fn shown(period: Period) -> String {
    let first = period.first_day();
    let years = period.last_day().year() - first.year() + 1;
    match period.kind() {
        PeriodKind::Year => period.to_string(),
        PeriodKind::Half | PeriodKind::Quarter => {
            let text = period.to_string();
            format!("{}-{}", &text[..4], &text[4..])
        }
        PeriodKind::Month | PeriodKind::Day => period.shown(),
        PeriodKind::Plan => format!("{first}/P{years}Y"),
    }
}

/// Whether a code of frequency fits a period.
pub(super) fn is_frequency(code: &str, period: Period) -> bool {
    match code {
        "" => true,
        "A" => period.kind() == PeriodKind::Year || period.kind() == PeriodKind::Plan,
        "S" | "H" => period.kind() == PeriodKind::Half,
        "Q" => period.kind() == PeriodKind::Quarter,
        "M" => period.kind() == PeriodKind::Month,
        "D" => period.kind() == PeriodKind::Day,
        _ => false,
    }
}
