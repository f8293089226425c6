//! Why something couldn't be taken in.

use std::fmt;

use wuwei_facts::FactsError;
use wuwei_source::Text;
use wuwei_store::StoreError;

/// Why something couldn't be taken in.
#[derive(Debug)]
pub enum IntakeError {
    /// A file couldn't be read.
    Facts(FactsError),
    /// The store couldn't keep it.
    Store(StoreError),
    /// The work was given up half-way: the server is being shut down.
    Abandoned,
}

impl IntakeError {
    /// What happened, in both languages.
    pub fn text(&self) -> Text {
        match self {
            IntakeError::Facts(error) => {
                Text::new(format!("文件读不出来（{error}）"), format!("a file can't be read ({error})"))
            }
            IntakeError::Store(error) => error.text(),
            IntakeError::Abandoned => Text::new("没有做完就停下了", "it was given up half-way"),
        }
    }
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for IntakeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            IntakeError::Facts(error) => Some(error),
            IntakeError::Store(error) => Some(error),
            IntakeError::Abandoned => None,
        }
    }
}

impl From<FactsError> for IntakeError {
    fn from(error: FactsError) -> IntakeError {
        IntakeError::Facts(error)
    }
}

impl From<StoreError> for IntakeError {
    fn from(error: StoreError) -> IntakeError {
        IntakeError::Store(error)
    }
}
