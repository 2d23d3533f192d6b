//! Content that no member has written.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use engines::{Client, Server};

use crate::member::{Member, SECOND, before};

const PAY: &str = "breaker:{shop-prod}:circuit:1:z3:pay0:0:";

fn record(server: &Server, name: &str, fields: &[(&str, &str)]) {
    let mut command = vec!["HSET", name];
    command.extend(fields.iter().flat_map(|(field, value)| [*field, *value]));
    server.run(&command);
}

#[test]
fn nonsense_harms_nobody() {
    before(&[], |server| {
        let mut a = Member::joined(&server.url());
        let channel = "breaker:{shop-prod}";
        let most = "9007199254740992";
        for nonsense in ["", "1:", "99999999:x", "hello", &"1".repeat(1_000_000)] {
            server.run(&["PUBLISH", channel, nonsense]);
        }
        // Records of the wrong type, without sense, or of the end of all times.
        let _ = server.ask(&["SET", PAY, "no hash"]);
        let add = |score: &str, name: &str| {
            server.run(&["ZADD", "breaker:{shop-prod}:changes", score, name]);
        };
        add(most, "1:z3:pay0:0:");
        add("inf", "1:z5:other0:0:");
        add("-inf", "nonsense");
        record(
            &server,
            "breaker:{shop-prod}:circuit:nonsense",
            &[
                ("version", "nan"),
                ("phase", "leased"),
                ("until", "1e308"),
                ("expires", most),
                ("keep", most),
                ("holder", &"f".repeat(300)),
            ],
        );
        server.run(&["SET", "breaker:{shop-prod}:highest", most]);
        for _ in 0..150 {
            assert_eq!(a.ask("ok"), "ok");
            thread::sleep(Duration::from_millis(10));
        }
        a.until_joined();
        // And nobody is deaf afterwards.
        let mut b = Member::joined(&server.url());
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
    });
}

const CHANGES: &str = "breaker:{shop-prod}:changes";
const HIGHEST: &str = "breaker:{shop-prod}:highest";

/// A round of this version, which ends a minute later by the server's clock.
fn write_round(server: &Server, version: u64) {
    let (version, time) = (version.to_string(), server.ask(&["TIME"]));
    let end = (time.lines().next().unwrap().parse::<u64>().unwrap() + 60) * 1_000_000;
    let end = end.to_string();
    let fields = [
        ("version", &*version),
        ("phase", "waiting"),
        ("until", &end),
        ("open", "60000000"),
        ("suspected", &end),
        ("round", &version),
        ("keep", "60000000"),
        ("expires", &end),
        ("by", "eve"),
    ];
    record(server, PAY, &fields);
    server.run(&["ZADD", CHANGES, &version, "1:z3:pay0:0:"]);
    server.run(&["SET", HIGHEST, &version]);
}

#[test]
fn who_writes_and_publishes_nothing_keeps_nobody_away() {
    before(&[], |server| {
        let mut member = Member::joined(&server.url());
        assert_eq!(member.told_up_to("joined"), "joined");
        for version in 1..=12 {
            write_round(&server, version);
            member.until("suspected", |suspected| suspected == "true");
            // Each sync finds another.
            thread::sleep(SECOND + SECOND / 10);
        }
        member.until_joined();
        let events = member.ask("events");
        let lost = "the subscription is lost | joined";
        assert!(events.starts_with("unsubscribed | away: ") && events.ends_with(lost), "{events}");
        assert_eq!(events.matches(" | ").count(), 2, "{events}");
    });
}

/// Publishes so many bytes.
fn publish(client: &mut Client, count: usize) {
    let content = vec![b'1'; count];
    client.run(&[&b"PUBLISH"[..], b"breaker:{shop-prod}", &content]).unwrap();
}

#[test]
fn large_messages_harm_nobody() {
    before(&[], |server| {
        let mut client = Client::connect(&server.socket()).unwrap();
        let [mut a, mut b] = [(); 2].map(|()| Member::joined(&server.url()));
        assert_eq!(a.told_up_to("joined"), "joined");
        // As large as the server passes on to who subscribes.
        for _ in 0..5 {
            publish(&mut client, 24 << 20);
            thread::sleep(SECOND / 5);
        }
        let peak = a.most_memory();
        assert!(peak < 60 << 20, "{} MiB", peak >> 20);
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        // Slow they may be.
        let events = a.ask("events");
        assert!(events.is_empty() || events.contains("no answer within"), "{events}");
    });
}

#[test]
fn who_has_connections_closed_again_and_again_keeps_nobody_away_for_long() {
    before(&[], |server| {
        let mut client = Client::connect(&server.socket()).unwrap();
        let [mut a, mut b] = [(); 2].map(|()| Member::joined(&server.url()));
        // The server closes the connections of those to whom it would have to pass on so much.
        for _ in 0..8 {
            publish(&mut client, 40 << 20);
            // And no call minds.
            for _ in 0..20 {
                assert_eq!(a.ask("ok"), "ok");
                thread::sleep(SECOND / 20);
            }
        }
        // Whoever is away opens by its own rule.
        b.until_away();
        b.goes_on_alone();
        let events = a.ask("events");
        assert!(events.contains("away: "), "{events}");
        a.until_joined();
        b.until_joined();
        b.until("ok", |answer| answer == "ok");
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
    });
}

#[test]
fn a_suspicion_of_hostile_length_ends() {
    before(&[], |server| {
        let most = "9000000000000000";
        record(
            &server,
            PAY,
            &[
                ("version", "5"),
                ("phase", "waiting"),
                ("until", most),
                ("open", most),
                ("suspected", most),
                ("round", "5"),
                ("keep", most),
                ("expires", most),
                ("by", "eve"),
            ],
        );
        server.run(&["ZADD", "breaker:{shop-prod}:changes", "5", "1:z3:pay0:0:"]);
        let mut member = Member::joined(&server.url());
        member.until("suspected", |suspected| suspected == "true");
        assert_eq!(member.ask("ok"), "ok");
        member.ask("fail 2");
        assert_eq!(member.ask("state"), "open");
        // It tries all the same: after ten of its own open times at most.
        member.until("ok", |answer| answer == "ok");
    });
}

#[test]
fn an_endless_answer_fills_no_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().flatten().for_each(endless));
    let mut member = Member::start(&url);
    member.until("status", |status| status.contains("more bytes than"));
    thread::sleep(2 * SECOND);
    member.goes_on_alone();
    let peak = member.most_memory();
    assert!(peak < 150 << 20, "{} MiB", peak >> 20);
}

/// Greets, and answers the next command for ever.
fn endless(mut stream: TcpStream) {
    let mut bytes = [0; 1 << 13];
    let _ = stream.read(&mut bytes);
    let _ = stream.write_all(b"%1\r\n$5\r\nproto\r\n:3\r\n");
    let _ = stream.read(&mut bytes);
    let _ = stream.write_all(b"$2000000000\r\n");
    while stream.write_all(&bytes).is_ok() {}
}
