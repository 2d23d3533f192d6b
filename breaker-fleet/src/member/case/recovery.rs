//! What a success elsewhere means: own trial calls decide, at a random time.

use core::time::Duration;

use super::{Case, Scene, Stage, is_troubled};

/// All circuits that are open begin within this time: not at once, for the callee may be cold; and
/// soon, for all of these calls are rejected that would succeed.
const WITHIN: Duration = Duration::from_millis(500);

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
                let begin = scene.now.max(self.own_time.earliest());
                self.stage = Stage::Recovers { at: begin + scene.chance.time(WITHIN) };
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
