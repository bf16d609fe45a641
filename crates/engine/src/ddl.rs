//! IMPORT FOREIGN SCHEMA: the catalogue as CREATE FOREIGN TABLE statements.

use alloc::string::String;
use alloc::vec::Vec;

use crate::catalogue::{Catalogue, Object};
use crate::column::{self, WHOLE};
use crate::error::{Error, Fail, fail};
use crate::text::{push_identifier, push_literal};

/// Which tables an import is to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// Every one.
    All,
    /// These: each must exist.
    LimitTo(&'a [String]),
    /// Every one but these.
    Except(&'a [String]),
}

/// The statements of an import, in the catalogue's order. Postgres puts the tables into the local schema.
pub fn import(catalogue: &'static Catalogue, server: &str, choice: Choice) -> Result<Vec<String>, Fail> {
    let mut out = Vec::new();
    let names = match choice {
        Choice::All => &[],
        Choice::LimitTo(names) | Choice::Except(names) => names,
    };
    let is_named = |object: &Object| names.iter().any(|name| name == object.name);
    for object in catalogue.objects {
        if matches!(choice, Choice::All) || is_named(object) == matches!(choice, Choice::LimitTo(_)) {
            out.push(create_table(object, server));
        }
    }
    if let Choice::LimitTo(_) = choice {
        for name in names {
            if catalogue.objects.iter().all(|object| object.name != name) {
                return Err(fail(Error::UnknownObject { catalogue, name: name.clone() }));
            }
        }
    }
    Ok(out)
}

fn create_table(object: &Object, server: &str) -> String {
    let mut out = String::from("create foreign table ");
    push_identifier(&mut out, object.name);
    out.push_str(" (\n");
    for column in column::flat(object.columns) {
        if column.listed {
            push_column(&mut out, &column.name, column.kind.sql());
            out.push_str(",\n");
        }
    }
    push_column(&mut out, WHOLE, "jsonb");
    out.push_str("\n)\n  server ");
    push_identifier(&mut out, server);
    out.push_str("\n  options (object ");
    push_literal(&mut out, object.name);
    out.push(')');
    out
}

fn push_column(out: &mut String, name: &str, ty: &str) {
    out.push_str("  ");
    push_identifier(out, name);
    out.push(' ');
    out.push_str(ty);
}
