use tokio::runtime::Builder;

/// Runs the future on a runtime whose time stands still until everybody waits for it.
///
/// # Panics
///
/// If there can be no runtime.
#[track_caller]
#[expect(clippy::expect_used, reason = "helpers of tests fail the test")]
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}
