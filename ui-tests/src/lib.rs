//! What the compiler says to a mistake: see `tests/ui.rs`.
