//! What is written is read back unchanged, in every format.

use wuwei_ir::{Date, Program};
use wuwei_plan::{
    Accept, ExportOptions, Format, ImportOptions, Importer, Observations, Unwritable, to_csv, to_sdmx, to_xlsx,
};
use wuwei_source::Lang;

use crate::random::{Random, observations, seeds};
use crate::world::{day, program, said};

type Writer = fn(&Program, &Observations, &ExportOptions) -> Result<Vec<u8>, Unwritable>;

const FORMATS: [(Format, Writer); 3] = [(Format::Csv, to_csv), (Format::Xlsx, to_xlsx), (Format::Sdmx, to_sdmx)];

#[test]
fn random_observations_come_back_in_every_format() {
    for seed in seeds(60) {
        let mut random = Random::new(seed);
        let mut before = Observations::default();
        let count = random.below(25);
        before.append(observations(&mut random, program(), count));
        let lang = if random.one_in(2) { Lang::Zh } else { Lang::En };
        let options = ExportOptions { lang, known_on: Date::MAX, today: day("2026-11-20") };
        for (format, write) in FORMATS {
            let bytes = write(program(), &before, &options).unwrap();
            assert_eq!(Format::of(&bytes), format);
            assert_eq!(bytes, write(program(), &before, &options).unwrap(), "seed {seed}: not the same twice");
            let mut after = Observations::default();
            let options = ImportOptions { file: "x", today: day("2026-11-20"), learnt: None, accept: Accept::Readable };
            let imported = Importer::new(program()).import(&mut after, &bytes, &options);
            assert!(imported.faults.is_empty(), "seed {seed} {format:?}: {:#?}", imported.faults);
            assert_eq!(said(&after), said(&before), "seed {seed} {format:?}");
            // The same file again says nothing new.
            let again = Importer::new(program()).import(&mut after, &bytes, &options);
            assert_eq!((again.added, again.known), (0, before.all().len()), "seed {seed} {format:?}");
        }
    }
}

/// Only what was known on a day is written.
#[test]
fn a_past_day_has_its_own_table() {
    for seed in seeds(40) {
        let mut random = Random::new(seed);
        let mut all = Observations::default();
        all.append(observations(&mut random, program(), 12));
        let known_on = crate::random::day(&mut random);
        let options = ExportOptions { lang: Lang::Zh, known_on, today: day("2026-11-20") };
        let bytes = to_csv(program(), &all, &options).unwrap();
        let mut then = Observations::default();
        then.append(said(&all).into_iter().filter(|row| row.learnt <= known_on));
        let everything = ExportOptions { known_on: Date::MAX, ..options };
        assert_eq!(bytes, to_csv(program(), &then, &everything).unwrap(), "seed {seed}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let mut observations = Observations::default();
    observations.append(crate::random::observations(&mut Random::new(7), program(), 200));
    let options = ExportOptions { lang: Lang::En, known_on: Date::MAX, today: day("2026-11-20") };
    for write in [to_csv, to_sdmx] {
        let bytes = write(program(), &observations, &options).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        for record in reader.records() {
            for cell in record.unwrap().iter() {
                let is_number =
                    cell.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                assert!(is_number || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
    }
}
