//! In proportion to the latest values.

use super::{Scene, Weighed};

pub(super) fn weigh(scene: &Scene<'_>) -> Weighed {
    super::capacity::weigh(scene, scene.indicator)
}
