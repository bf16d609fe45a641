//! Reading numbers. The standard library's conversion to doubles would be 6 kB of code to compile for every query that
//! reads doubles; this one is slower where a number has many digits, and as exact: tests hold it against serde_json.

/// A decimal whole number with an optional minus; `None` if the text is something else or too large.
pub fn int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    // Downwards, because there is one more number below zero than above.
    let mut value = 0_i64;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // Not `checked_mul`: on wasm32 that multiplies 128 bits wide.
        if value < i64::MIN / 10 {
            return None;
        }
        value = (value * 10).checked_sub(i64::from(digit))?;
    }
    if negative { Some(value) } else { value.checked_neg() }
}

/// Digits that can matter for a double are at most 767; what follows only breaks ties.
const MAX_DIGITS: usize = 800;

/// Beyond these powers of ten every number is infinite or zero, whatever its digits.
const MAX_EXPONENT: i64 = 400;

/// An exponent that no number of digits makes up for.
const HUGE: i64 = 10_000_000_000;

/// The double nearest to a JSON number, ties to even; `None` if that is infinite or the text is no number.
pub fn double(text: &str) -> Option<f64> {
    Some(nearest(text)?.0)
}

/// The same, and whether it is that number exactly.
pub fn nearest(text: &str) -> Option<(f64, bool)> {
    let (magnitude, exact) = Decimal::read(text)?.nearest()?;
    Some((if text.starts_with('-') { -magnitude } else { magnitude }, exact))
}

/// `digits` times ten to the `exponent`, and a little more if `more`.
struct Decimal {
    digits: Big,
    count: usize,
    exponent: i64,
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
                    // An exponent too long to read is as good as the largest of its sign.
                    let huge = if exponent.starts_with('-') { -HUGE } else { HUGE };
                    decimal.exponent += int(exponent).unwrap_or(huge).clamp(-HUGE, HUGE);
                    break;
                }
                _ => return None,
            }
        }
        Some(decimal)
    }

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

    fn nearest(mut self) -> Option<(f64, bool)> {
        let magnitude = self.exponent + self.count as i64;
        if self.digits.0.is_empty() || magnitude < -MAX_EXPONENT {
            return Some((0.0, self.digits.0.is_empty()));
        }
        if magnitude > MAX_EXPONENT {
            return None;
        }
        // The value is digits / 2^shift, after the power of ten has been multiplied or divided in.
        let mut shift = 0;
        if self.exponent < 0 {
            // Ten takes less than four bits; 64 more stay behind the division.
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

/// A natural number, lowest limb first, without zeros at the top.
struct Big(Vec<u32>);

impl Big {
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

    /// Divides; returns the remainder.
    fn divide(&mut self, divisor: u32) -> u32 {
        let mut remainder = 0;
        for limb in self.0.iter_mut().rev() {
            let part = (remainder << 32) | u64::from(*limb);
            *limb = (part / u64::from(divisor)) as u32;
            remainder = part % u64::from(divisor);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        remainder as u32
    }

    fn limb(&self, at: usize) -> u64 {
        u64::from(self.0.get(at).copied().unwrap_or(0))
    }

    /// The 64 bits from bit `low` on; zeros below bit 0.
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

    /// The double nearest to this over two to the `shift`, where the number is a little more than itself if `more`, and
    /// whether it is exact.
    fn round(&self, shift: i64, more: bool) -> Option<(f64, bool)> {
        let top = self.0.last()?;
        let length = 32 * self.0.len() as i64 - i64::from(top.leading_zeros());
        // The weight of the highest bit, and the bits that a double has for it: fewer below 2^-1022.
        let weight = length - 1 - shift;
        if weight < -1075 {
            // Less than half of the smallest double.
            return Some((0.0, false));
        }
        if weight > 1023 {
            return None;
        }
        let kept = 53 + (weight + 1022).min(0);
        let low = length - kept;
        // One bit more, to see on which side of the middle it is.
        let with_half = self.bits(low - 1) & ((2 << kept) - 1);
        let below = low - 1;
        let rest = more
            || (0..below.div_euclid(32).max(0)).any(|at| self.limb(at as usize) != 0)
            || (below > 0 && self.limb((below / 32) as usize) & ((1 << (below % 32)) - 1) != 0);
        let odd = with_half >> 1 & 1;
        let up = with_half & 1 == 1 && (rest || odd == 1);
        let mantissa = (with_half >> 1) + u64::from(up);
        // The mantissa's highest bit, or a carry out of it, adds one to the exponent, as it should.
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
    fn ints() {
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
    fn known_hard_doubles() {
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
        // A tie, broken by the last of a thousand digits.
        check(&format!("9007199254740993.{}", "0".repeat(1000)));
        check(&format!("9007199254740993.{}1", "0".repeat(1000)));
        check(&format!("0.{}", "123456789".repeat(200)));
    }

    #[test]
    fn random_doubles() {
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
    fn what_is_no_number() {
        for text in ["", "-", "inf", "NaN", "true", "\"1\"", "[1]", "{}", "1x", ".5"] {
            assert_eq!(double(text), None, "{text}");
        }
    }
}
