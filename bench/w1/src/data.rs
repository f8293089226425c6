//! The enterprises of the benchmark: made up, deterministic, and the same in every language.

use crate::column::{Bits, Column, Nullable, bits, set_bit};
use crate::draws::{Draws, Spread};

/// 10,000 yuan in fen.
const WAN: i64 = 1_000_000;
/// No amount is larger: 50 billion yuan.
const LARGEST: i64 = 5_000_000 * WAN;
/// What amounts of a [`Spread`] are counted in.
const MILLION: i64 = 1_000_000;
/// 31 December 2024, in days since 1970.
pub(crate) const DAY: i32 = 20_088;

/// The regions with their shares per thousand; the last one stands for the city itself.
const REGIONS: [(i32, i64); 16] = [
    (220102, 90),
    (220103, 70),
    (220104, 110),
    (220105, 60),
    (220106, 70),
    (220112, 25),
    (220113, 30),
    (220122, 30),
    (220171, 110),
    (220172, 100),
    (220173, 170),
    (220174, 60),
    (220182, 15),
    (220183, 20),
    (220184, 20),
    (220100, 20),
];
/// Shares of the industries per thousand.
const INDUSTRIES: [i64; 8] = [260, 150, 40, 130, 120, 60, 60, 180];

/// Input of the workload, one column per fact. Money is in fen, days count from 1970.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "columns are named after the facts that they hold")]
pub struct Data {
    pub rows: usize,
    pub id: Column<i64>,
    pub region: Column<i32>,
    pub industry: Column<i32>,
    pub registered_on: Column<i32>,
    pub staff: Column<i32>,
    pub rd_staff: Nullable<Column<i32>>,
    pub master_plus_staff: Nullable<Column<i32>>,
    pub revenue: Nullable<Column<i64>>,
    pub revenue_prev: Column<i64>,
    pub revenue_prev2: Column<i64>,
    pub cost: Column<i64>,
    pub assets: Column<i64>,
    pub net_assets: Column<i64>,
    pub net_assets_prev: Column<i64>,
    pub net_assets_prev2: Nullable<Column<i64>>,
    pub rd_expense: Nullable<Column<i64>>,
    pub rd_expense_prev: Nullable<Column<i64>>,
    pub rd_expense_prev2: Column<i64>,
    pub hightech_revenue: Nullable<Column<i64>>,
    pub tech_contract_amount: Nullable<Column<i64>>,
    pub venture_capital: Column<i64>,
    pub ip_class1: Column<i32>,
    pub ip_class2: Nullable<Column<i32>>,
    pub abnormal: Nullable<Bits>,
    pub first_hnte_year: Nullable<Column<i32>>,
    pub hnte_valid_until: Nullable<Column<i32>>,
    pub srdi_level: Nullable<Column<i32>>,
    pub incubated: Bits,
    pub transfers_in: Nullable<Column<i32>>,
    pub industrial_professors: Column<i32>,
}

impl Data {
    /// The first rows of the one endless table.
    pub fn make(rows: usize) -> Self {
        Data::range(0, rows)
    }

    /// Rows of it that begin elsewhere.
    pub fn range(first: usize, rows: usize) -> Self {
        let mut data = Data::empty(rows);
        let spreads = Spreads::new();
        for at in 0..rows {
            data.fill(at, (first + at) as u64, &spreads);
        }
        data
    }

    /// Zeros, and nothing known.
    pub(crate) fn empty(rows: usize) -> Self {
        // Neighbours in time lie some lines apart.
        let mut line = 0;
        let mut next = || {
            line += 7;
            line
        };
        Data {
            rows,
            id: Column::new(rows, next()),
            region: Column::new(rows, next()),
            industry: Column::new(rows, next()),
            registered_on: Column::new(rows, next()),
            staff: Column::new(rows, next()),
            rd_staff: Nullable::new(rows, next()),
            master_plus_staff: Nullable::new(rows, next()),
            revenue: Nullable::new(rows, next()),
            revenue_prev: Column::new(rows, next()),
            revenue_prev2: Column::new(rows, next()),
            cost: Column::new(rows, next()),
            assets: Column::new(rows, next()),
            net_assets: Column::new(rows, next()),
            net_assets_prev: Column::new(rows, next()),
            net_assets_prev2: Nullable::new(rows, next()),
            rd_expense: Nullable::new(rows, next()),
            rd_expense_prev: Nullable::new(rows, next()),
            rd_expense_prev2: Column::new(rows, next()),
            hightech_revenue: Nullable::new(rows, next()),
            tech_contract_amount: Nullable::new(rows, next()),
            venture_capital: Column::new(rows, next()),
            ip_class1: Column::new(rows, next()),
            ip_class2: Nullable::new(rows, next()),
            abnormal: Nullable { values: bits(rows, next()), valid: bits(rows, next()) },
            first_hnte_year: Nullable::new(rows, next()),
            hnte_valid_until: Nullable::new(rows, next()),
            srdi_level: Nullable::new(rows, next()),
            incubated: bits(rows, next()),
            transfers_in: Nullable::new(rows, next()),
            industrial_professors: Column::new(rows, next()),
        }
    }

    /// Makes up one enterprise. The numbers of the draws are part of the data.
    fn fill(&mut self, at: usize, row: u64, s: &Spreads) {
        let draws = Draws::of_row(row);
        let spread = |draw: u64, of: &Spread| draws.spread(draw, of);
        // Of the draws for nulls, number `40 + column % 24` decides on a column.
        let known = |column: u64, per_mille: i64| !draws.happens(40 + column % 24, per_mille);

        self.id[at] = row as i64 + 1;
        let region = share(REGIONS.iter().map(|(_, share)| *share), draws.below(0, 1000));
        self.region[at] = REGIONS[region].0;
        self.industry[at] = share(INDUSTRIES.into_iter(), draws.below(1, 1000)) as i32;
        let age = (2400 * spread(2, &s.s080) / MILLION).clamp(5, 14_600);
        self.registered_on[at] = DAY - age as i32;

        let staff = (38 * spread(3, &s.s120) / MILLION).clamp(1, 50_000);
        self.staff[at] = staff as i32;
        let rd_share = (2200 * spread(4, &s.s060) / MILLION).clamp(0, 9500);
        let rd_staff = staff * rd_share / 10_000;
        self.rd_staff.set(at, rd_staff as i32, known(5, 40));
        let masters = rd_staff * draws.below(5, 700) / 1000 + staff * draws.below(6, 120) / 1000;
        self.master_plus_staff.set(at, masters.min(staff) as i32, known(6, 60));

        // Each year follows from the one before it; a young company has no early years.
        let revenue2 = scale(staff * (30 * WAN), spread(7, &s.s070));
        let revenue1 = scale(revenue2, 1_090_000 * spread(8, &s.s022) / MILLION);
        let revenue = scale(revenue1, 1_080_000 * spread(9, &s.s022) / MILLION);
        let revenue = if draws.happens(10, 15) { 0 } else { revenue.clamp(0, LARGEST) };
        let revenue1 = if age < 365 { 0 } else { revenue1.clamp(0, LARGEST) };
        let revenue2 = if age < 730 { 0 } else { revenue2.clamp(0, LARGEST) };
        self.revenue.set(at, revenue, known(7, 30));
        self.revenue_prev[at] = revenue1;
        self.revenue_prev2[at] = revenue2;
        self.cost[at] = revenue * (550 + draws.below(11, 450)) / 1000 + staff * 2 * WAN + 1;

        let assets = scale(revenue, 1_100_000 * spread(12, &s.s060) / MILLION) + staff * 5 * WAN;
        let assets = assets.min(LARGEST);
        self.assets[at] = assets;
        // Some are in debt, so these divisions round down, not towards zero.
        let net2 = (assets * (draws.below(13, 800) - 60)).div_euclid(1000);
        let net1 = scale(net2, 1_110_000 * spread(14, &s.s024) / MILLION);
        let net = scale(net1, 1_100_000 * spread(15, &s.s024) / MILLION);
        self.net_assets[at] = net.clamp(-LARGEST, LARGEST);
        self.net_assets_prev[at] = net1.clamp(-LARGEST, LARGEST);
        self.net_assets_prev2.set(at, net2.clamp(-LARGEST, LARGEST), known(14, 50));

        let rd = scale(revenue, 62_000 * spread(16, &s.s080) / MILLION) + staff * draws.below(17, 6) * (WAN / 10);
        let rd = rd.min(LARGEST);
        let rd1 = scale(rd, 900_000 * spread(18, &s.s035) / MILLION).min(LARGEST);
        let rd2 = scale(rd1, 900_000 * spread(19, &s.s035) / MILLION).min(LARGEST);
        self.rd_expense.set(at, rd, known(15, 40));
        self.rd_expense_prev.set(at, if age < 365 { 0 } else { rd1 }, known(16, 50));
        self.rd_expense_prev2[at] = if age < 730 { 0 } else { rd2 };

        let hightech = revenue * (250 + draws.below(20, 900)).min(1000) / 1000;
        self.hightech_revenue.set(at, hightech, known(18, 60));
        let contracts = revenue * draws.below(21, 300) / 1000;
        let contracts = if draws.below(22, 100) < 55 { 0 } else { contracts };
        self.tech_contract_amount.set(at, contracts, known(19, 80));
        let venture = (700 * WAN * spread(24, &s.s120) / MILLION).min(LARGEST);
        self.venture_capital[at] = if draws.below(23, 100) < 85 { 0 } else { venture };

        let class1 = (2 * spread(26, &s.s090) / MILLION).clamp(0, 500);
        self.ip_class1[at] = if draws.below(25, 100) < 48 { 0 } else { class1 as i32 };
        let class2 = (5 * spread(28, &s.s100) / MILLION).clamp(0, 2000);
        self.ip_class2.set(at, if draws.below(27, 100) < 12 { 0 } else { class2 as i32 }, known(22, 50));
        let known_abnormal = known(23, 30);
        set_bit(&mut self.abnormal.valid, at, known_abnormal);
        set_bit(&mut self.abnormal.values, at, known_abnormal && draws.happens(29, 30));

        let years = (1 + draws.below(31, 16)).clamp(1, (age / 365).max(1));
        let first = if draws.below(30, 100) < 52 { 0 } else { 2025 - years };
        self.first_hnte_year.set(at, first as i32, known(24, 30));
        let until = (first + 3 + 3 * draws.below(32, 5)).min(2022 + draws.below(33, 6));
        self.hnte_valid_until.set(at, if first == 0 { 0 } else { until as i32 }, known(25, 40));
        let level = draws.below(34, 1000);
        let level = [700, 870, 960].into_iter().filter(|bound| level >= *bound).count();
        self.srdi_level.set(at, level as i32, known(26, 30));
        set_bit(&mut self.incubated, at, draws.happens(35, if age < 1826 { 260 } else { 40 }));
        let transfers = (7 * spread(36, &s.s090) / MILLION).clamp(0, 60);
        self.transfers_in.set(at, transfers as i32, known(28, 70));
        let professors = draws.below(37, 1000);
        let steps = [(900, 1), (960, 1), (980, 1), (992, 3), (999, 20)];
        self.industrial_professors[at] =
            steps.iter().filter(|(from, _)| professors >= *from).map(|(_, more)| more).sum();
    }
}

/// The first entry whose share, with those before it, exceeds a draw of a thousand.
fn share(mut shares: impl Iterator<Item = i64>, draw: i64) -> usize {
    let mut sum = 0;
    shares
        .position(|share| {
            sum += share;
            draw < sum
        })
        .unwrap_or(0)
}

/// `⌊x · factor / 10⁶⌋` without a product that doesn't fit.
fn scale(x: i64, factor: i64) -> i64 {
    x.div_euclid(MILLION) * factor + (x.rem_euclid(MILLION) * factor).div_euclid(MILLION)
}

/// The tables that draws are looked up in, by the hundredths of their sigma.
struct Spreads {
    s022: Spread,
    s024: Spread,
    s035: Spread,
    s060: Spread,
    s070: Spread,
    s080: Spread,
    s090: Spread,
    s100: Spread,
    s120: Spread,
}

impl Spreads {
    fn new() -> Self {
        Spreads {
            s022: Spread::new(0.22),
            s024: Spread::new(0.24),
            s035: Spread::new(0.35),
            s060: Spread::new(0.6),
            s070: Spread::new(0.7),
            s080: Spread::new(0.8),
            s090: Spread::new(0.9),
            s100: Spread::new(1.0),
            s120: Spread::new(1.2),
        }
    }
}
