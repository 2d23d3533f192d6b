//! A member of a fleet, where the environment says of which.

use std::env;
use std::time::Duration;

use breaker_runtime::circuit_breaker;
use browser::{Failed, ask};

#[circuit_breaker(name = "pay", threshold = 5, window = "10s", open_for = "4s")]
async fn pay() -> Result<(), Failed> {
    ask("pay")
}

#[circuit_breaker(name = "mail", dry_run = true)]
async fn mail() -> Result<(), Failed> {
    ask("mail")
}

async fn customers() {
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    loop {
        pace.tick().await;
        let _ = (pay().await, mail().await);
    }
}

fn main() -> std::io::Result<()> {
    let told = |name| env::var(name).unwrap_or_default();
    let fleet = breaker_fleet::join("shop-prod", told("FLEET_URL"))
        .instance(told("FLEET_INSTANCE"))
        .share_control(true)
        .detach();
    browser::run(&browser::dashboard().fleet(fleet), customers())
}
