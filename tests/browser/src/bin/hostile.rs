//! A program whose names, keys and errors were written by somebody malicious.

use std::time::Duration;

use breaker_runtime::circuit_breaker;
use browser::{Failed, ask};

#[circuit_breaker(
    name = "<img src=x onerror=\"window.owned='name'\">",
    threshold = 2,
    open_for = "60s",
    last_error = true
)]
async fn markup() -> Result<(), Failed> {
    ask("all")
}

#[circuit_breaker(name = "pay\u{200b}ments", threshold = 2, open_for = "60s", last_error = true)]
async fn hidden() -> Result<(), Failed> {
    ask("all")
}

#[circuit_breaker(name = "keys", key = key, threshold = 2, open_for = "60s", last_error = true)]
async fn keyed(key: &str) -> Result<(), Failed> {
    ask("all")
}

async fn customers() {
    let mut pace = tokio::time::interval(Duration::from_millis(50));
    loop {
        pace.tick().await;
        let _ = (markup().await, hidden().await);
        for key in [
            "</script><script>window.owned='key'</script>",
            "\u{2066}evil.example\u{202e}moc.doog",
            "\" onmouseover=\"window.owned='attribute'\r\nand another line",
        ] {
            let _ = keyed(key).await;
        }
    }
}

fn main() -> std::io::Result<()> {
    browser::run(&browser::dashboard(), customers())
}
