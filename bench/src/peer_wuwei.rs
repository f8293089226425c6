//! The peer `wuwei`: the engine of this repository. `peer-wuwei plan ROWS` prints what the workload is compiled to instead, with
//! what each operation costs.

#![allow(clippy::print_stdout, reason = "what it measured is what it is for")]

mod ours;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [plan, rows] = &arguments[..]
        && plan == "plan"
    {
        return match rows.parse().map_err(|_| format!("`{rows}` is not a number of rows")).and_then(ours::plan) {
            Ok(plan) => {
                println!("{plan}");
                ExitCode::SUCCESS
            }
            Err(message) => {
                eprintln!("{message}");
                ExitCode::FAILURE
            }
        };
    }
    wuwei_w1::protocol::serve(ours::prepare)
}
