//! What can go wrong, with what a person needs to mend it. Texts are made at the border, by [`Error::message`].

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::catalogue::{Catalogue, Object};
use crate::column::{self, Kind, WHOLE};
use crate::page::Unreadable;
use crate::retry::Attempts;
use crate::text::{concat, push_int};

/// A failed call's error. It is never freed, which saves the code for that all over: with its first error a scan ends,
/// and but for a cursor that is refused, so does the instance.
pub type Fail = &'static Error;

/// Makes an error of what is known of it.
pub fn fail(error: Error) -> Fail {
    Box::leak(Box::new(error))
}

/// An error of the engine. Texts that came from outside are already free of secrets and cut to length
/// ([`crate::text::quote`]).
pub enum Error {
    /// A server or table option is missing or not what it should be.
    Option {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The table option `object` is missing.
    NoObject {
        /// Has the known ones.
        catalogue: &'static Catalogue,
    },
    /// There is no such object.
    UnknownObject {
        /// Has the known ones.
        catalogue: &'static Catalogue,
        /// The one asked for.
        name: String,
    },
    /// The object has no such column.
    UnknownColumn {
        /// Has the known ones.
        object: &'static Object,
        /// The one asked for.
        name: String,
    },
    /// A column's type cannot hold its attribute.
    WrongType {
        /// The object.
        object: &'static Object,
        /// The column.
        name: String,
        /// Its type.
        ty: &'static str,
        /// The type that an import would give it.
        fits: &'static str,
    },
    /// A row holds something that does not fit its column.
    Misfit {
        /// The object.
        object: &'static Object,
        /// The column.
        name: String,
        /// The column's type.
        ty: &'static str,
        /// The row's id.
        id: String,
        /// What was found.
        found: String,
    },
    /// A request failed.
    Request {
        /// The object.
        object: &'static Object,
        /// Path and query of the request.
        target: String,
        /// What came back.
        failure: Failure,
    },
    /// Rows can only be asked for by the value of a column, and the query does not give it.
    NoKey {
        /// The object.
        object: &'static Object,
    },
    /// Rows are asked for one parent at a time, and there are too many of those.
    TooManyParents {
        /// The object.
        object: &'static Object,
        /// The column by which rows are asked for.
        key: &'static str,
        /// The object whose ids are its values.
        parent: &'static str,
        /// How many there are.
        requests: u64,
        /// How many the option allows.
        max: usize,
    },
    /// The list changed faster than it could be read.
    Unsettled {
        /// The object.
        object: &'static Object,
    },
    /// The table cannot be written.
    ReadOnly,
    /// A callback came before `begin_scan`.
    NoScan,
}

/// What came back instead of a page.
pub enum Failure {
    /// An answer with an error status.
    Status {
        /// The HTTP status.
        status: u16,
        /// What the API says: message, code, trace id; or the body's beginning.
        detail: String,
        /// What to do about it.
        hint: Option<&'static str>,
        /// Whether it says that there is no object with the id in the path.
        is_unknown_id: bool,
    },
    /// No answer.
    Connection {
        /// What the host says.
        detail: String,
    },
    /// Retries did not help.
    GaveUp {
        /// How often the request was sent, and for how long.
        attempts: Attempts,
        /// Milliseconds that the scan has waited in all.
        waited: u64,
        /// What the API asked to wait before another try, in milliseconds, where that is what was too long.
        asked: Option<u64>,
        /// The last failure.
        last: &'static Failure,
    },
    /// An answer that is no page.
    Unreadable {
        /// Why.
        unreadable: Unreadable,
        /// Its beginning.
        body: String,
    },
}

impl Failure {
    /// Whether the API says that there is no object with the id in the path.
    pub fn is_unknown_id(&self) -> bool {
        matches!(self, Failure::Status { is_unknown_id: true, .. })
    }
}

impl Error {
    /// Whether the API may have refused a request for the cursor in it.
    pub fn may_be_of_cursor(&self) -> bool {
        matches!(self, Error::Request { failure: Failure::Status { status: 400 | 404 | 422, .. }, .. })
    }

    /// The text for the user.
    pub fn message(&self) -> String {
        match self {
            Error::Option { name, problem } => concat(&["option ", name, " ", problem]),
            Error::NoObject { catalogue } => {
                let mut out = String::from("table option object is required; it is one of: ");
                push_objects(&mut out, catalogue);
                out
            }
            Error::UnknownObject { catalogue, name } => {
                let mut out = concat(&[catalogue.provider, " has no object \"", name, "\"; it has: "]);
                push_objects(&mut out, catalogue);
                out
            }
            Error::UnknownColumn { object, name } => {
                let mut out = concat(&[object.name, " has no column \"", name, "\"; it has: "]);
                push_columns(&mut out, object);
                out
            }
            Error::WrongType { object, name, ty, fits } => {
                concat(&["column ", object.name, ".", name, " cannot have type ", ty, "; ", fits, " fits"])
            }
            Error::Misfit { object, name, ty, id, found } => {
                concat(&["column ", object.name, ".", name, " of row ", id, ": ", found, " does not fit type ", ty])
            }
            Error::Request { object, target, failure } => {
                let mut out = concat(&[object.name, ": GET ", target, ": "]);
                push_failure(&mut out, failure);
                out
            }
            Error::NoKey { object } => {
                let mut out = concat(&[object.name, ": rows can only be asked for by a key: filter, by = or in, on "]);
                push_keys(&mut out, object);
                out.push_str(
                    ", by a value that is written there (that of a join or a sub-select does not reach the wrapper)",
                );
                out
            }
            Error::TooManyParents { object, key, parent, requests, max } => {
                let mut out = concat(&[object.name, ": without a filter on ", key, " this takes "]);
                push_int(&mut out, *requests as i64);
                out.push_str(&concat(&[" requests, one for each of ", parent, ", and option max_parents allows "]));
                push_int(&mut out, *max as i64);
                out.push_str("; filter, by = or in, on ");
                push_keys(&mut out, object);
                out
            }
            Error::Unsettled { object } => concat(&[
                object.name,
                ": the list changed faster than it could be read, rows might be missing; run the query again",
            ]),
            Error::ReadOnly => String::from("this foreign table is read-only"),
            Error::NoScan => String::from("no scan has begun"),
        }
    }
}

fn push_failure(out: &mut String, failure: &Failure) {
    match failure {
        Failure::Status { status, detail, hint, .. } => {
            out.push_str("HTTP ");
            push_int(out, i64::from(*status));
            out.push_str(": ");
            out.push_str(detail);
            if let Some(hint) = hint {
                out.push_str("; ");
                out.push_str(hint);
            }
        }
        Failure::Connection { detail } => {
            out.push_str("no answer: ");
            out.push_str(detail);
        }
        Failure::GaveUp { attempts, waited, asked, last } => {
            out.push_str("gave up after ");
            push_int(out, i64::from(attempts.sent));
            out.push_str(if attempts.sent == 1 { " attempt in " } else { " attempts in " });
            push_seconds(out, attempts.elapsed);
            out.push_str(", ");
            push_seconds(out, *waited);
            out.push_str(" of waiting in this scan");
            if let Some(asked) = asked {
                out.push_str(" (it asks to wait ");
                push_seconds(out, *asked);
                out.push_str(" more)");
            }
            out.push_str("; the last answer: ");
            push_failure(out, last);
        }
        Failure::Unreadable { unreadable, body } => {
            out.push_str(match unreadable {
                Unreadable::NotJson => "the answer is not JSON, it begins: ",
                Unreadable::NoList => "the answer has no list of objects, it begins: ",
            });
            out.push_str(body);
        }
    }
}

/// Seconds with one decimal.
fn push_seconds(out: &mut String, millis: u64) {
    push_int(out, (millis / 1000) as i64);
    out.push('.');
    push_int(out, (millis / 100 % 10) as i64);
    out.push_str(" s");
}

fn push_objects(out: &mut String, catalogue: &Catalogue) {
    for (at, object) in catalogue.objects.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        out.push_str(object.name);
    }
}

/// The columns by whose values rows can be asked for.
fn push_keys(out: &mut String, object: &Object) {
    let mut told: Vec<&str> = Vec::new();
    for access in object.access {
        if access.key.is_empty() || told.contains(&access.key) {
            continue;
        }
        if !told.is_empty() {
            out.push_str(" or ");
        }
        out.push_str(access.key);
        told.push(access.key);
    }
}

fn push_columns(out: &mut String, object: &Object) {
    for column in column::flat(object.columns) {
        out.push_str(&column.name);
        out.push_str(", ");
        if column.kind == Kind::Map {
            out.push_str(&column.name);
            out.push_str("_<key>, ");
        }
    }
    out.push_str(WHOLE);
}
