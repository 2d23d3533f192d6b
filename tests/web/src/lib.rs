//! A guarded function that JavaScript calls: `ci/web` runs it in Node.

use breaker_runtime::{CircuitOpen, circuit_breaker, registry};
use wasm_bindgen::prelude::wasm_bindgen;

#[circuit_breaker(name = "backend", threshold = 2, open_for = "200ms")]
fn ask(is_up: bool) -> Result<&'static str, Answer> {
    if is_up { Ok("answered") } else { Err(Answer("failed")) }
}

struct Answer(&'static str);

impl From<CircuitOpen> for Answer {
    fn from(_: CircuitOpen) -> Self {
        Self("rejected")
    }
}

/// `answered`, `failed` or `rejected`.
#[wasm_bindgen]
pub fn call(is_up: bool) -> String {
    ask(is_up).unwrap_or_else(|Answer(answer)| answer).to_owned()
}

/// The circuit's state, as in logs.
#[wasm_bindgen]
pub fn state() -> String {
    registry().get("backend").map_or_else(String::new, |circuit| circuit.state().to_string())
}

/// When the circuit opened, in milliseconds since 1970; zero if it never did.
#[wasm_bindgen]
pub fn opened_at() -> f64 {
    let history = registry().get("backend").map(|circuit| circuit.history()).unwrap_or_default();
    let at = history.first().and_then(|event| event.at.duration_since(std::time::UNIX_EPOCH).ok());
    at.map_or(0.0, |at| at.as_secs_f64() * 1000.0)
}
