//! The programs that these tests need: there, or installed. Where they can't be had the tests leave
//! themselves out, and say so once, past the capture of their output.

use std::collections::HashSet;
use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

/// A program, and the Debian package that has it.
pub(crate) struct Tool {
    program: &'static str,
    package: &'static str,
    /// Where others find it.
    elsewhere: &'static str,
}

const CHROMIUM: Tool = Tool {
    program: "chromium",
    package: "chromium",
    elsewhere: "or link your Chrome as `chromium` into a folder of PATH",
};
const DRIVER: Tool = Tool {
    program: "chromedriver",
    package: "chromium-driver",
    elsewhere: "or get the one for your Chrome from https://googlechromelabs.github.io",
};
pub(crate) const NPM: Tool = Tool {
    program: "npm",
    package: "npm",
    elsewhere: "which fetches axe-core, or get it from https://nodejs.org",
};

/// A browser, and the program that steers it.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    pub(crate) fn of_this_machine() -> Option<Self> {
        let of = |tool: &Tool| {
            let path = tool.path();
            if path.is_none() {
                left_out("the dashboard's tests in a browser", &tool.missing());
            }
            path
        };
        Some(Self { chromium: of(&CHROMIUM)?, driver: of(&DRIVER)? })
    }
}

/// Says, once, what is not tested and why.
pub(crate) fn left_out(what: &str, why: &str) {
    static SAID: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    let is_new = SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(what.to_owned());
    if is_new {
        let line = format!("\nLEFT OUT: {what}, for {why}\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

impl Tool {
    pub(crate) fn missing(&self) -> String {
        format!(
            "{} is missing: `apt-get install {}` as root, {}",
            self.program, self.package, self.elsewhere
        )
    }

    /// Where it is. It is installed before, where this is root's system and has apt-get: CI's, a
    /// container's.
    pub(crate) fn path(&self) -> Option<PathBuf> {
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

    fn install(&self) {
        let is_root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        if is_root && output("apt-get", &["--version"]).is_some() {
            eprintln!("installing {}, which these tests need", self.package);
            let install = ["install", "--yes", "--no-install-recommends", self.package];
            let installed = apt_get(&install) || apt_get(&["update"]) && apt_get(&install);
            eprintln!("{}", if installed { "installed" } else { "apt-get could not" });
        }
    }
}

fn apt_get(arguments: &[&str]) -> bool {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments).stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
