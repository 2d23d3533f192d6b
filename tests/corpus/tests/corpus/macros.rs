//! Functions that `macro_rules!` make, of fragments of every kind.

use core::future::Future;
use core::pin::Pin;

use breaker_runtime::circuit_breaker;

use crate::callee::{Error, block_on};

macro_rules! function {
    (
        $(#[$meta:meta])*
        $vis:vis fn $name:ident($(($pattern:pat, $ty:ty)),*) -> $returned:ty $body:block
    ) => {
        $(#[$meta])*
        $vis fn $name($($pattern: $ty),*) -> $returned $body
    };
}

function! {
    #[circuit_breaker]
    pub(crate) fn by_patterns(((mut a, b), (u32, u32))) -> Result<u32, Error> {
        a += b;
        Ok(a)
    }
}

macro_rules! with_arguments {
    ($name:ident, $threshold:expr, $fallback:expr, $pattern:pat, $key:ident, $ty:ty) => {
        #[circuit_breaker(
            threshold = $threshold, fallback = $fallback, failure($pattern), key = $key
        )]
        fn $name($key: $ty) -> Result<$ty, Error> {
            Ok($key + 1)
        }
    };
}

with_arguments!(by_expressions, 1 + 2, |_| Ok(0), Ok(0) | Err(_), id, u32);

macro_rules! method {
    ($self:ident, $name:ident, $ty:ty, $value:expr) => {
        #[circuit_breaker(fallback = |_| $value)]
        fn $name(&$self, value: $ty) -> Result<$ty, Error> {
            let local = $self.0;
            Ok(value + local)
        }
    };
}

struct Holder(u32);

impl Holder {
    method!(self, add, u32, Ok(self.0));
}

macro_rules! future {
    ($name:ident -> $returned:ty, $block:expr) => {
        #[circuit_breaker]
        fn $name(value: u32) -> $returned {
            let _ = value;
            $block
        }
    };
}

future!(
    boxed -> Pin<Box<dyn Future<Output = Result<u32, Error>> + Send>>,
    Box::pin(async { Ok(1) })
);

macro_rules! block {
    ($ty:ty { $($item:item)* }) => {
        #[circuit_breaker(threshold = 3)]
        impl $ty {
            $($item)*
        }
    };
}

struct Blocked;

block!(Blocked {
    fn first(&self) -> Result<u32, Error> {
        Ok(1)
    }

    #[circuit_breaker(fallback = |_| Ok(2))]
    async fn second(&self) -> Result<u32, Error> {
        self.first()
    }
});

macro_rules! lifetime {
    ($name:ident<$life:lifetime>) => {
        #[circuit_breaker]
        fn $name<$life>(text: &$life str) -> Result<&$life str, Error> {
            Ok(text)
        }
    };
}

lifetime!(borrowed<'t>);

macro_rules! hygienic {
    ($name:ident, $open:ident) => {
        #[circuit_breaker(fallback = |open| { let _ = open; Ok($open) })]
        fn $name($open: u32, value: u32) -> Result<u32, Error> {
            let open = value;
            Ok($open + open)
        }
    };
}

hygienic!(two_opens, open);

#[test]
fn do_what_they_say() {
    assert_eq!(by_patterns((1, 2)), Ok(3));
    assert_eq!(by_expressions(1), Ok(2));
    assert_eq!(Holder(1).add(1), Ok(2));
    assert_eq!(block_on(boxed(1)), Ok(1));
    assert_eq!((Blocked.first(), block_on(Blocked.second())), (Ok(1), Ok(1)));
    assert_eq!(borrowed("a"), Ok("a"));
    assert_eq!(two_opens(1, 2), Ok(3));
}
