//! Temporaries of the tail expression outlive the locals in this edition; arguments outlive both.

use std::cell::RefCell;
use std::future::Future;
use std::io::Result;
use std::pin::pin;
use std::task::{Context, Waker};

use breaker_runtime::circuit_breaker;

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

struct Noisy(&'static str);

impl Noisy {
    fn len(&self) -> usize {
        self.0.len()
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

fn dropped_by(call: impl FnOnce()) -> Vec<&'static str> {
    DROPPED.with_borrow_mut(Vec::clear);
    call();
    DROPPED.with_borrow_mut(std::mem::take)
}

fn now<T>(future: impl Future<Output = T>) {
    assert!(pin!(future).poll(&mut Context::from_waker(Waker::noop())).is_ready());
}

macro_rules! twice {
    (
        [$($keyword:ident)?] fn tail $parameters:tt -> $answer:ty $body:block:
        $plain:ident $guarded:ident
    ) => {
        $($keyword)? fn $plain $parameters -> $answer $body

        #[circuit_breaker]
        $($keyword)? fn $guarded $parameters -> $answer $body
    };
}

twice! {
    [] fn tail(_a: Noisy, _b: Noisy) -> Result<usize> {
        let _local = Noisy("local");
        Ok(Noisy("temporary").len())
    }: plain guarded
}

twice! {
    [async] fn tail(_a: Noisy, _b: Noisy) -> Result<usize> {
        let _local = Noisy("local");
        Ok(Noisy("temporary").len())
    }: plain_async guarded_async
}

#[test]
fn sync_functions_drop_them_as_they_would() {
    let plain = dropped_by(|| drop(plain(Noisy("a"), Noisy("b"))));
    assert_eq!(plain, ["local", "temporary", "b", "a"]);
    assert_eq!(dropped_by(|| drop(guarded(Noisy("a"), Noisy("b")))), plain);
}

#[test]
fn async_functions_drop_them_as_they_would() {
    let plain = dropped_by(|| now(plain_async(Noisy("a"), Noisy("b"))));
    assert_eq!(dropped_by(|| now(guarded_async(Noisy("a"), Noisy("b")))), plain);
}
