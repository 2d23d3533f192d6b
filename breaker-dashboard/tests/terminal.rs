//! `breaker-top` in a terminal: what is left of it when it is gone, and what is on it while the
//! program hangs.

#![cfg(unix)]
#![expect(clippy::panic, clippy::unwrap_used, reason = "of tests")]

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use breaker_dashboard::{Dashboard, Served};
use breaker_runtime::{CircuitBreaker, Policy, registry};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::termios::{
    Action, LocalModes, OptionalActions, Winsize, tcflow, tcgetattr, tcsetattr, tcsetwinsize,
};

static CIRCUIT: CircuitBreaker = CircuitBreaker::new("gateway A", Policy::new().consecutive(1));

const ENTERS: &str = "\u{1b}[?1049h";
const LEAVES: &str = "\u{1b}[?1049l";
const SHOWS_CURSOR: &str = "\u{1b}[?25h";

fn serve() -> Served {
    registry().register(&CIRCUIT);
    Dashboard::new().serve("127.0.0.1:0").unwrap()
}

/// `breaker-top` in a terminal of its own.
struct Top {
    child: Child,
    ours: File,
    theirs: OwnedFd,
    heard: Receiver<String>,
    seen: String,
}

impl Top {
    fn of(url: &str) -> Self {
        let (ours, theirs) = terminal();
        let mut command = Command::new(env!("CARGO_BIN_EXE_breaker-top"));
        command.arg(url).env("TERM", "xterm-256color").env_remove("NO_COLOR");
        for side in [Command::stdin, Command::stdout, Command::stderr] {
            side(&mut command, Stdio::from(theirs.try_clone().unwrap()));
        }
        // Of a group that a shell could wake, as jobs are.
        let child = command.process_group(0).spawn().unwrap();
        let (told, heard) = channel();
        let mut reader = ours.try_clone().unwrap();
        thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut piece) {
                let _ = told.send(String::from_utf8_lossy(&piece[..read]).into_owned());
            }
        });
        Self { child, ours, theirs, heard, seen: String::new() }
    }

    /// Waits until this has been written, and forgets what came up to it.
    fn sees(&mut self, text: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some((_, rest)) = self.seen.split_once(text) {
                self.seen = rest.to_owned();
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            let Ok(piece) = self.heard.recv_timeout(left) else {
                panic!("{text:?} does not come: {:?}", self.seen)
            };
            self.seen += &piece;
        }
    }

    fn press(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    fn send(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    fn waits_until_stopped(&self) {
        let (_, status) = waitpid(Some(self.pid()), WaitOptions::UNTRACED).unwrap().unwrap();
        assert!(status.stopped(), "{status:?}");
    }

    fn ends(&mut self) -> ExitStatus {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn is_raw(&self) -> bool {
        !tcgetattr(&self.theirs).unwrap().local_modes.contains(LocalModes::ICANON)
    }

    /// The terminal is the shell's again.
    fn gives_back(&mut self) {
        self.sees(LEAVES);
        self.sees(SHOWS_CURSOR);
        assert!(!self.is_raw());
    }
}

impl Drop for Top {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Our side of a terminal, and that of a program: as a shell leaves it.
fn terminal() -> (File, OwnedFd) {
    use rustix::fs::{Mode, OFlags, open};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let theirs = open(&*name, flags, Mode::empty()).unwrap();
    let size = Winsize { ws_row: 24, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&theirs, size).unwrap();
    let mut modes = tcgetattr(&theirs).unwrap();
    modes.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
    tcsetattr(&theirs, OptionalActions::Now, &modes).unwrap();
    (File::from(ours), theirs)
}

#[test]
fn a_signal_that_ends_it_leaves_the_terminal_as_it_was() {
    let served = serve();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut top = Top::of(&served.url());
        top.sees(ENTERS);
        top.sees("gateway A");
        assert!(top.is_raw());
        top.send(signal);
        assert_eq!(top.ends().signal(), Some(signal.as_raw()), "whoever waits is told why");
        top.gives_back();
        assert_eq!(top.seen, "", "nothing is drawn on what the shell shows");
    }
}

#[test]
fn the_viewer_ends_it_too() {
    let served = serve();
    for keys in ["q", "\u{3}"] {
        let mut top = Top::of(&served.url());
        top.sees("gateway A");
        top.press(keys);
        assert_eq!(top.ends().code(), Some(0));
        top.gives_back();
    }
}

#[test]
fn it_ends_with_its_terminal() {
    let served = serve();
    let mut top = Top::of(&served.url());
    top.sees("gateway A");
    // What the system does when a window is closed: the terminal takes nothing any more.
    let (ours, theirs) = terminal();
    drop((std::mem::replace(&mut top.ours, ours), std::mem::replace(&mut top.theirs, theirs)));
    top.send(Signal::HUP);
    assert_eq!(top.ends().signal(), Some(Signal::HUP.as_raw()));
}

/// Whether it draws at that moment or not.
#[test]
fn one_signal_ends_it_while_its_terminal_takes_nothing() {
    let served = serve();
    for signal in [Signal::TERM, Signal::HUP] {
        let mut top = Top::of(&served.url());
        top.sees("gateway A");
        // What Ctrl-S does: whoever writes waits.
        tcflow(&top.theirs, Action::OOff).unwrap();
        top.send(signal);
        assert_eq!(top.ends().signal(), Some(signal.as_raw()));
        assert!(!top.is_raw());
        tcflow(&top.theirs, Action::OOn).unwrap();
    }
}

#[test]
fn it_lends_the_terminal_to_the_shell_and_comes_back() {
    let served = serve();
    let mut top = Top::of(&served.url());
    top.sees(ENTERS);
    top.sees("gateway A");
    top.press("\u{1a}");
    top.waits_until_stopped();
    top.gives_back();
    top.send(Signal::CONT);
    top.sees(ENTERS);
    top.sees("gateway A");
    assert!(top.is_raw());
    // Stopped by somebody else, it can't give anything back, but draws anew.
    top.send(Signal::STOP);
    top.waits_until_stopped();
    top.send(Signal::CONT);
    top.sees(ENTERS);
    top.sees("gateway A");
    top.press("q");
    assert_eq!(top.ends().code(), Some(0));
    top.gives_back();
}

#[test]
fn a_list_that_nobody_reads_to_its_end_says_that_there_is_an_outage() {
    static DOWN: CircuitBreaker = CircuitBreaker::new("gateway B", Policy::new().consecutive(1));
    registry().register(&DOWN);
    let served = serve();
    DOWN.try_acquire().unwrap().failure();
    let asked = Instant::now();
    loop {
        let mut once = Command::new(env!("CARGO_BIN_EXE_breaker-top"));
        let mut child =
            once.args(["--once", &served.url()]).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        // The next tick tells of it.
        match child.wait().unwrap().code() {
            Some(1) => break,
            code => assert!(code == Some(0) && asked.elapsed() < Duration::from_secs(20)),
        }
    }
    DOWN.reset();
}
