//! Enterprises that don't exist: made of a generator with a seed, alike in every run.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::error::ArrowError;

const REGIONS: [&str; 6] = ["南关区", "宽城区", "朝阳区", "二道区", "绿园区", "长春高新区"];

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end) as i64
    }

    /// A number below an end; one in twenty isn't known.
    fn known_below(&mut self, end: u64) -> Option<i64> {
        let value = self.below(end);
        (self.below(20) > 0).then_some(value)
    }
}

/// So many enterprises; money in 分.
pub(crate) fn enterprises(rows: usize) -> Result<RecordBatch, ArrowError> {
    let mut random = Random(0x5eed);
    let mut column = |make: &mut dyn FnMut(&mut Random) -> ArrayRef| make(&mut random);
    let all = 0..rows;
    let texts = |make: &mut dyn FnMut(&mut Random, usize) -> String, random: &mut Random| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(all.clone().map(|row| make(random, row))))
    };
    let wholes = |random: &mut Random, make: &dyn Fn(&mut Random) -> Option<i64>| -> ArrayRef {
        Arc::new(all.clone().map(|_| make(random)).collect::<Int64Array>())
    };
    let counts = |random: &mut Random, most: u64| -> ArrayRef {
        Arc::new(all.clone().map(|_| random.known_below(most).map(|n| n as i32)).collect::<Int32Array>())
    };
    RecordBatch::try_from_iter([
        ("编号", column(&mut |random| texts(&mut |_, row| format!("S{row:07}"), random))),
        ("注册地", column(&mut |random| texts(&mut |random, _| REGIONS[random.below(6) as usize].to_string(), random))),
        (
            "成立日期",
            column(&mut |random| {
                Arc::new(Date32Array::from_iter_values(all.clone().map(|_| 12_000 + random.below(8_000) as i32)))
                    as ArrayRef
            }),
        ),
        ("职工总数", column(&mut |random| wholes(random, &|random| Some(1 + random.below(600))))),
        ("科技人员数", column(&mut |random| counts(random, 90))),
        ("营业收入", column(&mut |random| wholes(random, &|random| random.known_below(30_000_000_000)))),
        ("成本费用", column(&mut |random| wholes(random, &|random| Some(1 + random.below(20_000_000_000))))),
        ("资产总额", column(&mut |random| wholes(random, &|random| Some(random.below(25_000_000_000))))),
        ("研发费用", column(&mut |random| wholes(random, &|random| random.known_below(2_000_000_000)))),
        ("上年研发费用", column(&mut |random| wholes(random, &|random| Some(random.below(1_500_000_000))))),
        ("一类知识产权", column(&mut |random| counts(random, 3))),
        ("二类知识产权", column(&mut |random| counts(random, 6))),
        (
            "列入经营异常名录",
            column(&mut |random| {
                Arc::new(all.clone().map(|_| random.known_below(25).map(|n| n == 0)).collect::<BooleanArray>())
                    as ArrayRef
            }),
        ),
    ])
}
