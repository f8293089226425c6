//! A proof can be checked without the facts, and nobody can change a byte of it unseen.

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use wuwei_engine::{Population, Row};
use wuwei_ir::{Date, GroupId, Program};
use wuwei_project::Library;
use wuwei_reason::proof::{DocumentFault, Edition, Finding, SecretKey, Signed, prove, verify};

use crate::facts::Facts;
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// All rules about a kind of subject.
fn rules(program: &Program, subject: Row) -> Vec<GroupId> {
    let about = |group: &GroupId| {
        let group = program.group(*group);
        group.entity == subject.entity && !group.yearly
    };
    (0..program.groups.len()).map(GroupId::from_index).filter(about).collect()
}

fn proof(
    library: &Library,
    edition: &Edition,
    facts: &dyn Population,
    subject: Row,
    key: Option<&SecretKey>,
) -> String {
    let program = library.program();
    let day = Date::parse(AS_OF).unwrap();
    prove((program, &library.sources, edition), facts, day, subject, &rules(program, subject), None).text(key)
}

fn check(library: &Library, edition: &Edition, text: &[u8], key: Option<&SecretKey>) -> Vec<Finding> {
    let key = key.map(SecretKey::verifying);
    verify(library.program(), &library.sources, edition, text, key.as_ref()).findings
}

/// Runs `visit` with documents, facts and a subject made at random.
fn each(number: usize, mut visit: impl FnMut(&Library, &Edition, &dyn Population, Row, &mut Random)) {
    for seed in seeds(number) {
        let made = make(seed ^ 0x51a7);
        let library = compile(&made.text());
        let program = library.program();
        let edition = Edition::of(program, &library.sources);
        let mut random = Random::new(seed);
        let facts = Facts::make(&mut random, program, &made);
        let hidden = facts.hide(&mut random);
        let population = facts.without(program, &hidden);
        let subjects = facts.asked();
        let subject = *random.pick(&subjects);
        visit(&library, &edition, &population, subject, &mut random);
    }
}

/// The text of a value in canonical form, written here a second time: fields in order, no space.
fn canonical(value: &Json) -> String {
    match value {
        Json::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Json::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|a, b| a.0.cmp(b.0));
            let field = |(name, value): (&String, &Json)| format!("{}:{}", Json::from(name.as_str()), canonical(value));
            format!("{{{}}}", fields.into_iter().map(field).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// What a forger does: changes something and makes the digest anew, leaving the signature that was there.
fn forged(text: &str, change: impl FnOnce(&mut Json)) -> String {
    let mut json: Json = serde_json::from_str(text).unwrap();
    change(&mut json);
    let fields = json.as_object_mut().unwrap();
    let signature = fields.shift_remove("signature");
    fields.shift_remove("digest");
    let digest = Sha256::digest(canonical(&json));
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    json["digest"] = Json::from(digest);
    if let Some(signature) = signature {
        json["signature"] = signature;
    }
    canonical(&json)
}

#[test]
fn every_proof_holds_without_the_facts() {
    let mut steps = 0;
    each(40, |library, edition, facts, subject, _| {
        let text = proof(library, edition, facts, subject, None);
        let json: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(canonical(&json), text, "the bytes are the canonical form");
        assert_eq!(forged(&text, |_| {}), text, "the digest is over everything else");
        steps += json["steps"].as_array().unwrap().len();
        assert_eq!(check(library, edition, text.as_bytes(), None), [], "{text}");
        assert_eq!(text, proof(library, edition, facts, subject, None), "made again it is the same");
    });
    assert!(steps > 1000, "only {steps} steps");
}

#[test]
fn no_byte_can_be_changed() {
    each(12, |library, edition, facts, subject, random| {
        let key = random.one_in(2).then(|| SecretKey::from_bytes(&[3; 32]));
        let text = proof(library, edition, facts, subject, key.as_ref());
        for _ in 0..60 {
            let mut bytes = text.clone().into_bytes();
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, *random.pick(b" 09a,\"")),
                2 => bytes[at] ^= 1 << random.below(8),
                _ => bytes[at] = *random.pick(b"0123456789abcdefyesno"),
            }
            if bytes != text.as_bytes() {
                let found = check(library, edition, &bytes, None);
                assert!(!found.is_empty(), "byte {at} was changed in\n{}", String::from_utf8_lossy(&bytes));
            }
        }
    });
}

/// Whoever makes the digest anew still can't make a step say what doesn't follow.
#[test]
fn a_step_that_does_not_follow_is_named() {
    let mut caught = 0;
    each(30, |library, edition, facts, subject, random| {
        let text = proof(library, edition, facts, subject, None);
        let json: Json = serde_json::from_str(&text).unwrap();
        let steps = json["steps"].as_array().unwrap();
        let candidates: Vec<usize> = (0..steps.len()).filter(|n| steps[*n]["mark"] == "no").collect();
        let Some(at) = candidates.first().map(|_| *random.pick(&candidates)) else { return };
        let lied = forged(&text, |json| {
            json["steps"][at]["mark"] = Json::from("yes");
            json["steps"][at]["is"] = Json::from("yes");
        });
        let found = check(library, edition, lied.as_bytes(), None);
        assert!(matches!(&found[..], [Finding::Step { number, .. }] if *number == at + 1), "{found:?}");
        caught += 1;
        let dropped = forged(&text, |json| drop(json["steps"].as_array_mut().unwrap().remove(at)));
        assert!(!check(library, edition, dropped.as_bytes(), None).is_empty());
        let moved = forged(&text, |json| json["answers"][0]["step"] = Json::from(steps.len()));
        assert_eq!(check(library, edition, moved.as_bytes(), None), [Finding::Answer]);
    });
    assert!(caught > 10, "only {caught}");
}

#[test]
fn facts_can_be_neither_left_out_nor_added() {
    each(20, |library, edition, facts, subject, random| {
        let text = proof(library, edition, facts, subject, None);
        let json: Json = serde_json::from_str(&text).unwrap();
        let n = json["facts"].as_array().unwrap().len();
        let added = forged(&text, |json| {
            let mut fact = json["facts"][0].clone();
            fact["year"] = Json::from(1801);
            json["facts"].as_array_mut().unwrap().push(fact);
        });
        let found = check(library, edition, added.as_bytes(), None);
        assert!(matches!(&found[..], [Finding::Unused(_)]), "{found:?}");
        let at = random.below(n);
        let without = forged(&text, |json| drop(json["facts"].as_array_mut().unwrap().remove(at)));
        let found = check(library, edition, without.as_bytes(), None);
        assert!(matches!(&found[..], [Finding::Lacking(_)]), "{found:?}");
        let besides = forged(&text, |json| json["facts"][at]["remark"] = Json::from("x"));
        assert_eq!(check(library, edition, besides.as_bytes(), None), [Finding::Besides]);
    });
}

#[test]
fn a_forger_is_caught_by_the_signature() {
    let (key, other) = (SecretKey::from_bytes(&[3; 32]), SecretKey::from_bytes(&[4; 32]));
    each(12, |library, edition, facts, subject, _| {
        let text = proof(library, edition, facts, subject, Some(&key));
        assert_eq!(check(library, edition, text.as_bytes(), Some(&key)), []);
        let program = library.program();
        let verified = verify(program, &library.sources, edition, text.as_bytes(), None);
        assert_eq!(verified.signed, Signed::By(key.verifying().hex()));
        let lied = forged(&text, |json| json["as_of"] = Json::from("2031-01-01"));
        assert!(check(library, edition, lied.as_bytes(), None).contains(&Finding::Forged));
        let by = key.verifying().hex();
        assert_eq!(check(library, edition, text.as_bytes(), Some(&other)), [Finding::OtherKey(by)]);
        let unsigned = proof(library, edition, facts, subject, None);
        assert_eq!(check(library, edition, unsigned.as_bytes(), Some(&key)), [Finding::NotSigned]);
        let stolen = forged(&proof(library, edition, facts, subject, Some(&other)), |json| {
            json["signature"]["by"] = Json::from(key.verifying().hex());
        });
        assert_eq!(check(library, edition, stolen.as_bytes(), Some(&key)), [Finding::Forged]);
    });
}

#[test]
fn other_documents_are_named() {
    each(12, |library, edition, facts, subject, _| {
        let text = proof(library, edition, facts, subject, None);
        let program = library.program();
        let sources = &library.sources;
        let files = program.documents.iter().map(|document| sources.get(document.file));
        let changed = files.map(|file| (file.path().to_string(), format!("{}\n\n再说一句。\n", file.text())));
        let there = Library::from_texts(changed.collect::<std::collections::BTreeMap<_, _>>());
        let edition = Edition::of(there.program(), &there.sources);
        let found = verify(there.program(), &there.sources, &edition, text.as_bytes(), None).findings;
        let [Finding::Documents { faults, step }] = &found[..] else { panic!("{found:?}") };
        assert_eq!(faults.len(), program.documents.len());
        assert!(faults.iter().all(|fault| matches!(fault, DocumentFault::Changed(_))));
        assert_eq!(*step, None, "a sentence of prose at the end changes no step");
    });
}

#[test]
fn what_is_no_proof_is_no_proof() {
    each(1, |library, edition, facts, subject, _| {
        for text in ["", "{}", "[]", "null", "{\"format\":\"wuwei proof 2\"}", "\u{0}", "{\"format\":1}"] {
            assert_eq!(check(library, edition, text.as_bytes(), None), [Finding::NotAProof], "{text}");
        }
        assert_eq!(check(library, edition, &[0xff, 0xfe], None), [Finding::NotAProof]);
        let text = proof(library, edition, facts, subject, None);
        for name in ["answers", "facts", "steps", "subjects", "as_of", "documents", "lists", "payments", "found"] {
            for value in [Json::Null, Json::from("x"), Json::from(-1), serde_json::json!([{}]), serde_json::json!([1])]
            {
                let spoiled = forged(&text, |json| json[name] = value.clone());
                assert!(!check(library, edition, spoiled.as_bytes(), None).is_empty(), "{name} = {value}");
            }
        }
    });
}
