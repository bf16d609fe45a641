//! Columns for attributes that the catalogue does not declare.

use serde_json::{Map, Value};

use crate::catalogue::column::Kind;
use crate::catalogue::extensions::Extensions;

/// A column for an attribute that the catalogue does not declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionColumn {
    /// The name of the column.
    pub name: String,
    /// The path to the attribute: a list of keys, from the outermost to the innermost.
    pub path: Vec<String>,
    /// The kind of value that it contains.
    pub kind: Kind,
}

/// Reads the table option `attributes`: a JSON object that maps names of columns to attributes. An attribute is a name
/// ([`path`]), or an array of the keys that lead to it. `None` if the text is something else.
pub fn from_option(text: &str, extensions: &Extensions) -> Option<Vec<ExtensionColumn>> {
    let Value::Object(pairs) = serde_json::from_str(text).ok()? else { return None };
    let column = |(name, attribute): (&String, &Value)| {
        let path = match attribute {
            Value::String(attribute) => path(attribute, extensions),
            Value::Array(keys) => keys.iter().map(|key| key.as_str().map(str::to_owned)).collect::<Option<_>>()?,
            _ => return None,
        };
        let is_path = !path.is_empty() && path.iter().all(|key| !key.is_empty());
        is_path.then(|| ExtensionColumn { name: name.clone(), path, kind: Kind::Any })
    };
    pairs.iter().map(column).collect()
}

/// The value of the table option `attributes` for these columns, which [`from_option`] reads.
pub fn to_option(columns: &[ExtensionColumn], extensions: &Extensions) -> String {
    let mut pairs = Map::new();
    for column in columns {
        let name = match &column.path[..] {
            [schema, attribute @ ..] if !attribute.is_empty() => format!("{schema}:{}", attribute.join(".")),
            path => path.concat(),
        };
        let is_plain = path(&name, extensions) == column.path;
        let attribute = if is_plain { name.into() } else { column.path.clone().into() };
        pairs.insert(column.name.clone(), attribute);
    }
    Value::Object(pairs).to_string()
}

/// The path of an attribute by its name (RFC 7644, section 3.10), such as `nickName`, `name.givenName` or
/// `urn:example:2.0:User:desk.floor`.
pub fn path(name: &str, extensions: &Extensions) -> Vec<String> {
    // Names of schemas contain dots, but the part after their last colon does not belong to them.
    let split = Some(name).filter(|name| name.starts_with(extensions.prefix)).and_then(|name| name.rsplit_once(':'));
    let (schema, attribute) = split.map_or((None, name), |(schema, attribute)| (Some(schema), attribute));
    let schema = schema.filter(|schema| !schema.starts_with(extensions.core));
    schema.into_iter().chain(attribute.split('.')).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENSIONS: Extensions = Extensions { schemas: "", resource_types: "", prefix: "urn:", core: "urn:core:" };

    #[test]
    fn the_option_that_is_written_can_be_read() {
        for path in [&["nickName"][..], &["urn:x:2.0:User", "desk", "floor"], &["x:User", "team"], &["urn:x", "a.b"]] {
            let path = path.iter().map(|key| (*key).to_owned()).collect();
            let columns = [ExtensionColumn { name: "c".to_owned(), path, kind: Kind::Any }];
            assert_eq!(from_option(&to_option(&columns, &EXTENSIONS), &EXTENSIONS).expect("columns"), columns);
        }
    }

    #[test]
    fn the_option_maps_columns_to_paths() {
        let cases = [
            (r#"{"a": "nickName"}"#, Some(vec![("a", vec!["nickName"])])),
            (r#"{"a": "name.givenName"}"#, Some(vec![("a", vec!["name", "givenName"])])),
            (r#"{"a": "urn:x:2.0:User:desk.floor"}"#, Some(vec![("a", vec!["urn:x:2.0:User", "desk", "floor"])])),
            ("{}", Some(vec![])),
            (r#"{"a": "urn:core:2.0:User:name.givenName"}"#, Some(vec![("a", vec!["name", "givenName"])])),
            (r#"{"a": ["x:User", "team"]}"#, Some(vec![("a", vec!["x:User", "team"])])),
            (r#"{"a": []}"#, None),
            (r#"{"a": [1]}"#, None),
            (r#"{"a": 1}"#, None),
            (r#"{"a": ""}"#, None),
            (r#"{"a": "b..c"}"#, None),
            (r#"["a"]"#, None),
            ("a=b", None),
        ];
        for (text, want) in cases {
            let found = from_option(text, &EXTENSIONS);
            let found = found.map(|columns| columns.into_iter().map(|c| (c.name, c.path)).collect::<Vec<_>>());
            let owned =
                |(name, path): (&str, Vec<&str>)| (name.to_owned(), path.into_iter().map(str::to_owned).collect());
            assert_eq!(found, want.map(|want| want.into_iter().map(owned).collect()), "{text}");
        }
    }
}
