//! The fleet's Redis. A process of its own keeps it, and ends it, when the first process has ended
//! in whatever way.

use std::io;
use std::process::{Command, ExitCode};

use engines::{Process, Server, answer_lines};

/// What this program is told to become that process.
pub(crate) const ROLE: &str = "redis";

/// Redis, as the first process sees it.
pub(crate) struct Engine {
    keeper: Process,
    url: String,
}

impl Engine {
    pub(crate) fn start() -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(ROLE);
        let mut keeper = Process::start(command);
        let url = keeper.ask("url");
        Ok(Self { keeper, url })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.keeper.ask("kill");
    }

    /// Starts it anew, empty.
    pub(crate) fn restart(&mut self) {
        self.keeper.ask("restart");
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.keeper.end();
    }
}

/// What the keeper does.
pub(crate) fn keep() -> ExitCode {
    let Some(mut server) = Server::start(&[]) else { return ExitCode::FAILURE };
    answer_lines(|line| {
        match line {
            "kill" => server.kill(),
            "restart" => server.restart(),
            _ => return server.url(),
        }
        String::new()
    });
    ExitCode::SUCCESS
}
