//! Plans of several levels as one graph: what they promise together, and how a promise can be shared out.
//!
//! [`Cascade`] joins the targets and actions of documents; [`align`] says where they don't fit; [`loads`] counts what
//! each responsible body carries; [`allocate`] proposes how a target can be split among the regions below.

mod align;
mod allocation;
mod edition;
mod finding;
mod findings;
mod goal;
mod graph;
mod known;
mod load;
mod name;
mod phrase;
mod rate;
mod whole;
mod wording;

pub use align::{Limits, align};
pub use allocation::{Allocation, Allotment, NotAllocable, Question, Rule, Undecided, allocate, split, step_of};
pub use finding::{Finding, FindingSeverity, Row, Sight, Subject};
pub use goal::Goal;
pub use graph::{Cascade, Pair, Relation, Tie};
pub use known::Yearly;
pub use load::{Load, loads, overload_fence};
pub use name::{QUALIFIERS, Qualifier, Stand};
pub use phrase::{amount, promised, target_said};
pub use whole::{Part, Whole, wholes};
pub use wording::{LADDER, strength};
