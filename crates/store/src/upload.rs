//! Uploads: who said something, when, and from which file.

use std::fmt;

use wuwei_ir::Date;
use wuwei_source::Text;

use crate::digest::Digest;
use crate::error::{Result, StoreError};
use crate::pool::on_pool;
use crate::store::Store;
use crate::timestamp::Timestamp;

/// The number of an upload. Numbers count up from one without gaps, in the order in which uploads were accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UploadId(pub(crate) i64);

impl UploadId {
    /// Before the first upload.
    pub const NONE: UploadId = UploadId(0);

    /// The upload with this number.
    pub fn from_number(number: i64) -> UploadId {
        UploadId(number)
    }

    /// Its number.
    pub fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What an upload holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Rows about subjects.
    Facts,
    /// Rows of observed figures.
    Observations,
}

impl What {
    pub(crate) fn word(self) -> &'static str {
        match self {
            What::Facts => "facts",
            What::Observations => "observations",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<What> {
        [What::Facts, What::Observations].into_iter().find(|what| what.word() == word)
    }
}

/// Where rows come from, as whoever uploads them says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    /// The name of the file, without folders.
    pub file: String,
    /// The digest of the file.
    pub sha256: Digest,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The day on which what it says became known.
    pub learnt: Date,
    /// Who uploaded it.
    pub actor: String,
    /// Whether it is made up.
    pub synthetic: bool,
    /// What must be said wherever it is shown; may be empty.
    pub notice: Text,
}

/// An upload that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its number.
    pub id: UploadId,
    /// What it holds.
    pub what: What,
    /// Where its rows come from.
    pub about: NewUpload,
    /// How many rows it has.
    pub rows: u64,
    /// The kinds whose earlier rows no longer count from it on, in order.
    pub replaces: Vec<String>,
}

/// What was known: on a day, and to somebody who has seen the uploads up to a certain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day; what was learnt later isn't known.
    pub day: Date,
    /// The last upload that counts; all there are, if it isn't said. What was known on a past day comes back as it was
    /// even though somebody handed something in late.
    pub through: Option<UploadId>,
}

impl AsOf {
    /// What is known of this day now.
    pub fn day(day: Date) -> AsOf {
        AsOf { day, through: None }
    }

    /// The same, as it stood after an upload was accepted.
    pub fn through(self, upload: UploadId) -> AsOf {
        AsOf { through: Some(upload), ..self }
    }
}

impl From<Date> for AsOf {
    fn from(day: Date) -> AsOf {
        AsOf::day(day)
    }
}

const UPLOADS: &str = "SELECT id, what, file, sha256, received_at, learnt, actor, synthetic, notice_zh, notice_en, row_count \
     FROM upload WHERE id >= $1 AND id <= $2 ORDER BY id";

pub(crate) type Row = (i64, String, String, String, String, String, String, bool, String, String, i64);

impl Store {
    /// The number of the last upload; [`UploadId::NONE`] before the first. As long as it stays the same, so does all that
    /// is known.
    pub async fn latest(&self) -> Result<UploadId> {
        let latest: Option<i64> =
            on_pool!(self.pool(), on => sqlx::query_scalar("SELECT MAX(id) FROM upload").fetch_one(on).await)
                .map_err(self.failed())?;
        Ok(UploadId(latest.unwrap_or(0)))
    }

    /// One upload.
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>> {
        Ok(self.uploads_between(id, id).await?.pop())
    }

    /// All uploads, in the order in which they were accepted.
    pub async fn uploads(&self) -> Result<Vec<Upload>> {
        self.uploads_between(UploadId::NONE, UploadId(i64::MAX)).await
    }

    /// The uploads of a file with this digest, so that nobody uploads the same file twice without knowing.
    pub async fn uploads_of(&self, sha256: &Digest) -> Result<Vec<Upload>> {
        let mut uploads = self.uploads().await?;
        uploads.retain(|upload| upload.about.sha256 == *sha256);
        Ok(uploads)
    }

    pub(crate) async fn uploads_between(&self, first: UploadId, last: UploadId) -> Result<Vec<Upload>> {
        let rows: Vec<Row> =
            on_pool!(self.pool(), on => sqlx::query_as(UPLOADS).bind(first.0).bind(last.0).fetch_all(on).await)
                .map_err(self.failed())?;
        // What replaces belongs to uploads that are there already: it is read second.
        let replaced: Vec<(i64, String)> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT upload, kind FROM replaced WHERE upload >= $1 AND upload <= $2 ORDER BY upload, kind",
        ).bind(first.0).bind(last.0).fetch_all(on).await)
        .map_err(self.failed())?;
        let mut replaced = replaced.into_iter().peekable();
        rows.into_iter()
            .map(|row| {
                let id = row.0;
                let mut upload = read_upload(row).ok_or_else(|| self.corrupt(format!("upload {id}")))?;
                while let Some((_, kind)) = replaced.next_if(|(upload, _)| *upload == id) {
                    upload.replaces.push(kind);
                }
                Ok(upload)
            })
            .collect()
    }
}

pub(crate) fn read_upload(row: Row) -> Option<Upload> {
    let (id, what, file, sha256, received_at, learnt, actor, synthetic, notice_zh, notice_en, rows) = row;
    Some(Upload {
        id: UploadId(id),
        what: What::from_word(&what)?,
        about: NewUpload {
            file,
            sha256: Digest::parse(&sha256)?,
            received_at: Timestamp::parse(&received_at)?,
            learnt: Date::parse(&learnt)?,
            actor,
            synthetic,
            notice: Text::new(notice_zh, notice_en),
        },
        rows: u64::try_from(rows).ok()?,
        replaces: Vec::new(),
    })
}

/// Refuses what one of the databases can't keep or what would name nothing.
pub(crate) fn check_name(what: Text, value: &str) -> Result<()> {
    // An index entry of PostgreSQL holds some 2,700 bytes, and a kind and a key share one.
    const LONGEST: usize = 800;
    let why = if value.is_empty() {
        Text::new("是空的", "it is empty")
    } else if value.len() > LONGEST {
        Text::new(format!("超过 {LONGEST} 字节"), format!("it is longer than {LONGEST} bytes"))
    } else {
        return check_text(what, value);
    };
    Err(StoreError::Unfit { what, value: beginning(value), why })
}

/// Refuses text with a character that PostgreSQL can't keep.
pub(crate) fn check_text(what: Text, value: &str) -> Result<()> {
    if !value.contains('\0') {
        return Ok(());
    }
    let why = Text::new("含有空字符（U+0000）", "it has a null character (U+0000)");
    Err(StoreError::Unfit { what, value: beginning(value), why })
}

fn beginning(value: &str) -> String {
    value.chars().filter(|char| !char.is_control()).take(40).collect()
}
