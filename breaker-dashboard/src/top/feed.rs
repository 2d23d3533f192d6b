//! What comes from the program, once a second, and what is asked of it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use breaker_dashboard::document::{Detail, Document, FORMAT, Patch, Patches, VERSION};
use refusal::{Search, ask};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

#[cfg(all(test, feature = "serve"))]
use super::address::Address;
#[cfg(all(test, feature = "serve"))]
use super::app;
use super::client::{Answer, Client};
#[cfg(all(test, feature = "serve"))]
use super::model;

mod refusal;

/// Objects in an answer: ten thousand circuits have less.
const MOST_OBJECTS: usize = 1 << 18;
/// Ticks in an answer: a dashboard keeps two minutes of them.
const MOST_TICKS: usize = 600;
/// After so many bytes of changes all of it is asked for anew.
const MOST_CHANGED: usize = 32 << 20;

/// The next tick is there a second after this one, and is asked for soon after.
const NEXT: Duration = Duration::from_millis(1025);
/// Between two questions, also where the next tick is late.
const LEAST: Duration = Duration::from_millis(150);
/// For so long the newest tick may be the newest one: there is one each second.
const STILL: Duration = Duration::from_secs(5);

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
                due = Instant::now() + pause(age);
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

/// How long nothing is asked after a tick of this age.
fn pause(age: Duration) -> Duration {
    NEXT.saturating_sub(age).max(LEAST)
}

/// All that is shown, once.
pub(crate) fn document(client: &Client) -> Result<Document, String> {
    let answer = ask(client, "state", &mut Search::default())?;
    if answer.age() >= STILL {
        return Err(stands_still());
    }
    match read(&answer, Instant::now())? {
        News::Document(document, _) => Ok(*document),
        _ => Err(not_a_dashboard()),
    }
}

/// Up to where all is known.
#[derive(Default)]
struct Since {
    cursor: Option<String>,
    /// When its tick came.
    came: Option<Instant>,
    /// Bytes of changes since all was told.
    changed: usize,
    search: Search,
}

impl Since {
    /// What can't be read is not asked for again.
    fn forget(&mut self) {
        (self.cursor, self.came, self.changed) = (None, None, 0);
    }

    /// Takes in what came in so many bytes. Whether it tells of a newer tick.
    fn learn(&mut self, news: &News, bytes: usize) -> bool {
        let (cursor, changed) = match news {
            News::Document(document, _) => (Some(&document.cursor), 0),
            News::Ticks(ticks, _) => {
                (ticks.last().map(|patch| &patch.cursor), self.changed.saturating_add(bytes))
            }
            _ => (None, self.changed),
        };
        self.changed = changed;
        let newer = cursor.filter(|cursor| self.cursor.as_ref() != Some(cursor));
        if let Some(cursor) = newer {
            (self.cursor, self.came) = (Some(cursor.clone()), Some(Instant::now()));
        }
        newer.is_some()
    }
}

/// What is new since then, and how old its tick was.
fn look(client: &Client, since: &mut Since) -> (News, Duration) {
    // Changes add up, and a program that means no good takes nothing away.
    let cursor = since.cursor.as_ref().filter(|_| since.changed <= MOST_CHANGED);
    let what = cursor.map(|cursor| format!("state?since={}", encoded(cursor)));
    let asked = ask(client, what.as_deref().unwrap_or("state"), &mut since.search);
    let told = asked.and_then(|answer| {
        let taken = Instant::now().checked_sub(answer.age().min(Duration::from_secs(10)));
        let news = read(&answer, taken.unwrap_or_else(Instant::now))?;
        let is_of_nothing = matches!(news, News::Ticks(..)) && what.is_none();
        if is_of_nothing { Err(not_a_dashboard()) } else { Ok((news, answer)) }
    });
    let (news, answer) = match told {
        Ok(told) => told,
        Err(why) => {
            since.forget();
            return (News::Lost(why), Duration::ZERO);
        }
    };
    let is_newer = since.learn(&news, answer.body.len());
    let known_for = since.came.map_or(Duration::ZERO, |came| came.elapsed());
    if !is_newer && known_for.max(answer.age()) >= STILL {
        return (News::Lost(stands_still()), Duration::ZERO);
    }
    (news, answer.age())
}

/// The program answers, and has nothing new to tell for good.
fn stands_still() -> String {
    "its recorder stands still".to_owned()
}

fn detail(client: &Client, id: u32) -> Result<Box<Detail>, String> {
    let answer = ask(client, &format!("circuit?id={id}"), &mut Search::default())?;
    parsed(&answer.body).map(Box::new)
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
