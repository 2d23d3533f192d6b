//! Members: what reaches them, and what they do.

use core::time::Duration;

use breaker_fleet::__protocol::circuits::registry::local_event;
use breaker_fleet::__protocol::member::{Input, LocalEvent, Output};
use breaker_runtime::Event;

use super::{Within, World};
use crate::circuits::Here;

impl World {
    /// The member takes something in; what it says is done.
    pub(super) fn feed(&mut self, number: usize, input: Input) {
        let process = &mut self.processes[number];
        let now = process.elapsed();
        let Some(host) = &mut process.joined else { return };
        let mut here = Here::new(&process.circuits);
        let outputs = host.member.handle(now, input, &mut here);
        let stepped = here.stepped;
        for output in outputs {
            self.do_as_told(number, output);
        }
        for circuit in stepped {
            self.look_at_news(number, circuit);
        }
        self.set_wake(number);
    }

    fn do_as_told(&mut self, process: usize, output: Output) {
        match output {
            Output::Send { id, batch } => self.send(process, id, batch),
            Output::Reconnect { why } => {
                self.history.tell(self.now, || format!("{process} reconnects: {why}"));
                self.connect_later(process);
            }
            Output::Tell(event) => {
                self.history.tell(self.now, || format!("{process} {event:?}"));
                let Some(host) = &mut self.processes[process].joined else { return };
                host.told.push((self.now, event));
            }
            Output::Outage { .. } | Output::Others(_) => {}
        }
    }

    /// The member's thread hears of what happened to a circuit, a moment later.
    pub(super) fn tell_member(&mut self, process: usize, event: &Event) {
        let now = self.now;
        let Some(host) = &mut self.processes[process].joined else { return };
        let Some(local) = local_event(event).filter(|_| !host.loses_events) else { return };
        let hop = host.hears_at(now) - now;
        self.after(hop, process, Within::Heard(local));
    }

    pub(super) fn hear(&mut self, process: usize, event: LocalEvent) {
        self.feed(process, Input::Local(event));
    }

    /// Timers are late.
    fn set_wake(&mut self, number: usize) {
        let process = &mut self.processes[number];
        let (now, elapsed) = (self.now, process.elapsed());
        let Some(host) = &mut process.joined else { return };
        let Some(wakes_at) = host.member.wakes_at() else { return };
        let at = now + wakes_at.saturating_sub(elapsed);
        if host.wake.is_none_or(|noted| at < noted) {
            host.wake = Some(at);
            let late = self.weather.late(&mut host.chance);
            self.after(at - now + late, number, Within::Wake { at });
        }
    }

    pub(super) fn wake(&mut self, number: usize, at: Duration) {
        let process = &mut self.processes[number];
        let elapsed = process.elapsed();
        let Some(host) = &mut process.joined else { return };
        if host.wake != Some(at) {
            return;
        }
        host.wake = None;
        if host.member.wakes_at().is_some_and(|wakes_at| wakes_at <= elapsed) {
            self.feed(number, Input::Tick);
        } else {
            self.set_wake(number);
        }
    }
}
