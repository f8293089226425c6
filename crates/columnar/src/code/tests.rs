//! The printed form of small programs.

use super::assign;
use crate::graph::{Bounds, FloatArith, Graph, NodeId};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| name.to_string()).collect()
}

fn column(graph: &mut Graph, high: i128) -> NodeId {
    let id = graph.add_column(Bounds::new(0, high));
    graph.values(id)
}

#[test]
fn widths_follow_bounds_and_registers_are_used_again() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 100), column(&mut graph, 10_000_000_000));
    let hundred = graph.int(100);
    let times = graph.mul(a, hundred);
    let sum = graph.add(times, b);
    let limit = graph.int(5_000);
    let small = graph.less(sum, limit);
    let code = assign(&graph, &[sum, small]);
    let expected = "\
i0 = load 甲
i1 = mul i0 100
l0 = load 乙
l1 = widen i1
l2 = add l0 l1
t0 = l2 < 5000
out l2
out t0";
    assert_eq!(code.print(&names(&["甲", "乙"])), expected);
}

#[test]
fn a_choice_among_three_constants_is_one_operation() {
    let mut graph = Graph::default();
    let stage = column(&mut graph, 10);
    let [two, five] = [2, 5].map(|bound| graph.int(bound));
    let (young, grown) = (graph.less(stage, two), graph.less(stage, five));
    let [a, b, c] = [700, 900, 1000].map(|points| graph.int(points));
    let rest = graph.select(grown, b, c);
    let points = graph.select(young, a, rest);
    let code = assign(&graph, &[points]);
    let expected = "\
i0 = load 阶段
t0 = i0 < 5
t1 = i0 < 2
i0 = choose t1 t0 of 700 900 1000
out i0";
    assert_eq!(code.print(&names(&["阶段"])), expected);
}

#[test]
fn a_sum_takes_a_number_where_a_truth_holds() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 1000), column(&mut graph, 2000));
    let [bound, nought] = [50, 0].map(|value| graph.int(value));
    let few = graph.less(a, bound);
    let counted = graph.select(few, nought, b);
    let sum = graph.add(a, counted);
    let code = assign(&graph, &[sum]);
    let expected = "\
i0 = load 甲
t0 = i0 < 50
i1 = load 乙
i2 = add i0 i1 where not t0
out i2";
    assert_eq!(code.print(&names(&["甲", "乙"])), expected);
}

#[test]
fn what_somebody_else_reads_is_written() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 1000), column(&mut graph, 2000));
    let [bound, nought] = [50, 0].map(|value| graph.int(value));
    let few = graph.less(a, bound);
    let counted = graph.select(few, nought, b);
    let sum = graph.add(a, counted);
    let code = assign(&graph, &[sum, counted]);
    assert!(!code.print(&names(&["甲", "乙"])).contains("where"));
}

#[test]
fn a_double_is_scaled_cut_weighed_and_rounded_at_once() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 1000), column(&mut graph, 2000));
    let (x, y) = (graph.as_double(a), graph.as_double(b));
    let ratio = graph.float_arith(FloatArith::Div, x, y);
    let mut value = ratio;
    let steps = [
        (FloatArith::Sub, 0.2),
        (FloatArith::Mul, 1.25),
        (FloatArith::Max, 0.0),
        (FloatArith::Min, 1.0),
        (FloatArith::Mul, 900.0),
        (FloatArith::Add, 0.5),
    ];
    for (op, constant) in steps {
        let constant = graph.float(constant);
        value = graph.float_arith(op, value, constant);
    }
    let points = graph.floor(value);
    let code = assign(&graph, &[points]);
    let printed = code.print(&names(&["甲", "乙"]));
    let last = printed.lines().rev().nth(1).unwrap();
    assert_eq!(last, "i0 = floor(900.0 * cut((d2 - 0.2) * 1.25, 0.0, 1.0) + 0.5)", "{printed}");
}

#[test]
fn one_truth_and_not_another_is_one_operation() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 1000), column(&mut graph, 2000));
    let [bound, other] = [50, 60].map(|value| graph.int(value));
    let (few, many) = (graph.less(a, bound), graph.less(b, other));
    let not_many = graph.not(many);
    let both = graph.and(few, not_many);
    let code = assign(&graph, &[both]);
    let printed = code.print(&names(&["甲", "乙"]));
    assert!(printed.contains("t2 = t0 and not t1") || printed.contains("t2 = t1 and not t0"), "{printed}");
    assert!(!printed.contains("= not"), "{printed}");
}

#[test]
fn what_no_row_needs_is_passed_over() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 1000), column(&mut graph, 2000));
    let bound = graph.int(50);
    let few = graph.less(a, bound);
    let mut power = b;
    for _ in 0..9 {
        power = graph.mul(power, b);
    }
    let nought = graph.int(0);
    let paid = graph.select(few, power, nought);
    let code = assign(&graph, &[paid]);
    let printed = code.print(&names(&["甲", "乙"]));
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[..4], ["i0 = load 甲", "t0 = i0 < 50", "i0 = load 乙", "pass over 13 unless t0"], "{printed}");
    // The thirteen multiply and widen; the choice is made for every slice.
    assert!(lines[4..17].iter().all(|line| line.contains("mul") || line.contains("widen")), "{printed}");
    assert_eq!(lines[17], "h1 = select t0 h2 0", "{printed}");
}

#[test]
fn what_somebody_needs_always_is_computed() {
    let mut graph = Graph::default();
    let (a, b) = (column(&mut graph, 1000), column(&mut graph, 2000));
    let bound = graph.int(50);
    let few = graph.less(a, bound);
    let mut power = b;
    for _ in 0..9 {
        power = graph.mul(power, b);
    }
    let nought = graph.int(0);
    let paid = graph.select(few, power, nought);
    let code = assign(&graph, &[paid, power]);
    assert!(!code.print(&names(&["甲", "乙"])).contains("pass over"));
}
