//! What the engine answered to a request of this member.

use super::success::Success;
use super::{Case, Scene};
use crate::wire::{Reply, Request, State, View};

impl Case {
    /// Takes in the answer: the verdict, and the state that it shows.
    pub(in crate::member) fn answered(
        &mut self,
        scene: &mut Scene<'_>,
        request: &Request,
        reply: &Reply,
    ) {
        self.news_at = scene.now;
        match (request, reply) {
            (Request::Lease { .. }, Reply::Accepted(view)) => self.accepted(scene, view),
            (Request::Lease { .. }, reply) => self.refused(scene, reply),
            (Request::Control { anew: false, control, .. }, reply) => match reply {
                Reply::Accepted(view) => self.carried_out(scene, view),
                Reply::Refused(Some(view)) => self.overtaken(scene, control, view),
                _ => self.settled(scene, 0),
            },
            (Request::Control { .. }, Reply::Refused(Some(view))) => {
                self.order_is_refused();
                self.take_in(scene, view);
            }
            (Request::Renew { .. }, Reply::Accepted(view)) => {
                self.sees(scene, view);
            }
            (Request::Renew { .. }, Reply::Refused(None)) => self.forgotten(),
            (Request::Failed { .. }, Reply::Accepted(view)) => self.failed(scene, view),
            (_, Reply::Accepted(view) | Reply::Refused(Some(view))) => self.take_in(scene, view),
            _ => {}
        }
        if matches!(request, Request::Closed { .. }) {
            self.success = Success::default();
        }
        if matches!(request, Request::Trip { .. } | Request::Failed { .. }) {
            self.told = self.opening;
        }
        if let Reply::Accepted(view) = reply {
            self.note_own(scene, request, view);
        }
        self.plan_wake(scene.now);
    }

    /// A request will have no answer: it was void for too long, or was dropped.
    pub(in crate::member) fn unanswered(&mut self, scene: &mut Scene<'_>, request: &Request) {
        match request {
            Request::Lease { .. } => {
                self.ask = None;
                self.say_closed(scene);
                self.tick(scene);
            }
            Request::Control { anew: false, .. } => self.settled(scene, 0),
            Request::Closed { .. } => self.success.is_unanswered(),
            _ => {}
        }
    }

    fn accepted(&mut self, scene: &mut Scene<'_>, view: &View) {
        if self.is_present(view) {
            self.sees(scene, view);
            self.note_round(scene, view);
        }
        self.granted(scene, view);
    }

    /// The round that this failure has begun is none of those that others had.
    fn failed(&mut self, scene: &mut Scene<'_>, view: &View) {
        if self.is_present(view) {
            self.note_round(scene, view);
            self.precedence.go_behind(self.open);
            if self.open == 1 && scene.members > 1 {
                self.precedence.go_last(scene.now);
            }
            self.begin_patience();
        }
        self.take_in(scene, view);
    }

    fn note_round(&mut self, scene: &mut Scene<'_>, view: &View) {
        if let State::Outage(outage) = &view.state {
            self.hear_round(scene, view.version, outage);
        }
    }

    fn refused(&mut self, scene: &mut Scene<'_>, reply: &Reply) {
        self.ask = None;
        let Reply::Refused(Some(view)) = reply else { return };
        self.take_in(scene, view);
        self.let_go(scene);
        self.say_closed(scene);
    }

    /// An answer says the present state, unless a push has said a later one meanwhile.
    fn take_in(&mut self, scene: &mut Scene<'_>, view: &View) {
        if self.is_present(view) {
            self.sees(scene, view);
            self.recount(scene, view);
            self.hear(scene, view);
        }
    }
}
