//! A page of a list: the answer's text, read once. What the query needs of each row is kept as positions in it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::catalogue::Object;
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
            slot = match self.child(slot, key) {
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

    fn child(&self, parent: Slot, raw_key: &str) -> Option<Slot> {
        // The root is its own parent: it is no child.
        let children = self.nodes.iter().enumerate().skip(1);
        let (slot, _) = children.into_iter().find(|(_, node)| node.parent == parent && same(raw_key, &node.key))?;
        Some(slot)
    }

    /// Passes a value and notes where it and what is looked for in it stand.
    fn walk(&self, scanner: &mut Scanner, slot: Slot, spans: &mut [Span]) -> Result<(), Malformed> {
        let start = scanner.at();
        if scanner.byte() == b'{' && self.nodes.get(slot).is_some_and(|node| node.inner) {
            scanner.object(&mut |scanner, key| match self.child(slot, key) {
                Some(child) => self.walk(scanner, child, spans),
                None => scanner.value().map(drop),
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
    /// The count of the whole list, where the answer has one.
    pub total: Option<u64>,
    /// Whether values have to be mended when they are copied.
    pub needs_mending: bool,
}

impl Page {
    /// Reads an answer: an array of rows, or an object with the array under the object's `list` key.
    /// `null` in its place is an empty list.
    pub fn read(
        body: String,
        object: &Object,
        projection: &Projection,
        id: Slot,
    ) -> Result<Page, (Unreadable, String)> {
        let mut reader = Reader { object, projection, spans: Vec::new(), total: None, listed: false, strange: false };
        let mut scanner = Scanner::new(&body);
        let outcome = reader.read(&mut scanner);
        let needs_mending = scanner.needs_mending;
        let Reader { spans, total, .. } = reader;
        match outcome {
            Ok(()) => Ok(Page { body, spans, width: projection.nodes.len(), id, total, needs_mending }),
            Err(unreadable) => Err((unreadable, body)),
        }
    }

    fn len(&self) -> usize {
        self.spans.len() / self.width
    }

    /// The JSON text of an attribute of a row; empty if the row has none such.
    pub fn text(&self, row: usize, slot: Slot) -> &str {
        self.spans.get(row * self.width + slot).copied().unwrap_or_default().of(&self.body)
    }

    /// The raw id of a row; empty if it has none.
    pub fn id(&self, row: usize) -> &str {
        let text = self.text(row, self.id);
        raw_string(text).unwrap_or(text)
    }

    /// The ids of the rows, as they are meant: without escapes.
    pub fn ids(&self) -> Vec<String> {
        let mut out = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            let mut id = String::new();
            unescape(self.id(row), &mut id);
            out.push(id);
        }
        out
    }

    /// A fingerprint of each row: of its id, or of all of it where it has none.
    pub fn fingerprints(&self) -> Vec<u64> {
        let row = |row| match self.text(row, self.id) {
            "" | "null" => fingerprint(self.text(row, ROW)),
            id => fingerprint(id),
        };
        (0..self.len()).map(row).collect()
    }
}

struct Reader<'a> {
    object: &'a Object,
    projection: &'a Projection,
    spans: Vec<Span>,
    total: Option<u64>,
    listed: bool,
    /// Whether something in the list is no object.
    strange: bool,
}

impl Reader<'_> {
    fn read(&mut self, scanner: &mut Scanner) -> Result<(), Unreadable> {
        match scanner.byte() {
            b'[' => self.rows(scanner)?,
            b'{' => scanner.object(&mut |scanner, key| self.envelope(scanner, key))?,
            _ => scanner.value().map(drop)?,
        }
        scanner.end()?;
        if self.listed && !self.strange { Ok(()) } else { Err(Unreadable::NoList) }
    }

    fn envelope(&mut self, scanner: &mut Scanner, key: &str) -> Result<(), Malformed> {
        let is_list = same(key, self.object.list);
        if is_list && scanner.byte() == b'[' {
            return self.rows(scanner);
        }
        self.listed |= is_list && scanner.byte() == b'n';
        let value = scanner.value()?;
        if same(key, self.object.total) {
            self.total = number::int(scanner.text(value)).and_then(|total| u64::try_from(total).ok());
        }
        Ok(())
    }

    fn rows(&mut self, scanner: &mut Scanner) -> Result<(), Malformed> {
        self.listed = true;
        let width = self.projection.nodes.len();
        scanner.array(&mut |scanner| {
            self.strange |= scanner.byte() != b'{';
            let row = self.spans.len();
            self.spans.resize(row + width, Span::default());
            let spans = self.spans.get_mut(row..).unwrap_or(&mut []);
            self.projection.walk(scanner, ROW, spans)
        })
    }
}
