//! What people force: it stays here, unless the fleet shares it.

use core::time::Duration;

use super::{Case, Scene};
use crate::circuits::Phase;
use crate::member::Origin;
use crate::wire::{Control, ForcedTo, MOST_TIME, Request, Text, View};

/// What is forced until further notice here ends elsewhere after so long.
const UNTIL_FURTHER_NOTICE: Duration = Duration::from_secs(3600);

impl Case {
    /// The circuit was forced.
    pub(super) fn forced(
        &mut self,
        scene: &mut Scene<'_>,
        to: ForcedTo,
        time: Option<Duration>,
        note: &Text,
        origin: Origin,
    ) {
        self.taken_over(scene);
        self.forced_at = (origin == Origin::Hand).then_some(scene.now);
        if origin == Origin::Hand && scene.config.share_control {
            self.controls += 1;
            let request = Request::Force {
                subject: scene.control(),
                to,
                time: time.unwrap_or(UNTIL_FURTHER_NOTICE).min(MOST_TIME),
                by: scene.config.instance.clone(),
                note: note.clone(),
            };
            scene.send(request);
        }
    }

    /// The circuit is back under its rules.
    pub(super) fn released(&mut self, scene: &mut Scene<'_>, by_hand: bool, origin: Origin) {
        self.by_hand = false;
        self.forced_at = None;
        if by_hand && origin == Origin::Hand && scene.config.share_control {
            self.controls += 1;
            let by = scene.config.instance.clone();
            scene.send(Request::Release { subject: scene.control(), by });
        }
        self.compare(scene);
    }

    /// An order of somebody here was carried out, or won't be.
    pub(super) fn ordered(&mut self, scene: &mut Scene<'_>, done: Option<&View>) {
        self.controls = self.controls.saturating_sub(1);
        let own = done.map_or(0, |view| view.version);
        if let Some(view) = self.meanwhile.take_if(|_| self.controls == 0) {
            if view.version > own {
                self.hear(scene, &view);
            }
        }
    }

    /// Somebody elsewhere forced or released it.
    pub(super) fn hear_control(&mut self, scene: &mut Scene<'_>, control: &Control, by: &Text) {
        if !scene.config.share_control {
            return;
        }
        let is_forced = matches!(scene.facts.phase, Phase::Forced);
        match control {
            Control::Forced { to, rest, note } => {
                let own = self.forced_at.is_some() && *by == scene.config.instance;
                if !rest.is_zero() && !own {
                    let rest = (*rest).min(MOST_TIME);
                    scene.circuits.force(&scene.name, *to, rest, by, note);
                }
            }
            Control::Released { ago } => {
                let before = self.forced_at.is_some_and(|at| scene.now.saturating_sub(*ago) < at);
                if is_forced && !before {
                    scene.circuits.reset(&scene.name, by);
                }
            }
        }
    }
}
