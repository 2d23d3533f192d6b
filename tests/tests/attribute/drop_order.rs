//! Locals and arguments are dropped in the order of the plain function, however it ends.

use breaker_runtime::circuit_breaker;
use tokio::task::yield_now;

use crate::callee::{Answer, Error, wait};
use crate::noisy::{Noisy, WAYS, Way, dropped_by, go};

/// The same functions twice: as they are, and guarded.
macro_rules! twice {
    ($(
        $(#[$other:meta])*
        fn[$($keyword:ident)*] $name:ident $parameters:tt -> $answer:ty $body:block
    )*) => {
        #[allow(unused_variables, reason = "to see them dropped")]
        #[expect(clippy::toplevel_ref_arg, reason = "to see what is behind it dropped")]
        mod plain {
            use super::*;
            $($(#[$other])* pub(super) $($keyword)* fn $name $parameters -> $answer $body)*
        }
        #[allow(unused_variables, reason = "to see them dropped")]
        mod guarded {
            use super::*;
            $(
                #[circuit_breaker(threshold = 1000)]
                $(#[$other])*
                pub(super) $($keyword)* fn $name $parameters -> $answer $body
            )*
        }
    };
}

/// Two arguments in one.
struct Two {
    left: Noisy,
    right: Noisy,
}

twice! {
    fn[] simple(_a: Noisy, b: Noisy, _c: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        let _name = b.name();
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[] consuming(a: Noisy, b: Noisy, c: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        drop(b);
        go(way)?;
        drop((c, a));
        Ok(1)
    }
    fn[] patterns(
        a: Noisy, (_b, _): (Noisy, Noisy), _: Noisy, [ref d, ..]: [Noisy; 2], mut e: Noisy,
        way: Way
    ) -> Answer {
        let _names = (a.name(), d.name());
        e.0 = "e, renamed";
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[] taken_apart(
        a: Noisy, (_b, mut c): (Noisy, Noisy), [d, e]: [Noisy; 2], Two { left, right: _right }: Two,
        way: Way
    ) -> Answer {
        let _names = (a.name(), d.name(), left.name());
        c.0 = "c, renamed";
        drop(e);
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[] borrowed_mutably(
        _a: Noisy, ref mut b: Noisy, (_, ref mut c): (Noisy, Noisy), _d: Noisy, way: Way
    ) -> Answer {
        b.0 = "b, renamed";
        c.0 = "c, renamed";
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[] unused(a: Noisy, b: Noisy, way: Way) -> Answer {
        go(way).map(u32::from)
    }
    fn[] tail(_a: Noisy, _b: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        Ok(Noisy(if go(way)? { "temporary" } else { "other" }).weight())
    }
    fn[async] asynchronous(_a: Noisy, b: Noisy, _c: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        let _name = b.name();
        yield_now().await;
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[async] async_tail(_a: Noisy, _b: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        yield_now().await;
        Ok(Noisy(if go(way)? { "temporary" } else { "other" }).weight())
    }
    fn[async] async_consuming(a: Noisy, b: Noisy, c: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        drop(b);
        yield_now().await;
        go(way)?;
        drop((c, a));
        Ok(1)
    }
    fn[async] async_patterns(
        a: Noisy, (_b, _): (Noisy, Noisy), _: Noisy, [ref d, ..]: [Noisy; 2], mut e: Noisy,
        way: Way
    ) -> Answer {
        let _names = (a.name(), d.name());
        e.0 = "e, renamed";
        yield_now().await;
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[async] async_taken_apart(
        a: Noisy, (_b, mut c): (Noisy, Noisy), [d, e]: [Noisy; 2], Two { left, right: _right }: Two,
        way: Way
    ) -> Answer {
        let _names = (a.name(), d.name(), left.name());
        yield_now().await;
        c.0 = "c, renamed";
        drop(e);
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[async] async_borrowed_mutably(
        _a: Noisy, ref mut b: Noisy, (_, ref mut c): (Noisy, Noisy), _d: Noisy, way: Way
    ) -> Answer {
        b.0 = "b, renamed";
        yield_now().await;
        c.0 = "c, renamed";
        if go(way)? { return Ok(1); }
        Ok(2)
    }
    fn[async] async_unused(a: Noisy, b: Noisy, way: Way) -> Answer {
        yield_now().await;
        go(way).map(u32::from)
    }
}

/// Asserts that the call drops the same in both, for each way to end.
macro_rules! assert_same_drops {
    ($wait:expr, $name:ident($($argument:expr),*)) => {
        for way in WAYS {
            let plain = dropped_by(|| _ = $wait(plain::$name($($argument,)* way)));
            let guarded = dropped_by(|| _ = $wait(guarded::$name($($argument,)* way)));
            assert!(!plain.is_empty());
            assert_eq!(guarded, plain, "{way:?}");
        }
    };
}

fn as_it_is<T>(value: T) -> T {
    value
}

#[test]
fn arguments_go_last_to_first_after_the_locals() {
    assert_same_drops!(as_it_is, simple(Noisy("a"), Noisy("b"), Noisy("c")));
    assert_same_drops!(wait, asynchronous(Noisy("a"), Noisy("b"), Noisy("c")));
}

#[test]
fn arguments_that_the_body_never_names() {
    assert_same_drops!(as_it_is, unused(Noisy("a"), Noisy("b")));
    assert_same_drops!(wait, async_unused(Noisy("a"), Noisy("b")));
}

#[test]
fn temporaries_of_the_tail_expression() {
    assert_same_drops!(as_it_is, tail(Noisy("a"), Noisy("b")));
    assert_same_drops!(wait, async_tail(Noisy("a"), Noisy("b")));
}

#[test]
fn arguments_that_the_body_drops_itself() {
    assert_same_drops!(as_it_is, consuming(Noisy("a"), Noisy("b"), Noisy("c")));
    assert_same_drops!(wait, async_consuming(Noisy("a"), Noisy("b"), Noisy("c")));
}

#[test]
fn parts_of_patterns_named_or_not() {
    let pair = || (Noisy("b0"), Noisy("b1"));
    let array = || [Noisy("d0"), Noisy("d1")];
    assert_same_drops!(as_it_is, patterns(Noisy("a"), pair(), Noisy("c"), array(), Noisy("e")));
    assert_same_drops!(wait, async_patterns(Noisy("a"), pair(), Noisy("c"), array(), Noisy("e")));
}

#[test]
fn parts_of_patterns_that_stay_in_the_signature() {
    let pair = || (Noisy("b"), Noisy("c"));
    let array = || [Noisy("d"), Noisy("e")];
    let two = || Two { left: Noisy("left"), right: Noisy("right") };
    assert_same_drops!(as_it_is, taken_apart(Noisy("a"), pair(), array(), two()));
    assert_same_drops!(wait, async_taken_apart(Noisy("a"), pair(), array(), two()));
}

#[test]
fn parts_that_are_borrowed_mutably() {
    let pair = || (Noisy("c0"), Noisy("c1"));
    assert_same_drops!(as_it_is, borrowed_mutably(Noisy("a"), Noisy("b"), pair(), Noisy("d")));
    assert_same_drops!(wait, async_borrowed_mutably(Noisy("a"), Noisy("b"), pair(), Noisy("d")));
}

#[test]
fn a_future_that_is_cancelled_half_way_drops_in_the_same_order() {
    macro_rules! half_way {
        ($module:ident) => {
            dropped_by(|| {
                wait(async {
                    let [a, b, c] = ["a", "b", "c"].map(Noisy);
                    tokio::select! {
                        biased;
                        answer = $module::asynchronous(a, b, c, Way::Finish) => {
                            unreachable!("{answer:?}")
                        }
                        () = core::future::ready(()) => {}
                    }
                })
            })
        };
    }
    assert_eq!(half_way!(guarded), half_way!(plain));
}

#[test]
fn a_future_that_is_never_polled_drops_in_the_same_order() {
    macro_rules! never {
        ($module:ident) => {
            dropped_by(|| {
                drop($module::asynchronous(Noisy("a"), Noisy("b"), Noisy("c"), Way::Finish))
            })
        };
    }
    assert_eq!(never!(guarded), never!(plain));
}

impl Noisy {
    fn plain_method(self, _a: Noisy, way: Way) -> Answer {
        let _local = Noisy(self.name());
        go(way).map(u32::from)
    }

    #[circuit_breaker(threshold = 1000)]
    fn guarded_method(self, _a: Noisy, way: Way) -> Answer {
        let _local = Noisy(self.name());
        go(way).map(u32::from)
    }

    async fn plain_async_method(self, _a: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        yield_now().await;
        drop(self);
        go(way).map(u32::from)
    }

    #[circuit_breaker(threshold = 1000)]
    async fn guarded_async_method(self, _a: Noisy, way: Way) -> Answer {
        let _local = Noisy("local");
        yield_now().await;
        drop(self);
        go(way).map(u32::from)
    }

    fn plain_untouched(self, _a: Noisy, way: Way) -> Answer {
        go(way).map(u32::from)
    }

    #[circuit_breaker(threshold = 1000)]
    fn guarded_untouched(self, _a: Noisy, way: Way) -> Answer {
        go(way).map(u32::from)
    }
}

#[test]
fn a_receiver_by_value_goes_last() {
    for way in WAYS {
        let method = |method: fn(Noisy, Noisy, Way) -> Answer| {
            dropped_by(|| _ = method(Noisy("self"), Noisy("a"), way))
        };
        assert_eq!(method(Noisy::guarded_method), method(Noisy::plain_method), "{way:?}");
        assert_eq!(method(Noisy::guarded_untouched), method(Noisy::plain_untouched), "{way:?}");
        let plain = dropped_by(|| _ = wait(Noisy("self").plain_async_method(Noisy("a"), way)));
        let guarded = dropped_by(|| _ = wait(Noisy("self").guarded_async_method(Noisy("a"), way)));
        assert_eq!(guarded, plain, "{way:?}");
    }
}

#[test]
fn a_rejected_call_drops_every_argument_once() {
    #[circuit_breaker(threshold = 1, name = "rejected drops")]
    fn rejected(_a: Noisy, (_b, _): (Noisy, Noisy), _: Noisy) -> Answer {
        Err(Error::Down)
    }
    let call = || rejected(Noisy("a"), (Noisy("b"), Noisy("c")), Noisy("d"));
    assert_eq!(call(), Err(Error::Down));
    let mut dropped = dropped_by(|| assert!(matches!(call(), Err(Error::Rejected(_)))));
    dropped.sort_unstable();
    assert_eq!(dropped, ["a", "b", "c", "d"]);
}
