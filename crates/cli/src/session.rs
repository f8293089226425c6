//! What most commands begin with: a library that is sound, facts, a day, a subject.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use clap::Args;
use wuwei_engine::{Population as _, Row};
use wuwei_facts::{FactsError, Folder, Population, Table};
use wuwei_ir::{Date, DocId, EntityId, FactId, Literal, Party, PartyId, Program, RegionId};
use wuwei_plan::{Accept, Class, ImportOptions, Importer};
use wuwei_project::{Format, Library, LibraryError, World, fill, plan_documents, plan_words, render};
use wuwei_source::{Lang, Name, Severity, Text, did_you_mean};
use wuwei_survey::People;

use crate::args::Global;
use crate::failure::Failure;
use crate::terminal;
use crate::world::Disk;

/// The folder of the library: the one asked for, else `./library`, else the one in the program.
pub(crate) fn library_folder(global: &Global) -> Option<PathBuf> {
    let here = Path::new("library");
    global.library.clone().or_else(|| holds_any(here).then(|| here.to_path_buf()))
}

/// Whether a folder holds documents or tables.
fn holds_any(folder: &Path) -> bool {
    let is_ours = |file: &PathBuf| {
        file.extension().is_some_and(|found| ["md", "csv"].iter().any(|known| found.eq_ignore_ascii_case(known)))
    };
    folder.is_dir() && Disk.files(folder).is_ok_and(|files| files.iter().any(is_ours))
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

/// The region that a code, id or name means; its English name will do where no other region has the same.
pub(crate) fn region(program: &Program, text: &str) -> Result<RegionId, Failure> {
    let labelled = || {
        let label = |region: &wuwei_ir::Region| region.head.label.map(|label| label.as_str().to_lowercase());
        let wanted = Some(text.trim().to_lowercase());
        let mut found = program.regions.iter().enumerate().filter(|(_, region)| label(region) == wanted);
        found.next().filter(|_| found.next().is_none()).map(|(n, _)| RegionId::from_index(n))
    };
    program.region_named(text.trim()).or_else(labelled).ok_or_else(|| {
        let labels = program.regions.iter().filter_map(|region| region.head.label);
        let hint = near(text, program.regions.iter().map(|region| region.head.name).chain(labels));
        Failure::request(
            format!("没有区域 `{text}`，或不止一个{}", hint.zh),
            format!("`{text}` is no region, or more than one{}", hint.en),
        )
    })
}

/// What may have been meant, as the end of a sentence; nothing where nothing is near.
pub(crate) fn near(text: &str, known: impl IntoIterator<Item = Name>) -> Text {
    let near: Vec<&str> = did_you_mean(text, known).into_iter().map(|name| name.as_str()).collect();
    match near.as_slice() {
        [] => Text::default(),
        near => Text::new(format!("。是不是 {}？", near.join("、")), format!(". Did you mean {}?", near.join(" or "))),
    }
}

/// The documents that a word means: one document by its id (`/` will do for `.`), or those of a region that have targets.
pub(crate) fn documents(library: &Library, text: &str) -> Result<Vec<DocId>, Failure> {
    let program = library.program();
    let id = text.trim().replace('/', ".");
    let named = program.documents.iter().position(|document| document.id == id.as_str());
    if let Some(n) = named {
        return Ok(vec![DocId::from_index(n)]);
    }
    let with_targets = plan_documents(library);
    let Ok(region) = region(program, text) else {
        let ids = program.documents.iter().map(|document| document.id);
        let hint = near(&id, ids.chain(program.regions.iter().map(|region| region.head.name)));
        return Err(Failure::request(
            format!("没有文件或区域 `{text}`{}", hint.zh),
            format!("`{text}` is no document and no region{}", hint.en),
        ));
    };
    let own: Vec<DocId> = with_targets.into_iter().filter(|doc| program.document(*doc).region == region).collect();
    if own.is_empty() {
        let head = &program.region(region).head;
        return Err(Failure::request(
            format!("{}没有写目标的文件", head.shown(Lang::Zh)),
            format!("no document of {} has targets", head.shown(Lang::En)),
        ));
    }
    Ok(own)
}

/// The set of lights with a name; its English name will do.
pub(crate) fn lights(program: &Program, text: &str) -> Result<Name, Failure> {
    let wanted = text.trim();
    let labelled = |head: &wuwei_ir::Head| head.label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(wanted));
    let mut heads = program.lights.iter().map(|lights| &lights.head);
    heads.find(|head| head.name == wanted || labelled(head)).map(|head| head.name).ok_or_else(|| {
        let known: Vec<&str> = program.lights.iter().map(|lights| lights.head.name.as_str()).collect();
        Failure::request(
            format!("没有亮灯办法 `{wanted}`；有的是 {}", known.join("、")),
            format!("no set of lights is called `{wanted}`; there are {}", known.join(", ")),
        )
    })
}

/// The responsible body with a name, another name, or an English label that no other has.
pub(crate) fn party(program: &Program, text: &str) -> Result<PartyId, Failure> {
    let wanted = text.trim();
    let is_named = |party: &Party| {
        let label = party.head.label.is_some_and(|label| label.as_str().eq_ignore_ascii_case(wanted));
        party.head.name == wanted || label || party.aka.iter().any(|aka| *aka == wanted)
    };
    let found: Vec<usize> =
        program.parties.iter().enumerate().filter(|(_, party)| is_named(party)).map(|(n, _)| n).collect();
    match found[..] {
        [one] => Ok(PartyId::from_index(one)),
        _ => {
            let labels = program.parties.iter().filter_map(|party| party.head.label);
            let hint = near(wanted, program.parties.iter().map(|party| party.head.name).chain(labels));
            Err(Failure::request(
                format!("没有单位 `{wanted}`，或不止一个{}", hint.zh),
                format!("`{wanted}` is no responsible body, or more than one{}", hint.en),
            ))
        }
    }
}

/// A file as people know it, and its bytes.
pub(crate) fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let bytes = Disk.read(path).map_err(|source| LibraryError::Unreadable { path: path.to_path_buf(), source })?;
    Ok((path.to_string_lossy().replace('\\', "/"), bytes))
}

/// Adds tables of observations to those of the library. A row that can't be read ends the command; doubtful ones are used
/// and mentioned. In a folder, tables of others are passed over.
pub(crate) fn add_observations(library: &mut Library, paths: &[PathBuf], lang: Lang) -> Result<(), Failure> {
    let mut is_sound = true;
    for path in paths {
        let unreadable = |source| LibraryError::Unreadable { path: path.clone(), source };
        let is_folder = path.is_dir();
        for file in Disk.files(path).map_err(unreadable)? {
            let is_table = file
                .extension()
                .is_some_and(|found| ["csv", "xlsx"].iter().any(|known| found.eq_ignore_ascii_case(known)));
            let (name, bytes) = read(&file)?;
            let is_ours = |bytes: &[u8]| {
                let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]);
                wuwei_plan::Format::of(bytes) != wuwei_plan::Format::Csv || Importer::is_table(&text)
            };
            if is_folder && !(is_table && is_ours(&bytes)) {
                continue;
            }
            let options = ImportOptions { file: &name, today: Disk.today(), learnt: None, accept: Accept::Readable };
            let imported = library.import(&bytes, &options);
            for fault in &imported.faults {
                eprintln!("{}", fault.problem.show(lang));
            }
            is_sound &= imported.faults.is_empty();
            let doubtful = imported.findings.iter().filter(|finding| finding.class == Class::Accuracy);
            let doubtful: usize = doubtful.map(|finding| finding.count).sum();
            if doubtful > 0 && imported.faults.is_empty() {
                eprintln!("{}", fill(plan_words(lang).doubtful, &[("file", &name), ("n", &doubtful)]));
            }
        }
    }
    if is_sound { Ok(()) } else { Err(Failure::Documents) }
}

/// Whom a question is about, and on what grounds it is answered.
#[derive(Debug, Args)]
pub(crate) struct About {
    /// Code or name of the subject
    pub(crate) id: String,
    /// Folder of facts
    #[arg(long, value_name = "DIR")]
    pub(crate) facts: PathBuf,
    /// Evaluation date (default: today)
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Kind of subject (default: found by its code)
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Facts of a folder, ready to be asked.
pub(crate) struct Facts<'a> {
    program: &'a Program,
    pub(crate) tables: Vec<Table>,
    /// Kinds that stay on disk, with their files and how many subjects these hold.
    on_disk: Vec<(EntityId, PathBuf, usize)>,
    population: OnceCell<Population<'a>>,
    folder: Folder,
}

impl<'a> Facts<'a> {
    pub(crate) fn open(program: &'a Program, path: &Path) -> Result<Facts<'a>, Failure> {
        let folder = Folder::open(path)?;
        let tables = folder.tables(program)?;
        Ok(Facts { program, tables, on_disk: Vec::new(), population: OnceCell::new(), folder })
    }

    /// The facts that are wanted, without the others, all in memory.
    pub(crate) fn open_wanted(
        program: &'a Program,
        path: &Path,
        wanted: &dyn Fn(EntityId, FactId) -> bool,
    ) -> Result<Facts<'a>, Failure> {
        let folder = Folder::open(path)?;
        let tables = folder.tables_of(program, wanted)?;
        Ok(Facts { program, tables, on_disk: Vec::new(), population: OnceCell::new(), folder })
    }

    /// The facts that rules read, without the others. Kinds with more than `most` subjects stay on disk; in memory are only
    /// those of their facts that rules about somebody else ask for.
    pub(crate) fn open_for_rules(program: &'a Program, path: &Path, most: usize) -> Result<Facts<'a>, Failure> {
        let folder = Folder::open(path)?;
        let (used, across) = (program.facts_in_use(), program.facts_asked_across());
        let mut on_disk = folder.kinds(program);
        on_disk.retain(|(_, _, rows)| *rows > most);
        let is_here = |entity: EntityId| on_disk.iter().all(|(other, ..)| *other != entity);
        let wanted = |entity, fact: FactId| if is_here(entity) { used[fact.index()] } else { across[fact.index()] };
        let tables = folder.tables_of(program, &wanted)?;
        Ok(Facts { program, tables, on_disk, population: OnceCell::new(), folder })
    }

    /// The facts subject by subject; put together when first asked for.
    pub(crate) fn population(&self) -> &Population<'a> {
        self.population.get_or_init(|| {
            let mut population = Population::new(self.program, &self.tables);
            population.come_from(self.folder.clone(), &self.tables);
            population
        })
    }

    /// How many subjects there are of all kinds.
    pub(crate) fn subjects(&self) -> u64 {
        self.tables.iter().map(|table| table.rows as u64).sum()
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
        let kinds: Vec<EntityId> = match kind {
            None => (0..program.entities.len()).map(EntityId::from_index).collect(),
            Some(kind) => vec![entity(program, kind)?],
        };
        // Codes are typed in small letters too.
        for key in [id.trim().to_string(), id.trim().to_uppercase()].iter().map(|key| Name::new(key)) {
            let index = |entity: &EntityId| Some(Row { entity: *entity, index: self.population().find(*entity, key)? });
            if let Some(row) = kinds.iter().find_map(index) {
                return Ok(self.found(program, row));
            }
        }
        // People know names better than codes, but a name may be borne twice.
        let all: Vec<Found> = kinds.iter().flat_map(|entity| self.all(program, *entity)).collect();
        let named: Vec<&Found> =
            all.iter().filter(|found| found.called.is_some_and(|name| name == id.trim())).collect();
        match named.as_slice() {
            [found] => Ok(**found),
            [] => {
                let hint = near(id.trim(), all.iter().flat_map(|found| [Some(found.key), found.called]).flatten());
                Err(Failure::request(
                    format!("事实里没有代码或名称为 `{id}` 的主体{}", hint.zh),
                    format!("the facts hold no subject with the code or name `{id}`{}", hint.en),
                ))
            }
            several => {
                let keys: Vec<&str> = several.iter().take(5).map(|found| found.key.as_str()).collect();
                Err(Failure::request(
                    format!("有 {} 个主体都叫 `{id}`，用代码说明是哪一个：{}", several.len(), keys.join("、")),
                    format!("{} subjects are called `{id}`; say which by code: {}", several.len(), keys.join(", ")),
                ))
            }
        }
    }

    /// All subjects of a kind.
    fn all(&self, program: &Program, entity: EntityId) -> impl Iterator<Item = Found> {
        (0..self.population().len(entity)).map(move |index| self.found(program, Row { entity, index }))
    }

    /// A subject with its key and name.
    pub(crate) fn found(&self, program: &Program, row: Row) -> Found {
        let text = |fact: Option<FactId>| match self.population().fact(row, fact?, None) {
            Some(Literal::Text(name)) => Some(name),
            _ => None,
        };
        let key = self.population().key(row).unwrap_or_else(|| Name::new(""));
        Found { row, key, called: text(program.entity(row.entity).name) }
    }
}

impl<'a> People<'a> for Facts<'a> {
    fn tables(&self) -> &[Table] {
        &self.tables
    }

    fn on_disk(&self, entity: EntityId) -> Option<&Path> {
        self.on_disk.iter().find(|(other, ..)| *other == entity).map(|(_, path, _)| path.as_path())
    }

    fn population(&self) -> &Population<'a> {
        Facts::population(self)
    }

    fn in_memory(&self) -> Result<Vec<Table>, FactsError> {
        let used = self.program.facts_in_use();
        self.folder.tables_of(self.program, &|_, fact| used[fact.index()])
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
