//! Two texts line by line: what is gone, what is new, what stays.

use maud::{Markup, html};

/// A line of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line<'t> {
    /// In both, with its numbers.
    Same(usize, usize, &'t str),
    /// Only in the first.
    Gone(usize, &'t str),
    /// Only in the second.
    New(usize, &'t str),
    /// So many lines that stay are left out.
    Skipped(usize),
}

/// The most lines of one text times lines of the other that are compared; what is beyond is all gone and all new.
const CELLS: usize = 24_000_000;
/// Lines that stay are shown so far around what changes.
const AROUND: usize = 3;

/// The lines of two texts in one order; the longest common sequence stays.
pub(crate) fn diff<'t>(old: &'t str, new: &'t str) -> Vec<Line<'t>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = || old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = rest().take_while(|(one, other)| one == other).count();
    let (ends, other_ends) = (old.len() - tail, new.len() - tail);
    let mut out: Vec<Line<'t>> = (0..head).map(|n| Line::Same(n + 1, n + 1, old[n])).collect();
    middle(&old[head..ends], &new[head..other_ends], head, &mut out);
    out.extend((0..tail).map(|n| Line::Same(ends + n + 1, other_ends + n + 1, old[ends + n])));
    out
}

fn middle<'t>(old: &[&'t str], new: &[&'t str], offset: usize, out: &mut Vec<Line<'t>>) {
    let (rows, columns) = (old.len(), new.len());
    if rows.saturating_mul(columns) > CELLS {
        out.extend(old.iter().enumerate().map(|(n, line)| Line::Gone(offset + n + 1, line)));
        out.extend(new.iter().enumerate().map(|(n, line)| Line::New(offset + n + 1, line)));
        return;
    }
    // How many lines the rests behind two places have in common.
    let wide = columns + 1;
    let mut common = vec![0u16; (rows + 1) * wide];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            common[row * wide + column] = match old[row] == new[column] {
                true => common[(row + 1) * wide + column + 1].saturating_add(1),
                false => common[(row + 1) * wide + column].max(common[row * wide + column + 1]),
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows || column < columns {
        if row < rows && column < columns && old[row] == new[column] {
            out.push(Line::Same(offset + row + 1, offset + column + 1, old[row]));
            (row, column) = (row + 1, column + 1);
        } else if column == columns
            || (row < rows && common[(row + 1) * wide + column] >= common[row * wide + column + 1])
        {
            out.push(Line::Gone(offset + row + 1, old[row]));
            row += 1;
        } else {
            out.push(Line::New(offset + column + 1, new[column]));
            column += 1;
        }
    }
}

/// Leaves out lines that stay far from every change.
pub(crate) fn near<'t>(lines: &[Line<'t>]) -> Vec<Line<'t>> {
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Same(..))).map(|(n, _)| n).collect();
    let is_near = |n: usize| {
        let next = changed.partition_point(|at| *at + AROUND < n);
        changed.get(next).is_some_and(|at| at.abs_diff(n) <= AROUND)
    };
    let mut out = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        match (is_near(n), out.last_mut()) {
            (true, _) => out.push(*line),
            (false, Some(Line::Skipped(count))) => *count += 1,
            (false, _) => out.push(Line::Skipped(1)),
        }
    }
    out
}

/// Lines with a sign each, so that nobody needs to tell colours apart.
pub(crate) fn shown(lines: &[Line<'_>]) -> Markup {
    let row = |class: &str, numbers: (String, String), sign: &str, text: &str| {
        html! {
            div class={"row " (class)} {
                span.no { (numbers.0) } span.no { (numbers.1) } span.sign { (sign) } span { (text) }
            }
        }
    };
    html! {
        div.diff {
            @for line in lines {
                @match line {
                    Line::Same(one, other, text) => (row("", (one.to_string(), other.to_string()), " ", text)),
                    Line::Gone(n, text) => (row("gone", (n.to_string(), String::new()), "−", text)),
                    Line::New(n, text) => (row("new", (String::new(), n.to_string()), "+", text)),
                    Line::Skipped(n) => div.skip { "⋯ " (n) },
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_the_most_that_can() {
        let lines = diff("a\nb\nc\nd\ne", "a\nc\nx\nd\ne");
        assert_eq!(
            lines,
            [
                Line::Same(1, 1, "a"),
                Line::Gone(2, "b"),
                Line::Same(3, 2, "c"),
                Line::New(3, "x"),
                Line::Same(4, 4, "d"),
                Line::Same(5, 5, "e"),
            ]
        );
        assert!(diff("", "").is_empty());
        assert_eq!(diff("a", ""), [Line::Gone(1, "a")]);
    }

    #[test]
    fn both_texts_can_be_read_back() {
        for (old, new) in [("a\na\nb", "b\na\na"), ("x", "y"), ("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n3\n2\n9\n8")] {
            let lines = diff(old, new);
            let side = |wanted: fn(&Line<'_>) -> bool| {
                lines.iter().filter(move |line| !wanted(line)).filter_map(|line| match line {
                    Line::Same(_, _, text) | Line::Gone(_, text) | Line::New(_, text) => Some(*text),
                    Line::Skipped(_) => None,
                })
            };
            assert_eq!(side(|line| matches!(line, Line::New(..))).collect::<Vec<_>>().join("\n"), old);
            assert_eq!(side(|line| matches!(line, Line::Gone(..))).collect::<Vec<_>>().join("\n"), new);
        }
    }

    #[test]
    fn far_lines_are_left_out() {
        let old: String = (0..20).map(|n| format!("{n}\n")).collect();
        let new = old.replace("10\n", "ten\n");
        let lines = diff(&old, &new);
        let shown = near(&lines);
        assert_eq!(shown.first(), Some(&Line::Skipped(7)));
        assert_eq!(shown.last(), Some(&Line::Skipped(6)));
        assert_eq!(shown.len(), 2 + 2 * AROUND + 2);
    }
}
