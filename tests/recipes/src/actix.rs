use std::io;

use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError, web};
use breaker_runtime::{CircuitOpen, TimedOut, circuit_breaker};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

#[derive(Debug, thiserror::Error)]
pub enum StockError {
    #[error("the warehouse gave no answer")]
    Warehouse(#[from] io::Error),
    #[error(transparent)]
    Open(#[from] CircuitOpen),
    #[error(transparent)]
    Late(#[from] TimedOut),
}

impl ResponseError for StockError {
    fn error_response(&self) -> HttpResponse {
        if TimedOut::behind(self).is_some() {
            return HttpResponse::GatewayTimeout().finish();
        }
        let Some(open) = CircuitOpen::behind(self) else {
            return HttpResponse::BadGateway().finish();
        };
        let mut response = HttpResponse::ServiceUnavailable();
        if let Some(rest) = open.retry_after() {
            // Rounded up: who comes back earlier is rejected again.
            response.insert_header((RETRY_AFTER, rest.as_millis().div_ceil(1000).to_string()));
        }
        response.finish()
    }
}

#[circuit_breaker(name = "stock", threshold = 5, window = "10s", timeout = "2s")]
pub async fn stock(warehouse: web::Data<String>) -> Result<String, StockError> {
    let mut stock = String::new();
    TcpStream::connect(&**warehouse).await?.read_to_string(&mut stock).await?;
    Ok(stock)
}

pub fn routes(service: &mut web::ServiceConfig) {
    service.route("/stock", web::get().to(stock));
}
