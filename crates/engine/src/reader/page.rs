//! A page of a list: an answer's text, read once. What the query needs of each row is kept as positions in it.

use crate::catalogue::Path;
use crate::catalogue::access::Parts;
use crate::json::{self, Malformed, Scanner, Span, number, raw_string, same, unescape};
use crate::text::fingerprint;

use super::projection::{Projection, ROW, Slot};

/// What an answer looks like.
#[derive(Clone, Copy)]
pub struct AnswerShape {
    /// Whether it is a single row. Otherwise it is an array of rows, or an object that holds one.
    pub is_single: bool,
    /// Where the array stands.
    pub list: Path,
    /// Whether the array may be missing when it is empty.
    pub omits_empty_list: bool,
    /// Where the count of the whole list stands.
    pub total: Option<Path>,
    /// Where the next page's cursor stands.
    pub next_cursor: Option<Path>,
}

/// Why an answer is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not JSON.
    NotJson,
    /// It is JSON without a list of objects where one should be.
    NoList,
    /// It is without the count that was asked for.
    NoCount,
}

impl From<Malformed> for Unreadable {
    fn from(_: Malformed) -> Self {
        Unreadable::NotJson
    }
}

/// A page.
pub struct Page {
    body: String,
    /// The slots of each row, one row after the other.
    spans: Vec<Span>,
    width: usize,
    /// Where rows are parts of other objects: what each row is a part of, and the key of a row that is an attribute.
    parts: Vec<PartOf>,
    /// The count of the whole list, where the answer has one.
    pub total: Option<u64>,
    /// The next page's cursor, where the answer has one.
    pub next_cursor: Option<String>,
    /// Whether values have to be mended when they are copied.
    pub needs_mending: bool,
}

/// What a row is a part of.
#[derive(Clone, Copy, Default)]
struct PartOf {
    /// The id of the object.
    owner: Span,
    /// The row's key in the object's attribute, raw.
    key: Span,
}

impl Page {
    /// Reads an answer. `null` in place of a list is an empty list. An answer that is no page is given back.
    pub fn read(body: String, shape: &AnswerShape, projection: &Projection) -> Result<Page, (Unreadable, String)> {
        let mut reader = Reader {
            shape,
            projection,
            spans: Vec::new(),
            total: None,
            next_cursor: None,
            has_list: shape.is_single,
            has_other_values: false,
        };
        let mut scanner = Scanner::new(&body);
        let outcome = reader.read(&mut scanner);
        let needs_mending = scanner.needs_mending;
        let Reader { spans, total, next_cursor, .. } = reader;
        let width = projection.width();
        match outcome {
            Ok(()) => Ok(Page { body, spans, width, parts: Vec::new(), total, next_cursor, needs_mending }),
            Err(unreadable) => Err((unreadable, body)),
        }
    }

    /// The page of what these rows hold at `slot`. `owner` is where the id of a row stands.
    pub fn into_parts(self, rows: &[u32], slot: Slot, owner: Slot, shape: Parts, projection: &Projection) -> Page {
        let width = projection.width();
        let mut spans = Vec::new();
        let mut parts = Vec::new();
        let mut add = |scanner: &mut Scanner, part: PartOf| {
            parts.push(part);
            walk_row(projection, scanner, &mut spans)
        };
        for row in rows {
            let row = *row as usize;
            let held = self.span(row, slot);
            if held.of(&self.body).is_empty() {
                continue;
            }
            let scanner = &mut Scanner::within(&self.body, held);
            let owner = self.span(row, owner);
            // The whole answer has been read: what is malformed here is another kind of value, which has no parts.
            let _ = match shape {
                Parts::Objects | Parts::Values => {
                    scanner.array(&mut |scanner| add(scanner, PartOf { owner, key: Span::default() }))
                }
                Parts::Pairs => scanner.object(&mut |scanner, key| {
                    let key = scanner.quoted_span(key);
                    add(scanner, PartOf { owner, key })
                }),
            };
        }
        Page { spans, width, parts, ..self }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.spans.len() / self.width
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        self.body.capacity() + self.spans.capacity() * size_of::<Span>()
    }

    /// The JSON text at a slot of a row; `None` if the row has no such attribute.
    pub fn text(&self, row: usize, slot: Slot) -> Option<&str> {
        self.part(self.span(row, slot))
    }

    /// The text of a span; `None` if it is empty, because no JSON value is.
    fn part(&self, span: Span) -> Option<&str> {
        Some(span.of(&self.body)).filter(|text| !text.is_empty())
    }

    fn span(&self, row: usize, slot: Slot) -> Span {
        self.spans.get(row * self.width + slot.index()).copied().unwrap_or_default()
    }

    /// The JSON text of the id of the object that a row is a part of.
    pub fn owner(&self, row: usize) -> Option<&str> {
        self.part(self.parts.get(row)?.owner)
    }

    /// The JSON text of a row's key in the attribute that it is a part of.
    pub fn pair_key(&self, row: usize) -> Option<&str> {
        self.part(self.parts.get(row)?.key)
    }

    /// A part of a row's text, with null in place of the values at these slots.
    pub fn redacted(&self, row: usize, text: &str, secrets: &[Slot]) -> String {
        let mut out = String::new();
        let mut at = 0;
        loop {
            // The secret that comes next, as far as it is in the text.
            let (mut start, mut length) = (text.len(), 0);
            for secret in secrets.iter().filter_map(|slot| self.text(row, *slot)) {
                let offset = (secret.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
                if (at..start).contains(&offset) {
                    (start, length) = (offset, secret.len());
                }
            }
            out.push_str(text.get(at..start).unwrap_or(""));
            if length == 0 {
                return out;
            }
            out.push_str("null");
            at = start + length;
        }
    }

    /// A row's id for messages, or the row's whole text where it has none.
    pub fn id(&self, row: usize, identity: &[Slot]) -> &str {
        let text = self.text(row, identity.first().copied().unwrap_or(ROW)).unwrap_or_default();
        raw_string(text).unwrap_or(text)
    }

    /// The ids of the rows without escapes.
    pub fn ids(&self, identity: &[Slot]) -> Vec<String> {
        let unescaped = |row| {
            let mut out = String::new();
            unescape(self.id(row, identity), &mut out);
            out
        };
        (0..self.rows()).map(unescaped).collect()
    }

    /// A fingerprint of each row: of its identity, or of the whole row where it has none.
    pub fn fingerprints(&self, identity: &[Slot]) -> Vec<u64> {
        (0..self.rows()).map(|row| self.fingerprint(row, identity)).collect()
    }

    fn fingerprint(&self, row: usize, identity: &[Slot]) -> u64 {
        if !self.has_identity(row, identity) {
            return fingerprint(self.text(row, ROW).unwrap_or_default());
        }
        let each = identity.iter().filter_map(|slot| self.text(row, *slot)).map(fingerprint);
        each.fold(0, |all, one| u64::rotate_left(all, 1) ^ one)
    }

    /// Whether a row can be distinguished from others.
    pub fn has_identity(&self, row: usize, identity: &[Slot]) -> bool {
        let is_missing = |slot: &Slot| matches!(self.text(row, *slot), None | Some("null" | "\"\""));
        !identity.is_empty() && !identity.iter().any(is_missing)
    }
}

/// Passes a value that is a row, and adds its slots.
fn walk_row(projection: &Projection, scanner: &mut Scanner, spans: &mut Vec<Span>) -> Result<(), Malformed> {
    let row = spans.len();
    spans.resize(row + projection.width(), Span::default());
    projection.walk(scanner, spans.get_mut(row..).unwrap_or(&mut []))
}

struct Reader<'a> {
    shape: &'a AnswerShape,
    projection: &'a Projection,
    spans: Vec<Span>,
    total: Option<u64>,
    next_cursor: Option<String>,
    has_list: bool,
    /// Whether something in the list is no object.
    has_other_values: bool,
}

impl Reader<'_> {
    fn read(&mut self, scanner: &mut Scanner) -> Result<(), Unreadable> {
        match scanner.byte() {
            _ if self.shape.is_single => self.row(scanner)?,
            b'[' => self.rows(scanner)?,
            b'{' => {
                let shape = self.shape;
                let envelope = Envelope {
                    list: Some(shape.list).filter(|list| !list.is_empty()),
                    total: shape.total,
                    next_cursor: shape.next_cursor,
                };
                self.envelope(scanner, envelope)?;
                // An answer that does not even count is something else.
                self.has_list |= shape.omits_empty_list && self.total.is_some();
            }
            _ => scanner.value().map(drop)?,
        }
        scanner.end()?;
        if self.has_list && !self.has_other_values { Ok(()) } else { Err(Unreadable::NoList) }
    }

    /// Passes an object that holds the list, or leads to what holds it.
    fn envelope(&mut self, scanner: &mut Scanner, envelope: Envelope) -> Result<(), Malformed> {
        scanner.object(&mut |scanner, key| {
            let inner = envelope.below(key);
            if inner.is_at_list() && scanner.byte() == b'[' {
                return self.rows(scanner);
            }
            if inner.leads_further() && scanner.byte() == b'{' {
                return self.envelope(scanner, inner);
            }
            if inner.is_at_list() {
                let is_null = scanner.byte() == b'n';
                self.has_list |= is_null;
                self.has_other_values |= !is_null;
            }
            let value = scanner.value()?;
            let text = scanner.text(value);
            if ends(inner.total) {
                self.total = read_count(text);
            }
            if ends(inner.next_cursor) {
                self.next_cursor = read_cursor(text);
            }
            Ok(())
        })
    }

    fn rows(&mut self, scanner: &mut Scanner) -> Result<(), Malformed> {
        self.has_list = true;
        scanner.array(&mut |scanner| self.row(scanner))
    }

    fn row(&mut self, scanner: &mut Scanner) -> Result<(), Malformed> {
        self.has_other_values |= scanner.byte() != b'{';
        walk_row(self.projection, scanner, &mut self.spans)
    }
}

/// What is looked for in an object beside its rows: paths that begin there. A path that has ended is `Some` of nothing.
#[derive(Clone, Copy)]
struct Envelope {
    list: Option<Path>,
    total: Option<Path>,
    next_cursor: Option<Path>,
}

impl Envelope {
    /// What is looked for in the attribute with this raw key.
    fn below(self, raw_key: &str) -> Envelope {
        let step = |path: Option<Path>| match path? {
            [key, rest @ ..] if same(raw_key, key) => Some(rest),
            _ => None,
        };
        Envelope { list: step(self.list), total: step(self.total), next_cursor: step(self.next_cursor) }
    }

    fn is_at_list(self) -> bool {
        ends(self.list)
    }

    fn leads_further(self) -> bool {
        [self.list, self.total, self.next_cursor].iter().flatten().any(|path| !path.is_empty())
    }
}

/// Whether a path has led to its attribute.
fn ends(path: Option<Path>) -> bool {
    path.is_some_and(<[_]>::is_empty)
}

/// The count in an answer: a number, or a number written as text.
fn read_count(text: &str) -> Option<u64> {
    number::int(raw_string(text).unwrap_or(text)).and_then(|count| u64::try_from(count).ok())
}

/// The count at a path of an answer.
pub fn count_at(body: &str, path: Path) -> Option<u64> {
    let text = path.iter().try_fold(body.trim(), |object, key| json::member(object, key))?;
    read_count(text)
}

/// The cursor in an answer: a text or a number. `None` where it is empty or null.
fn read_cursor(text: &str) -> Option<String> {
    let mut cursor = String::new();
    unescape(raw_string(text).unwrap_or(text), &mut cursor);
    Some(cursor).filter(|cursor| !matches!(cursor.as_str(), "" | "null"))
}
