//! The proof itself: made from an evaluation, written, read again.

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use wuwei_engine::{Evaluator, Origin, Payments, Population, Related, Row};
use wuwei_ir::{Date, EntityId, FactId, GroupId, Program, RelationId};
use wuwei_source::{Lang, Name, SourceMap, Text};

use super::FORMAT;
use super::edition::{Edition, hex};
use super::json::{self, Object};
use super::literal;
use super::read::{FactRead, Reads};
use super::recorder::Recorder;
use super::sign::SecretKey;
use super::steps::{Prover, Steps};

/// A proof that can be written to a file.
pub struct Proven {
    /// Canonical JSON without digest and signature, in three pieces: these two stand between them.
    pieces: [String; 3],
    digest: String,
    steps: usize,
    facts: usize,
}

/// The proof of answers for one subject.
///
/// `notice` is what must be said wherever the facts are shown.
pub fn prove(
    evaluated: (&Program, &SourceMap, &Edition),
    population: &dyn Population,
    as_of: Date,
    subject: Row,
    rules: &[GroupId],
    notice: Option<&Text>,
) -> Proven {
    let (program, sources, edition) = evaluated;
    let recorder = Recorder::new(program, population);
    let subject = recorder.subject(subject);
    let (steps, answers) = {
        let evaluator = Evaluator::new(program, &recorder, as_of);
        derive(&evaluator, sources, edition, &|row, fact, year| recorder.number(row, fact, year), subject, rules)
    };
    let key = program.entity(subject.entity).key;
    // Whose proof it is stands in it, whether a rule asked or not.
    let _ = key.and_then(|key| recorder.fact(subject, key, None));
    let reads = recorder.reads();
    let claims = Claims { as_of, reads: &reads, steps: &steps, answers: &answers, notice };
    write(program, edition, &claims)
}

/// Steps and answers as an evaluator gives them; whoever proves and whoever checks comes through here.
pub(super) fn derive(
    evaluator: &Evaluator<'_>,
    sources: &SourceMap,
    edition: &Edition,
    number: &super::steps::FactNumber<'_>,
    subject: Row,
    rules: &[GroupId],
) -> (Steps, String) {
    let mut prover = Prover::new(evaluator, sources, number);
    let mut answers = String::new();
    json::list(&mut answers, rules, |out, group| {
        let step = prover.rule(*group, subject, None);
        let mut object = Object::new(out);
        object.text("basis", evaluator.basis(*group, subject).word());
        object.text("rule", edition.names[group.index()].as_str());
        json::whole(object.field("step"), step.unwrap_or_default());
        object.end();
    });
    (prover.steps(), answers)
}

/// What a proof says, besides what it was made with.
struct Claims<'c> {
    as_of: Date,
    reads: &'c Reads,
    steps: &'c Steps,
    answers: &'c str,
    notice: Option<&'c Text>,
}

fn write(program: &Program, edition: &Edition, claims: &Claims<'_>) -> Proven {
    let reads = claims.reads;
    let first = format!(
        "{{\"answers\":{},\"as_of\":\"{}\",\"compiler\":\"{}\",",
        claims.answers,
        claims.as_of,
        env!("CARGO_PKG_VERSION")
    );
    let mut middle = String::with_capacity(64 * reads.facts.len() + edition.json.len() + 256);
    middle.push_str("\"documents\":");
    middle.push_str(&edition.json);
    middle.push_str(",\"facts\":");
    json::list(&mut middle, &reads.facts, |out, read| write_fact(out, program, read));
    middle.push_str(",\"format\":");
    json::text(&mut middle, FORMAT);
    middle.push_str(",\"found\":");
    json::list(&mut middle, &reads.found, |out, (entity, key, found)| {
        let mut object = Object::new(out);
        object.text("key", key.as_str());
        object.text("kind", program.entity(*entity).head.name.as_str());
        if let Some(found) = found {
            json::whole(object.field("subject"), *found);
        }
        object.end();
    });
    middle.push_str(",\"lists\":");
    json::list(&mut middle, &reads.related, |out, (row, relation, related)| {
        let mut object = Object::new(out);
        json::list(object.field("certain"), related.certain.iter().copied(), json::whole);
        object.field("complete").push_str(if related.complete { "true" } else { "false" });
        json::whole(object.field("of"), row.index);
        json::list(object.field("possible"), related.possible.iter().copied(), json::whole);
        object.text("relation", program.relation(*relation).name.as_str());
        object.end();
    });
    if let Some(notice) = claims.notice {
        middle.push_str(",\"notice\":");
        let mut object = Object::new(&mut middle);
        object.text("en", notice.get(Lang::En));
        object.text("zh", notice.get(Lang::Zh));
        object.end();
    }
    middle.push_str(",\"payments\":");
    json::list(&mut middle, &reads.payments, |out, (payee, benefit, payments)| {
        let mut object = Object::new(out);
        object.text("benefit", benefit.as_str());
        json::list(object.field("certain"), payments.certain.iter().copied(), json::whole);
        if let Some(payee) = payee {
            object.text("payee", payee.as_str());
        }
        json::list(object.field("possible"), payments.possible.iter().copied(), json::whole);
        object.end();
    });
    middle.push_str(",\"program\":");
    json::text(&mut middle, &edition.program);
    middle.push(',');
    let mut last = String::with_capacity(256 * claims.steps.len() + 64);
    last.push_str("\"steps\":");
    claims.steps.write(&mut last);
    last.push_str(",\"subjects\":");
    json::list(&mut last, &reads.subjects, |out, entity| json::text(out, program.entity(*entity).head.name.as_str()));
    last.push('}');
    let pieces = [first, middle, last];
    let digest = digest_of(&pieces);
    Proven { pieces, digest, steps: claims.steps.len(), facts: reads.facts.len() }
}

fn digest_of(pieces: &[String; 3]) -> String {
    let mut hash = Sha256::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    hex(&hash.finalize())
}

/// The digest of a proof from its text without digest and signature.
pub(super) fn digest_of_text(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn write_fact(out: &mut String, program: &Program, read: &FactRead) {
    let fact = program.fact(read.fact);
    let mut object = Object::new(out);
    object.text("fact", fact.name.as_str());
    if let Some(origin) = read.origin {
        write_origin(object.field("from"), origin);
    }
    if let Some(value) = read.value {
        literal::write(object.field("is"), program, fact.ty, value);
    }
    json::whole(object.field("of"), read.row.index);
    if let Some(within) = &read.within {
        literal::write_value(object.field("within"), program, fact.ty, within);
    }
    if let Some(year) = read.year {
        json::whole(object.field("year"), year);
    }
    object.end();
}

fn write_origin(out: &mut String, origin: Origin) {
    let mut object = Object::new(out);
    match origin {
        Origin::Table { file, sheet, row, learnt } => {
            object.text("file", file.as_str());
            object.text("learnt", &learnt.to_string());
            json::whole(object.field("row"), row);
            if let Some(sheet) = sheet {
                object.text("sheet", sheet.as_str());
            }
        }
        Origin::Supposed => object.field("supposed").push_str("true"),
        Origin::Synthetic => object.field("synthetic").push_str("true"),
    }
    object.end();
}

impl Proven {
    /// The digest over everything that the proof says.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// How many facts it rests on.
    pub fn facts(&self) -> usize {
        self.facts
    }

    /// The bytes of the proof, signed if there is a key.
    pub fn text(&self, key: Option<&SecretKey>) -> String {
        let [first, middle, last] = &self.pieces;
        let signature = key.map_or_else(String::new, |key| {
            let mut out = "\"signature\":".to_string();
            let mut object = Object::new(&mut out);
            object.text("algorithm", "ed25519");
            object.text("by", &key.verifying().hex());
            object.text("value", &key.sign(&self.digest));
            object.end();
            out.push(',');
            out
        });
        format!("{first}\"digest\":\"{}\",{middle}{signature}{last}", self.digest)
    }
}

/// A proof that was read.
pub(super) struct Claimed {
    pub(super) as_of: Date,
    pub(super) subject: Row,
    pub(super) rules: Vec<GroupId>,
    pub(super) reads: Reads,
    pub(super) answers: String,
    pub(super) steps: Vec<Json>,
}

/// Reads what a proof says by the names of a program; else the name or field that means nothing there.
pub(super) fn read(program: &Program, edition: &Edition, json: &Json) -> Result<Claimed, String> {
    let field = |name: &str| json.get(name).ok_or_else(|| name.to_string());
    let list = |name: &str| field(name)?.as_array().ok_or_else(|| name.to_string());
    let as_of = field("as_of")?.as_str().and_then(Date::parse).ok_or("as_of")?;
    let mut reads = Reads::default();
    for kind in list("subjects")? {
        reads.subjects.push(entity(program, kind)?);
    }
    for json in list("facts")? {
        let read = read_fact(program, &reads, json)?;
        if reads.number(read.row, read.fact, read.year).is_some() {
            return Err(program.fact(read.fact).column(read.year));
        }
        reads.push(read);
    }
    for json in list("found")? {
        let kind = entity(program, &json["kind"])?;
        let found = json.get("subject").map(|subject| row(&reads, subject)).transpose()?;
        reads.found.push((kind, name(&json["key"])?, found.map(|row| row.index)));
    }
    for json in list("lists")? {
        let of = row(&reads, &json["of"])?;
        let relation = relation(program, of.entity, &json["relation"])?;
        let complete = json["complete"].as_bool().ok_or("complete")?;
        let (certain, possible) = (indices(&reads, &json["certain"])?, indices(&reads, &json["possible"])?);
        reads.related.push((of, relation, Related { certain, possible, complete }));
    }
    for json in list("payments")? {
        let payee = json.get("payee").map(name).transpose()?;
        let (certain, possible) = (indices(&reads, &json["certain"])?, indices(&reads, &json["possible"])?);
        reads.payments.push((payee, name(&json["benefit"])?, Payments { certain, possible }));
    }
    let subject = row(&reads, &Json::from(0))?;
    let answers = list("answers")?;
    let group = |answer: &Json| {
        let rule = answer["rule"].as_str().ok_or("rule")?;
        let known = edition.names.iter().position(|known| known.as_str() == rule).map(GroupId::from_index);
        known.filter(|group| program.group(*group).entity == subject.entity).ok_or_else(|| rule.to_string())
    };
    let rules = answers.iter().map(group).collect::<Result<Vec<GroupId>, String>>()?;
    let mut text = String::new();
    json::canonical(&mut text, field("answers")?);
    Ok(Claimed { as_of, subject, rules, reads, answers: text, steps: list("steps")?.clone() })
}

fn read_fact(program: &Program, reads: &Reads, json: &Json) -> Result<FactRead, String> {
    let row = row(reads, &json["of"])?;
    let called = json["fact"].as_str().ok_or("fact")?;
    let fact: FactId = program.fact_named(row.entity, called).ok_or_else(|| called.to_string())?;
    let ty = program.fact(fact).ty;
    let year = match json.get("year") {
        Some(year) => Some(year.as_i64().and_then(|year| i32::try_from(year).ok()).ok_or("year")?),
        None => None,
    };
    let wrong = || format!("{called} = {}", json["is"]);
    let value = json.get("is").map(|is| literal::read(program, ty, is).ok_or_else(wrong)).transpose()?;
    let within = json.get("within").map(|is| literal::read_value(program, ty, is).ok_or_else(wrong)).transpose()?;
    let origin = json.get("from").map(|from| read_origin(from).ok_or("from")).transpose()?;
    Ok(FactRead { row, fact, year, value, within, origin })
}

fn read_origin(json: &Json) -> Option<Origin> {
    if json.get("synthetic").is_some() {
        return Some(Origin::Synthetic);
    }
    if json.get("supposed").is_some() {
        return Some(Origin::Supposed);
    }
    Some(Origin::Table {
        file: Name::new(json.get("file")?.as_str()?),
        sheet: json.get("sheet").and_then(Json::as_str).map(Name::new),
        row: u32::try_from(json.get("row")?.as_u64()?).ok()?,
        learnt: Date::parse(json.get("learnt")?.as_str()?)?,
    })
}

/// Writes what was read again: what it was read from holds nothing else if and only if both are the same.
pub(super) fn rewrite(json: &Json, program: &Program, edition: &Edition, claimed: &Claimed) -> String {
    let mut steps = String::new();
    json::list(&mut steps, &claimed.steps, json::canonical);
    let text = |name: &str| json[name].as_str().unwrap_or("");
    let kept = |name: &str| {
        let mut out = String::new();
        json::canonical(&mut out, &json[name]);
        out
    };
    let notice = json.get("notice").map(super::read::notice);
    let empty = Steps::empty();
    let claims = Claims {
        as_of: claimed.as_of,
        reads: &claimed.reads,
        steps: &empty,
        answers: &claimed.answers,
        notice: notice.as_ref(),
    };
    let [_, middle, last] = write(program, edition, &claims).pieces;
    // Documents, version and steps are compared elsewhere, with what they should be.
    let start = format!("\"documents\":{}", edition.json);
    let middle = middle.replacen(&start, &format!("\"documents\":{}", kept("documents")), 1);
    let program_sum = format!("\"program\":\"{}\"", edition.program);
    let middle = middle.replacen(&program_sum, &format!("\"program\":{}", kept("program")), 1);
    let last = last.replacen("\"steps\":[]", &format!("\"steps\":{steps}"), 1);
    let mut compiler = String::new();
    json::text(&mut compiler, text("compiler"));
    format!("{{\"answers\":{},\"as_of\":\"{}\",\"compiler\":{compiler},{middle}{last}", claimed.answers, claimed.as_of)
}

fn row(reads: &Reads, json: &Json) -> Result<Row, String> {
    let index = json.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("subject")?;
    let entity = reads.subjects.get(index as usize).copied().ok_or("subjects")?;
    Ok(Row { entity, index })
}

fn indices(reads: &Reads, json: &Json) -> Result<Vec<u32>, String> {
    let all = json.as_array().ok_or("certain")?;
    all.iter().map(|one| Ok(row(reads, one)?.index)).collect()
}

fn name(json: &Json) -> Result<Name, String> {
    json.as_str().map(Name::new).ok_or_else(|| json.to_string())
}

fn entity(program: &Program, json: &Json) -> Result<EntityId, String> {
    json.as_str().and_then(|name| program.entity_named(name)).ok_or_else(|| json.to_string())
}

fn relation(program: &Program, entity: EntityId, json: &Json) -> Result<RelationId, String> {
    let wanted = json.as_str().ok_or("relation")?;
    let all = &program.entity(entity).relations;
    all.iter().copied().find(|id| program.relation(*id).name == wanted).ok_or_else(|| wanted.to_string())
}
