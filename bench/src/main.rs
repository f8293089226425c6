//! `wuwei-bench gen N FILE` writes the enterprises of the benchmark as Parquet, so that peers in other languages can read them;
//! `wuwei-bench decode FILE` says what decoding them takes by itself, below which nobody who reads them can come;
//! `wuwei-bench library DIR DAY` says what the rules of the shipped library take over a folder of facts.

#![allow(clippy::print_stdout, reason = "what it measured is what it is for")]

mod shipped;
mod table;

use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use wuwei_w1::Data;

/// Rows that are decoded at a time.
const BATCH: usize = 65_536;

/// Rows of a row group.
const GROUP: usize = 262_144;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["gen", rows, file] => match rows.parse() {
            Ok(rows) => generate(rows, Path::new(file)).map_err(|error| format!("{file}: {error}")),
            Err(_) => Err(format!("`{rows}` is not a number of rows")),
        },
        ["library", folder, day] => shipped::measure(Path::new(folder), day, 1),
        ["library", folder, day, threads] => match threads.parse() {
            Ok(threads) => shipped::measure(Path::new(folder), day, threads),
            Err(_) => Err(format!("`{threads}` is not a number of threads")),
        },
        ["decode", file] => decode(Path::new(file)).map_err(|error| format!("{file}: {error}")),
        _ => {
            eprintln!("wuwei-bench decode FILE   say how long decoding all columns but the key takes");
            eprintln!(
                "wuwei-bench library DIR DAY [THREADS]  say how long the shipped rules take over a folder of facts"
            );
            eprintln!("wuwei-bench gen N FILE    write the first N enterprises of the benchmark as Parquet");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the file under another name first: a run that was stopped leaves no half of one.
fn generate(rows: usize, file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let draft = file.with_extension("tmp");
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = ArrowWriter::try_new(File::create(&draft)?, Arc::new(table::schema()), Some(properties))?;
    for first in (0..rows).step_by(GROUP) {
        writer.write(&table::batch(&Data::range(first, GROUP.min(rows - first)))?)?;
        writer.flush()?;
    }
    writer.close()?;
    fs::rename(&draft, file)?;
    Ok(())
}

/// Decodes what the workload reads, batch by batch, five times, and says how long each took.
fn decode(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for _ in 0..5 {
        let started = Instant::now();
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
        let mask = ProjectionMask::columns(
            builder.parquet_schema(),
            table::schema().fields()[1..].iter().map(|field| field.name().as_str()),
        );
        let reader = builder.with_projection(mask).with_batch_size(BATCH).build()?;
        let mut rows = 0;
        for batch in reader {
            rows += batch?.num_rows();
        }
        println!("{rows} rows decoded in {:.3} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}
