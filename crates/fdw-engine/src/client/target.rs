//! Request targets.

use std::fmt;

use crate::text::push_encoded;

/// A request target: the URL path and query of a request, below the base URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target(String);

impl Target {
    /// The target of an endpoint. `value` returns the value of a placeholder by its name; it is percent-encoded here.
    pub fn new<'a>(endpoint: &str, value: &dyn Fn(&str) -> Option<&'a str>) -> Target {
        let mut out = String::new();
        let mut rest = endpoint;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            push_encoded(&mut out, value(name).unwrap_or(""));
            rest = after;
        }
        out.push_str(rest);
        Target(out)
    }

    /// Adds a query parameter. The value is percent-encoded here.
    pub fn push(&mut self, name: &str, value: &str) {
        // An endpoint may already contain query parameters.
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
    fn values_of_placeholders_and_query_parameters_are_percent_encoded() {
        let value = |name: &str| Some(if name == "id" { "a/b" } else { "x y" });
        let mut target = Target::new("/things/{id}/parts?of={other}", &value);
        target.push("limit", "3");
        assert_eq!(target.to_string(), "/things/a%2Fb/parts?of=x%20y&limit=3");
        let mut target = Target::new("/things", &|_| None);
        target.push("order", "+age");
        assert_eq!(target.to_string(), "/things?order=%2Bage");
    }
}
