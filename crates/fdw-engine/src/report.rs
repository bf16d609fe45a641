//! The complete text of an error.

use std::error::Error;

/// The complete text of an error for the user: the error, followed by its sources.
pub fn report(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
