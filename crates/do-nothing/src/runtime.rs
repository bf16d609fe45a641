//! The runtime that a component without the standard library has to provide: an allocator and a panic handler.

#![expect(unsafe_code, reason = "implementing GlobalAlloc is unsafe")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, unreachable};
use core::ptr;

/// Size of a page of WebAssembly memory in bytes.
const PAGE: usize = 1 << 16;

/// An allocator that takes new pages for each allocation and never frees them, because an instance makes only one small
/// allocation.
struct Pages;

// SAFETY: each allocation has new pages to itself, and a page's alignment is larger than any requested alignment.
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
