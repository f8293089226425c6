//! How firmly a word promises.

use wuwei_ir::{CompareOp, Target};

/// Words of promises from the firmest to the loosest, each step with the words that official texts use for it.
///
/// 突破 and 超过 ask for more than the number, 达到 for the number itself, 左右 for its neighbourhood; 力争 and 争取 promise
/// to try, 探索 and 鼓励 not even that.
pub const LADDER: [(u8, &[&str]); 6] = [
    (6, &["确保", "必须", "完成"]),
    (5, &["突破", "超过", "多于", "高于"]),
    (4, &["达到", "不低于", "不少于", "以上", "建成", "实现", "形成", "保持"]),
    (3, &["左右", "约", "接近"]),
    (2, &["力争", "争取", "努力", "预计", "预期"]),
    (1, &["探索", "鼓励", "推动"]),
];

/// The step of the ladder on which a target stands: by its word, otherwise by its comparison. A plain number without a
/// word means to reach it.
pub fn strength(target: &Target) -> u8 {
    let by_word = target.wording.and_then(|wording| {
        // 力争突破 is a promise to try: the loosest word in it decides.
        let named = |words: &[&str]| words.iter().any(|word| wording.as_str().contains(word));
        LADDER.iter().rev().find(|(_, words)| named(words)).map(|(step, _)| *step)
    });
    by_word.unwrap_or(match target.op {
        CompareOp::Greater | CompareOp::Less => 5,
        CompareOp::AtLeast | CompareOp::AtMost | CompareOp::Equal | CompareOp::NotEqual => 4,
        CompareOp::About => 3,
    })
}
