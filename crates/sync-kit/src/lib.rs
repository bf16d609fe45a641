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
    /// Objects whose rows vanish after a while, so that it is no surprise if many do.
    pub short_lived: &'static [&'static str],
}

/// All catalogues. The default profile of a component is the first one.
pub const SOURCES: [Source; 5] = [
    Source {
        provider: "clerk",
        profile: "",
        catalogue: &clerk_catalogue::CATALOGUE,
        large: &["users", "organizations", "billing_statements"],
        short_lived: &["clients", "sessions"],
    },
    Source {
        provider: "keycloak",
        profile: "",
        catalogue: &keycloak_catalogue::CATALOGUE,
        large: &["user"],
        short_lived: &[
            "admin_event",
            "client_offline_session",
            "client_session",
            "client_session_count",
            "event",
            "user_session",
        ],
    },
    scim("rfc7644", &scim_catalogue::RFC7644),
    scim("basic", &scim_catalogue::BASIC),
    scim("contentful", &scim_catalogue::CONTENTFUL),
];

const fn scim(profile: &'static str, catalogue: &'static Catalogue) -> Source {
    Source { provider: "scim", profile, catalogue, large: &[], short_lived: &[] }
}

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
