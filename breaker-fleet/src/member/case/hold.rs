//! Steps that keep the circuit from trying.

use core::time::Duration;

use super::{Case, Scene};
use crate::circuits::Opening;

impl Case {
    /// The circuit waits for others until then.
    pub(super) fn hold(&self, scene: &mut Scene<'_>, until: Duration) {
        let time = until.saturating_sub(scene.now);
        self.hold_for(scene, time);
    }

    /// The circuit admits no trials for so long, or none of those that follow.
    pub(super) fn hold_for(&self, scene: &mut Scene<'_>, time: Duration) {
        scene.circuits.hold_for(&scene.name, self.opening(scene), time, &self.by);
    }

    /// The opening that is known. The circuit may have opened again, which its event is about to
    /// tell: then nothing happens to it.
    pub(super) fn opening(&self, scene: &Scene<'_>) -> Opening {
        self.opening.unwrap_or(scene.facts.opened)
    }
}
