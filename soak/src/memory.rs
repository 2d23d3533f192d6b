//! What the program holds: bytes in use, file descriptors, threads.

use std::alloc::System;
use std::fs;
use std::thread;
use std::time::Duration;

use cap::Cap;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Bytes that were allocated and not freed.
    pub(crate) bytes: usize,
    /// `None` where the system has no `/proc`.
    pub(crate) descriptors: Option<usize>,
    pub(crate) threads: Option<usize>,
    /// Resident memory in bytes.
    pub(crate) resident: Option<usize>,
}

impl Held {
    /// What is held once nothing ends any more: threads that were told to end take a moment, on a
    /// busy machine some more. Those that were there before are waited for no longer.
    pub(crate) fn at_rest(before: Option<&Self>) -> Self {
        let (mut last, mut same) = (Self::now(), 0);
        for _ in 0..2000 {
            thread::sleep(Duration::from_millis(10));
            let now = Self::now();
            same = if now.without_resident() == last.without_resident() { same + 1 } else { 0 };
            last = now;
            if same >= 20 && before.is_none_or(|before| now.holds_no_more_than(before)) {
                break;
            }
        }
        last
    }

    /// Descriptors and threads; memory is compared over many rounds.
    pub(crate) fn holds_no_more_than(&self, before: &Self) -> bool {
        self.descriptors <= before.descriptors && self.threads <= before.threads
    }

    fn now() -> Self {
        Self {
            descriptors: entries("/proc/self/fd"),
            threads: entries("/proc/self/task"),
            resident: resident(),
            bytes: ALLOCATOR.allocated(),
        }
    }

    const fn without_resident(self) -> Self {
        Self { resident: None, ..self }
    }
}

fn entries(directory: &str) -> Option<usize> {
    Some(fs::read_dir(directory).ok()?.count())
}

/// The second number, in pages of 4 KiB.
fn resident() -> Option<usize> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
}
