//! F12: what five hundred members and ten thousand keys of one dead host cost the engine.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use breaker_fleet::__protocol::engine::redis::{Address, Clock, Connection, Pushes};
use breaker_fleet::__protocol::wire::{
    Batch, MemberId, Message, Name, Part, Reply, Request, Subject, Terms, Text, Version, Why,
};
use engines::Server;
use tokio::runtime::Builder;
use tokio::time::{interval, sleep};

use crate::goals::report;

const MEMBERS: u64 = 500;
const KEYS: usize = 10_000;

pub(crate) fn five_hundred_members() -> bool {
    let Some(server) = Server::start(&["maxclients 2000"]) else { return false };
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    let address = Address::parse(&server.url()).unwrap();
    let first = runtime.block_on(gather(&address));
    let idle = busy(&server, || runtime.block_on(async { sleep(Duration::from_secs(5)).await }));
    // A hundred members open a hundred keys each, within a second.
    let outage = busy(&server, || runtime.block_on(open_all(first)));
    let what = format!(
        "{MEMBERS} members: {idle:.2} cores idle, {outage:.2} in the ten seconds in \
                        which {KEYS} keys open"
    );
    report("F12", &what, "below half a core", outage < 0.5)
}

/// The share of a core that the server takes meanwhile.
fn busy(server: &Server, act: impl FnOnce()) -> f64 {
    let cpu = || {
        let info = server.ask(&["INFO", "cpu"]);
        let of = |name: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(name));
            line.map_or(0.0, |line| line.trim_start_matches(':').trim().parse().unwrap())
        };
        of("used_cpu_user") + of("used_cpu_sys")
    };
    let (before, start) = (cpu(), Instant::now());
    act();
    (cpu() - before) / start.elapsed().as_secs_f64()
}

/// Members that sync each second, as members do; the connections of a hundred of them.
async fn gather(address: &Address) -> Vec<Connection> {
    let (mut first, read) = (Vec::new(), Arc::new(Read::default()));
    for member in 0..MEMBERS {
        let opened = Connection::open(address, "figures", Clock::Own).await;
        let (connection, pushes) = opened.unwrap();
        if member < 100 {
            first.push(connection.clone());
        }
        let heard = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(hear(pushes, Arc::clone(&heard), Arc::clone(&read)));
        tokio::spawn(sync_for_ever(MemberId(member), connection, heard));
    }
    first
}

/// Ranges of versions, as a member keeps them.
type Heard = Arc<Mutex<Vec<Range>>>;
type Range = (Version, Version);

/// The messages by how they begin, with their ranges. Members read them on machines of their own:
/// here one reads for all.
type Read = Mutex<HashMap<Vec<u8>, Option<Range>>>;

async fn hear(pushes: Pushes, heard: Heard, read: Arc<Read>) {
    while let Some(bytes) = pushes.next_bytes().await {
        let begins = bytes[..bytes.len().min(100)].to_vec();
        let range = *read.lock().unwrap().entry(begins).or_insert_with(|| range(&bytes));
        heard.lock().unwrap().extend(range);
    }
}

fn range(bytes: &[u8]) -> Option<Range> {
    let views = Message::decode(bytes).unwrap().views;
    Some((views.first()?.version, views.last()?.version))
}

async fn sync_for_ever(member: MemberId, connection: Connection, heard: Heard) {
    let mut place = Place::default();
    let mut second = interval(Duration::from_secs(1));
    // Not all at the same moment.
    sleep(Duration::from_millis(2 * member.0)).await;
    loop {
        second.tick().await;
        while place.sync(member, &connection, &heard).await == Some(true) {}
    }
}

/// How far a member knows the namespace.
#[derive(Default)]
struct Place {
    cursor: Version,
    /// What the engine's clock showed, and when.
    clock: Option<(u64, Instant)>,
}

impl Place {
    /// Whether there is more; `None`: no answer.
    async fn sync(&mut self, member: MemberId, engine: &Connection, heard: &Heard) -> Option<bool> {
        let under_way = self.under_way();
        let batch = Batch { member, void_after: None, requests: vec![self.ask(under_way, heard)] };
        let replies = engine.send(&batch).await.ok()?;
        let [Reply::Synced(synced)] = &replies[..] else { return None };
        self.clock = Some((synced.time.0, Instant::now()));
        let more = synced.cursor < synced.highest;
        self.cursor = under_way.map_or(synced.cursor, |(first, _)| synced.cursor.min(first - 1));
        Some(more)
    }

    /// The versions that may still be pushed, as a member leaves them out.
    fn under_way(&self) -> Option<Range> {
        let (time, at) = self.clock?;
        let now = time + u64::try_from(at.elapsed().as_micros()).unwrap();
        Some((now - 300_000, now + 1_000_000))
    }

    fn ask(&self, under_way: Option<Range>, heard: &Heard) -> Request {
        let mut heard = heard.lock().unwrap();
        heard.retain(|(_, last)| *last > self.cursor);
        let mut ranges: Vec<_> = heard.iter().copied().chain(under_way).collect();
        ranges.sort_unstable();
        let too_many = ranges.len().saturating_sub(Request::MOST_RANGES);
        ranges.drain(..too_many);
        let (instance, zone) = (Text::new("pod"), Text::default());
        Request::Sync { cursor: self.cursor, heard: ranges, instance, zone }
    }
}

async fn open_all(members: Vec<Connection>) {
    let start = Instant::now();
    for (nth, member) in members.iter().enumerate() {
        let requests = (0..KEYS / members.len()).map(|key| trip(nth * 1000 + key)).collect();
        let batch = Batch { member: MemberId(nth as u64), void_after: None, requests };
        let _ = member.send(&batch).await;
        sleep(Duration::from_millis(10)).await;
    }
    sleep(Duration::from_secs(10).saturating_sub(start.elapsed())).await;
}

fn trip(key: usize) -> Request {
    let name = Name::keyed("fetch", &format!("tenant-{key}.example.org"));
    Request::Trip {
        subject: Subject { name, part: Part::Zone(Text::default()) },
        terms: Terms {
            open_for: Duration::from_secs(30),
            max_open_for: None,
            jitter: 1000,
            openings: 0,
        },
        first: true,
        by: Text::new("pod"),
        opened_by: Text::new("pod"),
        why: Why { reason: Text::new("failures"), failures: 5, calls: 5 },
    }
}
