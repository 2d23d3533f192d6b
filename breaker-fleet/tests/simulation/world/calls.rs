//! Calls: from the circuit's admission to their results, and what the circuit makes of them.

use breaker_runtime::{Event, EventKind, Permit, State};

use super::{Call, Within, World};
use crate::figures::Trial;

impl World {
    /// The process's traffic makes a call, and will make another.
    pub(super) fn call(&mut self, process: usize, circuit: usize) {
        self.expect_another(process, circuit);
        if !self.processes[process].circuits[circuit].traffic.flows(self.now) {
            return;
        }
        self.figures.of[process].of += 1;
        let breaker = self.processes[process].circuits[circuit].breaker;
        if let Ok(permit) = breaker.try_acquire() {
            self.look(process, circuit);
            self.go(process, circuit, permit);
        } else {
            if self.would_work(process, circuit) {
                self.figures.refuse(process, self.now);
            }
            self.require_patience(process, circuit);
        }
        self.look(process, circuit);
    }

    /// Calls of a stopped process don't come.
    pub(super) fn skip(&mut self, process: usize, call: &Within) {
        if let Within::Call { circuit } = *call {
            self.expect_another(process, circuit);
        }
    }

    fn expect_another(&mut self, process: usize, circuit: usize) {
        let caller = &mut self.processes[process];
        let pause = caller.circuits[circuit].traffic.pause(&mut caller.chance);
        self.after(pause, process, Within::Call { circuit });
    }

    fn would_work(&self, process: usize, circuit: usize) -> bool {
        self.reaches(process) && !self.callees[self.callee_of(circuit)].down.contains(self.now)
    }

    fn callee_of(&self, circuit: usize) -> usize {
        circuit.min(self.callees.len() - 1)
    }

    fn reaches(&self, process: usize) -> bool {
        self.paths.work(process, self.processes[process].host, self.now)
    }

    fn go(&mut self, process: usize, circuit: usize, permit: Permit<'static>) {
        let caller = &mut self.processes[process];
        if caller.circuits[circuit].breaker.state() == State::HalfOpen {
            self.figures.trials.push(Trial { at: self.now, process });
        }
        let caller = &mut self.processes[process].circuits[circuit];
        caller.in_flight += 1;
        caller.free = self.now;
        let works = self.reaches(process) && self.serve(process, circuit);
        let takes = self.callees[self.callee_of(circuit)].takes(works);
        let generation = self.processes[process].circuits[circuit].generation();
        let call = Call { permit, generation, works };
        self.after(takes, process, Within::Ended { circuit, call });
    }

    fn serve(&mut self, process: usize, circuit: usize) -> bool {
        let number = self.callee_of(circuit);
        let callee = &mut self.callees[number];
        let is_down = callee.down.contains(self.now);
        self.figures.doomed += u64::from(is_down);
        self.figures.served += u64::from(!is_down);
        callee.serves(self.now, &mut self.processes[process].chance)
    }

    pub(super) fn end(&mut self, process: usize, circuit: usize, call: Call) {
        let Call { permit, generation, works } = call;
        self.figures.failed += u64::from(!works);
        let caller = &mut self.processes[process].circuits[circuit];
        caller.in_flight -= 1;
        caller.free = self.now;
        caller.count(generation, works);
        if works {
            permit.success();
        } else {
            permit.failure();
        }
        self.look(process, circuit);
    }

    /// What a call has made of the circuit.
    fn look(&mut self, process: usize, circuit: usize) {
        for event in self.processes[process].circuits[circuit].news_after_a_call() {
            self.see(process, circuit, &event);
        }
    }

    /// What a step from outside may have made of it.
    pub(super) fn look_at_news(&mut self, process: usize, circuit: usize) {
        for event in self.processes[process].circuits[circuit].news() {
            self.see(process, circuit, &event);
        }
    }

    fn see(&mut self, process: usize, circuit: usize, event: &Event) {
        self.history.tell(self.now, || format!("{process} {event}"));
        let last = self.processes[process].circuits[circuit].last;
        self.invariants.opened(self.now, process, event, last, &mut self.history);
        self.tell_member(process, event);
        match event.kind {
            EventKind::Opened { .. } => {
                self.processes[process].circuits[circuit].free = self.now;
                self.figures.openings.push(self.now);
            }
            EventKind::Closed | EventKind::RampUpStarted { .. } => {
                self.figures.closings.push(self.now);
            }
            _ => {}
        }
    }
}
