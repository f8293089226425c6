//! Tables that nobody meant to send: whatever stands in a file, it is read or refused, never a panic, and a refused file
//! leaves nothing behind.

use wuwei_ir::Date;
use wuwei_plan::{Accept, ExportOptions, Importer, Observations, to_csv, to_sdmx, to_xlsx};
use wuwei_source::Lang;

use crate::random::{Random, observations, seeds};
use crate::world::{day, options, program, said};

const BITS: &[&str] = &[
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{1}",
    "\u{feff}",
    "\u{202e}",
    "NaN",
    "-",
    "=A1",
    "'",
    "'=",
    "~",
    "X_",
    "_T",
    "9999999999999999999999999999999999999999",
    "0.0000000000000000000001",
    "1e400",
    "-0",
    "１",
    "%",
    "万",
    "万亿元",
    "2024",
    "2024Q9",
    "2024-02-30",
    "9999",
    "99991231",
    "0001/9999",
    "9999-12-31",
    "0000",
    "revised",
    "D",
    "M",
    "R",
    "指标",
    "indicator",
    "OBS_VALUE",
    "STRUCTURE",
    "PK\u{3}\u{4}",
    "#N/A",
    "#DIV/0!",
    ": ",
    "[",
    "18",
    "-19",
    "2147483648",
    "P3Y",
    "2025-01-01/P-3Y",
    "2025-01-01/P2147483647Y",
];

fn spoilt(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(out.len() + 1);
        let to = at + random.below(out.len() - at + 1).min(random.below(40));
        match random.below(7) {
            0 => drop(out.drain(at..to)),
            1 => {
                let part = out[at..to].to_vec();
                out.splice(at..at, part);
            }
            2 if random.one_in(8) => out.truncate(at),
            3 if at < out.len() => out[at] = random.next() as u8,
            _ => {
                let bit = *random.pick(BITS);
                out.splice(at..to.min(at + random.below(3)), bit.bytes());
            }
        }
    }
    out
}

/// Reads spoilt bytes in all ways, into nothing and into what is there.
fn read(seed: u64, bytes: &[u8], before: &Observations) {
    for accept in [Accept::Sound, Accept::GoodRows, Accept::Readable] {
        for mut all in [Observations::default(), before.clone()] {
            let (rows, tables) = (all.all().to_vec(), all.tables().to_vec());
            let imported = Importer::new(program()).import(&mut all, bytes, &options(accept));
            assert_eq!(imported.rows, imported.added + imported.known + imported.left_out, "seed {seed}");
            if !imported.loaded {
                assert_eq!(
                    (all.all(), all.tables()),
                    (&rows[..], &tables[..]),
                    "seed {seed}: something was left behind"
                );
            }
            assert!(all.all().len() >= rows.len());
            for fault in &imported.faults {
                assert!(!fault.problem.show(Lang::Zh).is_empty() && !fault.problem.show(Lang::En).is_empty());
            }
            let _ = imported.json();
            for row in all.all().iter().skip(rows.len()) {
                let series = all.series(row.indicator, row.region, Date::MAX);
                assert!(series.points.is_sorted_by(|one, next| one.period < next.period), "seed {seed}");
            }
            // What was read can be written, and read once more.
            let export = ExportOptions { lang: Lang::Zh, known_on: Date::MAX, today: day("2026-11-20") };
            let written = to_csv(program(), &all, &export).unwrap();
            let mut again = Observations::default();
            let back = Importer::new(program()).import(&mut again, &written, &options(Accept::Readable));
            assert!(back.faults.is_empty(), "seed {seed}: {:#?}", back.faults);
            assert_eq!(said(&again), said(&all), "seed {seed}");
        }
    }
}

#[test]
fn spoilt_tables_are_read_or_refused() {
    let export = ExportOptions { lang: Lang::Zh, known_on: Date::MAX, today: day("2026-11-20") };
    for seed in seeds(100) {
        let mut random = Random::new(seed);
        let mut all = Observations::default();
        let count = 1 + random.below(6);
        all.append(observations(&mut random, program(), count));
        let write = *random.pick(&[to_csv, to_sdmx]);
        let export = ExportOptions { lang: if random.one_in(2) { Lang::Zh } else { Lang::En }, ..export };
        let bytes = write(program(), &all, &export).unwrap();
        read(seed, &spoilt(&mut random, &bytes), &all);
    }
}

#[test]
fn spoilt_workbooks_are_read_or_refused() {
    let export = ExportOptions { lang: Lang::Zh, known_on: Date::MAX, today: day("2026-11-20") };
    let mut all = Observations::default();
    all.append(observations(&mut Random::new(1), program(), 5));
    let bytes = to_xlsx(program(), &all, &export).unwrap();
    for seed in seeds(30) {
        read(seed, &spoilt(&mut Random::new(seed), &bytes), &all);
    }
}
