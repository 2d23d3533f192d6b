//! What is fuzzed.

use crate::mutate::{self, Vocabulary};

/// A check, and what inputs for it are made of.
pub struct Target {
    /// As its corpus is called.
    pub name: &'static str,
    /// Panics if something doesn't hold that must. Whether the text was an input at all.
    pub check: fn(&str) -> bool,
    pub(crate) vocabulary: &'static Vocabulary,
}

impl Target {
    /// Another input, made of `text` by chance; `seed` decides.
    #[must_use]
    pub fn mutated(&self, text: &str, seed: u64) -> String {
        mutate::mutated(text, self.vocabulary, seed)
    }
}

/// The entry points of libFuzzer.
#[macro_export]
macro_rules! target {
    ($target:expr) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| -> libfuzzer_sys::Corpus {
            match core::str::from_utf8(data) {
                Ok(text) if ($target.check)(text) => libfuzzer_sys::Corpus::Keep,
                _ => libfuzzer_sys::Corpus::Reject,
            }
        });

        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max: usize, seed: u32| {
            let text = core::str::from_utf8(&data[..size]).map(str::to_owned);
            // Now and then whatever bytes libFuzzer finds of use.
            let (true, Ok(text)) = (seed % 8 != 0, text) else {
                return libfuzzer_sys::fuzzer_mutate(data, size, max);
            };
            let other = $target.mutated(&text, u64::from(seed));
            if other.len() > max {
                return size;
            }
            data[..other.len()].copy_from_slice(other.as_bytes());
            other.len()
        });
    };
}
