//! The programs of the system that tests need: there, or installed. Where they can't be had the
//! tests leave themselves out, and say so once, past the capture of their output.

use std::collections::HashSet;
use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

/// A program, and the Debian package that has it.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    program: &'static str,
    package: &'static str,
    /// Where others find it.
    elsewhere: &'static str,
}

/// Says, once, what is not tested and why.
pub fn left_out(what: &str, why: &str) {
    static SAID: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    let is_new = SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(what.to_owned());
    if is_new {
        let line = format!("\nLEFT OUT: {what}, for {why}\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

impl Tool {
    /// `elsewhere` says how others come by it, after "or": `"link your Chrome as .."`.
    #[must_use]
    pub const fn new(
        program: &'static str,
        package: &'static str,
        elsewhere: &'static str,
    ) -> Self {
        Self { program, package, elsewhere }
    }

    /// What is missing, and what brings it.
    #[must_use]
    pub fn missing(&self) -> String {
        format!(
            "{} is missing: `apt-get install {}` as root, or {}",
            self.program, self.package, self.elsewhere
        )
    }

    /// Where it is. It is installed before, where this is root's system and has apt-get: CI's, a
    /// container's.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        static TRIED: LazyLock<Mutex<HashSet<&str>>> = LazyLock::new(Mutex::default);
        let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
        self.found().or_else(|| {
            if tried.insert(self.program) {
                self.install();
            }
            self.found()
        })
    }

    fn found(&self) -> Option<PathBuf> {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).map(|folder| folder.join(self.program)).find(|file| file.is_file())
    }

    /// The package's own service is not started with it: each test has a server of its own.
    fn install(&self) {
        let is_root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        if is_root && output("apt-get", &["--version"]).is_some() {
            eprintln!("installing {}, which is needed here", self.package);
            let install = ["install", "--yes", "--no-install-recommends", self.package];
            let installed = apt_get(&install) || apt_get(&["update"]) && apt_get(&install);
            eprintln!("{}", if installed { "installed" } else { "apt-get could not" });
        }
    }
}

fn apt_get(arguments: &[&str]) -> bool {
    let mut command = Command::new("apt-get");
    // Services of a package don't start where runlevels say so.
    command.env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
    command.args(arguments).stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
