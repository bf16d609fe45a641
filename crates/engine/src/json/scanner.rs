//! The scanner: it walks a JSON text and returns positions.

use super::strings::escape;

/// Arrays and objects within each other in a `jsonb` value. The host's parser stops at 128.
pub const MAX_DEPTH: usize = 100;

/// Longer plain numbers are looked at more closely: a double ends at 309 digits.
const LONG_NUMBER: usize = 300;

/// The text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// A part of a text, in bytes. Empty where there is no such part: no JSON value is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// After the last byte.
    pub end: u32,
}

impl Span {
    /// The part of `text`; empty where the span is not within it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// A position in a JSON text.
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// What is open in [`Scanner::value`].
    open: Nesting,
    /// Whether the string passed last has escapes.
    pub has_escapes: bool,
    /// Whether a value passed that has to go through [`super::mend`] before Postgres sees it.
    pub needs_mending: bool,
}

/// The arrays and objects that are open around a value: a bit for each, set for an object, the innermost one lowest. Scanners
/// of single values are made for each row, so sixty-four levels need no memory of their own.
#[derive(Default)]
struct Nesting {
    depth: usize,
    bits: u64,
    /// The bits of the levels outside of those, sixty-four at a time.
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
    /// At the first value of a text.
    pub fn new(text: &'a str) -> Self {
        let mut scanner = Scanner { text, at: 0, open: Nesting::default(), has_escapes: false, needs_mending: false };
        scanner.blank();
        scanner
    }

    /// At a value within a text; positions count from the text's beginning.
    pub fn within(text: &'a str, span: Span) -> Self {
        Scanner { text, at: span.start as usize, open: Nesting::default(), has_escapes: false, needs_mending: false }
    }

    /// The byte at the position; 0, which no JSON has outside strings, at the end.
    pub fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The position.
    pub fn at(&self) -> u32 {
        self.at as u32
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// Where a raw string of the text stands, with its quotes.
    pub fn quoted_span(&self, raw: &'a str) -> Span {
        let start = (raw.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize) as u32;
        Span { start: start.wrapping_sub(1), end: start.wrapping_add(raw.len() as u32 + 1) }
    }

    /// Whether nothing but blanks is left.
    pub fn end(&mut self) -> Result<(), Malformed> {
        self.blank();
        if self.at == self.text.len() { Ok(()) } else { Err(Malformed) }
    }

    /// Passes a byte outside strings.
    pub(super) fn pass_byte(&mut self) {
        self.at += 1;
    }

    /// Passes a value; its text is the span.
    pub fn value(&mut self) -> Result<Span, Malformed> {
        let start = self.at();
        let outside = self.open.depth;
        loop {
            self.begin_value()?;
            // After a value, or at the first one of a container just opened.
            if !self.close_or_separate(outside)? {
                return Ok(Span { start, end: self.at() });
            }
        }
    }

    /// Passes a scalar or empty container, or opens containers up to the first value inside.
    fn begin_value(&mut self) -> Result<(), Malformed> {
        loop {
            match self.byte() {
                b'"' => return self.string().map(drop),
                b'-' | b'0'..=b'9' => return self.number(),
                b't' => return self.literal("true"),
                b'f' => return self.literal("false"),
                b'n' => return self.literal("null"),
                open @ (b'{' | b'[') => {
                    // '}' and ']' stand two after '{' and '[' in ASCII.
                    let close = open + 2;
                    self.skip();
                    if self.byte() == close {
                        self.at += 1;
                        return Ok(());
                    }
                    self.open.open(close == b'}');
                    self.needs_mending |= self.open.depth > MAX_DEPTH;
                    if close == b'}' {
                        self.key()?;
                    }
                }
                _ => return Err(Malformed),
            }
        }
    }

    /// Closes what ends here. Returns whether another value follows; if not, all opened since `outside` is closed.
    fn close_or_separate(&mut self, outside: usize) -> Result<bool, Malformed> {
        while self.open.depth > outside {
            let close = if self.open.is_in_object() { b'}' } else { b']' };
            self.blank();
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

    /// Passes an object, stopping at each value: `visit` must pass it. The key comes raw, between its quotes.
    pub fn object(
        &mut self,
        visit: &mut dyn FnMut(&mut Self, &'a str) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.items(b'{', &mut |scanner| {
            let key = scanner.key()?;
            visit(scanner, key)
        })
    }

    /// Passes an array, stopping at each value: `visit` must pass it.
    pub fn array(&mut self, visit: &mut dyn FnMut(&mut Self) -> Result<(), Malformed>) -> Result<(), Malformed> {
        self.items(b'[', visit)
    }

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
            self.blank();
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

    /// Passes a key and its colon.
    fn key(&mut self) -> Result<&'a str, Malformed> {
        let key = self.string()?;
        self.blank();
        if self.byte() != b':' {
            return Err(Malformed);
        }
        self.skip();
        Ok(key)
    }

    fn blank(&mut self) {
        // Few bytes are blanks, so mostly the first comparison decides.
        while self.byte() <= b' ' && matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Passes a byte and the blanks behind it.
    fn skip(&mut self) {
        self.at += 1;
        self.blank();
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

    /// Passes a string; returns it raw, without its quotes.
    fn string(&mut self) -> Result<&'a str, Malformed> {
        if self.byte() != b'"' {
            return Err(Malformed);
        }
        let start = self.at + 1;
        self.at = start;
        self.has_escapes = false;
        loop {
            // A stretch at a time: most of an answer is in strings.
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

    /// Passes an escape within a string.
    #[inline(never)] // Cold: rare in an answer.
    fn escape(&mut self) -> Result<(), Malformed> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let (c, length) = escape(rest).ok_or(Malformed)?;
        self.needs_mending |= c.is_none();
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
            self.needs_mending = true;
            self.at += 1;
            if matches!(self.byte(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        self.needs_mending |= self.at - start > LONG_NUMBER;
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        if digits > 0 { Ok(()) } else { Err(Malformed) }
    }
}
