//! A snapshot brought up to date: only kinds and subjects of which something was said are read again.

use std::sync::Arc;

use wuwei_facts::{Built, TableBuilder, merged};
use wuwei_ir::Date;
use wuwei_project::Library;
use wuwei_store::{AsOf, Changed, Store, StoreError, Upload};

use super::Snapshot;
use super::load::{self, Stored, add};

/// So many subjects of a kind, in hundredths of it, are read one by one; more are read all at once.
const MANY: usize = 20;
/// Subjects that are asked for together.
const CHUNK: usize = 500;

impl Snapshot {
    /// The same facts with what has been learnt since, as of a day, and what that was; readers of this one go on with it. Nothing is
    /// said of what was learnt where everything was read again.
    pub(crate) async fn renewed(
        &self,
        store: &Store,
        library: &Arc<Library>,
        day: Date,
    ) -> Result<(Snapshot, Option<Changed>), StoreError> {
        let (Some(through), Some(before)) = (self.through(), self.day()) else {
            return Ok((Snapshot::load(store, library, day).await?, None));
        };
        let latest = store.latest().await?;
        let (old, new) = (AsOf::day(before).through(through), AsOf::day(day).through(latest));
        let changed = store.changed(old, new).await?;
        let program = library.program();
        let uploads = load::counting(store, new).await?;
        let own = self.stored();
        let mut stored = Stored {
            kinds: own.kinds.iter().map(Built::share).collect(),
            unknown: Vec::new(),
            faults: own.faults.clone(),
            uploads,
            through: Some(latest),
            day: Some(day),
        };
        let mut kinds: Vec<&str> = kinds_of(&changed).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let Some(entity) = program.entity_named(kind) else { continue };
            let keys: Vec<&str> =
                changed.subjects.iter().filter(|(of, _)| of == kind).map(|(_, key)| key.as_str()).collect();
            // What couldn't be read is counted anew, so the whole kind is read.
            let few = |built: &&Built| {
                let is_replaced = changed.replaced.iter().any(|replaced| replaced == kind);
                !is_replaced && built.unread.is_empty() && keys.len() * 100 <= built.table.rows * MANY
            };
            let built = match stored.kind(entity).filter(few) {
                Some(built) => patched(built, store, library, &keys, new, &stored.uploads).await?,
                None => load::table(store, library, entity, new, &stored.uploads).await?,
            };
            stored.keep(built);
        }
        let is_unknown = |kind: &str| program.entity_named(kind).is_none();
        if !own.unknown.is_empty() || kinds_of(&changed).any(is_unknown) {
            stored.unknown = store.kinds(new).await?;
            stored.unknown.retain(|kind| is_unknown(&kind.kind));
        }
        let with_observations = match changed.observations {
            true => {
                let (with, faults) = load::observed(store, library, new, &stored.uploads).await?;
                stored.faults = faults;
                with
            }
            false => self.borrow_owner().library.clone(),
        };
        let renewed = Snapshot::from_stored(with_observations, stored);
        if changed.subjects.is_empty() && changed.replaced.is_empty() {
            renewed.surveys().take(self.surveys());
        }
        Ok((renewed, Some(changed)))
    }
}

fn kinds_of(changed: &Changed) -> impl Iterator<Item = &str> {
    changed.subjects.iter().map(|(kind, _)| kind.as_str()).chain(changed.replaced.iter().map(String::as_str))
}

/// The table of a kind with some subjects read again; keys in byte order.
async fn patched(
    built: &Built,
    store: &Store,
    library: &Arc<Library>,
    keys: &[&str],
    as_of: AsOf,
    uploads: &[Upload],
) -> Result<Built, StoreError> {
    let (program, entity) = (library.program(), built.table.entity);
    let kind = program.entity(entity).head.name;
    let mut builder = TableBuilder::new(program, entity);
    for keys in keys.chunks(CHUNK) {
        let subjects = store.subjects_by_key(kind.as_str(), keys, as_of).await?;
        subjects.iter().flatten().for_each(|subject| add(&mut builder, uploads, subject));
    }
    Ok(merged(built, builder.finish(), keys))
}
