//! A web service that says `503` with `Retry-After` while what it depends on is down.
//!
//! ```text
//! cargo run --bin web_service
//! ```

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use std::{io, str};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use breaker_runtime::{CircuitOpen, circuit_breaker};
use reqwest::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const OPEN_FOR: Duration = Duration::from_millis(1_500);

/// Asks the warehouse how many there are.
#[circuit_breaker(name = "warehouse", threshold = 3, window = "10s", open_for = OPEN_FOR)]
async fn stock(warehouse: SocketAddr, item: &str) -> Result<String, StockError> {
    let mut connection = TcpStream::connect(warehouse).await?;
    connection.write_all(item.as_bytes()).await?;
    connection.shutdown().await?;
    let mut count = String::new();
    connection.read_to_string(&mut count).await?;
    Ok(count)
}

/// Why a count is not to be had.
#[derive(Debug)]
enum StockError {
    Warehouse(io::Error),
    Unavailable(CircuitOpen),
}

impl From<io::Error> for StockError {
    fn from(error: io::Error) -> Self {
        Self::Warehouse(error)
    }
}

impl From<CircuitOpen> for StockError {
    fn from(open: CircuitOpen) -> Self {
        Self::Unavailable(open)
    }
}

impl IntoResponse for StockError {
    fn into_response(self) -> Response {
        match self {
            Self::Warehouse(error) => {
                eprintln!("  (the shop's log: {error})");
                StatusCode::BAD_GATEWAY.into_response()
            }
            // `503`, with the rest of the open time as `Retry-After`.
            Self::Unavailable(open) => open.into_response(),
        }
    }
}

async fn show(
    State(warehouse): State<SocketAddr>,
    Path(item): Path<String>,
) -> Result<String, StockError> {
    stock(warehouse, &item).await
}

/// The shop's web service, on a port that is free.
async fn open_shop(warehouse: SocketAddr) -> io::Result<SocketAddr> {
    let routes = Router::new().route("/stock/{item}", get(show)).with_state(warehouse);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let shop = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(shop)
}

/// A warehouse that has 42 of everything.
fn open_warehouse(listener: TcpListener) -> JoinHandle<io::Result<()>> {
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await?;
            let mut item = Vec::new();
            connection.read_to_end(&mut item).await?;
            let item = str::from_utf8(&item).unwrap_or("what?");
            connection.write_all(format!("42 {item}").as_bytes()).await?;
        }
    })
}

/// Closes it, and waits until its port is.
async fn close_warehouse(warehouse: JoinHandle<io::Result<()>>) {
    warehouse.abort();
    let _cancelled = warehouse.await;
}

/// What a customer sees: status, `Retry-After`, and text.
async fn look(customer: &Client, shop: SocketAddr) -> Result<String, reqwest::Error> {
    let reply = customer.get(format!("http://{shop}/stock/teapots")).send().await?;
    let retry_after = reply.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let retry_after = retry_after.map_or(String::new(), |value| format!(", Retry-After: {value}"));
    let status = reply.status().as_u16();
    Ok(format!("{status}{retry_after} {}", reply.text().await?).trim().to_owned())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let warehouse_at = listener.local_addr()?;
    let warehouse = open_warehouse(listener);
    let shop = open_shop(warehouse_at).await?;
    // A proxy of the environment would come between the customer and loopback.
    let customer = Client::builder().no_proxy().build()?;

    println!("The warehouse is open:");
    println!("  {}", look(&customer, shop).await?);

    println!("It is closed. Three requests find out, the others are told to come back:");
    close_warehouse(warehouse).await;
    for _ in 0..5 {
        println!("  {}", look(&customer, shop).await?);
    }

    println!("It is open again, and so is the shop after {OPEN_FOR:?}:");
    let _warehouse = open_warehouse(TcpListener::bind(warehouse_at).await?);
    tokio::time::sleep(OPEN_FOR).await;
    println!("  {}", look(&customer, shop).await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use breaker_runtime::registry;
    use breaker_runtime::testing::ManualClock;

    use super::*;

    #[tokio::test]
    async fn it_says_503_and_when_to_come_back_while_the_warehouse_is_closed() {
        let clock = ManualClock::new();
        registry().get("warehouse").unwrap().set_clock(clock.clone());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let warehouse_at = listener.local_addr().unwrap();
        let shop = open_shop(warehouse_at).await.unwrap();
        let warehouse = open_warehouse(listener);
        let customer = Client::builder().no_proxy().build().unwrap();
        assert_eq!(look(&customer, shop).await.unwrap(), "200 42 teapots");

        close_warehouse(warehouse).await;
        for _ in 0..3 {
            assert_eq!(look(&customer, shop).await.unwrap(), "502");
        }
        for (time, retry_after) in [(0, 2), (499, 2), (1, 1), (999, 1)] {
            clock.advance(Duration::from_millis(time));
            let rejected = look(&customer, shop).await.unwrap();
            let expected = format!("503, Retry-After: {retry_after} unavailable for the moment");
            assert_eq!(rejected, expected);
        }

        let _warehouse = open_warehouse(TcpListener::bind(warehouse_at).await.unwrap());
        clock.advance(Duration::from_millis(1));
        assert_eq!(look(&customer, shop).await.unwrap(), "200 42 teapots");
    }
}
