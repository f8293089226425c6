//! Answers: whole, or piece by piece where they may be large.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame};
use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::snapshot::Snapshot;

/// The media type of most answers.
pub(crate) const JSON: &str = "application/json";
/// One JSON object a line.
pub(crate) const LINES: &str = "application/x-ndjson";
/// Comma-separated text.
pub(crate) const CSV: &str = "text/csv";
/// Observations as statistical offices exchange them.
pub(crate) const SDMX: &str = "application/vnd.sdmx.data+csv;version=2.0.0";
/// So long one piece may wait for a reader who doesn't read.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pieces are gathered up to this size.
const PIECE: usize = 64 * 1024;
/// So many pieces may wait.
const AHEAD: usize = 4;

/// An answer.
pub(crate) enum Reply {
    /// All of it.
    Whole { kind: &'static str, bytes: Vec<u8> },
    /// Piece by piece, written while it is read.
    Pieces { kind: &'static str, write: Write },
}

/// Writes an answer's pieces; it stops where the sink says that nobody reads any more.
pub(crate) type Write = Box<dyn FnOnce(&Snapshot, &mut Sink) -> Option<()> + Send>;

impl Reply {
    pub(crate) fn json(json: &impl Serialize) -> Reply {
        Reply::text(JSON, written(json))
    }

    pub(crate) fn text(kind: &'static str, text: String) -> Reply {
        Reply::Whole { kind, bytes: text.into_bytes() }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Reply::Whole { kind, .. } | Reply::Pieces { kind, .. } => kind,
        }
    }
}

/// An answer as JSON. Fields of ours are named by texts, and nothing else can make writing fail.
pub(crate) fn written(json: &impl Serialize) -> String {
    serde_json::to_string(json).unwrap_or_default()
}

/// Where the pieces of an answer go.
pub(crate) struct Sink {
    to: mpsc::Sender<Bytes>,
    gathered: Vec<u8>,
}

impl Sink {
    /// A sink, and the body that reads from it.
    pub(crate) fn new() -> (Sink, Body) {
        let (to, from) = mpsc::channel(AHEAD);
        (Sink { to, gathered: Vec::new() }, Body::new(Pieces(from)))
    }

    /// Adds to the answer. Nothing comes back where nobody reads any more.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Option<()> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() < PIECE { Some(()) } else { self.flush() }
    }

    /// Sends what is gathered.
    pub(crate) fn flush(&mut self) -> Option<()> {
        let piece = Bytes::from(std::mem::take(&mut self.gathered));
        if piece.is_empty() {
            return Some(());
        }
        let sent = Handle::current().block_on(tokio::time::timeout(PATIENCE, self.to.send(piece)));
        sent.ok()?.ok()
    }
}

/// The pieces as a body.
struct Pieces(mpsc::Receiver<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}

/// The word by which an address asks for a media type.
pub(crate) fn format_of(kind: &str) -> &'static str {
    match kind {
        CSV => "csv",
        SDMX => "sdmx-csv",
        LINES => "ndjson",
        _ => "json",
    }
}
