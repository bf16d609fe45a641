//! The catalogue: constant data that says what an API has. Each object is declared once; planning, requests, decoding,
//! IMPORT FOREIGN SCHEMA and the documentation only iterate over these declarations.

pub mod access;
pub mod auth;
pub mod column;
pub mod errors;
pub mod filter;
pub mod option;
pub mod pagination;
pub mod retry;

use access::Access;
use auth::Auth;
use column::Column;
use errors::ErrorFormat;
use option::OptionSpec;
use pagination::PageFormat;
use retry::RetryPolicy;

/// The keys that lead to an attribute of a JSON object, from the outermost to the innermost. Without any it is the whole
/// value.
pub type Path = &'static [&'static str];

/// A fixed query parameter: its name and its value, not yet encoded.
pub type FixedParameter = (&'static str, &'static str);

/// An API.
pub struct Catalogue {
    /// The provider's name, as errors show it.
    pub provider: &'static str,
    /// The name under which the host keeps statistics.
    pub fdw_name: &'static str,
    /// The option that holds the base url. Its kind is [`option::OptionKind::Url`].
    pub base_url: &'static OptionSpec,
    /// Options whose values stand in the paths of requests, as `{name}`.
    pub path_options: &'static [OptionSpec],
    /// How requests are authorised.
    pub auth: Auth,
    /// Headers of every request, names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// How lists are paged, ordered and counted.
    pub pages: PageFormat,
    /// What the answers to failed requests look like.
    pub errors: ErrorFormat,
    /// When a failed request is sent again.
    pub retry: RetryPolicy,
    /// The objects. Each is a foreign table.
    pub objects: &'static [Object],
}

impl Catalogue {
    /// The object with this name or alias.
    pub fn object(&self, name: &str) -> Option<&'static Object> {
        self.objects.iter().find(|object| object.name == name || object.aliases.contains(&name))
    }

    /// Every option: those of the provider, then those of the engine.
    pub fn options(&self) -> impl Iterator<Item = &'static OptionSpec> {
        self.auth.options().into_iter().chain([self.base_url]).chain(self.path_options).chain(option::ENGINE)
    }
}

/// An object of the API: one foreign table.
pub struct Object {
    /// The value of the table option `object`, and the table's name on import.
    pub name: &'static str,
    /// What it is, for the documentation.
    pub description: &'static str,
    /// Other names that the table option may have.
    pub aliases: &'static [&'static str],
    /// The attributes that identify a row together. Without any, rows cannot be distinguished.
    pub identity: &'static [Path],
    /// Its columns, without [`column::ATTRS`].
    pub columns: &'static [Column],
    /// The access paths. Of those that a query can take the cheapest is taken, the first of equals.
    pub access: &'static [Access],
    /// Attributes that are never shown.
    pub secrets: &'static [Path],
}

impl Object {
    /// An object whose rows are identified by the attribute `id`.
    pub const fn new(
        name: &'static str,
        description: &'static str,
        columns: &'static [Column],
        access: &'static [Access],
    ) -> Self {
        Object { name, description, aliases: &[], identity: &[&["id"]], columns, access, secrets: &[] }
    }

    /// The same object, with rows that are identified by these attributes together.
    pub const fn identified_by(self, identity: &'static [Path]) -> Self {
        Object { identity, ..self }
    }

    /// The same object, with other names.
    pub const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Object { aliases, ..self }
    }

    /// The same object, with attributes that are never shown.
    pub const fn secrets(self, secrets: &'static [Path]) -> Self {
        Object { secrets, ..self }
    }
}
