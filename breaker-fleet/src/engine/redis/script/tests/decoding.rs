//! The script decodes what `wire` does, and nothing else; its bounds are those of `wire`, and of
//! every engine.

use engines::{Client, Server};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::engine::{AHEAD, MOST_AHEAD, SEEN};
use crate::wire::{
    AFTERWARDS, LEASE, MOST, MOST_KEEP, MOST_TIME, NEAR, Name, Part, Peer, Reply, Request, Subject,
    Synced, Text, micros,
};

/// As far as it doesn't run a batch.
const PIECES: &str = concat!(
    include_str!("../batch.lua"),
    include_str!("../decode.lua"),
    include_str!("../record.lua"),
    include_str!("../outage.lua"),
    include_str!("../control.lua"),
    include_str!("../members.lua"),
    include_str!("../sync.lua"),
);

/// Of each argument: the part of the subject that it is, whether it is a number, and a text.
const DECODED: &str = "
    local told = {}
    for i = 4, #ARGV do
        told[#told + 1] = (part_of(ARGV[i]) or '-') .. (as_number(ARGV[i]) and 'n' or '-')
            .. (is_text(ARGV[i]) and 't' or '-')
    end
    return table.concat(told, ' ')";

/// What the pieces and this end of them return.
fn eval(client: &mut Client, end: &str, arguments: &[Vec<u8>]) -> String {
    let source = format!("{PIECES}{end}").into_bytes();
    let names = ["3", "changes", "members", "highest", "circuit:", "shop", "000000000000000a"];
    let names = names.map(|name| name.as_bytes().to_vec());
    let command = [vec![b"EVAL".to_vec(), source], names.to_vec(), arguments.to_vec()].concat();
    client.run(&command).unwrap()
}

fn field(bytes: &[u8]) -> Vec<u8> {
    [format!("{}:", bytes.len()).as_bytes(), bytes].concat()
}

/// What [`DECODED`] says of it, by the decoding of `wire`.
fn decoded(bytes: &[u8]) -> String {
    let part = Subject::decode(bytes).map(|subject| match subject.part {
        Part::Zone(_) => 'z',
        Part::Control => 'c',
    });
    let is_number = Reply::decode(&[b"1:v", &field(bytes)[..]].concat()).is_ok();
    let is_text = Subject::decode(&[b"1:z0:0:", &field(bytes)[..]].concat()).is_ok();
    let [number, text] =
        [(is_number, 'n'), (is_text, 't')].map(|(is, so)| if is { so } else { '-' });
    format!("{}{number}{text}", part.unwrap_or('-'))
}

/// What differs, of what the script and `wire` say.
fn differences(client: &mut Client, all: &[Vec<u8>]) -> Vec<String> {
    let told = eval(client, DECODED, all);
    let told: Vec<_> = told.split(' ').collect();
    assert_eq!(told.len(), all.len());
    let pairs = told.into_iter().zip(all).map(|(told, bytes)| (told, decoded(bytes), bytes));
    let differ = pairs.filter(|(told, decoded, _)| told != decoded);
    differ.map(|(told, is, bytes)| format!("{}: {told}, not {is}", bytes.escape_ascii())).collect()
}

fn subject() -> impl Strategy<Value = Vec<u8>> {
    let long = (Name::MOST - 4..Name::MOST + 4).prop_map(|length| "n".repeat(length));
    let name = prop_oneof![4 => any::<String>(), 1 => long];
    let zone = any::<String>().prop_map(|zone| Part::Zone(Text::new(&zone)));
    let part = prop_oneof![zone, Just(Part::Control)];
    (name, any::<Option<String>>(), part).prop_map(|(name, key, part)| {
        let key = key.map(Into::into);
        Subject { name: Name { name: name.into(), key }, part }.encode()
    })
}

/// As it is, or with one byte changed, left out or put in.
fn spoilt() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![prop::sample::select(b"0123456789:=zc".to_vec()), any::<u8>()];
    (subject(), any::<prop::sample::Index>(), byte, 0..4).prop_map(|(mut bytes, at, byte, how)| {
        let at = at.index(bytes.len());
        match how {
            0 => {}
            1 => bytes[at] = byte,
            2 => _ = bytes.remove(at),
            _ => bytes.insert(at, byte),
        }
        bytes
    })
}

/// Characters beyond ASCII, and what looks like some: overlong ones, halves of pairs, what comes
/// after the last one, and those that are cut or go on.
fn like_utf8() -> Vec<Vec<u8>> {
    let leads = b"\x80\xbf\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xff";
    let mut all: Vec<_> = leads.iter().map(|lead| vec![*lead]).collect();
    let mut longest = all.clone();
    for edges in [&b"\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0"[..], b"\x7f\x80\xbf\xc0", b"\x80\xbf\xc0"] {
        let longer = longest
            .iter()
            .flat_map(|start| edges.iter().map(move |edge| [&start[..], &[*edge]].concat()));
        longest = longer.collect();
        all.extend(longest.clone());
    }
    all
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let digits = "[0-9]{0,18}".prop_map(String::into_bytes);
    let near_most = (MOST - 9..MOST + 9).prop_map(|number| number.to_string().into_bytes());
    let long = (Text::MOST - 3..Text::MOST + 3).prop_map(|length| vec![b'x'; length]);
    prop_oneof![4 => spoilt(), 1 => digits, 1 => near_most, 1 => long]
}

#[test]
fn the_script_decodes_what_wire_does() {
    let Some(server) = Server::start(&[]) else { return };
    let client = std::cell::RefCell::new(Client::connect(&server.socket()).unwrap());
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let all = prop::collection::vec(bytes(), 1..100);
    let told = TestRunner::new(config).run(&all, |all| {
        prop_assert_eq!(differences(&mut client.borrow_mut(), &all), Vec::<String>::new());
        Ok(())
    });
    told.unwrap_or_else(|error| unreachable!("{error}"));
}

#[test]
fn characters_are_for_the_script_what_they_are_for_wire() {
    let Some(server) = Server::start(&[]) else { return };
    let mut client = Client::connect(&server.socket()).unwrap();
    assert_eq!(differences(&mut client, &like_utf8()), Vec::<String>::new());
}

#[test]
fn the_bounds_of_the_script_are_those_of_wire_and_of_every_engine() {
    let Some(server) = Server::start(&[]) else { return };
    let mut client = Client::connect(&server.socket()).unwrap();
    for (name, bound) in [
        ("MOST", MOST),
        ("MOST_TIME", micros(MOST_TIME)),
        ("MOST_KEEP", micros(MOST_KEEP)),
        ("MOST_COUNT", u32::MAX.into()),
        ("MOST_TEXT", Text::MOST as u64),
        ("MOST_NAME", Name::MOST as u64),
        ("MOST_RANGES", Request::MOST_RANGES as u64),
        ("MOST_VIEWS", Synced::MOST as u64),
        ("MOST_MEMBERS", Peer::MOST as u64),
        ("LEASE", micros(LEASE)),
        ("NEAR", micros(NEAR)),
        ("AFTERWARDS", micros(AFTERWARDS)),
        ("AHEAD", AHEAD),
        ("SEEN", SEEN),
        ("MOST_AHEAD", MOST_AHEAD),
    ] {
        let told = eval(&mut client, &format!("return show({name})"), &[]);
        assert_eq!(told, bound.to_string(), "{name}");
    }
    for members in [1, 31, 32, 33, 500, 2047, 2048, 2049, u32::MAX] {
        let told = eval(&mut client, &format!("return show(most_views_of({members}))"), &[]);
        assert_eq!(told, Synced::most_of(members).to_string(), "{members} members");
    }
}
