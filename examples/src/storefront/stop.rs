//! Ctrl-C and its relatives: the run ends early, and the terminal is given back first.

use std::process::ExitCode;

use tokio::signal::ctrl_c;

/// Waits until somebody wants the program to stop. The exit code is the one that shells expect.
#[cfg(unix)]
pub(crate) async fn requested() -> ExitCode {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return interrupted().await;
    };
    tokio::select! {
        code = interrupted() => code,
        _ = terminate.recv() => ExitCode::from(143),
    }
}

/// Waits until somebody wants the program to stop. The exit code is the one that shells expect.
#[cfg(not(unix))]
pub(crate) async fn requested() -> ExitCode {
    interrupted().await
}

async fn interrupted() -> ExitCode {
    if ctrl_c().await.is_err() {
        // Without a handler the signal ends the program by itself.
        std::future::pending::<()>().await;
    }
    ExitCode::from(130)
}
