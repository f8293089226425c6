//! What most commands begin with: a library that is sound, facts, a day, a subject.

use std::path::{Path, PathBuf};

use wuwei_engine::Row;
use wuwei_facts::{Folder, Population};
use wuwei_ir::{Date, EntityId, Literal, Program, RegionId};
use wuwei_project::{Format, Library, World, render};
use wuwei_source::{Lang, Name, Severity, did_you_mean};

use crate::args::Global;
use crate::failure::Failure;
use crate::terminal;
use crate::world::Disk;

/// The folder of the library: the one asked for, else `./library`, else the one in the program.
pub(crate) fn library_folder(global: &Global) -> Option<PathBuf> {
    let here = Path::new("library");
    global.library.clone().or_else(|| holds_documents(here).then(|| here.to_path_buf()))
}

fn holds_documents(folder: &Path) -> bool {
    let is_document = |file: &PathBuf| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    folder.is_dir() && Disk.files(folder).is_ok_and(|files| files.iter().any(is_document))
}

/// Opens the library and refuses one with faults, showing them.
pub(crate) fn sound_library(global: &Global, lang: Lang) -> Result<Library, Failure> {
    let library = Library::open(&Disk, library_folder(global).as_deref())?;
    require_sound(&library, global, lang)?;
    Ok(library)
}

/// Shows the faults of a library that has any.
pub(crate) fn require_sound(library: &Library, global: &Global, lang: Lang) -> Result<(), Failure> {
    if library.is_sound() {
        return Ok(());
    }
    let format = Format::Human { colour: terminal::colour(global.color), width: terminal::width() };
    for found in library.findings().filter(|found| found.severity == Severity::Error) {
        eprint!("{}", render(found, &library.sources, lang, format));
    }
    Err(Failure::Documents)
}

/// The day asked for, else today.
pub(crate) fn day(asked: Option<&str>) -> Result<Date, Failure> {
    match asked {
        None => Ok(Disk.today()),
        Some(text) => Date::parse(text).ok_or_else(|| {
            Failure::request(
                format!("日期 `{text}` 不对，写作 2025-06-30"),
                format!("`{text}` is no date; write it as 2025-06-30"),
            )
        }),
    }
}

/// The region that a code, id or name means.
pub(crate) fn region(program: &Program, text: &str) -> Result<RegionId, Failure> {
    program.region_named(text).ok_or_else(|| {
        let near = did_you_mean(text, program.regions.iter().map(|region| region.head.name));
        let hint = |start: &str, end: &str| near.first().map_or_else(String::new, |name| format!("{start}{name}{end}"));
        Failure::request(
            format!("没有区域 `{text}`，或不止一个{}", hint("。是不是 ", "？")),
            format!("`{text}` is no region, or more than one{}", hint(". Did you mean ", "?")),
        )
    })
}

/// Facts of a folder, ready to be asked.
pub(crate) struct Facts<'a> {
    pub(crate) population: Population<'a>,
    folder: Folder,
}

impl<'a> Facts<'a> {
    pub(crate) fn open(program: &'a Program, path: &Path) -> Result<Facts<'a>, Failure> {
        let folder = Folder::open(path)?;
        let tables = folder.tables(program)?;
        Ok(Facts { population: Population::new(program, &tables), folder })
    }

    /// What must be said wherever these facts are shown.
    pub(crate) fn notice(&self, lang: Lang) -> Option<&str> {
        let manifest = self.folder.manifest();
        let text = match lang {
            Lang::Zh => &manifest.notice_zh,
            Lang::En => &manifest.notice_en,
        };
        manifest.synthetic.then_some(text.as_str())
    }

    /// The subject with a key or name; `kind` narrows the search.
    pub(crate) fn subject(&self, program: &Program, id: &str, kind: Option<&str>) -> Result<Found, Failure> {
        use wuwei_engine::Population as _;
        let kinds: Vec<EntityId> = match kind {
            None => (0..program.entities.len()).map(EntityId::from_index).collect(),
            Some(kind) => vec![entity(program, kind)?],
        };
        let key = Name::new(id.trim());
        for entity in &kinds {
            if let Some(index) = self.population.find(*entity, key) {
                return Ok(self.found(program, Row { entity: *entity, index }, key));
            }
        }
        // People know names better than codes.
        for entity in &kinds {
            let Some(name) = program.entity(*entity).name else { continue };
            let rows = (0..self.population.len(*entity)).map(|index| Row { entity: *entity, index });
            let named = |row: &Row| self.population.fact(*row, name, None) == Some(Literal::Text(key));
            if let Some(row) = rows.into_iter().find(named) {
                let key = self.population.key(row).unwrap_or(key);
                return Ok(self.found(program, row, key));
            }
        }
        Err(Failure::request(
            format!("事实里没有代码或名称为 `{id}` 的主体"),
            format!("the facts hold no subject with the code or name `{id}`"),
        ))
    }

    fn found(&self, program: &Program, row: Row, key: Name) -> Found {
        use wuwei_engine::Population as _;
        let name = program.entity(row.entity).name;
        let called = name.and_then(|name| match self.population.fact(row, name, None) {
            Some(Literal::Text(name)) => Some(name),
            _ => None,
        });
        Found { row, key, called }
    }
}

/// A subject that was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) row: Row,
    pub(crate) key: Name,
    pub(crate) called: Option<Name>,
}

/// The kind of subject with this name.
pub(crate) fn entity(program: &Program, name: &str) -> Result<EntityId, Failure> {
    program.entity_named(name).ok_or_else(|| {
        let known: Vec<&str> = program.entities.iter().map(|entity| entity.head.name.as_str()).collect();
        Failure::request(
            format!("没有主体种类 `{name}`，有：{}", known.join("、")),
            format!("there is no kind of subject `{name}`; known are {}", known.join(", ")),
        )
    })
}
