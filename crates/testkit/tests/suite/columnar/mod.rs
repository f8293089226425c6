//! The columnar engine gives the answers of the reference, always.
//!
//! Documents made at random are asked over tables made at random, and every answer of the columns is compared with the one
//! that the evaluator gives for the subject alone.

mod compare;
mod edges;
mod files;
mod library;
mod plans;
mod random;
mod relations;
mod splits;
mod tables;
