//! The columnar engine.
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
<<<<<<< HEAD
mod values;
=======
pub use allocate::{Allocation, Claim, Claims, FileFault, Grant, Method, NotShared, Shared};
>>>>>>> columnar-ship
pub use bind::WrongColumn;
pub use column::{Shape, State};
pub use compiled::{CompiledRules, InputColumn, NotCompiled, NotReadable, WrongBatch};
pub use frame::Frame;
pub use others::Others;
pub use answers::{Amounts, Answers, Scores};
pub use rows::{NO, NOT_APPLICABLE, RowAnswers, UNKNOWN, YES};
pub use rules::{GroupBy, Question};
pub use survey::Run;
pub use totals::{Counts, GroupTotals, Sum};
