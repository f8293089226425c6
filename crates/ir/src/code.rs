//! Codes of public registers, with what makes them valid.

use std::sync::OnceLock;

/// Which register a code is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// 统一社会信用代码, GB 32100.
    Uscc,
    /// 国民经济行业分类, GB/T 4754.
    Industry,
}

impl CodeKind {
    /// The word that names it in a document.
    pub fn parse(word: &str) -> Option<CodeKind> {
        match word {
            "uscc" => Some(CodeKind::Uscc),
            "industry" => Some(CodeKind::Industry),
            _ => None,
        }
    }

    /// The word that names it in a document.
    pub fn word(self) -> &'static str {
        match self {
            CodeKind::Uscc => "uscc",
            CodeKind::Industry => "industry",
        }
    }

    /// Whether a code is well formed, check digit included.
    pub fn is_valid(self, code: &str) -> bool {
        match self {
            CodeKind::Uscc => {
                code.len() == 18 && code.is_ascii() && uscc_check_digit(&code[..17]) == code.chars().last()
            }
            CodeKind::Industry => {
                let mut bytes = code.bytes();
                bytes.next().is_some_and(|section| (b'A'..=b'T').contains(&section))
                    && code.len() <= 5
                    && bytes.all(|byte| byte.is_ascii_digit())
            }
        }
    }
}

/// The 31 signs of GB 32100: digits and letters without I, O, S, V, Z.
const USCC_SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The eighteenth character that belongs to the first seventeen, if those are well formed.
pub fn uscc_check_digit(first: &str) -> Option<char> {
    if first.len() != 17 {
        return None;
    }
    let mut sum = 0;
    let mut weight = 1;
    for byte in first.bytes() {
        let value = USCC_SIGNS.iter().position(|sign| *sign == byte)?;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    Some(char::from(USCC_SIGNS[(31 - sum % 31) % 31]))
}

/// Codes and names of GB/T 2260, sorted by code.
fn gbt2260() -> &'static Vec<(&'static str, &'static str)> {
    static TABLE: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = include_str!("../data/gbt2260.txt").lines();
        let mut table: Vec<_> =
            lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect();
        table.sort_unstable();
        table
    })
}

/// The name that GB/T 2260 (or the statistics bureau's zone codes) gives to a code.
pub fn gbt2260_name(code: &str) -> Option<&'static str> {
    let table = gbt2260();
    let at = table.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    Some(table[at].1)
}

/// The codes of regions with this name, for a hint; empty when there is none.
pub fn gbt2260_codes_named(name: &str) -> String {
    let codes: Vec<&str> =
        gbt2260().iter().filter(|(_, known)| *known == name).map(|(code, _)| *code).take(3).collect();
    codes.join(", ")
}

/// Whether there is a region with this code; the nation itself is 100000.
pub fn is_region_code(code: &str) -> bool {
    code == "100000" || gbt2260_name(code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        // The example of the standard's own annex.
        assert_eq!(uscc_check_digit("91350100M000100Y4"), Some('3'));
        assert!(CodeKind::Uscc.is_valid("91350100M000100Y43"));
        assert!(!CodeKind::Uscc.is_valid("91350100M000100Y44"));
        assert!(!CodeKind::Uscc.is_valid("91350100M000100I43"));
        assert!(CodeKind::Industry.is_valid("C3670") && !CodeKind::Industry.is_valid("X1"));
    }

    #[test]
    fn regions_exist_or_not() {
        assert_eq!(gbt2260_name("220104"), Some("朝阳区"));
        assert!(is_region_code("220100") && !is_region_code("220199"));
    }
}
