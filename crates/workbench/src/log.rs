//! One line of JSON for each request. Addresses are told as their route, so that no code, name or fact that somebody asked
//! about stands in a log.

use serde_json::json;
use wuwei_store::Timestamp;

/// Where lines go.
pub type Log = fn(&str);

/// What a line says.
pub(crate) struct Line<'a> {
    pub(crate) at: Timestamp,
    pub(crate) request: &'a str,
    pub(crate) method: &'a str,
    pub(crate) route: &'a str,
    pub(crate) status: u16,
    pub(crate) millis: f64,
}

impl Line<'_> {
    pub(crate) fn text(&self) -> String {
        json!({
            "at": self.at.to_string(),
            "level": if self.status >= 500 { "error" } else { "info" },
            "request": self.request,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "ms": (self.millis * 1000.0).round() / 1000.0,
        })
        .to_string()
    }
}

/// The name of a request that its sender gave, where it can stand in a log: letters, digits and a few signs.
pub(crate) fn well_formed(id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
    (8..=64).contains(&id.len()) && id.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_only_where_it_can_stand_in_a_log() {
        assert!(well_formed("3f2c1a9e-77aa"));
        for wrong in ["", "short", "with space 123", "\"},{\"a\":\"", "x".repeat(65).as_str(), "中文中文中文中文"]
        {
            assert!(!well_formed(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_line_is_json() {
        let at = Timestamp::EPOCH;
        let line = Line { at, request: "abc", method: "GET", route: "/", status: 200, millis: 1.23456 };
        let json: serde_json::Value = serde_json::from_str(&line.text()).unwrap();
        assert_eq!((json["status"].as_u64(), json["ms"].as_f64()), (Some(200), Some(1.235)));
    }
}
