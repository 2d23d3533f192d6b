//! `chromedriver`: started for one test, ended with it and with its browser.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) struct Driver {
    child: Child,
    port: u16,
    /// Profiles and downloads: gone with the test.
    folder: PathBuf,
}

impl Driver {
    /// It takes a port that is free, which somebody else may take meanwhile: then another one.
    pub(crate) fn start(program: &Path) -> Self {
        for _ in 0..5 {
            if let Some(driver) = Self::try_start(program) {
                return driver;
            }
        }
        panic!("{} did not say its port", program.display())
    }

    fn try_start(program: &Path) -> Option<Self> {
        let folder = own_folder();
        let child = Command::new(program)
            .arg("--port=0")
            .envs(["TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"].map(|name| (name, &folder)))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut driver = Self { child, port: 0, folder };
        let said = driver.child.stdout.take().unwrap();
        let mut said = BufReader::new(said).lines().map_while(Result::ok);
        // `ChromeDriver was started successfully on port 41003.`
        driver.port = said.find_map(|line| {
            let words = line.strip_suffix('.')?;
            words.contains("started").then(|| words.rsplit(' ').next()?.parse().ok())?
        })?;
        // It must not be stopped by a full pipe.
        thread::spawn(move || said.for_each(drop));
        Some(driver)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where this test may write.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Asks it to end its browsers and itself.
    fn ask_to_end(&self) -> Option<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let head = "GET /shutdown HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(head.as_bytes()).ok()?;
        stream.read_to_end(&mut Vec::new()).ok()?;
        Some(())
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.ask_to_end();
        let deadline = Instant::now() + Duration::from_secs(5);
        while !self.has_ended() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        if !self.has_ended() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// An empty folder of this test's own.
fn own_folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("circuits-browser-{}-{nth}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}
