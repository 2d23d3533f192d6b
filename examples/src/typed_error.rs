//! A method with an error type of its own: rejections become one of its variants, and say when to
//! come back.
//!
//! ```text
//! cargo run --bin typed_error
//! ```

use std::path::PathBuf;
use std::{fmt, fs, io, process, thread};

use breaker_runtime::{CircuitOpen, circuit_breaker};

/// Stores documents in a folder, which may be unmounted.
struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// Without a fallback, an open circuit answers with `ArchiveError::from(CircuitOpen)`.
    #[circuit_breaker(name = "archive", threshold = 3, window = "10s", open_for = "150ms")]
    fn store(&self, name: &str, text: &str) -> Result<u64, ArchiveError> {
        let document = self.folder.join(name);
        fs::write(&document, text)?;
        Ok(fs::metadata(&document)?.len())
    }
}

enum ArchiveError {
    Io(io::Error),
    Unavailable(CircuitOpen),
}

impl From<CircuitOpen> for ArchiveError {
    fn from(open: CircuitOpen) -> Self {
        Self::Unavailable(open)
    }
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the disk says: {error}"),
            Self::Unavailable(open) => write!(f, "not tried: {open}"),
        }
    }
}

fn main() -> io::Result<()> {
    let folder = std::env::temp_dir().join(format!("typed-error-{}", process::id()));
    let archive = Archive { folder: folder.clone() };

    println!("The folder is not there:");
    for _ in 0..4 {
        store(&archive);
    }

    println!("Somebody mounts it; the error of the next call says how long to wait:");
    fs::create_dir(&folder)?;
    if let Err(ArchiveError::Unavailable(open)) = archive.store("invoice", "42 EUR") {
        let rest = open.retry_after().unwrap_or_default();
        println!("  circuit `{}` is {}, waiting {rest:.0?}", open.name(), open.state());
        thread::sleep(rest);
    }
    store(&archive);
    fs::remove_dir_all(&folder)
}

fn store(archive: &Archive) {
    match archive.store("invoice", "42 EUR") {
        Ok(bytes) => println!("  stored {bytes} bytes"),
        Err(error) => println!("  {error}"),
    }
}
