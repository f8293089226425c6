//! Which edition of the facts an answer comes from, so that whoever has it already needn't be sent it again.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest as _, Sha256};

use crate::access::hex;
use crate::snapshot::Snapshot;

/// So many snapshots are told apart; older ones that nobody uses any more are forgotten first.
const KEPT: usize = 64;

/// Numbers for the snapshots that answers came from.
#[derive(Default)]
pub(crate) struct Editions {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    last: u64,
    // A snapshot's address isn't given to another while it is remembered here.
    all: Vec<(Weak<Snapshot>, u64)>,
}

impl Editions {
    /// The number of a snapshot: another one for each.
    fn of(&self, snapshot: &Arc<Snapshot>) -> u64 {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is = |one: &&(Weak<Snapshot>, u64)| std::ptr::eq(one.0.as_ptr(), Arc::as_ptr(snapshot));
        if let Some((_, number)) = known.all.iter().find(is) {
            return *number;
        }
        known.all.retain(|(one, _)| one.strong_count() > 0);
        let many = (known.all.len() + 1).saturating_sub(KEPT);
        known.all.drain(..many);
        known.last += 1;
        let number = known.last;
        known.all.push((Arc::downgrade(snapshot), number));
        number
    }

    /// The tag of an answer: it changes with the facts, with the question, and with every start of the server.
    pub(crate) fn tag(&self, secret: &[u8; 32], snapshot: &Arc<Snapshot>, question: &[&str]) -> String {
        let mut hasher = Sha256::new();
        hasher.update(secret);
        hasher.update(self.of(snapshot).to_le_bytes());
        for part in question {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        format!("\"{}\"", hex(&hasher.finalize()[..16]))
    }
}

/// Whether one of the tags that a client has is this one, however its body was compressed.
pub(crate) fn is_among(tag: &str, held: &str) -> bool {
    let bare = |tag: &str| {
        let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
        tag.trim_end_matches("-gzip").trim_end_matches("-br").to_string()
    };
    held.trim() == "*" || held.split(',').any(|one| bare(one) == bare(tag))
}

/// The tag of a compressed body: other bytes need another strong tag.
pub(crate) fn compressed(tag: &str, encoding: &str) -> String {
    format!("{}-{encoding}\"", tag.trim_end_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_among_those_held() {
        assert!(is_among("\"a\"", "\"b\", \"a\""));
        assert!(is_among("\"a\"", "W/\"a-gzip\""));
        assert!(is_among("\"a\"", "*"));
        assert!(!is_among("\"a\"", "\"b\""));
        assert!(!is_among("\"a\"", ""));
        assert_eq!(compressed("\"a\"", "br"), "\"a-br\"");
    }
}
