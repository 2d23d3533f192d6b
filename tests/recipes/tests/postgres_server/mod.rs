//! A PostgreSQL of one test, on a socket in a folder of its own. It goes with its value.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use system::left_out;
use tempfile::TempDir;

pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    /// It refuses to run as root.
    user: Option<u32>,
    process: Option<Child>,
}

impl Server {
    /// A server with an empty database, if this machine has one.
    pub fn start() -> Option<Self> {
        let why = "`apt-get install postgresql` as root brings what is missing";
        let Some(programs) = programs() else {
            left_out("the recipe of sqlx before a real PostgreSQL", why);
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let user = is_root().then(|| id("postgres", "-u").expect("a user of the package"));
        if let Some(user) = user {
            chown(folder.path(), Some(user), None).expect("its folder");
        }
        let mut server = Self { folder, programs, user, process: None };
        let data = server.data();
        let data = data.to_string_lossy();
        let init = ["--auth=trust", "--username=tester", "--no-sync", "--pgdata", &data];
        let done = server.command("initdb").args(init).status();
        assert!(done.is_ok_and(|done| done.success()), "no database");
        server.restart();
        Some(server)
    }

    pub fn restart(&mut self) {
        self.kill();
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        command.args(["-c", "listen_addresses=", "-c", "fsync=off"]);
        self.process = Some(command.spawn().expect("a server"));
        self.wait_for_it();
    }

    fn wait_for_it(&self) {
        let start = Instant::now();
        let is_ready = || {
            let mut ask = self.command("pg_isready");
            ask.arg("-h").arg(self.folder.path()).status().is_ok_and(|done| done.success())
        };
        while !is_ready() {
            assert!(start.elapsed() < Duration::from_secs(30), "no server");
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn socket(&self) -> &Path {
        self.folder.path()
    }

    /// Ends it at once: who is connected hears so, by an error of class 57.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            signal("-QUIT", process.id());
            process.wait().expect("its end");
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.current_dir("/");
        if let Some(user) = self.user {
            command.uid(user);
        }
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Debian keeps each release's programs in a folder of its own, others have them in `PATH`.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let releases = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let releases = releases.map(|release| release.path().join("bin"));
    releases.chain(std::env::split_paths(&path)).find(|folder| folder.join("initdb").is_file())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn id(user: &str, what: &str) -> Option<u32> {
    let output = Command::new("id").args([what, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn signal(signal: &str, process: u32) {
    let done = Command::new("kill").args([signal, &process.to_string()]).status();
    assert!(done.is_ok_and(|done| done.success()), "no signal {signal}");
}
