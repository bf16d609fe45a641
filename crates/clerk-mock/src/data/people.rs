//! Names and ids, derived from numbers.

/// Mixes two numbers into one that looks random (splitmix64).
pub fn mix(seed: u64, value: u64) -> u64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(value).wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// An id in Clerk's format: a prefix and 27 letters and digits; for API keys and tokens, a prefix and 32 hexadecimal
/// digits.
pub fn id(prefix: &str, ordinal: u32) -> String {
    if matches!(prefix, "ak" | "mt") {
        let number = u64::from(ordinal);
        return format!("{prefix}_{:016x}{:016x}", mix(1, number), mix(2, number));
    }
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut out = String::with_capacity(prefix.len() + 28);
    out.push_str(prefix);
    out.push_str("_2");
    let mut rest = 0;
    for at in 0..26 {
        if at % 9 == 0 {
            rest = mix(at, (u64::from(ordinal) << 8) + prefix.len() as u64);
        }
        out.push(DIGITS[(rest % 62) as usize] as char);
        rest /= 62;
    }
    out
}

/// One of the items, chosen by a number.
pub fn pick<T: Copy>(items: &[T], number: u64) -> T {
    items[(number % items.len() as u64) as usize]
}

/// First names, some with accents, one in Chinese and one with a character outside Unicode's Basic Multilingual Plane.
pub const FIRST_NAMES: [&str; 12] =
    ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Zoë", "José", "李", "Sofía", "Olu", "🦀 Ferris"];

/// Last names, some with characters that JSON or SQL have to escape.
pub const LAST_NAMES: [&str; 12] = [
    "Lovelace",
    "Hopper",
    "Turing",
    "Dijkstra",
    "Liskov",
    "Knuth",
    "O'Brien",
    "Núñez",
    "Nguyễn",
    "von \"Neumann\"",
    "Back\\slash",
    "Adeyemi",
];

/// Company names.
pub const COMPANIES: [&str; 8] =
    ["Acme", "Globex", "Initech", "Umbrella", "Hooli", "Stark & Sons", "Wayne \"Corp\"", "Æther"];
