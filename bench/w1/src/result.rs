//! Answers of the workload and their checksums, by which peers in any language are compared.

use sha2::{Digest, Sha256};

use crate::column::Column;

/// Adcodes of the regions in the order of the aggregate.
pub const REGIONS: [i32; 16] = [
    220100, 220102, 220103, 220104, 220105, 220106, 220112, 220113, 220122, 220171, 220172, 220173, 220174, 220182,
    220183, 220184,
];
/// Groups of the aggregate: regions by eight industries.
pub const GROUPS: usize = 128;

/// The place of each adcode less 220100 in [`REGIONS`]; of any other number it is 0.
pub(crate) const REGION_PLACES: [u8; 128] = {
    let mut places = [0; 128];
    let mut place = 0;
    while place < REGIONS.len() {
        places[(REGIONS[place] - REGIONS[0]) as usize] = place as u8;
        place += 1;
    }
    places
};

/// The group of a region and an industry.
pub fn group(region: i32, industry: i32) -> usize {
    usize::from(REGION_PLACES[(region - REGIONS[0]) as usize % 128]) * 8 + industry as usize % 8
}

/// The aggregate by region and industry. A group holds: rows; no, yes and unknown of the three statuses; lower and upper totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// The groups in the order of regions, then industries.
    pub groups: Box<[[i64; 12]; GROUPS]>,
}

impl Default for Aggregate {
    fn default() -> Self {
        Aggregate { groups: Box::new([[0; 12]; GROUPS]) }
    }
}

impl Aggregate {
    /// Adds what another thread or another batch has counted.
    pub fn merge(&mut self, other: &Aggregate) {
        for (mine, theirs) in self.groups.iter_mut().zip(other.groups.iter()) {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
    }

    /// Its rows as text, groups without enterprises left out.
    pub fn lines(&self) -> Vec<String> {
        let filled = self.groups.iter().enumerate().filter(|(_, cells)| cells[0] > 0);
        filled
            .map(|(at, cells)| {
                let cells: Vec<String> = cells.iter().map(i64::to_string).collect();
                format!("{},{},{}", REGIONS[at / 8], at % 8, cells.join(","))
            })
            .collect()
    }

    /// Its checksum.
    pub fn hash(&self) -> String {
        hex(Sha256::digest(self.lines().join("\n")))
    }
}

/// The names of the 36 columns of the whole result, in their order.
pub fn column_names() -> Vec<String> {
    let benefits = [
        "hnte_first",
        "hnte_renewal",
        "srdi",
        "rd_subsidy",
        "tech_contract",
        "professors",
        "incubated",
        "sme_rd",
        "points_voucher",
        "venture",
        "talents",
        "growth_award",
    ];
    let ranges = ["sme_score", "hnte_score", "points"].into_iter().chain(benefits).chain(["total"]);
    let ends = ranges.flat_map(|name| [format!("{name}_lo"), format!("{name}_hi")]);
    ["id", "sme", "hnte", "points_list"].into_iter().map(str::to_string).chain(ends).collect()
}

/// The whole result, a row per enterprise.
#[derive(Clone, Debug)]
pub struct Output {
    /// Ids, as they came.
    pub id: Column<i64>,
    /// The statuses: 0 no, 1 yes, 2 unknown.
    pub status: [Column<i8>; 3],
    /// Lower and upper ends of the scores in turn.
    pub scores: [Column<i32>; 6],
    /// Lower and upper ends of the benefits in turn, then of the total.
    pub money: [Column<i64>; 26],
}

impl Output {
    /// Room for so many rows.
    pub fn new(rows: usize) -> Self {
        // Each column begins some lines after the one before, so that 36 streams of writes don't meet in the same sets of the
        // cache.
        let line = |column: usize| column * 7;
        Output {
            id: Column::new(rows, 0),
            status: std::array::from_fn(|at| Column::new(rows, line(1 + at))),
            scores: std::array::from_fn(|at| Column::new(rows, line(4 + at))),
            money: std::array::from_fn(|at| Column::new(rows, line(10 + at))),
        }
    }

    /// Its checksum: the columns one after the other.
    pub fn hash(&self) -> String {
        let mut hash = OutputHash::default();
        hash.longs(&self.id);
        self.status.iter().for_each(|column| hash.bytes(column));
        self.scores.iter().for_each(|column| hash.ints(column));
        self.money.iter().for_each(|column| hash.longs(column));
        hash.finish()
    }

    /// A row as text.
    pub fn line(&self, row: usize) -> String {
        let mut cells = vec![self.id[row].to_string()];
        cells.extend(self.status.iter().map(|column| column[row].to_string()));
        cells.extend(self.scores.iter().map(|column| column[row].to_string()));
        cells.extend(self.money.iter().map(|column| column[row].to_string()));
        cells.join(",")
    }
}

/// The checksum of a result whose columns come in parts: feed all of one column before the next, in the order of
/// [`column_names`].
#[derive(Clone, Default)]
pub struct OutputHash {
    state: Sha256,
}

impl OutputHash {
    /// A part of a status.
    pub fn bytes(&mut self, values: &[i8]) {
        self.feed(values, |value| value.to_le_bytes());
    }

    /// A part of a score.
    pub fn ints(&mut self, values: &[i32]) {
        self.feed(values, |value| value.to_le_bytes());
    }

    /// A part of the ids or of an amount.
    pub fn longs(&mut self, values: &[i64]) {
        self.feed(values, |value| value.to_le_bytes());
    }

    fn feed<T: Copy, const N: usize>(&mut self, values: &[T], bytes: impl Fn(T) -> [u8; N]) {
        for part in values.chunks(4096) {
            let part: Vec<u8> = part.iter().flat_map(|value| bytes(*value)).collect();
            self.state.update(part);
        }
    }

    /// The checksum.
    pub fn finish(self) -> String {
        hex(self.state.finalize())
    }
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
