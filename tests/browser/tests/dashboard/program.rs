//! A program that is looked at: a process of its own, for all circuits of a process are on one
//! page.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) struct Program {
    path: &'static str,
    environment: Vec<(&'static str, String)>,
    child: Child,
    /// Closed, it ends the program: so that none stays when its test is gone.
    input: Option<ChildStdin>,
    said: Arc<Mutex<Vec<String>>>,
    url: String,
}

/// What a program told of itself, and when by the clock of the machine, in ms.
pub(crate) struct Told {
    pub(crate) at_ms: f64,
    pub(crate) event: String,
}

impl Program {
    /// With gateways, a warehouse and others.
    pub(crate) fn shop() -> Self {
        Self::start(env!("CARGO_BIN_EXE_shop"), 0, Vec::new())
    }

    /// Where `checkout` stands before `pay`.
    pub(crate) fn layers() -> Self {
        Self::start(env!("CARGO_BIN_EXE_layers"), 0, Vec::new())
    }

    /// Whose names, keys and errors are written by somebody malicious.
    pub(crate) fn hostile() -> Self {
        Self::start(env!("CARGO_BIN_EXE_hostile"), 0, Vec::new())
    }

    /// With 500 circuits and 10 000 keys.
    pub(crate) fn crowd() -> Self {
        Self::start(env!("CARGO_BIN_EXE_crowd"), 0, Vec::new())
    }

    /// A member of a fleet, which meets at this address.
    pub(crate) fn member(fleet: &str, instance: &str) -> Self {
        let told = [("FLEET_URL", fleet), ("FLEET_INSTANCE", instance)];
        let environment = told.map(|(name, value)| (name, value.to_owned()));
        Self::start(env!("CARGO_BIN_EXE_fleet"), 0, environment.into())
    }

    /// Ends it, and starts it anew at the same address.
    pub(crate) fn restart(mut self) -> Self {
        let (path, environment) = (self.path, std::mem::take(&mut self.environment));
        let port = self.url.split(['/', ':']).find_map(|part| part.parse().ok()).unwrap();
        drop(self);
        Self::start(path, port, environment)
    }

    fn start(path: &'static str, port: u16, environment: Vec<(&'static str, String)>) -> Self {
        let mut child = Command::new(path)
            .arg(port.to_string())
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let Some(url) = lines.next() else { panic!("{path} did not start") };
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        thread::spawn(move || lines.for_each(|line| heard.lock().unwrap().push(line)));
        let input = child.stdin.take();
        Self { path, environment, child, input, said, url }
    }

    /// Where its dashboard is.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// From now on an upstream fails, and says this.
    pub(crate) fn breaks(&self, upstream: &str, says: &str) {
        self.tell(&format!("break\t{upstream}\t{says}"));
    }

    /// From now on an upstream answers.
    pub(crate) fn mends(&self, upstream: &str) {
        self.tell(&format!("mend\t{upstream}"));
    }

    /// A page of the program's that is not the dashboard's.
    pub(crate) fn other_page(&self) -> String {
        self.url.replace("circuits/index.html", "")
    }

    /// Where one says there who one is: from then on one may steer.
    pub(crate) fn sign_in(&self) -> String {
        self.url.replace("circuits/index.html", "sign-in")
    }

    fn tell(&self, line: &str) {
        writeln!(self.input.as_ref().unwrap(), "{line}").unwrap();
    }

    /// Whether an event so far contains these words.
    pub(crate) fn has_told(&self, words: &str) -> bool {
        self.said.lock().unwrap().iter().any(|line| line.contains(words))
    }

    /// The first event that contains these words, once there is one.
    pub(crate) fn told(&self, words: &str) -> Told {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            let said = self.said.lock().unwrap();
            let told = said.iter().filter_map(|line| line.split_once('\t'));
            if let Some((at, event)) = told.into_iter().find(|(_, event)| event.contains(words)) {
                return Told { at_ms: at.parse().unwrap(), event: event.to_owned() };
            }
            assert!(Instant::now() < deadline, "the program never told of `{words}`: {said:?}");
            drop(said);
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
