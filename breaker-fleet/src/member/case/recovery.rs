//! What a success elsewhere means: own trial calls decide, at a random time.

use core::time::Duration;

use super::{Case, Scene, Stage, is_troubled};

/// All circuits that are open begin within this time, or within their open time if that is less.
const WITHIN: Duration = Duration::from_secs(3);

impl Case {
    /// A trial succeeded so long ago. It says nothing to a circuit that opened afterwards.
    pub(super) fn hear_recovery(&mut self, scene: &mut Scene<'_>, ago: Duration) {
        let opened = self.opened_at.or_else(|| scene.now.checked_sub(scene.facts.since));
        let closed = scene.now.checked_sub(ago);
        if !is_troubled(scene.facts.phase) || closed < opened {
            return;
        }
        self.begin_patience();
        match &self.stage {
            Stage::Tries(_) => self.stage = Stage::Recovering,
            Stage::Recovers { .. } | Stage::Recovering => {}
            Stage::Calm | Stage::Waits(_) | Stage::Granted { .. } => {
                let within = WITHIN.min(scene.facts.settings.open_for);
                self.stage = Stage::Recovers { at: scene.now + scene.chance.time(within) };
            }
        }
    }

    pub(super) fn recover(&mut self, scene: &mut Scene<'_>) {
        self.stage = Stage::Recovering;
        if is_troubled(scene.facts.phase) {
            self.admit(scene);
        }
    }
}
