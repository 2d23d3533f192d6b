//! The runtime of the peers that need one: its worker keeps timers and clocks going.

use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

pub(super) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(1).enable_time().build().expect("one more thread")
});
