//! Which rules a reform may change the answers of.

use wuwei_ir::{Body, Date, Expr, GroupId, Item, Program};
use wuwei_source::Name;

use crate::rules::{Rule, kind_of, pairs};

/// The rules that answer otherwise, or may, where the documents with these ids are what differs: those that they declare, those
/// that end, and those that read one of them.
pub(crate) fn affected(before: &Program, after: &Program, changed: &[Name], as_of: Date) -> Vec<Rule> {
    let pairs = pairs(before, after, as_of);
    let item = |program: &'_ Program, group: Option<GroupId>| group.and_then(|group| program.version(group, as_of));
    let mut own: Vec<bool> = Vec::with_capacity(pairs.len());
    for (one, other) in &pairs {
        let (one, other) = (item(before, *one).map(|id| before.item(id)), item(after, *other).map(|id| after.item(id)));
        own.push(match (one, other) {
            (Some(one), Some(other)) => {
                is_in(before, one, changed) || is_in(after, other, changed) || uses(after, &other.body, changed)
            }
            _ => true,
        });
    }
    let stacked = [stacked(before, changed), stacked(after, changed)];
    for (at, (one, other)) in pairs.iter().enumerate() {
        let is_member = |group: &Option<GroupId>, side: usize| group.is_some_and(|group| stacked[side][group.index()]);
        own[at] |= is_member(one, 0) || is_member(other, 1);
    }
    let mut reached = own.clone();
    // What reads a rule that may answer otherwise may do so itself; rules rest on each other without circles.
    loop {
        let marked = |program: &Program, side: usize| {
            let mut marked = vec![false; program.groups.len()];
            for (pair, _) in pairs.iter().zip(&reached).filter(|(_, reached)| **reached) {
                if let Some(group) = [pair.0, pair.1][side] {
                    marked[group.index()] = true;
                }
            }
            marked
        };
        let (in_one, in_other) = (marked(before, 0), marked(after, 1));
        let mut grew = false;
        for (at, (one, other)) in pairs.iter().enumerate() {
            if reached[at] {
                continue;
            }
            let reads = |program: &Program, group: Option<GroupId>, marked: &[bool]| {
                item(program, group).is_some_and(|id| reads_any(program, &program.item(id).body, marked))
            };
            reached[at] = reads(before, *one, &in_one) || reads(after, *other, &in_other);
            grew |= reached[at];
        }
        if !grew {
            break;
        }
    }
    let rule = |at: usize| {
        let (one, other) = pairs[at];
        let known =
            item(after, other).map(|id| after.item(id)).or_else(|| item(before, one).map(|id| before.item(id)))?;
        Some(Rule { name: known.head.name, kind: kind_of(known), before: one, after: other, rewritten: own[at] })
    };
    (0..pairs.len()).filter(|at| reached[*at]).filter_map(rule).collect()
}

fn is_in(program: &Program, item: &Item, changed: &[Name]) -> bool {
    changed.contains(&program.document(item.head.doc).id)
}

/// Whether a body takes weights from a table of these documents.
fn uses(program: &Program, body: &Body, changed: &[Name]) -> bool {
    body.iter().any(|(_, node)| match node.expr {
        Expr::Weight(table, _) => changed.contains(&program.document(program.weight_table(table).head.doc).id),
        _ => false,
    })
}

/// The members of stacking rules that these documents declare.
fn stacked(program: &Program, changed: &[Name]) -> Vec<bool> {
    let mut out = vec![false; program.groups.len()];
    let rules = program.stackings.iter().filter(|rule| changed.contains(&program.document(rule.head.doc).id));
    rules.flat_map(|rule| &rule.members).for_each(|member| out[member.index()] = true);
    out
}

/// Whether a body reads one of the marked rules.
pub(crate) fn reads_any(program: &Program, body: &Body, marked: &[bool]) -> bool {
    body.iter().any(|(_, node)| match node.expr {
        Expr::Item(group, ..) => marked[group.index()],
        Expr::Weight(table, _) => marked[program.weight_table(table).by.index()],
        _ => false,
    })
}
