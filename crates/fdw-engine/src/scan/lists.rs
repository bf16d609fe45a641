//! The sequence of a scan's lists: every partition for each combination of key values.

/// Key columns whose values belong together, as those of one parent.
#[derive(Debug, PartialEq, Eq)]
pub struct KeyGroup {
    /// The key columns.
    pub columns: Vec<&'static str>,
    /// The combinations of values, each with a value for every column.
    pub tuples: Vec<Vec<String>>,
}

impl KeyGroup {
    /// A key column whose values can be combined with those of all others.
    pub fn of_one_column(column: &'static str, values: Vec<String>) -> KeyGroup {
        KeyGroup { columns: vec![column], tuples: values.into_iter().map(|value| vec![value]).collect() }
    }
}

/// The lists of a scan, in order.
pub struct Lists {
    groups: Vec<KeyGroup>,
    /// Number of partitions.
    partitions: usize,
    /// Number of lists that have begun.
    begun: usize,
}

/// One of the lists.
#[derive(Debug, PartialEq, Eq)]
pub struct ListSelection<'a> {
    /// The name and the value of each key column.
    pub keys: Vec<(&'static str, &'a str)>,
    /// The index of the partition.
    pub partition: usize,
}

impl Lists {
    /// The lists for these values of the key columns. There is at least one partition.
    pub fn new(groups: Vec<KeyGroup>, partitions: usize) -> Self {
        Lists { groups, partitions, begun: 0 }
    }

    /// Returns to the beginning, before the first list.
    pub fn rewind(&mut self) {
        self.begun = 0;
    }

    /// Advances to the next list; `None` after the last one.
    pub fn begin_next(&mut self) -> Option<ListSelection<'_>> {
        let partition = self.begun % self.partitions;
        let mut combination = self.begun / self.partitions;
        let mut keys = Vec::new();
        // The values of the last group change fastest.
        for group in self.groups.iter().rev() {
            let tuple = group.tuples.get(combination % group.tuples.len().max(1))?;
            keys.extend(group.columns.iter().copied().zip(tuple.iter().map(String::as_str)));
            combination /= group.tuples.len();
        }
        if combination > 0 {
            return None;
        }
        self.begun += 1;
        Some(ListSelection { keys, partition })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists of groups of key columns, each given by its combinations of values, which are separated by commas.
    fn all(groups: &[&[&str]], partitions: usize) -> Vec<String> {
        let group = |tuples: &&[&str]| KeyGroup {
            columns: vec!["a", "b"],
            tuples: tuples.iter().map(|tuple| tuple.split(',').map(str::to_owned).collect()).collect(),
        };
        let mut lists = Lists::new(groups.iter().map(group).collect(), partitions);
        let mut out = Vec::new();
        while let Some(list) = lists.begin_next() {
            let values: Vec<&str> = list.keys.iter().map(|(_, value)| *value).collect();
            out.push(format!("{}:{}", values.join("/"), list.partition));
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
        assert_eq!(all(&[&["a", "b"], &["x", "y"]], 1), ["x/a:0", "y/a:0", "x/b:0", "y/b:0"]);
        assert_eq!(all(&[&["a,1", "b,2"], &["x"]], 1), ["x/a/1:0", "x/b/2:0"]);
        assert!(all(&[&["a"], &[]], 1).is_empty());
    }
}
