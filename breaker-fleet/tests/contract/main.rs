//! What every engine does with every request: the documentation of `wire::Request` and `engine`,
//! sentence by sentence, before the engine in memory and before a real one whose clock is held.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "of tests")]

mod agreement;
mod batches;
mod bounds;
mod clocks;
mod control;
mod damage;
mod leases;
mod members;
mod recoveries;
mod rig;
mod scene;
mod syncs;
mod trips;

/// Each sentence twice: before the engine in memory, and before a real one.
macro_rules! sentences {
    ($($(#[doc = $doc:literal])* fn $name:ident($scene:ident) $body:block)*) => {
        mod sentences {
            use super::*;
            $($(#[doc = $doc])* pub(super) fn $name(
                $scene: &mut crate::scene::Scene<impl crate::rig::Rig>,
            ) $body)*
        }
        mod in_memory {
            $(#[test]
            fn $name() {
                crate::scene::before_memory(|scene| super::sentences::$name(scene));
            })*
        }
        mod real {
            $(#[test]
            fn $name() {
                crate::scene::before_redis(|scene| super::sentences::$name(scene));
            })*
        }
    };
}
pub(crate) use sentences;
