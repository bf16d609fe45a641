//! Path and query of a request.

use alloc::string::String;

use crate::catalogue::Words;
use crate::path::Path;
use crate::text::{append, cut, push_encoded, push_int};

/// Of a list, under a key where it is under one. `counts` is for its count alone, where an endpoint tells that.
pub fn list(path: &Path, key: &str, list: &str, counts: bool) -> String {
    let access = path.access;
    let (before, behind) = cut(if counts { access.count } else { access.path }, b'{');
    let mut out = String::from(before);
    if let Some(behind) = behind {
        push_encoded(&mut out, key);
        out.push_str(behind.get(1..).unwrap_or(""));
    }
    push(&mut out, &path.params);
    push(&mut out, list);
    out
}

/// Adds a number to it: how many rows, or from which on.
pub fn push_number(out: &mut String, name: &str, number: u64) {
    begin(out, name);
    push_int(out, number as i64);
}

/// Adds the id that the page is to follow.
pub fn push_cursor(out: &mut String, words: &Words, id: &str) {
    begin(out, words.cursor);
    push_encoded(out, id);
}

fn begin(out: &mut String, name: &str) {
    separate(out);
    append(out, &[name, "="]);
}

/// The first parameter of all comes after a question mark.
fn separate(out: &mut String) {
    out.push(if cut(out, b'?').1.is_some() { '&' } else { '?' });
}

/// Adds parameters, each after an ampersand.
fn push(out: &mut String, params: &str) {
    if let Some(rest) = params.get(1..) {
        separate(out);
        out.push_str(rest);
    }
}
