//! What comes from the program, once a second, and what is asked of it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use breaker_dashboard::document::{Detail, Document, FORMAT, Patch, Patches, VERSION};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::address::Address;
#[cfg(all(test, feature = "serve"))]
use super::app;
use super::client::{Answer, Client};

/// Objects in an answer: ten thousand circuits have less.
const MOST_OBJECTS: usize = 1 << 18;
/// Ticks in an answer: a dashboard keeps two minutes of them.
const MOST_TICKS: usize = 600;
/// After so many bytes of changes all of it is asked for anew.
const MOST_CHANGED: usize = 32 << 20;

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
pub(crate) fn run(client: &Client, wanted: &Receiver<Option<u32>>, news: &SyncSender<News>) {
    let (mut since, mut detailed) = (Since::default(), None);
    let mut due = Instant::now();
    loop {
        let wait = due.saturating_duration_since(Instant::now());
        match wanted.recv_timeout(wait) {
            Ok(circuit) => detailed = circuit,
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let (told, age) = look(client, &mut since);
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

/// Up to where all is known.
#[derive(Default)]
struct Since {
    cursor: Option<String>,
    /// Bytes of changes since all was told.
    changed: usize,
}

/// What is new since then, and how old its tick was in milliseconds.
fn look(client: &Client, since: &mut Since) -> (News, u64) {
    // Changes add up, and a program that means no good takes nothing away.
    let cursor = since.cursor.as_ref().filter(|_| since.changed <= MOST_CHANGED);
    let what = cursor.map(|cursor| format!("state?since={}", encoded(cursor)));
    let asked = ask(client, what.as_deref().unwrap_or("state")).and_then(|answer| {
        let taken = Instant::now().checked_sub(Duration::from_millis(answer.age_ms.min(10_000)));
        let news = read(&answer, taken.unwrap_or_else(Instant::now))?;
        Ok((news, answer))
    });
    let (news, answer) = match asked {
        Ok(asked) => asked,
        Err(why) => {
            // What can't be read is not asked for again.
            *since = Since::default();
            return (News::Lost(why), 0);
        }
    };
    match &news {
        News::Document(document, _) => {
            *since = Since { cursor: Some(document.cursor.clone()), changed: 0 };
        }
        News::Ticks(..) if what.is_none() => {
            *since = Since::default();
            return (News::Lost(not_a_dashboard()), answer.age_ms);
        }
        News::Ticks(ticks, _) => {
            since.changed = since.changed.saturating_add(answer.body.len());
            if let Some(patch) = ticks.last() {
                since.cursor = Some(patch.cursor.clone());
            }
        }
        _ => {}
    }
    (news, answer.age_ms)
}

fn detail(client: &Client, id: u32) -> Result<Box<Detail>, String> {
    parsed(&ask(client, &format!("circuit?id={id}"))?.body).map(Box::new)
}

/// An answer that says yes.
fn ask(client: &Client, document: &str) -> Result<Answer, String> {
    let answer = client.get(document).map_err(|error| error.to_string())?;
    match answer.status {
        200 | 204 => Ok(answer),
        404 if document.starts_with("state") => Err(not_here(client, &answer)),
        _ => Err(refusal(&answer)),
    }
}

/// What is proposed has been tried.
fn not_here(client: &Client, answer: &Answer) -> String {
    let is_there = |address: &Address| {
        let other = Client { address: address.clone(), headers: client.headers.clone() };
        let answer = other.get("state").ok().filter(|answer| answer.status == 200);
        answer.is_some_and(|answer| matches!(read(&answer, Instant::now()), Ok(News::Document(..))))
    };
    match client.address.others().into_iter().find(is_there) {
        Some(address) => format!("404: no dashboard is there; it is at {address}"),
        None => refusal(answer),
    }
}

/// What a dashboard says of an answer that is none.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

fn refusal(answer: &Answer) -> String {
    let status = answer.status;
    let said = serde_json::from_slice(&answer.body).map(|refusal: Refusal| refusal.error).ok();
    match (status, said, &answer.location) {
        (401 | 403, said, _) => {
            let said = said.map_or_else(String::new, |said| format!(": {said}"));
            format!("{status}{said}; `--header 'authorization: ..'` says who looks")
        }
        (_, Some(said), _) => format!("{status}: {said}"),
        (300..=399, _, Some(location)) => format!("{status}: it leads to {location}"),
        (404, ..) => "404: no dashboard is there; the address ends in the path that the program \
                      has it below"
            .to_owned(),
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
        let ticks = parsed::<Patches>(&answer.body)?.ticks;
        return if ticks.len() > MOST_TICKS {
            Err(too_much())
        } else {
            Ok(News::Ticks(ticks, taken))
        };
    }
    if !kind.full {
        return Ok(News::Ticks(vec![parsed(&answer.body)?], taken));
    }
    Ok(News::Document(Box::new(parsed(&answer.body)?), taken))
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    // Two bytes may be an object of a thousand.
    if body.split(|&byte| byte == b'{').nth(MOST_OBJECTS + 1).is_some() {
        return Err(too_much());
    }
    serde_json::from_slice(body).map_err(|_| not_a_dashboard())
}

fn too_much() -> String {
    "what is answered is more than a dashboard has to tell".to_owned()
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
