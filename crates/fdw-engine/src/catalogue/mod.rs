//! The catalogue: constant data that describes an API. Each object is declared once. Planning, requests, decoding,
//! IMPORT FOREIGN SCHEMA and the documentation are all derived from these declarations.

pub mod access_path;
pub mod auth;
pub mod column;
pub mod errors;
pub mod extensions;
pub mod filter;
pub mod option;
pub mod pagination;
pub mod retry;
pub mod write;

use access_path::AccessPath;
use auth::Auth;
use column::Column;
use errors::ErrorFormat;
use extensions::Extensions;
use option::OptionSpec;
use pagination::PageFormat;
use retry::RetryPolicy;
use write::Writes;

/// The path to an attribute of a JSON object: a list of keys, from the outermost to the innermost. The empty path is
/// the whole value.
pub type AttributePath = &'static [&'static str];

/// A constant query parameter: its name and its value, not yet percent-encoded.
pub type FixedParameter = (&'static str, &'static str);

/// The description of an API.
pub struct Catalogue {
    /// The provider's name, for messages.
    pub provider: &'static str,
    /// The name under which the host records statistics.
    pub fdw_name: &'static str,
    /// The option that selects this catalogue among those of the component; `None` if the component has no others.
    pub profile: Option<&'static OptionSpec>,
    /// The option that contains the base URL. Its kind is [`option::OptionKind::Url`] or [`option::OptionKind::UrlOrId`].
    pub base_url: &'static OptionSpec,
    /// Options whose values fill placeholders of endpoints, by name.
    pub endpoint_options: &'static [OptionSpec],
    /// Switches without which certain writes are not sent.
    pub write_switches: &'static [OptionSpec],
    /// How requests are authorised.
    pub auth: Auth,
    /// Headers of every request. Names are in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// How lists are paged, ordered and counted.
    pub pages: PageFormat,
    /// Where the API describes attributes that the catalogue does not know; `None` if there are none.
    pub extensions: Option<Extensions>,
    /// How the API reports errors.
    pub errors: ErrorFormat,
    /// When failed requests are repeated.
    pub retry: RetryPolicy,
    /// The objects, each of which is a foreign table.
    pub objects: &'static [Object],
}

impl Catalogue {
    /// The object that has this name or alias.
    pub fn object(&self, name: &str) -> Option<&'static Object> {
        self.objects.iter().find(|object| object.name == name || object.aliases.contains(&name))
    }

    /// All options that have an effect: first those of the provider, then those of every provider. If no object can be
    /// written, for instance, the options for writes are not among them.
    pub fn options(&self) -> impl Iterator<Item = &'static OptionSpec> {
        let id = if let option::OptionKind::UrlOrId { id, .. } = self.base_url.kind { Some(id) } else { None };
        let own = self.auth.options().into_iter().chain([self.base_url]).chain(id).chain(self.profile);
        let attributes = self.extensions.as_ref().map(|_| &option::ATTRIBUTES);
        let paths = || self.objects.iter().flat_map(|object| object.access_paths);
        let has_writes = self.objects.iter().any(|object| object.writes.is_some());
        let has_parents = paths().any(|path| path.key_source.is_some());
        let has_orders = paths().any(|path| !path.orders.is_empty());
        let has_effect = move |option: &&'static OptionSpec| match option.name {
            name if option::FOR_WRITES.contains(&name) => has_writes,
            name if name == option::MAX_PARENTS.name => has_parents,
            name if name == option::TOP_N.name => has_orders,
            _ => true,
        };
        let engine = option::ENGINE.into_iter().filter(has_effect);
        own.chain(self.endpoint_options).chain(self.write_switches).chain(attributes).chain(engine)
    }
}

/// An object of the API, such as users: one foreign table.
pub struct Object {
    /// The value of the table option `object`, and the name of the imported table.
    pub name: &'static str,
    /// What a row is, for the documentation: one or more sentences.
    pub description: &'static str,
    /// Other values of the table option `object` that mean the same.
    pub aliases: &'static [&'static str],
    /// The attributes that together identify a row. Empty if rows cannot be identified.
    pub primary_key: &'static [AttributePath],
    /// The columns that together identify a row of the table, if there is no primary key that does.
    pub row_key: &'static [&'static str],
    /// The columns, without [`column::ATTRS`].
    pub columns: &'static [Column],
    /// The ways to read the rows. The planner takes the cheapest one that a query can use, or the first of several that
    /// are equally cheap.
    pub access_paths: &'static [AccessPath],
    /// Attributes that are secrets: they read as null everywhere, in the column [`column::ATTRS`] too.
    pub secrets: &'static [AttributePath],
    /// The permission that reading needs, as advice for the user after the status 403.
    pub needed_permission: Option<&'static str>,
    /// The setting of the API without which there are no rows.
    pub recording: Option<Recording>,
    /// Whether there are always rows, so that an empty list means that the API left them out.
    pub is_never_empty: bool,
    /// The name by which the API assigns extensions to the object; `None` if it has no extensions.
    pub resource_type: Option<&'static str>,
    /// How rows are written; `None` if they cannot be written.
    pub writes: Option<&'static Writes>,
}

/// A setting of the API without which it records no rows of an object. If a query returns no rows, the scan reads the
/// setting and warns if it is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The endpoint of the setting below the base URL.
    pub endpoint: &'static str,
    /// The boolean attribute of the response that says whether rows are recorded.
    pub attribute: AttributePath,
    /// What the user can do to have rows recorded.
    pub advice: &'static str,
}

/// A constructor, and builder methods that each set one property.
impl Object {
    /// An object whose primary key is the attribute `id`.
    pub const fn new(
        name: &'static str,
        description: &'static str,
        columns: &'static [Column],
        access_paths: &'static [AccessPath],
    ) -> Self {
        Object {
            name,
            description,
            aliases: &[],
            primary_key: &[&["id"]],
            row_key: &[],
            columns,
            access_paths,
            secrets: &[],
            needed_permission: None,
            recording: None,
            is_never_empty: false,
            resource_type: None,
            writes: None,
        }
    }

    /// Sets other access paths, for an API that has only a part of those of another one.
    pub const fn with_access_paths(self, access_paths: &'static [AccessPath]) -> Self {
        Object { access_paths, ..self }
    }

    /// Sets the attributes that together identify a row.
    pub const fn with_primary_key(self, primary_key: &'static [AttributePath]) -> Self {
        Object { primary_key, ..self }
    }

    /// Declares that rows have no primary key, but that these columns together identify a row of the table.
    pub const fn with_row_key(self, row_key: &'static [&'static str]) -> Self {
        Object { primary_key: &[], row_key, ..self }
    }

    /// Sets other values of the table option `object` that mean this object.
    pub const fn with_aliases(self, aliases: &'static [&'static str]) -> Self {
        Object { aliases, ..self }
    }

    /// Sets the attributes that are secrets.
    pub const fn with_secrets(self, secrets: &'static [AttributePath]) -> Self {
        Object { secrets, ..self }
    }

    /// Sets the permission that reading needs.
    pub const fn with_needed_permission(self, advice: &'static str) -> Self {
        Object { needed_permission: Some(advice), ..self }
    }

    /// Sets the setting of the API without which there are no rows.
    pub const fn recorded_if(self, recording: Recording) -> Self {
        Object { recording: Some(recording), ..self }
    }

    /// Declares that there are always rows.
    pub const fn never_empty(self) -> Self {
        Object { is_never_empty: true, ..self }
    }

    /// Sets the name by which the API assigns extensions to the object.
    pub const fn extended_as(self, resource_type: &'static str) -> Self {
        Object { resource_type: Some(resource_type), ..self }
    }

    /// Sets how rows are written.
    pub const fn with_writes(self, writes: &'static Writes) -> Self {
        Object { writes: Some(writes), ..self }
    }
}
