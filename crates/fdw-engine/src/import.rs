//! IMPORT FOREIGN SCHEMA: a CREATE FOREIGN TABLE statement for each object of the catalogue.

use crate::catalogue::column::{self, ATTRS};
use crate::catalogue::option::{ATTRIBUTES, ROWID_COLUMN};
use crate::catalogue::{Catalogue, Object};
use crate::host::{Host, OptionSource};
use crate::planner::error::PlanError;
use crate::request::extensions::{ExtensionColumn, to_option};
use crate::request::settings::OptionError;
use crate::scan::ApiContext;
use crate::scan::error::Error;
use crate::schemas::{self, Schemas};
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

/// The option of IMPORT FOREIGN SCHEMA by which tables also have columns for the attributes of extensions.
const EXTENSIONS: &str = "extensions";

/// The statements that create the chosen tables, in the catalogue's order. They name no schema: Postgres creates the
/// tables in the local schema of the import. It sends no request, unless the import has the option `extensions`.
///
/// # Errors
/// LIMIT TO names an object that does not exist, an option is invalid, or a request fails.
pub fn import(
    catalogue: &'static Catalogue,
    host: &mut dyn Host,
    server: &str,
    choice: Choice,
) -> Result<Vec<String>, Error> {
    if let Choice::LimitTo(names) = choice
        && let Some(name) = names.iter().find(|name| catalogue.objects.iter().all(|object| object.name != **name))
    {
        return Err(PlanError::UnknownObject { catalogue, name: name.clone() }.into());
    }
    let is_chosen = |object: &&Object| match choice {
        Choice::All => true,
        Choice::LimitTo(names) => names.iter().any(|name| name == object.name),
        Choice::Except(names) => names.iter().all(|name| name != object.name),
    };
    let schemas = published(catalogue, host)?;
    let statement = |object: &'static Object| {
        let extended = schemas.as_ref().filter(|_| object.resource_type.is_some());
        let columns = extended.map(|schemas| schemas.imported_columns(object)).unwrap_or_default();
        create_table(catalogue, object, server, &columns)
    };
    Ok(catalogue.objects.iter().filter(is_chosen).map(statement).collect())
}

/// The schemas that the API publishes; `None` if the import does not ask for the attributes of extensions.
fn published(catalogue: &'static Catalogue, host: &mut dyn Host) -> Result<Option<Schemas>, Error> {
    let Some(extensions) = &catalogue.extensions else { return Ok(None) };
    match host.option(OptionSource::Import, EXTENSIONS).as_deref() {
        None | Some("false") => return Ok(None),
        Some("true") => {}
        Some(_) => {
            return Err(Error::Option(OptionError::of_import(catalogue, EXTENSIONS, "must be 'true' or 'false'")));
        }
    }
    let mut api = ApiContext::new(catalogue, host)?;
    match schemas::read(extensions, &mut api.client, &api.settings, host) {
        Ok(schemas) => Ok(Some(schemas)),
        Err(mut source) => {
            source
                .failure
                .explain_missing("if the provider publishes no schemas, import without the option extensions");
            Err(Error::Schemas { source })
        }
    }
}

fn create_table(catalogue: &Catalogue, object: &Object, server: &str, columns: &[ExtensionColumn]) -> String {
    let mut out = String::from("create foreign table if not exists ");
    push_identifier(&mut out, object.name);
    out.push_str(" (\n");
    for column in column::flatten(object.columns).iter().filter(|column| column.imported) {
        push_column(&mut out, &column.name, column.kind.sql());
        out.push_str(",\n");
    }
    for column in columns {
        push_column(&mut out, &column.name, column.kind.sql());
        out.push_str(",\n");
    }
    push_column(&mut out, ATTRS, "jsonb");
    out.push_str("\n)\n  server ");
    push_identifier(&mut out, server);
    out.push_str("\n  options (object ");
    push_literal(&mut out, object.name);
    if let (Some(extensions), false) = (&catalogue.extensions, columns.is_empty()) {
        out.push_str(&format!(", {} ", ATTRIBUTES.name));
        push_literal(&mut out, &to_option(columns, extensions));
    }
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
