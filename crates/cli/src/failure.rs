//! What can go wrong outside the documents, folded to sentences and exit codes.

use std::fmt;
use std::io::ErrorKind;
use std::process::ExitCode;

use wuwei_columnar::{FileError, FileProblem, WrongColumn};
use wuwei_facts::FactsError;
use wuwei_project::LibraryError;
use wuwei_source::{Lang, Text};
use wuwei_survey::SurveyError;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something the user wrote names nothing; what, and what to do.
    Request(Text),
    /// The documents have faults; they have been shown.
    Documents,
    /// Documents could not be opened.
    Library(LibraryError),
    /// Facts could not be read or written.
    Facts(FactsError),
}

/// Exit codes: 1 for findings in what was checked, 2 for what could not be done.
pub(crate) const FOUND: u8 = 1;
const FAILED: u8 = 2;

impl Failure {
    /// A request that names nothing.
    pub(crate) fn request(zh: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure::Request(Text::new(zh, en))
    }

    pub(crate) fn report(&self, lang: Lang) -> ExitCode {
        let zh = lang == Lang::Zh;
        let text = match self {
            Failure::Request(text) => text.get(lang).to_string(),
            Failure::Documents => return ExitCode::from(FOUND),
            Failure::Library(error) => library(error, zh),
            Failure::Facts(error) => facts(error, zh),
        };
        eprintln!("{}{text}", if zh { "错误：" } else { "error: " });
        ExitCode::from(FAILED)
    }
}

/// The usual reasons in Chinese; the system's own words for the rest.
fn io(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".to_string(),
        ErrorKind::PermissionDenied => "没有权限".to_string(),
        ErrorKind::IsADirectory => "这是一个文件夹".to_string(),
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹".to_string(),
        ErrorKind::StorageFull => "磁盘满了".to_string(),
        _ => error.to_string(),
    }
}

fn library(error: &LibraryError, zh: bool) -> String {
    match error {
        LibraryError::Unreadable { path, source } if zh => format!("读不了 {}：{}", path.display(), io(source)),
        LibraryError::NotText { path, at } if zh => {
            format!("{} 不是 UTF-8 文本（第 {at} 字节）。请另存为 UTF-8", path.display())
        }
        LibraryError::NotText { path, at } => {
            format!("{} is not UTF-8 (byte {at}); save it as UTF-8", path.display())
        }
        LibraryError::Empty { path } if zh => format!("{} 里没有 Markdown 文件", path.display()),
        LibraryError::Empty { path } => format!("there is no Markdown document in {}", path.display()),
        LibraryError::Unreadable { path, source } => format!("{} can't be read: {source}", path.display()),
    }
}

fn facts(error: &FactsError, zh: bool) -> String {
    match error {
        FactsError::Io { path, source } if zh => format!("读写 {} 时出错：{}", path.display(), io(source)),
        FactsError::Damaged { path, why } if zh => format!("{} 读不出来：{why}", path.display()),
        FactsError::Damaged { path, why } => format!("{} can't be read: {why}", path.display()),
        FactsError::NoFacts { path } if zh => {
            format!("{} 里没有事实。先用 `wuwei load` 装入，或用 `wuwei synth` 生成合成城市", path.display())
        }
        FactsError::NoFacts { path } => {
            format!("{} holds no facts; fill it with `wuwei load`, or make some up with `wuwei synth`", path.display())
        }
        FactsError::Real { path } if zh => {
            format!("{} 里已有真实的事实，合成数据不能覆盖它们。换一个文件夹", path.display())
        }
        FactsError::Real { path } => {
            format!("{} holds real facts, which made-up ones must not replace; name another folder", path.display())
        }
        FactsError::Io { path, source } => format!("{}: {source}", path.display()),
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Failure {
        Failure::Library(error)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Failure {
        let FileError { path, why } = error;
        match why {
            FileProblem::Io(source) => Failure::Facts(FactsError::Io { path, source }),
            FileProblem::Damaged(why) => Failure::Facts(FactsError::Damaged { path, why }),
            FileProblem::Column(wrong) => Failure::from(&wrong),
        }
    }
}

impl From<&WrongColumn> for Failure {
    fn from(wrong: &WrongColumn) -> Failure {
        let WrongColumn { column, wanted, found } = wrong;
        let (zh, en) = (wanted.types(Lang::Zh), wanted.types(Lang::En));
        Failure::request(
            format!("事实表的“{column}”列是 {found}，应为{zh}；用 `wuwei load` 重新装入"),
            format!("column {column} of the facts is {found} and should be {en}; load it again with `wuwei load`"),
        )
    }
}

impl From<SurveyError> for Failure {
    fn from(error: SurveyError) -> Failure {
        match error {
            SurveyError::Column(wrong) => Failure::from(&wrong),
            SurveyError::File(error) => Failure::from(error),
            SurveyError::Facts(error) => Failure::Facts(error),
        }
    }
}

impl From<FactsError> for Failure {
    fn from(error: FactsError) -> Failure {
        Failure::Facts(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
