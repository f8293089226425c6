//! The peer `c-auto`: rules by hand, compiled for this machine.

use std::process::ExitCode;

use wuwei_w1::protocol::{Mode, Peer, Request, Setting, serve};
use wuwei_w1::{Aggregate, Data, Output, auto};

struct Auto {
    data: Data,
    threads: usize,
    /// Written anew by every run, in memory that is already there.
    output: Option<Output>,
    aggregate: Aggregate,
}

impl Peer for Auto {
    fn version(&self) -> String {
        let vectors = if cfg!(target_feature = "avx512dq") {
            "AVX-512"
        } else if cfg!(target_feature = "avx2") {
            "AVX2"
        } else {
            "baseline"
        };
        format!("{} {vectors}", env!("CARGO_PKG_VERSION"))
    }

    fn run(&mut self) -> Result<(), String> {
        self.aggregate = match &mut self.output {
            Some(output) => auto::full(&self.data, self.threads, output),
            None => auto::aggregate(&self.data, self.threads),
        };
        Ok(())
    }

    fn aggregate(&self) -> Result<Aggregate, String> {
        Ok(self.aggregate.clone())
    }

    fn output_hash(&self) -> Result<String, String> {
        self.output.as_ref().map(Output::hash).ok_or_else(|| "only the aggregate was asked for".to_string())
    }
}

fn prepare(request: &Request) -> Result<Auto, String> {
    if request.setting == Setting::Parquet {
        return Err("c-auto has no reader of Parquet: it shows what the rules alone cost".to_string());
    }
    let output = (request.mode == Mode::Full).then(|| Output::new(request.rows));
    Ok(Auto { data: Data::make(request.rows), threads: request.threads, output, aggregate: Aggregate::default() })
}

fn main() -> ExitCode {
    serve(prepare)
}
