//! Finding the name somebody probably meant.

use crate::Name;

/// The candidates most like `word`, best first, at most three; none when nothing is near.
///
/// Chinese names are short and differ by words inside them, so besides the edit distance a shared core counts:
/// 高新企业 is near 高新技术企业 though two of six characters are missing.
pub fn did_you_mean(word: &str, candidates: impl IntoIterator<Item = Name>) -> Vec<Name> {
    let word: Vec<char> = word.chars().collect();
    let mut near: Vec<(usize, Name)> = candidates
        .into_iter()
        .filter_map(|name| {
            let other: Vec<char> = name.as_str().chars().collect();
            let longest = word.len().max(other.len());
            let distance = distance(&word, &other);
            let tolerated = if is_subsequence(&word, &other) || is_subsequence(&other, &word) {
                longest * 2 / 3
            } else {
                (longest + 1) / 3
            };
            (distance > 0 && distance <= tolerated).then_some((distance, name))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().map(|(_, name)| name).take(3).collect()
}

/// Names for a help line: a few of them, and how many more there are.
pub fn list_some(names: impl IntoIterator<Item = Name>) -> (String, usize) {
    const SHOWN: usize = 12;
    let mut names: Vec<Name> = names.into_iter().collect();
    names.sort();
    names.dedup();
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<&str> = names.iter().take(SHOWN).map(|name| name.as_str()).collect();
    (shown.join(", "), more)
}

fn is_subsequence(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.len() >= 2 && short.iter().all(|c| rest.any(|other| other == c))
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_name_with_a_part_missing() {
        let names = ["高新技术企业", "科技型中小企业", "净资产"].map(Name::new);
        assert_eq!(did_you_mean("高新企业", names), vec![Name::new("高新技术企业")]);
        assert_eq!(did_you_mean("银行", names), Vec::<Name>::new());
    }
}
