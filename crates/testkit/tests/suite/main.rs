//! What must hold of the language and its answers: cases written by hand, and properties of documents made at random.
//!
//! A property that fails prints its seed, the document and the facts. `WUWEI_SEED=… cargo test -p wuwei-testkit soundness`
//! runs that one case again; `WUWEI_CASES=10` runs ten times as many.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod advise;
mod answers;
mod architecture;
mod bundles;
mod columnar;
mod documents;
mod facts;
mod formatting;
mod generate;
mod missing;
mod narrowing;
mod permutation;
mod program;
mod proof_objects;
mod proofs;
mod questions;
mod random;
mod soundness;
mod supposed;
mod tables;
mod units;
mod workload;
