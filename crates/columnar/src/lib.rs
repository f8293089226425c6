//! The columnar engine: the program of a day compiled into vector operations over Arrow, with the answers of the reference.
//!
//! [`Frame`] holds the columns of one kind of subject, [`Others`] the subjects of other kinds, and [`Run`] the rules compiled for
//! a frame: totals by group, answers as Arrow, or rows one by one. [`CompiledRules`] is what another engine embeds, and
//! [`Claims`] shares a budget out once all answers are there.
//!
//! A rule passes through four forms. `lower` says it with `value`s whose parts are nodes of a `graph`, where equal nodes are
//! one; `code` puts the nodes in order and gives them registers; `machine` runs them over slices of rows. What has no such
//! form is answered by the reference, row by row, and `Run::explain` says what that is.

mod allocate;
mod answers;
mod beside;
mod bind;
mod canonical;
mod code;
mod column;
mod compiled;
mod derived;
mod explain;
mod files;
mod fold;
mod frame;
mod graph;
mod lower;
mod machine;
mod names;
mod others;
mod output;
mod rows;
mod rules;
mod run;
mod survey;
mod totals;
mod value;
mod values;
pub use allocate::{Allocation, Claim, Claims, FileFault, Grant, Method, NotShared, Shared};
pub use answers::{Amounts, Answers, Scores};
pub use column::{Shape, State};
pub use compiled::{CompiledRules, InputColumn, NotCompiled, NotReadable, WrongBatch};
pub use files::{Effort, FileError, FileProblem, Files, Naming};
pub use frame::{Frame, WrongColumn};
pub use others::Others;
pub use rows::{NO, NOT_APPLICABLE, RowAnswers, UNKNOWN, YES};
pub use rules::{GroupBy, Question};
pub use survey::Run;
pub use totals::{Counts, GroupTotals, Sum};
pub use value::Reason;
