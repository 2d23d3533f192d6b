//! What an editor completes in the attribute: a struct with a field for each argument, made from
//! the attribute's own table.

breaker_macros::arguments!();
