//! Modules in which the usual names mean something else, or nothing.

use crate::callee::{Answer, Error, ask, ask_later, assert_guarded, wait};

#[no_implicit_prelude]
mod without_prelude {
    use super::{Answer, Error, ask, ask_later};
    use ::breaker_runtime::circuit_breaker;

    #[circuit_breaker(threshold = 2, name = "without prelude")]
    pub(crate) fn sync(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(threshold = 2, name = "async without prelude")]
    pub(crate) async fn asynchronous(works: bool) -> Answer {
        ask_later(works).await
    }

    #[circuit_breaker(
        threshold = 2, name = "fallback without prelude",
        fallback = |open| Answer::Err(Error::Rejected(open))
    )]
    pub(crate) fn with_fallback(works: bool) -> Answer {
        ask(works)
    }
}

#[allow(dead_code, non_snake_case, unused_macros, reason = "they only stand in the way")]
mod with_other_meanings {
    use super::{Answer, ask, ask_later};
    use ::breaker_runtime::circuit_breaker;

    mod std {}
    mod core {}
    mod alloc {}
    mod breaker_runtime {}
    struct Result;
    struct Option;
    struct Box;
    struct String;
    struct Duration;
    struct CircuitBreaker;
    struct Policy;
    fn Ok() {}
    fn Err() {}
    fn Some() {}
    fn drop() {}
    trait Future {}
    trait FnOnce {}
    trait Send {}
    macro_rules! panic {
        () => {};
    }

    #[circuit_breaker(threshold = 2, window = "10s", open_for = "30s", name = "shadowed")]
    pub(crate) fn sync(works: bool) -> Answer {
        ask(works)
    }

    #[circuit_breaker(threshold = 2, name = "async shadowed")]
    pub(crate) async fn asynchronous(works: bool, _by_value: u8) -> Answer {
        ask_later(works).await
    }
}

#[test]
fn without_a_prelude() {
    assert_guarded("without prelude", without_prelude::sync);
    assert_guarded("async without prelude", |works| wait(without_prelude::asynchronous(works)));
    assert_guarded("fallback without prelude", without_prelude::with_fallback);
}

#[test]
fn with_other_meanings_of_the_usual_names() {
    assert_guarded("shadowed", with_other_meanings::sync);
    assert_guarded("async shadowed", |works| wait(with_other_meanings::asynchronous(works, 0)));
}

mod re_exporting {
    pub(crate) mod kit {
        pub(crate) use ::breaker_runtime::*;
    }
}

#[test]
fn under_another_crates_path() {
    use self::re_exporting::kit::circuit_breaker as guarded;

    #[guarded(threshold = 2, name = "re-exported", crate = crate::shadowed::re_exporting::kit)]
    fn re_exported(works: bool) -> Answer {
        ask(works)
    }
    assert_guarded("re-exported", re_exported);
}
