//! Folders of facts and uploads: what goes into the store comes out as the same facts.

use std::path::PathBuf;
use std::sync::Arc;

use wuwei_engine::{Origin, Population as _, Row};
use wuwei_facts::synth::{Wanted, write_city};
use wuwei_facts::{Folder, LoadOptions, Population, Texts, load};
use wuwei_ir::{Date, Program};
use wuwei_project::{Library, Memory};
use wuwei_store::{NewUpload, Store, Timestamp, UploadId};
use wuwei_workbench::Snapshot;
use wuwei_workbench::intake::{self, About};

use crate::server::{Browser, RUNTIME, bench, database, empty, folder, on_both};

on_both!(what_is_brought_up_to_date_is_what_is_read_from_scratch, what_the_documents_do_not_know_is_kept);

/// A folder and a store of a test's own.
struct Place {
    folder: PathBuf,
    store: Store,
    library: Arc<Library>,
}

fn today() -> Date {
    Date::parse("2026-03-01").unwrap()
}

impl Place {
    fn new(name: &str) -> Place {
        let folder = folder(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let store = RUNTIME.block_on(Store::open(&database(name))).unwrap();
        let library = Arc::new(Library::open(&Memory::new(today(), []), None).unwrap());
        Place { folder, store, library }
    }

    fn take(&self, folder: &Folder, learnt: Date) -> Vec<UploadId> {
        let received_at = Timestamp::parse("2026-03-01T08:00:00.000Z").unwrap();
        let about = About { actor: "test".to_string(), received_at, learnt };
        RUNTIME.block_on(intake::folder(&self.store, &self.library, folder, &about)).unwrap()
    }

    fn snapshot(&self, day: Date) -> Snapshot {
        RUNTIME.block_on(Snapshot::load(&self.store, &self.library, day)).unwrap()
    }
}

/// Everything that is known, subject by subject and in order of the keys.
fn content(program: &Program, tables: &[wuwei_facts::Table]) -> Vec<String> {
    let mut out = Vec::new();
    for table in tables {
        let texts = Texts::of(program, table);
        for row in 0..texts.rows() {
            let mut cells: Vec<String> = texts.cells(row).map(|cell| format!("{}={}", cell.name, cell.text)).collect();
            cells.sort();
            let key = texts.key(row).map_or("", |key| key.as_str());
            out.push(format!("{} {key} {}", program.entity(table.entity).head.name, cells.join(" ")));
        }
    }
    out.sort();
    out
}

#[test]
fn a_city_comes_out_as_it_went_in() {
    let place = Place::new("intake-city");
    let program = place.library.program();
    let region = program.region_named("长春市").unwrap();
    let city = place.folder.join("city");
    let folder = write_city(program, Wanted { region, enterprises: 60, seed: 7 }, &city).unwrap();
    let uploads = place.take(&folder, Date::MIN);
    assert_eq!(uploads.len(), 1);
    // What is there isn't taken in again.
    assert!(place.take(&folder, Date::MIN).is_empty());
    let snapshot = place.snapshot(today());
    let tables = folder.tables(program).unwrap();
    assert_eq!(content(program, snapshot.tables()), content(program, &tables));
    assert_eq!(snapshot.through(), Some(uploads[0]));
    assert!(snapshot.notice(wuwei_source::Lang::Zh).unwrap().contains("合成数据"));
    let entity = program.entity_named("企业").unwrap();
    let fact = program.entity(entity).key.unwrap();
    assert_eq!(snapshot.population().origin(Row { entity, index: 0 }, fact, None), Some(Origin::Synthetic));
}

#[test]
fn files_rows_and_days_stay_known() {
    let place = Place::new("intake-origins");
    let program = place.library.program();
    let table = |name: &str, text: &str| {
        let path = place.folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    // The check digits of codes are what the template of a test can't know: take them from a city.
    let region = program.region_named("长春市").unwrap();
    let city = write_city(program, Wanted { region, enterprises: 3, seed: 7 }, &place.folder.join("city")).unwrap();
    let tables = city.tables(program).unwrap();
    let entity = program.entity_named("企业").unwrap();
    let enterprises = tables.iter().find(|table| table.entity == entity).unwrap();
    let texts = Texts::of(program, enterprises);
    let keys: Vec<String> = (0..3).map(|row| texts.key(row).unwrap().to_string()).collect();
    let key = program.fact(program.entity(entity).key.unwrap()).name;
    let into = place.folder.join("facts");
    for (name, learnt, text) in [
        ("企业-一.csv", "2025-01-10", format!("{key},职工总数@2024\n{},10\n{},20\n", keys[0], keys[1])),
        ("企业-二.csv", "2025-06-10", format!("{key},职工总数@2024\n{},25\n{},30\n", keys[1], keys[2])),
    ] {
        let options = LoadOptions { learnt: Date::parse(learnt), ..LoadOptions::default() };
        let loaded = load(program, &[table(name, &text)], &into, &options, today(), &mut |_| {}).unwrap();
        assert!(loaded.written, "{:?}", loaded.problems);
    }
    let folder = Folder::open(&into).unwrap();
    assert_eq!(place.take(&folder, today()).len(), 2);
    let mut expected = Population::new(program, &folder.tables(program).unwrap());
    expected.come_from(folder.clone(), &folder.tables(program).unwrap());
    let snapshot = place.snapshot(today());
    assert_eq!(content(program, snapshot.tables()), content(program, &folder.tables(program).unwrap()));
    let staff = program.fact_named(entity, "职工总数").unwrap();
    let found = snapshot.population();
    for key in &keys {
        let name = wuwei_source::Name::new(key);
        let (here, there) = (found.find(entity, name).unwrap(), expected.find(entity, name).unwrap());
        let origin = found.origin(Row { entity, index: here }, staff, Some(2024));
        assert_eq!(origin, expected.origin(Row { entity, index: there }, staff, Some(2024)));
        assert!(matches!(origin, Some(Origin::Table { .. })), "{key}");
    }
    // On a day between the two only the first is known.
    let before = place.snapshot(Date::parse("2025-03-01").unwrap());
    // The folder itself kept one row of the first file: the other was said anew in the second.
    assert_eq!(before.population().len(entity), 1);
    assert_eq!(place.snapshot(Date::parse("2024-03-01").unwrap()).population().len(entity), 0);
}

fn what_the_documents_do_not_know_is_kept(name: &str) {
    let place = Place::new(name);
    let program = place.library.program();
    let upload = NewUpload {
        file: "手写.csv".to_string(),
        sha256: wuwei_store::Digest::of(b"x"),
        received_at: Timestamp::EPOCH,
        learnt: Date::MIN,
        actor: String::new(),
        synthetic: false,
        notice: wuwei_source::Text::new("", ""),
    };
    let entity = program.entity_named("企业").unwrap();
    let name = program.fact(program.entity(entity).name.unwrap()).name;
    RUNTIME.block_on(async {
        let mut writer = place.store.begin_facts(&upload).await.unwrap();
        let cells = [(name.as_str(), Some("甲")), ("没有的事实", Some("乙")), ("职工总数@2024", Some("许多"))];
        writer.row("企业", "k1", cells).await.unwrap();
        writer.row("没有的类别", "k2", [("a", Some("b"))]).await.unwrap();
        writer.commit().await.unwrap();
    });
    let snapshot = place.snapshot(today());
    let table = &snapshot.tables()[0];
    assert_eq!(table.foreign.len(), 1);
    assert_eq!(table.foreign[0].0.name(), "没有的事实");
    let texts = Texts::of(program, table);
    let names: Vec<String> = texts.cells(0).map(|cell| format!("{}={}", cell.name, cell.text)).collect();
    assert!(names.contains(&"没有的事实=乙".to_string()) && !names.iter().any(|name| name.contains("许多")));
}

/// Numbers that nobody foresees and everybody gets again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// Says things at random: new subjects, other values, values withdrawn, kinds replaced, columns and kinds that nobody knows.
async fn say(store: &Store, dice: &mut Dice, number: u64) {
    let upload = NewUpload {
        file: format!("{number}.csv"),
        sha256: wuwei_store::Digest::of(&number.to_le_bytes()),
        received_at: Timestamp::EPOCH,
        learnt: Date::from_ymd(2026, 1, 1 + dice.roll(28) as u32).unwrap(),
        actor: String::new(),
        synthetic: dice.roll(4) == 0,
        notice: wuwei_source::Text::new(format!("声明{number}"), format!("notice {number}")),
    };
    let mut writer = store.begin_facts(&upload).await.unwrap();
    for kind in ["企业", "平台", "没有的类别"] {
        if dice.roll(9) == 0 {
            writer.replace(kind).await.unwrap();
        }
        for n in 0..30 {
            if dice.roll(if number.is_multiple_of(3) { 2 } else { 12 }) != 0 {
                continue;
            }
            let row = format!("{}\t{}", dice.roll(90) + 2, if dice.roll(2) == 0 { "甲" } else { "" });
            let (staff, spent) = (dice.roll(500).to_string(), format!("{}.5", dice.roll(900)));
            let choice = ["是", "否", "说不清"][dice.roll(3) as usize];
            let origin = format!("#{}", writer.id().number());
            let mut cells = vec![(origin.as_str(), Some(row.as_str())), ("职工总数@2024", Some(staff.as_str()))];
            cells.push(("研发费用@2023", (dice.roll(3) > 0).then_some(spent.as_str())));
            if dice.roll(6) == 0 {
                cells.push(("没有的事实", Some(choice)));
            }
            if dice.roll(40) == 0 {
                cells.push(("研发费用@2024", Some(choice)));
            }
            writer.row(kind, &format!("k{n:02}"), cells).await.unwrap();
        }
    }
    writer.commit().await.unwrap();
}

/// Everything that a snapshot knows, with where it comes from.
fn everything(snapshot: &Snapshot) -> Vec<String> {
    let program = snapshot.library().program();
    let mut out = vec![format!("{:?} {:?}", snapshot.through(), snapshot.notice(wuwei_source::Lang::Zh))];
    for table in snapshot.tables() {
        let texts = Texts::of(program, table);
        out.push(format!("{:?} {:?}", table.entity, table.columns));
        out.push(format!("{:?}", table.foreign.iter().map(|(field, _)| field.name()).collect::<Vec<_>>()));
        for index in 0..table.rows {
            let row = Row { entity: table.entity, index: index as u32 };
            for cell in texts.cells(index) {
                let column = cell.column;
                let origin = column.map(|column| snapshot.population().origin(row, column.fact, column.year));
                out.push(format!("{index} {}={} {origin:?}", cell.name, cell.text));
            }
        }
    }
    out
}

fn what_is_brought_up_to_date_is_what_is_read_from_scratch(name: &str) {
    let bench = empty(name);
    let library = Arc::new(Library::open(&Memory::new(today(), []), None).unwrap());
    let store = RUNTIME.block_on(Store::open(&database(name))).unwrap();
    let mut dice = Dice(5616);
    for number in 0..40 {
        RUNTIME.block_on(async {
            say(&store, &mut dice, number).await;
            if dice.roll(3) == 0 {
                say(&store, &mut dice, 1_000 + number).await;
            }
            bench.settled().await;
        });
        let scratch = RUNTIME.block_on(Snapshot::load(&store, &library, today())).unwrap();
        let (found, wanted) = (everything(&bench.snapshot()), everything(&scratch));
        assert!(found == wanted, "after {number}: {:?}", found.iter().zip(&wanted).find(|(one, other)| one != other));
    }
}

/// A few things about the city's subjects, at random: figures, homes, whom they belong to, what they were paid.
async fn happen(store: &Store, snapshot: &Snapshot, dice: &mut Dice, number: u64) {
    let program = snapshot.library().program();
    let upload = NewUpload {
        file: format!("{number}.csv"),
        sha256: wuwei_store::Digest::of(&number.to_le_bytes()),
        received_at: Timestamp::EPOCH,
        learnt: Date::from_ymd(2026, 1, 5).unwrap(),
        actor: String::new(),
        synthetic: true,
        notice: wuwei_source::Text::new("声明", "notice"),
    };
    let mut writer = store.begin_facts(&upload).await.unwrap();
    for _ in 0..1 + dice.roll(3) {
        let table = &snapshot.tables()[dice.roll(snapshot.tables().len() as u64) as usize];
        let Some(code) = program.entity(table.entity).key else { continue };
        let texts = Texts::of(program, table);
        let mut any = || dice.roll(table.rows as u64) as usize;
        let (one, other) = (texts.key(any()).unwrap().to_string(), any());
        // What is known of another is said of this one, so that each value is one that the fact can have; some is withdrawn.
        let mut said: Vec<(String, Option<String>)> = Vec::new();
        for cell in texts.cells(other).filter(|cell| cell.column.is_some_and(|column| column.fact != code)) {
            if dice.roll(3) == 0 {
                said.push((cell.name.to_string(), (dice.roll(8) > 0).then(|| cell.text.to_string())));
            }
        }
        let cells = said.iter().map(|(name, text)| (name.as_str(), text.as_deref()));
        writer.row(program.entity(table.entity).head.name.as_str(), &one, cells).await.unwrap();
    }
    writer.commit().await.unwrap();
}

/// A counter among those that are shown to who watches the server.
fn counted(bench: &Arc<wuwei_workbench::Workbench>, name: &str) -> u64 {
    let server = wuwei_workbench::router(bench.clone());
    let text = Browser::new(&server, "en").get("/metrics").body;
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap()
}

#[test]
fn a_survey_brought_up_to_date_is_one_made_from_scratch() {
    let bench = bench("surveyed");
    let library = Arc::new(Library::open(&Memory::new(today(), []), None).unwrap());
    let store =
        RUNTIME.block_on(async { Store::open(&folder("surveyed").join("wuwei.db").to_string_lossy()).await.unwrap() });
    let region = library.program().region_named("220100").unwrap();
    let day = Date::from_ymd(2025, 12, 31).unwrap();
    let shown = |snapshot: &Snapshot| {
        let survey = snapshot.survey(region, day).unwrap();
        format!("{:#?}", (&survey.kinds, &survey.indicators))
    };
    shown(&bench.snapshot());
    let mut dice = Dice(88);
    for number in 1..=40 {
        RUNTIME.block_on(async {
            happen(&store, &bench.snapshot(), &mut dice, number).await;
            bench.settled().await;
        });
        // A fault in one round would be seen in each that follows.
        if !number.is_multiple_of(8) {
            continue;
        }
        let scratch = RUNTIME.block_on(Snapshot::load(&store, &library, today())).unwrap();
        let (found, wanted) = (shown(&bench.snapshot()), shown(&scratch));
        let apart = found.lines().zip(wanted.lines()).find(|(one, other)| one != other);
        assert!(found == wanted, "after {number}: {apart:?}");
    }
    let (renewed, anew) =
        (counted(&bench, "wuwei_surveys_renewed_total "), counted(&bench, "wuwei_surveys_anew_total "));
    println!("{renewed} by change, {anew} anew");
    assert!(renewed > anew, "{renewed} by change, {anew} anew");
}
