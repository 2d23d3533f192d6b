//! Connections to the engine: made, refused, reset, and made again.

use core::mem;

use breaker_fleet::__protocol::engine::Gone;
use breaker_fleet::__protocol::member::Input;

use super::{Within, World};
use crate::engine_host::{Arrived, Asked, Life};
use crate::link::Phase;
use crate::member_host::MemberHost;

impl World {
    /// The process connects, unless it has done so since.
    pub(super) fn connect(&mut self, process: usize, connection: u64) {
        let Some(host) = &mut self.processes[process].joined else { return };
        if host.link.connection != connection {
            return;
        }
        host.link.close();
        host.link.phase = Phase::Opening;
        host.waiting.clear();
        let connection = host.link.connection;
        self.after(MemberHost::CONNECTION, process, Within::NoConnection { connection });
        self.send_to_engine(process, Asked::Subscribe);
    }

    /// The engine takes the connection, and says so.
    pub(super) fn subscribe(&mut self, process: usize, connection: u64) {
        self.engine.subscribers.push((process, connection));
        self.send_to_process(process, Within::Connected { connection });
    }

    pub(super) fn connected(&mut self, process: usize, connection: u64) {
        let Some(host) = &mut self.processes[process].joined else { return };
        if host.link.connection == connection && host.link.phase == Phase::Opening {
            host.link.phase = Phase::Open;
            host.is_connected();
            self.feed(process, Input::Connected);
        }
    }

    /// The connection took too long.
    pub(super) fn not_connected(&mut self, process: usize, connection: u64) {
        let Some(host) = &self.processes[process].joined else { return };
        if host.link.connection == connection && host.link.phase == Phase::Opening {
            self.disconnected(process, "no connection");
        }
    }

    /// The connection was refused, or reset.
    pub(super) fn reset(&mut self, process: usize, connection: u64) {
        let Some(host) = &self.processes[process].joined else { return };
        if host.link.connection == connection && host.link.phase != Phase::Closed {
            self.disconnected(process, "reset");
        }
    }

    fn disconnected(&mut self, process: usize, why: &str) {
        self.connect_later(process);
        self.feed(process, Input::Disconnected { why: Gone::new(why) });
    }

    /// The process hangs up, and connects again in a while.
    pub(super) fn connect_later(&mut self, process: usize) {
        let Some(host) = &mut self.processes[process].joined else { return };
        host.link.close();
        host.waiting.clear();
        let (connection, pause) = (host.link.connection, host.next_pause());
        self.engine.subscribers.retain(|(of, _)| *of != process);
        self.after(pause, process, Within::Connect { connection });
    }

    /// The system of a dead engine refuses what reaches it.
    pub(super) fn refuse(&mut self, arrived: &Arrived) {
        let connection = arrived.connection;
        self.send_to_process(arrived.process, Within::Reset { connection });
    }

    pub(super) fn kill_engine(&mut self) {
        self.engine.life = Life::Dead;
        for (process, connection) in mem::take(&mut self.engine.subscribers) {
            self.send_to_process(process, Within::Reset { connection });
        }
    }
}
