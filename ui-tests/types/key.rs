//! Keys, as the compiler sees them.
use std::io::Error;

use breaker_runtime::circuit_breaker;

const NONE: u32 = 0;
const TOO_MANY: u64 = 1 << 40;

struct Host(String);

impl Host {
    fn into_name(self) -> String {
        self.0
    }
}

#[circuit_breaker(key = host)]
fn no_text(host: &Host) -> Result<(), Error> {
    let _ = &host.0;
    Ok(())
}

#[circuit_breaker(key = anything)]
fn of_a_type_parameter<T>(anything: T) -> Result<(), Error> {
    let _ = anything;
    Ok(())
}

#[circuit_breaker(key = hots)]
fn misspelled(host: &str) -> Result<(), Error> {
    let _ = host;
    Ok(())
}

#[circuit_breaker(key = host.into_name())]
fn consumed(host: Host) -> Result<String, Error> {
    Ok(host.0)
}

#[circuit_breaker(key = client)]
async fn of_a_pattern((client, _): (Host, u8)) -> Result<String, Error> {
    Ok(client.0)
}

#[circuit_breaker(key = host, max_keys = NONE)]
fn no_keys(host: &str) -> Result<(), Error> {
    let _ = host;
    Ok(())
}

#[circuit_breaker(key = host, max_keys = TOO_MANY)]
fn too_many_keys(host: &str) -> Result<(), Error> {
    let _ = host;
    Ok(())
}

#[circuit_breaker(key = host, max_keys = LIMIT)]
fn bound_not_there(host: &str) -> Result<(), Error> {
    let _ = host;
    Ok(())
}

#[circuit_breaker(key = name)]
fn perhaps_none(name: Option<String>) -> Result<(), Error> {
    let _ = name;
    Ok(())
}

#[circuit_breaker(key = (host, port))]
fn pair(host: &str, port: u16) -> Result<(), Error> {
    let _ = (host, port);
    Ok(())
}

#[circuit_breaker(key = client.into_name())]
async fn consumed_before_a_future(client: Host) -> Result<String, Error> {
    Ok(client.0)
}

fn main() {}
