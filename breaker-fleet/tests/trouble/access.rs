//! Who is let in.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use engines::{Certificate, Folder, Proxy, Server};

use crate::member::{Member, before};
use crate::refusals::OF_THE_SCRIPT;

const README: &str = include_str!("../../README.md");
const GUIDE: &str = include_str!("../../../breaker-runtime/guide/fleet.md");

#[test]
fn the_guide_has_the_permissions_of_the_readme() {
    let (_, least) = README.split_once("ACL SETUSER fleet").unwrap();
    let (least, rest) = least.split_once("```").unwrap();
    assert!(GUIDE.contains(least));
    let (more, _) = rest.split_once("```text").unwrap().1.split_once("```").unwrap();
    assert!(GUIDE.contains(more.trim()));
}

#[test]
fn no_permission_is_asked_for_that_nothing_needs() {
    let (_, least) = README.split_once("ACL SETUSER fleet").unwrap();
    let (least, _) = least.split_once("```").unwrap();
    let asked_for: BTreeSet<_> =
        least.split_whitespace().filter_map(|rule| rule.strip_prefix('+')).collect();
    let to_the_script = ["hello", "auth", "script|load", "evalsha"];
    assert_eq!(asked_for, to_the_script.into_iter().chain(OF_THE_SCRIPT).collect());
}

#[test]
fn the_least_permissions_are_enough() {
    before(&["requirepass other"], |server| {
        let (_, least) = README.split_once("ACL SETUSER fleet").unwrap();
        let (least, _) = least.split_once("```").unwrap();
        let setuser = ["ACL", "SETUSER", "fleet"].into_iter().chain(least.split_whitespace());
        admin(&server, &setuser.collect::<Vec<_>>());
        let url = format!("{}?user=fleet&pass=secret", server.url());
        let (mut a, mut b) = (Member::joined(&url), Member::joined(&url));
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        a.ask("leave");
        b.until("status", |status| status.ends_with("1 members"));
        let denied = admin(&server, &["ACL", "LOG"]);
        assert_eq!(denied, "", "denied");
    });
}

#[test]
fn another_database_needs_little_more_and_is_told_nothing() {
    before(&[], |server| {
        let (_, least) = README.split_once("ACL SETUSER fleet").unwrap();
        let (least, rest) = least.split_once("```").unwrap();
        let (more, _) = rest.split_once("```text").unwrap().1.split_once("```").unwrap();
        let rules = least.split_whitespace().chain(more.split_whitespace());
        server.run(&["ACL", "SETUSER", "fleet"].into_iter().chain(rules).collect::<Vec<_>>());
        let url = format!("{}?user=fleet&pass=secret", server.url());
        let second = format!("{url}&db=2");
        let mut members = [&url, &second, &second].map(|url| Member::joined(url));
        let [near, a, b] = &mut members;
        a.ask("fail 5");
        b.until("suspected", |suspected| suspected == "true");
        assert_eq!(near.ask("suspected"), "false");
        assert!(near.ask("status").ends_with("1 members"));
        let denied = server.ask(&["ACL", "LOG"]);
        assert_eq!(denied, "", "denied");
    });
}

#[test]
fn a_wrong_password_is_told() {
    before(&["requirepass secret"], |server| {
        let mut member = Member::start(&format!("{}?pass=guess", server.url()));
        member.goes_on_alone();
        member.until("status", |status| status.contains("WRONGPASS"));
        let status = member.ask("status");
        assert!(!status.contains("guess"), "{status}");
    });
}

#[test]
fn a_password_that_is_lacking_is_told_with_where_it_stands() {
    before(&["requirepass secret"], |server| {
        let mut member = Member::start(&server.url());
        let fix = format!("it wants a password: write `{}?pass=password`", server.url());
        member.until("status", |status| status.contains(&fix));
    });
}

#[test]
fn what_it_takes_to_come_to_the_script_is_named() {
    before(&[], |server| {
        for (denied, rule) in [
            ("-script|load", "+script|load"),
            ("-evalsha", "+evalsha"),
            ("resetkeys", "~breaker:{shop-prod}:*"),
            ("resetchannels", "&breaker:{shop-prod}"),
        ] {
            let rules = ["reset", "on", ">secret", "~*", "&*", "+@all", denied];
            server.run(&["ACL", "SETUSER", "fleet"].into_iter().chain(rules).collect::<Vec<_>>());
            let url = format!("{}?user=fleet&pass=secret", server.url());
            let mut member = Member::start(&url);
            let fix = format!("{}: the user `fleet` may not", server.url());
            member.until("status", |status| status.contains(&fix));
            let status = member.ask("status");
            // Before 7.0 there were no rights to a part of a command.
            let whole = rule.split('|').next().unwrap();
            let fixes = [rule, whole].map(|rule| format!("`ACL SETUSER fleet {rule}`"));
            assert!(fixes.iter().any(|fix| status.contains(fix)), "{denied}: {status}");
        }
    });
}

#[test]
fn a_permission_that_is_lacking_is_named() {
    before(&[], |server| {
        server.run(&["ACL", "SETUSER", "default", "-zadd"]);
        let mut member = Member::start(&server.url());
        member.until("status", |status| status.contains("`ACL SETUSER default +zadd`"));
        member.goes_on_alone();
        server.run(&["ACL", "SETUSER", "default", "+zadd"]);
        member.until_joined();
    });
}

#[test]
fn an_address_that_names_no_engine_is_told_with_what_to_write() {
    let mut member = Member::start("http://user:secret@cache:6379");
    let status = member.ask("status");
    assert!(status.contains("write `redis://host:6379`"), "{status}");
    let told = member.told_up_to("away");
    assert_eq!(told.matches("away").count(), 1);
    assert_eq!(member.ask("events"), "");
    assert!(![status, told].concat().contains("secret"));
    member.goes_on_alone();
}

#[test]
fn an_engine_that_still_loads_is_waited_for() {
    let (port, _) = answers(b"-LOADING Redis is loading the dataset in memory\r\n");
    let mut member = Member::start(&format!("redis://127.0.0.1:{port}"));
    member.until("status", |status| status.contains("loading"));
    member.goes_on_alone();
}

#[test]
fn an_engine_with_too_many_clients_is_told_with_what_lets_more_in() {
    let (port, _) = answers(b"-ERR max number of clients reached\r\n");
    let mut member = Member::start(&format!("redis://127.0.0.1:{port}"));
    member.until("status", |status| status.contains("`CONFIG SET maxclients`"));
}

#[test]
fn what_is_no_engine_is_told_in_one_sentence() {
    let http = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    let alert = b"\x15\x03\x03\x00\x02\x02\x46";
    for (answer, why) in [
        (&http[..], "what answers there is no Redis or Valkey;".to_owned()),
        (b"", "it says nothing within 1s: it is stopped or paused, or no Redis;".to_owned()),
        (alert, "it speaks TLS: write `rediss://127.0.0.1:".to_owned()),
    ] {
        let (port, _) = answers(answer);
        let url = format!("redis://127.0.0.1:{port}");
        let mut member = Member::start(&url);
        member.until("status", |status| status.contains(&format!("{url}: {why}")));
        assert!(!member.told_up_to("away").contains('\\'));
    }
}

#[test]
fn an_engine_without_tls_is_told_with_what_to_write() {
    before(&[], |server| {
        let proxy = Proxy::before(&server);
        let mut member = Member::start(&proxy.url().replace("redis:", "rediss:"));
        let fix = format!("it doesn't answer in TLS: write `{}`", proxy.url());
        member.until("status", |status| status.contains(&fix));
    });
}

#[test]
fn an_engine_with_tls_is_told_with_what_to_write() {
    let Some(certificate) = Certificate::new() else { return };
    let Some(server) = Server::start_tls(&certificate, &[]) else { return };
    let place = format!("localhost:{}", server.tls_port().unwrap());
    let mut member = Member::start(&format!("redis://{place}"));
    let fix = format!("write `rediss://{place}`");
    member.until("status", |status| status.contains(&fix));
}

#[test]
fn certificates_that_are_named_and_not_there_are_told() {
    let Some(certificate) = Certificate::new() else { return };
    let Some(server) = Server::start_tls(&certificate, &[]) else { return };
    let url = format!("rediss://localhost:{}", server.tls_port().unwrap());
    let mut member = Member::start_with(&url, &[("SSL_CERT_FILE", "/nowhere/roots.pem")]);
    let named = "SSL_CERT_FILE names `/nowhere/roots.pem`: No such file";
    member.until("status", |status| status.contains(named));
}

#[test]
fn an_engine_that_is_too_old_is_told() {
    let (port, _) = answers(b"-ERR unknown command 'HELLO'\r\n");
    let mut member = Member::start(&format!("redis://127.0.0.1:{port}"));
    member.until("status", |status| status.contains("6.2"));
}

#[test]
fn what_an_engine_repeats_of_a_command_is_not_told() {
    for command in ["HELLO", "AUTH"] {
        let answer = format!(
            "-ERR unknown command '{command}', with args beginning with: \
             '3' 'AUTH' 'me' 'secret' \r\n"
        );
        let (port, _) = answers(answer.leak().as_bytes());
        let mut member = Member::start(&format!("redis://me:secret@127.0.0.1:{port}"));
        member.until("status", |status| status.contains(command));
        let told = [member.ask("status"), member.told_up_to("away")].concat();
        assert!(!told.contains("secret"), "{told}");
    }
}

#[test]
fn where_in_the_script_it_was_is_not_told() {
    let (port, _) =
        answers(b"-ERR Not enough room in the script script: 5f1c82, on @user_script:1.\r\n");
    let mut member = Member::start(&format!("redis://127.0.0.1:{port}"));
    member.until("status", |status| status.contains("ERR Not enough room in the script;"));
}

#[test]
fn what_an_engine_says_is_bounded_and_harms_no_terminal() {
    let answer = format!("-OUCH \x1b[31m{}\r\n", "x".repeat(100_000));
    let (port, _) = answers(answer.leak().as_bytes());
    let mut member = Member::start(&format!("redis://127.0.0.1:{port}"));
    member.until("status", |status| status.contains("OUCH"));
    let told = member.ask("status");
    assert!(told.contains("OUCH \\u{1b}[31mxxx") && told.len() < 500, "{told}");
}

#[test]
fn a_certificate_is_checked() {
    let Some(certificate) = Certificate::new() else { return };
    let Some(server) = Server::start_tls(&certificate, &[]) else { return };
    let url = format!("rediss://localhost:{}", server.tls_port().unwrap());
    let authority = certificate.authority();
    let mut trusting = Member::start_with(&url, &[("SSL_CERT_FILE", &authority)]);
    trusting.until_joined();
    let mut other = Member::start(&url);
    other.until("status", |status| status.contains("certificate"));
    other.goes_on_alone();
}

#[test]
fn a_system_that_trusts_nobody_is_told() {
    let Some(certificate) = Certificate::new() else { return };
    let Some(server) = Server::start_tls(&certificate, &[]) else { return };
    let url = format!("rediss://localhost:{}", server.tls_port().unwrap());
    let (folder, empty) = (Folder::new(), Folder::new());
    let (nobody, empty) = (folder.file("nobody.pem"), empty.file(""));
    fs::write(&nobody, "").unwrap();
    let roots = [("SSL_CERT_FILE", &*nobody), ("SSL_CERT_DIR", &*empty)];
    let mut member = Member::start_with(&url, &roots);
    member.until("status", |status| status.contains("no root certificates"));
}

/// A server that says the same to everything.
fn answers(what: &'static [u8]) -> (u16, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut bytes = [0; 4096];
            while let Ok(1..) = stream.read(&mut bytes) {
                if stream.write_all(what).is_err() {
                    break;
                }
            }
        }
    };
    (port, thread::spawn(serve))
}

fn admin(server: &Server, command: &[&str]) -> String {
    let mut client = engines::Client::connect(&server.socket()).unwrap();
    client.run(&["AUTH", "other"]).unwrap();
    let answer = client.run(command).unwrap();
    assert!(!answer.starts_with('-'), "{answer}");
    answer
}
