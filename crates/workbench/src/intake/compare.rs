//! What would change if a file were accepted.

use std::collections::BTreeMap;

use wuwei_facts::ReadFile;
use wuwei_ir::Date;
use wuwei_store::{Change, Proposed, Store, StoreError, Upload, UploadId};

/// What would change.
#[derive(Debug)]
pub(crate) struct Compared {
    /// What was known then: the comparison holds as long as no other upload is accepted.
    pub(crate) latest: UploadId,
    /// Kind by kind.
    pub(crate) kinds: Vec<KindCompared>,
    /// Uploads of the very same file.
    pub(crate) same_file: Vec<Upload>,
}

/// What would change of a kind.
#[derive(Debug, Default)]
pub(crate) struct KindCompared {
    /// The kind.
    pub(crate) kind: String,
    /// Subjects of which nothing was known.
    pub(crate) new: usize,
    /// Subjects of which something else was known.
    pub(crate) changed: usize,
    /// Subjects of which all this was known.
    pub(crate) same: usize,
    /// Values that are new, and those that take the place of others.
    pub(crate) added: usize,
    pub(crate) replaced: usize,
    /// Some of the subjects that would change.
    pub(crate) examples: Vec<Example>,
    /// Subjects that would be known no longer.
    pub(crate) dropped: Vec<String>,
}

/// A subject that would change.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) key: String,
    pub(crate) is_new: bool,
    pub(crate) changes: Vec<Change>,
}

/// So many subjects of a kind are shown.
const SHOWN: usize = 100;
/// Rows that are compared together.
const CHUNK: usize = 500;

/// Compares what was read of a file with what was known on the day on which it became known.
pub(crate) async fn compare(
    store: &Store,
    read: &ReadFile,
    learnt: Date,
    replaces: bool,
    same_file: Vec<Upload>,
) -> Result<Compared, StoreError> {
    let mut out = Compared { latest: store.latest().await?, kinds: Vec::new(), same_file };
    for kind in &read.kinds {
        let name = kind.name.as_str();
        let mut compared = KindCompared { kind: name.to_string(), ..KindCompared::default() };
        for chunk in kind.subjects.chunks(CHUNK) {
            let rows: Vec<(String, Proposed)> = chunk
                .iter()
                .map(|subject| {
                    let cells = subject.cells.iter().map(|(column, text)| (column.to_string(), Some(text.clone())));
                    (subject.key.to_string(), cells.collect::<BTreeMap<_, _>>())
                })
                .collect();
            for difference in store.diff(name, &rows, learnt).await? {
                let is_before = |change: &&Change| change.before.as_ref().is_some_and(|cell| cell.value.is_some());
                let replaced = difference.changes.iter().filter(is_before).count();
                compared.replaced += replaced;
                compared.added += difference.changes.len() - replaced;
                match (difference.is_new, difference.changes.is_empty()) {
                    (true, _) => compared.new += 1,
                    (false, false) => compared.changed += 1,
                    (false, true) => compared.same += 1,
                }
                // Of new subjects there is nothing to compare; those that change come first.
                let is_shown = !difference.changes.is_empty() && compared.examples.len() < SHOWN;
                if is_shown && (!difference.is_new || compared.examples.len() < SHOWN / 2) {
                    let (key, is_new, changes) = (difference.key, difference.is_new, difference.changes);
                    compared.examples.push(Example { key, is_new, changes });
                }
            }
        }
        compared.examples.sort_by_key(|example| example.is_new);
        if replaces {
            let keys: Vec<&str> = kind.subjects.iter().map(|subject| subject.key.as_str()).collect();
            compared.dropped = store.dropped(name, &keys, learnt).await?;
        }
        out.kinds.push(compared);
    }
    Ok(out)
}
