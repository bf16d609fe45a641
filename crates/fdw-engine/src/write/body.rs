//! The body of a request that writes a row.

use serde_json::{Map, Value};

use crate::catalogue::write::Parameter;

/// The body of a request: a JSON object, built from the columns that a statement sets.
#[derive(Default)]
pub struct Body {
    object: Map<String, Value>,
    /// The text of the column `attrs`, while it is the whole body.
    verbatim: Option<String>,
}

impl Body {
    /// The body that the column `attrs` contains: its text, and the object that the text represents.
    pub fn from_attrs(text: String, object: Map<String, Value>) -> Body {
        Body { object, verbatim: Some(text) }
    }

    /// Sets a parameter. It takes precedence over a value from the column `attrs`.
    pub fn set(&mut self, parameter: &Parameter, value: Value) {
        self.change(parameter, |outer| drop(outer.insert(parameter.name.to_owned(), value)));
    }

    /// Sets a key of a parameter that is a map. The map is created if it does not exist.
    pub fn set_key(&mut self, parameter: &Parameter, key: &str, value: Value) {
        self.change(parameter, |outer| {
            change_object(outer, parameter.name, |map| drop(map.insert(key.to_owned(), value)));
        });
    }

    /// Removes a key of a parameter that is a map.
    pub fn remove_key(&mut self, parameter: &Parameter, key: &str) {
        self.change(parameter, |outer| change_object(outer, parameter.name, |map| drop(map.remove(key))));
    }

    /// Whether the parameter is set.
    pub fn has(&self, parameter: &Parameter) -> bool {
        let outer = match parameter.within {
            Some(within) => self.object.get(within).and_then(Value::as_object),
            None => Some(&self.object),
        };
        outer.is_some_and(|outer| outer.contains_key(parameter.name))
    }

    /// The value of a key of a parameter that is a map.
    pub fn key(&self, parameter: &Parameter, key: &str) -> Option<&Value> {
        self.object.get(parameter.name)?.get(key)
    }

    /// Removes an attribute, so that it becomes part of the body of another request.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let value = self.object.remove(name)?;
        self.verbatim = None;
        Some(value)
    }

    /// Whether the body has no attributes.
    pub fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    /// Whether the body is the column `attrs` as it is.
    pub fn is_attrs_alone(&self) -> bool {
        self.verbatim.is_some()
    }

    /// The text of the body; `None` if no parameter is set.
    pub fn into_text(self) -> Option<String> {
        if self.verbatim.is_some() || self.object.is_empty() {
            return self.verbatim;
        }
        let mut body = Value::Object(self.object);
        // The order of the keys does not depend on the features with which serde_json is compiled.
        body.sort_all_objects();
        Some(body.to_string())
    }

    /// Changes the object that contains a parameter: the body or, as declared, an object in it.
    fn change(&mut self, parameter: &Parameter, change: impl FnOnce(&mut Map<String, Value>)) {
        self.verbatim = None;
        match parameter.within {
            Some(within) => change_object(&mut self.object, within, change),
            None => change(&mut self.object),
        }
    }
}

/// Changes the object at a key. A new object replaces a value that is none.
fn change_object(outer: &mut Map<String, Value>, key: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut object = match outer.remove(key) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    };
    change(&mut object);
    outer.insert(key.to_owned(), Value::Object(object));
}
