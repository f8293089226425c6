//! The peer `wuwei`: the engine of this repository.

mod ours;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    wuwei_w1::protocol::serve(ours::prepare)
}
