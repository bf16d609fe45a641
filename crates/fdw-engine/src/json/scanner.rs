//! The scanner, which validates a JSON text and returns the positions of values.

use super::strings::escape;

/// Maximum depth of arrays and objects, one inside the other, in a `jsonb` value. The host's parser fails at 128.
pub const MAX_DEPTH: usize = 100;

/// Maximum number of characters of a number without an exponent that is certainly within a double's range, which ends
/// at 309 digits. A number with an exponent may be outside the range whatever its length.
const LONG_NUMBER: usize = 300;

/// The text is not valid JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// The position of a value in a text. An empty span means that there is no value, because no JSON value is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The part of `text` at this position; empty if the text has no such position.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// Scans a JSON text from its beginning to its end.
pub struct Scanner<'a> {
    text: &'a str,
    /// Offset of the next byte.
    at: usize,
    /// The arrays and objects that [`Scanner::value`] has opened and not closed yet.
    open: Nesting,
    /// Whether the last string has escapes.
    pub has_escapes: bool,
    /// Whether Postgres or the host may reject any value so far, so that values must be copied by [`super::sanitize`].
    pub needs_sanitizing: bool,
}

/// A stack of open arrays and objects: one bit for each, set for an object. The lowest bit is the innermost one. The
/// first 64 levels need no allocation, because scanners of single values are created for each row.
#[derive(Default)]
struct Nesting {
    /// Number of open arrays and objects.
    depth: usize,
    /// The innermost levels, at most 64.
    bits: u64,
    /// The other levels, 64 in each element.
    outer: Vec<u64>,
}

impl Nesting {
    fn open(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.spill();
        }
        self.bits = (self.bits << 1) | u64::from(is_object);
        self.depth += 1;
    }

    #[inline(never)] // Cold: few values are nested so deeply.
    fn spill(&mut self) {
        self.outer.push(self.bits);
    }

    fn is_in_object(&self) -> bool {
        self.bits & 1 == 1
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.bits >>= 1;
        if self.depth.is_multiple_of(64)
            && let Some(outer) = self.outer.pop()
        {
            self.bits = outer;
        }
    }
}

impl<'a> Scanner<'a> {
    /// A scanner at the first value of a text.
    pub fn new(text: &'a str) -> Self {
        let mut scanner =
            Scanner { text, at: 0, open: Nesting::default(), has_escapes: false, needs_sanitizing: false };
        scanner.skip_whitespace();
        scanner
    }

    /// A scanner at a value within a text. Its positions are relative to the beginning of the text.
    pub fn within(text: &'a str, span: Span) -> Self {
        Scanner { text, at: span.start as usize, open: Nesting::default(), has_escapes: false, needs_sanitizing: false }
    }

    /// The next byte. At the end of the text it is 0, which valid JSON never contains outside strings.
    pub fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The offset of the next byte.
    pub fn at(&self) -> u32 {
        self.at as u32
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// The position of a string with its quotes. `raw` is the part of the text between the quotes.
    pub fn quoted_span(&self, raw: &'a str) -> Span {
        let start = (raw.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize) as u32;
        Span { start: start.wrapping_sub(1), end: start.wrapping_add(raw.len() as u32 + 1) }
    }

    /// Checks that only whitespace follows.
    pub fn end(&mut self) -> Result<(), Malformed> {
        self.skip_whitespace();
        if self.at == self.text.len() { Ok(()) } else { Err(Malformed) }
    }

    /// Advances past one byte outside strings.
    pub(super) fn pass_byte(&mut self) {
        self.at += 1;
    }

    /// Advances past a value. Returns its position.
    pub fn value(&mut self) -> Result<Span, Malformed> {
        let start = self.at();
        let outer_depth = self.open.depth;
        loop {
            self.begin_value()?;
            if !self.close_or_separate(outer_depth)? {
                return Ok(Span { start, end: self.at() });
            }
        }
    }

    /// Opens arrays and objects up to the first value that is a scalar or empty, and advances past that value.
    fn begin_value(&mut self) -> Result<(), Malformed> {
        loop {
            match self.byte() {
                b'"' => return self.string().map(drop),
                b'-' | b'0'..=b'9' => return self.number(),
                b't' => return self.literal("true"),
                b'f' => return self.literal("false"),
                b'n' => return self.literal("null"),
                open @ (b'{' | b'[') => {
                    // In ASCII, the code of '}' is that of '{' plus two; likewise for ']' and '['.
                    let close = open + 2;
                    self.skip();
                    if self.byte() == close {
                        self.at += 1;
                        return Ok(());
                    }
                    self.open.open(close == b'}');
                    self.needs_sanitizing |= self.open.depth > MAX_DEPTH;
                    if close == b'}' {
                        self.key()?;
                    }
                }
                _ => return Err(Malformed),
            }
        }
    }

    /// Closes the arrays and objects that end here, down to a depth of `outer_depth`. Returns whether another value
    /// follows at a greater depth.
    fn close_or_separate(&mut self, outer_depth: usize) -> Result<bool, Malformed> {
        while self.open.depth > outer_depth {
            let close = if self.open.is_in_object() { b'}' } else { b']' };
            self.skip_whitespace();
            match self.byte() {
                b',' => {
                    self.skip();
                    if close == b'}' {
                        self.key()?;
                    }
                    return Ok(true);
                }
                byte if byte == close => {
                    self.at += 1;
                    self.open.close();
                }
                _ => return Err(Malformed),
            }
        }
        Ok(false)
    }

    /// Advances past an object. `visit` is called at each value with its key, given without its quotes, and must
    /// advance past the value.
    pub fn object(
        &mut self,
        visit: &mut dyn FnMut(&mut Self, &'a str) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.items(b'{', &mut |scanner| {
            let key = scanner.key()?;
            visit(scanner, key)
        })
    }

    /// Advances past an array. `visit` is called at each value and must advance past it.
    pub fn array(&mut self, visit: &mut dyn FnMut(&mut Self) -> Result<(), Malformed>) -> Result<(), Malformed> {
        self.items(b'[', visit)
    }

    /// Advances past an object or array whose first byte is `open`. `visit` must advance past each item.
    fn items(&mut self, open: u8, visit: &mut dyn FnMut(&mut Self) -> Result<(), Malformed>) -> Result<(), Malformed> {
        if self.byte() != open {
            return Err(Malformed);
        }
        self.skip();
        if self.byte() == open + 2 {
            self.at += 1;
            return Ok(());
        }
        loop {
            visit(self)?;
            self.skip_whitespace();
            match self.byte() {
                b',' => self.skip(),
                byte if byte == open + 2 => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Malformed),
            }
        }
    }

    /// Advances past a key and its colon. Returns the key without its quotes.
    fn key(&mut self) -> Result<&'a str, Malformed> {
        let key = self.string()?;
        self.skip_whitespace();
        if self.byte() != b':' {
            return Err(Malformed);
        }
        self.skip();
        Ok(key)
    }

    fn skip_whitespace(&mut self) {
        // Few bytes are whitespace, so the first comparison usually suffices.
        while self.byte() <= b' ' && matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Advances past one byte and the whitespace after it.
    fn skip(&mut self) {
        self.at += 1;
        self.skip_whitespace();
    }

    fn literal(&mut self, word: &str) -> Result<(), Malformed> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    /// Advances past a string. Returns the part of the text between its quotes.
    fn string(&mut self) -> Result<&'a str, Malformed> {
        if self.byte() != b'"' {
            return Err(Malformed);
        }
        let start = self.at + 1;
        self.at = start;
        self.has_escapes = false;
        loop {
            // Search for the next special byte instead of examining each one: most of a response consists of strings.
            let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f)).ok_or(Malformed)?;
            self.at += plain;
            match self.byte() {
                b'"' => break,
                b'\\' => self.escape()?,
                _ => return Err(Malformed),
            }
        }
        let raw = self.text.get(start..self.at).ok_or(Malformed)?;
        self.at += 1;
        Ok(raw)
    }

    /// Advances past an escape within a string.
    #[inline(never)] // Cold: few strings have escapes.
    fn escape(&mut self) -> Result<(), Malformed> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let (c, length) = escape(rest).ok_or(Malformed)?;
        self.needs_sanitizing |= c.is_none();
        self.has_escapes = true;
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        if self.byte() == b'-' {
            self.at += 1;
        }
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.needs_sanitizing = true;
            self.at += 1;
            if matches!(self.byte(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        self.needs_sanitizing |= self.at - start > LONG_NUMBER;
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        if digits > 0 { Ok(()) } else { Err(Malformed) }
    }
}
