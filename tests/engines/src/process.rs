//! A program that answers line by line, and both of its ends.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What an answer begins with: libtest writes to the same stream.
const ANSWER: char = '@';

/// A process that answers a line by a line, by [`answer_lines`]. It is killed with its value; and
/// when the process that started it ends in any way, it reads the end of its input, and ends too.
#[derive(Debug)]
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// If the command doesn't start.
    #[must_use]
    pub fn start(mut command: Command) -> Self {
        // In a group of its own: Ctrl-C reaches the process that started it alone, and who keeps
        // processes and folders ends in order then.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a process");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, stdin, stdout }
    }

    /// Says a line, whose answer [`hear`](Self::hear) waits for.
    ///
    /// # Panics
    ///
    /// If the process has ended.
    pub fn say(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("a process that was not to end");
        writeln!(stdin, "{line}").expect("a process that listens");
    }

    /// The answer to the earliest line that has had none.
    ///
    /// # Panics
    ///
    /// If the process has ended.
    #[must_use]
    pub fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            let length = self.stdout.read_line(&mut line).expect("a line");
            assert_ne!(length, 0, "the process has ended");
            if let Some(answer) = line.strip_prefix(ANSWER) {
                return answer.trim_end().to_owned();
            }
        }
    }

    /// Says a line, and waits for its answer.
    ///
    /// # Panics
    ///
    /// If the process has ended.
    pub fn ask(&mut self, line: &str) -> String {
        self.say(line);
        self.hear()
    }

    /// Its number in the system.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets it end by itself, and waits for that.
    pub fn end(&mut self) {
        self.stdin = None;
        let _ = self.child.wait();
    }

    /// SIGKILL.
    ///
    /// # Panics
    ///
    /// If it can't be killed.
    pub fn kill(&mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("its end");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the process itself does: answers lines, each by one, until nobody is there to ask.
pub fn answer_lines(mut answer: impl FnMut(&str) -> String) {
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        let answer = answer(&line);
        let mut out = io::stdout().lock();
        if writeln!(out, "\n{ANSWER}{answer}").and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}
