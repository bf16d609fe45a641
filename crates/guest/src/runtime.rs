//! What a component without the standard library brings itself: memory, and an end to panics. Panic messages would
//! bring `core::fmt` into what stays compiled; nothing from outside leads to a panic but an answer larger than the memory that is left.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::UnsafeCell;
use core::ptr;

/// Memory in blocks whose sizes are powers of two, each with a list of its free ones. It is the smallest that gives
/// back what it was given: the general allocators that were tried cost two to seven kilobytes of code.
struct Blocks(UnsafeCell<State>);

struct State {
    /// The first free block of each size, by its power of two; a free block begins with the address of the next.
    free: [*mut u8; 32],
    /// Where memory begins that was never used.
    fresh: usize,
}

// SAFETY: wasm32 without atomics has one thread.
unsafe impl Sync for Blocks {}

/// The power of two of a block for this.
fn power(layout: Layout) -> usize {
    // No smaller than an address, and aligned to sixteen for all that comes from outside.
    let size = layout.size().max(layout.align()).max(16);
    (usize::BITS - (size - 1).leading_zeros()) as usize
}

/// Bytes of a page of wasm memory.
const PAGE: usize = 1 << 16;

// SAFETY: a block is handed out to one owner at a time, is as large as asked for, and aligned to its size, which is no
// smaller than the alignment asked for.
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let power = power(layout);
        let state = unsafe { &mut *self.0.get() };
        let Some(first) = state.free.get_mut(power) else { return ptr::null_mut() };
        if !first.is_null() {
            let block = *first;
            *first = unsafe { *block.cast() };
            return block;
        }
        // Below these, what is added up here does not pass the end of the address space.
        if power > 29 || state.fresh > 3 << 30 {
            return ptr::null_mut();
        }
        let size = 1 << power;
        let start = (state.fresh.max(16) + size - 1) & size.wrapping_neg();
        let missing = (start + size).saturating_sub(memory_size(0) * PAGE).div_ceil(PAGE);
        if state.fresh == 0 {
            // What the module itself uses ends where its memory does.
            state.fresh = memory_size(0) * PAGE;
            return unsafe { self.alloc(layout) };
        }
        if missing > 0 && memory_grow(0, missing) == usize::MAX {
            return ptr::null_mut();
        }
        state.fresh = start + size;
        start as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let state = unsafe { &mut *self.0.get() };
        if let Some(first) = state.free.get_mut(power(layout)) {
            unsafe { *block.cast() = *first };
            *first = block;
        }
    }
}

#[global_allocator]
static ALLOCATOR: Blocks = Blocks(UnsafeCell::new(State { free: [ptr::null_mut(); 32], fresh: 0 }));

#[panic_handler]
fn trap(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
