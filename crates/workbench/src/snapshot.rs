//! The facts that pages answer from, with the documents that they are read by.

pub(crate) mod load;
mod renew;
mod surveys;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use self_cell::self_cell;
use wuwei_facts::{FactsError, Population, Table};
use wuwei_ir::{Date, EntityId, RegionId};
use wuwei_plan::Observations;
use wuwei_project::{Library, Survey};
use wuwei_source::Lang;
use wuwei_store::{AsOf, Store, StoreError, UploadId};
use wuwei_survey::{Look, People, Wanted, all_threads, survey};

use crate::clauses::Clauses;
use load::Stored;
pub(crate) use surveys::Again;
use surveys::Surveys;

/// The documents and the facts of one moment.
struct Owned {
    library: Arc<Library>,
    tables: Vec<Table>,
    notice: [Option<String>; 2],
    stored: Stored,
    surveys: Surveys,
    clauses: OnceLock<Clauses>,
}

self_cell!(
    /// Documents and facts of one moment; a page answers from one of them from beginning to end, whatever is loaded meanwhile.
    pub struct Snapshot {
        owner: Owned,
        #[covariant]
        dependent: Population,
    }
);

impl Snapshot {
    /// Facts read by documents; the notice, in Chinese and English, is said wherever they are shown.
    pub fn of(library: Arc<Library>, tables: Vec<Table>, notice: [Option<String>; 2]) -> Snapshot {
        Snapshot::made(library, tables, notice, Stored::default())
    }

    /// Facts and observations as the store knew them on a day, read by documents. The store's observations are laid over
    /// those of the library.
    pub async fn load(store: &Store, library: &Arc<Library>, day: Date) -> Result<Snapshot, StoreError> {
        let mut stored = load::load(store, library, day).await?;
        let as_of = AsOf { day, through: stored.through };
        let (library, faults) = load::observed(store, library, as_of, &stored.uploads).await?;
        stored.faults = faults;
        Ok(Snapshot::from_stored(library, stored))
    }

    fn from_stored(library: Arc<Library>, stored: Stored) -> Snapshot {
        let tables = stored.kinds.iter().map(|built| built.table.share()).collect();
        let notice = stored.notice();
        Snapshot::made(library, tables, notice, stored)
    }

    fn made(library: Arc<Library>, tables: Vec<Table>, notice: [Option<String>; 2], stored: Stored) -> Snapshot {
        Snapshot::new(
            Owned { library, tables, notice, stored, surveys: Surveys::default(), clauses: OnceLock::new() },
            |owned| {
                let population = Population::new(owned.library.program(), &owned.tables);
                match owned.stored.day {
                    Some(_) => {
                        let origins =
                            owned.stored.kinds.iter().map(|built| (built.table.entity, built.origins.clone()));
                        population.with_origins(origins)
                    }
                    None => population,
                }
            },
        )
    }

    /// What the store knew when this was read, and what of it the documents don't know.
    pub(crate) fn stored(&self) -> &Stored {
        &self.borrow_owner().stored
    }

    /// The last upload that counts; none where the facts don't come from a store.
    pub fn through(&self) -> Option<UploadId> {
        self.stored().through
    }

    /// The day whose knowledge this is; none where the facts don't come from a store.
    pub fn day(&self) -> Option<Date> {
        self.stored().day
    }

    /// The documents.
    pub fn library(&self) -> &Library {
        &self.borrow_owner().library
    }

    /// The tables of facts.
    pub fn tables(&self) -> &[Table] {
        &self.borrow_owner().tables
    }

    /// Every clause of the documents, made ready to be searched when somebody first asks.
    pub(crate) fn clauses(&self) -> &Clauses {
        self.borrow_owner().clauses.get_or_init(|| Clauses::of(self.library()))
    }

    /// The facts, subject by subject.
    pub fn population(&self) -> &Population<'_> {
        self.borrow_dependent()
    }

    /// The published values: those of the library, and those that the store was told.
    pub fn observations(&self) -> &Observations {
        &self.library().observations
    }

    /// Everybody of a region, counted and summed as of a day. It takes some hundredths of a second the first time, and
    /// nothing after that. Nothing where the facts don't fit the documents.
    pub fn survey(&self, region: RegionId, as_of: Date) -> Option<Arc<Survey>> {
        self.surveys().get(region, as_of, || {
            let wanted = Wanted { region, as_of, lang: Lang::Zh, threads: all_threads() };
            survey(self.library().program(), &Everybody(self), wanted, Look::Totals, &mut |_| {}).ok()
        })
    }

    fn surveys(&self) -> &Surveys {
        &self.borrow_owner().surveys
    }

    /// What must be said wherever these facts are shown.
    pub fn notice(&self, lang: Lang) -> Option<&str> {
        let [zh, en] = &self.borrow_owner().notice;
        match lang {
            Lang::Zh => zh.as_deref(),
            Lang::En => en.as_deref(),
        }
    }
}

/// Everybody of a snapshot.
struct Everybody<'s>(&'s Snapshot);

impl<'s> People<'s> for Everybody<'s> {
    fn tables(&self) -> &[Table] {
        self.0.tables()
    }

    fn on_disk(&self, _: EntityId) -> Option<&Path> {
        None
    }

    fn population(&self) -> &Population<'s> {
        self.0.borrow_dependent()
    }

    fn in_memory(&self) -> Result<Vec<Table>, FactsError> {
        Ok(self.0.tables().iter().map(Table::share).collect())
    }
}
