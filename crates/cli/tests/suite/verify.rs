//! `wuwei verify`, and the proofs that `wuwei explain --proof` writes.

use crate::tool::{A, D, DAY, Place, city, made_up, mini};

/// Writes a proof about the example city and gives its text.
fn proof(place: &Place, id: &str, rule: &str, more: &[&str]) -> String {
    let arguments =
        [&["explain", id, rule, "--facts", "facts", "--as-of", "2025-06-30", "--proof", "proof.json"], more].concat();
    place.mini(&arguments).ends(0);
    place.read("proof.json")
}

#[test]
fn a_proof_is_checked_without_the_facts() {
    let place = Place::with_five();
    proof(&place, A, "自动奖励", &[]);
    std::fs::remove_dir_all(place.path("facts")).unwrap();
    let ran = place.mini(&["verify", "proof.json"]).ends(0).prints("证明成立").prints("没有签名");
    let ran = ran.prints("自动奖励：是 · 20 万元").prints("企业.csv（2025-03-01）");
    ran.prints(A);
    place.mini(&["verify", "proof.json", "--lang", "en"]).ends(0).prints("The proof holds.").prints("yes · ¥200,000");
}

#[test]
fn all_rules_are_proven_at_once() {
    let place = Place::new();
    let id = made_up(1);
    let arguments = ["explain", &id, "--facts", city(), "--as-of", DAY, "--proof", "all.json"];
    place.wuwei(&arguments).ends(0).prints("all.json");
    let ran = place.wuwei(&["verify", "all.json"]).ends(0).prints("证明成立").prints("合成数据");
    ran.prints("另有");
    place.wuwei(&arguments[..arguments.len() - 2]).ends(2).complains("哪一条规则");
}

#[test]
fn a_changed_byte_is_found() {
    let place = Place::with_five();
    let text = proof(&place, A, "自动奖励", &[]);
    for at in (0..text.len()).step_by(41) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        place.write("changed.json", &bytes);
        place.mini(&["verify", "changed.json"]).ends(1).prints("证明不成立");
    }
    place.write("changed.json", format!("{text}\n"));
    place.mini(&["verify", "changed.json"]).ends(1).prints("规范写法");
    place.write("changed.json", "not json");
    place.mini(&["verify", "changed.json"]).ends(1).prints("不是 wuwei 写的证明");
    place.mini(&["verify", "nowhere.json"]).ends(2);
}

#[test]
fn a_signature_says_who_made_it() {
    let place = Place::with_five();
    for name in ["office", "other"] {
        place.wuwei(&["key", "new", name]).ends(0);
    }
    proof(&place, A, "小企业", &[]);
    let check = |key: &str| place.mini(&["verify", "proof.json", "--key", key]);
    check("office.pub").ends(1).prints("没有签名");
    proof(&place, A, "小企业", &["--sign", "office"]);
    check("office.pub").ends(0).prints("证明成立");
    check("other.pub").ends(1).prints("另一个密钥");
    check("office").ends(2).complains(".pub");
    place.mini(&["verify", "proof.json"]).ends(0).prints("用 --key 核对");
    let arguments = ["explain", A, "小企业", "--facts", "facts", "--proof", "p.json", "--sign", "office.pub"];
    place.mini(&arguments).ends(2).complains("密钥");
    assert!(!place.path("p.json").exists());
    place.mini(&["explain", A, "小企业", "--facts", "facts", "--sign", "office"]).ends(2);
}

#[test]
fn other_documents_are_named() {
    let place = Place::with_five();
    proof(&place, D, "小企业", &[]);
    place.copy(&mini(), "there");
    let city = place.read("there/city.md");
    let verify = || place.wuwei(&["verify", "proof.json", "--library", "there"]);
    verify().ends(0);
    place.write("there/city.md", city.replace("<= 300 人", "<= 301 人"));
    verify().ends(1).prints("demo.city（内容不同）").prints("起就不同");
    place.write("there/city.md", format!("{city}\n\n多写一句话。\n"));
    verify().ends(1).prints("demo.city（内容不同）").prints("步骤和答案都一样");
    place.wuwei(&["verify", "proof.json"]).ends(1).prints("demo.city（这里没有）");
}
