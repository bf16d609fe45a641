//! Small modules at the limits of what a rewritten module can do, and modules that cannot be rewritten.

mod addresses;
mod constants;
mod forms;
mod reentrancy;
mod refusals;
mod shapes;
mod stacks;
mod tables;
