//! Tests of small modules that exercise the edge cases of rewriting, and of modules that must be rejected.

mod addresses;
mod constants;
mod forms;
mod reentrancy;
mod refusals;
mod shapes;
mod stacks;
mod tables;
