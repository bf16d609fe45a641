//! Projections: the attributes that the reader looks for in each row.

use crate::json::{Malformed, Scanner, Span, raw_equals};

/// The attributes that the reader looks for: a tree stored as an array, in which each node follows its parent. The root
/// is the row itself.
pub struct Projection {
    nodes: Vec<Node>,
}

/// An attribute, or an object on the path to one.
struct Node {
    parent: Slot,
    key: String,
    has_children: bool,
}

/// The index of a node of a [`Projection`], and of the attribute's position in a row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(usize);

/// The slot of the row itself.
pub const ROW: Slot = Slot(0);

/// A projection that contains only the row itself.
impl Default for Projection {
    fn default() -> Self {
        Projection { nodes: vec![Node { parent: ROW, key: String::new(), has_children: false }] }
    }
}

impl Projection {
    /// Adds the attribute at this path, unless the projection contains it already. Returns its slot.
    pub fn add(&mut self, path: &[&str]) -> Slot {
        path.iter().fold(ROW, |parent, key| match self.child(parent, key, false, ROW) {
            Some(child) => child,
            None => self.push(parent, key),
        })
    }

    fn push(&mut self, parent: Slot, key: &str) -> Slot {
        if let Some(node) = self.nodes.get_mut(parent.0) {
            node.has_children = true;
        }
        self.nodes.push(Node { parent, key: key.to_owned(), has_children: false });
        Slot(self.nodes.len() - 1)
    }

    /// Number of slots.
    pub fn width(&self) -> usize {
        self.nodes.len()
    }

    /// Finds the child of a node by its key, given without its quotes. The search begins after `last`, the child found
    /// before, and wraps around, because queries mostly name columns in the order of the API's attributes.
    fn child(&self, parent: Slot, raw_key: &str, has_escapes: bool, last: Slot) -> Option<Slot> {
        let mut at = last.0;
        for _ in &self.nodes {
            at = if at + 1 < self.nodes.len() { at + 1 } else { 0 };
            let node = self.nodes.get(at)?;
            // The root is its own parent, but not its own child.
            let is_child = node.parent == parent && at != 0;
            if is_child && if has_escapes { raw_equals(raw_key, &node.key) } else { raw_key == node.key } {
                return Some(Slot(at));
            }
        }
        None
    }

    /// Advances past a row, and writes the positions of the row and of its attributes into `spans`, by slot. The span
    /// of an attribute that the row does not have is left as it is.
    pub fn walk(&self, scanner: &mut Scanner, spans: &mut [Span]) -> Result<(), Malformed> {
        self.walk_below(scanner, ROW, spans)
    }

    fn walk_below(&self, scanner: &mut Scanner, slot: Slot, spans: &mut [Span]) -> Result<(), Malformed> {
        let start = scanner.at();
        if scanner.byte() == b'{' && self.nodes.get(slot.0).is_some_and(|node| node.has_children) {
            let mut last = ROW;
            scanner.object(&mut |scanner, raw_key| {
                let found = self.child(slot, raw_key, scanner.has_escapes, last);
                let Some(child) = found else { return scanner.value().map(drop) };
                last = child;
                self.walk_below(scanner, child, spans)
            })?;
        } else {
            scanner.value()?;
        }
        if let Some(span) = spans.get_mut(slot.0) {
            *span = Span { start, end: scanner.at() };
        }
        Ok(())
    }
}

impl Slot {
    /// The index of the slot within a row.
    pub fn index(self) -> usize {
        self.0
    }
}
