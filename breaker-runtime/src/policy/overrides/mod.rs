//! Policies that are changed at run time. From the ground up; each imports from those below it:
//!
//! * `meant`, `names`: what was meant by a value or a name that is none;
//! * `subject`, `target`: a circuit as overrides see it, and which circuits one is for;
//! * `problem`, `error`, `passed_by`: what users are told;
//! * `entry`, `list`: one override, and all of them;
//! * `read`: overrides from the environment and from files;
//! * `mistakes`: what is wrong with one by itself;
//! * `resolve`: from all of them to the policy of each circuit, which `registry` applies.

mod entry;
mod error;
mod list;
mod meant;
mod mistakes;
mod names;
mod passed_by;
mod problem;
mod read;
mod resolve;
mod subject;
mod target;

pub use error::{ConfigureError, OverrideError};
pub use list::Overrides;
pub(crate) use names::nearest::{meant as meant_circuit, meant_of_key};
pub use passed_by::PassedBy;
pub use problem::Problem;
pub(crate) use problem::{ambiguous, suggest};
pub(crate) use resolve::{Resolution, Resolved};
pub(crate) use subject::{Subject, is_shared_by_chance};
