//! The sections of the workbench.

use wuwei_source::Lang;

/// A section, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Overview,
    Documents,
    List,
    Cascade,
    Policies,
    Subjects,
    Check,
    Try,
    Data,
    Guide,
}

impl Section {
    /// Those that are there.
    pub(crate) const ALL: [Section; 6] =
        [Section::Overview, Section::Documents, Section::List, Section::Cascade, Section::Try, Section::Guide];

    /// Whether it is there, so that it may be linked to.
    pub(crate) fn is_there(self) -> bool {
        Section::ALL.contains(&self)
    }

    /// Its address.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Section::Overview => "/",
            Section::Documents => "/documents",
            Section::List => "/list",
            Section::Cascade => "/cascade",
            Section::Policies => "/policies",
            Section::Subjects => "/subjects",
            Section::Check => "/check",
            Section::Try => "/try",
            Section::Data => "/data",
            Section::Guide => "/guide",
        }
    }

    /// What it is called.
    pub(crate) fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Section::Overview => ("总览", "Overview"),
            Section::Documents => ("文件", "Documents"),
            Section::List => ("清单", "List"),
            Section::Cascade => ("级联", "Cascade"),
            Section::Policies => ("政策", "Policies"),
            Section::Subjects => ("企业", "Enterprises"),
            Section::Check => ("自测", "Check"),
            Section::Try => ("试改", "Try a change"),
            Section::Data => ("数据", "Data"),
            Section::Guide => ("手册", "Guide"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}
