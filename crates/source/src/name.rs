//! Interned names.
//!
//! A library of a nation's counties repeats the same few thousand names millions of times, so a name is one pointer:
//! equal names share it, comparing and copying are free. Interned text lives until the process ends; what a process ever
//! interns is bounded by the distinct names of the documents it has read.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering as Order};
use std::sync::{Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

/// An interned piece of text: a name, a string literal, a label.
#[derive(Clone, Copy)]
pub struct Name(&'static &'static str);

type Shared = Mutex<FxHashMap<&'static str, &'static &'static str>>;

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(Shared::default)
}

/// Bytes of text that were interned so far, with what a table entry takes.
static LEARNT: AtomicUsize = AtomicUsize::new(0);
/// About what an entry takes beside its text.
const ENTRY: usize = 64;

thread_local! {
    /// What this thread has already seen, so that the shared table is locked once per new name and not once per word.
    static SEEN: RefCell<FxHashSet<Key>> = RefCell::default();
}

/// A table entry that is found by its text.
#[derive(Clone, Copy)]
struct Key(&'static &'static str);

impl std::borrow::Borrow<str> for Key {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        *self.0 == *other.0
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (*self.0).hash(state);
    }
}

impl Name {
    /// The name with this text.
    pub fn new(text: &str) -> Name {
        SEEN.with_borrow_mut(|seen| {
            if let Some(key) = seen.get(text) {
                return Name(key.0);
            }
            let mut table = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let entry = match table.get(text) {
                Some(entry) => *entry,
                None => {
                    LEARNT.fetch_add(text.len() + ENTRY, Order::Relaxed);
                    let text: &'static str = Box::leak(text.into());
                    let entry: &'static &'static str = Box::leak(Box::new(text));
                    table.insert(text, entry);
                    entry
                }
            };
            seen.insert(Key(entry));
            Name(entry)
        })
    }

    /// About how many bytes all names take so far. Who reads texts of strangers keeps an eye on it, since they stay.
    pub fn learnt() -> usize {
        LEARNT.load(Order::Relaxed)
    }

    /// The name with this text, if anybody has interned it before. Text from strangers is looked up so, and leaves nothing behind.
    pub fn known(text: &str) -> Option<Name> {
        SEEN.with_borrow(|seen| seen.get(text).map(|key| Name(key.0))).or_else(|| {
            let table = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            table.get(text).map(|entry| Name(entry))
        })
    }

    /// The text.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether the text is empty.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.0).hash(state);
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Names are ordered by their text, so that sorted output doesn't depend on when a name was first seen.
impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        if self == other { Ordering::Equal } else { self.as_str().cmp(other.as_str()) }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Name {
        Name::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn equal_texts_are_one_name_across_threads() {
        let here = Name::new("企业");
        let there = std::thread::spawn(|| Name::new("企业")).join().unwrap();
        assert_eq!(here, there);
        assert_ne!(here, Name::new("机构"));
    }

    #[test]
    fn a_name_that_nobody_has_interned_stays_unknown() {
        assert_eq!(Name::known("known-before"), None);
        assert_eq!(Name::known("known-before"), None);
        let name = Name::new("known-before");
        assert_eq!(Name::known("known-before"), Some(name));
        assert_eq!(std::thread::spawn(|| Name::known("known-before")).join().unwrap(), Some(name));
    }

    #[test]
    fn order_is_the_order_of_the_text() {
        let later = Name::new("b-first-interned");
        let earlier = Name::new("a-second-interned");
        assert!(earlier < later);
    }
}
