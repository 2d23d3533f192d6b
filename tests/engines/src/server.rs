//! One server, and what befalls servers.

use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use system::{Tool, left_out};

use crate::{Certificate, Client, Folder};

const REDIS: Tool = Tool::new(
    "redis-server",
    "redis-server",
    "link your valkey-server as `redis-server` into a folder of PATH",
);

/// A server of one test, on a socket in a folder of its own. It goes with its value.
#[derive(Debug)]
pub struct Server {
    folder: Folder,
    settings: Vec<String>,
    tls: Option<u16>,
    process: Option<Child>,
}

impl Server {
    /// What is missing and what brings it, if this machine has no server and none can be installed.
    #[must_use]
    pub fn missing() -> Option<String> {
        REDIS.path().is_none().then(|| REDIS.missing())
    }

    /// A server that keeps nothing on disk, if this machine has one. Settings are as in its file of
    /// settings, `maxmemory 2mb`.
    ///
    /// # Panics
    ///
    /// If it is there but doesn't start.
    #[must_use]
    pub fn start(settings: &[&str]) -> Option<Self> {
        Self::start_in(Folder::new(), None, settings)
    }

    /// A server that speaks TLS alone, but for its socket.
    ///
    /// # Panics
    ///
    /// If it is there but doesn't start.
    #[must_use]
    pub fn start_tls(certificate: &Certificate, settings: &[&str]) -> Option<Self> {
        let port = free_port();
        let tls = [
            format!("tls-port {port}"),
            format!("tls-cert-file {}", certificate.certificate()),
            format!("tls-key-file {}", certificate.key()),
            "tls-auth-clients no".to_owned(),
        ];
        let settings: Vec<_> = tls.iter().map(String::as_str).chain(settings.to_owned()).collect();
        Self::start_in(Folder::new(), Some(port), &settings)
    }

    fn start_in(folder: Folder, tls: Option<u16>, settings: &[&str]) -> Option<Self> {
        if let Some(missing) = Self::missing() {
            left_out("the fleet's tests before a real engine", &missing);
            return None;
        }
        let settings = settings.iter().map(|&setting| setting.to_owned()).collect();
        let mut server = Self { folder, settings, tls, process: None };
        server.restart();
        Some(server)
    }

    /// Where clients of this machine find it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("unix://{}", self.socket())
    }

    /// Its socket.
    #[must_use]
    pub fn socket(&self) -> String {
        self.folder.file("socket")
    }

    /// Where it speaks TLS.
    #[must_use]
    pub const fn tls_port(&self) -> Option<u16> {
        self.tls
    }

    /// `kill -9`.
    ///
    /// # Panics
    ///
    /// If it can't be killed.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            // A stopped process is killed as well.
            process.kill().expect("a process to kill");
            process.wait().expect("its end");
        }
    }

    /// Starts it anew where it was, without anything that it knew.
    ///
    /// # Panics
    ///
    /// If it doesn't start.
    pub fn restart(&mut self) {
        self.kill();
        let program = REDIS.path().expect("the server");
        let mut command = Command::new(program);
        command.args(["--port", "0", "--unixsocket", &self.socket()]);
        command.args(["--save", "", "--appendonly", "no", "--logfile", &self.folder.file("log")]);
        command.arg("--dir").arg(self.folder.path());
        for setting in &self.settings {
            let (name, value) = setting.split_once(' ').expect("a setting and its value");
            command.arg(format!("--{name}")).args(value.split(' '));
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(command.spawn().expect("a server"));
        self.wait_for_it();
    }

    fn wait_for_it(&self) {
        let start = Instant::now();
        while Client::connect(&self.socket()).and_then(|mut client| client.run(&["PING"])).is_err()
        {
            let log = || std::fs::read_to_string(self.folder.file("log"));
            assert!(start.elapsed() < Duration::from_secs(20), "no server: {:?}", log());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// SIGSTOP: it hangs, with its connections open.
    pub fn stop(&self) {
        self.signal("-STOP");
    }

    /// SIGCONT: it goes on, with what waits in its sockets.
    pub fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let process = self.process.as_ref().expect("a running server").id().to_string();
        let done = Command::new("kill").args([signal, &process]).status();
        assert!(done.is_ok_and(|status| status.success()), "no signal {signal}");
    }

    /// What it answers to a command, an item a line.
    ///
    /// # Panics
    ///
    /// If it doesn't answer.
    #[must_use]
    pub fn ask(&self, command: &[&str]) -> String {
        let client = Client::connect(&self.socket());
        client.and_then(|mut client| client.run(command)).expect("an answer of the server")
    }

    /// Runs a command that has to do something.
    ///
    /// # Panics
    ///
    /// If it answers with an error.
    pub fn run(&self, command: &[&str]) {
        let answer = self.ask(command);
        assert!(!answer.starts_with('-'), "{command:?}: {answer}");
    }

    /// How often a command was called since the start.
    #[must_use]
    pub fn calls(&self, command: &str) -> u64 {
        let stats = self.ask(&["INFO", "commandstats"]);
        let prefix = format!("cmdstat_{command}:calls=");
        let line = stats.lines().find_map(|line| line.strip_prefix(prefix.as_str()));
        line.and_then(|rest| rest.split(',').next()?.parse().ok()).unwrap_or(0)
    }

    /// All keys.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.ask(&["KEYS", "*"]).lines().map(str::to_owned).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that nobody listens on, a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("its address").port()
}
