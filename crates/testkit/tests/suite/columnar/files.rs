//! Files of row groups give the totals that memory gives, and no more of them is decoded than rules need.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use wuwei_columnar::{Effort, Files, Frame, GroupBy, GroupTotals, Others, Question, Run, Sum};
use wuwei_facts::{Column, Table};
use wuwei_ir::{Date, GroupId, Number, Program};

use super::compare::question;
use super::edges::{library, table, whole};
use super::tables::{copy, population};
use crate::generate::vocabulary::AS_OF;
use crate::generate::{compile, make};
use crate::random::{Random, seeds};

/// A folder of its own, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("wuwei-files-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn write(program: &Program, table: &Table, path: &Path, row_group: usize) {
    let fields = table.columns.iter().zip(&table.arrays);
    let fields = fields.map(|(column, array)| {
        Field::new(program.fact(column.fact).column(column.year), array.data_type().clone(), true)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(Arc::clone(&schema), table.arrays.clone()).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(row_group)).build();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn open<'p>(program: &'p Program, as_of: Date, table: &Table, path: &Path) -> Files<'p> {
    let entity = table.entity;
    Files::open(program, as_of, entity, path, &|name| Column::named(program, entity, name)).unwrap()
}

/// Totals by value: fractions that are added in other orders have other denominators.
fn values(totals: &[GroupTotals]) -> Vec<String> {
    let sum = |sum: &Sum| [0, 1].map(|side| (Number::ratio(sum.above[side], sum.below[side]), sum.open[side]));
    let one = |group: &GroupTotals| {
        let paid: Vec<_> = group.benefits.iter().map(|(counts, paid)| (*counts, sum(paid))).collect();
        let indicators: Vec<_> = group.indicators.iter().map(|indicator| indicator.as_ref().map(sum)).collect();
        format!("{:?}", (group.subjects, &group.statuses, paid, sum(&group.total), indicators))
    };
    totals.iter().map(one).collect()
}

#[test]
fn files_give_the_totals_that_memory_gives() {
    let as_of = Date::parse(AS_OF).unwrap();
    let folder = Folder::new("random");
    for seed in seeds(12) {
        let made = make(seed);
        let library = compile(&made.text());
        let program = library.program();
        let mut random = Random::new(seed ^ 0xF11E);
        let tables = population(&mut random, program, &made);
        let others = Others::new(program, as_of, &tables);
        for table in tables.iter().filter(|table| table.rows > 0) {
            let question = question(program, table.entity, as_of);
            let home = program.entity(table.entity).home;
            let groups: Vec<GroupBy> = home.map(|fact| GroupBy::each(program, fact)).into_iter().collect();
            let path = folder.0.join("subjects.parquet");
            write(program, table, &path, 1 + random.below(table.rows));
            let files = open(program, as_of, table, &path);
            assert_eq!(files.rows(), table.rows as u64);
            for others in [None, Some(&others)] {
                let frame = Frame::new(program, as_of, copy(table), others).unwrap();
                let expected = values(&Run::new(&frame, &question, &groups).totals(1));
                for threads in [1, 3] {
                    let (found, effort) = files.totals(&question, &groups, None, others, threads).unwrap();
                    let said = || format!("seed {seed}, {threads} threads\n{}", made.text());
                    assert_eq!(values(&found), expected, "{}", said());
                    assert_eq!(effort.rows, table.rows as u64, "{}", said());
                }
            }
        }
    }
}

const FACTS: &str = "  home 注册地 : region \"Home\"\n  人数 : 人 \"Staff\" { range 0 人 .. 10 万人 }\n  \
                     收入 : 元 \"Revenue\" { range 0 元 .. 1 亿元 }\n  支出 : 元 \"Cost\" { range 0 元 .. 1 亿元 }";
const RULES: &str = "status 大企业 \"Large\" of 企业 { 人数 >= 10 人  收入 > 支出 }";

fn groups_of(program: &Program, name: &str) -> Vec<GroupId> {
    let at = program.groups.iter().position(|group| group.name.as_str() == name).unwrap();
    vec![GroupId::from_index(at)]
}

/// Two row groups: eight small enterprises of Jilin, then eight large ones of nowhere in particular.
fn two_groups(program: &Program) -> Table {
    let homes: Vec<&str> = (0..16).map(|row| if row < 8 { "220000" } else { "100000" }).collect();
    let staff: Vec<i64> = (0..16).map(|row| if row < 8 { row } else { 100 + row }).collect();
    let revenue: Vec<i64> = (0..16).map(|row| 1_000 * row).collect();
    let columns: [(&str, ArrayRef); 4] = [
        ("注册地", Arc::new(StringArray::from(homes))),
        ("人数", whole(&staff)),
        ("收入", whole(&revenue)),
        ("支出", whole(&[9_000; 16])),
    ];
    table(program, "企业", &columns)
}

#[test]
fn a_condition_that_no_row_can_meet_spares_the_columns_of_the_others() {
    let library = library(FACTS, RULES);
    let program = library.program();
    let as_of = Date::parse("2025-06-30").unwrap();
    let folder = Folder::new("spared");
    let (table, path) = (two_groups(program), folder.0.join("企业.parquet"));
    write(program, &table, &path, 8);
    let files = open(program, as_of, &table, &path);
    let question = Question { statuses: groups_of(program, "大企业"), ..Question::default() };
    let (totals, effort) = files.totals(&question, &[], None, None, 1).unwrap();
    // The first group has nobody with ten people; of the second only revenue and cost decide.
    assert_eq!(effort, Effort { rows: 16, row_groups: 2, passed_over: 0, columns: 2 });
    let frame = Frame::new(program, as_of, copy(&table), None).unwrap();
    assert_eq!(values(&totals), values(&Run::new(&frame, &question, &[]).totals(1)));
    assert_eq!((totals[0].statuses[0].no, totals[0].statuses[0].yes), (10, 6));
}

#[test]
fn row_groups_of_other_regions_are_not_opened() {
    let library = library(FACTS, RULES);
    let program = library.program();
    let as_of = Date::parse("2025-06-30").unwrap();
    let folder = Folder::new("regions");
    let (table, path) = (two_groups(program), folder.0.join("企业.parquet"));
    write(program, &table, &path, 8);
    let files = open(program, as_of, &table, &path);
    let question = Question { statuses: groups_of(program, "大企业"), ..Question::default() };
    let by = GroupBy::each(program, program.entity(table.entity).home.unwrap());
    let jilin = program.region_named("吉林省").unwrap().0 as usize;
    let wanted: Vec<bool> = (0..by.groups()).map(|group| group == by.table[jilin] as usize).collect();
    let (totals, effort) = files.totals(&question, &[by], Some(&wanted), None, 1).unwrap();
    assert_eq!((effort.row_groups, effort.passed_over), (1, 1));
    assert_eq!((totals[jilin].subjects, totals[jilin].statuses[0].no), (8, 8));
}

#[test]
fn a_folder_is_one_file_after_the_other_and_damage_is_told() {
    let library = library(FACTS, RULES);
    let program = library.program();
    let as_of = Date::parse("2025-06-30").unwrap();
    let folder = Folder::new("folder");
    let table = two_groups(program);
    for name in ["b.parquet", "a.parquet"] {
        write(program, &table, &folder.0.join(name), 5);
    }
    std::fs::write(folder.0.join("readme.txt"), "not a table").unwrap();
    let files = open(program, as_of, &table, &folder.0);
    let question = Question { statuses: groups_of(program, "大企业"), ..Question::default() };
    let (totals, effort) = files.totals(&question, &[], None, None, 2).unwrap();
    assert_eq!((effort.rows, effort.row_groups, totals[0].statuses[0].yes), (32, 8, 12));
    std::fs::write(folder.0.join("c.parquet"), "PAR1 nothing of the kind").unwrap();
    let entity = table.entity;
    let naming = |name: &str| Column::named(program, entity, name);
    let error = Files::open(program, as_of, entity, &folder.0, &naming).err().unwrap();
    assert!(error.path.ends_with("c.parquet"), "{error}");
}
