//! What makes a row, or a whole table, impossible to read.

use wuwei_source::Text;
use wuwei_table::Problem;

/// Something that can't be read: where, what and why, and what to do.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The check that it belongs to, by its id.
    pub check: &'static str,
    /// Where, what, why, and what to do.
    pub problem: Problem,
}

/// Why a cell is refused, before it is known where it stands.
#[derive(Debug)]
pub(in crate::observation) struct Refusal {
    pub(in crate::observation) check: &'static str,
    pub(in crate::observation) why: Text,
    pub(in crate::observation) hint: Text,
}
