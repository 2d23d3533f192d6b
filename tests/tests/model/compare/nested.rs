//! Calls within calls, on both sides.

use breaker_runtime::State;

use super::{Outcome, Pair, compare_admission, report};
use crate::answer;
use crate::reference::End;
use crate::steps::{Entrance, Finish, Nest, Within};

impl Pair<'_> {
    /// At once, or at the end of the open time.
    pub(super) fn nest_when_it_may(&mut self, nest: &Nest) -> Outcome {
        if self.model.state() == State::Open {
            self.wait_until(self.last_turning_point());
        }
        self.nest(nest)
    }

    fn nest(&mut self, nest: &Nest) -> Outcome {
        let Nest { entrance, finish, took, within } = nest;
        let (breaker, time) = (self.breaker, self.nanos_of(*took));
        let ticket = self.model.acquire();
        let is_marked = is_marked(*entrance, *finish);
        let mut inside = Ok(());
        let rejection = answer::call(breaker, *entrance, *finish, || {
            if let Some(ticket) = ticket.filter(|_| is_marked) {
                self.model.begin_body(ticket);
            }
            inside = within.iter().try_for_each(|step| self.take_within(step));
            self.wait_until(self.model.now + time);
            if ticket.is_some() && is_marked {
                self.model.end_body();
            }
        });
        inside?;
        compare_admission(&self.model, ticket, rejection)?;
        if let Some(ticket) = ticket {
            report(&mut self.model, ticket, *finish);
        }
        self.compare()
    }

    fn take_within(&mut self, step: &Within) -> Outcome {
        match step {
            Within::Call(nest) => self.nest(nest)?,
            Within::Acquire => self.acquire()?,
            Within::Finish(which, way) => self.finish(*which, *way),
            Within::Wait(nanos) => self.wait_until(self.model.now + nanos),
            Within::OutOfPatience => self.wait_until(self.last_turning_point()),
        }
        self.compare()
    }
}

/// Whether the circuit runs the body itself; otherwise the call's permit is held by hand.
const fn is_marked(entrance: Entrance, way: Finish) -> bool {
    !matches!(
        (entrance, way),
        (Entrance::Permit, _) | (_, Finish::Leak) | (Entrance::Call, Finish::By(End::Abandoned))
    )
}
