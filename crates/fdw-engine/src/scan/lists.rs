//! The sequence of a scan's lists: every partition for each combination of key values.

/// The lists of a scan, in order.
pub struct Lists {
    /// The values of each key column.
    keys: Vec<Vec<String>>,
    /// Number of partitions.
    partitions: usize,
    /// Number of lists that have begun.
    begun: usize,
}

/// One of the lists.
#[derive(Debug, PartialEq, Eq)]
pub struct ListSelection<'a> {
    /// The value of each key column.
    pub keys: Vec<&'a str>,
    /// The index of the partition.
    pub partition: usize,
}

impl Lists {
    /// The lists for these values of each key column. There is at least one partition.
    pub fn new(keys: Vec<Vec<String>>, partitions: usize) -> Self {
        Lists { keys, partitions, begun: 0 }
    }

    /// Returns to the beginning, before the first list.
    pub fn rewind(&mut self) {
        self.begun = 0;
    }

    /// Advances to the next list; `None` after the last one.
    pub fn begin_next(&mut self) -> Option<ListSelection<'_>> {
        let partition = self.begun % self.partitions;
        let mut combination = self.begun / self.partitions;
        let mut keys = Vec::with_capacity(self.keys.len());
        // The values of the last key column change fastest.
        for values in self.keys.iter().rev() {
            keys.push(values.get(combination % values.len().max(1))?.as_str());
            combination /= values.len();
        }
        if combination > 0 {
            return None;
        }
        keys.reverse();
        self.begun += 1;
        Some(ListSelection { keys, partition })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(keys: &[&[&str]], partitions: usize) -> Vec<String> {
        let keys = keys.iter().map(|values| values.iter().map(|value| (*value).to_owned()).collect()).collect();
        let mut lists = Lists::new(keys, partitions);
        let mut out = Vec::new();
        while let Some(list) = lists.begin_next() {
            out.push(format!("{}:{}", list.keys.join("/"), list.partition));
        }
        lists.rewind();
        assert_eq!(lists.begin_next().is_some(), !out.is_empty());
        out
    }

    #[test]
    fn every_combination_occurs_once() {
        assert_eq!(all(&[], 1), [":0"]);
        assert_eq!(all(&[], 2), [":0", ":1"]);
        assert_eq!(all(&[&["a", "b"]], 2), ["a:0", "a:1", "b:0", "b:1"]);
        assert_eq!(all(&[&["a", "b"], &["x", "y", "z"]], 1).join(" "), "a/x:0 a/y:0 a/z:0 b/x:0 b/y:0 b/z:0");
        assert!(all(&[&["a"], &[]], 1).is_empty());
    }
}
