//! A member, as a process of its own.

use std::env;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use engines::Process;

/// A process that has joined, or tries to. It is killed with its value.
pub(crate) struct Member(Process);

impl Member {
    /// Starts a process that joins at this address.
    pub(crate) fn start(url: &str) -> Self {
        Self::start_with(url, &[])
    }

    /// The same, in an environment.
    pub(crate) fn start_with(url: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["process::member_process", "--exact", "--nocapture", "--test-threads=1"]);
        command.env("FLEET_URL", url).envs(environment.iter().copied());
        command.stderr(Stdio::null());
        Self(Process::start(command))
    }

    /// Starts a process, and waits until it takes part.
    pub(crate) fn joined(url: &str) -> Self {
        let mut member = Self::start(url);
        member.until_joined();
        member
    }

    /// What the process answers.
    pub(crate) fn ask(&mut self, command: &str) -> String {
        self.0.ask(command)
    }

    /// Waits until it answers so; how long that took, which is the machine's affair too.
    #[track_caller]
    pub(crate) fn until(&mut self, command: &str, mut is_so: impl FnMut(&str) -> bool) -> Duration {
        let start = Instant::now();
        loop {
            let answer = self.ask(command);
            if is_so(&answer) {
                return start.elapsed();
            }
            assert!(start.elapsed() < PATIENCE, "{command} is still {answer:?}");
            thread::sleep(LOOK);
        }
    }

    /// What it has told since it was asked last, up to an event that begins so: a status may be
    /// seen a moment before that.
    #[track_caller]
    pub(crate) fn told_up_to(&mut self, last: &str) -> String {
        let mut told = Vec::new();
        self.until("events", |more| {
            told.extend(more.split(" | ").filter(|event| !event.is_empty()).map(str::to_owned));
            told.iter().any(|event| event.starts_with(last))
        });
        told.join(" | ")
    }

    #[track_caller]
    pub(crate) fn until_joined(&mut self) {
        self.until("status", |status| status.starts_with("takes part"));
    }

    /// Waits until it is away, and returns why.
    #[track_caller]
    pub(crate) fn until_away(&mut self) -> String {
        self.until("status", |status| status.starts_with("away"));
        self.ask("status")
    }

    /// Its circuit goes on by its own rule alone.
    #[track_caller]
    pub(crate) fn goes_on_alone(&mut self) {
        assert_eq!(self.ask("ok"), "ok");
        assert_eq!(self.ask("fail 6"), "failed failed failed failed failed rejected");
    }

    /// The most memory that the process ever had, in bytes; 0 where nobody says.
    pub(crate) fn most_memory(&self) -> u64 {
        let file = format!("/proc/{}/status", self.0.id());
        let status = fs::read_to_string(file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10)
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.0.kill();
    }
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// More than any machine needs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(5);

/// Waits until it is so; `what` says for what was waited in vain.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "never: {what}");
        thread::sleep(LOOK);
    }
}

/// Before a server of the test's own, if there is one.
pub(crate) fn before(settings: &[&str], story: impl FnOnce(engines::Server)) {
    if let Some(server) = engines::Server::start(settings) {
        story(server);
    }
}
