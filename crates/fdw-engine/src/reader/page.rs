//! Pages: the text of a response, scanned once. For each row, a page stores the positions of the attributes that the
//! query needs.

use crate::catalogue::AttributePath;
use crate::catalogue::access_path::EmbeddedShape;
use crate::json::{self, Malformed, Scanner, Span, number, raw_equals, raw_string, unescape};
use crate::text::fingerprint;

use super::projection::{Projection, ROW, Slot};

/// Where a response contains its list, and the attributes that describe the list.
#[derive(Clone, Copy)]
pub struct ResponseShape {
    /// Whether the response is a single row. Otherwise it is an array of rows, or an object that contains such an
    /// array.
    pub is_single: bool,
    /// The attribute that contains the array.
    pub list: AttributePath,
    /// Whether a response that contains a total may omit an empty array.
    pub omits_empty_list: bool,
    /// The attribute that contains the number of all rows of the list.
    pub total: Option<AttributePath>,
    /// The attribute that contains the cursor of the next page.
    pub next_cursor: Option<AttributePath>,
}

/// Why a response cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not valid JSON.
    NotJson,
    /// It is JSON, but does not contain a list of objects in the expected place.
    NoList,
    /// It is JSON, but does not contain the requested count.
    NoCount,
}

impl From<Malformed> for Unreadable {
    fn from(_: Malformed) -> Self {
        Unreadable::NotJson
    }
}

/// A page of a list.
pub struct Page {
    /// The text of the response.
    body: String,
    /// The positions of the rows' slots in `body`: all slots of the first row, then those of the next one, and so on.
    spans: Vec<Span>,
    /// Number of slots of a row.
    width: usize,
    /// For each row, where it is embedded; empty if the rows are not embedded.
    embeddings: Vec<Embedding>,
    /// The number of all rows of the list, if the response contains it.
    pub total: Option<u64>,
    /// The cursor of the next page, if the response contains one.
    pub next_cursor: Option<String>,
    /// Whether the response may contain values that must be sanitized before Postgres can store them.
    pub needs_sanitizing: bool,
}

/// Where a row is embedded.
#[derive(Clone, Copy, Default)]
struct Embedding {
    /// The position of the id of the row that contains this one.
    owner_id: Span,
    /// The position of the row's key with its quotes; empty if the row is not an attribute of a JSON object.
    key: Span,
}

impl Page {
    /// Reads a response. `null` in place of a list is an empty list. If the response cannot be read, its body is
    /// returned with the reason.
    pub fn read(body: String, shape: &ResponseShape, projection: &Projection) -> Result<Page, (Unreadable, String)> {
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
        let needs_sanitizing = scanner.needs_sanitizing;
        let Reader { spans, total, next_cursor, .. } = reader;
        let width = projection.width();
        match outcome {
            Ok(()) => Ok(Page { body, spans, width, embeddings: Vec::new(), total, next_cursor, needs_sanitizing }),
            Err(unreadable) => Err((unreadable, body)),
        }
    }

    /// Turns a page of owners into a page of the rows embedded in them. `owners` are the indexes of the rows of this
    /// page that are used; `embedded` is the slot of the attribute that contains embedded rows, `id` that of the
    /// owner's id.
    pub fn into_embedded_rows(
        self,
        owners: &[u32],
        embedded: Slot,
        id: Slot,
        shape: EmbeddedShape,
        projection: &Projection,
    ) -> Page {
        let width = projection.width();
        let mut spans = Vec::new();
        let mut embeddings = Vec::new();
        let mut add = |scanner: &mut Scanner, embedding: Embedding| {
            embeddings.push(embedding);
            walk_row(projection, scanner, &mut spans)
        };
        for owner in owners {
            let owner = *owner as usize;
            let attribute = self.span(owner, embedded);
            if attribute.of(&self.body).is_empty() {
                continue;
            }
            let scanner = &mut Scanner::within(&self.body, attribute);
            let owner_id = self.span(owner, id);
            // An error means that the attribute has another shape, such as null, and therefore contains no rows: the
            // syntax of the whole response has been checked before.
            let _ = match shape {
                EmbeddedShape::Objects | EmbeddedShape::Values => {
                    scanner.array(&mut |scanner| add(scanner, Embedding { owner_id, key: Span::default() }))
                }
                EmbeddedShape::Pairs => scanner.object(&mut |scanner, key| {
                    let key = scanner.quoted_span(key);
                    add(scanner, Embedding { owner_id, key })
                }),
                EmbeddedShape::PairsOfValues => scanner.object(&mut |scanner, key| {
                    let key = scanner.quoted_span(key);
                    scanner.array(&mut |scanner| add(scanner, Embedding { owner_id, key }))
                }),
            };
        }
        Page { spans, width, embeddings, ..self }
    }

    /// Adds the rows that are nested in others, at any depth, after those. `rows` are the indexes of the rows of this page
    /// that are used; `nested` is the slot of the array that contains nested rows, `id` that of the id, by which a nested
    /// row knows the row that contains it.
    pub fn with_nested_rows(self, rows: &[u32], nested: Slot, id: Slot, projection: &Projection) -> Page {
        let width = projection.width();
        let used = rows.iter().flat_map(|row| self.spans.iter().skip(*row as usize * width).take(width));
        let mut spans: Vec<Span> = used.copied().collect();
        let mut embeddings = vec![Embedding::default(); rows.len()];
        let mut at = 0;
        while let Some(outer) = spans.get(at * width..(at + 1) * width) {
            let (attribute, owner_id) = (outer[nested.index()], outer[id.index()]);
            at += 1;
            if attribute.of(&self.body).is_empty() {
                continue;
            }
            // An error means that the attribute is not an array, and therefore contains no rows.
            let _ = Scanner::within(&self.body, attribute).array(&mut |scanner| {
                embeddings.push(Embedding { owner_id, key: Span::default() });
                walk_row(projection, scanner, &mut spans)
            });
        }
        Page { spans, width, embeddings, ..self }
    }

    /// Whether rows are nested in a row.
    pub fn has_nested_rows(&self, row: usize, nested: Slot) -> bool {
        self.text(row, nested).is_some_and(|list| list.contains('{'))
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.spans.len() / self.width
    }

    /// Memory used, in bytes.
    pub fn size(&self) -> usize {
        self.body.capacity() + self.spans.capacity() * size_of::<Span>()
    }

    /// The JSON text of an attribute of a row; `None` if the row does not have the attribute.
    pub fn text(&self, row: usize, slot: Slot) -> Option<&str> {
        self.span_text(self.span(row, slot))
    }

    /// The text of a span. An empty span means that the value is missing, because no JSON value is empty.
    fn span_text(&self, span: Span) -> Option<&str> {
        Some(span.of(&self.body)).filter(|text| !text.is_empty())
    }

    fn span(&self, row: usize, slot: Slot) -> Span {
        self.spans.get(row * self.width + slot.index()).copied().unwrap_or_default()
    }

    /// The JSON text of the id of an embedded row's owner; `None` if the owner has none, or if rows are not embedded.
    pub fn owner_id(&self, row: usize) -> Option<&str> {
        self.span_text(self.embeddings.get(row)?.owner_id)
    }

    /// The JSON text of the key of an embedded row that is an attribute of a JSON object; `None` for other rows.
    pub fn pair_key(&self, row: usize) -> Option<&str> {
        self.span_text(self.embeddings.get(row)?.key)
    }

    /// Copies `text`, which is a part of a row's JSON text, and replaces the values of the slots `secrets` by null.
    pub fn redacted(&self, row: usize, text: &str, secrets: &[Slot]) -> String {
        let mut out = String::new();
        let mut at = 0;
        loop {
            // Find the first secret after `at`. A secret outside `text` has an offset that is out of range.
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

    /// The text by which messages name a row: the first attribute of its primary key, or the whole row if the object
    /// has no primary key.
    pub fn id(&self, row: usize, primary_key: &[Slot]) -> &str {
        let text = self.text(row, primary_key.first().copied().unwrap_or(ROW)).unwrap_or_default();
        raw_string(text).unwrap_or(text)
    }

    /// The ids of the rows, as [`Page::id`], with their JSON escapes resolved.
    pub fn ids(&self, primary_key: &[Slot]) -> Vec<String> {
        let unescaped = |row| {
            let mut out = String::new();
            unescape(self.id(row, primary_key), &mut out);
            out
        };
        (0..self.rows()).map(unescaped).collect()
    }

    /// The fingerprint of each row: of its primary key, or of the whole row if it has no primary key.
    pub fn fingerprints(&self, primary_key: &[Slot]) -> Vec<u64> {
        (0..self.rows()).map(|row| self.fingerprint(row, primary_key)).collect()
    }

    fn fingerprint(&self, row: usize, primary_key: &[Slot]) -> u64 {
        if !self.has_primary_key(row, primary_key) {
            return fingerprint(self.text(row, ROW).unwrap_or_default());
        }
        let hashes = primary_key.iter().filter_map(|slot| self.text(row, *slot)).map(fingerprint);
        hashes.fold(0, |combined, hash| u64::rotate_left(combined, 1) ^ hash)
    }

    /// Whether a row has a value for each attribute of the primary key, so that it can be distinguished from other
    /// rows.
    pub fn has_primary_key(&self, row: usize, primary_key: &[Slot]) -> bool {
        let is_missing = |slot: &Slot| matches!(self.text(row, *slot), None | Some("null" | "\"\""));
        !primary_key.is_empty() && !primary_key.iter().any(is_missing)
    }
}

/// Advances past a value that is a row, and appends the positions of its slots to `spans`.
fn walk_row(projection: &Projection, scanner: &mut Scanner, spans: &mut Vec<Span>) -> Result<(), Malformed> {
    let row = spans.len();
    spans.resize(row + projection.width(), Span::default());
    projection.walk(scanner, spans.get_mut(row..).unwrap_or(&mut []))
}

/// The state of [`Page::read`].
struct Reader<'a> {
    shape: &'a ResponseShape,
    projection: &'a Projection,
    spans: Vec<Span>,
    total: Option<u64>,
    next_cursor: Option<String>,
    /// Whether a list was found.
    has_list: bool,
    /// Whether the list is of another type than an array, or contains values that are not objects.
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
                // A response without a total is not a list whose empty array was omitted, but something else, such as
                // an error.
                self.has_list |= shape.omits_empty_list && self.total.is_some();
            }
            _ => scanner.value().map(drop)?,
        }
        scanner.end()?;
        if self.has_list && !self.has_other_values { Ok(()) } else { Err(Unreadable::NoList) }
    }

    /// Advances past the object that contains the list, or past a nested object on the path to the list, the total or
    /// the cursor.
    fn envelope(&mut self, scanner: &mut Scanner, envelope: Envelope) -> Result<(), Malformed> {
        scanner.object(&mut |scanner, key| {
            let inner = envelope.below(key);
            if inner.is_at_list() && scanner.byte() == b'[' {
                return self.rows(scanner);
            }
            if inner.leads_deeper() && scanner.byte() == b'{' {
                return self.envelope(scanner, inner);
            }
            if inner.is_at_list() {
                let is_null = scanner.byte() == b'n';
                self.has_list |= is_null;
                self.has_other_values |= !is_null;
            }
            let value = scanner.value()?;
            let text = scanner.text(value);
            if is_reached(inner.total) {
                self.total = read_count(text);
            }
            if is_reached(inner.next_cursor) {
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

/// The attributes that [`Reader::envelope`] looks for in an object, as paths relative to that object. An empty path
/// means that the value itself is the attribute; `None` means that the attribute is not inside the value.
#[derive(Clone, Copy)]
struct Envelope {
    list: Option<AttributePath>,
    total: Option<AttributePath>,
    next_cursor: Option<AttributePath>,
}

impl Envelope {
    /// The attributes to look for in the value of this key, given without its quotes. Case is ignored, because some servers
    /// write `resources` instead of `Resources`.
    fn below(self, raw_key: &str) -> Envelope {
        let step = |path: Option<AttributePath>| match path? {
            [key, rest @ ..] if raw_equals(raw_key, key) || raw_key.eq_ignore_ascii_case(key) => Some(rest),
            _ => None,
        };
        Envelope { list: step(self.list), total: step(self.total), next_cursor: step(self.next_cursor) }
    }

    fn is_at_list(self) -> bool {
        is_reached(self.list)
    }

    /// Whether any of the attributes is inside this one.
    fn leads_deeper(self) -> bool {
        [self.list, self.total, self.next_cursor].iter().flatten().any(|path| !path.is_empty())
    }
}

/// Whether a relative path exists and is empty: it leads to the value itself.
fn is_reached(path: Option<AttributePath>) -> bool {
    path.is_some_and(<[_]>::is_empty)
}

/// Reads a count: a number, or a number in a string. `None` if it is something else.
fn read_count(text: &str) -> Option<u64> {
    number::int(raw_string(text).unwrap_or(text)).and_then(|count| u64::try_from(count).ok())
}

/// The count at a path in the body of a response; `None` if there is none.
pub fn count_at(body: &str, path: AttributePath) -> Option<u64> {
    let text = path.iter().try_fold(body.trim(), |object, key| json::member(object, key))?;
    read_count(text)
}

/// Reads a cursor: a string or a number. `None` if it is empty or null.
fn read_cursor(text: &str) -> Option<String> {
    let mut cursor = String::new();
    unescape(raw_string(text).unwrap_or(text), &mut cursor);
    Some(cursor).filter(|cursor| !matches!(cursor.as_str(), "" | "null"))
}
