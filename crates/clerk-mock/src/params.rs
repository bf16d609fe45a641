//! Query parameters of a request.

use crate::errors::ApiError;

/// Query parameters, percent-decoded, in the order of the URL.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn parse(query: &str) -> Self {
        Params(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// First value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter that can be repeated.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A boolean parameter; `None` if it is absent or neither `true` nor `false`.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A whole number that is at least `least`; `None` if the parameter is absent.
    pub(crate) fn number(&self, name: &str, least: usize) -> Result<Option<usize>, ApiError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number >= least => Ok(Some(number)),
            _ => Err(ApiError::invalid_parameter(name, &format!("must be a whole number of at least {least}"))),
        }
    }
}

/// A segment of a URL path, percent-decoded.
pub(crate) fn decoded(segment: &str) -> String {
    // In a path, a plus is a plus.
    let segment = segment.replace('+', "%2B");
    form_urlencoded::parse(segment.as_bytes()).next().map_or_else(String::new, |(text, _)| text.into_owned())
}
