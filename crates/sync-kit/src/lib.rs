//! The file `sync/install.sql`, which keeps local copies of foreign tables fresh. It consists of the files of `sync/src`, in
//! the order of their names. One of them contains what the catalogues say about each object: the key, the time of the last
//! change, and how deletions are found.

mod entry;
mod sql;

use std::fs;
use std::io;
use std::path::Path;

use fdw_engine::catalogue::Catalogue;

pub use entry::Entry;

/// What the parts contain in place of the entries of the catalogues.
const ENTRIES: &str = "{entries}";

/// A catalogue, and how a foreign server chooses it.
pub struct Source {
    /// Name of the component: `supabase:<provider>-fdw`.
    pub provider: &'static str,
    /// Value of the option `profile`, or empty if the component has no profiles.
    pub profile: &'static str,
    /// The catalogue.
    pub catalogue: &'static Catalogue,
    /// Objects with so many rows that a request for each row is too much for a copy that is kept fresh.
    pub large: &'static [&'static str],
}

/// All catalogues. The default profile of a component is the first one.
pub const SOURCES: [Source; 5] = [
    Source {
        provider: "clerk",
        profile: "",
        catalogue: &clerk_catalogue::CATALOGUE,
        large: &["users", "organizations", "billing_statements"],
    },
    Source { provider: "keycloak", profile: "", catalogue: &keycloak_catalogue::CATALOGUE, large: &["user"] },
    Source { provider: "scim", profile: "rfc7644", catalogue: &scim_catalogue::RFC7644, large: &[] },
    Source { provider: "scim", profile: "basic", catalogue: &scim_catalogue::BASIC, large: &[] },
    Source { provider: "scim", profile: "contentful", catalogue: &scim_catalogue::CONTENTFUL, large: &[] },
];

/// The contents of `sync/install.sql`, made from the files of a directory.
///
/// # Errors
/// A file cannot be read.
pub fn install_sql(parts: &Path) -> io::Result<String> {
    let mut paths = fs::read_dir(parts)?.map(|part| Ok(part?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let texts = paths.iter().map(fs::read_to_string).collect::<io::Result<Vec<String>>>()?;
    Ok(texts.join("\n").replace(ENTRIES, &sql::entries(&SOURCES)))
}
