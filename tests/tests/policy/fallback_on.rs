//! `fallback_on = failure`: the fallback answers failed calls as well, and the failure is counted
//! before.

use breaker_runtime::{Cause, circuit_breaker};
use tests::run;

use crate::{Error, circuit, is_open};

#[circuit_breaker(name = "kept", threshold = 2, fallback = remembered, fallback_on = failure)]
fn fetch(base: &str, key: String, (times, fails): (usize, bool)) -> Result<String, Error> {
    if fails {
        drop(key);
        return Err(Error::Broken);
    }
    Ok(format!("{base}{}", key.repeat(times)))
}

fn remembered(base: &str, key: String, (times, _): (usize, bool)) -> Result<String, Error> {
    Ok(format!("remembered {base}{}", key.repeat(times)))
}

#[test]
fn a_path_gets_the_arguments_though_the_body_consumed_them() {
    let call = |fails| fetch("/", "a".to_owned(), (2, fails));
    assert_eq!(call(false), Ok("/aa".to_owned()));
    assert_eq!(call(true), Ok("remembered /aa".to_owned()));
    assert_eq!(circuit("kept").snapshot().calls.failure, 1);
    assert!(!is_open("kept"));
    assert_eq!(call(true), Ok("remembered /aa".to_owned()));
    assert!(is_open("kept"));
    assert_eq!(call(false), Ok("remembered /aa".to_owned()), "rejected");
}

#[circuit_breaker(
    name = "causes", threshold = 1, fallback_on = failure, ignore(Err(Error::NotFound)),
    fallback = |cause| match cause {
        Cause::Open(open) => Ok(format!("open: {}", open.name())),
        Cause::Failed(Err(error)) => {
            let seen = circuit("causes").snapshot().calls.failure;
            Ok(format!("failed: {error:?}, seen: {seen}"))
        }
        other => Ok(format!("{other:?}")),
    },
)]
async fn explained(error: Error) -> Result<String, Error> {
    Err(error)
}

#[test]
fn a_closure_gets_the_cause_and_the_failure_is_counted_by_then() {
    run(async {
        assert_eq!(explained(Error::NotFound).await, Err(Error::NotFound), "no failure");
        assert_eq!(explained(Error::Broken).await.unwrap(), "failed: Broken, seen: 1");
        assert_eq!(explained(Error::Broken).await.unwrap(), "open: causes");
    });
}

struct Store(String);

impl Store {
    #[circuit_breaker(fallback = Self::other, fallback_on = failure)]
    async fn get(&self, list: Vec<u8>) -> Result<&str, Error> {
        if list.is_empty() { Ok(&self.0) } else { Err(Error::Broken) }
    }

    async fn other(&self, list: Vec<u8>) -> Result<&str, Error> {
        if list.len() == 1 { Ok("one") } else { Err(Error::Late) }
    }

    #[circuit_breaker(fallback = Ok(added), fallback_on = failure)]
    fn add(&mut self, added: u8, list: &mut Vec<u8>) -> Result<u8, Error> {
        self.0.push('+');
        list.push(added);
        Err(Error::Broken)
    }
}

#[test]
fn methods_and_what_the_fallback_does_not_use_are_left_alone() {
    let mut store = Store("all".to_owned());
    let mut list = Vec::new();
    assert_eq!(store.add(3, &mut list), Ok(3));
    assert_eq!((store.0.as_str(), list), ("all+", vec![3]));
    run(async {
        assert_eq!(store.get(vec![]).await, Ok("all+"));
        assert_eq!(store.get(vec![1]).await, Ok("one"));
        assert_eq!(store.get(vec![1, 2]).await, Err(Error::Late), "the fallback's own error");
    });
}
