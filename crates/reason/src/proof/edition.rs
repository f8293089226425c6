//! Which documents a program was compiled from, to the byte.

use sha2::{Digest, Sha256};
use wuwei_ir::Program;
use wuwei_source::{Name, SourceMap};

use super::json::{self, Object};

/// The documents of a program with their checksums. Made once for a library; every proof carries it.
pub struct Edition {
    /// Documents in order of their ids: id and checksum of the file.
    pub(super) documents: Vec<(String, String)>,
    /// The checksum of all of them together.
    pub(super) program: String,
    /// The documents as a proof has them.
    pub(super) json: String,
    /// How rules are called where bare names repeat.
    pub(super) names: Vec<Name>,
}

impl Edition {
    /// The edition of a program compiled from these files.
    pub fn of(program: &Program, sources: &SourceMap) -> Edition {
        let mut documents: Vec<_> = program.documents.iter().collect();
        documents.sort_by_key(|document| document.id.as_str());
        let (mut sums, mut text) = (Vec::new(), String::new());
        json::list(&mut text, documents, |out, document| {
            let sum = checksum(sources.get(document.file).text().as_bytes());
            let mut object = Object::new(out);
            object.text("from", &document.from.to_string());
            object.text("id", document.id.as_str());
            if let Some(number) = document.number {
                object.text("number", number.zh.as_str());
            }
            object.text("sha256", &sum);
            object.text("title", document.title.zh.as_str());
            if let Some(until) = document.until {
                object.text("until", &until.to_string());
            }
            object.end();
            sums.push((document.id.to_string(), sum));
        });
        let all: String = sums.iter().map(|(id, sum)| format!("{sum}  {id}\n")).collect();
        let program_sum = checksum(all.as_bytes());
        Edition { documents: sums, program: program_sum, json: text, names: program.group_names() }
    }

    /// The checksum of all documents together: what `sha256sum` prints of each, by its id, in order.
    pub fn program(&self) -> &str {
        &self.program
    }
}

/// SHA-256 in hexadecimal digits.
pub(super) fn checksum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let bytes = text.as_bytes();
    if bytes.len() != 2 * N {
        return None;
    }
    let mut out = [0; N];
    for (to, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
        *to = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}
