//! Splitting an amount into whole steps by weights.

use wuwei_ir::Number;
use wuwei_source::Name;

/// Splits an amount into parts that are whole steps, in proportion to weights, by the largest remainder: everybody gets
/// the whole steps of the exact part, and the steps that are left go to those who lost most by rounding, of equals to the
/// one whose key comes first. What the amount has beyond its last whole step goes to the heaviest.
///
/// The parts add up to the amount exactly; the order of the weights and a factor common to all of them change nothing; and
/// who weighs more never gets less. `None` where a weight is negative, all are nought, or a number is too large to be exact.
pub fn split(amount: Number, step: Number, weights: &[(Name, Number)]) -> Option<Vec<Number>> {
    let total = weights.iter().try_fold(Number::ZERO, |sum, (_, weight)| sum.add(*weight))?;
    if weights.iter().any(|(_, weight)| weight.signum() < 0) || total.signum() <= 0 || step.signum() <= 0 {
        return None;
    }
    let steps = amount.div(step)?.floor();
    let over = amount.sub(steps.mul(step)?)?;
    let mut parts: Vec<Number> = Vec::with_capacity(weights.len());
    let mut lost: Vec<(Number, usize)> = Vec::with_capacity(weights.len());
    let mut left = steps;
    for (n, (_, weight)) in weights.iter().enumerate() {
        let exact = steps.mul(*weight)?.div(total)?;
        let whole = exact.floor();
        left = left.sub(whole)?;
        lost.push((exact.sub(whole)?, n));
        parts.push(whole);
    }
    lost.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| weights[*a].0.cmp(&weights[*b].0)));
    for (_, n) in lost.iter().take(usize::try_from(left.to_i64()?).ok()?) {
        parts[*n] = parts[*n].add(Number::ONE)?;
    }
    let mut parts: Vec<Number> = parts.into_iter().map(|part| part.mul(step)).collect::<Option<_>>()?;
    let heaviest = (0..weights.len()).max_by(|a, b| {
        let ((one, weight), (other, heavier)) = (weights[*a], weights[*b]);
        weight.cmp(&heavier).then_with(|| other.cmp(&one))
    })?;
    parts[heaviest] = parts[heaviest].add(over)?;
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers at random that are the same every time.
    struct Draw(u64);

    impl Draw {
        fn below(&mut self, end: u64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % end) as i64
        }
    }

    fn weights(draw: &mut Draw) -> Vec<(Name, Number)> {
        let count = 1 + draw.below(12);
        let mut weights: Vec<(Name, Number)> = (0..count)
            .map(|n| {
                (
                    Name::new(&format!("22{n:04}")),
                    Number::ratio(draw.below(5000).into(), 1 + i128::from(draw.below(7))).unwrap(),
                )
            })
            .collect();
        weights[0].1 = weights[0].1.add(Number::ONE).unwrap();
        weights
    }

    fn numbers(values: &[i64]) -> Vec<Number> {
        values.iter().map(|value| Number::int(*value)).collect()
    }

    fn named(values: &[i64]) -> Vec<(Name, Number)> {
        values.iter().enumerate().map(|(n, value)| (Name::new(&format!("{n:02}")), Number::int(*value))).collect()
    }

    #[test]
    fn the_largest_remainder_gets_the_last_step() {
        let ten = Number::int(10);
        assert_eq!(split(ten, Number::ONE, &named(&[1, 1, 1])), Some(numbers(&[4, 3, 3])));
        assert_eq!(split(ten, Number::ONE, &named(&[50, 30, 26])), Some(numbers(&[5, 3, 2])));
        assert_eq!(split(ten, Number::int(5), &named(&[3, 2, 0])), Some(numbers(&[5, 5, 0])));
        assert_eq!(split(Number::int(11), Number::int(5), &named(&[3, 2, 0])), Some(numbers(&[6, 5, 0])));
        assert_eq!(split(Number::ZERO, Number::ONE, &named(&[3, 2])), Some(numbers(&[0, 0])));
    }

    #[test]
    fn nothing_is_split_by_nothing() {
        assert_eq!(split(Number::int(10), Number::ONE, &named(&[0, 0])), None);
        assert_eq!(split(Number::int(10), Number::ONE, &named(&[])), None);
        assert_eq!(split(Number::int(10), Number::ONE, &named(&[3, -1])), None);
        assert_eq!(split(Number::int(10), Number::ZERO, &named(&[3])), None);
    }

    #[test]
    fn splits_keep_their_laws() {
        let mut draw = Draw(7);
        for _ in 0..2000 {
            let weights = weights(&mut draw);
            let amount = Number::ratio(draw.below(100_000).into(), 1 + i128::from(draw.below(4))).unwrap();
            let step = Number::ratio(1 + i128::from(draw.below(20)), 1 + i128::from(draw.below(3))).unwrap();
            let parts = split(amount, step, &weights).unwrap();
            let sum = parts.iter().try_fold(Number::ZERO, |sum, part| sum.add(*part)).unwrap();
            assert_eq!(sum, amount, "adds up exactly: {weights:?}");

            let factor = Number::ratio(1 + i128::from(draw.below(900)), 1 + i128::from(draw.below(900))).unwrap();
            let scaled: Vec<_> = weights.iter().map(|(key, weight)| (*key, weight.mul(factor).unwrap())).collect();
            assert_eq!(split(amount, step, &scaled).as_ref(), Some(&parts), "a common factor changes nothing");

            let mut order: Vec<usize> = (0..weights.len()).collect();
            for at in (1..order.len()).rev() {
                order.swap(at, draw.below(at as u64 + 1) as usize);
            }
            let shuffled: Vec<_> = order.iter().map(|at| weights[*at]).collect();
            let found = split(amount, step, &shuffled).unwrap();
            assert!(order.iter().zip(found).all(|(at, part)| parts[*at] == part), "the order changes nothing");

            for (n, (_, weight)) in weights.iter().enumerate() {
                for (m, (_, other)) in weights.iter().enumerate() {
                    assert!(weight <= other || parts[n] >= parts[m], "who weighs more gets no less");
                }
            }
        }
    }
}
