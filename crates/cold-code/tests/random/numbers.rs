//! Pseudo-random numbers, and random values of which half are edge cases.

use wasmtime::{Val, ValType};

/// A splitmix64 generator.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `n`, which must not be zero.
    pub fn below(&mut self, n: usize) -> usize {
        (self.bits() % n as u64) as usize
    }

    /// Returns true with a probability of one in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.bits() as u8).collect()
    }

    /// A value of a number type.
    pub fn value(&mut self, ty: &ValType) -> Val {
        let is_edge = self.once_in(2);
        match ty {
            ValType::I32 if is_edge => Val::I32(*self.pick(&I32_EDGES)),
            ValType::I32 => Val::I32(self.bits() as i32 >> self.below(32)),
            ValType::I64 if is_edge => Val::I64(*self.pick(&I64_EDGES)),
            ValType::I64 => Val::I64(self.bits() as i64 >> self.below(64)),
            ValType::F32 if is_edge => Val::F32(self.pick(&F32_EDGES).to_bits()),
            ValType::F32 => Val::F32(self.bits() as u32),
            ValType::F64 if is_edge => Val::F64(self.pick(&F64_EDGES).to_bits()),
            ValType::F64 => Val::F64(self.bits()),
            other => panic!("generated modules do not use the type {other}"),
        }
    }
}

/// The mixing function of splitmix64.
pub fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Numbers around zero, the limits of 8, 16 and 32 bits, the size of a page, and values that make addresses exceed
/// 2^32.
const I32_EDGES: [i32; 16] = [
    0,
    1,
    -1,
    2,
    31,
    32,
    i32::MIN,
    i32::MIN + 1,
    i32::MAX,
    i8::MIN as i32,
    u8::MAX as i32,
    i16::MIN as i32,
    u16::MAX as i32,
    0x1_0000,
    -8,
    0x7fff_0000,
];

const I64_EDGES: [i64; 14] = [
    0,
    1,
    -1,
    63,
    64,
    i64::MIN,
    i64::MIN + 1,
    i64::MAX,
    i32::MIN as i64,
    i32::MAX as i64,
    u32::MAX as i64,
    u32::MAX as i64 + 1,
    i32::MIN as i64 - 1,
    u16::MAX as i64,
];

/// Special values, and numbers at the limits of conversion to an integer.
const F32_EDGES: [f32; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::MIN_POSITIVE,
    1e-45,
    f32::MAX,
    2_147_483_648.0,
    -2_147_483_648.0,
    9_223_372_036_854_775_808.0,
];

const F64_EDGES: [f64; 18] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.5,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MIN_POSITIVE,
    5e-324,
    f64::MAX,
    2_147_483_647.9,
    -2_147_483_648.9,
    4_294_967_296.0,
    9_223_372_036_854_775_808.0,
    18_446_744_073_709_551_616.0,
];
