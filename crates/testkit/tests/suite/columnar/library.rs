//! The shipped library over the synthetic city.

use wuwei_facts::Table;
use wuwei_facts::synth::{DAY, Wanted, city};
use wuwei_ir::{Date, Program};
use wuwei_project::{Library, Memory};

use super::compare::{Share, first_difference};

fn library() -> Library {
    let day = Date::from_ymd(DAY.0, DAY.1, DAY.2).unwrap();
    Library::open(&Memory::new(day, std::iter::empty()), None).unwrap()
}

fn made(program: &Program) -> Vec<Table> {
    let region = program.region_named("长春市").unwrap();
    let enterprises = crate::random::cases(300) as u32;
    city(program, Wanted { region, enterprises, seed: 7 })
}

#[test]
fn the_library_has_the_same_answers_for_a_city() {
    let library = library();
    let program = library.program();
    let tables = made(program);
    let mut share = Share::default();
    for day in [DAY, (2023, 7, 1)] {
        let as_of = Date::from_ymd(day.0, day.1, day.2).unwrap();
        for table in &tables {
            let kind = table.entity;
            if let Some((row, said)) = first_difference(program, as_of, &tables, kind, false, &mut share) {
                panic!("{as_of}, {} {row}\n{said}", program.entity(kind).head.name);
            }
        }
    }
    assert!(share.percent() > 88.0, "{:.2} % of {} answers in columns", share.percent(), share.all);
}
