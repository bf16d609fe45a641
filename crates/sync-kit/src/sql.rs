//! Entries as rows of an INSERT statement.

use crate::{Entry, Source};

/// The rows of all entries, one in each line.
pub(crate) fn entries(sources: &[Source]) -> String {
    let mut rows = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let objects = source.catalogue.objects.iter();
        rows.extend(objects.map(|object| row(number, source, &Entry::of(source, object))));
    }
    rows.join(",\n")
}

fn row(number: usize, source: &Source, entry: &Entry) -> String {
    let values = [
        literal(source.provider),
        literal(source.profile),
        number.to_string(),
        literal(entry.object),
        entry.is_default.to_string(),
        optional(entry.refusal.as_deref().map(literal)),
        optional(entry.key.as_deref().map(array)),
        entry.is_single.to_string(),
        entry.is_short_lived.to_string(),
        optional(entry.changed_at.map(literal)),
        optional(entry.added_at.map(literal)),
        optional(entry.window_by.map(literal)),
        optional(entry.count_requests.map(|requests| requests.to_string())),
        optional(entry.parent.map(literal)),
        optional(entry.owner.map(literal)),
        optional(entry.owner_key.map(literal)),
        optional(entry.owners_at_once.map(|owners| owners.to_string())),
        entry.lists.to_string(),
        optional(entry.page_rows.map(|rows| rows.to_string())),
        entry.pages_overlap.to_string(),
        entry.requests_at_end.to_string(),
        optional(entry.reread_by.as_deref().map(array)),
        array(&entry.indexes),
    ];
    format!("    ({})", values.join(", "))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn optional(value: Option<String>) -> String {
    value.unwrap_or_else(|| "null".to_owned())
}

/// An array of names, which contain no characters that an array's text would have to quote.
fn array(names: &[String]) -> String {
    literal(&format!("{{{}}}", names.join(",")))
}
