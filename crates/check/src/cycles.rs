//! No rule may rest on itself.

use wuwei_ir::{Expr, GroupId, Program};
use wuwei_source::Name;

use crate::context::Context;
use crate::diagnostics as diag;

/// Reports every cycle of rules once and cuts it, so that evaluation ends.
pub(crate) fn check(cx: &mut Context) {
    let edges: Vec<Vec<GroupId>> =
        (0..cx.program.groups.len()).map(|n| used(&cx.program, GroupId::from_index(n))).collect();
    let mut state = vec![State::New; edges.len()];
    for start in 0..edges.len() {
        let mut path = Vec::new();
        visit(cx, &edges, &mut state, GroupId::from_index(start), &mut path);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Depth first with a stack of its own: a library may chain more rules than a thread has stack.
fn visit(
    cx: &mut Context,
    edges: &[Vec<GroupId>],
    state: &mut [State],
    start: GroupId,
    path: &mut Vec<(GroupId, usize)>,
) {
    if state[start.index()] != State::New {
        return;
    }
    state[start.index()] = State::Open;
    path.push((start, 0));
    while let Some((group, next)) = path.last_mut() {
        let Some(to) = edges[group.index()].get(*next).copied() else {
            state[group.index()] = State::Done;
            path.pop();
            continue;
        };
        *next += 1;
        match state[to.index()] {
            State::New => {
                state[to.index()] = State::Open;
                path.push((to, 0));
            }
            State::Open => {
                let from = path.iter().position(|(group, _)| *group == to).unwrap_or(0);
                let mut names: Vec<Name> =
                    path[from..].iter().map(|(group, _)| cx.program.group(*group).name).collect();
                names.extend(names.first().copied());
                let place = cx.program.item(cx.program.group(to).versions[0]).head.place;
                cx.report(diag::cyclic_definition(place, &names));
            }
            State::Done => {}
        }
    }
}

/// The rules that any version of a rule reads.
fn used(program: &Program, group: GroupId) -> Vec<GroupId> {
    let mut found = Vec::new();
    for item in &program.group(group).versions {
        for (_, node) in program.item(*item).body.iter() {
            match &node.expr {
                Expr::Item(to, _, _) => found.push(*to),
                Expr::Weight(table, _) => found.push(program.weight_table(*table).by),
                _ => {}
            }
        }
    }
    found.sort();
    found.dedup();
    found
}
