//! Which process this is.

use std::path::PathBuf;

use super::line::since;
use crate::document::Process;
use crate::record::Record;

/// What never changes of it.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    host: String,
    program: String,
    pub(crate) instance: String,
    /// For how long the process had run when recording began.
    before_ms: u64,
}

impl Identity {
    pub(crate) fn find(instance: String) -> Self {
        Self { host: host(), program: program(), instance, before_ms: ran_for_ms().unwrap_or(0) }
    }

    /// At a moment of the record, in milliseconds since it began.
    pub(crate) fn at(&self, record: &Record, now: i64, version: Option<String>) -> Process {
        let recorded_for_ms = since(now, 0);
        Process {
            host: self.host.clone(),
            pid: std::process::id(),
            program: self.program.clone(),
            version,
            up_for_ms: self.before_ms + recorded_for_ms,
            recorded_for_ms,
            memory_bytes: record.memory as u64,
            instance: self.instance.clone(),
        }
    }
}

fn host() -> String {
    let of_kernel = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let of_environment =
        || ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    of_kernel()
        .or_else(of_environment)
        .map_or_else(|| "unknown".to_owned(), |name| name.trim().to_owned())
}

fn program() -> String {
    let first = || std::env::args_os().next().map(PathBuf::from);
    let path = std::env::current_exe().ok().or_else(first).unwrap_or_default();
    path.file_name()
        .map_or_else(|| "unknown".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Where the system tells: Linux does, in hundredths of a second since it was started.
fn ran_for_ms() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may hold anything.
    let started: u64 = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
    let up = std::fs::read_to_string("/proc/uptime").ok()?;
    let (seconds, hundredths) = up.split_whitespace().next()?.split_once('.')?;
    let up: u64 = seconds.parse::<u64>().ok()? * 100 + hundredths.parse::<u64>().ok()?;
    Some(up.saturating_sub(started) * 10)
}
