//! IMPORT FOREIGN SCHEMA: a CREATE FOREIGN TABLE statement for each object of the catalogue.

use crate::catalogue::column::{self, ATTRS};
use crate::catalogue::option::ROWID_COLUMN;
use crate::catalogue::{Catalogue, Object};
use crate::planner::error::PlanError;
use crate::text::{push_identifier, push_literal};

/// The tables that IMPORT FOREIGN SCHEMA creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// A table for every object.
    All,
    /// LIMIT TO: tables for the objects with these names, each of which must exist.
    LimitTo(&'a [String]),
    /// EXCEPT: tables for all objects but the ones with these names.
    Except(&'a [String]),
}

/// The statements that create the chosen tables, in the catalogue's order. They name no schema: Postgres creates the
/// tables in the local schema of the import.
///
/// # Errors
/// `PlanError::UnknownObject` if LIMIT TO names an object that does not exist.
pub fn import(catalogue: &'static Catalogue, server: &str, choice: Choice) -> Result<Vec<String>, PlanError> {
    if let Choice::LimitTo(names) = choice
        && let Some(name) = names.iter().find(|name| catalogue.objects.iter().all(|object| object.name != **name))
    {
        return Err(PlanError::UnknownObject { catalogue, name: name.clone() });
    }
    let is_chosen = |object: &&Object| match choice {
        Choice::All => true,
        Choice::LimitTo(names) => names.iter().any(|name| name == object.name),
        Choice::Except(names) => names.iter().all(|name| name != object.name),
    };
    Ok(catalogue.objects.iter().filter(is_chosen).map(|object| create_table(object, server)).collect())
}

fn create_table(object: &Object, server: &str) -> String {
    let mut out = String::from("create foreign table if not exists ");
    push_identifier(&mut out, object.name);
    out.push_str(" (\n");
    for column in column::flatten(object.columns).iter().filter(|column| column.imported) {
        push_column(&mut out, &column.name, column.kind.sql());
        out.push_str(",\n");
    }
    push_column(&mut out, ATTRS, "jsonb");
    out.push_str("\n)\n  server ");
    push_identifier(&mut out, server);
    out.push_str("\n  options (object ");
    push_literal(&mut out, object.name);
    if let Some(writes) = object.writes {
        out.push_str(&format!(", {} ", ROWID_COLUMN.name));
        push_literal(&mut out, writes.row_id);
    }
    out.push(')');
    out
}

fn push_column(out: &mut String, name: &str, ty: &str) {
    out.push_str("  ");
    push_identifier(out, name);
    out.push(' ');
    out.push_str(ty);
}
