//! What is wrong with one override by itself: its target, its value, how it is written.

mod unknown;
