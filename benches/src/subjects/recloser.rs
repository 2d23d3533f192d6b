//! recloser: a ring buffer behind a spin lock, and epoch-based reclamation.

use std::sync::LazyLock;

use recloser::{AsyncRecloser, Error, Recloser};

use super::{OUTAGE, until_rejected};
use crate::body::{BAD, GOOD, body, body_async, repeat, repeat_async};
use crate::{Case, Path};

const SUBJECT: &str = "recloser, share rule over calls";

/// Above every share of failures.
const NEVER: f32 = 2.0;

static CLOSED: LazyLock<Recloser> = LazyLock::new(|| closed(0.5));
static CLOSED_ASYNC: LazyLock<AsyncRecloser> = LazyLock::new(|| closed(0.5).into());
static FAILING: LazyLock<Recloser> = LazyLock::new(|| closed(NEVER));
static FAILING_ASYNC: LazyLock<AsyncRecloser> = LazyLock::new(|| closed(NEVER).into());
static OPEN: LazyLock<Recloser> = LazyLock::new(open);
static OPEN_ASYNC: LazyLock<AsyncRecloser> = LazyLock::new(|| open().into());

pub(super) const CASES: &[Case] = &[
    Case::new(Path::Success, SUBJECT, |n| {
        repeat(n, GOOD, |input| CLOSED.call(|| body(input)));
    }),
    Case::new(Path::AsyncSuccess, SUBJECT, |n| {
        repeat_async(n, GOOD, |input| CLOSED_ASYNC.call(body_async(input)));
    }),
    Case::new(Path::Failure, SUBJECT, |n| {
        repeat(n, BAD, |input| FAILING.call(|| body(input)));
    }),
    Case::new(Path::AsyncFailure, SUBJECT, |n| {
        repeat_async(n, BAD, |input| FAILING_ASYNC.call(body_async(input)));
    }),
    Case::new(Path::Rejection, SUBJECT, |n| {
        repeat(n, GOOD, |input| OPEN.call(|| body(input)));
    }),
    Case::new(Path::AsyncRejection, SUBJECT, |n| {
        repeat_async(n, GOOD, |input| OPEN_ASYNC.call(body_async(input)));
    }),
];

fn closed(error_rate: f32) -> Recloser {
    Recloser::custom().error_rate(error_rate).closed_len(100).build()
}

fn open() -> Recloser {
    let recloser = Recloser::custom().closed_len(1).open_wait(OUTAGE).build();
    until_rejected(|| matches!(recloser.call(|| body(BAD)), Err(Error::Rejected)));
    recloser
}
