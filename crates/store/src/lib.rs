//! What a place was told, and when: facts and observations over time, links that expire, and settings.
//!
//! A store keeps rows of text and gives them back as they were known on a day. It has never heard of a rule, a column of
//! numbers or a page; what the text means is known to others. One address chooses the database: a file for SQLite, a URL
//! for PostgreSQL. Nothing is changed or removed once it was accepted, except shares, which expire.

mod address;
mod backup;
mod cells;
mod changes;
mod contradictions;
mod digest;
mod error;
mod facts;
mod migrations;
mod observations;
mod pool;
mod settings;
mod shares;
mod store;
mod stream;
mod subject;
mod timestamp;
mod upload;
mod write;

pub use backup::{Manifest, TableCount};
pub use changes::{Change, Changed, Difference, Proposed};
pub use contradictions::{Bounds, Contradicted, Contradiction, Contradictions};
pub use digest::Digest;
pub use error::{Result, StoreError};
pub use facts::{Entry, KindCount};
pub use migrations::SCHEMA_VERSION;
pub use observations::{Observation, Observations};
pub use settings::Setting;
pub use shares::{Share, Token};
pub use store::Store;
pub use stream::Subjects;
pub use subject::{Cell, Subject};
pub use timestamp::Timestamp;
pub use upload::{AsOf, NewUpload, Upload, UploadId, What};
pub use write::{FactsWriter, ObservationsWriter};
