//! Regions and responsible bodies.

use wuwei_source::Name;

use crate::Head;

id!(
    /// A region.
    RegionId
);
id!(
    /// A responsible body.
    PartyId
);

/// A region: a division of GB/T 2260, or a unit without such a code.
#[derive(Clone, Debug)]
pub struct Region {
    /// Name, label, place.
    pub head: Head,
    /// The GB/T 2260 code, or the unit's own id.
    pub code: Name,
    /// Whether it is a unit without an administrative code.
    pub zone: bool,
    /// The region around it.
    pub parent: Option<RegionId>,
    /// Other names in use.
    pub aka: Vec<Name>,
}

/// A responsible body of a region.
#[derive(Clone, Debug)]
pub struct Party {
    /// Name, label, place.
    pub head: Head,
    /// Whose body it is.
    pub region: RegionId,
    /// Other names in use.
    pub aka: Vec<Name>,
}
