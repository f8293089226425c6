//! Indicators and regions by what tables call them, found without looking through all of them.

use rustc_hash::FxHashMap;
use wuwei_ir::{IndicatorId, Program, RegionId};
use wuwei_source::{Name, did_you_mean};

/// The names of a program.
pub(in crate::observation) struct Names<'a> {
    program: &'a Program,
    /// By code, name and other names.
    regions: FxHashMap<&'a str, Vec<RegionId>>,
    /// By name and the region of the document.
    indicators: FxHashMap<(&'a str, RegionId), IndicatorId>,
    by_name: FxHashMap<&'a str, Vec<IndicatorId>>,
}

/// Why a name means no region.
pub(in crate::observation) enum NoRegion {
    /// Nobody declares it.
    Unknown,
    /// Several have it.
    Several(Vec<RegionId>),
}

impl<'a> Names<'a> {
    pub(in crate::observation) fn new(program: &'a Program) -> Names<'a> {
        let mut regions: FxHashMap<&str, Vec<RegionId>> = FxHashMap::default();
        for (n, region) in program.regions.iter().enumerate() {
            let names = region.aka.iter().chain([&region.head.name, &region.code]);
            for name in names {
                let list = regions.entry(name.as_str()).or_default();
                if list.last() != Some(&RegionId::from_index(n)) {
                    list.push(RegionId::from_index(n));
                }
            }
        }
        let mut indicators = FxHashMap::default();
        let mut by_name: FxHashMap<&str, Vec<IndicatorId>> = FxHashMap::default();
        for (n, indicator) in program.indicators.iter().enumerate() {
            let (id, name) = (IndicatorId::from_index(n), indicator.head.name.as_str());
            indicators.entry((name, program.document(indicator.head.doc).region)).or_insert(id);
            by_name.entry(name).or_default().push(id);
        }
        Names { program, regions, indicators, by_name }
    }

    /// The region with a code, name or other name, or a path such as `长春市.朝阳区` where names repeat: what
    /// [`Program::region_named`] finds.
    pub(in crate::observation) fn region(&self, text: &str) -> Result<RegionId, NoRegion> {
        if let Some([one]) = self.regions.get(text).map(Vec::as_slice) {
            return Ok(*one);
        }
        let last = text.rsplit('.').next().unwrap_or(text);
        let named = self.regions.get(last).map_or(&[][..], Vec::as_slice).iter().copied();
        let mut found: Vec<RegionId> = if last == text {
            named.collect()
        } else {
            let inside = |id: &RegionId| self.program.region_path_matches(*id, text);
            let coded = self.regions.get(text).map_or(&[][..], Vec::as_slice).iter().copied();
            coded.chain(named.filter(inside)).collect()
        };
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [one] => Ok(one),
            [] => Err(NoRegion::Unknown),
            _ => Err(NoRegion::Several(found)),
        }
    }

    /// The indicator that a name means for a region: of several the one declared nearest around it. Behind the id of a
    /// document it is that document's.
    pub(in crate::observation) fn indicator(&self, name: &str, region: Option<RegionId>) -> Option<IndicatorId> {
        if let Some(same) = self.by_name.get(name) {
            let around = region.into_iter().flat_map(|region| self.program.region_chain(region));
            let mut near = around.filter_map(|region| self.indicators.get(&(name, region)));
            return near.next().or(same.first()).copied();
        }
        let (document, bare) = name.rsplit_once('.')?;
        let of = |id: &&IndicatorId| self.program.document(self.program.indicator(**id).head.doc).id == document;
        self.by_name.get(bare)?.iter().find(of).copied()
    }

    /// What to call an indicator in a table, so that it is found again.
    pub(in crate::observation) fn of_indicator(&self, id: IndicatorId, region: RegionId) -> String {
        let head = &self.program.indicator(id).head;
        if self.indicator(head.name.as_str(), Some(region)) == Some(id) {
            return head.name.to_string();
        }
        format!("{}.{}", self.program.document(head.doc).id, head.name)
    }

    /// What to call a region in a table, so that it is found again.
    pub(in crate::observation) fn of_region(&self, id: RegionId) -> String {
        let region = self.program.region(id);
        let is_found = |text: &str| self.region(text).is_ok_and(|found| found == id);
        if is_found(region.head.name.as_str()) {
            return region.head.name.to_string();
        }
        let mut path = region.head.name.to_string();
        for around in self.program.region_chain(id).skip(1) {
            path = format!("{}.{path}", self.program.region(around).head.name);
            if is_found(&path) {
                return path;
            }
        }
        region.code.to_string()
    }

    /// Indicators with names like this one.
    pub(in crate::observation) fn like_indicator(&self, name: &str) -> Vec<Name> {
        did_you_mean(name, self.program.indicators.iter().map(|indicator| indicator.head.name))
    }

    /// Regions with names like this one.
    pub(in crate::observation) fn like_region(&self, name: &str) -> Vec<Name> {
        did_you_mean(name, self.program.regions.iter().map(|region| region.head.name))
    }
}
