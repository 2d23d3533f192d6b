//! Bytes: what the attribute adds to the program and to a future.

use breaker_runtime::{CircuitBreaker, circuit_breaker};

use crate::body::{CallResult, GOOD, body};

/// A future without and with the attribute.
#[derive(Clone, Copy, Debug)]
pub struct Futures {
    /// Bytes of the arguments.
    pub arguments: usize,
    /// Size of the bare function's future.
    pub bare: usize,
    /// Size of the annotated function's.
    pub annotated: usize,
}

impl Futures {
    /// Bytes that the attribute adds.
    #[must_use]
    pub fn growth(&self) -> usize {
        self.annotated - self.bare
    }
}

/// Bytes of the static that an annotated function owns.
#[must_use]
pub const fn annotated_static() -> usize {
    size_of::<CircuitBreaker>()
}

/// Bytes of its entry in the list that the linker collects.
#[must_use]
pub const fn registry_entry() -> usize {
    size_of::<&CircuitBreaker>()
}

/// Futures whose arguments are small and large, and live while they wait.
#[must_use]
pub fn futures() -> [Futures; 2] {
    let large = [0; 1024];
    [
        Futures {
            arguments: size_of_val(&GOOD),
            bare: size_of_val(&bare(GOOD)),
            annotated: size_of_val(&annotated(GOOD)),
        },
        Futures {
            arguments: size_of_val(&large),
            bare: size_of_val(&bare_large(large)),
            annotated: size_of_val(&annotated_large(large)),
        },
    ]
}

async fn bare(input: u64) -> CallResult {
    std::future::ready(()).await;
    body(input)
}

#[circuit_breaker]
async fn annotated(input: u64) -> CallResult {
    std::future::ready(()).await;
    body(input)
}

#[expect(clippy::large_types_passed_by_value, reason = "what it costs is the question")]
async fn bare_large(input: [u8; 1024]) -> CallResult {
    std::future::ready(()).await;
    body(input.len() as u64)
}

#[expect(clippy::large_types_passed_by_value, reason = "what it costs is the question")]
#[circuit_breaker]
async fn annotated_large(input: [u8; 1024]) -> CallResult {
    std::future::ready(()).await;
    body(input.len() as u64)
}
