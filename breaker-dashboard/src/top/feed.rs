//! What comes from the program, once a second, and what is asked of it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use breaker_dashboard::document::{Detail, Document, FORMAT, Patch, Patches, VERSION};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::client::{Answer, Client};
#[cfg(all(test, feature = "serve"))]
use super::{address, app};

/// What has come, and when the tick was that it tells of.
pub(crate) enum News {
    Document(Box<Document>, Instant),
    Ticks(Vec<Patch>, Instant),
    /// Nothing is new, but the program is there.
    Alive,
    /// About the circuit of this id.
    Detail(u32, Result<Box<Detail>, String>),
    /// Why there was no answer.
    Lost(String),
}

/// Asks the program for all that is new, for as long as somebody listens. The circuit that is
/// `wanted` is told of in detail.
pub(crate) fn run(client: &Client, wanted: &Receiver<Option<u32>>, news: &Sender<News>) {
    let (mut cursor, mut detailed) = (None, None);
    let mut due = Instant::now();
    loop {
        let wait = due.saturating_duration_since(Instant::now());
        match wanted.recv_timeout(wait) {
            Ok(circuit) => detailed = circuit,
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let (told, age) = look(client, &mut cursor);
                // The next tick is there a second after this one, and is asked for soon after.
                due = Instant::now() + Duration::from_millis(1025 - age.min(1000));
                if news.send(told).is_err() {
                    return;
                }
            }
        }
        let Some(id) = detailed else { continue };
        if news.send(News::Detail(id, detail(client, id))).is_err() {
            return;
        }
    }
}

/// All that is shown, once.
pub(crate) fn document(client: &Client) -> Result<Document, String> {
    match read(&ask(client, "state")?, Instant::now())? {
        News::Document(document, _) => Ok(*document),
        _ => Err(not_a_dashboard()),
    }
}

/// What is new since the cursor, and how old its tick was in milliseconds.
fn look(client: &Client, cursor: &mut Option<String>) -> (News, u64) {
    let since = cursor.as_ref().map(|cursor| format!("state?since={}", encoded(cursor)));
    let asked = ask(client, since.as_deref().unwrap_or("state")).and_then(|answer| {
        let taken = Instant::now().checked_sub(Duration::from_millis(answer.age_ms.min(10_000)));
        let news = read(&answer, taken.unwrap_or_else(Instant::now))?;
        Ok((news, answer.age_ms))
    });
    match asked {
        Ok((News::Document(document, taken), age)) => {
            *cursor = Some(document.cursor.clone());
            (News::Document(document, taken), age)
        }
        Ok((News::Ticks(ticks, taken), age)) => {
            *cursor = ticks.last().map(|patch| patch.cursor.clone()).or_else(|| cursor.take());
            (News::Ticks(ticks, taken), age)
        }
        Ok((other, age)) => (other, age),
        Err(why) => {
            // What can't be read is not asked for again.
            *cursor = None;
            (News::Lost(why), 0)
        }
    }
}

fn detail(client: &Client, id: u32) -> Result<Box<Detail>, String> {
    parsed(&ask(client, &format!("circuit?id={id}"))?.body).map(Box::new)
}

/// An answer that says yes.
fn ask(client: &Client, document: &str) -> Result<Answer, String> {
    let answer = client.get(document).map_err(|error| error.to_string())?;
    match answer.status {
        200 | 204 => Ok(answer),
        _ => Err(refusal(client, &answer)),
    }
}

/// What a dashboard says of an answer that is none.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

fn refusal(client: &Client, answer: &Answer) -> String {
    let (status, address) = (answer.status, &client.address);
    let said = serde_json::from_slice(&answer.body).map(|refusal: Refusal| refusal.error).ok();
    match (status, said, &answer.location) {
        (401 | 403, said, _) => {
            let said = said.map_or_else(String::new, |said| format!(": {said}"));
            format!("{status}{said}; `--header 'authorization: ..'` says who looks")
        }
        (_, Some(said), _) => format!("{status}: {said}"),
        (300..=399, _, Some(location)) => format!("{status}: it leads to {location}"),
        (404, ..) => format!(
            "404: no dashboard is there; if the program has it below a path, the address ends in \
             that: {address}circuits/"
        ),
        _ => format!("{status}: no dashboard is there"),
    }
}

/// Which of the three it is, in any order of its fields.
#[derive(Deserialize)]
struct Kind {
    format: Option<String>,
    version: Option<u32>,
    #[serde(default)]
    full: bool,
    ticks: Option<IgnoredAny>,
}

fn read(answer: &Answer, taken: Instant) -> Result<News, String> {
    if answer.status == 204 {
        return Ok(News::Alive);
    }
    let kind: Kind = parsed(&answer.body)?;
    if kind.full && kind.format.is_some_and(|format| format != FORMAT) {
        return Err(not_a_dashboard());
    }
    // What else is in a later one can't be known.
    if let Some(version) = kind.version.filter(|&version| version != VERSION) {
        return Err(format!("documents of version {version}: this breaker-top reads {VERSION}"));
    }
    if kind.ticks.is_some() {
        return Ok(News::Ticks(parsed::<Patches>(&answer.body)?.ticks, taken));
    }
    if !kind.full {
        return Ok(News::Ticks(vec![parsed(&answer.body)?], taken));
    }
    Ok(News::Document(Box::new(parsed(&answer.body)?), taken))
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|_| not_a_dashboard())
}

fn not_a_dashboard() -> String {
    "what is answered is no document of a dashboard".to_owned()
}

/// A text as a part of a query.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
        encoded
    })
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0')
}

#[cfg(all(test, feature = "serve"))]
mod tests;
