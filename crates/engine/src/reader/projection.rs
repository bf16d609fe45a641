//! A projection: the attributes to look for in a row.

use crate::json::{Malformed, Scanner, Span, same};

/// The attributes to look for: a tree in an array, where a node comes after its parent. The root is the row itself.
pub struct Projection {
    nodes: Vec<Node>,
}

struct Node {
    parent: Slot,
    key: String,
    has_children: bool,
}

/// A node of a [`Projection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(usize);

/// The row itself.
pub const ROW: Slot = Slot(0);

/// Looks for nothing but the row.
impl Default for Projection {
    fn default() -> Self {
        Projection { nodes: vec![Node { parent: ROW, key: String::new(), has_children: false }] }
    }
}

impl Projection {
    /// Looks for the attribute at a path of keys too.
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

    /// How many slots there are.
    pub fn width(&self) -> usize {
        self.nodes.len()
    }

    /// The child of a node that has this raw key. The search starts behind `last`, the child that was found before, and
    /// wraps around: columns are mostly named in the order of the API's attributes.
    fn child(&self, parent: Slot, raw_key: &str, has_escapes: bool, last: Slot) -> Option<Slot> {
        let mut at = last.0;
        for _ in &self.nodes {
            at = if at + 1 < self.nodes.len() { at + 1 } else { 0 };
            let node = self.nodes.get(at)?;
            // The root is its own parent: it is no child.
            let is_child = node.parent == parent && at != 0;
            if is_child && if has_escapes { same(raw_key, &node.key) } else { raw_key == node.key } {
                return Some(Slot(at));
            }
        }
        None
    }

    /// Passes a row and writes into `spans` where it and what is looked for in it stand.
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
    /// Its index among the slots of a row.
    pub fn index(self) -> usize {
        self.0
    }
}
