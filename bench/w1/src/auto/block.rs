//! A block of rows: every column that the rules read, cut to the length that the compiler knows.

use super::{BYTES, ROWS};
use crate::column::Column;
use crate::data::Data;

pub(super) type Longs<'a> = &'a [i64; ROWS];
pub(super) type Ints<'a> = &'a [i32; ROWS];
type Bits<'a> = &'a [u8; BYTES];

/// The columns of a block, and its bits.
pub(super) struct Block<'a> {
    pub(super) id: Longs<'a>,
    pub(super) region: Ints<'a>,
    pub(super) industry: Ints<'a>,
    pub(super) registered_on: Ints<'a>,
    pub(super) staff: Ints<'a>,
    pub(super) rd_staff: Ints<'a>,
    pub(super) masters: Ints<'a>,
    pub(super) revenue: Longs<'a>,
    pub(super) revenue1: Longs<'a>,
    pub(super) revenue2: Longs<'a>,
    pub(super) cost: Longs<'a>,
    pub(super) assets: Longs<'a>,
    pub(super) net: Longs<'a>,
    pub(super) net1: Longs<'a>,
    pub(super) net2: Longs<'a>,
    pub(super) rd: Longs<'a>,
    pub(super) rd1: Longs<'a>,
    pub(super) rd2: Longs<'a>,
    pub(super) hightech: Longs<'a>,
    pub(super) contracts: Longs<'a>,
    pub(super) venture: Longs<'a>,
    pub(super) class1: Ints<'a>,
    pub(super) class2: Ints<'a>,
    pub(super) first_year: Ints<'a>,
    pub(super) valid_until: Ints<'a>,
    pub(super) level: Ints<'a>,
    pub(super) transfers: Ints<'a>,
    pub(super) professors: Ints<'a>,
    /// Validity of: staff in research, masters, revenue, net assets two years ago, research this and last year, high-tech
    /// revenue, contracts.
    pub(super) first_bits: [Bits<'a>; 8],
    /// Validity of: second class of property, the abnormal list, both years of recognition, the level, transfers. Then the
    /// abnormal list and incubation themselves.
    pub(super) second_bits: [Bits<'a>; 8],
}

impl<'a> Block<'a> {
    /// The block that begins at a row, a multiple of [`ROWS`].
    pub(super) fn at(data: &'a Data, row: usize) -> Option<Self> {
        Some(Block {
            id: cut(&data.id, row)?,
            region: cut(&data.region, row)?,
            industry: cut(&data.industry, row)?,
            registered_on: cut(&data.registered_on, row)?,
            staff: cut(&data.staff, row)?,
            rd_staff: cut(&data.rd_staff.values, row)?,
            masters: cut(&data.master_plus_staff.values, row)?,
            revenue: cut(&data.revenue.values, row)?,
            revenue1: cut(&data.revenue_prev, row)?,
            revenue2: cut(&data.revenue_prev2, row)?,
            cost: cut(&data.cost, row)?,
            assets: cut(&data.assets, row)?,
            net: cut(&data.net_assets, row)?,
            net1: cut(&data.net_assets_prev, row)?,
            net2: cut(&data.net_assets_prev2.values, row)?,
            rd: cut(&data.rd_expense.values, row)?,
            rd1: cut(&data.rd_expense_prev.values, row)?,
            rd2: cut(&data.rd_expense_prev2, row)?,
            hightech: cut(&data.hightech_revenue.values, row)?,
            contracts: cut(&data.tech_contract_amount.values, row)?,
            venture: cut(&data.venture_capital, row)?,
            class1: cut(&data.ip_class1, row)?,
            class2: cut(&data.ip_class2.values, row)?,
            first_year: cut(&data.first_hnte_year.values, row)?,
            valid_until: cut(&data.hnte_valid_until.values, row)?,
            level: cut(&data.srdi_level.values, row)?,
            transfers: cut(&data.transfers_in.values, row)?,
            professors: cut(&data.industrial_professors, row)?,
            first_bits: [
                cut(&data.rd_staff.valid, row / 8)?,
                cut(&data.master_plus_staff.valid, row / 8)?,
                cut(&data.revenue.valid, row / 8)?,
                cut(&data.net_assets_prev2.valid, row / 8)?,
                cut(&data.rd_expense.valid, row / 8)?,
                cut(&data.rd_expense_prev.valid, row / 8)?,
                cut(&data.hightech_revenue.valid, row / 8)?,
                cut(&data.tech_contract_amount.valid, row / 8)?,
            ],
            second_bits: [
                cut(&data.ip_class2.valid, row / 8)?,
                cut(&data.abnormal.valid, row / 8)?,
                cut(&data.first_hnte_year.valid, row / 8)?,
                cut(&data.hnte_valid_until.valid, row / 8)?,
                cut(&data.srdi_level.valid, row / 8)?,
                cut(&data.transfers_in.valid, row / 8)?,
                cut(&data.abnormal.values, row / 8)?,
                cut(&data.incubated, row / 8)?,
            ],
        })
    }
}

fn cut<T: Copy + Default, const N: usize>(column: &Column<T>, from: usize) -> Option<&[T; N]> {
    column.padded().get(from..)?.first_chunk()
}
