//! Many threads that do the same thing at the same moment.

use std::panic::resume_unwind;
use std::sync::Barrier;
use std::thread;

/// Does `act` with each of the `members`, all at once on threads of their own; returns what they
/// made of it.
///
/// # Panics
///
/// If one of them panics.
pub fn crowd<M: Send, T: Send>(
    members: impl IntoIterator<Item = M>,
    act: impl Fn(M) -> T + Sync,
) -> Vec<T> {
    let members: Vec<M> = members.into_iter().collect();
    let start = &Barrier::new(members.len());
    let act = &act;
    let appear = |member| {
        move || {
            start.wait();
            act(member)
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            members.into_iter().map(|member| scope.spawn(appear(member))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}
