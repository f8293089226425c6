//! `wuwei-bench gen N FILE` writes the enterprises of the benchmark as Parquet, so that peers in other languages can read them.

mod table;

use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use wuwei_w1::Data;

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
        _ => {
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
