//! What a component without the standard library brings itself: memory, and an end to panics. Panic messages would
//! cost code in every query; nothing from outside leads to a panic but an answer larger than the memory that is left.

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[panic_handler]
fn trap(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
