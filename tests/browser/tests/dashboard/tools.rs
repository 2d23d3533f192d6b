//! The programs that these tests need: there, or installed, or said to be missing in one line.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A program, and the Debian package that has it.
pub(crate) struct Tool {
    pub(crate) program: &'static str,
    package: &'static str,
    /// Where others find it.
    elsewhere: &'static str,
}

pub(crate) const CHROMIUM: Tool = Tool {
    program: "chromium",
    package: "chromium",
    elsewhere: "or link your Chrome as `chromium` into a folder of PATH",
};
pub(crate) const DRIVER: Tool = Tool {
    program: "chromedriver",
    package: "chromium-driver",
    elsewhere: "or get the one for your Chrome from https://googlechromelabs.github.io",
};
pub(crate) const NPM: Tool = Tool {
    program: "npm",
    package: "npm",
    elsewhere: "which fetches axe-core, or get it from https://nodejs.org",
};

impl Tool {
    /// Where it is. It is installed before, where this is root's system and has apt-get: CI's, a
    /// container's.
    pub(crate) fn path(&self) -> PathBuf {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.found().or_else(|| {
            self.install();
            self.found()
        });
        drop(one);
        found.unwrap_or_else(|| {
            panic!(
                "{} is missing: `apt-get install {}` as root, {}; or test without a browser: \
                 `cargo test --workspace --exclude browser`",
                self.program, self.package, self.elsewhere
            )
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
