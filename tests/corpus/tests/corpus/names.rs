//! Names of the user's that look like those of generated code, or mean something else than usual.

use breaker_runtime::circuit_breaker;

use crate::callee::{Error, block_on};

#[allow(dead_code, reason = "it only stands in the way")]
/// Methods of everything, called as generated code calls its own.
trait Everything: Sized {
    fn run(self) {}
    fn run_or(self) {}
    fn run_async(self) {}
    fn run_async_or(self) {}
    fn admit(&self) {}
    fn look(&self) {}
    fn verdict(&self) {}
    fn verdict_or_failure(&self) {}
    fn finished(&self) {}
    fn record(&self) {}
    fn poll(&mut self) {}
    fn policy(self) {}
    fn threshold(self) {}
    fn window(self) {}
    fn build(self) {}
    fn number(self) {}
    fn duration(self) {}
    fn given(&self) {}
    fn checked(&self) {}
}

impl<T> Everything for T {}

const LIMIT: u32 = 5;

static __CIRCUIT_BREAKER: u32 = 1;
static __LISTED: u32 = 2;

fn __here() -> u32 {
    4
}

#[circuit_breaker(threshold = LIMIT, window = "10s", open_for = WAIT, slow_call = "1s")]
fn items_of_ours(value: u32) -> Result<u32, Error> {
    Ok(value + __CIRCUIT_BREAKER + __LISTED + __here())
}

const WAIT: core::time::Duration = core::time::Duration::from_secs(1);

#[circuit_breaker(
    threshold = "50%",
    key = value,
    failure(Ok(0)),
    ignore(Err(Error::Down)),
    success(Err(Error::Rejected(_))),
    timeout = "1h",
    fallback = |__cause| match __cause {
        breaker_runtime::Cause::Failed(answer) => answer,
        _ => Err(Error::Down),
    },
    fallback_on = failure
)]
async fn everything_given(value: u32) -> Result<u32, Error> {
    let __admitted = value;
    let (__circuit, __returned, __kept0) = (1, 2, 3);
    Ok(__admitted + __circuit + __returned + __kept0)
}

#[circuit_breaker(failure(value if *value == 0), fallback = 7)]
fn judged(value: u32) -> u32 {
    value
}

#[circuit_breaker(fallback = self::open)]
fn named_after_ours(
    __open: u32,
    __admitted: u32,
    __circuit: u32,
    __forwarded0: u32,
    __arg0: u32,
    self_: u32,
    open: u32,
) -> Result<u32, Error> {
    Ok(__open + __admitted + __circuit + __forwarded0 + __arg0 + self_ + open)
}

#[circuit_breaker(fallback = |open| Ok(open.name().len() + __open + __rejected))]
fn named_after_ours_too(__open: usize, __rejected: usize) -> Result<usize, Error> {
    Ok(__open + __rejected)
}

mod generic_names {
    use breaker_runtime::circuit_breaker;

    pub(super) struct Admitted<R, J>(pub(super) R, pub(super) J);

    impl<R: Clone, J: Clone> Admitted<R, J> {
        #[circuit_breaker]
        pub(super) fn body<F, L, T: Fn() -> F>(
            &self,
            f: T,
            l: L,
        ) -> Result<(R, J, F, L), super::Error> {
            Ok((self.0.clone(), self.1.clone(), f(), l))
        }
    }
}

/// The types of the signature mean in it what they mean outside of the body.
mod types_in_bodies {
    use core::future::Future;
    use core::pin::Pin;

    use breaker_runtime::circuit_breaker;

    use super::Error;

    #[circuit_breaker]
    pub(super) fn plain() -> Result<u32, Error> {
        use core::fmt::{Error, Result};
        fn nothing() -> Result {
            Err(Error)
        }
        Ok(u32::from(nothing().is_err()))
    }

    #[circuit_breaker]
    pub(super) async fn later() -> Result<u32, Error> {
        use core::fmt::{Error, Result};
        fn nothing() -> Result {
            Err(Error)
        }
        Ok(u32::from(nothing().is_err()))
    }

    #[circuit_breaker]
    pub(super) fn boxed() -> Pin<Box<dyn Future<Output = Result<u32, Error>>>> {
        Box::pin(async move {
            use core::fmt::{Error, Result};
            fn nothing() -> Result {
                Err(Error)
            }
            Ok(u32::from(nothing().is_err()))
        })
    }

    #[circuit_breaker]
    pub(super) fn boxed_with_items() -> Pin<Box<dyn Future<Output = Result<u32, Error>>>> {
        use core::fmt::{Error, Result};
        const LIMIT: &str = "another";
        fn nothing() -> Result {
            Err(Error)
        }
        let length = LIMIT.len();
        Box::pin(async move { Ok(u32::from(nothing().is_err() && length > 0)) })
    }
}

#[test]
fn all_mean_what_they_meant() {
    assert_eq!(items_of_ours(1), Ok(8));
    assert_eq!(block_on(everything_given(1)), Ok(7));
    assert_eq!(judged(1), 1);
    assert_eq!(named_after_ours(1, 2, 3, 4, 5, 6, 7), Ok(28));
    assert_eq!(named_after_ours_too(1, 2), Ok(3));
    assert_eq!(generic_names::Admitted(1, 'a').body(|| 'b', "c"), Ok((1, 'a', 'b', "c")));
}

fn open(_: u32, _: u32, _: u32, _: u32, _: u32, _: u32, _: u32) -> Result<u32, Error> {
    Ok(0)
}

#[test]
fn types_mean_what_they_mean_outside() {
    assert_eq!((types_in_bodies::plain(), block_on(types_in_bodies::later())), (Ok(1), Ok(1)));
    assert_eq!(block_on(types_in_bodies::boxed()), Ok(1));
    assert_eq!(block_on(types_in_bodies::boxed_with_items()), Ok(1));
}
