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
    /// The paths of the processes that started first.
    #[must_use]
    pub(crate) fn broken_for_first(mut self, processes: usize, when: Times) -> Self {
        self.0.push((Whose::First(processes), when));
        self
    }

    /// The paths of all processes on a host.
    #[must_use]
    pub(crate) fn broken_for_host(mut self, host: &'static str, when: Times) -> Self {
        self.0.push((Whose::Named(host), when));
        self
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
