//! What progress is worked out from.

use rustc_hash::FxHashMap;
use wuwei_engine::Range;
use wuwei_ir::{Date, IndicatorId, Number, RegionId, TargetId};
use wuwei_source::Name;

use super::path::Path;
use crate::{Observations, Series};

/// Values as they were known on a day.
pub trait Known: Sync {
    /// The values of an indicator in a region that were known on a day, oldest first.
    fn series(&self, indicator: IndicatorId, region: RegionId, known_on: Date) -> Series;
}

impl Known for Observations {
    fn series(&self, indicator: IndicatorId, region: RegionId, known_on: Date) -> Series {
        Observations::series(self, indicator, region, known_on)
    }
}

/// What an indicator comes to when it is counted from the facts that are loaded; a range where facts are missing.
pub type Computed<'a> = &'a (dyn Fn(IndicatorId, RegionId) -> Option<Range> + Sync);

/// How progress is to be judged and shown.
#[derive(Clone)]
pub struct Settings<'a> {
    /// The lights to be used, by name; without a name those of the region, or of the region next around it.
    pub lights: Option<Name>,
    /// Targets whose path isn't the one of their kind.
    pub paths: FxHashMap<TargetId, Path>,
    /// How far a counted value may lie from a reported one, as a share of the reported one.
    pub tolerance: Number,
    /// Values counted from facts, to be shown beside reported ones.
    pub computed: Option<Computed<'a>>,
    /// Whether forecasts are wanted.
    pub forecasts: bool,
}

impl Default for Settings<'_> {
    fn default() -> Self {
        let tolerance = Number::ratio(5, 100).unwrap_or(Number::ZERO);
        Settings { lights: None, paths: FxHashMap::default(), tolerance, computed: None, forecasts: true }
    }
}
