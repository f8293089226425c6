//! The facts of one row as the rules read them.
//!
//! Money is in doubles: all amounts lie below 2^43, so that sums and products with a percentage are exact below 2^53, and vector
//! units multiply doubles faster than integers. Counts are small enough for 32 bits.

use super::block::Block;
use super::flags::Flags;
use super::logic::{Fact, Truth};
use crate::data::DAY;

pub(super) struct Facts {
    /// Since the registration.
    pub(super) days: i32,
    pub(super) staff: i32,
    pub(super) rd_staff: Fact<i32>,
    pub(super) masters: Fact<i32>,
    pub(super) revenue: Fact<f64>,
    pub(super) revenue1: f64,
    pub(super) revenue2: f64,
    pub(super) cost: f64,
    pub(super) assets: f64,
    pub(super) net1: f64,
    pub(super) net2: Fact<f64>,
    pub(super) rd: Fact<f64>,
    pub(super) rd1: Fact<f64>,
    pub(super) rd2: f64,
    pub(super) hightech: Fact<f64>,
    pub(super) contracts: Fact<f64>,
    pub(super) venture: f64,
    pub(super) class1: i32,
    pub(super) class2: Fact<i32>,
    /// Not on the list of abnormal enterprises.
    pub(super) normal: Truth,
    pub(super) first_year: Fact<i32>,
    pub(super) valid_until: Fact<i32>,
    pub(super) level: Fact<i32>,
    pub(super) incubated: bool,
    pub(super) transfers: Fact<i32>,
    pub(super) professors: i32,
    /// Revenue over that of the year before; without meaning where that isn't positive.
    pub(super) revenue_growth: f64,
    /// The same of net assets.
    pub(super) net_growth: f64,
}

impl Facts {
    #[inline(always)]
    pub(super) fn of(block: &Block<'_>, flags: &[Flags; 2], row: usize) -> Self {
        let (first, second) = (flags[0][row], flags[1][row]);
        let int = |value: i32, known: u8| Fact { value, known: known != 0 };
        let money = |value: i64, known: u8| Fact { value: value as f64, known: known != 0 };
        let revenue = money(block.revenue[row], first & 4);
        let revenue1 = block.revenue1[row] as f64;
        let (net, net1) = (block.net[row] as f64, block.net1[row] as f64);
        Facts {
            days: DAY - block.registered_on[row],
            staff: block.staff[row],
            rd_staff: int(block.rd_staff[row], first & 1),
            masters: int(block.masters[row], first & 2),
            revenue,
            revenue1,
            revenue2: block.revenue2[row] as f64,
            cost: block.cost[row] as f64,
            assets: block.assets[row] as f64,
            net1,
            net2: money(block.net2[row], first & 8),
            rd: money(block.rd[row], first & 16),
            rd1: money(block.rd1[row], first & 32),
            rd2: block.rd2[row] as f64,
            hightech: money(block.hightech[row], first & 64),
            contracts: money(block.contracts[row], first & 128),
            venture: block.venture[row] as f64,
            class1: block.class1[row],
            class2: int(block.class2[row], second & 1),
            normal: !Truth::of(second & 64 != 0, second & 2 != 0),
            first_year: int(block.first_year[row], second & 4),
            valid_until: int(block.valid_until[row], second & 8),
            level: int(block.level[row], second & 16),
            incubated: second & 128 != 0,
            transfers: int(block.transfers[row], second & 32),
            professors: block.professors[row],
            revenue_growth: revenue.value / revenue1,
            net_growth: net / net1,
        }
    }
}
