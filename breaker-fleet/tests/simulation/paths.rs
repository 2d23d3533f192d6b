//! Between a process and a callee that is up: paths that are broken for some processes.

use core::time::Duration;

use crate::times::Times;

/// Processes, by the prefix of their names, whose path is broken at some times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths(Vec<(Whose, Times)>);

#[derive(Clone, Debug)]
enum Whose {
    First(usize),
    Named(&'static str),
}

impl Paths {
    /// Those of the processes that started first.
    pub(crate) fn break_for_first(&mut self, processes: usize, when: Times) {
        self.0.push((Whose::First(processes), when));
    }

    /// Those of all processes on a host.
    pub(crate) fn break_for_host(&mut self, host: &'static str, when: Times) {
        self.0.push((Whose::Named(host), when));
    }

    /// Whether the process reaches the callee now.
    pub(crate) fn work(&self, process: usize, host: &str, now: Duration) -> bool {
        !self.0.iter().any(|(whose, when)| whose.is(process, host) && when.contains(now))
    }

    /// Whether the process's path is ever broken.
    pub(crate) fn ever_broken(&self, process: usize, host: &str) -> bool {
        self.0.iter().any(|(whose, _)| whose.is(process, host))
    }
}

impl Whose {
    fn is(&self, process: usize, host: &str) -> bool {
        match self {
            Self::First(processes) => process < *processes,
            Self::Named(name) => host == *name,
        }
    }
}
