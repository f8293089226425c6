//! The rules of the workload in the engine.
//!
//! What is here is the frame: what to prepare, what the clock measures, and what is asked afterwards.

use wuwei_w1::Aggregate;
use wuwei_w1::protocol::{Peer, Request};

/// The engine with its program compiled and its data where the request wants them.
pub(crate) struct Ours {
    aggregate: Aggregate,
}

/// Everything before the clock starts. `request.data` is the Parquet file; in memory, the enterprises are
/// `wuwei_w1::Data::make(request.rows)`.
pub(crate) fn prepare(_request: &Request) -> Result<Ours, String> {
    // TO BE FILLED: compile the program, load the columns.
    Err("the engine isn't a peer yet; run the others with `--only duckdb,polars-stream,c-auto`".to_string())
}

impl Peer for Ours {
    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_string()
    }

    fn run(&mut self) -> Result<(), String> {
        // TO BE FILLED: evaluate; in `Mode::Full`, all 36 columns have to be in memory at the end.
        self.aggregate = Aggregate::default();
        Ok(())
    }

    fn aggregate(&self) -> Result<Aggregate, String> {
        Ok(self.aggregate.clone())
    }

    fn output_hash(&self) -> Result<String, String> {
        // TO BE FILLED: `wuwei_w1::result::OutputHash` takes columns in parts.
        Err("the engine isn't a peer yet".to_string())
    }
}
