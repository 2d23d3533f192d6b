//! What an orchestrator asks, as two tests do that are processes of their own.

use breaker_dashboard::Dashboard;
use breaker_dashboard::document::Health;
use bytes::Bytes;
use http::Request;

/// The status of the answer, and what it says.
pub(crate) fn health(chosen: &[&str]) -> (u16, Health) {
    let dashboard = Dashboard::new().unready_if(chosen.iter().copied());
    let request = Request::get("/api/v1/health").body(Bytes::new()).unwrap();
    let response = dashboard.respond(request);
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}
