//! The circuits under test, and clients of every shape.

use std::future::Future;
use std::pin::Pin;

use crate::call::{Answer, Ask, Call};
use crate::subject::Subject;

mod asynchronous;
mod by_hand;
mod keyed;
mod nested;
mod shared;
mod sync;

pub(crate) use by_hand::{Admitted, HELD, hold};

pub(crate) type Pending<'c> = Pin<Box<dyn Future<Output = Answer> + Send + 'c>>;

/// How a subject is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Sync(fn(&Call, Ask) -> Answer),
    Async(for<'c> fn(&'c Call, Ask) -> Pending<'c>),
}

/// Who calls what.
pub(crate) const CLIENTS: &[(&Subject, Shape)] = &[
    (&sync::COUNT, Shape::Sync(sync::count)),
    (&sync::SHARE, Shape::Sync(sync::share)),
    (&sync::LAST_CALLS, Shape::Sync(sync::last_calls)),
    (&sync::IN_A_ROW, Shape::Sync(sync::in_a_row)),
    (&sync::SLOW, Shape::Sync(sync::slow)),
    (&sync::DRY_RUN, Shape::Sync(sync::dry_run)),
    (&asynchronous::COUNT, Shape::Async(|call, ask| Box::pin(asynchronous::count(call, ask)))),
    (&asynchronous::SHARE, Shape::Async(|call, ask| Box::pin(asynchronous::share(call, ask)))),
    (
        &asynchronous::IN_A_ROW,
        Shape::Async(|call, ask| Box::pin(asynchronous::in_a_row(call, ask))),
    ),
    (&asynchronous::SLOW, Shape::Async(|call, ask| Box::pin(asynchronous::slow(call, ask)))),
    (&asynchronous::FUTURE, Shape::Async(|call, ask| Box::pin(asynchronous::future(call, ask)))),
    (&shared::BLOCK, Shape::Sync(|call, ask| shared::Gateway.charge(call, ask))),
    (&shared::BLOCK, Shape::Async(|call, ask| Box::pin(shared::Gateway.refund(call, ask)))),
    (&shared::BOTH, Shape::Sync(shared::read)),
    (&shared::BOTH, Shape::Async(|call, ask| Box::pin(shared::write(call, ask)))),
    (&nested::NESTED, Shape::Sync(|call, ask| nested::Client.report(call, ask))),
    (&nested::NESTED, Shape::Async(|call, ask| Box::pin(nested::Client.report_later(call, ask)))),
    (&by_hand::CALLED, Shape::Sync(by_hand::call)),
    (&by_hand::CALLED, Shape::Async(|call, ask| Box::pin(by_hand::call_async(call, ask)))),
    (&keyed::SYNC, Shape::Sync(keyed::fetch)),
    (&keyed::CROWDED, Shape::Async(|call, ask| Box::pin(keyed::fetch_crowded(call, ask)))),
    (&keyed::ASYNC, Shape::Async(|call, ask| Box::pin(keyed::fetch_async(call, ask)))),
];

/// Every subject once, with one way to call it; none for permits that are held by hand.
pub(crate) fn subjects() -> Vec<(&'static Subject, Option<Shape>)> {
    let mut subjects: Vec<(&'static Subject, Option<Shape>)> =
        CLIENTS.iter().map(|&(subject, shape)| (subject, Some(shape))).collect();
    subjects.push((&HELD, None));
    subjects.dedup_by_key(|&mut (subject, _)| subject.name);
    subjects
}
