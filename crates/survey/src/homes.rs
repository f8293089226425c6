//! Where subjects are at home, seen from the surveyed region.

use std::collections::BTreeMap;

use wuwei_columnar::GroupBy;
use wuwei_ir::{EntityId, Program, RegionId};
use wuwei_project::district_of;

/// What a subject's home comes to: the surveyed region itself, one of its parts, elsewhere, or not known.
pub(crate) struct Homes {
    pub(crate) by: Vec<GroupBy>,
    /// The region of each group; nothing for the surveyed region itself and for whom it isn't known.
    pub(crate) districts: Vec<Option<RegionId>>,
}

const OWN: u32 = 0;
const UNPLACED: u32 = 1;
pub(crate) const ELSEWHERE: u32 = 2;

impl Homes {
    pub(crate) fn of(program: &Program, entity: EntityId, region: RegionId) -> Homes {
        let mut districts = vec![None, None, None];
        let Some(fact) = program.entity(entity).home else { return Homes { by: Vec::new(), districts } };
        let mut known: BTreeMap<RegionId, u32> = BTreeMap::new();
        let mut table: Vec<u32> = Vec::new();
        for n in 0..program.regions.len() {
            let home = RegionId::from_index(n);
            table.push(match district_of(program, Some(home), region) {
                _ if !program.is_within(home, region) => ELSEWHERE,
                None => OWN,
                Some(district) => *known.entry(district).or_insert_with(|| {
                    districts.push(Some(district));
                    districts.len() as u32 - 1
                }),
            });
        }
        table.push(UNPLACED);
        Homes { by: vec![GroupBy { fact, table }], districts }
    }

    /// The group of a subject without a home, or with one.
    pub(crate) fn unplaced(&self) -> Option<usize> {
        (!self.by.is_empty()).then_some(UNPLACED as usize)
    }
}
