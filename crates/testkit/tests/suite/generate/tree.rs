//! Text that knows which of its pieces may change places.

use crate::random::Random;

/// A piece of a document.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Text(String),
    Row(Vec<Tree>),
    /// Pieces whose order must not matter, and what stands between them.
    Any(&'static str, Vec<Tree>),
}

impl Tree {
    pub(crate) fn text(text: impl Into<String>) -> Tree {
        Tree::Text(text.into())
    }

    /// As written.
    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Tree::Text(text) => out.push_str(text),
            Tree::Row(pieces) => pieces.iter().for_each(|piece| piece.write(out)),
            Tree::Any(between, pieces) => {
                for (n, piece) in pieces.iter().enumerate() {
                    if n > 0 {
                        out.push_str(between);
                    }
                    piece.write(out);
                }
            }
        }
    }

    /// With everything that may change places in another order.
    pub(crate) fn permuted(&self, random: &mut Random) -> Tree {
        match self {
            Tree::Text(text) => Tree::Text(text.clone()),
            Tree::Row(pieces) => Tree::Row(pieces.iter().map(|piece| piece.permuted(random)).collect()),
            Tree::Any(between, pieces) => {
                let mut pieces: Vec<Tree> = pieces.iter().map(|piece| piece.permuted(random)).collect();
                random.shuffle(&mut pieces);
                Tree::Any(between, pieces)
            }
        }
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Tree {
        Tree::text(text)
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Tree {
        Tree::Text(text)
    }
}

/// Pieces in a row: `row!["the larger of { ", choices, " }"]`.
macro_rules! row {
    ($($piece:expr),* $(,)?) => {
        $crate::generate::tree::Tree::Row(vec![$($crate::generate::tree::Tree::from($piece)),*])
    };
}
pub(crate) use row;
