//! A shop with upstreams of every kind, as programs have them.

use std::time::Duration;

use breaker_runtime::circuit_breaker;
use browser::{Failed, ask};

type Answer = Result<(), Failed>;

#[circuit_breaker(name = "gateway A", threshold = 5, window = "10s", open_for = "4s",
    last_error = true, fallback = charge_b)]
async fn charge_a(_order: u64) -> Answer {
    ask("gateway A")
}

#[circuit_breaker(name = "gateway B", threshold = 5, window = "10s", last_error = true,
    fallback = enqueue)]
async fn charge_b(_order: u64) -> Answer {
    ask("gateway B")
}

async fn enqueue(_order: u64) -> Answer {
    Ok(())
}

#[circuit_breaker(name = "warehouse", key = host, threshold = 3, window = "10s",
    last_error = true, max_keys = 64)]
async fn stock(host: &str, _item: u64) -> Answer {
    ask(host)
}

#[circuit_breaker(name = "database", threshold = "50%", window = "1m", last_error = true)]
async fn load(_order: u64) -> Answer {
    ask("database")
}

#[circuit_breaker(name = "search", threshold = "30%", window = "200 calls", last_error = true)]
async fn search(_words: u64) -> Answer {
    ask("search")
}

#[circuit_breaker(name = "mail", threshold = 10, window = "1m", last_error = true)]
async fn mail(_order: u64) -> Answer {
    ask("mail")
}

#[circuit_breaker(name = "recommendations", threshold = 3, dry_run = true)]
async fn recommend(_customer: u64) -> Answer {
    ask("recommendations")
}

#[circuit_breaker(name = "invoices", threshold = 5)]
async fn invoice(_order: u64) -> Answer {
    ask("invoices")
}

/// Fifty orders a second, of which not each needs everything; none while customers are away.
async fn customers() {
    const HOSTS: [&str; 4] = ["berlin.example", "lyon.example", "oslo.example", "porto.example"];
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    for order in 0_u64.. {
        pace.tick().await;
        if ask("customers").is_err() {
            continue;
        }
        let _ = load(order).await;
        let _ = charge_a(order).await;
        let hosts = HOSTS.iter().zip(0_u64..).filter(|(_, nth)| order % 4 == *nth);
        for (host, _) in hosts {
            let _ = stock(host, order).await;
        }
        if order % 3 == 0 {
            let _ = search(order).await;
            let _ = recommend(order).await;
        }
        if order % 10 == 0 {
            let _ = mail(order).await;
        }
        // Invoices are written at night.
        if order == u64::MAX {
            let _ = invoice(order).await;
        }
    }
}

fn main() -> std::io::Result<()> {
    browser::run(&browser::dashboard(), customers())
}
