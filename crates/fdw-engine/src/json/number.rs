//! Reading numbers. The standard library's conversion to doubles would add 6 kB of code that the host compiles for
//! every query. This one is smaller and as exact, as tests against serde_json show, but slower for numbers with many
//! digits.

/// Reads a decimal whole number with an optional minus sign; `None` if the text is something else or the number does
/// not fit into an `i64`.
pub fn int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    // Negative, because the smallest `i64` has no positive counterpart.
    let mut value = 0_i64;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // `checked_mul` would be slower: on wasm32 it multiplies with 128 bits.
        if value < i64::MIN / 10 {
            return None;
        }
        value = (value * 10).checked_sub(i64::from(digit))?;
    }
    if negative { Some(value) } else { value.checked_neg() }
}

/// Number of digits that are read exactly. At most 767 digits can determine the nearest double; of all later digits, it
/// only matters whether any is not zero.
const MAX_DIGITS: usize = 800;

/// Numbers of at least ten to the power of this are outside a double's range. Below ten to the power of its negative,
/// they are rounded to zero.
const MAX_EXPONENT: i64 = 400;

/// The largest exponent that is read exactly. No text has enough digits to compensate for a larger one.
const HUGE: i64 = 10_000_000_000;

/// The double nearest to a JSON number, with ties rounded to even; `None` if the number is out of a double's range or
/// the text is not a number.
pub fn double(text: &str) -> Option<f64> {
    Some(nearest(text)?.0)
}

/// Like [`double`], with whether the double equals the number exactly.
pub fn nearest(text: &str) -> Option<(f64, bool)> {
    let (magnitude, exact) = Decimal::read(text)?.nearest()?;
    Some((if text.starts_with('-') { -magnitude } else { magnitude }, exact))
}

/// The absolute value of a number: `digits` times ten to the power of `exponent`.
struct Decimal {
    digits: Big,
    /// Number of digits, without leading zeros.
    count: usize,
    exponent: i64,
    /// Whether nonzero digits were dropped, so that the number is slightly larger.
    more: bool,
}

impl Decimal {
    fn read(text: &str) -> Option<Decimal> {
        let mut decimal = Decimal { digits: Big(Vec::new()), count: 0, exponent: 0, more: false };
        let text = text.strip_prefix('-').unwrap_or(text);
        if !text.as_bytes().first()?.is_ascii_digit() {
            return None;
        }
        let mut fraction = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => decimal.push(byte - b'0', fraction),
                b'.' => fraction = 1,
                b'e' | b'E' => {
                    let exponent = text.get(at + 1..)?;
                    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
                    // An exponent that does not fit into an `i64` has the same effect as the largest one.
                    let huge = if exponent.starts_with('-') { -HUGE } else { HUGE };
                    decimal.exponent += int(exponent).unwrap_or(huge).clamp(-HUGE, HUGE);
                    break;
                }
                _ => return None,
            }
        }
        Some(decimal)
    }

    /// Appends a digit. `fraction` is 1 after the decimal point, and 0 before it.
    fn push(&mut self, digit: u8, fraction: i64) {
        if self.count < MAX_DIGITS {
            self.digits.multiply_add(10, u32::from(digit));
            self.count += usize::from(!self.digits.0.is_empty());
            self.exponent -= fraction;
        } else {
            self.more |= digit > 0;
            self.exponent += 1 - fraction;
        }
    }

    /// The nearest double, and whether it is exact; `None` if the number is out of range.
    fn nearest(mut self) -> Option<(f64, bool)> {
        let magnitude = self.exponent + self.count as i64;
        if self.digits.0.is_empty() || magnitude < -MAX_EXPONENT {
            return Some((0.0, self.digits.0.is_empty()));
        }
        if magnitude > MAX_EXPONENT {
            return None;
        }
        // Below, `digits` is multiplied or divided by the power of ten, so that the value is digits / 2^shift.
        let mut shift = 0;
        if self.exponent < 0 {
            // Each division by ten removes less than four bits; at least 64 bits remain.
            shift = (4 * self.exponent.unsigned_abs() as usize).next_multiple_of(32) + 64;
            let mut shifted = vec![0; shift / 32];
            shifted.extend_from_slice(&self.digits.0);
            self.digits.0 = shifted;
        }
        for _ in 0..self.exponent {
            self.digits.multiply_add(10, 0);
        }
        for _ in self.exponent..0 {
            self.more |= self.digits.divide(10) != 0;
        }
        self.digits.round(shift as i64, self.more)
    }
}

/// A natural number: its limbs, beginning with the lowest. The highest limb is not zero.
struct Big(Vec<u32>);

impl Big {
    /// Multiplies by `factor`, then adds `summand`.
    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides by `divisor`, rounding down. Returns the remainder.
    fn divide(&mut self, divisor: u32) -> u32 {
        let mut remainder = 0;
        for limb in self.0.iter_mut().rev() {
            let dividend = (remainder << 32) | u64::from(*limb);
            *limb = (dividend / u64::from(divisor)) as u32;
            remainder = dividend % u64::from(divisor);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        remainder as u32
    }

    /// The limb at an index; zero above the highest one.
    fn limb(&self, at: usize) -> u64 {
        u64::from(self.0.get(at).copied().unwrap_or(0))
    }

    /// The 64 bits of which `low` is the lowest. Bits below bit 0 are zeros.
    fn bits(&self, low: i64) -> u64 {
        let mut out = 0;
        for at in 0..3 {
            let limb = low.div_euclid(32) + at;
            let bits = usize::try_from(limb).map_or(0, |limb| self.limb(limb));
            let offset = 32 * at - low.rem_euclid(32);
            out |= if offset < 0 { bits >> -offset } else { bits.checked_shl(offset as u32).unwrap_or(0) };
        }
        out
    }

    /// The double nearest to this number divided by two to the power of `shift`, and whether it is exact; `None` if it
    /// is out of range. `more` says that the actual number is slightly larger than this one.
    fn round(&self, shift: i64, more: bool) -> Option<(f64, bool)> {
        let top = self.0.last()?;
        let length = 32 * self.0.len() as i64 - i64::from(top.leading_zeros());
        // The exponent of the highest bit. It determines how many bits a double keeps: 53, but fewer below 2^-1022.
        let weight = length - 1 - shift;
        if weight < -1075 {
            // The value is less than half of the smallest double.
            return Some((0.0, false));
        }
        if weight > 1023 {
            return None;
        }
        let kept = 53 + (weight + 1022).min(0);
        let low = length - kept;
        // One bit more than a double keeps, to determine whether to round up.
        let with_half = self.bits(low - 1) & ((2 << kept) - 1);
        let below = low - 1;
        let rest = more
            || (0..below.div_euclid(32).max(0)).any(|at| self.limb(at as usize) != 0)
            || (below > 0 && self.limb((below / 32) as usize) & ((1 << (below % 32)) - 1) != 0);
        let odd = with_half >> 1 & 1;
        let up = with_half & 1 == 1 && (rest || odd == 1);
        let mantissa = (with_half >> 1) + u64::from(up);
        // The mantissa's highest bit adds one to the exponent, which is therefore one too small here. A carry out of
        // the mantissa adds another one, as it should.
        let exponent = (weight + 1022).max(0) as u64;
        let value = f64::from_bits((exponent << 52) + mantissa);
        value.is_finite().then_some((value, !rest && with_half & 1 == 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::String;

    #[test]
    fn whole_numbers_are_read_as_by_the_standard_library() {
        let cases = [
            "0",
            "-0",
            "12",
            "-12",
            "007",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "-9223372036854775809",
            "",
            "-",
            "+1",
            "1.0",
            "1e3",
            " 1",
            "a",
        ];
        for text in cases {
            let want = if text.starts_with('+') { None } else { text.parse().ok() };
            assert_eq!(int(text), want, "{text}");
        }
    }

    fn check(text: &str) {
        let want: f64 = serde_json::from_str(text).ok().filter(|want: &f64| want.is_finite()).unwrap_or(f64::NAN);
        let got = double(text).unwrap_or(f64::NAN);
        assert!(got.to_bits() == want.to_bits() || (got.is_nan() && want.is_nan()), "{text}: {got:e} is not {want:e}");
    }

    #[test]
    fn doubles_that_are_hard_to_round_are_exact() {
        let cases = [
            "0",
            "-0",
            "0.0",
            "0e999999999999999999999",
            "1",
            "-1.5",
            "0.1",
            "0.3",
            "1e22",
            "1e23",
            "123456789012345678901234567890",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000000000000000000001",
            "2.2250738585072011e-308",
            "2.2250738585072012e-308",
            "2.2250738585072014e-308",
            "4.9e-324",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.47e-324",
            "1e-400",
            "1e-999999999999999999999",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e999",
            "1e999999999999999999999",
            "7.8459735791271921e65",
            "3.571e266",
            "6.631236846766476e-316",
            "1.00000000000000011102230246251565404236316680908203125",
            "1.00000000000000011102230246251565404236316680908203124",
            "1.00000000000000011102230246251565404236316680908203126",
        ];
        for text in cases {
            check(text);
        }
        check(&format!("0.{}1", "0".repeat(330)));
        check(&format!("1{}", "0".repeat(308)));
        check(&format!("1{}e-310", "0".repeat(310)));
        check(&format!("1{}", "0".repeat(309)));
        // A tie between two doubles, which only the last of a thousand digits decides.
        check(&format!("9007199254740993.{}", "0".repeat(1000)));
        check(&format!("9007199254740993.{}1", "0".repeat(1000)));
        check(&format!("0.{}", "123456789".repeat(200)));
    }

    #[test]
    fn random_doubles_are_exact() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..20_000 {
            let value = f64::from_bits(next());
            if value.is_finite() {
                check(&format!("{value:e}"));
                check(&format!("{value:.17e}"));
            }
            let digits: String = format!("{}{}", next(), next());
            let (whole, fraction) = digits.split_at(1 + (next() % 12) as usize);
            let whole = if whole.starts_with('0') { "1" } else { whole };
            check(&format!("{whole}.{fraction}e{}", next() as i64 % 340));
        }
    }

    #[test]
    fn other_texts_are_not_numbers() {
        for text in ["", "-", "inf", "NaN", "true", "\"1\"", "[1]", "{}", "1x", ".5"] {
            assert_eq!(double(text), None, "{text}");
        }
    }
}
