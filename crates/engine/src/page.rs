//! A page of a list: the answer's text, read once. What the query needs of each row is kept as positions in it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::access::{Access, Answer};
use crate::json::{Malformed, Scanner, Span, raw_string, same, unescape};
use crate::number;
use crate::text::{cut, fingerprint};

/// The attributes to look for: a tree in an array, where a node comes after its parent. The root is the row itself.
pub struct Projection {
    nodes: Vec<Node>,
}

struct Node {
    parent: usize,
    key: String,
    inner: bool,
}

/// A node of a [`Projection`].
pub type Slot = usize;

/// The row itself.
pub const ROW: Slot = 0;

impl Projection {
    /// Adds the attribute at a path of keys joined by dots; an empty path is the row.
    pub fn add(&mut self, path: &str) -> Slot {
        let mut slot = ROW;
        let mut rest = Some(path).filter(|path| !path.is_empty());
        while let Some(keys) = rest {
            let (key, further) = cut(keys, b'.');
            slot = match self.child(slot, key, false, ROW) {
                Some(child) => child,
                None => self.push(slot, key),
            };
            rest = further;
        }
        slot
    }

    fn push(&mut self, parent: Slot, key: &str) -> Slot {
        if let Some(node) = self.nodes.get_mut(parent) {
            node.inner = true;
        }
        self.nodes.push(Node { parent, key: String::from(key), inner: false });
        self.nodes.len() - 1
    }

    /// The child of a node that has this raw key. The search starts behind `last`, the child that was found before, and
    /// wraps around: columns are mostly named in the order of the API's attributes.
    fn child(&self, parent: Slot, raw_key: &str, has_escapes: bool, last: Slot) -> Option<Slot> {
        let mut slot = last;
        for _ in &self.nodes {
            slot = if slot + 1 < self.nodes.len() { slot + 1 } else { ROW };
            let node = self.nodes.get(slot)?;
            // The root is its own parent: it is no child.
            let is_child = node.parent == parent && slot != ROW;
            if is_child && if has_escapes { same(raw_key, &node.key) } else { raw_key == node.key } {
                return Some(slot);
            }
        }
        None
    }

    /// Passes a value and notes where it and what is looked for in it stand.
    fn walk(&self, scanner: &mut Scanner, slot: Slot, spans: &mut [Span]) -> Result<(), Malformed> {
        let start = scanner.at();
        if scanner.byte() == b'{' && self.nodes.get(slot).is_some_and(|node| node.inner) {
            let mut last = ROW;
            scanner.object(&mut |scanner, raw_key| {
                let found = self.child(slot, raw_key, scanner.has_escapes, last);
                let Some(child) = found else { return scanner.value().map(drop) };
                last = child;
                self.walk(scanner, child, spans)
            })?;
        } else {
            scanner.value()?;
        }
        if let Some(span) = spans.get_mut(slot) {
            *span = Span { start, end: scanner.at() };
        }
        Ok(())
    }
}

/// Of nothing but the row.
impl Default for Projection {
    fn default() -> Self {
        Projection { nodes: Vec::from([Node { parent: ROW, key: String::new(), inner: false }]) }
    }
}

/// What keeps an answer from being a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not JSON.
    NotJson,
    /// It is JSON without a list of objects where one should be.
    NoList,
}

impl From<Malformed> for Unreadable {
    fn from(_: Malformed) -> Self {
        Unreadable::NotJson
    }
}

/// A page.
pub struct Page {
    body: String,
    spans: Vec<Span>,
    width: usize,
    id: Slot,
    /// Where the rows are parts of others: the id of the one that each is a part of.
    owners: Vec<Span>,
    /// The count of the whole list, where the answer has one.
    pub total: Option<u64>,
    /// Whether values have to be mended when they are copied.
    pub needs_mending: bool,
}

impl Page {
    /// Reads an answer: one row, or an array of rows, or an object with the array under the access path's `list` key.
    /// `null` in its place is an empty list. `total` is the key of the count beside it.
    pub fn read(
        body: String,
        access: &Access,
        total: &str,
        projection: &Projection,
        id: Slot,
    ) -> Result<Page, (Unreadable, String)> {
        let is_one = access.answer == Answer::One;
        let mut reader = Reader {
            list: access.list,
            key: total,
            projection,
            spans: Vec::new(),
            total: None,
            listed: is_one,
            strange: false,
        };
        let mut scanner = Scanner::new(&body);
        let outcome = reader.read(&mut scanner, is_one);
        let needs_mending = scanner.needs_mending;
        let Reader { spans, total, .. } = reader;
        let width = projection.nodes.len();
        match outcome {
            Ok(()) => Ok(Page { body, spans, width, id, owners: Vec::new(), total, needs_mending }),
            Err(unreadable) => Err((unreadable, body)),
        }
    }

    /// The page of what these rows hold: the elements of their arrays at `list`, in order.
    pub fn parts(self, rows: &[u32], list: Slot, projection: &Projection, id: Slot) -> Page {
        let mut reader =
            Reader { list: "", key: "", projection, spans: Vec::new(), total: None, listed: false, strange: false };
        let width = projection.nodes.len();
        let mut owners = Vec::new();
        for row in rows {
            let at = *row as usize * self.width;
            let Some(span) = self.spans.get(at + list).filter(|span| span.of(&self.body).starts_with('[')) else {
                continue;
            };
            // The whole answer has been read: it is not malformed.
            let _ = reader.rows(&mut Scanner::within(&self.body, *span));
            let owner = self.spans.get(at + self.id).copied().unwrap_or_default();
            owners.resize(reader.spans.len() / width, owner);
        }
        Page { spans: reader.spans, width, id, owners, ..self }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.spans.len() / self.width
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        self.body.capacity() + self.spans.capacity() * size_of::<Span>()
    }

    /// The JSON text of an attribute of a row; empty if the row has none such.
    pub fn text(&self, row: usize, slot: Slot) -> &str {
        self.spans.get(row * self.width + slot).copied().unwrap_or_default().of(&self.body)
    }

    /// The JSON text of the id of the object that a row is a part of; empty if it is not one.
    pub fn owner(&self, row: usize) -> &str {
        self.owners.get(row).copied().unwrap_or_default().of(&self.body)
    }

    /// A part of a row's text, with null in place of the values at these slots.
    pub fn masked(&self, row: usize, text: &str, secrets: &[Slot]) -> String {
        let mut out = String::new();
        let mut at = 0;
        loop {
            // The secret that comes next, as far as it is in the text.
            let (mut start, mut length) = (text.len(), 0);
            for slot in secrets {
                let secret = self.text(row, *slot);
                let offset = (secret.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
                if !secret.is_empty() && (at..start).contains(&offset) {
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

    /// The raw id of a row; empty if it has none.
    pub fn id(&self, row: usize) -> &str {
        let text = self.text(row, self.id);
        raw_string(text).unwrap_or(text)
    }

    /// The ids of the rows, as they are meant: without escapes, each on a line.
    pub fn ids(&self) -> String {
        let mut out = String::new();
        for row in 0..self.rows() {
            unescape(self.id(row), &mut out);
            out.push('\n');
        }
        out
    }

    /// A fingerprint of each row: of its id, or of all of it where it has none.
    pub fn fingerprints(&self) -> Vec<u64> {
        (0..self.rows())
            .map(|row| fingerprint(if self.has_id(row) { self.text(row, self.id) } else { self.text(row, ROW) }))
            .collect()
    }

    /// Whether a row can be told from others.
    pub fn has_id(&self, row: usize) -> bool {
        self.id != ROW && !matches!(self.text(row, self.id), "" | "null" | "\"\"")
    }
}

struct Reader<'a> {
    list: &'a str,
    key: &'a str,
    projection: &'a Projection,
    spans: Vec<Span>,
    total: Option<u64>,
    listed: bool,
    /// Whether something in the list is no object.
    strange: bool,
}

impl Reader<'_> {
    fn read(&mut self, scanner: &mut Scanner, is_one: bool) -> Result<(), Unreadable> {
        match scanner.byte() {
            _ if is_one => self.row(scanner)?,
            b'[' => self.rows(scanner)?,
            b'{' => scanner.object(&mut |scanner, key| self.envelope(scanner, key))?,
            _ => scanner.value().map(drop)?,
        }
        scanner.end()?;
        if self.listed && !self.strange { Ok(()) } else { Err(Unreadable::NoList) }
    }

    fn envelope(&mut self, scanner: &mut Scanner, key: &str) -> Result<(), Malformed> {
        let is_list = same(key, self.list);
        if is_list && scanner.byte() == b'[' {
            return self.rows(scanner);
        }
        self.listed |= is_list && scanner.byte() == b'n';
        let value = scanner.value()?;
        if same(key, self.key) {
            self.total = number::int(scanner.text(value)).and_then(|total| u64::try_from(total).ok());
        }
        Ok(())
    }

    fn rows(&mut self, scanner: &mut Scanner) -> Result<(), Malformed> {
        self.listed = true;
        scanner.array(&mut |scanner| self.row(scanner))
    }

    fn row(&mut self, scanner: &mut Scanner) -> Result<(), Malformed> {
        self.strange |= scanner.byte() != b'{';
        let row = self.spans.len();
        self.spans.resize(row + self.projection.nodes.len(), Span::default());
        let spans = self.spans.get_mut(row..).unwrap_or(&mut []);
        self.projection.walk(scanner, ROW, spans)
    }
}
