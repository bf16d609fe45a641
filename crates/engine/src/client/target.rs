//! Path and query of a request.

use std::fmt;

use crate::text::push_encoded;

/// Path and query of a request, below the base url.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target(String);

impl Target {
    /// From an endpoint's path, whose placeholders `value` fills. Values are encoded.
    pub fn new<'a>(path: &str, value: &dyn Fn(&str) -> Option<&'a str>) -> Target {
        let mut out = String::new();
        let mut rest = path;
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            push_encoded(&mut out, value(name).unwrap_or(""));
            rest = behind;
        }
        out.push_str(rest);
        Target(out)
    }

    /// Adds a parameter. The value is encoded.
    pub fn push(&mut self, name: &str, value: &str) {
        // The first parameter of all comes after a question mark.
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        push_encoded(&mut self.0, value);
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded() {
        let value = |name: &str| Some(if name == "id" { "a/b" } else { "x y" });
        let mut target = Target::new("/things/{id}/parts?of={other}", &value);
        target.push("limit", "3");
        assert_eq!(target.to_string(), "/things/a%2Fb/parts?of=x%20y&limit=3");
        let mut target = Target::new("/things", &|_| None);
        target.push("order", "+age");
        assert_eq!(target.to_string(), "/things?order=%2Bage");
    }
}
