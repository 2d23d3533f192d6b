//! Things that can't have a circuit.
use breaker_runtime::circuit_breaker;
type Result = std::result::Result<u32, std::io::Error>;

#[circuit_breaker]
const fn constant() -> Result {
    Ok(1)
}

#[circuit_breaker]
#[track_caller]
fn tracked() -> Result {
    Ok(1)
}

#[circuit_breaker]
fn never() -> ! {
    loop {}
}

#[circuit_breaker(threshold = 5)]
#[circuit_breaker(window = "10s")]
fn twice() -> Result {
    Ok(1)
}

#[circuit_breaker(threshold = 5)]
#[breaker_runtime::circuit_breaker]
fn twice_by_path() -> Result {
    Ok(1)
}

#[circuit_breaker]
struct Structure;

#[circuit_breaker]
enum Enumeration {}

struct Client;

#[circuit_breaker]
impl Client {}

#[circuit_breaker]
mod module {}

#[circuit_breaker]
trait Behaviour {}

#[circuit_breaker]
static STATIC: u32 = 1;

#[circuit_breaker]
const CONST: u32 = 1;

#[circuit_breaker]
use std::fmt;

#[circuit_breaker]
type Alias = u32;

trait Api {
    #[circuit_breaker]
    fn no_body(&self) -> Result;
}

// Several mistakes in one place, and the body is still checked: `Structure` is known.
#[circuit_breaker(treshold = 5)]
#[track_caller]
const fn several() -> Structure {
    Structure
}

fn main() {
    let _ = (several(), CONST, STATIC, fmt::Error);
    let _: Alias = 1;
}
