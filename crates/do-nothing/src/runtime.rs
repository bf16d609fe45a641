//! What a component without the standard library brings itself: memory, and an end to panics.

#![expect(unsafe_code, reason = "an allocator is unsafe by its trait")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, unreachable};
use core::ptr;

/// Bytes of a page of WebAssembly memory.
const PAGE: usize = 1 << 16;

/// Gives each request pages of its own and takes none back: there is one small request in the life of an instance.
struct Pages;

// SAFETY: pages are new and belong to nobody else, and their alignment is larger than any that is asked for.
unsafe impl GlobalAlloc for Pages {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match memory_grow(0, layout.size().div_ceil(PAGE)) {
            usize::MAX => ptr::null_mut(),
            page => (page * PAGE) as *mut u8,
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Pages = Pages;

#[panic_handler]
fn trap(_: &core::panic::PanicInfo) -> ! {
    unreachable()
}
