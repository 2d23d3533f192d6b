//! A shop survives the outage of its payment gateways, next to one that does not.
//!
//! Two shops run the same code against gateways of their own. One calls them through the annotated functions in `payments.rs`, the
//! other one without the attribute. A script makes the gateways hang, fail and recover, in both shops at the same moments.
//!
//! ```text
//! cargo run --release --bin storefront
//! ```

use std::error::Error;
use std::io::ErrorKind;
use std::process::ExitCode;

mod circuits;
mod client;
mod format;
mod gateway;
mod ledger;
mod load;
mod order;
mod payments;
mod run;
mod script;
mod shop;
mod stop;
mod stopwatch;
mod summary;
mod view;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let run = run::Run::start().await?;
    tokio::select! {
        outcome = run.watch() => match outcome {
            // Whoever reads the lines has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            outcome => Ok(outcome.map(|()| ExitCode::SUCCESS)?),
        },
        code = stop::requested() => Ok(code),
    }
}
