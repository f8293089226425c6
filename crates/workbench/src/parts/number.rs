//! Numbers with the way to their proof.

use maud::{Markup, html};
use wuwei_report::{Figure, Report};

/// A number; where it has a key, it leads to how it came about.
pub(crate) fn figure(report: &Report, figure: &Figure) -> Markup {
    let note = figure.notes.first().and_then(|note| report.notes.get(note - 1));
    html! {
        @match note {
            Some(note) => a.n href=(format!("/trace/{}", note.key)) { (figure.text) },
            None => span.n { (figure.text) },
        }
    }
}

/// A count with its thousands apart.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_stand_apart() {
        let all = [0, 999, 1000, 1_234_567].map(super::grouped);
        assert_eq!(all, ["0", "999", "1,000", "1,234,567"]);
    }
}
