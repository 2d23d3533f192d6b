//! Methods of traits: declared, by default, implemented, `async`, and under `#[async_trait]`.

use core::future::Future;
use core::ops::{Add, Deref};
use std::sync::Arc;

use async_trait::async_trait;
use breaker_runtime::circuit_breaker;

use crate::callee::{Error, block_on};

trait Store {
    type Key: Clone + ToString;
    const LIMIT: usize;

    fn get(&self, key: &Self::Key) -> Result<String, Error>;

    #[circuit_breaker(fallback = |_| Ok(Vec::new()))]
    fn get_all(&self, keys: &[Self::Key]) -> Result<Vec<String>, Error> {
        keys.iter().take(Self::LIMIT).map(|key| self.get(key)).collect()
    }

    fn put(
        &mut self,
        key: Self::Key,
        value: String,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    #[circuit_breaker(fallback = Self::instead)]
    async fn put_twice(&mut self, key: Self::Key, value: String) -> Result<(), Error>
    where
        Self: Sized,
    {
        self.put(key.clone(), value.clone()).await?;
        self.put(key, value).await
    }

    async fn instead(&mut self, _: Self::Key, _: String) -> Result<(), Error> {
        Ok(())
    }

    #[circuit_breaker]
    fn into_keys(self) -> Result<Vec<Self::Key>, Error>
    where
        Self: Sized,
    {
        Ok(Vec::new())
    }
}

#[derive(Clone, Default)]
struct Memory(Vec<(u32, String)>);

impl Store for Memory {
    type Key = u32;
    const LIMIT: usize = 2;

    #[circuit_breaker]
    fn get(&self, key: &u32) -> Result<String, Error> {
        let found = self.0.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.clone()).ok_or(Error::Down)
    }

    #[circuit_breaker]
    async fn put(&mut self, key: u32, value: String) -> Result<(), Error> {
        tokio::task::yield_now().await;
        self.0.push((key, value));
        Ok(())
    }
}

struct Other;

#[circuit_breaker(fallback = |open| Err(open.into()))]
impl Store for Other {
    type Key = u32;
    const LIMIT: usize = 2;

    fn get(&self, _: &Self::Key) -> Result<String, Error> {
        Ok(Self::LIMIT.to_string())
    }

    fn put(&mut self, key: u32, value: String) -> impl Future<Output = Result<(), Error>> + Send {
        async move {
            tokio::task::yield_now().await;
            if value.is_empty() && key == 0 { Err(Error::Down) } else { Ok(()) }
        }
    }
}

#[derive(Debug, PartialEq)]
struct Sum(u32);

impl Add<u32> for Sum {
    type Output = Result<Self, Error>;

    #[circuit_breaker]
    fn add(self, other: u32) -> Self::Output {
        Ok(Self(self.0 + other))
    }
}

#[async_trait]
trait Fetch: Sync {
    async fn fetch(&self, id: u32) -> Result<String, Error>;

    #[circuit_breaker(fallback = |_| Ok(String::new()))]
    async fn fetch_all(
        &self,
        ids: &[u32],
        (before, mut after): (&str, String),
    ) -> Result<String, Error> {
        let mut all = before.to_owned();
        for id in ids {
            all += &self.fetch(*id).await?;
        }
        after.insert_str(0, &all);
        Ok(after)
    }

    #[circuit_breaker(fallback = Self::instead, fallback_on = failure)]
    async fn fetch_or(&self, id: u32, mut name: String) -> Result<String, Error>
    where
        Self: Sized,
    {
        name.push('!');
        self.fetch(id).await.map(|fetched| fetched + &name)
    }

    async fn instead(&self, _: u32, name: String) -> Result<String, Error> {
        Ok(name)
    }
}

struct Remote<T>(T);

#[async_trait]
impl<T: ToString + Send + Sync> Fetch for Remote<T> {
    #[circuit_breaker]
    async fn fetch(&self, id: u32) -> Result<String, Error> {
        tokio::task::yield_now().await;
        if id == 0 {
            return Err(Error::Down);
        }
        Ok(self.0.to_string())
    }
}

#[async_trait(?Send)]
trait Local {
    async fn local(self: Arc<Self>, list: &mut Vec<u32>) -> Result<usize, Error>;
}

struct Here;

#[async_trait(?Send)]
#[circuit_breaker]
impl Local for Here {
    async fn local(self: Arc<Self>, list: &mut Vec<u32>) -> Result<usize, Error> {
        let here = std::rc::Rc::new(1);
        tokio::task::yield_now().await;
        list.push(*here);
        Ok(list.len() + Arc::strong_count(&self))
    }
}

struct Outside;

#[circuit_breaker(fallback = |_| Ok(String::new()), fallback_on = failure)]
#[async_trait]
impl Fetch for Outside {
    async fn fetch(&self, id: u32) -> Result<String, Error> {
        if id == 0 { Err(Error::Down) } else { Ok(id.to_string()) }
    }
}

impl Deref for Sum {
    type Target = u32;

    fn deref(&self) -> &u32 {
        &self.0
    }
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn methods() {
    let mut memory = Memory::default();
    block_on(assert_send(memory.put(1, "a".to_owned()))).unwrap();
    block_on(memory.put_twice(2, "b".to_owned())).unwrap();
    assert_eq!(memory.get_all(&[1, 2, 3]), Ok(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(memory.clone().into_keys(), Ok(Vec::new()));
    assert_eq!(memory.0.len(), 3);
    assert_eq!(Other.get(&1), Ok("2".to_owned()));
    assert_eq!(block_on(assert_send(Other.put(0, String::new()))), Err(Error::Down));
    assert_eq!(Sum(1) + 2, Ok(Sum(3)));
}

#[test]
fn under_async_trait() {
    let remote: &dyn Fetch = &Remote(7);
    let all = remote.fetch_all(&[1, 2], ("<", ">".to_owned()));
    assert_eq!(block_on(assert_send(all)), Ok("<77>".to_owned()));
    assert_eq!(block_on(Remote(7).fetch_or(0, "a".to_owned())), Ok("a".to_owned()));
    assert_eq!(block_on(Outside.fetch(0)), Ok(String::new()));
    assert_eq!(block_on(Arc::new(Here).local(&mut Vec::new())), Ok(2));
}
