//! Checking a proof against the documents at hand, without the facts.

use serde_json::Value as Json;
use wuwei_engine::{Evaluator, Origin, Value};
use wuwei_ir::{Date, GroupId, Program, Type};
use wuwei_source::{SourceMap, Text};

use super::FORMAT;
use super::edition::Edition;
use super::finding::{DocumentFault, Finding};
use super::json;
use super::literal::read_value;
use super::object::{Claimed, derive, digest_of_text, read, rewrite};
use super::replay::Replay;
use super::sign::VerifyingKey;

/// By whom a proof is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signed {
    /// By nobody.
    Not,
    /// By this key, whoever holds it.
    By(String),
    /// By somebody who doesn't hold the key that is named.
    Wrongly,
}

/// What a proof says of a rule.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The rule.
    pub rule: String,
    /// The same, where the documents know it.
    pub group: Option<GroupId>,
    /// `yes`, `no`, `unknown` and so on; `value` where it is no question of yes or no.
    pub mark: String,
    /// Its value, where the documents know the rule.
    pub value: Option<(Type, Value)>,
}

/// What a proof is about.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The day for which it holds.
    pub as_of: Option<Date>,
    /// Kind of the subject.
    pub kind: String,
    /// Its key, where the documents know which fact that is.
    pub key: Option<String>,
    /// What it says of rules.
    pub answers: Vec<Answered>,
    /// How many documents it was made with.
    pub documents: usize,
    /// How many facts it rests on, and how many of them were not known.
    pub facts: usize,
    /// How many of these were not known.
    pub missing: usize,
    /// Files that facts come from, with the last day on which something of it was learnt.
    pub files: Vec<(String, Date)>,
    /// How many steps it has.
    pub steps: usize,
    /// The version of the program that made it.
    pub compiler: String,
    /// What must be said wherever its facts are shown.
    pub notice: Option<Text>,
}

/// What checking a proof came to.
#[derive(Clone, Debug)]
pub struct Verification {
    /// What it is about, as far as it could be read.
    pub about: About,
    /// What is wrong with it; nothing for a proof that holds.
    pub findings: Vec<Finding>,
    /// By whom it is signed.
    pub signed: Signed,
}

impl Verification {
    /// Whether the proof holds.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks a proof: its bytes, its digest, its signature, its documents, and every step. With a key the proof must be signed
/// by it.
pub fn verify(
    program: &Program,
    sources: &SourceMap,
    edition: &Edition,
    bytes: &[u8],
    key: Option<&VerifyingKey>,
) -> Verification {
    let mut checked = Verification { about: About::default(), findings: Vec::new(), signed: Signed::Not };
    let text = std::str::from_utf8(bytes).unwrap_or("");
    let Some(json) = serde_json::from_str::<Json>(text).ok().filter(|json| json["format"] == FORMAT) else {
        checked.findings.push(Finding::NotAProof);
        return checked;
    };
    let mut canonical = String::new();
    json::canonical(&mut canonical, &json);
    if canonical != text {
        checked.findings.push(Finding::NotCanonical);
    }
    let mut said = json.clone();
    if let Some(fields) = said.as_object_mut() {
        fields.shift_remove("digest");
        fields.shift_remove("signature");
    }
    let mut unsigned = String::new();
    json::canonical(&mut unsigned, &said);
    let digest = digest_of_text(&unsigned);
    if json["digest"] != digest.as_str() {
        checked.findings.push(Finding::Digest);
    }
    signature(&mut checked, &json, &digest, key);
    let documents = documents(edition, &json);
    checked.about = outline(program, edition, &json);
    let claimed = match read(program, edition, &said) {
        Ok(claimed) => claimed,
        Err(what) if documents.is_empty() => {
            checked.findings.push(Finding::Meaningless(what));
            return checked;
        }
        Err(_) => {
            checked.findings.push(Finding::Documents { faults: documents, step: Some(1) });
            return checked;
        }
    };
    describe(&mut checked.about, program, &claimed);
    let replayed = replay(program, sources, edition, &claimed);
    if documents.is_empty() {
        checked.findings.extend(replayed);
        if checked.findings.is_empty() && rewrite(&said, program, edition, &claimed) != unsigned {
            checked.findings.push(Finding::Besides);
        }
    } else {
        let step = replayed.map(|finding| match finding {
            Finding::Step { number, .. } => number,
            _ => claimed.steps.len().max(1),
        });
        checked.findings.push(Finding::Documents { faults: documents, step });
    }
    checked
}

fn signature(checked: &mut Verification, json: &Json, digest: &str, key: Option<&VerifyingKey>) {
    let Some(signature) = json.get("signature") else {
        checked.findings.extend(key.map(|_| Finding::NotSigned));
        return;
    };
    let by = signature["by"].as_str().unwrap_or("");
    let value = signature["value"].as_str().unwrap_or("");
    let fields = signature.as_object().map_or(0, serde_json::Map::len);
    let is_right = fields == 3
        && signature["algorithm"] == "ed25519"
        && VerifyingKey::from_hex(by).is_some_and(|known| known.has_signed(digest, value));
    if !is_right {
        checked.signed = Signed::Wrongly;
        checked.findings.push(Finding::Forged);
        return;
    }
    checked.signed = Signed::By(by.to_string());
    if key.is_some_and(|key| key.hex() != by) {
        checked.findings.push(Finding::OtherKey(by.to_string()));
    }
}

/// The documents that differ, in order of their ids.
fn documents(edition: &Edition, json: &Json) -> Vec<DocumentFault> {
    let empty = Vec::new();
    let theirs = json["documents"].as_array().unwrap_or(&empty);
    let field = |document: &Json, name: &str| document[name].as_str().unwrap_or("").to_string();
    let theirs: Vec<(String, String)> =
        theirs.iter().map(|document| (field(document, "id"), field(document, "sha256"))).collect();
    let mut faults = Vec::new();
    for (id, sum) in &theirs {
        match edition.documents.iter().find(|(known, _)| known == id) {
            Some((_, known)) if known == sum => {}
            Some(_) => faults.push(DocumentFault::Changed(id.clone())),
            None => faults.push(DocumentFault::Missing(id.clone())),
        }
    }
    let new = edition.documents.iter().filter(|(id, _)| theirs.iter().all(|(known, _)| known != id));
    faults.extend(new.map(|(id, _)| DocumentFault::New(id.clone())));
    faults
}

/// Derives everything again from the records; the first thing that comes out otherwise.
fn replay(program: &Program, sources: &SourceMap, edition: &Edition, claimed: &Claimed) -> Option<Finding> {
    let replay = Replay::new(program, &claimed.reads);
    let (steps, answers) = {
        let evaluator = Evaluator::new(program, &replay, claimed.as_of);
        let number = |row, fact, year| replay.number(row, fact, year);
        derive(&evaluator, sources, edition, &number, claimed.subject, &claimed.rules)
    };
    let key = program.entity(claimed.subject.entity).key;
    let _ = key.and_then(|key| wuwei_engine::Population::fact(&replay, claimed.subject, key, None));
    let used = replay.used();
    if let Some(lacking) = used.lacking {
        return Some(Finding::Lacking(lacking));
    }
    for number in 0..steps.len().max(claimed.steps.len()) {
        let mut theirs = String::new();
        if let Some(step) = claimed.steps.get(number) {
            json::canonical(&mut theirs, step);
        }
        let ours = steps.get(number).unwrap_or("");
        if theirs != ours {
            return Some(step(number, claimed.steps.get(number), ours));
        }
    }
    if answers != claimed.answers {
        return Some(Finding::Answer);
    }
    if let Some(at) = used.facts.iter().position(|used| !used) {
        let read = &claimed.reads.facts[at];
        return Some(Finding::Unused(program.fact(read.fact).column(read.year)));
    }
    let others = [("found", used.found), ("lists", used.related), ("payments", used.payments)];
    others.into_iter().find(|(_, used)| used.contains(&false)).map(|(what, _)| Finding::Unused(what.to_string()))
}

fn step(number: usize, claimed: Option<&Json>, follows: &str) -> Finding {
    let ours: Json = serde_json::from_str(follows).unwrap_or(Json::Null);
    let value = |step: Option<&Json>| match step {
        Some(step) if step["mark"] == "value" => step["is"].to_string(),
        Some(step) => format!("{} ({})", step["mark"].as_str().unwrap_or("–"), step["is"]),
        None => "–".to_string(),
    };
    let says = [claimed, Some(&ours)].into_iter().flatten().find_map(|step| step["says"].as_str()).unwrap_or("");
    let (theirs, ours) = (value(claimed), value(Some(&ours).filter(|step| !step.is_null())));
    let says = if says.is_empty() { "…" } else { says };
    Finding::Step { number: number + 1, says: says.to_string(), claimed: theirs, follows: ours }
}

/// What can be said of a proof before it is checked.
fn outline(program: &Program, edition: &Edition, json: &Json) -> About {
    let count = |name: &str| json[name].as_array().map_or(0, Vec::len);
    let text = |json: &Json| json.as_str().unwrap_or("").to_string();
    let answer = |answer: &Json| {
        let step = answer["step"].as_u64().map_or(&Json::Null, |step| &json["steps"][step as usize]);
        let rule = text(&answer["rule"]);
        let group = edition.names.iter().position(|name| name.as_str() == rule).map(GroupId::from_index);
        let ty = group.map(|group| program.group(group).ty);
        let value = ty.and_then(|ty| Some((ty, read_value(program, ty, &step["is"])?)));
        Answered { rule, group, mark: text(&step["mark"]), value }
    };
    About {
        as_of: json["as_of"].as_str().and_then(Date::parse),
        kind: text(&json["subjects"][0]),
        key: None,
        answers: json["answers"].as_array().into_iter().flatten().map(answer).collect(),
        documents: count("documents"),
        facts: count("facts"),
        missing: json["facts"].as_array().into_iter().flatten().filter(|fact| fact.get("is").is_none()).count(),
        files: Vec::new(),
        steps: count("steps"),
        compiler: text(&json["compiler"]),
        notice: json.get("notice").map(super::read::notice),
    }
}

fn describe(about: &mut About, program: &Program, claimed: &Claimed) {
    let key = program.entity(claimed.subject.entity).key;
    let number = key.and_then(|key| claimed.reads.number(claimed.subject, key, None));
    if let Some(wuwei_ir::Literal::Text(key)) = number.and_then(|at| claimed.reads.facts[at as usize].value) {
        about.key = Some(key.to_string());
    }
    for read in &claimed.reads.facts {
        if let Some(Origin::Table { file, learnt, .. }) = read.origin {
            match about.files.iter_mut().find(|(known, _)| *known == file.as_str()) {
                Some((_, day)) => *day = (*day).max(learnt),
                None => about.files.push((file.to_string(), learnt)),
            }
        }
    }
}
