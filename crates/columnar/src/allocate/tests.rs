//! Every property that a method promises, on random claims; failures name their seed.

use super::*;

/// A generator of a few lines, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn amount(&mut self) -> i128 {
        match self.below(8) {
            0 => 0,
            1 => -(self.below(1000) as i128),
            2 => i128::from(self.next()) << self.below(40),
            3 => 100,
            _ => self.below(100_000) as i128,
        }
    }

    fn claims(&mut self, number: u64) -> Vec<Claim> {
        let claim = |subject, random: &mut Random| Claim {
            subject,
            low: random.amount(),
            high: Some(random.amount()).filter(|_| random.below(20) > 0),
            priority: [i128::MIN, -1, 0, 7, i128::MAX][random.below(5) as usize],
            order: [i64::MIN, -3, 0, 1, i64::MAX][random.below(5) as usize],
        };
        (0..number).map(|subject| claim(subject, self)).collect()
    }
}

const METHODS: [Method; 3] = [Method::FirstCome, Method::Proportional, Method::ByPriority];

fn share(method: Method, amount: i128, claims: &[Claim], in_memory: usize) -> (Vec<Grant>, Shared) {
    let mut all = Claims::spilling(Allocation { method, amount }, std::env::temp_dir(), in_memory);
    claims.iter().for_each(|claim| all.push(*claim).unwrap());
    let mut grants = Vec::new();
    let shared = all.share_out(&mut |grant| grants.push(*grant)).unwrap();
    (grants, shared)
}

fn claim(subject: u64, amount: i128, priority: i128, order: i64) -> Claim {
    Claim { subject, low: amount, high: Some(amount), priority, order }
}

fn granted(method: Method, amount: i128, claims: &[Claim]) -> Vec<(u64, i128)> {
    share(method, amount, claims, 2).0.iter().map(|grant| (grant.subject, grant.granted[0])).collect()
}

#[test]
fn methods_by_hand() {
    let claims = [claim(1, 100, 5, 20), claim(2, 50, 9, 30), claim(3, 50, 5, 10), claim(4, 1, 5, 10)];
    assert_eq!(granted(Method::FirstCome, 120, &claims), [(3, 50), (4, 1), (1, 69), (2, 0)]);
    assert_eq!(granted(Method::ByPriority, 120, &claims), [(2, 50), (3, 50), (4, 1), (1, 19)]);
    // 120/201 of 50 is 29.85, of 1 is 0.597, of 100 is 59.7: three 分 are left over, and the smallest share goes without.
    assert_eq!(granted(Method::Proportional, 120, &claims), [(3, 30), (4, 0), (1, 60), (2, 30)]);
    // Equal claims, equal remainders: who applied first, then the lower number.
    let equal = [claim(9, 10, 0, 1), claim(8, 10, 0, 1), claim(7, 10, 0, 2)];
    assert_eq!(granted(Method::Proportional, 11, &equal), [(8, 4), (9, 4), (7, 3)]);
}

#[test]
fn money_is_conserved_and_files_change_nothing() {
    for seed in 1..=150u64 {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let number = random.below(60);
        let mut claims = random.claims(number);
        for method in METHODS {
            let amount = random.amount() * i128::from(random.below(30));
            let (grants, shared) = share(method, amount, &claims, usize::MAX);
            assert_eq!(shared.claims, number, "seed {seed}");
            for end in 0..2 {
                let sum = |part: fn(&Grant) -> [i128; 2]| grants.iter().map(|grant| part(grant)[end]).sum::<i128>();
                assert_eq!(sum(|grant| grant.claimed), shared.claimed[end], "seed {seed}");
                assert_eq!(sum(|grant| grant.granted), shared.granted[end], "seed {seed}");
                assert_eq!(shared.granted[end], shared.claimed[end].min(amount.max(0)), "seed {seed} {method:?}");
                let within = |grant: &Grant| (0..=grant.claimed[end]).contains(&grant.granted[end]);
                assert!(grants.iter().all(within), "seed {seed} {method:?}");
            }
            for in_memory in [1, 3, 17] {
                assert_eq!(
                    share(method, amount, &claims, in_memory),
                    (grants.clone(), shared),
                    "seed {seed} {method:?}"
                );
            }
            // Whoever is added first makes no difference.
            claims.reverse();
            assert_eq!(share(method, amount, &claims, 5), (grants, shared), "seed {seed} {method:?}");
        }
    }
}

#[test]
fn a_larger_budget_takes_from_nobody() {
    for seed in 1..=40u64 {
        let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let mut claims = random.claims(20);
        // An open end claims the budget, which isn't the same in both.
        claims.iter_mut().for_each(|claim| claim.high = claim.high.or(Some(7)));
        let amount = random.below(1_000_000) as i128;
        let more = amount + random.below(100_000) as i128;
        for method in METHODS {
            let (less, more) = (share(method, amount, &claims, 9).0, share(method, more, &claims, 9).0);
            // Largest remainders: a 分 may move on.
            let slack = i128::from(method == Method::Proportional);
            for (less, more) in less.iter().zip(&more) {
                assert_eq!(less.subject, more.subject);
                assert!((0..2).all(|end| less.granted[end] <= more.granted[end] + slack), "seed {seed} {method:?}");
            }
        }
    }
}

#[test]
fn shares_are_proportional_to_the_fen() {
    let claims: Vec<Claim> = (1..=500).map(|n| claim(n, (n * n) as i128, 0, 0)).collect();
    let total: i128 = claims.iter().map(|claim| claim.low).sum();
    for amount in [1, 499, 12_345, total - 1] {
        for (subject, granted) in granted(Method::Proportional, amount, &claims) {
            let share = i128::from(subject * subject) * amount / total;
            assert!(granted == share || granted == share + 1, "{subject} of {amount}");
        }
    }
}

#[test]
fn nothing_and_too_much() {
    for method in METHODS {
        assert_eq!(share(method, 100, &[], 1), (Vec::new(), Shared::default()));
        for amount in [0, -5, i128::MIN] {
            let (grants, shared) =
                share(method, amount, &[claim(1, 7, 0, 0), Claim { high: None, ..claim(2, -7, 0, 0) }], 1);
            assert_eq!((shared.claimed, shared.granted), ([7, 7], [0, 0]));
            assert!(grants.iter().all(|grant| grant.granted == [0, 0]));
        }
        let half = i128::MAX / 2;
        let (_, shared) = share(method, i128::MAX - 7, &[claim(1, half, 0, 0), claim(2, half + 1, 1, 1)], 1);
        assert_eq!(shared.granted, [i128::MAX - 7; 2]);
        let mut all = Claims::new(Allocation { method, amount: i128::MAX });
        all.push(claim(1, i128::MAX, 0, 0)).unwrap();
        let why = all.push(claim(2, 1, 0, 0)).unwrap_err();
        assert!(matches!(why, NotShared::TooMuch { subject: 2 }));
        all.push(claim(3, 0, 0, 0)).unwrap();
        assert_eq!(all.share_out(&mut |_| {}).unwrap().claims, 2);
    }
}

#[test]
fn files_are_removed_and_their_faults_are_told() {
    let folder = std::env::temp_dir().join(format!("wuwei-allocate-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = || std::fs::read_dir(&folder).unwrap().count();
    let allocation = Allocation { method: Method::Proportional, amount: 10 };
    let some = |number: u64| {
        let mut claims = Claims::spilling(allocation, folder.clone(), 2);
        (0..number).for_each(|subject| claims.push(claim(subject, 9, 0, 0)).unwrap());
        claims
    };
    // Beyond sixty-four files all are merged into one.
    let claims = some(1000);
    assert!((1..=65).contains(&files()));
    drop(claims);
    assert_eq!(files(), 0);
    some(1000).share_out(&mut |_| {}).unwrap();
    assert_eq!(files(), 0);
    let claims = some(9);
    let path = claims.spill.paths().remove(0);
    std::fs::write(&path, b"short").unwrap();
    let why = claims.share_out(&mut |_| {}).unwrap_err();
    assert!(why.to_string().contains(&path.display().to_string()), "{why}");
    assert_eq!(files(), 0);
    std::fs::remove_dir(&folder).unwrap();
    let mut nowhere = Claims::spilling(allocation, folder.clone(), 1);
    nowhere.push(claim(1, 1, 0, 0)).unwrap();
    let why = nowhere.push(claim(2, 1, 0, 0)).unwrap_err();
    assert!(matches!(&why, NotShared::File(fault) if fault.path.starts_with(&folder)), "{why}");
}

/// Four houses: one of them doesn't say how many it has, one isn't eligible.
const DOCUMENT: &str = r#"
```wuwei
document t.d {
  title "试" "t"
  region 甲市
  in force from 2024-01-01
  basis assumed "试" "t"
}
region 甲市 "A" code 220100
entity 企业 "Enterprise" in 户 {
  key 编号 : text "Number"
  home 注册地 : region "Place"
  数 : 项 "Items" { range 0 项 .. 10 项 }
}
budget 专项 "Fund" of 甲市 { amount 700 元 in total }
budget 未定 "Unstated" of 甲市 { about "没有写金额。" "No amount given." }
score 分数 "Points" of 企业 out of 10 {
  part 多少 "Items" out of 10 by 数 { >= 5 项 : 10   >= 2 项 : 5   else : 0 }
}
benefit 补助 "Grant" to 企业 {
  when 数 >= 1 项
  pays 100 元 * 数 / 1 项
  from 专项
}
```
"#;

#[test]
fn claims_of_a_run_on_a_declared_budget() {
    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use std::sync::Arc;

    let library = wuwei_project::Library::from_texts([("t.md".to_string(), DOCUMENT.to_string())]);
    assert!(library.is_sound());
    let program = library.program();
    let budget = |name: &str| {
        let at = program.budgets.iter().position(|budget| budget.head.name.as_str() == name);
        BudgetId::from_index(at.expect("the document declares it"))
    };
    assert_eq!(Allocation::of_budget(program, budget("未定"), Method::FirstCome), None);
    let allocation = Allocation::of_budget(program, budget("专项"), Method::ByPriority).unwrap();
    assert_eq!(allocation.amount, 70_000);

    let entity = program.entity_named("企业").unwrap();
    let day = wuwei_ir::Date::from_ymd(2024, 12, 31).unwrap();
    let columns: [(&str, ArrayRef); 2] = [
        ("注册地", Arc::new(StringArray::from(vec!["甲市"; 4]))),
        ("数", Arc::new(Int64Array::from(vec![Some(3), None, Some(0), Some(6)]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let frame = crate::Frame::of_batch(program, day, entity, &batch, None).unwrap();
    let run = Run::new(&frame, &crate::Question::everything(program, entity, day), &[]);
    let mut claims = Claims::new(allocation);
    claims.of_run(&run, 0..4, 0, Some(0), &|row| row as i64).unwrap();
    let mut grants = Vec::new();
    let shared = claims.share_out(&mut |grant| grants.push((grant.subject, grant.claimed, grant.granted))).unwrap();
    // The sixth has ten points, the third five; the second may have none and claims nothing for certain.
    assert_eq!(
        grants,
        [(3, [60_000, 60_000], [60_000, 60_000]), (0, [30_000, 30_000], [10_000, 10_000]), (1, [0, 100_000], [0, 0])]
    );
    assert_eq!((shared.claims, shared.granted), (3, [70_000, 70_000]));
}
