//! Functions that `macro_rules!` makes.

use breaker_runtime::circuit_breaker;

use crate::callee::{Answer, ask, ask_later, assert_guarded, wait};

macro_rules! guarded {
    (
        $visibility:vis fn $name:ident($($parameter:ident: $type:ty),*) -> $answer:ty $body:block
        as $circuit:literal
    ) => {
        #[circuit_breaker(threshold = 2, name = $circuit)]
        $visibility fn $name($($parameter: $type),*) -> $answer $body
    };
}

guarded! {
    pub(crate) fn by_fragments(works: bool, more: u32) -> Answer {
        ask(works).map(|answer| answer + more)
    } as "by fragments"
}

macro_rules! whole {
    ($circuit:literal: $function:item) => {
        #[circuit_breaker(threshold = 2, name = $circuit)]
        $function
    };
}

whole! {
    "whole item": fn whole_item(works: bool) -> Answer { ask(works) }
}

macro_rules! tokens {
    ($circuit:literal, $threshold:expr; $($function:tt)*) => {
        #[circuit_breaker(threshold = $threshold, name = $circuit)]
        $($function)*
    };
}

tokens! {
    "by tokens", 2;
    async fn by_tokens(works: bool) -> Answer { ask_later(works).await }
}

macro_rules! with_locals {
    ($name:ident, $circuit:literal, $body:expr) => {
        #[circuit_breaker(threshold = 2, name = $circuit)]
        fn $name(works: bool) -> Answer {
            let answer = ask(works)?;
            Ok(answer + $body)
        }
    };
}

with_locals!(hygienic, "hygienic", {
    let answer = 0;
    answer + 1
});

#[test]
fn by_fragments_of_every_kind() {
    assert_guarded("by fragments", |works| by_fragments(works, 1));
}

#[test]
fn as_a_whole_item() {
    assert_guarded("whole item", whole_item);
}

#[test]
fn token_by_token() {
    assert_guarded("by tokens", |works| wait(by_tokens(works)));
}

#[test]
fn locals_of_the_macro_and_of_its_caller_stay_apart() {
    assert_guarded("hygienic", hygienic);
    assert_eq!(hygienic(true), Ok(8));
}
